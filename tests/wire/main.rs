//! Golden JSON fixtures of the wire types, read by both sides.
