/* Inside of the people import: what its files share. A bundle of five files:
 * people_import.c reads and counts, people_managers.c, people_doctors.c and
 * people_persons.c turn one row into facts.
 */
#ifndef APP_PEOPLE_IMPORT_INT_H
#define APP_PEOPLE_IMPORT_INT_H

#include "app/bind.h"
#include "app/people.h"
#include "app/register_int.h"
#include "base/input.h"

/* A region has ten million people; a row has some 150 bytes. */
#define MAX_KEYS      20000000u
#define MAX_KEY_BYTES ((size_t)2 << 30)

struct import {
	struct app *app;
	struct issues *issues;
	struct people_import sum;
	struct input in[N_ROW_FILE];
	struct map seen; /* keys of the file in hand */
	struct map gp;   /* gp_code to index into doctor_id */
	int64_t *doctor_id;
	size_t n_doctor, cap_doctor;
	int in_transaction_rows;
};

struct line { /* the row being imported */
	const struct row *row;
	struct people_count *count;
};

typedef enum rc import_fn(struct import *im, const struct line *l,
			  struct err *err);

import_fn people_import_cooperative, people_import_section,
	people_import_coordinator, people_import_doctor, people_import_person,
	people_import_identity;

/* A finding about the row in hand; `reject` also counts it as rejected. */
void people_reject(const struct line *l, const char *column, struct str value,
		   const char *cause);
void people_warn(const struct line *l, const char *column, struct str value,
		 const char *cause);
void people_tally(struct people_count *count, bool is_new, bool changed);
/* The first row with a key counts; a later one is rejected. */
MUST_USE enum rc people_new_key(struct import *im, const struct line *l,
				struct str key, bool *is_new, struct err *err);

/* id of an organisation, 0 when there is none */
MUST_USE enum rc people_organisation(struct import *im, struct str code,
				     int64_t *id, struct err *err);
struct known_section {
	int64_t id, coordinator; /* 0: none */
	bool same_name;
};
MUST_USE enum rc people_section(struct import *im, int64_t org,
				const struct section_row *s,
				struct known_section *out, struct err *err);

/* Doctors known before; then those of the file join them. */
MUST_USE enum rc people_load_doctors(struct import *im, struct err *err);
/* id of a doctor, 0 when there is none */
int64_t people_doctor(const struct import *im, struct str gp_code);
MUST_USE enum rc people_remember_doctor(struct import *im, struct str gp_code,
					int64_t id, struct err *err);

#endif
