//! What grows: lists of parameters, pipeline files, unknown keys, patterns. `cargo bench --bench scale` prints a table; each
//! figure is the least of several runs.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use paramgen::{
    Bound, Number, Parameter, ParameterType, Parameters, Params, Specification, Validation,
    pipeline::{self, Registry},
};

fn list(count: usize) -> Parameters {
    let parameter = |number: usize| {
        Parameter::new(format!("group{}.setting{number}", number / 10), ParameterType::Int)
            .with_default("5")
            .with_validation(Validation::Min(Bound::Number(Number::Int(1))))
    };
    (0..count).map(parameter).collect()
}

fn least(mut run: impl FnMut()) -> Duration {
    let runs = (0..7).map(|_| {
        let started = Instant::now();
        run();
        started.elapsed()
    });
    runs.min().unwrap_or_default()
}

fn row(what: &str, took: Duration, target: &str) {
    println!("| {what} | {took:.1?} | {target} |");
}

#[derive(Params)]
struct Patterns {
    #[param(regex = "^[a-z]+$")]
    word: String,
    #[param(regex = "^[a-z0-9_]{1,63}$")]
    table: String,
    #[param(regex = "^conduit_[a-z]+$")]
    slot: String,
    #[param(regex = "^(debug|info|warn)$")]
    level: String,
    #[param(regex = r"^\d{1,5}$")]
    port: String,
    #[param(regex = r"^[\w\-.]+$")]
    host: String,
    #[param(regex = "^s3://")]
    bucket: String,
    #[param(regex = "^[A-Z]{2}-[0-9]+$")]
    region: String,
    #[param(regex = "a.*z")]
    within: String,
    #[param(regex = "^[^,]*$")]
    plain: String,
}

fn patterns() {
    const CALLS: u32 = 20_000;
    let settings = [
        ("word", "hello"),
        ("table", "orders_2024_archive"),
        ("slot", "conduit_slot"),
        ("level", "info"),
        ("port", "8080"),
        ("host", "a-b.c_d"),
        ("bucket", "s3://bucket/key"),
        ("region", "EU-42"),
        ("within", "a to z"),
        ("plain", "no commas here"),
    ];
    let first = Instant::now();
    assert!(Patterns::parse(settings).is_ok());
    row("ten patterns, the first call of a process", first.elapsed(), "");
    let all = least(|| {
        for _ in 0..CALLS {
            let Ok(Patterns { word, table, slot, level, port, host, bucket, region, within, plain }) =
                Patterns::parse(black_box(settings))
            else {
                panic!("they match")
            };
            black_box((word, table, slot, level, port, host, bucket, region, within, plain));
        }
    });
    row("ten patterns and their fields", all / CALLS, "");
}

fn lists() {
    let mut last: Option<Duration> = None;
    for count in [10, 100, 1_000, 10_000] {
        let parameters = list(count);
        let setting = |number: usize| (format!("group{}.setting{number}", number / 10), "7".to_owned());
        let settings: Vec<(String, String)> = (0..count).map(setting).collect();
        let times = u32::try_from((100_000 / count).max(1)).unwrap_or(1);
        let took = least(|| (0..times).for_each(|_| assert!(parameters.check(&settings).is_ok()))) / times;
        let growth = last.map_or(String::new(), |last| {
            format!("{:.1} times a tenth of them; 12", took.as_secs_f64() / last.as_secs_f64())
        });
        row(&format!("a list of {count}, all set"), took, &growth);
        last = Some(took);
    }
    let parameters = list(1_000);
    let unknown = |number: usize| (format!("grup{number}.seting{}", number * 7), "7".to_owned());
    let settings: Vec<(String, String)> = (0..20).map(unknown).collect();
    row(
        "20 unknown keys at 1 000 names that are alike",
        least(|| assert!(parameters.check(&settings).is_err())),
        "1 ms",
    );
}

fn pipelines() {
    let registry = Registry::new().with("big", Specification::new("big").with_source(list(4_000)));
    let connector = |number: usize| {
        format!(
            "      - id: c{number}\n        type: source\n        plugin: builtin:big\n        settings:\n          group1.setting10: 3\n"
        )
    };
    let connectors: String = (0..10).map(connector).collect();
    let pipeline =
        |number: usize| format!("  - id: p{number}\n    status: running\n    connectors:\n{connectors}");
    let all: String = (0..100).map(pipeline).collect();
    let text = format!("version: \"2.2\"\npipelines:\n{all}");
    let took = least(|| drop(black_box(pipeline::check(&text, &registry))));
    row("1 000 connectors of a plugin with 4 000 parameters", took, "0.5 s");
}

fn main() {
    println!("| what | took | wanted |\n|---|---|---|");
    patterns();
    lists();
    pipelines();
}
