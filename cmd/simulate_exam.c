/* prossima simulate exam - the file of a device of somebody who does not exist,
 * on standard output. */
#include "cmd/simulate.h"

#include "cmd/cmd.h"
#include "simulate/exam.h"

#define EXAM_BYTES (4u << 20) /* ten seconds of twelve leads are 300 kB */

struct exam_words {
	const char *kind;
	struct opt_list blows;
	struct simulate_ecg ecg;
	int64_t bpm, seed;
};

/* "pre:3.2:0.6:8": phase, FVC in L, tau in s, seconds blown. */
static bool blow_parse(struct str word, struct simulate_blow *out)
{
	struct str phase = str_cut(&word, ':');
	struct str fvc = str_cut(&word, ':'), tau = str_cut(&word, ':');
	out->post = str_is(phase, "post");
	return (out->post || str_is(phase, "pre")) &&
	       str_to_double(fvc, &out->fvc) && out->fvc > 0 &&
	       str_to_double(tau, &out->tau) && out->tau > 0 &&
	       str_to_double(word, &out->seconds) && out->seconds > 0 &&
	       out->fvc < 20 && out->seconds < 60;
}

static enum rc spirometry(const struct exam_words *w, struct buf *b,
			  struct err *err)
{
	struct simulate_blow blow[32];
	size_t n = 0;
	if (w->blows.n > countof(blow))
		return err_set(err, E_USAGE, "%zu blows: at most %zu",
			       w->blows.n, countof(blow));
	for (; n < w->blows.n; n++)
		if (!blow_parse(str_from(w->blows.word[n]), &blow[n]))
			return err_set(err, E_USAGE,
				       "\"%s\" is not PHASE:FVC:TAU:SECONDS, "
				       "as pre:3.2:0.6:8",
				       w->blows.word[n]);
	if (!n)
		return err_set(err, E_USAGE,
			       "a spirometry has blows: pre:3.2:0.6:8 ...");
	simulate_spirometry(b, blow, n);
	return OK;
}

static enum rc make(struct exam_words *w, struct buf *b, struct err *err)
{
	w->ecg.bpm = (double)w->bpm;
	w->ecg.seed = (uint64_t)w->seed;
	if (!strcmp(w->kind, "spirometry"))
		return spirometry(w, b, err);
	if (strcmp(w->kind, "ecg") != 0)
		return err_set(err, E_USAGE,
			       "--kind: \"%s\" is not ecg or spirometry",
			       w->kind);
	simulate_ecg(b, &w->ecg);
	return OK;
}

int simulate_exam_cmd(int argc, char **argv)
{
	struct exam_words w = {.kind = "ecg", .bpm = 70, .seed = 1};
	bool stop;
	const struct opt opts[] = {
		{.name = "BLOW",
		 .type = OPT_LIST,
		 .out = &w.blows,
		 .help = "of a spirometry: PHASE:FVC:TAU:SECONDS"},
		{"kind", OPT_STR, &w.kind, "K", "ecg (default) or spirometry",
		 false, 0, 0},
		{"bpm", OPT_INT, &w.bpm, "N", "beats a minute (70)", false, 20,
		 220},
		{"fibrillation", OPT_FLAG, &w.ecg.fibrillation, NULL,
		 "atrial fibrillation", false, 0, 0},
		{"st-elevation", OPT_FLAG, &w.ecg.st_elevation, NULL,
		 "ST elevation in V2 to V4", false, 0, 0},
		{"loose-v4", OPT_FLAG, &w.ecg.loose_v4, NULL,
		 "the electrode of V4 is off", false, 0, 0},
		{"seed", OPT_INT, &w.seed, "N", "other noise (1)", false, 0,
		 INT64_MAX},
	};
	int status = opt_parse("prossima simulate exam",
			       "Write the file of a device, made by formula, "
			       "to standard output.",
			       opts, countof(opts), argc, argv, &stop);
	struct err err = {0};
	struct buf b;
	struct str all;
	if (stop)
		return status;
	buf_init(&b, EXAM_BYTES);
	enum rc rc = make(&w, &b, &err);
	if (!rc)
		rc = buf_finish(&b, &all, &err);
	if (!rc)
		fwrite(all.ptr, 1, all.len, stdout);
	buf_release(&b);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
