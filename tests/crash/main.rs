//! The server killed under load: what it acknowledged is there, once.
