//! What plain statements say: their tables, the columns that they select, the value that they look for.

/// Words that a table's name follows.
const BEFORE: &[&str] = &["from", "into", "join", "update"];
/// What gives one row whatever the table holds, and a number above 0 only where it holds something.
const COUNTS: &[&str] = &["count(", "exists(", "total("];
/// Tables of one statement.
const TABLES: usize = 4;

/// What the condition of a statement looks for in a column.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sought {
    /// A value that it names itself.
    Value(String, String),
    /// The first of those that it is given.
    Given(String),
}

/// Whether a character belongs to a name.
fn of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '$')
}

/// The words of a statement, in small letters.
fn words(statement: &str) -> Vec<String> {
    let words = statement.split(|c| !of_name(c));
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The text after a word that stands alone between blanks, and the text before it.
fn around<'s>(statement: &'s str, word: &str) -> Option<(&'s str, &'s str)> {
    let at = statement.to_ascii_lowercase().find(word)?;
    Some((statement.get(..at)?, statement.get(at + word.len()..)?))
}

/// The tables that a statement names.
pub(super) fn tables(statement: &str) -> Vec<String> {
    let words = words(statement);
    let pairs = words.iter().zip(words.iter().skip(1));
    let named = pairs.filter(|(word, _)| BEFORE.contains(&word.as_str()));
    named.map(|(_, name)| name.clone()).take(TABLES).collect()
}

/// Whether a statement puts rows into a table.
pub(super) fn fills(statement: &str) -> bool {
    let words = words(statement);
    let first = words.first().map(String::as_str);
    matches!(first, Some("insert" | "replace"))
}

/// Whether the row of a statement tells how many there are of others.
pub(super) fn counts(statement: &str) -> bool {
    let plain: String = statement.split_whitespace().collect();
    let plain = plain.to_ascii_lowercase();
    COUNTS.iter().any(|one| plain.contains(one))
}

/// The column that stands at a place of what a statement selects, when it is a plain name.
pub(super) fn column(statement: &str, place: usize) -> Option<String> {
    let (before, rest) = around(statement, "select ")?;
    let (columns, _) = around(rest, " from ")?;
    let column = columns.split(',').nth(place)?.trim();
    let known = before.trim().is_empty() && !column.is_empty() && column.chars().all(of_name);
    known.then(|| column.to_owned())
}

/// What the condition of a statement looks for, when it begins with a column that equals something and nothing else may do instead.
pub(super) fn sought(statement: &str) -> Option<Sought> {
    let (_, condition) = around(statement, " where ")?;
    let lower = condition.to_ascii_lowercase();
    if lower.contains(" or ") || lower.contains(" union ") {
        return None;
    }
    let (column, value) = condition.split_once('=')?;
    let column = column.trim().trim_matches(['`', '"', '[', ']', '(']);
    if column.is_empty() || !column.chars().all(of_name) {
        return None;
    }
    let column = column.rsplit('.').next().unwrap_or(column).to_owned();
    let value = value.trim_start_matches('=').trim_start();
    if let Some(text) = value.strip_prefix('\'') {
        let (text, _) = text.split_once('\'')?;
        return Some(Sought::Value(column, text.to_owned()));
    }
    if value.starts_with('?') {
        return Some(Sought::Given(column));
    }
    let number = value.split(|c: char| !c.is_ascii_digit()).next()?;
    let known = !number.is_empty() && number != "0";
    known.then(|| Sought::Value(column, number.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_name_their_tables() {
        assert_eq!(
            tables("SELECT a, b FROM `Consent` c JOIN [user] u"),
            ["consent", "user"]
        );
        assert_eq!(tables("insert or replace into kv(k,v) values(?,?)"), ["kv"]);
        assert!(tables("create table kv(k text)").is_empty());
        assert!(fills("INSERT OR IGNORE INTO kv VALUES (1)"));
        assert!(!fills("create table into_kv(k)") && !fills("delete from kv"));
        assert!(counts("select COUNT (*) from kv") && !counts("select count from kv"));
    }

    #[test]
    fn plain_columns_are_known_by_their_place() {
        assert_eq!(column("SELECT a, b FROM t", 1).as_deref(), Some("b"));
        assert_eq!(column("select max(a) from t", 0), None);
        assert_eq!(column("select * from t", 0), None);
    }

    #[test]
    fn a_condition_tells_what_is_sought() {
        let given = Some(Sought::Given("k".to_owned()));
        assert_eq!(sought("select v from kv where k = ? limit 1"), given);
        let value = Some(Sought::Value("k".to_owned(), "agreed".to_owned()));
        assert_eq!(sought("select v from kv WHERE k='agreed'"), value);
        assert_eq!(sought("select v from kv where k=? or v=1"), None);
        assert_eq!(sought("select v from kv where k like '%'"), None);
        assert_eq!(sought("select v from kv"), None);
    }
}
