/* prossima tele list, show, words. */
#include "cmd/tele_cmd.h"

#include "cmd/rows.h"
#include "text/text.h"

enum { OUT_BYTES = 16 << 20 };

/* ---- list */

static void row_text(struct buf *b, const void *row)
{
	const struct tele_row *r = row;
	buf_printf(
		b,
		"%" PRId64 "  %-5s  %-12s  %-10s  %3" PRId64 " %%%s  " STR_FMT
		" " STR_FMT "  " STR_FMT "  quality " STR_FMT "%s%s\n",
		r->id, tele_urgency_name[r->urgency], tele_state_name[r->state],
		tele_kind_name[r->kind], r->percent,
		r->stopped ? " (clock stands)" : "", STR_ARG(r->last_name),
		STR_ARG(r->first_name), STR_ARG(r->question),
		STR_ARG(r->verdict), r->escalated ? ", escalated" : "",
		r->device_expired ? ", device expired" : "");
}

static void row_json(struct json *j, const void *row)
{
	const struct tele_row *r = row;
	json_put_int(j, "exam", r->id);
	json_put_str(j, "kind", str_from(tele_kind_name[r->kind]));
	json_put_str(j, "state", str_from(tele_state_name[r->state]));
	json_put_str(j, "urgency", str_from(tele_urgency_name[r->urgency]));
	cmd_instant(j, "received", r->received_us);
	cmd_instant(j, "due", r->due_us);
	json_put_int(j, "percent", r->percent);
	json_put_bool(j, "clock_stands", r->stopped);
	json_put_bool(j, "escalated", r->escalated);
	json_put_bool(j, "device_expired", r->device_expired);
	json_put_str(j, "quality", r->verdict);
	json_put_str(j, "fiscal_code", r->fiscal_code);
	json_put_str(j, "last_name", r->last_name);
	json_put_str(j, "first_name", r->first_name);
	json_put_str(j, "question", r->question);
	json_put_str(j, "pool", r->pool);
	json_put_str(j, "reader", r->reader);
	json_put_str(j, "waits_for", r->wait_cause);
	json_put_str(j, "result", r->result);
}

static enum rc print_rows(const struct tele_row *list, size_t n, bool json,
			  struct err *err)
{
	const struct cmd_rows r = {.list = list,
				   .n = n,
				   .size = sizeof(*list),
				   .none = "no exam fits",
				   .text = row_text,
				   .json = row_json};
	return cmd_rows_print(&r, json, err);
}

static enum rc parse_query(const char *state, const char *kind,
			   struct tele_query *ask, struct err *err)
{
	ask->state = N_TELE_STATE;
	ask->kind = N_TELE_KIND;
	if (state && !tele_state_parse(str_from(state), &ask->state))
		return err_set(err, E_USAGE, "--state: \"%s\" is no state",
			       state);
	if (kind && !tele_kind_parse(str_from(kind), &ask->kind))
		return err_set(err, E_USAGE,
			       "--kind: \"%s\" is not ecg or spirometry", kind);
	return OK;
}

int tele_cmd_list(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *as = NULL, *state = NULL,
		   *kind = NULL;
	struct tele_query ask = {.limit = 1000};
	bool json = false, stop;
	const struct opt opts[] = {
		{"state", OPT_STR, &state, "S", "received, waiting, queued ...",
		 false, 0, 0},
		{"kind", OPT_STR, &kind, "K", "ecg or spirometry", false, 0, 0},
		{"open", OPT_FLAG, &ask.open, NULL, "still to be signed", false,
		 0, 0},
		OPT_AS(as, false),
		OPT_JSON(json),
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima tele list",
			       "Print the exams, the most urgent first.", opts,
			       countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	struct arena a;
	struct tele_row *list = NULL;
	size_t n = 0;
	int64_t found = 0;
	if (stop)
		return status;
	arena_init(&a, 64u << 20);
	enum rc rc = tele_open(&w, db, data, as, &err);
	if (!rc)
		rc = parse_query(state, kind, &ask, &err);
	if (!rc)
		rc = app_tele_list(&w.app, &ask, &a, &list, &n, &found, &err);
	if (!rc)
		rc = print_rows(list, n, json, &err);
	if (!rc && found > (int64_t)n)
		fprintf(stderr,
			"these are the first %zu of %" PRId64
			": choose with --state, --kind or --open\n",
			n, found);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

/* ---- show */

static void json_request(struct json *j, const struct tele_view *v)
{
	json_key(j, "request");
	json_object(j);
	json_put_str(j, "question", v->row.question);
	json_put_str(j, "symptoms", v->symptoms);
	json_put_bool(j, "chest_pain", v->chest_pain);
	json_put_int(j, "chest_pain_days", v->chest_pain_days);
	json_put_bool(j, "syncope", v->syncope);
	json_put_int(j, "syncope_days", v->syncope_days);
	json_put_str(j, "drugs", v->drugs);
	json_put_str(j, "pacemaker", v->pacemaker);
	json_put_str(j, "previous_mi", v->previous_mi);
	json_object_end(j);
}

static void json_measures(struct json *j, const struct tele_measure *m,
			  size_t n)
{
	json_key(j, "measures");
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		json_object(j);
		json_put_str(j, "name", m[i].name);
		json_put_str(j, "lead", m[i].lead);
		json_put_str(j, "by",
			     m[i].device ? STR("device") : STR("machine"));
		json_put_str(j, "algorithm", m[i].algorithm);
		json_key(j, "value");
		json_decimal(j, m[i].value_milli, 3);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_findings(struct json *j, const struct tele_view *v)
{
	json_key(j, "findings");
	json_array(j);
	for (size_t i = 0; i < v->n_finding; i++) {
		json_object(j);
		json_put_str(j, "kind", v->finding[i].kind);
		json_put_str(j, "severity", v->finding[i].severity);
		json_put_str(j, "lead", v->finding[i].lead);
		json_put_str(j, "code", v->finding[i].code);
		json_put_str(j, "value", v->finding[i].value);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_report(struct json *j, const struct tele_report *r)
{
	json_object(j);
	json_put_int(j, "report", r->id);
	json_put_int(j, "version", r->version);
	json_put_int(j, "corrects", r->previous_id);
	json_put_str(j, "correction_reason", r->correction_reason);
	json_put_bool(j, "signed", r->is_signed);
	json_put_str(j, "answer", r->answer);
	json_key(j, "statements");
	json_array(j);
	for (size_t i = 0; i < r->n_said; i++)
		json_str(j, r->said[i].text);
	json_array_end(j);
	json_put_str(j, "text", r->text);
	json_put_str(j, "conclusion", r->conclusion);
	json_put_str(j, "advice", r->advice);
	json_put_str(j, "comparison", r->comparison);
	json_put_str(j, "urgency", str_from(tele_urgency_name[r->urgency]));
	json_put_str(j, "agrees", r->agrees);
	cmd_instant(j, "signed_at", r->signed_us);
	json_put_str(j, "signed_by", r->signed_name);
	json_put_str(j, "digest", r->digest);
	json_object_end(j);
}

static void json_events(struct json *j, const struct tele_view *v)
{
	json_key(j, "events");
	json_array(j);
	for (size_t i = 0; i < v->n_event; i++) {
		const struct tele_event_view *e = &v->event[i];
		cmd_event_json(j, &(struct cmd_event){.at_us = e->at_us,
						      .what = e->what,
						      .to = e->to,
						      .user = e->user,
						      .role = e->role,
						      .detail = e->detail});
	}
	json_array_end(j);
}

static void json_earlier(struct json *j, const struct tele_view *v)
{
	json_key(j, "earlier");
	json_array(j);
	for (size_t i = 0; i < v->n_earlier; i++) {
		json_object(j);
		json_put_int(j, "exam", v->earlier[i].id);
		json_put_date(j, "taken_on", v->earlier[i].taken_on);
		json_put_str(j, "conclusion", v->earlier[i].conclusion);
		json_measures(j, v->earlier[i].measure,
			      v->earlier[i].n_measure);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_deliveries(struct json *j, const struct tele_view *v)
{
	json_key(j, "deliveries");
	json_array(j);
	for (size_t i = 0; i < v->n_delivery; i++) {
		const struct tele_delivery_view *d = &v->delivery[i];
		json_object(j);
		json_put_int(j, "report", d->report_id);
		json_put_str(j, "to", d->to_kind);
		cmd_instant(j, "delivered", d->delivered_us);
		cmd_instant(j, "read", d->read_us);
		cmd_instant(j, "acknowledged", d->ack_us);
		json_put_str(j, "how", d->ack_how);
		json_put_str(j, "note", d->ack_note);
		json_object_end(j);
	}
	json_array_end(j);
}

static void json_file(struct json *j, const struct tele_view *v)
{
	json_put_str(j, "file", v->file_name);
	json_put_str(j, "sha256", v->sha256);
	json_put_int(j, "bytes", v->n_byte);
	json_put_str(j, "format", v->format);
	json_put_str(j, "format_version", v->format_version);
	json_put_str(j, "taken_at", v->taken_at);
	json_put_str(j, "identity_by", v->identity_by);
	json_put_str(j, "device_maker", v->device_maker);
	json_put_str(j, "device_model", v->device_model);
	json_put_str(j, "device_serial", v->device_serial);
	json_put_str(j, "algorithm", v->algorithm);
	json_put_str(j, "override_reason", v->override_reason);
	json_put_str(j, "urgency_asked", v->urgency_asked);
	json_put_str(j, "urgency_machine", v->urgency_machine);
	json_put_str(j, "urgency_why", v->urgency_why);
	json_put_str(j, "sender", v->sender);
	json_put_int(j, "repeat_of", v->repeat_of);
	json_put_int(j, "repeated_by", v->repeated_by);
	json_put_int(j, "planned_service", v->activity_id);
}

static enum rc show_json(const struct tele_view *v, struct err *err)
{
	struct buf b;
	struct json j;
	buf_init(&b, OUT_BYTES);
	json_init(&j, &b);
	json_object(&j);
	row_json(&j, &v->row);
	json_file(&j, v);
	json_request(&j, v);
	json_findings(&j, v);
	json_measures(&j, v->measure, v->n_measure);
	json_key(&j, "reports");
	json_array(&j);
	for (size_t i = 0; i < v->n_report; i++)
		json_report(&j, &v->report[i]);
	json_array_end(&j);
	json_deliveries(&j, v);
	json_earlier(&j, v);
	json_events(&j, v);
	json_object_end(&j);
	buf_char(&b, '\n');
	return cmd_print(&b, err);
}

static void text_report(struct buf *b, const struct tele_report *r)
{
	buf_printf(b, "report version %d, %s" STR_FMT "\n", r->version,
		   r->is_signed ? "signed by " : "draft",
		   STR_ARG(r->signed_name));
	if (r->correction_reason.len)
		buf_printf(b, "  corrects the one before: " STR_FMT "\n",
			   STR_ARG(r->correction_reason));
	buf_printf(b, "  answer: " STR_FMT "\n", STR_ARG(r->answer));
	for (size_t i = 0; i < r->n_said; i++)
		buf_printf(b, "  - " STR_FMT "\n", STR_ARG(r->said[i].text));
	if (r->text.len)
		buf_printf(b, "  " STR_FMT "\n", STR_ARG(r->text));
	buf_printf(b, "  conclusion: " STR_FMT "\n", STR_ARG(r->conclusion));
	if (r->advice.len)
		buf_printf(b, "  advice: " STR_FMT "\n", STR_ARG(r->advice));
	if (r->digest.len)
		buf_printf(b, "  digest " STR_FMT "\n", STR_ARG(r->digest));
}

/* "  quality warn: fvc_grade post C": lead and value where there are any. */
static void text_finding(struct buf *b, const struct tele_finding *f)
{
	buf_printf(b, "  " STR_FMT " " STR_FMT ": " STR_FMT, STR_ARG(f->kind),
		   STR_ARG(f->severity), STR_ARG(f->code));
	if (f->lead.len)
		buf_printf(b, " " STR_FMT, STR_ARG(f->lead));
	if (f->value.len)
		buf_printf(b, " " STR_FMT, STR_ARG(f->value));
	buf_char(b, '\n');
}

static enum rc show_text(const struct tele_view *v, struct err *err)
{
	struct buf b;
	buf_init(&b, OUT_BYTES);
	row_text(&b, &v->row);
	buf_printf(&b,
		   "file " STR_FMT " (" STR_FMT " " STR_FMT "), %" PRId64
		   " bytes, SHA-256 " STR_FMT "\n",
		   STR_ARG(v->file_name), STR_ARG(v->format),
		   STR_ARG(v->format_version), v->n_byte, STR_ARG(v->sha256));
	buf_text(&b, "measured by a program, not validated:\n");
	for (size_t i = 0; i < v->n_measure; i++) {
		const struct tele_measure *m = &v->measure[i];
		buf_printf(&b, "  " STR_FMT "%s" STR_FMT " ", STR_ARG(m->name),
			   m->lead.len ? " " : "", STR_ARG(m->lead));
		buf_decimal(&b, m->value_milli, 3);
		buf_printf(&b, " (" STR_FMT ")\n", STR_ARG(m->algorithm));
	}
	for (size_t i = 0; i < v->n_finding; i++)
		text_finding(&b, &v->finding[i]);
	for (size_t i = 0; i < v->n_report; i++)
		text_report(&b, &v->report[i]);
	for (size_t i = 0; i < v->n_event; i++) {
		const struct tele_event_view *e = &v->event[i];
		instant_print(&b, e->at_us);
		buf_printf(&b,
			   "  " STR_FMT "  " STR_FMT " " STR_FMT "  " STR_FMT
			   "\n",
			   STR_ARG(e->what), STR_ARG(e->role), STR_ARG(e->user),
			   STR_ARG(e->detail));
	}
	return cmd_print(&b, err);
}

int tele_cmd_show(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *as = NULL, *exam = NULL;
	bool json = false, stop;
	const struct opt opts[] = {OPT_EXAM(exam), OPT_AS(as, false),
				   OPT_JSON(json), OPT_DB(db), OPT_DATA(data)};
	int status = opt_parse("prossima tele show",
			       "Print one exam with all that is known of it.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	struct arena a;
	struct tele_view v;
	int64_t id = 0;
	if (stop)
		return status;
	arena_init(&a, 64u << 20);
	enum rc rc = tele_open(&w, db, data, as, &err);
	if (!rc)
		rc = tele_exam_id(exam, &id, &err);
	if (!rc)
		rc = app_tele_show(&w.app, id, &a, &v, &err);
	if (!rc)
		rc = json ? show_json(&v, &err) : show_text(&v, &err);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? tele_fail(&err) : EXIT_DONE;
}

/* ---- words */

int tele_cmd_words(int argc, char **argv)
{
	const char *data = NULL;
	bool stop;
	const struct opt opts[] = {OPT_DATA(data)};
	int status = opt_parse("prossima tele words",
			       "Print the statements and templates of reports "
			       "in force today.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct arena a;
	struct tele_words t;
	if (stop)
		return status;
	arena_init(&a, 8u << 20);
	enum rc rc = tele_words_load(data, cmd_today(), &a, &t, &err);
	for (size_t i = 0; i < t.n_statement && !rc; i++)
		printf("%-10s  %-10s  " STR_FMT "\n",
		       tele_kind_name[t.statement[i].kind],
		       t.statement[i].code.ptr
			       ? arena_str(&a, t.statement[i].code).ptr
			       : "",
		       STR_ARG(t.statement[i].text[LANG_IT]));
	for (size_t i = 0; i < t.n_template && !rc; i++)
		printf("%-10s  template " STR_FMT "  " STR_FMT "\n",
		       tele_kind_name[t.template[i].kind],
		       STR_ARG(t.template[i].code),
		       STR_ARG(t.template[i].name[LANG_IT]));
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
