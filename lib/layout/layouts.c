#include "layout/layout.h"

#include "base/embedded.h"
#include "base/file.h"

#include <dirent.h>
#include <fnmatch.h>

#define MAX_LAYOUTS 1000u
#define BYTES       ((size_t)64 << 20)
#define FILE_BYTES  ((size_t)1 << 20)

static enum rc add(struct layouts *l, struct str csv, struct str name,
		   struct err *err)
{
	struct issues issues;
	enum rc rc = array_grow(&l->list, &l->cap, l->n + 1, sizeof(*l->list),
				MAX_LAYOUTS, err);
	if (rc)
		return rc;
	issues_init(&issues, &l->arena, 20);
	rc = layout_parse(csv, name, &l->arena, &issues, &l->list[l->n], err);
	issues_release(&issues);
	if (!rc)
		l->n++;
	return rc;
}

static struct str stem(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str s = str_from(slash ? slash + 1 : path);
	if (str_ends(s, STR(".csv")))
		s.len -= 4;
	return s;
}

enum rc layouts_add(struct layouts *l, const char *path, struct err *err)
{
	struct str csv;
	enum rc rc = file_read(path, &l->arena, FILE_BYTES, &csv, err);
	return rc ? rc : add(l, csv, stem(path), err);
}

static enum rc add_ours(struct layouts *l, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < data_files_count; i++) {
		const struct embedded *e = &data_files[i];
		if (str_starts(str_from(e->name), STR("layouts/")))
			rc = add(l,
				 (struct str){e->begin,
					      (size_t)(e->end - e->begin)},
				 stem(e->name), err);
	}
	return rc;
}

static int by_name(const void *a, const void *b)
{
	const struct foreign_layout *x = a, *y = b;
	return str_cmp(x->name, y->name);
}

static enum rc add_folder(struct layouts *l, const char *dir, struct err *err)
{
	DIR *d = opendir(dir);
	enum rc rc = OK;
	if (!d)
		return add_ours(l, err);
	for (struct dirent *e; !rc && (e = readdir(d));) {
		if (!str_ends(str_from(e->d_name), STR(".csv")))
			continue;
		const char *path = file_join(&l->arena, dir, e->d_name);
		rc = path ? layouts_add(l, path, err)
			  : arena_fail(&l->arena, err);
	}
	closedir(d);
	return rc;
}

enum rc layouts_load(struct layouts *l, const char *data_dir, struct err *err)
{
	*l = (struct layouts){.data_dir = data_dir};
	arena_init(&l->arena, BYTES);
	const char *dir =
		data_dir ? file_join(&l->arena, data_dir, "layouts") : NULL;
	enum rc rc = dir ? add_folder(l, dir, err) : add_ours(l, err);
	if (!rc && l->n)
		qsort(l->list, l->n, sizeof(*l->list), by_name);
	if (rc)
		layouts_release(l);
	return rc;
}

void layouts_release(struct layouts *l)
{
	free(l->list);
	arena_release(&l->arena);
	*l = (struct layouts){.n = 0};
}

const struct foreign_layout *layouts_find(const struct layouts *l,
					  struct str name)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->list[i].name, name))
			return &l->list[i];
	return NULL;
}

bool layouts_has_flow(const struct layouts *l, struct str flow)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->list[i].flow, flow))
			return true;
	return false;
}

static void lower(const char *from, char *to, size_t room)
{
	size_t n = 0;
	for (; from[n] && n + 1 < room; n++) {
		char c = from[n];
		to[n] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	to[n] = '\0';
}

struct str layouts_flow_of(const struct layouts *l, const char *file)
{
	const char *slash = strrchr(file, '/');
	char name[256], pattern[128];
	lower(slash ? slash + 1 : file, name, sizeof(name));
	for (size_t i = 0; i < l->n; i++)
		for (struct str rest = l->list[i].names, p; rest.ptr;) {
			p = str_cut(&rest, '|');
			if (!p.len || p.len >= sizeof(pattern))
				continue;
			memcpy(pattern, p.ptr, p.len);
			pattern[p.len] = '\0';
			if (!fnmatch(pattern, name, 0))
				return l->list[i].flow;
		}
	return STR("");
}
