//! A source of an HTTP API: pages with a cursor, a token that expires, and answers that ask for patience.

use std::time::Duration;

use paramgen::{Params, Secret, conduit::SourceMiddleware};
use paramgen_connector::{Batch, Class, Classify as _, Context, Error, Record, Result, Source, record::Map};
use serde::{Deserialize, Serialize};

/// What a pipeline tells the source.
#[derive(Debug, Params)]
pub struct Config {
    /// The address of the API.
    url: String,
    /// What a token is given for.
    client_secret: Secret<String>,
    /// How long to wait before new items are asked for.
    #[param(default = "5s")]
    poll_interval: Duration,
    #[param(flatten)]
    #[allow(dead_code, reason = "the kit reads it")]
    middleware: SourceMiddleware,
}

/// The last item that was read.
#[derive(Serialize, Deserialize)]
pub struct Position {
    id: u64,
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Map>,
}

pub struct Items {
    config: Config,
    agent: ureq::Agent,
    token: Option<String>,
    after: u64,
}

impl Source for Items {
    type Config = Config;
    type Position = Position;

    async fn open(config: Config, from: Option<Position>, _: &Context) -> Result<Self> {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        Ok(Self { config, agent, token: None, after: from.map_or(0, |at| at.id) })
    }

    async fn read(&mut self, batch: &mut Batch<Position>) -> Result<()> {
        let page: Page = self.get(&format!("/items?after={}&limit={}", self.after, batch.room()))?;
        for item in page.items {
            let id = item.get("id").and_then(|id| id.as_i64()).ok_or("an item has no id")? as u64;
            batch.push(Position { id }, Record::create(id.to_string(), item).collection("items"));
            self.after = id;
        }
        batch.again_in(self.config.poll_interval);
        Ok(())
    }
}

impl Items {
    /// An answer of the API. Calls block; the connector's thread is its own.
    fn get<T: for<'de> Deserialize<'de>>(&mut self, path: &str) -> Result<T> {
        let token = match &self.token {
            Some(token) => token.clone(),
            None => {
                let body = format!("secret={}", self.config.client_secret.expose());
                let answer = self.agent.post(format!("{}/token", self.config.url)).send(body).transient()?;
                self.token.insert(read::<Token>(answer)?.token).clone()
            }
        };
        let request = self.agent.get(format!("{}{path}", self.config.url));
        let answer = request.header("authorization", format!("Bearer {token}")).call().transient()?;
        if answer.status() == 401 {
            // It has expired: the next call fetches another one.
            self.token = None;
        }
        read(answer)
    }
}

fn read<T: for<'de> Deserialize<'de>>(mut answer: http::Response<ureq::Body>) -> Result<T> {
    let status = answer.status();
    let class = match status.as_u16() {
        200..=299 => return Ok(serde_json::from_str(&answer.body_mut().read_to_string().transient()?)?),
        401 | 408 | 500.. => Class::Transient,
        429 => {
            let after =
                answer.headers().get("retry-after").and_then(|after| after.to_str().ok()?.parse().ok());
            Class::Throttled(after.map(Duration::from_secs))
        }
        _ => Class::Fatal,
    };
    Err(Error::new(format_args!("the API answers {status}")).with_class(class))
}

paramgen_connector::connector! {
    name: "http",
    summary: "Reads items of an HTTP API.",
    version: env!("CARGO_PKG_VERSION"),
    author: "The paramgen developers",
    source: Items,
}
