-- The coded reason, ground or outcome of an entry, to be counted: it stays when what people wrote is erased.
ALTER TABLE entry ADD COLUMN reason TEXT;
