/* A spirometry that was kept: its row, the exam measured again from its bytes,
 * the trend of the person. */
#include "app/person_view_int.h"
#include "app/tele_int.h"
#include "app/tele_spiro.h"
#include "spiro/draw.h"

#include <math.h>

#define WORK_ARENA (512u << 20) /* samples as numbers, four times a file */

/* ---- the row */

/* The last check of a device in the register. */
static enum rc registered(struct app *app, int64_t device_id, struct date on,
			  struct date *day, struct err *err)
{
	struct stmt *q = NULL;
	*day = DATE_NONE;
	if (!device_id)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_TELE_CALIBRATED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "device_id", device_id);
	bind_date(q, "on_date", on);
	rc = stmt_one(q, err);
	if (!rc && !col_null(q, 0))
		*day = col_date(q, 0);
	stmt_close(q);
	return rc;
}

static void tell_calibration(struct tele_reading *r, struct date on)
{
	struct date day = r->spiro->calibrated_on;
	bool known = !date_is_none(day);
	if (known && day.days + r->spiro->how.calibration_days >= on.days)
		return;
	if (r->n_finding < TELE_FINDINGS_MOST)
		r->finding[r->n_finding++] = (struct tele_finding){
			.kind = STR("quality"),
			.severity = STR("warn"),
			.code = known ? STR("calibration_old")
				      : STR("calibration_unknown")};
}

static void bind_grade(struct stmt *q, const char *name, const char *grade)
{
	bind_str(q, name, (struct str){grade, *grade ? 1 : 0});
}

static enum rc insert(struct app *app, int64_t exam_id,
		      const struct tele_spiro_row *r, struct err *err)
{
	struct stmt *q = NULL;
	const char *group = spiro_group_name(r->how.group);
	enum rc rc = db_prepare(app->db, SQL_TELE_SPIRO_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "exam_id", exam_id);
	bind_int(q, "height_mm", r->height_mm);
	bind_str(q, "reference", str_from(spiro_set_name(r->how.set)));
	bind_str(q, "ethnicity",
		 spiro_set_has_groups(r->how.set) ? str_from(group) : STR(""));
	bind_date(q, "rules_on", r->how.rules_on);
	bind_date(q, "calibrated_on", r->calibrated_on);
	bind_int(q, "from_device", r->from_device);
	bind_int(q, "n_pre", (int64_t)r->n_blow[SPIRO_PRE]);
	bind_int(q, "n_post", (int64_t)r->n_blow[SPIRO_POST]);
	bind_grade(q, "fev1_grade", &r->grade[SPIRO_PRE][0]);
	bind_grade(q, "fvc_grade", &r->grade[SPIRO_PRE][1]);
	bind_grade(q, "fev1_grade_post", &r->grade[SPIRO_POST][0]);
	bind_grade(q, "fvc_grade_post", &r->grade[SPIRO_POST][1]);
	bind_str(q, "pattern", r->pattern);
	bind_str(q, "severity", r->severity);
	bind_str(q, "bdr", r->bdr);
	return stmt_finish(q, NULL, err);
}

enum rc tele_spiro_keep(struct app *app, int64_t exam_id,
			const struct tele_sending *s, int64_t device_id,
			struct date taken_on, struct tele_reading *r,
			struct err *err)
{
	struct date said = s->calibrated_on;
	enum rc rc = OK;
	if (said.days && !date_is_none(said))
		r->spiro->calibrated_on = said;
	else
		rc = registered(app, device_id, taken_on,
				&r->spiro->calibrated_on, err);
	if (rc)
		return rc;
	tell_calibration(r, taken_on);
	return insert(app, exam_id, r->spiro, err);
}

/* ---- by what it was judged */

struct kept {
	struct tele_spiro_how how;
	struct tele_identity who;
	struct date calibrated_on, taken_on;
	struct str sha256, file_name;
	char grade[N_SPIRO_PHASE][2];
};

static char letter(const struct stmt *q, int i)
{
	struct str s = col_str(q, i);
	return s.len ? s.ptr[0] : 0;
}

static bool parse_set(struct str reference, struct str group,
		      struct tele_spiro_how *out)
{
	out->group = SPIRO_CAUCASIAN;
	for (int g = 0; g < N_SPIRO_GROUP; g++)
		if (str_is(group, spiro_group_name((enum spiro_group)g)))
			out->group = (enum spiro_group)g;
	return spiro_set_parse(reference, &out->set);
}

static bool read_kept(const struct stmt *q, struct arena *a, struct kept *k)
{
	*k = (struct kept){
		.how = {.height_cm = (double)col_int(q, 0) / 10,
			.rules_on = col_date(q, 3)},
		.who = {.born = col_date(q, 9), .sex = letter(q, 10)},
		.calibrated_on = col_null(q, 4) ? DATE_NONE : col_date(q, 4),
		.taken_on = col_date(q, 11),
		.sha256 = col_text(q, 12, a),
		.file_name = col_text(q, 13, a)};
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		for (int i = 0; i < 2; i++)
			k->grade[p][i] = letter(q, 5 + 2 * p + i);
	return parse_set(col_str(q, 1), col_str(q, 2), &k->how);
}

/* E_NOT_FOUND: it came before spirometries were measured here. */
static enum rc load_kept(struct app *app, int64_t exam_id, struct arena *a,
			 struct kept *k, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_SPIRO, &q, err);
	if (rc)
		return rc;
	bind_int(q, "exam_id", exam_id);
	rc = stmt_one(q, err);
	if (!rc && !read_kept(q, a, k))
		rc = err_set(err, E_STATE,
			     "exam %" PRId64 " was compared with equations "
			     "that this version does not have",
			     exam_id);
	stmt_close(q);
	return rc;
}

static enum rc open_again(struct app *app, int64_t exam_id, struct arena *a,
			  struct kept *k, struct tele_spiro_work *w,
			  struct err *err)
{
	struct str bytes;
	enum rc rc = load_kept(app, exam_id, a, k, err);
	if (!rc)
		rc = tele_blob_read(app, k->sha256, a, &bytes, err);
	return rc ? rc
		  : tele_spiro_open(bytes, k->file_name, &k->how, &k->who,
				    k->taken_on, a, w, err);
}

enum rc tele_spiro_draw(struct app *app, int64_t exam_id, struct str signed_by,
			enum lang lang, struct arena *a, struct sheet *out,
			struct err *err)
{
	struct kept k;
	struct tele_spiro_work w;
	enum rc rc = open_again(app, exam_id, a, &k, &w, err);
	if (!rc) {
		w.exam.signed_by = signed_by;
		spiro_draw(&w.exam, lang, out);
	}
	return rc;
}

enum rc tele_spiro_grades(struct app *app, int64_t exam_id,
			  char grade[N_SPIRO_PHASE][2], struct err *err)
{
	struct arena a;
	struct kept k = {.taken_on = DATE_NONE};
	arena_init(&a, 1u << 16);
	enum rc rc = load_kept(app, exam_id, &a, &k, err);
	memcpy(grade, k.grade, sizeof(k.grade));
	arena_release(&a);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* ---- the trend */

static double milli(const struct stmt *q, int i)
{
	return col_null(q, i) ? (double)NAN : (double)col_int(q, i) / 1000;
}

static enum rc point_row(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	(void)err;
	*(struct tele_spiro_point *)row =
		(struct tele_spiro_point){.exam_id = col_int(q, 0),
					  .on = col_date(q, 1),
					  .reference = col_text(q, 2, ctx),
					  .fev1_grade = letter(q, 3),
					  .fvc_grade = letter(q, 4),
					  .is_signed = col_int(q, 5) > 0,
					  .fev1 = milli(q, 6),
					  .fvc = milli(q, 7),
					  .z_fev1 = milli(q, 8),
					  .z_fvc = milli(q, 9),
					  .z_ratio = milli(q, 10)};
	return OK;
}

static void oldest_first(struct tele_spiro_point *p, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct tele_spiro_point other = p[i];
		p[i] = p[n - 1 - i];
		p[n - 1 - i] = other;
	}
}

/* Points of the set of the last exam alone; gives how many there are. */
static size_t same_set(const struct tele_spiro *v, bool fvc,
		       struct spiro_point out[])
{
	size_t n = 0;
	for (size_t i = 0; i < v->n_point; i++) {
		const struct tele_spiro_point *p = &v->point[i];
		struct spiro_point x = {.on = p->on,
					.set = v->exam.set,
					.z = fvc ? p->z_fvc : p->z_fev1,
					.measured = fvc ? p->fvc : p->fev1};
		if (str_is(p->reference, spiro_set_name(x.set)) && !isnan(x.z))
			out[n++] = x;
	}
	return n;
}

static enum rc find_trend(struct tele_spiro *v, struct err *err)
{
	struct spiro_point p[16];
	assert(v->n_point <= countof(p));
	for (size_t i = 0; i < v->n_point; i++)
		v->n_other_set += !str_is(v->point[i].reference,
					  spiro_set_name(v->exam.set));
	size_t n = same_set(v, false, p);
	v->has_trend = n > 1;
	if (!v->has_trend)
		return OK;
	enum rc rc = spiro_trend(p, n, v->exam.sex, &v->rules, &v->fev1, err);
	n = same_set(v, true, p);
	return rc || !n ? rc
			: spiro_trend(p, n, v->exam.sex, &v->rules, &v->fvc,
				      err);
}

static enum rc trend(struct app *app, int64_t exam_id, int64_t person_id,
		     struct date on, struct arena *a, struct tele_spiro *v,
		     struct err *err)
{
	struct stmt *q = NULL;
	bool post = v->exam.has_opinion && v->exam.opinion.read == SPIRO_POST;
	enum rc rc = db_prepare(app->db, SQL_TELE_SPIRO_TREND, &q, err);
	if (rc)
		return rc;
	bind_int(q, "exam_id", exam_id);
	bind_int(q, "person_id", person_id);
	bind_date(q, "taken_on", on);
	bind_str(q, "lead", post ? STR("post") : STR(""));
	rc = person_rows(q, sizeof(*v->point), 16, point_row, a, a, &v->point,
			 &v->n_point, err);
	if (rc)
		return rc;
	oldest_first(v->point, v->n_point);
	return find_trend(v, err);
}

/* ---- what is shown */

/* All but the curves, out of the memory in which it was read. */
static enum rc copy_exam(const struct tele_spiro_work *w, struct arena *a,
			 struct tele_spiro *v, struct err *err)
{
	const struct spiro_session *s = &w->exam.session;
	struct spiro_blow *blow =
		arena_array(a, struct spiro_blow, s->n_blow + 1);
	if (!blow)
		return arena_fail(a, err);
	v->exam = w->exam;
	v->rules = w->rules;
	v->quality = spiro_quality(s);
	for (size_t i = 0; i < s->n_blow; i++) {
		blow[i] = s->blow[i];
		blow[i].name = arena_str(a, s->blow[i].name);
		blow[i].curve = (struct spiro_curve){.n = 0};
	}
	v->exam.a = NULL;
	v->exam.ref = NULL;
	v->exam.rules = v->exam.session.rules = &v->rules;
	v->exam.session.blow = blow;
	v->exam.stated = NULL;
	v->exam.n_stated = 0;
	v->exam.id = v->exam.remark = STR("");
	v->exam.device = v->exam.taken_on = STR("");
	return OK;
}

enum rc tele_spiro_view(struct app *app, int64_t exam_id, int64_t person_id,
			struct arena *a, struct tele_spiro **out,
			struct err *err)
{
	struct arena own;
	struct kept k;
	struct tele_spiro_work w;
	struct tele_spiro *v = arena_calloc(a, 1, sizeof(*v));
	*out = NULL;
	if (!v)
		return arena_fail(a, err);
	arena_init(&own, WORK_ARENA);
	enum rc rc = open_again(app, exam_id, &own, &k, &w, err);
	if (!rc)
		rc = copy_exam(&w, a, v, err);
	if (!rc) {
		v->rules_on = k.how.rules_on;
		v->calibrated_on = k.calibrated_on;
		rc = trend(app, exam_id, person_id, k.taken_on, a, v, err);
	}
	arena_release(&own);
	if (!rc)
		*out = v;
	return rc == E_NOT_FOUND ? OK : rc;
}
