-- When a request ended, from when on it is held by law, and when what people wrote in it was deleted.
ALTER TABLE request ADD COLUMN ended_at INTEGER;
ALTER TABLE request ADD COLUMN held_at INTEGER;
ALTER TABLE request ADD COLUMN erased_at INTEGER;

UPDATE request SET ended_at = (SELECT MAX(at) FROM entry WHERE entry.number = request.number)
WHERE status IN ('withdrawn', 'declined', 'closed');

CREATE INDEX request_ended ON request (status, ended_at) WHERE ended_at IS NOT NULL AND erased_at IS NULL;
