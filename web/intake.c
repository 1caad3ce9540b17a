/* A form with files: who sends it is checked, and room is made, before its body
 * comes; then the files go to disk as they come, and the handler of the route
 * finds them there. A form of a few small files and other fields, as of an
 * exam, stays in memory (page_kept_files): its route says FORM. */
#include <stdatomic.h>

#include "app/upload.h"
#include "web/http/multipart.h"
#include "web/kept_form.h"
#include "web/page/jobs.h"
#include "web/web_int.h"

#define AT_ONCE 8 /* forms with files being read, in the whole server */

struct intake {
	struct multipart form;
	struct upload_sink *sink;
	int64_t upload_id;
	bool in_memory, whole;
	struct kept_form kept;
	struct app_session session; /* its texts live in the request's arena */
	struct app_token token;     /* so do these */
};

static atomic_int n_open;

struct str intake_token(struct page *p, struct str path)
{
	unsigned char digest[SHA256_LEN];
	char hex[SHA256_HEX];
	struct str all = page_url(p, "files %s " STR_FMT, p->session.csrf,
				  STR_ARG(path));
	sha256_of(all, digest);
	return arena_str(p->a, str_sub(sha256_hex(digest, hex), 0, 32));
}

struct str page_files_key(struct page *p, struct str path)
{
	char masked[CSRF_TEXT];
	if (!csrf_mask(intake_token(p, path), masked))
		return STR(""); /* no memory: the form will be refused */
	return arena_str(p->a, str_from(masked));
}

struct upload_sink *page_files(struct page *p)
{
	struct intake *i = p->x->intake;
	return i->sink;
}

int64_t page_files_of(struct page *p)
{
	struct intake *i = p->x->intake;
	return i->upload_id;
}

/* ---- files in memory */

static enum rc open_kept(struct page *p, struct intake *i, struct err *err)
{
	i->in_memory = true;
	kept_form_init(&i->kept);
	if (p->x->request.length <= (int64_t)TELE_MOST_BYTES + KEPT_FIELDS_MOST)
		return OK;
	return err_msg(err, E_LIMIT, MSG_TEL_FILE_LARGE,
		       "a form of %" PRId64 " bytes", p->x->request.length);
}

bool page_kept_files(struct page *p, struct tele_files *out)
{
	struct intake *i = p->x->intake;
	kept_form_fields(&i->kept, p->a, &p->form);
	kept_form_files(&i->kept, out);
	return i->whole && kept_form_good(&i->kept);
}

/* ---- before the body */

static bool on_part(void *ctx, struct str name, struct str file)
{
	struct intake *i = ctx;
	if (i->in_memory)
		kept_form_begin(&i->kept, name, file);
	else if (file.ptr)
		upload_sink_begin(i->sink, file);
	return true;
}

static bool on_bytes(void *ctx, struct str bytes)
{
	struct intake *i = ctx;
	if (i->in_memory)
		kept_form_data(&i->kept, bytes);
	else
		upload_sink_data(i->sink, bytes);
	return true;
}

static bool on_part_end(void *ctx)
{
	struct intake *i = ctx;
	if (i->in_memory)
		kept_form_end(&i->kept);
	else
		upload_sink_end(i->sink);
	return true;
}

static void free_intake(struct intake *i)
{
	upload_sink_free(i->sink);
	kept_form_release(&i->kept);
	free(i);
	atomic_fetch_sub(&n_open, 1);
}

static enum rc new_intake(struct page *p, struct intake **out, struct err *err)
{
	struct intake *i = NULL;
	if (atomic_fetch_add(&n_open, 1) < AT_ONCE)
		i = calloc(1, sizeof(*i));
	if (!i) {
		atomic_fetch_sub(&n_open, 1);
		return err_msg(err, E_BUSY, MSG_UPL_MANY,
			       "more than %d uploads at once", AT_ONCE);
	}
	const struct multipart_events on = {on_part, on_bytes, on_part_end, i};
	i->session = p->session;
	i->token = p->token;
	*out = i;
	if (!multipart_init(&i->form, p->x->request.content_type, &on))
		return err_msg(err, E_FORMAT, MSG_UPL_BROKEN,
			       "the form with files has no good boundary");
	return OK;
}

/* The route says what the files are for: a kind of run, or an upload. */
static enum rc open_upload(struct page *p, struct intake *i, struct err *err)
{
	struct job_places places = jobs_places(p);
	struct upload_open u = {.id = 0};
	enum job_kind kind = N_JOB_KIND;
	if (p->word[0].len && !job_kind_parse(p->word[0], &kind))
		return err_msg(err, E_NOT_FOUND, MSG_WEB_NO_PAGE,
			       "there is no such kind of run");
	enum rc rc = app_upload_open(p->app, &places, kind, p->id[0],
				     p->x->request.length, p->a, &u, err);
	if (rc == E_LIMIT && err->msg == MSG_UPL_TOO_LARGE)
		return jobs_too_large(p, kind, u.left, err);
	if (rc)
		return rc;
	i->upload_id = u.id;
	i->sink = upload_sink_new(u.dir);
	return i->sink ? OK : err_set(err, E_NOMEM, "no memory for an upload");
}

enum rc intake_begin(struct page *p, const struct route *r, struct err *err)
{
	struct intake *i = NULL;
	enum rc rc = new_intake(p, &i, err);
	if (!rc)
		rc = r->rate == RATE_FORM ? open_kept(p, i, err)
					  : open_upload(p, i, err);
	if (!rc && (i->sink || i->in_memory))
		p->x->intake = i;
	else if (i)
		free_intake(i);
	return rc;
}

void intake_session(struct page *p)
{
	struct intake *i = p->x->intake;
	p->session = i->session;
	p->token = i->token;
	p->app->who = i->session.who;
}

/* ---- the body */

void intake_bytes(void *ctx, struct http_exchange *x, struct str bytes,
		  bool last)
{
	struct intake *i = x->intake;
	(void)ctx;
	bool good = multipart_feed(&i->form, bytes);
	if (!good || !last || i->form.state != MULTIPART_WHOLE)
		return;
	i->whole = true;
	if (!i->in_memory)
		upload_sink_whole(i->sink);
}

void intake_drop(void *ctx, struct http_exchange *x)
{
	(void)ctx;
	free_intake(x->intake);
	x->intake = NULL;
}
