//! The catalogue as look-up tables. Built once per scan; every look-up is a hash probe or, for the few patterns with
//! stars, a test of the patterns that share the value's first byte.

use rustc_hash::FxHashMap;

use crate::knowledge::Sdk;

/// Position of a record in [`crate::knowledge::Knowledge::sdks`].
pub(crate) type SdkIndex = u32;

/// Look-up tables over the catalogue.
#[derive(Debug)]
pub(crate) struct Index {
    /// Package prefixes with `/` between segments.
    prefixes: FxHashMap<String, SdkIndex>,
    /// Exact classes with `/`, outer class only.
    classes: FxHashMap<String, SdkIndex>,
    /// Prefixes or classes of do-nothing variants, with `/`.
    noops: FxHashMap<String, SdkIndex>,
    /// Native library names.
    pub(crate) native_libs: Patterns,
    /// Component classes, dotted.
    pub(crate) components: Patterns,
    /// Meta-data keys.
    pub(crate) meta_data: Patterns,
    /// Asset paths.
    pub(crate) assets: Patterns,
    domains: FxHashMap<String, SdkIndex>,
    most_labels: usize,
    /// Records whose prefixes are their maker's whole name space, sorted.
    umbrellas: Vec<SdkIndex>,
}

impl Index {
    pub(crate) fn new(sdks: &[Sdk]) -> Self {
        let slashed = |list: fn(&Sdk) -> &Vec<String>| {
            table(sdks, list)
                .map(|(name, sdk)| (name.replace('.', "/"), sdk))
                .collect()
        };
        let domains: FxHashMap<_, _> = table(sdks, |sdk| &sdk.domains)
            .map(|(host, sdk)| (host.clone(), sdk))
            .collect();
        Self {
            prefixes: slashed(|sdk| &sdk.packages),
            classes: slashed(|sdk| &sdk.classes),
            noops: slashed(|sdk| &sdk.noop),
            native_libs: Patterns::new(table(sdks, |sdk| &sdk.native_libs)),
            components: Patterns::new(table(sdks, |sdk| &sdk.components)),
            meta_data: Patterns::new(table(sdks, |sdk| &sdk.meta_data)),
            assets: Patterns::new(table(sdks, |sdk| &sdk.assets)),
            most_labels: table(sdks, |sdk| &sdk.domains)
                .map(|(host, _)| host.split('.').count())
                .max()
                .unwrap_or(0),
            domains,
            umbrellas: (0..)
                .zip(sdks)
                .filter(|(_, sdk)| sdk.umbrella)
                .map(|(at, _)| at)
                .collect(),
        }
    }

    /// Whether the SDK's prefixes are its maker's whole name space.
    pub(crate) fn is_umbrella(&self, sdk: SdkIndex) -> bool {
        self.umbrellas.binary_search(&sdk).is_ok()
    }

    /// The longest prefix that covers a package (`com/acme/push/core`): the SDK and the prefix's length.
    pub(crate) fn package(&self, package: &str) -> Option<(SdkIndex, usize)> {
        ancestors(package).find_map(|name| Some((*self.prefixes.get(name)?, name.len())))
    }

    /// The SDK that lists this class (`com/acme/Push$Inner` counts as `com/acme/Push`).
    pub(crate) fn class(&self, class: &str) -> Option<SdkIndex> {
        let outer = class.split_once('$').map_or(class, |(outer, _)| outer);
        self.classes.get(outer).copied()
    }

    /// The SDK whose do-nothing variant this class belongs to.
    pub(crate) fn noop(&self, class: &str) -> Option<SdkIndex> {
        if self.noops.is_empty() {
            return None;
        }
        ancestors(class).find_map(|name| self.noops.get(name).copied())
    }

    /// The SDK that talks to this host: the longest listed domain at a label's start, and that domain.
    pub(crate) fn domain<'h>(&self, host: &'h str) -> Option<(SdkIndex, &'h str)> {
        let mut labels = host.split('.').count();
        let mut rest = host;
        loop {
            if labels <= self.most_labels
                && let Some(&sdk) = self.domains.get(rest)
            {
                return Some((sdk, rest));
            }
            (_, rest) = rest.split_once('.')?;
            labels -= 1;
        }
    }
}

/// `a/b/c`, `a/b`, `a`: longest first.
fn ancestors(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| Some(name.rsplit_once('/')?.0))
}

fn table(
    sdks: &[Sdk],
    list: fn(&Sdk) -> &Vec<String>,
) -> impl Iterator<Item = (&String, SdkIndex)> {
    (0..)
        .zip(sdks)
        .flat_map(move |(at, sdk)| list(sdk).iter().map(move |value| (value, at)))
}

/// Names, some with `*` for any run of characters.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    exact: FxHashMap<String, SdkIndex>,
    /// By first byte, so that a value meets only the patterns that could fit.
    globs: FxHashMap<u8, Vec<(String, SdkIndex)>>,
    /// Patterns that start with `*`.
    open: Vec<(String, SdkIndex)>,
}

impl Patterns {
    fn new<'a>(values: impl Iterator<Item = (&'a String, SdkIndex)>) -> Self {
        let mut patterns = Self::default();
        for (value, sdk) in values {
            match value.as_bytes().first() {
                Some(b'*') => patterns.open.push((value.clone(), sdk)),
                Some(&first) if value.contains('*') => {
                    patterns
                        .globs
                        .entry(first)
                        .or_default()
                        .push((value.clone(), sdk));
                }
                _ => {
                    patterns.exact.insert(value.clone(), sdk);
                }
            }
        }
        patterns
    }

    /// The SDK of a value: an exact name before a pattern, then the pattern that says most.
    pub(crate) fn find(&self, value: &str) -> Option<SdkIndex> {
        if let Some(&sdk) = self.exact.get(value) {
            return Some(sdk);
        }
        let near = value
            .as_bytes()
            .first()
            .and_then(|first| self.globs.get(first));
        near.into_iter()
            .flatten()
            .chain(&self.open)
            .filter(|(glob, _)| matches(glob, value))
            .max_by_key(|(glob, sdk)| (glob.len(), std::cmp::Reverse(*sdk)))
            .map(|&(_, sdk)| sdk)
    }
}

/// Whether `value` fits `glob`, in which `*` stands for any run of characters, `/` included. The first fit of each
/// literal is enough, so the time is linear in the value for every literal.
pub(crate) fn matches(glob: &str, value: &str) -> bool {
    let Some((head, rest)) = glob.split_once('*') else {
        return glob == value;
    };
    let Some(mut value) = value.strip_prefix(head) else {
        return false;
    };
    let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    for literal in middle.split('*') {
        match value.find(literal) {
            Some(at) => value = value.get(at + literal.len()..).unwrap_or(""),
            None => return false,
        }
    }
    value.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs_fit_whole_values_only() {
        assert!(matches("libjcore*.so", "libjcore110.so"));
        assert!(matches("libjcore*.so", "libjcore.so"));
        assert!(!matches("libjcore*.so", "xlibjcore.so"));
        assert!(!matches("libjcore*.so", "libjcore.so.bak"));
        assert!(matches(
            "*.wxapi.WXEntryActivity",
            "com.a.wxapi.WXEntryActivity"
        ));
        assert!(!matches(
            "*.wxapi.WXEntryActivity",
            "com.a.wxapi.WXEntryActivity2"
        ));
        assert!(matches("a*b*c", "a-b-b-c"));
        assert!(!matches("a*bc*c", "abc"), "a literal is not used twice");
    }
}
