//! What follows from each class of error in each call, in paused time: `open`, `read`, acks, `write`.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use paramgen::Params;
use tokio::{
    sync::{mpsc, oneshot},
    task::{LocalSet, spawn_local},
    time::Instant,
};

use super::{
    Environment,
    author::{Call, Opened, Side, answer_calls, now},
    destination::{DestinationRun, DestinationSide},
    outbox::Next,
    queues::InboxEnd,
    signal::Signal,
    source::{SourceRun, SourceSide},
};
use crate::{
    Acked, Batch, Class, Context, Destination, Error, Record, Result, Source, WriteError,
    record::wire::RecordWriter,
};

#[derive(Params)]
struct Config {}

thread_local! {
    /// Which call fails, how, and how often it still does.
    static FAULT: Cell<(&'static str, Class, u32)> = const { Cell::new(("", Class::Unclassified, 0)) };
    /// When calls were made, since the start.
    static CALLS: RefCell<Vec<(&'static str, Duration)>> = const { RefCell::new(Vec::new()) };
    static START: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// A call is made; it fails if it is the one that does.
fn call(name: &'static str) -> Result<()> {
    let start = START.get().unwrap();
    CALLS.with_borrow_mut(|calls| calls.push((name, start.elapsed())));
    let (faulty, class, left) = FAULT.get();
    if faulty == name && left > 0 {
        FAULT.set((faulty, class, left - 1));
        return Err(Error::new("planted").with_class(class));
    }
    Ok(())
}

struct Faulty;

impl Source for Faulty {
    type Config = Config;
    type Position = u64;

    async fn open(_: Config, _: Option<u64>, _: &Context) -> Result<Self> {
        call("open").map(|()| Self)
    }

    async fn read(&mut self, batch: &mut Batch<u64>) -> Result<()> {
        call("read")?;
        batch.push(1, Record::create("k", "v"));
        batch.end();
        Ok(())
    }

    fn acks(&mut self) -> impl AsyncFnMut(Acked<u64>) -> Result<()> + 'static {
        async |_| call("acks")
    }
}

impl Destination for Faulty {
    type Config = Config;

    async fn open(_: Config, _: &Context) -> Result<Self> {
        call("open").map(|()| Self)
    }

    async fn write(&mut self, _: &[Record]) -> Result<(), WriteError> {
        Ok(call("write")?)
    }
}

/// An author's thread on this one, whose time is paused.
struct Thread<R> {
    calls: mpsc::UnboundedSender<Call<R>>,
}

impl<R: Send + Sync + 'static> Thread<R> {
    fn start<T: Side<Run = R>>(fault: (&'static str, Class, u32)) -> Self {
        FAULT.set(fault);
        CALLS.with_borrow_mut(Vec::clear);
        START.set(Some(Instant::now()));
        let (calls, receiver) = mpsc::unbounded_channel();
        spawn_local(answer_calls::<T>(receiver, Environment::of_nobody(), Arc::new(Signal::default())));
        Self { calls }
    }

    async fn open(&self) -> Result<Opened> {
        let (reply, answer) = oneshot::channel();
        let _ = self.calls.send(Call::Open([].into(), Bytes::new(), reply));
        answer.await.unwrap()
    }

    fn run(&self, run: R) -> Arc<R> {
        let run = Arc::new(run);
        let _ = self.calls.send(Call::Run(run.clone()));
        run
    }
}

/// Runs a test in paused time.
fn paused<T>(test: impl Future<Output = T>) -> T {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, test)
}

/// The next message of a source, or how its stream ends.
async fn next(run: &SourceRun) -> std::result::Result<usize, String> {
    loop {
        match poll_fn(|context| run.outbox.poll_next(context, now())).await {
            Next::Send(records) => return Ok(records.len()),
            Next::At(time) => tokio::time::sleep_until(time.into()).await,
            Next::End(end) => {
                return Err(end.err().map(|status| status.message().to_owned()).unwrap_or_default());
            }
        }
    }
}

fn times(name: &str) -> Vec<u128> {
    CALLS.with_borrow(|calls| {
        calls.iter().filter(|(call, _)| *call == name).map(|(_, at)| at.as_millis()).collect()
    })
}

const NEVER: u32 = u32::MAX;
const LATER: Class = Class::Throttled(Some(Duration::from_secs(300)));

#[test]
fn open() {
    for (class, failures, error, at) in [
        (Class::Unclassified, 1, Some("planted"), &[0][..]),
        (Class::Refused, 1, Some("planted"), &[0]),
        (Class::Fatal, 1, Some("planted"), &[0]),
        (Class::Transient, 2, None, &[0, 100, 300]),
        (Class::Throttled(None), 1, None, &[0, 100]),
        (LATER, 1, None, &[0, 300_000]),
    ] {
        paused(async {
            let thread = Thread::start::<SourceSide<Faulty>>(("open", class, failures));
            let opened = thread.open().await;
            assert_eq!(opened.err().map(|error| error.to_string()).as_deref(), error, "{class:?}");
            assert_eq!(times("open"), at, "{class:?}");
        });
    }
    paused(async {
        let thread = Thread::start::<DestinationSide<Faulty>>(("open", Class::Transient, NEVER));
        assert_eq!(thread.open().await.unwrap_err().to_string(), "still failing after 60 s: planted");
        let last = *times("open").last().unwrap();
        assert!((50_000..=60_000).contains(&last), "{last}");
    });
}

#[test]
fn read() {
    for (class, failures, error, at) in [
        (Class::Unclassified, 1, Some("read: planted"), &[0][..]),
        (Class::Refused, 1, Some("read: planted"), &[0]),
        (Class::Fatal, 1, Some("read: planted"), &[0]),
        (Class::Transient, 2, None, &[0, 100, 300]),
        (Class::Throttled(None), 1, None, &[0, 100]),
        (LATER, 1, None, &[0, 300_000]),
    ] {
        paused(async {
            let thread = Thread::start::<SourceSide<Faulty>>(("read", class, failures));
            let opened = thread.open().await.unwrap();
            let run = thread.run(SourceRun::new(opened.batching));
            assert_eq!(next(&run).await.err().as_deref(), error, "{class:?}");
            assert_eq!(times("read"), at, "{class:?}");
        });
    }
    paused(async {
        let thread = Thread::start::<SourceSide<Faulty>>(("read", Class::Transient, NEVER));
        let opened = thread.open().await.unwrap();
        let run = thread.run(SourceRun::new(opened.batching));
        assert_eq!(next(&run).await.unwrap_err(), "read: still failing after 60 s: planted");
    });
}

/// Acks are not made again: whoever handles them does that, if it can.
#[test]
fn acks() {
    for class in [Class::Unclassified, Class::Refused, Class::Fatal, Class::Transient, LATER] {
        paused(async {
            let thread = Thread::start::<SourceSide<Faulty>>(("acks", class, 1));
            let opened = thread.open().await.unwrap();
            let run = thread.run(SourceRun::new(opened.batching));
            assert_eq!(next(&run).await, Ok(1));
            run.acks.push([Bytes::from_static(b"1")]);
            assert_eq!(next(&run).await, Err("acks: planted".to_owned()), "{class:?}");
            assert_eq!(times("acks").len(), 1);
        });
    }
}

#[test]
fn write() {
    for (class, failures, outcome, at) in [
        (Class::Unclassified, 1, Ok(Some("planted")), &[0][..]),
        (Class::Refused, 1, Ok(Some("planted")), &[0]),
        (Class::Fatal, 1, Err("write: planted"), &[0]),
        (Class::Transient, 2, Ok(None), &[0, 100, 300]),
        (Class::Throttled(None), 1, Ok(None), &[0, 100]),
        (LATER, 1, Ok(None), &[0, 300_000]),
        (Class::Transient, NEVER, Err("write: still failing after 60 s: planted"), &[]),
    ] {
        paused(async {
            let thread = Thread::start::<DestinationSide<Faulty>>(("write", class, failures));
            let opened = thread.open().await.unwrap();
            let run = thread.run(DestinationRun::new(opened.batching));
            let mut bytes = bytes::BytesMut::new();
            RecordWriter::default().write(b"1", &Record::create("k", "v"), &mut bytes).unwrap();
            run.inbox.push(vec![bytes.freeze()]).await;
            let got = match poll_fn(|context| run.outcomes.poll_next(context)).await {
                Ok(acks) => Ok(Some(acks[0].error.clone()).filter(|error| !error.is_empty())),
                Err(end) => Err(end.unwrap_err().message().to_owned()),
            };
            assert_eq!(got.as_ref().map(Option::as_deref).map_err(String::as_str), outcome, "{class:?}");
            if !at.is_empty() {
                assert_eq!(times("write"), at, "{class:?}");
            }
            run.inbox.end(InboxEnd::Cancelled);
        });
    }
}

/// Nothing pushed: pauses double, and a record starts them again.
#[test]
fn pauses_between_reads_that_push_nothing() {
    struct Idle;
    impl Source for Idle {
        type Config = Config;
        type Position = u64;

        async fn open(_: Config, _: Option<u64>, _: &Context) -> Result<Self> {
            Ok(Self)
        }

        async fn read(&mut self, batch: &mut Batch<u64>) -> Result<()> {
            call("read")?;
            match times("read").len() {
                4 => batch.push(1, Record::create("k", "v")),
                6 => batch.again_in(Duration::from_secs(60)),
                _ => {}
            }
            Ok(())
        }
    }
    paused(async {
        let thread = Thread::start::<SourceSide<Idle>>(("", Class::Fatal, 0));
        let opened = thread.open().await.unwrap();
        let run = thread.run(SourceRun::new(opened.batching));
        assert_eq!(next(&run).await, Ok(1));
        tokio::time::sleep(Duration::from_secs(100)).await;
        assert_eq!(times("read")[..8], [0, 100, 300, 700, 700, 800, 60_800, 61_000]);
        run.stop.raise();
    });
}

/// A batch of a destination waits for a delay, and for nothing else.
#[test]
fn a_delay_is_waited_out_in_its_own_time() {
    paused(async {
        let thread = Thread::start::<DestinationSide<Faulty>>(("", Class::Fatal, 0));
        thread.open().await.unwrap();
        let batching = crate::middleware::batch::Batching::new(3, Duration::from_secs(30));
        let run = thread.run(DestinationRun::new(batching));
        let mut bytes = bytes::BytesMut::new();
        RecordWriter::default().write(b"1", &Record::create("k", "v"), &mut bytes).unwrap();
        let record = bytes.freeze();
        run.inbox.push(vec![record.clone()]).await;
        poll_fn(|context| run.outcomes.poll_next(context)).await.unwrap();
        run.inbox.push(vec![record.clone(), record.clone(), record]).await;
        poll_fn(|context| run.outcomes.poll_next(context)).await.unwrap();
        assert_eq!(times("write"), [30_000, 30_000]);
        run.inbox.end(InboxEnd::Cancelled);
    });
}

/// The engine's last position never gets an outcome: the wait for it ends, and says what it was for.
#[test]
fn a_stop_for_a_position_that_never_comes_ends() {
    paused(async {
        let run = DestinationRun::new(crate::middleware::batch::Batching::default());
        let start = Instant::now();
        let error =
            super::services::stop_destination(Some(&run), Bytes::from_static(b"7")).await.unwrap_err();
        assert_eq!(error.message(), "stop: the record at position \"7\" was not handled within 60 s");
        assert_eq!(start.elapsed(), Duration::from_secs(60));
        assert!(super::services::stop_destination(Some(&run), Bytes::new()).await.is_ok());
        assert!(super::services::stop_destination(None, Bytes::from_static(b"7")).await.is_ok());
    });
}
