//! What the command line asks for.

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::prelude::*;

/// Shown by `cargo xtask help`.
pub(crate) const HELP: &str = "\
cargo xtask TASK

  run [--port 8080] [--data DIR] [--release | --dev] [--demo]
                    set up, build and serve the portal at http://127.0.0.1:8080
                    --data DIR   where requests and the directory are kept (default: ./data)
                    --release    optimised, as it is deployed (this is the default)
                    --dev        unoptimised, and built again on every change
                    --demo       with sample cases, each marked as one, in ./demo; begun anew each time
  test [--suite NAME]
                    set up and run all tests, or one suite: fmt, clippy, deny, unit, wire, api,
                    store, crash, size, e2e (e2e-chromium, e2e-firefox, e2e-webkit)
  bench             how fast the server answers, and what it needs
  bench find        how fast an organization is found among up to a million, beside PostGIS
  bench queue       how a desk works with a queue of 100,000 cases, and what 5,000 pages cost that are told
                    of news at once
  bench load        how the portal loads on a slow phone
  bench paint       how soon results are on the screen of a slow phone, and how typing goes there
  fuzz [--seconds 60]
                    look for what somebody could send that breaks the search, the uploads or the
                    reading of drafts, so long for each of the four
  screenshots       every page and state as a picture, into ./screenshots
  size              what the first load weighs
  build [--app | --server]
                    set up and build both halves, or one
  help              this text

Everything that is installed goes to ~/.cache/fengqiao (FENGQIAO_CACHE names another folder),
except for system packages.
";

/// A task with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Show the help text.
    Help,
    /// Build.
    Build(Halves),
    /// Run the tests.
    Test {
        /// Only this suite.
        suite: Option<String>,
    },
    /// Measure.
    Bench(Bench),
    /// Look for inputs that break something.
    Fuzz {
        /// How long for each question.
        seconds: u32,
    },
    /// Take pictures of every page and state.
    Screenshots,
    /// Show the weight of the built app.
    Size,
    /// Build and serve.
    Run(Run),
}

/// What to measure.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Bench {
    /// The server's answers.
    Service,
    /// Finding an organization in large directories.
    Find,
    /// Working with a long queue of cases, and telling many of news.
    Queue,
    /// The first visit on a slow phone.
    Load,
    /// Results and typing on a slow phone.
    Paint,
}

/// What to build.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Halves {
    /// The browser app.
    pub app: bool,
    /// The server.
    pub server: bool,
}

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// The port on 127.0.0.1.
    pub port: u16,
    /// Where requests and the directory are kept; `./data` in the clone unless named.
    pub data: Option<PathBuf>,
    /// Unoptimised app, built again on every change.
    pub dev: bool,
    /// With sample cases, in a folder of their own.
    pub demo: bool,
}

/// Reads the command line.
pub(crate) fn parse(mut arguments: lexopt::Parser) -> Result<Task> {
    let name = match arguments.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Task::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "help" => Ok(Task::Help),
        "run" => run(arguments),
        "test" => test(arguments),
        "bench" => bench(arguments),
        "fuzz" => fuzz(arguments),
        "screenshots" => last(Task::Screenshots, arguments),
        "size" => last(Task::Size, arguments),
        "build" => build(arguments),
        _ => bail!("there is no task {name:?}; `cargo xtask help` lists them"),
    }
}

fn run(mut arguments: lexopt::Parser) -> Result<Task> {
    let mut run = Run {
        port: 8080,
        data: None,
        dev: false,
        demo: false,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => run.port = arguments.value()?.parse()?,
            Long("data") => run.data = Some(arguments.value()?.into()),
            Long("dev") => run.dev = true,
            Long("release") => run.dev = false,
            Long("demo") => run.demo = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Run(run))
}

fn bench(mut arguments: lexopt::Parser) -> Result<Task> {
    match arguments.next()? {
        None => Ok(Task::Bench(Bench::Service)),
        Some(Value(name)) if name == "find" => last(Task::Bench(Bench::Find), arguments),
        Some(Value(name)) if name == "queue" => last(Task::Bench(Bench::Queue), arguments),
        Some(Value(name)) if name == "load" => last(Task::Bench(Bench::Load), arguments),
        Some(Value(name)) if name == "paint" => last(Task::Bench(Bench::Paint), arguments),
        Some(other) => Err(other.unexpected().into()),
    }
}

/// The task, which takes nothing more.
fn last(task: Task, mut arguments: lexopt::Parser) -> Result<Task> {
    match arguments.next()? {
        None => Ok(task),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn test(mut arguments: lexopt::Parser) -> Result<Task> {
    let mut suite = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("suite") => suite = Some(arguments.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Test { suite })
}

fn fuzz(mut arguments: lexopt::Parser) -> Result<Task> {
    let mut seconds = 60;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("seconds") => seconds = arguments.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Fuzz { seconds })
}

fn build(mut arguments: lexopt::Parser) -> Result<Task> {
    let mut only = None;
    while let Some(argument) = arguments.next()? {
        only = Some(match argument {
            Long("app") => Halves {
                app: true,
                server: false,
            },
            Long("server") => Halves {
                app: false,
                server: true,
            },
            other => return Err(other.unexpected().into()),
        });
    }
    Ok(Task::Build(only.unwrap_or(Halves {
        app: true,
        server: true,
    })))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Task> {
        parse(lexopt::Parser::from_args(words))
    }

    #[test]
    fn run_has_defaults_and_takes_options() {
        let plain = Run {
            port: 8080,
            data: None,
            dev: false,
            demo: false,
        };
        assert_eq!(read(&["run"]).unwrap(), Task::Run(plain));
        let chosen = Run {
            port: 9000,
            data: Some("d".into()),
            dev: true,
            demo: false,
        };
        assert_eq!(
            read(&["run", "--port=9000", "--data", "d", "--dev"]).unwrap(),
            Task::Run(chosen)
        );
    }

    #[test]
    fn fuzzing_takes_its_time() {
        assert_eq!(read(&["fuzz"]).unwrap(), Task::Fuzz { seconds: 60 });
        let longer = read(&["fuzz", "--seconds", "180"]).unwrap();
        assert_eq!(longer, Task::Fuzz { seconds: 180 });
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(read(&["fly"]).is_err());
        assert!(read(&["run", "--fast"]).is_err());
        assert!(read(&["run", "--port", "x"]).is_err());
        assert_eq!(read(&[]).unwrap(), Task::Help);
    }
}
