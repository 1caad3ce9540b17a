/* app/people - registries in, and questions about who is who.
 *
 * Names live in the database alone, under the pseudonym that the flows carry.
 * Every look at a person leaves an audit record.
 */
#ifndef APP_PEOPLE_H
#define APP_PEOPLE_H

#include "app/app.h"
#include "people/people.h"

struct people_count {
	bool present;
	int64_t read, added, changed, rejected; /* rows of the file */
};
struct people_import {
	struct people_count file[N_ROW_FILE];
	int64_t n_doctor_fact;    /* new "this is the person's doctor" */
	int64_t n_died, n_moved;  /* people gone that were not before */
	int64_t n_unknown_doctor; /* gp_code that no doctor has */
};

/* Read cooperative, section, doctor, person and identity .csv (or .csv.gz) of
 * a folder; person.csv must be there. A row that is wrong is left out with a
 * finding; a file with a wrong header stops the import before anything is
 * written. Rows equal to what is known change nothing, so the same folder
 * again changes nothing; a change ends the old fact and adds the new one.
 * Bounded transactions: an import that is cut short is completed by running
 * it again. Needs MAY_RUN_BATCH. One audit record.
 *
 * People who died or moved: end their enrolments with app_enrol_stop_gone
 * (app/enrolment.h) after this. Cost: 50,000 people in about 3 s on SQLite. */
MUST_USE enum rc app_people_import(struct app *app, const char *dir,
				   struct issues *issues,
				   struct people_import *sum, struct err *err);

struct person_view {
	int64_t id, doctor_id; /* doctor 0: none on the day */
	struct str pseudonym, fiscal_code, last_name, first_name, municipality,
		municipality_name, ats, phone, email, gp_code, doctor_name;
	char sex;
	struct date birth, registered_from, registered_to, death, doctor_since;
};
/* By pseudonym or fiscal code, as of app->today. Audited. */
MUST_USE enum rc app_people_show(struct app *app, struct str who,
				 struct arena *a, struct person_view *out,
				 struct err *err);
/* The id alone, for other use cases; not audited, tells nothing. */
MUST_USE enum rc app_people_id(struct app *app, struct str who, int64_t *id,
			       struct err *err);

/* The manager (gestore) with this code; not audited. E_NOT_FOUND. */
MUST_USE enum rc app_people_manager(struct app *app, struct str code,
				    int64_t *id, struct err *err);

#define PEOPLE_FIND_MOST 50 /* more are asked to be narrowed down */
/* By start of the last name, pseudonym or fiscal code; only people the actor
 * may read. Sets *n <= PEOPLE_FIND_MOST. Audited. */
MUST_USE enum rc app_people_find(struct app *app, struct str text,
				 struct arena *a, struct person_view **list,
				 size_t *n, struct err *err);

struct doctor_view {
	int64_t id;
	struct str gp_code, last_name, first_name, kind, ats, manager_code,
		manager_name;
	int64_t max_patients; /* 0: not said */
	int64_t n_patient;
	int64_t n_chronic;      /* level 1 to 3; -1 without strata */
	enum adherence_gap gap; /* ADHERES: adhering on the day */
};
/* All doctors as of app->today. Needs MAY_READ_LISTS. */
MUST_USE enum rc app_people_doctors(struct app *app, struct arena *a,
				    struct doctor_view **list, size_t *n,
				    struct err *err);

#endif
