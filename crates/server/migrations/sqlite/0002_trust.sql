-- First answers of a period are looked up here, to count how organizations answer.
CREATE INDEX entry_event ON entry (event, at);

-- What people say is wrong with an organization's entry in the directory.
CREATE TABLE report (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL,
    -- A JSON list of names.
    subjects TEXT NOT NULL,
    -- The reporter's words, if any; null again once the report is settled.
    note_sealed BLOB,
    reported_at INTEGER NOT NULL,
    key_mac BLOB NOT NULL UNIQUE,
    body_mac BLOB NOT NULL,
    settled_at INTEGER,
    -- The name of the token that it was settled with.
    settled_by TEXT
) STRICT;

CREATE INDEX report_open ON report (organization, reported_at, id) WHERE settled_at IS NULL;
