//! What plain statements say: their tables, the columns that they select, the value that they look for, what they change.

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
    /// One of those that it is given, by its number.
    Given(String, usize),
}

/// What a statement puts into a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Nothing.
    Null,
    /// One of those values that the statement is given, by its number.
    Given(usize),
    /// What is worked out.
    Unknown,
}

/// What a statement changes in a table, named in small letters.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Makes it, with these columns.
    Create(String, Vec<String>),
    /// Puts rows in: their columns, where it names them, and their values.
    Insert(String, Vec<String>, Vec<Vec<Term>>),
    /// Sets columns of the rows that its condition leaves.
    Update(String, Vec<(String, Term)>, Option<Sought>),
    /// Removes the rows that its condition leaves.
    Delete(String, Option<Sought>),
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

/// The tables that a statement puts rows into, however it comes by them.
pub(super) fn filled(statement: &str) -> Vec<String> {
    let words = words(statement);
    match words.first().map(String::as_str) {
        Some("insert" | "replace") => tables(statement),
        _ => Vec::new(),
    }
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
        let before = statement.len() - value.len();
        let taken = statement.get(..before)?.matches('?').count();
        return Some(Sought::Given(column, taken));
    }
    let number = value.split(|c: char| !c.is_ascii_digit()).next()?;
    let known = !number.is_empty() && number != "0";
    known.then(|| Sought::Value(column, number.to_owned()))
}

/// A word of a statement, or what stands between words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Given,
    Sign(char),
}

impl Token {
    fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(one) if one.eq_ignore_ascii_case(word))
    }

    /// The name that it is, quoted or not.
    fn name(&self) -> Option<&str> {
        match self {
            Self::Word(name) | Self::Text(name) => Some(name.rsplit('.').next().unwrap_or(name)),
            _ => None,
        }
    }
}

fn tokens(statement: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut rest = statement.trim_start();
    while let Some(first) = rest.chars().next() {
        let inner = &rest[first.len_utf8()..];
        let closing = match first {
            '\'' | '"' | '`' => Some(first),
            '[' => Some(']'),
            _ => None,
        };
        let word = rest.find(|c| !of_name(c)).unwrap_or(rest.len());
        rest = if let Some(closing) = closing {
            let end = inner.find(closing).unwrap_or(inner.len());
            let text = inner[..end].to_owned();
            all.push(match first {
                '\'' | '"' => Token::Text(text),
                _ => Token::Word(text),
            });
            inner.get(end + 1..).unwrap_or_default()
        } else if word > 0 {
            all.push(Token::Word(rest[..word].to_owned()));
            &rest[word..]
        } else {
            all.push(match first {
                '?' => Token::Given,
                other => Token::Sign(other),
            });
            inner
        };
        rest = rest.trim_start();
    }
    all
}

/// The parts between commas of what stands in brackets at the beginning, and what follows the brackets.
fn in_brackets(tokens: &[Token]) -> Option<(Vec<&[Token]>, &[Token])> {
    let (Token::Sign('('), inner) = tokens.split_first()? else {
        return None;
    };
    let (mut depth, mut parts, mut from) = (0usize, Vec::new(), 0);
    for (at, token) in inner.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') if depth > 0 => depth -= 1,
            Token::Sign(c @ (',' | ')')) if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
                if *c == ')' {
                    return Some((parts, &inner[from..]));
                }
            }
            _ => {}
        }
    }
    None
}

/// The value that tokens spell; `given` counts those that the statement was given so far.
fn term(tokens: &[Token], given: &mut usize) -> Term {
    let from = *given;
    *given += tokens.iter().filter(|one| **one == Token::Given).count();
    let number = |digits: &str| digits.parse().map_or(Term::Unknown, Term::Number);
    match tokens {
        [Token::Text(text)] => Term::Text(text.clone()),
        [Token::Given] => Term::Given(from),
        [Token::Word(word)] if word.eq_ignore_ascii_case("null") => Term::Null,
        [Token::Word(digits)] => number(digits),
        [Token::Sign('-'), Token::Word(digits)] => number(&format!("-{digits}")),
        _ => Term::Unknown,
    }
}

/// What a statement changes; `None` where that is not plain.
pub(super) fn change(statement: &str) -> Option<Change> {
    let all = tokens(statement);
    let verb = all.first()?;
    let after = |word: &str| all.iter().position(|one| one.is_word(word));
    let at = |place: usize| all.get(place..).unwrap_or_default();
    let table = |rest: &[Token]| Some(rest.first()?.name()?.to_lowercase());
    if verb.is_word("create") {
        let rest = at(after("table")? + 1);
        let guarded = rest.first().is_some_and(|one| one.is_word("if"));
        let rest = rest.get(if guarded { 3 } else { 0 }..)?;
        let (parts, _) = in_brackets(rest.get(1..)?)?;
        let rules = ["primary", "unique", "check", "foreign", "constraint"];
        let columns = parts.iter().filter_map(|part| part.first());
        let columns = columns.filter(|one| !rules.iter().any(|rule| one.is_word(rule)));
        let columns: Option<Vec<_>> = columns.map(|one| one.name().map(str::to_owned)).collect();
        return Some(Change::Create(table(rest)?, columns?));
    }
    if verb.is_word("insert") || verb.is_word("replace") {
        let rest = at(after("into")? + 1);
        let table = table(rest)?;
        let mut rest = &rest[1..];
        let mut columns = Vec::new();
        if let Some((parts, behind)) = in_brackets(rest) {
            let names = parts.iter().map(|part| match part {
                [one] => one.name().map(str::to_owned),
                _ => None,
            });
            columns = names.collect::<Option<_>>()?;
            rest = behind;
        }
        let (mut rows, mut given) = (Vec::new(), 0);
        if !rest.first()?.is_word("values") {
            return None;
        }
        while let Some((parts, behind)) = in_brackets(&rest[1..]) {
            rows.push(
                parts
                    .into_iter()
                    .map(|part| term(part, &mut given))
                    .collect(),
            );
            rest = behind;
            if rest.first() != Some(&Token::Sign(',')) {
                break;
            }
        }
        return Some(Change::Insert(table, columns, rows));
    }
    if verb.is_word("update") {
        let set = after("set")?;
        let table = table(at(set.checked_sub(1)?))?;
        let sets = all.get(set + 1..after("where").unwrap_or(all.len()))?;
        let (mut changed, mut given) = (Vec::new(), 0);
        for one in sets.split(|one| *one == Token::Sign(',')) {
            let [column, Token::Sign('='), value @ ..] = one else {
                return None;
            };
            changed.push((column.name()?.to_owned(), term(value, &mut given)));
        }
        return Some(Change::Update(table, changed, sought(statement)));
    }
    let rest = at(after("from").filter(|_| verb.is_word("delete"))? + 1);
    Some(Change::Delete(table(rest)?, sought(statement)))
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
        let given = Some(Sought::Given("k".to_owned(), 0));
        assert_eq!(sought("select v from kv where k = ? limit 1"), given);
        let value = Some(Sought::Value("k".to_owned(), "agreed".to_owned()));
        assert_eq!(sought("select v from kv WHERE k='agreed'"), value);
        assert_eq!(sought("select v from kv where k=? or v=1"), None);
        assert_eq!(sought("select v from kv where k like '%'"), None);
        assert_eq!(sought("select v from kv"), None);
    }

    #[test]
    fn a_statement_tells_what_it_changes() {
        let name = |name: &str| name.to_owned();
        assert_eq!(
            change(
                "CREATE TABLE IF NOT EXISTS Kv(k text primary key, [v] integer default (1), unique (k, v))"
            ),
            Some(Change::Create(name("kv"), vec![name("k"), name("v")]))
        );
        let values = vec![vec![Term::Text(name("a, b")), Term::Given(0), Term::Null]];
        assert_eq!(
            change("insert or replace into kv values('a, b', ?, null);"),
            Some(Change::Insert(name("kv"), Vec::new(), values))
        );
        let rows = vec![
            vec![Term::Number(-1), Term::Unknown],
            vec![Term::Given(1), Term::Number(2)],
        ];
        assert_eq!(
            change("INSERT INTO `kv` (`k`, v) VALUES (-1, max(?, 2)), (?, 2)"),
            Some(Change::Insert(name("kv"), vec![name("k"), name("v")], rows))
        );
        assert_eq!(
            change("update kv set v = ?, n = n + 1 where k = ?"),
            Some(Change::Update(
                name("kv"),
                vec![(name("v"), Term::Given(0)), (name("n"), Term::Unknown)],
                Some(Sought::Given(name("k"), 1))
            ))
        );
        assert_eq!(
            change("delete from kv"),
            Some(Change::Delete(name("kv"), None))
        );
        for other in [
            "",
            "insert into kv select * from o",
            "update",
            "create index i on kv(k)",
            "insert into kv(",
            "'",
        ] {
            assert_eq!(change(other), None, "{other}");
        }
    }
}
