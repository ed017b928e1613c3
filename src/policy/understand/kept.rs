//! How long and where data is kept, as a sentence tells of the items in it.

use super::lexicon::Lexicon;
use super::text::{Plain, numbers, words};
use super::topic::Marks;
use crate::knowledge::policy::ListId;

/// A term or a place, and where in the sentence it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    value: String,
    start: usize,
    end: usize,
}

/// What a sentence says of keeping.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    terms: Vec<Kept>,
    sites: Vec<Kept>,
}

/// Longest value, in letters.
const LONGEST: usize = 60;

impl Keeping {
    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.sites.is_empty()
    }

    /// How long an item is kept, and where.
    pub(super) fn of(&self, start: usize, end: usize) -> (Option<String>, Option<String>) {
        let value = |all: &[Kept]| nearest(all, start, end).map(|kept| kept.value.clone());
        (value(&self.terms), value(&self.sites))
    }
}

/// What is told behind an item belongs to it; else what was told last.
fn nearest(all: &[Kept], start: usize, end: usize) -> Option<&Kept> {
    let behind = all.iter().find(|kept| kept.start >= end);
    behind.or_else(|| all.iter().rev().find(|kept| kept.end <= start))
}

/// What a normal sentence says of keeping; `denied` tells whether what stands at a place is denied.
pub(super) fn keeping(
    plain: &Plain<'_>,
    marks: &Marks,
    lexicon: &Lexicon,
    denied: impl Fn(usize) -> bool,
) -> Keeping {
    let mut found = Keeping::default();
    if !marks.has(ListId::Store) && !marks.has(ListId::Erase) {
        return found;
    }
    // "Deleted within 15 days of your request" is the time to answer.
    let asked = || {
        plain.has(words![
            "请求", "申请", "答复", "回复", "响应", "核查", "request", "respond", "reply"
        ])
    };
    let mut start = 0;
    let signs = plain.char_indices().filter(|(at, sign)| match sign {
        ',' | ';' | '。' => true,
        '.' => !plain
            .as_bytes()
            .get(at + 1)
            .is_some_and(u8::is_ascii_alphanumeric),
        _ => false,
    });
    for end in signs.map(|(at, _)| at).chain([plain.len()]) {
        let clause = Clause { plain, start, end };
        start = end;
        let stored = clause
            .verb(marks, ListId::Store)
            .filter(|(at, _)| !denied(*at));
        let erased = clause.verb(marks, ListId::Erase);
        if let Some(verb) = stored.or(erased.filter(|_| !asked())) {
            found.terms.extend(clause.term(verb, marks));
        }
        if let Some(verb) = stored {
            found.sites.extend(clause.site(verb, marks, lexicon));
        }
    }
    found
}

/// A part of a sentence between commas.
struct Clause<'a> {
    plain: &'a Plain<'a>,
    start: usize,
    end: usize,
}

impl Clause<'_> {
    /// The first verb of a list that is no part of a thing's name ("storage permission").
    fn verb(&self, marks: &Marks, list: ListId) -> Option<(usize, usize)> {
        const THINGS: &[&str] = &[
            "权限",
            "空间",
            "卡",
            "器",
            "设备",
            "介质",
            "服务",
            " permission",
            " space",
            " card",
        ];
        const LEADS: &[&str] = &["外部", "内部", "云", "external ", "internal "];
        marks.of(list).find(|(start, end)| {
            let (before, behind) = (self.text(self.start, *start), self.text(*end, self.end));
            *start >= self.start
                && *end <= self.end
                && !THINGS.iter().any(|thing| behind.starts_with(thing))
                && !LEADS.iter().any(|lead| before.ends_with(lead))
        })
    }

    fn text(&self, start: usize, end: usize) -> &str {
        self.plain.get(start..end.max(start)).unwrap_or_default()
    }

    fn kept(&self, start: usize, end: usize) -> Option<Kept> {
        let text = self.text(start, end);
        let value = text.trim_matches([' ', ':', ',', '.', '(', ')', '"']);
        let value: String = value.chars().take(LONGEST).collect();
        (!value.is_empty()).then_some(Kept { value, start, end })
    }

    /// How long: a number with its unit, up to an event, or in words ("for ever", "as long as …").
    fn term(&self, verb: (usize, usize), marks: &Marks) -> Option<Kept> {
        if let Some((start, end)) = self.span() {
            return self.kept(start, end);
        }
        // "Kept until you delete it".
        let behind = self.text(verb.1, self.end);
        let lead = behind.len()
            - behind
                .trim_start_matches([' ', ':', '期', '限', '时', '间', '为'])
                .len();
        let rest = behind.get(lead..).unwrap_or_default();
        let until = ["至", "到", "直到", "直至", "until "];
        let site = |end: usize| {
            marks
                .of(ListId::Site)
                .any(|hit| hit.0 >= verb.1 && hit.1 <= end)
        };
        if until.iter().any(|word| rest.starts_with(word)) && !site(self.end) {
            return self.kept(verb.1 + lead, self.end);
        }
        let (start, end) = marks
            .of(ListId::Term)
            .find(|(start, end)| *start >= self.start && *end <= self.end)?;
        // English goes on with what it depends on; Chinese has said that before.
        let open = self.text(start, end).is_ascii();
        let own = match open {
            true => start,
            false => self
                .text(self.start, start)
                .rfind(['在', '为', '于'])
                .map_or(self.start, |at| self.start + at + '在'.len_utf8()),
        };
        self.kept(own, if open { self.end } else { end })
    }

    /// A number with a unit of time, and what belongs to it.
    fn span(&self) -> Option<(usize, usize)> {
        let text = self.text(self.start, self.end);
        let (mut first, mut last): (Option<usize>, usize) = (None, 0);
        for (at, length, value) in numbers(text) {
            let Some(unit) = unit(text, at, length, value) else {
                continue;
            };
            match first {
                // "7 days or 30 days".
                Some(_) if at - last > 8 => break,
                Some(_) => {}
                None => first = Some(begin(text, at)),
            }
            last = unit;
        }
        let start = first?;
        let rest = text.get(last..).unwrap_or_default();
        // Chinese ends here, but for "within" and "after"; English tells after what.
        let behind = ["以内", "之内", "之后", "内", "后"];
        let tail = behind.iter().find(|word| rest.starts_with(**word));
        let end = match tail {
            Some(word) => last + word.len(),
            None if rest.starts_with(" after")
                || rest.starts_with(" from")
                || rest.starts_with(" of ") =>
            {
                text.len()
            }
            None => last,
        };
        Some((self.start + start, self.start + end))
    }

    /// Where: what words of places stand beside the verb.
    fn site(&self, verb: (usize, usize), marks: &Marks, lexicon: &Lexicon) -> Option<Kept> {
        let clause = self.text(self.start, self.end);
        let known = marks.of(ListId::Site);
        let divisions = lexicon
            .places(clause)
            .map(|(start, end)| (self.start + start, self.start + end));
        let mut places: Vec<(usize, usize)> = known.chain(divisions).collect();
        places.retain(|(start, end)| *start >= self.start && *end <= self.end);
        places.sort_unstable();
        let (first, mut end) = *places.first()?;
        for (start, more) in places {
            if start <= end || self.text(end, start).chars().count() <= 12 {
                end = end.max(more);
            }
        }
        // The verb stands next to it: "stored in …", "kept locally", "in China …".
        let (from, to) = if verb.1 <= first {
            (verb.1, first)
        } else {
            (end, verb.0)
        };
        let between = self.text(from, to);
        if between.chars().count() > 24 {
            return None;
        }
        let prepositions = [
            "在", "于", "至", "到", "为", ":", " in ", " on ", " at ", " within ", " by ",
        ];
        let lead = self.text(self.start, first);
        let preposition = prepositions
            .iter()
            .filter_map(|word| Some(lead.rfind(word)? + word.len()))
            .max();
        let near =
            preposition.filter(|at| lead.get(*at..).unwrap_or_default().chars().count() <= 24);
        self.kept(near.map_or(first, |at| self.start + at), end)
    }
}

/// Where the unit of a number ends; `None` when it is no length of time.
fn unit(text: &str, at: usize, length: usize, value: u32) -> Option<usize> {
    const UNITS: &[&str] = &[
        "个工作日",
        "工作日",
        "个自然日",
        "自然日",
        "个月",
        "周年",
        "小时",
        "分钟",
        "天",
        "日",
        "月",
        "年",
        "周",
        "business days",
        "working days",
        "calendar days",
        "hours",
        "hour",
        "days",
        "day",
        "weeks",
        "week",
        "months",
        "month",
        "years",
        "year",
    ];
    let rest = text.get(at + length..)?;
    // "Thirty (30) days": the second number stands for the first.
    let mut skipped = rest.len() - rest.trim_start_matches([' ', '(', ')', '-']).len();
    let again = rest.get(skipped..)?;
    let digits = again.bytes().take_while(u8::is_ascii_digit).count();
    if skipped > 0 && digits > 0 {
        let behind = again.get(digits..)?;
        skipped += digits + behind.len() - behind.trim_start_matches([' ', ')']).len();
    }
    let rest = rest.get(skipped..)?;
    let unit = UNITS.iter().find(|unit| rest.starts_with(**unit))?;
    let behind = rest.get(unit.len()..)?;
    let before = text.get(..at)?;
    let dated = (*unit == "年" || *unit == "year") && value > 1000
        || *unit == "月"
        || *unit == "日" && before.ends_with('月')
        || ["冷静期", "等待期", "犹豫期", "龄"]
            .iter()
            .any(|word| behind.starts_with(word))
        || [
            "提前", "未满", "年满", "满", "每", "近", "最近", "last ", "under ", "age of ",
        ]
        .iter()
        .any(|word| before.ends_with(word))
        || behind.starts_with(" old");
    (!dated).then_some(at + length + skipped + unit.len())
}

/// Where what belongs to a number before it begins: "no more than", "since …", "after the account is closed".
fn begin(text: &str, at: usize) -> usize {
    const BEFORE: &[&str] = &[
        "不少于",
        "不超过",
        "不低于",
        "不多于",
        "至少",
        "最长",
        "最多",
        "最短",
        "超过",
        "up to ",
        "at least ",
        "at most ",
        "no more than ",
        "not more than ",
        "no longer than ",
        "a maximum of ",
        "within ",
        "after ",
    ];
    let mut start = at;
    while let Some(word) = BEFORE.iter().find(|word| {
        text.get(..start)
            .is_some_and(|before| before.ends_with(**word))
    }) {
        start -= word.len();
    }
    let before = text.get(..start).unwrap_or_default();
    // "Since the end of the order", whatever stands between.
    if let Some(since) = before
        .rfind('自')
        .filter(|since| before.get(*since..).is_some_and(|text| text.contains('起')))
    {
        return since;
    }
    // "After the account is closed".
    let after = before.trim_end_matches(['的', ' ', '第']);
    if after.ends_with('后') || after.ends_with('起') {
        let lead = after.rfind(['至', '到', '在', '于', '为', ':']);
        return lead.map_or(0, |lead| {
            lead + '至'.len_utf8().min(
                after
                    .get(lead..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8),
            )
        });
    }
    start
}
