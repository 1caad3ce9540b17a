#include "app/rules.h"

#include "cmd/tables.h"
#include "json/json.h"

#define OUT_BYTES (16u << 20) /* ten thousand rules as JSON */

cmd_fn cmd_rules_main;

/* ---- list */

struct list_options {
	const char *kind, *ats, *db, *data, *find;
	struct date on;
	bool json;
};

static bool shown(const struct rules *r, const struct rule *x,
		  const struct list_options *o)
{
	struct str ats = str_from(o->ats ? o->ats : "");
	if (o->kind && strcmp(rule_kind_name[x->kind], o->kind) != 0)
		return false;
	if (o->find && !strstr(x->key.ptr, o->find))
		return false;
	if (date_is_none(o->on))
		return !o->ats || !x->ats.len || str_eq(x->ats, ats);
	return rules_find(r, x->kind, x->key, o->ats ? ats : x->ats, o->on) ==
	       x;
}

static void json_rule(struct json *j, const struct rule *x)
{
	json_put_str(j, "kind", str_from(rule_kind_name[x->kind]));
	json_put_str(j, "key", x->key);
	json_put_str(j, "ats", x->ats);
	json_put_str(j, "value", x->value);
	json_put_str(j, "unit", x->unit);
	json_put_date(j, "valid_from", x->valid_from);
	json_put_date(j, "valid_to", x->valid_to);
	json_put_str(j, "source", x->source);
	json_put_str(j, "confidence", x->confidence);
	json_put_str(j, "note", x->note);
}

static void print_rule(const struct rule *x)
{
	char from[11], to[11];
	date_text(x->valid_from, from);
	date_text(x->valid_to, to);
	printf("%-9s  " STR_FMT "%s" STR_FMT " = " STR_FMT "%s" STR_FMT
	       "  %s %s%s%s  [" STR_FMT "]\n",
	       rule_kind_name[x->kind], STR_ARG(x->key),
	       x->ats.len ? " for ATS " : "", STR_ARG(x->ats),
	       STR_ARG(x->value.len ? x->value : STR("(not known)")),
	       x->unit.len ? " " : "", STR_ARG(x->unit), *to ? "from" : "since",
	       from, *to ? " to " : "", to, STR_ARG(x->source));
}

static enum rc print_json(const struct rules *r, const struct list_options *o,
			  struct err *err)
{
	struct buf b;
	struct json j;
	struct str text;
	buf_init(&b, OUT_BYTES);
	json_init(&j, &b);
	json_array(&j);
	for (size_t i = 0; i < r->n; i++) {
		if (!shown(r, &r->list[i], o))
			continue;
		json_object(&j);
		json_rule(&j, &r->list[i]);
		json_object_end(&j);
	}
	json_array_end(&j);
	enum rc rc = buf_finish(&b, &text, err);
	if (!rc)
		printf(STR_FMT "\n", STR_ARG(text));
	buf_release(&b);
	return rc;
}

static enum rc print_list(const struct rules *r, const struct list_options *o,
			  struct err *err)
{
	size_t n = 0;
	if (o->json)
		return print_json(r, o, err);
	for (size_t i = 0; i < r->n; i++) {
		if (!shown(r, &r->list[i], o))
			continue;
		print_rule(&r->list[i]);
		n++;
	}
	if (!n)
		puts("no rule fits: without --kind, --find, --on and --ats all "
		     "are listed");
	return OK;
}

static enum rc list_rules(const struct list_options *o, struct err *err)
{
	struct rules r = {.n = 0};
	struct app app = {0};
	enum rc rc;
	if (!o->db) {
		rc = cmd_rules(&r, o->data, err);
	} else {
		rc = app_open(&app, o->db, NULL, cmd_now_us(), cmd_today(),
			      err);
	}
	if (!rc)
		rc = print_list(o->db ? &app.rules : &r, o, err);
	rules_release(&r);
	app_close(&app);
	return rc;
}

static int cmd_list(int argc, char **argv)
{
	struct list_options o = {.on = DATE_NONE};
	const struct opt opts[] = {
		{"kind", OPT_STR, &o.kind, "K",
		 "parameter, tariff, admitted or window", false, 0, 0},
		{"find", OPT_STR, &o.find, "TEXT", "only keys that hold it",
		 false, 0, 0},
		{"on", OPT_DATE, &o.on, "DATE", "only what is valid that day",
		 false, 0, 0},
		{"ats", OPT_STR, &o.ats, "A",
		 "as this ATS sees them: its own rows before the common ones",
		 false, 0, 0},
		{"db", OPT_STR, &o.db, "URL",
		 "from this database; else from the data files", false, 0, 0},
		{"data", OPT_STR, &o.data, "DIR",
		 "tables to use in place of those in the program", false, 0, 0},
		{"json", OPT_FLAG, &o.json, NULL, "print JSON", false, 0, 0},
	};
	bool stop;
	struct err err = {0};
	int status = opt_parse("prossima rules list",
			       "The dated rules, each with its days and its "
			       "source.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (o.kind && rule_kind_of(str_from(o.kind)) == N_RULE_KIND) {
		err_set(&err, E_USAGE,
			"--kind: \"%s\" is not parameter, tariff, admitted or "
			"window",
			o.kind);
		return cmd_fail(&err);
	}
	return list_rules(&o, &err) ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- set */

static enum rc set_rule(const char *db, const char *data,
			const struct rule_change *c, struct err *err)
{
	struct knowledge kn = {.n_group = 0};
	struct app app = {0};
	enum rc rc = cmd_knowledge(&kn, data, err);
	if (!rc)
		rc = app_open(&app, db, &kn, cmd_now_us(), cmd_today(), err);
	if (!rc)
		rc = app_rule_set(&app, c, err);
	app_close(&app);
	knowledge_release(&kn);
	return rc;
}

static int cmd_set(int argc, char **argv)
{
	const char *kind = NULL, *key = NULL, *value = NULL, *ats = "",
		   *source = NULL, *note = "", *db = NULL, *data = NULL;
	struct date from = DATE_NONE;
	const struct opt opts[] = {
		{"KIND", OPT_POS, &kind, NULL,
		 "parameter, tariff, admitted or window", true, 0, 0},
		{"KEY", OPT_POS, &key, NULL, "as \"rules list\" shows it", true,
		 0, 0},
		{"VALUE", OPT_POS, &value, NULL, "the new value", true, 0, 0},
		{"from", OPT_DATE, &from, "DATE", "first day it is valid", true,
		 0, 0},
		{"source", OPT_STR, &source, "TEXT",
		 "the act, letter or person that says so", true, 0, 0},
		{"db", OPT_STR, &db, "URL", "the database", true, 0, 0},
		{"ats", OPT_STR, &ats, "A", "for this ATS only", false, 0, 0},
		{"note", OPT_STR, &note, "TEXT", "why", false, 0, 0},
		{"data", OPT_STR, &data, "DIR",
		 "tables to use in place of those in the program", false, 0, 0},
	};
	bool stop;
	struct err err = {0};
	int status = opt_parse("prossima rules set",
			       "Give a rule another value from a day on; the "
			       "history is kept.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct rule_change c = {.kind = rule_kind_of(str_from(kind)),
				.key = str_from(key),
				.ats = str_from(ats),
				.value = str_from(value),
				.source = str_from(source),
				.note = str_from(note),
				.from = from};
	if (c.kind == N_RULE_KIND) {
		err_set(&err, E_USAGE,
			"\"%s\" is not parameter, tariff, admitted or window",
			kind);
		return cmd_fail(&err);
	}
	if (set_rule(db, data, &c, &err))
		return cmd_fail(&err);
	char day[11];
	date_text(from, day);
	printf("%s %s is %s from %s\n", kind, key, value, day);
	return EXIT_DONE;
}

/* ---- history */

static void print_record(const struct rule_record *x)
{
	struct buf b;
	buf_init(&b, 4096);
	buf_printf(&b, "  recorded ");
	if (x->rule.recorded_us)
		instant_print(&b, x->rule.recorded_us);
	else
		buf_text(&b, "from the data files");
	if (x->replaced_us) {
		buf_text(&b, ", replaced ");
		instant_print(&b, x->replaced_us);
	}
	print_rule(&x->rule);
	printf(STR_FMT "\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static enum rc json_history(const struct rule_record *h, size_t n,
			    struct err *err)
{
	struct buf b;
	struct json j;
	struct str text;
	buf_init(&b, OUT_BYTES);
	json_init(&j, &b);
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_rule(&j, &h[i].rule);
		json_put_int(&j, "recorded_us", h[i].rule.recorded_us);
		json_key(&j, "replaced_us");
		if (h[i].replaced_us)
			json_int(&j, h[i].replaced_us);
		else
			json_null(&j);
		json_object_end(&j);
	}
	json_array_end(&j);
	enum rc rc = buf_finish(&b, &text, err);
	if (!rc)
		printf(STR_FMT "\n", STR_ARG(text));
	buf_release(&b);
	return rc;
}

static enum rc show_history(const char *db, const char *key, bool json,
			    struct err *err)
{
	struct app app = {0};
	struct arena a;
	struct rule_record *h = NULL;
	size_t n = 0;
	arena_init(&a, OUT_BYTES);
	enum rc rc = app_open(&app, db, NULL, cmd_now_us(), cmd_today(), err);
	if (!rc)
		rc = app_rule_history(&app, str_from(key), &a, &h, &n, err);
	if (!rc && json)
		rc = json_history(h, n, err);
	for (size_t i = 0; i < n && !rc && !json; i++)
		print_record(&h[i]);
	if (!rc && !n && !json)
		printf("nothing was ever recorded of \"%s\": \"prossima rules "
		       "list\" shows the names\n",
		       key);
	app_close(&app);
	arena_release(&a);
	return rc;
}

static int cmd_history(int argc, char **argv)
{
	const char *key = NULL, *db = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		{"KEY", OPT_POS, &key, NULL, "as \"rules list\" shows it", true,
		 0, 0},
		{"db", OPT_STR, &db, "URL", "the database", true, 0, 0},
		{"json", OPT_FLAG, &json, NULL, "print JSON", false, 0, 0},
	};
	struct err err = {0};
	int status = opt_parse("prossima rules history",
			       "Every row ever recorded of a rule, also those "
			       "that were replaced.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	return show_history(db, key, json, &err) ? cmd_fail(&err) : EXIT_DONE;
}

int cmd_rules_main(int argc, char **argv)
{
	static const struct command table[] = {
		{"list", cmd_list, "the rules, or those valid on a day"},
		{"set", cmd_set, "another value from a day on"},
		{"history", cmd_history, "every row ever recorded of a rule"},
	};
	return cmd_dispatch("prossima rules", table, countof(table), argc,
			    argv);
}
