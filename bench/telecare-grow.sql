-- Telecare of the largest cooperative of a grown database (bench/web-grow.sh),
-- invented by sums on row numbers: 10,000 people measured at home, 300,000
-- readings in the last 60 days, 1,000 alarms open and 5,000 closed in the last
-- week, 5,000 exams of which 500 wait to be reported. For both engines, once:
--	sqlite3 FILE.db <bench/telecare-grow.sql
--	psql ADDRESS -f bench/telecare-grow.sql -c 'VACUUM ANALYZE'
-- Its day is 2026-04-10: 1775779200 seconds.
BEGIN;
CREATE TEMPORARY TABLE chosen AS
SELECT row_number() OVER (ORDER BY x.person_id) AS n, x.person_id, x.doctor_id
  FROM (SELECT e.person_id, e.doctor_id FROM enrolment e
         WHERE e.state = 'active' AND e.organisation_id = (
               SELECT organisation_id FROM enrolment WHERE state = 'active'
                GROUP BY organisation_id ORDER BY count(*) DESC LIMIT 1)
         ORDER BY e.person_id % 1009, e.person_id LIMIT 10000) x;
CREATE TEMPORARY TABLE number AS
WITH RECURSIVE count (i) AS (
	SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < 120)
SELECT i FROM count;
INSERT INTO app_user (id, login, display_name, created_us)
VALUES (4000000, 'misura-refertatore', 'Dr. Referta Misura', 0);

INSERT INTO home_plan (id, person_id, version, state, valid_from, valid_to,
	made_by, made_role, made_us)
SELECT 1000000 + n, person_id, 1, 'proposed', '2026-02-01', '2027-01-31', 0,
       'doctor', 1769904000000000 FROM chosen;
INSERT INTO home_plan_line (plan_id, seq, kind, times, per_days, grace_hours,
	missing_us)
SELECT 1000000 + n, i, CASE i WHEN 1 THEN 'blood_pressure' ELSE 'weight' END,
       1, 4, 24, 1775779200000000 + 86400000000 * (1 + n % 3)
  FROM chosen, number WHERE i <= 2;
INSERT INTO home_plan_limit (plan_id, seq, kind, part, rule, value_milli, days,
	n_times, severity, protocol)
SELECT 1000000 + n, i, CASE i WHEN 1 THEN 'blood_pressure' ELSE 'weight' END,
       0, CASE i WHEN 1 THEN 'above' ELSE 'rise' END,
       CASE i WHEN 1 THEN 180000 ELSE 2000 END,
       CASE i WHEN 1 THEN 0 ELSE 3 END, 1,
       CASE i WHEN 1 THEN 'red' ELSE 'amber' END,
       CASE i WHEN 1 THEN 'BP_HIGH' ELSE 'WEIGHT_UP' END
  FROM chosen, number WHERE i <= 2;
UPDATE home_plan SET state = 'active', confirmed_by = 0,
       confirmed_us = 1769904000000000 WHERE id BETWEEN 1000001 AND 1010000;

-- Every tenth measures twice a day, the others every six days.
INSERT INTO home_reading (id, person_id, kind, value_milli, second_milli,
	value_given, unit_given, measured_us, received_us, by_whom, source,
	source_id, state, sent_by, sent_role)
SELECT 2000000 + c.n * 120 + k.i, c.person_id,
       CASE k.i % 2 WHEN 0 THEN 'blood_pressure' ELSE 'weight' END,
       CASE k.i % 2 WHEN 0 THEN 120000 + 1000 * ((c.n * 7 + k.i * 13) % 70)
            ELSE 60000 + 100 * ((c.n * 31 + k.i) % 400) END,
       CASE k.i % 2 WHEN 0 THEN 70000 + 1000 * ((c.n + k.i) % 25) END,
       '', '', 1775779200000000 - 60000000 * (c.n % 240)
       - 86400000000 * (CASE c.n % 10 WHEN 0 THEN k.i / 2 ELSE k.i * 3 END),
       1775779200000000, 'patient', 'page', '', 'ok', 0, 'citizen'
  FROM chosen c, number k WHERE c.n % 10 = 0 OR k.i <= 20;

INSERT INTO home_alarm (id, person_id, plan_id, kind, cause, severity,
	severity_rank, part, rule, limit_milli, seen_milli, days, n_times,
	protocol, state, owner, raised_us, due_us)
SELECT 3000000 + n, person_id, 1000000 + n, 'blood_pressure',
       'blood_pressure/up', CASE n % 4 WHEN 0 THEN 'red' ELSE 'amber' END,
       CASE n % 4 WHEN 0 THEN 0 ELSE 1 END, 0, 'above', 180000, 186000, 0, 1,
       'BP_HIGH', 'open', CASE n % 3 WHEN 0 THEN 'doctor' ELSE 'centre' END,
       1775779200000000 - 60000000 * (n % 2880),
       1775779200000000 + 60000000 * (n % 4000 - 900)
  FROM chosen WHERE n % 10 = 3;
INSERT INTO home_alarm (id, person_id, plan_id, kind, cause, severity,
	severity_rank, part, rule, limit_milli, seen_milli, days, n_times,
	protocol, state, owner, raised_us, due_us, closed_us, closed_by,
	outcome, outcome_note)
SELECT 3100000 + n, person_id, 1000000 + n, 'weight', 'weight/up',
       CASE n % 8 WHEN 0 THEN 'red' ELSE 'amber' END,
       CASE n % 8 WHEN 0 THEN 0 ELSE 1 END, 0, 'rise', 2000, 2400, 3, 1,
       'WEIGHT_UP', 'closed', 'centre',
       1775606400000000 - 60000000 * ((n * 37) % 9000),
       1775692800000000 - 60000000 * ((n * 37) % 9000),
       1775822400000000 - 60000000 * ((n * 37) % 9000), 4000000, 'solved',
       'Chiamato: ha mangiato salato, il peso è tornato quello di prima.'
  FROM chosen WHERE n % 2 = 0;
INSERT INTO home_alarm_reading (alarm_id, reading_id)
SELECT a.id, r.id FROM home_alarm a JOIN home_reading r
    ON r.person_id = a.person_id AND r.kind = a.kind
 WHERE (r.id - 2000000) % 120 IN (1, 2, 3, 4);
INSERT INTO home_alarm_event (id, alarm_id, what, from_state, to_state, at_us,
	user_id, role, detail)
SELECT a.id * 8 + i, a.id, CASE i WHEN 1 THEN 'raise' WHEN 2 THEN 'take'
            WHEN 3 THEN 'note' ELSE 'close' END, 'open', 'open',
       a.raised_us + 60000000 * i, 4000000, 'operator', 'Sentita la persona.'
  FROM home_alarm a, number
 WHERE i <= CASE a.state WHEN 'closed' THEN 4 ELSE 1 END;

INSERT INTO consent (id, person_id, purpose, subject_kind, granted, valid_from,
	recorded_us)
SELECT 5000000 + n, person_id, 'telemedicine', 'person', 1, '2026-02-01',
       1769904000000000 FROM chosen;
INSERT INTO tele_pool (id, code, name, kind, recorded_us)
VALUES (5900000, 'MISURA', 'Lettori della misura', 'ecg', 0);
INSERT INTO tele_pool_reader (pool_id, user_id, valid_from, recorded_us)
VALUES (5900000, 4000000, '2026-01-01', 0);
INSERT INTO tele_blob (sha256, n_byte, n_part, kept_us)
SELECT 'misura' || n, 4, 1, 0 FROM chosen WHERE n <= 5000;
INSERT INTO tele_exam (id, person_id, kind, sha256, file_name, format,
	taken_on, identity_by, sender_user_id, sender_role, sender_doctor_id,
	device_state, algorithm, verdict, urgency, urgency_rank, urgency_asked,
	urgency_machine, pool_id, state, received_us, start_us, due_us)
SELECT 6000000 + n, person_id, 'ecg', 'misura' || n, 'ecg.xml', 'aecg',
       CASE n % 2 WHEN 0 THEN '2026-04-09' ELSE '2026-04-02' END, 'file', 0,
       'doctor', doctor_id, 'ok', 'none', 'ok',
       CASE n % 9 WHEN 0 THEN 'amber' ELSE 'green' END,
       CASE n % 9 WHEN 0 THEN 1 ELSE 2 END, 'green', '', 5900000,
       CASE n % 10 WHEN 7 THEN 'queued' ELSE 'acknowledged' END,
       1775692800000000 - 60000000 * (n % 9000),
       1775692800000000 - 60000000 * (n % 9000),
       1775952000000000 - 60000000 * (n % 9000)
  FROM chosen WHERE n <= 5000;
INSERT INTO tele_request (exam_id, question, consent_id)
SELECT 6000000 + n, 'Controllo in terapia: ritmo?', 5000000 + n
  FROM chosen WHERE n <= 5000;
INSERT INTO tele_event (id, exam_id, what, from_state, to_state, at_us, user_id,
	role)
SELECT e.id * 8 + i, e.id, 'send', 'received', 'queued', e.received_us, 0,
       'doctor' FROM tele_exam e, number
 WHERE i <= 3 AND e.id BETWEEN 6000001 AND 6005000;
INSERT INTO tele_report (id, exam_id, version, state, answer, conclusion,
	urgency, agrees, created_us, changed_us, author_id, signed_us,
	signed_by, signed_name, digest)
SELECT 6100000 + e.id, e.id, 1, 'signed', 'Ritmo sinusale.', 'Nei limiti.',
       'green', 'yes', e.received_us, e.received_us, 4000000, e.received_us,
       4000000, 'Dr. Referta Misura', 'misura' FROM tele_exam e
 WHERE e.state = 'acknowledged' AND e.id BETWEEN 6000001 AND 6005000;
INSERT INTO tele_delivery (id, report_id, exam_id, to_kind, to_id, delivered_us,
	read_us, read_by, ack_us, ack_by, ack_how)
SELECT r.id, r.id, r.exam_id, 'doctor', e.sender_doctor_id, r.signed_us,
       r.signed_us, 0, r.signed_us, 0, 'page'
  FROM tele_report r JOIN tele_exam e ON e.id = r.exam_id
 WHERE r.digest = 'misura';
COMMIT;
