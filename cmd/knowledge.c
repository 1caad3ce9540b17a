#include <dirent.h>

#include "base/embedded.h"
#include "cmd/tables.h"

#include "app/plan.h"
#include "quality/quality.h"
#include "spiro/reference.h"
#include "spiro/rules.h"
#include "csv/csv.h"
#include "table/table.h"

cmd_fn cmd_knowledge_main;

#define FINDINGS       1000u       /* more are counted, not shown */
#define FINDINGS_BYTES (4u << 20)  /* a thousand findings of some kilobytes */
#define FILE_BYTES     (64u << 20) /* the largest table that is read */

/* ---- check */

static size_t count_rows(struct str bytes)
{
	struct csv c;
	size_t n = 0;
	csv_init(&c, bytes);
	for (enum rc rc; (rc = csv_next(&c, NULL)) != E_NOT_FOUND;) {
		if (rc && rc != E_FORMAT)
			break;
		n++;
	}
	csv_release(&c);
	return n ? n - 1 : 0;
}

static enum rc print_counts(const char *dir, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < data_files_count && !rc; i++) {
		struct arena a;
		struct str bytes = {NULL, 0};
		const char *name = data_files[i].name;
		arena_init(&a, FILE_BYTES);
		rc = knowledge_file(dir, name, &a, &bytes, err);
		if (!rc)
			printf("%7zu rows  %s%s\n", count_rows(bytes), name,
			       bytes.ptr == data_files[i].begin
				       ? ""
				       : "  (from the folder)");
		arena_release(&a);
	}
	return rc;
}

static bool is_table(struct str name)
{
	for (size_t i = 0; i < data_files_count; i++)
		if (str_is(name, data_files[i].name))
			return true;
	return false;
}

/* A file whose name is misspelt would be left out without a word. */
static void tell_strangers(const char *dir, struct issues *found)
{
	DIR *d = dir ? opendir(dir) : NULL;
	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d)) != NULL;) {
		struct str name = str_from(e->d_name);
		if (str_ends(name, STR(".csv")) && !is_table(name))
			issue_add(found, ISSUE_WARNING, name, 0, STR(""),
				  STR(""),
				  "no table has this name, so it is not read: "
				  "the list above has the names");
	}
	closedir(d);
}

/* The tables that stand on the others or apart: indicators, the drugs that make
 * a conditional service apply, the equations of spirometry. */
static enum rc check_built_on(const struct knowledge *kn, const char *dir,
			      struct issues *found, struct err *err)
{
	struct indicators ind = {.n = 0};
	struct plan_engine *engine = NULL;
	struct spiro_reference *lungs = NULL;
	struct spiro_rules limits;
	enum rc rc = indicators_load(&ind, kn, dir, found, err);
	if (rc == E_FORMAT) /* told as findings */
		rc = OK;
	if (!rc)
		rc = app_plan_engine(kn, dir, &engine, err);
	if (!rc)
		rc = spiro_reference_new(dir, found, &lungs, err);
	if (!rc || rc == E_FORMAT)
		rc = spiro_rules_load(dir, cmd_today(), found, &limits, err);
	if (rc == E_FORMAT)
		rc = OK;
	spiro_reference_free(lungs);
	plan_engine_free(engine);
	indicators_release(&ind);
	return rc;
}

/* Dated rules are read even when the tables are wrong, so that one run tells
 * everything. */
static enum rc check_all(const char *dir, struct issues *found, struct err *err)
{
	struct knowledge kn = {.n_group = 0};
	struct rules r = {.n = 0};
	struct err second = {0};
	enum rc rc = knowledge_load(&kn, dir, found, err);
	if (rc && rc != E_FORMAT)
		return rc;
	enum rc rc2 = rules_load(&r, dir, found, &second);
	if (!rc && !rc2)
		rules_check(&r, &kn, found);
	if (!rc)
		rc = check_built_on(&kn, dir, found, err);
	if (!rc && rc2) {
		rc = rc2;
		*err = second;
	}
	if (!rc && found->n_error)
		rc = issues_refuse(found, "the tables", err);
	knowledge_release(&kn);
	rules_release(&r);
	return rc;
}

static int cmd_check(int argc, char **argv)
{
	const char *data = NULL;
	const struct opt opts[] = {
		{"data", OPT_STR, &data, "DIR",
		 "check the tables of this folder, in place of those in the "
		 "program",
		 false, 0, 0},
	};
	bool stop;
	struct err err = {0};
	struct arena a;
	struct issues found;
	int status = opt_parse("prossima knowledge check",
			       "Check every table: columns, keys, references, "
			       "code forms, and what they mean together.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	arena_init(&a, FINDINGS_BYTES);
	issues_init(&found, &a, FINDINGS);
	const char *dir = cmd_data_dir(data);
	enum rc rc = print_counts(dir, &err);
	if (!rc)
		rc = check_all(dir, &found, &err);
	tell_strangers(dir, &found);
	issues_print(&found, stdout);
	if (!rc)
		puts("no problem found");
	issues_release(&found);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- show */

static void print_row(const struct csv *header, const struct csv *c)
{
	printf("line %" PRIu64 "\n", c->line);
	size_t n = c->n < header->n ? c->n : header->n;
	for (size_t i = 0; i < n && i < CSV_MAX_FIELDS; i++)
		if (c->field[i].len)
			printf("  " STR_FMT ": " STR_FMT "\n",
			       STR_ARG(header->field[i]), STR_ARG(c->field[i]));
}

static bool holds(const struct csv *c, const char *text)
{
	size_t len = strlen(text);
	for (size_t i = 0; i + len <= c->raw.len; i++)
		if (!memcmp(c->raw.ptr + i, text, len))
			return true;
	return false;
}

/* As the file stands, or, with a text to find, the rows that hold it, a
 * column a line. */
static void show_bytes(struct str bytes, const char *find)
{
	struct csv c, header;
	size_t n = 0;
	if (!find) {
		fwrite(bytes.ptr, 1, bytes.len, stdout);
		return;
	}
	csv_init(&header, bytes);
	csv_init(&c, bytes);
	if (!csv_next(&header, NULL) && !csv_next(&c, NULL))
		for (enum rc rc; (rc = csv_next(&c, NULL)) != E_NOT_FOUND;) {
			if (rc && rc != E_FORMAT)
				break;
			if (rc || !holds(&c, find))
				continue;
			print_row(&header, &c);
			n++;
		}
	if (!n)
		printf("no row holds \"%s\"\n", find);
	csv_release(&header);
	csv_release(&c);
}

static enum rc show(const char *dir, const char *file, const char *find,
		    struct err *err)
{
	struct arena a;
	struct str bytes = {NULL, 0}, name = str_from(file);
	arena_init(&a, FILE_BYTES);
	if (!str_ends(name, STR(".csv")))
		name = arena_printf(&a, "%s.csv", file);
	if (!name.ptr)
		return arena_fail(&a, err);
	enum rc rc = knowledge_file(dir, name.ptr, &a, &bytes, err);
	if (!rc)
		show_bytes(bytes, find);
	arena_release(&a);
	return rc;
}

static void list_tables(void)
{
	for (size_t i = 0; i < data_files_count; i++)
		puts(data_files[i].name);
}

static int cmd_show(int argc, char **argv)
{
	const char *file = NULL, *find = NULL, *data = NULL;
	const struct opt opts[] = {
		{"FILE", OPT_POS, &file, NULL,
		 "a table, as conditions; without one their names", false, 0,
		 0},
		{"find", OPT_STR, &find, "TEXT",
		 "only the rows that hold this text, a column a line", false, 0,
		 0},
		{"data", OPT_STR, &data, "DIR",
		 "tables to use in place of those in the program", false, 0, 0},
	};
	bool stop;
	struct err err = {0};
	int status = opt_parse("prossima knowledge show",
			       "Print a table as it is used, or the rows that "
			       "hold a text.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (!file) {
		list_tables();
		return EXIT_DONE;
	}
	return show(cmd_data_dir(data), file, find, &err) ? cmd_fail(&err)
							  : EXIT_DONE;
}

/* ---- condition */

static void print_codes(const struct kn_rule *r)
{
	static const char *const field[] = {"", "any diagnosis",
					    "main diagnosis", "procedure"};
	printf("    %s%s%s%s " STR_FMT, r->negated ? "not: " : "",
	       kn_flow_name[r->flow], r->field ? ", " : "", field[r->field],
	       STR_ARG(r->codes));
}

static void print_thresholds(const struct kn_rule *r)
{
	if (r->flow == FLOW_EXEMPTION) {
		printf(", valid on the day");
	} else {
		printf(", at least %d in %d days", r->min_events,
		       r->lookback_days);
		if (r->min_distinct_dates > 1)
			printf(", on %d dates", r->min_distinct_dates);
	}
	if (r->min_days_span > 0)
		printf(", over %d days", r->min_days_span);
	if (r->min_ddd_e4 > 0)
		printf(", %" PRId64 " doses", r->min_ddd_e4 / 10000);
	if (r->age_min > 0)
		printf(", from %d years", r->age_min);
	if (r->age_max >= 0)
		printf(", up to %d years", r->age_max);
	if (r->sex)
		printf(", %s only", r->sex == 'F' ? "women" : "men");
}

static void print_rules(const struct knowledge *kn, int condition)
{
	int group = -1;
	for (size_t i = 0; i < kn->n_rules; i++) {
		const struct kn_rule *r = &kn->rules[i];
		if (r->condition != condition)
			continue;
		if (r->group_index != group)
			printf("  %s " STR_FMT ", all of:\n",
			       group < 0 ? "group" : "or group",
			       STR_ARG(r->group));
		group = r->group_index;
		print_codes(r);
		print_thresholds(r);
		printf("\n      " STR_FMT ": " STR_FMT " [" STR_FMT ", " STR_FMT
		       ", " STR_FMT "]\n",
		       STR_ARG(r->id), STR_ARG(r->note), STR_ARG(r->source),
		       STR_ARG(r->provenance), STR_ARG(r->confidence));
	}
}

static void print_hierarchy(const struct knowledge *kn, int condition)
{
	static const char *const word[] = {
		"supersedes", "absorbs, when found by drugs only,",
		"absorbs, when found by a generic exemption,", "promotes",
		"stands beside"};
	for (size_t i = 0; i < kn->n_hierarchy; i++) {
		const struct kn_hierarchy *h = &kn->hierarchy[i];
		if (h->winner != condition && h->loser != condition)
			continue;
		printf("  " STR_FMT " %s " STR_FMT "  [" STR_FMT "]\n",
		       STR_ARG(kn->conditions[h->winner].code),
		       word[h->relation],
		       STR_ARG(kn->conditions[h->loser].code),
		       STR_ARG(h->source));
	}
}

static void print_set(const struct knowledge *kn, const struct kn_set *s)
{
	static const char *const use[] = {"", " (only when the note applies)",
					  " (once)"};
	struct buf b;
	buf_init(&b, 64);
	buf_decimal(&b, s->times_per_year_e4, 4);
	printf("    " STR_FMT " times a year, class %c: " STR_FMT " " STR_FMT
	       "%s%s" STR_FMT "\n",
	       STR_ARG(buf_view(&b)), s->priority_class,
	       STR_ARG(kn->services[s->service].code),
	       STR_ARG(kn->services[s->service].name_it), use[s->use],
	       s->note.len ? ", " : "", STR_ARG(s->note));
	buf_release(&b);
}

static void print_sets(const struct knowledge *kn, int condition)
{
	int level = 0;
	for (size_t i = 0; i < kn->n_sets; i++) {
		const struct kn_set *s = &kn->sets[i];
		if (s->condition != condition)
			continue;
		if (s->level != level)
			printf("  at level %d\n", s->level);
		level = s->level;
		print_set(kn, s);
	}
	if (!level)
		puts("  none");
}

static void print_condition(const struct knowledge *kn, int i)
{
	const struct kn_condition *c = &kn->conditions[i];
	printf(STR_FMT "  " STR_FMT "\n  " STR_FMT "\n", STR_ARG(c->code),
	       STR_ARG(c->name_it), STR_ARG(c->name_en));
	if (c->cluster >= 0) {
		const struct kn_cluster *k = &kn->clusters[c->cluster];
		printf("  cluster " STR_FMT " " STR_FMT ", rank %d%s%s\n",
		       STR_ARG(k->code), STR_ARG(k->name_it), k->rank,
		       k->counts || c->counts_override
			       ? ""
			       : ", not counted for the level",
		       k->mild ? ", mild" : "");
	} else {
		puts("  in no official cluster: tracked, never counted");
	}
	puts("found when");
	print_rules(kn, i);
	puts("beside others");
	print_hierarchy(kn, i);
	puts("care plan sets");
	print_sets(kn, i);
}

static int cmd_condition(int argc, char **argv)
{
	const char *code = NULL, *data = NULL;
	const struct opt opts[] = {
		{"CODE", OPT_POS, &code, NULL, "a condition, as DM2", true, 0,
		 0},
		{"data", OPT_STR, &data, "DIR",
		 "tables to use in place of those in the program", false, 0, 0},
	};
	bool stop;
	struct err err = {0};
	struct knowledge kn;
	int status = opt_parse("prossima knowledge condition",
			       "A condition: its cluster, how it is found, "
			       "what it gives way to, its care plan sets.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (cmd_knowledge(&kn, data, &err))
		return cmd_fail(&err);
	int i = kn_condition_index(&kn, str_from(code));
	if (i >= 0)
		print_condition(&kn, i);
	else
		err_set(&err, E_NOT_FOUND,
			"there is no condition \"%s\": \"prossima knowledge "
			"show conditions\" lists them",
			code);
	knowledge_release(&kn);
	return i < 0 ? cmd_fail(&err) : EXIT_DONE;
}

int cmd_knowledge_main(int argc, char **argv)
{
	static const struct command table[] = {
		{"check", cmd_check, "check every table"},
		{"show", cmd_show, "print a table"},
		{"condition", cmd_condition,
		 "a condition, how it is found and what it asks for"},
	};
	return cmd_dispatch("prossima knowledge", table, countof(table), argc,
			    argv);
}
