//! Facts: the operator's name, dates, contacts, terms and limits.

use super::lexicon::Lexicon;
use super::operator::Candidate;
use super::text::{Plain, Word, number, numbers, quote, words};
use crate::knowledge::policy::{FactKind, Topic};
use crate::policy::model::{Fact, Spot, Understanding};

/// Most facts of one kind.
const MOST: usize = 20;

/// Collects facts line by line.
#[derive(Debug)]
pub(super) struct Facts {
    blocks: usize,
    /// Companies that may be the operator: the score of each, and the sentence.
    operators: Vec<(i32, Fact)>,
    /// The line before ends with "address:".
    address_follows: bool,
}

impl Facts {
    pub(super) fn new(blocks: usize) -> Self {
        Self {
            blocks,
            operators: Vec::new(),
            address_follows: false,
        }
    }

    /// Looks a sentence through.
    pub(super) fn line(
        &mut self,
        text: &str,
        plain: &Plain<'_>,
        spot: Spot,
        lexicon: &Lexicon,
        out: &mut Vec<Fact>,
    ) {
        let mut add = |kind: FactKind, value: String, negated: bool| {
            let known = out.iter().filter(|fact| fact.kind == kind);
            let known: Vec<_> = known.collect();
            if known.len() < MOST
                && known.iter().all(|fact| fact.value != value)
                && !value.is_empty()
            {
                out.push(Fact {
                    kind,
                    value,
                    negated,
                    quote: quote(text),
                    spot,
                });
            }
        };
        if plain.contains('@') {
            for email in emails(plain) {
                add(FactKind::Email, email, false);
            }
        }
        let digits = plain.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 5
            && plain.has(words![
                "电话", "热线", "客服", "联系", "拨打", "手机", "致电", "tel", "phone", "call",
            ])
        {
            for phone in phones(plain) {
                add(FactKind::Phone, phone, false);
            }
        }
        let placed = plain.has(words!["址", "住所:", "address"]);
        if std::mem::take(&mut self.address_follows)
            && let Some(value) = address(plain)
        {
            add(FactKind::Address, value.chars().take(80).collect(), false);
        }
        self.address_follows = placed && plain.ends_with("地址:");
        for key in words![
            "地址:",
            "地址为",
            "地址是",
            "住所:",
            "办公地址",
            "注册地址",
            "联系地址",
            "通讯地址",
            "address:",
        ] {
            if placed
                && let Some(value) = after(plain, key)
                && let Some(value) = address(value)
            {
                add(FactKind::Address, value.chars().take(80).collect(), false);
                break;
            }
        }
        let asks = plain.has(words!["联系", "反馈", "咨询", "投诉", "客服"]);
        if asks
            && plain.has(words![
                "qq群",
                "qq:",
                "微信:",
                "公众号",
                "微信号",
                "在线客服",
                "意见反馈",
                "帮助与反馈",
                "人工客服",
                "客服中心",
                "联系客服",
                "用户反馈",
            ])
        {
            add(FactKind::Contact, quote(text), false);
        }
        // Dates, terms and ages need a number.
        let numbered = digits > 0
            || plain.has(words!["一", "二", "三", "五", "七", "十", "两"])
            || plain.has(words![" days", " day", " month"]);
        if digits >= 4 || plain.has(words!["二〇", "二零"]) {
            super::date::dates(plain, &mut add);
        }
        if numbered && let Some((value, _)) = response(plain) {
            add(FactKind::ResponseDays, value, false);
        }
        if numbered
            && plain.has(words![
                "未成年",
                "儿童",
                "未满",
                "周岁",
                "children",
                "under",
                "minor",
            ])
        {
            for age in ages(plain) {
                add(FactKind::AgeLimit, age, false);
            }
        }
        let early = self.blocks < 30
            || (spot.block as usize) * 4 < self.blocks
            || (spot.block as usize) * 10 > self.blocks * 8;
        if let Some(found) = super::operator::operator(text, plain, early, lexicon) {
            self.company(found, text, spot);
        }
        let mut versions = words!["版本号:", "版本:"].iter();
        if let Some(version) = versions.find_map(|key| after(plain, key)) {
            let value: String = version
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '.')
                .collect();
            add(FactKind::Version, value, false);
        }
    }

    /// Takes a company that may be the operator in.
    fn company(&mut self, found: Candidate, text: &str, spot: Spot) {
        let known = self.operators.iter_mut();
        if let Some((score, fact)) = known.into_iter().find(|(_, fact)| fact.value == found.name) {
            if found.score > *score {
                (fact.quote, fact.spot) = (quote(text), spot);
            }
            // What is named again and again is the operator rather than a partner.
            *score = found.score.max(*score) + 1;
        } else if self.operators.len() < MOST {
            let fact = Fact {
                kind: FactKind::Operator,
                value: found.name,
                negated: false,
                quote: quote(text),
                spot,
            };
            self.operators.push((found.score, fact));
        }
    }

    /// Facts that are topics with their sentence.
    pub(super) fn finish(&mut self, out: &mut Understanding) {
        // The likeliest first.
        self.operators
            .sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let operators = self.operators.drain(..).map(|(_, fact)| fact);
        out.facts.extend(operators);
        let pairs = [
            (Topic::Retention, FactKind::Retention),
            (Topic::StorageLocation, FactKind::StorageLocation),
            (Topic::CrossBorder, FactKind::CrossBorder),
            (Topic::AutomatedDecision, FactKind::AutomatedDecision),
            (Topic::Security, FactKind::Security),
            (Topic::Minors, FactKind::Minors),
            (Topic::ChangeNotice, FactKind::ChangeNotice),
            (Topic::Complaint, FactKind::Complaint),
        ];
        for (topic, kind) in pairs {
            if let Some(found) = out.topics.get(&topic) {
                let plain = super::text::normal(&found.quote);
                let negated = matches!(kind, FactKind::CrossBorder | FactKind::AutomatedDecision)
                    && has(
                        &plain,
                        words![
                            "不会",
                            "不涉及",
                            "不存在",
                            "不向境外",
                            "不进行",
                            "未向",
                            "没有",
                            "do not",
                            "does not",
                            "will not",
                        ],
                    );
                out.facts.push(Fact {
                    kind,
                    value: found.quote.clone(),
                    negated,
                    quote: found.quote.clone(),
                    spot: found.spot,
                });
            }
        }
        // A fact is the better sign of its topic than words near each other.
        let shows = [
            (FactKind::ResponseDays, Topic::ResponseTime),
            (FactKind::EffectiveDate, Topic::Date),
            (FactKind::UpdateDate, Topic::Date),
            (FactKind::Email, Topic::Contact),
            (FactKind::Phone, Topic::Contact),
            (FactKind::Operator, Topic::Operator),
        ];
        for (kind, topic) in shows {
            if let Some(fact) = out.facts.iter().find(|fact| fact.kind == kind) {
                let found = crate::policy::model::Found {
                    quote: fact.quote.clone(),
                    spot: fact.spot,
                };
                out.topics.entry(topic).or_insert(found);
            }
        }
    }
}

/// What a value of "key: value" is cut off at: the next key on the same line.
const NEXT: &[&str] = &[
    "联系邮箱",
    "电子邮箱",
    "邮箱",
    "电话",
    "邮编",
    "邮政编码",
    "负责人",
    "个人信息保护",
    "信息保护",
    "办公地址",
    "常用办公地址",
    "联系地址",
    "注册地址",
    "联系方式",
    "客服",
    "网址",
    "**",
];

/// A value without what follows it on the line.
pub(super) fn cut(value: &str) -> &str {
    let next = NEXT.iter().filter_map(|key| value.find(key)).min();
    let end = next.filter(|end| *end > 0).unwrap_or(value.len());
    value.get(..end).unwrap_or(value)
}

/// An address on the map: at least a place and what stands in it.
fn address(value: &str) -> Option<&str> {
    let value = value.trim_start_matches("位于").trim_start_matches(':');
    let value = cut(value);
    let place = has(value, words!["省", "市", "区", "县", "镇", "州", "香港"]);
    let house = has(
        value,
        words![
            "路", "街", "道", "号", "厦", "楼", "园", "室", "层", "座", "村",
        ],
    );
    // "1 Example Road, Singapore".
    let latin =
        value.is_ascii() && value.contains(' ') && value.contains(|c: char| c.is_ascii_digit());
    let begins = value.starts_with(char::is_alphanumeric);
    (begins && value.chars().count() >= 6 && (place && house || latin)).then_some(value)
}

pub(super) fn has(text: &str, words: &[Word]) -> bool {
    words.iter().any(|word| text.contains(word.text))
}

pub(super) fn after<'a>(text: &'a Plain<'_>, key: &Word) -> Option<&'a str> {
    let at = text.find_word(key)?;
    let rest = text.get(at + key.text.len()..)?;
    let rest = rest.trim_start_matches([':', '为', '是', ' ']);
    let end = rest.find(['。', ';', ',']).unwrap_or(rest.len());
    rest.get(..end)
}

/// How to reach whoever a normal sentence names: an address of mail, or a telephone.
pub(super) fn contact(plain: &str) -> Option<String> {
    emails(plain).into_iter().next().or_else(|| {
        let called = ["电话", "热线", "phone", "tel", "call"]
            .iter()
            .any(|word| plain.contains(word));
        phones(plain).into_iter().next().filter(|_| called)
    })
}

fn emails(text: &str) -> Vec<String> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@').take(20) {
        let (before, behind) = (
            text.get(..at).unwrap_or_default(),
            text.get(at + 1..).unwrap_or_default(),
        );
        let start = before.rfind(|c| !part(c)).map_or(0, |place| {
            place
                + before
                    .get(place..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8)
        });
        let end = behind.find(|c| !part(c)).unwrap_or(behind.len());
        let (name, host) = (
            before.get(start..).unwrap_or_default(),
            behind.get(..end).unwrap_or_default().trim_end_matches('.'),
        );
        if !name.is_empty() && host.contains('.') && host.len() > 3 {
            found.push(format!("{name}@{host}"));
        }
    }
    found
}

/// Numbers that look like Chinese telephone numbers.
fn phones(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut number = String::new();
    let mut raw = String::new();
    for letter in text.chars().chain(['。']) {
        if letter.is_ascii_digit() {
            number.push(letter);
            raw.push(letter);
        } else if matches!(letter, '-' | '(' | ')' | '+') && raw.len() < 24 {
            raw.push(letter);
        } else if letter == ' ' && (1..10).contains(&number.len()) && number.starts_with(['0', '4'])
        {
            // "0755-3394 2655".
            raw.push('-');
        } else {
            let mobile = number.len() == 11 && number.starts_with('1');
            let service =
                number.len() == 10 && (number.starts_with("400") || number.starts_with("800"));
            let short = number.len() == 5
                && (number.starts_with("95")
                    || number.starts_with("10")
                    || number.starts_with("12"));
            let land = (10..=13).contains(&number.len())
                && (number.starts_with('0') || number.starts_with("86"));
            let local =
                (7..=8).contains(&number.len()) && raw.contains('-') && !raw.starts_with("20");
            if mobile || service || short || land || local {
                found.push(raw.trim_matches(['-', '(', ')']).to_owned());
            }
            number.clear();
            raw.clear();
        }
    }
    found
}

/// Within how many days an answer comes; whether they are working days the quote tells.
fn response(plain: &Plain<'_>) -> Option<(String, usize)> {
    const ANSWERS: &[Word] = words![
        "回复", "答复", "响应", "反馈", "核查", "回应", "respond", "reply", "answer",
    ];
    const WORKS: &[Word] = words!["处理", "完成", "解决", "受理", "办理", "办结", "process"];
    const ASKED: &[Word] = words![
        "请求",
        "问题",
        "投诉",
        "申请",
        "联系",
        "意见",
        "建议",
        "反馈",
        "身份",
        "举报",
        "疑问",
        "要求",
        "注销",
        "我们会在",
        "处理期限",
        "权利",
        "更正",
        "删除个人信息",
        "request",
        "complaint",
        "inquiry",
    ];
    let works = plain.has(WORKS) && plain.has(ASKED);
    if !works && !plain.has(ANSWERS) {
        return None;
    }
    if plain.has(words!["保存", "存储期限", "留存", "缓存"]) && !plain.has(words!["回复", "答复"])
    {
        return None;
    }
    for (place, length, value) in numbers(plain) {
        let rest = plain.get(place..).unwrap_or_default();
        let mut unit = rest.get(length..).unwrap_or_default();
        for skip in ["(", "】", "]", ")", " "] {
            unit = unit.trim_start_matches(skip);
        }
        // "十五（15）天": the second number stands for the first.
        if let Some((_, more)) = number(unit) {
            unit = unit
                .get(more..)
                .unwrap_or_default()
                .trim_start_matches([')', ' ']);
        }
        let unit = unit.trim_start_matches(['个', ' ']);
        let name = if unit.starts_with("工作日")
            || unit.starts_with("工作天")
            || unit.starts_with("business day")
            || unit.starts_with("working day")
        {
            "working-days"
        } else if unit.starts_with("天")
            || unit.starts_with("日")
            || unit.starts_with("自然日")
            || unit.starts_with("day")
            || unit.starts_with("calendar day")
        {
            "days"
        } else if unit.starts_with("小时") || unit.starts_with("hour") {
            "hours"
        } else if unit.starts_with("月") && !unit.starts_with("月1") || unit.starts_with("month")
        {
            // A date has a month too.
            let after = unit.chars().nth(1);
            if after.is_some_and(|c| c.is_ascii_digit() || c == '【') {
                continue;
            }
            return (1..=12)
                .contains(&value)
                .then(|| ((value * 30).to_string(), place));
        } else {
            continue;
        };
        let before = plain.get(..place).unwrap_or_default();
        let dated = before.ends_with("提前")
            || unit.contains("冷静期")
            || unit.contains("等待期")
            || before.ends_with("满")
            || before.ends_with('月')
            || before.ends_with('-')
            || before.ends_with('/');
        let tail: String = unit.chars().take(12).collect();
        let framed = has(
            &tail,
            words!["内", "之内", "以内", "向您", "答复", "回复", "处理", "完成"],
        ) || before
            .trim_end_matches([' ', '('])
            .ends_with(['在', '于', '过', '为', ':'])
            || plain.has(words!["within"]);
        if !dated && framed && (1..=400).contains(&value) {
            let days = if name == "hours" {
                value.div_ceil(24)
            } else {
                value
            };
            return Some((days.to_string(), place));
        }
    }
    None
}

/// The ages that a sentence names: "未满十四周岁", "14周岁", "under the age of 13", "16 years".
fn ages(plain: &str) -> Vec<String> {
    /// Those that rules for the young begin or end with.
    const LIKELY: std::ops::RangeInclusive<u32> = 6..=21;
    const LONGEST: usize = 18;
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        if let Some((age, _)) = number(text).filter(|(age, _)| LIKELY.contains(age))
            && !found.contains(&age.to_string())
        {
            found.push(age.to_string());
        }
    };
    for (at, unit) in plain
        .match_indices('岁')
        .chain(plain.match_indices(" year"))
        .chain(plain.match_indices("-year"))
    {
        let before = plain.get(..at).unwrap_or_default();
        let before = if unit == "岁" {
            before.trim_end_matches(['周', ')', ']', '】'])
        } else {
            before
        };
        let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let start = before.len() - before.len().min(LONGEST);
        let start = (start..=before.len()).find(|at| before.is_char_boundary(*at));
        let near = start.and_then(|at| before.get(at..)).unwrap_or_default();
        let word = near.rfind(|c: char| !digit(c)).map_or(near, |at| {
            let rest = near.get(at..).unwrap_or_default();
            rest.trim_start_matches(|c: char| !digit(c))
        });
        add(word);
    }
    for key in ["under ", "age of ", "below ", "younger than "] {
        for (at, _) in plain.match_indices(key) {
            add(plain.get(at + key.len()..).unwrap_or_default());
        }
    }
    found
}
