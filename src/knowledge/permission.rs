//! Permission records: what a permission is, what it lets an app do, and whether its use can be seen in code.
//!
//! Files: `checks/permissions/aosp.toml` (facts of every AOSP permission, made by `tools/permission_records.py`),
//! `texts.toml` (purposes in words), `groups.toml`, `traits.toml` (what code analysis must know) and `vendor.toml`
//! (permissions that phone makers, push services and Google services define). What code needs which permission stands
//! in `needs/` ([`super::needs`]).

use serde::{Deserialize, Serialize};

use super::load::{LoadError, Source};
use super::text::Text;

/// How Android grants a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protection {
    /// At install.
    Normal,
    /// By the user, in a dialog.
    Dangerous,
    /// By the user, on a page of the system's settings.
    Special,
    /// To apps signed with the key of the definer, or that belong to the system.
    Signature,
    /// To roles and parts of the system only.
    Internal,
}

/// One permission, or a pattern of names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// Its name; a leading `*` stands for any text (`*.permission.MIPUSH_RECEIVE`).
    pub name: String,
    /// How it is granted (as of the newest level that has it).
    pub protection: Protection,
    /// Further protection flags as AOSP names them (`appop`, `privileged` …).
    #[serde(default)]
    pub flags: Vec<String>,
    /// Group id, e.g. `LOCATION`.
    #[serde(default)]
    pub group: Option<String>,
    /// First API level that defines it (none: 4 or earlier, or not of AOSP).
    #[serde(default)]
    pub since: Option<u8>,
    /// Last API level that defines it, when newer ones do not.
    #[serde(default)]
    pub last: Option<u8>,
    /// Who defines it when not AOSP: `huawei`, `xiaomi`, `google` …
    #[serde(default)]
    pub vendor: Option<String>,
    /// Where the facts come from; the file's when not given.
    #[serde(default)]
    pub source: String,
    /// Whether a source was seen that says so; the file's when not given.
    #[serde(default)]
    pub verified: Option<bool>,
}

/// The purpose of a permission in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Permission (a record's name, pattern included).
    pub name: String,
    /// What it lets an app do.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// What the analysis of code must know about a permission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trait {
    /// Permission.
    pub name: String,
    /// Its use leaves no trace in an app's code (the system or another app asks for it): never called unused.
    #[serde(default)]
    pub untraceable: bool,
    /// It counts as used when one of these is.
    #[serde(default)]
    pub used_with: Vec<String>,
    /// The last API level on which it has an effect.
    #[serde(default)]
    pub max_useful_sdk: Option<u8>,
}

/// A permission group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// `LOCATION`.
    pub id: String,
    /// Chinese name as users know it (位置信息).
    pub zh: String,
    /// English name.
    pub en: String,
}

/// Everything under `checks/permissions/*.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Permissions {
    /// Records, sorted by name.
    pub records: Vec<Permission>,
    /// Purposes, sorted by name.
    pub purposes: Vec<Purpose>,
    /// Traits, sorted by name.
    pub traits: Vec<Trait>,
    /// Groups, sorted by id.
    pub groups: Vec<Group>,
}

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: String,
    #[serde(default)]
    verified: bool,
    #[serde(default)]
    permission: Vec<Permission>,
    #[serde(default)]
    purpose: Vec<Purpose>,
    #[serde(default, rename = "trait")]
    traits: Vec<Trait>,
    #[serde(default)]
    group: Vec<Group>,
}

impl Permissions {
    /// Adds one file. A record with the name of an older one replaces it.
    pub(crate) fn add(&mut self, source: &Source) -> Result<(), Vec<LoadError>> {
        let file: File = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        let mut check = |kind: &str, names: Vec<&str>| {
            let mut sorted = names;
            sorted.sort_unstable();
            for pair in sorted.windows(2) {
                if let [one, two] = pair
                    && one == two
                {
                    errors.push(
                        source.error_at(one, format!("two {kind} records `{one}` in one file")),
                    );
                }
            }
            for name in sorted {
                if name.is_empty() || name.get(1..).is_some_and(|rest| rest.contains('*')) {
                    errors.push(
                        source.error_at(name, format!("`{name}`: `*` may only stand at the start")),
                    );
                }
            }
        };
        check(
            "permission",
            file.permission.iter().map(|r| r.name.as_str()).collect(),
        );
        check(
            "purpose",
            file.purpose.iter().map(|r| r.name.as_str()).collect(),
        );
        check(
            "trait",
            file.traits.iter().map(|r| r.name.as_str()).collect(),
        );
        for mut record in file.permission {
            if record.source.is_empty() {
                record.source.clone_from(&file.source);
            }
            if record.source.is_empty() {
                errors.push(
                    source.error_at(&record.name, format!("`{}` names no source", record.name)),
                );
            }
            record.verified = record.verified.or(Some(file.verified));
            put(&mut self.records, record, |r| &r.name);
        }
        for purpose in file.purpose {
            put(&mut self.purposes, purpose, |r| &r.name);
        }
        for one in file.traits {
            put(&mut self.traits, one, |r| &r.name);
        }
        for group in file.group {
            put(&mut self.groups, group, |r| &r.id);
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// The record of a permission: its own, else the pattern that its name fits.
    pub fn get(&self, name: &str) -> Option<&Permission> {
        find(&self.records, name, |r| &r.name)
    }

    /// What the analysis must know of it.
    pub fn traits(&self, name: &str) -> Option<&Trait> {
        find(&self.traits, name, |r| &r.name)
    }

    /// The group of a permission.
    pub fn group(&self, name: &str) -> Option<&Group> {
        let id = self.get(name)?.group.as_deref()?;
        self.groups
            .binary_search_by(|group| group.id.as_str().cmp(id))
            .ok()
            .and_then(|at| self.groups.get(at))
    }

    /// What the permission lets an app do: the words of its record, else a general sentence that its protection gives.
    /// None for a permission that is not known.
    pub fn purpose(&self, name: &str) -> Option<Text> {
        if let Some(found) = find(&self.purposes, name, |r| &r.name) {
            return Some(Text::new(&found.zh, &found.en));
        }
        Some(match self.get(name)?.protection {
            Protection::Normal => Text::new(
                "普通权限，安装时自动授予",
                "A normal permission, granted at install",
            ),
            Protection::Dangerous => Text::new(
                "危险权限，须由用户在弹窗中授予",
                "A dangerous permission that the user grants in a dialog",
            ),
            Protection::Special => Text::new(
                "特殊权限，须由用户在系统设置中开启",
                "A special permission that the user turns on in settings",
            ),
            Protection::Signature => Text::new(
                "仅授予系统应用或与定义者同签名的应用，普通应用声明后也得不到",
                "Granted to system apps or apps with the definer's signature only; other apps never get it",
            ),
            Protection::Internal => Text::new(
                "系统内部权限，普通应用声明后也得不到",
                "Internal to the system; other apps never get it",
            ),
        })
    }
}

/// Puts a record at its place in a sorted list, over one of the same name.
fn put<T>(list: &mut Vec<T>, record: T, name: impl Fn(&T) -> &String) {
    match list.binary_search_by(|old| name(old).cmp(name(&record))) {
        Ok(at) => {
            if let Some(old) = list.get_mut(at) {
                *old = record;
            }
        }
        Err(at) => list.insert(at, record),
    }
}

/// The record with that very name, else the longest pattern that fits. Patterns (`*…`) sort before all names.
fn find<'t, T>(list: &'t [T], wanted: &str, name: impl Fn(&T) -> &String) -> Option<&'t T> {
    if let Ok(at) = list.binary_search_by(|old| name(old).as_str().cmp(wanted)) {
        return list.get(at);
    }
    list.iter()
        .take_while(|record| name(record).starts_with('*'))
        .filter(|record| {
            name(record)
                .strip_prefix('*')
                .is_some_and(|end| wanted.ends_with(end))
        })
        .max_by_key(|record| name(record).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> (Permissions, Vec<LoadError>) {
        let mut all = Permissions::default();
        let source = Source {
            path: "checks/permissions/x.toml".into(),
            text: text.into(),
        };
        let errors = all.add(&source).err().unwrap_or_default();
        (all, errors)
    }

    #[test]
    fn a_name_goes_before_a_pattern_and_the_longest_pattern_wins() {
        let (all, errors) = load(
            "source = 'x'\n[[permission]]\nname = '*.PUSH'\nprotection = 'signature'\n\
             [[permission]]\nname = '*.permission.PUSH'\nprotection = 'signature'\nvendor = 'a'\n\
             [[permission]]\nname = 'b.permission.PUSH'\nprotection = 'normal'\n",
        );
        assert!(errors.is_empty());
        assert_eq!(
            all.get("b.permission.PUSH").unwrap().protection,
            Protection::Normal
        );
        assert_eq!(
            all.get("c.permission.PUSH").unwrap().vendor.as_deref(),
            Some("a")
        );
        assert_eq!(all.get("c.PUSH").unwrap().vendor, None);
        assert!(all.get("c.PULL").is_none() && all.purpose("c.PULL").is_none());
        assert!(all.purpose("c.PUSH").unwrap().en.contains("signature"));
    }

    #[test]
    fn faults_are_named() {
        let (_, errors) = load("[[permission]]\nname = 'a*b'\nprotection = 'normal'\n");
        assert_eq!(errors.len(), 2);
        let (_, errors) = load("source='x'\n[[permission]]\nname = 'a'\nprotection = 'harmless'\n");
        assert_eq!(errors[0].line, 4);
    }
}

#[cfg(all(test, embedded))]
#[allow(clippy::unwrap_used)]
mod builtin_tests {
    use super::super::Knowledge;
    use super::*;

    /// The files under `checks/permissions`, read as the build reads them.
    fn builtin() -> Permissions {
        let mut all = Knowledge::default().permissions;
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("checks/permissions");
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths
            .iter()
            .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        {
            let text = std::fs::read_to_string(path).unwrap();
            all.add(&Source {
                path: path.display().to_string(),
                text,
            })
            .unwrap();
        }
        all
    }

    #[test]
    fn every_dangerous_and_special_permission_has_a_group_or_words() {
        let all = builtin();
        assert!(all.records.len() > 1_000 && all.records.is_sorted_by(|a, b| a.name < b.name));
        for record in &all.records {
            let told = all
                .purposes
                .iter()
                .any(|purpose| purpose.name == record.name);
            assert!(
                !matches!(
                    record.protection,
                    Protection::Dangerous | Protection::Special
                ) || told
                    || record.last.is_some(),
                "{} has no purpose",
                record.name
            );
            if let Some(group) = &record.group {
                assert!(
                    all.groups.iter().any(|known| &known.id == group),
                    "{group} is not a group"
                );
            }
        }
        for name in all
            .purposes
            .iter()
            .map(|p| &p.name)
            .chain(all.traits.iter().map(|t| &t.name))
        {
            assert!(
                all.get(name).is_some() || name.starts_with("android.permission."),
                "{name} has no record"
            );
        }
        assert_eq!(all.group("android.permission.CAMERA").unwrap().zh, "相机");
        assert_eq!(
            all.get("android.permission.POST_NOTIFICATIONS")
                .unwrap()
                .since,
            Some(33)
        );
        assert_eq!(
            all.get("com.a.permission.MIPUSH_RECEIVE")
                .unwrap()
                .vendor
                .as_deref(),
            Some("xiaomi")
        );
    }
}
