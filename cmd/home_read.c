/* prossima home add, import, list, chart. */
#include "cmd/home_cmd.h"

#include "base/file.h"

static enum rc parse_by(const char *by, enum monitor_by *out, struct err *err)
{
	int i = by ? monitor_word(monitor_by_name, N_MONITOR_BY, str_from(by))
		   : MONITOR_BY_PATIENT;
	if (i < 0)
		return err_set(err, E_USAGE,
			       "--by: \"%s\" is none of patient, caregiver, "
			       "nurse, doctor, pharmacist, device",
			       by);
	*out = (enum monitor_by)i;
	return OK;
}

struct words { /* of `home add` */
	const char *kind, *value, *unit, *at, *by, *device, *id, *context,
		*note, *reason;
	int64_t corrects;
	bool confirmed;
};

static enum rc sending_of(const struct words *w, int64_t person_id,
			  struct home_sending *s, struct err *err)
{
	*s = (struct home_sending){.person_id = person_id,
				   .kind = str_from(w->kind),
				   .value = str_from(w->value),
				   .unit = str_from(w->unit),
				   .device = str_from(w->device),
				   .source_id = str_from(w->id),
				   .context = str_from(w->context),
				   .note = str_from(w->note),
				   .reason = str_from(w->reason),
				   .source = STR("command"),
				   .corrects = w->corrects,
				   .confirmed = w->confirmed};
	enum rc rc = parse_by(w->by, &s->by, err);
	if (!rc && w->at)
		rc = monitor_instant(str_from(w->at), &s->measured_us, err);
	return rc;
}

static void print_sent(struct buf *b, const struct home_sent *s)
{
	buf_printf(b, "reading %" PRId64 "%s\n", s->id,
		   s->again ? ", there already" : "");
	if (s->n_alarm)
		buf_printf(b, "alarms: %zu, %s\n" STR_FMT "\n", s->n_alarm,
			   monitor_severity_name[s->worst],
			   STR_ARG(s->tell[LANG_IT]));
}

int home_cmd_add(int argc, char **argv)
{
	struct home_desk d = {0};
	struct words w = {.unit = "",
			  .device = "",
			  .id = "",
			  .context = "",
			  .note = "",
			  .reason = ""};
	struct home_sending s;
	struct home_sent sent;
	bool stop;
	const struct opt opts[] = {
		OPT_PERSON(d.person),
		{"KIND", OPT_POS, &w.kind, NULL, "`prossima home kinds`", true,
		 0, 0},
		{"VALUE", OPT_POS, &w.value, NULL, "72.5, 135/85, si ...", true,
		 0, 0},
		{"unit", OPT_STR, &w.unit, "UCUM", "else the kind's own", false,
		 0, 0},
		{"at", OPT_STR, &w.at, "WHEN", "2026-03-02T08:15; now", false,
		 0, 0},
		{"by", OPT_STR, &w.by, "WHO", "patient, caregiver, nurse ...",
		 false, 0, 0},
		{"device", OPT_STR, &w.device, "TEXT", "which", false, 0, 0},
		{"id", OPT_STR, &w.id, "TEXT", "its number at the source",
		 false, 0, 0},
		{"context", OPT_STR, &w.context, "TEXT", "fasting ...", false,
		 0, 0},
		{"note", OPT_STR, &w.note, "TEXT", "in words", false, 0, 0},
		{"confirmed", OPT_FLAG, &w.confirmed, NULL,
		 "doubtful, but it is so", false, 0, 0},
		{"corrects", OPT_INT, &w.corrects, "READING",
		 "the one it replaces", false, 1, INT64_MAX},
		{"reason", OPT_STR, &w.reason, "TEXT", "of the correction",
		 false, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home add", "Send one reading.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = sending_of(&w, d.person_id, &s, &d.err);
	if (!rc)
		rc = app_home_put(&d.w.app, &s, &d.a, &sent, &d.err);
	if (!rc)
		print_sent(&d.out, &sent);
	return home_desk_close(&d, rc);
}

/* ---- import */

static void print_import(struct buf *b, const char *path,
			 const struct home_imported *r)
{
	buf_printf(b,
		   "%zu readings: %zu new, %zu there already, %zu corrected, "
		   "%zu to be confirmed, %zu refused; %zu alarms\n",
		   r->n, r->n_new, r->n_again, r->n_corrected, r->n_doubtful,
		   r->n_refused, r->n_alarm);
	for (size_t i = 0; i < r->n_refused; i++) {
		const struct monitor_refused *x = &r->refused[i];
		fprintf(stderr,
			"%s:%" PRIu64 ": " STR_FMT "%s" STR_FMT ": \"" STR_FMT
			"\"\n",
			path, x->line, STR_ARG(x->column),
			x->column.len ? ": " : "", STR_ARG(x->detail),
			STR_ARG(x->value));
	}
}

int home_cmd_import(int argc, char **argv)
{
	struct home_desk d = {0};
	const char *path = NULL;
	struct home_import in = {0};
	struct home_imported r = {0};
	bool stop;
	const struct opt opts[] = {
		{"FILE", OPT_POS, &path, NULL, "CSV or FHIR, by content", true,
		 0, 0},
		{"person", OPT_STR, &d.person, "P",
		 "all of this person; else the file says whose", false, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home import",
			       "Send a file of readings. What cannot be used "
			       "is told by line.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	in.person_id = d.person_id;
	in.file_name = str_from(path);
	if (!rc)
		rc = file_read(path, &d.a, MONITOR_FILE_MOST, &in.bytes,
			       &d.err);
	if (!rc)
		rc = app_home_import(&d.w.app, &in, &d.a, &r, &d.err);
	if (!rc)
		print_import(&d.out, path, &r);
	status = home_desk_close(&d, rc);
	return !status && r.n_refused ? EXIT_FAILED : status;
}

/* ---- list */

static void list_series(struct buf *b, const struct home_series *s)
{
	buf_printf(b, STR_FMT, STR_ARG(s->kind->name[LANG_EN]));
	if (s->line)
		buf_printf(b, ": %" PRId64 " of %" PRId64 " expected",
			   s->adherence.received, s->adherence.expected);
	if (s->worst < N_MONITOR_SEVERITY)
		buf_printf(b, ", %s alarm", monitor_severity_name[s->worst]);
	buf_char(b, '\n');
	for (size_t i = s->n; i-- > 0;) {
		const struct home_reading *r = &s->reading[i];
		buf_text(b, "  ");
		home_when(b, r->measured_us);
		buf_text(b, "  ");
		home_words_of(b, s->kind, r->value_milli);
		buf_printf(b, "  %s%s%s\n", monitor_by_name[r->by],
			   r->doubtful ? ", to be confirmed" : "",
			   r->alarm ? ", alarm" : "");
	}
}

static void json_reading(struct json *j, const struct home_reading *r)
{
	json_object(j);
	json_put_int(j, "reading", r->id);
	cmd_instant(j, "measured", r->measured_us);
	cmd_instant(j, "received", r->received_us);
	json_key(j, "value");
	json_decimal(j, r->value_milli[0], 3);
	if (r->value_milli[1] != MONITOR_NO_VALUE) {
		json_key(j, "second");
		json_decimal(j, r->value_milli[1], 3);
	}
	json_put_str(j, "given", r->value_given);
	json_put_str(j, "unit_given", r->unit_given);
	json_put_str(j, "by", str_from(monitor_by_name[r->by]));
	json_put_str(j, "state", r->state);
	json_put_str(j, "source", r->source);
	json_put_bool(j, "alarm", r->alarm);
	json_object_end(j);
}

static void list_json(struct buf *b, const struct home_chart *c)
{
	struct json j;
	json_init(&j, b);
	json_array(&j);
	for (size_t i = 0; i < c->n_series; i++) {
		const struct home_series *s = &c->series[i];
		json_object(&j);
		json_put_str(&j, "kind", s->kind->code);
		json_put_str(&j, "unit", s->kind->unit);
		json_put_bool(&j, "in_plan", s->line != NULL);
		json_put_int(&j, "expected", s->adherence.expected);
		json_put_int(&j, "received", s->adherence.received);
		json_key(&j, "readings");
		json_array(&j);
		for (size_t k = 0; k < s->n; k++)
			json_reading(&j, &s->reading[k]);
		json_array_end(&j);
		json_object_end(&j);
	}
	json_array_end(&j);
	buf_char(b, '\n');
}

int home_cmd_list(int argc, char **argv)
{
	struct home_desk d = {0};
	struct home_chart c = {0};
	int64_t days = 90;
	bool stop;
	const struct opt opts[] = {
		OPT_PERSON(d.person),
		{"days", OPT_INT, &days, "N", "the last; 90", false, 1, 400},
		OPT_AS(d.as),
		OPT_JSON(d.json),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home list",
			       "Print a person's readings, worst first.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_chart(&d.w.app, d.person_id, (int)days, &d.a, &c,
				    &d.err);
	if (!rc && d.json)
		list_json(&d.out, &c);
	for (size_t i = 0; !rc && !d.json && i < c.n_series; i++)
		list_series(&d.out, &c.series[i]);
	return home_desk_close(&d, rc);
}

/* ---- chart */

static enum rc draw(struct home_desk *d, const struct home_chart *c,
		    const char *kind, bool english)
{
	struct html svg;
	enum rc rc = err_set(&d->err, E_NOT_FOUND,
			     "no reading and no line of \"%s\"", kind);
	for (size_t i = 0; i < c->n_series; i++)
		if (str_is(c->series[i].kind->code, kind))
			rc = home_series_picture(c, &c->series[i], true,
						 english ? LANG_EN : LANG_IT,
						 &d->a, &svg, &d->err);
	if (rc)
		return rc;
	buf_text(&d->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
			  "width=\"800\" height=\"210\" "
			  "font-family=\"sans-serif\">");
	buf_str(&d->out, svg.markup);
	buf_text(&d->out, "</svg>\n");
	return OK;
}

int home_cmd_chart(int argc, char **argv)
{
	struct home_desk d = {0};
	struct home_chart c = {0};
	const char *kind = NULL;
	int64_t days = 90;
	bool english = false, stop;
	const struct opt opts[] = {
		OPT_PERSON(d.person),
		{"kind", OPT_STR, &kind, "K", "`prossima home kinds`", true, 0,
		 0},
		{"days", OPT_INT, &days, "N", "the last; 90", false, 1, 400},
		{"english", OPT_FLAG, &english, NULL, "words in English", false,
		 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home chart",
			       "Draw one kind over the days against its "
			       "limits, as SVG on standard output.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_chart(&d.w.app, d.person_id, (int)days, &d.a, &c,
				    &d.err);
	if (!rc)
		rc = draw(&d, &c, kind, english);
	return home_desk_close(&d, rc);
}
