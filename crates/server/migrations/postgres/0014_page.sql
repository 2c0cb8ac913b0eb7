-- Changes of organizations' pages: one account proposes, another decides. What is proposed is for everybody to see once
-- it is published, so it is not sealed.
CREATE TABLE page_change (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL,
    -- JSON.
    page TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES account (id),
    proposed_at BIGINT NOT NULL,
    decided_by TEXT REFERENCES account (id),
    decided_at BIGINT,
    published BOOLEAN NOT NULL DEFAULT FALSE
);

-- One at a time waits.
CREATE UNIQUE INDEX page_change_open ON page_change (organization) WHERE decided_at IS NULL;
CREATE INDEX page_change_of ON page_change (organization, decided_at);
