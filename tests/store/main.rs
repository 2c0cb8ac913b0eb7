//! One conformance suite, run on SQLite and on PostgreSQL.
