//! The loader: TOML texts to records, with every error told by file, line, column and hint.

use std::fmt;

use serde::de::DeserializeOwned;

/// One file under the knowledge folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path as the user should see it, e.g. `checks/sdks/jpush.toml`.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// A record that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadError {
    /// File.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.path, self.line, self.column, self.message
        )?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadError {}

impl LoadError {
    /// The same error with another hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl Source {
    /// Parses the whole file as one record type. Unknown keys are errors when `T` denies them, which every record does.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, LoadError> {
        toml::from_str(&self.text).map_err(|error| {
            let message = error.message().to_owned();
            self.error(error.span().map_or(0, |span| span.start), message)
        })
    }

    /// An error at a byte offset of the file.
    pub fn error(&self, offset: usize, message: impl Into<String>) -> LoadError {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let message = message.into();
        let hint = hint(&message);
        LoadError {
            path: self.path.clone(),
            line: before.matches('\n').count() + 1,
            column: before
                .rsplit('\n')
                .next()
                .map_or(0, |line| line.chars().count())
                + 1,
            message,
            hint,
        }
    }

    /// The folder (or file) name that says what kind of record the file holds, e.g. `rules` for
    /// `checks/rules/start/self-start.toml`: the last one of its path that has a meaning.
    pub fn kind(&self) -> Option<&str> {
        const KINDS: &[&str] = &[
            "rules",
            "apis",
            "model",
            "packers",
            "hybrids",
            "permissions",
            "policy",
            "scenes",
            "sdks",
            "structure",
            "signs",
            "categories",
            "regulations.toml",
        ];
        let mut parts = self.path.rsplit(['/', '\\']);
        let found = parts.find(|part| KINDS.contains(part))?;
        // There are groups of checks named like the folders of other records.
        let group = matches!(found, "permissions" | "policy") && parts.next() == Some("rules");
        Some(if group { "rules" } else { found })
    }

    /// An error at the first place where `needle` stands in the file (a record's id, a bad value), else at its start.
    pub fn error_at(&self, needle: &str, message: impl Into<String>) -> LoadError {
        self.error(self.text.find(needle).unwrap_or(0), message)
    }
}

/// For "unknown field `x`, expected one of `a`, `b`": the nearest of the expected names.
fn hint(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    if !message.starts_with("unknown ") {
        return None;
    }
    let wrong = names.next()?;
    nearest(wrong, names).map(|best| format!("did you mean `{best}`?"))
}

/// The known name that a wrong one is near to, or a part of, for "did you mean".
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (distance, best) = known.map(|name| (distance(wrong, name), name)).min()?;
    let inside = !wrong.is_empty() && best.contains(wrong);
    (distance <= 2.max(wrong.chars().count() / 3) || inside).then_some(best)
}

/// Levenshtein distance, for "did you mean".
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != *y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_names_the_line_and_the_nearest_key() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(dead_code)]
        struct Record {
            id: String,
            severity: String,
        }
        let source = Source {
            path: "x.toml".into(),
            text: "id = \"a\"\nseverty = \"high\"\n".into(),
        };
        let error = source.parse::<Record>().unwrap_err();
        assert_eq!((error.line, error.column), (2, 1));
        assert_eq!(error.hint.as_deref(), Some("did you mean `severity`?"));
    }
}
