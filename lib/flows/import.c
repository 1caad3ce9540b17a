#include "flows/import_int.h"

#include "base/threads.h"

#include <unistd.h>

#define BLOCKS_PER_THREAD 4u

static_assert((int)FLOWS_N_FILE == (int)N_FILE &&
		      (int)FLOWS_N_WARNING == (int)N_WARNING,
	      "the report has room for all");

#define X(name, text) [WARN_##name] = text,
const char *const flows_warning_text[FLOWS_N_WARNING] = {WARNINGS(X)};
#undef X

/* -------------------------------------------------------------------- files */

static enum rc note_source(struct import *m, const struct source *s,
			   const struct flows_file_report *r, struct err *err)
{
	const struct archive_source src = {.digest = str_from(s->digest),
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

/* Whether the archive has these bytes. Archives of older programs note the
 * plain digest of large files: taken when one of that size is there. */
static const struct archive_source *find_known(const struct import *m,
					       const struct source *s)
{
	char plain[SHA256_HEX];
	const struct str digest = str_from(s->digest);
	const struct archive_source *known = manifest_find(&m->next, digest);
	if (known || !str_starts(digest, STR(SOURCE_TREE)) ||
	    !manifest_has_plain(&m->next, s->n_byte))
		return known;
	source_plain_digest(s, plain);
	return manifest_find(&m->next, str_from(plain));
}

/* An open source, unless the archive has it already. */
static enum rc do_source(struct import *m, struct source *s,
			 struct flows_file_report *r, struct err *err)
{
	const int file = (int)(s->layout - flow_layout);
	const struct archive_source *known = find_known(m, s);
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
	enum rc rc = import_rows(m, s, r, err);
	return rc ? rc : note_source(m, s, r, err);
}

static enum rc open_source(struct import *m, int file, struct source *s,
			   struct err *err)
{
	const struct intake *from = m->o->from;
	return from ? from->open(from->ctx, file, s, err)
		    : source_open(s, m->o->dir, &flow_layout[file], m->n_thread,
				  err);
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
		rc = import_lock(m, err);
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
	import_sweep(m);
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
	enum rc rc = import_new_file(m, "people", path, &t->file, err);
	if (!rc)
		rc = flows_people_write(&m->people, path, err);
	t->n_row = m->people.id.n;
	t->n_byte = import_size_of(path);
	return rc;
}

static enum rc write_dictionaries(struct import *m, struct err *err)
{
	char path[PATH_MAX];
	struct manifest_table *t = &m->next.dictionaries;
	if (!m->dicts.changed)
		return OK;
	enum rc rc = import_new_file(m, "dictionaries", path, &t->file, err);
	if (!rc)
		rc = dicts_write(&m->dicts, path, err);
	t->n_byte = import_size_of(path);
	return rc;
}

static enum rc write_removals(struct import *m, struct err *err)
{
	char path[PATH_MAX];
	struct str name;
	struct manifest_table *t = &m->next.removed;
	if (!m->removals.changed)
		return OK;
	enum rc rc = import_new_file(m, "removed", path, &name, err);
	if (!rc)
		rc = removals_write(&m->removals, path, &t->n_row, err);
	t->file = name;
	t->n_byte = import_size_of(path);
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
	import_sweep(m);
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
			       "drug, outpatient, hospital, emergency .csv, "
			       ".csv.gz or .csv.zst",
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
		import_undo(&m);
	import_release(&m);
	if (rc && err)
		*err = local;
	report->seconds = (double)(clock_monotonic_us() - begun) / 1e6;
	return rc;
}
