#include "flows/import_int.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum rc import_path(const struct import *m, const char *name,
		    char out[PATH_MAX], struct err *err)
{
	int n = snprintf(out, PATH_MAX, "%s/%s", m->o->archive, name);
	return n > 0 && n < PATH_MAX
		       ? OK
		       : err_set(err, E_RANGE, "path too long: \"%s\"",
				 m->o->archive);
}

enum rc import_lock(struct import *m, struct err *err)
{
	char path[PATH_MAX], who[64] = "";
	m->made_dir = !file_exists(m->o->archive);
	enum rc rc = file_make_dir(m->o->archive, err);
	if (!rc)
		rc = import_path(m, "LOCK", path, err);
	if (rc)
		return rc;
	m->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (m->lock < 0)
		return err_set(err, E_IO, "could not open \"%s\": %s", path,
			       strerror(errno));
	if (flock(m->lock, LOCK_EX | LOCK_NB) < 0) {
		ssize_t n = read(m->lock, who, sizeof(who) - 1);
		while (n > 0 && who[n - 1] == '\n')
			who[--n] = '\0';
		return err_set(err, E_CONFLICT,
			       "another import (%s) is at work on archive "
			       "\"%s\": wait until it has finished",
			       n > 0 ? who : "unknown", m->o->archive);
	}
	int n = snprintf(who, sizeof(who), "process %ld\n", (long)getpid());
	if (ftruncate(m->lock, 0) < 0 || pwrite(m->lock, who, (size_t)n, 0) < 0)
		return err_set(err, E_IO, "could not write \"%s\": %s", path,
			       strerror(errno));
	return OK;
}

static bool is_named(const struct manifest *m, const char *name)
{
	if (str_is(m->people.file, name) ||
	    str_is(m->dictionaries.file, name) || str_is(m->removed.file, name))
		return true;
	for (size_t i = 0; i < m->n_segment; i++)
		for (size_t f = 0; f < N_FILE; f++)
			if (str_is(m->segment[i].table[f].file, name))
				return true;
	return false;
}

void import_sweep(const struct import *m)
{
	char path[PATH_MAX];
	DIR *d = opendir(m->o->archive);
	for (struct dirent *e; d && (e = readdir(d));) {
		struct str name = str_from(e->d_name);
		bool ours =
			(name.len > 8 && name.ptr[0] >= '0' &&
			 name.ptr[0] <= '9' && str_ends(name, STR(".col"))) ||
			str_starts(name, STR("MANIFEST.tmp")) ||
			str_ends(name, STR(".spill"));
		if (ours && !is_named(&m->next, e->d_name) &&
		    !import_path(m, e->d_name, path, NULL))
			unlink(path);
	}
	if (d)
		closedir(d);
}

enum rc import_new_file(struct import *m, const char *what, char path[PATH_MAX],
			struct str *name, struct err *err)
{
	char *to = m->made[m->n_made];
	assert(m->n_made < countof(m->made));
	snprintf(to, sizeof(m->made[0]), "%06" PRIu64 "-%s.col", m->next.import,
		 what);
	m->n_made++;
	*name = arena_str(&m->next.arena, str_from(to));
	return name->ptr ? import_path(m, to, path, err)
			 : arena_fail(&m->next.arena, err);
}

void import_undo(const struct import *m)
{
	char path[PATH_MAX];
	for (size_t i = 0; i < m->n_made; i++)
		if (!import_path(m, m->made[i], path, NULL))
			unlink(path);
	if (m->made_dir && !import_path(m, "LOCK", path, NULL)) {
		unlink(path);
		rmdir(m->o->archive); /* stays when rejects are in it */
	}
}

uint64_t import_size_of(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}
