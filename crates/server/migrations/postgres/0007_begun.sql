-- What is begun again under the name that a client gave it is found by this hash.
ALTER TABLE evidence ADD COLUMN begun_mac BYTEA;
CREATE UNIQUE INDEX evidence_begun ON evidence (begun_mac);
