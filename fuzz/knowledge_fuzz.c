/* Property: a table of arbitrary bytes is loaded or refused with a finding,
 * and never anything else. The first byte says which table it replaces. */
#include "base/embedded.h"
#include "base/file.h"
#include "rules/rules.h"

#include <sys/stat.h>
#include <unistd.h>

static char dir[256];

static void make_dir(void)
{
	char sub[400];
	const char *tmp = getenv("TMPDIR");
	snprintf(dir, sizeof(dir), "%s/knowledge_fuzz_%ld", tmp ? tmp : "/tmp",
		 (long)getpid());
	mkdir(dir, 0700);
	for (size_t i = 0; i < data_files_count; i++) {
		const char *end = strrchr(data_files[i].name, '/');
		if (!end)
			continue;
		snprintf(sub, sizeof(sub), "%s/%.*s", dir,
			 (int)(end - data_files[i].name), data_files[i].name);
		mkdir(sub, 0700);
	}
}

static void put(const char *path, const uint8_t *data, size_t size)
{
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(data, 1, size, f) != size || fclose(f))
		abort();
}

static void load(struct issues *found)
{
	struct knowledge kn;
	struct rules r;
	struct err err = {0};
	enum rc rc = knowledge_load(&kn, dir, found, &err);
	if (rc && rc != E_FORMAT && rc != E_LIMIT)
		abort();
	if ((rc == E_FORMAT) != (found->n_error > 0) || (rc && !*err.text))
		abort();
	if (!rc && (rc = rules_load(&r, dir, found, &err)) == OK) {
		rules_check(&r, &kn, found);
		rules_release(&r);
	}
	knowledge_release(&kn);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[400];
	struct arena a;
	struct issues found;
	if (!size)
		return 0;
	if (!dir[0])
		make_dir();
	snprintf(path, sizeof(path), "%s/%s", dir,
		 data_files[data[0] % data_files_count].name);
	put(path, data + 1, size - 1);
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 20);
	load(&found);
	issues_release(&found);
	arena_release(&a);
	unlink(path);
	return 0;
}
