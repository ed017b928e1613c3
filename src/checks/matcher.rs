//! The matcher language of [`crate::knowledge::check`] over the facts.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::finding::{Evidence, Location, Subject};
use super::hit::Hit;
use crate::knowledge::check::{ComponentIs, MemberIs, PermissionIs, Range};
use crate::knowledge::{Case, Check, Confidence, Matcher, SubjectKind};
use crate::program::StrId;

/// A fact that matched: what it binds, and what shows it.
#[derive(Debug, Clone, Default)]
struct Row {
    names: BTreeMap<&'static str, String>,
    evidence: Vec<Evidence>,
}

/// The hits of one case: rows with the same subject and owner become one.
pub(crate) fn hits(
    check: &Check,
    case: &Case,
    matcher: &Matcher,
    facts: &Facts<'_, '_, '_>,
) -> Vec<Hit> {
    let mut hits: BTreeMap<(Subject, String, String), Hit> = BTreeMap::new();
    for row in rows(matcher, facts) {
        let value = |name: &str| row.names.get(name).cloned().unwrap_or_default();
        let subject = match check.subject {
            SubjectKind::Item => Subject::Item(value("item")),
            SubjectKind::Permission => Subject::Permission(value("permission")),
            SubjectKind::Sdk => Subject::Sdk(value("sdk")),
            SubjectKind::Component => Subject::Component(value("component")),
            SubjectKind::Host => Subject::Host(value("host")),
            SubjectKind::PolicyTopic => Subject::PolicyTopic(value("topic")),
            SubjectKind::App => Subject::App,
        };
        let owner = match (row.names.get("owner"), row.names.get("component")) {
            (Some(owner), _) => owner.clone(),
            (None, Some(component)) => facts.owner_of(component),
            (None, None) => "app".to_owned(),
        };
        // About the app as a whole, one finding per API that was used, so that each stays in its own place.
        let key = match check.subject {
            SubjectKind::App => value("api"),
            _ => String::new(),
        };
        let hit = hits
            .entry((subject.clone(), owner.clone(), key.clone()))
            .or_insert_with(|| {
                let mut hit = Hit::new(&case.id, subject);
                hit.names = row
                    .names
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), value.clone()))
                    .collect();
                hit.owner = owner;
                hit.key = key;
                hit.confidence = Confidence::Certain;
                hit.location = row.evidence.iter().find_map(|found| found.location.clone());
                hit
            });
        hit.evidence.extend(row.evidence);
    }
    hits.into_values().collect()
}

/// What each row of `matcher` binds, in order.
pub(crate) fn bindings(
    matcher: &Matcher,
    facts: &Facts<'_, '_, '_>,
) -> Vec<BTreeMap<&'static str, String>> {
    let rows = rows(matcher, facts);
    rows.into_iter().map(|row| row.names).collect()
}

/// Whether `text` is what the pattern says: `*` stands for any characters.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

fn any(patterns: &[String], text: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| glob(pattern, text))
}

fn row(kind: &str, value: &str, location: Option<Location>, names: &[(&'static str, &str)]) -> Row {
    Row {
        names: names
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
        evidence: vec![Evidence {
            kind: kind.to_owned(),
            value: value.to_owned(),
            location,
        }],
    }
}

fn rows(matcher: &Matcher, facts: &Facts<'_, '_, '_>) -> Vec<Row> {
    let manifest = &facts.package.manifest;
    match matcher {
        Matcher::All(parts) => all(parts, facts),
        Matcher::Any(parts) => parts.iter().flat_map(|part| rows(part, facts)).collect(),
        Matcher::Not(part) => {
            if rows(part, facts).is_empty() {
                vec![Row::default()]
            } else {
                Vec::new()
            }
        }
        Matcher::Attribute(wanted) => attributes(&wanted.element, facts)
            .into_iter()
            .filter(|(name, value, _)| {
                *name == wanted.name
                    && wanted
                        .value
                        .as_deref()
                        .is_none_or(|pattern| glob(pattern, value))
            })
            .map(|(name, value, line)| {
                let shown = format!("<{} android:{name}=\"{value}\">", wanted.element);
                let names = [
                    ("element", wanted.element.as_str()),
                    ("attribute", name),
                    ("value", value.as_str()),
                ];
                row("manifest", &shown, Some(facts.manifest_line(line)), &names)
            })
            .collect(),
        Matcher::Permission(wanted) => permissions(wanted, facts),
        Matcher::Component(wanted) => components(wanted, facts),
        Matcher::MetaData(wanted) => {
            let own = manifest
                .components
                .iter()
                .flat_map(|found| &found.meta_data);
            let data = manifest.application.meta_data.iter().chain(own);
            data.filter(|data| {
                let value = data.value.as_deref().unwrap_or_default();
                glob(&wanted.name, &data.name)
                    && wanted
                        .value
                        .as_deref()
                        .is_none_or(|pattern| glob(pattern, value))
            })
            .map(|data| {
                let value = data.value.as_deref().unwrap_or_default();
                let names = [("name", data.name.as_str()), ("value", value)];
                let shown = format!("{}={value}", data.name);
                row(
                    "meta-data",
                    &shown,
                    Some(facts.manifest_line(data.line)),
                    &names,
                )
            })
            .collect()
        }
        Matcher::NativeLibrary(pattern) => entries(facts, "lib/", |name| {
            glob(pattern, name.rsplit('/').next().unwrap_or(name))
        })
        .into_iter()
        .map(|name| {
            let place = Some(Location::Entry {
                entry: name.clone(),
                line: None,
            });
            row("native-lib", &name, place, &[("library", &name)])
        })
        .collect(),
        Matcher::NativeSymbol(text) | Matcher::NativeString(text) => {
            super::detect::native_holds(facts, text)
                .into_iter()
                .map(|library| {
                    let place = Some(Location::Entry {
                        entry: library.clone(),
                        line: None,
                    });
                    let names = [
                        ("library", library.as_str()),
                        ("symbol", text),
                        ("string", text),
                    ];
                    row("native-string", text, place, &names)
                })
                .collect()
        }
        Matcher::Asset(pattern) => entries(facts, "assets/", |name| glob(pattern, name))
            .into_iter()
            .map(|name| {
                let place = Some(Location::Entry {
                    entry: name.clone(),
                    line: None,
                });
                row("asset", &name, place, &[("asset", &name)])
            })
            .collect(),
        Matcher::Uses(wanted) => uses(wanted, facts),
        Matcher::String(wanted) => {
            let program = facts.program;
            let mut found = Vec::new();
            for number in 0..program.string_count() as u32 {
                let text = program.text(StrId(number));
                if glob(&wanted.pattern, &text) {
                    found.extend(used(
                        facts,
                        &facts.text_users(&text),
                        &wanted.owner,
                        "string",
                        &text,
                    ));
                }
            }
            found
        }
        Matcher::Reads(wanted) => {
            let apis = facts.knowledge.apis.members.iter();
            apis.filter(|api| {
                api.item
                    .as_ref()
                    .is_some_and(|item| wanted.item.contains(item))
            })
            .flat_map(|api| {
                let member = MemberIs {
                    member: api.member().to_owned(),
                    owner: wanted.owner.clone(),
                };
                uses(&member, facts).into_iter().map(|mut row| {
                    row.names
                        .insert("item", api.item.clone().unwrap_or_default());
                    row
                })
            })
            .collect()
        }
        Matcher::Sdk(wanted) => {
            let catalogue = &facts.knowledge.sdks;
            let found = facts.sdks.found.iter();
            found
                .filter_map(|sdk| Some((sdk, catalogue.get(sdk.record)?)))
                .map(|(sdk, record)| (sdk, format!("{:?}", record.category).to_lowercase()))
                .filter(|(sdk, category)| {
                    any(&wanted.id, &sdk.id) && any(&wanted.category, category)
                })
                .map(|(sdk, category)| {
                    row(
                        "sdk",
                        &sdk.id,
                        None,
                        &[("sdk", &sdk.id), ("category", &category)],
                    )
                })
                .collect()
        }
        Matcher::Policy(wanted) => {
            let found = facts.policies.refs.iter();
            found
                .filter(|found| {
                    wanted.kind.is_empty() || wanted.kind.iter().any(|k| k == found.kind.as_str())
                })
                .map(|found| {
                    row(
                        "policy",
                        &found.location,
                        None,
                        &[("policy", &found.location)],
                    )
                })
                .collect()
        }
        // A split says nothing of the app's versions.
        Matcher::TargetSdk(_) | Matcher::MinSdk(_) if manifest.lone_split.is_some() => Vec::new(),
        Matcher::TargetSdk(range) => number(
            range,
            manifest.target_sdk,
            "targetSdkVersion",
            "target",
            facts,
        ),
        Matcher::MinSdk(range) => number(range, manifest.min_sdk, "minSdkVersion", "min", facts),
    }
}

/// The first part's rows for which every other part has a row that agrees on the names that both bind.
fn all(parts: &[Matcher], facts: &Facts<'_, '_, '_>) -> Vec<Row> {
    let Some((first, others)) = parts.split_first() else {
        return Vec::new();
    };
    let mut found = rows(first, facts);
    let agrees = |a: &Row, b: &Row| {
        b.names
            .iter()
            .all(|(name, value)| a.names.get(name).is_none_or(|own| own == value))
    };
    for part in others {
        if found.is_empty() {
            break;
        }
        if let Matcher::Not(inner) = part {
            let against = rows(inner, facts);
            found.retain(|row| !against.iter().any(|other| agrees(row, other)));
            continue;
        }
        let more = rows(part, facts);
        found.retain_mut(|row| {
            let Some(other) = more.iter().find(|other| agrees(row, other)) else {
                return false;
            };
            for (name, value) in &other.names {
                row.names.entry(name).or_insert_with(|| value.clone());
            }
            row.evidence.extend(other.evidence.iter().cloned());
            true
        });
    }
    found
}

/// Attributes of the application element and of the SDK element that the typed manifest keeps.
fn attributes(element: &str, facts: &Facts<'_, '_, '_>) -> Vec<(&'static str, String, u32)> {
    let manifest = &facts.package.manifest;
    let application = &manifest.application;
    let mut found = Vec::new();
    let mut flag = |name, value: Option<bool>| {
        found.extend(value.map(|value| (name, value.to_string(), application.line)));
    };
    if element == "application" && application.present {
        flag("usesCleartextTraffic", application.uses_cleartext_traffic);
        flag("allowBackup", application.allow_backup);
        flag(
            "requestLegacyExternalStorage",
            application.legacy_external_storage,
        );
        flag("debuggable", Some(application.debuggable));
        flag("testOnly", Some(application.test_only));
        flag("persistent", Some(application.persistent));
        flag("hasCode", Some(application.has_code));
    }
    if element == "manifest" {
        let shared = manifest.shared_user_id.clone();
        found.extend(shared.map(|value| ("sharedUserId", value, 0)));
    }
    found
}

fn permissions(wanted: &PermissionIs, facts: &Facts<'_, '_, '_>) -> Vec<Row> {
    let mut found = Vec::new();
    for asked in &facts.package.manifest.uses_permissions {
        let (protection, group, purpose) = facts.permission_words(&asked.name);
        if any(&wanted.name, &asked.name)
            && (wanted.protection.is_empty() || wanted.protection.contains(&protection))
            && any(&wanted.group, &group)
        {
            let names = [
                ("permission", asked.name.as_str()),
                ("protection", &protection),
                ("group", &group),
                ("purpose", &purpose),
            ];
            found.push(row(
                "manifest",
                &asked.name,
                Some(facts.manifest_line(asked.line)),
                &names,
            ));
        }
    }
    found
}

fn components(wanted: &ComponentIs, facts: &Facts<'_, '_, '_>) -> Vec<Row> {
    let manifest = &facts.package.manifest;
    let mut found = Vec::new();
    for component in &manifest.components {
        let guard = component.permission.as_deref().unwrap_or_default();
        let enabled = component.enabled && manifest.application.enabled;
        let action = component
            .actions()
            .find(|action| any(&wanted.action, action))
            .unwrap_or_default();
        if any(&wanted.kind, component.kind.tag())
            && any(&wanted.class, &component.class)
            && (wanted.action.is_empty() || !action.is_empty())
            && any(&wanted.permission, guard)
            && wanted
                .exported
                .is_none_or(|exported| exported == component.exported)
            && wanted.enabled.is_none_or(|wanted| wanted == enabled)
        {
            let names = [
                ("component", component.class.as_str()),
                ("kind", component.kind.tag()),
                ("action", action),
                ("permission", guard),
            ];
            let place = Some(facts.manifest_line(component.line));
            found.push(row("component", &component.class, place, &names));
        }
    }
    found
}

fn uses(wanted: &MemberIs, facts: &Facts<'_, '_, '_>) -> Vec<Row> {
    match facts.callers_of(&wanted.member) {
        Some(callers) => {
            let mut found = Vec::new();
            for (def, method) in callers {
                let owner = facts.owner(def);
                if any(&wanted.owner, &owner) {
                    let (class, name) = facts.names(def);
                    let names = [
                        ("api", wanted.member.as_str()),
                        ("class", &class),
                        ("method", &name),
                        ("owner", &owner),
                    ];
                    let place = Some(facts.place(def, Some(method)));
                    found.push(row("call", &wanted.member, place, &names));
                }
            }
            found
        }
        None => used(
            facts,
            &facts.readers_of(&wanted.member),
            &wanted.owner,
            "api",
            &wanted.member,
        ),
    }
}

/// Rows of methods that use something by its text.
fn used(
    facts: &Facts<'_, '_, '_>,
    defs: &[crate::program::DefId],
    owners: &[String],
    binds: &'static str,
    text: &str,
) -> Vec<Row> {
    let mut found = Vec::new();
    for def in defs {
        let owner = facts.owner(*def);
        if any(owners, &owner) {
            let (class, method) = facts.names(*def);
            let names = [
                (binds, text),
                ("class", &class),
                ("method", &method),
                ("owner", &owner),
            ];
            let kind = if binds == "string" { "string" } else { "field" };
            found.push(row(kind, text, Some(facts.place(*def, None)), &names));
        }
    }
    found
}

fn entries(facts: &Facts<'_, '_, '_>, below: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let files = facts
        .package
        .files()
        .map(|file| file.entry.name.to_string());
    files
        .filter(|name| name.starts_with(below) && wanted(name))
        .collect()
}

fn number(
    range: &Range,
    value: u32,
    attribute: &str,
    name: &'static str,
    facts: &Facts<'_, '_, '_>,
) -> Vec<Row> {
    // A bare DEX file or JAR has no manifest, and so no number.
    let manifest = &facts.package.manifest;
    let inside = range.from.is_none_or(|from| value >= from)
        && range.below.is_none_or(|below| value < below);
    if manifest.package.is_empty() || !inside {
        return Vec::new();
    }
    let shown = format!("{attribute}={value}");
    vec![row(
        "manifest",
        &shown,
        Some(facts.manifest_line(manifest.sdk_line)),
        &[(name, &value.to_string())],
    )]
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(glob("lib*.so", "libjiagu.so"));
        assert!(glob("*Pixel*", "com.a.OnePixelActivity"));
        assert!(glob("a*b*c", "a1b2b3c"));
        assert!(glob("abc", "abc"));
        assert!(!glob("abc", "abcd"));
        assert!(!glob("a*bc*c", "abc"));
        assert!(glob("*", ""));
    }
}
