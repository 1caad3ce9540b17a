/* The tracing of an exam on paper, drawn from the bytes as they came. */
#include "app/tele_int.h"
#include "app/tele_spiro.h"
#include "ecg/read.h"
#include "picture/sheet.h"
#include "text/text.h"

#include <math.h>

/* Who signed last; empty: the sheet says it is not validated. */
static enum rc signer(struct app *app, int64_t exam_id, struct arena *a,
		      struct str *name, struct err *err)
{
	struct tele_report *list = NULL;
	size_t n = 0;
	*name = STR("");
	enum rc rc = tele_reports_load(app, exam_id, 0, a, &list, &n, err);
	for (size_t i = 0; i < n && !name->len; i++)
		if (list[i].is_signed)
			*name = list[i].signed_name;
	return rc;
}

struct ecg_read_again {
	struct ecg_record *r;
	struct ecg_analysis *x;
};

static enum rc read_again(const struct tele_kept *file, struct arena *a,
			  struct ecg_read_again *out, struct err *err)
{
	struct ecg_read_options o = {.name = file->name,
				     .csv_hz = file->csv_hz};
	out->r = arena_alloc(a, sizeof(*out->r));
	out->x = arena_alloc(a, sizeof(*out->x));
	if (!out->r || !out->x)
		return arena_fail(a, err);
	enum rc rc = ecg_read(file->bytes, &o, a, out->r, err);
	return rc ? rc : ecg_analyse(out->r, a, out->x, err);
}

enum rc tele_draw_ecg(const struct tele_kept *file,
		      const struct ecg_draw_options *ask, struct arena *a,
		      struct sheet *out, struct err *err)
{
	struct ecg_read_again e;
	struct ecg_draw_options with = *ask;
	enum rc rc = read_again(file, a, &e, err);
	if (rc)
		return rc;
	with.analysis = e.x;
	/* who asks does not know how long it is */
	if (with.from_s * e.r->hz >= (double)e.r->n_sample)
		with.from_s = 0;
	return ecg_draw(e.r, &with, a, out, err);
}

/* ---- over an earlier one */

/* Both ECGs, read again; the other one is an exam of the same person. */
static enum rc read_both(struct app *app, int64_t exam_id, int64_t before_id,
			 struct arena *a, struct ecg_read_again *now,
			 struct ecg_read_again *then, struct date *on,
			 struct err *err)
{
	struct tele_case c, other;
	struct tele_kept file;
	enum rc rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_case_load(app, before_id, &other, err);
	if (!rc && (c.kind != TELE_ECG || other.kind != TELE_ECG ||
		    other.person_id != c.person_id || other.id == c.id ||
		    other.taken_on.days > c.taken_on.days))
		rc = err_msg(err, E_CONFLICT, MSG_TEL_COMPARE_OTHER,
			     "exam %" PRId64
			     " is not an earlier one of this person",
			     before_id);
	if (!rc)
		rc = tele_kept_read(app, exam_id, a, &file, err);
	if (!rc)
		rc = read_again(&file, a, now, err);
	if (!rc)
		rc = tele_kept_read(app, before_id, a, &file, err);
	if (!rc)
		rc = read_again(&file, a, then, err);
	if (!rc)
		*on = other.taken_on;
	return rc;
}

static enum rc draw_over(struct app *app, int64_t exam_id, int64_t before_id,
			 const struct ecg_draw_options *ask, struct arena *a,
			 struct sheet *out, struct err *err)
{
	struct ecg_read_again now, then;
	struct ecg_draw_before before;
	struct ecg_draw_options with = *ask;
	enum rc rc = read_both(app, exam_id, before_id, a, &now, &then,
			       &before.on, err);
	if (!rc)
		rc = signer(app, exam_id, a, &with.signed_by, err);
	if (rc)
		return rc;
	before.r = then.r;
	before.x = then.x;
	with.layout = ECG_DRAW_MEDIAN;
	with.before = &before;
	with.analysis = now.x;
	return ecg_draw(now.r, &with, a, out, err);
}

static enum rc put_sheet(const struct sheet *sheet, bool pdf, struct arena *a,
			 struct buf *out, struct err *err)
{
	struct str made = {0};
	enum rc rc = pdf ? sheet_pdf(sheet, 1, a, &made, err)
			 : sheet_svg(sheet, a, &made, err);
	if (!rc)
		buf_str(out, made);
	return rc;
}

enum rc app_tele_draw_over(struct app *app, int64_t exam_id, int64_t before_id,
			   const struct ecg_draw_options *ask, bool pdf,
			   struct buf *out, struct err *err)
{
	struct arena a;
	struct sheet sheet;
	arena_init(&a, 1024u << 20); /* two of app_tele_draw */
	enum rc rc = draw_over(app, exam_id, before_id, ask, &a, &sheet, err);
	if (!rc)
		rc = put_sheet(&sheet, pdf, &a, out, err);
	arena_release(&a);
	return rc;
}

enum rc app_tele_overlay(struct app *app, int64_t exam_id, int64_t before_id,
			 struct tele_overlay *out, struct err *err)
{
	struct arena a;
	struct ecg_read_again now, then;
	struct tele_overlay o = {.n_lead = 0};
	arena_init(&a, 1024u << 20);
	enum rc rc =
		read_both(app, exam_id, before_id, &a, &now, &then, &o.on, err);
	for (int c = 0; c < ECG_STANDARD && !rc; c++) {
		enum ecg_lead_code lead = (enum ecg_lead_code)c;
		struct tele_overlay_lead *l = &o.lead[o.n_lead];
		if (!ecg_lead(now.r, lead) || !ecg_lead(then.r, lead))
			continue;
		l->lead = lead;
		ecg_wave_sizes(now.r, now.x, lead, &l->now);
		ecg_wave_sizes(then.r, then.x, lead, &l->then);
		o.n_lead++;
	}
	if (!rc) {
		o.can = !isnan(ecg_r_sample(now.r, now.x)) &&
			!isnan(ecg_r_sample(then.r, then.x));
		*out = o;
	}
	arena_release(&a);
	return rc;
}

/* ---- alone */

enum rc app_tele_draw(struct app *app, int64_t exam_id,
		      const struct ecg_draw_options *ask, bool pdf,
		      struct buf *out, struct err *err)
{
	struct arena a;
	struct sheet sheet;
	struct tele_kept file;
	struct ecg_draw_options with = *ask;
	struct tele_case c;
	/* samples as numbers take four times what a packed file does */
	arena_init(&a, 512u << 20);
	enum rc rc = tele_kept_read(app, exam_id, &a, &file, err);
	if (!rc)
		rc = signer(app, exam_id, &a, &with.signed_by, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = c.kind == TELE_ECG
			     ? tele_draw_ecg(&file, &with, &a, &sheet, err)
			     : tele_spiro_draw(app, exam_id, with.signed_by,
					       with.lang, &a, &sheet, err);
	if (!rc)
		rc = put_sheet(&sheet, pdf, &a, out, err);
	arena_release(&a);
	return rc;
}
