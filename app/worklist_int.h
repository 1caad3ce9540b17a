/* Inside of app/worklist: what its files share.
 *
 *	worklist_people.c	the people of a doctor, read
 *	worklist_kept.c		and kept for a while
 *	worklist_laid.c		and what was laid over them, until news come
 *	worklist_load.c		enrolments, pacts and plans laid over them
 *	worklist_tabs.c		which tabs, what next, by when, why
 *	worklist_search.c	words typed, compared with names
 *	worklist_prepare.c	drafting for those who wait
 *	worklist.c		the other use cases
 */
#ifndef APP_WORKLIST_INT_H
#define APP_WORKLIST_INT_H

#include "app/bind.h"
#include "app/worklist.h"

#include <pthread.h>

/* A doctor has about 1,500 patients, at most some thousands by law. */
#define WORKLIST_PEOPLE_MOST 100000u

struct work_person { /* what changes rarely */
	int64_t person_id;
	struct str pseudonym, fiscal_code, last_name, first_name, cluster,
		condition, ats;
	struct date birth, registered_from, registered_to, death;
	char sex;
	int level, charlson, mcs;
	bool has_contact, registered;
	bool elsewhere, elsewhere_live; /* enrolled with somebody else, past
					   the invitation */
};

struct work_people { /* of one doctor, by person_id */
	int64_t doctor_id, run_id, read_us;
	struct date as_of, on;
	struct str gp_code, last_name, first_name;
	int64_t org_id, n_in_manager;
	struct adherence adherence;
	enum adherence_gap gap;
	enum way way;
	struct work_person *list; /* malloc */
	size_t n, cap;
	struct arena arena; /* of the texts */

	/* of worklist_kept.c, guarded by its lock */
	int64_t used_us; /* last asked for */
	unsigned n_holder;
	struct work_laid *laid; /* NULL: nothing kept */
};

enum {
	KEPT_MOST = 400, /* doctors; some 150 to 250 KiB each */
	PLACES_MOST = 16 /* managers whose people were counted */
};

struct places { /* people in a manager; counting 100,000 takes 5 ms */
	int64_t org_id, n, read_us;
};

struct worklist_kept {
	pthread_mutex_t lock; /* guards all below */
	bool shared;          /* outlives the connections */
	struct work_people *of[KEPT_MOST]; /* latest used first */
	size_t n;
	struct places places[PLACES_MOST];
	size_t next_place;     /* the one to overwrite */
	struct judged *judged; /* of app/invitation_kept.c; NULL: none */
};

/* The number of the state of enrolments and plans that a page reads: while it
 * stays, what was laid stays good; a later state has a larger one. 0: keep
 * nothing, this is no server. */
MUST_USE enum rc work_state(struct app *app, uint64_t *state, struct err *err);
/* Lay over the rows what was laid in the same state; false: not kept. */
bool work_lay_kept(struct app *app, const struct work_people *p, uint64_t state,
		   struct worklist_row *rows);
void work_keep_laid(struct app *app, struct work_people *p, uint64_t state,
		    const struct worklist_row *rows);

/* From the database, always. */
MUST_USE enum rc work_people_read(struct app *app, int64_t doctor_id,
				  struct work_people **out, struct err *err);
void work_people_free(struct work_people *p); /* NULL allowed */

/* Those kept, or (`fresh`, or none kept) read now. Others may hold the same:
 * nobody changes them. Give them back with work_people_drop. */
MUST_USE enum rc work_people_of(struct app *app, int64_t doctor_id, bool fresh,
				struct work_people **out, struct err *err);
void work_people_drop(struct app *app, struct work_people *p); /* or NULL */
/* How many people a manager has, as counted within WORKLIST_KEEP_US. */
bool kept_places(struct app *app, int64_t org_id, int64_t *n);
void keep_places(struct app *app, int64_t org_id, int64_t n);

struct work_set { /* rows of all people of a doctor */
	struct work_people *people;
	struct worklist_row *rows; /* in an arena, by person_id */
	size_t n;
	struct date today, renew_last;
};
/* Read and laid over, with tabs and holds; texts of the rows belong to
 * `people`, until work_release. */
MUST_USE enum rc work_load(struct app *app, int64_t doctor_id, struct arena *a,
			   struct work_set *out, struct err *err);
void work_release(struct app *app, struct work_set *s); /* safe on zeroed */

/* Whose list: E_DENIED unless the actor may see it. Head and colleagues. */
MUST_USE enum rc work_whose(struct app *app, int64_t wanted, struct arena *a,
			    struct worklist *out, struct err *err);
static inline bool work_in_tab(const struct worklist_row *r,
			       enum worklist_tab tab)
{
	return r->tabs >> tab & 1;
}

/* ---- rules of the tabs: no SQL */

void work_tabs(const struct work_set *s, struct worklist_row *r);
/* Next, by, why and plan, as the tab sees the row. */
void work_tell(const struct work_set *s, enum worklist_tab tab,
	       struct worklist_row *r);
/* The day a row ranks by in a tab: never before today but for what is
 * overdue. Does not change when a plan is signed (app_worklist_next). */
struct date work_rank_day(const struct work_set *s, enum worklist_tab tab,
			  const struct worklist_row *r);
/* By rank day, level, Charlson, MCS, pseudonym. */
int work_compare(const struct work_set *s, enum worklist_tab tab,
		 const struct worklist_row *x, const struct worklist_row *y);

/* ---- searching */

/* Each word of `q` begins a word of the names, the tax code or the pseudonym;
 * letters without case and accent. */
bool work_matches(const struct worklist_row *r, struct str q);
/* Order of names: as a reader expects, without case and accent. */
int work_name_cmp(struct str x, struct str y);

#endif
