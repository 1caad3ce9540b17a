/* prossima book: calendars and lists. */
#include "cmd/book_int.h"

/* ---- a person ---- */

static void print_line(const struct knowledge *kn, const struct book_line *l)
{
	char day[11];
	struct str name = book_service_name(kn, l->service);
	if (!l->id) {
		printf(STR_FMT "  --:--  %-9.*s  " STR_FMT " (" STR_FMT
			       "), no appointment%s" STR_FMT "\n",
		       STR_ARG(date_text(l->due, day)), (int)l->state.len,
		       l->state.ptr, STR_ARG(name), STR_ARG(l->service),
		       l->reason.len ? ": " : "", STR_ARG(l->reason));
		return;
	}
	printf(STR_FMT "  %02d:%02d  %-9.*s  " STR_FMT ", " STR_FMT " [%" PRId64
		       "]\n",
	       STR_ARG(date_text(l->day, day)), l->start_min / 60,
	       l->start_min % 60, (int)l->state.len, l->state.ptr,
	       STR_ARG(name), STR_ARG(l->place), l->id);
	if (str_is(l->service, BOOK_LAB))
		for (struct str rest = l->services, code; rest.len;) {
			code = str_cut(&rest, '|');
			name = book_service_name(kn, code);
			printf("                               " STR_FMT "\n",
			       STR_ARG(name));
		}
}

static void put_line(struct json *j, const struct book_line *l)
{
	json_object(j);
	json_put_int(j, "appointment", l->id);
	json_put_date(j, "day", l->id ? l->day : DATE_NONE);
	json_put_int(j, "start_min", l->start_min);
	json_put_int(j, "end_min", l->end_min);
	json_put_str(j, "service", l->service);
	json_key(j, "services");
	json_array(j);
	for (struct str rest = l->services; rest.len;)
		json_str(j, str_cut(&rest, '|'));
	json_array_end(j);
	json_put_str(j, "state", l->state);
	json_put_str(j, "facility", l->facility);
	json_put_str(j, "place", l->place);
	json_put_date(j, "due", l->due);
	json_put_date(j, "latest", l->latest);
	json_put_str(j, "reason", l->reason);
	json_object_end(j);
}

static void print_calendar(const struct book_cmd *c, struct str who,
			   const struct book_line *list, size_t n, bool json)
{
	if (json) {
		struct buf b;
		struct json j;
		buf_init(&b, BOOK_TEXT_BYTES);
		json_init(&j, &b);
		json_array(&j);
		for (size_t i = 0; i < n; i++)
			put_line(&j, &list[i]);
		json_array_end(&j);
		book_print_json(&b);
		return;
	}
	if (!n)
		printf("person " STR_FMT " has no appointments and nothing to "
		       "book in this period\n",
		       STR_ARG(who));
	for (size_t i = 0; i < n; i++)
		print_line(&c->kn, &list[i]);
}

int book_person(int argc, char **argv)
{
	const char *db = NULL, *who = NULL;
	struct date from = DATE_NONE, to = DATE_NONE;
	bool json = false, stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &who, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		OPT_DB(db),
		{"from", OPT_DATE, &from, "DATE", "first day (a year ago)",
		 false, 0, 0},
		{"to", OPT_DATE, &to, "DATE", "last day (14 months on)", false,
		 0, 0},
		OPT_JSON(json),
	};
	int status = opt_parse("prossima book person",
			       "The calendar of a person: appointments with "
			       "their place and state, then what has none.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct book_line *list = NULL;
	size_t n = 0;
	int64_t person = 0;
	if (date_is_none(from))
		from = date_add(cmd_today(), -365);
	if (date_is_none(to))
		to = date_add_months(cmd_today(), 14);
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = book_days(&c, from, to);
	if (!rc)
		rc = app_book_person_id(&c.app, str_from(who), &person, &c.err);
	if (!rc)
		rc = app_book_calendar(&c.app, person, from, to, &c.arena,
				       &list, &n, &c.err);
	if (!rc)
		print_calendar(&c, str_from(who), list, n, json);
	return book_close(&c, rc);
}

/* ---- a provider's day ---- */

static void print_day(const struct book_cmd *c,
		      const struct book_day_line *list, size_t n)
{
	if (!n)
		puts("no appointments on this day");
	for (size_t i = 0; i < n; i++) {
		struct str name = book_service_name(&c->kn, list[i].service);
		printf("%02d:%02d-%02d:%02d  %-8.*s  " STR_FMT "  " STR_FMT
		       "  " STR_FMT " [%" PRId64 "]\n",
		       list[i].start_min / 60, list[i].start_min % 60,
		       list[i].end_min / 60, list[i].end_min % 60,
		       (int)list[i].state.len, list[i].state.ptr,
		       STR_ARG(list[i].person), STR_ARG(list[i].name),
		       STR_ARG(name), list[i].id);
	}
}

static void print_day_json(const struct book_day_line *list, size_t n)
{
	struct buf b;
	struct json j;
	buf_init(&b, BOOK_TEXT_BYTES);
	json_init(&j, &b);
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_put_int(&j, "appointment", list[i].id);
		json_put_int(&j, "start_min", list[i].start_min);
		json_put_int(&j, "end_min", list[i].end_min);
		json_put_str(&j, "service", list[i].service);
		json_put_str(&j, "state", list[i].state);
		json_put_str(&j, "person", list[i].person);
		json_put_str(&j, "name", list[i].name);
		json_object_end(&j);
	}
	json_array_end(&j);
	book_print_json(&b);
}

int book_day(int argc, char **argv)
{
	const char *db = NULL, *facility = NULL, *text = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		{"PROVIDER", OPT_POS, &facility, NULL, "facility code", true, 0,
		 0},
		{"DATE", OPT_POS, &text, NULL, "the day", true, 0, 0},
		OPT_DB(db),
		OPT_JSON(json),
	};
	int status =
		opt_parse("prossima book day", "The list of a provider's day.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct book_day_line *list = NULL;
	struct date day = DATE_NONE;
	size_t n = 0;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = date_parse(str_from(text), &day, &c.err);
	if (!rc)
		rc = app_book_day(&c.app, str_from(facility), day, &c.arena,
				  &list, &n, &c.err);
	if (!rc && json)
		print_day_json(list, n);
	else if (!rc)
		print_day(&c, list, n);
	return book_close(&c, rc);
}

/* ---- unbooked ---- */

static void print_open(const struct book_cmd *c, const struct book_open_line *l)
{
	char due[11], latest[11], next[11];
	struct str name = book_service_name(&c->kn, l->service);
	printf("%c  " STR_FMT "  due " STR_FMT " until " STR_FMT "  " STR_FMT
	       " (" STR_FMT ") [%" PRId64 "]\n   " STR_FMT,
	       l->priority_class, STR_ARG(l->person),
	       STR_ARG(date_text(l->due, due)),
	       STR_ARG(date_text(l->latest, latest)), STR_ARG(name),
	       STR_ARG(l->service), l->activity_id, STR_ARG(l->why));
	if (l->n_places)
		printf(": %" PRId64 " places in the window", l->n_places);
	if (l->nearest.len)
		printf("; nearest " STR_FMT " " STR_FMT " at %.1f km",
		       STR_ARG(l->nearest), STR_ARG(l->nearest_name),
		       l->nearest_hm / 10.0);
	if (!date_is_none(l->next_day))
		printf("; first free " STR_FMT " at " STR_FMT,
		       STR_ARG(date_text(l->next_day, next)),
		       STR_ARG(l->next_facility));
	if (l->beyond.len)
		printf("; farther, " STR_FMT " at %.1f km", STR_ARG(l->beyond),
		       l->beyond_hm / 10.0);
	putchar('\n');
}

static void print_open_json(const struct book_open_line *list, size_t n)
{
	struct buf b;
	struct json j;
	buf_init(&b, BOOK_TEXT_BYTES);
	json_init(&j, &b);
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		const struct book_open_line *l = &list[i];
		json_object(&j);
		json_put_int(&j, "activity", l->activity_id);
		json_put_str(&j, "person", l->person);
		json_put_str(&j, "service", l->service);
		json_put_str(&j, "class", (struct str){&l->priority_class, 1});
		json_put_date(&j, "earliest", l->earliest);
		json_put_date(&j, "due", l->due);
		json_put_date(&j, "latest", l->latest);
		json_put_str(&j, "why", l->why);
		json_put_int(&j, "places", l->n_places);
		json_put_str(&j, "nearest", l->nearest);
		json_put_int(&j, "nearest_hm", l->nearest_hm);
		json_put_date(&j, "next_day", l->next_day);
		json_put_str(&j, "next_facility", l->next_facility);
		json_put_str(&j, "beyond", l->beyond);
		json_put_int(&j, "beyond_hm", l->beyond_hm);
		json_put_date(&j, "beyond_day", l->beyond_day);
		json_object_end(&j);
	}
	json_array_end(&j);
	book_print_json(&b);
}

int book_unbooked(int argc, char **argv)
{
	const char *db = NULL;
	int64_t limit = 50;
	bool json = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"limit", OPT_INT, &limit, "N", "at most (50)", false, 1,
		 1000000},
		OPT_JSON(json),
	};
	int status = opt_parse("prossima book unbooked",
			       "What has no appointment, most urgent first, "
			       "with the reason and the nearest way out.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct book_cmd c;
	struct book_open_line *list = NULL;
	size_t n = 0;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = app_book_unbooked(&c.app, limit, &c.arena, &list, &n,
				       &c.err);
	if (!rc && json)
		print_open_json(list, n);
	else if (!rc && !n)
		puts("nothing is left without an appointment");
	for (size_t i = 0; i < n && !rc && !json; i++)
		print_open(&c, &list[i]);
	return book_close(&c, rc);
}
