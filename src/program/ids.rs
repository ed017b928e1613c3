//! Dense numbers for everything in a program. All are indexes into the program's tables; no two programs share them.

/// "None" inside the tables.
pub(crate) const NONE: u32 = u32::MAX;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The number as an index.
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id, unless the number stands for none.
            #[inline]
            #[allow(dead_code)]
            pub(crate) fn some(number: u32) -> Option<Self> {
                (number != NONE).then_some(Self(number))
            }
        }
    )*};
}

ids! {
    /// A string of a DEX file: a name, a descriptor or a constant.
    StrId
    /// A type: class, array or primitive, defined by the app or not.
    TypeId
    /// A class that the app defines, in class-loader order.
    ClassId
    /// A prototype: result and parameter types.
    ProtoId
    /// A selector: method name and prototype.
    SelId
    /// A method reference: type and selector.
    MethodId
    /// A field reference: type, name, field type.
    FieldId
    /// A method that the app defines, with or without a body; those of one class follow each other.
    DefId
}
