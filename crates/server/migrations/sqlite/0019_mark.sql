-- What an organization finds its requests by: keyed hashes of who is in them, of no use to any other organization.
CREATE TABLE mark (
    mac BLOB NOT NULL,
    number TEXT NOT NULL REFERENCES request (number) ON DELETE CASCADE,
    PRIMARY KEY (mac, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX mark_of ON mark (number);
