/* Private to the files app/tele_*.c. */
#ifndef APP_TELE_INT_H
#define APP_TELE_INT_H

#include "app/bind.h"
#include "app/tele.h"
#include "app/tele_read.h"

#define TELE_ARENA     (64u << 20) /* what one use case reads */
#define TELE_POOL_NAME 256         /* bytes of a pool's name, with its end */

/* Where an exam stands. */
struct tele_case {
	int64_t id, person_id, pool_id, taken_by, taken_us, start_us, due_us,
		stopped_us, told, repeat_of, sender_doctor_id, sender_org_id,
		activity_id;
	enum tele_kind kind;
	enum tele_state state;
	enum tele_urgency urgency;
	bool escalated;
	struct date taken_on;
	char verdict[16], wait_cause[TELE_TEXT_MOST + 1], sha256[SHA256_HEX];
	/* as loaded, to see that nobody moved it meanwhile */
	enum tele_state was_state;
	int64_t was_taken_by, was_told;
};
/* E_NOT_FOUND with words. */
MUST_USE enum rc tele_case_load(struct app *app, int64_t id,
				struct tele_case *out, struct err *err);
/* In a transaction. E_CONFLICT: somebody moved it meanwhile. */
MUST_USE enum rc tele_case_save(struct app *app, struct tele_case *c,
				struct err *err);
/* Go to a state: E_STATE when one cannot from here. Stops and starts the clock,
 * takes the reader away. */
MUST_USE enum rc tele_case_go(const struct app *app, struct tele_case *c,
			      enum tele_state to, struct err *err);
/* Write the event and the audit record "tele.WHAT"; last in a transaction. */
MUST_USE enum rc tele_told(struct app *app, const struct tele_case *c,
			   const char *what, struct str detail,
			   struct err *err);
/* Save, tell, commit; or roll back. `rc` is what happened so far. */
MUST_USE enum rc tele_done(struct app *app, enum rc rc, struct tele_case *c,
			   const char *what, struct str detail,
			   struct err *err);

/* The same for a change of the registers: no exam, no person. */
MUST_USE enum rc tele_register_done(struct app *app, enum rc rc,
				    const char *action, const char *entity,
				    int64_t id, struct err *err);

/* ---- who may */
MUST_USE enum rc tele_is_reader(struct app *app, const struct tele_case *c,
				bool *yes, struct err *err);
MUST_USE enum rc tele_may_see(struct app *app, const struct tele_case *c,
			      struct err *err);
MUST_USE enum rc tele_may_send(struct app *app, const struct tele_case *c,
			       struct err *err);
/* A reader of its pool; and, with `mine`, the one who has it. */
MUST_USE enum rc tele_may_report(struct app *app, const struct tele_case *c,
				 bool mine, struct err *err);

/* ---- parts */
/* A text of a form: trimmed, at most TELE_TEXT_MOST bytes, UTF-8. */
MUST_USE enum rc tele_text(struct str *s, const char *what, struct err *err);
/* The same, and wanted. */
MUST_USE enum rc tele_want_reason(struct str *reason, struct err *err);
/* Gives a rule that is missing (E_NOT_FOUND) the words of its remedy. */
MUST_USE enum rc tele_rules_told(enum rc rc, struct err *err);
/* The consent in force for a service ("tele.ecg"), recorded now when
 * `given_now`; in a transaction. E_STATE with words: there is none. */
MUST_USE enum rc tele_consent(struct app *app, int64_t person_id,
			      struct str purpose, bool given_now, int64_t *id,
			      struct err *err);
/* app_tele_consents for who has asked already: no permission, no look. */
struct tele_consents;
MUST_USE enum rc tele_consents_load(struct app *app, int64_t person_id,
				    struct arena *a, struct tele_consents *out,
				    struct err *err);
MUST_USE enum rc tele_blob_keep(struct app *app, struct str bytes,
				const char *sha256, struct err *err);
MUST_USE enum rc tele_blob_read(struct app *app, struct str sha256,
				struct arena *a, struct str *bytes,
				struct err *err);
/* The bytes of an exam as they came, its name, the rate its sender stated (0:
 * the file says it). Checked and audited like app_tele_bytes. */
struct tele_kept {
	struct str bytes, name;
	double csv_hz;
};
MUST_USE enum rc tele_kept_read(struct app *app, int64_t exam_id,
				struct arena *a, struct tele_kept *out,
				struct err *err);
/* The pool for an exam that comes now; 0: there is none of this kind. */
MUST_USE enum rc tele_pool_for(struct app *app, enum tele_kind kind,
			       struct str language, int64_t *id,
			       struct err *err);
/* The pool that this one passes on to, and its name (NULL: not wanted); 0:
 * none. */
MUST_USE enum rc tele_pool_behind(struct app *app, int64_t pool_id, int64_t *id,
				  char name[TELE_POOL_NAME], struct err *err);
/* A day that is known, and past on `on`. */
bool tele_is_over(struct date until, struct date on);
/* The rules of the clock; where they are not, nothing but 100 % is told. */
struct tele_thresholds {
	int64_t first, second, red_minutes;
};
MUST_USE enum rc tele_thresholds(struct app *app, struct tele_thresholds *t,
				 struct err *err);
enum tele_hurry tele_hurry(const struct tele_thresholds *t, int64_t percent);
void tele_row_read(const struct stmt *q, const struct app *app,
		   const struct tele_thresholds *t, struct arena *a,
		   struct tele_row *r);
MUST_USE enum rc tele_measures_load(struct app *app, int64_t exam_id,
				    struct arena *a, struct tele_measure **list,
				    size_t *n, struct err *err);
/* Reports of an exam (0: one by its id), newest first. */
MUST_USE enum rc tele_reports_load(struct app *app, int64_t exam_id,
				   int64_t report_id, struct arena *a,
				   struct tele_report **list, size_t *n,
				   struct err *err);
/* The tracing on a sheet; everything in `a`. */
struct sheet;
MUST_USE enum rc tele_draw_ecg(const struct tele_kept *file,
			       const struct ecg_draw_options *ask,
			       struct arena *a, struct sheet *out,
			       struct err *err);
/* The draft, if who asks may sign it, and its digest. */
MUST_USE enum rc tele_draft_to_sign(struct app *app, const struct tele_case *c,
				    struct arena *a, struct tele_report **r,
				    char digest[SHA256_HEX], struct err *err);
/* Sign the draft whose digest was `shown`: in a transaction, before tele_done.
 */
MUST_USE enum rc tele_sign_draft(struct app *app, struct tele_case *c,
				 struct str shown, struct arena *a,
				 struct tele_signed *out, struct err *err);
/* The open draft, or NULL. */
MUST_USE enum rc tele_draft_load(struct app *app, int64_t exam_id,
				 struct arena *a, struct tele_report **out,
				 struct err *err);
/* The person's doctor today; 0: none. (tele_result.c) */
MUST_USE enum rc tele_doctor_of(struct app *app, int64_t person_id, int64_t *id,
				struct err *err);
MUST_USE enum rc tele_outbox(struct app *app, const char *kind,
			     const struct tele_case *c, int64_t report_id,
			     struct str to, struct err *err);

#endif
