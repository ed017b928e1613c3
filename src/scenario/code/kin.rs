//! Which objects can be of which types.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::program::TypeId;
use crate::scenario::code::{Cache, Code, lock};

/// What was asked before.
#[derive(Debug, Default)]
pub(super) struct Kin {
    below: Cache<(TypeId, TypeId), bool>,
    common: Cache<(TypeId, TypeId), Option<Arc<[TypeId]>>>,
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

    /// Of classes of the package, by their place in the hierarchy, those whose instances are instances of a type, sorted.
    pub(crate) fn all_below(&self, ty: TypeId, of: &BTreeMap<u32, TypeId>) -> Vec<TypeId> {
        let mut below: Vec<TypeId> = if ty == self.object || self.is_array(ty) {
            let all = of.values().copied();
            all.filter(|sub| self.is_subtype(*sub, ty)).collect()
        } else {
            let spans = self.spans(ty);
            let found = spans.iter().filter(|span| span.0 < span.1);
            found
                .flat_map(|span| of.range(span.0..span.1))
                .map(|one| *one.1)
                .collect()
        };
        below.sort_unstable();
        below
    }

    /// Whether code of the program makes objects of a class: something calls a constructor of it, and not only those of classes below.
    pub(crate) fn is_made_by_code(&self, class: TypeId) -> bool {
        let program = self.program;
        let methods = program.class_of(class).map(|class| program.defs_of(class));
        let mut makers = methods.into_iter().flatten();
        makers.any(|def| {
            let mut callers = program.callers(program.method(def));
            self.is_constructor(def) && callers.any(|(from, _)| !self.is_constructor(from))
        })
    }

    /// Whether something can be an instance of both.
    pub(crate) fn may_share_instance(&self, a: TypeId, b: TypeId) -> bool {
        let related = || self.is_subtype(b, a) || self.is_subtype(a, b);
        related() || self.common(a, b).is_none_or(|all| !all.is_empty())
    }

    /// Of two types of which neither is below the other, what is below both: the highest such types. What implements or extends a
    /// type of the package is in the package; of types that are neither there nor the platform's nothing is known (`None`).
    pub(crate) fn common(&self, a: TypeId, b: TypeId) -> Option<Arc<[TypeId]>> {
        if let Some(known) = lock(&self.kin.common).get(&(a, b)) {
            return known.clone();
        }
        let known = self.find_common(a, b);
        lock(&self.kin.common).insert((a, b), known.clone());
        known
    }

    fn find_common(&self, a: TypeId, b: TypeId) -> Option<Arc<[TypeId]>> {
        let array = |ty: TypeId| self.is_array(ty);
        let of_things = |ty: TypeId| self.holds_objects(ty);
        // What is above an array is above all arrays, and no array of numbers is one of things.
        if array(a) != array(b) || (array(a) && !(of_things(a) && of_things(b))) {
            return Some(Arc::default());
        }
        let (own, other) = match (self.is_app(a), self.is_app(b)) {
            (true, _) => (a, b),
            (_, true) => (b, a),
            _ => {
                let open = |ty: TypeId| self.program.is_interface(ty) || !self.is_platform(ty);
                return (!open(a) && !open(b)).then(Arc::default);
            }
        };
        if !self.is_app(other) && !self.is_platform(other) {
            return None;
        }
        let (own, other) = (self.spans(own), self.spans(other));
        // Each interval is that of one type and all below it: where two meet, one lies in the other.
        let mut highest = Vec::new();
        for (from, to) in own.iter() {
            let next = other.partition_point(|span| span.1 <= *from);
            let inside = other.iter().skip(next).take_while(|span| span.0 < *to);
            highest.extend(inside.filter_map(|span| self.program.type_at(span.0.max(*from))));
        }
        highest.sort_unstable();
        highest.dedup();
        Some(highest.into())
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
