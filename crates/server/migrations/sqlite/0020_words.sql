-- What became of the words of a rating whose side lets them be published: somebody who was not rated looks first whether
-- they hold personal data. Told to whoever looks by an id that says nothing of the request; it changes with the words.
-- An id that is not constant cannot be a default here: what is there already gets one now.
ALTER TABLE rating ADD COLUMN words_id TEXT NOT NULL DEFAULT '';
UPDATE rating SET words_id = lower(hex(randomblob(16)));
-- Whether they are shown to everybody; null while nobody has decided.
ALTER TABLE rating ADD COLUMN shown INTEGER;
-- The centre that decided; null where the operator did.
ALTER TABLE rating ADD COLUMN reviewer TEXT;
ALTER TABLE rating ADD COLUMN decided_by TEXT;
ALTER TABLE rating ADD COLUMN decided_at INTEGER;

CREATE UNIQUE INDEX rating_words ON rating (words_id);
CREATE INDEX rating_waiting ON rating (organization, rated_at) WHERE may_publish AND shown IS NULL;
CREATE INDEX rating_shown ON rating (rated_at) WHERE shown IS NOT NULL;
