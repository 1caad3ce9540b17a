/* Readings sent by programs: FHIR Observations, alone or in a Bundle. */
#include "app/home.h"
#include "web/api/api.h"

static bool is_fhir(struct str type)
{
	struct str t = str_trim(str_cut(&type, ';'));
	return str_is(t, "application/fhir+json") ||
	       str_is(t, "application/json");
}

/* Of people who are nobody's here, and of those of others, the same is told. */
static void put_refused(struct page *p, const struct home_imported *r)
{
	struct json *j = &p->answer;
	json_key(j, "issue");
	json_array(j);
	for (size_t i = 0; i < r->n_refused; i++) {
		const struct monitor_refused *x = &r->refused[i];
		bool whose = !x->msg || x->msg == MSG_HOM_FILE_WHOSE;
		const struct api_issue told = {
			.status = 400,
			.text = page_text(p, whose ? MSG_API_NOT_FOLLOWED
						   : (enum msg)x->msg),
			.diagnostics = whose ? STR("") : x->detail,
			.field = page_url(p, "%" PRIu64 " " STR_FMT, x->line,
					  STR_ARG(x->column))};
		api_put_issue(j, &told);
	}
	json_array_end(j);
}

/* Nothing at all could be kept: a refusal. Else what could is kept, and the
 * issues say what could not. */
static enum rc answer(struct page *p, const struct home_imported *r,
		      struct err *err)
{
	bool none = r->n_refused && r->n_refused == r->n;
	struct json *j = api_begin(p, none ? 400 : r->n_new ? 201 : 200);
	if (none)
		json_put_str(j, "resourceType", STR("OperationOutcome"));
	json_put_int(j, "observations", (int64_t)r->n);
	json_put_int(j, "new", (int64_t)r->n_new);
	json_put_int(j, "again", (int64_t)r->n_again);
	json_put_int(j, "corrected", (int64_t)r->n_corrected);
	json_put_int(j, "doubtful", (int64_t)r->n_doubtful);
	json_put_int(j, "alarms", (int64_t)r->n_alarm);
	put_refused(p, r);
	return api_end(p, err);
}

enum rc on_api_observations(struct page *p, struct err *err)
{
	const struct home_import in = {.bytes = p->x->request.body,
				       .file_name = STR("api")};
	struct home_imported r;
	if (!is_fhir(p->x->request.content_type))
		return err_msg(err, E_FORMAT, MSG_API_BODY,
			       "an Observation or a Bundle of them comes as "
			       "application/fhir+json");
	enum rc rc = app_home_import(p->app, &in, p->a, &r, err);
	return rc ? rc : answer(p, &r, err);
}
