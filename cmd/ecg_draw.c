/* prossima ecg --svg, --pdf */
#include "cmd/ecg_cmd.h"
#include "ecg/draw.h"

bool ecg_cmd_drawing_ok(const struct ecg_cmd_drawing *w)
{
	enum ecg_layout layout;
	const char *why = NULL;
	if (w->layout && !ecg_layout_parse(str_from(w->layout), &layout))
		why = "--layout is 3x4, 6x2, 12x1 or median";
	else if (w->gain && w->gain != 5 && w->gain != 10 && w->gain != 20)
		why = "--gain is 5, 10 or 20";
	else if (w->speed && w->speed != 25 && w->speed != 50)
		why = "--speed is 25 or 50";
	else if (w->layout && layout == ECG_DRAW_MEDIAN &&
		 (w->from_s || w->n_page))
		why = "--from and --pages go with traces, not with the usual "
		      "beat";
	else if (w->svg && w->n_page > 1)
		why = "--pages goes with --pdf";
	if (why)
		fprintf(stderr, "prossima ecg: %s\n", why);
	return !why;
}

/* As many sheets as were asked for and the recording fills. */
static enum rc draw_sheets(const struct ecg_record *r,
			   struct ecg_draw_options *o, size_t most,
			   struct sheet **sheets, size_t *n, struct arena *a,
			   struct err *err)
{
	const double speed = o->mm_per_s > 0 ? o->mm_per_s : 25,
		     seconds = (double)ECG_DRAW_WIDTH / speed,
		     all = (double)r->n_sample / r->hz;
	*sheets = arena_array(a, struct sheet, most);
	if (!*sheets)
		return arena_fail(a, err);
	for (*n = 0; *n < most && (!*n || o->from_s < all);
	     o->from_s += seconds) {
		enum rc rc = ecg_draw(r, o, a, &(*sheets)[*n], err);
		if (rc)
			return rc;
		++*n;
	}
	return OK;
}

enum rc ecg_cmd_draw(const struct ecg_record *r,
		     const struct ecg_cmd_drawing *w, struct arena *a,
		     struct err *err)
{
	struct ecg_analysis x;
	struct ecg_draw_options o = {.mm_per_mv = (double)w->gain,
				     .mm_per_s = (double)w->speed,
				     .from_s = (double)w->from_s,
				     .lang = w->lang,
				     .analysis = &x};
	struct sheet *sheets;
	struct str file;
	size_t n = 0;
	if (w->layout && !ecg_layout_parse(str_from(w->layout), &o.layout))
		BUG("a layout that was checked");
	enum rc rc = ecg_analyse(r, a, &x, err);
	if (!rc)
		rc = draw_sheets(r, &o, w->n_page ? (size_t)w->n_page : 1,
				 &sheets, &n, a, err);
	if (!rc)
		rc = w->svg ? sheet_svg(sheets, a, &file, err)
			    : sheet_pdf(sheets, n, a, &file, err);
	if (!rc)
		fwrite(file.ptr, 1, file.len, stdout);
	return rc;
}
