-- Who signs in with an account through the identity provider, by a keyed hash: one person, one account.
ALTER TABLE account ADD COLUMN identity_mac BLOB;
CREATE UNIQUE INDEX account_identity ON account (identity_mac);

-- What is good once and was used, by a keyed hash, until it would have ended by itself.
CREATE TABLE spent (
    once_mac BLOB PRIMARY KEY,
    ends_at INTEGER NOT NULL
) STRICT;

CREATE INDEX spent_end ON spent (ends_at);
