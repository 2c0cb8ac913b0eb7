-- Why mediation ended without an agreement, by its code, to be counted: it stays when what people wrote is erased.
ALTER TABLE entry ADD COLUMN ground TEXT;
