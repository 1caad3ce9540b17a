/* app/home - readings from home: sent, kept, held against the plan, and alarms
 * that somebody answers.
 *
 * A person's plan says what is measured, how often, and what is too much
 * (lib/monitor/monitor.h). It is proposed from data/home_*.csv by conditions,
 * changed by who prepares, and in force once the doctor has confirmed it. Every
 * version is kept.
 *
 * A reading that comes (page, CSV, FHIR, command) is kept as it was written and
 * in the unit of its kind; the same person, kind, moment and number at the
 * source is one reading. What is impossible is refused; what is doubtful (far
 * off, ten times the usual) is asked back, and from a file kept as doubtful: it
 * can raise an alarm at once, and counts in nothing else until confirmed.
 *
 * A passed limit, or nothing where something was expected, raises an alarm: one
 * at a time for each cause. It belongs to the service centre first (to the
 * doctor where there is none), with a deadline by the dated rules home.*;
 * missed, it goes to the doctor. Closed with an action, the same cause is
 * silent for a while; something graver never is.
 *
 * Every move leaves an event and an audit record; every look an audit record.
 * Tables: migrations 0062 and 0070 (what is recorded never changes in
 * silence). Statements: store/sql/home.sql.
 */
#ifndef APP_HOME_H
#define APP_HOME_H

#include "app/app.h"
#include "monitor/intake.h"
#include "picture/picture.h"

#define HOME_TEXT_MOST 2000 /* bytes of one text of a form */

/* ---- readings (home_put.c, home_import.c) */

struct home_sending {
	int64_t person_id;
	struct str kind;   /* code of data/home_kinds.csv */
	struct str value;  /* as written: "72,5", "135/85", "si" */
	struct str second; /* of blood pressure, where it has its own field */
	struct str unit;   /* UCUM or usual; empty: the kind's */
	struct str context, device, note;
	int64_t measured_us; /* 0: now */
	enum monitor_by by;
	struct str source; /* page, command, api; empty: "command" */
	struct str source_id;
	bool confirmed;    /* doubtful, and the sender says that it is so */
	int64_t corrects;  /* the reading that this one replaces; 0 */
	struct str reason; /* of the correction */
};
struct home_sent {
	int64_t id;
	bool again;                  /* is there already: nothing written */
	bool doubtful;               /* kept to be confirmed (files only) */
	size_t n_alarm;              /* raised or made worse */
	enum monitor_severity worst; /* of them; N_MONITOR_SEVERITY: none */
	struct str tell[N_LANG]; /* what the protocol says to the person now */
};
/* Refused with words (err->msg): E_RANGE impossible value, future or older than
 * home.oldest_days; E_NOT_FOUND unknown kind; E_CONFLICT with
 * MSG_HOM_DOUBT_...: doubtful, send again with `confirmed` when it is so; or
 * another value under the same number (MSG_HOM_OTHER_VALUE): correct it.
 * MAY_SEND_READING. Texts of `out` in `a`. */
MUST_USE enum rc app_home_put(struct app *app, const struct home_sending *s,
			      struct arena *a, struct home_sent *out,
			      struct err *err);
/* Several at one moment (the form of today), all or nothing; `at` is the one
 * that was refused. */
MUST_USE enum rc app_home_put_all(struct app *app,
				  const struct home_sending *list, size_t n,
				  struct arena *a, struct home_sent *out,
				  size_t *at, struct err *err);
/* A doubtful reading is so. MAY_SEND_READING. */
MUST_USE enum rc app_home_confirm(struct app *app, int64_t reading_id,
				  struct err *err);
/* It was wrong, of somebody else. An open alarm that is left without reason
 * closes, told to its owner; whoever has it sees that the reading is gone.
 * MAY_SEND_READING. */
MUST_USE enum rc app_home_cancel(struct app *app, int64_t reading_id,
				 struct str reason, struct err *err);

struct home_import {
	struct str bytes, file_name;
	int64_t person_id; /* all of this person; 0: the file says whose */
};
struct home_imported {
	size_t n, n_new, n_again, n_doubtful, n_corrected, n_alarm;
	struct monitor_refused *refused; /* line, column, value, words */
	size_t n_refused;
};
/* CSV or FHIR by content (lib/monitor/intake.h). A row that cannot be used is
 * refused; the others are kept: one transaction for each person. Reading the
 * same file again changes nothing. E_FORMAT, E_LIMIT with words: the file as a
 * whole is no use. MAY_SEND_READING for each person. */
MUST_USE enum rc app_home_import(struct app *app, const struct home_import *in,
				 struct arena *a, struct home_imported *out,
				 struct err *err);

/* ---- plans (home_plan.c, home_plan_edit.c) */

enum home_plan_state { HOME_PROPOSED, HOME_ACTIVE, HOME_ENDED, N_HOME_PLAN };
extern const char *const home_plan_state_name[N_HOME_PLAN];

struct home_plan {
	int64_t id, person_id, made_us, confirmed_us, ended_us;
	int version;
	enum home_plan_state state;
	struct date valid_from, valid_to;
	struct str note, made_by, confirmed_by, end_reason;
	struct monitor_plan plan;
	struct monitor_why *why; /* for each line, then each limit */
};
/* What the tables would propose for this person's conditions: not written.
 * MAY_READ_READINGS. */
MUST_USE enum rc app_home_propose(struct app *app, int64_t person_id,
				  struct arena *a, struct home_plan *out,
				  struct err *err);
struct home_plan_form {
	int64_t person_id;
	struct date valid_from, valid_to; /* DATE_NONE: today; six months on
					     (home.plan_months) */
	struct str note;
	struct monitor_plan plan;
	const struct monitor_why *why; /* NULL: set by hand */
	int64_t seen_id; /* the version that was edited; 0 not checked */
	bool confirm;    /* by the doctor: in force at once */
};
/* A new version: replaces what is proposed, and with `confirm` ends what is in
 * force. E_RANGE with words: monitor_plan_check; E_CONFLICT: somebody made
 * another version since `seen_id`. MAY_PREPARE_PLAN; to confirm
 * MAY_SET_MONITORING. */
MUST_USE enum rc app_home_plan_set(struct app *app,
				   const struct home_plan_form *f, int64_t *id,
				   struct err *err);
/* The proposed version comes into force. MAY_SET_MONITORING. */
MUST_USE enum rc app_home_plan_confirm(struct app *app, int64_t plan_id,
				       struct err *err);
/* Before its last day; its alarms of missing readings close. A proposal is
 * dropped by whoever prepares. MAY_SET_MONITORING. */
MUST_USE enum rc app_home_plan_end(struct app *app, int64_t plan_id,
				   struct str reason, struct err *err);
/* The versions of a person, newest first (the one in force and the proposed
 * among them). Audited. MAY_READ_READINGS. */
MUST_USE enum rc app_home_plans(struct app *app, int64_t person_id,
				struct arena *a, struct home_plan **list,
				size_t *n, struct err *err);

/* ---- charts (home_chart.c, home_draw.c) */

struct home_reading {
	int64_t id, measured_us, received_us, previous_id, changed_us;
	int64_t value_milli[MONITOR_PARTS]; /* second: MONITOR_NO_VALUE */
	enum monitor_by by;
	bool doubtful, alarm; /* behind some alarm */
	struct str state;     /* ok, doubtful, confirmed, corrected,
				 cancelled */
	struct str value_given, unit_given, context, source, device, note,
		change_reason, doubt, sent_by;
};
struct home_series { /* one kind */
	const struct monitor_kind *kind;
	const struct monitor_line *line; /* NULL: not in the plan */
	const struct monitor_limit *limit;
	size_t n_limit;
	struct home_reading *reading; /* ascending; those that count */
	size_t n;
	struct monitor_adherence adherence; /* of the days shown */
	enum monitor_severity worst;        /* open alarm; N_MONITOR_SEVERITY */
};
struct home_alarm_row; /* below */
struct home_chart {
	struct monitor_tables tables;
	struct home_plan *plan; /* in force; NULL */
	bool proposed;          /* there is a version to confirm */
	struct date from, to;
	struct home_series *series; /* kinds of the plan first, worst first */
	size_t n_series;
	struct home_reading
		*replaced; /* corrected or cancelled, newest first */
	size_t n_replaced;
	struct home_alarm_row *alarm; /* still open */
	size_t n_alarm;
};
/* What the doctor looks at: the last `days` (90 when 0, 400 at most). Audited.
 * MAY_READ_READINGS. */
MUST_USE enum rc app_home_chart(struct app *app, int64_t person_id, int days,
				struct arena *a, struct home_chart *out,
				struct err *err);
/* How many readings of one kind a figure has at most: so many kinds share a
 * page. Above it the lowest and the highest of each of equal spans are drawn,
 * the last, and the latest of those to be confirmed and behind alarms. */
size_t home_drawn_most(const struct home_chart *c);
/* One kind as a figure: points over days, limits as lines, doubtful hollow,
 * those behind alarms marked; the table under it unless `bare`. Prints in black
 * and white. Bytes are bounded by home_drawn_most, but for the table. */
MUST_USE enum rc home_series_picture(const struct home_chart *c,
				     const struct home_series *s, bool bare,
				     enum lang lang, struct arena *a,
				     struct html *out, struct err *err);

/* ---- alarms (home_alarm*.c) */

struct home_alarm_row {
	int64_t id, person_id, raised_us, due_us, again_us, closed_us, taken_by;
	enum monitor_severity severity;
	enum monitor_state state;
	enum monitor_owner owner;
	enum monitor_outcome outcome; /* N_MONITOR_OUTCOME: still open */
	bool escalated, overdue, doubtful;
	struct str kind, cause, note; /* of the outcome */
	struct monitor_limit limit;   /* rule N_MONITOR_RULE: missing */
	int64_t seen_milli;
	struct str why[N_LANG]; /* in words: monitor_why_text */
	struct str fiscal_code, last_name, first_name, phone;
	struct str taken_name; /* who has it; of a closed one, who closed it */
	struct date birth;
	char sex;
	int64_t n_reading;
};
enum home_alarm_sort { HOME_BY_URGENCY, HOME_BY_PERSON, HOME_BY_RAISED };
struct home_alarm_query {
	int64_t person_id;              /* 0: everybody in the actor's scope */
	enum monitor_owner owner;       /* N_MONITOR_OWNER: any */
	enum monitor_severity severity; /* N_MONITOR_SEVERITY: any */
	enum monitor_state state;       /* N_MONITOR_STATE: any */
	bool open, mine, overdue;       /* not closed; taken by me; past due */
	bool closed;          /* closed in from .. to, both counted, alone; */
	struct date from, to; /* mine: closed by me */
	struct str search;    /* start of the last name; empty */
	enum home_alarm_sort sort;
	int64_t limit, offset; /* at most 1000 */
	/* of a list that goes on by key: the row at `offset` is the next after
	 * the one closed at after_us, of this identifier; 0: not known */
	int64_t after_us, after_id;
};
struct home_alarm_counts { /* of what is open in the actor's scope */
	int64_t open, red, amber, missing, overdue, mine, escalated, waiting;
	int64_t centre, doctor; /* by owner */
	int64_t found;          /* rows that fit the query, all pages; 0 when
				   the page asked for is past the last */
	/* closed ones of everybody, newest first: they go on by key, and no
	 * more than 500 after the offset are counted; there may be more */
	bool by_key, more;
};
/* The work list: waiting ones after those to do, then red first, then by the
 * deadline; of one person closed ones, too, newest first after all that are
 * open. With `closed` those of the days told, newest first; E_RANGE with words
 * when they are not in order or more than a year. A doctor and
 * their staff see their patients (and those delegated), a centre the people it
 * follows. Audited. MAY_ANSWER_ALARM. */
MUST_USE enum rc app_home_alarms(struct app *app,
				 const struct home_alarm_query *ask,
				 struct arena *a, struct home_alarm_row **list,
				 size_t *n, struct home_alarm_counts *counts,
				 struct err *err);

struct home_alarm_event {
	int64_t at_us;
	struct str what, from, to, role, user, detail;
	int step_seq; /* -1: none */
};
struct home_alarm_view {
	struct home_alarm_row row;
	struct monitor_tables tables;
	const struct monitor_kind *kind; /* NULL: no longer in the tables */
	struct str outcome_note, closed_by;
	int64_t silent_until_us, plan_id;
	int plan_version;
	struct home_reading *reading; /* behind it, ascending */
	size_t n_reading;
	const struct monitor_step *step; /* of its protocol */
	size_t n_step;
	struct home_alarm_event *event; /* oldest first */
	size_t n_event;
	struct home_alarm_row *earlier; /* closed, same cause, newest first */
	size_t n_earlier;
	struct home_series series; /* its kind, the last 30 days */
	struct home_chart chart;   /* of that series, for the picture */
	bool mine;                 /* the actor has it */
	bool may_act;
};
/* Audited. MAY_ANSWER_ALARM for the person (a citizen never sees the case). */
MUST_USE enum rc app_home_alarm(struct app *app, int64_t alarm_id,
				struct arena *a, struct home_alarm_view *out,
				struct err *err);

/* Moves. All MAY_ANSWER_ALARM; E_STATE with words from a state that does not
 * allow it, E_CONFLICT when somebody else has it or moved it meanwhile. The
 * doctor's practice may take over what the centre has, not the other way. */
MUST_USE enum rc app_home_take(struct app *app, int64_t alarm_id,
			       struct err *err);
MUST_USE enum rc app_home_give_back(struct app *app, int64_t alarm_id,
				    struct str reason, struct err *err);
/* A call, a talk: what was said. By who has it. */
MUST_USE enum rc app_home_note(struct app *app, int64_t alarm_id,
			       struct str text, struct err *err);
/* The answer to a step of the protocol. By who has it. */
MUST_USE enum rc app_home_step(struct app *app, int64_t alarm_id, int seq,
			       struct str answer, struct err *err);
/* To be called again: out of the list until then, home.wait_most_hours at most.
 * The deadline moves to that hour; a red alarm cannot wait (E_STATE). */
MUST_USE enum rc app_home_wait(struct app *app, int64_t alarm_id,
			       int64_t until_us, struct str reason,
			       struct err *err);
/* From the centre to the doctor, before the deadline. */
MUST_USE enum rc app_home_escalate(struct app *app, int64_t alarm_id,
				   struct str reason, struct err *err);
/* Outcome with a note (wanted); MONITOR_ARRIVED and the next are the program's.
 * By who has it. `silent_until_us` may be NULL. */
MUST_USE enum rc app_home_close(struct app *app, int64_t alarm_id,
				enum monitor_outcome outcome, struct str note,
				int64_t *silent_until_us, struct err *err);

/* ---- the citizen's own (home_mine.c) */

struct home_due { /* one thing to measure */
	const struct monitor_kind *kind;
	const struct monitor_line *line;
	int64_t n_today, wanted_today; /* 0 wanted: not today */
	struct date next;              /* the day it is wanted */
	struct home_reading last;      /* id 0: none yet */
	struct str last_text[N_LANG];  /* "135/85 mmHg" */
	bool last_passed;              /* it passed a limit: words, no colour */
};
struct home_mine {
	struct monitor_tables tables;
	struct home_plan *plan; /* in force; NULL: nobody asked for readings */
	struct home_due *due;   /* of the plan: today's first */
	size_t n_due;
	struct home_reading *doubtful; /* to be confirmed */
	const struct monitor_kind **doubtful_kind;
	size_t n_doubtful;
	int64_t n_alarm;         /* somebody is looking at */
	struct str tell[N_LANG]; /* of the gravest open alarm; empty */
};
/* Audited. MAY_READ_READINGS (self, caregiver, and who cares). */
MUST_USE enum rc app_home_mine(struct app *app, int64_t person_id,
			       struct arena *a, struct home_mine *out,
			       struct err *err);
/* The same for somebody who measures a person and sees nothing of theirs (a
 * pharmacy): may they send? MAY_SEND_READING. Audited. */
MUST_USE enum rc app_home_counter(struct app *app, int64_t person_id,
				  struct arena *a, struct monitor_tables *out,
				  struct err *err);
/* The kinds that can be sent, for forms. */
MUST_USE enum rc app_home_tables(struct app *app, struct arena *a,
				 struct monitor_tables *out, struct err *err);

/* ---- the clock (home_sweep.c) */

struct home_swept {
	int64_t n_missing, n_escalated, n_overdue, n_due_again, n_ended;
};
/* Missing readings, missed deadlines, waiting that is over, plans past their
 * last day: each told once, to the outbox. The server calls it twice a minute;
 * without one, run `prossima home sweep` by the clock. MAY_RUN_BATCH. */
MUST_USE enum rc app_home_sweep(struct app *app, struct home_swept *out,
				struct err *err);

/* ---- the command line */

/* Act as a user of this login, in the first role of theirs that sends, sees or
 * answers. Only for the system; E_NOT_FOUND. */
MUST_USE enum rc app_home_act_as(struct app *app, struct str login,
				 struct err *err);

#endif
