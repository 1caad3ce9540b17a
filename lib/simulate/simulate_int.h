/* simulate/int - what the parts of the simulator share. */
#ifndef SIMULATE_INT_H
#define SIMULATE_INT_H

#include "base/rng.h"
#include "simulate/out.h"
#include "simulate/simulate.h"
#include "simulate/tables.h"

/* Bookings reach back so far; other dates are worked out one by one. */
#define DAYS_BEFORE 160

#define NO_DATE  INT32_MIN
#define NO_END   INT32_MAX
#define NO_INDEX UINT32_MAX

/* Streams of numbers: people use their index for events; these come after. */
#define STREAM_PERSON   (UINT64_C(1) << 40)
#define STREAM_IDENTITY (UINT64_C(2) << 40)
#define STREAM_DOCTOR   (UINT64_C(3) << 40)
#define STREAM_PROVIDER (UINT64_C(4) << 40)
#define STREAM_DIRT     (UINT64_C(5) << 40)

/* All chances are whole numbers: floating point could differ by machine. Draw
 * one number in a full expression: compilers choose the order of arguments and
 * of initializers. */
static inline bool chance_pct(struct rng *r, uint32_t pct)
{
	return rng_below(r, 100) < pct;
}
static inline bool chance_ppm(struct rng *r, uint32_t ppm)
{
	return rng_below(r, 1000000) < ppm;
}
static inline int32_t between(struct rng *r, int32_t lo, int32_t hi)
{
	return lo + (int32_t)rng_below(r, (uint32_t)(hi - lo + 1));
}

struct town { /* a municipality of the province, along a curve in space */
	uint32_t kn; /* index into knowledge */
	int32_t lat_e6, lon_e6;
	int64_t weight;        /* residents */
	uint64_t weight_until; /* sum of weights up to and with this one */
	uint16_t lab, clinic, hospital; /* nearest provider of the kind */
};

struct person {
	int32_t birth, registration_start;
	int32_t registration_end, death; /* NO_END: none */
	uint32_t doctor;                 /* NO_INDEX: none */
	uint16_t town;
	char sex;
};

struct doctor {
	bool paediatrician;
	bool adheres;
	uint16_t town;
	uint16_t n_list;
	uint16_t cooperative;
	uint32_t section;
	uint32_t number; /* within the kind, from 1: the code */
	int32_t from, to;
	int32_t lat_e6, lon_e6;
};
struct cooperative {
	uint16_t town;
	uint32_t first_section, n_section;
	int32_t valid_from;
};
struct section {
	uint16_t cooperative, town;
	uint32_t coordinator; /* doctor */
};

enum provider_kind {
	PROVIDER_HOSPITAL,
	PROVIDER_CLINIC,
	PROVIDER_LAB,
	N_PROVIDER_KIND
};
struct provider {
	enum provider_kind kind;
	uint16_t town;
	char code[7]; /* six digits and NUL */
	int32_t lat_e6, lon_e6;
};

/* A record in its smallest form; sorted by key = provider * 32 + day of the
 * month. Drug: item, a packages. Outpatient: item is the service, a flags, b
 * the exemption code and c >> 16 its disease, c & 0xffff days since booking.
 * Stay and emergency: c indexes the pool of the month. */
struct event {
	uint32_t person;
	uint32_t key;
	uint16_t item;
	uint8_t a, b;
	uint32_t c;
};
#define VISIT_PRIORITY 3u /* "UBDP" */
#define VISIT_REMOTE   4u
#define VISIT_EXEMPT   8u

#define CODE_LEN 6 /* the longest ICD-9-CM code and NUL */
struct stay {
	uint32_t person, id;
	int32_t admission, discharge;
	uint16_t facility;
	uint8_t specialty;
	char regime, mode;
	uint16_t drg;
	uint32_t cents;
	char dx[6][CODE_LEN], proc[6][CODE_LEN];
	uint8_t proc_day[6]; /* days after admission */
};
struct urgency { /* a visit to the emergency department */
	uint32_t person, stay_id;
	int32_t day;
	uint16_t facility, minute, length_min;
	char triage, mode;
	uint8_t outcome;
	bool admitted;
	uint32_t cents;
	char dx[2][CODE_LEN];
};

struct month {
	int32_t first; /* day */
	struct event *drug, *visit, *stay_ev, *urgency_ev;
	size_t n_drug, n_visit, n_stay, n_urgency;
	size_t cap_drug, cap_visit, cap_stay_ev, cap_urgency_ev;
	struct stay *stay;
	struct urgency *urgency;
	size_t cap_stay, cap_urgency;
};

struct exempted {
	int32_t from, to;
	uint32_t person;
	uint16_t disease;
	uint8_t code;
};

#define NOT_EXEMPT  UINT8_MAX
#define MAX_DISEASE 12 /* that one person can have */
struct health {        /* of one person, while events are made */
	size_t n;
	uint16_t disease[MAX_DISEASE]; /* index into tables */
	int32_t since[MAX_DISEASE];
	uint8_t exempt[MAX_DISEASE]; /* which of its codes; NOT_EXEMPT */
	int32_t exempt_from[MAX_DISEASE], exempt_to[MAX_DISEASE];
	uint32_t adherence_pct;
	int level; /* guessed from the number of diseases: 1 to 3, 4 none */
	int32_t from, to; /* days on which events may fall, both included */
};

struct sim {
	const struct simulate_options *opt;
	const struct knowledge *kn;
	struct arena arena;
	struct tables tables;
	int32_t first_day, last_day;
	char (*day_text)[10]; /* from DAYS_BEFORE before first_day on */
	struct town *towns;
	size_t n_town;
	int province; /* place in knowledge */
	struct str ats;
	struct person *people;
	struct doctor *doctors;
	size_t n_doctor, n_family; /* paediatricians come after */
	struct cooperative *cooperatives;
	size_t n_cooperative;
	struct section *sections;
	size_t n_section;
	struct provider *providers; /* in order of code */
	size_t n_provider;
	size_t n_of_kind[N_PROVIDER_KIND];
	struct month *months;
	int n_month;
	int month_from, month_to;  /* those kept in this pass */
	uint64_t *demand_e4;       /* yearly, by service; the last is LAB */
	struct exempted *exempted; /* rows of exemption.csv */
	size_t n_exempted, cap_exempted;
	uint32_t *dead; /* people dead for long: for dirt */
	size_t n_dead;
	struct out out[N_SIM_FILE];
	struct simulate_summary sum;
	struct rng dirt_rng;
	uint64_t dirt_due[N_SIM_FLOW], planted[N_SIM_FLOW];
	size_t dirt_next[N_SIM_FLOW];  /* the defect whose turn it is */
	bool dirt_round[N_SIM_FLOW];   /* all had one */
	struct str sample[N_SIM_FLOW]; /* a good row of each flow */
	uint32_t sample_person[N_SIM_FLOW];
	uint64_t record[N_SIM_FLOW]; /* numbers given to records */
	enum rc rc;                  /* the first failure while making events */
	struct err err;
};

/* A pseudonym that says nothing of the order: a bijection of 32 bits. */
static inline uint32_t scramble(uint32_t x, uint64_t seed)
{
	x ^= (uint32_t)(seed * 0x9e3779b97f4a7c15u >> 32);
	x = (x ^ (x >> 16)) * 0x7feb352du;
	x = (x ^ (x >> 15)) * 0x846ca68bu;
	return x ^ (x >> 16);
}

/* people.c */
MUST_USE enum rc towns_make(struct sim *s, struct err *err);
MUST_USE enum rc people_make(struct sim *s, struct err *err);
int64_t town_distance2(const struct town *a, const struct town *b);
/* doctors.c */
MUST_USE enum rc doctors_make(struct sim *s, struct err *err);
void doctors_write(struct sim *s);
/* providers.c */
MUST_USE enum rc providers_make(struct sim *s, struct err *err);
void providers_write(struct sim *s);
/* agendas.c: after the demand is known */
void agendas_write(struct sim *s);
void closures_write(struct sim *s);
/* identity.c */
MUST_USE enum rc identity_write(struct sim *s, struct err *err);
/* diseases.c */
void health_draw(const struct sim *s, uint32_t person, struct rng *r,
		 struct health *h);
/* exemptions.c: rows wait in memory, since they are ordered by date */
void exemptions_add(struct sim *s, uint32_t person, const struct health *h);
void exemptions_write(struct sim *s);
/* How many of something that comes `per_1000y` times in 1000 years. */
uint32_t draw_count(struct rng *r, uint64_t per_1000y, int32_t days);
/* drugs.c, visits.c, stays.c: the events of one person */
void drugs_make(struct sim *s, uint32_t person, const struct health *h,
		struct rng *r);
void visits_make(struct sim *s, uint32_t person, const struct health *h,
		 struct rng *r);
void stays_make(struct sim *s, uint32_t person, const struct health *h,
		struct rng *r);
void demand_add(struct sim *s, const struct health *h);
/* events.c: the month of a day, or NULL when not kept in this pass */
struct month *month_of(struct sim *s, int32_t day);
void event_drug(struct sim *s, int32_t day, struct event e);
void event_visit(struct sim *s, int32_t day, struct event e);
void event_stay(struct sim *s, const struct stay *stay);
void event_urgency(struct sim *s, const struct urgency *u);
void months_write(struct sim *s);
/* rows.c */
char *put_person_id(const struct sim *s, char *p, uint32_t person);
char *put_doctor_code(const struct sim *s, char *p, uint32_t doctor);
void people_write(struct sim *s);
void row_drug(struct sim *s, int32_t day, const struct event *e);
void row_visit(struct sim *s, int32_t day, const struct event *e);
void row_stay(struct sim *s, const struct stay *stay);
void row_urgency(struct sim *s, const struct urgency *u);
void truth_condition(struct sim *s, uint32_t person, struct str code);
/* dirt.c: after each good row, and once at the end of each flow */
void dirt_after(struct sim *s, enum sim_file f, uint32_t person);
void dirt_rest(struct sim *s, enum sim_file f);

#endif
