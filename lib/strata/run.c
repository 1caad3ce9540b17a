#include "strata/strata_int.h"

#include "base/threads.h"

#include <stdatomic.h>

#define RANGE 4096 /* people: some 100,000 records, few enough to balance */
/* Counters, groups and runs of one worker: about 30 kB, more with many
 * segments. */
#define WORKER_BYTES ((size_t)64 << 20)

struct strata_worker *strata_worker_new(const struct strata *s)
{
	struct strata_worker *w = calloc(1, sizeof(*w));
	if (!w)
		return NULL;
	arena_init(&w->arena, WORKER_BYTES);
	const struct knowledge *kn = s->q.kn;
	size_t n_segment = archive_n_segment(s->q.archive);
	w->acc = arena_array(&w->arena, struct acc, s->n_counter + 1);
	w->touched = arena_array(&w->arena, uint16_t, s->n_counter + 1);
	w->category = arena_array(&w->arena, uint16_t, s->n_category + 1);
	w->category_last = arena_array(&w->arena, int32_t, s->n_category + 1);
	w->present = arena_array(&w->arena, uint16_t, s->n_category + 1);
	w->mcs_epoch = arena_array(&w->arena, uint32_t, kn->n_mcs + 1);
	w->cds_epoch = arena_array(&w->arena, uint32_t, kn->n_cds + 1);
	w->cds_classes = arena_array(&w->arena, uint8_t, kn->n_cds + 1);
	w->cds_seen = arena_array(&w->arena, uint16_t, kn->n_cds + 1);
	w->group_epoch = arena_array(&w->arena, uint32_t, kn->n_group + 1);
	w->held = arena_array(&w->arena, uint16_t, kn->n_group + 1);
	w->kinds = arena_array(&w->arena, uint8_t, kn->n_conditions + 1);
	w->change = arena_array(&w->arena, struct strata_change,
				3 * kn->n_hierarchy + 1);
	w->run = arena_array(&w->arena, struct run, n_segment + 1);
	if (w->acc && w->touched && w->category && w->category_last &&
	    w->present && w->mcs_epoch && w->cds_epoch && w->cds_classes &&
	    w->cds_seen && w->group_epoch && w->held && w->kinds && w->change &&
	    w->run)
		return w;
	strata_worker_free(w);
	return NULL;
}

void strata_worker_free(struct strata_worker *w)
{
	if (!w)
		return;
	arena_release(&w->arena);
	free(w);
}

enum rc strata_check(const struct strata *s, size_t from, size_t to,
		     struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < archive_n_segment(s->q.archive) && !rc; i++)
		rc = archive_check_range(s->q.archive, i, from, to, err);
	return rc;
}

void strata_person(const struct strata *s, struct strata_worker *w, size_t row,
		   struct strata_result *out)
{
	const struct people_cols *p = archive_people(s->q.archive);
	assert(row < p->n);
	*out = (struct strata_result){.main_cluster = -1, .main_condition = -1};
	out->status = (uint8_t)status_on(p, row, s->index);
	if (out->status != STRATA_ACTIVE)
		return;
	w->person_row = row;
	w->sex = p->sex[row];
	w->age = date_age((struct date){p->birth[row]}, s->q.index);
	scan_person(s, w, row);
	evaluate_conditions(s, w);
	clusters_and_level(s, w, out);
	compute_scores(s, w, out);
	out->n_contact = (uint16_t)(w->n_contact < UINT16_MAX ? w->n_contact
							      : UINT16_MAX);
}

struct job {
	const struct strata *s;
	struct strata_worker **worker;
	struct strata_result *results;
	struct progress *progress;
	atomic_size_t done;
	size_t n;
};

static enum rc run_range(void *ctx, size_t worker, size_t from, size_t to,
			 struct err *err)
{
	struct job *j = ctx;
	enum rc rc = strata_check(j->s, from, to, err);
	if (rc)
		return rc;
	for (size_t i = from; i < to; i++)
		strata_person(j->s, j->worker[worker], i, &j->results[i]);
	size_t done = atomic_fetch_add(&j->done, to - from) + (to - from);
	if (worker == 0 && j->progress) /* one thread writes the line */
		progress_show(j->progress, done, done, j->n);
	return OK;
}

enum rc strata_run(const struct strata *s, size_t n_thread,
		   struct progress *progress, struct strata_result *results,
		   struct err *err)
{
	struct strata_worker *worker[64] = {NULL};
	enum rc rc = OK;
	if (!n_thread)
		n_thread = threads_available();
	if (n_thread > countof(worker))
		n_thread = countof(worker);
	for (size_t i = 0; i < n_thread && !rc; i++) {
		worker[i] = strata_worker_new(s);
		if (!worker[i])
			rc = err_set(err, E_NOMEM, "no memory for %zu threads",
				     n_thread);
	}
	struct job j = {.s = s,
			.worker = worker,
			.results = results,
			.progress = progress,
			.n = archive_people(s->q.archive)->n};
	if (!rc)
		rc = parallel_ranges(j.n, RANGE, n_thread, run_range, &j, err);
	for (size_t i = 0; i < n_thread; i++)
		strata_worker_free(worker[i]);
	return rc;
}
