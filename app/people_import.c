/* Registry files to facts with dates. See app/people.h. */
#include "app/people_import_int.h"

#include "base/progress.h"
#include "base/sha256.h"
#include "csv/csv.h"

#define ROWS_PER_TRANSACTION 2000
#define MAX_FILE_BYTES       ((size_t)4 << 30)

void people_reject(const struct line *l, const char *column, struct str value,
		   const char *cause)
{
	l->count->rejected++;
	issue_add(l->row->issues, ISSUE_ERROR, str_from(l->row->format->file),
		  l->row->line, str_from(column), value, "%s", cause);
}

void people_warn(const struct line *l, const char *column, struct str value,
		 const char *cause)
{
	issue_add(l->row->issues, ISSUE_WARNING, str_from(l->row->format->file),
		  l->row->line, str_from(column), value, "%s", cause);
}

/* The first row with a key counts; a later one is rejected. */
enum rc people_new_key(struct import *im, const struct line *l, struct str key,
		       bool *is_new, struct err *err)
{
	uint32_t i;
	size_t before = im->seen.n;
	enum rc rc = map_intern(&im->seen, key, &i, err);
	if (rc)
		return rc;
	*is_new = im->seen.n > before;
	if (!*is_new)
		people_reject(l, l->row->format->columns[0], key,
			      "this key is in the file already");
	return OK;
}

void people_tally(struct people_count *count, bool is_new, bool changed)
{
	count->added += is_new;
	count->changed += !is_new && changed;
}

static enum rc next_transaction(struct import *im, bool always, struct err *err)
{
	if (!always && ++im->in_transaction_rows < ROWS_PER_TRANSACTION)
		return OK;
	im->in_transaction_rows = 0;
	enum rc rc = db_commit(im->app->db, err);
	return rc ? rc : db_begin(im->app->db, err);
}

static enum rc import_row(struct import *im, struct csv *c, struct row *r,
			  enum row_file file, import_fn *fn, struct err *err)
{
	struct line l = {r, &im->sum.file[file]};
	r->field = c->field;
	r->n = c->n < CSV_MAX_FIELDS ? c->n : CSV_MAX_FIELDS;
	r->line = c->line;
	l.count->read++;
	enum rc rc = fn(im, &l, err);
	return rc ? rc : next_transaction(im, false, err);
}

static struct row row_of(struct import *im, enum row_file file)
{
	return (struct row){.format = &row_format[file],
			    .today = im->app->today,
			    .kn = im->app->kn,
			    .issues = im->issues};
}

static enum rc import_rows(struct import *im, enum row_file file, import_fn *fn,
			   struct err *err)
{
	struct csv c;
	struct progress bar;
	struct row r = row_of(im, file);
	struct people_count *count = &im->sum.file[file];
	struct err cause = {0};
	enum rc rc;
	csv_init(&c, im->in[file].bytes);
	progress_start(&bar, r.format->file, "rows");
	(void)!csv_next(&c, NULL); /* the header, checked by open_files */
	while ((rc = csv_next(&c, &cause)) != E_NOT_FOUND) {
		if (rc == E_FORMAT) {
			count->read++;
			count->rejected++;
			issue_add(im->issues, ISSUE_ERROR,
				  str_from(r.format->file), c.line, STR(""),
				  c.raw, "%s", cause.text);
			continue;
		}
		if (!rc)
			rc = import_row(im, &c, &r, file, fn, err);
		if (rc)
			break;
		progress_show(&bar, (uint64_t)count->read,
			      im->in[file].bytes.len - c.rest.len,
			      im->in[file].bytes.len);
	}
	progress_end(&bar);
	csv_release(&c);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* The digest, so that it is known later which file said what. */
static enum rc record_run(struct import *im, enum row_file file,
			  struct err *err)
{
	unsigned char digest[SHA256_LEN];
	char hex[SHA256_HEX];
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db, SQL_IMPORT_RUN_INSERT, &q, err);
	if (rc)
		return rc;
	sha256_of(im->in[file].bytes, digest);
	bind_int(q, "id", app_id(im->app));
	bind_str(q, "kind", STR("people"));
	bind_str(q, "file", str_from(row_format[file].file));
	bind_str(q, "sha256", sha256_hex(digest, hex));
	bind_int(q, "n_rows", im->sum.file[file].read);
	bind_int(q, "n_rejected", im->sum.file[file].rejected);
	bind_int(q, "now", im->app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc import_file(struct import *im, enum row_file file, import_fn *fn,
			   struct err *err)
{
	if (!im->sum.file[file].present)
		return OK;
	map_release(&im->seen);
	map_init(&im->seen, MAX_KEYS, MAX_KEY_BYTES);
	enum rc rc = import_rows(im, file, fn, err);
	return rc ? rc : record_run(im, file, err);
}

/* Coordinators are doctors, and doctors name their section: so section.csv is
 * read twice, and what the second reading counts is thrown away. */
static enum rc import_coordinators(struct import *im, struct err *err)
{
	struct people_count count = im->sum.file[ROWS_SECTION];
	struct issues again = {.arena = im->issues->arena,
			       .limit = im->issues->limit};
	if (!count.present)
		return OK;
	struct issues *all = im->issues;
	im->issues = &again;
	enum rc rc =
		import_rows(im, ROWS_SECTION, people_import_coordinator, err);
	im->issues = all;
	for (size_t i = 0; i < again.n; i++)
		if (again.list[i].severity == ISSUE_WARNING)
			issue_add(all, ISSUE_WARNING, again.list[i].file,
				  again.list[i].line, again.list[i].column,
				  again.list[i].value, STR_FMT,
				  STR_ARG(again.list[i].cause));
	issues_release(&again);
	im->sum.file[ROWS_SECTION] = count;
	return rc;
}

static enum rc check_header(struct import *im, enum row_file file,
			    struct err *err)
{
	struct csv c;
	struct row r = row_of(im, file);
	csv_init(&c, im->in[file].bytes);
	enum rc rc = csv_next(&c, err);
	if (rc == E_NOT_FOUND)
		rc = err_set(err, E_FORMAT, "%s is empty: it has no header",
			     r.format->file);
	r.field = c.field;
	r.n = c.n < CSV_MAX_FIELDS ? c.n : CSV_MAX_FIELDS;
	r.line = 1;
	if (!rc && !row_header_ok(&r))
		rc = err_set(err, E_FORMAT,
			     "%s has another header than data/flows.md says: "
			     "nothing was imported",
			     r.format->file);
	csv_release(&c);
	return rc;
}

static enum rc open_files(struct import *im, const char *dir, struct err *err)
{
	for (int f = 0; f < N_ROW_FILE; f++) {
		enum rc rc = input_open(dir, row_format[f].file, MAX_FILE_BYTES,
					&im->in[f], err);
		if (rc == E_NOT_FOUND && f != ROWS_PERSON)
			continue;
		im->sum.file[f].present = !rc;
		if (!rc)
			rc = check_header(im, (enum row_file)f, err);
		if (rc)
			return rc;
	}
	return OK;
}

/* The day the registry of people is of: lists leave only on a recent one. */
static enum rc note_day(struct app *app, int64_t n_person, struct err *err)
{
	struct stmt *q = NULL;
	if (!n_person)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_REGISTRY_IMPORT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_date(q, "on_date", app->today);
	bind_int(q, "n_person", n_person);
	bind_int(q, "at_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc audit_import(struct import *im, struct err *err)
{
	char detail[160];
	const struct people_count *p = &im->sum.file[ROWS_PERSON];
	int n = snprintf(detail, sizeof(detail),
			 "{\"persons\":%" PRId64 ",\"added\":%" PRId64
			 ",\"changed\":%" PRId64 ",\"rejected\":%" PRId64 "}",
			 p->read, p->added, p->changed, p->rejected);
	struct audit_event e = {.action = "people.import",
				.entity = "import_run",
				.detail = {detail, (size_t)n}};
	return audit_write(im->app, &e, err);
}

static enum rc import_all(struct import *im, struct err *err)
{
	static import_fn *const fn[N_ROW_FILE] = {
		[ROWS_COOPERATIVE] = people_import_cooperative,
		[ROWS_SECTION] = people_import_section,
		[ROWS_DOCTOR] = people_import_doctor,
		[ROWS_PERSON] = people_import_person,
		[ROWS_IDENTITY] = people_import_identity,
	};
	enum rc rc = people_load_doctors(im, err);
	for (int f = 0; !rc && f < N_ROW_FILE; f++) {
		rc = import_file(im, (enum row_file)f, fn[f], err);
		if (!rc && f == ROWS_DOCTOR)
			rc = import_coordinators(im, err);
	}
	if (!rc)
		rc = note_day(im->app, im->sum.file[ROWS_PERSON].read, err);
	return rc ? rc : audit_import(im, err);
}

enum rc app_people_import(struct app *app, const char *dir,
			  struct issues *issues, struct people_import *sum,
			  struct err *err)
{
	struct import im = {.app = app, .issues = issues};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (rc)
		return rc;
	map_init(&im.gp, MAX_KEYS, MAX_KEY_BYTES);
	rc = open_files(&im, dir, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = import_all(&im, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	else
		*sum = im.sum;
	for (int f = 0; f < N_ROW_FILE; f++)
		input_close(&im.in[f]);
	map_release(&im.seen);
	map_release(&im.gp);
	free(im.doctor_id);
	return rc;
}
