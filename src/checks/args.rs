//! Whether what an argument can be is what a record asks for.

use std::collections::BTreeSet;

use super::matcher::glob;
use crate::knowledge::api::{Constant, ConstantKind, Test};
use crate::knowledge::model::own_file;
use crate::knowledge::{Permissions, Protection};
use crate::scenario::Arg;

/// Where files lie that other apps can read.
const SHARED: &[&str] = &["/sdcard", "/storage", "/mnt/sdcard"];

/// How well something fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It does not.
    No,
    /// The value is not known, or only one of several.
    Maybe,
    /// It does.
    Yes,
}

/// How well an argument fits a record's condition.
pub(super) fn holds(test: &Test, arg: Option<&Arg>, package: &str) -> Fit {
    let Some(arg) = arg else { return Fit::Maybe };
    let texts = |holds: &dyn Fn(&str) -> bool| {
        let known = || arg.texts.iter().chain(&arg.element_texts);
        if known().any(|text| holds(text)) {
            if known().count() == 1 {
                Fit::Yes
            } else {
                Fit::Maybe
            }
        } else if arg.unknown_text || known().next().is_none() {
            Fit::Maybe
        } else {
            Fit::No
        }
    };
    match test {
        Test::Equals(values) => texts(&|text| values.iter().any(|value| value == text)),
        Test::Prefix(values) => {
            texts(&|text| values.iter().any(|value| text.starts_with(value.as_str())))
        }
        Test::OtherPackage => texts(&|text| text != package),
        Test::SharedStorage => texts(&|text| SHARED.iter().any(|root| text.starts_with(root))),
        Test::Number(values) => match &arg.ints {
            None => Fit::Maybe,
            Some(ints) if ints.iter().any(|int| values.contains(int)) => Fit::Yes,
            Some(_) => Fit::No,
        },
        Test::AnyBit(bits) => match &arg.ints {
            None => Fit::Maybe,
            Some(ints) if ints.iter().any(|int| int & bits != 0) => Fit::Yes,
            Some(_) => Fit::No,
        },
        Test::NotKind(kinds) => {
            let named = |kind: &String| kinds.contains(kind);
            match arg.kinds.iter().any(named) {
                false => Fit::Yes,
                true if !arg.other_kinds && arg.kinds.iter().all(named) => Fit::No,
                true => Fit::Maybe,
            }
        }
        Test::GenericIntent if arg.targeted => Fit::No,
        Test::GenericIntent => Fit::Yes,
    }
}

/// Whether a value of the program is a constant of the records.
pub(super) fn fits(kind: ConstantKind, wanted: &str, text: &str) -> bool {
    match kind {
        ConstantKind::Authority => {
            let rest = |text: &str| text.strip_prefix("content://").unwrap_or(text).to_owned();
            let (wanted, text) = (rest(wanted), rest(text));
            text.strip_prefix(wanted.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        }
        // A process that looks at itself sees no other.
        ConstantKind::Path if own_file(text).is_some() => own_file(wanted) == own_file(text),
        ConstantKind::Path | ConstantKind::Property => glob(wanted, text),
        ConstantKind::Command => {
            let text = text.trim();
            let text = text
                .rsplit_once('/')
                .filter(|(path, _)| !path.contains(' '))
                .map_or(text, |(_, rest)| rest);
            text.strip_prefix(wanted)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        }
        _ => wanted == text,
    }
}

/// Whether a value agrees with what a record wants, and with no other record that says more: `getprop ro.serialno` is a serial number
/// and not whatever else `getprop` tells.
pub(super) fn fits_best<'c>(
    kind: ConstantKind,
    wanted: &str,
    text: &str,
    mut all: impl Iterator<Item = &'c Constant>,
) -> bool {
    let longer = |other: &Constant| {
        other.value.len() > wanted.len()
            && other.value.starts_with(wanted)
            && fits(kind, &other.value, text)
    };
    fits(kind, wanted, text) && !all.any(longer)
}

/// Names of the permissions that are granted without asking.
pub fn normal(permissions: &Permissions) -> BTreeSet<String> {
    permissions
        .records
        .iter()
        .filter(|permission| permission.protection == Protection::Normal)
        .map(|permission| permission.name.clone())
        .collect()
}

/// The dotted name of a class descriptor.
pub(super) fn dotted(descriptor: &str) -> String {
    descriptor
        .trim_start_matches('L')
        .trim_end_matches(';')
        .replace('/', ".")
}

/// The last part of a class's name.
pub(super) fn simple(class: &str) -> &str {
    class.rsplit(['.', '$']).next().unwrap_or(class)
}
