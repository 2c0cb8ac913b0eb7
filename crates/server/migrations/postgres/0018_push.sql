-- Browsers whose owners are told of news of a request on the screen. The id is a keyed hash of number and address, so that
-- the same browser is one row, and nothing links its rows of several requests.
CREATE TABLE push_subscription (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL REFERENCES request (number) ON DELETE CASCADE,
    sealed BYTEA NOT NULL,
    begun_at BIGINT NOT NULL,
    -- The latest entry of the timeline that it was told of, by its version.
    told BIGINT NOT NULL
);

CREATE INDEX push_subscription_of ON push_subscription (number, begun_at);
