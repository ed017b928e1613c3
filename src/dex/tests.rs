//! Hostile files by hand.
