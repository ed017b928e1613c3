//! One self-contained HTML file: data, style and script in it, nothing fetched. The content security policy allows that
//! one style and that one script by their digests and no connection at all. The data is JSON in an inert block, and the
//! script makes text nodes of it, so that no name of a package becomes markup. Both languages are inside.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::layout::clean;
use super::model::{Artifact, Finding, Location, Regulation, Report, Scene};
use super::{sdks, timeline, words};
use crate::checks::Frame;
use crate::knowledge::{ITEMS, Knowledge, Lang, Profile};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page on one report in both languages; it opens in `lang`. `zh` and `en` have to come from the same scans.
pub fn html(
    zh: &Report,
    en: &Report,
    knowledge: &Knowledge,
    lang: Lang,
) -> serde_json::Result<String> {
    let mut words = Words::default();
    let artifacts: Vec<_> = zh
        .artifacts
        .iter()
        .zip(&en.artifacts)
        .map(|(zh, en)| artifact(zh, en, &mut words))
        .collect();
    let owners: BTreeMap<_, _> = knowledge
        .sdks
        .iter()
        .filter(|sdk| {
            zh.artifacts.iter().any(|artifact| {
                artifact.sdks.iter().any(|found| found.id == sdk.id)
                    || artifact
                        .findings
                        .iter()
                        .any(|finding| names(finding, &sdk.id))
                    || artifact
                        .personal_data
                        .iter()
                        .flatten()
                        .any(|row| row.owner == sdk.id || owns(&row.chain, &sdk.id))
            })
        })
        .map(|sdk| (&sdk.id, [sdk.name.get(Lang::Zh), sdk.name.get(Lang::En)]))
        .collect();
    let titles: BTreeMap<_, _> = knowledge
        .checks
        .iter()
        .map(|check| {
            (
                &check.id,
                [check.title.get(Lang::Zh), check.title.get(Lang::En)],
            )
        })
        .collect();
    let groups: BTreeMap<_, _> = knowledge
        .checks
        .iter()
        .map(|check| (&check.id, &check.group))
        .collect();
    let data = json!({
        "lang": lang,
        "tool": zh.tool,
        "artifacts": artifacts,
        "strings": words.strings.list,
        "regs": words.regs.list,
        "owners": owners,
        "titles": titles,
        "groups": groups,
        "regulators": regulators(knowledge),
        "items": ITEMS.iter().map(|(id, zh, en)| (*id, [*zh, *en])).collect::<BTreeMap<_, _>>(),
        "suppressions": zh.suppressions,
        "apis": apis(zh),
    });
    // In a script block only `<` can end it or open a comment; inside JSON it stands in strings alone.
    let data = serde_json::to_string(&data)?.replace('<', "\\u003c");
    let title = zh
        .artifacts
        .first()
        .and_then(|artifact| artifact.app.as_ref())
        .map_or("consentry", |app| {
            app.label.as_deref().unwrap_or(&app.package)
        });
    let language = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    Ok(format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; \
         script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <noscript>此报告需要启用 JavaScript；不会访问网络。 This report needs JavaScript; it opens no connection.</noscript>\n\
         <script type=\"application/json\" id=\"data\">{data}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        digest(STYLE),
        digest(SCRIPT),
        escape(&clean(title)),
    ))
}

/// Texts in both languages, each pair once: a title stands in a page a single time, however many findings have it.
#[derive(Default)]
struct Words {
    strings: Interned<[String; 2]>,
    regs: Interned<String>,
}

/// Values in the order they came, with the place of each.
struct Interned<K> {
    places: BTreeMap<K, usize>,
    list: Vec<Value>,
}

impl<K> Default for Interned<K> {
    fn default() -> Self {
        Self {
            places: BTreeMap::new(),
            list: Vec::new(),
        }
    }
}

impl<K: Ord> Interned<K> {
    fn place(&mut self, key: K, value: impl FnOnce(&K) -> Value) -> usize {
        let next = self.list.len();
        let list = &mut self.list;
        match self.places.entry(key) {
            std::collections::btree_map::Entry::Occupied(entry) => *entry.get(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                list.push(value(entry.key()));
                *entry.insert(next)
            }
        }
    }
}

impl Words {
    fn text(&mut self, zh: &str, en: &str) -> usize {
        self.strings
            .place([zh.to_owned(), en.to_owned()], |pair| json!(pair))
    }

    fn regulation(&mut self, zh: &Regulation, en: &Regulation) -> usize {
        let both = |zh: &Option<String>, en: &Option<String>| match (zh, en) {
            (Some(zh), Some(en)) => json!([zh, en]),
            _ => Value::Null,
        };
        let value = json!({
            "l": both(&zh.label, &en.label),
            "r": both(&zh.regulator, &en.regulator),
            "c": [zh.cited, en.cited],
            "g": both(&zh.text, &en.text),
        });
        self.regs.place(value.to_string(), |_| value.clone())
    }
}

/// Whether a finding speaks of an SDK, in its chain or elsewhere.
fn names(finding: &Finding, sdk: &str) -> bool {
    finding.owner == sdk
        || finding.subject.values().any(|subject| subject == sdk)
        || owns(&finding.chain, sdk)
}

fn owns(chain: &[Frame], owner: &str) -> bool {
    chain.iter().any(|frame| frame.owner == owner)
}

/// The members that read, as a person writes them.
fn apis(report: &Report) -> BTreeMap<&str, String> {
    let rows = report.artifacts.iter().flat_map(|a| &a.personal_data);
    rows.flatten()
        .map(|row| (row.api.as_str(), words::member(&row.api)))
        .collect()
}

fn scenes(zh: &[Scene], en: &[Scene]) -> Vec<Value> {
    let pairs = zh.iter().zip(en);
    pairs
        .map(|(zh, en)| {
            let steps: Vec<_> = zh.steps.iter().zip(&en.steps).collect();
            let about: Vec<_> = zh.about.iter().zip(&en.about).collect();
            let watch = zh.watch.as_ref().zip(en.watch.as_ref());
            json!({"t": [zh.title, en.title], "y": [zh.why, en.why], "s": steps, "w": watch, "a": about, "n": zh.more})
        })
        .collect()
}

fn timeline(artifact: &Artifact) -> Vec<Value> {
    let events = timeline::first_launch(artifact).into_iter();
    events
        .map(|event| {
            let at = event.chain.first().map(Frame::told);
            json!({"k": event.kind, "w": event.what, "o": event.owner, "api": event.api, "ch": event.chain, "later": event.later, "at": at})
        })
        .collect()
}

fn artifact(zh: &Artifact, en: &Artifact, words: &mut Words) -> Value {
    let artifact = zh;
    let app = zh.app.as_ref();
    let findings: Vec<_> = zh
        .findings
        .iter()
        .zip(&en.findings)
        .map(|(zh, en)| finding(zh, en, artifact.api(zh), words))
        .collect();
    let permissions: Vec<_> = zh
        .permissions
        .iter()
        .map(|permission| {
            let mut owners: Vec<_> = permission.users.iter().map(|user| &user.owner).collect();
            owners.sort_unstable();
            owners.dedup();
            json!({"n": permission.name, "p": permission.protection, "u": permission.used, "o": owners, "r": permission.requested_in})
        })
        .collect();
    let sdks: Vec<_> = zh
        .sdks
        .iter()
        .zip(&en.sdks)
        .map(|(zh, en)| {
            json!({
                "n": [zh.name, en.name], "v": [zh.vendor, en.vendor], "c": [zh.category, en.category],
                "ver": zh.version, "e": zh.evidence, "s": zh.starts_in, "d": zh.disclosed,
                "st": [sdks::state(Lang::Zh, zh.state), sdks::state(Lang::En, en.state)],
                "rd": [sdks::reads(Lang::Zh, zh), sdks::reads(Lang::En, en)],
                "pm": sdks::permissions(zh).collect::<Vec<_>>(),
            })
        })
        .collect();
    let policies: Vec<_> = zh
        .policies
        .iter()
        .map(|policy| {
            json!({"d": policy.document, "l": policy.location, "t": policy.title, "f": policy.found_in})
        })
        .collect();
    let version = app.map(|app| match (&app.version_name, app.version_code) {
        (Some(name), Some(code)) => format!("{name} ({code})"),
        (Some(name), None) => name.clone(),
        (None, code) => code.map(|code| code.to_string()).unwrap_or_default(),
    });
    json!({
        "path": zh.path,
        "sha256": zh.sha256,
        "size": zh.size,
        "kind": zh.kind,
        "complete": zh.complete,
        "line": [words::verdict(Lang::Zh, zh), words::verdict(Lang::En, en)],
        "label": app.and_then(|app| app.label.as_ref()),
        "package": app.map(|app| &app.package),
        "version": version,
        "min": app.and_then(|app| app.min_sdk),
        "target": app.and_then(|app| app.target_sdk),
        "perms": permissions,
        "sdks": sdks,
        "policies": policies,
        "data": zh.personal_data,
        "timeline": timeline(zh),
        "cmp": zh.policy_comparison,
        "net": zh.network,
        "notSeen": scenes(&zh.not_seen, &en.not_seen),
        "toCheck": scenes(&zh.to_check, &en.to_check),
        "findings": findings,
        "diags": zh.diagnostics.iter().map(|told| json!({
            "level": told.level,
            "code": told.code,
            "text": [told.told(Lang::Zh), told.told(Lang::En)],
        })).collect::<Vec<_>>(),
        "stats": zh.stats,
    })
}

fn finding(zh: &Finding, en: &Finding, api: Option<&str>, words: &mut Words) -> Value {
    let regs: Vec<_> = zh
        .regulations
        .iter()
        .zip(&en.regulations)
        .map(|(zh, en)| words.regulation(zh, en))
        .collect();
    let evidence: Vec<_> = zh
        .evidence
        .iter()
        .map(|evidence| {
            json!([
                evidence.kind,
                evidence.value,
                evidence.location.as_ref().map(place)
            ])
        })
        .collect();
    json!({
        "c": zh.check,
        "s": zh.severity,
        "q": zh.confidence,
        "o": zh.owner,
        "sub": zh.subject.iter().next(),
        "t": words.text(&zh.title, &en.title),
        "m": words.text(&zh.message, &en.message),
        "f": (!zh.fix.is_empty()).then(|| words.text(&zh.fix, &en.fix)),
        "r": regs,
        "l": zh.location.as_ref().map(place),
        "ch": zh.chain,
        "if": zh.condition.as_ref().map(|asked| json!([
            zh.chain.iter().position(|frame| asked.is_in(frame)),
            words::condition(Lang::Zh, &place(asked)),
            words::condition(Lang::En, &place(asked)),
        ])),
        "e": evidence,
        "p": zh.fingerprint,
        "st": zh.status,
        "sc": zh.scenarios,
        "why": zh.suppressed_because,
        "api": api,
    })
}

/// Each regulator's labels that some check may put a finding under, in the order of the records.
fn regulators(knowledge: &Knowledge) -> Vec<Value> {
    [Profile::Miit, Profile::Cverc, Profile::Mps, Profile::Cac]
        .into_iter()
        .filter_map(|profile| {
            let labels: Vec<_> = knowledge
                .regulations
                .labels
                .iter()
                .filter(|label| label.profile == profile)
                .filter_map(|label| {
                    let checks: Vec<_> = knowledge
                        .checks
                        .iter()
                        .filter(|check| {
                            check
                                .regulations
                                .iter()
                                .any(|c| c.label.as_ref() == Some(&label.id))
                        })
                        .map(|check| &check.id)
                        .collect();
                    let text = [label.text.get(Lang::Zh), label.text.get(Lang::En)];
                    (!checks.is_empty()).then(|| json!({"n": text, "c": checks}))
                })
                .collect();
            let name = [
                words::regulator(Lang::Zh, profile),
                words::regulator(Lang::En, profile),
            ];
            (!labels.is_empty()).then(|| json!({"n": name, "l": labels}))
        })
        .collect()
}

/// A location on one line.
pub(crate) fn place(location: &Location) -> String {
    let line = |line: &Option<u32>| line.map(|line| format!(":{line}")).unwrap_or_default();
    match location {
        Location::Entry { entry, line: at } => format!("{entry}{}", line(at)),
        Location::Code {
            class,
            method,
            file,
            line: at,
            ..
        } => {
            let dot = if method.is_empty() { "" } else { "." };
            let file = file.as_ref().map(|file| format!(" ({file}{})", line(at)));
            format!("{class}{dot}{method}{}", file.unwrap_or_default())
        }
    }
}

/// Text inside an element.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// SHA-256 in Base64, as a content security policy names a block.
pub(crate) fn digest(block: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for part in Sha256::digest(block.as_bytes()).chunks(3) {
        let bits = part
            .iter()
            .fold(0u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - part.len()));
        for at in 0..4 {
            let digit = DIGITS
                .get((bits >> (18 - 6 * at)) as usize & 63)
                .copied()
                .unwrap_or(b'A');
            text.push(if at <= part.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_a_browser() {
        // The well-known digest of nothing.
        assert_eq!(digest(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
