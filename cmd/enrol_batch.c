#include "cmd/enrol_cmd.h"

#include "app/care_end.h"

static void print_batch(const struct enrol_batch_result *r, bool json,
			struct buf *b)
{
	struct json j;
	if (!json) {
		buf_printf(b,
			   "could be enrolled  %8" PRId64 "\n"
			   "enrolled           %8" PRId64 " on %" PRId64
			   " working days\n"
			   "pacts signed       %8" PRId64 "\n",
			   r->n_eligible, r->n_enrolled, r->n_day, r->n_pact);
		for (int h = HOLD_NONE + 1; h < N_ENROL_HOLD; h++)
			if (r->n_hold[h])
				buf_printf(b,
					   "held back          %8" PRId64
					   " %s\n",
					   r->n_hold[h], enrol_hold_text[h]);
		return;
	}
	json_init(&j, b);
	json_object(&j);
	json_put_int(&j, "eligible", r->n_eligible);
	json_put_int(&j, "enrolled", r->n_enrolled);
	json_put_int(&j, "pacts", r->n_pact);
	json_put_int(&j, "days", r->n_day);
	json_key(&j, "held");
	json_object(&j);
	for (int h = HOLD_NONE + 1; h < N_ENROL_HOLD; h++)
		json_put_int(&j, enrol_hold_name[h], r->n_hold[h]);
	json_object_end(&j);
	json_object_end(&j);
	buf_char(b, '\n');
}

int enrol_batch(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *gp = NULL, *name = "campaign",
		   *until = "active";
	struct date from = DATE_NONE, to = DATE_NONE;
	int64_t share_e4 = 1000000, seed = 1;
	bool json = false, stop;
	const struct opt opts[] = {
		{"share", OPT_DECIMAL, &share_e4, "PERCENT",
		 "of those who can be enrolled (100)", false, 1, 1000000},
		{"from", OPT_DATE, &from, "DATE", "first day", true, 0, 0},
		{"to", OPT_DATE, &to, "DATE", "last day", true, 0, 0},
		{"seed", OPT_INT, &seed, "N", "of the choice of people (1)",
		 false, 0, INT64_MAX},
		{"doctor", OPT_STR, &gp, "GP", "one doctor's people only",
		 false, 0, 0},
		{"name", OPT_STR, &name, "TEXT", "kept with every event", false,
		 0, 0},
		{"until", OPT_STR, &until, "STATE",
		 "how far: invited, chosen, active (active)", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima enrol batch",
			       "Enrol people of adhering doctors on paper, "
			       "spread over working days; the same campaign "
			       "again changes nothing.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct buf b;
	struct enrol_batch batch = {
		.campaign = {from, to, (int)(share_e4 / 100), (uint64_t)seed},
		.gp_code = gp ? str_from(gp) : STR(""),
		.name = str_from(name),
		.until = enrol_state_of(str_from(until))};
	if (batch.until == ENROL_ELIGIBLE)
		batch.until = N_ENROL_STATE; /* not a thing to ask for */
	struct enrol_batch_result r;
	buf_init(&b, ENROL_TEXT_BYTES);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_enrol_batch(&w.app, &batch, &r, &err);
	if (!rc) {
		print_batch(&r, json, &b);
		rc = cmd_print(&b, &err);
	}
	buf_release(&b);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

typedef enum rc count_fn(struct app *app, int64_t *n, struct err *err);

static int run_count(const char *name, const char *what, const char *noun,
		     count_fn *count, int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	bool stop;
	const struct opt opts[] = {OPT_DB(db), OPT_DATA(data)};
	int status =
		opt_parse(name, what, opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	int64_t n = 0;
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = count(&w.app, &n, &err);
	if (!rc)
		printf("%" PRId64 " %s\n", n, noun);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int enrol_expire(int argc, char **argv)
{
	return run_count("prossima enrol expire",
			 "Mark as expired the pacts whose term is over on the "
			 "day of work.",
			 "pacts expired", app_pact_expire, argc, argv);
}

static enum rc stop_gone(struct app *app, int64_t *n, struct err *err)
{
	struct care_ended care;
	enum rc rc = app_enrol_stop_gone(app, n, err);
	return rc ? rc : app_care_end(app, &care, err);
}

int enrol_stop_gone(int argc, char **argv)
{
	return run_count("prossima enrol stop-gone",
			 "End the enrolments of people who died or moved, "
			 "with their plans and appointments; people import "
			 "does it too.",
			 "enrolments ended", stop_gone, argc, argv);
}
