-- Complaints about how a case was handled, addressed to the organization itself or to the centre above it.
CREATE TABLE complaint (
    number TEXT PRIMARY KEY,
    request TEXT NOT NULL REFERENCES request (number) ON DELETE CASCADE,
    -- With what it was filed, and by what it is found again: the request's own number, or the other side's invitation.
    filed_by TEXT NOT NULL,
    -- Which side.
    actor TEXT NOT NULL,
    -- About which organization, and which one is to answer. The database cannot check these references.
    about TEXT NOT NULL,
    receiver TEXT NOT NULL,
    filed_at INTEGER NOT NULL,
    -- The last day for an answer in China, YYYY-MM-DD.
    answer_by TEXT NOT NULL,
    sealed BLOB NOT NULL,
    answered_at INTEGER,
    answer_sealed BLOB,
    key_mac BLOB NOT NULL UNIQUE,
    body_mac BLOB NOT NULL
) STRICT;

CREATE INDEX complaint_filed ON complaint (filed_by, filed_at, number);
CREATE INDEX complaint_request ON complaint (request);
CREATE INDEX complaint_open ON complaint (receiver, answer_by, number) WHERE answered_at IS NULL;

-- What a side thinks of how its case was handled: one rating for each.
CREATE TABLE rating (
    -- The request's number and the side.
    id TEXT PRIMARY KEY,
    request TEXT NOT NULL REFERENCES request (number) ON DELETE CASCADE,
    organization TEXT NOT NULL,
    stars INTEGER NOT NULL,
    -- Whether the words may be published.
    may_publish INTEGER NOT NULL,
    note_sealed BLOB,
    -- When it was given first.
    rated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX rating_request ON rating (request);
CREATE INDEX rating_month ON rating (rated_at);
CREATE INDEX rating_organization ON rating (organization, rated_at, id);
