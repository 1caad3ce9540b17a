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

struct output { /* one file of a wave */
	const char *path;
	struct str header;
	person_fn *fn;
	struct outfile file;
	struct buf block[WAVE_BLOCK];
};
struct wave {
	const struct strata *s;
	const struct strata_result *results;
	struct strata_result *fresh; /* not NULL: evaluated on the way */
	struct progress *progress;
	const uint32_t *by_id;
	size_t from; /* place of the first person of the wave */
	struct output *out;
	size_t n_out;
	struct strata_worker *worker[MAX_WORKER];
};

static enum rc format_person(struct wave *v, struct strata_worker *w,
			     size_t place, size_t block, struct err *err)
{
	size_t row = v->by_id[place];
	enum rc rc = OK;
	if (v->fresh)
		strata_person(v->s, w, row, &v->fresh[row]);
	for (size_t k = 0; k < v->n_out && !rc; k++)
		rc = v->out[k].fn(v->s, w, v->results, row,
				  &v->out[k].block[block], err);
	return rc;
}

static enum rc format_block(void *ctx, size_t worker, size_t from, size_t to,
			    struct err *err)
{
	struct wave *v = ctx;
	struct str unused;
	enum rc rc = OK;
	for (size_t k = 0; k < v->n_out; k++)
		buf_reset(&v->out[k].block[from / BLOCK]);
	for (size_t i = from; i < to && !rc; i++)
		rc = format_person(v, v->worker[worker], v->from + i,
				   from / BLOCK, err);
	for (size_t k = 0; k < v->n_out && !rc; k++)
		rc = buf_finish(&v->out[k].block[from / BLOCK], &unused, err);
	return rc;
}

static enum rc write_wave(struct wave *v, size_t here, struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; k < v->n_out; k++)
		for (size_t i = 0; i < here && !rc; i += BLOCK)
			rc = outfile_write(
				&v->out[k].file,
				buf_view(&v->out[k].block[i / BLOCK]), err);
	return rc;
}

static enum rc write_waves(struct wave *v, size_t n_thread, struct err *err)
{
	size_t n = archive_people(v->s->q.archive)->n;
	enum rc rc = v->fresh ? strata_check(v->s, 0, n, err) : OK;
	for (; v->from < n && !rc; v->from += BLOCK * WAVE_BLOCK) {
		size_t here = n - v->from;
		if (here > BLOCK * WAVE_BLOCK)
			here = BLOCK * WAVE_BLOCK;
		rc = parallel_ranges(here, BLOCK, n_thread, format_block, v,
				     err);
		if (!rc)
			rc = write_wave(v, here, err);
		if (v->progress)
			progress_show(v->progress, v->from, v->from, n);
	}
	return rc;
}

static enum rc outputs_open(struct wave *v, struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; k < v->n_out && !rc; k++) {
		rc = outfile_open(&v->out[k].file, v->out[k].path, err);
		if (!rc)
			rc = outfile_write(&v->out[k].file, v->out[k].header,
					   err);
	}
	return rc;
}

static enum rc write_people(struct wave *v, size_t n_thread, struct err *err)
{
	enum rc rc = OK;
	v->by_id = archive_by_id(v->s->q.archive);
	if (!n_thread)
		n_thread = threads_available();
	if (n_thread > MAX_WORKER)
		n_thread = MAX_WORKER;
	for (size_t k = 0; k < v->n_out; k++)
		for (size_t i = 0; i < WAVE_BLOCK; i++)
			buf_init(&v->out[k].block[i], BLOCK_BYTES);
	for (size_t i = 0; i < n_thread && !rc; i++)
		if (!(v->worker[i] = strata_worker_new(v->s)))
			rc = err_set(err, E_NOMEM, "no memory for %zu threads",
				     n_thread);
	if (!rc)
		rc = outputs_open(v, err);
	if (!rc)
		rc = write_waves(v, n_thread, err);
	for (size_t k = 0; k < v->n_out; k++) {
		if (!rc)
			rc = outfile_commit(&v->out[k].file, err);
		else
			outfile_abort(&v->out[k].file);
		for (size_t i = 0; i < WAVE_BLOCK; i++)
			buf_release(&v->out[k].block[i]);
	}
	for (size_t i = 0; i < n_thread; i++)
		strata_worker_free(v->worker[i]);
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

#define CSV_HEADER                                                             \
	STR("person_id,index_date,status,level,level_weighted,"                \
	    "main_cluster,main_condition,n_comorbidities,clusters,"            \
	    "other_clusters,conditions,charlson_1987,charlson_2011,"           \
	    "mcs,elixhauser_vw,cds\r\n")

enum rc strata_write_csv(const struct strata *s,
			 const struct strata_result *results, size_t n_thread,
			 const char *path, struct err *err)
{
	struct output out = {
		.path = path, .header = CSV_HEADER, .fn = result_row};
	struct wave v = {.s = s, .results = results, .out = &out, .n_out = 1};
	return write_people(&v, n_thread, err);
}

/* ------------------------------------------------------------- evidence */

struct evidence_line { /* what all lines of a rule row share */
	const struct strata *s;
	struct buf *out;
	struct str person_id;
	int condition, rule;
	size_t head, head_at; /* bytes of a line before the record, once made */
};

/* What all lines of a rule share stands before and after the record. */
static void evidence_head(const struct evidence_line *e)
{
	const struct knowledge *kn = e->s->q.kn;
	const struct kn_rule *rule = &kn->rules[e->rule];
	struct buf *b = e->out;
	csv_put(b, true, e->person_id);
	csv_put(b, false, kn->conditions[e->condition].code);
	buf_char(b, ',');
	if (rule->condition != e->condition) {
		buf_str(b, kn->conditions[rule->condition].code);
		buf_char(b, '.');
	}
	buf_str(b, rule->group);
	csv_put(b, false, rule->id);
	csv_put(b, false, str_from(kn_flow_name[rule->flow]));
	buf_char(b, ',');
}

static enum rc evidence_record(void *ctx, const struct strata_record *r,
			       struct err *err)
{
	struct evidence_line *e = ctx;
	struct buf *b = e->out;
	char day[11];
	(void)err;
	if (!e->head) { /* the first record of the row of rules */
		size_t from = b->len;
		evidence_head(e);
		e->head = b->len - from;
		e->head_at = from;
	} else {
		char *to = buf_reserve(b, e->head);
		if (!to)
			return OK; /* told by buf_finish */
		memcpy(to, b->ptr + e->head_at, e->head);
		buf_advance(b, e->head);
	}
	if (r->flow != FLOW_EXEMPTION)
		csv_put(b, true, strata_record_id(e->s, r));
	buf_char(b, ',');
	buf_str(b, date_text(r->date, day));
	buf_char(b, ',');
	put_codes(b, r->code, r->n_code);
	csv_put(b, false, e->s->q.kn->rules[e->rule].source);
	buf_add(b, "\r\n", 2);
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
			e->head = 0;
			enum rc rc = strata_rule_records(
				s, row, e->rule, evidence_record, e, err);
			if (rc)
				return rc;
		}
	return OK;
}

/* Of the person the worker did last. */
static enum rc evidence_known(const struct strata *s, struct strata_worker *w,
			      const struct strata_result *results, size_t row,
			      struct buf *b, struct err *err)
{
	struct strata_lists l;
	struct evidence_line e = {.s = s,
				  .out = b,
				  .person_id =
					  archive_person_id(s->q.archive, row)};
	strata_lists(s, &results[row], &l);
	for (size_t i = 0; i < l.n_condition; i++) {
		e.condition = l.condition[i];
		enum rc rc = evidence_condition(s, w, row, &e, err);
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
	if (!(results[row].conditions[0] | results[row].conditions[1]))
		return OK;
	strata_person(s, w, row, &r); /* the counts, which groups held */
	return evidence_known(s, w, results, row, b, err);
}

#define EVIDENCE_HEADER                                                        \
	STR("person_id,condition,group,rule_id,flow,record_id,date,code,"      \
	    "source\r\n")

enum rc strata_write_evidence(const struct strata *s,
			      const struct strata_result *results,
			      size_t n_thread, const char *path,
			      struct err *err)
{
	struct output out = {
		.path = path, .header = EVIDENCE_HEADER, .fn = evidence_rows};
	struct wave v = {.s = s, .results = results, .out = &out, .n_out = 1};
	return write_people(&v, n_thread, err);
}

enum rc strata_run_write(const struct strata *s, size_t n_thread,
			 struct progress *progress,
			 struct strata_result *results, const char *csv,
			 const char *evidence, struct err *err)
{
	struct output out[] = {
		{.path = csv, .header = CSV_HEADER, .fn = result_row},
		{.path = evidence,
		 .header = EVIDENCE_HEADER,
		 .fn = evidence_known}};
	struct wave v = {.s = s,
			 .results = results,
			 .fresh = results,
			 .progress = progress,
			 .out = out,
			 .n_out = countof(out)};
	return write_people(&v, n_thread, err);
}
