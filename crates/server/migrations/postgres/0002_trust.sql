-- First answers of a period are looked up here, to count how organizations answer.
CREATE INDEX entry_event ON entry (event, at);

-- What people say is wrong with an organization's entry in the directory.
CREATE TABLE report (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL,
    -- A JSON list of names.
    subjects TEXT NOT NULL,
    -- The reporter's words, if any; null again once the report is settled.
    note_sealed BYTEA,
    reported_at BIGINT NOT NULL,
    key_mac BYTEA NOT NULL UNIQUE,
    body_mac BYTEA NOT NULL,
    settled_at BIGINT,
    -- The name of the token that it was settled with.
    settled_by TEXT
);

CREATE INDEX report_open ON report (organization, reported_at, id) WHERE settled_at IS NULL;
