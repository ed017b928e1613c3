//! What the model gives for a view of a container: the container itself.

use crate::program::TypeId;
use crate::scenario::code::Code;

/// What views of containers are used as.
const VIEWS: &[&str] = &[
    "Ljava/lang/Iterable;",
    "Ljava/util/Collection;",
    "Ljava/util/Deque;",
    "Ljava/util/Enumeration;",
    "Ljava/util/Iterator;",
    "Ljava/util/List;",
    "Ljava/util/ListIterator;",
    "Ljava/util/Queue;",
    "Ljava/util/Set;",
    "Ljava/util/stream/Stream;",
];

impl Code<'_> {
    /// Whether an object of class `made` may stand where the platform gives a view of it: a map for its values, an array
    /// for a list of it, a list for its iterator.
    pub(crate) fn stands_in(&self, made: TypeId, wanted: TypeId) -> bool {
        let name = |ty: TypeId| self.program.descriptor_bytes(ty);
        let view = |ty: TypeId| {
            VIEWS
                .binary_search_by(|one| one.as_bytes().cmp(name(ty)))
                .is_ok()
        };
        let container = |ty: TypeId| {
            let name = name(ty);
            name.starts_with(b"Ljava/util/") && !name.starts_with(b"Ljava/util/concurrent/atomic/")
        };
        (container(made) || self.holds_objects(made))
            && (view(wanted) || self.holds_objects(wanted))
    }

    /// Whether the model's texts may be instances of a type, or stand for some: an address is its text.
    pub(crate) fn texts_may_be(&self, ty: TypeId) -> bool {
        let address = || self.class_named("android.net.Uri");
        self.is_subtype(self.string(), ty)
            || address().is_some_and(|address| self.is_subtype(address, ty))
    }

    /// What a type is, as its descriptor begins.
    pub(crate) fn kind(&self, ty: TypeId) -> Option<u8> {
        self.program.descriptor_bytes(ty).first().copied()
    }

    /// Whether a class is one of reflection.
    pub(crate) fn reflects(&self, ty: TypeId) -> bool {
        let name = self.program.descriptor_bytes(ty);
        name == b"Ljava/lang/Class;" || name.starts_with(b"Ljava/lang/reflect/")
    }

    /// Whether values of a type are objects or `null`.
    pub(crate) fn is_reference(&self, ty: TypeId) -> bool {
        matches!(self.kind(ty), Some(b'L' | b'['))
    }

    /// Whether a type is an array.
    pub(crate) fn is_array(&self, ty: TypeId) -> bool {
        self.kind(ty) == Some(b'[')
    }

    /// Whether a type is an array of numbers.
    pub(crate) fn holds_numbers(&self, ty: TypeId) -> bool {
        matches!(self.program.descriptor_bytes(ty), [b'[', kind] if kind.is_ascii())
    }

    /// Whether a type is an array of objects.
    pub(crate) fn holds_objects(&self, ty: TypeId) -> bool {
        matches!(self.program.descriptor_bytes(ty), [b'[', b'L' | b'[', ..])
    }
}
