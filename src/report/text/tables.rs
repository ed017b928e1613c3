//! Permissions, SDKs and policies in short.

use std::collections::{BTreeMap, BTreeSet};

use anstyle::Style;

use super::{BOLD, DIM, Detail, NAME, Page};
use crate::knowledge::{Confidence, Lang};
use crate::report::layout::{clean, fit, pad, width};
use crate::report::model::{Artifact, Host, Permission, SdkState};
use crate::report::sdks;
use crate::report::words::{self, pick};

/// Rows that a table shows without `--verbose`.
const ROWS: usize = 12;

impl Page<'_> {
    pub(super) fn tables(&mut self, artifact: &Artifact) {
        self.items(artifact);
        self.permissions(&artifact.permissions);
        self.entry_points(artifact);
        self.sdks(artifact);
        self.hosts(artifact);
        self.policies(artifact);
    }

    /// Which item is read in which scenario, and by whom: ● certain, ◐ likely, ○ possible.
    fn items(&mut self, artifact: &Artifact) {
        let rows = artifact.personal_data.as_deref().unwrap_or_default();
        let mut scenarios: Vec<&str> = rows.iter().map(|row| row.scenario.as_str()).collect();
        scenarios.sort_by_key(|id| (words::scenario_rank(id), *id));
        scenarios.dedup();
        let mut items: BTreeMap<&str, (BTreeMap<&str, Confidence>, BTreeSet<String>)> =
            BTreeMap::new();
        for row in rows {
            let (cells, owners) = items.entry(&row.item).or_default();
            let cell = cells.entry(&row.scenario).or_insert(row.confidence);
            *cell = (*cell).max(row.confidence);
            owners.insert(self.owner(&row.owner));
        }
        if items.is_empty() {
            return;
        }
        let title = match self.lang() {
            Lang::Zh => format!("个人信息与场景（{}）", items.len()),
            Lang::En => format!("Personal data by scenario ({})", items.len()),
        };
        self.heading(&title, BOLD);
        let names = items.keys().map(|id| width(words::item(self.lang(), id)));
        let column = names.max().unwrap_or(0).min(self.view.columns / 3);
        let heads: Vec<_> = scenarios
            .iter()
            .map(|id| clean(words::scenario(self.lang(), id)))
            .collect();
        let line = format!("  {}  {}", pad("", column), heads.join("  "));
        let line = self.paint(DIM, &line);
        self.line(&line);
        for (id, (cells, owners)) in &items {
            let mut line = format!(
                "  {}",
                pad(&fit(words::item(self.lang(), id), column), column)
            );
            for (scenario, head) in scenarios.iter().zip(&heads) {
                let mark = match cells.get(scenario) {
                    Some(Confidence::Certain) => "●",
                    Some(Confidence::Likely) => "◐",
                    Some(Confidence::Possible) => "○",
                    None => "·",
                };
                line.push_str("  ");
                line.push_str(&pad(mark, width(head)));
            }
            line.push_str("  ");
            let at = width(&line);
            let owners = owners
                .iter()
                .cloned()
                .collect::<Vec<_>>()
                .join(self.say("、", ", "));
            if at + 12 <= self.view.columns {
                self.hang(&line, at, &owners, Style::new());
            } else {
                self.line(&line);
                self.hang("      ", 6, &owners, DIM);
            }
        }
        let key = self.say(
            "● 确定  ◐ 很可能  ○ 待核实  · 未见（不等于没有）",
            "● certain  ◐ likely  ○ possible  · none found (no proof that there is none)",
        );
        self.blank();
        self.hang("  ", 2, key, DIM);
    }

    /// The permissions that matter to a person (dangerous and special), the others as a count.
    fn permissions(&mut self, permissions: &[Permission]) {
        if permissions.is_empty() {
            return;
        }
        let all = self.view.detail == Detail::All;
        let (mut shown, rest): (Vec<_>, Vec<_>) = permissions
            .iter()
            .partition(|p| all || matches!(p.protection, "dangerous" | "special"));
        shown.sort_by_key(|p| match p.protection {
            "dangerous" => 0,
            "special" => 1,
            _ => 2,
        });
        let title = match self.lang() {
            Lang::Zh => format!("权限（{}）", permissions.len()),
            Lang::En => format!("Permissions ({})", permissions.len()),
        };
        self.heading(&title, BOLD);
        let limit = if all { usize::MAX } else { ROWS };
        let names: Vec<_> = shown.iter().map(|p| short(&p.name)).collect();
        let column = names
            .iter()
            .map(|n| width(&clean(n)))
            .max()
            .unwrap_or(0)
            .min(self.view.columns / 2);
        let kinds = shown
            .iter()
            .map(|p| width(words::protection(self.lang(), p.protection)))
            .max()
            .unwrap_or(0);
        for (permission, name) in shown.iter().zip(&names).take(limit) {
            let kind = pad(words::protection(self.lang(), permission.protection), kinds);
            let head = format!(
                "  {}  {}  ",
                pad(&fit(name, column), column),
                self.paint(DIM, &kind)
            );
            let (text, style) = self.use_of(permission);
            self.hang(&head, column + kinds + 6, &text, style);
        }
        let hidden = rest.len() + shown.len().saturating_sub(limit);
        if hidden > 0 {
            self.more(hidden, pick(self.lang(), "项其他权限", "permissions"));
        }
    }

    fn use_of(&self, permission: &Permission) -> (String, Style) {
        match permission.used {
            None => (self.say("用途未知", "use not known").to_owned(), DIM),
            Some(false) => (
                self.say("未发现使用", "nothing uses it").to_owned(),
                super::style(crate::knowledge::Severity::Medium),
            ),
            Some(true) => {
                let mut owners: Vec<_> = permission
                    .users
                    .iter()
                    .map(|user| user.owner.as_str())
                    .collect();
                owners.sort_unstable();
                owners.dedup();
                let owners: Vec<_> = owners.into_iter().map(|owner| self.owner(owner)).collect();
                let count = owners.len();
                let mut text = if owners.is_empty() {
                    self.say("使用中", "used").to_owned()
                } else {
                    format!(
                        "{} {}",
                        self.say("使用者", "used by"),
                        owners.into_iter().take(4).collect::<Vec<_>>().join(", ")
                    )
                };
                if count > 4 {
                    text.push_str(" …");
                }
                (text, Style::new())
            }
        }
    }

    fn sdks(&mut self, artifact: &Artifact) {
        let sdks = &artifact.sdks;
        if sdks.is_empty() {
            return;
        }
        let title = match self.lang() {
            Lang::Zh => format!("第三方 SDK（{}）", sdks.len()),
            Lang::En => format!("SDKs ({})", sdks.len()),
        };
        self.heading(&title, BOLD);
        let limit = if self.view.detail == Detail::All {
            usize::MAX
        } else {
            ROWS
        };
        let column = sdks
            .iter()
            .map(|sdk| width(&clean(&sdk.name)))
            .max()
            .unwrap_or(0)
            .min(self.view.columns / 2);
        for sdk in sdks.iter().take(limit) {
            let name = pad(&fit(&sdk.name, column), column);
            let mut facts = vec![sdk.vendor.clone(), sdk.category.clone()];
            facts.extend(sdk.version.clone());
            if !matches!(sdk.state, SdkState::Active | SdkState::Unknown) {
                facts.push(sdks::state(self.lang(), sdk.state).to_owned());
            }
            facts.retain(|fact| !fact.is_empty());
            let head = format!("  {}  ", self.paint(NAME, &name));
            self.hang(&head, column + 4, &facts.join(" · "), Style::new());
            if self.view.detail == Detail::All {
                let evidence: Vec<_> = sdk
                    .evidence
                    .iter()
                    .map(|hit| format!("{} {}", hit.kind, hit.value))
                    .collect();
                self.hang("      ", 6, &evidence.join(", "), DIM);
                let permissions: Vec<_> = sdks::permissions(sdk).collect();
                let told = [
                    (
                        self.say("启动于", "starts in"),
                        sdks::starts(self.lang(), sdk),
                    ),
                    (self.say("读取", "reads"), sdks::reads(self.lang(), sdk)),
                    (self.say("权限", "permissions"), permissions.join(", ")),
                ];
                for (word, text) in told.iter().filter(|(_, text)| !text.is_empty()) {
                    self.hang("      ", 6, &format!("{word} {text}"), DIM);
                }
            }
        }
        if sdks.len() > limit {
            self.more(sdks.len() - limit, pick(self.lang(), "个其他 SDK", "SDKs"));
        }
    }

    /// Where the code can send data: cleartext first.
    fn hosts(&mut self, artifact: &Artifact) {
        let mut hosts: Vec<&Host> = artifact.network.iter().flatten().collect();
        if hosts.is_empty() {
            return;
        }
        hosts.sort_by_key(|host| host.scheme != "http");
        let title = match self.lang() {
            Lang::Zh => format!("网络地址（{}）", hosts.len()),
            Lang::En => format!("Hosts ({})", hosts.len()),
        };
        self.heading(&title, BOLD);
        let limit = match self.view.detail {
            Detail::All => hosts.len(),
            _ => ROWS,
        };
        let shown = || hosts.iter().take(limit);
        let names = shown().map(|host| width(&clean(&host.host)));
        let column = names.max().unwrap_or(0).min(self.view.columns / 2);
        for host in shown() {
            let owner = self.owner(&host.owner);
            let line = format!(
                "  {}  {}  {}",
                pad(&fit(&host.host, column), column),
                pad(&clean(&host.scheme), 5),
                fit(&owner, self.view.columns.saturating_sub(column + 11)),
            );
            self.line(&line);
        }
        if hosts.len() > limit {
            self.more(
                hosts.len() - limit,
                pick(self.lang(), "个网络地址", "hosts"),
            );
        }
    }

    fn policies(&mut self, artifact: &Artifact) {
        if artifact.policies.is_empty() {
            return;
        }
        let title = match self.lang() {
            Lang::Zh => format!("政策与协议（{}）", artifact.policies.len()),
            Lang::En => format!("Policies and agreements ({})", artifact.policies.len()),
        };
        self.heading(&title, BOLD);
        let limit = if self.view.detail == Detail::All {
            usize::MAX
        } else {
            5
        };
        let names = artifact
            .policies
            .iter()
            .take(limit)
            .map(|policy| width(words::document(self.lang(), policy.document)));
        let column = names.max().unwrap_or(0);
        for policy in artifact.policies.iter().take(limit) {
            let name = words::document(self.lang(), policy.document);
            let title = policy
                .title
                .as_ref()
                .filter(|title| *title != &policy.location && *title != name);
            let text = match title {
                Some(title) => {
                    format!("{}  {}", fit(title, self.view.columns / 2), policy.location)
                }
                None => policy.location.clone(),
            };
            let head = format!("  {}  ", self.paint(DIM, &pad(name, column)));
            self.hang(&head, column + 4, &text, Style::new());
        }
        if artifact.policies.len() > limit {
            self.more(
                artifact.policies.len() - limit,
                pick(self.lang(), "个其他链接或文本", "links or texts"),
            );
        }
    }

    /// "… and 12 others (--verbose)".
    pub(super) fn more(&mut self, count: usize, what: &str) {
        let what = match count {
            1 => what.trim_end_matches('s'),
            _ => what,
        };
        let text = match self.lang() {
            Lang::Zh => format!("  … 另有 {count} {what}（--verbose 显示全部）"),
            Lang::En if what.is_empty() => format!("  … {count} more (--verbose shows all)"),
            Lang::En => format!("  … {count} more {what} (--verbose shows all)"),
        };
        let text = self.paint(DIM, &text);
        self.line(&text);
    }
}

/// A permission without the prefix that all of AOSP's have.
pub(crate) fn short(permission: &str) -> &str {
    permission
        .strip_prefix("android.permission.")
        .unwrap_or(permission)
}
