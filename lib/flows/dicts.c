#include "flows/records_int.h"

void dicts_release(struct dicts *d)
{
	for (size_t i = 0; i < N_DICT; i++)
		textset_release(&d->d[i]);
}

enum rc dicts_load(struct dicts *d, const struct archive *a, struct err *err)
{
	enum rc rc = OK;
	uint32_t number;
	bool fresh;
	for (int i = 0; !rc && i < (int)N_DICT; i++) {
		size_t n = a ? archive_dict_size(a, (enum dict)i) : 1;
		for (uint32_t k = 0; !rc && k < n; k++) {
			struct str s =
				a ? archive_dict(a, (enum dict)i, k) : STR("");
			rc = textset_add(&d->d[i], s, text_tag(s), &number,
					 &fresh, err);
			if (!rc && number != k)
				rc = err_set(err, E_FORMAT,
					     "the archive is damaged: "
					     "dictionary %s has a code twice",
					     dict_name[i]);
		}
	}
	d->changed = a == NULL;
	return rc;
}

enum rc dicts_write(const struct dicts *d, const char *path, struct err *err)
{
	struct col_writer *w = NULL;
	enum rc rc = col_writer_open(path, &w, err);
	for (size_t i = 0; !rc && i < N_DICT; i++) {
		const struct texts t = texts_view(&d->d[i].texts);
		texts_write(w, dict_name[i], &t, NULL, t.n);
	}
	if (!rc)
		rc = col_writer_finish(w, err);
	col_writer_close(w);
	return rc;
}

void worker_release(struct worker *w)
{
	for (size_t i = 0; i < N_CODE; i++) {
		codebook_release(&w->book[i]);
		free(w->number[i]);
	}
	*w = (struct worker){0};
}
