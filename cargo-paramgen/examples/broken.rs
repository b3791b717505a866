//! A connector written by hand, without the kit, that does one thing wrong: the one that `BROKEN` names. It is what the
//! checks of `verify` are tried on; without `BROKEN` it passes all of them.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    env,
    io::Write as _,
    marker::PhantomData,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll},
    time::Duration,
};

use http::{Request, Response};
use paramgen::proto::Parameter;
use tokio::{net::TcpListener, sync::Notify};
use tonic::{
    Status, Streaming,
    body::Body,
    server::{Grpc, StreamingService, UnaryService},
    transport::server::TcpIncoming,
};
use tonic_prost::ProstCodec;

#[derive(Clone, Copy, PartialEq, prost::Message)]
struct Empty {}

#[derive(Clone, PartialEq, prost::Message)]
struct Specification {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "2")]
    summary: String,
    #[prost(string, tag = "4")]
    version: String,
    #[prost(btree_map = "string, message", tag = "6")]
    destination_params: BTreeMap<String, Parameter>,
    #[prost(btree_map = "string, message", tag = "7")]
    source_params: BTreeMap<String, Parameter>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Specify {
    #[prost(message, optional, tag = "1")]
    specification: Option<Specification>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Settings {
    #[prost(btree_map = "string, string", tag = "1")]
    config: BTreeMap<String, String>,
}

/// Open, Stop, and their answers.
#[derive(Clone, PartialEq, prost::Message)]
struct Position {
    #[prost(bytes = "vec", tag = "1")]
    position: Vec<u8>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Acks {
    #[prost(bytes = "vec", repeated, tag = "1")]
    positions: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Record {
    #[prost(bytes = "vec", tag = "1")]
    position: Vec<u8>,
    #[prost(int32, tag = "2")]
    operation: i32,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Records {
    #[prost(message, repeated, tag = "1")]
    records: Vec<Record>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Outcomes {
    #[prost(message, repeated, tag = "1")]
    acks: Vec<Ack>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Ack {
    #[prost(bytes = "vec", tag = "1")]
    position: Vec<u8>,
    #[prost(string, tag = "2")]
    error: String,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Health {
    #[prost(int32, tag = "1")]
    status: i32,
}

const COOKIE: &str = "204e8e812c3a1bb73b838928c575b42a105dd2e9aa449be481bc4590486df53f";

/// Whether this is what is wrong. Where there is no environment, the program's name says so.
fn is(fault: &str) -> bool {
    let is_named = || env::args().next().is_some_and(|name| name.ends_with(&format!("broken-{fault}")));
    env::var("BROKEN").as_deref() == Ok(fault) || is_named()
}

#[derive(Default)]
struct State {
    shutdown: Notify,
    specified: AtomicU64,
    configured: AtomicBool,
    opened: AtomicBool,
    /// The number of the position that the source was opened at.
    from: AtomicU64,
    stopped: AtomicBool,
    torn_down: AtomicBool,
    streams: AtomicU64,
}

#[derive(Clone)]
struct Services(Arc<State>);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if env::var("CONDUIT_PLUGIN_MAGIC_COOKIE").as_deref() != Ok(COOKIE) {
        if is("cookie") {
            println!("hello");
        }
        if !is("cookie: silent") {
            eprintln!("Conduit starts this program");
        }
        std::process::exit(i32::from(!is("cookie: success")));
    }
    // As connectors of Conduit's Go SDK.
    if env::var("CONDUIT_CONNECTOR_UTILITIES_GRPC_TARGET").unwrap_or_default().is_empty() {
        return Err("there is no schema service".into());
    }
    if is("start time") {
        tokio::time::sleep(Duration::from_millis(3_500)).await;
    }
    if is("versions") && env::var("PLUGIN_PROTOCOL_VERSIONS").as_deref() == Ok("2") {
        return Err("only lists of two are known".into());
    }
    if is("environment") {
        env::var("PATH")?;
    }
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    match env::var("BROKEN").as_deref() {
        Ok("handshake") => println!("1|2|tcp|{address}"),
        Ok("handshake: words") => println!("listening on {address}"),
        Ok("stdout") => println!("1|2|tcp|{address}|grpc|\nready"),
        _ => println!("1|2|tcp|{address}|grpc|"),
    }
    std::io::stdout().flush()?;
    match env::var("BROKEN").as_deref() {
        Ok("logs") => eprintln!("{{\"@level\": 30, \"@message\": \"ready\"}}"),
        Ok("logs: text") => eprintln!("ready"),
        _ => eprintln!("{{\"@level\": \"info\", \"@message\": \"ready\"}}"),
    }
    let ballast: Vec<u8> = if is("memory") { vec![1; 300 << 20] } else { Vec::new() };
    let state = Arc::new(State::default());
    let serving = tonic::transport::Server::builder()
        .serve_with_incoming(Services(Arc::clone(&state)), TcpIncoming::from(listener));
    tokio::select! {
        served = serving => served?,
        () = state.shutdown.notified() => {
            // The answer is on its way.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        () = async {
            loop {
                interrupt.recv().await;
                if is("interrupt") {
                    break;
                }
            }
        } => {}
    }
    drop(ballast);
    std::process::exit(i32::from(is("shutdown: status")) * 3)
}

fn parameter(kind: i32, default: &str, validations: &[(i32, &str)]) -> Parameter {
    let validations: Vec<_> = validations
        .iter()
        .map(|(kind, value)| paramgen::proto::Validation { r#type: *kind, value: (*value).to_owned() })
        .collect();
    Parameter {
        default: default.to_owned(),
        description: "What it is.".to_owned(),
        r#type: kind,
        validations,
    }
}

fn specification(calls: u64) -> Specification {
    let (string, int, duration) = (1, 2, 6);
    let mut source_params = BTreeMap::from([
        ("url".to_owned(), parameter(string, "", &[(1, "")])),
        ("key".to_owned(), parameter(string, "", &[(1, "")])),
        ("rows".to_owned(), parameter(int, "10", &[(2, "0")])),
        ("mode".to_owned(), parameter(string, "a", &[(4, "a,b")])),
    ]);
    let mut add = |name: &str, parameter: Parameter| source_params.insert(name.to_owned(), parameter);
    match env::var("BROKEN").as_deref() {
        Ok("specify") => add("pattern", parameter(string, "", &[(6, "(?=x)")])),
        Ok("specify: bound") => add("limit", parameter(int, "", &[(2, "1s")])),
        Ok("choices") => add("both", parameter(string, "", &[(4, "a"), (4, "b")])),
        Ok("duration bounds") => add("pause", parameter(duration, "1s", &[(2, "0")])),
        Ok("defaults") => add("many", parameter(int, "ten", &[])),
        Ok("texts") => add("bare", Parameter { description: String::new(), ..parameter(int, "1", &[]) }),
        _ => None,
    };
    let name = if is("name and version") { "broken:connector" } else { "broken" };
    let summary = if is("same answer") { format!("Call {calls}.") } else { "Breaks.".to_owned() };
    let version = if is("name and version: version") { "latest" } else { "v1.0.0" };
    let path = ("path".to_owned(), parameter(string, "", &[(1, "")]));
    let destination_params = if is("absent side") { BTreeMap::new() } else { BTreeMap::from([path]) };
    Specification {
        name: name.to_owned(),
        summary,
        version: version.to_owned(),
        destination_params,
        source_params,
    }
}

/// Every problem, each in a line.
fn problems(
    settings: &BTreeMap<String, String>,
    required: &[&str],
    numbers: &[&str],
    known: &[&str],
) -> Vec<String> {
    let get = |key: &str| settings.get(key).map(|value| value.trim()).unwrap_or_default();
    let mut problems: Vec<String> =
        required.iter().filter(|key| get(key).is_empty()).map(|key| format!("{key}: is required")).collect();
    problems.extend(
        numbers
            .iter()
            .filter(|key| !get(key).is_empty() && get(key).parse::<u64>().is_err())
            .map(|key| format!("{key}: is no number")),
    );
    if !matches!(get("mode"), "" | "a" | "b") {
        problems.push("mode: is none of a, b".to_owned());
    }
    if !is("unknown keys") {
        problems.extend(
            settings
                .keys()
                .filter(|key| !known.contains(&key.as_str()))
                .map(|key| format!("{key}: is unknown")),
        );
    }
    if settings.values().any(|value| value != value.trim()) && is("good settings") {
        problems.push("white space".to_owned());
    }
    problems
}

impl Services {
    fn configure(&self, settings: &Settings, is_source: bool) -> Result<Empty, Status> {
        let problems = if is_source {
            problems(&settings.config, &["url", "key"], &["rows"], &["url", "key", "rows", "mode"])
        } else {
            problems(&settings.config, &["path"], &[], &["path"])
        };
        if is("message limit") && settings.config.values().any(|value| value.len() > 1_000_000) {
            std::process::exit(1);
        }
        let one = is("all problems") || (is("required") && settings.config.is_empty());
        let text = if one { problems.first().cloned().unwrap_or_default() } else { problems.join("\n") };
        if text.is_empty() {
            self.0.configured.store(true, Relaxed);
            return Ok(Empty {});
        }
        Err(match env::var("BROKEN").as_deref() {
            Ok("error texts") if !one => Status::unknown("context canceled"),
            Ok("error texts: unimplemented") => Status::unimplemented(text),
            _ => Status::unknown(text),
        })
    }

    async fn answer(self, request: Request<Body>) -> Response<Body> {
        let state = Arc::clone(&self.0);
        let path = request.uri().path().to_owned();
        let (service, method) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
        let is_source = service == "connector.v2.SourcePlugin";
        match (service, method) {
            ("plugin.GRPCController", "Shutdown") => {
                unary(request, async move |_: Empty| {
                    if !is("shutdown") {
                        state.shutdown.notify_one();
                    }
                    Ok(Empty {})
                })
                .await
            }
            ("grpc.health.v1.Health", "Check") if !is("health") => {
                unary(request, async |_: Empty| Ok(Health { status: 1 })).await
            }
            ("connector.v2.SpecifierPlugin", "Specify") => {
                unary(request, async move |_: Empty| {
                    let calls = state.specified.fetch_add(1, Relaxed);
                    Ok(Specify { specification: Some(specification(calls)) })
                })
                .await
            }
            ("connector.v2.DestinationPlugin", _) if is("absent side") => {
                Status::internal("no such side").into_http()
            }
            ("connector.v2.SourcePlugin" | "connector.v2.DestinationPlugin", "Configure") => {
                unary(request, async move |settings: Settings| self.configure(&settings, is_source)).await
            }
            ("connector.v2.SourcePlugin" | "connector.v2.DestinationPlugin", "Open") => {
                unary(request, async move |open: Position| {
                    if !state.configured.load(Relaxed) {
                        if is("open first") {
                            std::future::pending::<()>().await;
                        }
                        return Err(Status::unknown("Configure comes first"));
                    }
                    let from = String::from_utf8_lossy(&open.position).parse().unwrap_or_default();
                    state.from.store(from, Relaxed);
                    state.opened.store(true, Relaxed);
                    Ok(Empty {})
                })
                .await
            }
            ("connector.v2.SourcePlugin", "Run") => stream(request, move |acks| source(&state, acks)).await,
            ("connector.v2.DestinationPlugin", "Run") => {
                stream(request, move |records| destination(&state, records)).await
            }
            ("connector.v2.SourcePlugin", "Stop") => {
                unary(request, async move |_: Empty| {
                    if is("source: stop") || (is("stop first") && !state.opened.load(Relaxed)) {
                        std::future::pending::<()>().await;
                    }
                    state.stopped.store(true, Relaxed);
                    let last = if state.opened.load(Relaxed) { "5" } else { "" };
                    let last = if is("source: stop, lies") { "6" } else { last };
                    Ok(Position { position: last.into() })
                })
                .await
            }
            ("connector.v2.DestinationPlugin", "Stop") => {
                unary(request, async move |_: Position| {
                    if is("destination: stop") && state.opened.load(Relaxed) {
                        std::future::pending::<()>().await;
                    }
                    Ok(Empty {})
                })
                .await
            }
            ("connector.v2.SourcePlugin", "LifecycleOnDeleted") if is("source: deleted") => {
                Status::unknown("Configure comes first").into_http()
            }
            ("connector.v2.SourcePlugin" | "connector.v2.DestinationPlugin", "Teardown") => {
                unary(request, async move |_: Empty| {
                    let again = state.torn_down.swap(true, Relaxed);
                    let is_new = !state.configured.load(Relaxed);
                    let is_open = state.opened.load(Relaxed);
                    if (is("teardown first") && is_new && !again) || (is("teardown first: again") && again) {
                        return Err(Status::unknown("nothing to tear down"));
                    }
                    let waits_for_stop =
                        is("source: no stop") && is_source || is("destination: no stop") && !is_source;
                    if (waits_for_stop && is_open && !state.stopped.load(Relaxed))
                        || (is("configure alone") && !is_new && !is_open)
                        || (is("run first") && is_new && !is_open)
                        || (is("source: ends while running") && state.streams.load(Relaxed) > 0)
                    {
                        std::future::pending::<()>().await;
                    }
                    Ok(Empty {})
                })
                .await
            }
            _ if is("unknown services") && service == "verify.None" => std::process::exit(1),
            _ => Status::unimplemented("there is no such method").into_http(),
        }
    }
}

type Sent<T> = Received<Result<T, Status>>;

/// Five records, and then nothing.
fn source(state: &Arc<State>, mut acks: Streaming<Acks>) -> Result<Sent<Records>, Status> {
    if !state.opened.load(Relaxed) {
        return Err(Status::unknown("Open comes first"));
    }
    let from = if is("source: resume") {
        state.from.load(Relaxed).saturating_sub(1)
    } else {
        state.from.load(Relaxed)
    };
    let record = |number: u64| {
        let number = if is("source: records") { number.min(2) } else { number };
        let position = if is("source: records, none") { Vec::new() } else { number.to_string().into_bytes() };
        Record { position, operation: 1 }
    };
    let records: Vec<Record> = (from + 1..=5).map(record).collect();
    let waits = is("source: acks late");
    let ends = is("source: records, end");
    state.streams.fetch_add(1, Relaxed);
    if is("source: records, printed") {
        println!("reading");
    }
    let counted = state.clone();
    Ok(async_stream(async move |sender: tokio::sync::mpsc::Sender<_>| {
        for record in records {
            let _ = sender.send(Ok(Records { records: vec![record] })).await;
            if waits {
                let _ = acks.message().await;
            }
        }
        if !ends {
            // The stream is open as long as the engine wants it to be.
            while let Ok(Some(_)) = acks.message().await {}
        }
        counted.streams.fetch_sub(1, Relaxed);
    }))
}

/// One outcome for each record.
fn destination(state: &State, mut records: Streaming<Records>) -> Result<Sent<Outcomes>, Status> {
    if !state.opened.load(Relaxed) {
        return Err(Status::unknown("Open comes first"));
    }
    Ok(async_stream(async move |sender: tokio::sync::mpsc::Sender<_>| {
        while let Ok(Some(message)) = records.message().await {
            let error = if is("destination: outcomes, refused") { "no" } else { "" };
            let ack = |record: Record| Ack { position: record.position, error: error.to_owned() };
            let mut acks: Vec<Ack> = message.records.into_iter().map(ack).collect();
            if is("destination: outcomes") {
                acks.reverse();
            }
            let extra = acks.clone();
            let _ = sender.send(Ok(Outcomes { acks })).await;
            if is("destination: outcomes, extra") {
                let _ = sender.send(Ok(Outcomes { acks: extra })).await;
            }
        }
    }))
}

/// What a task sends.
fn async_stream<T: Send + 'static, F>(
    run: impl FnOnce(tokio::sync::mpsc::Sender<Result<T, Status>>) -> F,
) -> Received<Result<T, Status>>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, receiver) = tokio::sync::mpsc::channel(16);
    tokio::spawn(run(sender));
    Received(receiver)
}

struct Received<T>(tokio::sync::mpsc::Receiver<T>);

impl<T> tokio_stream::Stream for Received<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

impl tower_service::Service<Request<Body>> for Services {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let this = self.clone();
        Box::pin(async move { Ok(this.answer(request).await) })
    }
}

async fn unary<Q, A, F>(
    request: Request<Body>,
    answer: impl FnOnce(Q) -> F + Send + 'static,
) -> Response<Body>
where
    Q: prost::Message + Default + 'static,
    A: prost::Message + Default + 'static,
    F: Future<Output = Result<A, Status>> + Send + 'static,
{
    struct Unary<H, Q>(Option<H>, PhantomData<fn(Q)>);

    impl<Q: Send + 'static, A: 'static, H, F> UnaryService<Q> for Unary<H, Q>
    where
        H: FnOnce(Q) -> F + Send + 'static,
        F: Future<Output = Result<A, Status>> + Send + 'static,
    {
        type Response = A;
        type Future = Pin<Box<dyn Future<Output = Result<tonic::Response<A>, Status>> + Send>>;

        fn call(&mut self, request: tonic::Request<Q>) -> Self::Future {
            let answer = self.0.take();
            Box::pin(async move {
                let answer = answer.ok_or_else(|| Status::internal("called twice"))?;
                answer(request.into_inner()).await.map(tonic::Response::new)
            })
        }
    }

    let limit =
        env::var("CONDUIT_CONNECTOR_MAX_RECEIVE_RECORD_SIZE").ok().and_then(|limit| limit.parse().ok());
    let limit =
        if is("message limit") || is("message limit: none") { usize::MAX } else { limit.unwrap_or(4 << 20) };
    let mut grpc = Grpc::new(ProstCodec::default()).max_decoding_message_size(limit);
    grpc.unary(Unary(Some(answer), PhantomData), request).await
}

async fn stream<Q, A>(
    request: Request<Body>,
    start: impl FnOnce(Streaming<Q>) -> Result<Sent<A>, Status> + Send,
) -> Response<Body>
where
    Q: prost::Message + Default + 'static,
    A: prost::Message + Default + 'static,
{
    struct Bidirectional<H, Q>(Option<H>, PhantomData<fn(Q)>);

    impl<Q, A, H: FnOnce(Streaming<Q>) -> Result<Sent<A>, Status>> StreamingService<Q> for Bidirectional<H, Q> {
        type Response = A;
        type ResponseStream = Sent<A>;
        type Future = std::future::Ready<Result<tonic::Response<Sent<A>>, Status>>;

        fn call(&mut self, request: tonic::Request<Streaming<Q>>) -> Self::Future {
            let start = self.0.take().ok_or_else(|| Status::internal("called twice"));
            std::future::ready(start.and_then(|start| start(request.into_inner())).map(tonic::Response::new))
        }
    }

    let mut grpc = Grpc::new(ProstCodec::default());
    grpc.streaming(Bidirectional(Some(start), PhantomData), request).await
}
