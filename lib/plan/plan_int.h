/* plan_int - shared inside plan/ only. */
#ifndef PLAN_PLAN_INT_H
#define PLAN_PLAN_INT_H

#include "plan/plan.h"

#define MAX_LEVEL 3
#define YEAR_E2   36525 /* days of a year, times 100 */

struct trigger { /* a drug that makes a conditional note apply */
	struct str note, atc, source;
};

struct plan_engine {
	const struct knowledge *kn;
	struct therapy_index *drugs;
	uint32_t (*set_from)[MAX_LEVEL + 2]; /* [condition][level]: first row */
	const struct trigger **set_trigger;  /* [set row], NULL */
	struct arena arena;
	struct trigger *triggers;
	size_t n_triggers;
};

struct plan_limits { /* the dated parameters of a plan */
	int64_t min_lab, min_outpatient, group_days, overdue_days, spread_days,
		cycle_above, validity_months;
	int draw_service; /* index */
	struct str session_conditions;
};

struct pair {
	int a, b; /* indices into lines */
};

struct slot_line {       /* what scheduling knows of a line */
	int64_t step_e4; /* days between two occurrences, times 10000 */
	int n;           /* occurrences of the year before inclusions */
};

struct plan_work {
	const struct plan_engine *e;
	const struct rules *r;
	const struct plan_input *in;
	struct arena *a;
	struct err *err;
	struct plan_draft *d;
	struct plan_limits lim;
	struct therapy_limits drug_lim;
	int age;
	bool at_session;  /* bloods are drawn at the dialysis session */
	int16_t *line_of; /* [service]: index into lines, -1 */
	size_t cap_lines, cap_activities, cap_findings;
	struct slot_line *slot;          /* beside lines */
	const struct plan_history **had; /* [service], NULL */
	struct pair *part, *need;        /* lines; need: a only with b */
	size_t n_part, n_need;
};

/* steps, in order; each returns OK or sets w->err */
enum rc plan_collect(struct plan_work *w);     /* 1 */
void plan_merge_rules(struct plan_work *w);    /* 3 */
void plan_basics(struct plan_work *w);         /* 2 */
void plan_choices(struct plan_work *w);        /* 6 */
void plan_exclusions(struct plan_work *w);     /* 4 */
enum rc plan_pairs(struct plan_work *w);       /* part and need, after step 4 */
void plan_restore_basics(struct plan_work *w); /* 2, after 4 */
enum rc plan_windows(struct plan_work *w);
void plan_first_dues(struct plan_work *w);
void plan_panels(struct plan_work *w);
enum rc plan_schedule(struct plan_work *w);
enum rc plan_draws(struct plan_work *w); /* 5 */
enum rc plan_drugs(struct plan_work *w);
enum rc plan_findings(struct plan_work *w);

/* helpers */
static inline bool live(const struct plan_line *l)
{
	return l->out == OUT_NO;
}
/* The doctor wants it: rules and exclusions do not touch it. */
static inline bool forced(const struct plan_line *l)
{
	return l->has_choice && l->choice != CHOICE_REMOVE;
}
/* Asked for once in the disease, and by nothing else. */
static inline bool only_once(const struct plan_line *l)
{
	return l->won >= 0 && l->asks[l->won].use == USE_ONCE && !forced(l);
}
static inline const struct kn_service *service_of(const struct plan_work *w,
						  const struct plan_line *l)
{
	return &w->e->kn->services[l->service];
}
static inline bool is_lab(const struct plan_work *w, const struct plan_line *l)
{
	return service_of(w, l)->kind == KIND_LAB;
}
bool is_outpatient(enum kn_service_kind kind);
struct plan_line *line_for(struct plan_work *w, int service); /* NULL */
struct plan_line *line_add(struct plan_work *w, int service);
bool person_has(const struct plan_work *w, struct str conditions);
struct plan_activity *activity_add(struct plan_work *w);
struct plan_finding *finding_add(struct plan_work *w,
				 enum plan_finding_kind kind);
int64_t interval_of(int64_t times_e4); /* months, times 10000 */
/* 0 .. days-1, even over people; `k` makes streams of one person differ. */
int phase_days(const struct plan_work *w, unsigned k, int64_t days);
struct date occurrence(const struct plan_work *w, size_t line, int k);
/* The day or the nearest working day inside [lo, hi]; forward on a tie. */
struct date working_day(struct date d, struct date lo, struct date hi);
bool must_part(const struct plan_work *w, int line_a, int line_b);

#endif
