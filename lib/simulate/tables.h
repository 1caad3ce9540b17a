/* simulate/tables - how common each disease is and which traces it leaves.
 *
 * Frequencies are those of the generator, not rules: rounded from published
 * figures for Italy (ISTAT pyramid, ARS and PASSI prevalences, SDO rates) and
 * then tuned so that the levels come out near the shares of the region. The
 * codes are the ones that data/condition_rules.csv looks for, and some that it
 * does not.
 *
 * The tables name codes as text; tables_compile resolves them once against
 * data/ and refuses a code that is not there.
 */
#ifndef SIMULATE_TABLES_H
#define SIMULATE_TABLES_H

#include "knowledge/knowledge.h"

#define N_AGE_BAND 9 /* from 0, 2, 14, 30, 45, 55, 65, 75, 85 years */

struct disease { /* in order of causes before effects */
	const char *condition;
	char family; /* at most one of a family; 0: none */
	uint32_t per_100k[N_AGE_BAND];
	uint8_t male_pct; /* of those who have it, in a balanced band */
	uint8_t years;    /* at most so long ago */
	const char *exemptions;
	uint8_t exempt_pct;
	const char *dx; /* written beside the main one in any stay */
	uint8_t coded_pct;
};

struct link { /* who has `cause` has `effect` so many times more often */
	const char *cause, *effect;
	uint16_t factor_pct;
};

struct therapy {               /* one of the drugs, on and on */
	const char *condition; /* NULL: anyone, `per_1000y` times */
	uint16_t pct;          /* of those with the disease */
	const char *atc;       /* one is chosen and kept */
	uint16_t ddd;          /* in a package; 0: not written */
	uint8_t packages;
	uint16_t every_days;
	char channel;
	uint32_t cents; /* a package */
	uint8_t age_min, age_max;
};

struct stay_kind {
	const char *condition; /* NULL: anyone */
	uint16_t per_1000y;
	const char *dx;   /* main; one is chosen */
	const char *with; /* second, or NULL */
	const char *proc; /* all are done, or NULL */
	uint16_t drg;
	uint8_t specialty, los_min, los_max;
	char regime;
	uint8_t urgent_pct; /* through the emergency department */
	uint32_t euro;
	uint8_t age_min, age_max;
	char sex;          /* 0: any */
	uint8_t onset_pct; /* of the diseases that begin with this stay */
};

struct urgency_kind {
	const char *condition; /* NULL: anyone */
	uint16_t per_1000y;
	const char *dx;
	uint8_t age_min, age_max;
	const char *triage; /* one character is chosen */
};

struct extra_service { /* outpatient services that are no part of a plan */
	const char *condition; /* NULL: anyone */
	uint8_t pct;           /* of those with the disease */
	const char *services;  /* all on the same day */
	uint16_t per_100y;
	uint8_t age_min, age_max;
	char sex;
};

extern const struct disease sim_diseases[];
extern const size_t sim_n_disease;
extern const struct link sim_links[];
extern const size_t sim_n_link;
extern const struct therapy sim_therapies[];
extern const size_t sim_n_therapy;
extern const struct stay_kind sim_stays[];
extern const size_t sim_n_stay;
extern const struct urgency_kind sim_urgencies[];
extern const size_t sim_n_urgency;
extern const struct extra_service sim_extras[];
extern const size_t sim_n_extra;

/* ---- the same, compiled: indices instead of texts ---- */

#define MAX_EXTRA_SERVICE 16

struct item { /* a medicine as dispensed */
	char atc[8];
	char aic[10];
	uint16_t ddd;
	uint32_t cents;
	char channel;
};
struct codes { /* alternatives, as texts */
	const char (*code)[12];
	uint16_t n;
};
struct services {
	const uint16_t *index;
	uint16_t n;
};
struct planned { /* a row of a care plan set */
	uint16_t service;
	uint32_t times_e4;
};
struct range {
	uint16_t from, n;
};

struct tables {
	int32_t *condition_of; /* disease to condition */
	uint16_t *disease_of;  /* condition to disease, UINT16_MAX */
	uint16_t *factor_pct;  /* [cause * n_disease + effect], 0: none */
	struct codes *exemptions, *dx;                        /* by disease */
	struct range *therapies, *stays, *urgencies, *extras; /* by disease,
					and the last one for anyone */
	struct range *therapy_items; /* by therapy, into items */
	struct item *items;
	size_t n_item;
	struct codes *stay_dx, *stay_with, *stay_proc, *urgency_dx;
	struct services *extra_services;
	struct planned *planned;       /* sets, as a plan of each level wants */
	struct range (*planned_of)[4]; /* by disease and level 1 to 3 */
	/* By service; those of kn first, then some outside the catalogue. */
	char (*service_code)[12];
	char (*old_code)[12]; /* before 30-12-2024 */
	uint32_t *price_cents;
	size_t n_service;
};

/* E_FORMAT names the table and the code that data/ lacks. */
MUST_USE enum rc tables_compile(struct tables *t, const struct knowledge *kn,
				struct arena *a, struct err *err);

#endif
