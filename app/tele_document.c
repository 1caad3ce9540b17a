/* The document of a report: what a specialist signs, and people read. */
#include "app/tele_int.h"
#include "app/tele_signature_int.h"
#include "app/tele_spiro.h"

#include "ecg/draw.h"
#include "telecare/paper.h"

/* What the database says besides the report; columns of tele_paper. */
struct facts {
	enum tele_kind kind;
	enum lang lang;
	struct str last, first, tax_code, sex, maker, model, serial, sha256,
		doctor_last, doctor_first, sender, question, symptoms, drugs,
		pool, override_reason, author, replaced_digest, file_name;
	struct date born, taken_on;
	double csv_hz;
	int64_t written_us, replaced, replaced_us, exam_id;
};

static void read_facts(const struct stmt *q, struct arena *a, struct facts *f)
{
	*f = (struct facts){.lang = str_is(col_str(q, 1), "en") ? LANG_EN
								: LANG_IT,
			    .last = col_text(q, 2, a),
			    .first = col_text(q, 3, a),
			    .tax_code = col_text(q, 4, a),
			    .born = col_date(q, 5),
			    .sex = col_text(q, 6, a),
			    .taken_on = col_date(q, 7),
			    .maker = col_text(q, 8, a),
			    .model = col_text(q, 9, a),
			    .serial = col_text(q, 10, a),
			    .sha256 = col_text(q, 11, a),
			    .doctor_last = col_text(q, 12, a),
			    .doctor_first = col_text(q, 13, a),
			    .sender = col_text(q, 14, a),
			    .question = col_text(q, 15, a),
			    .symptoms = col_text(q, 16, a),
			    .drugs = col_text(q, 17, a),
			    .pool = col_text(q, 18, a),
			    .override_reason = col_text(q, 20, a),
			    .author = col_text(q, 21, a),
			    .written_us = col_int(q, 22),
			    .replaced = col_int(q, 23),
			    .replaced_digest = col_text(q, 24, a),
			    .replaced_us = col_int(q, 25),
			    .exam_id = col_int(q, 26),
			    .file_name = col_text(q, 27, a),
			    .csv_hz = (double)col_int(q, 28) / 1000};
	if (!tele_kind_parse(col_str(q, 0), &f->kind))
		f->kind = TELE_ECG;
}

static enum rc load_facts(struct app *app, int64_t report_id, struct arena *a,
			  struct facts *f, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_PAPER, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", report_id);
	rc = stmt_one(q, err);
	if (!rc)
		read_facts(q, a, f);
	stmt_close(q);
	return rc;
}

/* ---- words */

static struct str kept(struct buf *b, struct arena *a)
{
	struct str s = arena_str(a, buf_view(b));
	buf_release(b);
	return s.ptr ? s : STR("");
}

static struct str day(const struct facts *f, struct date d, struct arena *a)
{
	struct buf b;
	buf_init(&b, 100);
	if (!date_is_none(d))
		text_date(&b, f->lang, d);
	return kept(&b, a);
}

/* The day and the minute in Rome. */
static struct str moment(const struct facts *f, int64_t us, struct arena *a)
{
	struct buf b;
	int minute = minute_in_rome(us);
	buf_init(&b, 100);
	text_date(&b, f->lang, date_in_rome(us));
	buf_printf(&b, ", %02d:%02d", minute / 60, minute % 60);
	return kept(&b, a);
}

static struct str words(const struct str *part, size_t n, struct arena *a)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < n; i++)
		if (part[i].len) {
			if (b.len)
				buf_char(&b, ' ');
			buf_str(&b, part[i]);
		}
	return kept(&b, a);
}

static struct str replaces(const struct facts *f, const struct tele_report *r,
			   struct arena *a)
{
	struct buf b;
	char version[24];
	buf_init(&b, 1 << 16);
	snprintf(version, sizeof(version), "%" PRId64, f->replaced);
	const struct str pairs[] = {
		STR("version"), str_from(version),
		STR("when"),    moment(f, f->replaced_us, a),
		STR("digest"),  f->replaced_digest,
		STR("reason"),  r->correction_reason};
	if (f->replaced)
		text_fill(&b, MSG_SIG_DOC_REPLACED, f->lang, pairs, 4);
	return kept(&b, a);
}

static struct str said(const struct tele_report *r, struct arena *a)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < r->n_said; i++) {
		buf_str(&b, r->said[i].text);
		if (i + 1 < r->n_said)
			buf_char(&b, '\n');
	}
	return kept(&b, a);
}

/* ---- the paper */

static void put_who(struct tele_paper *p, const struct facts *f,
		    const struct tele_report *r, struct arena *a)
{
	const struct str name[] = {f->last, f->first},
			 device[] = {f->maker, f->model, f->serial},
			 sender[] = {f->doctor_last, f->doctor_first,
				     f->sender};
	tele_paper_fact(p, MSG_SIG_DOC_PERSON, words(name, 2, a));
	tele_paper_fact(p, MSG_SIG_TAX_CODE, f->tax_code);
	tele_paper_fact(p, MSG_SIG_DOC_BORN, day(f, f->born, a));
	tele_paper_fact(p, MSG_SIG_DOC_SEX, f->sex);
	tele_paper_fact(p, MSG_SIG_DOC_TAKEN, day(f, f->taken_on, a));
	tele_paper_fact(p, MSG_SIG_DOC_DEVICE, words(device, 3, a));
	tele_paper_fact(p, MSG_SIG_DOC_SENDER, words(sender, 3, a));
	tele_paper_fact(p, MSG_SIG_DOC_VERSION,
			arena_printf(a, "%d", r->version));
	tele_paper_fact(p, MSG_SIG_DOC_REPLACES, replaces(f, r, a));
}

static void put_report(struct tele_paper *p, const struct facts *f,
		       const struct tele_report *r, struct arena *a)
{
	tele_paper_text(p, MSG_TEL_QUESTION, f->question, false);
	tele_paper_text(p, MSG_TEL_SYMPTOMS, f->symptoms, false);
	tele_paper_text(p, MSG_TEL_DRUGS, f->drugs, false);
	tele_paper_text(p, MSG_SIG_DOC_OVERRIDE, f->override_reason, false);
	tele_paper_text(p, MSG_TEL_ANSWER, r->answer, true);
	tele_paper_text(p, MSG_TEL_STATEMENTS, said(r, a), false);
	tele_paper_text(p, MSG_TEL_DESCRIPTION, r->text, false);
	tele_paper_text(p, MSG_TEL_CONCLUSION, r->conclusion, true);
	tele_paper_text(p, MSG_TEL_ADVICE, r->advice, false);
	tele_paper_text(p, MSG_TEL_COMPARISON, r->comparison, false);
	if (r->urgency == TELE_RED)
		tele_paper_text(p, MSG_TEL_URGENCY_OF_RESULT,
				text_of(MSG_TEL_RED, f->lang), true);
}

static void put_end(struct tele_paper *p, const struct facts *f,
		    struct arena *a)
{
	tele_paper_text(p, MSG_SIG_DOC_AUTHOR, f->author, true);
	tele_paper_fact(p, MSG_SIG_DOC_POOL, f->pool);
	tele_paper_fact(p, MSG_SIG_DOC_WRITTEN, moment(f, f->written_us, a));
	tele_paper_fact(p, MSG_SIG_DOC_FILE, f->sha256);
}

static struct str title_of(const struct facts *f, struct arena *a)
{
	struct buf b;
	buf_init(&b, 200);
	const struct str pairs[] = {
		STR("kind"),
		text_of(f->kind == TELE_ECG ? MSG_TEL_ECG : MSG_TEL_SPIROMETRY,
			f->lang)};
	text_fill(&b, MSG_SIG_DOC_TITLE, f->lang, pairs, 1);
	return kept(&b, a);
}

/* The tracing behind the words. What cannot be drawn is left out: the SHA-256
 * of the recording stands in the report. */
static enum rc add_drawing(struct app *app, const struct facts *f,
			   struct arena *a, struct sheet *page, size_t *n,
			   struct err *err)
{
	const struct ecg_draw_options o = {.lang = f->lang,
					   .signed_by = f->author};
	struct tele_kept file = {.name = f->file_name, .csv_hz = f->csv_hz};
	enum rc rc = tele_blob_read(app, f->sha256, a, &file.bytes, err);
	if (rc)
		return rc;
	rc = f->kind == TELE_ECG ? tele_draw_ecg(&file, &o, a, &page[*n], err)
				 : tele_spiro_draw(app, f->exam_id, f->author,
						   f->lang, a, &page[*n], err);
	if (rc == E_FORMAT)
		return OK;
	*n += !rc;
	return rc;
}

enum rc tele_document(struct app *app, const struct tele_report *r,
		      struct arena *a, struct str *pdf, struct err *err)
{
	struct facts f;
	struct tele_paper *p = arena_alloc(a, sizeof(*p));
	struct sheet *page = arena_array(a, struct sheet, TELE_PAPER_PAGES + 1);
	size_t n = 0;
	if (!p || !page)
		return arena_fail(a, err);
	enum rc rc = load_facts(app, r->id, a, &f, err);
	if (rc)
		return rc;
	*p = (struct tele_paper){.title = title_of(&f, a),
				 .foot = text_of(MSG_SIG_DOC_FOOT, f.lang),
				 .lang = f.lang};
	put_who(p, &f, r, a);
	put_report(p, &f, r, a);
	put_end(p, &f, a);
	rc = tele_paper_draw(p, a, page, &n, err);
	if (!rc)
		rc = add_drawing(app, &f, a, page, &n, err);
	return rc ? rc : sheet_pdf(page, n, a, pdf, err);
}
