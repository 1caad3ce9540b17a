/* Inside omop: a table by the names of its columns, and what is known of
 * people, providers and vocabularies while the others are read. */
#ifndef OMOP_OMOP_INT_H
#define OMOP_OMOP_INT_H

#include "base/lines.h"
#include "base/sorter.h"
#include "omop/omop.h"

#define MAX_COLUMN 64u

struct otable {
	struct lines lines;
	const char *const *want; /* names, NULL at the end */
	size_t at[MAX_COLUMN];   /* where they are; SIZE_MAX: not there */
	struct str cell[MAX_COLUMN];
	size_t n_cell;
	char separator;
	char path[PATH_MAX], name[64];
	struct simple_place place;
};
/* E_NOT_FOUND when the folder has no such table. `form` is static. */
MUST_USE enum rc otable_open(struct otable *t, const char *dir,
			     const char *name, const char *const *want,
			     struct simple *s, const char *form,
			     struct err *err);
void otable_close(struct otable *t);
/* The next row; rows that cannot be read are set aside. E_NOT_FOUND at the
 * end. */
MUST_USE enum rc otable_next(struct otable *t, struct simple *s,
			     struct err *err);
/* Value of the i-th wanted column, empty when it is not there. */
static inline struct str otable_get(const struct otable *t, size_t i)
{
	size_t at = t->at[i];
	return at < t->n_cell && at < MAX_COLUMN ? str_trim(t->cell[at])
						 : STR("");
}

struct pairs { /* key to text */
	struct map key;
	struct str *value;
	size_t cap;
	struct arena text;
};
void pairs_release(struct pairs *p);
MUST_USE enum rc pairs_put(struct pairs *p, struct str key, struct str value,
			   struct err *err);
struct str pairs_get(const struct pairs *p, struct str key);

struct omop {
	const struct omop_job *job;
	struct simple *s;
	struct pairs person;     /* person_id to the identifier */
	struct pairs place;      /* location_id to ISTAT */
	struct pairs provider;   /* provider_id to its source value */
	struct pairs site;       /* care_site_id to its source value */
	struct pairs vocabulary; /* concept_id to its vocabulary */
	struct pairs exemption;  /* codes that are exemptions */
	bool has_people;
	struct sorter *sorter; /* visits and what belongs to them */
};

struct str omop_date(struct str v); /* its first ten characters */
/* Who it is; false and a reject when nobody has the number. */
MUST_USE enum rc omop_person(struct omop *o, struct simple_place at,
			     struct str person_id, struct str *out, bool *known,
			     struct err *err);
MUST_USE enum rc omop_read_people(struct omop *o, struct err *err);
MUST_USE enum rc omop_read_drugs(struct omop *o, struct err *err);
MUST_USE enum rc omop_read_visits(struct omop *o, struct err *err);

/* Texts end to end, for a record of a sorter. */
void omop_pack(struct buf *b, const struct str *v, size_t n);
size_t omop_unpack(struct str record, struct str *v, size_t max);

#endif
