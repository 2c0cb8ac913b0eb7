-- Times are nanoseconds since 1970-01-01T00:00:00Z. Columns named *_sealed hold ciphertext, *_mac keyed hashes.

-- Marks of all keys that the texts and hashes in here were made with, by which foreign keys are told.
CREATE TABLE key_mark (
    name TEXT PRIMARY KEY,
    mark BLOB NOT NULL
) STRICT;

-- One import of the directory. Its rows are staged in short transactions, so that requests can be stored in
-- between; giving it a version makes all of them visible at once.
CREATE TABLE directory_import (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- When it was last heard of; null once it was given up.
    touched_at INTEGER,
    version INTEGER UNIQUE,
    -- Whether organizations that it does not name are out of the directory from this version on.
    retires INTEGER NOT NULL DEFAULT 0
) STRICT;

-- An organization as an import brought it. The row of the highest version counts; older ones are swept away.
CREATE TABLE organization (
    import_id INTEGER NOT NULL REFERENCES directory_import (id),
    id TEXT NOT NULL,
    data TEXT NOT NULL,
    UNIQUE (id, import_id)
) STRICT;

CREATE TABLE request (
    number TEXT PRIMARY KEY,
    -- An organization's id. It has a row for each version, so the database cannot check this reference.
    organization TEXT NOT NULL,
    status TEXT NOT NULL,
    field TEXT NOT NULL,
    topic TEXT,
    submitted_at INTEGER NOT NULL,
    accepted_at INTEGER,
    -- From when the organization's first answer is counted: the arrival, or the applicant's latest answer.
    due_from INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content_sealed BLOB NOT NULL,
    code_mac BLOB NOT NULL,
    key_mac BLOB NOT NULL UNIQUE,
    body_mac BLOB NOT NULL
) STRICT;

CREATE INDEX request_queue ON request (organization, submitted_at, number);

-- The timeline. An entry's place is the version of the request it led to.
CREATE TABLE entry (
    number TEXT NOT NULL REFERENCES request (number),
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    detail_sealed BLOB NOT NULL,
    key_mac BLOB,
    PRIMARY KEY (number, version),
    UNIQUE (number, key_mac)
) STRICT;

CREATE TABLE wrong_try (
    scope_mac BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX wrong_try_scope ON wrong_try (scope_mac, at);
CREATE INDEX wrong_try_age ON wrong_try (at);

CREATE TABLE staff_token (
    id TEXT PRIMARY KEY,
    token_mac BLOB NOT NULL UNIQUE,
    organization TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
