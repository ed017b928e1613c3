//! The operator's name.

use super::fact::{after, cut};
use super::text::{Plain, words};
use crate::knowledge::policy::FactKind;

/// The legal form that a company's name ends with.
const FORMS: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团公司",
    "工作室",
    "合伙企业(有限合伙)",
    "合伙企业",
    "个体工商户",
];
/// Words that stand before a name and are not part of it.
const BEFORE: &[&str] = &[
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
    "欢迎使用",
    "以及",
    "属于",
    "我们",
    "我司",
    "下称",
    "根据",
    "感谢",
    "使用",
    "本公司",
    "所有",
];
/// Places that names of companies begin with.
const PLACES: &[&str] = &[
    "北京",
    "上海",
    "天津",
    "重庆",
    "广州",
    "深圳",
    "杭州",
    "南京",
    "苏州",
    "成都",
    "武汉",
    "西安",
    "长沙",
    "厦门",
    "福州",
    "郑州",
    "合肥",
    "济南",
    "青岛",
    "广东",
    "浙江",
    "江苏",
    "四川",
    "湖北",
    "湖南",
    "福建",
    "河南",
    "河北",
    "安徽",
    "山东",
    "山西",
    "陕西",
    "江西",
    "辽宁",
    "吉林",
    "黑龙江",
    "云南",
    "贵州",
    "海南",
    "广西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "西藏",
    "内蒙古",
    "香港",
    "澳门",
    "台湾",
    "珠海",
    "东莞",
    "佛山",
    "无锡",
    "宁波",
    "大连",
    "沈阳",
    "中国",
];

/// The operator's name, when the sentence gives it.
pub(super) fn operator(
    text: &str,
    plain: &Plain<'_>,
    early: bool,
    add: &mut impl FnMut(FactKind, String, bool),
) {
    // Most sentences hold no company: a few looks instead of many.
    let company = plain.has(words!["公司", "工作室", "合伙", "个体工商户"])
        || (plain.contains(' ')
            && plain.has(words![
                " ltd", ".,ltd", " inc", " llc", "gmbh", "limited", " corp", " pte",
            ]));
    let keyed = plain.contains(':');
    if !company && !keyed {
        return;
    }
    let own = plain.has(words![
        "我们",
        "以下简称",
        "下称",
        "运营",
        "开发者",
        "提供者",
        "本公司",
        "公司名称",
        "主体",
        "版权",
        "注册地",
        "我司",
        "尊重",
        "制定",
        "公司全称",
        "联系",
        "名称",
        "地址",
        "开发商",
    ]);
    let other = plain.has(words![
        "sdk",
        "第三方",
        "服务商",
        "合作",
        "关联公司:",
        "推送",
        "广告",
        "隐私政策:",
        "提供方",
        "机构",
    ]) && !plain.has(words!["以下简称", "下称", "运营者", "我们是"]);
    if company && !other && (own || early) {
        for form in FORMS {
            let Some(at) = plain.find_word(form) else {
                continue;
            };
            let end = at + form.len();
            let before = plain.get(..at).unwrap_or_default();
            let start = before
                .rfind(|c: char| {
                    !(('\u{3400}'..='\u{9fff}').contains(&c) || matches!(c, '(' | ')'))
                        || matches!(c, '的' | '由' | '是' | '指')
                })
                .map_or(0, |place| {
                    place
                        + before
                            .get(place..)
                            .and_then(|rest| rest.chars().next())
                            .map_or(1, char::len_utf8)
                });
            let mut name = plain.get(start..end).unwrap_or_default();
            for word in BEFORE {
                if let Some((_, rest)) = name.rsplit_once(word)
                    && rest.chars().count() > form.chars().count() + 1
                {
                    name = rest;
                }
            }
            // A short word is part of a name more often than not, but for one right before the name of a place.
            for (at, letter) in name.char_indices() {
                let rest = name.get(at + letter.len_utf8()..).unwrap_or_default();
                if "由是为与和及即指系向归或在于经称属".contains(letter)
                    && PLACES.iter().any(|place| rest.starts_with(place))
                {
                    name = rest;
                    break;
                }
            }
            let name = name.trim_matches(['(', ' ']);
            let letters = name.chars().count();
            if letters > form.chars().count() + 1 && letters <= 40 {
                add(FactKind::Operator, name.to_owned(), false);
                return;
            }
        }
        for form in [
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
                let name = plain.get(start..at + form.len()).unwrap_or_default().trim();
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
                add(
                    FactKind::Operator,
                    written.unwrap_or(name).to_owned(),
                    false,
                );
                return;
            }
        }
    }
    if !keyed {
        return;
    }
    for key in [
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
                add(FactKind::Operator, value, false);
                return;
            }
        }
    }
}
