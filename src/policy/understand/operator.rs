//! The operator's name.

use super::fact::{after, cut, has};
use super::lexicon::Lexicon;
use super::text::{Plain, Word, is_latin, normal, words};

/// The legal form that a company's name ends with.
const FORMS: &[Word] = words![
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团公司",
    "工作室",
    "合伙企业(有限合伙)",
    "合伙企业",
    "个体工商户",
];
/// Words of trade, which alone are no company's name.
const TRADE: &[&str] = &[
    "网络", "科技", "信息", "技术", "文化", "传媒", "传播", "发展", "软件", "服务", "电子", "商务",
    "数字", "互动", "娱乐", "控股", "投资", "集团", "股份", "管理", "咨询",
];
/// Words that stand before a name and are not part of it.
const BEFORE: &[Word] = words![
    "公司名称",
    "提供方",
    "提供者",
    "经营者",
    "运营者",
    "运营方",
    "运营商",
    "运营主体",
    "开发者",
    "开发商",
    "所有者",
    "服务商",
    "欢迎使用",
    "以及",
    "属于",
    "适用于",
    "包括",
    "具体指",
    "提供给",
    "共享给",
    "分享给",
    "传输给",
    "发送给",
    "披露给",
    "上传给",
    "共享至",
    "提供至",
    "传输至",
    "发送至",
    "集成了",
    "合作方",
    "通过",
    "委托",
    "是指",
    "不限于",
    "主体",
    "特别提示",
    "我们",
    "我司",
    "您对",
    "下称",
    "根据",
    "感谢",
    "使用",
    "本公司",
    "所有",
    "指引中",
    "政策中",
    "协议中",
];
/// Letters that may link a sentence to a name, where a name does not begin with them.
const LINKS: &str = "由是为与和及即指系向归或在于经称属以并者对给";

/// A company that a sentence names, and how much the sentence says that it is the operator.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) name: String,
    pub(super) score: i32,
}

/// The company that the sentence names: whether it is the operator, the best of the text is.
pub(super) fn operator(
    text: &str,
    plain: &Plain<'_>,
    early: bool,
    lexicon: &Lexicon,
) -> Option<Candidate> {
    // Most sentences hold no company: a few looks instead of many.
    let company = plain.has(words!["公司", "工作室", "合伙", "个体工商户"])
        || (plain.contains(' ')
            && plain.has(words![
                " ltd", ".,ltd", " inc", " llc", "gmbh", "limited", " corp", " pte",
            ]));
    // Rows and sentences on SDKs name partners, unless they say who "we" are.
    let partner =
        plain.has(words!["sdk", "推送", "广告"]) && !plain.has(words!["称", "我们", "we"]);
    if company
        && !partner
        && let Some(found) =
            chinese(text, plain, early, lexicon).or_else(|| english(text, plain, early))
    {
        return Some(found);
    }
    keyed(plain)
}

fn chinese(text: &str, plain: &Plain<'_>, early: bool, lexicon: &Lexicon) -> Option<Candidate> {
    let (start, end) = company(plain, lexicon)?;
    let lead = plain.get(..start).unwrap_or_default();
    let rest = plain.get(end..).unwrap_or_default();
    let score = score(plain, lead, rest.trim_start_matches(['】', ']']), early);
    (score > 0).then(|| Candidate {
        name: written(text, plain.get(start..end).unwrap_or_default()),
        score,
    })
}

/// Where the first company of a normal sentence stands.
pub(super) fn company(plain: &Plain<'_>, lexicon: &Lexicon) -> Option<(usize, usize)> {
    // "Acme Share Ltd" ends with a form that ends with another.
    let forms = FORMS
        .iter()
        .filter_map(|form| Some((plain.find_word(form)?, form.text)));
    let (at, form) = forms.min_by_key(|(at, form)| (*at, std::cmp::Reverse(form.len())))?;
    let end = at + form.len();
    let before = plain.get(..at).unwrap_or_default();
    let start = before
        .rfind(|c: char| !(('\u{3400}'..='\u{9fff}').contains(&c) || matches!(c, '(' | ')')))
        .map_or(0, |place| next_letter(before, place));
    let run = plain.get(start..end)?;
    let name = run.get(name_start(run, form, lexicon)..)?;
    let name = name.trim_start_matches(['(', ')', ' ']);
    let own = name.strip_suffix(form).unwrap_or_default();
    let mut telling = own;
    while let Some(rest) = TRADE.iter().find_map(|word| telling.strip_prefix(word)) {
        telling = rest;
    }
    let fits = telling.chars().count() >= 2 && name.chars().count() <= 40;
    fits.then_some((end - name.len(), end))
}

/// The name as the text writes it, where that is in traditional letters; brackets are narrow.
fn written(text: &str, name: &str) -> String {
    let text = text.replace('（', "(").replace('）', ")");
    if text.contains(name) {
        return name.to_owned();
    }
    let letters = name.chars().count();
    let ends = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        let end = rest
            .char_indices()
            .nth(letters)
            .map_or(rest.len(), |(at, _)| at);
        rest.get(..end).unwrap_or_default()
    };
    let mut places = text.char_indices().map(|(at, _)| ends(at));
    let found = places.find(|part| part.len() >= name.len() / 2 && normal(part) == name);
    found.unwrap_or(name).to_owned()
}

/// Where the letter after the one at a place begins.
fn next_letter(text: &str, place: usize) -> usize {
    let letter = text.get(place..).and_then(|rest| rest.chars().next());
    place + letter.map_or(1, char::len_utf8)
}

/// Where in a run of letters that ends with a company's form its name begins: at the first division of China, else
/// behind the words that link it to the sentence.
fn name_start(run: &str, form: &str, lexicon: &Lexicon) -> usize {
    let mut start = 0;
    // A bracket that is not closed parts what it explains from the name: "the operator (Acme Ltd)".
    let mut open = Vec::new();
    for (at, letter) in run.char_indices() {
        match letter {
            '(' => open.push(at + 1),
            ')' => {
                open.pop();
            }
            _ => {}
        }
    }
    if let Some(at) = open.last() {
        start = *at;
    }
    // "… provided by Acme Ltd": the letter stands in few names ("free").
    if let Some((lead, _)) = run.rsplit_once('由')
        && !lead.ends_with('自')
        && run.len() > lead.len() + form.len() + 6
    {
        start = start.max(next_letter(run, lead.len()));
    }
    let plain = Plain::new(run);
    for word in BEFORE {
        if plain.has(std::slice::from_ref(word))
            && let Some(at) = run.rfind(word.text)
            && run.len() > at + word.text.len() + form.len() + 3
        {
            start = start.max(at + word.text.len());
        }
    }
    let rest = run.get(start..).unwrap_or_default();
    // "New Wave (China) Ltd" does not begin in its brackets.
    let outside = |at: &usize| !rest.get(..*at).unwrap_or_default().ends_with('(');
    let first = lexicon.places(rest).map(|(at, _)| at).filter(outside).min();
    if let Some(at) = first {
        let linked = rest.get(..at).unwrap_or_default();
        // A place within a name is none that it begins with: "Xinhua Beijing Culture".
        if at == 0
            || linked.ends_with(|c| LINKS.contains(c) || c == '的' || c == ')')
            || linked.chars().count() > 6
        {
            return start + at;
        }
    }
    if let Some(at) = rest.rfind('的') {
        return start + next_letter(rest, at);
    }
    let link = |c: char| LINKS.contains(c) || c == ')';
    start + (rest.len() - rest.trim_start_matches(link).len())
}

/// How much speaks for the operator: what stands before and behind the name.
fn score(plain: &Plain<'_>, lead: &str, rest: &str, early: bool) -> i32 {
    fn near(text: &str, letters: usize) -> &str {
        let end = text.char_indices().nth(letters);
        end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
    }
    let start = lead.char_indices().rev().take(24).last();
    let before = start.and_then(|(start, _)| lead.get(start..));
    let (before, behind) = (
        Plain::new(before.unwrap_or_default()),
        Plain::new(near(rest, 40)),
    );
    let (after, next) = (near(rest, 24), near(rest, 12));
    let named = behind.has(words![
        "简称", "下称", "统称", "或称", "合称", "也称", "亦称", "称为", "称\"", "称“"
    ]);
    let we = words!["我们", "本公司", "我司", "我行", "我方"];
    let us =
        named && behind.has(we) || has(next, we) && rest.starts_with(['(', ',', '是', '"', '“']);
    let role = before.has(words![
        "运营主体",
        "运营者",
        "运营方",
        "经营者",
        "提供者",
        "提供方",
        "开发者",
        "开发商",
        "所有者",
        "公司名称",
        "公司全称",
        "主体",
        "版权",
        "服务商",
        "我们是",
        "我们指",
        "我们(",
        "\"我们\"",
        "“我们”",
    ]);
    let app = before.has(words![
        "本应用",
        "本软件",
        "本产品",
        "本服务",
        "本平台",
        "本app"
    ]);
    let helps = !app && behind.has(words!["用于", "技术服务", "技术支持", "推送", "第三方"]);
    let by = before.ends_with(['由', '系', '是', '为'])
        && !helps
        && has(
            after,
            words![
                "提供", "运营", "开发", "研发", "发布", "制作", "所有", "拥有", "管理"
            ],
        );
    let cares = behind.has(words![
        "深知",
        "尊重",
        "重视",
        "珍视",
        "严格遵守",
        "制定",
        "非常",
        "作为",
        "所有服务",
        "隐私",
        "注册地",
        "地址"
    ]);
    let parties = before.has(words![
        "您与",
        "你与",
        "用户与",
        "和您",
        "适用于",
        "欢迎",
        "感谢",
        "版权"
    ]);
    let alone = lead.chars().count() <= 4 && rest.chars().count() <= 12;
    let other = before.has(words![
        "例如",
        "比如",
        "第三方",
        "合作",
        "共享",
        "提供给",
        "传输给",
        "披露",
        "委托",
        "关联公司",
        "法院",
        "控制",
        "上传给",
        "我们会向",
        "将向",
        "使用了",
        "接入",
        "由第三方",
        "集团",
        "著作权人",
        "供应商",
        "发送给",
        "提供方:",
        "服务商:",
    ]);
    let row = plain.bytes().filter(|byte| *byte == b'|').count() > 2;
    let list = (row || plain.has(words!["sdk", "推送", "隐私政策:", "广告"])) && !us;
    let points = |yes: bool, points: i32| if yes { points } else { 0 };
    points(us, 3)
        + points(named, 1)
        + points(role, 3)
        + points(by, 3)
        + points(cares, 1)
        + points(parties, 2)
        + points(alone, 1)
        + points(early, 1)
        - points(other, 4)
        - points(list, 4)
        - points(helps && before.ends_with('由') && !us, 2)
}

fn english(text: &str, plain: &Plain<'_>, early: bool) -> Option<Candidate> {
    for form in words![
        "co., ltd",
        "co.,ltd",
        "co. ltd",
        " inc.",
        " inc,",
        " llc",
        " ltd",
        " gmbh",
        " limited",
        " corporation",
        " pte.",
    ] {
        if let Some(at) = plain.find_word(form) {
            let before = plain.get(..at).unwrap_or_default();
            let start = before
                .rfind(['(', '"', ':', '。', '“', ';'])
                .map_or(0, |place| {
                    place
                        + before
                            .get(place..)
                            .and_then(|rest| rest.chars().next())
                            .map_or(1, char::len_utf8)
                });
            let name = plain
                .get(start..at + form.text.len())
                .unwrap_or_default()
                .trim();
            let name = [
                "made by ",
                "provided by ",
                "operated by ",
                "developed by ",
                "owned by ",
                " by ",
                " is ",
                "welcome to ",
            ]
            .iter()
            .filter_map(|word| Some(name.rsplit_once(word)?.1))
            .min_by_key(|rest| rest.len())
            .unwrap_or(name)
            .trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
            let words: Vec<&str> = name.split(' ').collect();
            let name = words
                .get(words.len().saturating_sub(8)..)
                .unwrap_or_default()
                .join(" ");
            let name = name.trim_end_matches([',', ' ']);
            // As the text writes it.
            let place = text.to_ascii_lowercase().find(name);
            let written = place.and_then(|at| text.get(at..at + name.len()));
            // "Displays limited advertising" names none: a company writes its form with a capital.
            let form_written =
                written.and_then(|name| name.rsplit([' ', ',', '.']).find(|word| !word.is_empty()));
            if form_written.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase())) {
                continue;
            }
            let score = match is_latin(plain) {
                true => {
                    let other = plain.has(words![
                        "sdk",
                        "third part",
                        "partner",
                        "for example",
                        "such as",
                        "service provider",
                        "we share",
                    ]);
                    let us = plain.has(words!["we", "our", "us\"", "operate", " by "]);
                    2 * i32::from(us) + i32::from(early) - 3 * i32::from(other)
                }
                // In a Chinese text the Chinese company is the operator rather.
                false => {
                    let rest = plain.get(at + form.text.len()..).unwrap_or_default();
                    score(plain, before, rest, early) - 1
                }
            };
            return (score > 0).then(|| Candidate {
                name: written.unwrap_or(name).to_owned(),
                score,
            });
        }
    }
    None
}

/// "Developer: …", "the developer Zhou Ming".
fn keyed(plain: &Plain<'_>) -> Option<Candidate> {
    let found = |name: String| Candidate { name, score: 4 };
    if let Some(person) = after(plain, &const { Word::new("个人开发者") }) {
        let letters = person.chars().count();
        if (2..=4).contains(&letters)
            && person
                .chars()
                .all(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
        {
            return Some(found(person.to_owned()));
        }
    }
    if !plain.contains(':') {
        return None;
    }
    for key in words![
        "开发者:",
        "开发者名称:",
        "运营者:",
        "运营者名称:",
        "运营主体:",
        "公司名称:",
        "开发者姓名:",
        "个人开发者:",
        "运营方:",
        "开发商:",
        "个人信息处理者:",
        "developer:",
        "operator:",
    ] {
        if let Some(value) = after(plain, key) {
            let value: String = cut(value).chars().take(40).collect();
            if value.chars().count() >= 2 && !value.contains("http") {
                return Some(found(value));
            }
        }
    }
    None
}
