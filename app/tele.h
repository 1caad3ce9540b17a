/* app/tele - exams sent by a practice, read and signed by a specialist far
 * away: ECG and spirometry.
 *
 * A practice (doctor, staff, centre, pharmacy with the person's consent) sends
 * the file of a device with a question. The bytes are kept as they came, under
 * their SHA-256; the same bytes are one exam. The file is read in full or
 * refused; when it names another person, it is refused. What a program finds in
 * it (quality, measurements, flags) is kept with the version of the program and
 * is never a report. The exam waits in the queue of a pool of readers, the most
 * urgent first, with a clock (lib/telecare/telecare.h). One reader at a time
 * has it. The report answers the question; signed, it never changes (the
 * database refuses it, too): a correction is a new version that names the old.
 * Signed reports are delivered to the doctor, to who sent the exam and to the
 * person; a red one is acknowledged by somebody. A signed exam satisfies the
 * planned service of the person's plan.
 *
 * A reader sees the exams of their pools, with what was asked and with earlier
 * exams of the same kind, and nothing else of the record. The citizen sees
 * reports that were signed and delivered, never what a program said.
 *
 * Every move leaves an event and an audit record; every look an audit record.
 * Pools, devices and figures are in app/tele_service.h.
 * Tables: migrations 0060, 0061 and 0066. Statements: store/sql/tele.sql,
 * tele_spiro.sql.
 */
#ifndef APP_TELE_H
#define APP_TELE_H

#include "app/app.h"
#include "base/sha256.h"
#include "ecg/draw.h"
#include "ecg/overlay.h"
#include "spiro/exam.h"
#include "telecare/telecare.h"

/* Of a file: a day of one lead at 1 kHz, or 12 leads for two hours. */
#define TELE_MOST_BYTES (16u << 20)
#define TELE_TEXT_MOST  4000 /* bytes of one text of a form */

/* ---- sending (tele_send.c, tele_write.c, tele_practice.c) */

enum tele_known { TELE_UNKNOWN, TELE_YES, TELE_NO };

struct tele_sending {
	enum tele_kind kind;
	struct str bytes, file_name;
	double csv_hz; /* for a CSV that does not say it; 0 */

	int64_t person_id;
	/* Two things more that the sender knows of the person; they must agree
	 * with the registry. An empty name: not asked (the form was opened from
	 * the person's record). */
	struct str last_name;
	struct date born;

	struct str question; /* wanted */
	struct str symptoms, drugs;
	bool chest_pain, syncope;
	int64_t chest_pain_days, syncope_days; /* how long ago; -1: not said */
	enum tele_known pacemaker, previous_mi;
	enum tele_urgency urgency; /* the sender's mark counts upwards */
	struct str device; /* serial number, for a file that does not say it */
	struct str language; /* of the report; empty: "it" */

	/* Of a spirometry: wanted, unless the file says the height. */
	double height_cm;          /* 0: not said */
	struct date calibrated_on; /* last check with 3 L; zeroed: not said */

	bool consent;      /* the person was told and agrees: recorded */
	int64_t repeat_of; /* the exam this one repeats; 0 */
	/* Who sends, for the command line; else the actor's own. */
	int64_t sender_doctor_id, sender_org_id;
};

struct tele_sent {
	int64_t id;
	enum tele_state state; /* queued, or waiting: to be repeated */
	enum tele_urgency urgency;
	struct str verdict; /* ok, warn, reject, unknown */
	int64_t due_us;
	bool by_sender; /* the file names nobody: the sender says whose it is */
	bool device_expired;
	bool again; /* these bytes are this person's exam already */
	char sha256[SHA256_HEX];
};

/* Send an exam. Refused in words (err->msg): E_FORMAT, the file cannot be read
 * in full; E_CONFLICT, it is of somebody else, or the same bytes are another
 * person's exam; E_STATE, no consent, the person has died; E_RANGE, no
 * question; E_NOT_FOUND, the database lacks the rules. A bad recording waits
 * for app_tele_override or a repetition. The same bytes for the same person
 * again: OK with `again`, nothing written. `findings` of the quality are in
 * app_tele_show. MAY_SEND_EXAM. */
MUST_USE enum rc app_tele_send(struct app *app, const struct tele_sending *s,
			       struct tele_sent *out, struct err *err);

/* What the reader (or the program) said cannot be read is sent all the same,
 * with the practice's reason: waiting to queued. MAY_SEND_EXAM. */
MUST_USE enum rc app_tele_override(struct app *app, int64_t exam_id,
				   struct str reason, struct err *err);
/* Not to be read: sent for the wrong person, repeated elsewhere. Before the
 * signature. MAY_SEND_EXAM. */
MUST_USE enum rc app_tele_cancel(struct app *app, int64_t exam_id,
				 struct str reason, struct err *err);

/* ---- lists and the case (tele_list.c, tele_show.c) */

struct tele_query {
	int64_t person_id;     /* 0: of everybody in the actor's scope */
	enum tele_state state; /* N_TELE_STATE: any */
	enum tele_kind kind;   /* N_TELE_KIND: any */
	bool open;             /* to be signed; red, to be acknowledged */
	struct str search;     /* how name or fiscal code begin; "": all */
	enum tele_sort {
		TELE_BY_URGENCY, /* then by the promised time */
		TELE_BY_PERSON,
		TELE_BY_DUE
	} sort;
	bool descending;       /* not of the urgency */
	int64_t limit, offset; /* app_tele_list: at most 1000 */
};
/* How much of the promised time is gone, by the percentages of the rules. */
enum tele_hurry {
	TELE_AT_EASE,
	TELE_PAST_FIRST,
	TELE_PAST_SECOND,
	TELE_OVERDUE,
};
struct tele_row {
	int64_t id, person_id, received_us, due_us, percent, taken_by;
	int64_t left_us;       /* of the promised time; below 0: over it */
	enum tele_hurry hurry; /* of one whose clock runs */
	enum tele_kind kind;
	enum tele_state state;
	enum tele_urgency urgency;
	bool stopped, escalated, device_expired, device_unknown;
	struct str verdict, fiscal_code, last_name, first_name, question, pool,
		reader, wait_cause;
	struct str result; /* urgency of the signed report; "" not yet */
	struct date birth, taken_on;
	char sex;
};
/* A reader sees their pools, a practice its people and what it sent, a pharmacy
 * what it sent, a centre the people it follows. `found`, when not NULL: how
 * many there are in all, told by the rows; 0 where there is none. Audited.
 * MAY_READ_EXAMS. */
MUST_USE enum rc app_tele_list(struct app *app, const struct tele_query *ask,
			       struct arena *a, struct tele_row **list,
			       size_t *n, int64_t *found, struct err *err);
/* The same, row by row, up to `limit` of them: nothing is kept but what `take`
 * leaves in `a`. */
typedef enum rc tele_row_fn(void *ctx, const struct tele_row *r,
			    struct err *err);
MUST_USE enum rc app_tele_each(struct app *app, const struct tele_query *ask,
			       struct arena *a, tele_row_fn *take, void *ctx,
			       int64_t *found, struct err *err);

struct tele_finding {
	struct str kind, severity, lead, code, value;
};
struct tele_measure {
	bool device; /* said by the device, not by us */
	struct str name, lead, algorithm;
	int64_t value_milli;
};
struct tele_event_view {
	struct str what, from, to, role, detail, user;
	int64_t at_us;
};
struct tele_said { /* a statement in a report */
	struct str code, snomed, text;
};
#define TELE_SAID_MOST 40
struct tele_report {
	int64_t id, exam_id, previous_id, compared_exam_id, changed_us,
		signed_us, author_id;
	int version;
	bool is_signed;
	struct str correction_reason, template, answer, text, conclusion,
		advice, comparison, signed_name, digest;
	enum tele_urgency urgency;
	struct str agrees; /* yes, partly, no, unsaid */
	struct tele_said *said;
	size_t n_said;
};
struct tele_delivery_view {
	int64_t report_id, to_id, delivered_us, read_us, ack_us;
	struct str to_kind, ack_how, ack_note, read_by, ack_by;
};
struct tele_earlier {
	int64_t id;
	struct date taken_on;
	enum tele_state state;
	struct str conclusion, algorithm;
	struct tele_measure *measure;
	size_t n_measure;
	/* Of an ECG: what was measured, and this exam less that one; not
	 * `comparable` when another version of the program measured it. */
	struct ecg_summary summary;
	struct ecg_delta delta;
	bool comparable;
};
/* A spirometry, measured again from its bytes by the limits of the day on which
 * it came. */
struct tele_spiro_point { /* of the trend */
	int64_t exam_id;
	struct date on;
	struct str reference; /* set of equations */
	char fev1_grade, fvc_grade;
	bool is_signed;
	double fev1, fvc;              /* L; NAN: none */
	double z_fev1, z_fvc, z_ratio; /* NAN: none */
};
struct tele_spiro {
	struct spiro_exam exam; /* curves are left out */
	struct spiro_rules rules;
	enum spiro_quality quality;
	struct date rules_on, calibrated_on; /* DATE_NONE: not known */
	struct tele_spiro_point *point; /* five exams at most, oldest first,
					   this one last */
	size_t n_point;
	bool has_trend; /* two exams or more by this one's equations */
	struct spiro_trend fev1, fvc;
	size_t n_other_set; /* exams by another set: not compared */
};
struct tele_view {
	struct tele_row row;
	struct str sha256, file_name, format, format_version, taken_at,
		identity_by, device_maker, device_model, device_serial,
		algorithm, override_reason, urgency_asked, urgency_machine,
		urgency_why, symptoms, drugs, pacemaker, previous_mi, sender,
		sender_user, pool_name, pool_phone;
	bool chest_pain, syncope;
	int64_t chest_pain_days, syncope_days; /* -1: not said */
	int64_t n_byte, repeat_of, repeated_by, activity_id, start_us;
	int64_t repeat_of_us; /* when that one came */
	struct tele_finding *finding;
	size_t n_finding;
	struct tele_measure *measure;
	size_t n_measure;
	struct tele_event_view *event;
	size_t n_event;
	struct tele_report *report; /* newest first */
	size_t n_report;
	struct tele_delivery_view *delivery;
	size_t n_delivery;
	struct tele_earlier *earlier; /* newest first, five at most */
	size_t n_earlier;
	struct tele_spiro *spiro;   /* of a spirometry; else NULL */
	struct ecg_summary summary; /* of this one, when it is an ECG */
	double csv_hz;              /* that the sender stated; 0 */
	bool mine;                  /* the actor has taken it */
	bool may_read;              /* the actor is a reader of its pool */
	bool may_send;              /* the actor may act for the practice */
	bool may_pass;              /* there is a pool to pass it on to */
};
/* Audited. MAY_READ_EXAMS and a relation to the exam. */
MUST_USE enum rc app_tele_show(struct app *app, int64_t exam_id,
			       struct arena *a, struct tele_view *out,
			       struct err *err);
/* The bytes as they came, checked against their digest. Audited. */
MUST_USE enum rc app_tele_bytes(struct app *app, int64_t exam_id,
				struct arena *a, struct str *bytes,
				struct str *file_name, struct err *err);

/* The tracing of an ECG on standard paper, or the curves and values of a
 * spirometry (of `ask`, the language alone), as SVG or PDF, into `out`; drawn
 * anew from the bytes, so that it is always what came. The sheet says who
 * signed, or that it is an automatic reading. An ECG that ends before `from_s`
 * is drawn from its beginning. Audited. E_FORMAT with words: what was asked
 * cannot be drawn. */
MUST_USE enum rc app_tele_draw(struct app *app, int64_t exam_id,
			       const struct ecg_draw_options *ask, bool pdf,
			       struct buf *out, struct err *err);

/* The usual beat of an ECG over that of an earlier one of the same person. Both
 * looks are audited. E_CONFLICT: the other is not such a one. */
MUST_USE enum rc app_tele_draw_over(struct app *app, int64_t exam_id,
				    int64_t before_id,
				    const struct ecg_draw_options *ask,
				    bool pdf, struct buf *out, struct err *err);
struct tele_overlay_lead {
	enum ecg_lead_code lead;
	struct ecg_wave_sizes now, then;
};
struct tele_overlay {
	struct date on; /* of the earlier one */
	bool can;       /* both have a usual beat */
	struct tele_overlay_lead lead[ECG_STANDARD]; /* that both have */
	size_t n_lead;
};
/* The same in numbers, lead by lead. Audited likewise. */
MUST_USE enum rc app_tele_overlay(struct app *app, int64_t exam_id,
				  int64_t before_id, struct tele_overlay *out,
				  struct err *err);

/* ---- the reader (tele_desk.c) */

/* E_CONFLICT: somebody else has it. MAY_REPORT_EXAM. */
MUST_USE enum rc app_tele_take(struct app *app, int64_t exam_id,
			       struct err *err);
/* Back to the queue; its draft stays. By who has it. */
MUST_USE enum rc app_tele_give_back(struct app *app, int64_t exam_id,
				    struct str reason, struct err *err);
/* To the pool that this one escalates to, or to `pool` (a code). */
MUST_USE enum rc app_tele_escalate(struct app *app, int64_t exam_id,
				   struct str pool, struct str reason,
				   struct err *err);
/* "To be repeated", with the cause: the exam waits for the practice. */
MUST_USE enum rc app_tele_ask_repeat(struct app *app, int64_t exam_id,
				     struct str cause, struct err *err);
/* What was said about it, by telephone or in writing ("phone", "chat"); both
 * sides. Kept with the exam. */
MUST_USE enum rc app_tele_talk(struct app *app, int64_t exam_id,
			       struct str channel, struct str text,
			       struct err *err);

/* ---- the report (tele_report.c, tele_sign.c) */

struct tele_draft {
	struct str template; /* a code; fills what is empty here */
	bool add_template;   /* its statements join those chosen */
	struct str answer, text, conclusion, advice, comparison;
	int64_t compared_exam_id;
	enum tele_urgency urgency;   /* of the result; N_TELE_URGENCY: as the
					template says, else green */
	struct str agrees;           /* yes, partly, no; empty: unsaid */
	const struct str *statement; /* codes */
	size_t n_statement;
	int lang; /* enum lang of statements and templates */
};
/* Write the draft of who has it. With an answer and a conclusion the exam is
 * reported, ready to be signed. MAY_REPORT_EXAM. */
MUST_USE enum rc app_tele_report(struct app *app, int64_t exam_id,
				 const struct tele_draft *d,
				 struct tele_report *out, struct arena *a,
				 struct err *err);
/* A new version of a signed report, begun as a copy of it; signed like the
 * first. The old one is kept. MAY_REPORT_EXAM. */
MUST_USE enum rc app_tele_correct(struct app *app, int64_t exam_id,
				  struct str reason, struct err *err);

struct tele_signed {
	int64_t report_id, activity_id; /* 0: no planned service waited */
	int version;
	char digest[SHA256_HEX];
};
/* Sign the draft as who wrote it; `shown` is the digest of what they saw, or
 * empty. Closes the planned activity, keeps the values. E_RANGE: the answer or
 * the conclusion is missing; E_CONFLICT: the draft is another by now.
 * MAY_REPORT_EXAM; no machine signs. */
MUST_USE enum rc app_tele_sign(struct app *app, int64_t exam_id,
			       struct str shown, struct tele_signed *out,
			       struct err *err);
/* The digest of the draft as it stands. */
MUST_USE enum rc app_tele_digest(struct app *app, int64_t exam_id,
				 char digest[SHA256_HEX], struct err *err);
/* Does a signed report say what was signed? */
MUST_USE enum rc app_tele_verify(struct app *app, int64_t report_id,
				 bool *agrees, struct err *err);
/* The statements and templates of today. */
MUST_USE enum rc app_tele_words(struct app *app, struct arena *a,
				struct tele_words *out, struct err *err);

/* ---- the result (tele_result.c) */

/* A signed report into the hands of the doctor, of who sent it, of the person;
 * messages go to the outbox. */
MUST_USE enum rc app_tele_deliver(struct app *app, int64_t exam_id,
				  struct err *err);
/* Sign, then deliver: what the reader's button does. When only the delivery
 * fails, the report is signed all the same, and the next batch delivers it. */
MUST_USE enum rc app_tele_sign_deliver(struct app *app, int64_t exam_id,
				       struct str shown,
				       struct tele_signed *out,
				       struct err *err);
/* All that are signed and wait. MAY_RUN_BATCH. */
MUST_USE enum rc app_tele_deliver_all(struct app *app, int64_t *n,
				      struct err *err);
/* "I know this result." `how`: page or phone (then the note says who answered).
 * By the doctor, their staff, the centre, the sender; by the reader only when
 * told by telephone. */
MUST_USE enum rc app_tele_acknowledge(struct app *app, int64_t exam_id,
				      struct str how, struct str note,
				      struct err *err);
struct tele_result {
	int64_t exam_id, report_id, signed_us, delivered_us, ack_us, read_us;
	enum tele_kind kind;
	enum tele_urgency urgency;
	int version;
	struct date taken_on;
	struct str conclusion, signed_name;
	struct tele_report report; /* for `with_reports` */
};
/* Signed and delivered reports of a person, newest first, the last version of
 * each: what the person may see, too. Reading one as the person is written
 * down as read. Audited. MAY_READ_PERSON. */
MUST_USE enum rc app_tele_results(struct app *app, int64_t person_id,
				  struct arena *a, struct tele_result **list,
				  size_t *n, struct err *err);

/* ---- what signed exams say of a person (tele_value.c) */

struct tele_value {
	struct str name; /* hr_bpm, af, FEV1_z, ...: app/tele_value.h */
	int64_t value_milli, exam_id, signed_us;
	int report_version;
	struct date on;
	enum tele_kind kind;
	struct str signed_name, reference; /* set of equations; "" none */
};
/* The last of each name, by the last version of its report; machine values of
 * exams that nobody signed are not among them. Audited. MAY_READ_PERSON. */
MUST_USE enum rc app_tele_values(struct app *app, int64_t person_id,
				 struct arena *a, struct tele_value **list,
				 size_t *n, struct err *err);

/* ---- the clock (tele_clock.c) */

struct tele_clock_told {
	int64_t n_warned, n_escalated, n_overdue, n_red_unread;
};
/* Warnings at the percentages of the rules; at 100 to the pool behind, or, when
 * somebody has it or no pool is behind, told as overdue; red results nobody
 * acknowledged: each once, to the outbox. MAY_RUN_BATCH. */
MUST_USE enum rc app_tele_clock(struct app *app, struct tele_clock_told *out,
				struct err *err);

/* ---- the command line */

/* Act as a user of this login, in the first role of theirs that works on
 * exams. Only for the system; E_NOT_FOUND. */
MUST_USE enum rc app_tele_act_as(struct app *app, struct str login,
				 struct err *err);

#endif
