//! Gathers the values of settings: flags first, then the environment, then the file, then defaults.

use std::collections::HashMap;
use std::fmt;

use super::settings::{CONFIG, SETTINGS, Setting};

/// Settings that may hold a password: their values are not shown.
const SECRET: [&str; 7] = [
    "database",
    "smtp",
    "sms-url",
    "sms-headers",
    "sms-body",
    "oidc-issuer",
    "oidc-client-secret",
];

/// Where a value came from, in the words of error messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A flag of the command line.
    Flag(String),
    /// An environment variable.
    Variable(String),
    /// The settings file at this path.
    File(String),
    /// Nobody set it.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Variable(name) => to.write_str(name),
            Self::File(path) => to.write_str(path),
            Self::Default => to.write_str("the default"),
        }
    }
}

/// Why the settings cannot be used. The text names the setting, the value and what is expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A value breaks its rule.
    #[error("setting {name}: {value:?} (from {source_name}) cannot be used; expected {expected}")]
    Value {
        /// Which setting.
        name: &'static str,
        /// What was given; hidden where it may hold a password.
        value: String,
        /// Where it was given.
        source_name: Source,
        /// What would do.
        expected: String,
    },
    /// Settings that need each other are not all there.
    #[error("not set: {missing}; {why}")]
    Incomplete {
        /// What is missing.
        missing: String,
        /// Why it is needed.
        why: &'static str,
    },
    /// The settings file cannot be read.
    #[error("settings file {path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
}

/// The raw values, by name.
#[derive(Debug, Default)]
pub struct Values(HashMap<&'static str, (String, Source)>);

impl Values {
    /// Gathers them. `variable` looks up an environment variable, `read` reads a file.
    pub fn gather(
        flags: &[(&'static str, String)],
        variable: impl Fn(&str) -> Option<String>,
        read: impl Fn(&str) -> std::io::Result<String>,
    ) -> Result<Self, ConfigError> {
        let flag = |setting: &Setting| {
            let (_, value) = flags.iter().find(|(name, _)| *name == setting.name)?;
            Some((value.clone(), Source::Flag(format!("--{}", setting.name))))
        };
        let environment = |setting: &Setting| {
            let name = setting.variable();
            let value = variable(&name).filter(|value| !value.is_empty())?;
            Some((value, Source::Variable(name)))
        };
        let mut file = match flag(&CONFIG).or_else(|| environment(&CONFIG)) {
            Some((path, _)) => from_file(&path, read)?,
            None => HashMap::new(),
        };
        let values = SETTINGS.iter().filter_map(|setting| {
            let found = flag(setting)
                .or_else(|| environment(setting))
                .or_else(|| file.remove(setting.name))
                .or_else(|| Some((setting.default?.to_owned(), Source::Default)))?;
            Some((setting.name, found))
        });
        Ok(Self(values.collect()))
    }

    /// The value of a setting that may be unset, read by `parse`, which answers what it expected.
    pub fn optional<T, E: Into<String>>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ConfigError> {
        let Some((value, source)) = self.0.get(name) else {
            return Ok(None);
        };
        parse(value)
            .map(Some)
            .map_err(|expected| ConfigError::Value {
                name,
                value: if SECRET.contains(&name) {
                    "…".to_owned()
                } else {
                    value.clone()
                },
                source_name: source.clone(),
                expected: expected.into(),
            })
    }

    /// The value of a setting that has a default.
    pub fn required<T, E: Into<String>>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<T, ConfigError> {
        self.optional(name, parse)?
            .ok_or_else(|| ConfigError::Value {
                name,
                value: String::new(),
                source_name: Source::Default,
                expected: "a value".to_owned(),
            })
    }
}

fn from_file(
    path: &str,
    read: impl Fn(&str) -> std::io::Result<String>,
) -> Result<HashMap<&'static str, (String, Source)>, ConfigError> {
    let refuse = |reason: String| ConfigError::File {
        path: path.to_owned(),
        reason,
    };
    let text = read(path).map_err(|error| refuse(error.to_string()))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| refuse(error.to_string()))?;
    table
        .into_iter()
        .map(|(key, value)| {
            let setting = SETTINGS
                .iter()
                .find(|setting| setting.key() == key)
                .ok_or_else(|| refuse(unknown_key(&key)))?;
            let text = plain(&value).ok_or_else(|| {
                refuse(format!(
                    "{key}: expected a text, a number, true or false, or a list of texts"
                ))
            })?;
            Ok((setting.name, (text, Source::File(path.to_owned()))))
        })
        .collect()
}

fn unknown_key(key: &str) -> String {
    let known: Vec<String> = SETTINGS.iter().map(Setting::key).collect();
    format!(
        "there is no setting {key:?}; there are: {}",
        known.join(", ")
    )
}

fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Array(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(toml::Value::as_str).collect();
            Some(texts?.join(","))
        }
        _ => None,
    }
}
