/* Which rules: everything of the tables and parameters that a result depends
 * on, as text, digested. */
#include "base/sha256.h"
#include "strata/kept.h"
#include "strata/strata_int.h"

/* Changes when the engine reads the same tables otherwise. */
#define ENGINE "prossima strata 1"

#define LINE_BYTES 65536 /* one row of a table */

struct digester {
	struct sha256 *h;
	struct buf line;
};

/* Fields end with a byte that no text holds, so that none runs into another. */
static void text(struct digester *d, struct str s)
{
	buf_str(&d->line, s);
	buf_char(&d->line, '\x1f');
}

static void numbers(struct digester *d, const int64_t *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_int(&d->line, v[i]);
		buf_char(&d->line, '\x1f');
	}
}
#define NUMBERS(d, ...)                                                        \
	numbers(d, (const int64_t[]){__VA_ARGS__},                             \
		countof(((const int64_t[]){__VA_ARGS__})))

static void end_line(struct digester *d)
{
	sha256_add(d->h, d->line.ptr, d->line.len);
	sha256_add(d->h, "\n", 1);
	buf_reset(&d->line);
}

static void add_rules(struct digester *d, const struct knowledge *kn)
{
	for (size_t i = 0; i < kn->n_rules; i++) {
		const struct kn_rule *r = &kn->rules[i];
		text(d, r->id);
		text(d, r->codes);
		NUMBERS(d, r->condition, r->group_index, r->negated, r->flow,
			r->field, r->min_events, r->min_distinct_dates,
			r->min_days_span, r->lookback_days, r->min_ddd_e4,
			r->age_min, r->age_max, r->sex);
		end_line(d);
	}
	for (size_t i = 0; i < kn->n_hierarchy; i++) {
		const struct kn_hierarchy *h = &kn->hierarchy[i];
		NUMBERS(d, h->step, h->winner, h->loser, h->result,
			h->relation);
		end_line(d);
	}
}

static void add_names(struct digester *d, const struct knowledge *kn)
{
	for (size_t i = 0; i < kn->n_conditions; i++) {
		const struct kn_condition *c = &kn->conditions[i];
		text(d, c->code);
		NUMBERS(d, c->cluster, c->priority, c->counts_override);
		end_line(d);
	}
	for (size_t i = 0; i < kn->n_clusters; i++) {
		const struct kn_cluster *k = &kn->clusters[i];
		text(d, k->code);
		NUMBERS(d, k->rank, k->counts, k->mild);
		end_line(d);
	}
	for (size_t i = 0; i < kn->n_level_rules; i++) {
		const struct kn_level_rule *r = &kn->level_rules[i];
		text(d, r->definition);
		NUMBERS(d, r->level, r->min_clusters, r->max_clusters,
			r->max_mild, r->min_contacts);
		end_line(d);
	}
}

static void add_scores(struct digester *d, const struct strata *s)
{
	const struct knowledge *kn = s->q.kn;
	for (size_t i = 0; i < s->n_score_row; i++) {
		const struct score_row *r = &s->score_row[i];
		text(d, r->category);
		text(d, r->prefix);
		text(d, r->superseded_by);
		NUMBERS(d, r->score, r->weight[0], r->weight[1]);
		end_line(d);
	}
	for (size_t i = 0; i < kn->n_mcs; i++) {
		text(d, kn->mcs[i].dx_prefixes);
		text(d, kn->mcs[i].atc_prefixes);
		NUMBERS(d, kn->mcs[i].weight, kn->mcs[i].lookback_days);
		end_line(d);
	}
	for (size_t i = 0; i < kn->n_cds; i++) {
		text(d, kn->cds[i].classes_text);
		NUMBERS(d, kn->cds[i].min_points, kn->cds[i].max_points,
			kn->cds[i].first_decides);
		end_line(d);
	}
}

/* Lengths of windows, not their days: these move with the index date. */
static void add_parameters(struct digester *d, const struct strata *s)
{
	text(d, STR(ENGINE));
	text(d, s->q.definition);
	NUMBERS(d, s->index - s->contact_from,
		s->index - s->score_from[SCORE_CHARLSON],
		s->index - s->score_from[SCORE_ELIXHAUSER], s->mcs_min_dates);
	for (size_t i = 0; i < s->n_counter; i++)
		NUMBERS(d, s->counter[i].lookback);
	end_line(d);
}

void strata_rules_digest(const struct strata *s, char out[SHA256_HEX])
{
	unsigned char digest[SHA256_LEN] = {0};
	struct digester d = {.h = sha256_new()};
	out[0] = '\0';
	if (!d.h)
		return; /* equal to no digest */
	buf_init(&d.line, LINE_BYTES);
	add_parameters(&d, s);
	add_rules(&d, s->q.kn);
	add_names(&d, s->q.kn);
	add_scores(&d, s);
	sha256_finish(d.h, digest);
	sha256_hex(digest, out);
	buf_release(&d.line);
	sha256_free(d.h);
}
