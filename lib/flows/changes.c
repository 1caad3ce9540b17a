#include "flows/changes_int.h"
#include "flows/removals_int.h"

struct wanted { /* identifiers to be found */
	struct textset ids;
	uint8_t *found;
	uint64_t n_removed;
};

static void take(struct wanted *w, const struct older *o, size_t row,
		 struct str id)
{
	const uint32_t n = textset_find(&w->ids, id, text_tag(id));
	if (n == TEXTS_NONE)
		return;
	w->found[n] = 1;
	if (older_removed(o, row))
		return;
	removals_take(o->take, row);
	w->n_removed++;
}

/* All texts of a segment, end to end. */
static enum rc scan(struct wanted *w, const struct older *o, struct err *err)
{
	const struct texts *t = &o->record;
	uint64_t at = 0;
	for (size_t i = 0; i < t->n; i++) {
		if (at + t->len[i] > t->n_byte)
			return err_set(err, E_FORMAT,
				       "the archive is damaged: identifiers "
				       "of segment %zu; run prossima archive "
				       "verify",
				       o->segment + 1);
		take(w, o, i, (struct str){t->text + at, t->len[i]});
		at += t->len[i];
	}
	return OK;
}

enum rc changes_by_id(const struct olders *o, const struct texts *ids,
		      struct changes_done *out, struct err *err)
{
	struct wanted w = {.found = calloc(ids->n + 1, 1)};
	enum rc rc = w.found ? OK : err_set(err, E_NOMEM, "no memory");
	for (size_t i = 0; !rc && i < ids->n; i++) {
		const struct str id = texts_get(ids, i);
		uint32_t number;
		bool fresh;
		rc = textset_add(&w.ids, id, text_tag(id), &number, &fresh,
				 err);
	}
	for (size_t i = 0; !rc && ids->n && i < o->n; i++)
		rc = scan(&w, &o->list[i], err);
	for (size_t i = 0; !rc && i < w.ids.texts.n; i++)
		out->n_unknown += !w.found[i];
	out->n_removed += w.n_removed;
	textset_release(&w.ids);
	free(w.found);
	return rc;
}

/* A record that was taken back before is known, too: a cancellation that comes
 * twice is no surprise. */
static bool cancel_of_person(const struct olders *all, uint32_t person,
			     struct str id, uint64_t *n)
{
	bool found = false;
	for (size_t i = 0; i < all->n; i++) {
		const struct older *o = &all->list[i];
		if (person >= o->n_person)
			continue;
		for (size_t k = o->first[person]; k < o->first[person + 1];
		     k++) {
			if (!str_eq(texts_get(&o->record, k), id))
				continue;
			found = true;
			if (older_removed(o, k))
				continue;
			removals_take(o->take, k);
			++*n;
		}
	}
	return found;
}

enum rc changes_cancel(const struct table *t, const struct olders *o,
		       struct changes_done *out, struct err *err)
{
	struct texts_build rest = {0};
	const struct texts ids = texts_view(&t->cancel.id);
	enum rc rc = OK;
	*out = (struct changes_done){0};
	for (size_t i = 0; !rc && i < ids.n; i++) {
		const struct str id = texts_get(&ids, i);
		if (!cancel_of_person(o, t->cancel.person[i], id,
				      &out->n_removed) &&
		    !table_met(t, t->cancel.number[i]))
			rc = texts_add(&rest, id, err);
	}
	const struct texts view = texts_view(&rest);
	if (!rc)
		rc = changes_by_id(o, &view, out, err);
	texts_release(&rest);
	return rc;
}
