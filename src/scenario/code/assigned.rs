//! Fields that are surely stored into before anybody else can read them: no default value is seen there.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::program::{ClassId, DefId, FieldId};
use crate::scenario::code::ir::{CallKind, Op};
use crate::scenario::code::{Code, lock};

impl Code<'_> {
    /// Whether every constructor surely stores into the field before anything else can read it.
    pub(crate) fn surely_assigned(&self, field: FieldId) -> bool {
        let Some(class) = self.program.class_of(self.field_owner(field)) else {
            return false;
        };
        if let Some(fields) = lock(&self.assigned).get(&class) {
            return fields.contains(&field);
        }
        let fields = Arc::new(self.find_assigned(class));
        lock(&self.assigned).insert(class, fields.clone());
        fields.contains(&field)
    }

    /// Fields that hold what was stored as soon as anybody else can read them: instance fields that every constructor
    /// stores into, static ones that the class initialiser does, before any branch.
    pub(crate) fn find_assigned(&self, class: ClassId) -> FxHashSet<FieldId> {
        let mut common: Option<FxHashSet<FieldId>> = None;
        let mut statics = FxHashSet::default();
        for def in self.program.defs_of(class) {
            match &*self.program.method_name(self.program.method(def)) {
                "<clinit>" => statics = self.assigned_by(def).unwrap_or_default(),
                "<init>" => {
                    let Some(here) = self.assigned_by(def) else {
                        continue;
                    };
                    common = Some(match common {
                        None => here,
                        Some(common) => common.intersection(&here).copied().collect(),
                    });
                }
                _ => {}
            }
        }
        statics.extend(common.unwrap_or_default());
        statics
    }

    /// Fields that one initialiser surely stores into; `None` when it leaves that to another one (`this(…)`).
    pub(crate) fn assigned_by(&self, initialiser: DefId) -> Option<FxHashSet<FieldId>> {
        let body = self.lower(initialiser)?;
        let this = body.params.first().copied();
        let mut fields = FxHashSet::default();
        let mut next = Some(0);
        // The straight line from the start; a loop without a branch ends with the count.
        for _ in 0..body.blocks.len() {
            let Some(block) = next.and_then(|id: u32| body.blocks.get(id as usize)) else {
                break;
            };
            next = block.next;
            let range = block.insns.start as usize..block.insns.end as usize;
            for insn in body.insns.get(range).unwrap_or_default() {
                match insn.op {
                    Op::Put { object, field, .. } if Some(object) == this => {
                        fields.insert(field);
                    }
                    Op::PutStatic { field, .. } => {
                        fields.insert(field);
                    }
                    Op::Call {
                        kind: CallKind::Direct,
                        method,
                        first,
                        ..
                    } => {
                        let on_this =
                            this.is_some() && body.args.get(first as usize) == this.as_ref();
                        let own = self.method_owner(method) == self.def_owner(initialiser);
                        if on_this && own && self.method_name(method) == "<init>" {
                            return None;
                        }
                    }
                    Op::Goto { to } => next = Some(to),
                    Op::If { .. } | Op::Switch { .. } | Op::Return { .. } | Op::Throw => {
                        return Some(fields);
                    }
                    _ => {}
                }
            }
        }
        Some(fields)
    }
}
