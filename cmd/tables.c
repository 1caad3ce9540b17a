#include "cmd/tables.h"

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
