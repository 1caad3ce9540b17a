/* prossima visit book, ask, take, start, end, write, sign and the rest. */
#include "cmd/visit_cmd.h"

#include "app/booking.h"
#include "base/file.h"

/* ---- one step, with nothing but the visit and who does it */

typedef enum rc step_fn(struct app *app, int64_t id, struct err *err);

static int step(const char *name, const char *what, const char *done,
		step_fn *act, int argc, char **argv)
{
	struct visit_desk d = {0};
	bool stop;
	const struct opt opts[] = {OPT_VISIT(d.visit), OPT_AS(d.as, true),
				   OPT_DB(d.db), OPT_DATA(d.data)};
	int status =
		opt_parse(name, what, opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = act(&d.w.app, d.id, &d.err);
	if (!rc)
		printf("%s: %s\n", d.visit, done);
	return visit_desk_close(&d, rc);
}

int visit_cmd_take(int argc, char **argv)
{
	return step("prossima visit take", "Take a question to answer it.",
		    "taken", app_visit_take, argc, argv);
}

int visit_cmd_start(int argc, char **argv)
{
	return step("prossima visit start", "The televisit begins.", "started",
		    app_visit_start, argc, argv);
}

int visit_cmd_end(int argc, char **argv)
{
	return step("prossima visit end",
		    "The televisit has ended: its report can be signed.",
		    "ended", app_visit_end, argc, argv);
}

/* ---- when */

struct when_words {
	struct date on;
	const char *at;
	int64_t minutes, slot;
};
#define OPT_WHEN(w)                                                            \
	{"on", OPT_DATE, &(w).on, "DATE", "day", false, 0, 0},                 \
		{"at", OPT_STR, &(w).at, "HH:MM", "hour", false, 0, 0},        \
		{"minutes", OPT_INT, &(w).minutes, "N", "how long (20)",       \
		 false,     5,       120},                                     \
	{                                                                      \
		"slot", OPT_INT, &(w).slot, "SLOT",                            \
			"in this place of an agenda instead", false, 1,        \
			INT64_MAX                                              \
	}

static enum rc when_of(const struct when_words *w, struct visit_time *out,
		       struct err *err)
{
	int64_t h = 0, m = 0;
	struct str rest = str_from(w->at ? w->at : ""),
		   hour = str_cut(&rest, ':');
	*out = (struct visit_time){
		.slot_id = w->slot, .day = w->on, .minutes = (int)w->minutes};
	if (w->slot)
		return OK;
	if (!str_to_int(hour, &h) || !rest.ptr || !str_to_int(rest, &m) ||
	    h < 0 || h > 23 || m < 0 || m > 59)
		return err_set(err, E_USAGE, "--at: an hour is HH:MM");
	out->start_min = (int)(h * 60 + m);
	return OK;
}

/* ---- a televisit */

int visit_cmd_book(int argc, char **argv)
{
	struct visit_desk d = {0};
	struct visit_booking b = {.seen_on = DATE_NONE};
	struct when_words w = {.on = DATE_NONE, .minutes = 20};
	const char *person = NULL, *host = NULL, *reason = "", *with = "";
	int64_t id = 0;
	bool stop;
	const struct opt opts[] = {
		{"person", OPT_STR, &person, "CF", "fiscal code, or pseudonym",
		 true, 0, 0},
		{"host", OPT_STR, &host, "LOGIN", "who holds it (who books)",
		 false, 0, 0},
		OPT_WHEN(w),
		{"reason", OPT_STR, &reason, "TEXT", "of the visit", true, 0,
		 0},
		{"seen-on", OPT_DATE, &b.seen_on, "DATE",
		 "last seen in presence", true, 0, 0},
		{"activity", OPT_INT, &b.activity_id, "N",
		 "planned, that it serves", false, 1, INT64_MAX},
		{"companion", OPT_STR, &with, "TEXT",
		 "who is at the person's side", false, 0, 0},
		{"suitable", OPT_FLAG, &b.suitable, NULL,
		 "a televisit is right for the person", false, 0, 0},
		{"consent", OPT_FLAG, &b.consent, NULL,
		 "the person was informed and agrees: recorded", false, 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima visit book", "Book a televisit.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	b.reason = str_from(reason);
	b.companion = str_from(with);
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = when_of(&w, &b.when, &d.err);
	if (!rc)
		rc = app_book_person_id(&d.w.app, str_from(person),
					&b.person_id, &d.err);
	if (!rc && host)
		rc = app_visit_user(&d.w.app, str_from(host), &b.host_user_id,
				    &d.err);
	if (!rc)
		rc = app_visit_book(&d.w.app, &b, &id, &d.err);
	if (!rc)
		printf("%" PRId64 ": booked\n", id);
	return visit_desk_close(&d, rc);
}

int visit_cmd_move(int argc, char **argv)
{
	struct visit_desk d = {0};
	struct when_words w = {.on = DATE_NONE, .minutes = 20};
	struct visit_time when;
	bool stop;
	const struct opt opts[] = {OPT_VISIT(d.visit), OPT_WHEN(w),
				   OPT_AS(d.as, true), OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima visit move",
			       "Move a televisit, or book it again.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = when_of(&w, &when, &d.err);
	if (!rc)
		rc = app_visit_move(&d.w.app, d.id, &when, &d.err);
	if (!rc)
		printf("%s: moved\n", d.visit);
	return visit_desk_close(&d, rc);
}

int visit_cmd_cancel(int argc, char **argv)
{
	struct visit_desk d = {0};
	const char *reason = "";
	bool stop;
	const struct opt opts[] = {
		OPT_VISIT(d.visit),
		{"reason", OPT_STR, &reason, "TEXT", "why", true, 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima visit cancel",
			       "Cancel a televisit, or take a question back.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = app_visit_cancel(&d.w.app, d.id, str_from(reason), &d.err);
	if (!rc)
		printf("%s: cancelled\n", d.visit);
	return visit_desk_close(&d, rc);
}

int visit_cmd_room(int argc, char **argv)
{
	struct visit_desk d = {0};
	struct str url = {0};
	bool stop;
	const struct opt opts[] = {OPT_VISIT(d.visit), OPT_AS(d.as, true),
				   OPT_DB(d.db), OPT_DATA(d.data)};
	int status = opt_parse("prossima visit room",
			       "Print the address of the video room, for who "
			       "takes part, while it is open.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = app_visit_room(&d.w.app, d.id, &d.a, &url, &d.err);
	if (!rc)
		printf(STR_FMT "\n", STR_ARG(url));
	return visit_desk_close(&d, rc);
}

int visit_cmd_not_held(int argc, char **argv)
{
	struct visit_desk d = {0};
	const char *why = "", *note = "";
	enum visit_fault fault = N_VISIT_FAULT;
	bool presence = false, stop;
	const struct opt opts[] = {
		OPT_VISIT(d.visit),
		{"why", OPT_STR, &why, "W", "technical, absent or doctor", true,
		 0, 0},
		{"presence", OPT_FLAG, &presence, NULL,
		 "they agreed to see each other in presence", false, 0, 0},
		{"note", OPT_STR, &note, "TEXT", "", false, 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima visit not-held",
			       "The televisit was not held: what it was for is "
			       "to be booked again.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc && !visit_fault_parse(str_from(why), &fault))
		rc = err_set(&d.err, E_USAGE,
			     "--why: \"%s\" is not technical, absent or doctor",
			     why);
	if (!rc)
		rc = app_visit_not_held(&d.w.app, d.id, fault, presence,
					str_from(note), &d.err);
	if (!rc)
		printf("%s: not held\n", d.visit);
	return visit_desk_close(&d, rc);
}

/* ---- a teleconsult */

int visit_cmd_ask(int argc, char **argv)
{
	struct visit_desk d = {0};
	struct visit_asking s = {0};
	const char *person = NULL, *pool = "", *to = NULL, *question = "",
		   *urgency = "green";
	int64_t id = 0, exam = 0;
	bool stop;
	const struct opt opts[] = {
		{"person", OPT_STR, &person, "CF", "fiscal code, or pseudonym",
		 true, 0, 0},
		{"question", OPT_STR, &question, "TEXT", "what is asked", true,
		 0, 0},
		{"pool", OPT_STR, &pool, "CODE", "a group of specialists",
		 false, 0, 0},
		{"to", OPT_STR, &to, "LOGIN", "or a colleague", false, 0, 0},
		{"urgency", OPT_STR, &urgency, "U", "red, amber or green",
		 false, 0, 0},
		{"exam", OPT_INT, &exam, "EXAM", "that the colleague may see",
		 false, 1, INT64_MAX},
		{"plan", OPT_FLAG, &s.with_plan, NULL, "show the plan", false,
		 0, 0},
		{"patient", OPT_FLAG, &s.with_patient, NULL,
		 "the person is there", false, 0, 0},
		{"consent", OPT_FLAG, &s.consent, NULL,
		 "the person was informed and agrees: recorded", false, 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima visit ask",
			       "Ask a group of specialists or a colleague.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	s.pool = str_from(pool);
	s.question = str_from(question);
	s.exam = &exam;
	s.n_exam = exam != 0;
	enum rc rc = visit_desk_open(&d);
	if (!rc && !tele_urgency_parse(str_from(urgency), &s.urgency))
		rc = err_set(&d.err, E_USAGE,
			     "--urgency: \"%s\" is not red, amber or green",
			     urgency);
	if (!rc)
		rc = app_book_person_id(&d.w.app, str_from(person),
					&s.person_id, &d.err);
	if (!rc && to)
		rc = app_visit_user(&d.w.app, str_from(to), &s.to_user_id,
				    &d.err);
	if (!rc)
		rc = app_visit_ask(&d.w.app, &s, &id, &d.err);
	if (!rc)
		printf("%" PRId64 ": asked\n", id);
	return visit_desk_close(&d, rc);
}

/* ---- documents and the report */

int visit_cmd_attach(int argc, char **argv)
{
	struct visit_desk d = {0};
	const char *file = NULL;
	struct str bytes = {0};
	bool stop;
	const struct opt opts[] = {OPT_VISIT(d.visit),
				   {"FILE", OPT_POS, &file, NULL,
				    "PDF, JPEG, PNG or plain text", true, 0, 0},
				   OPT_AS(d.as, true),
				   OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status =
		opt_parse("prossima visit attach", "Add a document to a visit.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = file_read(file, &d.a, VISIT_FILE_MOST + 1, &bytes, &d.err);
	if (!rc)
		rc = app_visit_attach(&d.w.app, d.id, bytes, str_from(file),
				      &d.err);
	if (!rc)
		printf("%s: added\n", d.visit);
	return visit_desk_close(&d, rc);
}

int visit_cmd_write(int argc, char **argv)
{
	struct visit_desk d = {0};
	const char *present = "", *text = "", *conclusion = "", *therapy = "",
		   *advice = "";
	bool stop;
	const struct opt opts[] = {
		OPT_VISIT(d.visit),
		{"conclusion", OPT_STR, &conclusion, "TEXT",
		 "or the answer to the question", true, 0, 0},
		{"text", OPT_STR, &text, "TEXT", "what was heard and seen",
		 false, 0, 0},
		{"therapy", OPT_STR, &therapy, "TEXT", "", false, 0, 0},
		{"advice", OPT_STR, &advice, "TEXT", "", false, 0, 0},
		{"present", OPT_STR, &present, "TEXT", "who took part", false,
		 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima visit write",
			       "Write the report of a televisit, or the answer "
			       "to a question.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	const struct visit_draft draft = {.present = str_from(present),
					  .text = str_from(text),
					  .conclusion = str_from(conclusion),
					  .therapy = str_from(therapy),
					  .advice = str_from(advice)};
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = app_visit_write(&d.w.app, d.id, &draft, &d.err);
	if (!rc)
		printf("%s: written\n", d.visit);
	return visit_desk_close(&d, rc);
}

int visit_cmd_sign(int argc, char **argv)
{
	struct visit_desk d = {0};
	struct visit_signed s = {0};
	const char *digest = "";
	bool stop;
	const struct opt opts[] = {OPT_VISIT(d.visit),
				   {"digest", OPT_STR, &digest, "HEX",
				    "only when the draft is still this one",
				    false, 0, 0},
				   OPT_AS(d.as, true),
				   OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima visit sign",
			       "Sign the report; it is delivered in the same "
			       "moment, and never changes.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = app_visit_sign(&d.w.app, d.id, str_from(digest), &s,
				    &d.err);
	if (!rc)
		printf("%s: report %" PRId64 ", version %d, %s%s\n", d.visit,
		       s.report_id, s.version, s.digest,
		       s.activity_id ? "; the planned visit is done" : "");
	return visit_desk_close(&d, rc);
}

int visit_cmd_clock(int argc, char **argv)
{
	struct visit_desk d = {0};
	struct visit_clock_told told = {0};
	bool stop;
	const struct opt opts[] = {OPT_DB(d.db), OPT_DATA(d.data)};
	int status = opt_parse("prossima visit clock",
			       "Tell of questions past their promised time, "
			       "each once.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = visit_desk_open(&d);
	if (!rc)
		rc = app_visit_clock(&d.w.app, &told, &d.err);
	if (!rc)
		printf("%" PRId64 " overdue\n", told.n_overdue);
	return visit_desk_close(&d, rc);
}
