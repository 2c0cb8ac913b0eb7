-- Who signs in at a desk.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    organization TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Argon2id, as a PHC string.
    password_hash TEXT NOT NULL,
    -- The secret of the second factor. It counts once a code proved it: the time step of the latest code that was taken,
    -- so that none is taken twice.
    factor_sealed BLOB,
    factor_step INTEGER,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;

CREATE INDEX account_of ON account (organization, name, id);

CREATE TABLE desk_session (
    token_mac BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    begun_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;

CREATE INDEX desk_session_account ON desk_session (account);
CREATE INDEX desk_session_end ON desk_session (ends_at);

-- Who read or changed what about people. Nothing refers to it and nothing is taken out.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    organization TEXT NOT NULL,
    -- Null for the operator and for programs with a token.
    account TEXT,
    name TEXT NOT NULL,
    act TEXT NOT NULL,
    number TEXT
) STRICT;

CREATE INDEX audit_of ON audit (organization, id);

-- The account that works on a request.
ALTER TABLE request ADD COLUMN assignee TEXT;

-- The queue: what is due first stands first, what is not due last.
DROP INDEX request_queue;
CREATE INDEX request_queue ON request (organization, COALESCE(due_on, '9999-12-31'), submitted_at, number);
CREATE INDEX request_mine ON request (organization, assignee, COALESCE(due_on, '9999-12-31'), submitted_at, number);
CREATE INDEX request_free ON request (organization, COALESCE(due_on, '9999-12-31'), submitted_at, number)
WHERE assignee IS NULL;
CREATE INDEX request_status ON request
    (organization, status, COALESCE(due_on, '9999-12-31'), submitted_at, number);
DROP INDEX request_centre;
CREATE INDEX request_centre ON request (centre, COALESCE(due_on, '9999-12-31'), submitted_at, number)
WHERE centre IS NOT NULL;
