//! What could not be read, or was read only after repair. Readers never fail silently: they give what they could
//! read and a list of these.

mod words;

use serde::Serialize;

use crate::knowledge::Lang;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something of the input was not analysed: the result is partial, exit status 3.
    Error,
    /// Something was odd or repaired, and everything was still analysed.
    Warning,
    /// Worth knowing, nothing is missing.
    Note,
}

/// One thing to tell about the reading of an input (contract: `diagnostics`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// How grave.
    pub level: Level,
    /// Stable kebab-case code, e.g. `zip-fake-encryption`, `dex-truncated`.
    pub code: &'static str,
    /// One sentence in English, without the place.
    pub message: String,
    /// Entry name, class or other place inside the input; `None` when it is the whole input.
    #[serde(rename = "where")]
    pub place: Option<String>,
}

impl Diagnostic {
    /// A diagnostic that makes the analysis partial.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            code,
            message: message.into(),
            place: None,
        }
    }

    /// A diagnostic about something repaired or odd.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            level: Level::Warning,
            code,
            message: message.into(),
            place: None,
        }
    }

    /// A diagnostic that is good to know.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            level: Level::Note,
            code,
            message: message.into(),
            place: None,
        }
    }

    /// Place and message for people. In Chinese what the code means, and the message behind it.
    pub fn told(&self, lang: Lang) -> String {
        let message = match (lang, words::meaning(self.code)) {
            (Lang::Zh, Some(meaning)) => format!("{meaning}（{}）", self.message),
            _ => self.message.clone(),
        };
        match (&self.place, lang) {
            (None, _) => message,
            (Some(place), Lang::Zh) => format!("{place}：{message}"),
            (Some(place), Lang::En) => format!("{place}: {message}"),
        }
    }

    /// The same diagnostic with its place.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }
}
