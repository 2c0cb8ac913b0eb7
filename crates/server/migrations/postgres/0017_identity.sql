-- Who signs in with an account through the identity provider, by a keyed hash: one person, one account.
ALTER TABLE account ADD COLUMN identity_mac BYTEA;
CREATE UNIQUE INDEX account_identity ON account (identity_mac);

-- What is good once and was used, by a keyed hash, until it would have ended by itself.
CREATE TABLE spent (
    once_mac BYTEA PRIMARY KEY,
    ends_at BIGINT NOT NULL
);

CREATE INDEX spent_end ON spent (ends_at);
