//! Settings, read once at the start. A wrong value stops the start with a message that says what to do.

mod map;
mod notices;
mod oidc;
mod settings;
mod sources;

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use contract::personal::Retention;
use contract::portal::PortalView;
use ipnet::IpNet;
use tracing::level_filters::LevelFilter;

use crate::oidc::OidcSettings;

pub(crate) use notices::is_guarded;
pub use notices::{MailSettings, Notices};
pub use settings::{CONFIG, Flags, SETTINGS, Scope, Setting, stray_variables};
pub use sources::{ConfigError, Source, Values};

/// What every command needs.
#[derive(Clone, Debug)]
pub struct Common {
    /// Folder for everything durable.
    pub data: PathBuf,
    /// Where requests and the directory are kept.
    pub database: Database,
    /// How much to log.
    pub log: LevelFilter,
    /// How to log.
    pub log_format: LogFormat,
}

/// Where requests and the directory are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// In an SQLite file.
    Sqlite(PathBuf),
    /// In a PostgreSQL database, by its URL.
    Postgres(String),
}

/// A URL may hold a password: the debug form shows none.
impl fmt::Debug for Database {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(to, "Sqlite({})", path.display()),
            Self::Postgres(_) => to.write_str("Postgres(…)"),
        }
    }
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For eyes.
    Text,
}

/// What the server needs besides.
#[derive(Clone, Debug)]
pub struct Serve {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The built browser app, if it is to be served.
    pub web: Option<PathBuf>,
    /// What the operator says about itself, with the promise for the first answer.
    pub portal: PortalView,
    /// How long what people wrote is kept once their request has ended.
    pub retention: Retention,
    /// Working days after which a step that is still overdue is raised to the centre above.
    pub raise_after_days: u8,
    /// Working days in which complaints are answered, as the operator promises.
    pub complaint_days: u8,
    /// What carries news to people.
    pub notices: Notices,
    /// Through whom people sign in to the desk besides, if through anybody.
    pub oidc: Option<OidcSettings>,
    /// Where evidence is kept; in a folder beside the database when unset.
    pub evidence: Option<EvidencePlace>,
    /// What applications are printed in; the font beside the program when unset.
    pub font: Option<PathBuf>,
    /// Limits on wrong access codes.
    pub locks: Locks,
    /// Limits on traffic.
    pub limits: Limits,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How long running requests may take to finish at the end.
    pub shutdown: Duration,
    /// `max-age` of `Strict-Transport-Security` in seconds, when it is sent.
    pub hsts: Option<NonZeroU32>,
}

/// Where evidence is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidencePlace {
    /// In a folder.
    Folder(PathBuf),
    /// In an S3 store, by `s3://BUCKET/FOLDER`.
    Bucket(String),
}

/// After how many wrong access codes a number or an address is locked, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Locks {
    /// Per request number.
    pub per_number: u32,
    /// Per client address.
    pub per_address: u32,
    /// How long a wrong code counts.
    pub window: Duration,
}

/// How much the server takes on.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Reads per minute and address; `None`: any number.
    pub reads: Option<NonZeroU32>,
    /// Writes and look-ups of requests per minute and address; `None`: any number.
    pub writes: Option<NonZeroU32>,
    /// Megabytes of evidence per hour and address; `None`: any number.
    pub upload_megabytes: Option<NonZeroU32>,
    /// Bytes of evidence that may wait for their requests; `None`: any number.
    pub waiting_bytes: Option<u64>,
    /// Uploads that send bytes at once.
    pub uploads: usize,
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address that is not a trusted proxy.
    pub connections_per_address: usize,
    /// Streams of news at once.
    pub streams: usize,
    /// Streams of news at once from one address.
    pub streams_per_address: usize,
    /// API requests at once.
    pub requests: usize,
    /// Longest time for an API answer.
    pub timeout: Duration,
}

impl Common {
    /// Reads the settings of every command.
    pub fn read(values: &Values) -> Result<Self, ConfigError> {
        let data = values.required("data", path)?;
        let database = values.optional("database", database)?;
        Ok(Self {
            database: database.unwrap_or_else(|| Database::Sqlite(data.join("fengqiao.db"))),
            data,
            log: values.required("log", level)?,
            log_format: values.required("log-format", log_format)?,
        })
    }
}

impl Serve {
    /// Reads the settings of the server.
    pub fn read(values: &Values) -> Result<Self, ConfigError> {
        let retention = Retention {
            withdrawn_days: values.required("keep-withdrawn-days", within(1..=36_500))?,
            declined_days: values.required("keep-declined-days", within(1..=36_500))?,
            closed_days: values.required("keep-closed-days", within(1..=36_500))?,
        };
        let notices = Notices::read(values)?;
        let oidc = oidc::read(values, &notices.portal)?;
        Ok(Self {
            listen: values.required("listen", address)?,
            web: values.optional("web", path)?,
            portal: PortalView {
                operator: values.optional("operator", text)?,
                contact: values.optional("contact", text)?,
                icp_number: values.optional("icp-number", text)?,
                public_security_number: values.optional("public-security-number", text)?,
                site_code: values.optional("site-code", text)?,
                first_contact_working_days: values
                    .required("first-contact-days", within(1..=30))?,
                retention: Some(retention),
                map: map::service(values)?,
                notices: notices.channels(),
            },
            retention,
            raise_after_days: values.required("raise-after-days", within(1..=30))?,
            complaint_days: values.required("complaint-days", within(1..=60))?,
            notices,
            oidc,
            evidence: values.optional("evidence", evidence)?,
            font: values.optional("font", path)?,
            locks: Locks {
                per_number: values.required("wrong-codes-per-number", within(1..=1000))?,
                per_address: values.required("wrong-codes-per-address", within(1..=100_000))?,
                window: values
                    .required("lock-minutes", within(1..=1440))
                    .map(|minutes: u64| Duration::from_secs(minutes * 60))?,
            },
            limits: Limits {
                reads: values.required("reads-per-minute", count)?,
                writes: values.required("writes-per-minute", count)?,
                upload_megabytes: values.required("upload-megabytes-per-hour", count)?,
                waiting_bytes: values
                    .required("waiting-megabytes", count)?
                    .map(|megabytes| u64::from(megabytes.get()) * 1024 * 1024),
                uploads: values.required("max-uploads", within(1..=10_000))?,
                connections: values.required("max-connections", within(1..=1_000_000))?,
                connections_per_address: values
                    .required("connections-per-address", within(1..=1_000_000))?,
                streams: values.required("max-streams", within(0..=1_000_000))?,
                streams_per_address: values
                    .required("streams-per-address", within(1..=1_000_000))?,
                requests: values.required("max-requests", within(1..=100_000))?,
                timeout: seconds(values, "timeout-seconds", 1..=300)?,
            },
            trusted_proxies: values
                .optional("trusted-proxies", networks)?
                .unwrap_or_default(),
            shutdown: seconds(values, "shutdown-seconds", 0..=300)?,
            hsts: values.required("hsts-seconds", count)?,
        })
    }
}

fn path(value: &str) -> Result<PathBuf, &'static str> {
    text(value).map(PathBuf::from)
}

fn text(value: &str) -> Result<String, &'static str> {
    let fine = !value.trim().is_empty() && !value.chars().any(char::is_control);
    fine.then(|| value.to_owned())
        .ok_or("a text without control characters that is not empty")
}

/// What looks like a URL is one that is known, or refused: taken for a file it would hide a mistake.
fn database(value: &str) -> Result<Database, &'static str> {
    const EXPECTED: &str = "a path of an SQLite file (sqlite:PATH, or just PATH), or postgres://USER:PASSWORD@HOST/NAME";
    text(value)?;
    let path = match value.split_once(':') {
        Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {
            return Ok(Database::Postgres(value.to_owned()));
        }
        // The slashes of a URL are no part of the path: two begin a relative one, three an absolute one.
        Some(("sqlite", path)) if !path.contains(['?', '#']) => {
            path.strip_prefix("//").unwrap_or(path)
        }
        Some((scheme, _)) if !scheme.contains('/') => return Err(EXPECTED),
        _ => value,
    };
    // SQLite knows names that are no files, such as `:memory:`.
    if path.is_empty() || path.starts_with(':') {
        return Err(EXPECTED);
    }
    Ok(Database::Sqlite(path.into()))
}

/// What looks like a URL is one that is known, or refused.
fn evidence(value: &str) -> Result<EvidencePlace, &'static str> {
    const EXPECTED: &str = "a path of a folder, or s3://BUCKET or s3://BUCKET/FOLDER";
    text(value)?;
    match value.split_once("://") {
        None => Ok(EvidencePlace::Folder(value.into())),
        Some(("s3", rest)) if !rest.starts_with('/') && !rest.is_empty() => {
            Ok(EvidencePlace::Bucket(value.to_owned()))
        }
        Some(_) => Err(EXPECTED),
    }
}

fn level(value: &str) -> Result<LevelFilter, &'static str> {
    match value {
        "error" => Ok(LevelFilter::ERROR),
        "warn" => Ok(LevelFilter::WARN),
        "info" => Ok(LevelFilter::INFO),
        "debug" => Ok(LevelFilter::DEBUG),
        _ => Err("error, warn, info or debug"),
    }
}

fn log_format(value: &str) -> Result<LogFormat, &'static str> {
    match value {
        "json" => Ok(LogFormat::Json),
        "text" => Ok(LogFormat::Text),
        _ => Err("json or text"),
    }
}

fn address(value: &str) -> Result<SocketAddr, &'static str> {
    value
        .parse()
        .map_err(|_| "an address and a port, such as 127.0.0.1:8080 or [::]:8080")
}

fn within<T: FromStr + PartialOrd + fmt::Display>(
    range: RangeInclusive<T>,
) -> impl Fn(&str) -> Result<T, String> {
    move |value| {
        value
            .parse()
            .ok()
            .filter(|number| range.contains(number))
            .ok_or_else(|| format!("a whole number from {} to {}", range.start(), range.end()))
    }
}

/// A limit of which 0 means none.
fn count(value: &str) -> Result<Option<NonZeroU32>, String> {
    within(0..=u32::MAX)(value)
        .map(NonZeroU32::new)
        .map_err(|expected| format!("{expected}; 0 for none"))
}

fn seconds(
    values: &Values,
    name: &'static str,
    range: RangeInclusive<u64>,
) -> Result<Duration, ConfigError> {
    values
        .required(name, within(range))
        .map(Duration::from_secs)
}

fn networks(value: &str) -> Result<Vec<IpNet>, &'static str> {
    value
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse()
                .or_else(|_| part.parse::<IpAddr>().map(IpNet::from))
                .map_err(
                    |_| "addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8",
                )
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../fengqiao.example.toml");

    pub(super) fn gather(
        flags: &[(&'static str, &str)],
        variables: &[(&str, &str)],
        file: &str,
    ) -> Result<Values, ConfigError> {
        let mut flags: Vec<(&'static str, String)> = flags
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        flags.push(("config", "settings.toml".to_owned()));
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Values::gather(&flags, variable, |_| Ok(file.to_owned()))
    }

    fn listen(values: Values) -> String {
        Serve::read(&values).unwrap().listen.to_string()
    }

    #[test]
    fn flags_go_before_variables_before_the_file_before_defaults() {
        let flag = [("listen", "127.0.0.1:1")];
        let variable = [("FENGQIAO_LISTEN", "127.0.0.1:2")];
        let file = "listen = \"127.0.0.1:3\"";
        assert_eq!(
            listen(gather(&flag, &variable, file).unwrap()),
            "127.0.0.1:1"
        );
        assert_eq!(listen(gather(&[], &variable, file).unwrap()), "127.0.0.1:2");
        assert_eq!(listen(gather(&[], &[], file).unwrap()), "127.0.0.1:3");
        assert_eq!(listen(gather(&[], &[], "").unwrap()), "127.0.0.1:8080");
    }

    #[test]
    fn the_example_shows_every_setting_with_its_default() {
        let values = gather(&[], &[], EXAMPLE).unwrap();
        Common::read(&values).unwrap();
        Serve::read(&values).unwrap();
        let table: toml::Table = EXAMPLE.parse().unwrap();
        for setting in SETTINGS {
            let key = setting.key();
            match setting.default {
                Some(default) => {
                    let shown = match table.get(&key).unwrap() {
                        toml::Value::String(text) => text.clone(),
                        other => other.to_string(),
                    };
                    assert_eq!(shown, default, "{key}");
                }
                None => assert!(EXAMPLE.contains(&format!("\n# {key} = ")), "{key}"),
            }
        }
        // What is commented out can be used as it stands.
        let all: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest)
                    if rest
                        .split_once(" = ")
                        .is_some_and(|(key, _)| !key.contains(' ')) =>
                {
                    rest
                }
                _ => line,
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        let values = gather(&[], &[], &all).unwrap();
        assert_eq!(Serve::read(&values).unwrap().trusted_proxies.len(), 2);
    }

    #[test]
    fn wrong_values_are_refused_by_name() {
        for setting in SETTINGS {
            let values = gather(&[(setting.name, "\u{7}")], &[], "").unwrap();
            let error = Common::read(&values)
                .map(drop)
                .and_then(|()| Serve::read(&values).map(drop))
                .unwrap_err()
                .to_string();
            assert!(error.contains(setting.name), "{error}");
            assert!(error.contains(&format!("--{}", setting.name)), "{error}");
        }
        for (name, value, expected) in [
            ("shutdown-seconds", "301", "a whole number from 0 to 300"),
            ("timeout-seconds", "0", "a whole number from 1 to 300"),
            ("lock-minutes", "1441", "a whole number from 1 to 1440"),
            ("first-contact-days", "256", "a whole number from 1 to 30"),
            (
                "reads-per-minute",
                "4294967296",
                "a whole number from 0 to 4294967295; 0 for none",
            ),
        ] {
            let values = gather(&[(name, value)], &[], "").unwrap();
            let error = Serve::read(&values).unwrap_err().to_string();
            assert!(error.ends_with(&format!("expected {expected}")), "{error}");
        }
        let error = |file: &str| gather(&[], &[], file).unwrap_err().to_string();
        assert!(error("lisen = 1").contains("there is no setting \"lisen\""));
        assert!(error("listen = { port = 1 }").contains("listen: expected"));
        assert!(error("listen").contains("settings.toml"));
    }

    #[test]
    fn a_database_is_a_file_or_a_postgresql_url_and_nothing_else() {
        let read = |value: &str| {
            let values = gather(&[("database", value)], &[], "").unwrap();
            Common::read(&values).map(|common| common.database)
        };
        for (value, path) in [
            ("f.db", "f.db"),
            ("./data:1/f.db", "./data:1/f.db"),
            ("/var/lib/f.db", "/var/lib/f.db"),
            ("sqlite:f.db", "f.db"),
            ("sqlite://data/f.db", "data/f.db"),
            ("sqlite:///var/lib/f.db", "/var/lib/f.db"),
            ("sqlite:/var/lib/f.db", "/var/lib/f.db"),
        ] {
            assert_eq!(
                read(value).unwrap(),
                Database::Sqlite(path.into()),
                "{value}"
            );
        }
        for value in ["postgres://u:p@h/d", "postgresql://h/d?sslmode=require"] {
            assert_eq!(read(value).unwrap(), Database::Postgres(value.to_owned()));
        }
        for value in [
            "mysql://h/d",
            "postgres:h/d",
            "Postgres://h/d",
            "postgress://u:secret@h/d",
            "file:f.db",
            "sqlite:",
            "sqlite://",
            "sqlite://f.db?mode=ro",
            "sqlite::memory:",
            ":memory:",
        ] {
            let error = read(value).unwrap_err().to_string();
            assert!(error.contains("postgres://USER"), "{value}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
        let values = gather(&[("data", "d")], &[], "").unwrap();
        let default = Common::read(&values).unwrap().database;
        assert_eq!(default, Database::Sqlite("d/fengqiao.db".into()));
        let shown = format!("{:?}", read("postgres://u:secret@h/d").unwrap());
        assert!(!shown.contains("secret"), "{shown}");
    }

    #[test]
    fn variables_that_are_no_settings_are_told() {
        let told = |names: &[&str]| stray_variables(names.iter().map(|&name| name.to_owned()));
        let known: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        assert_eq!(told(&known), [""; 0]);
        assert_eq!(told(&["FENGQIAO_CONFIG", "PATH", "FENGQIAO"]), [""; 0]);
        let ignored = "is no setting and is ignored";
        assert_eq!(
            told(&[
                "FENGQIAO_LISEN",
                "FENGQIAO_TRUSTED_PROXYS",
                "FENGQIAO_CACHE"
            ]),
            [
                format!(
                    "the environment variable FENGQIAO_LISEN {ignored}; did you mean FENGQIAO_LISTEN?"
                ),
                format!(
                    "the environment variable FENGQIAO_TRUSTED_PROXYS {ignored}; did you mean FENGQIAO_TRUSTED_PROXIES?"
                ),
                format!("the environment variable FENGQIAO_CACHE {ignored}"),
            ]
        );
    }

    #[test]
    fn a_password_in_the_database_url_is_not_shown() {
        let values = gather(&[("database", "postgres://u:secret\u{7}@h/d")], &[], "").unwrap();
        let error = Common::read(&values).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
}
