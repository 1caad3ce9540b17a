/* monitor - readings that people take at home, against the plan their doctor
 * set: which alarms they raise, and why.
 *
 * A plan says what is measured and how often (lines), and what is too much
 * (limits). A reading has a kind of data/home_kinds.csv and one value, or two
 * (blood pressure: systolic, then diastolic); values are integers in
 * thousandths of the kind's own unit. Yes is 1000, no is 0.
 *
 * Everything here is a pure function of plan, readings and instants: the same
 * readings give the same alarms, in whatever order they came. A day is a
 * calendar day in Rome.
 *
 * A finding is not a diagnosis: it says which limit was passed, by which
 * readings. Not here: the database, who may, who is called.
 */
#ifndef MONITOR_MONITOR_H
#define MONITOR_MONITOR_H

#include "base/arena.h"
#include "base/date.h"
#include "rules/rules.h"
#include "text/text.h"

#define MONITOR_PARTS     2
#define MONITOR_LINES     32 /* of one plan; forms are shorter by far */
#define MONITOR_LIMITS    96
#define MONITOR_BEHIND    32 /* readings that one finding points at */
#define MONITOR_MINUTE_US INT64_C(60000000)
#define MONITOR_HOUR_US   INT64_C(3600000000)
#define MONITOR_DAY_US    INT64_C(86400000000)
#define MONITOR_NO_VALUE  INT64_MIN

enum monitor_severity { MONITOR_RED, MONITOR_AMBER, N_MONITOR_SEVERITY };
/* Who measured. */
enum monitor_by {
	MONITOR_BY_PATIENT,
	MONITOR_BY_CAREGIVER,
	MONITOR_BY_NURSE,
	MONITOR_BY_DOCTOR,
	MONITOR_BY_PHARMACIST,
	MONITOR_BY_DEVICE, /* came by itself */
	N_MONITOR_BY
};
enum monitor_rule {
	MONITOR_ABOVE,      /* at or above value, `count` times running */
	MONITOR_BELOW,      /* at or below value, `count` times running */
	MONITOR_RISE,       /* up by value or more within `days` */
	MONITOR_FALL,       /* down by value or more within `days` */
	MONITOR_MEAN_ABOVE, /* mean of `days`, `count` readings at least */
	MONITOR_MEAN_BELOW,
	MONITOR_SLOPE_UP, /* robust trend over `days` up by value or more */
	MONITOR_SLOPE_DOWN,
	MONITOR_BELOW_BEST, /* at or below value per cent of the own best */
	N_MONITOR_RULE
};
enum monitor_owner { MONITOR_CENTRE, MONITOR_DOCTOR, N_MONITOR_OWNER };
enum monitor_state {
	MONITOR_OPEN,    /* nobody has it */
	MONITOR_TAKEN,   /* somebody is at it */
	MONITOR_WAITING, /* called, to be called again; not before an hour */
	MONITOR_CLOSED,
	N_MONITOR_STATE
};
enum monitor_outcome {
	MONITOR_ADVISED,     /* advice given, nothing else needed */
	MONITOR_MEASURED,    /* measured again: well */
	MONITOR_THERAPY,     /* the doctor changed the therapy */
	MONITOR_VISIT,       /* a visit, televisit or exam was arranged */
	MONITOR_EMERGENCY,   /* sent to the emergency service */
	MONITOR_UNREACHABLE, /* nobody answers; what was done is in the note */
	MONITOR_ERROR,       /* a wrong measurement: no action, no silence */
	MONITOR_ARRIVED,     /* from here on by the program only: what was
				missing came */
	MONITOR_WITHDRAWN,   /* the reading behind it was cancelled */
	N_MONITOR_OUTCOME
};

/* As the database, files and commands write them. */
extern const char *const monitor_severity_name[N_MONITOR_SEVERITY];
extern const char *const monitor_by_name[N_MONITOR_BY];
extern const char *const monitor_rule_name[N_MONITOR_RULE];
extern const char *const monitor_owner_name[N_MONITOR_OWNER];
extern const char *const monitor_state_name[N_MONITOR_STATE];
extern const char *const monitor_outcome_name[N_MONITOR_OUTCOME];
/* The index of `s` among `n` names, or -1. */
int monitor_word(const char *const *names, int n, struct str s);

/* May an alarm go from one state to the other? */
bool monitor_may_move(enum monitor_state from, enum monitor_state to);

/* ---- the plan */

struct monitor_line { /* what is measured, how often */
	struct str kind;
	int times, per_days; /* so many times in so many days */
	int grace_hours;     /* later than that it is missing */
	int64_t best_milli;  /* the person's own best; 0: not known */
};
struct monitor_limit {
	struct str kind;
	int part; /* 0, or 1 for the second value */
	enum monitor_rule rule;
	int64_t value_milli; /* of BELOW_BEST: per cent times 1000 */
	int days, count;     /* as the rule asks; count 1 where it does not */
	enum monitor_severity severity;
	struct str protocol; /* what to ask and do: monitor_tables */
};
struct monitor_plan {
	const struct monitor_line *line;
	size_t n_line;
	const struct monitor_limit *limit;
	size_t n_limit;
};

struct monitor_reading {
	int64_t id, measured_us;
	struct str kind;
	int64_t value_milli[MONITOR_PARTS]; /* second: MONITOR_NO_VALUE */
	bool doubtful; /* not yet confirmed: alone it can raise an alarm, in
			  means and trends it does not count */
	bool fresh;    /* came just now: alarms end at one of these */
};

struct monitor_finding {
	struct monitor_limit limit; /* that was passed; the gravest */
	struct str cause;   /* "weight/up": what silence and repetition go by */
	int64_t seen_milli; /* what stood against the limit */
	bool doubtful;      /* its last reading is to be confirmed */
	int64_t reading[MONITOR_BEHIND]; /* ids, oldest first */
	size_t n_reading;
};
/* What the fresh readings give reason for: at most one finding for each cause,
 * the gravest, and of those the latest. A fresh reading measured before
 * `not_before_us` raises nothing (a year read in at once is history), but
 * counts in means and trends.
 *
 *   reading[n]  of one person, by measured_us, then id
 *
 * Rules:
 *   above, below   the reading and the count-1 before it all pass the value
 *   rise, fall     median of the reading's day against the median of the first
 *                  day with readings among the `days` before it
 *   mean           of all readings of the `days` that end with the reading
 *   slope          Theil-Sen: median of the slopes between every two daily
 *                  medians of the `days`, at least `count` days with readings,
 *                  times `days`
 *   below_best     against the best_milli of its line; not known: no finding
 * Equal to the limit passes it. Cost: n times the limits of the kind. */
MUST_USE enum rc monitor_evaluate(const struct monitor_plan *plan,
				  const struct monitor_reading *reading,
				  size_t n, int64_t not_before_us,
				  struct arena *a,
				  struct monitor_finding **list,
				  size_t *n_found, struct err *err);
/* "weight/up", "glucose/low" in `a`; rule N_MONITOR_RULE: "readings/missing",
 * whatever the kind. */
struct str monitor_cause(struct str kind, enum monitor_rule rule,
			 struct arena *a);

/* ---- frequency */

/* When a reading of the line is missing: `last_us` is the latest, or the
 * beginning of the plan. */
int64_t monitor_missing_at(const struct monitor_line *line, int64_t last_us);
struct monitor_adherence {
	int64_t expected, received; /* received: no period counts double */
};
/* Of the days from .. to, both counted; `measured_us` ascending. */
struct monitor_adherence monitor_adherence(const struct monitor_line *line,
					   struct date from, struct date to,
					   const int64_t *measured_us,
					   size_t n);

/* ---- deadlines and silence, dated rules home.* */

/* By when somebody must have acted on an alarm that this owner has since
 * `from_us`. Red runs by the clock on the wall; amber and missing run while the
 * centre is open (home.open_from, home.open_to, working days). E_NOT_FOUND: a
 * rule is missing. */
MUST_USE enum rc monitor_due(const struct rules *r, enum monitor_owner owner,
			     enum monitor_severity severity, bool missing,
			     struct str ats, int64_t from_us, int64_t *due_us,
			     struct err *err);
/* Until when the same cause says nothing new, after this outcome; `now_us` when
 * the outcome silences nothing. Something graver is never silent. */
MUST_USE enum rc monitor_silence(const struct rules *r,
				 enum monitor_outcome outcome,
				 enum monitor_severity severity, bool missing,
				 struct str ats, int64_t now_us,
				 int64_t *until_us, struct err *err);

#endif
