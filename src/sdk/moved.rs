//! Whether a class can be a library's class under another name.
//!
//! An obfuscator gives names without a meaning. A class whose name means something was not renamed: its name tells whose it
//! is, and what looks like a library there is a resemblance, or another maker's copy. Only a library that was moved as a
//! whole (shaded) keeps the names of its classes, and the part of its package that names it.

use super::owner::{is_below, root};
use crate::knowledge::Knowledge;
use crate::knowledge::structure::{Table, simple_name};

/// Letters of a word.
const WORD: usize = 3;

/// Tells by names what a class may be.
pub(super) struct Moved<'k> {
    pub(super) knowledge: &'k Knowledge,
    pub(super) tables: &'k [Table<'k>],
}

impl Moved<'_> {
    /// Whether the dotted class of a package can be any class of a profile.
    pub(super) fn could_be(&self, class: &str) -> bool {
        let name = simple_name(class);
        !has_word(name) || self.tables.iter().any(|table| table.has_name(name))
    }

    /// Whether the dotted class of a package can be the class of an SDK (its id and the dotted name there).
    pub(super) fn may_be(&self, class: &str, sdk: &str, original: &str) -> bool {
        let record = self.knowledge.sdk(sdk);
        let packages = record.map_or(&[][..], |sdk| &sdk.packages);
        may_be(class, original, packages)
    }
}

impl Moved<'_> {
    /// Whether the dotted class below a root that tells something (`org.acme.text`) can be the class of an SDK: where that root
    /// is its own too, or it was moved there with the part of its package that names it. An obfuscator that leaves a package its
    /// name leaves it its classes.
    pub(super) fn may_be_below(&self, root: &str, class: &str, sdk: &str) -> bool {
        let record = self.knowledge.sdk(sdk);
        let packages = record.map_or(&[][..], |sdk| &sdk.packages);
        packages.iter().any(|prefix| {
            let name = prefix.rsplit('.').next().unwrap_or(prefix);
            is_below(prefix, root) || class.split('.').rev().skip(1).any(|part| part == name)
        })
    }
}

fn may_be(class: &str, original: &str, packages: &[String]) -> bool {
    let (class, original) = (outermost(class), outermost(original));
    let name = simple_name(class);
    if !has_word(name) || class == original {
        return true;
    }
    if simple_name(original) != name {
        return false;
    }
    // From the last part of the SDK's own package on, the names are kept.
    let moved = |prefix: &String| {
        let start = prefix.rfind('.').map_or(0, |dot| dot + 1);
        let kept = original.get(start..);
        kept.filter(|_| original.starts_with(prefix.as_str()))
            .and_then(|kept| class.strip_suffix(kept))
            .is_some_and(|front| front.is_empty() || front.ends_with('.'))
    };
    let package = class.rsplit_once('.').map_or("", |(package, _)| package);
    root(&package.replace('.', "/")).is_none() || packages.iter().any(moved)
}

/// A dotted name without inner classes.
fn outermost(class: &str) -> &str {
    let start = class.rfind('.').map_or(0, |dot| dot + 1);
    let end = class.get(start..).and_then(|name| name.find('$'));
    end.and_then(|end| class.get(..start + end))
        .unwrap_or(class)
}

/// Whether a class's name begins with a capital and holds a word: letters that can be spoken.
pub(super) fn has_word(name: &str) -> bool {
    let vowel = |b: &u8| b"aeiouy".contains(b);
    let spoken = |run: &[u8]| run.len() >= WORD && run.iter().any(vowel) && !run.iter().all(vowel);
    let lower = name.as_bytes().split(|b| !b.is_ascii_lowercase());
    name.starts_with(|c: char| c.is_ascii_uppercase()) && lower.into_iter().any(spoken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_meaning_was_not_given_by_an_obfuscator() {
        for name in ["Settings", "OkHttpClient", "SocketIOConnection", "UTDevice"] {
            assert!(has_word(name), "{name}");
        }
        for name in [
            "a", "aB", "Aab", "O0ooo", "IlIlll", "R", "-", "abcde", "SDK", "ۥ",
        ] {
            assert!(!has_word(name), "{name}");
        }
    }

    #[test]
    fn a_class_with_a_meaning_is_a_librarys_only_where_the_library_was_moved() {
        let packages = ["okhttp3".to_owned(), "com.squareup.okhttp".to_owned()];
        let may = |class, original| may_be(class, original, &packages);
        assert!(may("a.b.c", "okhttp3.Cache"));
        assert!(may("com.acme.kit.a", "okhttp3.Cache"));
        assert!(may("com.acme.shaded.okhttp3.Cache", "okhttp3.Cache"));
        assert!(may("a.b.Cache$Entry", "okhttp3.Cache$1"));
        assert!(may("okhttp3.Cache", "okhttp3.Cache"));
        assert!(!may("com.acme.Cache", "okhttp3.Cache"));
        assert!(!may("com.acme.okhttp3.http.Cache", "okhttp3.Cache"));
        assert!(!may("com.acme.http.okhttp3.Cache", "com.acme.http.Cache"));
        assert!(!may("com.acme.shaded.okhttp3.Store", "okhttp3.Cache"));
        assert!(!may("a.b.Store", "okhttp3.Cache"));
    }

    #[test]
    fn a_package_that_keeps_its_name_keeps_its_classes() {
        let knowledge = Knowledge::builtin();
        let moved = Moved {
            knowledge: &knowledge,
            tables: &[],
        };
        let may = |root, class| moved.may_be_below(root, class, "tencent-mta");
        assert!(may("com.acme.shaded", "com.acme.shaded.tencent.stat.a"));
        assert!(may("com.tencent", "com.tencent.a.b"));
        assert!(!may("com.tencent.map", "com.tencent.map.a"));
        assert!(!may("com.acme.text", "com.acme.text.a"));
        assert!(!may("com.acme", "com.acme.stat"));
    }
}
