-- News of a request that is to be told by e-mail or SMS. Where it goes and when it may follow from the request itself, so
-- nothing about anybody is here; a row is gone once it is sent. It refers to the entry of the timeline that it tells
-- of, by its version; the request may be deleted before.
CREATE TABLE notice (
    number TEXT NOT NULL,
    version INTEGER NOT NULL,
    channel TEXT NOT NULL,
    -- When it is tried next. Whoever tries it moves this ahead first, so that nobody else does meanwhile.
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- Why the last try failed, in a word without the recipient.
    reason TEXT,
    -- When it was given up.
    dead_at INTEGER,
    PRIMARY KEY (number, version, channel)
) STRICT;

CREATE INDEX notice_due ON notice (due_at) WHERE dead_at IS NULL;
CREATE INDEX notice_dead ON notice (dead_at) WHERE dead_at IS NOT NULL;

-- By which another request of the same person, from the same device, against the same other side in the same field is
-- recognized; null once that no longer matters.
ALTER TABLE request ADD COLUMN match_mac BLOB;

CREATE INDEX request_match ON request (match_mac, submitted_at) WHERE match_mac IS NOT NULL;
