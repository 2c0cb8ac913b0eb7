-- The terms that are before both sides of a request: the latest. What was said of them is on the timeline.
CREATE TABLE settlement (
    number TEXT PRIMARY KEY REFERENCES request (number) ON DELETE CASCADE,
    -- Counted from 1; rises whenever other terms take their place.
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    proposed_at INTEGER NOT NULL,
    -- The day in China on which people are reminded of a payment next, while they are.
    remind_on TEXT
) STRICT;

CREATE INDEX settlement_remind ON settlement (remind_on, number) WHERE remind_on IS NOT NULL;
