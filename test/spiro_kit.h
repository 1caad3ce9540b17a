/* For tests and benches of spirometry: the sessions of SHARED, whose truth is
 * known exactly, and blows made by a formula. */
#ifndef TEST_SPIRO_KIT_H
#define TEST_SPIRO_KIT_H

#include "base/file.h"
#include "csv/csv.h"
#include "spiro/read.h"
#include "spiro/session.h"

#include <math.h>

/* A folder of the shared material, NULL without it. */
static inline const char *kit_folder(struct arena *a, const char *name)
{
	const char *shared = getenv("SHARED");
	const char *dir =
		file_join(a, shared && *shared ? shared : "../shared", name);
	return dir && file_is_dir(dir) ? dir : NULL;
}

static inline enum rc kit_curve(const char *dir, struct str file,
				struct arena *a, struct spiro_curve *out,
				struct err *err)
{
	struct str bytes, name = arena_str(a, file);
	struct spiro_record r;
	enum rc rc = file_read(file_join(a, dir, name.ptr), a, SPIRO_MOST_BYTES,
			       &bytes, err);
	if (!rc)
		rc = spiro_read(bytes, name, a, &r, err);
	if (!rc)
		*out = *r.curve;
	return rc;
}

static inline double kit_number(struct str s)
{
	double v = NAN;
	if (!s.len || str_is(s, "nan") || !str_to_double(s, &v))
		return NAN;
	return v;
}

/* The blows of one session of the truth, read and judged. */
static inline enum rc kit_session(const char *dir, struct str truth,
				  struct str session, double age,
				  const struct spiro_rules *rules,
				  struct arena *a, struct spiro_session *out,
				  struct err *err)
{
	struct csv c;
	enum rc rc = OK;
	*out = (struct spiro_session){.age = age, .rules = rules};
	out->blow = arena_array(a, struct spiro_blow, SPIRO_MOST_BLOWS);
	csv_init(&c, truth);
	while (!rc && !csv_next(&c, NULL)) {
		if (!str_eq(c.field[0], session))
			continue;
		struct spiro_blow *b = &out->blow[out->n_blow++];
		b->name = arena_str(a, c.field[2]);
		rc = kit_curve(dir, b->name, a, &b->curve, err);
	}
	csv_release(&c);
	return rc ? rc : spiro_session_judge(out, err);
}

#endif
