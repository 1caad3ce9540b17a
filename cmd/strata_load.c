#include "cmd/strata_cmd.h"

#include "app/strata.h"
#include "base/progress.h"
#include "cmd/work.h"
#include "json/json.h"

struct load_options {
	const char *archive_dir, *data_dir, *definition, *db_url;
	struct date index;
	int64_t n_thread;
	bool json;
};

static void put_json(const struct load_options *o,
		     const struct strata_loaded *l, int64_t took_us)
{
	struct buf b;
	struct json j;
	char name[24];
	buf_init(&b, 4096);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "run_id", l->run_id);
	json_put_date(&j, "as_of", o->index);
	json_put_int(&j, "people", l->n_person);
	json_put_int(&j, "not_in_archive", l->n_unknown);
	for (int i = 1; i <= 5; i++) {
		snprintf(name, sizeof(name), "level_%d", i);
		json_put_int(&j, name, l->level[i]);
	}
	json_put_int(&j, "conditions", l->n_condition);
	json_put_int(&j, "therapies", l->n_therapy);
	json_put_int(&j, "services", l->n_service);
	json_put_int(&j, "microseconds", took_us);
	json_object_end(&j);
	buf_char(&b, '\n');
	fwrite(b.ptr, 1, b.len, stdout);
	buf_release(&b);
}

static void put_text(const struct load_options *o,
		     const struct strata_loaded *l, int64_t took_us)
{
	char day[11];
	printf("%" PRId64 " people stratified on %s in %.1f s\n", l->n_person,
	       date_text(o->index, day).ptr, (double)took_us / 1e6);
	for (int i = 1; i <= 5; i++)
		printf("  level %d %10" PRId64 "\n", i, l->level[i]);
	printf("%" PRId64 " conditions, %" PRId64 " medicines, %" PRId64
	       " services of levels 1 to 3\n",
	       l->n_condition, l->n_therapy, l->n_service);
	if (l->n_unknown)
		fprintf(stderr,
			"%" PRId64 " people of the database are not in the "
			"archive: left out\n",
			l->n_unknown);
}

static int load(const struct load_options *o)
{
	struct err err = {0};
	struct knowledge kn = {.n_clusters = 0};
	struct app app = {0};
	struct archive *archive = NULL;
	struct strata_loaded loaded;
	int64_t begun = clock_monotonic_us();
	enum rc rc = cmd_knowledge(&kn, o->data_dir, &err);
	if (!rc)
		rc = archive_open(o->archive_dir, &archive, &err);
	if (!rc)
		rc = app_open(&app, o->db_url, &kn, cmd_now_us(), cmd_today(),
			      &err);
	if (rc)
		goto out;
	struct strata_load what = {.archive = archive,
				   .as_of = o->index,
				   .definition = str_from(o->definition),
				   .n_thread = (size_t)o->n_thread};
	rc = app_strata_load(&app, &what, &loaded, &err);
	if (rc)
		goto out;
	int64_t took_us = clock_monotonic_us() - begun;
	if (o->json)
		put_json(o, &loaded, took_us);
	else
		put_text(o, &loaded, took_us);
out:
	cmd_app_close(&app);
	archive_close(archive);
	knowledge_release(&kn);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int strata_cmd_load(int argc, char **argv)
{
	struct load_options o = {0};
	const struct opt opts[] = {
		{.name = "archive",
		 .type = OPT_STR,
		 .out = &o.archive_dir,
		 .value = "DIR",
		 .help = "archive made by flows import",
		 .required = true},
		{.name = "date",
		 .type = OPT_DATE,
		 .out = &o.index,
		 .value = "YYYY-MM-DD",
		 .help = "index date",
		 .required = true},
		{.name = "db",
		 .type = OPT_STR,
		 .out = &o.db_url,
		 .value = "URL",
		 .help = "path or postgresql://...",
		 .required = true},
		{.name = "definition",
		 .type = OPT_STR,
		 .out = &o.definition,
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
		 .out = &o.data_dir,
		 .value = "DIR",
		 .help = "tables that replace ours"},
		{.name = "json",
		 .type = OPT_FLAG,
		 .out = &o.json,
		 .help = "summary as JSON"},
	};
	bool stop;
	int status = opt_parse("prossima strata load",
			       "Stratify the people known to the database and "
			       "keep the run in it.",
			       opts, countof(opts), argc, argv, &stop);
	return stop ? status : load(&o);
}
