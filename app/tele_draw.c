/* The tracing of an exam on paper, drawn from the bytes as they came. */
#include "app/tele_int.h"
#include "app/tele_spiro.h"
#include "ecg/analysis.h"
#include "ecg/read.h"
#include "picture/sheet.h"
#include "text/text.h"

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

enum rc tele_draw_ecg(const struct tele_kept *file,
		      const struct ecg_draw_options *ask, struct arena *a,
		      struct sheet *out, struct err *err)
{
	struct ecg_record *r = arena_alloc(a, sizeof(*r));
	struct ecg_analysis *x = arena_alloc(a, sizeof(*x));
	struct ecg_read_options o = {.name = file->name,
				     .csv_hz = file->csv_hz};
	struct ecg_draw_options with = *ask;
	if (!r || !x)
		return arena_fail(a, err);
	enum rc rc = ecg_read(file->bytes, &o, a, r, err);
	if (!rc)
		rc = ecg_analyse(r, a, x, err);
	if (rc)
		return rc;
	with.analysis = x;
	return ecg_draw(r, &with, a, out, err);
}

enum rc app_tele_draw(struct app *app, int64_t exam_id,
		      const struct ecg_draw_options *ask, bool pdf,
		      struct buf *out, struct err *err)
{
	struct arena a;
	struct sheet sheet;
	struct tele_kept file;
	struct str made = {0};
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
		rc = pdf ? sheet_pdf(&sheet, 1, &a, &made, err)
			 : sheet_svg(&sheet, &a, &made, err);
	if (!rc)
		buf_str(out, made);
	arena_release(&a);
	return rc;
}
