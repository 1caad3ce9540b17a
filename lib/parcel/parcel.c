#include "parcel/parcel_int.h"

const struct parcel_file *parcel_find(const struct parcel *p, struct str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->file[i].name, name))
			return &p->file[i];
	return NULL;
}

bool parcel_name_ok(struct str bare)
{
	if (!bare.len || bare.len > PARCEL_MOST_NAME || bare.ptr[0] == '.')
		return false;
	for (size_t i = 0; i < bare.len; i++) {
		unsigned char c = (unsigned char)bare.ptr[i];
		if (c < ' ' || c == 0x7f || c == '/' || c == '\\')
			return false;
	}
	return true;
}

static struct str after_slash(struct str path)
{
	size_t at = path.len;
	while (at && path.ptr[at - 1] != '/')
		at--;
	return str_sub(path, at, path.len - at);
}

enum rc parcel_admit(struct parcel_work *w, struct str path, uint64_t size,
		     struct str *bare, struct err *err)
{
	struct str name = after_slash(path);
	*bare = (struct str){"", 0};
	if (!name.len || name.ptr[0] == '.')
		return OK;
	if (!parcel_name_ok(name))
		return err_set(err, E_FORMAT,
			       "a name of %zu bytes, or of strange ones",
			       name.len);
	if (parcel_find(w->p, name))
		return err_set(err, E_FORMAT, "two files \"" STR_FMT "\"",
			       STR_ARG(name));
	if (w->p->n == PARCEL_MOST_FILES)
		return err_set(err, E_LIMIT, "more than %d files",
			       PARCEL_MOST_FILES);
	if (size > w->left)
		return err_set(err, E_LIMIT,
			       "\"" STR_FMT "\" has %" PRIu64
			       " bytes, %zu are allowed",
			       STR_ARG(name), size, w->left);
	w->left -= (size_t)size;
	*bare = name;
	return OK;
}

void parcel_add(struct parcel_work *w, struct str bare, struct str bytes)
{
	assert(w->p->n < PARCEL_MOST_FILES);
	w->p->file[w->p->n++] = (struct parcel_file){bare, bytes};
}

enum rc parcel_open(struct str bytes, size_t limit, struct arena *a,
		    struct parcel *out, struct err *err)
{
	struct parcel p = {.n = 0};
	struct parcel_work w = {bytes, limit, a, &p};
	enum rc rc = E_FORMAT;
	if (parcel_is_zip(bytes))
		rc = parcel_zip_open(&w, err);
	else if (parcel_is_tar(bytes))
		rc = parcel_tar_open(&w, err);
	else
		err_set(err, E_FORMAT, "neither a tar nor a ZIP");
	if (!rc)
		*out = p;
	return rc;
}
