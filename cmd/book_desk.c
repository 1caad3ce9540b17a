/* prossima book: one appointment at a time. */
#include "cmd/book_int.h"

/* ---- find ---- */

/* Why there is no place, in words; a reason without words is shown as it is. */
static struct str no_place(struct str why)
{
	static const struct {
		const char *why, *words;
	} rows[] = {
		{"no_provider", "nobody within reach offers it"},
		{"full", "every place is taken"},
		{"closed", "no slot opens in these days"},
		{"person", "there are places, but not when the person can"},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (str_is(why, rows[i].why))
			return str_from(rows[i].words);
	return why;
}

static void print_found(const struct book_found *f)
{
	char day[11];
	if (!f->n) {
		printf("no place: " STR_FMT "\n",
		       STR_ARG(no_place(f->why_none)));
		if (!date_is_none(f->next_day))
			printf("the first free day after the window is " STR_FMT
			       "\n",
			       STR_ARG(date_text(f->next_day, day)));
		return;
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct book_proposal *p = &f->list[i];
		printf("%" PRId64 "  " STR_FMT " %02d:%02d  %5.1f km  " STR_FMT
		       " " STR_FMT "%s\n    " STR_FMT "\n",
		       p->slot_id, STR_ARG(date_text(p->day, day)),
		       p->start_min / 60, p->start_min % 60,
		       (double)p->distance_hm / 10, STR_ARG(p->facility),
		       STR_ARG(p->name), p->late ? "  (after the window)" : "",
		       STR_ARG(p->why));
	}
}

static void print_found_json(const struct book_found *f)
{
	struct buf b;
	struct json j;
	buf_init(&b, 65536);
	json_init(&j, &b);
	json_object(&j);
	json_key(&j, "proposals");
	json_array(&j);
	for (size_t i = 0; i < f->n; i++) {
		const struct book_proposal *p = &f->list[i];
		json_object(&j);
		json_put_int(&j, "slot", p->slot_id);
		json_put_date(&j, "day", p->day);
		json_put_int(&j, "start_min", p->start_min);
		json_put_int(&j, "distance_hm", p->distance_hm);
		json_put_int(&j, "days_off", p->days_off);
		json_put_bool(&j, "late", p->late);
		json_put_bool(&j, "shared_trip", p->shared_trip);
		json_put_str(&j, "service", p->service);
		json_put_str(&j, "facility", p->facility);
		json_put_str(&j, "name", p->name);
		json_put_str(&j, "why", p->why);
		json_object_end(&j);
	}
	json_array_end(&j);
	if (!f->n)
		json_put_str(&j, "why_none", f->why_none);
	json_put_date(&j, "next_day", f->n ? DATE_NONE : f->next_day);
	json_object_end(&j);
	book_print_json(&b);
}

int book_find(int argc, char **argv)
{
	const char *db = NULL, *who = NULL, *service = NULL;
	int64_t activity = 0;
	struct date from = DATE_NONE, to = DATE_NONE;
	bool json = false, stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &who, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		{"SERVICE", OPT_POS, &service, NULL,
		 "service code, or LAB for a draw", false, 0, 0},
		OPT_DB(db),
		{"activity", OPT_INT, &activity, "ID",
		 "of the plan, instead of SERVICE", false, 1, INT64_MAX},
		{"from", OPT_DATE, &from, "DATE", "first day (tomorrow)", false,
		 0, 0},
		{"to", OPT_DATE, &to, "DATE", "last day (two months on)", false,
		 0, 0},
		OPT_JSON(json),
	};
	int status = opt_parse("prossima book find",
			       "Propose up to five places, best first: near, "
			       "on time, with other appointments.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct book_found f;
	struct book_request r = {.activity_id = activity,
				 .service =
					 service ? str_from(service) : STR(""),
				 .from = from,
				 .to = to};
	enum rc rc = book_open(&c, db);
	if (!rc && !service && !activity)
		rc = err_set(&c.err, E_USAGE,
			     "say a SERVICE, or --activity ID");
	if (!rc)
		rc = book_days(&c, from, to);
	if (!rc)
		rc = app_book_person_id(&c.app, str_from(who), &r.person_id,
					&c.err);
	if (!rc)
		rc = app_book_find(&c.app, &r, &c.arena, &f, &c.err);
	if (!rc && json)
		print_found_json(&f);
	else if (!rc)
		print_found(&f);
	return book_close(&c, rc);
}

/* ---- hold, move ---- */

int book_hold(int argc, char **argv)
{
	const char *db = NULL, *who = NULL;
	int64_t slot = 0, activity = 0, minutes = 10, id = 0, person = 0;
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &who, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		OPT_DB(db),
		{"slot", OPT_INT, &slot, "ID", "as book find shows it", true, 1,
		 INT64_MAX},
		{"activity", OPT_INT, &activity, "ID",
		 "the planned service it is for", false, 1, INT64_MAX},
		{"minutes", OPT_INT, &minutes, "N", "how long (10)", false, 1,
		 1440},
	};
	int status = opt_parse("prossima book hold",
			       "Keep a place for a person for some minutes; "
			       "prints the appointment's number.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = app_book_person_id(&c.app, str_from(who), &person, &c.err);
	if (!rc)
		rc = app_book_hold(&c.app, person, slot, activity, (int)minutes,
				   &id, &c.err);
	if (!rc)
		printf("%" PRId64 "\n", id);
	return book_close(&c, rc);
}

int book_move(int argc, char **argv)
{
	const char *db = NULL;
	int64_t id = 0, slot = 0, new_id = 0;
	bool stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"appointment", OPT_INT, &id, "ID", "the one to move", true, 1,
		 INT64_MAX},
		{"slot", OPT_INT, &slot, "ID", "where to, as book find shows",
		 true, 1, INT64_MAX},
	};
	int status = opt_parse("prossima book move",
			       "Move an appointment: the new place is taken "
			       "and the old one freed, or nothing.\nPrints "
			       "the new appointment's number.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = app_book_move(&c.app, id, slot, &new_id, &c.err);
	if (!rc)
		printf("%" PRId64 "\n", new_id);
	return book_close(&c, rc);
}

/* ---- confirm, done, no-show, cancel ---- */

typedef enum rc on_one(struct app *app, int64_t id, struct err *err);

static int with_one(const char *name, const char *what, const char *said,
		    on_one *fn, int argc, char **argv)
{
	const char *db = NULL;
	int64_t id = 0;
	bool stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"appointment", OPT_INT, &id, "ID", "its number", true, 1,
		 INT64_MAX},
	};
	int status =
		opt_parse(name, what, opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = fn(&c.app, id, &c.err);
	if (!rc)
		printf("%" PRId64 " %s\n", id, said);
	return book_close(&c, rc);
}

int book_confirm(int argc, char **argv)
{
	return with_one("prossima book confirm",
			"Book what is held; the person is told.", "booked",
			app_book_confirm, argc, argv);
}

int book_done(int argc, char **argv)
{
	return with_one("prossima book done",
			"The service was given on its day.", "done",
			app_book_done, argc, argv);
}

int book_no_show(int argc, char **argv)
{
	return with_one("prossima book no-show",
			"The person did not come; the service is to be booked "
			"again while its window lasts.",
			"no_show", app_book_no_show, argc, argv);
}

int book_cancel(int argc, char **argv)
{
	const char *db = NULL, *reason = "";
	int64_t id = 0;
	bool stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"appointment", OPT_INT, &id, "ID", "its number", true, 1,
		 INT64_MAX},
		{"reason", OPT_STR, &reason, "TEXT", "why", true, 0, 0},
	};
	int status = opt_parse("prossima book cancel",
			       "Free the place; the service is to be booked "
			       "again and the person is told.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = app_book_cancel(&c.app, id, str_from(reason), &c.err);
	if (!rc)
		printf("%" PRId64 " cancelled\n", id);
	return book_close(&c, rc);
}

int book_expire(int argc, char **argv)
{
	const char *db = NULL;
	bool stop;
	const struct opt opts[] = {OPT_DB(db)};
	int status = opt_parse("prossima book expire",
			       "End the holds whose time has passed.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	int64_t n = 0;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = app_book_expire(&c.app, &n, &c.err);
	if (!rc)
		printf("%" PRId64 " holds ended\n", n);
	return book_close(&c, rc);
}

/* ---- prefer, close-day ---- */

int book_prefer(int argc, char **argv)
{
	const char *db = NULL, *who = NULL, *facility = "", *days = NULL;
	int64_t person = 0;
	int mask = 0;
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &who, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		OPT_DB(db),
		{"provider", OPT_STR, &facility, "CODE",
		 "the site they like best", false, 0, 0},
		{"weekdays", OPT_STR, &days, "DAYS",
		 "when they can come, 1 Monday to 7: 12345", false, 0, 0},
	};
	int status = opt_parse("prossima book prefer",
			       "What a person asked for: a site of their own, "
			       "the days they can come.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	enum rc rc = book_open(&c, db);
	for (const char *p = days ? days : "1234567"; *p && !rc; p++) {
		if (*p < '1' || *p > '7')
			rc = err_set(&c.err, E_USAGE,
				     "--weekdays: \"%s\" has more than the "
				     "digits 1 to 7",
				     days);
		else
			mask |= 1 << (*p - '1');
	}
	if (!rc)
		rc = app_book_person_id(&c.app, str_from(who), &person, &c.err);
	if (!rc)
		rc = app_book_prefer(&c.app, person, str_from(facility), mask,
				     &c.err);
	if (!rc)
		puts("kept");
	return book_close(&c, rc);
}

int book_close_day(int argc, char **argv)
{
	const char *db = NULL, *facility = NULL, *reason = NULL;
	struct date day = DATE_NONE;
	bool stop;
	const struct opt opts[] = {
		{"PROVIDER", OPT_POS, &facility, NULL, "facility code", true, 0,
		 0},
		OPT_DB(db),
		{"day", OPT_DATE, &day, "DATE", "the day to close", true, 0, 0},
		{"reason", OPT_STR, &reason, "TEXT", "why", true, 0, 0},
	};
	int status = opt_parse("prossima book close-day",
			       "Close a provider's day: its appointments are "
			       "cancelled, people are told, and\nbook year "
			       "finds other places.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct day_closed out = {0};
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = app_book_close_day(&c.app, str_from(facility), day,
					str_from(reason), &out, &c.err);
	if (!rc)
		printf("%" PRId64 " slots closed, %" PRId64
		       " appointments cancelled\n",
		       out.n_slot, out.n_cancelled);
	return book_close(&c, rc);
}
