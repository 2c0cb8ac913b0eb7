-- What is due next: which step (empty when nothing is, null when nobody has looked yet), its last day in China, and the
-- rule behind it.
ALTER TABLE request ADD COLUMN due_kind TEXT;
ALTER TABLE request ADD COLUMN due_on TEXT;
ALTER TABLE request ADD COLUMN due_source TEXT;

-- How far a step that is overdue was raised: 0 not yet, 1 to the organization's lead, 2 to a centre, whose id it is if
-- there is one.
ALTER TABLE request ADD COLUMN raised SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN centre TEXT;

-- The timeline has it.
ALTER TABLE request DROP COLUMN due_from;
ALTER TABLE request DROP COLUMN accepted_at;

-- Nothing is due any more, or not of the organization: nobody has to look.
UPDATE request SET due_kind = ''
WHERE status IN ('more-needed', 'reported', 'ended', 'declined', 'withdrawn', 'closed');

CREATE INDEX request_undated ON request (number) WHERE due_kind IS NULL;
CREATE INDEX request_due ON request (due_kind, raised, due_on) WHERE due_on IS NOT NULL;
CREATE INDEX request_centre ON request (centre, submitted_at, number) WHERE centre IS NOT NULL;
