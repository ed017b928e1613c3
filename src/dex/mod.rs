//! A zero-copy reader of DEX files, versions 035 to 041 (containers with several headers included). Facts from the
//! Android Open Source Project's "Dalvik executable format" page.
//!
//! [`Dex::parse`] reads the headers only; everything else is read from the file's bytes when asked for, through `Copy`
//! handles. Nothing here trusts the file: every offset and index is checked where it is used and gives `None` when it
//! lies, and every iterator ends with the bytes. What the parse cannot reach it says in diagnostics; what is found
//! broken later (class data, code) the handles tell ([`Members::broken`], [`Code::truncated`], [`Insns::broken`]).
//! A file may let many items share the same bytes, so whoever walks *all* items has to keep a budget.
//!
//! - `file.rs`: [`Dex`]: header and index tables · `class.rs`: class definitions and class data · `code.rs`: bodies, try
//!   blocks, switch payloads · `insn.rs`: instructions · `opcode.rs`: the opcode table · `value.rs`: encoded values and
//!   annotations · `debug.rs`: line numbers and parameter names · `mutf8.rs`: strings · `bytes.rs`: checked reads.

mod bytes;
mod class;
mod code;
mod debug;
mod file;
mod insn;
mod mutf8;
pub mod opcode;
#[cfg(test)]
pub(crate) mod tests;
mod value;

pub use class::{ClassDef, Member, Members};
pub use code::{Code, Handlers, Payload, Tries, Try};
pub use debug::{Debug, Line};
pub use file::{CallSite, Dex, DexError, Field, Method, MethodHandle, Proto, TypeList};
pub use insn::{Args, Insn, Insns, Operands};
pub use mutf8::MStr;
pub use value::{Annotation, Annotations, Value, Visibility};

/// "No index" in DEX tables.
pub const NO_INDEX: u32 = u32::MAX;

/// Access flags of classes, fields and methods that the rest of the crate asks for (AOSP "access_flags definitions").
#[allow(missing_docs)]
pub mod access {
    pub const PUBLIC: u32 = 0x1;
    pub const PRIVATE: u32 = 0x2;
    pub const PROTECTED: u32 = 0x4;
    pub const STATIC: u32 = 0x8;
    /// Field that every thread sees as it is.
    pub const VOLATILE: u32 = 0x40;
    pub const FINAL: u32 = 0x10;
    pub const BRIDGE: u32 = 0x40;
    pub const NATIVE: u32 = 0x100;
    pub const INTERFACE: u32 = 0x200;
    pub const ABSTRACT: u32 = 0x400;
    pub const SYNTHETIC: u32 = 0x1000;
    pub const CONSTRUCTOR: u32 = 0x10000;
}
