#include "cmd/strata_cmd.h"

#include "strata/story.h"

/* The longest stories have some thousand records. */
#define STORY_BYTES ((size_t)64 << 20)

struct explain_options {
	struct strata_input in;
	const char *person, *lang;
	bool json;
};

static enum rc tell(const struct explain_options *o, size_t row, enum lang lang,
		    struct err *err)
{
	struct arena arena;
	struct buf b;
	struct story t;
	struct str text;
	arena_init(&arena, STORY_BYTES);
	buf_init(&b, STORY_BYTES);
	struct strata_worker *w = strata_worker_new(o->in.strata);
	enum rc rc = w ? story_tell(&t, o->in.strata, w, row, &arena, err)
		       : err_set(err, E_NOMEM, "no memory");
	if (rc)
		goto out;
	if (o->json)
		story_json(&t, &b);
	else
		story_text(&t, lang, &b);
	rc = buf_finish(&b, &text, err);
	if (!rc)
		fwrite(text.ptr, 1, text.len, stdout);
out:
	strata_worker_free(w);
	buf_release(&b);
	arena_release(&arena);
	return rc;
}

static int explain(struct explain_options *o, enum lang lang)
{
	struct err err = {0};
	enum rc rc = strata_input_open(&o->in, &err);
	if (rc)
		goto out;
	size_t row = archive_find_person(o->in.archive, str_from(o->person));
	rc = row == SIZE_MAX
		     ? err_set(&err, E_NOT_FOUND,
			       "there is no person \"%s\" in archive \"%s\": "
			       "give a person_id as in person.csv",
			       o->person, o->in.archive_dir)
		     : tell(o, row, lang, &err);
out:
	strata_input_close(&o->in);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int strata_cmd_explain(int argc, char **argv)
{
	struct explain_options o = {.lang = "it"};
	enum lang lang;
	const struct opt opts[] = {
		{.name = "PERSON",
		 .type = OPT_POS,
		 .out = &o.person,
		 .help = "person_id",
		 .required = true},
		{.name = "archive",
		 .type = OPT_STR,
		 .out = &o.in.archive_dir,
		 .value = "DIR",
		 .help = "archive made by flows import",
		 .required = true},
		{.name = "date",
		 .type = OPT_DATE,
		 .out = &o.in.index,
		 .value = "YYYY-MM-DD",
		 .help = "index date",
		 .required = true},
		{.name = "definition",
		 .type = OPT_STR,
		 .out = &o.in.definition,
		 .value = "NAME",
		 .help = "of the levels: strict or weighted"},
		{.name = "lang",
		 .type = OPT_STR,
		 .out = &o.lang,
		 .value = "it|en",
		 .help = "language (default it)"},
		{.name = "data",
		 .type = OPT_STR,
		 .out = &o.in.data_dir,
		 .value = "DIR",
		 .help = "tables that replace ours"},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "the same facts as JSON"},
	};
	bool stop;
	int status = opt_parse("prossima strata explain",
			       "Why a person has their level: rules, records, "
			       "sources, what is missing.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (!lang_parse(str_from(o.lang), &lang)) {
		fprintf(stderr,
			"prossima strata explain: --lang: \"%s\" is not it "
			"or en\n",
			o.lang);
		return EXIT_USAGE;
	}
	return explain(&o, lang);
}
