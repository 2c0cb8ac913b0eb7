-- Times are nanoseconds since 1970-01-01T00:00:00Z. Columns named *_sealed hold ciphertext, *_mac keyed hashes.

-- Marks of all keys that the texts and hashes in here were made with, by which foreign keys are told.
CREATE TABLE key_mark (
    name TEXT PRIMARY KEY,
    mark BYTEA NOT NULL
);

-- One import of the directory. Its rows are staged in short transactions, so that requests can be stored in
-- between; giving it a version makes all of them visible at once.
CREATE TABLE directory_import (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- When it was last heard of; null once it was given up.
    touched_at BIGINT,
    version BIGINT UNIQUE,
    -- Whether organizations that it does not name are out of the directory from this version on.
    retires BOOLEAN NOT NULL DEFAULT FALSE
);

-- An organization as an import brought it. The row of the highest version counts; older ones are swept away.
CREATE TABLE organization (
    import_id BIGINT NOT NULL REFERENCES directory_import (id),
    id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (id, import_id)
);

CREATE TABLE request (
    number TEXT PRIMARY KEY,
    -- An organization's id. It has a row for each version, so the database cannot check this reference.
    organization TEXT NOT NULL,
    status TEXT NOT NULL,
    field TEXT NOT NULL,
    topic TEXT,
    submitted_at BIGINT NOT NULL,
    accepted_at BIGINT,
    -- From when the organization's first answer is counted: the arrival, or the applicant's latest answer.
    due_from BIGINT NOT NULL,
    version BIGINT NOT NULL,
    content_sealed BYTEA NOT NULL,
    code_mac BYTEA NOT NULL,
    key_mac BYTEA NOT NULL UNIQUE,
    body_mac BYTEA NOT NULL
);

CREATE INDEX request_queue ON request (organization, submitted_at, number);

-- The timeline. An entry's place is the version of the request it led to.
CREATE TABLE entry (
    number TEXT NOT NULL REFERENCES request (number),
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    detail_sealed BYTEA NOT NULL,
    key_mac BYTEA,
    PRIMARY KEY (number, version),
    UNIQUE (number, key_mac)
);

CREATE TABLE wrong_try (
    scope_mac BYTEA NOT NULL,
    at BIGINT NOT NULL
);

-- One row for each scope that had a wrong try, to be locked by the next one: only so are tries counted one
-- after the other.
CREATE TABLE try_scope (
    scope_mac BYTEA PRIMARY KEY,
    latest BIGINT NOT NULL
);

CREATE INDEX wrong_try_scope ON wrong_try (scope_mac, at);
CREATE INDEX wrong_try_age ON wrong_try (at);

CREATE TABLE staff_token (
    id TEXT PRIMARY KEY,
    token_mac BYTEA NOT NULL UNIQUE,
    organization TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
