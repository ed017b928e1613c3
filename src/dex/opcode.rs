//! The Dalvik opcodes: name, format, what the index refers to, control flow. Facts from the Android Open Source
//! Project's "Dalvik bytecode" and "Dalvik executable instruction formats" pages; names and widths are compared with
//! `dexdump` by `tests/integration/dex_oracle.rs`.

/// Instruction formats, named as in the Android documentation (`F22c` is format 22c: two code units, two registers,
/// a pool index).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    F10x,
    F12x,
    F11n,
    F11x,
    F10t,
    F20t,
    F22x,
    F21t,
    F21s,
    F21h,
    F21c,
    F23x,
    F22b,
    F22t,
    F22s,
    F22c,
    F32x,
    F30t,
    F31t,
    F31i,
    F31c,
    F35c,
    F3rc,
    F51l,
    F45cc,
    F4rcc,
}

impl Format {
    /// Width in 16-bit code units.
    pub const fn units(self) -> u8 {
        match self {
            Self::F10x | Self::F12x | Self::F11n | Self::F11x | Self::F10t => 1,
            Self::F20t | Self::F22x | Self::F21t | Self::F21s | Self::F21h | Self::F21c => 2,
            Self::F23x | Self::F22b | Self::F22t | Self::F22s | Self::F22c => 2,
            Self::F32x | Self::F30t | Self::F31t | Self::F31i | Self::F31c => 3,
            Self::F35c | Self::F3rc => 3,
            Self::F45cc | Self::F4rcc => 4,
            Self::F51l => 5,
        }
    }
}

/// Which table an instruction's index points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Pool {
    None,
    String,
    Type,
    Field,
    Method,
    CallSite,
    MethodHandle,
    Proto,
}

/// The next instruction can follow.
pub const NEXT: u16 = 1;
/// Jumps to `target` (conditionally when [`NEXT`] is set too).
pub const BRANCH: u16 = 2;
/// Jumps through a switch payload at `target`.
pub const SWITCH: u16 = 4;
/// Leaves the method.
pub const RETURN: u16 = 8;
/// Can throw.
pub const THROW: u16 = 16;
/// Calls a method.
pub const INVOKE: u16 = 32;
/// Reads a field.
pub const READ: u16 = 64;
/// Writes a field.
pub const WRITE: u16 = 128;
/// Accesses a static field.
pub const STATIC: u16 = 256;
/// Not an opcode of DEX files (reserved, or only in optimised files).
pub const UNUSED: u16 = 512;

/// What is fixed about one opcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opcode {
    /// Name as `dexdump` prints it.
    pub name: &'static str,
    /// Operand layout.
    pub format: Format,
    /// Table that the index points into.
    pub pool: Pool,
    /// Sum of [`NEXT`] … [`UNUSED`].
    pub flags: u16,
}

use Format::*;
use Pool::*;

const fn op(name: &'static str, format: Format, pool: Pool, flags: u16) -> Opcode {
    Opcode {
        name,
        format,
        pool,
        flags,
    }
}

const fn unused(name: &'static str) -> Opcode {
    Opcode {
        name,
        format: F10x,
        pool: None,
        flags: NEXT | UNUSED,
    }
}

/// Widths in code units, apart from [`OPCODES`] because the sweep over all code needs nothing else.
pub(crate) static UNITS: [u8; 256] = {
    let mut units = [1u8; 256];
    let mut i = 0;
    while i < 256 {
        units[i] = OPCODES[i].format.units();
        i += 1;
    }
    units
};

/// Every opcode by its byte.
pub static OPCODES: [Opcode; 256] = [
    op("nop", F10x, None, NEXT),
    op("move", F12x, None, NEXT),
    op("move/from16", F22x, None, NEXT),
    op("move/16", F32x, None, NEXT),
    op("move-wide", F12x, None, NEXT),
    op("move-wide/from16", F22x, None, NEXT),
    op("move-wide/16", F32x, None, NEXT),
    op("move-object", F12x, None, NEXT),
    op("move-object/from16", F22x, None, NEXT),
    op("move-object/16", F32x, None, NEXT),
    op("move-result", F11x, None, NEXT),
    op("move-result-wide", F11x, None, NEXT),
    op("move-result-object", F11x, None, NEXT),
    op("move-exception", F11x, None, NEXT),
    op("return-void", F10x, None, RETURN),
    op("return", F11x, None, RETURN),
    op("return-wide", F11x, None, RETURN),
    op("return-object", F11x, None, RETURN),
    op("const/4", F11n, None, NEXT),
    op("const/16", F21s, None, NEXT),
    op("const", F31i, None, NEXT),
    op("const/high16", F21h, None, NEXT),
    op("const-wide/16", F21s, None, NEXT),
    op("const-wide/32", F31i, None, NEXT),
    op("const-wide", F51l, None, NEXT),
    op("const-wide/high16", F21h, None, NEXT),
    op("const-string", F21c, String, NEXT | THROW),
    op("const-string/jumbo", F31c, String, NEXT | THROW),
    op("const-class", F21c, Type, NEXT | THROW),
    op("monitor-enter", F11x, None, NEXT | THROW),
    op("monitor-exit", F11x, None, NEXT | THROW),
    op("check-cast", F21c, Type, NEXT | THROW),
    op("instance-of", F22c, Type, NEXT | THROW),
    op("array-length", F12x, None, NEXT | THROW),
    op("new-instance", F21c, Type, NEXT | THROW),
    op("new-array", F22c, Type, NEXT | THROW),
    op("filled-new-array", F35c, Type, NEXT | THROW),
    op("filled-new-array/range", F3rc, Type, NEXT | THROW),
    op("fill-array-data", F31t, None, NEXT | THROW),
    op("throw", F11x, None, THROW),
    op("goto", F10t, None, BRANCH),
    op("goto/16", F20t, None, BRANCH),
    op("goto/32", F30t, None, BRANCH),
    op("packed-switch", F31t, None, NEXT | SWITCH),
    op("sparse-switch", F31t, None, NEXT | SWITCH),
    op("cmpl-float", F23x, None, NEXT),
    op("cmpg-float", F23x, None, NEXT),
    op("cmpl-double", F23x, None, NEXT),
    op("cmpg-double", F23x, None, NEXT),
    op("cmp-long", F23x, None, NEXT),
    op("if-eq", F22t, None, NEXT | BRANCH),
    op("if-ne", F22t, None, NEXT | BRANCH),
    op("if-lt", F22t, None, NEXT | BRANCH),
    op("if-ge", F22t, None, NEXT | BRANCH),
    op("if-gt", F22t, None, NEXT | BRANCH),
    op("if-le", F22t, None, NEXT | BRANCH),
    op("if-eqz", F21t, None, NEXT | BRANCH),
    op("if-nez", F21t, None, NEXT | BRANCH),
    op("if-ltz", F21t, None, NEXT | BRANCH),
    op("if-gez", F21t, None, NEXT | BRANCH),
    op("if-gtz", F21t, None, NEXT | BRANCH),
    op("if-lez", F21t, None, NEXT | BRANCH),
    unused("unused-3e"),
    unused("unused-3f"),
    unused("unused-40"),
    unused("unused-41"),
    unused("unused-42"),
    unused("unused-43"),
    op("aget", F23x, None, NEXT | THROW),
    op("aget-wide", F23x, None, NEXT | THROW),
    op("aget-object", F23x, None, NEXT | THROW),
    op("aget-boolean", F23x, None, NEXT | THROW),
    op("aget-byte", F23x, None, NEXT | THROW),
    op("aget-char", F23x, None, NEXT | THROW),
    op("aget-short", F23x, None, NEXT | THROW),
    op("aput", F23x, None, NEXT | THROW),
    op("aput-wide", F23x, None, NEXT | THROW),
    op("aput-object", F23x, None, NEXT | THROW),
    op("aput-boolean", F23x, None, NEXT | THROW),
    op("aput-byte", F23x, None, NEXT | THROW),
    op("aput-char", F23x, None, NEXT | THROW),
    op("aput-short", F23x, None, NEXT | THROW),
    op("iget", F22c, Field, NEXT | THROW | READ),
    op("iget-wide", F22c, Field, NEXT | THROW | READ),
    op("iget-object", F22c, Field, NEXT | THROW | READ),
    op("iget-boolean", F22c, Field, NEXT | THROW | READ),
    op("iget-byte", F22c, Field, NEXT | THROW | READ),
    op("iget-char", F22c, Field, NEXT | THROW | READ),
    op("iget-short", F22c, Field, NEXT | THROW | READ),
    op("iput", F22c, Field, NEXT | THROW | WRITE),
    op("iput-wide", F22c, Field, NEXT | THROW | WRITE),
    op("iput-object", F22c, Field, NEXT | THROW | WRITE),
    op("iput-boolean", F22c, Field, NEXT | THROW | WRITE),
    op("iput-byte", F22c, Field, NEXT | THROW | WRITE),
    op("iput-char", F22c, Field, NEXT | THROW | WRITE),
    op("iput-short", F22c, Field, NEXT | THROW | WRITE),
    op("sget", F21c, Field, NEXT | THROW | READ | STATIC),
    op("sget-wide", F21c, Field, NEXT | THROW | READ | STATIC),
    op("sget-object", F21c, Field, NEXT | THROW | READ | STATIC),
    op("sget-boolean", F21c, Field, NEXT | THROW | READ | STATIC),
    op("sget-byte", F21c, Field, NEXT | THROW | READ | STATIC),
    op("sget-char", F21c, Field, NEXT | THROW | READ | STATIC),
    op("sget-short", F21c, Field, NEXT | THROW | READ | STATIC),
    op("sput", F21c, Field, NEXT | THROW | WRITE | STATIC),
    op("sput-wide", F21c, Field, NEXT | THROW | WRITE | STATIC),
    op("sput-object", F21c, Field, NEXT | THROW | WRITE | STATIC),
    op("sput-boolean", F21c, Field, NEXT | THROW | WRITE | STATIC),
    op("sput-byte", F21c, Field, NEXT | THROW | WRITE | STATIC),
    op("sput-char", F21c, Field, NEXT | THROW | WRITE | STATIC),
    op("sput-short", F21c, Field, NEXT | THROW | WRITE | STATIC),
    op("invoke-virtual", F35c, Method, NEXT | THROW | INVOKE),
    op("invoke-super", F35c, Method, NEXT | THROW | INVOKE),
    op("invoke-direct", F35c, Method, NEXT | THROW | INVOKE),
    op("invoke-static", F35c, Method, NEXT | THROW | INVOKE),
    op("invoke-interface", F35c, Method, NEXT | THROW | INVOKE),
    unused("unused-73"),
    op("invoke-virtual/range", F3rc, Method, NEXT | THROW | INVOKE),
    op("invoke-super/range", F3rc, Method, NEXT | THROW | INVOKE),
    op("invoke-direct/range", F3rc, Method, NEXT | THROW | INVOKE),
    op("invoke-static/range", F3rc, Method, NEXT | THROW | INVOKE),
    op(
        "invoke-interface/range",
        F3rc,
        Method,
        NEXT | THROW | INVOKE,
    ),
    unused("unused-79"),
    unused("unused-7a"),
    op("neg-int", F12x, None, NEXT),
    op("not-int", F12x, None, NEXT),
    op("neg-long", F12x, None, NEXT),
    op("not-long", F12x, None, NEXT),
    op("neg-float", F12x, None, NEXT),
    op("neg-double", F12x, None, NEXT),
    op("int-to-long", F12x, None, NEXT),
    op("int-to-float", F12x, None, NEXT),
    op("int-to-double", F12x, None, NEXT),
    op("long-to-int", F12x, None, NEXT),
    op("long-to-float", F12x, None, NEXT),
    op("long-to-double", F12x, None, NEXT),
    op("float-to-int", F12x, None, NEXT),
    op("float-to-long", F12x, None, NEXT),
    op("float-to-double", F12x, None, NEXT),
    op("double-to-int", F12x, None, NEXT),
    op("double-to-long", F12x, None, NEXT),
    op("double-to-float", F12x, None, NEXT),
    op("int-to-byte", F12x, None, NEXT),
    op("int-to-char", F12x, None, NEXT),
    op("int-to-short", F12x, None, NEXT),
    op("add-int", F23x, None, NEXT),
    op("sub-int", F23x, None, NEXT),
    op("mul-int", F23x, None, NEXT),
    op("div-int", F23x, None, NEXT | THROW),
    op("rem-int", F23x, None, NEXT | THROW),
    op("and-int", F23x, None, NEXT),
    op("or-int", F23x, None, NEXT),
    op("xor-int", F23x, None, NEXT),
    op("shl-int", F23x, None, NEXT),
    op("shr-int", F23x, None, NEXT),
    op("ushr-int", F23x, None, NEXT),
    op("add-long", F23x, None, NEXT),
    op("sub-long", F23x, None, NEXT),
    op("mul-long", F23x, None, NEXT),
    op("div-long", F23x, None, NEXT | THROW),
    op("rem-long", F23x, None, NEXT | THROW),
    op("and-long", F23x, None, NEXT),
    op("or-long", F23x, None, NEXT),
    op("xor-long", F23x, None, NEXT),
    op("shl-long", F23x, None, NEXT),
    op("shr-long", F23x, None, NEXT),
    op("ushr-long", F23x, None, NEXT),
    op("add-float", F23x, None, NEXT),
    op("sub-float", F23x, None, NEXT),
    op("mul-float", F23x, None, NEXT),
    op("div-float", F23x, None, NEXT),
    op("rem-float", F23x, None, NEXT),
    op("add-double", F23x, None, NEXT),
    op("sub-double", F23x, None, NEXT),
    op("mul-double", F23x, None, NEXT),
    op("div-double", F23x, None, NEXT),
    op("rem-double", F23x, None, NEXT),
    op("add-int/2addr", F12x, None, NEXT),
    op("sub-int/2addr", F12x, None, NEXT),
    op("mul-int/2addr", F12x, None, NEXT),
    op("div-int/2addr", F12x, None, NEXT | THROW),
    op("rem-int/2addr", F12x, None, NEXT | THROW),
    op("and-int/2addr", F12x, None, NEXT),
    op("or-int/2addr", F12x, None, NEXT),
    op("xor-int/2addr", F12x, None, NEXT),
    op("shl-int/2addr", F12x, None, NEXT),
    op("shr-int/2addr", F12x, None, NEXT),
    op("ushr-int/2addr", F12x, None, NEXT),
    op("add-long/2addr", F12x, None, NEXT),
    op("sub-long/2addr", F12x, None, NEXT),
    op("mul-long/2addr", F12x, None, NEXT),
    op("div-long/2addr", F12x, None, NEXT | THROW),
    op("rem-long/2addr", F12x, None, NEXT | THROW),
    op("and-long/2addr", F12x, None, NEXT),
    op("or-long/2addr", F12x, None, NEXT),
    op("xor-long/2addr", F12x, None, NEXT),
    op("shl-long/2addr", F12x, None, NEXT),
    op("shr-long/2addr", F12x, None, NEXT),
    op("ushr-long/2addr", F12x, None, NEXT),
    op("add-float/2addr", F12x, None, NEXT),
    op("sub-float/2addr", F12x, None, NEXT),
    op("mul-float/2addr", F12x, None, NEXT),
    op("div-float/2addr", F12x, None, NEXT),
    op("rem-float/2addr", F12x, None, NEXT),
    op("add-double/2addr", F12x, None, NEXT),
    op("sub-double/2addr", F12x, None, NEXT),
    op("mul-double/2addr", F12x, None, NEXT),
    op("div-double/2addr", F12x, None, NEXT),
    op("rem-double/2addr", F12x, None, NEXT),
    op("add-int/lit16", F22s, None, NEXT),
    op("rsub-int", F22s, None, NEXT),
    op("mul-int/lit16", F22s, None, NEXT),
    op("div-int/lit16", F22s, None, NEXT | THROW),
    op("rem-int/lit16", F22s, None, NEXT | THROW),
    op("and-int/lit16", F22s, None, NEXT),
    op("or-int/lit16", F22s, None, NEXT),
    op("xor-int/lit16", F22s, None, NEXT),
    op("add-int/lit8", F22b, None, NEXT),
    op("rsub-int/lit8", F22b, None, NEXT),
    op("mul-int/lit8", F22b, None, NEXT),
    op("div-int/lit8", F22b, None, NEXT | THROW),
    op("rem-int/lit8", F22b, None, NEXT | THROW),
    op("and-int/lit8", F22b, None, NEXT),
    op("or-int/lit8", F22b, None, NEXT),
    op("xor-int/lit8", F22b, None, NEXT),
    op("shl-int/lit8", F22b, None, NEXT),
    op("shr-int/lit8", F22b, None, NEXT),
    op("ushr-int/lit8", F22b, None, NEXT),
    unused("unused-e3"),
    unused("unused-e4"),
    unused("unused-e5"),
    unused("unused-e6"),
    unused("unused-e7"),
    unused("unused-e8"),
    unused("unused-e9"),
    unused("unused-ea"),
    unused("unused-eb"),
    unused("unused-ec"),
    unused("unused-ed"),
    unused("unused-ee"),
    unused("unused-ef"),
    unused("unused-f0"),
    unused("unused-f1"),
    unused("unused-f2"),
    unused("unused-f3"),
    unused("unused-f4"),
    unused("unused-f5"),
    unused("unused-f6"),
    unused("unused-f7"),
    unused("unused-f8"),
    unused("unused-f9"),
    op("invoke-polymorphic", F45cc, Method, NEXT | THROW | INVOKE),
    op(
        "invoke-polymorphic/range",
        F4rcc,
        Method,
        NEXT | THROW | INVOKE,
    ),
    op("invoke-custom", F35c, CallSite, NEXT | THROW | INVOKE),
    op("invoke-custom/range", F3rc, CallSite, NEXT | THROW | INVOKE),
    op("const-method-handle", F21c, MethodHandle, NEXT | THROW),
    op("const-method-type", F21c, Proto, NEXT | THROW),
];
