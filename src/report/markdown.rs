//! Markdown for a comment on a pull request: the verdict, new findings by check, what was not seen. It begins with
//! [`MARKER`], by which a pipeline finds the comment to replace. What the package names is escaped: it cannot bring
//! links, images, tags or mentions.

use std::fmt::Write;

use super::layout::clean;
use super::model::{Artifact, Finding, Report, Scene, Status, Summary};
use super::sdks;
use super::words::{self, pick};
use crate::checks::Frame;
use crate::diagnostic::Level;
use crate::knowledge::{Knowledge, Lang, Severity};

/// First line of every comment; invisible.
pub const MARKER: &str = "<!-- consentry -->";
/// Bytes that the text keeps below: GitHub takes 65,536 characters.
const LIMIT: usize = 60_000;
/// Places of one check that are listed.
const PLACES: usize = 10;

/// The report as a comment.
pub fn markdown(report: &Report, knowledge: &Knowledge, lang: Lang) -> String {
    let mut text = format!(
        "{MARKER}\n## {}\n",
        pick(lang, "合规哨兵扫描结果", "consentry")
    );
    let mut cut = false;
    for artifact in &report.artifacts {
        if text.len() > LIMIT {
            cut = true;
            break;
        }
        cut |= section(&mut text, artifact, knowledge, lang);
    }
    let dead = report.suppressions.iter();
    let dead: Vec<_> = dead
        .filter(|s| matches!(s.state, "expired" | "unused"))
        .map(|s| {
            let state = match s.state {
                "expired" => pick(lang, "已过期", "expired"),
                _ => pick(lang, "没有匹配的问题", "matches nothing"),
            };
            format!("{} {state}", code(&s.check))
        })
        .collect();
    if !dead.is_empty() && !cut {
        let head = pick(lang, "需要清理的豁免", "Suppressions to clean up");
        let _ = writeln!(text, "\n**{head}** {}", dead.join(" · "));
    }
    if cut {
        let _ = writeln!(
            text,
            "\n_{}_",
            pick(
                lang,
                "评论长度有限，其余内容请看完整报告。",
                "A comment can hold no more; the full report has the rest.",
            )
        );
    }
    text
}

/// Whether something had to be left out.
fn section(text: &mut String, artifact: &Artifact, knowledge: &Knowledge, lang: Lang) -> bool {
    let name = match &artifact.app {
        Some(app) => {
            let label = app.label.as_deref().unwrap_or(&app.package);
            let version = app.version_name.as_deref().unwrap_or_default();
            format!(
                "{} {} {}",
                escape(label),
                code(&app.package),
                escape(version)
            )
        }
        None => code(&artifact.path),
    };
    let new: Vec<_> = artifact
        .findings
        .iter()
        .filter(|f| f.status == Status::New)
        .collect();
    let known = artifact.findings.len() - new.len();
    let counts = Summary::of(new.iter().copied()).by_severity;
    let told: Vec<_> = counts
        .each()
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{} **{count}**", words::severity(lang, severity)))
        .collect();
    let mut verdict = match (told.is_empty(), artifact.complete) {
        (false, _) => told.join(" · "),
        (true, true) => pick(lang, "✅ 没有新问题", "✅ nothing new").to_owned(),
        (true, false) => pick(lang, "❔ 未能得出结论", "❔ no conclusion").to_owned(),
    };
    if known > 0 {
        let _ = write!(
            verdict,
            "{}",
            pick(
                lang,
                format!("（另有 {known} 个已知或已豁免）"),
                format!(" ({known} more are known or suppressed)"),
            )
        );
    }
    let _ = writeln!(text, "\n### {}\n\n{verdict}\n", name.trim_end());
    if !artifact.complete {
        let words = pick(
            lang,
            "**分析不完整**：没有列出的问题可能仍然存在。",
            "**Analysed in part**: what is not listed may still be there.",
        );
        let _ = writeln!(text, "> {words}");
        for diagnostic in artifact
            .diagnostics
            .iter()
            .filter(|d| d.level == Level::Error)
            .take(PLACES)
        {
            let _ = writeln!(text, "> - {}", escape(&diagnostic.told(lang)));
        }
        text.push('\n');
    }
    for group in new.chunk_by(|a, b| a.check == b.check && a.severity == b.severity) {
        if text.len() > LIMIT {
            return true;
        }
        check(text, group, knowledge, lang);
    }
    if text.len() > LIMIT && !(artifact.not_seen.is_empty() && artifact.to_check.is_empty()) {
        return true;
    }
    sdk_table(text, artifact, lang);
    let unseen = words::not_seen(lang);
    scenes(text, unseen, &artifact.not_seen, "-", lang);
    let walks = words::to_check(lang);
    scenes(text, walks, &artifact.to_check, "- [ ]", lang);
    false
}

/// Third parties in the package, closed; as many as leave room for the rest.
fn sdk_table(text: &mut String, artifact: &Artifact, lang: Lang) {
    const ROWS: usize = 40;
    let count = artifact.sdks.len();
    if count == 0 {
        return;
    }
    let title = pick(lang, "第三方 SDK", "SDKs");
    let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let heads = sdks::heads(lang).map(str::to_owned);
    let _ = writeln!(
        text,
        "<details><summary>{title} ({count})</summary>\n\n{}",
        row(&heads)
    );
    let _ = writeln!(text, "{}", row(&heads.map(|_| "---".to_owned())));
    for sdk in artifact.sdks.iter().take(ROWS) {
        let cells = sdks::cells(lang, sdk).map(|cell| escape(&short(&cell)));
        let _ = writeln!(text, "{}", row(&cells));
    }
    if count > ROWS {
        let _ = writeln!(text, "\n… +{}", count - ROWS);
    }
    let _ = writeln!(text, "\n</details>\n");
}

/// Scenes that no scan settles, as a closed list.
fn scenes(text: &mut String, title: &str, scenes: &[Scene], mark: &str, lang: Lang) {
    if scenes.is_empty() {
        return;
    }
    let count = scenes.len();
    let _ = writeln!(text, "<details><summary>{title} ({count})</summary>\n");
    for scene in scenes {
        let steps = scene.steps.join(pick(lang, "", " "));
        let _ = writeln!(
            text,
            "{mark} **{}** {}",
            escape(&scene.title),
            escape(&short(&steps))
        );
        if let Some(watch) = &scene.watch {
            let _ = writeln!(
                text,
                "  - {} {}",
                pick(lang, "观察", "Watch"),
                escape(&short(watch))
            );
        }
        if !scene.about.is_empty() {
            let about: Vec<_> = scene.about.iter().take(3).map(|a| code(a)).collect();
            let more = scene.about.len().saturating_sub(3) + scene.more;
            let more = if more > 0 {
                format!(" +{more}")
            } else {
                String::new()
            };
            let _ = writeln!(text, "  - {}{more}", about.join(" "));
        }
    }
    let _ = writeln!(text, "\n</details>\n");
}

/// The findings of one check, closed until someone opens it; grave ones are open.
fn check(text: &mut String, group: &[&Finding], knowledge: &Knowledge, lang: Lang) {
    let Some(first) = group.first() else { return };
    let title = match knowledge.check(&first.check) {
        Some(check) if group.len() > 1 => check.title.get(lang),
        _ => first.title.as_str(),
    };
    let open = if first.severity == Severity::High {
        " open"
    } else {
        ""
    };
    let count = if group.len() > 1 {
        format!(" × {}", group.len())
    } else {
        String::new()
    };
    let _ = writeln!(
        text,
        "<details{open}><summary>{} {} <b>{}</b>{count} <code>{}</code></summary>\n",
        sign(first.severity),
        words::severity(lang, first.severity),
        html(title),
        html(&first.check),
    );
    for finding in group.iter().take(PLACES) {
        let subject = finding
            .subject
            .values()
            .next()
            .map(|s| format!("{} · ", code(s)))
            .unwrap_or_default();
        let owner = match finding.owner.as_str() {
            "app" => String::new(),
            owner => format!(" · {}", code(owner)),
        };
        let place = finding
            .location
            .as_ref()
            .map(words::short_place)
            .unwrap_or_default();
        let place = if place.is_empty() {
            place
        } else {
            format!(" · {}", code(&place))
        };
        let _ = writeln!(
            text,
            "- {subject}{}{owner}{place}",
            escape(&short(&finding.message))
        );
        if !finding.chain.is_empty() {
            let chain: Vec<_> = finding.chain.iter().map(step).collect();
            let _ = writeln!(text, "  - {}", chain.join(" → "));
        }
        if let Some(asked) = &finding.condition {
            let told = words::condition(lang, &words::short_place(asked));
            let _ = writeln!(text, "  - {}", escape(&told));
        }
    }
    if group.len() > PLACES {
        let more = group.len() - PLACES;
        let _ = writeln!(
            text,
            "- {}",
            pick(lang, format!("另有 {more} 处"), format!("{more} more"))
        );
    }
    // One clause may stand under several regulators' labels.
    let mut clauses: Vec<String> = Vec::new();
    for regulation in &first.regulations {
        let cited = escape(&regulation.cited);
        if clauses.len() < 3 && !clauses.contains(&cited) {
            clauses.push(cited);
        }
    }
    if !clauses.is_empty() {
        let _ = writeln!(
            text,
            "\n**{}** {}",
            pick(lang, "依据", "Clauses"),
            clauses.join(pick(lang, "；", "; "))
        );
    }
    if !first.fix.is_empty() {
        let _ = writeln!(
            text,
            "\n**{}** {}",
            pick(lang, "整改", "Fix"),
            escape(&short(&first.fix))
        );
    }
    let _ = writeln!(text, "\n</details>\n");
}

fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "🔴",
        Severity::Medium => "🟠",
        Severity::Low => "🔵",
        Severity::Info => "⚪",
    }
}

fn step(frame: &Frame) -> String {
    code(&frame.told_short())
}

/// A comment is no place for a page of text.
fn short(text: &str) -> String {
    const MOST: usize = 400;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let head: String = text.chars().take(MOST).collect();
    format!("{head}…")
}

/// Text as text: every sign that Markdown reads is escaped, and mentions and references are broken up.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '@' => safe.push_str("@<!-- -->"),
            '#' => safe.push_str("\\#<!-- -->"),
            // A colon between letters and slashes makes a link by itself.
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '!' | '|' | '~' | ':'
            | '$' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    safe
}

/// A name as code, inside a table or a list.
pub(super) fn code(name: &str) -> String {
    format!("<code>{}</code>", html(name))
}

/// Text inside HTML: numbers for everything that HTML or Markdown reads.
fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | '-' | '/' | ',' | ';' | '?' | '=' | '+') {
            let _ = write!(safe, "&#{};", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_package_names_is_only_text() {
        let text = escape("<b> [a](http://x) @me #1 `c` | *x*");
        assert_eq!(
            text,
            "&lt;b&gt; \\[a\\]\\(http\\://x\\) @<!-- -->me \\#<!-- -->1 \\`c\\` \\| \\*x\\*"
        );
        assert_eq!(code("</code>*"), "<code>&#60;/code&#62;&#42;</code>");
    }
}
