-- Requests that were filed together: one starts, others join with a code.
CREATE TABLE filing_group (
    id TEXT PRIMARY KEY,
    -- Where all its requests go.
    organization TEXT NOT NULL,
    -- What whoever has the code is shown.
    shared_sealed BYTEA NOT NULL,
    code_mac BYTEA NOT NULL UNIQUE,
    code_sealed BYTEA NOT NULL,
    -- Until when the code is good.
    expires_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    -- Since when nobody can join any more.
    closed_at BIGINT
);

CREATE TABLE group_member (
    -- What names the member within the group: no request number.
    seat TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES filing_group (id),
    number TEXT NOT NULL UNIQUE REFERENCES request (number) ON DELETE CASCADE,
    joined_at BIGINT NOT NULL,
    is_starter BOOLEAN NOT NULL,
    -- Whether the other members see the name.
    shows_name BOOLEAN NOT NULL DEFAULT FALSE,
    -- Whether the member is willing to represent the others.
    stands BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX group_member_group ON group_member (group_id, joined_at, seat);

-- Who approves of whom as a representative.
CREATE TABLE group_vote (
    voter TEXT NOT NULL REFERENCES group_member (seat) ON DELETE CASCADE,
    candidate TEXT NOT NULL REFERENCES group_member (seat) ON DELETE CASCADE,
    PRIMARY KEY (voter, candidate)
);

CREATE INDEX group_vote_candidate ON group_vote (candidate);
