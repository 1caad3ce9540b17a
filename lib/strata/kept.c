/* The files of kept runs; byte by byte in doc/formats/strata-run.md. */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "strata/kept_int.h"

#define CHUNK                                                                  \
	8192 /* people gathered before they are written: a third of            \
	      * a megabyte of results, they stay in the cache */
#define MAX_RUNS  100000
#define ABOUT_MAX 64 /* lines of "about" */

static const struct field {
	const char *name;
	enum col_type type;
	size_t at; /* in struct strata_result */
} fields[KEPT_N_FIELD] = {
#define FIELD(name, type, member)                                              \
	{                                                                      \
		name, type, offsetof(struct strata_result, member)             \
	}
	FIELD("conditions_0", COL_U64, conditions[0]),
	FIELD("conditions_1", COL_U64, conditions[1]),
	FIELD("main_cluster", COL_I16, main_cluster),
	FIELD("main_condition", COL_I16, main_condition),
	FIELD("charlson_1987", COL_I16, charlson_1987),
	FIELD("charlson_2011", COL_I16, charlson_2011),
	FIELD("mcs", COL_I16, mcs),
	FIELD("elixhauser_vw", COL_I16, elixhauser_vw),
	FIELD("cds", COL_I16, cds),
	FIELD("status", COL_U8, status),
	FIELD("level", COL_U8, level),
	FIELD("weighted", COL_U8, weighted),
	FIELD("n_counting", COL_U8, n_counting),
	FIELD("n_contact", COL_U16, n_contact),
#undef FIELD
};
#define N_FIELD KEPT_N_FIELD

static_assert(STRATA_MAX_CONDITION == 128, "two words of conditions");

uint64_t last_import(const struct archive *a)
{
	uint64_t last = 0;
	for (size_t i = 0; i < archive_n_source(a); i++)
		if (archive_source(a, i)->import > last)
			last = archive_source(a, i)->import;
	return last;
}

/* Numbers that tell the segments [0, n) as they were after an import;
 * out[n][KEPT_SEGMENT]. */
static void segment_marks(const struct archive *a, size_t n, uint64_t import,
			  uint64_t (*out)[KEPT_SEGMENT])
{
	for (size_t i = 0; i < n; i++) {
		const struct archive_segment *g = archive_segment(a, i);
		const uint64_t mark[KEPT_SEGMENT] = {
			archive_segment_import(a, i),
			g->n_person,
			g->exemption.n,
			g->drug.n,
			g->outpatient.n,
			g->hospital.n,
			g->emergency.n};
		memcpy(out[i], mark, sizeof(mark));
	}
	for (size_t i = 0; i < archive_n_removed(a); i++) {
		struct archive_removed r = archive_removed(a, i);
		if (r.segment < n && r.import <= import)
			out[r.segment][KEPT_SEGMENT - 1]++;
	}
}

static enum rc path_of(const char *dir, uint64_t number, const char *suffix,
		       char out[PATH_MAX], struct err *err)
{
	int n = snprintf(out, PATH_MAX, "%s/strata/%06" PRIu64 "%s.col", dir,
			 number, suffix);
	return n > 0 && n < PATH_MAX
		       ? OK
		       : err_set(err, E_RANGE, "path too long: \"%s\"", dir);
}

/* ---------------------------------------------------------------- writing */

/* n values of one width, out of structs into a chunk. */
static void gather(char *restrict to, const char *restrict from, size_t width,
		   size_t n)
{
	const size_t step = sizeof(struct strata_result);
	switch (width) { /* a constant width is a move, not a call */
	case 1:
		for (size_t i = 0; i < n; i++)
			to[i] = from[i * step];
		return;
	case 2:
		for (size_t i = 0; i < n; i++)
			memcpy(to + 2 * i, from + i * step, 2);
		return;
	default:
		assert(width == 8);
		for (size_t i = 0; i < n; i++)
			memcpy(to + 8 * i, from + i * step, 8);
	}
}

/* All columns together: the people of a chunk are read from memory once. */
static void write_fields(struct col_writer *w, const struct strata_result *r,
			 size_t n)
{
	char chunk[CHUNK * sizeof(uint64_t)];
	size_t column[N_FIELD];
	for (size_t f = 0; f < N_FIELD; f++)
		column[f] = col_plan(w, fields[f].name, fields[f].type, n);
	for (size_t i = 0; i < n; i += CHUNK) {
		size_t here = n - i < CHUNK ? n - i : CHUNK;
		for (size_t f = 0; f < N_FIELD; f++) {
			gather(chunk, (const char *)&r[i] + fields[f].at,
			       col_width(fields[f].type), here);
			col_put(w, column[f], chunk, here);
		}
	}
}

static void write_watch(struct col_writer *w, const struct kept_fresh *f,
			size_t n)
{
	int32_t change[CHUNK], contact[CHUNK];
	size_t to_change = col_plan(w, "change", COL_I32, n),
	       to_contact = col_plan(w, "contact", COL_I32, n);
	for (size_t i = 0; i < n;) {
		size_t k = 0;
		for (; k < CHUNK && i < n; k++, i++) {
			change[k] = f->watch[i].change;
			contact[k] = f->watch[i].contact;
		}
		col_put(w, to_change, change, k);
		col_put(w, to_contact, contact, k);
	}
	col_begin(w, "person", COL_U32);
	col_add(w, f->mark, n);
	col_begin(w, "bits", COL_U64);
	col_add(w, f->bits, n * f->s->watches->n_word);
}

static enum rc write_segments(struct col_writer *w, const struct archive *a,
			      const struct kept_info *info, struct err *err)
{
	size_t n = info->n_segment;
	uint64_t(*mark)[KEPT_SEGMENT] = calloc(n + 1, sizeof(*mark));
	if (!mark)
		return err_set(err, E_NOMEM, "no memory for %zu segments", n);
	segment_marks(a, n, info->import, mark);
	col_begin(w, "segment", COL_U64);
	col_add(w, mark, n * KEPT_SEGMENT);
	free(mark);
	return OK;
}

/* "about": one fact a text, name and value. */
static enum rc add_about(struct texts_build *t, const char *name,
			 const char *text, uint64_t number, struct err *err)
{
	char line[160];
	int n = text ? snprintf(line, sizeof(line), "%s %s", name, text)
		     : snprintf(line, sizeof(line), "%s %" PRIu64, name,
				number);
	return texts_add(t, (struct str){line, (size_t)n}, err);
}

static enum rc about(const struct kept_info *i, struct texts_build *t,
		     struct err *err)
{
	char day[11], name[24];
	enum rc rc = add_about(t, "version", NULL, KEPT_VERSION, err);
	if (!rc)
		rc = add_about(t, "index", date_text(i->index, day).ptr, 0,
			       err);
	if (!rc)
		rc = add_about(t, "definition", i->definition, 0, err);
	if (!rc)
		rc = add_about(t, "rules", i->rules, 0, err);
	if (!rc)
		rc = add_about(t, "archive", i->archive, 0, err);
	const struct {
		const char *name;
		uint64_t n;
	} numbers[] = {{"made_us", (uint64_t)i->made_us},
		       {"people", i->n_person},
		       {"segments", i->n_segment},
		       {"evaluated", i->n_evaluated},
		       {"since", i->since},
		       {"import", i->import}};
	for (size_t k = 0; k < countof(numbers) && !rc; k++)
		rc = add_about(t, numbers[k].name, NULL, numbers[k].n, err);
	for (size_t k = 0; k < N_STRATA_STATUS && !rc; k++)
		rc = add_about(t, strata_status_name[k], NULL, i->status[k],
			       err);
	for (size_t k = 0; k < 6 && !rc; k++) {
		snprintf(name, sizeof(name), "level_%zu", k);
		rc = add_about(t, name, NULL, i->level[k], err);
	}
	return rc;
}

static enum rc write_names(struct col_writer *w, const struct kept_fresh *f,
			   const struct kept_info *info, struct err *err)
{
	const struct knowledge *kn = f->s->q.kn;
	struct texts_build facts = {0}, condition = {0}, cluster = {0};
	enum rc rc = about(info, &facts, err);
	for (size_t i = 0; i < kn->n_conditions && !rc; i++)
		rc = texts_add(&condition, kn->conditions[i].code, err);
	for (size_t i = 0; i < kn->n_clusters && !rc; i++)
		rc = texts_add(&cluster, kn->clusters[i].code, err);
	if (!rc) {
		struct texts v[] = {texts_view(&facts), texts_view(&condition),
				    texts_view(&cluster)};
		texts_write(w, "about", &v[0], NULL, v[0].n);
		texts_write(w, "condition", &v[1], NULL, v[1].n);
		texts_write(w, "cluster", &v[2], NULL, v[2].n);
	}
	texts_release(&facts);
	texts_release(&condition);
	texts_release(&cluster);
	return rc;
}

static enum rc write_one(const struct kept_fresh *f, const char *path,
			 bool is_watch, const struct kept_info *info,
			 struct err *err)
{
	struct col_writer *w = NULL;
	enum rc rc = col_writer_open(path, &w, err);
	if (rc)
		return rc;
	if (is_watch)
		write_watch(w, f, info->n_person);
	if (is_watch)
		rc = write_segments(w, f->s->q.archive, info, err);
	if (!is_watch)
		write_fields(w, f->results, info->n_person);
	if (!rc && !is_watch)
		rc = write_names(w, f, info, err);
	if (!rc)
		rc = col_writer_finish(w, err);
	col_writer_close(w);
	return rc;
}

/* Number of the last file there, dead ones included. */
static enum rc last_number(const char *dir, uint64_t *out, struct err *err)
{
	char path[PATH_MAX];
	*out = 0;
	if (snprintf(path, sizeof(path), "%s/strata", dir) >= (int)sizeof(path))
		return err_set(err, E_RANGE, "path too long: \"%s\"", dir);
	DIR *d = opendir(path);
	if (!d && errno == ENOENT)
		return OK;
	if (!d)
		return err_set(err, E_IO, "could not read \"%s\": %s", path,
			       strerror(errno));
	for (const struct dirent *e; (e = readdir(d));) {
		int64_t n;
		if (str_to_int(str_sub(str_from(e->d_name), 0,
				       strlen(e->d_name) < 6 ? strlen(e->d_name)
							     : 6),
			       &n) &&
		    n > (int64_t)*out)
			*out = (uint64_t)n;
	}
	closedir(d);
	return OK;
}

/* Give a finished file its place; it must be free. */
static enum rc place(const char *from, const char *to, struct err *err)
{
	if (link(from, to) == 0)
		return OK;
	return err_set(err, errno == EEXIST ? E_CONFLICT : E_IO,
		       "could not keep the run as \"%s\": %s", to,
		       strerror(errno));
}

static void drop_watches(const char *dir, uint64_t before)
{
	char path[PATH_MAX];
	for (uint64_t i = before; i > 1; i--)
		if (path_of(dir, i - 1, "-watch", path, NULL) ||
		    unlink(path) != 0)
			return; /* earlier ones are gone already */
}

enum rc kept_write(const struct kept_fresh *f, const char *dir,
		   struct kept_info *info, struct err *err)
{
	char folder[PATH_MAX], tmp[2][PATH_MAX], path[2][PATH_MAX];
	snprintf(folder, sizeof(folder), "%s/strata", dir);
	enum rc rc = file_make_dir(folder, err);
	if (!rc)
		rc = last_number(dir, &info->number, err);
	if (rc)
		return rc;
	info->number++;
	for (int i = 0; i < 2 && !rc; i++) {
		if (snprintf(tmp[i], PATH_MAX, "%s/strata/tmp-%ld-%d", dir,
			     (long)getpid(), i) >= PATH_MAX)
			rc = err_set(err, E_RANGE, "path too long");
		if (!rc)
			rc = path_of(dir, info->number, i ? "" : "-watch",
				     path[i], err);
		if (!rc)
			rc = write_one(f, tmp[i], i == 0, info, err);
		if (!rc)
			rc = place(tmp[i], path[i], err);
		unlink(tmp[i]);
	}
	if (!rc)
		rc = file_sync_dir(folder, err);
	if (!rc)
		drop_watches(dir, info->number);
	return rc;
}

/* ---------------------------------------------------------------- reading */

static void read_fact(struct kept_info *i, struct str name, struct str value,
		      int *version)
{
	int64_t n = 0;
	bool number = str_to_int(value, &n);
	char level[24];
	if (str_is(name, "index"))
		if (date_parse(value, &i->index, NULL))
			i->index = DATE_NONE;
	if (str_is(name, "definition"))
		snprintf(i->definition, sizeof(i->definition), STR_FMT,
			 STR_ARG(value));
	if (str_is(name, "rules"))
		snprintf(i->rules, sizeof(i->rules), STR_FMT, STR_ARG(value));
	if (str_is(name, "archive"))
		snprintf(i->archive, sizeof(i->archive), STR_FMT,
			 STR_ARG(value));
	if (!number || n < 0)
		return;
	if (str_is(name, "version"))
		*version = n <= INT_MAX ? (int)n : INT_MAX;
	if (str_is(name, "made_us"))
		i->made_us = n;
	if (str_is(name, "people"))
		i->n_person = (uint64_t)n;
	if (str_is(name, "segments"))
		i->n_segment = (uint64_t)n;
	if (str_is(name, "evaluated"))
		i->n_evaluated = (uint64_t)n;
	if (str_is(name, "since"))
		i->since = (uint64_t)n;
	if (str_is(name, "import"))
		i->import = (uint64_t)n;
	for (size_t k = 0; k < N_STRATA_STATUS; k++)
		if (str_is(name, strata_status_name[k]))
			i->status[k] = (uint64_t)n;
	for (size_t k = 0; k < 6; k++) {
		snprintf(level, sizeof(level), "level_%zu", k);
		if (str_is(name, level))
			i->level[k] = (uint64_t)n;
	}
}

static enum rc read_about(struct kept *k, const char *path, struct err *err)
{
	struct texts facts;
	int version = 0;
	enum rc rc = texts_read(k->file, "about", &facts, err);
	if (rc)
		return rc;
	k->info.index = DATE_NONE;
	for (size_t i = 0; i < facts.n && i < ABOUT_MAX; i++) {
		struct str value = texts_get(&facts, i),
			   name = str_cut(&value, ' ');
		if (value.ptr)
			read_fact(&k->info, name, value, &version);
	}
	if (version != KEPT_VERSION)
		return err_set(err, E_FORMAT,
			       "\"%s\" is of version %d, this program reads %d",
			       path, version, KEPT_VERSION);
	if (date_is_none(k->info.index))
		return err_set(err, E_FORMAT, "\"%s\" has no index date", path);
	return OK;
}

/* A column of as many values as there must be. */
static enum rc column(const struct col_file *f, const char *name,
		      enum col_type type, uint64_t n, const void **out,
		      struct err *err)
{
	struct col c;
	enum rc rc = col_get(f, name, type, &c, err);
	if (!rc && c.n != n)
		rc = err_set(err, E_FORMAT,
			     "column %s of a kept run has %zu values instead "
			     "of %" PRIu64,
			     name, c.n, n);
	if (!rc)
		*out = c.values;
	return rc;
}

static enum rc read_columns(struct kept *k, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < N_FIELD && !rc; i++)
		rc = column(k->file, fields[i].name, fields[i].type,
			    k->info.n_person, &k->field[i], err);
	if (!rc)
		rc = texts_read(k->file, "condition", &k->condition, err);
	if (!rc)
		rc = texts_read(k->file, "cluster", &k->cluster, err);
	return rc;
}

static enum rc read_watch(struct kept *k, const char *path, struct err *err)
{
	struct col c;
	uint64_t n = k->info.n_person;
	if (!file_exists(path))
		return OK; /* a later run took over */
	enum rc rc = col_open(path, &k->watch_file, err);
	const struct col_file *f = k->watch_file;
	if (!rc)
		rc = column(f, "change", COL_I32, n, (const void **)&k->change,
			    err);
	if (!rc)
		rc = column(f, "contact", COL_I32, n,
			    (const void **)&k->contact, err);
	if (!rc)
		rc = column(f, "person", COL_U32, n, (const void **)&k->person,
			    err);
	if (!rc)
		rc = column(f, "segment", COL_U64,
			    k->info.n_segment * KEPT_SEGMENT,
			    (const void **)&k->segment, err);
	if (!rc)
		rc = col_get(f, "bits", COL_U64, &c, err);
	if (rc)
		return rc;
	if (n && c.n % n)
		return err_set(err, E_FORMAT, "\"%s\": bits do not add up",
			       path);
	k->bits = c.values;
	k->n_word = n ? c.n / n : 0;
	return OK;
}

enum rc kept_open(const char *dir, uint64_t number, struct kept **out,
		  struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = number ? OK : last_number(dir, &number, err);
	if (!rc && !number)
		return err_set(err, E_NOT_FOUND,
			       "no run is kept beside \"%s\": `prossima strata "
			       "run --keep` keeps one",
			       dir);
	if (!rc)
		rc = path_of(dir, number, "", path, err);
	if (rc)
		return rc;
	struct kept *k = calloc(1, sizeof(*k));
	if (!k)
		return err_set(err, E_NOMEM, "no memory");
	k->info.number = number;
	rc = col_open(path, &k->file, err);
	if (rc == E_NOT_FOUND)
		err_set(err, E_NOT_FOUND,
			"there is no run %" PRIu64 " beside \"%s\": `prossima "
			"strata run --list` lists those kept",
			number, dir);
	if (!rc)
		rc = read_about(k, path, err);
	if (!rc)
		rc = read_columns(k, err);
	if (!rc)
		rc = path_of(dir, number, "-watch", path, err);
	if (!rc)
		rc = read_watch(k, path, err);
	if (rc)
		kept_close(k);
	else
		*out = k;
	return rc;
}

void kept_close(struct kept *k)
{
	if (!k)
		return;
	col_close(k->file);
	col_close(k->watch_file);
	free(k);
}

const struct kept_info *kept_info(const struct kept *k)
{
	return &k->info;
}

enum rc kept_verify(const struct kept *k, struct err *err)
{
	enum rc rc = col_verify(k->file, err);
	if (!rc && k->watch_file)
		rc = col_verify(k->watch_file, err);
	return rc;
}

static bool in_table(int number, size_t n)
{
	return number >= -1 && number < (int)n;
}

void kept_result(const struct kept *k, size_t row, struct strata_result *out)
{
	assert(row < k->info.n_person);
	const void *const *f = k->field; /* in the order of `fields` */
#define VALUE(i, type) (((const type *)f[i])[row])
	*out = (struct strata_result){
		.conditions = {VALUE(0, uint64_t), VALUE(1, uint64_t)},
		.main_cluster = VALUE(2, int16_t),
		.main_condition = VALUE(3, int16_t),
		.charlson_1987 = VALUE(4, int16_t),
		.charlson_2011 = VALUE(5, int16_t),
		.mcs = VALUE(6, int16_t),
		.elixhauser_vw = VALUE(7, int16_t),
		.cds = VALUE(8, int16_t),
		.status = VALUE(9, uint8_t),
		.level = VALUE(10, uint8_t),
		.weighted = VALUE(11, uint8_t),
		.n_counting = VALUE(12, uint8_t),
		.n_contact = VALUE(13, uint16_t)};
#undef VALUE
	/* numbers that index tables: a damaged file leads nowhere */
	if (!in_table(out->main_cluster, k->cluster.n))
		out->main_cluster = -1;
	if (!in_table(out->main_condition, k->condition.n))
		out->main_condition = -1;
	if (out->status >= N_STRATA_STATUS)
		out->status = STRATA_NOT_YET;
}

struct str kept_condition(const struct kept *k, int condition)
{
	return condition >= 0 && (size_t)condition < k->condition.n
		       ? texts_get(&k->condition, (size_t)condition)
		       : STR("");
}

struct str kept_cluster(const struct kept *k, int cluster)
{
	return cluster >= 0 && (size_t)cluster < k->cluster.n
		       ? texts_get(&k->cluster, (size_t)cluster)
		       : STR("");
}

size_t kept_n_condition(const struct kept *k)
{
	return k->condition.n;
}

const char *kept_unusable(const struct kept *k, const struct strata *s)
{
	const struct archive *a = s->q.archive;
	char rules[SHA256_HEX];
	strata_rules_digest(s, rules);
	if (!k->watch_file)
		return "a later run was kept after it";
	if (k->info.index.days > s->index)
		return "it is of a later day";
	if (!rules[0] || strcmp(rules, k->info.rules) != 0)
		return "the rules are not the same";
	if (k->info.n_person > archive_people(a)->n ||
	    k->info.n_segment > archive_n_segment(a))
		return "the archive was made anew";
	size_t n = k->info.n_segment;
	uint64_t(*mark)[KEPT_SEGMENT] = calloc(n + 1, sizeof(*mark));
	if (!mark)
		return "there is no memory to look at it";
	segment_marks(a, n, k->info.import, mark);
	bool same = !memcmp(mark, k->segment, n * sizeof(*mark));
	free(mark);
	return same ? NULL : "the archive was made anew or compacted";
}

/* -------------------------------------------------------------- the list */

enum rc kept_list(const char *dir, struct arena *a, struct kept_info **out,
		  size_t *n, struct err *err)
{
	uint64_t last;
	enum rc rc = last_number(dir, &last, err);
	*n = 0;
	if (rc)
		return rc;
	if (last > MAX_RUNS)
		last = MAX_RUNS;
	*out = arena_array(a, struct kept_info, (size_t)last + 1);
	if (!*out)
		return arena_fail(a, err);
	for (uint64_t i = 1; i <= last; i++) {
		struct kept *k = NULL;
		rc = kept_open(dir, i, &k, err);
		if (rc == E_NOT_FOUND)
			continue;
		if (rc)
			return rc;
		(*out)[(*n)++] = k->info;
		kept_close(k);
	}
	return OK;
}
