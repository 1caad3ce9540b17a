#include "cmd/strata_cmd.h"

#include "json/json.h"
#include "strata/kept.h"

#define HISTORY_BYTES ((size_t)64 << 20)

struct history_options {
	const char *person, *archive_dir, *lang;
	bool json;
};

struct history {
	enum lang lang;
	bool is_json, any;
	struct json j;
	struct buf out, codes, before; /* conditions of a run, of that before */
};

static void codes_of(const struct kept *k, const struct strata_result *r,
		     struct buf *b)
{
	buf_reset(b);
	for (int i = 0; i < STRATA_MAX_CONDITION; i++) {
		if (!strata_has(r, i))
			continue;
		if (b->len)
			buf_char(b, '|');
		buf_str(b, kept_condition(k, i));
	}
}

static bool among(struct str list, struct str code)
{
	for (struct str rest = list; rest.ptr && list.len;)
		if (str_eq(str_cut(&rest, '|'), code))
			return true;
	return false;
}

/* Codes of `list` that are not in `other`. */
static void put_missing(struct history *h, enum msg id, const char *key,
			struct str list, struct str other)
{
	bool some = false;
	for (struct str rest = list; rest.ptr && list.len;) {
		struct str code = str_cut(&rest, '|');
		if (among(other, code))
			continue;
		if (h->is_json && !some) {
			json_key(&h->j, key);
			json_array(&h->j);
		}
		if (h->is_json) {
			json_str(&h->j, code);
		} else if (!some) {
			buf_text(&h->out, "; ");
			buf_str(&h->out, text_of(id, h->lang));
			buf_char(&h->out, ' ');
			buf_str(&h->out, code);
		} else {
			buf_text(&h->out, ", ");
			buf_str(&h->out, code);
		}
		some = true;
	}
	if (some && h->is_json)
		json_array_end(&h->j);
}

static void put_changes(struct history *h)
{
	if (!h->any)
		return;
	put_missing(h, MSG_CHG_GAINED, "gained", buf_view(&h->codes),
		    buf_view(&h->before));
	put_missing(h, MSG_CHG_LOST, "lost", buf_view(&h->before),
		    buf_view(&h->codes));
}

static void text_line(struct history *h, const struct kept *k,
		      const struct strata_result *r)
{
	const struct kept_info *i = kept_info(k);
	char day[11], level[24];
	snprintf(level, sizeof(level), "%d", r->level);
	const struct str pairs[] = {STR("n"), str_from(level), STR("cluster"),
				    kept_cluster(k, r->main_cluster)};
	buf_printf(&h->out, "%4" PRIu64 "  %s  ", i->number,
		   date_text(i->index, day).ptr);
	if (r->status != STRATA_ACTIVE) {
		buf_text(&h->out, strata_status_name[r->status]);
	} else {
		text_fill(&h->out, MSG_CHG_LEVEL, h->lang, pairs, 1);
		if (r->main_cluster >= 0) {
			buf_text(&h->out, ", ");
			text_fill(&h->out, MSG_CHG_MAIN, h->lang, pairs, 2);
		}
		if (h->codes.len)
			buf_text(&h->out, ": ");
		buf_str(&h->out, buf_view(&h->codes));
		put_changes(h);
	}
	buf_char(&h->out, '\n');
}

static void json_line(struct history *h, const struct kept *k,
		      const struct strata_result *r)
{
	const struct kept_info *i = kept_info(k);
	struct json *j = &h->j;
	json_object(j);
	json_put_int(j, "run", (int64_t)i->number);
	json_put_date(j, "index_date", i->index);
	json_put_str(j, "definition", str_from(i->definition));
	json_put_str(j, "status", str_from(strata_status_name[r->status]));
	if (r->status == STRATA_ACTIVE) {
		json_put_int(j, "level", r->level);
		json_put_int(j, "level_weighted", r->weighted);
		json_put_str(j, "main_cluster",
			     kept_cluster(k, r->main_cluster));
		json_put_str(j, "conditions", buf_view(&h->codes));
		put_changes(h);
		json_put_int(j, "charlson_1987", r->charlson_1987);
		json_put_int(j, "charlson_2011", r->charlson_2011);
		json_put_int(j, "mcs", r->mcs);
		json_put_int(j, "elixhauser_vw", r->elixhauser_vw);
		json_put_int(j, "cds", r->cds);
	}
	json_object_end(j);
}

static enum rc put_run(struct history *h, const char *dir, uint64_t number,
		       size_t row, struct err *err)
{
	struct kept *k = NULL;
	struct strata_result r;
	enum rc rc = kept_open(dir, number, &k, err);
	if (rc)
		return rc;
	if (row < kept_info(k)->n_person) {
		kept_result(k, row, &r);
		codes_of(k, &r, &h->codes);
		if (h->is_json)
			json_line(h, k, &r);
		else
			text_line(h, k, &r);
		h->any = r.status == STRATA_ACTIVE;
		buf_reset(&h->before);
		buf_str(&h->before, buf_view(&h->codes));
	}
	kept_close(k);
	return OK;
}

static enum rc put_runs(struct history *h, const struct history_options *o,
			size_t row, struct err *err)
{
	struct arena arena;
	struct kept_info *run = NULL;
	size_t n = 0;
	arena_init(&arena, HISTORY_BYTES);
	enum rc rc = kept_list(o->archive_dir, &arena, &run, &n, err);
	if (!rc && !n)
		rc = err_set(err, E_NOT_FOUND,
			     "no run is kept beside \"%s\": `prossima strata "
			     "run --keep` keeps one",
			     o->archive_dir);
	for (size_t i = 0; i < n && !rc; i++)
		rc = put_run(h, o->archive_dir, run[i].number, row, err);
	arena_release(&arena);
	return rc;
}

static void begin(struct history *h, const struct history_options *o)
{
	const struct str pair[] = {STR("id"), str_from(o->person)};
	if (h->is_json) {
		json_init(&h->j, &h->out);
		json_object(&h->j);
		json_put_str(&h->j, "person_id", str_from(o->person));
		json_key(&h->j, "runs");
		json_array(&h->j);
		return;
	}
	text_fill(&h->out, MSG_CHG_HISTORY, h->lang, pair, 1);
	buf_char(&h->out, '\n');
}

static int history(const struct history_options *o, enum lang lang)
{
	struct err err = {0};
	struct archive *archive = NULL;
	struct history h = {.lang = lang, .is_json = o->json};
	struct str text;
	buf_init(&h.out, HISTORY_BYTES);
	buf_init(&h.codes, HISTORY_BYTES);
	buf_init(&h.before, HISTORY_BYTES);
	enum rc rc = archive_open(o->archive_dir, &archive, &err);
	size_t row = rc ? SIZE_MAX
			: archive_find_person(archive, str_from(o->person));
	if (!rc && row == SIZE_MAX)
		rc = err_set(&err, E_NOT_FOUND,
			     "there is no person \"%s\" in archive \"%s\": "
			     "give a person_id as in person.csv",
			     o->person, o->archive_dir);
	if (!rc) {
		begin(&h, o);
		rc = put_runs(&h, o, row, &err);
	}
	if (!rc && h.is_json) {
		json_array_end(&h.j);
		json_object_end(&h.j);
		buf_char(&h.out, '\n');
	}
	if (!rc)
		rc = buf_finish(&h.out, &text, &err);
	if (!rc)
		fwrite(text.ptr, 1, text.len, stdout);
	buf_release(&h.out);
	buf_release(&h.codes);
	buf_release(&h.before);
	archive_close(archive);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int strata_cmd_history(int argc, char **argv)
{
	struct history_options o = {0};
	enum lang lang = LANG_IT;
	const struct opt opts[] = {
		{.name = "PERSON",
		 .type = OPT_POS,
		 .out = &o.person,
		 .help = "person_id",
		 .required = true},
		{.name = "archive",
		 .type = OPT_STR,
		 .out = &o.archive_dir,
		 .value = "DIR",
		 .help = "archive with runs kept (strata run --keep)",
		 .required = true},
		{.name = "lang",
		 .type = OPT_STR,
		 .out = &o.lang,
		 .value = "it|en",
		 .help = "language (default it)"},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "the same as JSON"},
	};
	bool stop;
	int status = opt_parse("prossima strata history",
			       "A person's level and conditions in every run "
			       "that is kept.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	return strata_lang("history", o.lang, &lang) ? history(&o, lang)
						     : EXIT_USAGE;
}
