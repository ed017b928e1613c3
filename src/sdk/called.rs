//! SDKs that the app starts itself and does not hold: their code comes with another split, a plug-in or the device.

use crate::knowledge::Knowledge;
use crate::knowledge::sdk::EvidenceKind;
use crate::program::{Program, descriptor_of};
use crate::sdk::inventory::Evidence;
use crate::sdk::{Owner, Sdks};

/// Adds the SDKs of which the app's own code names a start method or a switch whose class is not in the package. What a
/// library names does not count: it may work with an SDK that the app does not have.
pub(super) fn add(sdks: &mut Sdks, program: &Program<'_>, knowledge: &Knowledge) {
    for (at, record) in knowledge.sdks.iter().enumerate() {
        if sdks.get(&record.id).is_some() {
            continue;
        }
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
                let descriptor = descriptor_of(class);
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
        sdks.add(record.id.clone(), at, evidence);
    }
}
