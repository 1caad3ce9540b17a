#include "cmd/tables.h"
#include "base/file.h"
#include "csv/csv.h"

#define FINDINGS       100u       /* more are counted, not shown */
#define FINDINGS_BYTES (1u << 20) /* a hundred findings of a kilobyte */

const char *cmd_data_dir(const char *dir)
{
	const char *set = getenv("PROSSIMA_DATA");
	return dir ? dir : set && *set ? set : NULL;
}

static void findings_init(struct issues *s, struct arena *a)
{
	arena_init(a, FINDINGS_BYTES);
	issues_init(s, a, FINDINGS);
}

static void findings_show(struct issues *s, struct arena *a)
{
	issues_print(s, stderr);
	issues_release(s);
	arena_release(a);
}

enum rc cmd_knowledge(struct knowledge *kn, const char *dir, struct err *err)
{
	struct arena a;
	struct issues found;
	findings_init(&found, &a);
	enum rc rc = knowledge_load(kn, cmd_data_dir(dir), &found, err);
	findings_show(&found, &a);
	return rc;
}

enum rc cmd_rules(struct rules *r, const char *dir, struct err *err)
{
	struct arena a;
	struct issues found;
	findings_init(&found, &a);
	enum rc rc = rules_load(r, cmd_data_dir(dir), &found, err);
	findings_show(&found, &a);
	return rc;
}

static void put_issue(struct buf *b, const struct issue *x)
{
	char line[24];
	snprintf(line, sizeof(line), "%" PRIu64, x->line);
	const struct str row[] = {x->file, str_from(line), x->column, x->value,
				  x->cause};
	csv_put_row(b, row, countof(row));
}

enum rc cmd_tell_issues(const struct issues *s, const char *path,
			struct err *err)
{
	struct issues first = *s;
	struct buf b;
	struct str csv;
	if (first.n > REJECTS_SHOWN)
		first.n = REJECTS_SHOWN;
	issues_print(&first, stderr);
	if (!path || !s->n)
		return OK;
	buf_init(&b, (size_t)256 << 20); /* of REJECTS_KEPT rows */
	buf_text(&b, "file,line,column,value,cause\n");
	for (size_t i = 0; i < s->n; i++)
		put_issue(&b, &s->list[i]);
	enum rc rc = buf_finish(&b, &csv, err);
	if (!rc)
		rc = file_write_atomic(path, csv, err);
	buf_release(&b);
	return rc;
}
