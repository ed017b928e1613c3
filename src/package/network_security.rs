//! The network security config: which hosts may be talked to without encryption, and which certificates count.

use super::axml::{Document, Node};
use super::resources::{Resources, Wanted};

/// A network security config.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NetworkSecurity {
    /// Entry it was read from.
    pub entry: String,
    /// `base-config`.
    pub base: Option<Rules>,
    /// `domain-config`, the outer ones before those nested in them.
    pub domains: Vec<DomainRules>,
    /// Trust anchors that count in debuggable builds only.
    pub debug_anchors: Vec<TrustAnchor>,
}

/// What one config says; `None` means inherited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// `cleartextTrafficPermitted`.
    pub cleartext: Option<bool>,
    /// Trust anchors; `None` when the element is absent.
    pub anchors: Option<Vec<TrustAnchor>>,
    /// SHA-256 pins, base64 as written.
    pub pins: Vec<String>,
    /// Expiration of the pins, as written.
    pub pins_expire: Option<String>,
    /// Line of the tag.
    pub line: u32,
}

/// A `domain-config`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DomainRules {
    /// Hosts, and whether their subdomains count too.
    pub domains: Vec<(String, bool)>,
    /// What holds for them; what an enclosing config says is already filled in.
    pub rules: Rules,
}

/// A `certificates` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAnchor {
    /// `system`, `user`, or the id of a raw resource as `@0x…`.
    pub source: String,
    /// `overridePins`.
    pub override_pins: bool,
}

impl NetworkSecurity {
    /// Whether cleartext is allowed for hosts without own rules; `default` is what the manifest gives.
    pub fn base_cleartext(&self, default: bool) -> bool {
        self.base
            .as_ref()
            .and_then(|rules| rules.cleartext)
            .unwrap_or(default)
    }

    /// Hosts that may be talked to in the clear by their own rule.
    pub fn cleartext_hosts(&self) -> impl Iterator<Item = &(String, bool)> {
        let open = self
            .domains
            .iter()
            .filter(|domain| domain.rules.cleartext == Some(true));
        open.flat_map(|domain| &domain.domains)
    }

    /// Whether certificates that the person installed count in a release build.
    pub fn trusts_user(&self) -> bool {
        let rules = self
            .base
            .iter()
            .chain(self.domains.iter().map(|domain| &domain.rules));
        rules
            .filter_map(|rules| rules.anchors.as_ref())
            .flatten()
            .any(|one| one.source == "user")
    }
}

/// Reads the document.
pub(super) fn read(
    document: &Document<'_>,
    entry: &str,
    resources: &Resources<'_>,
) -> NetworkSecurity {
    let mut found = NetworkSecurity {
        entry: entry.to_owned(),
        ..NetworkSecurity::default()
    };
    let Some(root) = document.root() else {
        return found;
    };
    for node in root.children() {
        match node.name() {
            "base-config" => found.base = Some(rules(node, resources)),
            "domain-config" => domain(node, None, resources, &mut found.domains),
            "debug-overrides" => {
                found.debug_anchors = rules(node, resources).anchors.unwrap_or_default();
            }
            _ => {}
        }
    }
    found
}

fn flag(node: Node<'_, '_>, name: &str, resources: &Resources<'_>) -> Option<bool> {
    resources
        .follow(node.named(name)?, &Wanted::default_locale())
        .as_bool()
}

fn rules(node: Node<'_, '_>, resources: &Resources<'_>) -> Rules {
    let mut rules = Rules {
        cleartext: flag(node, "cleartextTrafficPermitted", resources),
        line: node.line(),
        ..Rules::default()
    };
    for child in node.children() {
        match child.name() {
            "trust-anchors" => {
                let anchor = |certificates: Node<'_, '_>| TrustAnchor {
                    source: certificates
                        .named("src")
                        .map(|value| value.display().into_owned())
                        .unwrap_or_default(),
                    override_pins: flag(certificates, "overridePins", resources).unwrap_or(false),
                };
                let anchors = child.children_named("certificates").map(anchor);
                rules.anchors.get_or_insert_default().extend(anchors);
            }
            "pin-set" => {
                rules.pins_expire = child
                    .named("expiration")
                    .map(|value| value.display().into_owned());
                rules
                    .pins
                    .extend(child.children_named("pin").map(|pin| pin.text().to_owned()));
            }
            _ => {}
        }
    }
    rules
}

/// Nested configs take over what they don't say themselves. The document's own depth bounds the recursion.
fn domain(
    node: Node<'_, '_>,
    outer: Option<&Rules>,
    resources: &Resources<'_>,
    out: &mut Vec<DomainRules>,
) {
    let mut rules = rules(node, resources);
    if let Some(outer) = outer {
        rules.cleartext = rules.cleartext.or(outer.cleartext);
        rules.anchors = rules.anchors.take().or_else(|| outer.anchors.clone());
        if rules.pins.is_empty() {
            rules.pins.clone_from(&outer.pins);
            rules.pins_expire.clone_from(&outer.pins_expire);
        }
    }
    let host = |child: Node<'_, '_>| {
        let subdomains = flag(child, "includeSubdomains", resources).unwrap_or(false);
        (child.text().to_ascii_lowercase(), subdomains)
    };
    let domains = node.children_named("domain").map(host).collect();
    out.push(DomainRules {
        domains,
        rules: rules.clone(),
    });
    for child in node.children_named("domain-config") {
        domain(child, Some(&rules), resources, out);
    }
}
