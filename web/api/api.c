#include "web/api/api.h"

#include "web/web_int.h"

struct json *api_begin(struct page *p, int status)
{
	page_download(p, "application/json; charset=utf-8", "api.json");
	p->x->reply.status = status;
	json_init(&p->answer, p->out);
	json_object(&p->answer);
	return &p->answer;
}

enum rc api_end(struct page *p, struct err *err)
{
	struct str all;
	json_object_end(&p->answer);
	buf_char(p->out, '\n');
	return buf_finish(p->out, &all, err);
}

void api_put_id(struct page *p, const char *key, int64_t id)
{
	json_put_str(&p->answer, key, page_url(p, "%" PRId64, id));
}

void api_put_instant(struct page *p, const char *key, int64_t us)
{
	struct date day = {(int32_t)(us / 86400000000)};
	int64_t s = us / 1000000 % 86400;
	char text[11];
	if (us <= 0)
		return;
	json_put_str(&p->answer, key,
		     page_url(p, STR_FMT "T%02d:%02d:%02dZ",
			      STR_ARG(date_text(day, text)), (int)(s / 3600),
			      (int)(s / 60 % 60), (int)(s % 60)));
}

/* ---- refusals */

/* http://hl7.org/fhir/R4/valueset-issue-type.html */
static const char *issue_type(int status)
{
	switch (status) {
	case 400:
	case 411:
		return "invalid";
	case 401:
		return "login";
	case 403:
		return "forbidden";
	case 404:
		return "not-found";
	case 405:
		return "not-supported";
	case 409:
		return "conflict";
	case 413:
		return "too-long";
	case 429:
		return "throttled";
	default:
		return status >= 500 ? "transient" : "processing";
	}
}

void api_put_issue(struct json *j, const struct api_issue *i)
{
	json_object(j);
	json_put_str(j, "severity", STR("error"));
	json_put_str(j, "code", str_from(issue_type(i->status)));
	json_key(j, "details");
	json_object(j);
	json_put_str(j, "text", i->text);
	json_object_end(j);
	if (i->diagnostics.len)
		json_put_str(j, "diagnostics", i->diagnostics);
	if (i->field.len) {
		json_key(j, "expression");
		json_array(j);
		json_str(j, i->field);
		json_array_end(j);
	}
	json_object_end(j);
}

static void put_outcome(struct buf *out, const struct api_issue *list, size_t n)
{
	struct json j;
	json_init(&j, out);
	json_object(&j);
	json_put_str(&j, "resourceType", STR("OperationOutcome"));
	json_key(&j, "issue");
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		api_put_issue(&j, &list[i]);
	json_array_end(&j);
	json_object_end(&j);
	buf_char(out, '\n');
}

static void answer(struct page *p, int status, const struct api_issue *list,
		   size_t n)
{
	struct http_reply *r = &p->x->reply;
	r->n_header = 0;
	page_download(p, "application/fhir+json; charset=utf-8", "api.json");
	r->status = status;
	if (status == 401)
		http_header(r, STR("WWW-Authenticate"),
			    STR("Bearer realm=\"prossima\""));
	if (status == 429 || status == 503)
		http_header(r, STR("Retry-After"), STR("5"));
	put_outcome(p->out, list, n);
}

/* What the sender can do something about; of our own troubles nothing. */
static struct str detail_of(const struct err *err)
{
	switch (err->rc) {
	case E_FORMAT:
	case E_RANGE:
	case E_LIMIT:
	case E_STATE:
	case E_USAGE:
		return str_is_utf8(str_from(err->text)) ? str_from(err->text)
							: STR("");
	case OK:
	case E_NOMEM:
	case E_IO:
	case E_NOT_FOUND:
	case E_CONFLICT:
	case E_DENIED:
	case E_BUSY:
		break;
	}
	return STR("");
}

void api_error(struct page *p, const struct err *err)
{
	struct api_issue list[countof(p->problem)];
	int status = page_status(err);
	size_t n = err->msg == MSG_API_FIELD ? p->n_problem : 0;
	for (size_t i = 0; i < n; i++)
		list[i] = (struct api_issue){
			.status = status,
			.text = page_url(
				p, "%s: " STR_FMT, p->problem[i].field,
				STR_ARG(page_text(p, p->problem[i].msg))),
			.field = str_from(p->problem[i].field)};
	if (!n)
		list[n++] = (struct api_issue){.status = status,
					       .text = page_refusal(p, err),
					       .diagnostics = detail_of(err)};
	answer(p, status, list, n);
}

enum rc api_problems(struct page *p, struct err *err)
{
	return err_msg(err, E_RANGE, MSG_API_FIELD, "field %s",
		       p->n_problem ? p->problem[0].field : "?");
}

void api_refuse(struct http_exchange *x)
{
	struct http_reply *r = &x->reply;
	enum msg m = r->status == 413   ? MSG_API_BODY_LARGE
		     : r->status == 503 ? MSG_API_FAILED
		     : r->status == 500 ? MSG_API_FAILED
					: MSG_API_REFUSED;
	const struct api_issue i = {
		.status = r->status,
		.text = text_of(m, language_asked(x->request.accept_language))};
	http_header(r, STR("Content-Type"),
		    STR("application/fhir+json; charset=utf-8"));
	http_header(r, STR("Cache-Control"), STR("no-store"));
	http_header(r, STR("Content-Disposition"),
		    STR("attachment; filename=\"api.json\""));
	put_outcome(&r->body, &i, 1);
}
