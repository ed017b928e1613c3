//! Lists of SDKs: tables, lines of "name: value", and sentences that name one.

use super::lexicon::{Lexicon, plain_name};
use super::mention::{is_name, may_name_sdk, named_sdk, without_number};
use super::statement;
use super::text::{is_latin, normal, quote};
use crate::knowledge::policy::{Action, Role};
use crate::policy::model::{Collector, SdkRow, Spot, Statement, Table, Understanding};

/// A row being read line by line.
#[derive(Debug, Default)]
pub(super) struct Rows {
    open: Option<SdkRow>,
    seen: Vec<Role>,
    /// A short line or heading that may be the name of what follows.
    title: Option<String>,
    /// The block whose values went into a row.
    last: Option<u32>,
}

impl Rows {
    /// Whether a block's text became part of a row.
    pub(super) fn took(&self, spot: Spot) -> bool {
        self.last == Some(spot.block)
    }

    pub(super) fn heading(
        &mut self,
        text: &str,
        plain: &str,
        third: bool,
        spot: Spot,
        out: &mut Understanding,
    ) {
        self.close(out);
        let title = without_number(text);
        named_alone(title, spot, out);
        self.title = (third || plain.contains("sdk")).then(|| title.to_owned());
    }

    pub(super) fn close(&mut self, out: &mut Understanding) {
        if let Some(row) = self.open.take()
            && is_name(&row.name)
            && (row.purpose.is_some()
                || row.data.is_some()
                || row.vendor.is_some()
                || row.link.is_some())
        {
            out.sdks.push(row);
        }
        self.seen.clear();
    }

    /// Takes a line of "name: value" pairs.
    pub(super) fn line(
        &mut self,
        text: &str,
        plain: &str,
        spot: Spot,
        third: bool,
        lexicon: &Lexicon,
        out: &mut Understanding,
    ) {
        // "Acme SDK: what for" is an entry of its own, no pair.
        if may_name_sdk(plain)
            && let Some((_, rest)) = named_sdk(without_number(text))
            && rest.starts_with(['：', ':'])
        {
            self.close(out);
            self.title = None;
            return;
        }
        // Either colon is narrow in a normal text.
        let pairs = match memchr::memchr(b':', plain.as_bytes()) {
            Some(_) => pairs(text, lexicon),
            None => Vec::new(),
        };
        if pairs.is_empty() {
            if (third || plain.contains("sdk")) && text.chars().count() <= 40 {
                self.close(out);
                let title = without_number(text);
                named_alone(title, spot, out);
                self.title = Some(title.to_owned());
            } else if self.open.is_some() && text.chars().count() > 80 {
                self.close(out);
            }
            return;
        }
        for (key, role, value) in pairs {
            let names = role == Role::Name
                && (key.contains("sdk")
                    || (third
                        && (key.contains("名称")
                            || key.contains("第三方")
                            || key.contains("插件")
                            || key.contains("产品")
                            || key == "name")));
            if names {
                self.close(out);
                self.open = Some(SdkRow {
                    name: value.to_owned(),
                    spot,
                    ..SdkRow::default()
                });
                self.last = Some(spot.block);
                continue;
            }
            if role == Role::Name {
                continue;
            }
            let again = self.seen.contains(&role)
                && !matches!(role, Role::Way | Role::Retention | Role::StoredAt);
            if (self.open.is_none() || again)
                && let Some(title) = self.title.take()
            {
                self.close(out);
                self.open = Some(SdkRow {
                    name: title,
                    spot,
                    ..SdkRow::default()
                });
            } else if again && third && role == Role::Vendor && self.open.is_some() {
                self.close(out);
            }
            let Some(row) = &mut self.open else {
                continue;
            };
            fill(row, role, value);
            self.seen.push(role);
            self.last = Some(spot.block);
        }
    }
}

/// A row for an SDK whose name is a line of its own, whatever follows.
fn named_alone(title: &str, spot: Spot, out: &mut Understanding) {
    if let Some((name, "")) = named_sdk(title) {
        out.sdks.push(SdkRow {
            name: name.to_owned(),
            spot,
            ..SdkRow::default()
        });
    }
}

fn fill(row: &mut SdkRow, role: Role, value: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    let set = |place: &mut Option<String>| {
        let mut text = place.take().map_or_else(String::new, |old| old + "；");
        text.push_str(value);
        *place = Some(text);
    };
    match role {
        Role::Vendor => set(&mut row.vendor),
        Role::Purpose => set(&mut row.purpose),
        Role::Data => set(&mut row.data),
        Role::Link => set(&mut row.link),
        Role::Contact => set(&mut row.contact),
        Role::Package => row.packages.extend(packages(value)),
        Role::Permissions => {
            // Matched when the row is done; kept with the data, which permissions tell of too.
            row.permissions.push(value.to_owned());
        }
        Role::Retention => set(&mut row.retention),
        Role::StoredAt => set(&mut row.stored_at),
        Role::Name | Role::Way => {}
    }
}

fn packages(value: &str) -> Vec<String> {
    value
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'))
        .filter(|part| part.contains('.') && part.len() > 4 && !part.starts_with("www."))
        .map(|part| part.trim_matches('.').to_owned())
        .collect()
}

/// Longest key of a pair, in letters.
const KEY: usize = 22;

/// The "key: value" pairs of a line, with what the keys mean.
fn pairs<'a>(text: &'a str, lexicon: &Lexicon) -> Vec<(String, Role, &'a str)> {
    let mut found: Vec<(String, Role, usize, usize)> = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '。' | '；' | ';' | '\n' | '，' | ',' | '】' | '|' | '•' | '●' => {
                start = at + letter.len_utf8()
            }
            '：' | ':'
                if !text
                    .get(at + 1..)
                    .is_some_and(|rest| rest.starts_with("//")) =>
            {
                // The key begins after the last blank when what stands before it is a value.
                let key = text.get(start..at).unwrap_or_default();
                // English keys have several words; a semicolon parts them from the value before.
                let parted = text.get(..start).unwrap_or_default().ends_with([';', '；']);
                let key_start = match key.trim().rfind(' ') {
                    Some(blank) if !(found.is_empty() || parted && is_latin(key)) => {
                        start + blank + 1 + (key.len() - key.trim_start().len())
                    }
                    _ => start,
                };
                let key = text.get(key_start..at).unwrap_or_default().trim();
                let key_plain = normal(without_number(key));
                if !key_plain.is_empty()
                    && key_plain.chars().count() <= if is_latin(&key_plain) { 2 * KEY } else { KEY }
                    && let Some(role) = lexicon.role(&key_plain)
                {
                    found.push((key_plain, role, key_start, at + letter.len_utf8()));
                    start = at + letter.len_utf8();
                }
            }
            _ => {}
        }
    }
    let ends: Vec<usize> = found
        .iter()
        .skip(1)
        .map(|next| next.2)
        .chain([text.len()])
        .collect();
    found
        .into_iter()
        .zip(ends)
        .map(|((key, role, _, from), end)| {
            let value = text.get(from..end.max(from)).unwrap_or_default();
            (
                key,
                role,
                value
                    .trim()
                    .trim_end_matches(['；', ';', '，', '。', '•', '●']),
            )
        })
        .collect()
}

/// A table: SDKs and partners row by row, or what the operator collects.
pub(super) fn table(
    table: &Table,
    spot: Spot,
    third: bool,
    denied: bool,
    lexicon: &Lexicon,
    out: &mut Understanding,
) {
    let (roles, head) = roles(table, lexicon);
    let at = |role: Role| roles.iter().position(|one| *one == Some(role));
    let heads: String = table
        .rows
        .get(head.saturating_sub(1))
        .map(|row| normal(&row.join(" ")))
        .unwrap_or_default();
    let sdk_words = heads.contains("sdk")
        || heads.contains("第三方")
        || heads.contains("合作方")
        || heads.contains("插件");
    let names = at(Role::Name).or(at(Role::Vendor));
    let others = [Role::Data, Role::Purpose, Role::Link, Role::Package]
        .iter()
        .filter(|role| at(**role).is_some())
        .count();
    let is_list = names.is_some()
        && others >= 1
        && (sdk_words
            || at(Role::Vendor).is_some()
            || at(Role::Package).is_some()
            || at(Role::Link).is_some()
            || third);
    if head == 0 {
        // Two columns of "name | value" are lines of pairs.
        if table.rows.iter().all(|row| row.len() == 2) {
            let mut rows = Rows::default();
            for (number, row) in table.rows.iter().enumerate() {
                let line = row.join("：");
                let spot = at_row(table, spot, number);
                rows.line(&line, &normal(&line), spot, true, lexicon, out);
                if !rows.took(spot) {
                    ours(&line, spot, denied, lexicon, out);
                }
            }
            rows.close(out);
            return;
        }
    }
    for (number, row) in table.rows.iter().enumerate().skip(head) {
        let spot = at_row(table, spot, number);
        let cell = |role: Role| {
            at(role)
                .and_then(|column| row.get(column))
                .map(|text| text.trim())
        };
        if is_list {
            // Heads may be shifted: an address is no name, another cell of the row is.
            let own = names.and_then(|column| row.get(column));
            let cells = own.into_iter().chain(row).map(|text| text.trim());
            let name = cells.into_iter().find(|text| {
                let address = text.trim_start_matches('<').starts_with("http");
                !address && text.chars().any(char::is_alphabetic)
            });
            let name = match own.map(|text| text.trim()) {
                Some("") | None => "",
                Some(_) => name.unwrap_or_default(),
            };
            if name.is_empty() || name.chars().count() > 80 || name.contains("隐私政策") {
                continue;
            }
            let mut one = SdkRow {
                name: name.to_owned(),
                spot,
                ..SdkRow::default()
            };
            for role in [
                Role::Vendor,
                Role::Purpose,
                Role::Data,
                Role::Link,
                Role::Contact,
                Role::Package,
                Role::Permissions,
                Role::Retention,
                Role::StoredAt,
            ] {
                if let Some(text) = cell(role).filter(|text| !text.is_empty()) {
                    fill(&mut one, role, text);
                }
            }
            out.sdks.push(one);
        } else {
            let mut cells: Vec<&str> = row.iter().map(String::as_str).collect();
            cells.dedup();
            let from = out.statements.len();
            ours(&cells.join("："), spot, denied, lexicon, out);
            let told = |role| {
                let text = cell(role).filter(|text| !text.is_empty())?;
                Some(text.chars().take(80).collect::<String>())
            };
            let purpose = told(Role::Purpose);
            let (retention, stored_at) = (told(Role::Retention), told(Role::StoredAt));
            for one in out.statements.iter_mut().skip(from) {
                one.purpose.clone_from(&purpose);
                one.retention.clone_from(&retention);
                one.stored_at.clone_from(&stored_at);
            }
        }
    }
}

fn at_row(table: &Table, spot: Spot, number: usize) -> Spot {
    Spot {
        row: u32::try_from(number).ok(),
        line: table
            .lines
            .get(number)
            .copied()
            .filter(|line| *line > 0)
            .unwrap_or(spot.line),
        ..spot
    }
}

/// What the columns hold, and how many rows the head takes; 0 when there is no head.
fn roles(table: &Table, lexicon: &Lexicon) -> (Vec<Option<Role>>, usize) {
    for (number, row) in table
        .rows
        .iter()
        .take(table.header_rows.max(1) + 1)
        .enumerate()
    {
        let short = row.iter().all(|cell| cell.chars().count() <= 24);
        let mut roles: Vec<Option<Role>> =
            row.iter().map(|cell| lexicon.role(&normal(cell))).collect();
        let kinds: std::collections::BTreeSet<u8> =
            roles.iter().flatten().map(|role| *role as u8).collect();
        if short && kinds.len() >= 2 && row.len() >= 2 {
            // Only the first column of a role counts, but for data.
            for at in 1..roles.len() {
                let (before, rest) = roles.split_at_mut(at);
                if let Some(role) = rest.first_mut()
                    && role.is_some_and(|one| one != Role::Data)
                    && before.contains(role)
                {
                    *role = None;
                }
            }
            return (roles, number + 1);
        }
    }
    (Vec::new(), table.header_rows)
}

/// A row of what the operator collects.
fn ours(line: &str, spot: Spot, denied: bool, lexicon: &Lexicon, out: &mut Understanding) {
    let plain = normal(line);
    let permissions = lexicon.permissions(line, &plain);
    for (item, named, start, end) in statement::items(&plain, lexicon) {
        out.statements.push(Statement {
            item,
            named,
            words: plain.get(start..end).unwrap_or_default().to_owned(),
            collector: Collector::Us,
            action: Action::Collect,
            negated: denied,
            purpose: None,
            condition: None,
            permissions: permissions.clone(),
            recipient: None,
            contact: None,
            retention: None,
            stored_at: None,
            quote: quote(line),
            spot,
        });
    }
}

/// Nothing but a name.
fn is_bare(row: &SdkRow) -> bool {
    row.is_mention() && row.data.is_none()
}

/// Matches every row to the catalogue, and adds what it collects to the statements.
pub(super) fn statements(lexicon: &Lexicon, out: &mut Understanding) {
    for row in &mut out.sdks {
        if row.ids.is_empty() {
            row.ids = super::catalogue::resolve(row, lexicon);
        }
    }
    // A mention in passing says nothing beside a row, or a line, of its own.
    let in_passing = |row: &SdkRow| row.is_mention() && named_sdk(&row.name).is_none();
    let full: std::collections::BTreeSet<String> = out
        .sdks
        .iter()
        .filter(|row| !in_passing(row))
        .flat_map(|row| row.ids.iter().cloned())
        .collect();
    out.sdks
        .retain(|row| !in_passing(row) || !row.ids.iter().any(|id| full.contains(id)));
    let names: std::collections::BTreeSet<String> = out
        .sdks
        .iter()
        .filter(|row| !is_bare(row))
        .map(|row| plain_name(&row.name))
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    out.sdks.retain(|row| {
        let name = plain_name(&row.name);
        !is_bare(row) || (!names.contains(&name) && seen.insert(name))
    });
    for row in &mut out.sdks {
        let asked = row.permissions.join("，");
        row.permissions = lexicon.permissions(&asked, &normal(&asked));
        let data = row.data.clone().unwrap_or_default();
        let words = format!("{data}，{asked}");
        let plain = normal(&words);
        let none = ["不涉及", "不收集", "无个人信息", "不采集"]
            .iter()
            .any(|word| plain.contains(word))
            && plain.len() < 60;
        for (item, named, start, end) in statement::items(&plain, lexicon) {
            if named && !none && !row.items.contains(&item) {
                row.items.push(item.clone());
            }
            out.statements.push(Statement {
                item,
                named,
                words: plain.get(start..end).unwrap_or_default().to_owned(),
                collector: Collector::Sdk {
                    name: row.name.clone(),
                    id: row.ids.first().cloned(),
                },
                action: Action::Collect,
                negated: none,
                purpose: row.purpose.clone(),
                condition: None,
                permissions: row.permissions.clone(),
                recipient: row.vendor.clone(),
                contact: row.contact.clone().or_else(|| row.link.clone()),
                retention: row.retention.clone(),
                stored_at: row.stored_at.clone(),
                quote: quote(&words),
                spot: row.spot,
            });
        }
    }
}
