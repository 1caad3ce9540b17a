#include "convert/convert_int.h"

#include "base/file.h"
#include "knowledge/knowledge.h"
#include "fhir_bulk/fhir_bulk.h"
#include "omop/omop.h"

#include <dirent.h>
#include <sys/stat.h>

#define MAX_FILES 50000u
#define BYTES     ((size_t)64 << 20)

void convert_list_release(struct convert_list *l)
{
	arena_release(&l->arena);
	free(l->file);
	*l = (struct convert_list){.n = 0};
}

/* --------------------------------------------------------------------- find */

static enum rc add(struct convert_list *l, const char *path,
		   enum convert_form form, struct str flow, struct str layout,
		   struct err *err)
{
	if (!l->arena.limit)
		arena_init(&l->arena, BYTES);
	enum rc rc = array_grow(&l->file, &l->cap, l->n + 1, sizeof(*l->file),
				MAX_FILES, err);
	if (rc)
		return rc;
	struct str p = arena_str(&l->arena, str_from(path));
	struct str f = arena_str(&l->arena, flow),
		   y = arena_str(&l->arena, layout);
	if (!p.ptr || !f.ptr || !y.ptr)
		return arena_fail(&l->arena, err);
	l->file[l->n++] = (struct convert_file){
		.path = p.ptr, .form = form, .flow = f, .layout = y};
	return OK;
}

static int by_path(const void *a, const void *b)
{
	const struct convert_file *x = a, *y = b;
	return strcmp(x->path, y->path);
}

static bool ends(const char *name, const char *suffix)
{
	return str_ends(str_from(name), str_from(suffix));
}

static bool is_ndjson(const char *name)
{
	return ends(name, ".ndjson") || ends(name, ".ndjson.gz") ||
	       ends(name, ".ndjson.zst");
}

/* A file of a folder, by its name. */
static enum rc by_name(struct convert_list *l, const struct layouts *layouts,
		       const char *path, bool simple, struct err *err)
{
	struct str flow = layouts_flow_of(layouts, path);
	if (convert_simple_flow(path) >= 0) {
		l->has_simple = true;
		return simple ? add(l, path, CONVERT_SIMPLE, STR(""), STR(""),
				    err)
			      : OK;
	}
	if (is_ndjson(path))
		return add(l, path, CONVERT_FHIR, STR(""), STR(""), err);
	return flow.len ? add(l, path, CONVERT_LAYOUT, flow, STR(""), err) : OK;
}

bool convert_reads(const struct layouts *layouts, const char *name)
{
	return convert_simple_flow(name) >= 0 || is_ndjson(name) ||
	       omop_is_table(name) || layouts_flow_of(layouts, name).len;
}

enum rc convert_find(struct convert_list *l, const struct layouts *layouts,
		     const char *dir, bool simple, struct err *err)
{
	char path[PATH_MAX];
	DIR *d = opendir(dir);
	enum rc rc = OK;
	const size_t first = l->n;
	if (d && omop_is_folder(dir)) {
		closedir(d);
		return add(l, dir, CONVERT_OMOP, STR(""), STR(""), err);
	}
	if (!d)
		return err_set(err, E_NOT_FOUND,
			       "could not read folder \"%s\": %s", dir,
			       strerror(errno));
	for (struct dirent *e; !rc && (e = readdir(d));) {
		int n = snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] == '.' || n < 0 || (size_t)n >= sizeof(path) ||
		    file_is_dir(path))
			continue;
		rc = by_name(l, layouts, path, simple, err);
	}
	closedir(d);
	if (l->n > first)
		qsort(l->file + first, l->n - first, sizeof(*l->file), by_path);
	return rc;
}

enum rc convert_add(struct convert_list *l, const struct layouts *layouts,
		    const char *form, const char *path, struct err *err)
{
	struct str layout = str_from(form), flow = str_cut(&layout, ':');
	if (!layout.ptr)
		layout = STR("");
	if (str_is(flow, "omop"))
		return add(l, path, CONVERT_OMOP, STR(""), STR(""), err);
	if (str_is(flow, "fhir") && !file_is_dir(path))
		return add(l, path, CONVERT_FHIR, STR(""), STR(""), err);
	if ((str_is(flow, "fhir") || str_is(flow, "simple")) &&
	    file_is_dir(path))
		return convert_find(l, layouts, path, str_is(flow, "simple"),
				    err);
	if (str_is(flow, "simple"))
		return convert_simple_flow(path) >= 0
			       ? add(l, path, CONVERT_SIMPLE, STR(""), STR(""),
				     err)
			       : err_set(err, E_USAGE,
					 "%s: a file of the simple form is "
					 "named person.csv, drug.csv and so on",
					 path);
	if (!layouts_has_flow(layouts, flow))
		return err_set(err, E_USAGE,
			       "there is no form \"" STR_FMT
			       "\": prossima flows layouts lists them, beside "
			       "omop, fhir and simple",
			       STR_ARG(flow));
	if (layout.len && !layouts_find(layouts, layout))
		return err_set(err, E_USAGE,
			       "there is no layout \"" STR_FMT
			       "\": prossima flows layouts lists them",
			       STR_ARG(layout));
	return add(l, path, CONVERT_LAYOUT, flow, layout, err);
}

/* ---------------------------------------------------------------------- run */

static int by_digest(const void *a, const void *b)
{
	return memcmp(a, b, SHA256_LEN);
}

/* Of the digests of its files, in an order of their own. */
static enum rc digest_folder(struct convert_file *f, struct err *err)
{
	unsigned char of[1024][SHA256_LEN] = {{0}}, all[SHA256_LEN];
	char path[PATH_MAX];
	size_t n = 0;
	DIR *d = opendir(f->path);
	enum rc rc = OK;
	for (struct dirent *e; !rc && d && (e = readdir(d));) {
		struct file_map map;
		int len = snprintf(path, sizeof(path), "%s/%s", f->path,
				   e->d_name);
		if (len < 0 || (size_t)len >= sizeof(path) ||
		    e->d_name[0] == '.' || file_is_dir(path) ||
		    n == countof(of))
			continue;
		rc = file_map_open(path, &map, err);
		if (rc)
			break;
		sha256_of(map.bytes, of[n++]);
		file_map_close(&map);
	}
	if (d)
		closedir(d);
	qsort(of, n, SHA256_LEN, by_digest);
	sha256_of((struct str){(const char *)of, n * SHA256_LEN}, all);
	sha256_hex(all, f->sha256);
	return rc;
}

static enum rc take_digest(struct convert_file *f, struct err *err)
{
	struct file_map map;
	struct stat st;
	unsigned char d[SHA256_LEN];
	if (stat(f->path, &st) < 0)
		return err_set(err, E_NOT_FOUND, "could not open \"%s\": %s",
			       f->path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? digest_folder(f, err) : OK;
	enum rc rc = file_map_open(f->path, &map, err);
	if (rc)
		return rc;
	sha256_of(map.bytes, d);
	sha256_hex(d, f->sha256);
	file_map_close(&map);
	return OK;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static enum rc take_digests(struct convert_list *l, struct simple *s,
			    struct err *err)
{
	enum rc rc = OK;
	uint32_t source;
	for (size_t i = 0; !rc && i < l->n; i++) {
		struct convert_file *f = &l->file[i];
		rc = take_digest(f, err);
		for (size_t k = 0; !rc && *f->sha256 && k < i; k++)
			f->is_copy |= !l->file[k].is_copy &&
				      !strcmp(l->file[k].sha256, f->sha256);
		if (rc || !f->is_copy)
			continue;
		simple_note(s, NOTE_SAME_FILE);
		rc = simple_source_add(s, base_name(f->path), "copy", &source,
				       err);
	}
	return rc;
}

/* The files of one flow, and of one layout when it was named, go together. */
static bool same_job(const struct convert_file *a, const struct convert_file *b)
{
	return a->form == b->form && str_eq(a->flow, b->flow) &&
	       str_eq(a->layout, b->layout) && !a->is_copy && !b->is_copy;
}

/* The two data models, which want the list of exemptions. */
static enum rc read_model(const struct layout_job *j, enum convert_form form,
			  struct simple *s, struct err *err)
{
	struct arena a;
	struct str exemptions;
	arena_init(&a, BYTES);
	enum rc rc = knowledge_file(j->layouts->data_dir, "exemptions.csv", &a,
				    &exemptions, err);
	const struct fhir_job fhir = {.path = j->path,
				      .n_path = j->n_path,
				      .tmp = j->tmp,
				      .exemptions = exemptions};
	for (size_t i = 0; !rc && form == CONVERT_OMOP && i < j->n_path; i++) {
		const struct omop_job omop = {.dir = j->path[i],
					      .tmp = j->tmp,
					      .exemptions = exemptions};
		rc = omop_read(&omop, s, err);
	}
	if (!rc && form == CONVERT_FHIR)
		rc = fhir_read(&fhir, s, err);
	arena_release(&a);
	return rc;
}

static enum rc run_group(struct convert_list *l, size_t first,
			 const struct layouts *layouts, const char *tmp,
			 struct simple *s, struct err *err)
{
	const struct convert_file *f = &l->file[first];
	size_t n = 0;
	const char **path = calloc(l->n, sizeof(*path));
	if (!path)
		return err_set(err, E_NOMEM, "no memory for a list of files");
	for (size_t i = first; i < l->n; i++)
		if (same_job(f, &l->file[i]))
			path[n++] = l->file[i].path;
	const struct layout_job job = {.layouts = layouts,
				       .flow = f->flow,
				       .layout = f->layout,
				       .path = path,
				       .n_path = n,
				       .tmp = tmp};
	enum rc rc = OK;
	switch (f->form) {
	case CONVERT_LAYOUT:
		rc = layout_read(&job, s, err);
		break;
	case CONVERT_OMOP:
	case CONVERT_FHIR:
		rc = read_model(&job, f->form, s, err);
		break;
	case CONVERT_SIMPLE:
		for (size_t i = 0; !rc && i < n; i++)
			rc = convert_simple(path[i], s, err);
		break;
	}
	free(path);
	return rc;
}

static bool layout_has_op(const struct foreign_layout *l)
{
	for (size_t i = 0; i < l->n_field; i++)
		if (l->field[i].target == TO_OP)
			return true;
	return false;
}

/* The files whose rows say what is to be done with them. */
static enum rc expect_ops(const struct convert_list *l,
			  const struct layouts *layouts, struct simple *s,
			  struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < l->n; i++) {
		const struct convert_file *f = &l->file[i];
		bool has_op = false;
		if (f->form == CONVERT_SIMPLE)
			rc = convert_simple_has_op(f->path, &has_op, err);
		if (has_op)
			simple_expect_op(
				s,
				(enum simple_flow)convert_simple_flow(f->path));
		for (size_t k = 0; f->form == CONVERT_LAYOUT && k < layouts->n;
		     k++)
			if (str_eq(layouts->list[k].flow, f->flow) &&
			    layout_has_op(&layouts->list[k]))
				simple_expect_op(s, layouts->list[k].file);
	}
	return rc;
}

enum rc convert_run(struct convert_list *l, const struct layouts *layouts,
		    const struct simple_options *o, struct simple **out,
		    struct err *err)
{
	struct simple *s = NULL;
	*out = NULL;
	enum rc rc = simple_open(o, &s, err);
	if (!rc)
		rc = take_digests(l, s, err);
	if (!rc)
		rc = expect_ops(l, layouts, s, err);
	for (size_t i = 0; !rc && i < l->n; i++) {
		bool seen = l->file[i].is_copy;
		for (size_t k = 0; k < i; k++)
			seen |= same_job(&l->file[k], &l->file[i]);
		if (!seen)
			rc = run_group(l, i, layouts, o->dir, s, err);
	}
	if (!rc)
		rc = simple_commit(s, err);
	*out = s;
	return rc;
}
