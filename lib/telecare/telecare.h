/* telecare - rules of an exam that is read at a distance: its states, its
 * urgency, the clock of the promised time, the statements of a report.
 *
 * States: received -> queued -> taken -> reported -> signed -> delivered ->
 * acknowledged. Waiting: for the practice (a recording to be repeated, or to
 * be sent all the same with a reason); cancelled ends it before the signature.
 * A correction of a signed report brings the exam back to signed.
 *
 * The clock runs from the arrival to the promised time. It stands only while
 * the exam waits for the practice.
 *
 * Not here: reading files, the database, who may.
 */
#ifndef TELECARE_TELECARE_H
#define TELECARE_TELECARE_H

#include "rules/rules.h"

enum tele_kind { TELE_ECG, TELE_SPIROMETRY, N_TELE_KIND };
enum tele_state {
	TELE_RECEIVED,
	TELE_WAITING,
	TELE_QUEUED,
	TELE_TAKEN,
	TELE_REPORTED,
	TELE_SIGNED,
	TELE_DELIVERED,
	TELE_ACKNOWLEDGED,
	TELE_CANCELLED,
	N_TELE_STATE
};
enum tele_urgency { TELE_RED, TELE_AMBER, TELE_GREEN, N_TELE_URGENCY };

/* As the database and commands write them. */
extern const char *const tele_kind_name[N_TELE_KIND];
extern const char *const tele_state_name[N_TELE_STATE];
extern const char *const tele_urgency_name[N_TELE_URGENCY];
MUST_USE bool tele_kind_parse(struct str s, enum tele_kind *out);
MUST_USE bool tele_state_parse(struct str s, enum tele_state *out);
MUST_USE bool tele_urgency_parse(struct str s, enum tele_urgency *out);

/* May an exam go from one state to the other? */
bool tele_may_move(enum tele_state from, enum tele_state to);

/* ---- the clock */

#define TELE_MINUTE_US INT64_C(60000000)

/* The promised time of an exam that came at `start_us`: rules
 * tele.red_minutes, tele.amber_minutes, tele.ecg_hours (moved to the same hour
 * of the next working day when that day is none) and
 * tele.spirometry_working_days. Working days are Monday to Friday without
 * national holidays. E_NOT_FOUND: a rule is missing. */
MUST_USE enum rc tele_due(const struct rules *r, enum tele_kind kind,
			  enum tele_urgency u, struct str ats, int64_t start_us,
			  int64_t *due_us, struct err *err);
/* The same hour, `n` working days later. */
int64_t tele_working_days_on(int64_t us, int64_t n);
/* How much of the time is used, 0 and more; `now_us` is stopped_us of a clock
 * that stands. */
int64_t tele_percent(int64_t start_us, int64_t due_us, int64_t now_us);

/* ---- statements and templates (data/tele_*.csv) */

struct tele_statement {
	enum tele_kind kind;
	struct str code, section, snomed, text[2]; /* Italian, English */
};
struct tele_template {
	enum tele_kind kind;
	enum tele_urgency urgency;
	struct str code, name[2], conclusion[2], advice[2];
	struct str statements; /* codes with ; between */
};
struct tele_words {
	struct tele_statement *statement;
	size_t n_statement;
	struct tele_template *template;
	size_t n_template;
};
/* Those in force on a day, in the order of the files; all in `a`. `dir` NULL:
 * the tables in the program. */
MUST_USE enum rc tele_words_load(const char *dir, struct date on,
				 struct arena *a, struct tele_words *out,
				 struct err *err);
/* NULL when there is none of that kind. */
const struct tele_statement *tele_statement_of(const struct tele_words *w,
					       enum tele_kind kind,
					       struct str code);
const struct tele_template *tele_template_of(const struct tele_words *w,
					     enum tele_kind kind,
					     struct str code);

#endif
