//! `run`: pipelines without an engine.

mod progress;
mod told;

use std::{path::Path, sync::Arc, time::Duration};

use annotate_snippets::Level;
use cargo_paramgen::{
    build::{self, BuildError},
    run::{
        self as engine, Builtin, Counts, NackFile, Part, Plan, Programs, Setup, StateFile, Stop, WireFile,
    },
};
use paramgen::pipeline::{self, PluginName, Registry};
use progress::Progress;
use tokio::task::JoinSet;
use told::{Told, say};

use super::{build_failure, check, interrupted::Signals, options, read_text, shown};
use crate::{Done, Outcome, args::RunArgs, excerpt::one_line, failure::Failure, show};

/// What is said first.
const WHAT_IT_IS: &str = "run is for trying connectors, and no engine: pipelines in earnest run on Conduit";
/// How often the progress is said.
const TICK: Duration = Duration::from_secs(1);

/// Runs the pipelines of a file.
pub(crate) fn run(args: &RunArgs) -> Result<Done, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let mut signals = Signals::watch();
        // Until records move, a signal ends it at once.
        let (plans, setup) = tokio::select! {
            prepared = prepare(args) => match prepared? {
                Ok(prepared) => prepared,
                Err(findings) => return Ok(findings),
            },
            () = signals.came() => return Ok(Done { text: String::new(), outcome: Outcome::Interrupted }),
        };
        Ok(move_all(plans, setup, args, signals).await)
    })
}

/// What is to run; else what `check` finds wrong with it.
async fn prepare(args: &RunArgs) -> Result<Result<(Vec<Plan>, Setup), Done>, Failure> {
    let text = read_text(&args.pipeline)?;
    let pipelines = chosen(pipeline::read(&text, |name| std::env::var(name).ok()), args)?;
    let programs = programs(&pipelines, args).await?;
    if let Some(findings) = refused(&text, &programs, args) {
        return Ok(Err(findings));
    }
    let mut plans = Vec::new();
    let mut errors = Vec::new();
    for pipeline in &pipelines {
        match engine::plan(pipeline, &programs) {
            Ok(plan) => plans.push(plan),
            Err(failed) => errors.extend(failed),
        }
    }
    if !errors.is_empty() {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        return Err(Failure::help(lines.join("\n"), where_programs_are(&programs, args)));
    }
    let setup = setup(args, &plans)?;
    say(Level::NOTE, WHAT_IT_IS);
    for plan in &plans {
        say_plan(plan);
    }
    Ok(Ok((plans, setup)))
}

/// The pipelines that are to run.
fn chosen(pipelines: Vec<pipeline::Pipeline>, args: &RunArgs) -> Result<Vec<pipeline::Pipeline>, Failure> {
    let file = shown(&args.pipeline);
    if let Some(name) = args.only.iter().find(|name| pipelines.iter().all(|pipeline| pipeline.id != **name)) {
        let ids: Vec<String> = pipelines.iter().map(|pipeline| one_line(&pipeline.id)).collect();
        return Err(Failure::help(
            format!("there is no pipeline {:?} in {file}", one_line(name)),
            format!("its pipelines are {}", ids.join(", ")),
        ));
    }
    let is_chosen = |pipeline: &pipeline::Pipeline| {
        if args.only.is_empty() { !pipeline.is_stopped } else { args.only.contains(&pipeline.id) }
    };
    let (chosen, others): (Vec<_>, Vec<_>) = pipelines.into_iter().partition(is_chosen);
    if args.only.is_empty() {
        for pipeline in &others {
            let id = one_line(&pipeline.id);
            say(
                Level::NOTE,
                &format!("{id}: not run, as the file says that it is stopped; --only {id} runs it"),
            );
        }
    }
    if chosen.is_empty() {
        return Err(Failure::help(
            format!("there is no pipeline to run in {file}"),
            "`cargo paramgen check` says what is in it",
        ));
    }
    Ok(chosen)
}

/// The programs of the folders, and of the package here where a plugin is not among them.
async fn programs(pipelines: &[pipeline::Pipeline], args: &RunArgs) -> Result<Programs, Failure> {
    let mut programs = Programs::default();
    for folder in &args.connectors {
        programs.add_folder(folder).await.map_err(|error| Failure::read(folder, &error))?;
    }
    let connectors = pipelines.iter().flat_map(|pipeline| &pipeline.connectors);
    let is_missing = |plugin: &str| {
        let name = PluginName::of(plugin);
        let is_builtin = name.kind != Some("standalone") && Builtin::of(name.name).is_some();
        name.kind != Some("builtin") && !is_builtin && programs.get(name.name, name.version).is_none()
    };
    if connectors.map(|connector| connector.plugin.as_str()).any(is_missing) {
        match build::find(&options(&args.package)) {
            Ok(package) => {
                let built = build::build(&package, &options(&args.package)).map_err(build_failure)?;
                for program in built.linked {
                    programs.add(program).await;
                }
            }
            // There may be no package here, unless one is named; that a program is missing is said later.
            Err(BuildError::Metadata(_) | BuildError::WhichPackage(_)) if !args.package.is_named() => {}
            Err(error) => return Err(build_failure(error)),
        }
    }
    for (path, why) in &programs.passed_over {
        say(Level::WARNING, &format!("{} is passed over: {}", shown(path), one_line(why)));
    }
    Ok(programs)
}

/// What `check` finds, where it finds an error.
fn refused(text: &str, programs: &Programs, args: &RunArgs) -> Option<Done> {
    let mut registry = Registry::new();
    for builtin in Builtin::ALL {
        registry.insert(builtin.name(), builtin.specification());
    }
    for (name, program) in programs.iter() {
        registry.insert(name, program.specification.clone());
    }
    let report = pipeline::check(text, &registry).without_skipped();
    if report.findings().is_empty() {
        return None;
    }
    let is_refused = report.has_errors();
    let findings = check::findings_of(&args.pipeline, text, &report);
    if is_refused {
        return Some(Done::findings(findings));
    }
    show::to_stderr(&findings);
    None
}

fn where_programs_are(programs: &Programs, args: &RunArgs) -> String {
    let known: Vec<String> = programs.iter().map(|(name, _)| one_line(name)).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    let how = if args.connectors.is_empty() {
        "name the folder of compiled connectors by --connectors, or run this in the connector's package"
    } else {
        "see that its program is in the folder of --connectors"
    };
    format!("{how}; programs found: {known}")
}

fn setup(args: &RunArgs, plans: &[Plan]) -> Result<Setup, Failure> {
    let beside = |extension: &str| args.pipeline.with_extension(extension);
    let state = args.state.clone().unwrap_or_else(|| beside("state.json"));
    let nacks = args.nacks.clone().unwrap_or_else(|| beside("nacks.jsonl"));
    let state = read_state(&state)?;
    if args.fresh {
        for plan in plans {
            state.forget(plan);
        }
    }
    let wire = match &args.wire {
        Some(path) => Some(WireFile::create(path).map_err(|error| Failure::write(path, &error))?),
        None => None,
    };
    let events = Told::new(args.log_level);
    Ok(Setup {
        state: Arc::new(state),
        nacks: Arc::new(NackFile::new(nacks)),
        wire,
        log_level: args.log_level.name().to_owned(),
        keeps_going: args.keep_going,
        events: Arc::new(move |event| events.tell(&event)),
    })
}

fn read_state(path: &Path) -> Result<StateFile, Failure> {
    StateFile::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => Failure::help(
            format!("cannot read the state in {}: {error}", shown(path)),
            "give another --state, or move that file away to begin anew",
        ),
        std::io::ErrorKind::WouldBlock => Failure::help(
            format!("another run uses the state in {}", shown(path)),
            "end that one first, or give another --state",
        ),
        // What is missing is the folder of the file.
        std::io::ErrorKind::NotFound => Failure::write(path, &error),
        _ => Failure::read(path, &error),
    })
}

/// Moves the records of all pipelines until they end, or are asked to.
async fn move_all(plans: Vec<Plan>, setup: Setup, args: &RunArgs, mut signals: Signals) -> Done {
    let mut stops = Vec::new();
    let mut tasks = JoinSet::new();
    let mut counts = Vec::new();
    for plan in plans {
        let id = one_line(&plan.id);
        let own = Arc::new(Counts::default());
        counts.push((id, Arc::clone(&own)));
        let (setup, stop, most) = (setup.clone(), Stop::default(), args.records);
        stops.push(stop.clone());
        tasks.spawn(engine::run(plan, setup, own, stop, most));
    }
    let mut progress = Progress::new(&counts);
    let mut tick = tokio::time::interval(TICK);
    tick.tick().await;
    let mut is_failed = false;
    let mut is_stopping = false;
    loop {
        tokio::select! {
            ended = tasks.join_next() => match ended {
                None => break,
                Some(Ok(Ok(()))) => {}
                Some(Ok(Err(failure))) => {
                    is_failed = true;
                    say(Level::ERROR, &failure.to_string());
                }
                Some(Err(error)) => {
                    is_failed = true;
                    say(Level::ERROR, &error.to_string());
                }
            },
            _ = tick.tick() => {
                progress.say();
                if args.idle.is_some_and(|idle| progress.idle() >= Duration::from_secs_f64(idle)) {
                    stops.iter().for_each(Stop::ask);
                }
            }
            () = signals.came() => {
                if is_stopping {
                    // What runs is dropped, and killed by that.
                    say(Level::WARNING, "ended at once: what was not acked comes again");
                    return Done { text: String::new(), outcome: Outcome::Interrupted };
                }
                is_stopping = true;
                stops.iter().for_each(Stop::ask);
                say(Level::NOTE, "stopping: what was read is still written; once more ends at once");
            }
        }
    }
    let mut nacked = 0;
    for (id, counts) in &counts {
        nacked += counts.nacked();
        show::to_stderr(&format!(
            "{id}: {} records read, {} written, {} refused, {} retries\n",
            counts.read(),
            counts.written(),
            counts.nacked(),
            counts.retried()
        ));
    }
    if nacked > 0 {
        show::to_stderr(&format!("the refused records are in {}\n", shown(setup.nacks.path())));
    }
    show::to_stderr(&format!("where sources go on is in {}\n", shown(setup.state.path())));
    if is_failed || nacked > 0 { Done::findings(String::new()) } else { Done::clean(String::new()) }
}

fn say_plan(plan: &Plan) {
    let by = |part: &Part| match part {
        Part::Builtin(builtin) => format!("builtin:{}", builtin.name()),
        Part::Program(path) => shown(path),
    };
    for connector in plan.sources.iter().chain(&plan.destinations) {
        show::to_stderr(&format!("{} is {}\n", one_line(&connector.id), by(&connector.part)));
    }
}
