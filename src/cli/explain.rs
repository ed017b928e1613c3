//! `consentry explain`: one check in full, from its record.

use anstyle::Style;

use super::args;
use super::{Exit, Usage, colored, columns, knowledge, language, no_check, write_stdout};
use crate::knowledge::{Check, Knowledge, Lang};
use crate::report::layout::wrap;
use crate::report::words::{self, pick};
use crate::report::{general, regulation};

pub(super) fn run(args: &args::Explain) -> Result<Exit, Usage> {
    let knowledge = knowledge(&args.checks)?;
    let check = knowledge
        .check(&args.check)
        .ok_or_else(|| no_check(&knowledge, &args.check))?;
    let text = text(
        check,
        &knowledge,
        language(args.lang),
        columns(),
        colored(args.color),
    );
    write_stdout(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn text(check: &Check, knowledge: &Knowledge, lang: Lang, columns: usize, color: bool) -> String {
    let bold = |text: &str| {
        let style = Style::new().bold();
        if color {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    };
    let mut page = String::new();
    let facts = [
        check.group.as_str(),
        words::severity(lang, check.severity),
        words::confidence(lang, check.confidence),
    ];
    page.push_str(&format!(
        "{}\n{}\n",
        bold(check.title.get(lang)),
        bold(&check.id)
    ));
    page.push_str(&format!("{}\n", facts.join(" · ")));
    let mut section = |title: &str, text: &str| {
        page.push_str(&format!("\n{}\n", bold(title)));
        for line in wrap(text, columns - 2) {
            page.push_str(format!("  {line}").trim_end());
            page.push('\n');
        }
    };
    section(
        pick(lang, "查什么", "What it looks for"),
        check.what.get(lang),
    );
    section(
        pick(lang, "为什么重要", "Why it matters"),
        check.why.get(lang),
    );
    section(
        pick(lang, "什么算证据", "What counts as evidence"),
        check.evidence.get(lang),
    );
    section(
        pick(lang, "前提与盲区", "What it assumes and cannot see"),
        check.assumes.get(lang),
    );
    section(pick(lang, "例子", "Example"), check.example.get(lang));
    let fixes: Vec<_> = check
        .cases
        .iter()
        .map(|case| general(case.fix.get(lang)))
        .collect();
    let fixes: Vec<_> = fixes.iter().map(String::as_str).collect();
    section(
        pick(lang, "如何整改", "How to fix it"),
        &distinct(&fixes).join("\n"),
    );
    let clauses: Vec<_> = check
        .regulations
        .iter()
        .map(|citation| {
            let regulation = regulation(citation, knowledge, lang);
            let label = match (&regulation.regulator, &regulation.label) {
                (Some(regulator), Some(label)) if lang == Lang::Zh && regulation.verified => {
                    format!("{regulator}“{label}” · ")
                }
                (Some(regulator), Some(label)) => {
                    format!("{regulator}{}{label} · ", pick(lang, "：", ": "))
                }
                _ => String::new(),
            };
            let gist = match &regulation.text {
                Some(text) => pick(
                    lang,
                    format!("（大意：{text}）"),
                    format!(" (in short: {text})"),
                ),
                None => String::new(),
            };
            format!("{label}{}{gist}", regulation.cited)
        })
        .collect();
    let clauses: Vec<_> = clauses.iter().map(String::as_str).collect();
    section(pick(lang, "依据", "Clauses"), &clauses.join("\n"));
    page
}

/// `texts` without repetitions, in order.
fn distinct<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for text in texts {
        if !seen.contains(text) {
            seen.push(*text);
        }
    }
    seen
}
