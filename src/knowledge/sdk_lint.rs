//! What makes an SDK record, and the catalogue as a whole, usable.

use std::collections::BTreeMap;

use super::sdk::{Sdk, VersionSource};
use super::{LoadError, Source};

/// The contract's personal-data items, which `reads` may name.
pub(crate) const ITEMS: &[&str] = &[
    "imei",
    "meid",
    "imsi",
    "iccid",
    "phone-number",
    "sim-info",
    "android-id",
    "oaid",
    "gaid",
    "serial",
    "mac-address",
    "bluetooth-mac",
    "ip-address",
    "ssid",
    "bssid",
    "wifi-list",
    "cell-info",
    "location",
    "installed-apps",
    "running-processes",
    "usage-stats",
    "clipboard",
    "contacts",
    "call-log",
    "sms",
    "calendar",
    "accounts",
    "camera",
    "microphone",
    "photos-media",
    "files",
    "sensors",
    "body-sensors",
    "activity-recognition",
    "bluetooth-devices",
    "nfc",
    "screen-content",
    "notifications",
    "boot-id",
    "build-info",
    "drm-id",
    "carrier",
    "browser-data",
    "biometrics",
    "push-token",
];

impl Sdk {
    /// Parses one file and checks all that can be checked without the other records.
    pub fn parse(source: &Source) -> Result<Self, Vec<LoadError>> {
        let sdk: Self = source.parse().map_err(|error| vec![error])?;
        let mut errors = Vec::new();
        let mut wrong = |needle: &str, message: String| {
            errors.push(source.error_at(needle, message));
        };
        let stem = source
            .path
            .rsplit('/')
            .next()
            .and_then(|name| name.strip_suffix(".toml"));
        if stem != Some(sdk.id.as_str()) {
            wrong(&sdk.id, format!("id `{}` is not the file's name", sdk.id));
        }
        for id in [Some(&sdk.id), sdk.family.as_ref(), sdk.parent.as_ref()]
            .into_iter()
            .flatten()
        {
            if !is_kebab(id) {
                wrong(id, format!("`{id}` is not kebab-case"));
            }
        }
        if sdk.sources.is_empty() || sdk.sources.iter().any(|source| source.trim().is_empty()) {
            wrong(
                "sources",
                "a record needs `sources`: where its facts come from".into(),
            );
        }
        for text in [&sdk.name, &sdk.vendor] {
            if text.zh.trim().is_empty() || text.en.trim().is_empty() {
                wrong("name", "names are needed in zh and en".into());
            }
        }
        for url in [&sdk.site, &sdk.privacy].into_iter().flatten() {
            if !url.starts_with("https://") && !url.starts_with("http://") {
                wrong(url, format!("`{url}` is not a web address"));
            }
        }
        for prefix in &sdk.packages {
            if !is_dotted(prefix) && !is_lone(prefix) {
                wrong(prefix, format!("`{prefix}` is not a dotted package"));
            }
        }
        for class in sdk.classes.iter().chain(&sdk.noop) {
            if !is_dotted(class) {
                wrong(class, format!("`{class}` is not a dotted class"));
            }
        }
        for class in &sdk.wakes {
            if !is_dotted(class) {
                wrong(class, format!("`{class}` is not a dotted class"));
            }
        }
        for glob in sdk.native_libs.iter() {
            if !glob.ends_with(".so") || glob.contains('/') {
                wrong(
                    glob,
                    format!("`{glob}` is not the file name of a native library"),
                );
            }
        }
        for globs in [
            &sdk.native_libs,
            &sdk.components,
            &sdk.meta_data,
            &sdk.assets,
        ] {
            for glob in globs {
                // A pattern that is nearly all star would be found in every package.
                if glob.chars().filter(|&c| c != '*').count() < 4 || glob.starts_with('/') {
                    wrong(glob, format!("`{glob}` is too general"));
                }
            }
        }
        for domain in &sdk.domains {
            let labels_fit = domain.split('.').all(|label| {
                !label.is_empty()
                    && label
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
            });
            if !labels_fit || !domain.contains('.') {
                wrong(domain, format!("`{domain}` is not a host in lower case"));
            }
        }
        for item in &sdk.reads {
            if !ITEMS.contains(&item.as_str()) {
                wrong(item, format!("`{item}` is no personal-data item"));
            }
        }
        for start in &sdk.starts {
            let fits = start.split_once('#').is_some_and(|(class, method)| {
                is_dotted(class) && !method.is_empty() && !method.contains(['#', '('])
            });
            if !fits {
                wrong(start, format!("`{start}` is not `class#method`"));
            }
        }
        for switch in &sdk.switches {
            if switch.method.is_empty() == switch.meta_data.is_none() {
                wrong(
                    &switch.class,
                    "a switch is a `method` or a `meta_data` key".into(),
                );
            }
            if !switch.method.is_empty() && !is_dotted(&switch.class) {
                wrong(
                    &switch.class,
                    format!("`{}` is not a dotted class", switch.class),
                );
            }
            if switch.older && (switch.until.is_some() || switch.method.is_empty()) {
                wrong(
                    &switch.class,
                    "`older` is for a `method` without `until`".into(),
                );
            }
            if switch.verified && !sdk.verified {
                wrong(
                    &switch.class,
                    "a verified switch in an unverified record".into(),
                );
            }
        }
        for version in &sdk.versions {
            let (value, fits) = match version {
                VersionSource::Field(field) => (field, is_dotted(field)),
                VersionSource::NativeLib(glob) => (glob, glob.matches('*').count() == 1),
                VersionSource::MetaData(key) => (key, !key.is_empty()),
                VersionSource::Entry(entry) => {
                    (entry, entry.contains('/') || entry.ends_with(".properties"))
                }
            };
            if !fits {
                wrong(value, format!("`{value}` names no place of a version"));
            }
        }
        if !sdk.has_signature() {
            wrong(
                &sdk.id,
                "nothing in this record could ever show the SDK".into(),
            );
        }
        for value in &sdk.unverified {
            if !sdk.lists().iter().any(|(_, list)| list.contains(value)) {
                wrong(
                    value,
                    format!("`{value}` of unverified is in no list of the record"),
                );
            }
        }
        for (key, list) in sdk.lists() {
            let mut seen = std::collections::BTreeSet::new();
            for value in list {
                if !seen.insert(value) {
                    wrong(value, format!("`{value}` stands twice in {key}"));
                }
            }
        }
        if errors.is_empty() {
            Ok(sdk)
        } else {
            Err(errors)
        }
    }

    /// Whether something in the record suffices to find it.
    fn has_signature(&self) -> bool {
        self.lists()
            .iter()
            .any(|(key, list)| !list.is_empty() && !matches!(*key, "assets" | "domains" | "wakes"))
            || !self.suffices.is_empty()
    }

    /// The lists of names by key.
    fn lists(&self) -> [(&'static str, &Vec<String>); 8] {
        [
            ("packages", &self.packages),
            ("classes", &self.classes),
            ("native_libs", &self.native_libs),
            ("components", &self.components),
            ("meta_data", &self.meta_data),
            ("assets", &self.assets),
            ("domains", &self.domains),
            ("wakes", &self.wakes),
        ]
    }
}

/// Checks the records against each other: no signature twice, no prefix inside another SDK's unless that one is a
/// declared ancestor, parents exist and form no ring. `at` says where an id's error belongs.
pub(crate) fn check_catalogue(
    sdks: &[Sdk],
    at: impl Fn(&str, &str, String) -> LoadError,
) -> Vec<LoadError> {
    let by_id: BTreeMap<&str, &Sdk> = sdks.iter().map(|sdk| (sdk.id.as_str(), sdk)).collect();
    let mut errors = Vec::new();
    let is_ancestor = |ancestor: &str, of: &Sdk| {
        let mut parent = of.parent.as_deref();
        // Bounded by the number of records, so that a ring of parents ends.
        for _ in 0..sdks.len() {
            match parent {
                Some(id) if id == ancestor => return true,
                Some(id) => parent = by_id.get(id).and_then(|sdk| sdk.parent.as_deref()),
                None => return false,
            }
        }
        false
    };
    let mut owners: BTreeMap<(&str, &str), &Sdk> = BTreeMap::new();
    for sdk in sdks {
        if let Some(parent) = &sdk.parent {
            if !by_id.contains_key(parent.as_str()) {
                errors.push(at(&sdk.id, parent, format!("no SDK has the id `{parent}`")));
            } else if is_ancestor(&sdk.id, sdk) {
                errors.push(at(
                    &sdk.id,
                    parent,
                    format!("`{}` is its own ancestor", sdk.id),
                ));
            }
        }
        for (key, list) in sdk.lists() {
            for value in list {
                if let Some(other) = owners.insert((key, value), sdk)
                    && other.id != sdk.id
                {
                    let message = format!("`{value}` is in {key} of `{}` too", other.id);
                    errors.push(at(&sdk.id, value, message));
                }
            }
        }
    }
    for sdk in sdks {
        for prefix in &sdk.packages {
            for (end, _) in prefix.match_indices('.') {
                if let Some(other) = prefix.get(..end).and_then(|p| owners.get(&("packages", p)))
                    && other.id != sdk.id
                    && !is_ancestor(&other.id, sdk)
                {
                    let message = format!(
                        "`{prefix}` lies inside a prefix of `{}`, which is not its parent",
                        other.id
                    );
                    errors.push(at(&sdk.id, prefix, message));
                }
            }
        }
    }
    errors
}

fn is_kebab(id: &str) -> bool {
    id.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// One lower-case segment that is long enough to tell something and stands for no domain.
fn is_lone(name: &str) -> bool {
    const DOMAINS: &[&str] = &[
        "com", "net", "org", "gov", "edu", "info", "mobi", "android", "java", "javax", "app",
    ];
    name.len() >= 4
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && !DOMAINS.contains(&name)
}

/// Two or more Java identifiers joined by dots; one alone would match far too much.
fn is_dotted(name: &str) -> bool {
    name.contains('.')
        && name.split('.').all(|part| {
            !part.is_empty()
                && !part.starts_with(|c: char| c.is_ascii_digit())
                && part
                    .chars()
                    .all(|c| c.is_alphanumeric() || c == '_' || c == '$')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(id: &str, more: &str) -> Source {
        let text = format!(
            "id = \"{id}\"\nname = {{ zh = \"甲\", en = \"A\" }}\nvendor = {{ zh = \"甲\", en = \"A\" }}\n\
             category = \"push\"\nverified = true\nsources = [\"x\"]\n{more}"
        );
        Source {
            path: format!("checks/sdks/{id}.toml"),
            text,
        }
    }

    fn message(id: &str, more: &str) -> String {
        Sdk::parse(&source(id, more)).unwrap_err().remove(0).message
    }

    fn catalogue(records: &[(&str, &str)]) -> Vec<String> {
        let sdks: Vec<Sdk> = records
            .iter()
            .map(|(id, more)| Sdk::parse(&source(id, more)).unwrap())
            .collect();
        check_catalogue(&sdks, |id, _, message| source(id, "").error(0, message))
            .into_iter()
            .map(|error| error.message)
            .collect()
    }

    #[test]
    fn a_whole_record_is_read() {
        let sdk = Sdk::parse(&source(
            "a",
            "packages = [\"com.a\"]\nstarts = [\"com.a.A#init\"]\nversion = [{ field = \"com.a.B.V\" }]\n\
             [[switch]]\nclass = \"com.a.A\"\nmethod = \"agree\"\nparams = \"boolean\"\nrole = \"consent\"\n\
             order = \"post\"\nverified = true\n",
        ))
        .unwrap();
        assert_eq!(sdk.versions, [VersionSource::Field("com.a.B.V".into())]);
        assert_eq!(sdk.switches.len(), 1);
    }

    #[test]
    fn faults_of_one_record_are_named() {
        assert!(message("a", "").contains("nothing in this record"));
        assert!(message("a", "domains = [\"a.cn\"]").contains("nothing in this record"));
        assert!(message("a", "packages = [\"com\"]").contains("not a dotted package"));
        assert!(message("a", "packages = [\"com.a.*\"]").contains("not a dotted package"));
        assert!(message("a", "native_libs = [\"lib*.so\", \"*.so\"]").contains("too general"));
        assert!(
            message("a", "packages=[\"com.a\"]\nreads=[\"imie\"]").contains("no personal-data")
        );
        assert!(
            message("a", "packages=[\"com.a\"]\nstarts=[\"com.a.A\"]").contains("class#method")
        );
        assert!(message("a", "packages=[\"com.a\",\"com.a\"]").contains("twice"));
        assert!(message("a", "wakes=[\"com.a.Wake\"]").contains("nothing in this record"));
        assert!(message("a", "packages=[\"com.a\"]\nwakes=[\"Wake\"]").contains("dotted class"));
        let older = "packages=[\"com.a\"]\n[[switch]]\nclass=\"com.a.A\"\nmethod=\"agree\"\nrole=\"consent\"\n\
                     order=\"post\"\nolder=true\nuntil=\"2\"\nverified=true\n";
        assert!(message("a", older).contains("`older`"));
        assert!(message("A", "packages=[\"com.a\"]").contains("kebab"));
        assert!(message("a", "package=[\"com.a\"]").contains("unknown field"));
    }

    #[test]
    fn a_prefix_may_lie_inside_its_parents_only() {
        let (outer, inner) = ("packages=[\"com.a\"]", "packages=[\"com.a.b\"]");
        assert_eq!(catalogue(&[("o", outer), ("i", inner)]).len(), 1);
        let child = format!("parent=\"o\"\n{inner}");
        assert!(catalogue(&[("o", outer), ("i", &child)]).is_empty());
        assert!(catalogue(&[("o", outer), ("n", "packages=[\"com.ab\"]")]).is_empty());
        assert_eq!(catalogue(&[("o", outer), ("p", outer)]).len(), 1);
    }

    #[test]
    fn parents_exist_and_form_no_ring() {
        let record =
            |parent: &str, package: &str| format!("parent=\"{parent}\"\npackages=[\"{package}\"]");
        assert_eq!(catalogue(&[("a", &record("z", "com.a"))]).len(), 1);
        let (a, b) = (record("b", "com.a"), record("a", "com.b"));
        assert_eq!(catalogue(&[("a", &a), ("b", &b)]).len(), 2);
    }
}
