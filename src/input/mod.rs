//! Files in: a path becomes the archives of one app, with their entries by name.

pub mod map;
pub mod zip;
