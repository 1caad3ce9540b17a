/* prossima ecg - what a device recorded, read, measured and drawn. Needs no
 * database: doc/man/prossima-ecg.1. */
#include "cmd/ecg_cmd.h"
#include "knowledge/knowledge.h"
#include "text/text.h"

cmd_fn cmd_ecg;

/* A file of ECG_MOST_BYTES holds at most 86 million samples of two bytes in
 * twelve bits; as numbers of four bytes that is 350 MB, and derived leads add
 * four more. */
#define ARENA_BYTES ((size_t)1 << 30)
#define TEXT_BYTES  ((size_t)64 << 20)

struct ecg_options {
	const char *path, *lang;
	int64_t csv_hz;
	bool json, samples;
	struct ecg_cmd_drawing drawing;
};

/* Urgency by the limits of today, with nothing said by a practice. */
static enum rc flag(const struct ecg_record *r, const struct ecg_analysis *x,
		    struct arena *a, struct ecg_flags *out, struct err *err)
{
	const struct ecg_request q = {.sex = r->patient.sex,
				      .age_years = r->patient.age_years};
	struct ecg_limits limits;
	struct str csv;
	enum rc rc = knowledge_file(NULL, "ecg/urgency.csv", a, &csv, err);
	if (!rc)
		rc = ecg_limits_parse(csv, DATE_NONE, &limits, err);
	if (!rc)
		ecg_flag_urgency(r, x, &q, &limits, out);
	return rc;
}

static enum rc put_json(const struct ecg_options *o, const struct ecg_record *r,
			const struct ecg_analysis *x, const struct ecg_flags *f,
			struct buf *b, enum lang lang, struct err *err)
{
	struct json j;
	enum rc rc = OK;
	json_init(&j, b);
	json_object(&j);
	ecg_cmd_put_record(&j, r);
	ecg_cmd_put_analysis(&j, r, x, f, lang);
	if (o->samples)
		rc = ecg_cmd_put_samples(&j, r, stdout, err);
	json_object_end(&j);
	buf_char(b, '\n');
	return rc;
}

/* As JSON, or in words. */
static enum rc print_reading(const struct ecg_options *o,
			     const struct ecg_record *r, enum lang lang,
			     struct arena *a, struct err *err)
{
	struct buf b;
	struct str s;
	struct ecg_analysis x;
	struct ecg_flags f;
	enum rc rc = ecg_analyse(r, a, &x, err);
	if (!rc)
		rc = flag(r, &x, a, &f, err);
	if (rc)
		return rc;
	buf_init(&b, TEXT_BYTES);
	if (o->json)
		rc = put_json(o, r, &x, &f, &b, lang, err);
	else
		ecg_cmd_put_words(&b, r, &x, &f, lang);
	if (!rc)
		rc = buf_finish(&b, &s, err);
	if (!rc)
		fwrite(s.ptr, 1, s.len, stdout);
	buf_release(&b);
	return rc;
}

/* The words for the person first, then what exactly was found. */
static int refuse(const char *path, const struct err *err, enum lang lang)
{
	struct str words = text_of((enum msg)err->msg, lang);
	if (err->msg)
		fprintf(stderr, "prossima ecg: %s: " STR_FMT "\n(%s)\n", path,
			STR_ARG(words), err->text);
	else
		fprintf(stderr, "prossima ecg: %s: %s\n", path, err->text);
	return EXIT_FAILED;
}

static int run(const struct ecg_options *o, enum lang lang)
{
	struct err err = {0};
	struct arena a;
	struct ecg_record r;
	arena_init(&a, ARENA_BYTES);
	enum rc rc = ecg_cmd_open(o->path, (double)o->csv_hz, &a, &r, &err);
	if (!rc && (o->drawing.svg || o->drawing.pdf))
		rc = ecg_cmd_draw(&r, &o->drawing, &a, &err);
	else if (!rc)
		rc = print_reading(o, &r, lang, &a, &err);
	arena_release(&a);
	return rc ? refuse(o->path, &err, lang) : EXIT_DONE;
}

/* One thing at a time, and no word that would do nothing. */
static bool options_ok(const struct ecg_options *o)
{
	const struct ecg_cmd_drawing *w = &o->drawing;
	const char *why = NULL;
	if (o->json + w->svg + w->pdf > 1)
		why = "one of --json, --svg and --pdf at a time";
	else if (o->samples && !o->json)
		why = "--samples goes with --json";
	else if (!w->svg && !w->pdf &&
		 (w->layout || w->gain || w->speed || w->from_s || w->n_page))
		why = "--layout, --gain, --speed, --from and --pages go with "
		      "--svg or --pdf";
	if (why)
		fprintf(stderr, "prossima ecg: %s\n", why);
	return !why && ecg_cmd_drawing_ok(w);
}

int cmd_ecg(int argc, char **argv)
{
	struct ecg_options o = {0};
	enum lang lang = LANG_IT;
	const struct opt opts[] = {
		{.name = "FILE",
		 .type = OPT_POS,
		 .out = &o.path,
		 .help = "of a device; a WFDB record by its .hea, or as tar or "
			 "ZIP",
		 .required = true},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "what was read and measured as JSON, not in words"},
		{.name = "samples",
		 .type = OPT_FLAG,
		 .out = &o.samples,
		 .help = "in the JSON also the samples, in microvolts"},
		{.name = "svg",
		 .type = OPT_FLAG,
		 .out = &o.drawing.svg,
		 .help = "draw it, as SVG"},
		{.name = "pdf",
		 .type = OPT_FLAG,
		 .out = &o.drawing.pdf,
		 .help = "draw it, as PDF to be printed"},
		{.name = "layout",
		 .type = OPT_STR,
		 .out = &o.drawing.layout,
		 .value = "3x4|6x2|12x1|median",
		 .help = "what stands where on the paper (default 3x4)"},
		{.name = "gain",
		 .type = OPT_INT,
		 .out = &o.drawing.gain,
		 .value = "MM",
		 .help = "millimetres a millivolt: 5, 10 (default) or 20",
		 .min = 5,
		 .max = 20},
		{.name = "speed",
		 .type = OPT_INT,
		 .out = &o.drawing.speed,
		 .value = "MM",
		 .help = "millimetres a second: 25 (default) or 50",
		 .min = 25,
		 .max = 50},
		{.name = "from",
		 .type = OPT_INT,
		 .out = &o.drawing.from_s,
		 .value = "S",
		 .help = "second at which the drawing begins (default 0)",
		 .min = 0,
		 .max = 86400},
		{.name = "pages",
		 .type = OPT_INT,
		 .out = &o.drawing.n_page,
		 .value = "N",
		 .help = "pages of the PDF, one behind the other (default 1)",
		 .min = 1,
		 .max = 500},
		{.name = "csv-hz",
		 .type = OPT_INT,
		 .out = &o.csv_hz,
		 .value = "N",
		 .help = "samples a second of a CSV that does not say it",
		 .min = 50,
		 .max = 20000},
		{.name = "lang",
		 .type = OPT_STR,
		 .out = &o.lang,
		 .value = "it|en",
		 .help = "language (default it)"},
	};
	bool stop;
	int status =
		opt_parse("prossima ecg",
			  "Reads, measures or draws the electrocardiogram of "
			  "a device.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (o.lang && !lang_parse(str_from(o.lang), &lang)) {
		fprintf(stderr, "prossima ecg: --lang is it or en\n");
		return EXIT_USAGE;
	}
	o.drawing.lang = lang;
	if (!options_ok(&o))
		return EXIT_USAGE;
	return run(&o, lang);
}
