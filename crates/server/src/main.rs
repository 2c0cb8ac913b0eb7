//! The command line: reads it and hands over to the commands.

mod commands;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use fengqiao::config::Flags;
use fengqiao::telemetry;
use mimalloc::MiMalloc;

/// Every answer is put together in memory of its own: with the system's allocator, busy searches were a tenth slower.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Fengqiao (枫桥): a portal for settling disputes without a lawsuit. One program, one folder of data.
///
/// Settings come from flags, then from environment variables, then from the file named by --config,
/// then from defaults.
#[derive(Parser)]
#[command(name = "fengqiao", version, max_term_width = 100)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal and its API. The first start fills the directory with the bundled public data.
    Serve {
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Fill an empty store with sample cases, each marked as one, so that every page can be seen alive.
    Demo {
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Bring organizations into the directory from CSV or XLSX files: all or nothing.
    ///
    /// CSV in UTF-8 or GB18030, headers in Chinese or English, in any order. A running server shows the
    /// new directory within seconds.
    Import {
        /// The files; together they are one import.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only check and report.
        #[arg(long)]
        dry_run: bool,
        /// Import the good rows although there are bad ones.
        #[arg(long)]
        skip_bad_rows: bool,
        /// The files are the whole directory: what they do not name is no longer found.
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Write the directory as CSV that import reads back.
    Export {
        /// Where to; standard output when left out.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Tokens for organizations' staff; and their work, for operators without another interface.
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Who signs in at a desk, under /desk/.
    Account {
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// Keep what people wrote in a request beyond its days, because the law asks for it.
    Hold {
        #[command(subcommand)]
        command: HoldCommand,
    },
    /// Erase what was kept for as long as the settings say. A running server does so by itself.
    ///
    /// Number, organization, field, dates and status of a request stay. Requests that are held or go on are left
    /// alone.
    Anonymize {
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Change the keys that what people wrote is sealed under, while servers run.
    ///
    /// Only data keys change. The lookup key cannot: access codes follow from it, and the hashes of codes, staff
    /// tokens and idempotency keys in the database can only be found again under the key that made them. It opens no
    /// text: whoever learns it can only check guesses against hashes in a copy of the database.
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// What could not be told to people by e-mail or SMS.
    Notices {
        #[command(subcommand)]
        command: NoticesCommand,
    },
    /// Words of ratings that may be published, where there is no centre to look whether they hold personal data.
    Ratings {
        #[command(subcommand)]
        command: RatingsCommand,
    },
    /// Copy the SQLite database into a new file while the server goes on.
    ///
    /// Keep the file `keys` of the data folder too, but elsewhere: without it nothing that people wrote
    /// can be read. For PostgreSQL, use its own tools.
    Backup {
        /// The new file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Check that settings, keys and store are sound, and say so.
    Check {
        #[command(flatten)]
        flags: Flags<true>,
    },
}

#[derive(Subcommand)]
enum HoldCommand {
    /// Hold a request: neither its owner nor time erases it.
    Set {
        /// Its number.
        number: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Lift a hold: what is overdue by then is erased soon.
    Lift {
        /// Its number.
        number: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Add a data key. Texts are sealed under it from now on; older keys still open what they sealed.
    ///
    /// With PostgreSQL it is used only after an hour, in which the key file must get to every copy of the server.
    Rotate {
        /// In how many minutes it is used.
        #[arg(long, value_name = "MINUTES")]
        after_minutes: Option<u32>,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Seal everything under the data key in use. Broken off, it goes on where it ended.
    Reseal {
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Take a data key out of use. Refused while anything is sealed under it.
    Retire {
        /// Its number.
        key: u32,
        #[command(flatten)]
        flags: Flags<true>,
    },
}

#[derive(Subcommand)]
enum NoticesCommand {
    /// List what was given up, latest first, with the reason.
    Dead {
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Try again what was given up; a running server does so within seconds.
    Retry {
        /// Only news of the request with this number.
        number: Option<String>,
        #[command(flatten)]
        flags: Flags<false>,
    },
}

#[derive(Subcommand)]
enum RatingsCommand {
    /// List words that wait for a decision because no centre is above who was rated, oldest first, as JSON.
    List {
        /// Those that everybody sees instead, whoever decided, the latest first.
        #[arg(long)]
        shown: bool,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Let everybody see words: they hold no personal data.
    Show {
        /// Their id, as listed.
        words: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Do not let everybody see words, or no longer: they hold personal data. There is no other ground.
    Hide {
        /// Their id, as listed.
        words: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
}

#[derive(Subcommand)]
enum AccountCommand {
    /// Add an account. Its password is printed once and kept only as a hash.
    Add {
        /// What it signs in with.
        login: String,
        /// Whose it is, as colleagues and applicants read it.
        #[arg(long, value_name = "NAME")]
        name: String,
        /// What it is there for: mediator, lead, centre or auditor.
        #[arg(long, value_name = "ROLE")]
        role: String,
        /// Id of its organization.
        #[arg(long, value_name = "ID")]
        organization: String,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// List all accounts, by organization and name.
    List {
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Give an account another password, without its second factor, and end its sessions.
    Reset {
        /// What it signs in with.
        login: String,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Let somebody at the identity provider sign in with an account: one person, one account.
    ///
    /// The provider is the one that the settings name, as for the server.
    Link {
        /// What the account signs in with.
        login: String,
        /// What the provider calls them (its claim `sub`).
        #[arg(long, value_name = "SUBJECT")]
        subject: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Take that away; the account's sessions end at once. Its password stays.
    Unlink {
        /// What the account signs in with.
        login: String,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Disable an account; its sessions end at once.
    Disable {
        /// What it signs in with.
        login: String,
        #[command(flatten)]
        flags: Flags<false>,
    },
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Issue a token. It is printed once and kept only as a keyed hash.
    Token {
        /// Id of the organization it acts for.
        #[arg(long, value_name = "ID")]
        organization: String,
        /// Whose it is, to recognize it in the list.
        #[arg(long, value_name = "NAME")]
        name: String,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// List all tokens, newest first.
    List {
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// Revoke a token; it stops working at once.
    Revoke {
        /// Id of the token, as listed.
        id: String,
        #[command(flatten)]
        flags: Flags<false>,
    },
    /// List an organization's requests, oldest first.
    Queue {
        /// Id of the organization.
        #[arg(long, value_name = "ID")]
        organization: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Show a request as JSON, with the moves that are possible now.
    Open {
        /// Its number.
        number: String,
        /// Id of the organization that has it.
        #[arg(long, value_name = "ID")]
        organization: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Move a request on: ask for more, decline, accept, invite, schedule, record the outcome, close.
    ///
    /// The move is JSON as the API takes it (StaffMove in /api/v1/openapi.json), for example
    /// '{"move":"accept"}' or '{"move":"ask-for-more","note":"请补一张工资条"}'.
    Move {
        /// The request's number.
        number: String,
        /// The move.
        #[arg(value_name = "JSON")]
        body: String,
        /// Id of the organization that has it.
        #[arg(long, value_name = "ID")]
        organization: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Show what to hand over to the other side of a request, once they are invited, as JSON.
    Invitation {
        /// The request's number.
        number: String,
        /// Id of the organization that has it.
        #[arg(long, value_name = "ID")]
        organization: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// List open reports that an entry of the directory is wrong, oldest first, as JSON.
    Reports {
        /// Only those about this organization.
        #[arg(long, value_name = "ID")]
        organization: Option<String>,
        #[command(flatten)]
        flags: Flags<true>,
    },
    /// Settle a report: it is no longer listed, and the reporter's words are deleted.
    Settle {
        /// Id of the report, as listed.
        report: String,
        #[command(flatten)]
        flags: Flags<true>,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match CommandLine::parse().command {
        Command::Serve { flags } => commands::serve::run(&flags).await,
        Command::Import {
            files,
            dry_run,
            skip_bad_rows,
            replace,
            flags,
        } => {
            let options = fengqiao::import::Options {
                skip_bad_rows,
                replace,
            };
            if dry_run {
                commands::import::dry_run(&flags, &files, options).await
            } else {
                commands::import::run(&flags, &files, options).await
            }
        }
        Command::Demo { flags } => commands::demo::run(&flags).await,
        Command::Export { file, flags } => commands::export::run(&flags, file.as_deref()).await,
        Command::Staff { command } => match command {
            StaffCommand::Token {
                organization,
                name,
                flags,
            } => commands::staff::issue(&flags, &organization, &name).await,
            StaffCommand::List { flags } => commands::staff::list(&flags).await,
            StaffCommand::Revoke { id, flags } => commands::staff::revoke(&flags, &id).await,
            StaffCommand::Queue {
                organization,
                flags,
            } => commands::staff::queue(&flags, &organization).await,
            StaffCommand::Open {
                number,
                organization,
                flags,
            } => commands::staff::open(&flags, &organization, &number).await,
            StaffCommand::Move {
                number,
                body,
                organization,
                flags,
            } => commands::staff::make_move(&flags, &organization, &number, &body).await,
            StaffCommand::Invitation {
                number,
                organization,
                flags,
            } => commands::staff::invitation(&flags, &organization, &number).await,
            StaffCommand::Reports {
                organization,
                flags,
            } => commands::staff::reports(&flags, organization.as_deref()).await,
            StaffCommand::Settle { report, flags } => {
                commands::staff::settle(&flags, &report).await
            }
        },
        Command::Account { command } => match command {
            AccountCommand::Add {
                login,
                name,
                role,
                organization,
                flags,
            } => commands::account::add(&flags, &login, &name, &role, &organization).await,
            AccountCommand::List { flags } => commands::account::list(&flags).await,
            AccountCommand::Reset { login, flags } => {
                commands::account::reset(&flags, &login).await
            }
            AccountCommand::Link {
                login,
                subject,
                flags,
            } => commands::account::link(&flags, &login, &subject).await,
            AccountCommand::Unlink { login, flags } => {
                commands::account::unlink(&flags, &login).await
            }
            AccountCommand::Disable { login, flags } => {
                commands::account::disable(&flags, &login).await
            }
        },
        Command::Hold { command } => match command {
            HoldCommand::Set { number, flags } => {
                commands::personal::hold(&flags, &number, true).await
            }
            HoldCommand::Lift { number, flags } => {
                commands::personal::hold(&flags, &number, false).await
            }
        },
        Command::Anonymize { flags } => commands::personal::anonymize(&flags).await,
        Command::Keys { command } => match command {
            KeysCommand::Rotate {
                after_minutes,
                flags,
            } => commands::keys::rotate(&flags, after_minutes).await,
            KeysCommand::Reseal { flags } => commands::keys::reseal(&flags).await,
            KeysCommand::Retire { key, flags } => commands::keys::retire(&flags, key).await,
        },
        Command::Notices { command } => match command {
            NoticesCommand::Dead { flags } => commands::notices::dead(&flags).await,
            NoticesCommand::Retry { number, flags } => {
                commands::notices::retry(&flags, number.as_deref()).await
            }
        },
        Command::Ratings { command } => match command {
            RatingsCommand::List { shown, flags } => commands::ratings::list(&flags, shown).await,
            RatingsCommand::Show { words, flags } => {
                commands::ratings::decide(&flags, &words, true).await
            }
            RatingsCommand::Hide { words, flags } => {
                commands::ratings::decide(&flags, &words, false).await
            }
        },
        Command::Backup { file, flags } => commands::backup::run(&flags, &file).await,
        Command::Check { flags } => commands::check::run(&flags).await,
    };
    outcome.unwrap_or_else(|error| {
        let text = telemetry::explain(error.as_ref());
        let _ = writeln!(std::io::stderr(), "fengqiao: {text}");
        ExitCode::FAILURE
    })
}
