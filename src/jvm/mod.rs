//! A zero-copy reader of class files (The Java Virtual Machine Specification, chapter 4; every major version up to
//! [`NEWEST`], newer ones as far as their constants are known).
//!
//! [`Class::parse`] walks the file once and keeps offsets; names, descriptors, bodies and attributes are read from the
//! file's bytes when asked for, through `Copy` handles. Nothing here trusts the file: every offset, index and length is
//! checked where it is used and gives `None` when it lies, every iterator ends with the bytes, and what the walk cannot
//! get over is an error.
//!
//! - `class.rs`: [`Class`]: header, members, attributes · `pool.rs`: the constant pool · `code.rs`: bodies, exception
//!   table, lines · `insn.rs`: instructions · `names.rs`: descriptors · `annotation.rs`: annotations · `bytes.rs`: checked reads.

mod annotation;
mod bytes;
mod class;
mod code;
mod insn;
mod names;
mod pool;
#[cfg(test)]
mod tests;

pub use annotation::{Element, Elements};
pub use class::{Bootstrap, Class, ClassError, Member};
pub use code::{Code, Handler};
pub use insn::{Insn, Insns, Switch};
pub use names::{Descriptor, parameters};
pub use pool::{Constant, Handle, NameAndType, Ref};

/// The newest major version that this reader was written for (Java 25).
pub const NEWEST: u16 = 69;

/// Access flag of a class file that describes a module and holds no class (JVMS table 4.1-B).
pub const ACC_MODULE: u16 = 0x8000;
