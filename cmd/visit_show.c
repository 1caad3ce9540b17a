/* prossima visit list, show, verify. */
#include "cmd/visit_cmd.h"

#include "cmd/rows.h"

enum { OUT_BYTES = 16 << 20 };

static const char *const group_name[N_VISIT_GROUP] = {
	[VISIT_TODAY] = "today",         [VISIT_TO_ANSWER] = "to_answer",
	[VISIT_OF_OTHERS] = "of_others", [VISIT_COMING] = "coming",
	[VISIT_PAST] = "past",
};

/* ---- list */

static void row_text(struct buf *b, const void *row)
{
	const struct visit_row *r = row;
	buf_printf(b, "%" PRId64 "  %-9s  %-11s  %-9s  ", r->id,
		   group_name[r->group], visit_kind_name[r->kind],
		   visit_state_name[r->state]);
	instant_print(b, r->starts_us ? r->starts_us : r->due_us);
	buf_printf(b, "  " STR_FMT " " STR_FMT "  " STR_FMT "  " STR_FMT "%s\n",
		   STR_ARG(r->last_name), STR_ARG(r->first_name),
		   STR_ARG(r->host.len ? r->host : r->pool),
		   STR_ARG(r->question), r->unread ? "  (to read)" : "");
}

static void row_json(struct json *j, const void *row)
{
	const struct visit_row *r = row;
	json_put_int(j, "visit", r->id);
	json_put_str(j, "kind", str_from(visit_kind_name[r->kind]));
	json_put_str(j, "state", str_from(visit_state_name[r->state]));
	json_put_str(j, "group", str_from(group_name[r->group]));
	json_put_str(j, "urgency", str_from(tele_urgency_name[r->urgency]));
	cmd_instant(j, "starts", r->starts_us);
	cmd_instant(j, "ends", r->ends_us);
	cmd_instant(j, "due", r->due_us);
	json_put_str(j, "fiscal_code", r->fiscal_code);
	json_put_str(j, "last_name", r->last_name);
	json_put_str(j, "first_name", r->first_name);
	json_put_str(j, "service", r->service);
	json_put_str(j, "question", r->question);
	json_put_str(j, "host", r->host);
	json_put_str(j, "pool", r->pool);
	json_put_str(j, "asker", r->asker);
	json_put_bool(j, "unread", r->unread);
}

static enum rc print_rows(const struct visit_row *list, size_t n, bool json,
			  struct err *err)
{
	const struct cmd_rows r = {.list = list,
				   .n = n,
				   .size = sizeof(*list),
				   .none = "no visit fits",
				   .text = row_text,
				   .json = row_json};
	return cmd_rows_print(&r, json, err);
}

int visit_cmd_list(int argc, char **argv)
{
	struct visit_desk d = {0};
	struct visit_query ask = {.limit = VISIT_LIST_MOST};
	struct visit_row *list = NULL;
	size_t n = 0;
	int64_t found = 0;
	bool json = false, stop;
	const struct opt opts[] = {{"open", OPT_FLAG, &ask.open, NULL,
				    "without what is over", false, 0, 0},
				   OPT_AS(d.as, false),
				   OPT_JSON(json),
				   OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima visit list",
			       "Print televisits and teleconsults, by whose "
			       "turn it is, then by time.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = app_visit_list(&d.w.app, &ask, &d.a, &list, &n, &found,
				    &d.err);
	if (!rc)
		rc = print_rows(list, n, json, &d.err);
	if (!rc && found > (int64_t)n)
		fprintf(stderr,
			"these are the first %zu of %" PRId64
			": choose with --open\n",
			n, found);
	return visit_desk_close(&d, rc);
}

/* ---- show */

static void json_reports(struct json *j, const struct visit_view *v)
{
	json_key(j, "reports");
	json_array(j);
	for (size_t i = 0; i < v->n_report; i++) {
		const struct visit_report *r = &v->report[i];
		json_object(j);
		json_put_int(j, "report", r->id);
		json_put_int(j, "version", r->version);
		json_put_bool(j, "signed", r->is_signed);
		json_put_str(j, "present", r->present);
		json_put_str(j, "text", r->text);
		json_put_str(j, "conclusion", r->conclusion);
		json_put_str(j, "therapy", r->therapy);
		json_put_str(j, "advice", r->advice);
		json_put_str(j, "correction", r->correction_reason);
		json_put_str(j, "signed_by", r->signed_name);
		cmd_instant(j, "signed_at", r->signed_us);
		json_put_str(j, "digest", r->digest);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_documents(struct json *j, const struct visit_view *v)
{
	json_key(j, "documents");
	json_array(j);
	for (size_t i = 0; i < v->n_document; i++) {
		const struct visit_document *x = &v->document[i];
		json_object(j);
		json_put_int(j, "document", x->id);
		json_put_str(j, "name", x->file_name);
		json_put_str(j, "type", x->type);
		json_put_int(j, "bytes", x->n_byte);
		json_put_str(j, "sha256", x->sha256);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_events(struct json *j, const struct visit_view *v)
{
	json_key(j, "events");
	json_array(j);
	for (size_t i = 0; i < v->n_event; i++) {
		const struct visit_event *e = &v->event[i];
		cmd_event_json(j, &(struct cmd_event){.at_us = e->at_us,
						      .what = e->what,
						      .to = e->to,
						      .user = e->user,
						      .detail = e->detail});
	}
	json_array_end(j);
}

static enum rc show_json(const struct visit_view *v, struct err *err)
{
	struct buf b;
	struct json j;
	buf_init(&b, OUT_BYTES);
	json_init(&j, &b);
	json_object(&j);
	row_json(&j, &v->row);
	json_put_str(&j, "companion", v->companion);
	json_put_str(&j, "fault", v->fault);
	json_put_str(&j, "fault_then", v->fault_then);
	cmd_instant(&j, "arrived", v->arrived_us);
	cmd_instant(&j, "started", v->started_us);
	cmd_instant(&j, "ended", v->ended_us);
	json_reports(&j, v);
	json_documents(&j, v);
	json_events(&j, v);
	json_object_end(&j);
	buf_char(&b, '\n');
	return cmd_print(&b, err);
}

static enum rc show_text(const struct visit_view *v, struct err *err)
{
	struct buf b;
	buf_init(&b, OUT_BYTES);
	row_text(&b, &v->row);
	for (size_t i = 0; i < v->n_report; i++)
		buf_printf(&b,
			   "  report %" PRId64 ", version %d, %s: " STR_FMT
			   "\n",
			   v->report[i].id, v->report[i].version,
			   v->report[i].is_signed ? "signed" : "draft",
			   STR_ARG(v->report[i].conclusion));
	for (size_t i = 0; i < v->n_event; i++) {
		buf_text(&b, "  ");
		instant_print(&b, v->event[i].at_us);
		buf_printf(&b, "  " STR_FMT "  " STR_FMT "  " STR_FMT "\n",
			   STR_ARG(v->event[i].what), STR_ARG(v->event[i].user),
			   STR_ARG(v->event[i].detail));
	}
	return cmd_print(&b, err);
}

int visit_cmd_show(int argc, char **argv)
{
	struct visit_desk d = {0};
	struct visit_view v;
	bool json = false, stop;
	const struct opt opts[] = {OPT_VISIT(d.visit), OPT_AS(d.as, false),
				   OPT_JSON(json), OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima visit show",
			       "Print a visit with its reports and events.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = app_visit_show(&d.w.app, d.id, &d.a, &v, &d.err);
	if (!rc)
		rc = json ? show_json(&v, &d.err) : show_text(&v, &d.err);
	return visit_desk_close(&d, rc);
}

int visit_cmd_verify(int argc, char **argv)
{
	struct visit_desk d = {0};
	const char *report = NULL;
	int64_t id = 0;
	bool agrees = false, stop;
	const struct opt opts[] = {{"REPORT", OPT_POS, &report, NULL,
				    "number of the report, as sign prints it",
				    true, 0, 0},
				   OPT_AS(d.as, false),
				   OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima visit verify",
			       "Does a signed report say what was signed?",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc && (!str_to_int(str_from(report), &id) || id <= 0))
		rc = err_set(&d.err, E_USAGE,
			     "\"%s\" is not the number of a report", report);
	if (!rc)
		rc = app_visit_verify(&d.w.app, id, &agrees, &d.err);
	if (!rc && !agrees)
		rc = err_set(&d.err, E_FORMAT,
			     "report %s is not what was signed", report);
	if (!rc)
		printf("%s: as signed\n", report);
	return visit_desk_close(&d, rc);
}
