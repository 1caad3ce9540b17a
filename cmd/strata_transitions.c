#include "cmd/strata_cmd.h"

#include "base/outfile.h"
#include "csv/csv.h"
#include "strata/cause.h"
#include "strata/changes.h"

#define TEXT_BYTES  ((size_t)16 << 20)
#define FLUSH_BYTES ((size_t)1 << 20)

struct transition_options {
	const char *archive_dir, *data_dir, *csv, *lang;
	int64_t from, to;
	bool evidence, json;
};

struct transitions {
	const struct transition_options *o;
	enum lang lang;
	struct knowledge kn;
	struct rules rules;
	struct archive *archive;
	struct kept *a, *b;
	struct strata *s_before, *s_after;
	struct cause_sides sides;
	struct changes *changes;
	struct outfile file;
	struct buf out;
	bool other_rules;
	/* of the person in hand */
	struct str person_id;
	struct changes_person person;
};

/* The run, evaluated again with what its archive knew. */
static enum rc open_side(struct transitions *t, const struct kept *k,
			 struct strata **out, struct strata_worker **worker,
			 struct err *err)
{
	const struct kept_info *i = kept_info(k);
	char digest[SHA256_HEX];
	struct strata_question q = {.archive = t->archive,
				    .kn = &t->kn,
				    .rules = &t->rules,
				    .index = i->index,
				    .definition = str_from(i->definition),
				    .known_import = i->import};
	enum rc rc = strata_new(&q, out, err);
	if (rc)
		return rc;
	strata_rules_digest(*out, digest);
	t->other_rules |= strcmp(digest, i->rules) != 0;
	*worker = strata_worker_new(*out);
	return *worker ? OK : err_set(err, E_NOMEM, "no memory");
}

/* The runs asked for; without numbers the last two. */
static enum rc open_runs(struct transitions *t, struct err *err)
{
	const char *dir = t->o->archive_dir;
	enum rc rc = kept_open(dir, (uint64_t)t->o->to, &t->b, err);
	if (rc)
		return rc;
	uint64_t to = kept_info(t->b)->number;
	if (!t->o->from && to < 2)
		return err_set(err, E_NOT_FOUND,
			       "there is one run only beside \"%s\"", dir);
	rc = kept_open(dir, t->o->from ? (uint64_t)t->o->from : to - 1, &t->a,
		       err);
	if (rc)
		return rc;
	const struct kept_info *a = kept_info(t->a), *b = kept_info(t->b);
	if (a->index.days > b->index.days || a->n_person > b->n_person)
		return err_set(err, E_RANGE,
			       "run %" PRIu64 " is not before run %" PRIu64
			       ": give --from the earlier one",
			       a->number, b->number);
	if (b->n_person > archive_people(t->archive)->n)
		return err_set(err, E_STATE,
			       "run %" PRIu64 " is not of this archive",
			       b->number);
	return OK;
}

static enum rc open_all(struct transitions *t, struct err *err)
{
	enum rc rc = cmd_knowledge(&t->kn, t->o->data_dir, err);
	if (!rc)
		rc = cmd_rules(&t->rules, t->o->data_dir, err);
	if (!rc)
		rc = archive_open(t->o->archive_dir, &t->archive, err);
	if (!rc)
		rc = open_runs(t, err);
	if (!rc)
		rc = open_side(t, t->a, &t->s_before, &t->sides.w_before, err);
	if (!rc)
		rc = open_side(t, t->b, &t->s_after, &t->sides.w_after, err);
	t->sides.before = t->s_before;
	t->sides.after = t->s_after;
	t->changes = calloc(1, sizeof(*t->changes));
	if (!rc && !t->changes)
		rc = err_set(err, E_NOMEM, "no memory");
	if (!rc)
		rc = changes_of_run(t->changes, &t->changes->before, t->a,
				    &t->kn, err);
	if (!rc)
		rc = changes_of_run(t->changes, &t->changes->after, t->b,
				    &t->kn, err);
	return rc;
}

static void close_all(struct transitions *t)
{
	strata_worker_free(t->sides.w_before);
	strata_worker_free(t->sides.w_after);
	strata_free(t->s_before);
	strata_free(t->s_after);
	kept_close(t->a);
	kept_close(t->b);
	archive_close(t->archive);
	rules_release(&t->rules);
	knowledge_release(&t->kn);
	free(t->changes);
	buf_release(&t->out);
}

/* -------------------------------------------------------------------- CSV */

static void put_head(struct transitions *t)
{
	const struct changes_person *p = &t->person;
	csv_put(&t->out, true, t->person_id);
	csv_put(&t->out, false, changes_level(p->from));
	csv_put(&t->out, false, changes_level(p->to));
	csv_put(&t->out, false, str_from(changes_kind_name[p->kind]));
}

static enum rc put_cause(void *ctx, const struct cause *c, struct err *err)
{
	struct transitions *t = ctx;
	struct buf *b = &t->out, words;
	char day[11];
	(void)err;
	put_head(t);
	csv_put(b, false,
		c->condition < 0 ? STR("")
				 : t->kn.conditions[c->condition].code);
	csv_put(b, false,
		c->condition < 0 ? STR("")
		: c->gained      ? STR("gained")
				 : STR("lost"));
	csv_put(b, false, str_from(cause_kind_name[c->kind]));
	csv_put(b, false, c->rule < 0 ? STR("") : t->kn.rules[c->rule].id);
	csv_put(b, false,
		c->has_record ? str_from(kn_flow_name[c->record.flow])
			      : STR(""));
	csv_put(b, false, c->record_id);
	csv_put(b, false, date_text(c->date, day));
	csv_put(b, false, c->has_record ? c->record.code[0] : STR(""));
	buf_init(&words, TEXT_BYTES);
	cause_words(c, &t->kn, t->lang, &words);
	csv_put(b, false, buf_view(&words));
	buf_release(&words);
	buf_text(b, "\r\n");
	return OK;
}

/* Bits of a set, from its codes to the numbers of the rules in use. */
static void bits_of(const struct transitions *t, const struct changes_set *s,
		    uint64_t out[2])
{
	out[0] = out[1] = 0;
	for (size_t i = 0; i < t->changes->n_condition; i++) {
		int c = changes_has(s, i)
				? kn_condition_index(
					  &t->kn, t->changes->condition[i].code)
				: -1;
		if (c >= 0)
			out[c / 64] |= UINT64_C(1) << (c % 64);
	}
}

static enum rc put_causes(struct transitions *t, size_t row, struct err *err)
{
	struct cause_question q = {.person_row = row,
				   .there = t->person.from != 0};
	bits_of(t, &t->person.gained, q.gained);
	bits_of(t, &t->person.lost, q.lost);
	return cause_each(&t->sides, &q, put_cause, t, err);
}

static void put_person(struct transitions *t)
{
	const struct changes *c = t->changes;
	const struct changes_person *p = &t->person;
	const struct changes_set *sets[] = {&p->gained, &p->lost};
	put_head(t);
	for (size_t i = 0; i < countof(sets); i++) {
		buf_char(&t->out, ',');
		changes_codes(&t->out, c->condition, c->n_condition, sets[i]);
	}
	buf_text(&t->out, "\r\n");
}

static enum rc flush(struct transitions *t, size_t above, struct err *err)
{
	struct str bytes;
	if (t->out.len <= above)
		return OK;
	enum rc rc = buf_finish(&t->out, &bytes, err);
	if (!rc)
		rc = outfile_write(&t->file, bytes, err);
	buf_reset(&t->out);
	return rc;
}

static enum rc each_person(struct transitions *t, struct err *err)
{
	const uint32_t *by_id = archive_by_id(t->archive);
	enum rc rc = OK;
	for (size_t i = 0; i < archive_people(t->archive)->n && !rc; i++) {
		struct strata_result a, b;
		size_t row = by_id[i];
		if (row >= kept_info(t->b)->n_person)
			continue;
		bool there = row < kept_info(t->a)->n_person;
		if (there)
			kept_result(t->a, row, &a);
		kept_result(t->b, row, &b);
		changes_add(t->changes, there ? &a : NULL, &b, &t->person);
		if (!t->person.any || !t->o->csv)
			continue;
		t->person_id = archive_person_id(t->archive, row);
		if (t->o->evidence)
			rc = put_causes(t, row, err);
		else
			put_person(t);
		if (!rc)
			rc = flush(t, FLUSH_BYTES, err);
	}
	return rc ? rc : flush(t, 0, err);
}

static enum rc write_all(struct transitions *t, struct err *err)
{
	static const char plain[] = "person_id,from_level,to_level,direction,"
				    "gained,lost\r\n",
			  causes[] = "person_id,from_level,to_level,direction,"
				     "condition,change,cause,rule_id,flow,"
				     "record_id,date,code,reason\r\n";
	if (!t->o->csv)
		return each_person(t, err);
	enum rc rc = outfile_open(&t->file, t->o->csv, err);
	buf_text(&t->out, t->o->evidence ? causes : plain);
	if (!rc)
		rc = each_person(t, err);
	if (!rc)
		rc = outfile_commit(&t->file, err);
	else
		outfile_abort(&t->file);
	return rc;
}

/* ------------------------------------------------------------------ report */

static void report_text(struct transitions *t, struct buf *b)
{
	const struct kept_info *x = kept_info(t->a), *y = kept_info(t->b);
	char a[24], z[24], n[24], from[11], to[11];
	snprintf(a, sizeof(a), "%" PRIu64, x->number);
	snprintf(z, sizeof(z), "%" PRIu64, y->number);
	snprintf(n, sizeof(n), "%" PRIu64, t->changes->n);
	const struct str pairs[] = {
		STR("a"), str_from(a), STR("from"), date_text(x->index, from),
		STR("b"), str_from(z), STR("to"),   date_text(y->index, to),
		STR("n"), str_from(n)};
	text_fill(b, MSG_CHG_RUNS, t->lang, pairs, 5);
	buf_char(b, '\n');
	changes_text(t->changes, t->lang, b);
	if (t->other_rules) {
		buf_char(b, '\n');
		buf_str(b, text_of(MSG_CHG_OTHER_RULES, t->lang));
		buf_char(b, '\n');
	}
}

static void report_json(struct transitions *t, struct buf *b)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	json_put_int(&j, "from_run", (int64_t)kept_info(t->a)->number);
	json_put_date(&j, "from_date", kept_info(t->a)->index);
	json_put_int(&j, "to_run", (int64_t)kept_info(t->b)->number);
	json_put_date(&j, "to_date", kept_info(t->b)->index);
	json_put_bool(&j, "same_rules", !t->other_rules);
	changes_json(t->changes, &j);
	json_object_end(&j);
	buf_char(b, '\n');
}

static int transitions(const struct transition_options *o, enum lang lang)
{
	struct err err = {0};
	struct transitions t = {.o = o, .lang = lang};
	buf_init(&t.out, TEXT_BYTES);
	enum rc rc = open_all(&t, &err);
	if (!rc)
		rc = write_all(&t, &err);
	if (!rc && !(o->csv && !strcmp(o->csv, "-"))) {
		if (o->json)
			report_json(&t, &t.out);
		else
			report_text(&t, &t.out);
		fwrite(t.out.ptr, 1, t.out.len, stdout);
	}
	close_all(&t);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int strata_cmd_transitions(int argc, char **argv)
{
	struct transition_options o = {0};
	enum lang lang = LANG_IT;
	const struct opt opts[] = {
		{.name = "archive",
		 .type = OPT_STR,
		 .out = &o.archive_dir,
		 .value = "DIR",
		 .help = "archive with runs kept (strata run --keep)",
		 .required = true},
		{.name = "from",
		 .type = OPT_INT,
		 .out = &o.from,
		 .value = "RUN",
		 .help = "earlier run (default: the one before --to)",
		 .min = 1,
		 .max = 999999},
		{.name = "to",
		 .type = OPT_INT,
		 .out = &o.to,
		 .value = "RUN",
		 .help = "later run (default: the last)",
		 .min = 1,
		 .max = 999999},
		{.name = "csv",
		 .type = OPT_STR,
		 .out = &o.csv,
		 .value = "FILE",
		 .help = "the people who changed, - for stdout"},
		{.name = "evidence",
		 .type = OPT_FLAG,
		 .out = &o.evidence,
		 .help = "in the CSV the record behind each change"},
		{.name = "lang",
		 .type = OPT_STR,
		 .out = &o.lang,
		 .value = "it|en",
		 .help = "language (default it)"},
		{.name = "data",
		 .type = OPT_STR,
		 .out = &o.data_dir,
		 .value = "DIR",
		 .help = "tables that replace ours"},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "counts as JSON"},
	};
	bool stop;
	int status = opt_parse("prossima strata transitions",
			       "Who went up, down, in or out between two runs, "
			       "and because of which record.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (!strata_lang("transitions", o.lang, &lang))
		return EXIT_USAGE;
	if (o.evidence && !o.csv) {
		fprintf(stderr, "prossima strata transitions: --evidence goes "
				"into --csv FILE: give it\n");
		return EXIT_USAGE;
	}
	return transitions(&o, lang);
}
