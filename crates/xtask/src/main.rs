//! `cargo xtask`: set-up and tasks, so that two commands are enough to run and to test the portal.
#![allow(
    clippy::print_stdout,
    reason = "tasks talk to the person who started them"
)]

mod bench;
mod build;
mod fuzz;
mod options;
mod paths;
mod run;
mod screenshots;
mod setup;
mod shell;
mod size;
mod test;
mod tests_package;

use std::process::ExitCode;

use options::Task;
use paths::Paths;

fn main() -> ExitCode {
    let outcome = options::parse(lexopt::Parser::from_env()).and_then(|task| perform(&task));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &Task) -> anyhow::Result<ExitCode> {
    let paths = Paths::new();
    std::fs::create_dir_all(&paths.cache)?;
    match task {
        Task::Help => print!("{}", options::HELP),
        Task::Build(halves) => {
            if halves.app {
                build::app(&paths)?;
            }
            if halves.server {
                build::server(&paths)?;
            }
        }
        Task::Test { suite } => return test::test(&paths, suite.as_deref()),
        Task::Bench(options::Bench::Service) => return bench::service::service(&paths),
        Task::Bench(options::Bench::Find) => return bench::service::find(&paths),
        Task::Bench(options::Bench::Queue) => return bench::service::queue(&paths),
        Task::Bench(options::Bench::Load) => return bench::load::load(&paths),
        Task::Bench(options::Bench::Paint) => return bench::paint::paint(&paths),
        Task::Fuzz { seconds } => return fuzz::fuzz(&paths, *seconds),
        Task::Screenshots => return screenshots::screenshots(&paths),
        Task::Size => size::Sizes::measure(&paths.dist)?.print(),
        Task::Run(options) => run::run(&paths, options)?,
    }
    Ok(ExitCode::SUCCESS)
}
