/* prossima tele take, escalate, talk, report, deliver, ack. */
#include "cmd/tele_cmd.h"

#include "json/json.h"
#include "text/text.h"

int tele_cmd_take(int argc, char **argv)
{
	struct tele_desk d = {0};
	bool stop;
	const struct opt opts[] = {OPT_EXAM(d.exam), OPT_AS(d.as, true),
				   OPT_DB(d.db), OPT_DATA(d.data)};
	int status = opt_parse("prossima tele take",
			       "Take an exam to read it: one reader at a time "
			       "has it.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_take(&d.w.app, d.id, &d.err);
	if (!rc)
		printf("%s: taken\n", d.exam);
	return tele_desk_close(&d, rc);
}

int tele_cmd_escalate(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *pool = "", *reason = NULL;
	bool stop;
	const struct opt opts[] = {
		OPT_EXAM(d.exam),
		{"reason", OPT_STR, &reason, "TEXT", "why", true, 0, 0},
		{"pool", OPT_STR, &pool, "CODE",
		 "to this one; else the one behind", false, 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima tele escalate",
			       "Pass an exam on to another pool of readers.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_escalate(&d.w.app, d.id, str_from(pool),
				       str_from(reason), &d.err);
	if (!rc)
		printf("%s: passed on\n", d.exam);
	return tele_desk_close(&d, rc);
}

int tele_cmd_talk(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *text = NULL;
	bool phone = false, stop;
	const struct opt opts[] = {
		OPT_EXAM(d.exam),
		{"text", OPT_STR, &text, "TEXT", "what was said", true, 0, 0},
		{"phone", OPT_FLAG, &phone, NULL,
		 "by telephone; else in writing", false, 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima tele talk",
			       "Write down what was said about an exam.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_talk(&d.w.app, d.id,
				   phone ? STR("phone") : STR("chat"),
				   str_from(text), &d.err);
	if (!rc)
		printf("%s: written down\n", d.exam);
	return tele_desk_close(&d, rc);
}

/* ---- the report */

struct report_words {
	const char *template, *answer, *text, *conclusion, *advice, *comparison,
		*urgency, *agrees, *statements, *lang;
	int64_t compared;
};

static enum rc draft_of(const struct report_words *r, struct str *codes,
			struct tele_draft *out, struct err *err)
{
	size_t n = 0;
	*out = (struct tele_draft){
		.template = str_from(r->template),
		.answer = str_from(r->answer),
		.text = str_from(r->text),
		.conclusion = str_from(r->conclusion),
		.advice = str_from(r->advice),
		.comparison = str_from(r->comparison),
		.compared_exam_id = r->compared,
		.urgency = N_TELE_URGENCY,
		.agrees = str_from(r->agrees),
		.statement = codes,
		.lang = str_is(str_from(r->lang), "en") ? LANG_EN : LANG_IT};
	struct str rest = str_from(r->statements);
	while (rest.len && n < TELE_SAID_MOST)
		codes[n++] = str_trim(str_cut(&rest, ','));
	out->n_statement = n;
	if (r->urgency &&
	    !tele_urgency_parse(str_from(r->urgency), &out->urgency))
		return err_set(err, E_USAGE,
			       "--urgency: \"%s\" is not red, amber or green",
			       r->urgency);
	return OK;
}

static enum rc write_report(struct tele_desk *d, const struct report_words *r)
{
	struct str codes[TELE_SAID_MOST];
	struct tele_draft draft;
	struct tele_report out;
	struct arena a;
	arena_init(&a, 16u << 20);
	enum rc rc = draft_of(r, codes, &draft, &d->err);
	if (!rc)
		rc = app_tele_report(&d->w.app, d->id, &draft, &out, &a,
				     &d->err);
	if (!rc)
		printf("%s: version %d, %zu statements, result %s%s\n", d->exam,
		       out.version, out.n_said, tele_urgency_name[out.urgency],
		       out.answer.len && out.conclusion.len
			       ? ", ready to be signed"
			       : ", still without answer or conclusion");
	arena_release(&a);
	return rc;
}

int tele_cmd_report(int argc, char **argv)
{
	struct tele_desk d = {0};
	struct report_words r = {"", "", "", "", "", "", NULL, "", "", "it", 0};
	bool stop;
	const struct opt opts[] = {
		OPT_EXAM(d.exam),
		{"answer", OPT_STR, &r.answer, "TEXT",
		 "to the question: wanted before the signature", false, 0, 0},
		{"statements", OPT_STR, &r.statements, "A,B",
		 "codes of \"prossima tele words\"", false, 0, 0},
		{"template", OPT_STR, &r.template, "CODE",
		 "gives what is not said here", false, 0, 0},
		{"text", OPT_STR, &r.text, "TEXT", "description", false, 0, 0},
		{"conclusion", OPT_STR, &r.conclusion, "TEXT",
		 "wanted before the signature", false, 0, 0},
		{"advice", OPT_STR, &r.advice, "TEXT", "what to do", false, 0,
		 0},
		{"comparison", OPT_STR, &r.comparison, "TEXT",
		 "with an earlier exam", false, 0, 0},
		{"compared", OPT_INT, &r.compared, "EXAM", "that earlier exam",
		 false, 1, INT64_MAX},
		{"urgency", OPT_STR, &r.urgency, "U",
		 "of the result: red is acknowledged by somebody", false, 0, 0},
		{"agrees", OPT_STR, &r.agrees, "W",
		 "with what the program measured: yes, partly, no", false, 0,
		 0},
		{"lang", OPT_STR, &r.lang, "L", "of the words: it, en", false,
		 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima tele report",
			       "Write the report of an exam that was taken.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = write_report(&d, &r);
	return tele_desk_close(&d, rc);
}

/* ---- the result */

int tele_cmd_deliver(int argc, char **argv)
{
	struct tele_desk d = {0};
	int64_t n = 1;
	bool all = false, stop;
	const struct opt opts[] = {{"EXAM", OPT_POS, &d.exam, NULL,
				    "number of the exam", false, 0, 0},
				   {"all", OPT_FLAG, &all, NULL,
				    "every signed one that waits", false, 0, 0},
				   OPT_AS(d.as, false),
				   OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima tele deliver",
			       "Deliver signed reports to doctor, sender and "
			       "person.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc && all == (d.exam != NULL))
		rc = err_set(&d.err, E_USAGE, "give an exam, or --all");
	if (!rc)
		rc = all ? app_tele_deliver_all(&d.w.app, &n, &d.err)
			 : app_tele_deliver(&d.w.app, d.id, &d.err);
	if (!rc)
		printf("%" PRId64 " delivered\n", n);
	return tele_desk_close(&d, rc);
}

int tele_cmd_ack(int argc, char **argv)
{
	struct tele_desk d = {0};
	const char *note = "";
	bool phone = false, stop;
	const struct opt opts[] = {
		OPT_EXAM(d.exam),
		{"phone", OPT_FLAG, &phone, NULL,
		 "told by telephone: --note says who answered", false, 0, 0},
		{"note", OPT_STR, &note, "TEXT", "", false, 0, 0},
		OPT_AS(d.as, true),
		OPT_DB(d.db),
		OPT_DATA(d.data)};
	int status = opt_parse("prossima tele ack",
			       "Say that the result of an exam is known.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_acknowledge(&d.w.app, d.id,
					  phone ? STR("phone") : STR("page"),
					  str_from(note), &d.err);
	if (!rc)
		printf("%s: acknowledged\n", d.exam);
	return tele_desk_close(&d, rc);
}

int tele_cmd_clock(int argc, char **argv)
{
	struct tele_desk d = {0};
	struct tele_clock_told t;
	bool stop;
	const struct opt opts[] = {OPT_DB(d.db), OPT_DATA(d.data)};
	int status = opt_parse("prossima tele clock",
			       "Give the warnings and escalations that are due "
			       "now, each once.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = tele_desk_open(&d);
	if (!rc)
		rc = app_tele_clock(&d.w.app, &t, &d.err);
	if (!rc)
		printf("%" PRId64 " warnings, %" PRId64 " escalated, %" PRId64
		       " overdue with nobody behind, %" PRId64
		       " red results not acknowledged\n",
		       t.n_warned, t.n_escalated, t.n_overdue, t.n_red_unread);
	return tele_desk_close(&d, rc);
}
