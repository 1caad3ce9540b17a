/* The file of an exam in pieces, for our script: a line that is cut, or a page
 * that is loaded again, goes on from where it stood. Answers are JSON, like
 * those to programs (web/api/api.h), under the session's own rules. */
#include "app/tele_upload.h"
#include "web/api/api.h"
#include "web/page/exam.h"

enum { PIECE = 256 << 10 }; /* what a slow line loses at most */

static enum rc answer(struct page *p, const struct tele_upload *u,
		      struct err *err)
{
	struct str path = page_url(p, "/esami/carichi/%" PRId64, u->id);
	struct json *j = api_begin(p, 200);
	api_put_id(p, "upload", u->id);
	json_put_int(j, "length", u->n_byte);
	json_put_int(j, "offset", u->n_here);
	json_put_int(j, "piece", PIECE);
	json_put_str(j, "action",
		     page_url(p, STR_FMT "?chiave=" STR_FMT, STR_ARG(path),
			      STR_ARG(page_files_key(p, path))));
	return api_end(p, err);
}

static enum rc refused(struct page *p, enum rc rc, const struct err *err)
{
	if (rc == E_IO || rc == E_NOMEM)
		return rc; /* a connection to be opened anew */
	api_error(p, err);
	return OK;
}

enum rc on_exam_upload_open(struct page *p, struct err *err)
{
	struct tele_upload u;
	struct tele_upload_new n = {.file_name = param(&p->form, "nome"),
				    .sha256 = param(&p->form, "sha256")};
	if (!param_int(&p->form, "byte", &n.n_byte))
		n.n_byte = 0;
	enum rc rc = app_tele_upload_open(p->app, &n, p->a, &u, err);
	return rc ? refused(p, rc, err) : answer(p, &u, err);
}

enum rc on_exam_upload_put(struct page *p, struct err *err)
{
	struct tele_upload u;
	int64_t offset = -1, n_here = 0;
	if (!param_int(&p->query, "offset", &offset))
		offset = -1; /* nowhere: refused */
	enum rc rc = app_tele_upload_put(p->app, p->id[0], offset,
					 p->x->request.body, &n_here, err);
	if (!rc)
		rc = app_tele_upload_show(p->app, p->id[0], p->a, &u, err);
	return rc ? refused(p, rc, err) : answer(p, &u, err);
}
