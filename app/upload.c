#include "app/upload_int.h"

#include "app/bind.h"
#include "app/scan.h"
#include "base/file.h"
#include "convert/convert.h"
#include "json/json.h"
#include "people/people.h"
#include "text/text.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* ---- names */

int64_t upload_of_folder(struct str s)
{
	const struct str front = STR_INIT("upload-");
	int64_t id;
	if (!str_starts(s, front))
		return 0;
	s = str_sub(s, front.len, s.len - front.len);
	return s.len && s.ptr[0] >= '1' && s.ptr[0] <= '9' && str_to_int(s, &id)
		       ? id
		       : 0;
}

enum rc job_folder_path(const struct job_places *p, struct str folder,
			char out[PATH_MAX], struct err *err)
{
	bool brought = upload_of_folder(folder) != 0;
	const char *dir = brought ? p->upload_dir : p->import_dir;
	if (!dir)
		return err_msg(err, E_STATE,
			       brought ? MSG_UPL_NO_DIR : MSG_JOB_NO_IMPORT_DIR,
			       "no %s folder is set: give --%s DIR to prossima "
			       "serve or prossima job run",
			       brought ? "upload" : "import",
			       brought ? "uploads" : "imports");
	int n = snprintf(out, PATH_MAX, "%s/" STR_FMT, dir, STR_ARG(folder));
	return n > 0 && n < PATH_MAX ? OK
				     : err_set(err, E_RANGE,
					       "the path of folder \"" STR_FMT
					       "\" is too long",
					       STR_ARG(folder));
}

const char *upload_reads(enum job_kind kind)
{
	switch (kind) {
	case JOB_FLOWS:
		return "person.csv, exemption.csv, drug.csv, outpatient.csv, "
		       "hospital.csv, emergency.csv";
	case JOB_PEOPLE:
		return "person.csv, identity.csv, doctor.csv, section.csv, "
		       "cooperative.csv";
	case JOB_AGENDAS:
		return "provider.csv, agenda.csv, closure.csv";
	case JOB_STRATA:
	case JOB_DRAFT:
	case JOB_RENEW:
	case JOB_PUBLISH:
	case JOB_BOOK:
	case JOB_QUALITY:
	case JOB_SETTLE:
	case JOB_DAY:
	case N_JOB_KIND:
		break;
	}
	return "";
}

/* By the list, of kinds that read few names. */
static bool is_listed(enum job_kind kind, struct str name)
{
	const struct str gz = STR_INIT(".gz");
	if (kind != JOB_AGENDAS && name.len > gz.len &&
	    str_eq(str_sub(name, name.len - gz.len, gz.len), gz))
		name.len -= gz.len;
	for (struct str rest = str_from(upload_reads(kind)); rest.ptr;)
		if (str_eq(str_trim(str_cut(&rest, ',')), name))
			return true;
	return false;
}

/* ---- one */

static void read_view(const struct stmt *q, struct arena *a,
		      struct upload_view *v)
{
	struct str state = col_str(q, 5);
	*v = (struct upload_view){.id = col_int(q, 0),
				  .kind = N_JOB_KIND,
				  .created_us = col_int(q, 2),
				  .removed = !col_null(q, 3),
				  .job_id = col_int(q, 4),
				  .runs = str_is(state, "queued") ||
					  str_is(state, "running"),
				  .user = col_text(q, 6, a)};
	if (!job_kind_parse(col_str(q, 1), &v->kind))
		v->kind = N_JOB_KIND;
}

static enum rc find(struct app *app, int64_t id, struct arena *a,
		    struct upload_view *v, struct err *err)
{
	struct stmt *q = NULL;
	int64_t only_org;
	enum rc rc = job_scope(app, &only_org, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_UPLOAD_SHOW, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_id(q, "only_org", only_org);
	rc = stmt_one(q, err);
	if (!rc)
		read_view(q, a, v);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		return err_msg(err, rc, MSG_UPL_NOT_FOUND,
			       "there is no upload %" PRId64, id);
	if (!rc && v->kind == N_JOB_KIND)
		return err_msg(err, E_STATE, MSG_JOB_KIND_OTHER,
			       "upload %" PRId64 " is for a kind of run this "
			       "version does not know",
			       id);
	return rc ? rc : app_require(app, job_kinds[v->kind].needs, 0, err);
}

static enum rc refuse_fixed(const struct upload_view *v, struct err *err)
{
	if (v->removed)
		return err_msg(err, E_STATE, MSG_UPL_REMOVED,
			       "the files of upload %" PRId64
			       " are not kept any more",
			       v->id);
	if (v->runs)
		return err_msg(err, E_STATE, MSG_UPL_RUNS,
			       "a run reads upload %" PRId64 " at this moment",
			       v->id);
	return OK;
}

static int64_t most(const struct job_places *p)
{
	return p->upload_most ? p->upload_most : UPLOAD_MOST;
}

static enum rc sum_bytes(struct app *app, int64_t id, int64_t *own,
			 int64_t *all, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_UPLOAD_BYTES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc) {
		*own = col_int(q, 0);
		*all = col_int(q, 1);
	}
	stmt_close(q);
	return rc;
}

static enum rc check_room(struct app *app, const struct job_places *places,
			  int64_t length, struct upload_open *out,
			  struct err *err)
{
	struct statvfs disk;
	int64_t own = 0, all = 0;
	enum rc rc = sum_bytes(app, out->id, &own, &all, err);
	if (rc)
		return rc;
	out->left = max_i64(0, most(places) - own);
	if (length > out->left)
		return err_msg(err, E_LIMIT, MSG_UPL_TOO_LARGE,
			       "%" PRId64 " bytes are more than the %" PRId64
			       " that may still come",
			       length, out->left);
	if (length > most(places) * UPLOAD_TIMES_MOST - all)
		return err_msg(
			err, E_LIMIT, MSG_UPL_FULL,
			"all uploads together would be more than %" PRId64
			" bytes",
			most(places) * UPLOAD_TIMES_MOST);
	if (statvfs(places->upload_dir, &disk) == 0 &&
	    (double)disk.f_bavail * (double)disk.f_frsize <
		    (double)length + (double)UPLOAD_SPARE)
		return err_msg(err, E_LIMIT, MSG_UPL_DISK,
			       "the disk of \"%s\" has too little room",
			       places->upload_dir);
	return OK;
}

static enum rc audit_upload(struct app *app, const char *action, int64_t id,
			    struct str name, struct str sha256, struct err *err)
{
	struct buf b;
	struct json j;
	buf_init(&b, 1024);
	json_init(&j, &b);
	json_object(&j);
	if (name.len)
		json_put_str(&j, "file", name);
	if (sha256.len)
		json_put_str(&j, "sha256", sha256);
	json_object_end(&j);
	enum rc rc = audit_write(app,
				 &(struct audit_event){.action = action,
						       .entity = "upload",
						       .entity_id = id,
						       .detail = buf_view(&b)},
				 err);
	buf_release(&b);
	return rc;
}

static enum rc insert(struct app *app, int64_t id, enum job_kind kind,
		      int64_t org_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_UPLOAD_INSERT, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		bind_str(q, "kind", str_from(job_kinds[kind].name));
		bind_int(q, "organisation_id", org_id);
		bind_int(q, "user_id", app->who.user_id);
		bind_int(q, "now_us", app->now_us);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc)
		rc = audit_upload(app, "upload.begin", id, STR(""), STR(""),
				  err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static enum rc make_dir(const char *dir, struct err *err)
{
	if (mkdir(dir, 0700) == 0 || (errno == EEXIST && file_is_dir(dir)))
		return OK;
	return err_msg(err, E_STATE, MSG_UPL_NOT_WRITTEN,
		       "could not make folder \"%s\": %s", dir,
		       strerror(errno));
}

static enum rc open_new(struct app *app, const struct job_places *places,
			enum job_kind kind, int64_t length,
			struct upload_open *out, struct err *err)
{
	int64_t org_id = 0;
	enum rc rc = app_require(app, job_kinds[kind].needs, 0, err);
	if (!rc)
		rc = job_scope(app, &org_id, err);
	if (!rc && !job_kinds[kind].takes[JOB_FOLDER])
		rc = err_msg(err, E_RANGE, MSG_UPL_NO_FILES,
			     "%s reads no files", job_kinds[kind].name);
	if (!rc)
		rc = make_dir(places->upload_dir, err);
	if (!rc)
		rc = check_room(app, places, length, out, err);
	if (rc)
		return rc;
	out->id = app_id(app);
	return insert(app, out->id, kind, org_id, err);
}

enum rc app_upload_open(struct app *app, const struct job_places *places,
			enum job_kind kind, int64_t id, int64_t length,
			struct arena *a, struct upload_open *out,
			struct err *err)
{
	struct upload_view v;
	*out = (struct upload_open){.id = id};
	if (!places->upload_dir)
		return err_msg(err, E_STATE, MSG_UPL_NO_DIR,
			       "no upload folder is set");
	enum rc rc = OK;
	if (!id) {
		rc = open_new(app, places, kind, length, out, err);
	} else {
		rc = find(app, id, a, &v, err);
		if (!rc)
			rc = refuse_fixed(&v, err);
		if (!rc)
			rc = check_room(app, places, length, out, err);
	}
	if (rc)
		return rc;
	struct str dir = arena_printf(a, "%s/upload-%" PRId64,
				      places->upload_dir, out->id);
	if (!dir.ptr)
		return arena_fail(a, err);
	out->dir = dir.ptr;
	return make_dir(out->dir, err);
}

/* ---- files */

static enum rc forget_file(struct app *app, int64_t id, struct str name,
			   int64_t *changed, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_UPLOAD_FILE_REMOVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "upload_id", id);
	bind_str(q, "name", name);
	return stmt_finish(q, changed, err);
}

static enum rc touch(struct app *app, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_UPLOAD_TOUCH, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc keep_file(struct app *app, int64_t id, struct upload_sink *s,
			 const struct upload_part *p, size_t i, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = forget_file(app, id, str_from(p->name), NULL, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_UPLOAD_FILE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "upload_id", id);
	bind_str(q, "name", str_from(p->name));
	bind_int(q, "bytes", p->bytes);
	bind_str(q, "sha256", str_from(p->hex));
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	if (!rc && !upload_sink_keep(s, i))
		rc = err_msg(err, E_STATE, MSG_UPL_NOT_WRITTEN,
			     "could not name file \"%s\": %s", p->name,
			     strerror(errno));
	return rc ? rc
		  : audit_upload(app, "upload.file", id, str_from(p->name),
				 str_from(p->hex), err);
}

/* The refusals of the scanner are those of each file; the others may stay. */
static enum rc scan_parts(struct app *app, struct upload_sink *s,
			  struct err *err)
{
	size_t n;
	enum rc rc = OK;
	const struct upload_part *part = upload_sink_parts(s, &n);
	for (size_t i = 0; app->scanner && i < n && !rc; i++) {
		int fd = part[i].problem ? -1 : upload_sink_read(s, i);
		if (part[i].problem)
			continue;
		if (fd < 0)
			return err_msg(err, E_STATE, MSG_UPL_NOT_WRITTEN,
				       "could not read file \"%s\": %s",
				       part[i].name, strerror(errno));
		rc = scan_file(app, fd, str_from(part[i].hex), err);
		close(fd);
		if (rc && err->msg) {
			upload_sink_refuse(s, i, err->msg);
			rc = OK;
		}
	}
	return rc;
}

enum rc app_upload_take(struct app *app, const struct job_places *places,
			int64_t id, struct upload_sink *s, struct err *err)
{
	struct arena a;
	struct upload_view v;
	size_t n;
	const struct upload_part *part = upload_sink_parts(s, &n);
	(void)places;
	arena_init(&a, 1u << 16); /* one row */
	enum rc rc = find(app, id, &a, &v, err);
	if (!rc)
		rc = refuse_fixed(&v, err);
	if (!rc)
		rc = scan_parts(app, s, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = touch(app, id, err);
	for (size_t i = 0; i < n && !rc; i++)
		if (!part[i].problem)
			rc = keep_file(app, id, s, &part[i], i, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	return rc;
}

enum rc app_upload_remove_file(struct app *app, const struct job_places *places,
			       int64_t id, struct str name, struct err *err)
{
	struct arena a;
	struct upload_view v;
	char path[PATH_MAX];
	int64_t changed = 0;
	arena_init(&a, 1u << 16);
	enum rc rc = find(app, id, &a, &v, err);
	if (!rc)
		rc = refuse_fixed(&v, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = forget_file(app, id, name, &changed, err);
	if (!rc && !changed)
		rc = err_msg(err, E_NOT_FOUND, MSG_UPL_NOT_FOUND,
			     "upload %" PRId64 " has no such file", id);
	if (!rc)
		rc = touch(app, id, err);
	if (!rc)
		rc = audit_upload(app, "upload.remove", id, name, STR(""), err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	/* the name was in our table, so it is a plain one */
	snprintf(path, sizeof(path), "%s/upload-%" PRId64 "/" STR_FMT,
		 places->upload_dir ? places->upload_dir : "", id,
		 STR_ARG(name));
	if (!rc && places->upload_dir && unlink(path) != 0 && errno != ENOENT)
		rc = err_msg(err, E_STATE, MSG_UPL_NOT_WRITTEN,
			     "could not remove \"%s\": %s", path,
			     strerror(errno));
	return rc;
}

/* ---- shown */

static enum rc read_same(struct app *app, int64_t id, struct upload_file *f,
			 struct arena *a, struct err *err)
{
	struct stmt *q = NULL;
	int64_t only_org;
	bool row = false;
	enum rc rc = job_scope(app, &only_org, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_UPLOAD_FILE_SAME, &q, err);
	if (rc)
		return rc;
	bind_str(q, "sha256", f->sha256);
	bind_int(q, "upload_id", id);
	bind_str(q, "name", f->name);
	bind_int(q, "at_us", f->at_us);
	bind_id(q, "only_org", only_org);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		f->same_upload = col_int(q, 0);
		f->same_name = col_text(q, 1, a);
		f->same_at_us = col_int(q, 2);
		if (str_is(col_str(q, 4), "done"))
			f->same_job = col_int(q, 3);
	}
	stmt_close(q);
	return rc;
}

static enum rc read_files(struct app *app, struct upload_view *v,
			  struct arena *a, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	v->file = arena_array(a, struct upload_file, UPLOAD_FILES_MOST);
	if (!v->file)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_UPLOAD_FILE_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "upload_id", v->id);
	while (!(rc = stmt_step(q, &row, err)) && row &&
	       v->n_file < UPLOAD_FILES_MOST) {
		struct upload_file *f = &v->file[v->n_file++];
		*f = (struct upload_file){.name = col_text(q, 0, a),
					  .bytes = col_int(q, 1),
					  .sha256 = col_text(q, 2, a),
					  .at_us = col_int(q, 3)};
		v->bytes += f->bytes;
	}
	stmt_close(q);
	return rc;
}

/* Which of them the run will read. Claims come in many forms; layouts of the
 * user's own are known to the run alone. */
static enum rc mark_known(struct upload_view *v, struct err *err)
{
	struct layouts layouts = {0};
	bool claims = v->kind == JOB_FLOWS;
	enum rc rc = claims ? layouts_load(&layouts, NULL, err) : OK;
	for (size_t i = 0; i < v->n_file && !rc; i++) {
		struct upload_file *f = &v->file[i];
		char name[256];
		snprintf(name, sizeof(name), STR_FMT, STR_ARG(f->name));
		f->known = claims ? convert_reads(&layouts, name)
				  : is_listed(v->kind, f->name);
	}
	layouts_release(&layouts);
	return rc;
}

enum rc app_upload_show(struct app *app, const struct job_places *places,
			int64_t id, struct arena *a, struct upload_view *out,
			struct err *err)
{
	enum rc rc = find(app, id, a, out, err);
	if (!rc)
		rc = read_files(app, out, a, err);
	if (!rc)
		rc = mark_known(out, err);
	for (size_t i = 0; i < out->n_file && !rc; i++)
		rc = read_same(app, id, &out->file[i], a, err);
	if (!rc)
		out->left = max_i64(0, most(places) - out->bytes);
	return rc;
}

enum rc app_upload_list(struct app *app, enum job_kind kind, struct arena *a,
			struct upload_view **list, size_t *n, struct err *err)
{
	enum { MOST = 50 }; /* as the statement says */
	struct stmt *q = NULL;
	int64_t only_org;
	bool row;
	*n = 0;
	*list = arena_array(a, struct upload_view, MOST);
	if (!*list)
		return arena_fail(a, err);
	enum rc rc = app_require(app, job_kinds[kind].needs, 0, err);
	if (!rc)
		rc = job_scope(app, &only_org, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_UPLOAD_LIST, &q, err);
	if (rc)
		return rc;
	bind_str(q, "kind", str_from(job_kinds[kind].name));
	bind_id(q, "only_org", only_org);
	while (!(rc = stmt_step(q, &row, err)) && row && *n < MOST) {
		struct upload_view *v = &(*list)[*n];
		read_view(q, a, v);
		v->n_file = (size_t)col_int(q, 7);
		v->bytes = col_int(q, 8);
		*n += v->n_file > 0;
	}
	stmt_close(q);
	return rc;
}

/* ---- for jobs */

enum rc upload_check(struct app *app, int64_t id, enum job_kind kind,
		     struct err *err)
{
	struct arena a;
	struct upload_view v;
	arena_init(&a, 1u << 20); /* a hundred files */
	enum rc rc = find(app, id, &a, &v, err);
	if (!rc && v.kind != kind)
		rc = err_msg(err, E_STATE, MSG_UPL_NOT_FOUND,
			     "upload %" PRId64 " is for another kind of run",
			     id);
	if (!rc && v.removed)
		rc = refuse_fixed(&v, err);
	if (!rc)
		rc = read_files(app, &v, &a, err);
	if (!rc && !v.n_file)
		rc = err_msg(err, E_STATE, MSG_UPL_EMPTY,
			     "upload %" PRId64 " has no files", id);
	arena_release(&a);
	return rc;
}

enum rc upload_used(struct app *app, int64_t id, int64_t job_id,
		    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_UPLOAD_USED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "job_id", job_id);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}
