//! `consentry list`: what the scan knows, as a table or as the records themselves in JSON.

use super::args::{self, Format, Listing};
use super::{Exit, Usage, knowledge, language, write_stdout};
use crate::knowledge::{Knowledge, Lang};
use crate::report::layout::{pad, width};
use crate::report::words::{self, pick};

pub(super) fn run(args: &args::List) -> Result<Exit, Usage> {
    let lang = language(args.lang);
    let knowledge = knowledge(&args.checks)?;
    let text = match args.format {
        Format::Json => {
            let json = match args.what {
                Listing::Checks => serde_json::to_string_pretty(&knowledge.checks),
                Listing::Sdks => serde_json::to_string_pretty(&knowledge.sdks),
                Listing::Apis => serde_json::to_string_pretty(&knowledge.apis),
                Listing::Permissions => serde_json::to_string_pretty(&knowledge.permissions),
                Listing::Regulations => serde_json::to_string_pretty(&knowledge.regulations),
            };
            json.map_err(|error| Usage(error.to_string()))? + "\n"
        }
        _ => table(&rows(args.what, &knowledge, lang)),
    };
    write_stdout(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// The rows of a list, a heading first.
fn rows(what: Listing, knowledge: &Knowledge, lang: Lang) -> Vec<Vec<String>> {
    let t = |text: &crate::knowledge::Text| text.get(lang).to_owned();
    let mut rows = Vec::new();
    let mut head = |zh: &[&str], en: &[&str]| {
        rows.push(pick(lang, zh, en).iter().map(|&s| s.to_owned()).collect())
    };
    match what {
        Listing::Checks => {
            head(
                &["检查项", "分组", "级别", "标题"],
                &["check", "group", "severity", "title"],
            );
            rows.extend(knowledge.checks.iter().map(|check| {
                vec![
                    check.id.clone(),
                    check.group.clone(),
                    words::severity(lang, check.severity).to_lowercase(),
                    t(&check.title),
                ]
            }));
        }
        Listing::Sdks => {
            head(
                &["SDK", "类别", "名称", "提供方"],
                &["sdk", "category", "name", "vendor"],
            );
            rows.extend(knowledge.sdks.iter().map(|sdk| {
                vec![
                    sdk.id.clone(),
                    t(&sdk.category.label()),
                    t(&sdk.name),
                    t(&sdk.vendor),
                ]
            }));
        }
        Listing::Apis => {
            head(&["个人信息", "接口"], &["item", "api"]);
            let mut apis: Vec<_> = knowledge
                .apis
                .members
                .iter()
                .filter_map(|api| Some(vec![api.item.clone()?, api.member().to_owned()]))
                .chain(knowledge.apis.constants.iter().map(|constant| {
                    let kind = serde_json::to_value(constant.kind).ok();
                    let kind = kind
                        .as_ref()
                        .and_then(|kind| kind.as_str())
                        .unwrap_or_default();
                    vec![constant.item.clone(), format!("{kind} {}", constant.value)]
                }))
                .collect();
            apis.sort();
            apis.dedup();
            rows.extend(apis);
        }
        Listing::Permissions => {
            head(
                &["权限", "级别", "权限组", "用途"],
                &["permission", "protection", "group", "purpose"],
            );
            let permissions = &knowledge.permissions;
            rows.extend(permissions.records.iter().map(|record| {
                let protection = serde_json::to_value(record.protection).ok();
                let protection = protection.as_ref().and_then(|word| word.as_str());
                vec![
                    record.name.clone(),
                    words::protection(lang, protection.unwrap_or_default()).to_owned(),
                    record.group.clone().unwrap_or_default(),
                    permissions
                        .purpose(&record.name)
                        .map(|text| t(&text))
                        .unwrap_or_default(),
                ]
            }));
        }
        Listing::Regulations => {
            head(&["文件", "生效", "名称"], &["instrument", "since", "name"]);
            rows.extend(
                knowledge
                    .regulations
                    .instruments
                    .iter()
                    .map(|i| vec![i.id.clone(), i.date.clone(), t(&i.name)]),
            );
        }
    }
    rows
}

/// Rows in columns; the last one is not padded.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns)
        .map(|at| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|cell| width(cell))
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells: Vec<_> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| pad(cell, *width))
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
