//! The words of the text report, in both languages. Words of the knowledge (titles, fixes, clauses) come from its records.

use crate::checks::Edge;
use crate::knowledge::regulation::Profile;
use crate::knowledge::{Confidence, ITEMS, Lang, Severity};
use crate::report::model::{Artifact, Location, Scene, Status};

/// `zh` or `en`, whichever `lang` asks for.
pub(crate) fn pick<T>(lang: Lang, zh: T, en: T) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Heading of a severity.
pub(crate) fn severity(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::High => pick(lang, "高风险", "High"),
        Severity::Medium => pick(lang, "中风险", "Medium"),
        Severity::Low => pick(lang, "低风险", "Low"),
        Severity::Info => pick(lang, "提示", "Info"),
    }
}

/// Word for a confidence.
pub(crate) fn confidence(lang: Lang, confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => pick(lang, "确定", "certain"),
        Confidence::Likely => pick(lang, "很可能", "likely"),
        Confidence::Possible => pick(lang, "待人工核实", "possible, please verify"),
    }
}

/// Word for a permission's protection level.
pub(crate) fn protection(lang: Lang, protection: &str) -> &str {
    match protection {
        "dangerous" => pick(lang, "敏感", "dangerous"),
        "special" => pick(lang, "特殊", "special"),
        "signature" | "internal" => pick(lang, "签名", "signature"),
        "normal" => pick(lang, "普通", "normal"),
        _ => pick(lang, "未知", "unknown"),
    }
}

/// Word for a kind of document.
pub(crate) fn document(lang: Lang, document: &str) -> &str {
    match document {
        "policy" => pick(lang, "隐私政策", "privacy policy"),
        "agreement" => pick(lang, "用户协议", "agreement"),
        "children" => pick(lang, "儿童隐私政策", "children's policy"),
        "sdk-list" => pick(lang, "第三方清单", "third-party list"),
        "collected-list" => pick(lang, "收集清单", "list of what is collected"),
        other => other,
    }
}

/// Short name of a regulator.
pub(crate) fn regulator(lang: Lang, profile: Profile) -> &'static str {
    match profile {
        Profile::Miit => pick(lang, "工信部", "MIIT"),
        Profile::Cverc => pick(lang, "国家计算机病毒应急处理中心", "CVERC"),
        Profile::Mps => pick(lang, "公安部", "MPS"),
        Profile::Cac => pick(lang, "网信办", "CAC"),
        Profile::All => "",
    }
}

/// Word for how a frame of a chain was reached.
pub(crate) fn edge(lang: Lang, edge: Edge) -> &'static str {
    match edge {
        Edge::Entry => pick(lang, "入口", "entry"),
        Edge::Call => pick(lang, "调用", "call"),
        Edge::Posted => pick(lang, "投递", "posted"),
        Edge::Thread => pick(lang, "线程", "thread"),
        Edge::Callback => pick(lang, "回调", "callback"),
        Edge::Reflection => pick(lang, "反射", "reflection"),
        Edge::ClassInit => pick(lang, "类初始化", "class init"),
        Edge::ComponentStart => pick(lang, "启动组件", "starts component"),
    }
}

/// A place as people name it who have the source open: file and line, else the member.
pub(crate) fn short_place(location: &Location) -> String {
    match location {
        Location::Entry {
            entry,
            line: Some(line),
        } => format!("{entry}:{line}"),
        Location::Entry { entry, line: None } => entry.clone(),
        Location::Code {
            file: Some(file),
            line: Some(line),
            ..
        } => format!("{file}:{line}"),
        Location::Code { class, method, .. } if !method.is_empty() => format!("{class}.{method}"),
        Location::Code { class, .. } => class.clone(),
    }
}

/// Of an artifact that was not analysed whole.
pub(crate) fn partial(lang: Lang) -> &'static str {
    pick(
        lang,
        "分析不完整：没有列出的问题可能仍然存在",
        "analysed in part: what is not listed may still be there",
    )
}

/// What a finding depends on that the scan could not decide.
pub(crate) fn condition(lang: Lang, place: &str) -> String {
    pick(
        lang,
        format!("取决于 {place} 处的条件"),
        format!("only if the condition at {place} holds"),
    )
}

/// The sentence to read when only one is read: what the findings that are new mean for a release.
pub(crate) fn verdict(lang: Lang, artifact: &Artifact) -> String {
    let new = || artifact.findings.iter().filter(|f| f.status == Status::New);
    let high = new().filter(|f| f.severity == Severity::High).count();
    match (high, new().count(), artifact.complete) {
        (0, 0, true) => pick(
            lang,
            "没有发现新问题；静态扫描看不到服务器、界面和真实频率，上线前仍需真机走查",
            "Nothing new was found; a static scan sees no servers, screens or frequencies: still walk through the app on a phone",
        )
        .to_owned(),
        (0, 0, false) => pick(
            lang,
            "分析不完整，未能得出结论",
            "Analysed in part: no conclusion",
        )
        .to_owned(),
        (0, all, _) => pick(
            lang,
            format!("没有高风险问题，仍有 {all} 个问题待处理"),
            format!("Nothing of high severity; {all} to settle"),
        ),
        (high, ..) => pick(
            lang,
            format!("有 {high} 个高风险问题，不宜直接发布"),
            format!("{high} of high severity: not ready to release"),
        ),
    }
}

/// A scene in one text: what is not seen, what of the package it is about, what to do and to watch.
pub(crate) fn scene(lang: Lang, scene: &Scene) -> String {
    let mut text = format!("{}{}{}", scene.title, pick(lang, "：", ": "), scene.why);
    let mut add = |before: &str, part: &str| {
        text.push_str(before);
        text.push_str(part);
    };
    if !scene.about.is_empty() {
        add("\n· ", &scene.about.join(pick(lang, "；", "; ")));
    }
    if scene.more > 0 {
        let more = scene.more;
        add(
            " ",
            &pick(lang, format!("另有 {more} 处"), format!("and {more} more")),
        );
    }
    for step in &scene.steps {
        add("\n→ ", step);
    }
    if let Some(watch) = &scene.watch {
        add(pick(lang, "\n观察：", "\nWatch: "), watch);
    }
    text
}

/// Headings of the two lists of scenes.
pub(crate) fn not_seen(lang: Lang) -> &'static str {
    pick(lang, "没有看到的部分（不算通过）", "Not seen (no pass)")
}

/// See [`not_seen`].
pub(crate) fn to_check(lang: Lang) -> &'static str {
    pick(lang, "仍需真机核查", "What a person must still check")
}

/// A member as a person writes it: `La/b/C$D;->name(I)V rest` is `C.D.name(rest)`.
pub(crate) fn member(api: &str) -> String {
    let told = || {
        let (class, rest) = api.split_once(";->")?;
        let class = class.rsplit('/').next()?.replace('$', ".");
        let (sign, argument) = match rest.split_once(' ') {
            Some((sign, argument)) => (sign, format!("({argument})")),
            None => (rest, String::new()),
        };
        let name = sign.split(['(', ':']).next()?;
        Some(format!("{class}.{name}{argument}"))
    };
    told().unwrap_or_else(|| api.to_owned())
}

/// Word for a scenario; one that this list does not know is told by its id.
pub(crate) fn scenario(lang: Lang, id: &str) -> &str {
    match id {
        "first-launch" => pick(lang, "首次启动", "first launch"),
        "refused" => pick(lang, "拒绝后", "refused"),
        "denied" => pick(lang, "拒权后", "denied"),
        "background" => pick(lang, "后台", "background"),
        "consented" => pick(lang, "同意后", "consented"),
        other => other,
    }
}

/// Place of a scenario in tables: the order of a laboratory, unknown ones last.
pub(crate) fn scenario_rank(id: &str) -> usize {
    const ORDER: [&str; 5] = [
        "first-launch",
        "refused",
        "denied",
        "background",
        "consented",
    ];
    ORDER
        .iter()
        .position(|known| *known == id)
        .unwrap_or(ORDER.len())
}

/// Name of a personal-data item.
pub(crate) fn item(lang: Lang, id: &str) -> &str {
    let names = ITEMS.iter().find(|(known, ..)| *known == id);
    names.map_or(id, |(_, zh, en)| pick(lang, *zh, *en))
}

/// `count` with thousands separated: `12,345`.
pub(crate) fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Bytes for people: `24.9 KB`, `101.3 MB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 3] = ["KB", "MB", "GB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1024.0;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS.get(unit).unwrap_or(&"GB"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_for_people() {
        let told = member("Landroid/provider/Settings$Secure;->getString(Lx/Y;)V android_id");
        assert_eq!(told, "Settings.Secure.getString(android_id)");
        assert_eq!(member("La/B;->c:I"), "B.c");
        assert_eq!(member("GET /proc/net"), "GET /proc/net");
    }

    #[test]
    fn figures_for_people() {
        assert_eq!(
            (number(7).as_str(), number(1_234_567).as_str()),
            ("7", "1,234,567")
        );
        assert_eq!(
            (size(12).as_str(), size(101 << 20).as_str()),
            ("12 B", "101.0 MB")
        );
    }
}
