/* A run that begins from a kept one: whom must it evaluate? */
#include "base/pages.h"
#include "base/threads.h"
#include "strata/kept_int.h"

#include <stdatomic.h>

#define RANGE      4096 /* people, as in run.c */
#define MAX_WORKER 64

uint32_t person_mark(const struct people_cols *p, size_t row)
{
	const int32_t v[] = {p->birth[row], p->registration_start[row],
			     p->registration_end[row], p->death[row],
			     p->sex[row]};
	uint64_t h = 0;
	for (size_t i = 0; i < countof(v); i++) { /* Fibonacci hashing, mixed */
		h = (h ^ (uint32_t)v[i]) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 29;
	}
	return (uint32_t)(h >> 32);
}

struct again {
	const struct strata *s;
	const struct kept *from; /* NULL: everybody is evaluated */
	struct strata_result *results;
	struct strata_watch *watch;
	uint32_t *mark; /* person_mark of each */
	uint64_t *bits;
	uint64_t *lost; /* bits of people of whom records were taken back */
	struct strata_worker *worker[MAX_WORKER];
	struct progress *progress;
	atomic_size_t done, evaluated;
	size_t n;
};

struct look { /* at the new records of one person */
	const struct strata *s;
	const uint64_t *bits;
	struct strata_watch *watch;
	struct strata_result *result;
};

/* A new record of this code: does it feed a counter that is watched? */
static bool feeds(const struct look *l, enum lane lane, uint32_t code,
		  int32_t date)
{
	const struct lane_table *t = &l->s->lane[lane];
	for (uint32_t i = t->off[code]; i < t->off[code + 1]; i++)
		if (date >= t->target[i].from &&
		    bit_set(l->bits, t->target[i].counter))
			return true;
	return false;
}

static bool feeds_score(const struct look *l, uint32_t dx, int32_t date)
{
	const struct strata *s = l->s;
	for (uint32_t i = s->score_off[dx]; i < s->score_off[dx + 1]; i++)
		if (date >= s->score_hit[i].from &&
		    bit_set(l->bits, s->n_counter + s->score_hit[i].category))
			return true;
	return false;
}

/* A contact more. A record that lies ahead is waited for. True when the person
 * must be evaluated: only where a level asks more than one contact. */
static bool is_contact_missing(const struct look *l, int32_t date)
{
	const struct strata_watches *x = l->s->watches;
	if (date > l->s->index) {
		if (date < l->watch->change)
			l->watch->change = date;
		return false;
	}
	if (date < l->s->contact_from || !x->contact_asked)
		return false;
	if (x->contact_asked > 1)
		return l->result->n_contact < x->contact_asked;
	if (!l->result->n_contact)
		l->watch->contact = INT32_MIN;
	if (date + x->contact_days > l->watch->contact)
		l->watch->contact = date + x->contact_days;
	l->result->n_contact = 1;
	return false;
}

/* Where one contact is asked, the last one is known (`contact`): when contacts
 * begin or cease only the level has to be found again. */
static bool contacts_wake(const struct look *l, uint16_t before)
{
	const struct strata_watches *x = l->s->watches;
	if (x->contact_asked > 1)
		return l->watch->contact <= l->s->index;
	if (l->watch->contact <= l->s->index) {
		l->result->n_contact = 0;
		l->watch->contact = INT32_MAX;
	}
	if (l->result->n_contact != before)
		level_again(l->s, l->result);
	return false;
}

static bool drugs_wake(const struct look *l, const struct drug_cols *x,
		       size_t row)
{
	for (uint32_t r = x->first[row]; r < x->first[row + 1]; r++)
		if (is_contact_missing(l, x->date[r]) ||
		    (x->date[r] <= l->s->index &&
		     feeds(l, LANE_DRUG, x->atc[r], x->date[r])))
			return true;
	return false;
}

static bool services_wake(const struct look *l, const struct outpatient_cols *x,
			  size_t row)
{
	for (uint32_t r = x->first[row]; r < x->first[row + 1]; r++)
		if (is_contact_missing(l, x->date[r]) ||
		    (x->date[r] <= l->s->index &&
		     feeds(l, LANE_OUTPATIENT, x->service[r], x->date[r])))
			return true;
	return false;
}

static bool stay_wakes(const struct look *l, const struct hospital_cols *x,
		       uint32_t r)
{
	int32_t date = x->date[r];
	if (feeds(l, LANE_HOSPITAL_MAIN, x->dx[0][r], date))
		return true;
	for (size_t k = 0; k < N_HOSPITAL_DX; k++)
		if (feeds(l, LANE_HOSPITAL_ANY, x->dx[k][r], date) ||
		    feeds_score(l, x->dx[k][r], date))
			return true;
	for (size_t k = 0; k < N_HOSPITAL_PROC; k++)
		if (feeds(l, LANE_HOSPITAL_PROC, x->proc[k][r], date))
			return true;
	return false;
}

static bool visit_wakes(const struct look *l, const struct emergency_cols *x,
			uint32_t r)
{
	int32_t date = x->date[r];
	if (feeds(l, LANE_EMERGENCY_MAIN, x->dx[0][r], date))
		return true;
	for (size_t k = 0; k < N_EMERGENCY_DX; k++)
		if (feeds(l, LANE_EMERGENCY_ANY, x->dx[k][r], date))
			return true;
	return false;
}

static bool stays_wake(const struct look *l, const struct archive_segment *g,
		       size_t row)
{
	const struct hospital_cols *h = &g->hospital;
	const struct emergency_cols *e = &g->emergency;
	for (uint32_t r = h->first[row]; r < h->first[row + 1]; r++)
		if (is_contact_missing(l, h->date[r]) ||
		    (h->date[r] <= l->s->index && stay_wakes(l, h, r)))
			return true;
	for (uint32_t r = e->first[row]; r < e->first[row + 1]; r++)
		if (is_contact_missing(l, e->date[r]) ||
		    (e->date[r] <= l->s->index && visit_wakes(l, e, r)))
			return true;
	return false;
}

/* An exemption of a rule, also one that is not valid: rare enough. */
static bool exemptions_wake(const struct look *l,
			    const struct exemption_cols *x, size_t row)
{
	const struct lane_table *t = &l->s->lane[LANE_EXEMPTION];
	for (uint32_t r = x->first[row]; r < x->first[row + 1]; r++)
		if (t->off[x->code[r]] < t->off[x->code[r] + 1])
			return true;
	return false;
}

/* Must the person be evaluated? Else the watch is brought up to date. */
static bool must_evaluate(const struct again *a, size_t row,
			  struct strata_result *r, struct strata_watch *watch)
{
	const struct strata *s = a->s;
	const struct kept *k = a->from;
	struct look l = {s, k->bits + row * k->n_word, watch, r};
	uint16_t before = r->n_contact;
	*watch = (struct strata_watch){k->change[row], k->contact[row]};
	if (k->person[row] != a->mark[row] || bit_set(a->lost, row) ||
	    watch->change <= s->index)
		return true;
	if (r->status != STRATA_ACTIVE)
		return false;
	for (size_t i = k->info.n_segment; i < archive_n_segment(s->q.archive);
	     i++) {
		const struct archive_segment *g =
			archive_segment(s->q.archive, i);
		if (row >= g->n_person)
			continue;
		if (exemptions_wake(&l, &g->exemption, row) ||
		    drugs_wake(&l, &g->drug, row) ||
		    services_wake(&l, &g->outpatient, row) ||
		    stays_wake(&l, g, row))
			return true;
	}
	return watch->change <= s->index || contacts_wake(&l, before);
}

static void told_contacts(const struct strata *s, struct strata_result *r)
{
	if (r->n_contact > s->watches->contact_asked)
		r->n_contact = (uint16_t)s->watches->contact_asked;
}

static bool take_over(struct again *a, size_t row)
{
	size_t n_word = a->s->watches->n_word;
	a->mark[row] = person_mark(archive_people(a->s->q.archive), row);
	if (!a->from || row >= a->from->info.n_person)
		return false;
	kept_result(a->from, row, &a->results[row]);
	if (must_evaluate(a, row, &a->results[row], &a->watch[row]))
		return false;
	memcpy(a->bits + row * n_word, a->from->bits + row * n_word,
	       n_word * sizeof(*a->bits));
	return true;
}

static enum rc again_range(void *ctx, size_t worker, size_t from, size_t to,
			   struct err *err)
{
	struct again *a = ctx;
	struct strata_worker *w = a->worker[worker];
	size_t n_evaluated = 0;
	enum rc rc = strata_check(a->s, from, to, err);
	if (rc)
		return rc;
	for (size_t i = from; i < to; i++) {
		if (take_over(a, i))
			continue;
		strata_person(a->s, w, i, &a->results[i]);
		watch_person(a->s, w, i, &a->results[i], &a->watch[i],
			     a->bits + i * a->s->watches->n_word);
		told_contacts(a->s, &a->results[i]);
		n_evaluated++;
	}
	atomic_fetch_add(&a->evaluated, n_evaluated);
	size_t done = atomic_fetch_add(&a->done, to - from) + (to - from);
	if (worker == 0 && a->progress) /* one thread writes the line */
		progress_show(a->progress, done, done, a->n);
	return OK;
}

/* People of whom records known to the run were taken back after it. */
static void find_lost(struct again *a)
{
	const struct archive *x = a->s->q.archive;
	for (size_t i = 0; a->from && i < archive_n_removed(x); i++) {
		struct archive_removed r = archive_removed(x, i);
		if (r.import <= a->from->info.import)
			continue;
		size_t p = person_of_record(x, r.segment, (enum kn_flow)r.flow,
					    r.row);
		a->lost[p / 64] |= UINT64_C(1) << (p % 64);
	}
}

static enum rc workers_new(struct again *a, size_t n_thread, struct err *err)
{
	for (size_t i = 0; i < n_thread; i++) {
		a->worker[i] = strata_worker_new(a->s);
		if (!a->worker[i])
			return err_set(err, E_NOMEM,
				       "no memory for %zu threads", n_thread);
		enum rc rc = watcher_new(a->s, a->worker[i], err);
		if (rc)
			return rc;
	}
	return OK;
}

static void fill_info(const struct again *a, const struct kept_plan *plan,
		      struct kept_info *info)
{
	const struct strata *s = a->s;
	*info = (struct kept_info){.index = s->q.index,
				   .made_us = plan->now_us,
				   .n_person = a->n,
				   .n_segment = archive_n_segment(s->q.archive),
				   .n_evaluated = atomic_load(&a->evaluated),
				   .import = last_import(s->q.archive),
				   .since = a->from ? a->from->info.number : 0};
	snprintf(info->definition, sizeof(info->definition), STR_FMT,
		 STR_ARG(s->q.definition));
	snprintf(info->archive, sizeof(info->archive), STR_FMT,
		 STR_ARG(archive_digest(s->q.archive)));
	strata_rules_digest(s, info->rules);
	for (size_t i = 0; i < a->n; i++) {
		const struct strata_result *r = &a->results[i];
		info->status[r->status]++;
		if (r->status == STRATA_ACTIVE)
			info->level[r->level < 6 ? r->level : 0]++;
	}
}

enum rc kept_run(struct strata *s, const struct kept_plan *plan,
		 struct strata_result *results, struct kept_info *info,
		 struct err *err)
{
	size_t n_thread = plan->n_thread ? plan->n_thread : threads_available();
	struct again a = {.s = s,
			  .from = plan->from,
			  .results = results,
			  .progress = plan->progress,
			  .n = archive_people(s->q.archive)->n};
	if (n_thread > MAX_WORKER)
		n_thread = MAX_WORKER;
	enum rc rc = watches_new(s, err);
	if (rc)
		return rc;
	if (plan->from && plan->from->n_word != s->watches->n_word)
		return err_set(err, E_FORMAT,
			       "run %" PRIu64 " is damaged: it watches %zu "
			       "words instead of %zu",
			       plan->from->info.number, plan->from->n_word,
			       s->watches->n_word);
	a.watch = pages_calloc(a.n + 1, sizeof(*a.watch));
	a.mark = pages_calloc(a.n + 1, sizeof(*a.mark));
	a.lost = calloc(a.n / 64 + 1, sizeof(*a.lost));
	a.bits = pages_calloc(a.n + 1, s->watches->n_word * sizeof(*a.bits));
	if (!a.watch || !a.mark || !a.lost || !a.bits)
		rc = err_set(err, E_NOMEM, "no memory for %zu people", a.n);
	if (!rc)
		find_lost(&a);
	if (!rc)
		rc = workers_new(&a, n_thread, err);
	if (!rc)
		rc = parallel_ranges(a.n, RANGE, n_thread, again_range, &a,
				     err);
	if (!rc)
		fill_info(&a, plan, info);
	if (!rc && !plan->dry) {
		struct kept_fresh f = {s, results, a.watch, a.mark, a.bits};
		rc = kept_write(&f, plan->archive_dir, info, err);
	}
	for (size_t i = 0; i < n_thread; i++)
		strata_worker_free(a.worker[i]);
	free(a.watch);
	free(a.mark);
	free(a.lost);
	free(a.bits);
	return rc;
}
