#include "csv/csv.h"

#include "cmd/enrol_cmd.h"

/* ---- list ---- */

static struct str condition_name(const struct knowledge *kn, struct str code)
{
	int i = kn_condition_index(kn, code);
	return i < 0 ? code : kn->conditions[i].name_it;
}

static void list_counts(const struct enrol_list *l, struct buf *b)
{
	char day[11];
	buf_printf(b,
		   "stratification of " STR_FMT ": %" PRId64
		   " can be enrolled, %" PRId64 " enrolled\n",
		   STR_ARG(date_text(l->as_of, day)), l->n_hold[HOLD_NONE],
		   l->n_hold[HOLD_ENROLLED]);
	for (int h = HOLD_NONE + 1; h < N_ENROL_HOLD; h++)
		if (l->n_hold[h] && h != HOLD_ENROLLED)
			buf_printf(b, "held back %8" PRId64 ": %s\n",
				   l->n_hold[h], enrol_hold_text[h]);
}

static void list_row(const struct enrol_candidate *r,
		     const struct knowledge *kn, struct buf *b)
{
	char name[60];
	struct str disease = condition_name(kn, r->main_condition);
	snprintf(name, sizeof(name), STR_FMT " " STR_FMT, STR_ARG(r->last_name),
		 STR_ARG(r->first_name));
	buf_printf(b, "%-12.*s %-24.24s %-12.*s %3d %3d %4d  ",
		   STR_ARG(r->pseudonym), name, STR_ARG(r->gp_code), r->level,
		   r->charlson, r->mcs);
	if (r->hold)
		buf_str(b, r->why);
	else
		buf_printf(b, STR_FMT "%s", STR_ARG(disease),
			   r->invited ? " (invited)" : "");
	buf_char(b, '\n');
}

static void list_text(const struct enrol_list *l, bool held,
		      const struct knowledge *kn, struct buf *b)
{
	if (!l->has_strata) {
		buf_text(b, "no stratification in force: prossima strata load "
			    "reads one\n");
		return;
	}
	list_counts(l, b);
	if (l->n == 0) {
		buf_text(b, held ? "nobody is held back\n"
				 : "nobody to invite: prossima enrol list "
				   "--held tells who is held back and why\n");
		return;
	}
	buf_printf(b, "%-12s %-24s %-12s %3s %3s %4s  %s\n", "person", "name",
		   "doctor", "lev", "cha", "mcs",
		   held ? "held back" : "main condition");
	for (size_t i = 0; i < l->n; i++)
		list_row(&l->rows[i], kn, b);
}

static void put_candidate(struct json *j, const struct enrol_candidate *r)
{
	json_object(j);
	json_put_str(j, "person_id", r->pseudonym);
	json_put_str(j, "last_name", r->last_name);
	json_put_str(j, "first_name", r->first_name);
	json_put_date(j, "birth_date", r->birth);
	json_put_str(j, "gp_code", r->gp_code);
	json_put_str(j, "manager", r->manager);
	json_put_int(j, "level", r->level);
	json_put_int(j, "charlson", r->charlson);
	json_put_int(j, "mcs", r->mcs);
	json_put_str(j, "main_condition", r->main_condition);
	json_put_bool(j, "invited", r->invited);
	json_put_str(j, "hold", str_from(enrol_hold_name[r->hold]));
	json_put_str(j, "why", r->why);
	json_object_end(j);
}

static void list_json(const struct enrol_list *l, struct buf *b)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	json_put_date(&j, "as_of", l->as_of);
	json_key(&j, "counts");
	json_object(&j);
	for (int h = 0; h < N_ENROL_HOLD; h++)
		json_put_int(&j, enrol_hold_name[h], l->n_hold[h]);
	json_object_end(&j);
	json_key(&j, "rows");
	json_array(&j);
	for (size_t i = 0; i < l->n; i++)
		put_candidate(&j, &l->rows[i]);
	json_array_end(&j);
	json_object_end(&j);
	buf_char(b, '\n');
}

static void put_number(struct buf *b, int64_t v)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%" PRId64, v);
	csv_put(b, false, (struct str){text, (size_t)n});
}

static void list_csv(const struct enrol_list *l, struct buf *b)
{
	buf_text(b, "person_id,last_name,first_name,birth_date,gp_code,manager,"
		    "level,charlson,mcs,main_condition,invited,hold\n");
	for (size_t i = 0; i < l->n; i++) {
		const struct enrol_candidate *r = &l->rows[i];
		char day[11];
		const struct str texts[] = {
			r->pseudonym,  r->last_name,
			r->first_name, date_text(r->birth, day),
			r->gp_code,    r->manager};
		for (size_t k = 0; k < countof(texts); k++)
			csv_put(b, k == 0, texts[k]);
		put_number(b, r->level);
		put_number(b, r->charlson);
		put_number(b, r->mcs);
		csv_put(b, false, r->main_condition);
		put_number(b, r->invited);
		csv_put(b, false, str_from(enrol_hold_name[r->hold]));
		buf_char(b, '\n');
	}
}

int enrol_list(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *gp = NULL;
	int64_t limit = 50;
	bool held = false, json = false, csv = false, stop;
	const struct opt opts[] = {
		{"doctor", OPT_STR, &gp, "GP", "one doctor's people", false, 0,
		 0},
		{"limit", OPT_INT, &limit, "N", "rows shown, 0 all (50)", false,
		 0, INT32_MAX},
		{"held", OPT_FLAG, &held, NULL,
		 "who is held back and why, instead", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
		{"csv", OPT_FLAG, &csv, NULL, "as CSV", false, 0, 0},
	};
	int status = opt_parse("prossima enrol list",
			       "List the people who can be enrolled on the day "
			       "of work: level, then Charlson, then MCS.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct arena a;
	struct buf b;
	struct enrol_list l;
	struct enrol_filter f = {.gp_code = gp ? str_from(gp) : STR(""),
				 .limit = (size_t)limit,
				 .held = held};
	arena_init(&a, ENROL_TEXT_BYTES);
	buf_init(&b, ENROL_TEXT_BYTES);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_enrol_list(&w.app, &f, &a, &l, &err);
	if (!rc) {
		if (json)
			list_json(&l, &b);
		else if (csv)
			list_csv(&l, &b);
		else
			list_text(&l, held, &w.kn, &b);
		rc = cmd_print(&b, &err);
	}
	buf_release(&b);
	arena_release(&a);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- show ---- */

static void put_dated(struct buf *b, const char *label, struct date d)
{
	char day[11];
	if (!date_is_none(d))
		buf_printf(b, "  %s " STR_FMT, label,
			   STR_ARG(date_text(d, day)));
}

static void show_event(const struct enrol_event *e, struct buf *b)
{
	char day[11];
	struct str who = e->by.len ? e->by : e->role;
	buf_printf(b,
		   "  " STR_FMT "  %-11.*s -> %-11.*s  " STR_FMT "  " STR_FMT
		   "  (recorded ",
		   STR_ARG(date_text(e->on, day)), STR_ARG(e->from),
		   STR_ARG(e->to), STR_ARG(who), STR_ARG(e->reason));
	instant_print(b, e->at_us);
	buf_text(b, ")\n");
}

static void show_pact(const struct pact_view *p, struct buf *b)
{
	char from[11], to[11];
	buf_printf(b, "  pact " STR_FMT ", " STR_FMT, STR_ARG(p->state),
		   STR_ARG(p->mode));
	if (!date_is_none(p->valid.from))
		buf_printf(b, ", " STR_FMT " to " STR_FMT,
			   STR_ARG(date_text(p->valid.from, from)),
			   STR_ARG(date_text(p->valid.to, to)));
	put_dated(b, "ended", p->ended_on);
	if (p->end_reason.len)
		buf_printf(b, " (" STR_FMT ")", STR_ARG(p->end_reason));
	buf_char(b, '\n');
}

static void show_text(const struct enrol_view *v, size_t n, struct buf *b)
{
	if (n == 0)
		buf_text(b, "never enrolled: prossima enrol list tells who can "
			    "be\n");
	for (size_t i = 0; i < n; i++) {
		buf_printf(b,
			   STR_FMT "%s, doctor " STR_FMT ", manager " STR_FMT
				   ", way " STR_FMT ", level %d",
			   STR_ARG(v[i].state),
			   v[i].suspended ? " (suspended)" : "",
			   STR_ARG(v[i].gp_code), STR_ARG(v[i].manager),
			   STR_ARG(v[i].way), v[i].level);
		put_dated(b, "active from", v[i].active_from);
		put_dated(b, "ended", v[i].ended_on);
		if (v[i].end_reason.len)
			buf_printf(b, " (" STR_FMT ")",
				   STR_ARG(v[i].end_reason));
		buf_char(b, '\n');
		for (size_t k = 0; k < v[i].n_event; k++)
			show_event(&v[i].events[k], b);
		for (size_t k = 0; k < v[i].n_pact; k++)
			show_pact(&v[i].pacts[k], b);
	}
}

static void put_event(struct json *j, const struct enrol_event *e)
{
	json_object(j);
	json_put_str(j, "from", e->from);
	json_put_str(j, "to", e->to);
	json_put_date(j, "on", e->on);
	json_put_int(j, "recorded_us", e->at_us);
	json_put_str(j, "by", e->by);
	json_put_str(j, "role", e->role);
	json_put_str(j, "reason", e->reason);
	json_object_end(j);
}

static void put_pact(struct json *j, const struct pact_view *p)
{
	json_object(j);
	json_put_str(j, "state", p->state);
	json_put_str(j, "mode", p->mode);
	json_put_date(j, "valid_from", p->valid.from);
	json_put_date(j, "valid_to", p->valid.to);
	json_put_date(j, "ended_on", p->ended_on);
	json_put_str(j, "end_reason", p->end_reason);
	json_object_end(j);
}

static void put_view(struct json *j, const struct enrol_view *v)
{
	json_object(j);
	json_put_str(j, "state", v->state);
	json_put_bool(j, "suspended", v->suspended);
	json_put_str(j, "way", v->way);
	json_put_str(j, "gp_code", v->gp_code);
	json_put_str(j, "manager", v->manager);
	json_put_int(j, "level", v->level);
	json_put_str(j, "main_condition", v->main_condition);
	json_put_date(j, "eligible_on", v->eligible_on);
	json_put_date(j, "active_from", v->active_from);
	json_put_date(j, "ended_on", v->ended_on);
	json_put_str(j, "end_reason", v->end_reason);
	json_put_bool(j, "transferred_from", v->previous_id != 0);
	json_key(j, "events");
	json_array(j);
	for (size_t k = 0; k < v->n_event; k++)
		put_event(j, &v->events[k]);
	json_array_end(j);
	json_key(j, "pacts");
	json_array(j);
	for (size_t k = 0; k < v->n_pact; k++)
		put_pact(j, &v->pacts[k]);
	json_array_end(j);
	json_object_end(j);
}

static void show_json(const struct enrol_view *v, size_t n, struct buf *b)
{
	struct json j;
	json_init(&j, b);
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		put_view(&j, &v[i]);
	json_array_end(&j);
	buf_char(b, '\n');
}

int enrol_show(int argc, char **argv)
{
	const char *who = NULL, *db = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &who, NULL,
		 "person_id of the flows or fiscal code", true, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima enrol show",
			       "Show every enrolment of a person: who, when, "
			       "why; the look is audited.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct arena a;
	struct buf b;
	struct enrol_view *v = NULL;
	size_t n = 0;
	int64_t person = 0;
	arena_init(&a, ENROL_TEXT_BYTES);
	buf_init(&b, ENROL_TEXT_BYTES);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_people_id(&w.app, str_from(who), &person, &err);
	if (!rc)
		rc = app_enrol_show(&w.app, person, &a, &v, &n, &err);
	if (!rc) {
		(json ? show_json : show_text)(v, n, &b);
		rc = cmd_print(&b, &err);
	}
	buf_release(&b);
	arena_release(&a);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- summary ---- */

static void summary_text(const struct enrol_summary *s, struct buf *b)
{
	if (s->n_enrolment == 0)
		buf_text(b, "nobody enrolled yet: prossima enrol list tells "
			    "who can be\n");
	for (size_t i = 0; i < s->n_enrolment; i++) {
		const struct enrol_count *c = &s->enrolments[i];
		buf_printf(b, "%8" PRId64 " " STR_FMT "%s", c->n,
			   STR_ARG(c->state),
			   c->suspended ? ", suspended" : "");
		if (c->end_reason.len)
			buf_printf(b, ": " STR_FMT, STR_ARG(c->end_reason));
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < s->n_pact; i++)
		buf_printf(b, "%8" PRId64 " pacts " STR_FMT "\n", s->pacts[i].n,
			   STR_ARG(s->pacts[i].state));
}

static void put_counts(struct json *j, const char *key,
		       const struct enrol_count *c, size_t n)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		json_object(j);
		json_put_str(j, "state", c[i].state);
		json_put_bool(j, "suspended", c[i].suspended);
		json_put_str(j, "end_reason", c[i].end_reason);
		json_put_int(j, "n", c[i].n);
		json_object_end(j);
	}
	json_array_end(j);
}

static void summary_json(const struct enrol_summary *s, struct buf *b)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	put_counts(&j, "enrolments", s->enrolments, s->n_enrolment);
	put_counts(&j, "pacts", s->pacts, s->n_pact);
	json_object_end(&j);
	buf_char(b, '\n');
}

int enrol_summary(int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		OPT_DATA(data),
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima enrol summary",
			       "Count enrolments and pacts by state.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct arena a;
	struct buf b;
	struct enrol_summary s = {0};
	arena_init(&a, 1u << 20); /* a row for each state and reason */
	buf_init(&b, 1u << 20);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_enrol_summary(&w.app, &a, &s, &err);
	if (!rc) {
		(json ? summary_json : summary_text)(&s, &b);
		rc = cmd_print(&b, &err);
	}
	buf_release(&b);
	arena_release(&a);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- the pact on paper ---- */

int enrol_pact(int argc, char **argv)
{
	const char *who = NULL, *db = NULL, *data = NULL;
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &who, NULL,
		 "person_id of the flows or fiscal code", true, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima enrol pact",
			       "Print the latest pact of a person (Italian "
			       "text, our own form).",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct buf b;
	int64_t person = 0;
	buf_init(&b, 1u << 16); /* one page */
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_people_id(&w.app, str_from(who), &person, &err);
	if (!rc)
		rc = app_enrol_pact_text(&w.app, person, &b, &err);
	if (!rc)
		rc = cmd_print(&b, &err);
	buf_release(&b);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
