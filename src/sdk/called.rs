//! SDKs that the app starts itself and does not hold: their code comes with another split, a plug-in or the device.

use crate::knowledge::Knowledge;
use crate::knowledge::sdk::EvidenceKind;
use crate::program::Program;
use crate::sdk::inventory::{Evidence, Found};
use crate::sdk::{Owner, Sdks};

/// Adds the SDKs of which the app's own code names a start method or a switch whose class is not in the package. What a library names does not
/// count: it may work with an SDK that the app does not have.
pub(super) fn add(sdks: &mut Sdks, program: &Program<'_>, knowledge: &Knowledge) {
    for (at, record) in knowledge.sdks.iter().enumerate() {
        let Err(place) = sdks
            .found
            .binary_search_by(|found| found.id.cmp(&record.id))
        else {
            continue;
        };
        let starts = record
            .starts
            .iter()
            .filter_map(|start| start.split_once('#'));
        let switches = record.switches.iter();
        let switches = switches.map(|switch| (switch.class.as_str(), switch.method.as_str()));
        let class = starts
            .chain(switches)
            .filter(|(class, _)| program.find_class(class).is_none())
            .find(|(class, method)| {
                let descriptor = format!("L{};", class.replace('.', "/"));
                let methods = program.references(&descriptor, method, None);
                methods.into_iter().any(|method| {
                    program
                        .callers(method)
                        .any(|(def, _)| *sdks.owner(program.class(def).index()) == Owner::App)
                })
            });
        let Some((class, _)) = class else {
            continue;
        };
        let evidence = Evidence {
            kind: EvidenceKind::Class,
            value: class.to_owned(),
            count: 1,
        };
        let found = Found {
            id: record.id.clone(),
            record: at,
            version: None,
            evidence: vec![evidence],
            hidden: 0,
            noop: false,
        };
        sdks.found.insert(place, found);
    }
}
