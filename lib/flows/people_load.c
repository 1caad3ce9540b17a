/* The table of people as the archive has it: a quarter of a small import, so
 * it is done by blocks that stay in the cache. */
#include "flows/archive_int.h"
#include "flows/people_int.h"

#define BLOCK 64u /* people whose lines of the index are fetched together */

static_assert(TEXTS_SLACK >= sizeof(struct head), "a head may be read");

/* The identifiers as they stand. */
static enum rc load_ids(struct people *p, const struct archive *a,
			struct err *err)
{
	enum rc rc = texts_copy_whole(&p->id, archive_person_ids(a), err);
	return rc == E_FORMAT ? err_context(err, "the archive is damaged: "
						 "identifiers of people")
			      : rc;
}

static struct person row_of(const struct people_cols *c, size_t i)
{
	return (struct person){.birth = c->birth[i],
			       .start = c->registration_start[i],
			       .end = c->registration_end[i],
			       .death = c->death[i],
			       .gp = c->gp[i],
			       .municipality = c->municipality[i],
			       .ats = c->ats[i],
			       .sex = c->sex[i]};
}

struct block {
	size_t from, n;
	struct str id[BLOCK];
	uint32_t tag[BLOCK];
};

/* Rows and tags of a block, whose identifiers begin at `text`; returns where
 * the next ones do. */
static const char *load_rows(struct people *p, const struct people_cols *c,
			     const char *text, struct block *b)
{
	for (size_t k = 0; k < b->n; k++) {
		const size_t i = b->from + k;
		const struct person row = row_of(c, i);
		b->id[k] = (struct str){text, p->id.len[i]};
		b->tag[k] = (uint32_t)(id_hash(b->id[k]) >> 32);
		tags_prefetch(&p->index, b->tag[k]);
		flows_people_put(p, i, b->id[k], &row);
		text += p->id.len[i];
	}
	return text;
}

static enum rc load_index(struct people *p, const struct block *b,
			  struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; !rc && k < b->n; k++) {
		if (flows_people_find(p, b->id[k], b->tag[k]) != TEXTS_NONE)
			return err_set(err, E_FORMAT,
				       "the archive is damaged: person "
				       "\"" STR_FMT "\" stands twice",
				       STR_ARG(b->id[k]));
		rc = tags_add(&p->index, b->tag[k], (uint32_t)(b->from + k),
			      err);
	}
	return rc;
}

enum rc flows_people_load(struct people *p, const struct archive *a,
			  struct err *err)
{
	const struct people_cols *c = archive_people(a);
	enum rc rc = c->n ? flows_people_reserve(p, c->n, err) : OK;
	if (!rc)
		rc = tags_reserve(&p->index, c->n, err);
	if (!rc)
		rc = load_ids(p, a, err);
	const char *text = p->id.text;
	for (struct block b = {0}; !rc && b.from < c->n; b.from += BLOCK) {
		b.n = c->n - b.from < BLOCK ? c->n - b.from : BLOCK;
		text = load_rows(p, c, text, &b);
		rc = load_index(p, &b, err);
	}
	if (!rc && c->n) {
		memset(p->delivered, 0, c->n);
		memset(p->more, 0, c->n * sizeof(*p->more));
	}
	p->n_known = c->n;
	return rc;
}
