/* A copy of all that telecare keeps of a person: the frame and the index. */
#include "app/tele_export_int.h"

#include "app/people.h"

enum { README_MOST = 8 << 20 }; /* 200 bytes a file, some ten thousand files */

struct str copy_fill(const struct copy *x, struct arena *a, enum msg id,
		     const struct str *pairs, size_t n)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	text_fill(&b, id, x->lang, pairs, n);
	struct str s = arena_str(a, buf_view(&b));
	buf_release(&b);
	return s.ptr ? s : STR("");
}

struct str copy_day(const struct copy *x, struct arena *a, struct date d)
{
	struct buf b;
	buf_init(&b, 100);
	text_date(&b, x->lang, d);
	struct str s = arena_str(a, buf_view(&b));
	buf_release(&b);
	return s.ptr ? s : STR("");
}

struct str copy_when(const struct copy *x, struct arena *a, int64_t us)
{
	int minute = minute_in_rome(us);
	return arena_printf(a, STR_FMT ", %02d:%02d",
			    STR_ARG(copy_day(x, a, date_in_rome(us))),
			    minute / 60, minute % 60);
}

struct str copy_signed(const struct copy *x, struct arena *a, enum msg id,
		       int version, struct str name, int64_t us)
{
	const struct str pairs[] = {
		STR("version"), arena_printf(a, "%d", version),
		STR("name"),    name,
		STR("when"),    copy_when(x, a, us)};
	return copy_fill(x, a, id, pairs, 3);
}

void copy_say(struct copy *x, struct str text)
{
	buf_str(&x->readme, text);
	buf_text(&x->readme, "\r\n\r\n");
}

/* What the words of a refused write are: no room is the usual one. */
static enum rc told(enum rc rc, struct err *err)
{
	if (rc == E_LIMIT)
		return err_msg(err, rc, MSG_TEL_ALL_LARGE,
			       "a copy of more than 4 GiB");
	if (rc == E_IO)
		return err_msg(err, rc, MSG_TEL_ALL_DISK,
			       "the copy could not be written");
	return rc;
}

enum rc copy_put(struct copy *x, struct str path, struct str bytes,
		 struct date day, struct str about, struct err *err)
{
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX];
	sha256_of(bytes, sum);
	buf_printf(&x->readme, STR_FMT "\r\n    " STR_FMT "\r\n    SHA-256 ",
		   STR_ARG(path), STR_ARG(about));
	copy_say(x, sha256_hex(sum, hex));
	x->n.n_file++;
	return told(zip_out_put(&x->zip, path, bytes, day, err), err);
}

static enum rc name_of(struct copy *x, struct arena *a, struct str *name,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(x->app->db, SQL_CITIZEN_NAME, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", x->person_id);
	rc = stmt_one(q, err);
	if (!rc)
		*name = arena_printf(a, STR_FMT " " STR_FMT,
				     STR_ARG(col_str(q, 2)),
				     STR_ARG(col_str(q, 1)));
	stmt_close(q);
	return rc;
}

static enum rc begin(struct copy *x, enum msg head, struct err *err)
{
	struct arena a;
	struct str name = STR("");
	arena_init(&a, 1 << 20);
	enum rc rc = name_of(x, &a, &name, err);
	const struct str pairs[] = {STR("name"), name, STR("when"),
				    copy_when(x, &a, x->app->now_us)};
	copy_say(x, copy_fill(x, &a, head, pairs, 2));
	copy_say(x, text_of(MSG_TEL_ALL_HOW, x->lang));
	arena_release(&a);
	return rc;
}

static enum rc end(struct copy *x, struct err *err)
{
	struct str readme;
	if (!x->n.n_file)
		copy_say(x, text_of(MSG_TEL_ALL_EMPTY, x->lang));
	enum rc rc = buf_finish(&x->readme, &readme, err);
	if (!rc)
		rc = zip_out_put(&x->zip, text_of(MSG_TEL_ALL_README, x->lang),
				 readme, x->app->today, err);
	if (!rc)
		rc = zip_out_end(&x->zip, &x->n.len, err);
	return told(rc, err);
}

static enum rc write_all(struct copy *x, const struct copy_kind *kind,
			 struct err *err)
{
	enum rc rc = begin(x, kind->head, err);
	if (!rc && kind->before)
		rc = kind->before(x, err);
	if (!rc)
		rc = copy_exams(x, err);
	if (!rc)
		rc = copy_readings(x, err);
	if (!rc)
		rc = copy_visits(x, err);
	if (!rc)
		rc = copy_consents(x, err);
	return rc ? rc : end(x, err);
}

/* To the person themselves, else with the words of who may. */
static enum rc may_take(struct app *app, int64_t person_id, struct err *err)
{
	enum rc rc = app_require(app, MAY_TAKE_ALL, person_id, err);
	if (rc == E_DENIED && err && !err->msg)
		err->msg = MSG_TEL_ALL_WHO;
	return rc;
}

enum rc app_tele_export(struct app *app, int64_t person_id, enum lang lang,
			int fd, struct tele_exported *out, struct err *err)
{
	static const struct copy_kind kind = {.action = "tele.export",
					      .head = MSG_TEL_ALL_HEAD};
	return copy_make(app, person_id, lang, fd, &kind, out, err);
}

enum rc copy_make(struct app *app, int64_t person_id, enum lang lang, int fd,
		  const struct copy_kind *kind, struct tele_exported *out,
		  struct err *err)
{
	struct copy x = {.app = app,
			 .person_id = person_id,
			 .lang = lang,
			 .own = app->who.role == ROLE_CITIZEN};
	struct audit_event look = {.action = kind->action,
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	*out = (struct tele_exported){.len = 0};
	enum rc rc = may_take(app, person_id, err);
	if (rc)
		return rc;
	zip_out_init(&x.zip, fd);
	buf_init(&x.readme, README_MOST);
	rc = write_all(&x, kind, err);
	if (!rc)
		rc = audit_look(app, &look, err);
	if (!rc)
		*out = x.n;
	buf_release(&x.readme);
	zip_out_release(&x.zip);
	return rc;
}
