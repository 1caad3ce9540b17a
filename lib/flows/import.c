#include "base/progress.h"
#include "base/threads.h"
#include "flows/flows.h"
#include "flows/source_int.h"
#include "flows/changes_int.h"
#include "flows/records_int.h"
#include "flows/removals_int.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCKS_PER_THREAD 4u
#define WORKER_BYTES      (24u << 20) /* blocks, codes, ranges of people */
#define FIXED_BYTES       (96u << 20) /* columns being written, numbers */
#define LEAST_BYTES       (8u << 20)

static_assert((int)FLOWS_N_FILE == (int)N_FILE &&
		      (int)FLOWS_N_WARNING == (int)N_WARNING,
	      "the report has room for all");

#define X(name, text) [WARN_##name] = text,
const char *const flows_warning_text[FLOWS_N_WARNING] = {WARNINGS(X)};
#undef X

struct import {
	const struct flows_options *o;
	struct flows_report *report;
	int lock;
	bool made_dir;
	struct archive *old;  /* NULL: a new archive */
	struct manifest next; /* what will be */
	struct places places;
	struct people people;
	struct dicts dicts;
	struct rejects rejects;
	struct removals removals;
	struct spill_room room;
	size_t n_thread, n_block;
	struct worker *worker; /* n_thread */
	struct batch *batch;   /* n_block, with `block` */
	struct block *block;
	struct progress progress;
	uint64_t n_done;           /* rows, for the progress line */
	char made[N_FILE + 3][64]; /* files of this import, to be removed if
				    * it fails */
	size_t n_made;
};

/* ------------------------------------------------------------------ folder */

static enum rc path_in(const struct import *m, const char *name,
		       char out[PATH_MAX], struct err *err)
{
	int n = snprintf(out, PATH_MAX, "%s/%s", m->o->archive, name);
	return n > 0 && n < PATH_MAX
		       ? OK
		       : err_set(err, E_RANGE, "path too long: \"%s\"",
				 m->o->archive);
}

/* Held until the process ends or the import does; the file stays. */
static enum rc take_lock(struct import *m, struct err *err)
{
	char path[PATH_MAX], who[64] = "";
	m->made_dir = !file_exists(m->o->archive);
	enum rc rc = file_make_dir(m->o->archive, err);
	if (!rc)
		rc = path_in(m, "LOCK", path, err);
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

/* What dead imports left, and what the last one replaced. */
static void sweep(const struct import *m)
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
		    !path_in(m, e->d_name, path, NULL))
			unlink(path);
	}
	if (d)
		closedir(d);
}

/* A file of this import: NNNN-WHAT.col. */
static enum rc new_file(struct import *m, const char *what, char path[PATH_MAX],
			struct str *name, struct err *err)
{
	char *to = m->made[m->n_made];
	assert(m->n_made < countof(m->made));
	snprintf(to, sizeof(m->made[0]), "%06" PRIu64 "-%s.col", m->next.import,
		 what);
	m->n_made++;
	*name = arena_str(&m->next.arena, str_from(to));
	return name->ptr ? path_in(m, to, path, err)
			 : arena_fail(&m->next.arena, err);
}

static void remove_made(const struct import *m)
{
	char path[PATH_MAX];
	for (size_t i = 0; i < m->n_made; i++)
		if (!path_in(m, m->made[i], path, NULL))
			unlink(path);
	if (m->made_dir && !path_in(m, "LOCK", path, NULL)) {
		unlink(path);
		rmdir(m->o->archive); /* stays when rejects are in it */
	}
}

static uint64_t size_of(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

/* ------------------------------------------------------------------- blocks */

struct wave { /* blocks that are parsed together */
	struct import *m;
	const struct parse *parse;
	size_t n;
};

static enum rc parse_blocks(void *ctx, size_t worker, size_t from, size_t to,
			    struct err *err)
{
	struct wave *w = ctx;
	enum rc rc = OK;
	for (size_t i = from; !rc && i < to; i++) {
		struct batch *b = &w->m->batch[i];
		b->text = w->m->block[i].text;
		b->origin = w->m->block[i].n_line ? w->m->block[i].line : NULL;
		b->file = w->m->block[i].file;
		b->worker = worker;
		rc = batch_parse(b, w->parse, w->m->worker[worker].book, err);
	}
	return rc;
}

static enum rc read_wave(struct import *m, struct source *s, struct wave *w,
			 bool first, struct err *err)
{
	enum rc rc = OK;
	for (w->n = 0; !rc && w->n < m->n_block; w->n++) {
		struct block *b = &m->block[w->n];
		rc = source_next(s, b, err);
		if (!rc && first && w->n == 0 && !s->next)
			rc = source_header(s, b, err);
		else if (!rc && !b->text.len)
			break;
	}
	return rc;
}

/* The file from its header to its end, into table or people. */
static enum rc read_records(struct import *m, struct source *s,
			    struct parse *parse, struct merge *to,
			    struct err *err)
{
	struct wave w = {.m = m, .parse = parse};
	enum rc rc = read_wave(m, s, &w, true, err);
	parse->has_op = to->table->has_op = s->has_op; /* now it is known */
	to->table->ascend = !s->has_op;
	while (!rc && w.n) {
		rc = parallel_ranges(w.n, 1, m->n_thread, parse_blocks, &w,
				     err);
		for (size_t i = 0; !rc && i < w.n; i++)
			rc = merge_batch(to, &m->batch[i], err);
		progress_show(&m->progress, to->report->n_read, s->at,
			      s->n_byte);
		if (!rc)
			rc = read_wave(m, s, &w, false, err);
	}
	return rc;
}

/* -------------------------------------------------------------------- files */

static void count_written(struct flows_file_report *r,
			  const struct table_written *w)
{
	r->n_duplicate += w->n_duplicate;
	r->n_accepted -= w->n_duplicate;
	r->n_replaced += w->n_replaced;
	r->n_removed += w->n_removed;
	r->n_warning[WARN_CANCELLED_NONE] += w->n_unknown;
}

static void count_copies(struct flows_file_report *r, const struct copies *c)
{
	r->n_accepted -= c->n_accepted;
	r->n_rejected -= c->n_rejected;
	r->n_duplicate += c->n_accepted + c->n_rejected;
	r->n_replaced += c->n_replaced;
	for (size_t i = 0; i < countof(c->n_warning); i++)
		r->n_warning[i] -= c->n_warning[i];
}

static enum rc cancel(struct table *t, const struct olders *o,
		      struct flows_file_report *r, struct err *err)
{
	struct changes_done done;
	enum rc rc = changes_cancel(t, o, &done, err);
	if (rc)
		return rc;
	r->n_removed += done.n_removed;
	r->n_warning[WARN_CANCELLED_NONE] += done.n_unknown;
	return OK;
}

/* Corrections whose record is not one of the same person. */
static enum rc correct_others(const struct olders *o, struct texts_build *ids,
			      struct flows_file_report *r, struct err *err)
{
	struct changes_done done = {0};
	const struct texts view = texts_view(ids);
	enum rc rc = changes_by_id(o, &view, &done, err);
	r->n_removed += done.n_removed;
	r->n_warning[WARN_CORRECTED_NEW] += done.n_unknown;
	texts_release(ids);
	return rc;
}

static enum rc write_table(struct import *m, struct table *t, int file,
			   struct flows_file_report *r, struct err *err)
{
	char path[PATH_MAX];
	struct str name;
	struct olders older;
	struct table_written done = {
		.table = &m->next.segment[m->next.n_segment - 1].table[file]};
	enum rc rc = new_file(m, t->layout->name, path, &name, err);
	if (!rc)
		rc = olders_open(&older, m->old, t->layout,
				 t->has_op ? &m->removals : NULL, err);
	if (rc)
		return rc;
	if (t->has_op)
		rc = cancel(t, &older, r, err);
	if (!rc)
		rc = table_write(t, m->n_thread, &older, path, &done, err);
	if (!rc) {
		count_written(r, &done);
		rc = correct_others(&older, &done.orphan, r, err);
	}
	texts_release(&done.orphan);
	olders_release(&older);
	m->removals.changed |= r->n_removed > 0;
	if (!rc && done.table->n_row) {
		done.table->file = name;
		done.table->n_byte = size_of(path);
	}
	return rc;
}

/* All rows are read: which are copies, then the rest. */
static enum rc finish_table(struct import *m, struct merge *to, int file,
			    struct err *err)
{
	struct copies copies;
	enum rc rc = table_find_copies(to->table, m->n_thread, &copies, err);
	if (rc)
		return rc;
	count_copies(to->report, &copies);
	rc = merge_rejects(to, err);
	spill_release(&to->table->ids);
	if (rc || (!to->table->n_row && !to->table->cancel.id.n))
		return rc;
	return write_table(m, to->table, file, to->report, err);
}

/* What the setting leaves for rows, once the people and what works besides
 * have theirs. Rows get a little in any case: it is for the sum of all. */
static void set_room(struct import *m)
{
	const uint64_t all = m->o->memory ? m->o->memory : FLOWS_MEMORY;
	const uint64_t besides = flows_people_bytes(&m->people) +
				 m->n_thread * WORKER_BYTES + FIXED_BYTES;
	m->room.limit = all > besides + LEAST_BYTES ? (size_t)(all - besides)
						    : LEAST_BYTES;
}

static enum rc read_source(struct import *m, struct source *s,
			   struct flows_file_report *r, struct err *err)
{
	const int file = (int)(s->layout - flow_layout);
	const bool is_people = file == (int)FILE_PERSON;
	struct table t = {.layout = s->layout};
	struct parse parse = {.layout = s->layout,
			      .extraction = m->o->extraction,
			      .places = &m->places,
			      .people = is_people ? NULL : &m->people};
	struct merge to = {.file = s->name,
			   .table = &t,
			   .people = is_people ? &m->people : NULL,
			   .dicts = &m->dicts,
			   .worker = m->worker,
			   .rejects = &m->rejects,
			   .report = r,
			   .line = 2};
	enum rc rc = OK;
	set_room(m);
	if (!is_people)
		rc = table_init(&t, s->layout, m->people.id.n,
				s->n_byte * (s->packed ? 8 : 1), &m->room, err);
	progress_start(&m->progress, s->name, "rows");
	if (!rc)
		rc = read_records(m, s, &parse, &to, err);
	if (!rc && !is_people)
		rc = finish_table(m, &to, file, err);
	progress_end(&m->progress);
	table_release(&t);
	return rc;
}

static enum rc note_source(struct import *m, const struct source *s,
			   const struct flows_file_report *r, struct err *err)
{
	const struct archive_source src = {.sha256 = str_from(s->sha256),
					   .flow = str_from(s->layout->name),
					   .name = str_from(s->name),
					   .import = m->next.import,
					   .extraction = m->o->extraction,
					   .n_byte = s->n_byte,
					   .n_read = r->n_read,
					   .n_accepted = r->n_accepted,
					   .n_rejected = r->n_rejected,
					   .n_duplicate = r->n_duplicate};
	return manifest_add_source(&m->next, &src, err);
}

/* An open source, unless the archive has it already. */
static enum rc do_source(struct import *m, struct source *s,
			 struct flows_file_report *r, struct err *err)
{
	const int file = (int)(s->layout - flow_layout);
	const struct archive_source *known =
		manifest_find(&m->next, str_from(s->sha256));
	if (known) {
		r->state = FLOWS_KNOWN;
		r->known_import = known->import;
		return OK;
	}
	r->state = FLOWS_READ;
	if (file != (int)FILE_PERSON && !m->people.id.n)
		return err_set(err, E_STATE,
			       "no people are known: %s has events, but \"%s\" "
			       "has no person.csv and the archive is empty",
			       s->name, m->o->dir);
	enum rc rc = read_source(m, s, r, err);
	return rc ? rc : note_source(m, s, r, err);
}

static enum rc open_source(struct import *m, int file, struct source *s,
			   struct err *err)
{
	const struct intake *from = m->o->from;
	return from ? from->open(from->ctx, file, s, err)
		    : source_open(s, m->o->dir, &flow_layout[file], err);
}

static enum rc do_file(struct import *m, int file, struct err *err)
{
	struct source s = {0};
	struct flows_file_report *r = &m->report->file[file];
	const int64_t begun = clock_monotonic_us();
	r->flow = flow_layout[file].name;
	enum rc rc = open_source(m, file, &s, err);
	if (rc == E_NOT_FOUND) {
		rc = OK; /* FLOWS_MISSING */
	} else {
		snprintf(r->name, sizeof(r->name), "%s", s.name);
		rc = rc ? rc : do_source(m, &s, r, err);
	}
	source_close(&s);
	r->seconds = (double)(clock_monotonic_us() - begun) / 1e6;
	return rc;
}

/* ------------------------------------------------------------------- import */

static enum rc start_workers(struct import *m, struct err *err)
{
	m->n_thread = m->o->n_thread ? m->o->n_thread : threads_available();
	m->n_block = m->n_thread * BLOCKS_PER_THREAD;
	m->worker = calloc(m->n_thread, sizeof(*m->worker));
	m->batch = calloc(m->n_block, sizeof(*m->batch));
	m->block = calloc(m->n_block, sizeof(*m->block));
	if (!m->worker || !m->batch || !m->block)
		return err_set(err, E_NOMEM, "no memory for %zu threads",
			       m->n_thread);
	return OK;
}

/* The present state, and a manifest that begins as its copy. */
static enum rc start(struct import *m, struct err *err)
{
	enum rc rc = places_parse(m->o->municipalities, &m->places, err);
	if (!rc)
		rc = start_workers(m, err);
	if (!rc)
		rc = take_lock(m, err);
	if (!rc)
		rc = manifest_read(m->o->archive, &m->next, err);
	if (rc == E_NOT_FOUND) {
		*err = (struct err){0};
		rc = OK;
		arena_init(&m->next.arena, 64u << 20); /* names and digests */
	} else if (!rc) {
		rc = archive_open(m->o->archive, &m->old, err);
	}
	if (rc)
		return rc;
	sweep(m);
	m->next.import++;
	if ((rc = manifest_add_segment(&m->next, err)))
		return rc;
	m->room = (struct spill_room){.dir = m->o->archive};
	rc = removals_init(&m->removals, m->old, m->next.import, err);
	if (!rc && m->old)
		rc = flows_people_load(&m->people, m->old, err);
	return rc ? rc : dicts_load(&m->dicts, m->old, err);
}

static enum rc name_rejects(struct import *m, struct err *err)
{
	struct rejects *r = &m->rejects;
	int n;
	r->named = m->o->rejects != NULL;
	if (r->named)
		n = snprintf(r->path, sizeof(r->path), "%s", m->o->rejects);
	else
		n = snprintf(r->path, sizeof(r->path),
			     "%s/rejects/%06" PRIu64 ".csv", m->o->archive,
			     m->next.import);
	return n > 0 && (size_t)n < sizeof(r->path)
		       ? OK
		       : err_set(err, E_RANGE, "path too long for the rejects");
}

static void sum_up(struct import *m)
{
	struct flows_report *r = m->report;
	r->n_read = r->n_rejected = 0;
	for (size_t i = 0; i < N_FILE; i++) {
		r->n_read += r->file[i].n_read;
		r->n_rejected += r->file[i].n_rejected;
	}
	r->n_person = m->people.id.n;
	if (m->rejects.n)
		snprintf(r->rejects, sizeof(r->rejects), "%s", m->rejects.path);
}

static enum rc check_share(const struct import *m, struct err *err)
{
	const struct flows_report *r = m->report;
	const double share =
		r->n_read ? (double)r->n_rejected * 100 / (double)r->n_read : 0;
	if (m->o->max_rejects_e4 < 0 ||
	    share * 1e4 <= (double)m->o->max_rejects_e4)
		return OK;
	return err_set(err, E_LIMIT,
		       "%" PRIu64 " of %" PRIu64
		       " rows rejected (%.2f %%), more than the %.2f %% "
		       "allowed: nothing was imported; see \"%s\"",
		       r->n_rejected, r->n_read, share,
		       (double)m->o->max_rejects_e4 / 1e4, m->rejects.path);
}

static enum rc write_people(struct import *m, struct err *err)
{
	char path[PATH_MAX];
	struct manifest_table *t = &m->next.people;
	if (m->old && !m->people.changed)
		return OK;
	enum rc rc = new_file(m, "people", path, &t->file, err);
	if (!rc)
		rc = flows_people_write(&m->people, path, err);
	t->n_row = m->people.id.n;
	t->n_byte = size_of(path);
	return rc;
}

static enum rc write_dictionaries(struct import *m, struct err *err)
{
	char path[PATH_MAX];
	struct manifest_table *t = &m->next.dictionaries;
	if (!m->dicts.changed)
		return OK;
	enum rc rc = new_file(m, "dictionaries", path, &t->file, err);
	if (!rc)
		rc = dicts_write(&m->dicts, path, err);
	t->n_byte = size_of(path);
	return rc;
}

static enum rc write_removals(struct import *m, struct err *err)
{
	char path[PATH_MAX];
	struct str name;
	struct manifest_table *t = &m->next.removed;
	if (!m->removals.changed)
		return OK;
	enum rc rc = new_file(m, "removed", path, &name, err);
	if (!rc)
		rc = removals_write(&m->removals, path, &t->n_row, err);
	t->file = name;
	t->n_byte = size_of(path);
	return rc;
}

/* The one step that makes the import true is the new MANIFEST. */
static enum rc commit(struct import *m, struct err *err)
{
	struct manifest_segment *s = &m->next.segment[m->next.n_segment - 1];
	bool some = false;
	for (size_t f = 0; f < N_FILE; f++)
		some |= s->table[f].file.len > 0;
	s->import = m->next.import;
	s->n_person = m->people.id.n;
	if (!some)
		m->next.n_segment--;
	enum rc rc = write_people(m, err);
	if (!rc)
		rc = write_dictionaries(m, err);
	if (!rc)
		rc = write_removals(m, err);
	if (!rc)
		rc = file_sync_dir(m->o->archive, err);
	if (!rc)
		rc = manifest_write(&m->next, m->o->archive, err);
	if (rc)
		return rc;
	m->n_made = 0;
	m->made_dir = false;
	m->report->import = m->next.import;
	sweep(m);
	return OK;
}

static enum rc do_all(struct import *m, struct err *err)
{
	bool found = false, fresh = false;
	enum rc rc = start(m, err);
	if (!rc)
		rc = name_rejects(m, err);
	for (int file = 0; !rc && file < (int)N_FILE; file++) {
		rc = do_file(m, file, err);
		found |= m->report->file[file].state != FLOWS_MISSING;
		fresh |= m->report->file[file].state == FLOWS_READ;
	}
	sum_up(m);
	if (rc)
		return rc;
	if (!found)
		return err_set(err, E_NOT_FOUND,
			       "folder \"%s\" has none of person, exemption, "
			       "drug, outpatient, hospital, emergency .csv or "
			       ".csv.gz",
			       m->o->dir);
	rc = rejects_finish(&m->rejects, err);
	if (!rc)
		rc = check_share(m, err);
	return rc || !fresh ? rc : commit(m, err);
}

static void import_release(struct import *m)
{
	for (size_t i = 0; m->worker && i < m->n_thread; i++)
		worker_release(&m->worker[i]);
	for (size_t i = 0; m->batch && i < m->n_block; i++)
		batch_release(&m->batch[i]);
	for (size_t i = 0; m->block && i < m->n_block; i++)
		block_release(&m->block[i]);
	free(m->worker);
	free(m->batch);
	free(m->block);
	rejects_release(&m->rejects);
	removals_release(&m->removals);
	spill_room_release(&m->room);
	dicts_release(&m->dicts);
	flows_people_release(&m->people);
	places_release(&m->places);
	manifest_release(&m->next);
	archive_close(m->old);
	if (m->lock >= 0)
		close(m->lock);
}

enum rc flows_import(const struct flows_options *o, struct flows_report *report,
		     struct err *err)
{
	struct import m = {.o = o, .report = report, .lock = -1};
	struct err local = {0};
	const int64_t begun = clock_monotonic_us();
	*report = (struct flows_report){0};
	enum rc rc = do_all(&m, &local);
	if (rc && rc != E_CONFLICT)
		remove_made(&m);
	import_release(&m);
	if (rc && err)
		*err = local;
	report->seconds = (double)(clock_monotonic_us() - begun) / 1e6;
	return rc;
}
