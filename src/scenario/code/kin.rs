//! Which objects can be of which types.

use std::sync::Arc;

use crate::program::TypeId;
use crate::scenario::code::{Cache, Code, lock};

/// What was asked before.
#[derive(Debug, Default)]
pub(super) struct Kin {
    below: Cache<(TypeId, TypeId), bool>,
    share: Cache<(TypeId, TypeId), bool>,
    spans: Cache<TypeId, Arc<[(u32, u32)]>>,
}

impl Code<'_> {
    /// Whether an instance of `a` is one of `b`.
    pub(crate) fn is_subtype(&self, a: TypeId, b: TypeId) -> bool {
        if a == b || b == self.object {
            return true;
        }
        // Below a class is a matter of two numbers; only interfaces take a walk.
        if self.program.implementers(b).is_empty() {
            return self.program.is_subtype(a, b);
        }
        let mut cache = lock(&self.kin.below);
        *cache
            .entry((a, b))
            .or_insert_with(|| self.program.is_subtype(a, b))
    }

    /// Whether something can be an instance of both: one is below the other, or a class can be below both. What implements or
    /// extends a type of the package is in the package; of types that are neither there nor the platform's nothing is known.
    pub(crate) fn may_share_instance(&self, a: TypeId, b: TypeId) -> bool {
        if self.is_subtype(b, a) || self.is_subtype(a, b) {
            return true;
        }
        if let Some(known) = lock(&self.kin.share).get(&(a, b)) {
            return *known;
        }
        let known = self.have_a_common_class(a, b);
        lock(&self.kin.share).insert((a, b), known);
        known
    }

    fn have_a_common_class(&self, a: TypeId, b: TypeId) -> bool {
        let (own, other) = match (self.is_app(a), self.is_app(b)) {
            (true, _) => (a, b),
            (_, true) => (b, a),
            _ => {
                let open = |ty: TypeId| self.program.is_interface(ty) || !self.is_platform(ty);
                return open(a) || open(b);
            }
        };
        if !self.is_app(other) && !self.is_platform(other) {
            return true;
        }
        let (own, other) = (self.spans(own), self.spans(other));
        own.iter().any(|(from, to)| {
            let next = other.partition_point(|span| span.1 <= *from);
            other.get(next).is_some_and(|span| span.0 < *to)
        })
    }

    /// Preorder intervals of all below a type.
    fn spans(&self, ty: TypeId) -> Arc<[(u32, u32)]> {
        if let Some(known) = lock(&self.kin.spans).get(&ty) {
            return known.clone();
        }
        let spans: Arc<[(u32, u32)]> = self.program.spans(ty).into();
        lock(&self.kin.spans).insert(ty, spans.clone());
        spans
    }
}
