/* flows import of foreign files: converted into a folder beside the archive,
 * imported from there, and the folder removed. */
#include "cmd/flows_cmd.h"

#include "base/file.h"
#include "flows/flows.h"
#include "flows/staged.h"

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

struct foreign {
	struct layouts layouts;
	struct convert_list list;
	struct arena arena;
	struct simple *simple;
	char dir[PATH_MAX];
	char rejects[PATH_MAX + 32], unknown[PATH_MAX + 32];
};

/* ------------------------------------------------------------------- folder */

static void remove_folder(const char *dir)
{
	char path[PATH_MAX];
	DIR *d = opendir(dir);
	for (struct dirent *e; d && (e = readdir(d));) {
		int n = snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] != '.' && n > 0 && (size_t)n < sizeof(path))
			unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

/* What conversions that were killed left: the folders of processes that are
 * no more. */
static void sweep(const char *prefix)
{
	char parent[PATH_MAX], path[PATH_MAX];
	snprintf(parent, sizeof(parent), "%s", prefix);
	char *slash = strrchr(parent, '/');
	const char *base = slash ? prefix + (slash - parent) + 1 : prefix;
	if (slash)
		*slash = '\0';
	DIR *d = opendir(slash ? parent : ".");
	for (struct dirent *e; d && (e = readdir(d));) {
		int64_t pid;
		struct str rest = str_from(e->d_name);
		if (!str_starts(rest, str_from(base)))
			continue;
		rest = str_sub(rest, strlen(base), rest.len - strlen(base));
		int n = snprintf(path, sizeof(path), "%s/%s",
				 slash ? parent : ".", e->d_name);
		if (str_to_int(rest, &pid) && pid > 0 && n > 0 &&
		    (size_t)n < sizeof(path) && kill((pid_t)pid, 0) < 0 &&
		    errno == ESRCH)
			remove_folder(path);
	}
	if (d)
		closedir(d);
}

/* In the archive's folder: a confined run may write there and nowhere else. */
static enum rc make_folder(struct foreign *f, const char *archive,
			   struct err *err)
{
	char prefix[PATH_MAX];
	size_t n = strlen(archive);
	while (n > 1 && archive[n - 1] == '/')
		n--;
	int len = snprintf(prefix, sizeof(prefix), "%.*s/converting-", (int)n,
			   archive);
	if (len < 0 || (size_t)len + 40 >= sizeof(prefix))
		return err_set(err, E_RANGE, "path too long: \"%s\"", archive);
	enum rc rc = file_make_dir(archive, err);
	if (rc)
		return rc;
	sweep(prefix);
	len = snprintf(f->dir, sizeof(f->dir), "%s%ld", prefix, (long)getpid());
	if (len < 0 || (size_t)len >= sizeof(f->dir))
		return err_set(err, E_RANGE, "path too long: \"%s\"", archive);
	snprintf(f->rejects, sizeof(f->rejects), "%s/rejects.csv", f->dir);
	snprintf(f->unknown, sizeof(f->unknown), "%s/unknown_codes.csv",
		 f->dir);
	return file_make_dir(f->dir, err);
}

/* ---------------------------------------------------------------- delivery */

static enum rc add_digest(struct sha256 *h, const char *path, struct err *err)
{
	struct file_map m;
	enum rc rc = path ? file_map_open(path, &m, err) : OK;
	if (rc || !path)
		return rc;
	sha256_add(h, m.bytes.ptr, m.bytes.len);
	file_map_close(&m);
	return OK;
}

/* Of the files, in their order, and of what they are converted with. */
static enum rc delivery_digest(const struct foreign *f,
			       const struct foreign_words *w,
			       char out[SHA256_HEX], struct err *err)
{
	unsigned char d[SHA256_LEN];
	struct sha256 *h = sha256_new();
	if (!h)
		return err_set(err, E_NOMEM, "no memory for a digest");
	for (size_t i = 0; i < f->list.n; i++) {
		const struct convert_file *x = &f->list.file[i];
		sha256_add(h, x->sha256, strlen(x->sha256));
		sha256_add(h, x->flow.ptr, x->flow.len);
		sha256_add(h, x->layout.ptr, x->layout.len);
	}
	enum rc rc = add_digest(h, w->packages, err);
	if (!rc)
		rc = add_digest(h, w->map, err);
	if (!rc)
		rc = add_digest(h, w->layout, err);
	if (!rc) {
		sha256_finish(h, d);
		sha256_hex(d, out);
	}
	sha256_free(h);
	return rc;
}

static const char *source_name(void *ctx, uint32_t number)
{
	return simple_source_at(ctx, number)->name;
}

static void count(struct simple *s, uint64_t *read, uint64_t *rejected)
{
	*read = *rejected = 0;
	for (uint32_t i = 0; i < simple_n_source(s); i++) {
		*read += simple_source_at(s, i)->n_read;
		*rejected += simple_source_at(s, i)->n_rejected;
	}
}

static enum rc check_share(const struct flows_options *o, struct simple *s,
			   struct err *err)
{
	uint64_t read, rejected;
	count(s, &read, &rejected);
	const double share = read ? (double)rejected * 100 / (double)read : 0;
	if (o->max_rejects_e4 < 0 || share * 1e4 <= (double)o->max_rejects_e4)
		return OK;
	return err_set(err, E_LIMIT,
		       "%" PRIu64 " of %" PRIu64
		       " rows cannot be converted (%.2f %%), more than the "
		       "%.2f %% allowed: nothing was imported; prossima flows "
		       "convert shows them",
		       rejected, read, share, (double)o->max_rejects_e4 / 1e4);
}

/* ------------------------------------------------------------------ rejects */

/* The rest of a file at the end of another; the header only when there is
 * nothing yet. */
static enum rc append(const char *from, const char *to, struct err *err)
{
	struct file_map m;
	enum rc rc = file_map_open(from, &m, err);
	if (rc)
		return rc;
	FILE *f = fopen(to, "ae");
	const char *nl = memchr(m.bytes.ptr, '\n', m.bytes.len);
	size_t skip =
		f && nl && ftell(f) > 0 ? (size_t)(nl - m.bytes.ptr) + 1 : 0;
	size_t n = m.bytes.len - skip;
	bool bad = !f || fwrite(m.bytes.ptr + skip, 1, n, f) != n;
	bad |= f && fclose(f) != 0;
	file_map_close(&m);
	return bad ? err_set(err, E_IO, "could not write \"%s\": %s", to,
			     strerror(errno))
		   : OK;
}

static enum rc in_rejects(const char *archive, uint64_t import,
			  const char *suffix, char out[PATH_MAX],
			  struct err *err)
{
	char dir[PATH_MAX];
	int n = snprintf(dir, sizeof(dir), "%s/rejects", archive);
	int k = snprintf(out, PATH_MAX, "%s/rejects/%06" PRIu64 "%s.csv",
			 archive, import, suffix);
	if (n < 0 || k < 0 || k >= PATH_MAX)
		return err_set(err, E_RANGE, "path too long: \"%s\"", archive);
	return file_make_dir(dir, err);
}

/* The lines that could not be read join the rows that the import refused; the
 * unknown codes lie beside them. */
static enum rc deliver_lists(const struct foreign *f,
			     const struct foreign_words *w,
			     const struct flows_options *o,
			     struct flows_report *r, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = OK;
	if (!r->import)
		return OK;
	if (file_exists(f->rejects)) {
		if (o->rejects)
			snprintf(path, sizeof(path), "%s", o->rejects);
		else
			rc = in_rejects(o->archive, r->import, "", path, err);
		if (!rc)
			rc = append(f->rejects, path, err);
		if (!rc)
			snprintf(r->rejects, sizeof(r->rejects), "%s", path);
	}
	if (!rc && !w->unknown && file_exists(f->unknown)) {
		rc = in_rejects(o->archive, r->import, "-unknown_codes", path,
				err);
		if (!rc)
			rc = append(f->unknown, path, err);
		if (!rc)
			fprintf(stderr, "unknown codes: %s\n", path);
	}
	return rc;
}

/* --------------------------------------------------------------------- whole
 */

static enum rc convert_and_import(struct foreign *f, struct foreign_words *w,
				  const struct simple_options *so,
				  struct flows_options *o,
				  struct flows_report *report, struct err *err)
{
	char digest[SHA256_HEX];
	struct intake *in = NULL;
	enum rc rc = convert_run(&f->list, &f->layouts, so, &f->simple, err);
	if (!rc)
		rc = check_share(o, f->simple, err);
	if (!rc)
		rc = delivery_digest(f, w, digest, err);
	const struct flows_staged staged = {.dir = f->dir,
					    .name = source_name,
					    .ctx = f->simple,
					    .sha256 = digest};
	if (!rc)
		foreign_report(f->simple);
	if (!rc)
		rc = flows_staged_open(&staged, &in, err);
	o->from = in;
	if (!rc)
		rc = flows_import(o, report, err);
	flows_staged_close(in);
	if (!rc)
		rc = deliver_lists(f, w, o, report, err);
	uint64_t read, rejected;
	if (!rc && report->import) {
		count(f->simple, &read, &rejected);
		report->n_read += rejected;
		report->n_rejected += rejected;
	}
	return rc;
}

static enum rc find(struct foreign *f, const char *as, const char *path,
		    struct err *err)
{
	if (as)
		return convert_add(&f->list, &f->layouts, as, path, err);
	if (!file_is_dir(path))
		return file_exists(path) ? err_set(err, E_USAGE,
						   "\"%s\" is a file: say what "
						   "it is with "
						   "--as",
						   path)
					 : OK; /* said by the import */
	enum rc rc = convert_find(&f->list, &f->layouts, path, false, err);
	if (rc || !f->list.n || !f->list.has_simple)
		return rc;
	convert_list_release(&f->list);
	return convert_find(&f->list, &f->layouts, path, true, err);
}

enum rc foreign_import(struct foreign_words *w, const char *as,
		       struct flows_options *o, struct flows_report *report,
		       struct err *err)
{
	struct foreign *f = calloc(1, sizeof(*f));
	struct simple_options so = {.origins = true};
	if (!f)
		return err_set(err, E_NOMEM, "no memory to import");
	arena_init(&f->arena, 64u << 20);
	enum rc rc = foreign_open(w, &f->layouts, &f->arena, &so, err);
	if (!rc)
		rc = find(f, as, o->dir, err);
	if (!rc && !f->list.n) {
		rc = flows_import(o, report, err);
	} else if (!rc) {
		rc = make_folder(f, o->archive, err);
		so.dir = f->dir;
		if (!rc)
			rc = convert_and_import(f, w, &so, o, report, err);
		if (*f->dir)
			remove_folder(f->dir);
		rmdir(o->archive); /* when nothing came into a new one */
	}
	simple_close(f->simple);
	convert_list_release(&f->list);
	layouts_release(&f->layouts);
	arena_release(&f->arena);
	free(f);
	return rc;
}
