/* prossima home kinds, propose, plan, set, confirm, end. */
#include "cmd/home_cmd.h"

static void put_text(struct buf *b, const struct monitor_tables *t,
		     const struct home_plan *p)
{
	const struct monitor_plan *x = &p->plan;
	if (p->id)
		buf_printf(b, "plan %" PRId64 ", version %d, %s, ", p->id,
			   p->version, home_plan_state_name[p->state]);
	date_print(b, p->valid_from);
	buf_text(b, " to ");
	date_print(b, p->valid_to);
	buf_char(b, '\n');
	for (size_t i = 0; i < x->n_line; i++)
		buf_printf(b,
			   "  " STR_FMT ": %d in %d days, late after %d hours"
			   "  [" STR_FMT " " STR_FMT "]\n",
			   STR_ARG(x->line[i].kind), x->line[i].times,
			   x->line[i].per_days, x->line[i].grace_hours,
			   STR_ARG(p->why[i].condition),
			   STR_ARG(p->why[i].source));
	for (size_t i = 0; i < x->n_limit; i++) {
		const struct monitor_limit *l = &x->limit[i];
		const struct monitor_kind *k = monitor_kind_of(t, l->kind);
		const struct monitor_why *why = &p->why[x->n_line + i];
		buf_printf(b, "    %-5s " STR_FMT " ",
			   monitor_severity_name[l->severity],
			   STR_ARG(l->kind));
		if (k)
			monitor_limit_text(b, LANG_EN, k, l);
		buf_printf(b, "  [" STR_FMT " " STR_FMT "]\n",
			   STR_ARG(why->condition), STR_ARG(why->source));
	}
}

int home_cmd_kinds(int argc, char **argv)
{
	struct arena a;
	struct monitor_tables t;
	struct err err = {0};
	struct buf b;
	const char *data = NULL;
	bool stop;
	const struct opt opts[] = {OPT_DATA(data)};
	int status = opt_parse("prossima home kinds",
			       "Print what can be measured, and in what unit.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	arena_init(&a, 8u << 20);
	buf_init(&b, HOME_OUT_BYTES);
	enum rc rc = monitor_tables_load(data, cmd_today(), &a, &t, &err);
	for (size_t i = 0; !rc && i < t.n_kind; i++)
		buf_printf(&b, "%-16.*s %-8.*s " STR_FMT "\n",
			   STR_ARG(t.kind[i].code), STR_ARG(t.kind[i].shown),
			   STR_ARG(t.kind[i].name[LANG_EN]));
	if (!rc)
		rc = cmd_print(&b, &err);
	else
		buf_release(&b);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int home_cmd_propose(int argc, char **argv)
{
	struct home_desk d = {0};
	struct monitor_tables t;
	struct home_plan p;
	bool csv = false, stop;
	const struct opt opts[] = {
		OPT_PERSON(d.person),
		{"csv", OPT_FLAG, &csv, NULL,
		 "as a table for `prossima home set --file`", false, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home propose",
			       "Print the plan that the tables propose for a "
			       "person's conditions; nothing is written.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_propose(&d.w.app, d.person_id, &d.a, &p, &d.err);
	if (!rc)
		rc = app_home_tables(&d.w.app, &d.a, &t, &d.err);
	if (!rc && csv)
		home_plan_csv(&d.out, &p.plan);
	else if (!rc)
		put_text(&d.out, &t, &p);
	return home_desk_close(&d, rc);
}

int home_cmd_plan(int argc, char **argv)
{
	struct home_desk d = {0};
	struct monitor_tables t;
	struct home_plan *list = NULL;
	size_t n = 0;
	bool csv = false, stop;
	const struct opt opts[] = {
		OPT_PERSON(d.person),
		{"csv", OPT_FLAG, &csv, NULL,
		 "the latest version as a table for `prossima home set --file`",
		 false, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home plan",
			       "Print the versions of a person's monitoring "
			       "plan, newest first.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_plans(&d.w.app, d.person_id, &d.a, &list, &n,
				    &d.err);
	if (!rc)
		rc = app_home_tables(&d.w.app, &d.a, &t, &d.err);
	for (size_t i = 0; !rc && i < (csv ? n > 0 : n); i++) {
		if (csv)
			home_plan_csv(&d.out, &list[i].plan);
		else
			put_text(&d.out, &t, &list[i]);
	}
	if (!rc && !n)
		buf_text(&d.out, "no plan\n");
	return home_desk_close(&d, rc);
}

/* The plan of the file, or what the tables propose. */
static enum rc fill_form(struct home_desk *d, const char *path,
			 struct home_plan_form *f)
{
	struct home_plan_file *p = arena_alloc(&d->a, sizeof(*p));
	struct home_plan proposed;
	enum rc rc = OK;
	if (!p)
		return arena_fail(&d->a, &d->err);
	f->person_id = d->person_id;
	if (path) {
		rc = home_plan_read(path, &d->a, p, &d->err);
		f->plan = (struct monitor_plan){p->line, p->n_line, p->limit,
						p->n_limit};
		return rc;
	}
	rc = app_home_propose(&d->w.app, d->person_id, &d->a, &proposed,
			      &d->err);
	if (!rc) {
		f->plan = proposed.plan;
		f->why = proposed.why;
	}
	return rc;
}

int home_cmd_set(int argc, char **argv)
{
	struct home_desk d = {0};
	const char *file = NULL, *note = "";
	struct home_plan_form f = {.valid_from = DATE_NONE,
				   .valid_to = DATE_NONE};
	int64_t id = 0;
	bool stop;
	const struct opt opts[] = {
		OPT_PERSON(d.person),
		{"file", OPT_STR, &file, "FILE",
		 "the plan as a table; else what the tables propose", false, 0,
		 0},
		{"from", OPT_DATE, &f.valid_from, "DATE", "first day; today",
		 false, 0, 0},
		{"to", OPT_DATE, &f.valid_to, "DATE",
		 "last day; home.plan_months on", false, 0, 0},
		{"note", OPT_STR, &note, "TEXT", "for who reads it", false, 0,
		 0},
		{"confirm", OPT_FLAG, &f.confirm, NULL,
		 "in force at once: only the doctor may", false, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home set",
			       "Make a new version of a person's monitoring "
			       "plan.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	f.note = str_from(note);
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = fill_form(&d, file, &f);
	if (!rc)
		rc = app_home_plan_set(&d.w.app, &f, &id, &d.err);
	if (!rc)
		buf_printf(&d.out, "plan %" PRId64 " %s\n", id,
			   f.confirm ? "in force" : "proposed");
	return home_desk_close(&d, rc);
}

int home_cmd_confirm(int argc, char **argv)
{
	struct home_desk d = {0};
	bool stop;
	const struct opt opts[] = {
		{"PLAN", OPT_POS, &d.number, NULL, "number of the plan", true,
		 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home confirm",
			       "A proposed version comes into force: only the "
			       "doctor may.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_plan_confirm(&d.w.app, d.id, &d.err);
	if (!rc)
		buf_printf(&d.out, "plan %" PRId64 " in force\n", d.id);
	return home_desk_close(&d, rc);
}

int home_cmd_end(int argc, char **argv)
{
	struct home_desk d = {0};
	const char *reason = NULL;
	bool stop;
	const struct opt opts[] = {
		{"PLAN", OPT_POS, &d.number, NULL, "number of the plan", true,
		 0, 0},
		{"reason", OPT_STR, &reason, "TEXT", "why", true, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home end",
			       "End a version before its last day.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_plan_end(&d.w.app, d.id, str_from(reason),
				       &d.err);
	if (!rc)
		buf_printf(&d.out, "plan %" PRId64 " ended\n", d.id);
	return home_desk_close(&d, rc);
}
