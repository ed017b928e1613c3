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
];

impl Code<'_> {
    /// Whether an object of class `made` may stand where the platform gives a view of it: a map for its values, an array
    /// for a list of it, a list for its iterator.
    pub(crate) fn stands_in(&self, made: TypeId, wanted: TypeId) -> bool {
        let (made, wanted) = (self.descriptor(made), self.descriptor(wanted));
        let container = made.starts_with('[') || made.starts_with("Ljava/util/");
        container && (wanted.starts_with('[') || VIEWS.binary_search(&&*wanted).is_ok())
    }
}
