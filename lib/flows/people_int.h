/* The table of people while an import builds it. */
#ifndef FLOWS_PEOPLE_INT_H
#define FLOWS_PEOPLE_INT_H

#include "col/texts.h"
#include "flows/archive.h"
#include "flows/cause_int.h"

struct person { /* one registration period of a person */
	int32_t birth, start, end, death;
	uint32_t gp;
	uint16_t municipality, ats;
	char sex;
};
struct period { /* a further one in the file being read */
	uint32_t person;
	int32_t start, end;
	uint32_t next; /* index + 1; 0: no more */
};
struct people {
	struct textset id;
	struct person *row;
	uint8_t *delivered; /* in this import */
	uint32_t *more;     /* first of its further periods, + 1 */
	size_t cap, delivered_cap, more_cap;
	struct period *period;
	size_t n_period, period_cap;
	size_t n_known; /* people the archive had before */
	bool changed;
};

void flows_people_release(struct people *p);
/* Memory they take, and that writing them will take. */
uint64_t flows_people_bytes(const struct people *p);
MUST_USE enum rc flows_people_load(struct people *p, const struct archive *a,
				   struct err *err);

enum delivery { PERSON_TAKEN, PERSON_CHANGED, PERSON_SAME, PERSON_OVERLAP };
/* A valid row of person.csv. PERSON_SAME: a copy of one in this file. */
MUST_USE enum rc flows_people_deliver(struct people *p, struct str id,
				      uint32_t tag, const struct person *row,
				      enum delivery *out, struct err *err);
/* Whether [from, to] lies inside one of the registration periods. */
bool flows_people_registered(const struct people *p, uint32_t person,
			     int32_t from, int32_t to);
MUST_USE enum rc flows_people_write(const struct people *p, const char *path,
				    struct err *err);

#endif
