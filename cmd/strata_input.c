#include "cmd/strata_cmd.h"

/* Tables of a folder are read and checked all; of ours, what is needed. */
static enum rc load_knowledge(struct strata_input *in, struct err *err)
{
	return cmd_data_dir(in->data_dir)
		       ? cmd_knowledge(&in->kn, in->data_dir, err)
		       : knowledge_load_strata(&in->kn, err);
}

enum rc strata_input_open(struct strata_input *in, struct err *err)
{
	enum rc rc = load_knowledge(in, err);
	if (!rc)
		rc = cmd_rules(&in->rules, in->data_dir, err);
	if (!rc)
		rc = archive_open(in->archive_dir, &in->archive, err);
	if (rc)
		return rc;
	struct strata_question q = {.archive = in->archive,
				    .kn = &in->kn,
				    .rules = &in->rules,
				    .index = in->index,
				    .definition = str_from(in->definition)};
	return strata_new(&q, &in->strata, err);
}

void strata_input_close(struct strata_input *in)
{
	strata_free(in->strata);
	archive_close(in->archive);
	rules_release(&in->rules);
	knowledge_release(&in->kn);
}

bool strata_lang(const char *name, const char *word, enum lang *out)
{
	if (!word || lang_parse(str_from(word), out))
		return true;
	fprintf(stderr, "prossima strata %s: --lang: \"%s\" is not it or en\n",
		name, word);
	return false;
}
