//! A page about a check, from its record, as Markdown: `docs/checks/` holds them in both languages.

use super::general;
use super::words::{self, pick};
use crate::knowledge::{Check, Knowledge, Lang};

/// The page of a check: what, why, evidence, limits, example, fix, clauses.
pub fn check(check: &Check, knowledge: &Knowledge, lang: Lang) -> String {
    let mut fixes: Vec<String> = Vec::new();
    for case in &check.cases {
        let fix = format!("- {}", general(case.fix.get(lang)));
        if !fixes.contains(&fix) {
            fixes.push(fix);
        }
    }
    let clauses = check.regulations.iter().map(|citation| {
        let told = super::regulation(citation, knowledge, lang);
        let label = match (&told.regulator, &told.label) {
            (Some(regulator), Some(label)) if told.verified && lang == Lang::Zh => {
                format!("{regulator}“{label}” · ")
            }
            (Some(regulator), Some(label)) => {
                format!("{regulator}{}{label} · ", pick(lang, "：", ": "))
            }
            _ => String::new(),
        };
        let gist = told.text.map(|text| match lang {
            Lang::Zh => format!("（大意：{text}）"),
            Lang::En => format!(" (in short: {text})"),
        });
        format!("- {label}{}{}", told.cited, gist.unwrap_or_default())
    });
    let clauses: Vec<_> = clauses.collect();
    let sections = [
        (
            pick(lang, "查什么", "What it looks for"),
            check.what.get(lang).to_owned(),
        ),
        (
            pick(lang, "为什么重要", "Why it matters"),
            check.why.get(lang).to_owned(),
        ),
        (
            pick(lang, "什么算证据", "What counts as evidence"),
            check.evidence.get(lang).to_owned(),
        ),
        (
            pick(lang, "例子", "Example"),
            check.example.get(lang).to_owned(),
        ),
        (pick(lang, "如何整改", "How to fix it"), fixes.join("\n")),
        (
            pick(lang, "前提与盲区", "What it assumes and cannot see"),
            check.assumes.get(lang).to_owned(),
        ),
        (pick(lang, "依据", "Clauses"), clauses.join("\n")),
    ];
    let (other, name) = pick(lang, ("en", "English"), ("zh", "中文"));
    let mut text = format!(
        "# {}\n\n`{}` · {} · {} · {} · [{name}](../{other}/{}.md)\n",
        check.title.get(lang),
        check.id,
        check.group,
        words::severity(lang, check.severity),
        words::confidence(lang, check.confidence),
        check.id,
    );
    for (title, body) in sections {
        if !body.is_empty() {
            text.push_str(&format!("\n## {title}\n\n{body}\n"));
        }
    }
    text
}

/// The list of all pages, by group.
pub fn index(knowledge: &Knowledge, lang: Lang) -> String {
    let mut text = format!("# {}\n", pick(lang, "检查项", "Checks"));
    let mut groups: Vec<&str> = knowledge.checks.iter().map(|c| c.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        text.push_str(&format!("\n## {group}\n\n"));
        for check in knowledge.checks.iter().filter(|check| check.group == group) {
            text.push_str(&format!(
                "- [{}]({}.md) · `{}` · {}\n",
                check.title.get(lang),
                check.id,
                check.id,
                words::severity(lang, check.severity)
            ));
        }
    }
    text
}
