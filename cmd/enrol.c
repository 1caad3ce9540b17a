/* prossima enrol: the moves of one person. */
#include "cmd/enrol_cmd.h"

#include "app/care_end.h"

struct words { /* of the command line; NULL: not given */
	const char *who, *db, *data, *why, *waive, *way, *asst, *by, *mode,
		*reason;
	bool on_paper;
};

typedef enum rc move_fn(struct app *app, int64_t person, const struct words *w,
			struct err *err);

static struct str opt_text(const char *z)
{
	return z ? str_from(z) : STR("");
}

/* Prints where the person stands now. */
static enum rc print_state(struct app *app, int64_t person, const char *who,
			   struct err *err)
{
	struct arena a;
	struct enrol_view *v = NULL;
	size_t n = 0;
	arena_init(&a, 1u << 22); /* the history of one person */
	enum rc rc = app_enrol_show(app, person, &a, &v, &n, err);
	if (!rc && n)
		printf("%s: " STR_FMT "%s%s" STR_FMT "\n", who,
		       STR_ARG(v[n - 1].state),
		       v[n - 1].suspended ? ", suspended" : "",
		       v[n - 1].end_reason.len ? ", " : "",
		       STR_ARG(v[n - 1].end_reason));
	arena_release(&a);
	return rc;
}

static int run_move(const struct words *w, move_fn *move)
{
	struct cmd_work work;
	struct err err = {0};
	int64_t person = 0;
	enum rc rc = cmd_work_open(&work, w->db, w->data, &err);
	if (!rc)
		rc = app_people_id(&work.app, str_from(w->who), &person, &err);
	if (!rc)
		rc = move(&work.app, person, w, &err);
	if (!rc)
		rc = print_state(&work.app, person, w->who, &err);
	cmd_work_close(&work);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

#define OPT_PERSON(var)                                                        \
	{                                                                      \
		"PERSON", OPT_POS, &(var), NULL,                               \
			"person_id of the flows or fiscal code", true, 0, 0    \
	}
#define OPT_WHY(var)                                                           \
	{                                                                      \
		"why", OPT_STR, &(var), "TEXT", "kept with the event", false,  \
			0, 0                                                   \
	}

/* ---- invite, choose, transfer ---- */

static enum rc wish_of(const struct words *w, struct enrol_wish *out,
		       struct err *err)
{
	*out = (struct enrol_wish){.way = WAY_MANAGER,
				   .manager = opt_text(w->asst),
				   .waive = opt_text(w->waive),
				   .why = opt_text(w->why)};
	if (w->way)
		out->way = way_of(str_from(w->way));
	else if (w->asst)
		out->way = WAY_ASST;
	if (out->way == N_WAY)
		return err_set(err, E_USAGE,
			       "--way %s: the ways are manager, asst, mifs",
			       w->way);
	return OK;
}

static enum rc do_invite(struct app *app, int64_t person, const struct words *w,
			 struct err *err)
{
	struct enrol_wish wish;
	enum rc rc = wish_of(w, &wish, err);
	return rc ? rc : app_enrol_invite(app, person, &wish, err);
}

static enum rc do_choose(struct app *app, int64_t person, const struct words *w,
			 struct err *err)
{
	struct enrol_wish wish;
	enum rc rc = wish_of(w, &wish, err);
	return rc ? rc : app_enrol_choose(app, person, &wish, err);
}

static enum rc do_transfer(struct app *app, int64_t person,
			   const struct words *w, struct err *err)
{
	struct enrol_transfer t = {.signed_on_paper = w->on_paper};
	enum rc rc = wish_of(w, &t.to, err);
	return rc ? rc : app_enrol_transfer(app, person, &t, err);
}

static int run_wish(const char *name, const char *what, move_fn *move,
		    bool transfer, int argc, char **argv)
{
	struct words w = {0};
	bool stop;
	const struct opt opts[] = {
		OPT_PERSON(w.who),
		OPT_DB(w.db),
		OPT_DATA(w.data),
		OPT_WHY(w.why),
		{"way", OPT_STR, &w.way, "WAY",
		 "manager (own doctor's), asst, mifs", false, 0, 0},
		{"asst", OPT_STR, &w.asst, "CODE", "the ASST, for way asst",
		 false, 0, 0},
		{"waive-contact", OPT_STR, &w.waive, "TEXT",
		 "why to go on without phone and e-mail", false, 0, 0},
		{"paper", OPT_FLAG, &w.on_paper, NULL,
		 "both sign the new pact today: active at once", false, 0, 0},
	};
	size_t n = countof(opts) - (transfer ? 0 : 1);
	int status = opt_parse(name, what, opts, n, argc, argv, &stop);
	return stop ? status : run_move(&w, move);
}

static int enrol_invite(int argc, char **argv)
{
	return run_wish("prossima enrol invite",
			"Invite a person in the name of the own doctor.",
			do_invite, false, argc, argv);
}

static int enrol_choose(int argc, char **argv)
{
	return run_wish("prossima enrol choose",
			"Record that the person chose doctor and manager.",
			do_choose, false, argc, argv);
}

static int enrol_transfer(int argc, char **argv)
{
	return run_wish("prossima enrol transfer",
			"Move an active person to the doctor and manager of "
			"today; the plan follows.",
			do_transfer, true, argc, argv);
}

/* ---- pact ---- */

static enum rc mode_of(const struct words *w, enum pact_mode *out,
		       struct err *err)
{
	for (int m = 0; m < N_PACT_MODE; m++)
		if (!strcmp(w->mode, pact_mode_name[m])) {
			*out = (enum pact_mode)m;
			return OK;
		}
	return err_set(err, E_USAGE, "--mode %s: the modes are paper, remote",
		       w->mode);
}

static enum rc do_sign(struct app *app, int64_t person, const struct words *w,
		       struct err *err)
{
	bool both = !strcmp(w->by, "both");
	struct pact_signing s = {.person = both || !strcmp(w->by, "person"),
				 .doctor = both || !strcmp(w->by, "doctor")};
	enum rc rc = mode_of(w, &s.mode, err);
	if (!rc && !s.person && !s.doctor)
		rc = err_set(err, E_USAGE,
			     "--by %s: who signs is person, doctor or both",
			     w->by);
	return rc ? rc : app_pact_sign(app, person, &s, err);
}

static int enrol_sign(int argc, char **argv)
{
	struct words w = {.by = "both", .mode = "paper"};
	bool stop;
	const struct opt opts[] = {
		OPT_PERSON(w.who),
		OPT_DB(w.db),
		OPT_DATA(w.data),
		{"by", OPT_STR, &w.by, "WHO", "person, doctor or both (both)",
		 false, 0, 0},
		{"mode", OPT_STR, &w.mode, "MODE", "paper or remote (paper)",
		 false, 0, 0},
	};
	int status = opt_parse("prossima enrol sign",
			       "Sign the pact; drafts it when there is none. "
			       "For an active person: the next pact.",
			       opts, countof(opts), argc, argv, &stop);
	return stop ? status : run_move(&w, do_sign);
}

/* ---- the others: person and why ---- */

static enum rc do_cancel(struct app *app, int64_t person, const struct words *w,
			 struct err *err)
{
	return app_enrol_cancel_invite(app, person, opt_text(w->why), err);
}

static enum rc do_activate(struct app *app, int64_t person,
			   const struct words *w, struct err *err)
{
	return app_enrol_activate(app, person, opt_text(w->why), err);
}

static enum rc do_suspend(struct app *app, int64_t person,
			  const struct words *w, struct err *err)
{
	return app_enrol_suspend(app, person, opt_text(w->why), err);
}

static enum rc do_resume(struct app *app, int64_t person, const struct words *w,
			 struct err *err)
{
	return app_enrol_resume(app, person, opt_text(w->why), err);
}

static enum rc do_end(struct app *app, int64_t person, const struct words *w,
		      struct err *err)
{
	enum enrol_end reason = enrol_end_of(str_from(w->reason));
	if (reason == N_ENROL_END)
		return err_set(err, E_USAGE,
			       "--reason %s: one of withdrawal, declined, "
			       "change_of_doctor, change_of_manager, death, "
			       "move, residential_care, not_eligible, "
			       "administrative",
			       w->reason);
	struct care_ended care;
	enum rc rc = app_care_leave(app, person, reason, opt_text(w->why),
				    &care, err);
	if (!rc && (care.n_plan || care.n_appointment))
		fprintf(stderr,
			"plan closed; %" PRId64 " appointments cancelled\n",
			care.n_appointment);
	return rc;
}

static int run_simple(const char *name, const char *what, move_fn *move,
		      int argc, char **argv)
{
	struct words w = {0};
	bool stop;
	const struct opt opts[] = {
		OPT_PERSON(w.who),
		OPT_DB(w.db),
		OPT_DATA(w.data),
		OPT_WHY(w.why),
	};
	int status =
		opt_parse(name, what, opts, countof(opts), argc, argv, &stop);
	return stop ? status : run_move(&w, move);
}

static int enrol_cancel(int argc, char **argv)
{
	return run_simple("prossima enrol cancel-invite",
			  "Take an invitation back.", do_cancel, argc, argv);
}

static int enrol_activate(int argc, char **argv)
{
	return run_simple("prossima enrol activate",
			  "Take in charge a person whose pact is signed.",
			  do_activate, argc, argv);
}

static int enrol_suspend_cmd(int argc, char **argv)
{
	return run_simple("prossima enrol suspend",
			  "Suspend an active enrolment; --why is needed.",
			  do_suspend, argc, argv);
}

static int enrol_resume(int argc, char **argv)
{
	return run_simple("prossima enrol resume",
			  "Resume a suspended enrolment; --why is needed.",
			  do_resume, argc, argv);
}

static int enrol_end(int argc, char **argv)
{
	struct words w = {0};
	bool stop;
	const struct opt opts[] = {
		OPT_PERSON(w.who),
		{"reason", OPT_STR, &w.reason, "REASON",
		 "withdrawal, declined, death, move, ...", true, 0, 0},
		OPT_DB(w.db),
		OPT_DATA(w.data),
		OPT_WHY(w.why),
	};
	int status = opt_parse("prossima enrol end",
			       "End an enrolment and revoke its pact.", opts,
			       countof(opts), argc, argv, &stop);
	return stop ? status : run_move(&w, do_end);
}

cmd_fn cmd_enrol;
int cmd_enrol(int argc, char **argv)
{
	static const struct command table[] = {
		{"list", enrol_list, "who can be enrolled, by need"},
		{"invitations", enrol_invitations,
		 "who to invite, by which way in"},
		{"invite", enrol_invite, "invite a person"},
		{"cancel-invite", enrol_cancel, "take an invitation back"},
		{"choose", enrol_choose, "the person chose"},
		{"sign", enrol_sign, "sign the pact"},
		{"pact", enrol_pact, "print the pact"},
		{"activate", enrol_activate, "take in charge"},
		{"suspend", enrol_suspend_cmd, "suspend for a time"},
		{"resume", enrol_resume, "after a suspension"},
		{"end", enrol_end, "end with a reason"},
		{"transfer", enrol_transfer, "to another doctor or manager"},
		{"show", enrol_show, "history of a person"},
		{"summary", enrol_summary, "how many are where"},
		{"batch", enrol_batch, "a campaign on paper"},
		{"expire", enrol_expire, "pacts whose term is over"},
		{"stop-gone", enrol_stop_gone, "end for who died or moved"},
	};
	return cmd_dispatch("prossima enrol", table, countof(table), argc,
			    argv);
}
