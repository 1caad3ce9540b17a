/* prossima plan prescribe: the services of plans, in lots. */
#include "cmd/plan_cmd.h"

#include "app/people.h"
#include "base/progress.h"

/* "1", "2", ... or "all" */
static bool lot_of(const char *word, int *out)
{
	int64_t n = 0;
	bool all = !strcmp(word, "all");
	if (!all && (!str_to_int(str_from(word), &n) || n < 1 || n > 12)) {
		fprintf(stderr,
			"prossima: --lot: \"%s\" is neither a number from 1 "
			"to 12 nor all\n",
			word);
		return false;
	}
	*out = (int)n;
	return true;
}

static void show_progress(void *ctx, int64_t done, int64_t total)
{
	progress_show(ctx, (uint64_t)done, (uint64_t)done, (uint64_t)total);
}

static enum rc for_all(struct app *app, int lot, struct err *err)
{
	struct progress p;
	struct plan_batch b;
	int64_t n = 0;
	progress_start(&p, "prescriptions", "plans");
	enum rc rc = app_plan_prescribe_all(app, 0, lot, show_progress, &p, &b,
					    &n, err);
	progress_end(&p);
	if (rc)
		return rc;
	printf("%" PRId64 " of %" PRId64 " plans prescribed, %" PRId64
	       " prescriptions\n",
	       b.n_done, b.n_total, n);
	if (b.n_refused)
		fprintf(stderr, "%" PRId64 " not possible, the first: %s\n",
			b.n_refused, b.first_refusal);
	return OK;
}

static enum rc for_one(struct app *app, const char *person, int lot, bool look,
		       struct err *err)
{
	struct plan_prescribed x;
	int64_t id = 0;
	char day[11];
	enum rc rc = app_people_id(app, str_from(person), &id, err);
	if (!rc)
		rc = (look ? app_plan_prescribe_look
			   : app_plan_prescribe)(app, id, lot, &x, err);
	if (rc)
		return rc;
	printf("%s: %d prescription%s for %d service%s %s, to be booked "
	       "by " STR_FMT "%s\n",
	       person, x.n_prescription, x.n_prescription == 1 ? "" : "s",
	       x.n_service, x.n_service == 1 ? "" : "s",
	       look ? "would be issued" : "issued",
	       STR_ARG(date_text(x.valid_to, day)),
	       look || x.told
		       ? ""
		       : "; no phone and no e-mail: to be told in person");
	return OK;
}

int cmd_plan_prescribe(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *person = NULL, *as = NULL,
		   *lot_word = NULL;
	bool all = false, look = false, stop;
	int lot = 0;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &person, NULL, "pseudonym or fiscal code",
		 false, 0, 0},
		{"all", OPT_FLAG, &all, NULL,
		 "all plans in force: of the doctor of --as, or of all "
		 "doctors, each issued as that doctor",
		 false, 0, 0},
		{"lot", OPT_STR, &lot_word, "N|all",
		 "1: due within the validity from today; 2: the next half; "
		 "all: the year",
		 true, 0, 0},
		{"as", OPT_STR, &as, "GP_CODE",
		 "regional code of the doctor who issues", false, 0, 0},
		{"look", OPT_FLAG, &look, NULL,
		 "say what would be issued, change nothing", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima plan prescribe",
			       "Issue the prescriptions of a published plan, "
			       "in lots.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct cmd_work w;
	if (stop)
		return status;
	if (all == (person != NULL) || (all && look)) {
		fputs("prossima: name a person (--look to look only), or "
		      "--all\n",
		      stderr);
		return EXIT_USAGE;
	}
	if (!lot_of(lot_word, &lot))
		return EXIT_USAGE;
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = plan_act_as(&w.app, as, &err);
	if (!rc)
		rc = all ? for_all(&w.app, lot, &err)
			 : for_one(&w.app, person, lot, look, &err);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
