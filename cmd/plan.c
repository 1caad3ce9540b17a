/* prossima plan - care plans. The printing is in plan_print.c. */
#include "cmd/plan_cmd.h"
#include "cmd/plan_print.h"

#include "app/people.h"
#include "base/progress.h"
#include "json/json.h"

cmd_fn cmd_plan;

#define OPT_JSON_ALL(var)                                                      \
	{                                                                      \
		"json", OPT_FLAG, &(var), NULL, "with --all: counts as JSON",  \
			false, 0, 0                                            \
	}

struct desk {
	struct cmd_work w;
	struct plan_engine *engine;
	struct arena a;
};

/* Opens what a command needs and finds the person when named. */
static enum rc open_desk(struct desk *d, const char *db, const char *data,
			 const char *person, int64_t *id, struct err *err)
{
	*d = (struct desk){.engine = NULL};
	arena_init(&d->a, 16u << 20); /* two versions of one plan */
	enum rc rc = cmd_work_open(&d->w, db, data, err);
	if (!rc)
		rc = app_plan_engine(&d->w.kn, cmd_data_dir(data), &d->engine,
				     err);
	if (!rc && person)
		rc = app_people_id(&d->w.app, str_from(person), id, err);
	return rc;
}

static int close_desk(struct desk *d, enum rc rc, const struct err *err)
{
	plan_engine_free(d->engine);
	cmd_work_close(&d->w);
	arena_release(&d->a);
	return rc ? cmd_fail(err) : EXIT_DONE;
}

static void show_progress(void *ctx, int64_t done, int64_t total)
{
	progress_show(ctx, (uint64_t)done, (uint64_t)done, (uint64_t)total);
}

static void print_batch_json(const struct plan_batch *b)
{
	struct buf out;
	struct json j;
	buf_init(&out, 4096);
	json_init(&j, &out);
	json_object(&j);
	json_put_int(&j, "done", b->n_done);
	json_put_int(&j, "total", b->n_total);
	json_put_int(&j, "refused", b->n_refused);
	json_put_str(&j, "first_refusal", str_from(b->first_refusal));
	json_object_end(&j);
	printf("%.*s\n", (int)out.len, out.ptr);
	buf_release(&out);
}

static void print_batch(const char *what, const struct plan_batch *b, bool json)
{
	if (json) {
		print_batch_json(b);
		return;
	}
	printf("%" PRId64 " of %" PRId64 " %s\n", b->n_done, b->n_total, what);
	if (b->n_refused)
		fprintf(stderr, "%" PRId64 " not possible, the first: %s\n",
			b->n_refused, b->first_refusal);
}

/* ---- draft, renew */

static void print_drafted(const char *person, const struct plan_drafted *x)
{
	char from[11], to[11];
	printf("%s: version %d (" STR_FMT "), " STR_FMT " to " STR_FMT
	       ": %d services, %d left out, %d findings, %d blood draws%s\n",
	       person, x->version, STR_ARG(x->kind),
	       STR_ARG(date_text(x->from, from)), STR_ARG(date_text(x->to, to)),
	       x->n_service, x->n_left_out, x->n_finding, x->n_draws,
	       x->again ? "; the draft was made anew" : "");
}

static int draft_or_renew(int argc, char **argv, bool renew)
{
	const char *db = NULL, *data = NULL, *person = NULL;
	const char *manager = NULL;
	bool all = false, json = false, stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &person, NULL,
		 "pseudonym or fiscal code of an enrolled person", false, 0, 0},
		{"all", OPT_FLAG, &all, NULL,
		 renew ? "everybody whose plan is in its last days"
		       : "everybody enrolled without a plan",
		 false, 0, 0},
		OPT_MANAGER(manager),
		OPT_DB(db),
		OPT_DATA(data),
		OPT_JSON_ALL(json),
	};
	int status =
		opt_parse(renew ? "prossima plan renew" : "prossima plan draft",
			  renew ? "Draft the next year's plan of people "
				  "whose plan ends soon."
				: "Draft the year's plan from the latest "
				  "stratification; an open draft is made "
				  "anew.",
			  opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	int64_t id = 0;
	if (stop)
		return status;
	if (all == (person != NULL)) {
		fputs("prossima: name a person, or --all\n", stderr);
		return EXIT_USAGE;
	}
	enum rc rc = open_desk(&d, db, data, person, &id, &err);
	if (!rc)
		rc = cmd_for_manager(&d.w.app, manager, &err);
	if (!rc && all) {
		struct progress p;
		struct plan_batch b;
		progress_start(&p, "plans", "plans");
		rc = (renew ? app_plan_renew_all : app_plan_draft_all)(
			&d.w.app, d.engine, show_progress, &p, &b, &err);
		progress_end(&p);
		if (!rc)
			print_batch("plans drafted", &b, json);
	} else if (!rc) {
		struct plan_drafted one;
		rc = app_plan_draft(&d.w.app, d.engine, id, &one, &err);
		if (!rc)
			print_drafted(person, &one);
	}
	return close_desk(&d, rc, &err);
}

static int cmd_draft(int argc, char **argv)
{
	return draft_or_renew(argc, argv, false);
}

static int cmd_renew(int argc, char **argv)
{
	return draft_or_renew(argc, argv, true);
}

/* ---- show, why, diff */

bool plan_lang(const char *word, enum lang *out)
{
	if (lang_parse(str_from(word), out))
		return true;
	fprintf(stderr, "prossima: --lang: \"%s\" is neither it nor en\n",
		word);
	return false;
}

static int show(int argc, char **argv, const char *service_wanted)
{
	const char *db = NULL, *data = NULL, *person = NULL, *service = NULL;
	const char *lang_word = "it";
	int64_t version = 0, id = 0;
	bool json = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		OPT_DATA(data),
		{"version", OPT_INT, &version, "N",
		 "that version; else the draft, else the newest", false, 1,
		 999},
		{"lang", OPT_STR, &lang_word, "LANG", "it or en", false, 0, 0},
		{"json", OPT_FLAG, &json, NULL, "print JSON", false, 0, 0},
		{"PERSON", OPT_POS, &person, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		{"SERVICE", OPT_POS, &service, NULL, "code of the service",
		 true, 0, 0},
	};
	size_t n = countof(opts) - !service_wanted;
	int status = opt_parse(
		service_wanted ? "prossima plan why" : "prossima plan show",
		service_wanted ? "Say why a service stands in the plan, or "
				 "does not: who asks for it, how often, which\n"
				 "rule changed it, from which source."
			       : "Print the plan of a person.",
		opts, n, argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	struct plan_view v;
	struct buf b;
	enum lang lang;
	if (stop)
		return status;
	if (!plan_lang(lang_word, &lang))
		return EXIT_USAGE;
	enum rc rc = open_desk(&d, db, data, person, &id, &err);
	if (!rc)
		rc = app_plan_show(&d.w.app, id, (int)version, &d.a, &v, &err);
	if (!rc) {
		buf_init(&b, 4u << 20);
		if (service_wanted)
			rc = plan_print_why(&b, &d.w.kn, &v, str_from(service),
					    lang, &err);
		else if (json)
			plan_print_json(&b, &d.w.kn, &v);
		else
			plan_print_text(&b, &d.w.kn, &v, lang);
		if (rc)
			buf_release(&b);
		else
			rc = cmd_print(&b, &err);
	}
	return close_desk(&d, rc, &err);
}

static int cmd_show(int argc, char **argv)
{
	return show(argc, argv, NULL);
}

static int cmd_why(int argc, char **argv)
{
	return show(argc, argv, "SERVICE");
}

static int cmd_diff(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *person = NULL, *v1 = NULL,
		   *v2 = NULL;
	int64_t from = 0, to = 0, id = 0;
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &person, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		{"V1", OPT_POS, &v1, NULL, "number of the earlier version",
		 true, 0, 0},
		{"V2", OPT_POS, &v2, NULL, "number of the later version", true,
		 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima plan diff",
			       "Say what changes between two versions.", opts,
			       countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	struct plan_view a, z;
	struct plan_diff diff;
	struct buf b;
	if (stop)
		return status;
	if (!str_to_int(str_from(v1), &from) ||
	    !str_to_int(str_from(v2), &to) || from < 1 || to < 1 ||
	    from > 999 || to > 999) {
		fputs("prossima: versions are numbers from 1 to 999\n", stderr);
		return EXIT_USAGE;
	}
	enum rc rc = open_desk(&d, db, data, person, &id, &err);
	if (!rc)
		rc = app_plan_show(&d.w.app, id, (int)from, &d.a, &a, &err);
	if (!rc)
		rc = app_plan_show(&d.w.app, id, (int)to, &d.a, &z, &err);
	if (!rc)
		rc = plan_compare(&d.w.kn, &a.draft, &z.draft, &d.a, &diff,
				  &err);
	if (!rc) {
		buf_init(&b, 1u << 20);
		plan_print_diff(&b, &d.w.kn, &diff);
		rc = cmd_print(&b, &err);
	}
	return close_desk(&d, rc, &err);
}

/* ---- edit */

struct edit_words {
	const char *remove, *put_back, *add, *times, *reason;
	int64_t times_e4;
};

static enum rc edit_of(const struct edit_words *w, struct plan_edit *x,
		       struct err *err)
{
	int n = (w->remove != NULL) + (w->put_back != NULL) + (w->add != NULL) +
		(strchr(w->times, '=') != NULL);
	if (n != 1)
		return err_set(err, E_USAGE,
			       "one of --remove, --put-back, --add CODE "
			       "--times N, --times CODE=N");
	x->reason = str_from(w->reason);
	x->kind = w->remove     ? CHOICE_REMOVE
		  : w->put_back ? CHOICE_PUT_BACK
		  : w->add      ? CHOICE_ADD
				: CHOICE_TIMES;
	x->service_code = str_from(w->remove     ? w->remove
				   : w->put_back ? w->put_back
						 : w->add);
	struct str times = str_from(w->times);
	if (x->kind == CHOICE_TIMES)
		x->service_code = str_cut(&times, '=');
	bool wanted = x->kind == CHOICE_ADD || x->kind == CHOICE_TIMES;
	if (wanted && !str_to_decimal(times, 4, &x->times_e4))
		return err_set(err, E_USAGE,
			       "how often: a number of times a year, as 2 or "
			       "0.5");
	return OK;
}

enum rc plan_act_as(struct app *app, const char *gp_code, struct err *err)
{
	int64_t id = 0;
	if (!gp_code)
		return OK;
	enum rc rc = app_plan_doctor(app, str_from(gp_code), &id, err);
	if (!rc) {
		app->who.role = ROLE_DOCTOR;
		app->who.doctor_id = id;
		app->who.purpose = STR("care");
	}
	return rc;
}

static int cmd_edit(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *person = NULL, *as = NULL;
	struct edit_words w = {.times = "", .reason = ""};
	int64_t id = 0;
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &person, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		{"remove", OPT_STR, &w.remove, "CODE", "take a service out",
		 false, 0, 0},
		{"put-back", OPT_STR, &w.put_back, "CODE",
		 "plan a service that was left out", false, 0, 0},
		{"add", OPT_STR, &w.add, "CODE",
		 "plan a service that nothing asks for, with --times N", false,
		 0, 0},
		{"times", OPT_STR, &w.times, "[CODE=]N",
		 "times a year, from 0.1 to 366", false, 0, 0},
		{"reason", OPT_STR, &w.reason, "TEXT", "why", true, 0, 0},
		{"as", OPT_STR, &as, "GP_CODE", "on behalf of this doctor",
		 false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima plan edit",
			       "Record a choice on the draft, with its reason, "
			       "and make the draft anew.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	struct plan_edit x = {.times_e4 = 0};
	struct plan_drafted out;
	if (stop)
		return status;
	if (edit_of(&w, &x, &err))
		return cmd_fail(&err);
	enum rc rc = open_desk(&d, db, data, person, &id, &err);
	if (!rc)
		rc = plan_act_as(&d.w.app, as, &err);
	if (!rc)
		rc = app_plan_edit(&d.w.app, d.engine, id, &x, &out, &err);
	if (!rc)
		print_drafted(person, &out);
	return close_desk(&d, rc, &err);
}

/* ---- propose, sign, publish, close */

enum deed { PROPOSE, SIGN, PUBLISH, CLOSE };

static enum rc do_deed(struct app *app, enum deed deed, int64_t id,
		       const char *person, const char *reason, struct err *err)
{
	struct plan_signed s;
	bool told = false;
	enum rc rc = OK;
	switch (deed) {
	case PROPOSE:
		rc = app_plan_propose(app, id, err);
		if (!rc)
			printf("%s: proposed to the doctor\n", person);
		return rc;
	case SIGN:
		rc = app_plan_sign(app, id, &s, err);
		if (!rc)
			printf("%s: version %d signed, %d activities%s\n"
			       "digest %s\n",
			       person, s.version, s.n_activity + s.n_kept,
			       s.n_superseded ? ", the version before ends"
					      : "",
			       s.digest);
		return rc;
	case PUBLISH:
		rc = app_plan_publish(app, id, &told, err);
		if (!rc)
			printf("%s: published%s\n", person,
			       told ? ""
				    : "; no phone and no e-mail: to be told "
				      "in person");
		return rc;
	case CLOSE:
		rc = app_plan_close(app, id, str_from(reason), err);
		if (!rc)
			printf("%s: closed\n", person);
		return rc;
	}
	BUG("deed");
}

static int one_person(int argc, char **argv, enum deed deed)
{
	static const char *const name[] = {
		"prossima plan propose", "prossima plan sign",
		"prossima plan publish", "prossima plan close"};
	static const char *const what[] = {
		"Offer the draft to the doctor for signature.",
		"Sign the draft as the doctor of the person, or a delegate. "
		"Makes the year's activities.",
		"Publish the signed plan: protocol number, message to the "
		"person.",
		"End the plan of a person: open activities are cancelled."};
	const char *db = NULL, *data = NULL, *person = NULL, *as = NULL,
		   *reason = "", *manager = NULL;
	bool all = false, json = false, stop;
	int64_t id = 0;
	const struct opt opts[] = {
		OPT_DB(db),
		OPT_DATA(data),
		{"PERSON", OPT_POS, &person, NULL, "pseudonym or fiscal code",
		 deed != PUBLISH, 0, 0},
		{"as", OPT_STR, &as, "GP_CODE", "regional code of the doctor",
		 deed == SIGN, 0, 0},
		deed == PUBLISH
			? (struct opt){"all", OPT_FLAG, &all, NULL,
				       "all signed plans", false, 0, 0}
			: (struct opt){"reason", OPT_STR, &reason, "TEXT",
				       "why", deed == CLOSE, 0, 0},
		OPT_MANAGER(manager), /* publish only, as --json */
		OPT_JSON_ALL(json),
	};
	/* a reason is asked for closing only */
	size_t n = deed == PUBLISH ? countof(opts)
				   : countof(opts) - (deed == CLOSE ? 2 : 3);
	int status =
		opt_parse(name[deed], what[deed], opts, n, argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	if (stop)
		return status;
	if (all == (person != NULL)) {
		fputs("prossima: name a person, or --all\n", stderr);
		return EXIT_USAGE;
	}
	enum rc rc = open_desk(&d, db, data, person, &id, &err);
	if (!rc)
		rc = plan_act_as(&d.w.app, as, &err);
	if (!rc)
		rc = cmd_for_manager(&d.w.app, manager, &err);
	if (!rc && all) {
		struct progress p;
		struct plan_batch b;
		progress_start(&p, "plans", "plans");
		rc = app_plan_publish_all(&d.w.app, show_progress, &p, &b,
					  &err);
		progress_end(&p);
		if (!rc)
			print_batch("plans published", &b, json);
	} else if (!rc) {
		rc = do_deed(&d.w.app, deed, id, person, reason, &err);
	}
	return close_desk(&d, rc, &err);
}

static int cmd_propose(int argc, char **argv)
{
	return one_person(argc, argv, PROPOSE);
}

static int cmd_sign(int argc, char **argv)
{
	return one_person(argc, argv, SIGN);
}

static int cmd_publish(int argc, char **argv)
{
	return one_person(argc, argv, PUBLISH);
}

static int cmd_close(int argc, char **argv)
{
	return one_person(argc, argv, CLOSE);
}

static int cmd_sign_batch(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *as = NULL;
	bool all = false, stop;
	const struct opt opts[] = {
		{"as", OPT_STR, &as, "GP_CODE", "the drafts of this doctor",
		 false, 0, 0},
		{"all", OPT_FLAG, &all, NULL,
		 "the drafts of all doctors, each signed as that doctor", false,
		 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima plan sign-batch",
			       "Sign drafts one document after the other; run "
			       "it again to go on after an interruption.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	struct plan_batch b;
	struct progress p;
	if (stop)
		return status;
	if (all == (as != NULL)) {
		fputs("prossima: --as GP_CODE, or --all\n", stderr);
		return EXIT_USAGE;
	}
	enum rc rc = open_desk(&d, db, data, NULL, NULL, &err);
	if (!rc)
		rc = plan_act_as(&d.w.app, as, &err);
	if (!rc) {
		progress_start(&p, "signatures", "plans");
		rc = app_plan_sign_all(&d.w.app, 0, show_progress, &p, &b,
				       &err);
		progress_end(&p);
	}
	if (!rc)
		print_batch("plans signed", &b, false);
	return close_desk(&d, rc, &err);
}

static int cmd_roll(int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	bool stop;
	const struct opt opts[] = {OPT_DB(db), OPT_DATA(data)};
	int status = opt_parse("prossima plan roll",
			       "The moves of the day: plans whose first day "
			       "has come, plans whose year is over.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	int64_t active, expired;
	if (stop)
		return status;
	enum rc rc = open_desk(&d, db, data, NULL, NULL, &err);
	if (!rc)
		rc = app_plan_roll(&d.w.app, &active, &expired, &err);
	if (!rc)
		printf("%" PRId64 " plans became active, %" PRId64 " expired\n",
		       active, expired);
	return close_desk(&d, rc, &err);
}

/* ---- lists */

struct list_print {
	int64_t n;
	bool json;
	struct buf b;
	struct json j;
};

static void print_row(void *ctx, const struct plan_row *r)
{
	struct list_print *p = ctx;
	char from[11], to[11];
	date_text(r->from, from);
	date_text(r->to, to);
	if (p->json) {
		plan_row_json(&p->j, r);
	} else {
		if (!p->n)
			buf_text(&p->b,
				 "person           doctor    level  main "
				 "condition  version  from        to          "
				 "lab  visits\n");
		buf_printf(&p->b,
			   "%-16.*s %-9.*s %5" PRId64 "  %-14.*s  %7" PRId64
			   "  %-10s  %-10s  %3" PRId64 "  %6" PRId64 "\n",
			   STR_ARG(r->person), STR_ARG(r->gp_code), r->level,
			   STR_ARG(r->primary_condition), r->version, from, to,
			   r->n_lab, r->n_outpatient);
	}
	p->n++;
}

static int cmd_list(int argc, char **argv)
{
	const char *db = NULL, *data = NULL, *state = "draft", *doctor = "";
	int64_t limit = 1000;
	bool stop;
	struct list_print p = {.json = false};
	const struct opt opts[] = {
		{"state", OPT_STR, &state, "LIST",
		 "none (enrolled without a plan), draft, proposed, signed, "
		 "published, active, renew, expired, expired_long, "
		 "superseded, closed",
		 false, 0, 0},
		{"doctor", OPT_STR, &doctor, "GP_CODE", "of one doctor", false,
		 0, 0},
		{"limit", OPT_INT, &limit, "N", "at most so many rows", false,
		 1, 10000000},
		{"json", OPT_FLAG, &p.json, NULL, "print JSON", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status =
		opt_parse("prossima plan list", "Print a work list of plans.",
			  opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	if (stop)
		return status;
	buf_init(&p.b, 1u << 30);
	json_init(&p.j, &p.b);
	enum rc rc = open_desk(&d, db, data, NULL, NULL, &err);
	if (!rc && p.json)
		json_array(&p.j);
	if (!rc)
		rc = app_plan_list(&d.w.app, str_from(state), str_from(doctor),
				   limit, print_row, &p, &err);
	if (!rc && p.json) {
		json_array_end(&p.j);
		buf_char(&p.b, '\n');
	} else if (!rc && !p.n) {
		buf_printf(&p.b, "no plan in the list \"%s\"\n", state);
	}
	if (rc)
		buf_release(&p.b);
	else
		rc = cmd_print(&p.b, &err);
	return close_desk(&d, rc, &err);
}

static int cmd_summary(int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		{"json", OPT_FLAG, &json, NULL, "print JSON", false, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
	};
	int status = opt_parse("prossima plan summary",
			       "Count plans, services and findings.", opts,
			       countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct desk d;
	struct plan_summary s;
	struct buf b;
	if (stop)
		return status;
	enum rc rc = open_desk(&d, db, data, NULL, NULL, &err);
	if (!rc)
		rc = app_plan_summary(&d.w.app, &s, &err);
	if (!rc) {
		buf_init(&b, 1u << 16);
		plan_print_summary(&b, &s, json);
		rc = cmd_print(&b, &err);
	}
	return close_desk(&d, rc, &err);
}

int cmd_plan(int argc, char **argv)
{
	static const struct command table[] = {
		{"draft", cmd_draft, "draft the plan of one person or of all"},
		{"show", cmd_show, "print a plan"},
		{"why", cmd_why, "say why a service is there, or is not"},
		{"edit", cmd_edit, "record a choice of the doctor on a draft"},
		{"propose", cmd_propose, "offer a draft for signature"},
		{"sign", cmd_sign, "sign a draft as the person's doctor"},
		{"sign-batch", cmd_sign_batch, "sign many drafts"},
		{"publish", cmd_publish, "publish signed plans"},
		{"prescribe", cmd_plan_prescribe,
		 "issue prescriptions of published plans, in lots"},
		{"print", cmd_plan_print, "write a plan as a document"},
		{"renew", cmd_renew, "draft the next year's plans"},
		{"roll", cmd_roll, "make plans active, let plans expire"},
		{"close", cmd_close, "end the plan of a person"},
		{"diff", cmd_diff, "compare two versions"},
		{"list", cmd_list, "print a work list"},
		{"summary", cmd_summary, "count plans and services"},
	};
	return cmd_dispatch("prossima plan", table, countof(table), argc, argv);
}
