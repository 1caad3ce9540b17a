/* web/kept_form - a multipart form that stays in memory as it comes: the form
 * of an exam, with its few small files. Bounded by TELE_MOST_BYTES for all
 * files together and FIELDS_MOST for the fields; what is more is told at the
 * end (kept_form_good), not cut.
 */
#ifndef WEB_KEPT_FORM_H
#define WEB_KEPT_FORM_H

#include "app/tele_files.h"
#include "web/web.h"

#define KEPT_FIELDS_MOST 65536u

struct kept_form {
	struct buf bytes;  /* of the files, one after the other */
	struct buf fields; /* name NUL value NUL ... */
	struct kept_file {
		char name[101];
		size_t from, len;
	} file[TELE_FILES_MOST];
	size_t n;
	bool in_file, too_many;
};
void kept_form_init(struct kept_form *k);
void kept_form_release(struct kept_form *k); /* safe on zeroed */

/* As struct multipart_events says. */
void kept_form_begin(struct kept_form *k, struct str name, struct str file);
void kept_form_data(struct kept_form *k, struct str bytes);
void kept_form_end(struct kept_form *k);

/* Is all of it here? */
bool kept_form_good(const struct kept_form *k);
/* The files; they live as long as the form. */
void kept_form_files(const struct kept_form *k, struct tele_files *out);
/* The fields, in the arena. */
void kept_form_fields(const struct kept_form *k, struct arena *a,
		      struct params *out);

#endif
