#include "cmd/strata_cmd.h"

#include "app/strata.h"
#include "json/json.h"

struct summary_options {
	const char *db_url, *data_dir;
	struct date on;
	bool json;
};

static void put_json(const struct strata_run_info *run,
		     const struct strata_summary *s)
{
	struct buf b;
	struct json j;
	char name[24];
	buf_init(&b, (size_t)1 << 20);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "run_id", run->id);
	json_put_date(&j, "as_of", run->as_of);
	json_put_str(&j, "definition", str_from(run->definition));
	json_put_int(&j, "people", run->n_person);
	for (int i = 1; i <= 5; i++) {
		snprintf(name, sizeof(name), "level_%d", i);
		json_put_int(&j, name, s->level[i]);
	}
	json_key(&j, "main_clusters");
	json_array(&j);
	for (size_t i = 0; i < s->n_cluster; i++) {
		json_object(&j);
		json_put_str(&j, "cluster", s->cluster[i].code);
		for (int k = 1; k <= 3; k++) {
			snprintf(name, sizeof(name), "level_%d", k);
			json_put_int(&j, name, s->cluster[i].level[k]);
		}
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	buf_char(&b, '\n');
	fwrite(b.ptr, 1, b.len, stdout);
	buf_release(&b);
}

static struct str cluster_name(const struct knowledge *kn, struct str code)
{
	int i = kn_cluster_index(kn, code);
	return i < 0 ? STR("") : kn->clusters[i].name_it;
}

static void put_text(const struct knowledge *kn,
		     const struct strata_run_info *run,
		     const struct strata_summary *s)
{
	char day[11];
	printf("stratification of %s, definition %s, %" PRId64 " people\n",
	       date_text(run->as_of, day).ptr, run->definition, run->n_person);
	for (int i = 1; i <= 5; i++)
		printf("  level %d %10" PRId64 "\n", i, s->level[i]);
	printf("\n%-4s %-44s %8s %8s %8s\n", "main", "", "level 1", "level 2",
	       "level 3");
	for (size_t i = 0; i < s->n_cluster; i++) {
		const struct strata_cluster_count *c = &s->cluster[i];
		struct str name = cluster_name(kn, c->code);
		printf("%-4.*s %-44.*s %8" PRId64 " %8" PRId64 " %8" PRId64
		       "\n",
		       STR_ARG(c->code), (int)(name.len < 44 ? name.len : 44),
		       name.ptr, c->level[1], c->level[2], c->level[3]);
	}
	if (!s->n_cluster)
		puts("(nobody has a disease that counts)");
}

static int summary(const struct summary_options *o)
{
	struct err err = {0};
	struct knowledge kn = {.n_clusters = 0};
	struct app app = {0};
	struct strata_run_info run;
	struct strata_summary s = {.n_cluster = 0};
	struct arena arena;
	arena_init(&arena, (size_t)1 << 20); /* some hundred clusters */
	enum rc rc = cmd_knowledge(&kn, o->data_dir, &err);
	if (!rc)
		rc = app_open(&app, o->db_url, &kn, cmd_now_us(), cmd_today(),
			      &err);
	if (!rc)
		rc = app_strata_latest(&app, o->on, &run, &err);
	if (!rc)
		rc = app_strata_summary(&app, run.id, &arena, &s, &err);
	if (!rc && o->json)
		put_json(&run, &s);
	else if (!rc)
		put_text(&kn, &run, &s);
	app_close(&app);
	knowledge_release(&kn);
	arena_release(&arena);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int strata_cmd_summary(int argc, char **argv)
{
	struct summary_options o = {.on = DATE_NONE};
	const struct opt opts[] = {
		{.name = "db",
		 .type = OPT_STR,
		 .out = &o.db_url,
		 .value = "URL",
		 .help = "path or postgresql://...",
		 .required = true},
		{.name = "date",
		 .type = OPT_DATE,
		 .out = &o.on,
		 .value = "YYYY-MM-DD",
		 .help = "the latest run up to this day (default: the latest)"},
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
	int status = opt_parse("prossima strata summary",
			       "People by level and main disease in the latest "
			       "stratification of the database.",
			       opts, countof(opts), argc, argv, &stop);
	return stop ? status : summary(&o);
}
