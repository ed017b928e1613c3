//! Layer 2: entries of a package become a typed model.

pub mod attr;
pub mod axml;
mod bytes;
pub mod manifest;
mod pool;
pub mod resources;
pub mod value;
