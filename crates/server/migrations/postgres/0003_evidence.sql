-- A file that belongs to a request or is on its way there. Its bytes are elsewhere, sealed, in pieces.
CREATE TABLE evidence (
    id TEXT PRIMARY KEY,
    -- The secret of the device that sends it.
    basket_mac BYTEA NOT NULL,
    -- The request it belongs to; null until that is filed.
    number TEXT REFERENCES request (number),
    name_sealed BYTEA NOT NULL,
    -- How many bytes are sent, and how many of them are durable.
    length BIGINT NOT NULL,
    received BIGINT NOT NULL,
    -- What it is, how many bytes were kept and since when; null until it is finished.
    kind TEXT,
    bytes BIGINT,
    finished_at BIGINT,
    -- Until then it may be finished and attached.
    expires_at BIGINT NOT NULL
);

CREATE INDEX evidence_of_basket ON evidence (basket_mac);
CREATE INDEX evidence_of_request ON evidence (number) WHERE number IS NOT NULL;
CREATE INDEX evidence_waiting ON evidence (expires_at) WHERE number IS NULL OR finished_at IS NULL;

-- A piece of a file: where it begins, how many bytes it has and the object that holds them.
CREATE TABLE evidence_piece (
    id TEXT NOT NULL REFERENCES evidence (id),
    start BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    object TEXT NOT NULL,
    PRIMARY KEY (id, start)
);

-- One row for each basket that was ever added to, to be locked by the next one: only so are its files counted
-- one after the other.
CREATE TABLE evidence_basket (
    basket_mac BYTEA PRIMARY KEY,
    latest BIGINT NOT NULL
);

CREATE INDEX evidence_basket_age ON evidence_basket (latest);
