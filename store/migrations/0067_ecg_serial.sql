-- The rate that the sender of a CSV states, in thousandths of a hertz: without
-- it such an exam cannot be drawn or measured again. NULL: the file says it.
ALTER TABLE tele_exam ADD COLUMN csv_hz_milli BIGINT;
