#include "ecg/pair.h"
#include "ecg/wfdb_int.h"

#include <strings.h>

bool ecg_is_pair(struct str bytes)
{
	return parcel_is(bytes);
}

bool ecg_needs_pair(struct str hea)
{
	return !parcel_is(hea) && ecg_is_wfdb(hea);
}

/* --------------------------------------------------------------------- names
 */

static bool listed(const struct ecg_pair_names *l, struct str name)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->name[i], name))
			return true;
	return false;
}

enum rc ecg_pair_named(struct str hea, struct arena *a,
		       struct ecg_pair_names *out, struct err *err)
{
	struct wfdb_header h;
	struct ecg_pair_names l = {.n = 0};
	if (!ecg_needs_pair(hea))
		return ecg_refuse(err, MSG_ECG_PARCEL_HOLDS,
				  "this is no header of WFDB");
	enum rc rc = wfdb_header(hea, &h, err);
	for (size_t i = 0; !rc && i < h.n_signal; i++) {
		struct str name = h.signal[i].file;
		if (!wfdb_is_bare(name) || name.len > PARCEL_MOST_NAME)
			rc = ecg_refuse(err, MSG_ECG_DAMAGED,
					"WFDB header: name of a signal file");
		else if (!listed(&l, name))
			l.name[l.n++] = name;
	}
	if (rc)
		return rc;
	l.marks = arena_printf(a, STR_FMT ".atr", STR_ARG(h.record));
	if (!l.marks.ptr)
		return arena_fail(a, err);
	*out = l;
	return OK;
}

/* -------------------------------------------------------------------- packing
 */

/* One file into the parcel; `optional` ones may be absent. */
static enum rc fetch(const struct ecg_beside *beside, struct str name,
		     bool optional, struct arena *a, struct parcel *p,
		     struct err *err)
{
	struct str bytes;
	enum rc rc = beside->get(beside->ctx, name, a, &bytes, err);
	if (rc == E_NOT_FOUND && optional)
		return OK;
	if (rc == E_NOT_FOUND)
		return ecg_refuse(err, MSG_ECG_BESIDE,
				  "signal file \"" STR_FMT "\" is not here",
				  STR_ARG(name));
	if (!rc)
		p->file[p->n++] = (struct parcel_file){name, bytes};
	return rc;
}

static_assert(ECG_MOST_LEADS + 2 <= PARCEL_MOST_FILES,
	      "header, signals and marks fit");

enum rc ecg_pair_pack(struct str name, struct str hea,
		      const struct ecg_beside *beside, struct arena *a,
		      struct str *out, struct err *err)
{
	struct ecg_pair_names l;
	struct parcel *p = arena_alloc(a, sizeof *p);
	if (!p)
		return arena_fail(a, err);
	enum rc rc = ecg_pair_named(hea, a, &l, err);
	p->file[p->n++] = (struct parcel_file){name, hea};
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = fetch(beside, l.name[i], false, a, p, err);
	if (!rc && wfdb_is_bare(l.marks))
		rc = fetch(beside, l.marks, true, a, p, err);
	if (!rc)
		rc = parcel_tar(p->file, p->n, a, out, err);
	if (rc == E_RANGE)
		err_msg(err, rc, MSG_ECG_PARCEL_HOLDS,
			"\"" STR_FMT "\" is no name of a file in a parcel",
			STR_ARG(name));
	return rc;
}

/* ---------------------------------------------------- files that came together
 */

struct together {
	const struct parcel_file *file;
	size_t n;
	bool used[PARCEL_MOST_FILES];
};

static enum rc get(void *ctx, struct str name, struct arena *a,
		   struct str *bytes, struct err *err)
{
	struct together *t = ctx;
	(void)a;
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->file[i].name, name)) {
			t->used[i] = true;
			*bytes = t->file[i].bytes;
			return OK;
		}
	return err_set(err, E_NOT_FOUND, "\"" STR_FMT "\" is not in the parcel",
		       STR_ARG(name));
}

static bool is_header(struct str name)
{
	return name.len > 4 && !strncasecmp(name.ptr + name.len - 4, ".hea", 4);
}

/* The one header; its place is marked as used. */
static enum rc find_header(struct together *t, const struct parcel_file **out,
			   struct err *err)
{
	*out = NULL;
	for (size_t i = 0; i < t->n; i++) {
		if (!is_header(t->file[i].name))
			continue;
		if (*out)
			return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
					  "two headers of WFDB");
		*out = &t->file[i];
		t->used[i] = true;
	}
	if (!*out || !ecg_needs_pair((*out)->bytes))
		return ecg_refuse(err, MSG_ECG_PARCEL_HOLDS,
				  "no header of WFDB among %zu files", t->n);
	return OK;
}

/* What nobody asked for may be another exam. */
static enum rc check_all_used(const struct together *t, struct err *err)
{
	for (size_t i = 0; i < t->n; i++)
		if (!t->used[i])
			return ecg_refuse(err, MSG_ECG_PARCEL_HOLDS,
					  "the header does not name \"" STR_FMT
					  "\"",
					  STR_ARG(t->file[i].name));
	return OK;
}

enum rc ecg_pair_of_files(const struct parcel_file *file, size_t n,
			  struct arena *a, struct str *name, struct str *out,
			  struct err *err)
{
	struct together t = {.file = file, .n = n};
	const struct ecg_beside beside = {get, &t};
	const struct parcel_file *hea;
	if (n > PARCEL_MOST_FILES)
		return ecg_refuse(err, MSG_ECG_PARCEL_HOLDS,
				  "%zu files, at most %d", n,
				  PARCEL_MOST_FILES);
	enum rc rc = find_header(&t, &hea, err);
	if (!rc)
		rc = ecg_pair_pack(hea->name, hea->bytes, &beside, a, out, err);
	if (!rc)
		rc = check_all_used(&t, err);
	if (rc)
		return rc;
	*name = arena_printf(a, STR_FMT ".tar", (int)hea->name.len - 4,
			     hea->name.ptr);
	return name->ptr ? OK : arena_fail(a, err);
}

enum rc ecg_read_pair(struct str bytes, const struct ecg_read_options *o,
		      struct arena *a, struct ecg_record *out, struct err *err)
{
	struct parcel *p = arena_alloc(a, sizeof *p);
	struct err why = {0};
	const struct parcel_file *hea;
	if (!p)
		return arena_fail(a, err);
	enum rc rc = parcel_open(bytes, ECG_MOST_BYTES, a, p, &why);
	if (rc)
		return err_msg(err, rc,
			       rc == E_LIMIT ? MSG_ECG_TOO_LARGE
					     : MSG_ECG_PARCEL,
			       "%s", why.text);
	struct together t = {.file = p->file, .n = p->n};
	const struct ecg_beside beside = {get, &t};
	struct ecg_read_options inner = *o;
	rc = find_header(&t, &hea, err);
	if (rc)
		return rc;
	inner.name = str_sub(hea->name, 0, hea->name.len - 4);
	inner.beside = &beside;
	rc = ecg_read_wfdb(hea->bytes, &inner, a, out, err);
	return rc ? rc : check_all_used(&t, err);
}
