/* The table of people while an import builds it. */
#ifndef FLOWS_PEOPLE_INT_H
#define FLOWS_PEOPLE_INT_H

#include "col/texts.h"
#include "flows/archive.h"
#include "flows/code_int.h"
#include "flows/tags_int.h"

struct person {         /* one registration period of a person */
	struct head id; /* so that finding one reads no other memory */
	int32_t birth, start, end, death;
	uint32_t gp;
	uint16_t municipality, ats;
	char sex;
	uint8_t id_len;
};
struct period { /* a further one in the file being read */
	uint32_t person;
	int32_t start, end;
	uint32_t next; /* index + 1; 0: no more */
};
struct people {
	struct texts_build id;
	struct tags index; /* by the hash of the id */
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
/* people_load.c: those the archive has, into an empty table. */
MUST_USE enum rc flows_people_load(struct people *p, const struct archive *a,
				   struct err *err);
/* Room for n in all. */
MUST_USE enum rc flows_people_reserve(struct people *p, size_t n,
				      struct err *err);
/* A row and the identifier that is kept in it; 16 bytes from id.ptr on must be
 * readable. */
static inline void flows_people_put(struct people *p, size_t i, struct str id,
				    const struct person *row)
{
	p->row[i] = *row;
	p->row[i].id = head_of(id);
	p->row[i].id_len = (uint8_t)id.len;
}

enum delivery { PERSON_TAKEN, PERSON_CHANGED, PERSON_SAME, PERSON_OVERLAP };
/* A valid row of person.csv; `tag`: the upper half of id_hash. PERSON_SAME: a
 * copy of one in this file. */
MUST_USE enum rc flows_people_deliver(struct people *p, struct str id,
				      uint32_t tag, const struct person *row,
				      enum delivery *out, struct err *err);
/* Row of a person, TEXTS_NONE when unknown; 16 bytes from id.ptr on must be
 * readable. */
uint32_t flows_people_find(const struct people *p, struct str id, uint32_t tag);
/* The same in two steps, some look-ups between them: a guess, whose row is
 * fetched, and what it comes to. */
static inline uint32_t flows_people_guess(const struct people *p, uint32_t tag)
{
	const uint32_t guess = tags_guess(&p->index, tag);
	if (guess != TEXTS_NONE) {
		const char *row = (const char *)&p->row[guess];
		__builtin_prefetch(row);
		__builtin_prefetch(row + sizeof(*p->row) - 1);
	}
	return guess;
}
static inline uint32_t flows_people_check(const struct people *p,
					  uint32_t guess, struct str id,
					  uint32_t tag)
{
	const struct head h = head_of(id);
	if (guess == TEXTS_NONE)
		return flows_people_find(p, id, tag);
	const struct person *r = &p->row[guess];
	return id.len <= 16 && r->id_len == id.len && r->id.lo == h.lo &&
			       r->id.hi == h.hi
		       ? guess
		       : flows_people_find(p, id, tag);
}
/* Whether [from, to] lies inside one of the registration periods. */
bool flows_people_registered(const struct people *p, uint32_t person,
			     int32_t from, int32_t to);
MUST_USE enum rc flows_people_write(const struct people *p, const char *path,
				    struct err *err);

#endif
