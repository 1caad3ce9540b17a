/* prossima enrol invitations: who is to be invited, by which way in. */
#include "app/invitation.h"
#include "cmd/enrol_cmd.h"
#include "csv/csv.h"
#include "text/text.h"

static struct str way_text(const struct invitation *x)
{
	return x->best == N_WAY ? STR("") : str_from(way_name[x->best]);
}

static void print_counts(const struct invitations *l, struct buf *b)
{
	char of[11], day[11];
	buf_printf(b,
		   "stratification of " STR_FMT ", registry of " STR_FMT "\n",
		   STR_ARG(date_text(l->as_of, of)),
		   STR_ARG(date_is_none(l->registry)
				   ? STR("no day")
				   : date_text(l->registry, day)));
	for (int w = 0; w < N_WAY; w++)
		buf_printf(b, "by way %-8s %9" PRId64 "\n", way_name[w],
			   l->n_way[w]);
	for (int h = HOLD_NONE + 1; h < N_ENROL_HOLD; h++)
		if (l->n_hold[h])
			buf_printf(b, "held back %12" PRId64 "  %s\n",
				   l->n_hold[h], enrol_hold_text[h]);
}

static void print_text(const struct invitations *l, struct buf *b)
{
	if (!l->has_strata) {
		buf_text(b, "no stratification in force: prossima strata load "
			    "reads one\n");
		return;
	}
	print_counts(l, b);
	if (!l->n)
		return;
	buf_printf(b, "%-12s %-12s %3s %3s %4s  %-8s %s\n", "person", "doctor",
		   "lev", "cha", "mcs", "way", "own doctor");
	for (size_t i = 0; i < l->n; i++) {
		const struct invitation *x = &l->rows[i];
		buf_printf(b, "%-12.*s %-12.*s %3d %3d %4d  %-8.*s ",
			   STR_ARG(x->pseudonym), STR_ARG(x->gp_code), x->level,
			   x->charlson, x->mcs, STR_ARG(way_text(x)));
		if (x->best != WAY_MANAGER && x->why)
			buf_str(b, text_of((enum msg)x->why, LANG_EN));
		buf_char(b, '\n');
	}
}

static void print_csv(const struct invitations *l, struct buf *b)
{
	buf_text(b, "person_id,ats,gp_code,manager,level,charlson,mcs,"
		    "main_condition,invited,way,manager_hold,asst_hold,"
		    "mifs_hold\n");
	for (size_t i = 0; i < l->n; i++) {
		const struct invitation *x = &l->rows[i];
		csv_put(b, true, x->pseudonym);
		csv_put(b, false, x->ats);
		csv_put(b, false, x->gp_code);
		csv_put(b, false, x->manager);
		buf_printf(b, ",%d,%d,%d", x->level, x->charlson, x->mcs);
		csv_put(b, false, x->main_condition);
		buf_printf(b, ",%d", x->invited);
		csv_put(b, false, way_text(x));
		for (int w = 0; w < N_WAY; w++)
			csv_put(b, false, str_from(enrol_hold_name[x->way[w]]));
		buf_char(b, '\n');
	}
}

struct asked {
	const char *db, *data, *ats, *way;
	int64_t level, limit;
	bool held, csv;
};

static enum rc filter_of(const struct asked *o, struct invitation_filter *f,
			 struct err *err)
{
	*f = (struct invitation_filter){
		.ats = o->ats ? str_from(o->ats) : STR(""),
		.level_from = o->level ? (int)o->level : 1,
		.level_to = o->level ? (int)o->level : 3,
		.way = o->way ? way_of(str_from(o->way)) : N_WAY,
		.held = o->held,
		.leaves = o->csv,
		.limit = (size_t)o->limit};
	if (o->way && f->way == N_WAY)
		return err_set(err, E_USAGE,
			       "a way is manager, asst or mifs, not \"%s\"",
			       o->way);
	return OK;
}

static int run(const struct asked *o)
{
	struct invitation_filter f;
	struct invitations l;
	struct cmd_work w = {0};
	struct err err = {0};
	struct arena a;
	struct buf b;
	arena_init(&a, ENROL_TEXT_BYTES);
	buf_init(&b, ENROL_TEXT_BYTES);
	enum rc rc = filter_of(o, &f, &err);
	if (!rc)
		rc = cmd_work_open(&w, o->db, o->data, &err);
	if (!rc)
		rc = app_invitations(&w.app, &f, &a, &l, &err);
	if (!rc) {
		if (o->csv)
			print_csv(&l, &b);
		else
			print_text(&l, &b);
		rc = cmd_print(&b, &err);
	}
	buf_release(&b);
	arena_release(&a);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int enrol_invitations(int argc, char **argv)
{
	struct asked o = {.limit = 50};
	bool stop;
	const struct opt opts[] = {
		{"ats", OPT_STR, &o.ats, "CODE", "one health agency's people",
		 false, 0, 0},
		{"level", OPT_INT, &o.level, "N", "only this level, 1 to 3",
		 false, 0, 3},
		{"way", OPT_STR, &o.way, "WAY",
		 "whose first open way is manager, asst or mifs", false, 0, 0},
		{"held", OPT_FLAG, &o.held, NULL,
		 "who has no way open and why, instead", false, 0, 0},
		{"limit", OPT_INT, &o.limit, "N", "rows, 0 all (50)", false, 0,
		 INT32_MAX},
		{"csv", OPT_FLAG, &o.csv, NULL,
		 "a file; refused when the registry is too old", false, 0, 0},
		OPT_DB(o.db),
		OPT_DATA(o.data),
	};
	int status =
		opt_parse("prossima enrol invitations",
			  "List the chronic people to invite by need, with "
			  "the three ways in, by pseudonym.",
			  opts, countof(opts), argc, argv, &stop);
	return stop ? status : run(&o);
}
