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
        let view = |ty: TypeId| VIEWS.binary_search(&&*self.descriptor(ty)).is_ok();
        let container = |ty: TypeId| {
            let name = self.descriptor(ty);
            name.starts_with("Ljava/util/") && !name.starts_with("Ljava/util/concurrent/atomic/")
        };
        (container(made) || self.holds_objects(made))
            && (view(wanted) || self.holds_objects(wanted))
    }

    /// Whether a type is an array of numbers.
    pub(crate) fn holds_numbers(&self, ty: TypeId) -> bool {
        let name = self.descriptor(ty);
        name.len() == 2 && name.starts_with('[')
    }

    /// Whether a type is an array of objects.
    pub(crate) fn holds_objects(&self, ty: TypeId) -> bool {
        let name = self.descriptor(ty);
        name.starts_with("[L") || name.starts_with("[[")
    }
}
