#include "cmd/strata_cmd.h"

#include "base/outfile.h"
#include "csv/csv.h"
#include "strata/changes.h"

#define TEXT_BYTES  ((size_t)16 << 20)
#define FLUSH_BYTES ((size_t)1 << 20)

struct whatif_options {
	struct strata_input in; /* the rules in use */
	const char *rules_dir, *csv, *lang;
	int64_t n_thread;
	bool json;
};

struct whatif {
	const struct whatif_options *o;
	struct knowledge kn; /* the other rules */
	struct rules rules;
	struct strata *strata;
	struct strata_result *before, *after;
	struct changes *changes;
	struct outfile file;
	struct buf out;
};

static enum rc evaluate(const struct whatif *w, const struct strata *s,
			struct strata_result **out, struct err *err)
{
	size_t n = archive_people(w->o->in.archive)->n;
	*out = calloc(n + 1, sizeof(**out));
	if (!*out)
		return err_set(err, E_NOMEM, "no memory for %zu results", n);
	return strata_run(s, (size_t)w->o->n_thread, NULL, *out, err);
}

static enum rc open_other(struct whatif *w, struct err *err)
{
	struct strata_question q = {.archive = w->o->in.archive,
				    .kn = &w->kn,
				    .rules = &w->rules,
				    .index = w->o->in.index,
				    .definition =
					    str_from(w->o->in.definition)};
	enum rc rc = cmd_knowledge(&w->kn, w->o->rules_dir, err);
	if (!rc)
		rc = cmd_rules(&w->rules, w->o->rules_dir, err);
	if (!rc)
		rc = strata_new(&q, &w->strata, err);
	return rc;
}

static enum rc compare_both(struct whatif *w, struct err *err)
{
	w->changes = calloc(1, sizeof(*w->changes));
	if (!w->changes)
		return err_set(err, E_NOMEM, "no memory");
	enum rc rc = changes_of_tables(w->changes, &w->changes->before,
				       &w->o->in.kn, err);
	if (!rc)
		rc = changes_of_tables(w->changes, &w->changes->after, &w->kn,
				       err);
	if (!rc)
		rc = evaluate(w, w->o->in.strata, &w->before, err);
	if (!rc)
		rc = evaluate(w, w->strata, &w->after, err);
	return rc;
}

static void put_person(struct whatif *w, size_t row,
		       const struct changes_person *p)
{
	const struct changes *c = w->changes;
	const struct {
		const struct changes_set *set;
		const struct changes_code *list;
		size_t n;
	} sets[] = {{&p->gained, c->condition, c->n_condition},
		    {&p->lost, c->condition, c->n_condition},
		    {&p->cluster_gained, c->cluster, c->n_cluster},
		    {&p->cluster_lost, c->cluster, c->n_cluster}};
	struct buf *b = &w->out;
	csv_put(b, true, archive_person_id(w->o->in.archive, row));
	csv_put(b, false, changes_level(p->from));
	csv_put(b, false, changes_level(p->to));
	csv_put(b, false, str_from(changes_kind_name[p->kind]));
	for (size_t i = 0; i < countof(sets); i++) {
		buf_char(b, ',');
		changes_codes(b, sets[i].list, sets[i].n, sets[i].set);
	}
	buf_text(b, "\r\n");
}

static enum rc flush(struct whatif *w, size_t above, struct err *err)
{
	struct str bytes;
	if (w->out.len <= above)
		return OK;
	enum rc rc = buf_finish(&w->out, &bytes, err);
	if (!rc)
		rc = outfile_write(&w->file, bytes, err);
	buf_reset(&w->out);
	return rc;
}

static enum rc each_person(struct whatif *w, struct err *err)
{
	const uint32_t *by_id = archive_by_id(w->o->in.archive);
	enum rc rc = OK;
	for (size_t i = 0; i < archive_people(w->o->in.archive)->n && !rc;
	     i++) {
		struct changes_person p;
		size_t row = by_id[i];
		changes_add(w->changes, &w->before[row], &w->after[row], &p);
		if (!p.any || !w->o->csv)
			continue;
		put_person(w, row, &p);
		rc = flush(w, FLUSH_BYTES, err);
	}
	return rc ? rc : flush(w, 0, err);
}

static enum rc write_all(struct whatif *w, struct err *err)
{
	if (!w->o->csv)
		return each_person(w, err);
	enum rc rc = outfile_open(&w->file, w->o->csv, err);
	buf_text(&w->out, "person_id,from_level,to_level,direction,"
			  "gained,lost,clusters_gained,clusters_lost\r\n");
	if (!rc)
		rc = each_person(w, err);
	if (!rc)
		rc = outfile_commit(&w->file, err);
	else
		outfile_abort(&w->file);
	return rc;
}

static void report(struct whatif *w, enum lang lang)
{
	char day[11], n[24];
	struct json j;
	snprintf(n, sizeof(n), "%" PRIu64, w->changes->n);
	const struct str pairs[] = {STR("dir"), str_from(w->o->rules_dir),
				    STR("to"),  date_text(w->o->in.index, day),
				    STR("n"),   str_from(n)};
	if (w->o->json) {
		json_init(&j, &w->out);
		json_object(&j);
		json_put_date(&j, "index_date", w->o->in.index);
		changes_json(w->changes, &j);
		json_object_end(&j);
		buf_char(&w->out, '\n');
	} else {
		text_fill(&w->out, MSG_CHG_RULES, lang, pairs, 3);
		buf_char(&w->out, '\n');
		changes_text(w->changes, lang, &w->out);
	}
	fwrite(w->out.ptr, 1, w->out.len, stdout);
}

static int whatif(struct whatif_options *o, enum lang lang)
{
	struct err err = {0};
	struct whatif w = {.o = o};
	buf_init(&w.out, TEXT_BYTES);
	enum rc rc = strata_input_open(&o->in, &err);
	if (!rc)
		rc = open_other(&w, &err);
	if (!rc)
		rc = compare_both(&w, &err);
	if (!rc)
		rc = write_all(&w, &err);
	if (!rc && !(o->csv && !strcmp(o->csv, "-")))
		report(&w, lang);
	free(w.before);
	free(w.after);
	free(w.changes);
	strata_free(w.strata);
	rules_release(&w.rules);
	knowledge_release(&w.kn);
	buf_release(&w.out);
	strata_input_close(&o->in);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int strata_cmd_whatif(int argc, char **argv)
{
	struct whatif_options o = {0};
	enum lang lang = LANG_IT;
	const struct opt opts[] = {
		{.name = "RULES",
		 .type = OPT_POS,
		 .out = &o.rules_dir,
		 .help = "folder with the other tables, file by file",
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
		{.name = "csv",
		 .type = OPT_STR,
		 .out = &o.csv,
		 .value = "FILE",
		 .help = "the people who would change, - for stdout"},
		{.name = "definition",
		 .type = OPT_STR,
		 .out = &o.in.definition,
		 .value = "NAME",
		 .help = "of the levels: strict or weighted"},
		{.name = "threads",
		 .type = OPT_INT,
		 .out = &o.n_thread,
		 .value = "N",
		 .help = "default: one for each processor",
		 .min = 1,
		 .max = 64},
		{.name = "data",
		 .type = OPT_STR,
		 .out = &o.in.data_dir,
		 .value = "DIR",
		 .help = "tables in use that replace ours"},
		{.name = "lang",
		 .type = OPT_STR,
		 .out = &o.lang,
		 .value = "it|en",
		 .help = "language (default it)"},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "counts as JSON"},
	};
	bool stop;
	int status = opt_parse("prossima strata whatif",
			       "Who would change level, clusters or conditions "
			       "with other rules.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	return strata_lang("whatif", o.lang, &lang) ? whatif(&o, lang)
						    : EXIT_USAGE;
}
