//! `dist:module`: when a feature module reaches the device. bundletool leaves it in the packages that it builds from a bundle.

use crate::package::axml::{Namespace, Node};

/// When a feature module reaches the device.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delivery {
    /// Name of the module, which is that of its split.
    pub split: String,
    /// When.
    pub when: When,
    /// Whether an instant app may use it.
    pub instant: bool,
}

/// The moment of delivery.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// With the app.
    Install,
    /// With the app on devices that meet all conditions, in words; else when asked for.
    Conditional(Vec<String>),
    /// When the app asks for it.
    OnDemand,
}

/// What a manifest says of its own delivery.
pub(super) fn read(root: Node<'_, '_>, split: &str) -> Option<Delivery> {
    let module = root.children_named("module").next()?;
    let flag = |name: &str| module.named(name).and_then(|value| value.as_bool());
    let delivery = module.children_named("delivery").next();
    let of = |name: &'static str| delivery.and_then(|node| node.children_named(name).next());
    let when = match of("install-time") {
        Some(install) => {
            let conditions: Vec<String> = install
                .children_named("conditions")
                .flat_map(Node::children)
                .map(condition)
                .collect();
            if conditions.is_empty() {
                When::Install
            } else {
                When::Conditional(conditions)
            }
        }
        None if of("on-demand").is_some() || of("fast-follow").is_some() => When::OnDemand,
        // The older form: an attribute.
        None if flag("onDemand") == Some(true) => When::OnDemand,
        None => When::Install,
    };
    Some(Delivery {
        split: split.to_owned(),
        when,
        instant: flag("instant") == Some(true),
    })
}

/// `min-sdk 24`, `device-feature android.hardware.camera.ar`, `user-countries CN HK` (a list may be excluded).
fn condition(node: Node<'_, '_>) -> String {
    let mut text = node.name().to_owned();
    let inner = node.children().flat_map(|child| child.attributes());
    for attribute in node.attributes().iter().chain(inner) {
        if attribute.namespace == Namespace::None && attribute.name.is_empty() {
            continue;
        }
        let value = attribute.value.display();
        if attribute.name == "exclude" {
            if value == "true" {
                text.push_str(" (all others)");
            }
        } else {
            text.push(' ');
            text.push_str(&value);
        }
    }
    text
}
