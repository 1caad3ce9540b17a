/* prossima day: the moves that a new day brings. */
#include "app/booking.h"
#include "app/care_end.h"
#include "app/enrolment.h"
#include "app/plan.h"
#include "cmd/work.h"
#include "json/json.h"

struct day_moves {
	int64_t pacts, gone, active, expired, holds;
	struct care_ended care;
};

static enum rc move_day(struct app *app, struct day_moves *m, struct err *err)
{
	enum rc rc = app_pact_expire(app, &m->pacts, err);
	if (!rc)
		rc = app_enrol_stop_gone(app, &m->gone, err);
	if (!rc)
		rc = app_plan_roll(app, &m->active, &m->expired, err);
	if (!rc)
		rc = app_care_end(app, &m->care, err);
	if (!rc)
		rc = app_book_expire(app, &m->holds, err);
	return rc;
}

static void print_text(const struct day_moves *m, struct buf *b)
{
	buf_printf(b,
		   "pacts expired           %8" PRId64 "\n"
		   "enrolments ended        %8" PRId64 "  died or moved\n"
		   "plans begun             %8" PRId64 "\n"
		   "plans expired           %8" PRId64 "\n"
		   "plans closed            %8" PRId64 "\n"
		   "appointments cancelled  %8" PRId64 "\n"
		   "holds ended             %8" PRId64 "\n",
		   m->pacts, m->gone, m->active, m->expired, m->care.n_plan,
		   m->care.n_appointment, m->holds);
}

static void print_json(const struct day_moves *m, struct buf *b)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	json_put_int(&j, "pacts_expired", m->pacts);
	json_put_int(&j, "enrolments_ended", m->gone);
	json_put_int(&j, "plans_active", m->active);
	json_put_int(&j, "plans_expired", m->expired);
	json_put_int(&j, "plans_closed", m->care.n_plan);
	json_put_int(&j, "appointments_cancelled", m->care.n_appointment);
	json_put_int(&j, "holds_ended", m->holds);
	json_object_end(&j);
	buf_char(b, '\n');
}

cmd_fn cmd_day;
int cmd_day(int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		OPT_DATA(data),
		{"json", OPT_FLAG, &json, NULL, "counts as JSON", false, 0, 0},
	};
	int status =
		opt_parse("prossima day",
			  "The moves a new day brings: pacts and plans "
			  "whose term is over, plans whose first day has "
			  "come,\ncare of people who died or moved, places "
			  "held too long. Run it every morning; again it "
			  "changes nothing.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct buf b;
	struct day_moves m = {0};
	buf_init(&b, 4096);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = move_day(&w.app, &m, &err);
	if (!rc) {
		(json ? print_json : print_text)(&m, &b);
		rc = cmd_print(&b, &err);
	}
	buf_release(&b);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
