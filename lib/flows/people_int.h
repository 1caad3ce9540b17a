/* The table of people while an import builds it. */
#ifndef FLOWS_PEOPLE_INT_H
#define FLOWS_PEOPLE_INT_H

#include "col/texts.h"
#include "flows/archive.h"
#include "flows/code_int.h"

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

/* What the set wants as `tag`: id_hash of an identifier that may stand at the
 * end of its memory. */
uint32_t flows_people_tag(struct str id);

enum delivery { PERSON_TAKEN, PERSON_CHANGED, PERSON_SAME, PERSON_OVERLAP };
/* A valid row of person.csv. PERSON_SAME: a copy of one in this file. */
MUST_USE enum rc flows_people_deliver(struct people *p, struct str id,
				      uint32_t tag, const struct person *row,
				      enum delivery *out, struct err *err);
/* Row of a person, TEXTS_NONE when unknown; 16 bytes from id.ptr on must be
 * readable. */
uint32_t flows_people_find(const struct people *p, struct str id, uint32_t tag);
/* Fetch what it will read, in two steps, some look-ups ahead. */
static inline void flows_people_prefetch(const struct people *p, uint32_t tag)
{
	const struct textset *s = &p->id;
	for (size_t i = textset_start(s, tag); s->slots[i];
	     i = i + 1 == s->n_slot ? 0 : i + 1)
		if ((uint32_t)(s->slots[i] >> 32) == tag) {
			const char *row =
				(const char *)&p
					->row[(uint32_t)s->slots[i] - 1];
			__builtin_prefetch(row);
			__builtin_prefetch(row + sizeof(*p->row) - 1);
			return;
		}
}
/* Whether [from, to] lies inside one of the registration periods. */
bool flows_people_registered(const struct people *p, uint32_t person,
			     int32_t from, int32_t to);
MUST_USE enum rc flows_people_write(const struct people *p, const char *path,
				    struct err *err);

#endif
