//! The owner of a class.

use std::fmt;

/// Who a class belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The app itself.
    App,
    /// An SDK or library of the catalogue, by id.
    Sdk(String),
    /// A third-party component that no record names, by its package root, e.g. `com.acme.widget`.
    Unknown(String),
    /// A class that an obfuscator moved out of any telling package (`a.b.c`, the default package).
    Renamed,
}

impl fmt::Display for Owner {
    /// The contract's form: `app`, an id, `unknown:com.acme.widget`, `unknown:renamed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App => f.write_str("app"),
            Self::Sdk(id) => f.write_str(id),
            Self::Unknown(root) => write!(f, "unknown:{root}"),
            Self::Renamed => f.write_str("unknown:renamed"),
        }
    }
}

/// The app's own package roots, with `/` between segments.
#[derive(Debug, Default)]
pub(crate) struct AppRoots {
    /// The package name and the packages of the application class and the launchers: as good as a record's prefix.
    sure: Vec<String>,
    /// Their first two segments: the maker's other packages, unless a record knows better.
    makers: Vec<String>,
}

impl AppRoots {
    /// `package` is the manifest's package name, `entries` the dotted application class and launchers, without those
    /// that belong to an SDK.
    pub(crate) fn new<'a>(package: &str, entries: impl Iterator<Item = &'a str>) -> Self {
        let packages = entries.filter_map(|class| Some(class.rsplit_once('.')?.0));
        let mut sure: Vec<String> = std::iter::once(package)
            .chain(packages)
            .filter(|name| name.contains('.'))
            .map(|name| name.replace('.', "/"))
            .collect();
        sure.sort();
        sure.dedup();
        let mut makers: Vec<String> = sure.iter().filter_map(|root| maker(root)).collect();
        makers.sort();
        makers.dedup();
        Self { sure, makers }
    }

    /// Whether there is no app.
    pub(crate) fn is_empty(&self) -> bool {
        self.sure.is_empty()
    }

    /// Length of the longest own root that covers `package`.
    pub(crate) fn covers(&self, package: &str) -> Option<usize> {
        longest(&self.sure, package)
    }

    /// Whether `package` is under the maker's name.
    pub(crate) fn made(&self, package: &str) -> bool {
        longest(&self.makers, package).is_some()
    }
}

fn longest(roots: &[String], package: &str) -> Option<usize> {
    let covers = |root: &&String| {
        package
            .strip_prefix(root.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    roots.iter().filter(covers).map(String::len).max()
}

/// Second segments under which many makers publish: they name a host, not a maker.
const HOSTS: &[&str] = &[
    "github",
    "gitee",
    "gitlab",
    "google",
    "android",
    "example",
    "appspot",
    "sourceforge",
    "apache",
];

/// `com/acme` of `com/acme/app`.
fn maker(root: &str) -> Option<String> {
    let mut segments = root.split('/');
    let (first, second) = (segments.next()?, segments.next()?);
    let public = first.len() <= 4 && second.len() >= 3 && !HOSTS.contains(&second);
    // cn.com.acme, com.cn.acme: the second segment is part of the domain.
    let is_suffix = ["com", "net", "org", "gov", "edu"].contains(&second);
    match (public, is_suffix) {
        (false, _) => None,
        (true, false) => Some(format!("{first}/{second}")),
        (true, true) => Some(format!("{first}/{second}/{}", segments.next()?)),
    }
}

/// The root under which an unnamed component is grouped, dotted; `None` when the package tells nothing.
pub(crate) fn root(package: &str) -> Option<String> {
    let segments: Vec<&str> = package.split('/').collect();
    let first = segments.first()?;
    let domain = is_domain(first);
    if package.is_empty() || package == "defpackage" || (!domain && first.len() <= 2) {
        return None;
    }
    let wanted = if domain { 3 } else { 1 };
    let named = segments.iter().take(wanted).enumerate();
    // A one-letter segment is an obfuscator's, and changes with every build.
    let kept: Vec<&str> = named
        .take_while(|(at, segment)| *at == 0 || segment.len() > 1)
        .map(|(_, segment)| *segment)
        .collect();
    (kept.len() > usize::from(domain)).then(|| kept.join("."))
}

/// Whether a dotted name stands below a prefix.
pub(crate) fn is_below(name: &str, prefix: &str) -> bool {
    let rest = name.strip_prefix(prefix);
    !prefix.is_empty() && rest.is_some_and(|rest| rest.starts_with('.'))
}

/// First segments that stand for a domain: the next segments name the maker.
fn is_domain(first: &str) -> bool {
    const SHORT: &[&str] = &[
        "ai", "at", "au", "be", "biz", "br", "ca", "cc", "ch", "cn", "co", "com", "cz", "de",
        "dev", "dk", "edu", "es", "eu", "fi", "fm", "fr", "gov", "hk", "id", "im", "in", "info",
        "io", "it", "jp", "kr", "la", "ly", "me", "mobi", "moe", "name", "net", "nl", "no", "org",
        "pl", "pro", "pub", "ru", "se", "sg", "sh", "so", "to", "top", "tv", "tw", "uk", "us",
        "vip", "vn", "ws", "xyz",
    ];
    SHORT.binary_search(&first).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unnamed_components_are_grouped_by_a_telling_root() {
        assert_eq!(
            root("com/acme/widget/inner"),
            Some("com.acme.widget".into())
        );
        assert_eq!(root("com/acme/a/b"), Some("com.acme".into()));
        assert_eq!(root("cn/acme"), Some("cn.acme".into()));
        assert_eq!(root("dagger/internal"), Some("dagger".into()));
        assert_eq!(root("a/b/c"), None);
        assert_eq!(root("com/a/b"), None);
        assert_eq!(root(""), None);
        assert_eq!(root("defpackage"), None);
    }

    #[test]
    fn a_makers_root_is_two_segments_unless_they_name_a_host() {
        assert_eq!(maker("com/acme/app"), Some("com/acme".into()));
        assert_eq!(maker("com/github/acme"), None);
        assert_eq!(maker("cn/com/acme/app"), Some("cn/com/acme".into()));
        assert_eq!(maker("a/b/c"), None);
    }

    #[test]
    fn roots_end_at_segments() {
        let roots = AppRoots::new("com.acme.app", ["com.other.Start"].into_iter());
        assert!(roots.covers("com/acme/app/ui").is_some());
        assert!(roots.covers("com/acme/apple").is_none());
        assert!(roots.made("com/acme/apple"));
        assert!(roots.covers("com/other").is_some());
    }
}
