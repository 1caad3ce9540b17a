/* Results and evidence as CSV. Blocks of people are formatted in parallel and
 * written in order, so the bytes do not depend on the number of threads. */
#include "base/outfile.h"
#include "base/threads.h"
#include "csv/csv.h"
#include "strata/strata_int.h"

#define BLOCK      1024u
#define WAVE_BLOCK 32u
/* A block of evidence: 1,024 people of at most some 1,000 lines each. */
#define BLOCK_BYTES ((size_t)256 << 20)
#define MAX_WORKER  64u

/* Rows of the person with this place in order of person_id. */
typedef enum rc person_fn(const struct strata *s, struct strata_worker *w,
			  const struct strata_result *results, size_t row,
			  struct buf *out, struct err *err);

struct wave {
	const struct strata *s;
	const struct strata_result *results;
	const uint32_t *by_id;
	size_t from; /* place of the first person of the wave */
	person_fn *fn;
	struct strata_worker *worker[MAX_WORKER];
	struct buf block[WAVE_BLOCK];
};

static enum rc format_block(void *ctx, size_t worker, size_t from, size_t to,
			    struct err *err)
{
	struct wave *v = ctx;
	struct buf *b = &v->block[from / BLOCK];
	struct str unused;
	buf_reset(b);
	for (size_t i = from; i < to; i++) {
		enum rc rc = v->fn(v->s, v->worker[worker], v->results,
				   v->by_id[v->from + i], b, err);
		if (rc)
			return rc;
	}
	return buf_finish(b, &unused, err);
}

static enum rc write_waves(struct wave *v, size_t n_thread, struct outfile *f,
			   struct err *err)
{
	size_t n = archive_people(v->s->q.archive)->n;
	for (; v->from < n; v->from += BLOCK * WAVE_BLOCK) {
		size_t here = n - v->from;
		if (here > BLOCK * WAVE_BLOCK)
			here = BLOCK * WAVE_BLOCK;
		enum rc rc = parallel_ranges(here, BLOCK, n_thread,
					     format_block, v, err);
		for (size_t i = 0; i < here && !rc; i += BLOCK)
			rc = outfile_write(f, buf_view(&v->block[i / BLOCK]),
					   err);
		if (rc)
			return rc;
	}
	return OK;
}

static enum rc write_people(const struct strata *s,
			    const struct strata_result *results,
			    size_t n_thread, const char *path,
			    struct str header, person_fn *fn, struct err *err)
{
	struct outfile f = {0};
	struct wave v = {.s = s,
			 .results = results,
			 .by_id = archive_by_id(s->q.archive),
			 .fn = fn};
	enum rc rc = OK;
	if (!n_thread)
		n_thread = threads_available();
	if (n_thread > MAX_WORKER)
		n_thread = MAX_WORKER;
	for (size_t i = 0; i < WAVE_BLOCK; i++)
		buf_init(&v.block[i], BLOCK_BYTES);
	for (size_t i = 0; i < n_thread && !rc; i++)
		if (!(v.worker[i] = strata_worker_new(s)))
			rc = err_set(err, E_NOMEM, "no memory for %zu threads",
				     n_thread);
	if (!rc)
		rc = outfile_open(&f, path, err);
	if (!rc)
		rc = outfile_write(&f, header, err);
	if (!rc)
		rc = write_waves(&v, n_thread, &f, err);
	if (!rc)
		rc = outfile_commit(&f, err);
	else
		outfile_abort(&f);
	for (size_t i = 0; i < n_thread; i++)
		strata_worker_free(v.worker[i]);
	for (size_t i = 0; i < WAVE_BLOCK; i++)
		buf_release(&v.block[i]);
	return rc;
}

static void put_codes(struct buf *b, const struct str *codes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, '|');
		buf_str(b, codes[i]);
	}
}

/* A row is written into room taken once: a region has ten million of them.
 * Numbers and commas of a row, and each code at most once in each of its four
 * lists. */
#define ROW_FIXED 512

size_t write_row_room(const struct knowledge *kn)
{
	size_t n = ROW_FIXED;
	for (size_t i = 0; i < kn->n_clusters; i++)
		n += 3 * (kn->clusters[i].code.len + 1);
	for (size_t i = 0; i < kn->n_conditions; i++)
		n += 2 * (kn->conditions[i].code.len + 1);
	return n;
}

static char *add_text(char *p, struct str s)
{
	memcpy(p, s.ptr, s.len);
	return p + s.len;
}

static char *add_number(char *p, int v)
{
	char digits[12];
	int n = 0;
	unsigned u = v < 0 ? 0u - (unsigned)v : (unsigned)v;
	if (v < 0)
		*p++ = '-';
	do
		digits[n++] = (char)('0' + u % 10);
	while (u /= 10);
	while (n)
		*p++ = digits[--n];
	return p;
}

static char *add_level(char *p, int level)
{
	*p++ = ',';
	return level ? add_number(p, level) : p;
}

static char *add_clusters(char *p, const struct knowledge *kn,
			  const uint8_t *list, size_t n)
{
	*p++ = ',';
	for (size_t i = 0; i < n; i++) {
		if (i)
			*p++ = '|';
		p = add_text(p, kn->clusters[list[i]].code);
	}
	return p;
}

static char *add_conditions(char *p, const struct knowledge *kn,
			    const struct strata_lists *l)
{
	*p++ = ',';
	for (size_t i = 0; i < l->n_condition; i++) {
		if (i)
			*p++ = '|';
		p = add_text(p, kn->conditions[l->condition[i]].code);
	}
	return p;
}

static char *add_active(char *p, const struct strata *s,
			const struct strata_result *r)
{
	const struct knowledge *kn = s->q.kn;
	const int score[] = {r->charlson_1987, r->charlson_2011, r->mcs,
			     r->elixhauser_vw, r->cds};
	struct strata_lists l;
	strata_lists(s, r, &l);
	p = add_level(p, r->level);
	p = add_level(p, r->weighted);
	p = add_clusters(p, kn, l.cluster, l.n_cluster ? 1 : 0);
	*p++ = ',';
	if (r->main_condition >= 0)
		p = add_text(p, kn->conditions[r->main_condition].code);
	*p++ = ',';
	p = add_number(p, l.n_cluster ? (int)l.n_cluster - 1 : 0);
	p = add_clusters(p, kn, l.cluster, l.n_cluster);
	p = add_clusters(p, kn, l.other, l.n_other);
	p = add_conditions(p, kn, &l);
	for (size_t i = 0; i < countof(score); i++) {
		*p++ = ',';
		p = add_number(p, score[i]);
	}
	return p;
}

static enum rc result_row(const struct strata *s, struct strata_worker *w,
			  const struct strata_result *results, size_t row,
			  struct buf *b, struct err *err)
{
	const struct strata_result *r = &results[row];
	(void)w;
	(void)err;
	csv_put(b, true, archive_person_id(s->q.archive, row));
	char *start = buf_reserve(b, s->row_room), *p = start;
	if (!p)
		return OK; /* told by buf_finish */
	*p++ = ',';
	p = add_text(p, str_from(s->day));
	*p++ = ',';
	p = add_text(p, str_from(strata_status_name[r->status]));
	p = r->status == STRATA_ACTIVE ? add_active(p, s, r)
				       : add_text(p, STR(",,,,,,,,,,,,,"));
	p = add_text(p, STR("\r\n"));
	assert((size_t)(p - start) <= s->row_room);
	buf_advance(b, (size_t)(p - start));
	return OK;
}

enum rc strata_write_csv(const struct strata *s,
			 const struct strata_result *results, size_t n_thread,
			 const char *path, struct err *err)
{
	return write_people(
		s, results, n_thread, path,
		STR("person_id,index_date,status,level,level_weighted,"
		    "main_cluster,main_condition,n_comorbidities,clusters,"
		    "other_clusters,conditions,charlson_1987,charlson_2011,"
		    "mcs,elixhauser_vw,cds\r\n"),
		result_row, err);
}

/* ------------------------------------------------------------- evidence */

struct evidence_line { /* what all lines of a rule row share */
	const struct strata *s;
	struct buf *out;
	struct str person_id;
	int condition, rule;
};

static enum rc evidence_record(void *ctx, const struct strata_record *r,
			       struct err *err)
{
	const struct evidence_line *e = ctx;
	const struct knowledge *kn = e->s->q.kn;
	const struct kn_rule *rule = &kn->rules[e->rule];
	struct buf *b = e->out;
	(void)err;
	csv_put(b, true, e->person_id);
	csv_put(b, false, kn->conditions[e->condition].code);
	buf_char(b, ',');
	if (rule->condition != e->condition) {
		buf_str(b, kn->conditions[rule->condition].code);
		buf_char(b, '.');
	}
	buf_str(b, rule->group);
	csv_put(b, false, rule->id);
	csv_put(b, false, str_from(kn_flow_name[r->flow]));
	csv_put(b, false, strata_record_id(e->s, r));
	buf_char(b, ',');
	date_print(b, r->date);
	buf_char(b, ',');
	put_codes(b, r->code, r->n_code);
	csv_put(b, false, rule->source);
	buf_text(b, "\r\n");
	return OK;
}

static enum rc evidence_condition(const struct strata *s,
				  const struct strata_worker *w, size_t row,
				  struct evidence_line *e, struct err *err)
{
	int groups[64];
	size_t n =
		strata_groups_of(s, w, e->condition, groups, countof(groups));
	for (size_t g = 0; g < n; g++)
		for (size_t i = 0; i < strata_group_size(s, groups[g]); i++) {
			e->rule = strata_group_rule(s, groups[g], i);
			if (s->q.kn->rules[e->rule].negated)
				continue;
			enum rc rc = strata_rule_records(
				s, row, e->rule, evidence_record, e, err);
			if (rc)
				return rc;
		}
	return OK;
}

static enum rc evidence_rows(const struct strata *s, struct strata_worker *w,
			     const struct strata_result *results, size_t row,
			     struct buf *b, struct err *err)
{
	struct strata_result r;
	struct strata_lists l;
	struct evidence_line e = {.s = s,
				  .out = b,
				  .person_id =
					  archive_person_id(s->q.archive, row)};
	strata_lists(s, &results[row], &l);
	if (!l.n_condition)
		return OK;
	strata_person(s, w, row, &r); /* the counts, which groups held */
	for (size_t i = 0; i < l.n_condition; i++) {
		e.condition = l.condition[i];
		enum rc rc = evidence_condition(s, w, row, &e, err);
		if (rc)
			return rc;
	}
	return OK;
}

enum rc strata_write_evidence(const struct strata *s,
			      const struct strata_result *results,
			      size_t n_thread, const char *path,
			      struct err *err)
{
	return write_people(s, results, n_thread, path,
			    STR("person_id,condition,group,rule_id,flow,"
				"record_id,date,code,source\r\n"),
			    evidence_rows, err);
}
