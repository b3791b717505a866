//! An API over HTTP/1.1, just enough of it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

pub struct Api {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub tokens: u32,
    pub requests: u32,
    pub throttled: u32,
    pub failed: u32,
}

struct State {
    seen: Seen,
    secret: String,
    items: u64,
    /// A token is good for so many requests.
    token_left: u32,
}

impl Api {
    pub fn start(secret: &str, items: u64) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = State { seen: Seen::default(), secret: secret.to_owned(), items, token_left: 0 };
        let state = Arc::new(Mutex::new(state));
        let shared = state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = shared.clone();
                thread::spawn(move || while answer(&stream, &state).is_some() {});
            }
        });
        Self { url, state }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn seen(&self) -> Seen {
        self.state.lock().unwrap().seen.clone()
    }
}

/// Answers one request; none when the connection is closed.
fn answer(stream: &TcpStream, state: &Mutex<State>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let (mut length, mut authorized) = (0, false);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        authorized |= header.starts_with("authorization: bearer t");
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let target = line.split(' ').nth(1)?;
    let (status, headers, text) =
        state.lock().unwrap().respond(target, authorized, &String::from_utf8_lossy(&body));
    let length = text.len();
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n{text}");
    let mut stream = stream;
    stream.write_all(answer.as_bytes()).ok()
}

impl State {
    fn respond(
        &mut self,
        target: &str,
        authorized: bool,
        body: &str,
    ) -> (&'static str, &'static str, String) {
        if target == "/token" {
            if body != format!("secret={}", self.secret) {
                return ("403 Forbidden", "", String::new());
            }
            self.seen.tokens += 1;
            self.token_left = 4;
            return ("200 OK", "", format!("{{\"token\":\"t{}\"}}", self.seen.tokens));
        }
        if !authorized || self.token_left == 0 {
            return ("401 Unauthorized", "", String::new());
        }
        self.token_left -= 1;
        self.seen.requests += 1;
        match self.seen.requests {
            3 => {
                self.seen.throttled += 1;
                return ("429 Too Many Requests", "retry-after: 0\r\n", String::new());
            }
            6 => {
                self.seen.failed += 1;
                return ("503 Service Unavailable", "", String::new());
            }
            _ => {}
        }
        let number = |name: &str| -> u64 {
            let (_, value) = target.split_once(&format!("{name}=")).unwrap();
            value.split('&').next().unwrap().parse().unwrap()
        };
        let first = number("after") + 1;
        let last = (first + number("limit").min(300)).min(self.items + 1);
        let items: Vec<String> =
            (first..last).map(|id| format!("{{\"id\":{id},\"name\":\"item {id}\"}}")).collect();
        ("200 OK", "", format!("{{\"items\":[{}]}}", items.join(",")))
    }
}
