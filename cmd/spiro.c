/* prossima spiro - the blows of a session, measured, judged, graded and drawn.
 * Needs no database: doc/man/prossima-spiro.1. */
#include "cmd/spiro.h"
#include "base/file.h"
#include "cmd/tables.h"
#include "spiro/draw.h"

#include <math.h>

cmd_fn cmd_spiro;

#define ARENA_BYTES ((size_t)1 << 30) /* sixty-four of the largest files */
#define TEXT_BYTES  ((size_t)8 << 20)

struct spiro_options {
	struct spiro_words who;
	struct opt_list files;
	int64_t n_post;
	const char *lang_word, *data;
	bool json, svg, pdf;
	enum lang lang;
};

/* ---- what is known of the person before the files */

static enum rc read_options(struct spiro_options *o, struct spiro_exam *e,
			    struct err *err)
{
	const struct spiro_words *w = &o->who;
	enum rc rc = OK;
	if (o->json + o->svg + o->pdf > 1)
		return err_set(err, E_USAGE,
			       "one of --json, --svg and --pdf at a time");
	if (o->lang_word && !lang_parse(str_from(o->lang_word), &o->lang))
		return err_set(err, E_USAGE, "--lang: \"%s\" is not it or en",
			       o->lang_word);
	if ((size_t)o->n_post > o->files.n)
		return err_set(err, E_USAGE,
			       "--post: there are %zu files, so at most that "
			       "many were blown after the bronchodilator",
			       o->files.n);
	rc = spiro_set_read(w, &e->set, err);
	if (!rc)
		rc = spiro_group_read(w, e->set, &e->group, err);
	if (!rc && w->sex) {
		rc = spiro_sex_read(w->sex, &e->sex, err);
		e->has_sex = true;
	}
	if (!rc && w->age)
		rc = spiro_number("age", w->age, &e->age, err);
	if (!rc && w->height)
		rc = spiro_number("height-cm", w->height, &e->height_cm, err);
	return rc;
}

/* ---- files */

static struct str bare_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return str_from(slash ? slash + 1 : path);
}

static enum rc add_file(struct spiro_exam *e, const char *path,
			enum spiro_phase phase, struct arena *a,
			struct err *err)
{
	struct str bytes;
	struct spiro_record r;
	struct str name = bare_name(path);
	enum rc rc = file_read(path, a, SPIRO_MOST_BYTES, &bytes, err);
	if (!rc)
		rc = spiro_read(bytes, name, a, &r, err);
	return rc ? rc : spiro_exam_add(e, &r, name, phase, err);
}

static enum rc examine(const struct spiro_options *o, struct spiro_exam *e,
		       struct arena *a, struct err *err)
{
	size_t n_pre = o->files.n - (size_t)o->n_post;
	enum rc rc = OK;
	for (size_t i = 0; i < o->files.n && !rc; i++)
		rc = add_file(e, o->files.word[i],
			      i < n_pre ? SPIRO_PRE : SPIRO_POST, a, err);
	return rc ? rc : spiro_exam_conclude(e, err);
}

/* ---- printing */

static enum rc draw(const struct spiro_options *o, const struct spiro_exam *e,
		    struct buf *b, struct err *err)
{
	struct sheet s;
	struct str file;
	spiro_draw(e, o->lang, &s);
	enum rc rc = o->svg ? sheet_svg(&s, e->a, &file, err)
			    : sheet_pdf(&s, 1, e->a, &file, err);
	if (!rc)
		buf_str(b, file);
	return rc;
}

static enum rc print(const struct spiro_options *o, const struct spiro_exam *e,
		     struct err *err)
{
	struct buf b;
	struct json j;
	struct str s;
	enum rc rc = OK;
	buf_init(&b, TEXT_BYTES);
	if (o->svg || o->pdf) {
		rc = draw(o, e, &b, err);
	} else if (o->json) {
		json_init(&j, &b);
		spiro_exam_json(&j, e);
		buf_char(&b, '\n');
	} else {
		spiro_exam_text(&b, e, o->lang);
	}
	if (!rc)
		rc = buf_finish(&b, &s, err);
	if (!rc)
		fwrite(s.ptr, 1, s.len, stdout);
	buf_release(&b);
	return rc;
}

/* The words for the person first, then what exactly was found. */
static int refuse(const struct err *err, enum lang lang)
{
	struct str words = text_of((enum msg)err->msg, lang);
	if (!err->msg)
		return cmd_fail(err);
	fprintf(stderr, "prossima spiro: " STR_FMT "\n(%s)\n", STR_ARG(words),
		err->text);
	return EXIT_FAILED;
}

static int run(struct spiro_options *o)
{
	struct err err = {0};
	struct arena a;
	struct spiro_rules rules;
	struct spiro_reference *ref = NULL;
	struct spiro_exam e;
	const char *dir = cmd_data_dir(o->data);
	arena_init(&a, ARENA_BYTES);
	enum rc rc = spiro_rules_load(dir, cmd_today(), NULL, &rules, &err);
	if (!rc)
		rc = spiro_reference_new(dir, NULL, &ref, &err);
	spiro_exam_init(&e, &rules, ref, SPIRO_GLI2022, &a);
	if (!rc)
		rc = read_options(o, &e, &err);
	if (!rc)
		rc = examine(o, &e, &a, &err);
	if (!rc)
		rc = print(o, &e, &err);
	spiro_reference_free(ref);
	arena_release(&a);
	return rc ? refuse(&err, o->lang) : EXIT_DONE;
}

static int session(int argc, char **argv)
{
	struct spiro_options o = {.who = {.set = "gli2022"}, .lang = LANG_IT};
	const struct opt opts[] = {
		{.name = "FILE",
		 .type = OPT_LIST,
		 .out = &o.files,
		 .help = "one blow each, in the order in which they were blown",
		 .required = true},
		SPIRO_PERSON_OPTIONS(o.who, false),
		{.name = "post",
		 .type = OPT_INT,
		 .out = &o.n_post,
		 .value = "N",
		 .help = "the last N files are after the bronchodilator (0)",
		 .max = SPIRO_MOST_BLOWS},
		{.name = "data",
		 .type = OPT_STR,
		 .out = &o.data,
		 .value = "DIR",
		 .help = "tables to use in place of those in the program"},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "as JSON"},
		{.name = "svg",
		 .type = OPT_FLAG,
		 .out = &o.svg,
		 .help = "drawn, as SVG in millimetres"},
		{.name = "pdf",
		 .type = OPT_FLAG,
		 .out = &o.pdf,
		 .help = "drawn, as PDF of the same page"},
		{.name = "lang",
		 .type = OPT_STR,
		 .out = &o.lang_word,
		 .value = "it|en",
		 .help = "language of the text (it)"},
	};
	bool stop;
	int status = opt_parse("prossima spiro",
			       "Measures, judges and grades the blows of a "
			       "session. \"prossima spiro predict --help\": "
			       "normal values alone.",
			       opts, countof(opts), argc, argv, &stop);
	return stop ? status : run(&o);
}

int cmd_spiro(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "predict"))
		return spiro_predict_cmd(argc - 1, argv + 1);
	return session(argc, argv);
}
