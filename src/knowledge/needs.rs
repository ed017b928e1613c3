//! What in an app needs which permission: framework members, classes, content authorities, intent actions, settings,
//! system services, manifest components.
//!
//! The facts stand in `checks/permissions/needs/*.tsv` (`api.tsv` is made by `tools/permission_needs.py`; `kept.tsv`
//! is kept by hand), one line a need, columns parted by tabs:
//!
//! ```text
//! <kind>  <key>  <permission>|<permission> …  <API levels>  <source>
//! ```
//!
//! Kinds and keys are those of [`NeedKind`]. The permissions are alternatives or parts: each counts as used where the
//! key is met. Levels: empty for all, `23-`, `-28`, `16-25`. `build.rs` makes a binary table of them that is searched
//! in place.

use std::collections::BTreeSet;

use super::load::{LoadError, Source};
use super::table::{Builder, Bytes, Strings, put};

/// What kind of thing a need's key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum NeedKind {
    /// A call: `Landroid/a/B;->name(args)` (no result), or `Landroid/a/B;->name` for every overload. The class is the
    /// one that declares the method.
    Method = 1,
    /// A field that is read: `Landroid/a/B;->NAME`.
    Field,
    /// Any use of a class: `Landroid/a/B;`.
    Class,
    /// Authority of a content URI: `call_log`.
    Authority,
    /// Action of an intent that the app sends, or receives.
    Action,
    /// Key of a system setting that is written.
    Setting,
    /// Name given to `getSystemService`. Weak: having the manager is not using it.
    Service,
    /// Something in the manifest: `bind:android.permission.BIND_…`, `foregroundServiceType:location`.
    Manifest,
    /// Hardware feature.
    Feature,
    /// Beginning of a text constant: `/sdcard`.
    Text,
    /// MIME type of an intent.
    Mime,
}

const KINDS: [(&str, NeedKind); 11] = [
    ("method", NeedKind::Method),
    ("field", NeedKind::Field),
    ("class", NeedKind::Class),
    ("authority", NeedKind::Authority),
    ("action", NeedKind::Action),
    ("setting", NeedKind::Setting),
    ("service", NeedKind::Service),
    ("manifest", NeedKind::Manifest),
    ("feature", NeedKind::Feature),
    ("text", NeedKind::Text),
    ("mime", NeedKind::Mime),
];

/// One permission that a key needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need<'a> {
    /// The key it was found by.
    pub key: &'a str,
    /// The permission's name.
    pub permission: &'a str,
    /// First and last API level of which the source says so (0 and 255: no bound known).
    pub levels: (u8, u8),
    /// Tag of the source, e.g. `axplorer`, `aosp-annotation`.
    pub source: &'a str,
}

/// The table. A `Copy` handle on bytes that are searched in place.
#[derive(Debug, Clone, Copy, Default)]
pub struct Needs<'a> {
    bytes: Bytes<'a>,
    strings: Strings<'a>,
    rows: usize,
    count: usize,
}

const MAGIC: u32 = u32::from_le_bytes(*b"CNE1");
const HEADER: usize = 8;
const ROW: usize = 16;

impl<'a> Needs<'a> {
    /// The table in `bytes`. None when the bytes are not one.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let all = Bytes(bytes);
        let (strings, length) = Strings::new(bytes.get(HEADER..)?)?;
        let (rows, count) = (HEADER.checked_add(length)?, all.u32(0, 1) as usize);
        let end = rows.checked_add(count.checked_mul(ROW)?)?;
        (all.u32(0, 0) == MAGIC && end == bytes.len()).then_some(Self {
            bytes: all,
            strings,
            rows,
            count,
        })
    }

    /// The table made of `checks/permissions/needs` at build time.
    #[cfg(embedded)]
    pub fn builtin() -> Needs<'static> {
        Needs::new(include_bytes!(concat!(env!("OUT_DIR"), "/needs.bin"))).unwrap_or_default()
    }

    /// How many rows it has.
    pub fn len(self) -> usize {
        self.count
    }

    /// True for a table without rows.
    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    /// What the thing named `key` needs.
    pub fn of(self, kind: NeedKind, key: &str) -> impl Iterator<Item = Need<'a>> + use<'a> {
        let wanted = self.strings.find(key).map(|number| (kind as u32, number));
        let from = wanted.map_or(self.count, |wanted| self.lower_bound(wanted));
        (from..self.count)
            .take_while(move |row| wanted == Some(self.key(*row)))
            .map(move |row| self.need(row))
    }

    /// What a call of a framework method needs. `class` is the class that declares it (see
    /// [`super::Framework::find_method`]), `arguments` as in `ILjava/lang/String;`. No allocation for a class that the
    /// table does not have.
    pub fn of_method(
        self,
        class: &str,
        name: &str,
        arguments: &str,
    ) -> impl Iterator<Item = Need<'a>> + use<'a> {
        let keys = self.strings.find(class).map(|_| {
            let every = format!("{class}->{name}");
            (format!("{every}({arguments})"), every)
        });
        let (one, every) = keys.unwrap_or_default();
        self.of(NeedKind::Method, &one)
            .chain(self.of(NeedKind::Method, &every))
            .chain(self.of(NeedKind::Class, class))
    }

    /// What reading (or writing) a framework field needs.
    pub fn of_field(self, class: &str, name: &str) -> impl Iterator<Item = Need<'a>> + use<'a> {
        let key = self
            .strings
            .find(class)
            .map(|_| format!("{class}->{name}"))
            .unwrap_or_default();
        self.of(NeedKind::Field, &key)
            .chain(self.of(NeedKind::Class, class))
    }

    /// What a text constant needs: as a content URI, an intent action, a setting, or by how it begins.
    pub fn of_text(self, text: &str) -> impl Iterator<Item = Need<'a>> + use<'a> {
        let authority = text.strip_prefix("content://").unwrap_or("");
        let authority = authority
            .split(['/', '?', '#'])
            .next()
            .unwrap_or("")
            .to_owned();
        let authority = authority.rsplit('@').next().unwrap_or("").to_owned();
        let begins = text.to_owned();
        self.of(NeedKind::Authority, &authority)
            .chain(self.of(NeedKind::Action, text))
            .chain(self.of(NeedKind::Mime, text))
            .chain(
                self.all(NeedKind::Text)
                    .filter(move |need| begins.starts_with(need.key)),
            )
    }

    /// All of a kind, sorted by key.
    pub fn all(self, kind: NeedKind) -> impl Iterator<Item = Need<'a>> + use<'a> {
        let from = self.lower_bound((kind as u32, 0));
        (from..self.count)
            .take_while(move |row| self.key(*row).0 == kind as u32)
            .map(move |row| self.need(row))
    }

    /// Every permission that something in the table needs, each once, sorted: for others, nothing can be said about
    /// their use from code.
    pub fn permissions(self) -> BTreeSet<&'a str> {
        (0..self.count)
            .map(|row| self.need(row).permission)
            .collect()
    }

    fn word(self, row: usize, index: usize) -> u32 {
        self.bytes
            .u32(self.rows.saturating_add(row.saturating_mul(ROW)), index)
    }

    fn key(self, row: usize) -> (u32, u32) {
        (self.word(row, 3) >> 16, self.word(row, 0))
    }

    fn need(self, row: usize) -> Need<'a> {
        let [from, to, ..] = self.word(row, 3).to_le_bytes();
        let text = |index| self.strings.get(self.word(row, index));
        Need {
            key: text(0),
            permission: text(1),
            source: text(2),
            levels: (from, to),
        }
    }

    fn lower_bound(self, wanted: (u32, u32)) -> usize {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.key(middle) < wanted {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }
}

/// The binary table of all `sources`; every error found, with its line.
pub fn encode(sources: &[Source]) -> Result<Vec<u8>, Vec<LoadError>> {
    let (mut errors, mut needs, mut texts) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for source in sources {
        let mut offset = 0;
        for line in source.text.split('\n') {
            let start = offset;
            offset += line.len() + 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match parse(line) {
                Ok(rows) => {
                    for (kind, key, permission, levels, origin) in rows {
                        if let (NeedKind::Method | NeedKind::Field, Some((class, _))) =
                            (kind, key.split_once("->"))
                        {
                            texts.insert(class.to_owned());
                        }
                        texts.extend([key, permission, origin].map(str::to_owned));
                        needs.insert((kind, key, permission, levels, origin));
                    }
                }
                Err(message) => errors.push(source.error(start, message)),
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let pool = Builder::new([], texts);
    let mut out = Vec::new();
    put(&mut out, &[MAGIC, needs.len() as u32]);
    pool.write(&mut out);
    // the pool is sorted, so that the order of the keys is the order of their numbers
    for (kind, key, permission, (from, to), origin) in needs {
        put(
            &mut out,
            &[
                pool.number(key),
                pool.number(permission),
                pool.number(origin),
            ],
        );
        put(
            &mut out,
            &[u32::from(from) | u32::from(to) << 8 | (kind as u32) << 16],
        );
    }
    Ok(out)
}

type Row<'a> = (NeedKind, &'a str, &'a str, (u8, u8), &'a str);

fn parse(line: &str) -> Result<Vec<Row<'_>>, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let &[kind, key, permissions, levels, source] = columns.as_slice() else {
        return Err("a need has five columns: kind, key, permissions, levels, source".to_owned());
    };
    let Some((_, found)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        return Err(format!("`{kind}` is not a kind of need"));
    };
    let well_formed = match found {
        NeedKind::Method | NeedKind::Field => key.starts_with('L') && key.contains(";->"),
        NeedKind::Class => key.starts_with('L') && key.ends_with(';'),
        _ => !key.is_empty(),
    };
    if !well_formed || source.is_empty() {
        return Err(format!(
            "`{key}` is not a key of that kind, or names no source"
        ));
    }
    let level = |text: &str, none: u8| {
        if text.is_empty() {
            Ok(none)
        } else {
            text.parse()
                .map_err(|_| format!("`{levels}` are not API levels"))
        }
    };
    let (from, to) = levels.split_once('-').unwrap_or((levels, ""));
    let levels = (level(from, 0)?, level(to, u8::MAX)?);
    permissions
        .split('|')
        .map(|permission| match permission.contains('.') {
            true => Ok((*found, key, permission, levels, source)),
            false => Err(format!("`{permission}` is not the name of a permission")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Vec<u8>, Vec<LoadError>> {
        encode(&[Source {
            path: "checks/permissions/needs/x.tsv".into(),
            text: text.replace("  ", "\t"),
        }])
    }

    #[test]
    fn a_key_finds_its_permissions() {
        let bytes = table(
            "method  La/B;->open(I)  p.CAMERA  -28  x\nmethod  La/B;->shut  p.A|p.B    x\n\
             authority  call_log  p.LOG    x\ntext  /sdcard  p.STORE    x\nclass  La/C;  p.C  23-  x\n",
        )
        .unwrap();
        let needs = Needs::new(&bytes).unwrap();
        let names = |found: &mut dyn Iterator<Item = Need<'_>>| {
            found
                .map(|need| need.permission.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names(&mut needs.of_method("La/B;", "open", "I")),
            ["p.CAMERA"]
        );
        assert_eq!(names(&mut needs.of_method("La/B;", "open", "J")), [""; 0]);
        assert_eq!(
            names(&mut needs.of_method("La/B;", "shut", "J")),
            ["p.A", "p.B"]
        );
        assert_eq!(names(&mut needs.of_method("La/C;", "any", "")), ["p.C"]);
        assert_eq!(
            names(&mut needs.of_text("content://call_log/calls")),
            ["p.LOG"]
        );
        assert_eq!(names(&mut needs.of_text("/sdcard/a.txt")), ["p.STORE"]);
        assert_eq!(
            needs.of(NeedKind::Class, "La/C;").next().unwrap().levels,
            (23, 255)
        );
    }

    #[test]
    fn a_broken_line_is_an_error_with_its_place() {
        assert_eq!(
            table("text  /a  p.A    x\nfoo  a  p.A    x\n").unwrap_err()[0].line,
            2
        );
        assert!(table("method  open  p.A    x\n").is_err());
        assert!(table("text  a  A    x\n").is_err());
    }
}

#[cfg(all(test, embedded))]
mod builtin_tests {
    use super::*;

    #[test]
    fn well_known_needs_are_there() {
        let needs = Needs::builtin();
        let has = |class: &str, name: &str, arguments: &str, permission: &str| {
            needs
                .of_method(class, name, arguments)
                .any(|need| need.permission == permission)
        };
        assert!(has(
            "Landroid/hardware/Camera;",
            "open",
            "I",
            "android.permission.CAMERA"
        ));
        assert!(has(
            "Landroid/os/Vibrator;",
            "vibrate",
            "J",
            "android.permission.VIBRATE"
        ));
        assert!(has(
            "Landroid/location/LocationManager;",
            "getLastKnownLocation",
            "Ljava/lang/String;",
            "android.permission.ACCESS_FINE_LOCATION"
        ));
        assert!(has(
            "Landroid/telephony/TelephonyManager;",
            "getDeviceId",
            "",
            "android.permission.READ_PHONE_STATE"
        ));
        assert!(has(
            "Ljava/net/URL;",
            "openConnection",
            "",
            "android.permission.INTERNET"
        ));
        assert!(
            needs
                .of_text("content://com.android.contacts/data/phones")
                .any(|need| need.permission == "android.permission.READ_CONTACTS")
        );
        assert!(
            needs
                .permissions()
                .contains("android.permission.SCHEDULE_EXACT_ALARM")
        );
    }
}
