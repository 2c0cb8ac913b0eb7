-- The other side's invitation to a request: one at a time.
CREATE TABLE invitation (
    number TEXT PRIMARY KEY REFERENCES request (number) ON DELETE CASCADE,
    code_mac BLOB NOT NULL,
    -- The code, to hand it over again, and what the other side is told it is about.
    sealed BLOB NOT NULL,
    invited_at INTEGER NOT NULL,
    -- Until when it can be answered.
    open_until INTEGER NOT NULL
) STRICT;
