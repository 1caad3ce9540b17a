/* The exams of a copy: as they came, drawn, reported. One at a time is in
 * memory. */
#include "app/tele_export_int.h"

#include "app/person_view_int.h"
#include "app/tele_signature_int.h"
#include "app/tele_spiro.h"
#include "picture/sheet.h"

/* samples as numbers take four times what a packed file does (tele_draw.c) */
enum { EXAM_ARENA = 512 << 20, LIST_ARENA = 16 << 20, EXAMS_MOST = 5000 };

struct exam {
	int64_t id;
	enum tele_kind kind;
	enum tele_state state;
	struct date taken_on;
	struct str sha256, file_name;
	double csv_hz;
};

static enum rc exam_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	struct exam *e = row;
	*e = (struct exam){.id = col_int(q, 0),
			   .taken_on = col_date(q, 3),
			   .sha256 = col_text(q, 4, a),
			   .file_name = col_text(q, 5, a),
			   .csv_hz = (double)col_int(q, 6) / 1000};
	if (!tele_kind_parse(col_str(q, 1), &e->kind) ||
	    !tele_state_parse(col_str(q, 2), &e->state))
		return err_set(err, E_FORMAT, "exam %" PRId64 " is of no kind",
			       e->id);
	return OK;
}

static enum rc list_exams(const struct copy *x, struct arena *a,
			  struct exam **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(x->app->db, SQL_TELE_ALL_EXAMS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", x->person_id);
	return person_rows(q, sizeof(**list), EXAMS_MOST, exam_row, a, a, list,
			   n, err);
}

/* "Elettrocardiogramma del 2 marzo 2026: ..." */
static void say_of(struct copy *x, const struct exam *e, struct arena *a,
		   enum msg id)
{
	enum msg kind = e->kind == TELE_ECG ? MSG_TEL_ECG : MSG_TEL_SPIROMETRY;
	const struct str pairs[] = {STR("kind"), text_of(kind, x->lang),
				    STR("date"), copy_day(x, a, e->taken_on)};
	copy_say(x, copy_fill(x, a, id, pairs, 2));
}

static struct str path_of(const struct copy *x, const struct exam *e,
			  struct arena *a, const char *word, struct str tail)
{
	char iso[11];
	return arena_printf(
		a, "%s/" STR_FMT "-%s-%" PRId64 "/%s" STR_FMT,
		copy_word(x, "exams", "esami"),
		STR_ARG(date_text(e->taken_on, iso)),
		e->kind == TELE_ECG ? "ecg" : copy_word(x, "spiro", "spiro"),
		e->id, word, STR_ARG(tail));
}

/* The sender's name of a file, without what a path may not hold. */
static struct str plain_name(struct str name, struct arena *a)
{
	size_t n = name.len < 80 ? name.len : 80;
	char *out = arena_alloc(a, n + 1);
	if (!out)
		return STR("");
	for (size_t i = 0; i < n; i++) {
		char c = name.ptr[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '-' || c == '_' ||
			     (c == '.' && i && out[i - 1] != '.');
		out[i] = plain ? c : '_';
	}
	return (struct str){out, n};
}

/* ---- the parts of one */

static enum rc put_recording(struct copy *x, const struct exam *e,
			     struct arena *a, struct tele_kept *kept,
			     struct err *err)
{
	*kept = (struct tele_kept){.name = e->file_name, .csv_hz = e->csv_hz};
	enum rc rc = tele_blob_read(x->app, e->sha256, a, &kept->bytes, err);
	return rc ? rc
		  : copy_put(x,
			     path_of(x, e, a,
				     copy_word(x, "recording-",
					       "registrazione-"),
				     plain_name(e->file_name, a)),
			     kept->bytes, e->taken_on,
			     text_of(MSG_TEL_ALL_RECORDING, x->lang), err);
}

static enum rc put_sheet(struct copy *x, const struct exam *e,
			 const struct tele_kept *kept, struct str signed_by,
			 struct arena *a, struct err *err)
{
	struct sheet sheet;
	struct str pdf = {0};
	const struct ecg_draw_options o = {.lang = x->lang,
					   .signed_by = signed_by};
	enum rc rc = e->kind == TELE_ECG
			     ? tele_draw_ecg(kept, &o, a, &sheet, err)
			     : tele_spiro_draw(x->app, e->id, signed_by,
					       x->lang, a, &sheet, err);
	if (!rc)
		rc = sheet_pdf(&sheet, 1, a, &pdf, err);
	if (rc == E_FORMAT) { /* an older program read it, this one does not */
		*err = (struct err){0};
		say_of(x, e, a, MSG_TEL_ALL_UNDRAWN);
		return OK;
	}
	return rc ? rc
		  : copy_put(x,
			     path_of(x, e, a, copy_word(x, "sheet", "foglio"),
				     STR(".pdf")),
			     pdf, e->taken_on,
			     text_of(MSG_TEL_ALL_SHEET, x->lang), err);
}

static struct str how_signed(const struct copy *x, const struct tele_report *r,
			     bool digital, const struct tele_signature *s,
			     struct arena *a)
{
	const struct str by[] = {STR("name"), s->signer,     STR("issuer"),
				 s->issuer,   STR("serial"), s->serial},
			 digest[] = {STR("digest"), r->digest};
	struct str how =
		digital ? copy_fill(x, a, MSG_TEL_ALL_BY_CERTIFICATE, by, 3)
			: text_of(MSG_TEL_ALL_BY_SESSION, x->lang);
	return arena_printf(
		a, STR_FMT "\r\n" STR_FMT "\r\n" STR_FMT "\r\n",
		STR_ARG(copy_signed(x, a, MSG_TEL_ALL_REPORT, r->version,
				    r->signed_name, r->signed_us)),
		STR_ARG(how),
		STR_ARG(copy_fill(x, a, MSG_TEL_ALL_DIGEST, digest, 1)));
}

static enum rc put_report(struct copy *x, const struct exam *e,
			  const struct tele_report *r, struct arena *a,
			  struct err *err)
{
	struct tele_signed_file f;
	struct tele_signature s;
	enum rc rc = tele_signed_read(x->app, r, false, a, &f, &s, err);
	if (rc)
		return rc;
	struct str tail = arena_printf(a, "%d%s", r->version,
				       f.is_pdf ? ".pdf" : ".pdf.p7m");
	rc = copy_put(
		x, path_of(x, e, a, copy_word(x, "report-", "referto-"), tail),
		f.bytes, date_in_rome(r->signed_us),
		copy_signed(x, a, MSG_TEL_ALL_REPORT, r->version,
			    r->signed_name, r->signed_us),
		err);
	return rc ? rc
		  : copy_put(x,
			     path_of(x, e, a,
				     copy_word(x, "signature-", "firma-"),
				     arena_printf(a, "%d.txt", r->version)),
			     how_signed(x, r, f.is_signed, &s, a),
			     date_in_rome(r->signed_us),
			     text_of(MSG_TEL_ALL_SIGNATURE, x->lang), err);
}

/* ---- one exam */

static enum rc delivered(const struct copy *x, int64_t report_id, bool *yes,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(x->app->db, SQL_TELE_REPORT_DELIVERED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", report_id);
	rc = stmt_step(q, yes, err);
	stmt_close(q);
	return rc;
}

/* The signed reports that may go out, in place, newest first. */
static enum rc reports_of(const struct copy *x, int64_t exam_id,
			  struct arena *a, struct tele_report **list, size_t *n,
			  struct err *err)
{
	size_t all = 0;
	*n = 0;
	enum rc rc = tele_reports_load(x->app, exam_id, 0, a, list, &all, err);
	for (size_t i = 0; i < all && !rc; i++) {
		bool out = (*list)[i].is_signed;
		if (out && x->own)
			rc = delivered(x, (*list)[i].id, &out, err);
		if (!rc && out)
			(*list)[(*n)++] = (*list)[i];
	}
	return rc;
}

static enum rc put_exam(struct copy *x, const struct exam *e, struct arena *a,
			struct err *err)
{
	struct tele_report *report = NULL;
	struct tele_kept kept;
	size_t n = 0;
	if (e->state == TELE_CANCELLED) {
		say_of(x, e, a, MSG_TEL_ALL_CANCELLED);
		return OK;
	}
	enum rc rc = reports_of(x, e->id, a, &report, &n, err);
	if (!rc && x->own && !n) {
		say_of(x, e, a, MSG_TEL_ALL_PENDING);
		x->n.n_pending++;
		return OK;
	}
	if (!rc)
		rc = put_recording(x, e, a, &kept, err);
	if (!rc)
		rc = put_sheet(x, e, &kept, n ? report[0].signed_name : STR(""),
			       a, err);
	for (size_t i = n; i-- > 0 && !rc;)
		rc = put_report(x, e, &report[i], a, err);
	x->n.n_exam++;
	return rc;
}

enum rc copy_exams(struct copy *x, struct err *err)
{
	struct arena list_a, a;
	struct exam *list = NULL;
	size_t n = 0;
	arena_init(&list_a, LIST_ARENA);
	arena_init(&a, EXAM_ARENA);
	enum rc rc = list_exams(x, &list_a, &list, &n, err);
	for (size_t i = 0; i < n && !rc; i++) {
		rc = put_exam(x, &list[i], &a, err);
		arena_release(&a);
		arena_init(&a, EXAM_ARENA);
	}
	arena_release(&a);
	arena_release(&list_a);
	return rc;
}
