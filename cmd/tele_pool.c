/* prossima tele pool: who reads. */
#include "cmd/tele_cmd.h"

static int pool_list(int argc, char **argv)
{
	struct tele_desk d = {0};
	bool stop;
	const struct opt opts[] = {OPT_DB(d.db), OPT_DATA(d.data)};
	int status = opt_parse("prossima tele pool list",
			       "Print the pools of readers.", opts,
			       countof(opts), argc, argv, &stop);
	struct arena a;
	struct tele_pool *list = NULL;
	size_t n = 0;
	if (stop)
		return status;
	arena_init(&a, 8u << 20);
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_pools(&d.w.app, &a, &list, &n, &d.err);
	for (size_t i = 0; i < n && !rc; i++)
		printf(STR_FMT "  %s  " STR_FMT
			       "  %02d:%02d-%02d:%02d  %" PRId64
			       " readers, %" PRId64 " open%s" STR_FMT "\n",
		       STR_ARG(list[i].code), tele_kind_name[list[i].kind],
		       STR_ARG(list[i].name), list[i].from_min / 60,
		       list[i].from_min % 60, list[i].to_min / 60,
		       list[i].to_min % 60, list[i].n_reader, list[i].n_open,
		       list[i].escalate_to.len ? ", passes on to " : "",
		       STR_ARG(list[i].escalate_to));
	if (!rc && !n)
		puts("no pool: `prossima tele pool add`");
	arena_release(&a);
	return tele_desk_close(&d, rc);
}

/* "08:00-20:00" */
static enum rc parse_hours(const char *text, struct tele_pool *p,
			   struct err *err)
{
	int v[4] = {0}, used = 0;
	if (sscanf(text, "%2d:%2d-%2d:%2d%n", &v[0], &v[1], &v[2], &v[3],
		   &used) == 4 &&
	    (size_t)used == strlen(text) && v[0] >= 0 && v[1] >= 0 &&
	    v[2] <= 24 && v[1] < 60 && v[3] >= 0 && v[3] < 60) {
		p->from_min = v[0] * 60 + v[1];
		p->to_min = v[2] * 60 + v[3];
		if (p->from_min < p->to_min && p->to_min <= 1440)
			return OK;
	}
	return err_set(err, E_USAGE, "--hours: \"%s\" is not as 08:00-20:00",
		       text);
}

static int pool_add(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *code = NULL, *name = NULL, *kind = "ecg",
		   *hours = "00:00-24:00", *languages = "it", *next = "",
		   *phone = "";
	int64_t weekdays = 127;
	bool stop;
	const struct opt opts[] = {
		{"CODE", OPT_POS, &code, NULL, "short name", true, 0, 0},
		{"name", OPT_STR, &name, "TEXT", "as people read it", true, 0,
		 0},
		{"kind", OPT_STR, &kind, "K", "ecg (default) or spirometry",
		 false, 0, 0},
		{"hours", OPT_STR, &hours, "08:00-20:00", "when it reads",
		 false, 0, 0},
		{"weekdays", OPT_INT, &weekdays, "BITS",
		 "1 Monday, 2 Tuesday, 4 ...; 127 all", false, 1, 127},
		{"languages", OPT_STR, &languages, "L", "\"it en\"", false, 0,
		 0},
		{"escalate-to", OPT_STR, &next, "CODE", "the pool behind",
		 false, 0, 0},
		{"phone", OPT_STR, &phone, "N", "for live consultation", false,
		 0, 0},
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status =
		opt_parse("prossima tele pool add", "Add a pool of readers.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct tele_pool p = {.code = str_from(code),
			      .name = str_from(name),
			      .languages = str_from(languages),
			      .escalate_to = str_from(next),
			      .phone = str_from(phone),
			      .weekdays = (int)weekdays};
	enum rc rc = tele_desk_open(&d);
	if (!rc && !tele_kind_parse(str_from(kind), &p.kind))
		rc = err_set(&d.err, E_USAGE,
			     "--kind: \"%s\" is not ecg or spirometry", kind);
	if (!rc)
		rc = parse_hours(hours, &p, &d.err);
	if (!rc)
		rc = app_tele_pool_add(&d.w.app, &p, &d.err);
	if (!rc)
		printf("%s: added\n", code);
	return tele_desk_close(&d, rc);
}

static int pool_reader(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *code = NULL, *login = NULL;
	bool stop;
	const struct opt opts[] = {
		{"CODE", OPT_POS, &code, NULL, "of the pool", true, 0, 0},
		{"login", OPT_STR, &login, "LOGIN", "of a specialist", true, 0,
		 0},
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima tele pool reader",
			       "A specialist reads for a pool from today.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_pool_reader(&d.w.app, str_from(code),
					  str_from(login), &d.err);
	if (!rc)
		printf("%s reads for %s\n", login, code);
	return tele_desk_close(&d, rc);
}

int tele_cmd_pool(int argc, char **argv)
{
	static const struct command table[] = {
		{"list", pool_list, "the pools, with what waits in each"},
		{"add", pool_add, "a new pool"},
		{"reader", pool_reader, "a specialist reads for a pool"},
	};
	return cmd_dispatch("prossima tele pool", table, countof(table), argc,
			    argv);
}
