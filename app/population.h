/* app/population - the people of a stratification as an agency looks at them:
 * by area, age, sex, main cluster, level and doctor, and who is behind each
 * figure, by pseudonym alone.
 *
 * A run is counted once, when it is loaded (population_make), into tables that
 * later registries do not change (migration 0016). Each connection keeps the
 * counts of the runs it showed last, 12 bytes for each of some tens of
 * thousands of cells, so a page adds them up in well under a millisecond; the
 * first look at a run reads them (about 0.1 s for 300,000 people).
 *
 * Who is bound to an agency sees its own people, whatever is asked; region and
 * who is bound to none see all. Permission MAY_READ_POPULATION. Counts leave no
 * audit record; the list of people does.
 */
#ifndef APP_POPULATION_H
#define APP_POPULATION_H

#include "app/app.h"
#include "app/strata.h"

#define POPULATION_BANDS 20 /* of five years; the last is 95 and older */
#define POPULATION_NONE  (-1)

struct population_filter {
	int64_t run_id;           /* 0: the latest */
	int level_from, level_to; /* 1 to 5; the chronic are 1 to 3 */
	int cluster;              /* index, or POPULATION_NONE */
	int band;                 /* or POPULATION_NONE */
	char sex;                 /* 'M', 'F', 'U'; 0 both */
	int place;         /* index of the municipality, or POPULATION_NONE */
	struct str ats;    /* empty: all */
	int64_t doctor_id; /* only of lists of people; POPULATION_NONE: any */
	/* Only of lists: who has these clusters, main or not; index + 1, 0
	 * any. The second only with the first. */
	int having[2];
};
/* Nobody left out but who is not chronic. */
struct population_filter population_all(void);

struct population_area {
	struct str ats;
	int64_t level[6];  /* who fits but for the level, by level */
	int64_t n, people; /* who fits; everybody of that age and sex there */
};
struct population_place {
	int place; /* index of the municipality, or POPULATION_NONE: not known
		    */
	int64_t n, people; /* who fits; everybody of that age and sex there */
};
struct population_cluster {
	int cluster;      /* index, or POPULATION_NONE: no main cluster */
	int64_t level[6]; /* who fits, by level */
	int64_t n;
};
struct population {
	struct strata_run_info run;
	int64_t n;        /* who fits the filter */
	int64_t people;   /* everybody of that place, age and sex */
	int64_t level[6]; /* who fits but for the level, by level */
	int64_t band[POPULATION_BANDS][3]; /* who fits: M, F, U */
	struct population_place *places;   /* with people, by ISTAT code */
	size_t n_place;
	struct population_cluster *clusters; /* the most people first */
	size_t n_cluster;
	struct population_area *areas; /* health agencies, by code */
	size_t n_area;
};
MUST_USE enum rc app_population(struct app *app,
				const struct population_filter *f,
				struct arena *a, struct population *out,
				struct err *err);

/* Runs that may be looked at, the latest first, at most `most`. */
struct population_run {
	struct strata_run_info run;
	bool current; /* not replaced by a later one of the same day */
};
MUST_USE enum rc app_population_runs(struct app *app, struct arena *a,
				     size_t most, struct population_run **list,
				     size_t *n, struct err *err);

/* What became of the chronic, today; kept for a minute. */
struct population_care {
	int64_t enrolled, plans; /* active enrolments; plans in force */
	int64_t booked, planned; /* services due, of the latest measure */
	struct date measured;    /* DATE_NONE: never */
};
MUST_USE enum rc app_population_care(struct app *app, struct str ats,
				     struct arena *a,
				     struct population_care *out,
				     struct err *err);

struct population_doctor {
	int64_t id; /* 0: people without a doctor */
	struct str gp_code, last_name, first_name, municipality;
	int64_t people, level[4]; /* 1 to 3 */
	int64_t n;                /* who fits level and cluster of the filter */
};
MUST_USE enum rc app_population_doctors(struct app *app,
					const struct population_filter *f,
					struct arena *a,
					struct population_doctor **list,
					size_t *n, struct err *err);

enum population_sort {
	POPULATION_BY_NAME, /* pseudonym */
	POPULATION_BY_NEED, /* level, then the oldest */
	POPULATION_BY_AGE,
	POPULATION_BY_AGE_DOWN,
	POPULATION_BY_PLACE,
	POPULATION_BY_NAME_DOWN,
};
/* Past this many only the orders of need and of pseudonyms are offered: others
 * would have to read everybody for each page. */
#define POPULATION_SORT_MOST 10000

struct population_page {
	struct str q; /* beginning of the pseudonym; empty: all */
	enum population_sort sort;
	int64_t limit, offset;
};
struct population_person {
	int64_t id;
	struct str pseudonym, gp_code, clusters; /* codes with '|', by rank */
	int place, cluster;                      /* indices or none */
	struct str municipality;                 /* ISTAT code */
	char sex;
	int64_t age, level, n_comorbidities, n_contacts;
};
struct population_people {
	struct strata_run_info run;
	struct population_person *list;
	size_t n;
	int64_t total;
	bool sorted; /* as asked; false: too many, by pseudonym */
};
/* A page of who fits the filter; audit "population.list". */
MUST_USE enum rc
app_population_people(struct app *app, const struct population_filter *f,
		      const struct population_page *page, struct arena *a,
		      struct population_people *out, struct err *err);

/* Counts below this do not leave in a file (parameter privacy.small_cell). */
MUST_USE enum rc app_population_small_cell(struct app *app, int64_t *out,
					   struct err *err);

/* Count a run; nothing when it was counted. In slices, each a transaction. Part
 * of loading a run (app/strata), and of the first look at an older one. */
MUST_USE enum rc population_make(struct app *app, int64_t run_id,
				 struct err *err);
void population_forget(struct app *app); /* what the connection keeps */

#endif
