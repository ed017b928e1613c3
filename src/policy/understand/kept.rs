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
    let stored = marks.has(ListId::Store);
    if !stored && !marks.has(ListId::Erase) {
        return found;
    }
    // What tells no length of time needs no closer look.
    let timed = marks.has(ListId::Term)
        || plain.has(words![
            "天", "日", "月", "年", "周", "时", "分钟", "至", "到", "day", "week", "month", "year",
            "hour",
        ]);
    if !timed && !(stored && (marks.has(ListId::Site) || lexicon.places(plain).next().is_some())) {
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
        // "We keep your number for a year, and your address for a month" has one verb.
        ',' => !plain
            .get(at + 1..)
            .is_some_and(|rest| rest.starts_with(" and ")),
        ';' | '。' => true,
        '.' => !plain
            .as_bytes()
            .get(at + 1)
            .is_some_and(u8::is_ascii_alphanumeric),
        _ => false,
    });
    for end in signs.map(|(at, _)| at).chain([plain.len()]) {
        let clause = Clause { plain, start, end };
        start = end;
        let mut stored: Vec<_> = clause.verbs(marks, ListId::Store).collect();
        stored.retain(|(at, _)| !denied(*at));
        let erased: Vec<_> = clause.verbs(marks, ListId::Erase).collect();
        if !stored.is_empty() || !erased.is_empty() && !asked() {
            found.terms.extend(clause.terms(&stored, marks));
        }
        if let Some(verb) = stored.first() {
            found.sites.extend(clause.site(*verb, marks, lexicon));
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
    /// Verbs of a list that are no part of a thing's name ("storage permission").
    fn verbs(&self, marks: &Marks, list: ListId) -> impl Iterator<Item = (usize, usize)> {
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
        marks.of(list).filter(|(start, end)| {
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

    /// How long: numbers with their units, up to an event, or in words ("for ever", "as long as …").
    fn terms(&self, verbs: &[(usize, usize)], marks: &Marks) -> Vec<Kept> {
        let spans = self.spans().into_iter();
        let mut found: Vec<Kept> = spans
            .filter_map(|(start, end)| self.kept(start, end))
            .collect();
        let words = || {
            let until = verbs.iter().find_map(|verb| self.until(*verb, marks));
            until.or_else(|| self.words(marks))
        };
        // "Until 30 days after …" is told already.
        let apart = |other: &Kept| {
            found
                .iter()
                .all(|one| one.end <= other.start || other.end <= one.start)
        };
        if let Some(more) = words().filter(apart) {
            found.push(more);
            found.sort_by_key(|one| one.start);
        }
        found
    }

    /// "Kept until you delete it".
    fn until(&self, verb: (usize, usize), marks: &Marks) -> Option<Kept> {
        let behind = self.text(verb.1, self.end);
        let rest = behind.trim_start_matches([' ', ':', '期', '限', '时', '间', '为']);
        let until = ["至", "到", "直到", "直至", "until "];
        // "Saved to the phone" is a place.
        let site = marks
            .of(ListId::Site)
            .any(|hit| hit.0 >= verb.1 && hit.1 <= self.end);
        // And "saved to the album" is one as well: an event ends with what happens, or when.
        let events = [
            "止", "注销", "删除", "撤回", "停止", "终止", "结束", "届满", "到期", "完成", "之日",
            "时", "日", "年", "卸载", "until ",
        ];
        let begins = until.iter().any(|word| rest.starts_with(word))
            && !rest.starts_with("到期")
            && events.iter().any(|event| rest.contains(event));
        let start = self.end.checked_sub(rest.len())?;
        if begins && !site {
            self.kept(start, self.end)
        } else {
            None
        }
    }

    fn words(&self, marks: &Marks) -> Option<Kept> {
        let inside = |(start, end): &(usize, usize)| *start >= self.start && *end <= self.end;
        let (start, end) = marks.of(ListId::Term).find(inside)?;
        // English goes on with what it depends on; Chinese has said that before.
        if self.text(start, end).is_ascii() {
            let comma = self.text(start, self.end).find(',');
            return self.kept(start, comma.map_or(self.end, |at| start + at));
        }
        let lead = self.text(self.start, start).rfind(['在', '为', '于']);
        let own = lead.map_or(self.start, |at| self.start + at + '在'.len_utf8());
        self.kept(own, end)
    }

    /// Numbers with a unit of time, each with what belongs to it.
    fn spans(&self) -> Vec<(usize, usize)> {
        let text = self.text(self.start, self.end);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (at, length, value) in numbers(text) {
            let Some(end) = unit(text, at, length, value) else {
                continue;
            };
            match found.last_mut() {
                // "7 days or 30 days".
                Some((_, last)) if at.saturating_sub(*last) <= 8 => *last = end,
                _ => found.push((begin(text, at), end)),
            }
        }
        let single = found.len() == 1;
        for (_, end) in &mut found {
            // Chinese ends here, but for "within" and "after"; English tells after what.
            let rest = text.get(*end..).unwrap_or_default();
            let behind = ["以内", "之内", "之后", "内", "后"];
            let goes_on = [" after", " from", " of "];
            if let Some(word) = behind.iter().find(|word| rest.starts_with(**word)) {
                *end += word.len();
            } else if single && goes_on.iter().any(|word| rest.starts_with(word)) {
                *end = text.len();
            }
        }
        let at = |(start, end)| (self.start + start, self.start + end);
        found.into_iter().map(at).collect()
    }

    /// Where: what words of places stand behind the verb ("stored in …", "kept locally"), else right before it.
    fn site(&self, verb: (usize, usize), marks: &Marks, lexicon: &Lexicon) -> Option<Kept> {
        /// Letters between the verb and the place, when a preposition stands before the place, and else.
        const BETWEEN: [usize; 2] = [80, 24];
        const BEFORE: usize = 2;
        const PREPOSITIONS: &[&str] = &[
            "在", "于", "至", "到", "为", ":", " in ", " on ", " at ", " within ", " by ",
        ];
        let clause = self.text(self.start, self.end);
        let divisions = lexicon.places(clause);
        let divisions = divisions.map(|(start, end)| (self.start + start, self.start + end));
        let mut places: Vec<(usize, usize)> = marks.of(ListId::Site).chain(divisions).collect();
        places.retain(|(start, end)| *start >= self.start && *end <= self.end);
        places.sort_unstable();
        let follows = places.iter().any(|(start, _)| *start >= verb.1);
        places.retain(|(start, end)| match follows {
            true => *start >= verb.1,
            false => *end <= verb.0,
        });
        // Words of one place stand together: "servers in Singapore".
        let near =
            |end: usize, start: usize| start <= end || self.text(end, start).chars().count() <= 12;
        let (first, end) = match follows {
            true => {
                let (first, mut end) = *places.first()?;
                for (start, more) in places {
                    if near(end, start) {
                        end = end.max(more);
                    }
                }
                (first, end)
            }
            false => {
                let (mut first, end) = *places.last()?;
                for (start, more) in places.into_iter().rev() {
                    if near(more, first) {
                        first = first.min(start);
                    }
                }
                (first, end)
            }
        };
        let open = if follows { verb.1 } else { self.start };
        let lead = self.text(open, first);
        let begins = PREPOSITIONS
            .iter()
            .filter_map(|word| Some(lead.rfind(word)? + word.len()));
        let begins = begins.max().filter(|at| {
            let own = lead.get(*at..).unwrap_or_default();
            own.chars().count() <= BETWEEN[1]
        });
        let between = match follows {
            true => lead,
            false => self.text(end, verb.0),
        };
        // "We store the address of your device" tells no place.
        let owns = self.text(end, self.end).starts_with('的') && begins.is_none();
        let most = match (follows, begins) {
            _ if owns => return None,
            (true, Some(_)) => BETWEEN[0],
            (true, None) => BETWEEN[1],
            (false, _) => BEFORE,
        };
        if between.chars().count() > most {
            return None;
        }
        let whose = ["您的", "你的", "我们的", "用户的"];
        let whose = whose.iter().find(|word| lead.ends_with(**word));
        let first = first - whose.map_or(0, |word| word.len());
        self.kept(begins.map_or(first, |at| open + at), end)
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
        || ["冷静期", "等待期", "犹豫期", "龄", "天", "预报"]
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
    if after.ends_with(['后', '起']) {
        let lead = after.char_indices().rev();
        let mut lead =
            lead.filter(|(_, letter)| matches!(letter, '至' | '到' | '在' | '于' | '为' | ':'));
        return lead.next().map_or(0, |(at, letter)| at + letter.len_utf8());
    }
    start
}
