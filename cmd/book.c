/* prossima book: the dispatch and the batch subcommands. */
#include "cmd/book_int.h"

#include "app/people.h"
#include "base/progress.h"

cmd_fn cmd_book;

enum rc book_open(struct book_cmd *c, const char *db)
{
	memset(c, 0, sizeof(*c));
	arena_init(&c->arena, BOOK_TEXT_BYTES);
	enum rc rc = cmd_knowledge(&c->kn, NULL, &c->err);
	if (!rc)
		rc = app_open(&c->app, db, &c->kn, cmd_now_us(), cmd_today(),
			      &c->err);
	return rc;
}

enum rc book_days(struct book_cmd *c, struct date from, struct date to)
{
	char a[11], b[11];
	if (date_is_none(from) || date_is_none(to) || from.days <= to.days)
		return OK;
	return err_set(&c->err, E_USAGE,
		       "--to " STR_FMT " is before --from " STR_FMT,
		       STR_ARG(date_text(to, a)), STR_ARG(date_text(from, b)));
}

int book_close(struct book_cmd *c, enum rc rc)
{
	cmd_app_close(&c->app);
	knowledge_release(&c->kn);
	arena_release(&c->arena);
	return rc ? cmd_fail(&c->err) : EXIT_DONE;
}

struct str book_service_name(const struct knowledge *kn, struct str code)
{
	if (str_is(code, BOOK_LAB))
		return STR("Prelievo e analisi di laboratorio");
	int i = kn_service_index(kn, code);
	return i < 0 ? code : kn->services[i].name_it;
}

void book_print_json(struct buf *b)
{
	struct str text;
	struct err err = {0};
	if (buf_finish(b, &text, &err))
		cmd_fail(&err);
	else
		printf(STR_FMT "\n", STR_ARG(text));
	buf_release(b);
}

/* ---- agendas ---- */

static void print_import(const struct agenda_import *s, bool json)
{
	struct buf b;
	struct json j;
	if (json) {
		buf_init(&b, 4096);
		json_init(&j, &b);
		json_object(&j);
		json_put_int(&j, "providers", s->n_provider);
		json_put_int(&j, "agendas", s->n_agenda);
		json_put_int(&j, "closures", s->n_closure);
		json_put_int(&j, "slots", s->n_slot);
		json_put_int(&j, "rejected", s->n_rejected);
		json_object_end(&j);
		book_print_json(&b);
		return;
	}
	printf("%" PRId64 " providers, %" PRId64 " agendas, %" PRId64
	       " closures; %" PRId64 " slots made",
	       s->n_provider, s->n_agenda, s->n_closure, s->n_slot);
	if (s->n_rejected)
		printf("; %" PRId64 " rows left out, see above", s->n_rejected);
	putchar('\n');
}

int book_agendas(int argc, char **argv)
{
	const char *db = NULL, *dir = NULL, *rejects = NULL;
	struct date from = cmd_today(), to = DATE_NONE;
	bool stop, json = false;
	const struct opt opts[] = {
		{"DIR", OPT_POS, &dir, NULL,
		 "folder with provider.csv, agenda.csv, closure.csv", true, 0,
		 0},
		OPT_DB(db),
		{"from", OPT_DATE, &from, "DATE", "first day (today)", false, 0,
		 0},
		{"to", OPT_DATE, &to, "DATE", "last day (13 months on)", false,
		 0, 0},
		OPT_REJECTS(rejects),
		OPT_JSON(json),
	};
	int status = opt_parse("prossima book agendas",
			       "Read providers, their agendas and closures, "
			       "and make the slots of a period.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct issues issues;
	struct arena found;
	struct agenda_import sum = {0};
	if (date_is_none(to))
		to = date_add_months(from, 13);
	arena_init(&found, (size_t)64 << 20);
	issues_init(&issues, &found, rejects ? REJECTS_KEPT : REJECTS_SHOWN);
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = book_days(&c, from, to);
	if (!rc)
		rc = app_agenda_import(&c.app, dir, from, to, &issues, &sum,
				       &c.err);
	struct err written = {0};
	if (cmd_tell_issues(&issues, rejects, &written) && !rc)
		rc = err_set(&c.err, written.rc, "%s", written.text);
	if (!rc)
		print_import(&sum, json);
	issues_release(&issues);
	arena_release(&found);
	return book_close(&c, rc);
}

/* ---- year ---- */

struct watch {
	struct progress line;
	const char *what;
	bool acknowledge;
	size_t persons, appointments;
};

static void on_progress(void *ctx, const char *what, size_t done, size_t total)
{
	struct watch *w = ctx;
	if (w->what != what) {
		if (w->what)
			progress_end(&w->line);
		w->what = what;
		progress_start(&w->line, what, "steps");
	}
	progress_show(&w->line, done, done, total);
}

static void on_commit(void *ctx, size_t persons, size_t appointments)
{
	struct watch *w = ctx;
	w->persons += persons;
	w->appointments += appointments;
	if (!w->acknowledge)
		return;
	printf("safe: %zu people, %zu appointments\n", w->persons,
	       w->appointments);
	fflush(stdout);
}

static double share(int64_t n, int64_t of)
{
	return of ? 100.0 * (double)n / (double)of : 0;
}

static void print_year(const struct book_year_result *r)
{
	printf("people                %10" PRId64 "\n", r->n_person);
	printf("services asked for    %10" PRId64 "\n", r->n_activity);
	printf("appointments asked    %10" PRId64
	       "   laboratory services of one draw together\n",
	       r->n_request);
	printf("booked                %10" PRId64 "   %5.1f %%\n", r->n_booked,
	       share(r->n_booked, r->n_request));
	printf("  on time             %10" PRId64 "   %5.1f %%\n", r->n_on_time,
	       share(r->n_on_time, r->n_request));
	printf("  late                %10" PRId64 "   %5.1f %%\n", r->n_late,
	       share(r->n_late, r->n_request));
	printf("journeys              %10" PRId64 "   %5.2f for each person\n",
	       r->n_trip,
	       r->n_person ? (double)r->n_trip / (double)r->n_person : 0);
	printf("distance, median      %10.1f km\n",
	       (double)r->distance_median_hm / 10);
	printf("distance, 95th        %10.1f km\n",
	       (double)r->distance_p95_hm / 10);
	printf("unbooked              %10" PRId64 "   %5.1f %%\n",
	       r->n_unbooked, share(r->n_unbooked, r->n_request));
	for (int i = BOOKING_NO_PROVIDER; i < N_BOOKING_WHY; i++)
		if (r->by_why[i])
			printf("  %-19s %10" PRId64 "\n", booking_why_name[i],
			       r->by_why[i]);
	if (r->n_lost)
		printf("taken meanwhile       %10" PRId64
		       "   run again to book them\n",
		       r->n_lost);
	printf("solved in             %10.1f s\n", (double)r->solve_us / 1e6);
}

static void print_year_json(const struct book_year_result *r)
{
	struct buf b;
	struct json j;
	buf_init(&b, 65536);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "persons", r->n_person);
	json_put_int(&j, "activities", r->n_activity);
	json_put_int(&j, "requests", r->n_request);
	json_put_int(&j, "booked", r->n_booked);
	json_put_int(&j, "on_time", r->n_on_time);
	json_put_int(&j, "late", r->n_late);
	json_put_int(&j, "unbooked", r->n_unbooked);
	json_put_int(&j, "lost", r->n_lost);
	json_put_int(&j, "trips", r->n_trip);
	json_put_int(&j, "distance_median_hm", r->distance_median_hm);
	json_put_int(&j, "distance_p95_hm", r->distance_p95_hm);
	json_put_int(&j, "cost", r->cost);
	json_put_int(&j, "bound", r->bound);
	json_key(&j, "why");
	json_object(&j);
	for (int i = 0; i < N_BOOKING_WHY; i++)
		json_put_int(&j, booking_why_name[i], r->by_why[i]);
	json_object_end(&j);
	json_object_end(&j);
	book_print_json(&b);
}

int book_year(int argc, char **argv)
{
	const char *db = NULL, *manager = NULL;
	struct date from = date_add(cmd_today(), 1), to = DATE_NONE;
	int64_t late = 30, people = 500;
	bool json = false, stop;
	struct watch w = {0};
	const struct opt opts[] = {
		OPT_DB(db),
		{"from", OPT_DATE, &from, "DATE", "first day (tomorrow)", false,
		 0, 0},
		{"to", OPT_DATE, &to, "DATE", "last day (a year on)", false, 0,
		 0},
		{"late", OPT_INT, &late, "DAYS",
		 "how late a service may still be booked (30)", false, 0, 365},
		{"people", OPT_INT, &people, "N",
		 "people in one transaction (500)", false, 1, 100000},
		{"acknowledge", OPT_FLAG, &w.acknowledge, NULL,
		 "print a line after every commit", false, 0, 0},
		{"manager", OPT_STR, &manager, "CODE",
		 "for the people of this manager (gestore)", false, 0, 0},
		OPT_JSON(json),
	};
	int status = opt_parse("prossima book year",
			       "Book what signed plans still ask for: near, on "
			       "time, in few journeys, never over\ncapacity. "
			       "Run again, it books what is left.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct book_year_result r;
	if (date_is_none(to))
		to = date_add_months(from, 12);
	enum rc rc = book_open(&c, db);
	struct book_year y = {.from = from,
			      .to = to,
			      .late_days = (int)late,
			      .persons_per_commit = (int)people,
			      .committed = on_commit,
			      .progress = on_progress,
			      .ctx = &w};
	if (!rc)
		rc = book_days(&c, from, to);
	if (!rc && manager)
		rc = app_people_manager(&c.app, str_from(manager),
					&c.app.who.org_id, &c.err);
	if (!rc)
		rc = app_book_year(&c.app, &y, &r, &c.err);
	if (w.what)
		progress_end(&w.line);
	if (!rc && json)
		print_year_json(&r);
	else if (!rc)
		print_year(&r);
	return book_close(&c, rc);
}

/* ---- simulate-outcomes ---- */

int book_simulate(int argc, char **argv)
{
	const char *db = NULL;
	struct date to = cmd_today();
	int64_t seed = 1;
	bool stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"to", OPT_DATE, &to, "DATE", "last day (today)", false, 0, 0},
		{"seed", OPT_INT, &seed, "S", "of chance (1)", false, 0,
		 INT64_MAX},
	};
	int status =
		opt_parse("prossima book simulate-outcomes",
			  "For demonstrations: by chance, past appointments "
			  "become done, missed or cancelled.\nNever on real "
			  "data.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct book_outcomes o;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = app_book_simulate(&c.app, to, (uint64_t)seed, &o, &c.err);
	if (!rc)
		printf("simulated: %" PRId64 " done, %" PRId64
		       " no-show, %" PRId64 " cancelled\n",
		       o.n_done, o.n_no_show, o.n_cancelled);
	return book_close(&c, rc);
}

/* ---- summary ---- */

static void print_counts(const char *title, const struct book_count *v,
			 size_t n)
{
	printf("%s\n", title);
	if (!n)
		puts("  none");
	for (size_t i = 0; i < n; i++)
		printf("  %-20.*s %10" PRId64 "\n", (int)v[i].name.len,
		       v[i].name.ptr, v[i].n);
}

static void print_summary(const struct book_summary *s)
{
	print_counts("appointments", s->appointment, s->n_appointment);
	print_counts("activities", s->activity, s->n_activity);
	print_counts("without appointment, by reason", s->unbooked,
		     s->n_unbooked);
	printf("people with appointments %8" PRId64 "\n", s->n_person);
	printf("journeys                 %8" PRId64 "   %.2f for each\n",
	       s->n_trip,
	       s->n_person ? (double)s->n_trip / (double)s->n_person : 0);
	printf("distance, median         %8.1f km\n",
	       (double)s->distance_median_hm / 10);
	printf("distance, 95th           %8.1f km\n",
	       (double)s->distance_p95_hm / 10);
	printf("late                     %8" PRId64 "   %.1f %%\n", s->n_late,
	       share(s->n_late, s->n_live));
	printf("places                   %8" PRId64 "   %.1f %% taken\n",
	       s->places, share(s->taken, s->places));
	if (s->n_miscounted + s->n_booked_without + s->n_appointment_without)
		printf("WRONG: %" PRId64 " slots miscounted, %" PRId64
		       " activities booked without appointment, %" PRId64
		       " the other way round\n",
		       s->n_miscounted, s->n_booked_without,
		       s->n_appointment_without);
	else
		puts("every place counted, every booked activity has its "
		     "appointment");
}

static void put_counts(struct json *j, const char *key,
		       const struct book_count *v, size_t n)
{
	char name[64];
	json_key(j, key);
	json_object(j);
	for (size_t i = 0; i < n; i++) {
		snprintf(name, sizeof(name), STR_FMT, STR_ARG(v[i].name));
		json_put_int(j, name, v[i].n);
	}
	json_object_end(j);
}

static void print_summary_json(const struct book_summary *s)
{
	struct buf b;
	struct json j;
	buf_init(&b, 65536);
	json_init(&j, &b);
	json_object(&j);
	put_counts(&j, "appointments", s->appointment, s->n_appointment);
	put_counts(&j, "activities", s->activity, s->n_activity);
	put_counts(&j, "unbooked", s->unbooked, s->n_unbooked);
	json_put_int(&j, "live", s->n_live);
	json_put_int(&j, "persons", s->n_person);
	json_put_int(&j, "trips", s->n_trip);
	json_put_int(&j, "late", s->n_late);
	json_put_int(&j, "distance_median_hm", s->distance_median_hm);
	json_put_int(&j, "distance_p95_hm", s->distance_p95_hm);
	json_put_int(&j, "places", s->places);
	json_put_int(&j, "taken", s->taken);
	json_put_int(&j, "miscounted", s->n_miscounted);
	json_put_int(&j, "booked_without", s->n_booked_without);
	json_put_int(&j, "appointment_without", s->n_appointment_without);
	json_object_end(&j);
	book_print_json(&b);
}

int book_summary(int argc, char **argv)
{
	const char *db = NULL;
	struct date from = date_of(1900, 1, 1), to = date_of(2199, 12, 31);
	bool json = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"from", OPT_DATE, &from, "DATE", "first day (all)", false, 0,
		 0},
		{"to", OPT_DATE, &to, "DATE", "last day (all)", false, 0, 0},
		OPT_JSON(json),
	};
	int status = opt_parse("prossima book summary",
			       "Count appointments, journeys and places, and "
			       "check that they agree. Exit status 1 when\n"
			       "they do not.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct book_summary s = {0};
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = book_days(&c, from, to);
	if (!rc)
		rc = app_book_summary(&c.app, from, to, &s, &c.arena, &c.err);
	if (!rc && json)
		print_summary_json(&s);
	else if (!rc)
		print_summary(&s);
	int64_t wrong =
		s.n_miscounted + s.n_booked_without + s.n_appointment_without;
	status = book_close(&c, rc);
	return wrong ? EXIT_FAILED : status;
}

int cmd_book(int argc, char **argv)
{
	static const struct command table[] = {
		{"agendas", book_agendas, "read agendas, make slots"},
		{"year", book_year, "book what signed plans ask for"},
		{"find", book_find, "propose places to a person"},
		{"hold", book_hold, "keep a place for some minutes"},
		{"confirm", book_confirm, "book what is held"},
		{"cancel", book_cancel, "free the place of an appointment"},
		{"move", book_move, "to another slot, both or neither"},
		{"done", book_done, "the service was given"},
		{"no-show", book_no_show, "the person did not come"},
		{"prefer", book_prefer, "a person's own site and weekdays"},
		{"expire", book_expire, "end holds whose time has passed"},
		{"close-day", book_close_day, "close a provider's day"},
		{"person", book_person, "a person's calendar"},
		{"print", book_print, "a person's appointments as a letter"},
		{"day", book_day, "a provider's day"},
		{"unbooked", book_unbooked, "what has no appointment, and why"},
		{"summary", book_summary, "counts, distances, checks"},
		{"simulate-outcomes", book_simulate,
		 "demonstration: past appointments happen"},
	};
	return cmd_dispatch("prossima book", table, countof(table), argc, argv);
}
