//! Facts to findings.

pub mod finding;

pub use finding::{Edge, Evidence, Finding, Frame, Location, Subject};
