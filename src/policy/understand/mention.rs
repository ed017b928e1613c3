//! SDKs that a line or a sentence names: "Acme SDK: …", "we built in Acme's SDK".

use super::Scope;
use super::lexicon::{Lexicon, plain_name};
use super::text::{Plain, Word, normal, quote, words};
use crate::knowledge::policy::Topic;
use crate::knowledge::sdk::SdkCategory;
use crate::policy::model::{Found, SdkRow, Spot, Understanding};

/// Whether a text can be the name of an SDK or of a company, and is no sentence.
pub(super) fn is_name(name: &str) -> bool {
    const NEVER: &[Word] = words![
        "我们",
        "您",
        "信息",
        "数据",
        "例如",
        "权限",
        "收集",
        "如下",
        "清单",
        "目录",
        "列表",
        "说明",
        "公示",
        "接入服务",
        "隐私",
        "第三方sdk",
        "政策",
    ];
    let plain = normal(name);
    let letters = plain.chars().count();
    (2..=60).contains(&letters)
        && plain.chars().any(char::is_alphanumeric)
        && !plain.contains([',', '。', '?', ';', '|', '#', '<'])
        && !plain.starts_with("http")
        && !Plain::new(&plain).has(NEVER)
        && plain != "sdk"
}

/// Whether a sign parts a name from what is told of it.
fn parts_name(sign: char) -> bool {
    matches!(sign, '：' | ':' | '（' | '(' | '，' | '－' | '–' | '—')
}

/// Whether a sign parts what is told of a name.
fn parts_values(sign: char) -> bool {
    parts_name(sign) || matches!(sign, '）' | ')' | ',' | '；' | ';' | ' ')
}

/// Where what may be a name ends: at a sign, or with a text that is short enough to be one. Long texts are not
/// searched to their end.
fn name_end(text: &str, is_sign: impl Fn(char) -> bool) -> Option<usize> {
    const LONGEST: usize = 100;
    let mut letters = text.char_indices();
    let sign = letters.by_ref().take(LONGEST).find(|(_, c)| is_sign(*c));
    match sign {
        Some((at, _)) => Some(at),
        None => letters.next().is_none().then_some(text.len()),
    }
}

/// Whether a normal text may hold what [`named_sdk`] looks for: most do not, and need no closer look.
pub(super) fn may_name_sdk(plain: &str) -> bool {
    memchr::memchr(b'k', plain.as_bytes()).is_some()
}

/// The name of an SDK that a line is, or begins with: "Acme SDK", "Acme SDK: …".
pub(super) fn named_sdk(text: &str) -> Option<(&str, &str)> {
    const VERBS: &[&str] = &[
        "我们使用了",
        "我们使用",
        "使用了",
        "使用",
        "集成",
        "接入",
        "采用",
    ];
    let end = name_end(text, parts_name)?;
    let (mut name, rest) = (text.get(..end)?, text.get(end..)?);
    name = name.trim_matches(['*', ' ', '-', '.', '。', '【', '】', '#', '_']);
    for verb in VERBS {
        name = name.strip_prefix(verb).unwrap_or(name);
    }
    if !name.contains(['k', 'K', 'ｋ', 'Ｋ']) {
        return None;
    }
    let plain = normal(name).replace('*', "");
    let kind = plain.strip_suffix("sdk").map(str::trim)?;
    let specific = kind.chars().count() >= 2
        && ![
            "第三方",
            "三方",
            "合作方",
            "合作伙伴",
            "服务商",
            "上述",
            "的",
        ]
        .iter()
        .any(|word| kind.ends_with(word));
    (specific && name.chars().count() <= 30 && is_name(name)).then_some((name, rest))
}

/// A text without the number that it is listed under; a number that begins a name stays ("360 SDK").
pub(super) fn without_number(text: &str) -> &str {
    let bullet = |c: char| matches!(c, '·' | '•' | '-' | '*' | ' ');
    let bracket = |c: char| matches!(c, '（' | '(' | '【' | '[');
    let circle = |c: char| matches!(c, '①'..='⑳');
    let digit = |c: char| {
        let han = matches!(c, '一'..='十') && "一二三四五六七八九十".contains(c);
        c == '.' || c.is_ascii_digit() || han
    };
    let mut rest = text.trim().trim_start_matches(bullet);
    // "3.（1）Acme": at most two numbers stand before a name.
    for _ in 0..2 {
        if !rest.starts_with(|c| bracket(c) || circle(c) || digit(c)) {
            break;
        }
        let open = rest.starts_with(bracket);
        let inner = rest.trim_start_matches(bracket);
        let circled = inner.trim_start_matches(circle);
        let after = inner.trim_start_matches(digit);
        let signs = ['、', '．', '.', '）', ')', '】', ']', ' '];
        if circled.len() < inner.len() {
            rest = circled.trim_start();
        } else if after.len() < inner.len()
            && (after.starts_with(signs) || !open && inner.as_bytes().get(1) == Some(&b'.'))
        {
            rest = after.trim_start_matches(signs).trim_start();
        } else {
            break;
        }
    }
    let rest = if rest.is_empty() { text.trim() } else { rest };
    rest.trim_end_matches(['：', ':', '。'])
}

/// An SDK that a running sentence names.
pub(super) fn mention(
    plain: &Plain<'_>,
    sentence: &str,
    scope: Scope,
    lexicon: &Lexicon,
    out: &mut Understanding,
) {
    const SIGNS: &[Word] = words![
        "sdk",
        "第三方",
        "共享",
        "有限公司",
        "推送",
        "third",
        "partner",
        "service provider",
    ];
    /// The third party is part of the app, not only a partner.
    const BUILT_IN: &[Word] = words![
        "sdk",
        "工具包",
        "开发包",
        "插件",
        "集成",
        "接入",
        "嵌入",
        "内置",
    ];
    if !plain.has(SIGNS) {
        return;
    }
    // An SDK that is named by its vendor alone: "Acme's SDK".
    let by_vendor = plain.match_indices("sdk").take(8).any(|(at, _)| {
        let before = plain.get(..at).unwrap_or_default();
        let start = before.char_indices().rev().nth(39).map_or(0, |(at, _)| at);
        !lexicon
            .vendor(before.get(start..).unwrap_or_default())
            .is_empty()
    });
    let found = || Found {
        quote: quote(sentence),
        spot: scope.spot,
    };
    if by_vendor {
        out.topics.entry(Topic::SdkList).or_insert_with(found);
    }
    for (_, ids) in lexicon.sdks(plain) {
        let Some(known) = ids
            .first()
            .and_then(|id| lexicon.catalogue.get(*id as usize))
        else {
            continue;
        };
        if known.category == SdkCategory::Library || known.is_item {
            continue;
        }
        if plain.has(BUILT_IN) {
            out.topics.entry(Topic::SdkList).or_insert_with(found);
        }
        if out.sdks.iter().any(|row| row.ids.contains(&known.id)) {
            continue;
        }
        let data = plain
            .has(words!["收集", "获取", "collect"])
            .then(|| quote(sentence));
        out.sdks.push(SdkRow {
            name: known.name.clone(),
            data,
            ids: ids
                .iter()
                .filter_map(|id| Some(lexicon.catalogue.get(*id as usize)?.id.clone()))
                .collect(),
            spot: scope.spot,
            ..SdkRow::default()
        });
    }
}

/// A line that begins with an SDK's name and tells about it: "Acme (Acme Ltd) - push - device model".
pub(super) fn entry(
    text: &str,
    plain: &Plain<'_>,
    spot: Spot,
    third: bool,
    lexicon: &Lexicon,
    out: &mut Understanding,
) -> bool {
    let text = text.trim_start_matches(['*', ' ']);
    let bare = without_number(text);
    if may_name_sdk(plain)
        && let Some((name, rest)) = named_sdk(bare)
        && rest.chars().count() >= 6
        && rest.starts_with(parts_name)
    {
        let rest = rest.trim_start_matches(['：', ':', '，', ' ']);
        let vendor = rest
            .split(|c: char| parts_values(c) || c == '。')
            .find(|part| part.ends_with("公司"));
        out.sdks.push(SdkRow {
            name: name.to_owned(),
            vendor: vendor.map(str::to_owned),
            data: Some(rest.to_owned()),
            spot,
            ..SdkRow::default()
        });
        return true;
    }
    if plain.has(words!["我们"]) {
        return false;
    }
    let end = name_end(bare, parts_name);
    let Some(end) = end.filter(|end| *end > 1 && *end < bare.len()) else {
        return false;
    };
    let name = bare
        .get(..end)
        .unwrap_or_default()
        .trim_matches(['*', ' ', '-']);
    let rest = bare.get(end..).unwrap_or_default();
    let letters = name.chars().count();
    // What makes no name or no entry anyway needs no closer look.
    let long = rest.chars().nth(5).is_some();
    if !long || !(2..=30).contains(&letters) || name.contains(['。', '；', '、']) {
        return false;
    }
    // A part that is a company's name: a clause that speaks of companies ends otherwise.
    let is_vendor = |part: &&str| {
        let part = part.trim_end_matches("提供");
        let named = part.ends_with("公司") && part.chars().count() > 4;
        named || ["llc", "LLC", "Inc"].iter().any(|form| part.contains(form))
    };
    let vendor = match plain.has(words!["公司", "llc", "inc"]) {
        true => rest.split(parts_values).find(is_vendor),
        false => None,
    };
    if !third && vendor.is_none() || !is_name(name) {
        return false;
    }
    let named = || {
        let known = lexicon.sdks(&plain_name(name));
        normal(name).ends_with("sdk") || known.first().is_some_and(|(at, _)| *at == 0)
    };
    // In a chapter on others a vendor is enough.
    if !(third && vendor.is_some() || named()) {
        return false;
    }
    out.sdks.push(SdkRow {
        name: name.to_owned(),
        vendor: vendor.map(str::to_owned),
        data: Some(rest.trim_start_matches(['：', ':']).to_owned()),
        spot,
        ..SdkRow::default()
    });
    true
}
