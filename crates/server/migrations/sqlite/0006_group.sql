-- Requests that were filed together: one starts, others join with a code.
CREATE TABLE filing_group (
    id TEXT PRIMARY KEY,
    -- Where all its requests go.
    organization TEXT NOT NULL,
    -- What whoever has the code is shown.
    shared_sealed BLOB NOT NULL,
    code_mac BLOB NOT NULL UNIQUE,
    code_sealed BLOB NOT NULL,
    -- Until when the code is good.
    expires_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    -- Since when nobody can join any more.
    closed_at INTEGER
) STRICT;

CREATE TABLE group_member (
    -- What names the member within the group: no request number.
    seat TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES filing_group (id),
    number TEXT NOT NULL UNIQUE REFERENCES request (number) ON DELETE CASCADE,
    joined_at INTEGER NOT NULL,
    is_starter INTEGER NOT NULL,
    -- Whether the other members see the name.
    shows_name INTEGER NOT NULL DEFAULT 0,
    -- Whether the member is willing to represent the others.
    stands INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX group_member_group ON group_member (group_id, joined_at, seat);

-- Who approves of whom as a representative.
CREATE TABLE group_vote (
    voter TEXT NOT NULL REFERENCES group_member (seat) ON DELETE CASCADE,
    candidate TEXT NOT NULL REFERENCES group_member (seat) ON DELETE CASCADE,
    PRIMARY KEY (voter, candidate)
) STRICT;

CREATE INDEX group_vote_candidate ON group_vote (candidate);
