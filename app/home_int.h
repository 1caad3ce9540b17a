/* Private to the files app/home_*.c. */
#ifndef APP_HOME_INT_H
#define APP_HOME_INT_H

#include "app/bind.h"
#include "app/home.h"
#include "app/person_view_int.h"

#define HOME_ARENA (32u << 20) /* what one use case reads of one person */

struct home_person {
	int64_t id;
	bool dead, has_centre;
	struct str ats;
};
MUST_USE enum rc home_person_load(struct app *app, int64_t id, struct arena *a,
				  struct home_person *out, struct err *err);

/* ---- parts (home_part.c) */
/* A text of a form: trimmed, at most HOME_TEXT_MOST bytes, UTF-8. */
MUST_USE enum rc home_text(struct str *s, struct err *err);
MUST_USE enum rc home_want_reason(struct str *reason, struct err *err);
/* A dated rule home.*; a missing one has the words of its remedy. */
MUST_USE enum rc home_rule(struct app *app, const char *name, struct str ats,
			   int64_t *out, struct err *err);
MUST_USE enum rc home_rules_told(enum rc rc, struct err *err);
/* Audit `action`, commit; or roll back. `rc` is what happened so far. */
MUST_USE enum rc home_done(struct app *app, enum rc rc,
			   const struct audit_event *e, struct err *err);
/* Words of a value or reason in both languages, in `a`. */
typedef void home_words_fn(struct buf *b, enum lang lang, const void *ctx);
MUST_USE enum rc home_words(home_words_fn *say, const void *ctx,
			    struct arena *a, struct str out[N_LANG],
			    struct err *err);
/* What the protocol says to the person; empty when it says nothing. */
void home_tell(const struct monitor_tables *t, struct str protocol,
	       struct str out[N_LANG]);
MUST_USE enum rc home_outbox(struct app *app, const char *kind,
			     int64_t person_id, int64_t alarm_id, struct str to,
			     struct err *err);

/* ---- readings (home_rows.c) */
struct home_readings {
	struct home_reading *list;
	struct str *kind; /* of each */
	size_t n;
};
struct home_readings_ask {
	int64_t person_id, from_us, to_us, alarm_id; /* 0: any alarm or none */
	struct str kind;                             /* empty: all */
};
/* Ascending; all states. */
MUST_USE enum rc home_readings_load(struct app *app,
				    const struct home_readings_ask *ask,
				    struct arena *a, struct home_readings *out,
				    struct err *err);
bool home_counts(const struct home_reading *r); /* not corrected, cancelled */
/* The SQL home_alarms_open, _closed, _one. */
void home_alarm_row_read(const struct stmt *q, const struct app *app,
			 struct arena *a, struct home_alarm_row *out);
/* Put `why` in words, by the tables. */
MUST_USE enum rc home_alarm_why(const struct monitor_tables *t,
				struct home_alarm_row *r, struct arena *a,
				struct err *err);
/* Closed ones of a person, newest first; cause empty: any; before 0: any. */
MUST_USE enum rc home_alarms_closed(struct app *app, int64_t person_id,
				    struct str cause, int64_t before_us,
				    size_t most, struct arena *a,
				    struct home_alarm_row **list, size_t *n,
				    struct err *err);
/* Those still open of a person. */
MUST_USE enum rc home_alarms_of(struct app *app, int64_t person_id,
				struct arena *a, struct home_alarm_row **list,
				size_t *n, struct err *err);

/* A chart without permission and audit (home_chart.c). */
MUST_USE enum rc home_chart_load(struct app *app, int64_t person_id, int days,
				 struct arena *a, struct home_chart *out,
				 struct err *err);

/* ---- plans (home_plan.c) */
struct home_plan_ask {
	int64_t person_id, id; /* 0: not asked */
	const char *state;     /* NULL: any */
	int most;
};
MUST_USE enum rc home_plans_load(struct app *app,
				 const struct home_plan_ask *ask,
				 struct arena *a, struct home_plan **list,
				 size_t *n, struct err *err);
/* In force today; *out NULL when there is none. missing_us (NULL allowed): of
 * each line when the next is missing, 0 for none awaited. */
MUST_USE enum rc home_plan_now(struct app *app, int64_t person_id,
			       struct arena *a, struct home_plan **out,
			       int64_t **missing_us, struct err *err);
const struct monitor_line *home_line_of(const struct monitor_plan *p,
					struct str kind);
/* When the latest reading of a kind was measured; 0: none. */
MUST_USE enum rc home_last_us(struct app *app, int64_t person_id,
			      struct str kind, int64_t *us, struct err *err);
/* The next reading of the line is awaited from its last; in a transaction. */
MUST_USE enum rc home_await(struct app *app, const struct home_plan *p,
			    const struct monitor_line *line, struct err *err);

/* The form as version `p`, proposed, with its lines and limits
 * (home_plan_write.c). */
MUST_USE enum rc home_plan_write(struct app *app,
				 const struct home_plan_form *f,
				 const struct home_plan *p, int64_t previous,
				 struct err *err);
/* End a version; of one in force nothing is missing any more. */
MUST_USE enum rc home_plan_stop(struct app *app, const struct home_plan *p,
				struct str reason, struct arena *a,
				struct err *err);

/* ---- a case: where an alarm stands (home_case.c) */
struct home_case {
	int64_t id, person_id, plan_id, raised_us, due_us, again_us, taken_by,
		taken_us, seen_milli, closed_us, closed_by, silent_until_us,
		n_change;
	enum monitor_severity severity;
	enum monitor_state state, was;
	enum monitor_owner owner;
	enum monitor_outcome outcome; /* N_MONITOR_OUTCOME: still open */
	bool escalated, overdue_told, doubtful;
	struct monitor_limit limit; /* kind and protocol in the arena */
	struct str cause, note;
};
MUST_USE enum rc home_case_load(struct app *app, int64_t id, struct arena *a,
				struct home_case *out, struct err *err);
/* E_STATE with words when it cannot go there from here. */
MUST_USE enum rc home_case_go(struct home_case *c, enum monitor_state to,
			      struct err *err);
MUST_USE enum rc home_case_insert(struct app *app, const struct home_case *c,
				  struct err *err);
/* E_CONFLICT: somebody moved it meanwhile. */
MUST_USE enum rc home_case_save(struct app *app, const struct home_case *c,
				struct err *err);
MUST_USE enum rc home_event(struct app *app, const struct home_case *c,
			    const char *what, int step_seq, struct str detail,
			    struct err *err);
/* Save, event, audit "home.alarm.WHAT", commit; or roll back. */
MUST_USE enum rc home_case_done(struct app *app, enum rc rc,
				const struct home_case *c, const char *what,
				int step_seq, struct str detail,
				struct err *err);
/* Its deadline from now, by owner and severity. */
MUST_USE enum rc home_case_due(struct app *app, struct home_case *c,
			       struct str ats, struct err *err);
bool home_is_missing(const struct home_case *c);

/* ---- what readings give reason for (home_raise.c), in a transaction */
struct home_raised {
	size_t n; /* raised or made worse */
	enum monitor_severity worst;
	struct str protocol;
};
/* The readings `fresh[n]` of a person came: hold them against the plan, raise
 * alarms, await the next ones, close what was missing. */
MUST_USE enum rc home_evaluate(struct app *app, const struct home_person *p,
			       const int64_t *fresh, size_t n, struct arena *a,
			       struct home_raised *out, struct err *err);
/* What one transaction brought: readings to evaluate, and those they replace.
 */
struct home_came {
	int64_t *fresh, *gone;
	struct str *why; /* of each that is gone */
	size_t n_fresh, n_gone;
};
MUST_USE enum rc home_came_init(struct home_came *c, size_t most,
				struct arena *a, struct err *err);
/* `replaced` 0: nothing. */
void home_came_add(struct home_came *c, int64_t id, int64_t replaced,
		   struct str why);
/* home_evaluate, then home_withdraw of what is gone. */
MUST_USE enum rc home_settle(struct app *app, const struct home_person *p,
			     const struct home_came *c, struct arena *a,
			     struct home_raised *out, struct err *err);
/* Readings that are looked at for one of `us`: the longest window of a limit.
 */
int64_t home_look_back(int64_t us);
/* Those that count, as the rules see them; `fresh`: their ids. */
MUST_USE enum rc home_as_rules_see(const struct home_readings *all,
				   const int64_t *fresh, size_t n_fresh,
				   struct arena *a,
				   struct monitor_reading **list, size_t *n,
				   struct err *err);
/* A reading counts no longer, and what replaces it was evaluated: an open alarm
 * that the readings left behind it do not give reason for closes, told to its
 * owner; one that somebody has stays theirs, and is marked (home_withdraw.c).
 */
MUST_USE enum rc home_withdraw(struct app *app, int64_t reading_id,
			       struct str reason, struct arena *a,
			       struct err *err);
/* Nothing is missing: the alarm that asked for it closes. */
MUST_USE enum rc home_close_missing(struct app *app, int64_t person_id,
				    struct arena *a, struct err *err);
/* One finding: a new alarm, more for the one that is there, or silence. */
MUST_USE enum rc home_raise(struct app *app, const struct home_person *p,
			    int64_t plan_id, const struct monitor_finding *f,
			    struct arena *a, struct home_raised *out,
			    struct err *err);

/* ---- one reading (home_change.c, home_keep.c), in a transaction */
struct home_reading_at {
	int64_t person_id;
	struct str kind, state;
};
/* E_NOT_FOUND with words. */
MUST_USE enum rc home_reading_at(struct app *app, int64_t id, struct arena *a,
				 struct home_reading_at *out, struct err *err);
/* E_STATE: it counts no longer. */
MUST_USE enum rc home_reading_move(struct app *app, int64_t id,
				   const char *state, struct str reason,
				   struct err *err);
struct home_arrival {
	const struct monitor_kind *kind;
	int64_t value_milli[MONITOR_PARTS];
	const struct home_sending *s; /* texts, who, when */
	bool keep_doubtful;           /* a file: kept to be confirmed */
	bool replaces; /* the one of the same number at the source */
};
/* `replaced`: the one that counts no longer; 0 none. */
MUST_USE enum rc home_keep(struct app *app, const struct home_person *p,
			   const struct home_arrival *in, struct home_sent *out,
			   int64_t *replaced, struct err *err);

#endif
