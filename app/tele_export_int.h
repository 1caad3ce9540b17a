/* Private to the files app/tele_export*.c. */
#ifndef APP_TELE_EXPORT_INT_H
#define APP_TELE_EXPORT_INT_H

#include "app/tele_export.h"
#include "app/tele_int.h"
#include "parcel/zip_out.h"

struct copy { /* one ZIP under way */
	struct app *app;
	int64_t person_id;
	enum lang lang;
	bool own; /* goes to the person: nothing that is not theirs yet */
	struct zip_out zip;
	struct buf readme; /* what each file is */
	struct tele_exported n;
};
/* A word of a path, by the language. */
static inline const char *copy_word(const struct copy *x, const char *en,
				    const char *it)
{
	return x->lang == LANG_IT ? it : en;
}
/* A file, and its lines in the index. */
MUST_USE enum rc copy_put(struct copy *x, struct str path, struct str bytes,
			  struct date day, struct str about, struct err *err);
/* A paragraph of the index alone. */
void copy_say(struct copy *x, struct str text);
/* A message with up to four named places, in the arena. */
struct str copy_fill(const struct copy *x, struct arena *a, enum msg id,
		     const struct str *pairs, size_t n);
struct str copy_day(const struct copy *x, struct arena *a, struct date d);
struct str copy_when(const struct copy *x, struct arena *a, int64_t us);
/* "referto, versione 1, firmato da ... il ...": an id with {version}, {name}
 * and {when}. */
struct str copy_signed(const struct copy *x, struct arena *a, enum msg id,
		       int version, struct str name, int64_t us);

struct copy_kind {
	const char *action; /* of the audit */
	enum msg head;      /* of the index, with {name} and {when} */
	enum rc (*before)(struct copy *x, struct err *err); /* NULL */
};
/* What stands before, then telecare: app_tele_export's terms. */
MUST_USE enum rc copy_make(struct app *app, int64_t person_id, enum lang lang,
			   int fd, const struct copy_kind *kind,
			   struct tele_exported *out, struct err *err);

MUST_USE enum rc copy_exams(struct copy *x, struct err *err);
MUST_USE enum rc copy_readings(struct copy *x, struct err *err);
MUST_USE enum rc copy_visits(struct copy *x, struct err *err);
MUST_USE enum rc copy_consents(struct copy *x, struct err *err);

#endif
