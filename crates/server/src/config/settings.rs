//! The one list of settings: names, words and defaults. Flags, environment, file and help all come
//! from it.

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

/// Which commands a setting concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every command.
    Common,
    /// Only `serve`.
    Serve,
}

/// A setting. Its flag is `--name`, its variable `FENGQIAO_NAME`, its key in the file `name`
/// (with underscores).
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Name as in the flag.
    pub name: &'static str,
    /// What the value is, for the help text.
    pub value: &'static str,
    /// What it does.
    pub about: &'static str,
    /// The default; `None` when it may stay unset.
    pub default: Option<&'static str>,
    /// Whom it concerns.
    pub scope: Scope,
}

const fn setting(
    scope: Scope,
    name: &'static str,
    value: &'static str,
    default: Option<&'static str>,
    about: &'static str,
) -> Setting {
    Setting {
        name,
        value,
        about,
        default,
        scope,
    }
}

/// Every setting, in the order of the help text.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    setting(Scope::Common, "data", "DIR", Some("./data"),
        "Folder for everything durable: the database, the keys and the evidence. Created when missing"),
    setting(Scope::Common, "database", "URL", None,
        "Where requests and the directory are kept: a path of an SQLite file, or postgres://USER:PASSWORD@HOST/NAME. Unset: fengqiao.db in the data folder"),
    setting(Scope::Common, "log", "LEVEL", Some("info"),
        "How much to log: error, warn, info or debug"),
    setting(Scope::Common, "log-format", "FORMAT", Some("json"),
        "How to log: json (one object a line) or text"),
    setting(Scope::Serve, "listen", "ADDRESS", Some("127.0.0.1:8080"),
        "Address and port to listen on"),
    setting(Scope::Serve, "web", "DIR", None,
        "Folder of the built browser app (dist). Unset: only the API is served"),
    setting(Scope::Serve, "first-contact-days", "DAYS", Some("1"),
        "Working days in which organizations promise their first answer, 1 to 30"),
    setting(Scope::Serve, "raise-after-days", "DAYS", Some("2"),
        "Working days after which a step that is still overdue is raised to the centre above the organization, 1 to 30"),
    setting(Scope::Serve, "complaint-days", "DAYS", Some("10"),
        "Working days in which complaints about how a case was handled are answered, as the operator promises, 1 to 60"),
    setting(Scope::Serve, "keep-withdrawn-days", "DAYS", Some("30"),
        "Days after which what people wrote in a request that they took back is erased, 1 to 36500"),
    setting(Scope::Serve, "keep-declined-days", "DAYS", Some("180"),
        "Days after which what people wrote in a request that was not accepted is erased, 1 to 36500"),
    setting(Scope::Serve, "keep-closed-days", "DAYS", Some("1095"),
        "Days after which what people wrote in a closed case is erased, 1 to 36500. Ask the archive authority what must be kept longer"),
    setting(Scope::Serve, "operator", "TEXT", None,
        "Who runs the portal (主办单位), for the footer"),
    setting(Scope::Serve, "contact", "TEXT", None,
        "How to reach the operator about personal data"),
    setting(Scope::Serve, "icp-number", "TEXT", None,
        "ICP filing number (ICP 备案号)"),
    setting(Scope::Serve, "public-security-number", "TEXT", None,
        "Public security filing number (公安备案号)"),
    setting(Scope::Serve, "site-code", "TEXT", None,
        "Government site code (网站标识码)"),
    setting(Scope::Serve, "map-tiles", "URL", None,
        "Tiles of an approved map service, such as https://t{s}.example.cn/{z}/{x}/{y}.png. With map-crs, map-approval-number and map-attribution; unset: no maps. Tiles are asked for without a Referer"),
    setting(Scope::Serve, "map-subdomains", "NAMES", None,
        "What {s} in map-tiles may be, separated by commas, such as 0,1,2,3"),
    setting(Scope::Serve, "map-crs", "SYSTEM", None,
        "Coordinates that the tiles are drawn in: wgs84 (also for CGCS2000) or gcj02"),
    setting(Scope::Serve, "map-approval-number", "TEXT", None,
        "Approval number of the map (审图号), shown with it"),
    setting(Scope::Serve, "map-attribution", "TEXT", None,
        "Whose map it is, shown with it"),
    setting(Scope::Serve, "evidence", "PLACE", None,
        "Where evidence is kept: a folder, or s3://BUCKET/FOLDER with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, for stores that are not Amazon's, AWS_ENDPOINT in the environment. Unset: evidence in the data folder"),
    setting(Scope::Serve, "font", "FILE", None,
        "Font with Chinese that applications are printed in and that goes along in each of them. Unset: NotoSerifSC-Regular.ttf beside the program, where the build puts it"),
    setting(Scope::Serve, "public-url", "URL", None,
        "Address of the portal as people reach it, such as https://portal.example.cn: notices tell it"),
    setting(Scope::Serve, "smtp", "URL", None,
        "Mail server for notices: smtps://USER:PASSWORD@HOST, or smtp://USER:PASSWORD@HOST:587?tls=required. With mail-from and public-url; unset: no mail. Flags are seen by every user of the machine: better in the environment or the file"),
    setting(Scope::Serve, "mail-from", "ADDRESS", None,
        "Who mail is from, such as 枫桥 <notice@example.cn>"),
    setting(Scope::Serve, "sms-url", "URL", None,
        "HTTP gateway for notices by SMS; {phone}, {text} and {id} are filled in. With public-url; unset: no SMS. Like smtp, better in the environment or the file"),
    setting(Scope::Serve, "sms-method", "METHOD", Some("POST"),
        "How the gateway is asked: GET, POST or PUT"),
    setting(Scope::Serve, "sms-headers", "JSON", Some(r#"{"Content-Type": "application/json"}"#),
        "Headers for the gateway, names and values in JSON. The content type says how sms-body is filled in: as JSON or as a form"),
    setting(Scope::Serve, "sms-body", "TEXT", Some(r#"{"phone": "{phone}", "text": "{text}"}"#),
        "What the gateway is sent; {phone}, {text} and {id}, the same when it is sent again, are filled in. Empty: nothing"),
    setting(Scope::Serve, "sms-accepted", "TEXT", None,
        "What the gateway's answer holds when it took the message. Unset: any answer 2xx"),
    setting(Scope::Serve, "push-contact", "URL", None,
        "Where push services ask about the portal, such as mailto:notice@example.cn. People can then be told of news by their browsers: its maker's push service is asked, over the internet and without a proxy. Unset: no push"),
    setting(Scope::Serve, "push-inside", "ORIGINS", None,
        "Push services of the operator's own, separated by commas, such as https://push.example.cn: only these may have an address that is not public"),
    setting(Scope::Serve, "oidc-issuer", "URL", None,
        "Identity provider (OpenID Connect) through which people sign in to the desk: the issuer as it names itself. With oidc-client-id and public-url; it sends people back to PUBLIC-URL/api/v1/desk/oidc/callback. Unset: with passwords alone"),
    setting(Scope::Serve, "oidc-client-id", "TEXT", None,
        "What the provider knows this server as"),
    setting(Scope::Serve, "oidc-client-secret", "TEXT", None,
        "The secret that goes with it, where the provider gave one. Flags are seen by every user of the machine: better in the environment or the file"),
    setting(Scope::Serve, "oidc-scopes", "NAMES", Some("openid"),
        "What the provider is asked for, separated by blanks; oidc-login-claim mostly needs openid profile, or openid email"),
    setting(Scope::Serve, "oidc-login-claim", "NAME", None,
        "What the provider says of somebody that equals the login of their account, such as preferred_username: whoever signs in for the first time is linked to it. An email must be verified. Name nothing that people choose for themselves. Unset: only `fengqiao account link` links"),
    setting(Scope::Serve, "oidc-only", "TRUTH", Some("false"),
        "Whether nobody signs in with a password any more: true or false"),
    setting(Scope::Serve, "trusted-proxies", "ADDRESSES", None,
        "Proxies whose X-Forwarded-For is believed: addresses or networks, separated by commas, such as 127.0.0.1,10.0.0.0/8. Unset: the header is ignored"),
    setting(Scope::Serve, "reads-per-minute", "COUNT", Some("2400"),
        "Reads one address may make in a minute; 0: no limit. Many phones of a carrier share one address"),
    setting(Scope::Serve, "writes-per-minute", "COUNT", Some("240"),
        "Writes and request look-ups one address may make in a minute; 0: no limit"),
    setting(Scope::Serve, "upload-megabytes-per-hour", "COUNT", Some("4000"),
        "Megabytes of evidence that one address may announce in an hour, never less than one file's 50; 0: no limit"),
    setting(Scope::Serve, "waiting-megabytes", "COUNT", Some("20000"),
        "Megabytes of evidence, of all addresses together, that may wait for their requests to be filed; then no more is taken until some is filed or has expired; 0: no limit"),
    setting(Scope::Serve, "max-uploads", "COUNT", Some("64"),
        "Uploads of evidence that send at once, 1 to 10000, about 4 MB of memory each; more are asked to wait"),
    setting(Scope::Serve, "wrong-codes-per-number", "COUNT", Some("5"),
        "Wrong access codes after which a request number is locked, 1 to 1000"),
    setting(Scope::Serve, "wrong-codes-per-address", "COUNT", Some("20"),
        "Wrong access codes after which an address is locked, 1 to 100000"),
    setting(Scope::Serve, "lock-minutes", "MINUTES", Some("15"),
        "How long wrong access codes count and locks last, 1 to 1440"),
    setting(Scope::Serve, "max-connections", "COUNT", Some("4096"),
        "Connections held at once, 1 to 1000000; more wait in the system's queue"),
    setting(Scope::Serve, "connections-per-address", "COUNT", Some("512"),
        "Connections held at once from one address that is not a trusted proxy, 1 to 1000000; more are closed"),
    setting(Scope::Serve, "max-streams", "COUNT", Some("2048"),
        "Pages with a case on them that are told of news at once, 0 to 1000000; others ask every half minute. Each holds a connection, about 20 kB: keep it well below max-connections"),
    setting(Scope::Serve, "streams-per-address", "COUNT", Some("256"),
        "The same from one address, 1 to 1000000. Many phones of a carrier share one address"),
    setting(Scope::Serve, "max-requests", "COUNT", Some("512"),
        "API requests that ask the database worked on at once, 1 to 100000; more wait for their turn"),
    setting(Scope::Serve, "timeout-seconds", "SECONDS", Some("15"),
        "Longest time for one API answer that waits for the database, 1 to 300"),
    setting(Scope::Serve, "shutdown-seconds", "SECONDS", Some("10"),
        "Longest time for running requests to finish at the end, 0 to 300"),
    setting(Scope::Serve, "hsts-seconds", "SECONDS", Some("0"),
        "max-age of Strict-Transport-Security; 0: not sent. Set it only where the portal is always reached by HTTPS"),
];

/// The flag and variable that name the settings file; it cannot name itself.
pub const CONFIG: Setting = setting(
    Scope::Common,
    "config",
    "FILE",
    None,
    "TOML file with settings; fengqiao.example.toml explains each",
);

/// How the variables of all settings begin.
const PREFIX: &str = "FENGQIAO_";

/// What to say about each of these environment variables that looks like a setting and is none. They are not
/// refused, because tools around the server have variables that begin alike.
pub fn stray_variables(names: impl Iterator<Item = String>) -> Vec<String> {
    let known: Vec<String> = std::iter::once(&CONFIG)
        .chain(SETTINGS)
        .map(Setting::variable)
        .collect();
    names
        .filter(|name| name.starts_with(PREFIX) && !known.contains(name))
        .map(|name| {
            let closest = known
                .iter()
                .map(|known| (strsim::damerau_levenshtein(known, &name), known))
                .filter(|(distance, _)| *distance <= MISSPELT)
                .min();
            let hint = closest.map(|(_, known)| format!("; did you mean {known}?"));
            let hint = hint.unwrap_or_default();
            format!("the environment variable {name} is no setting and is ignored{hint}")
        })
        .collect()
}

/// Letters too many, too few, wrong or exchanged in a misspelt name.
const MISSPELT: usize = 2;

impl Setting {
    /// The environment variable.
    pub fn variable(&self) -> String {
        format!(
            "{PREFIX}{}",
            self.name.replace('-', "_").to_ascii_uppercase()
        )
    }

    /// The key in the settings file.
    pub fn key(&self) -> String {
        self.name.replace('-', "_")
    }

    fn flag(&self) -> Arg {
        let default = self
            .default
            .map(|value| format!("[default: {value}] "))
            .unwrap_or_default();
        Arg::new(self.name)
            .long(self.name)
            .value_name(self.value)
            .help(format!(
                "{} {default}[env: {}]",
                self.about,
                self.variable()
            ))
            .help_heading(match self.scope {
                Scope::Common => "Settings",
                Scope::Serve => "Settings of the server",
            })
    }
}

/// The flags given on the command line: for every command, and with `SERVE` those of the server too.
#[derive(Clone, Debug, Default)]
pub struct Flags<const SERVE: bool> {
    /// Names and values, as typed.
    pub given: Vec<(&'static str, String)>,
}

impl<const SERVE: bool> Flags<SERVE> {
    fn settings() -> impl Iterator<Item = &'static Setting> {
        std::iter::once(&CONFIG).chain(
            SETTINGS
                .iter()
                .filter(|setting| SERVE || setting.scope == Scope::Common),
        )
    }
}

impl<const SERVE: bool> Args for Flags<SERVE> {
    fn augment_args(command: Command) -> Command {
        command.args(Self::settings().map(Setting::flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const SERVE: bool> FromArgMatches for Flags<SERVE> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = Self::settings()
            .filter_map(|setting| {
                let value = matches.get_one::<String>(setting.name)?;
                Some((setting.name, value.clone()))
            })
            .collect();
        Ok(Self { given })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
