/* A file in pieces, for programs: opened, put, asked where it stands. */
#include "app/tele_upload.h"
#include "web/api/api.h"

/* Where it stands also stands in headers, for a HEAD. */
static enum rc answer(struct page *p, const struct tele_upload *u, int status,
		      struct err *err)
{
	struct http_reply *r = &p->x->reply;
	struct json *j = api_begin(p, status);
	http_header(r, STR("Upload-Offset"),
		    page_url(p, "%" PRId64, u->n_here));
	http_header(r, STR("Upload-Length"),
		    page_url(p, "%" PRId64, u->n_byte));
	if (status == 201)
		http_header(r, STR("Location"),
			    page_url(p, "/api/v1/uploads/%" PRId64, u->id));
	api_put_id(p, "upload", u->id);
	json_put_str(j, "name", u->file_name);
	json_put_str(j, "sha256", u->sha256);
	json_put_int(j, "length", u->n_byte);
	json_put_int(j, "offset", u->n_here);
	json_put_int(j, "piece", TELE_UPLOAD_PIECE);
	return api_end(p, err);
}

enum rc on_api_upload_open(struct page *p, struct err *err)
{
	enum { F_NAME, F_LENGTH, F_SHA256, N_F };
	static const struct field fields[N_F] = {
		{"name", FIELD_TEXT, MSG_NONE, true, 100, 0, 0, NULL},
		{"length", FIELD_INT, MSG_NONE, true, 0, 0, INT64_MAX, NULL},
		{"sha256", FIELD_CODE, MSG_NONE, true, 64, 0, 0, NULL},
	};
	struct value v[N_F];
	struct tele_upload u;
	if (!form_read(p, fields, N_F, v))
		return api_problems(p, err);
	const struct tele_upload_new n = {.file_name = v[F_NAME].text,
					  .sha256 = v[F_SHA256].text,
					  .n_byte = v[F_LENGTH].number};
	enum rc rc = app_tele_upload_open(p->app, &n, p->a, &u, err);
	return rc ? rc : answer(p, &u, u.n_here ? 200 : 201, err);
}

enum rc on_api_upload(struct page *p, struct err *err)
{
	struct tele_upload u;
	enum rc rc = app_tele_upload_show(p->app, p->id[0], p->a, &u, err);
	return rc ? rc : answer(p, &u, 200, err);
}

enum rc on_api_upload_put(struct page *p, struct err *err)
{
	struct tele_upload u;
	int64_t offset = -1, n_here;
	if (!param_int(&p->query, "offset", &offset) || offset < 0) {
		form_problem(p, "offset", MSG_NONE, MSG_WEB_FIELD_NUMBER);
		return api_problems(p, err);
	}
	enum rc rc = app_tele_upload_put(p->app, p->id[0], offset,
					 p->x->request.body, &n_here, err);
	if (!rc)
		rc = app_tele_upload_show(p->app, p->id[0], p->a, &u, err);
	return rc ? rc : answer(p, &u, 200, err);
}
