-- Who wrote down what a person allowed, or took back: telecare shows it to them
-- (migrations before this one: nobody is known, the day is).
ALTER TABLE consent ADD COLUMN recorded_by BIGINT;
ALTER TABLE consent ADD COLUMN recorded_role TEXT NOT NULL DEFAULT '';
