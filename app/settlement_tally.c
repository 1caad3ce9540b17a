#include "app/settlement_run_int.h"

#include "app/bind.h"
#include "base/progress.h"

/* Of what waits to be written: some five million people. */
#define LINES_MOST 12000000

void settle_run_release(struct settle_run *r)
{
	arena_release(&r->texts);
	free(r->waiting);
	for (size_t i = 0; i < r->n; i++)
		sha256_free(r->list[i].digest);
	free(r->list);
}

static enum rc new_tally(struct settle_run *r, const struct settle_line *line,
			 struct err *err)
{
	struct settle_tally t = {.s = {.org_id = line->org_id,
				       .payer = line->payer,
				       .quarter = r->quarter}};
	enum rc rc = array_grow(&r->list, &r->cap, r->n + 1, sizeof(*r->list),
				10000, err);
	if (!rc && r->keep == KEEP_AT_ONCE)
		rc = settle_keep_statement(r, &t, err);
	if (rc)
		return rc;
	t.digest = sha256_new();
	if (!t.digest)
		return err_set(err, E_NOMEM, "no memory for a digest");
	r->list[r->n++] = t;
	return OK;
}

static enum rc tally_of(struct settle_run *r, const struct settle_line *line,
			struct settle_tally **out, struct err *err)
{
	enum rc rc = OK;
	size_t i = 0;
	while (i < r->n && (r->list[i].s.org_id != line->org_id ||
			    !str_eq(r->list[i].s.payer, line->payer)))
		i++;
	if (i == r->n)
		rc = new_tally(r, line, err);
	if (!rc)
		*out = &r->list[i];
	return rc;
}

/* What a line says, without identifiers that a new computation would change. */
static void digest_line(struct settle_tally *t, const struct settle_line *l)
{
	char month[11], text[400];
	date_text(l->month, month);
	int n = snprintf(text, sizeof(text),
			 "%s|%s|%" PRId64 "|%" PRId64 "|%" PRId64 "|%" PRId64
			 "|%s|%d|%" PRId64 "|",
			 l->item, settle_state_name[l->state], l->person_id,
			 l->enrolment_id, l->doctor_id, l->version_id, month,
			 l->level, l->amount_cents);
	assert(n > 0 && (size_t)n < sizeof(text));
	sha256_add(t->digest, text, (size_t)n);
	sha256_add(t->digest, l->reason.ptr, l->reason.len);
	sha256_add(t->digest, "\n", 1);
}

static enum rc let_wait(struct settle_run *r, const struct settle_tally *t,
			const struct settle_line *l, struct err *err)
{
	enum rc rc = array_grow(&r->waiting, &r->cap_waiting, r->n_waiting + 1,
				sizeof(*r->waiting), LINES_MOST, err);
	if (rc)
		return rc;
	struct settle_waiting w = {.tally = (size_t)(t - r->list), .line = *l};
	w.line.payer = t->s.payer;
	w.line.reason = arena_str(&r->texts, l->reason);
	if (!w.line.reason.ptr)
		return arena_fail(&r->texts, err);
	r->waiting[r->n_waiting++] = w;
	return OK;
}

static enum rc take_line(struct settle_run *r, const struct settle_line *l,
			 struct err *err)
{
	struct settle_tally *t = NULL;
	enum rc rc = tally_of(r, l, &t, err);
	if (rc)
		return rc;
	digest_line(t, l);
	t->s.n_line++;
	t->s.n_due += l->state == SETTLE_DUE;
	t->s.n_held += l->state == SETTLE_HELD;
	t->s.total_cents += l->amount_cents;
	switch (r->keep) {
	case KEEP_AT_ONCE:
		return settle_keep_line(r, t, l, err);
	case KEEP_LATER:
		return let_wait(r, t, l, err);
	case KEEP_NOTHING:
		break;
	}
	return OK;
}

static enum rc count_people(struct settle_run *r, struct app *from, uint64_t *n,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(from->db, SQL_SETTLE_PEOPLE_COUNT, &q, err);
	if (rc)
		return rc;
	bind_date(q, "period_from", r->period.from);
	bind_date(q, "period_to", r->period.to);
	rc = stmt_one(q, err);
	if (!rc)
		*n = (uint64_t)col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc settle_people(struct settle_run *r, struct settle_reader *reader,
			     uint64_t total, struct err *err)
{
	struct progress bar;
	uint64_t done = 0;
	struct settle_facts facts;
	struct settle_lines lines = {0};
	struct arena scratch;
	enum rc rc;
	arena_init(&scratch, 1 << 20); /* reasons of one person */
	progress_start(&bar, "settlement", "people");
	while (!(rc = settle_reader_next(reader, &facts, err))) {
		arena_reset(&scratch);
		rc = settle_person(&r->app->rules, r->period, &facts,
				   settle_reader_doctor, reader, &scratch,
				   &lines, err);
		for (size_t i = 0; !rc && i < lines.n; i++)
			rc = take_line(r, &lines.list[i], err);
		if (rc)
			break;
		done++; /* some of those counted have no pact */
		progress_show(&bar, done, done, done > total ? done : total);
	}
	progress_end(&bar);
	arena_release(&scratch);
	settle_lines_release(&lines);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc finish_digests(struct settle_run *r, struct err *err)
{
	for (size_t i = 0; i < r->n; i++) {
		unsigned char d[SHA256_LEN];
		char hex[SHA256_HEX];
		struct settle_tally *t = &r->list[i];
		sha256_finish(t->digest, d);
		t->s.digest = arena_str(r->arena, sha256_hex(d, hex));
		if (!t->s.digest.ptr)
			return arena_fail(r->arena, err);
	}
	return OK;
}

enum rc settle_run_read(struct settle_run *r, struct app *from, struct err *err)
{
	struct settle_reader *reader = NULL;
	uint64_t total = 0;
	enum rc rc = count_people(r, from, &total, err);
	if (!rc)
		rc = settle_reader_open(from, r->period, &reader, err);
	if (rc)
		return rc;
	r->strata_run_id = settle_reader_run(reader);
	rc = settle_people(r, reader, total, err);
	settle_reader_close(reader);
	return rc ? rc : finish_digests(r, err);
}
