#include "cmd/cmd.h"
#include "cmd/work.h"

#include "app/settlement.h"
#include "csv/csv.h"
#include "settlement/settlement.h"

#include "json/json.h"
#include "text/text.h"

cmd_fn cmd_settle; /* cmd/commands.h */

static const char *db_url, *data_dir, *quarter;
static const char *person, *state, *manager, *payer = "region", *to, *note = "";
static bool as_json;

#define OPT_QUARTER                                                            \
	{                                                                      \
		"quarter", OPT_STR, &quarter, "2026Q1", "the quarter", true,   \
			0, 0                                                   \
	}
#define OPT_JSON                                                               \
	{                                                                      \
		"json", OPT_FLAG, &as_json, NULL, "for scripts", false, 0, 0   \
	}

#define TEXT_LIMIT (256u << 20) /* the lines of a region's quarter */

static void euro(struct buf *b, int64_t cents)
{
	text_euro(b, LANG_IT, cents);
}

static void json_statement(struct json *j, const struct statement *s)
{
	json_object(j);
	json_put_str(j, "quarter", s->quarter);
	json_put_str(j, "manager", s->org_code);
	json_put_str(j, "payer", s->payer);
	json_put_str(j, "state", s->state);
	json_put_int(j, "version", s->version);
	json_put_int(j, "lines", s->n_line);
	json_put_int(j, "due", s->n_due);
	json_put_int(j, "held", s->n_held);
	json_put_int(j, "total_cents", s->total_cents);
	json_put_str(j, "digest", s->digest);
	json_object_end(j);
}

static void print_statements(struct buf *b, const struct statement *list,
			     size_t n)
{
	int64_t total = 0;
	if (!n) {
		buf_text(b, "No statement yet. prossima settle compute "
			    "--quarter 2026Q1 makes those of a quarter.\n");
		return;
	}
	buf_printf(b, "%-7s %-8s %-12s %-10s %2s %7s %7s %6s %18s\n", "quarter",
		   "manager", "payer", "state", "v.", "lines", "due", "held",
		   "total");
	for (size_t i = 0; i < n; i++) {
		const struct statement *s = &list[i];
		buf_printf(b,
			   "%-7.*s %-8.*s %-12.*s %-10.*s %2" PRId64
			   " %7" PRId64 " %7" PRId64 " %6" PRId64 "  ",
			   STR_ARG(s->quarter), STR_ARG(s->org_code),
			   STR_ARG(s->payer), STR_ARG(s->state), s->version,
			   s->n_line, s->n_due, s->n_held);
		euro(b, s->total_cents);
		buf_char(b, '\n');
		total += s->total_cents;
	}
	buf_text(b, "total ");
	euro(b, total);
	buf_char(b, '\n');
}

static void show_statements(struct buf *b, const struct statement *list,
			    size_t n)
{
	if (!as_json) {
		print_statements(b, list, n);
		return;
	}
	struct json j;
	json_init(&j, b);
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		json_statement(&j, &list[i]);
	json_array_end(&j);
	buf_char(b, '\n');
}

typedef enum rc work_fn(struct app *app, struct arena *a, struct buf *b,
			struct err *err);

/* A word of a closed list, or not given. */
static enum rc one_of(const char *name, const char *word,
		      const char *const *words, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (!word || !strcmp(word, words[i]))
			return OK;
	err_set(err, E_USAGE, "--%s: \"%s\" is not", name, word);
	for (size_t i = 0; i < n; i++) {
		struct err before = *err;
		err_set(err, E_USAGE, "%s%s %s", before.text,
			i == 0      ? ""
			: i + 1 < n ? ","
				    : " or",
			words[i]);
	}
	return E_USAGE;
}

/* The words given, before any database is opened. */
static enum rc check_words(struct err *err)
{
	static const char *const states[] = {"due", "not_due", "held"},
				 *const payers[] = {"region", "cooperative"},
				 *const moves[] = {"sent", "accepted",
						   "disputed", "paid"};
	struct settle_period p;
	enum rc rc = OK;
	if (quarter && settle_quarter_parse(str_from(quarter), &p, err))
		return err->rc = E_USAGE;
	rc = one_of("state", state, states, countof(states), err);
	if (!rc)
		rc = one_of("payer", payer, payers, countof(payers), err);
	if (!rc)
		rc = one_of("to", to, moves, countof(moves), err);
	if (!rc && to && !strcmp(to, "disputed") && !*note)
		rc = err_set(err, E_USAGE,
			     "a dispute needs its reason: --note TEXT");
	return rc;
}

/* What all subcommands share: open, work, print, close. */
static int with_database(work_fn *fn)
{
	struct cmd_work w = {0};
	struct err err = {0};
	struct arena arena;
	struct buf b;
	arena_init(&arena, TEXT_LIMIT);
	buf_init(&b, TEXT_LIMIT);
	enum rc rc = check_words(&err);
	if (!rc)
		rc = cmd_work_open(&w, db_url, data_dir, &err);
	if (!rc)
		rc = fn(&w.app, &arena, &b, &err);
	if (!rc)
		rc = cmd_print(&b, &err);
	buf_release(&b);
	cmd_work_close(&w);
	arena_release(&arena);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- compute */

static enum rc compute(struct app *app, struct arena *a, struct buf *b,
		       struct err *err)
{
	struct statement *list;
	size_t n;
	enum rc rc =
		app_settle_compute(app, str_from(quarter), a, &list, &n, err);
	if (!rc)
		show_statements(b, list, n);
	return rc;
}

static int settle_compute(int argc, char **argv)
{
	const struct opt opts[] = {OPT_QUARTER, OPT_DB(db_url),
				   OPT_DATA(data_dir), OPT_JSON};
	bool stop;
	int status = opt_parse(
		"prossima settle compute",
		"Compute the statements of a quarter: who is owed what, and "
		"why.",
		opts, countof(opts), argc, argv, &stop);
	return stop ? status : with_database(compute);
}

/* ---- list */

static enum rc list(struct app *app, struct arena *a, struct buf *b,
		    struct err *err)
{
	struct statement *found;
	size_t n;
	enum rc rc = app_settle_list(app, str_from(quarter ? quarter : ""), a,
				     &found, &n, err);
	if (!rc)
		show_statements(b, found, n);
	return rc;
}

static int settle_list(int argc, char **argv)
{
	const struct opt opts[] = {{"quarter", OPT_STR, &quarter, "2026Q1",
				    "only this quarter", false, 0, 0},
				   OPT_DB(db_url),
				   OPT_DATA(data_dir),
				   OPT_JSON};
	bool stop;
	int status =
		opt_parse("prossima settle list", "The statements in force.",
			  opts, countof(opts), argc, argv, &stop);
	return stop ? status : with_database(list);
}

/* ---- check */

static bool all_same;

static enum rc check(struct app *app, struct arena *a, struct buf *b,
		     struct err *err)
{
	struct replay *found;
	size_t n;
	enum rc rc =
		app_settle_replay(app, str_from(quarter), a, &found, &n, err);
	if (rc)
		return rc;
	all_same = true;
	if (!n)
		buf_text(b, "No statement of this quarter to check.\n");
	for (size_t i = 0; i < n; i++) {
		const struct replay *p = &found[i];
		all_same = all_same && p->same;
		buf_printf(b, STR_FMT " " STR_FMT ": ",
			   STR_ARG(p->kept.org_code), STR_ARG(p->kept.payer));
		if (p->same) {
			buf_printf(b, "same, %" PRId64 " lines, ",
				   p->kept.n_line);
			euro(b, p->kept.total_cents);
		} else {
			buf_text(b, "DIFFERENT, kept ");
			euro(b, p->kept.total_cents);
			buf_text(b, ", by the facts and rules of today ");
			euro(b, p->again.total_cents);
		}
		buf_char(b, '\n');
	}
	return OK;
}

static int settle_check(int argc, char **argv)
{
	const struct opt opts[] = {OPT_QUARTER, OPT_DB(db_url),
				   OPT_DATA(data_dir)};
	bool stop;
	int status = opt_parse(
		"prossima settle check",
		"Compute a quarter again and compare with what is kept; exit "
		"1 when they differ.",
		opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	status = with_database(check);
	return status ? status : all_same ? EXIT_DONE : EXIT_FAILED;
}

/* ---- lines and why */

static enum rc csv_line(void *ctx, const struct statement_line *l,
			struct err *err)
{
	struct buf *b = ctx;
	char month[11], from[11], amount[32];
	struct buf money;
	(void)err;
	buf_init(&money, sizeof(amount));
	buf_cents(&money, l->amount_cents);
	const struct str row[] = {l->quarter,     l->org_code,
				  l->payer,       l->item,
				  l->state,       l->pseudonym,
				  l->gp_code,     date_text(l->month, month),
				  {NULL, 0},      buf_view(&money),
				  l->rule_key,    date_text(l->rule_from, from),
				  l->rule_source, l->reason};
	for (size_t i = 0; i < countof(row); i++)
		if (i == 8) {
			buf_char(b, ',');
			buf_int(b, l->level);
		} else {
			csv_put(b, i == 0, row[i]);
		}
	buf_char(b, '\n');
	buf_release(&money);
	return OK;
}

static enum rc lines(struct app *app, struct arena *a, struct buf *b,
		     struct err *err)
{
	(void)a;
	buf_text(b, "quarter,manager,payer,item,state,person_id,gp_code,month,"
		    "level,amount_eur,rule,rule_from,rule_source,reason\n");
	return app_settle_lines(app, str_from(quarter),
				str_from(person ? person : ""),
				str_from(state ? state : ""), csv_line, b, err);
}

static int settle_lines(int argc, char **argv)
{
	const struct opt opts[] = {OPT_QUARTER,
				   {"person", OPT_STR, &person, "PERSON",
				    "only this person", false, 0, 0},
				   {"state", OPT_STR, &state, "STATE",
				    "only lines that are due, not_due or held",
				    false, 0, 0},
				   OPT_DB(db_url),
				   OPT_DATA(data_dir)};
	bool stop;
	int status = opt_parse(
		"prossima settle lines",
		"Every line of a quarter with its rule and reason, as CSV.",
		opts, countof(opts), argc, argv, &stop);
	return stop ? status : with_database(lines);
}

static enum rc why_line(void *ctx, const struct statement_line *l,
			struct err *err)
{
	struct buf *b = ctx;
	char month[11], from[11];
	(void)err;
	buf_printf(b, "%-14.*s ", STR_ARG(l->item));
	if (!date_is_none(l->month))
		buf_printf(b, "%.7s ", date_text(l->month, month).ptr);
	buf_printf(b, "%-8.*s ", STR_ARG(l->state));
	euro(b, l->amount_cents);
	buf_printf(b, "  level %" PRId64 ", manager " STR_FMT "\n", l->level,
		   STR_ARG(l->org_code));
	if (l->rule_key.len)
		buf_printf(b, "    rule %.*s from %s, source %.*s\n",
			   STR_ARG(l->rule_key),
			   date_text(l->rule_from, from).ptr,
			   STR_ARG(l->rule_source));
	buf_printf(b, "    " STR_FMT "\n", STR_ARG(l->reason));
	return OK;
}

static enum rc why(struct app *app, struct arena *a, struct buf *b,
		   struct err *err)
{
	(void)a;
	enum rc rc = app_settle_lines(app, str_from(quarter), str_from(person),
				      STR(""), why_line, b, err);
	if (!rc && !b->len)
		buf_text(b, "No line: the person had no signed pact in the "
			    "quarter, or it was not computed yet.\n");
	return rc;
}

static int settle_why(int argc, char **argv)
{
	const struct opt opts[] = {{"PERSON", OPT_POS, &person, NULL,
				    "pseudonym of the person", true, 0, 0},
				   OPT_QUARTER,
				   OPT_DB(db_url),
				   OPT_DATA(data_dir)};
	bool stop;
	int status =
		opt_parse("prossima settle why",
			  "What is paid for a person in a quarter, and why.",
			  opts, countof(opts), argc, argv, &stop);
	return stop ? status : with_database(why);
}

/* ---- move */

static enum rc move(struct app *app, struct arena *a, struct buf *b,
		    struct err *err)
{
	(void)a;
	enum rc rc = app_settle_move(app, str_from(quarter), str_from(manager),
				     str_from(payer), str_from(to),
				     str_from(note), err);
	if (!rc)
		buf_printf(b, "%s of %s, payer %s: %s\n", quarter, manager,
			   payer, to);
	return rc;
}

static int settle_move(int argc, char **argv)
{
	const struct opt opts[] = {
		OPT_QUARTER,
		{"manager", OPT_STR, &manager, "CODE", "code of the manager",
		 true, 0, 0},
		{"payer", OPT_STR, &payer, "PAYER",
		 "region (default) or cooperative", false, 0, 0},
		{"to", OPT_STR, &to, "STATE", "sent, accepted, disputed, paid",
		 true, 0, 0},
		{"note", OPT_STR, &note, "TEXT", "why, for a dispute", false, 0,
		 0},
		OPT_DB(db_url),
		OPT_DATA(data_dir)};
	bool stop;
	int status = opt_parse("prossima settle move",
			       "Send, accept, dispute or pay a statement.",
			       opts, countof(opts), argc, argv, &stop);
	return stop ? status : with_database(move);
}

int cmd_settle(int argc, char **argv)
{
	static const struct command table[] = {
		{"compute", settle_compute,
		 "compute the statements of a quarter"},
		{"list", settle_list, "the statements in force"},
		{"lines", settle_lines, "every line with its reason, as CSV"},
		{"why", settle_why, "what is paid for a person, and why"},
		{"check", settle_check,
		 "compute again and compare with what is kept"},
		{"move", settle_move, "send, accept, dispute or pay"},
	};
	return cmd_dispatch("prossima settle", table, countof(table), argc,
			    argv);
}
