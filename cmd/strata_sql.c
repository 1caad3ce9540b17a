#include "cmd/strata_cmd.h"

#include "base/outfile.h"
#include "strata_sql/strata_sql.h"

/* Our rules make 80 kB; an agency's own may be a hundred times that. */
#define SCRIPT_BYTES ((size_t)16 << 20)

struct sql_options {
	const char *dialect, *data_dir, *out, *definition, *line;
	struct date index;
	bool clean, evidence, create_tables;
};

static enum rc find_dialect(const char *name, enum sql_dialect *out,
			    struct err *err)
{
	for (int i = 0; i < N_SQL_DIALECT; i++)
		if (strcmp(name, sql_dialect_name[i]) == 0) {
			*out = (enum sql_dialect)i;
			return OK;
		}
	return err_set(err, E_USAGE,
		       "there is no dialect \"%s\": give duckdb, postgres, "
		       "clickhouse or spark",
		       name);
}

/* The line column goes into the script as it is. */
static bool is_column(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    c != '_' && (!i || c < '0' || c > '9'))
			return false;
	}
	return s.len <= 63;
}

static enum rc write_script(const struct sql_options *o,
			    enum sql_dialect dialect, struct buf *b,
			    struct err *err)
{
	struct knowledge kn = {.n_clusters = 0};
	struct rules rules;
	rules_init(&rules);
	enum rc rc = cmd_knowledge(&kn, o->data_dir, err);
	if (!rc)
		rc = cmd_rules(&rules, o->data_dir, err);
	if (!rc) {
		struct strata_sql q = {.kn = &kn,
				       .rules = &rules,
				       .index = o->index,
				       .definition = str_from(o->definition),
				       .dialect = dialect,
				       .line = str_from(o->line),
				       .clean = o->clean,
				       .evidence = o->evidence};
		rc = strata_sql_write(&q, b, err);
	}
	rules_release(&rules);
	knowledge_release(&kn);
	return rc;
}

static int write_sql(const struct sql_options *o)
{
	struct err err = {0};
	struct buf b;
	struct str text;
	struct outfile f = {0};
	enum sql_dialect dialect = SQL_DUCKDB;
	buf_init(&b, SCRIPT_BYTES);
	enum rc rc = find_dialect(o->dialect, &dialect, &err);
	if (!rc && !is_column(str_from(o->line)))
		rc = err_set(&err, E_USAGE,
			     "\"%s\" is not the name of a column", o->line);
	if (!rc)
		rc = o->create_tables ? strata_sql_tables(dialect, &b, &err)
				      : write_script(o, dialect, &b, &err);
	if (!rc)
		rc = buf_finish(&b, &text, &err);
	if (!rc)
		rc = outfile_open(&f, o->out ? o->out : "-", &err);
	if (!rc)
		rc = outfile_write(&f, text, &err);
	if (!rc)
		rc = outfile_commit(&f, &err);
	else
		outfile_abort(&f);
	buf_release(&b);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

int strata_cmd_sql(int argc, char **argv)
{
	struct sql_options o = {.index = DATE_NONE};
	const struct opt opts[] = {
		{.name = "dialect",
		 .type = OPT_STR,
		 .out = &o.dialect,
		 .value = "NAME",
		 .help = "duckdb, postgres, clickhouse or spark",
		 .required = true},
		{.name = "date",
		 .type = OPT_DATE,
		 .out = &o.index,
		 .value = "YYYY-MM-DD",
		 .help = "index date"},
		{.name = "out",
		 .type = OPT_STR,
		 .out = &o.out,
		 .value = "FILE",
		 .help = "where the script goes (default: stdout)"},
		{.name = "definition",
		 .type = OPT_STR,
		 .out = &o.definition,
		 .value = "NAME",
		 .help = "of the levels: strict or weighted (default: the "
			 "parameter strat.level_definition)"},
		{.name = "evidence",
		 .type = OPT_FLAG,
		 .out = &o.evidence,
		 .help = "a second SELECT: the records behind every condition"},
		{.name = "clean",
		 .type = OPT_FLAG,
		 .out = &o.clean,
		 .help = "the tables hold no copies of a record_id"},
		{.name = "line",
		 .type = OPT_STR,
		 .out = &o.line,
		 .value = "COLUMN",
		 .help = "tells the order of the rows in the files (default: "
			 "rowid, ctid, line by the dialect)"},
		{.name = "create-tables",
		 .type = OPT_FLAG,
		 .out = &o.create_tables,
		 .help = "write CREATE TABLE of the six tables instead"},
		{.name = "data",
		 .type = OPT_STR,
		 .out = &o.data_dir,
		 .value = "DIR",
		 .help = "tables of knowledge that replace ours"},
	};
	bool stop;
	int status = opt_parse("prossima strata sql",
			       "The whole evaluation as SQL over the tables of "
			       "the simple CSV form.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (date_is_none(o.index) && !o.create_tables) {
		fprintf(stderr, "prossima strata sql: --date is missing\n");
		return EXIT_USAGE;
	}
	return write_sql(&o);
}
