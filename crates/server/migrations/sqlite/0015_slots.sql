-- The first day in China on which the organization has to see to the times that it offered, while some are open: at once
-- where nothing can come of them, else when it is too late to choose.
ALTER TABLE request ADD COLUMN slots_on TEXT;
