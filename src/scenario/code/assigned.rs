//! Fields that every initialiser stores into: no default value is seen there.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::program::{ClassId, DefId, FieldId};
use crate::scenario::code::ir::{CallKind, Op};
use crate::scenario::code::{Code, lock};

/// Stores of an initialiser times its blocks, at most, that are followed on every way through it: beyond, nothing counts as sure.
const STORES: usize = 1 << 16;

impl Code<'_> {
    /// Whether every constructor stores into the field, on every way through it. Who is handed the object before sees no default
    /// either: code that reads a field before it is stored waits for what is.
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

    /// Instance fields that every constructor stores into, static ones that the class initialiser does.
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

    /// Fields that one initialiser stores into on every way through it; `None` when it leaves that to another one (`this(…)`).
    fn assigned_by(&self, initialiser: DefId) -> Option<FxHashSet<FieldId>> {
        let body = self.lower(initialiser)?;
        let this = body.params.first().copied();
        let stores = body
            .insns
            .iter()
            .filter(|insn| matches!(insn.op, Op::Put { .. } | Op::PutStatic { .. }));
        if stores.count().saturating_mul(body.blocks.len()) > STORES {
            return Some(FxHashSet::default());
        }
        let mut before: Vec<Option<FxHashSet<FieldId>>> = vec![None; body.blocks.len()];
        *before.first_mut()? = Some(FxHashSet::default());
        let mut at_end: Option<FxHashSet<FieldId>> = None;
        let mut waiting = vec![0_u32];
        while let Some(id) = waiting.pop() {
            let Some(block) = body.blocks.get(id as usize) else {
                continue;
            };
            let mut fields = before[id as usize].clone().unwrap_or_default();
            let mut next: Vec<(u32, FxHashSet<FieldId>)> = Vec::new();
            // An exception may leave the block before it stored anything.
            next.extend(block.handlers.iter().map(|to| (*to, fields.clone())));
            for insn in body.insns_of(block) {
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
                    Op::Return { .. } => {
                        keep_common(&mut at_end, &fields);
                    }
                    _ => {}
                }
            }
            next.extend(body.next_of(block).map(|to| (to, fields.clone())));
            for (to, fields) in next {
                if let Some(known) = before.get_mut(to as usize)
                    && keep_common(known, &fields)
                {
                    waiting.push(to);
                }
            }
        }
        Some(at_end.unwrap_or_default())
    }
}

/// Keeps what is in both sets, all while nothing was known; whether that changed anything.
fn keep_common(known: &mut Option<FxHashSet<FieldId>>, fields: &FxHashSet<FieldId>) -> bool {
    match known {
        None => {
            *known = Some(fields.clone());
            true
        }
        Some(known) => {
            let before = known.len();
            known.retain(|field| fields.contains(field));
            known.len() < before
        }
    }
}
