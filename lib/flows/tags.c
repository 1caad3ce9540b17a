#include "flows/tags_int.h"

#include "base/pages.h"

#define LEAST_LINES 64u
#define FULL        5u /* of eight places, on the average */

void tags_release(struct tags *t)
{
	free(t->line);
	*t = (struct tags){0};
}

static void place(struct tags *t, uint32_t tag, uint32_t entry)
{
	size_t at = tags_start(t, tag);
	unsigned i = 0;
	while (t->line[at].number[TAGS_A_LINE - 1])
		at = at + 1 == t->n_line ? 0 : at + 1;
	while (t->line[at].number[i])
		i++;
	t->line[at].tag[i] = tag;
	t->line[at].number[i] = entry;
}

/* The tags are in the lines, so growing reads nothing else. */
static enum rc grow(struct tags *t, size_t n_line, struct err *err)
{
	struct tags wider = {.n = t->n, .n_line = n_line};
	wider.line = aligned_alloc(sizeof(*wider.line),
				   wider.n_line * sizeof(*wider.line));
	if (!wider.line)
		return err_set(err, E_NOMEM, "no memory for %zu names", t->n);
	pages_large(wider.line, wider.n_line * sizeof(*wider.line));
	memset(wider.line, 0, wider.n_line * sizeof(*wider.line));
	for (size_t k = 0; k < t->n_line; k++)
		for (unsigned i = 0; i < TAGS_A_LINE; i++)
			if (t->line[k].number[i])
				place(&wider, t->line[k].tag[i],
				      t->line[k].number[i]);
	free(t->line);
	*t = wider;
	return OK;
}

enum rc tags_reserve(struct tags *t, size_t n, struct err *err)
{
	size_t n_line = n / FULL + 1;
	if (n_line < LEAST_LINES) /* a line alone would not grow by its half */
		n_line = LEAST_LINES;
	return n_line > t->n_line ? grow(t, n_line, err) : OK;
}

enum rc tags_add(struct tags *t, uint32_t tag, uint32_t number, struct err *err)
{
	if (t->n >= t->n_line * FULL) {
		enum rc rc = grow(
			t, t->n_line ? t->n_line + t->n_line / 2 : LEAST_LINES,
			err);
		if (rc)
			return rc;
	}
	place(t, tag, number + 1);
	t->n++;
	return OK;
}
