-- The other side's invitation to a request: one at a time.
CREATE TABLE invitation (
    -- What the other side has in place of the request's number.
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE REFERENCES request (number) ON DELETE CASCADE,
    code_mac BLOB NOT NULL,
    -- The code, to hand it over again, and what the other side is told it is about.
    sealed BLOB NOT NULL,
    invited_at INTEGER NOT NULL,
    -- Until when it can be answered.
    open_until INTEGER NOT NULL
) STRICT;
