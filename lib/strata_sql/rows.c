/* Knowledge as rows of SQL. */
#include "strata_sql/strata_sql_int.h"

/* Stands for "no limit" where the table wants a number. */
#define NO_LIMIT 1000000

struct rows {
	const struct sql_plan *p;
	struct buf *out;
	bool is_clickhouse;
	size_t n_row, n_field;
};

/* Columns as "counter i, lane t": i integer, b big integer, t text. */
static void put_columns(struct rows *r, const char *columns)
{
	for (const char *c = columns; *c; c++) {
		if (*c != ' ' || (c[2] != ',' && c[2])) {
			buf_char(r->out, *c);
			continue;
		}
		c++;
		if (r->is_clickhouse)
			buf_text(r->out, *c == 'i'   ? " Int32"
					 : *c == 'b' ? " Int64"
						     : " String");
	}
}

static void begin(struct rows *r, const char *columns)
{
	if (r->is_clickhouse) {
		buf_text(r->out, "SELECT * FROM VALUES('");
		put_columns(r, columns);
		buf_text(r->out, "',");
	} else {
		buf_text(r->out, "SELECT * FROM (VALUES");
	}
}

static void row(struct rows *r)
{
	if (r->n_row++)
		buf_text(r->out, "),");
	buf_text(r->out, r->n_row % 4 == 1 ? "\n\t(" : " (");
	r->n_field = 0;
}

static void put_int(struct rows *r, int64_t v)
{
	if (r->n_field++)
		buf_text(r->out, ", ");
	buf_int(r->out, v);
}

static void put_size(struct rows *r, size_t v)
{
	put_int(r, (int64_t)v);
}

static void put_str(struct rows *r, struct str s)
{
	bool escapes = r->p->q->dialect == SQL_CLICKHOUSE ||
		       r->p->q->dialect == SQL_SPARK;
	if (r->n_field++)
		buf_text(r->out, ", ");
	buf_char(r->out, '\'');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\'')
			buf_char(r->out, escapes ? '\\' : '\'');
		if (s.ptr[i] == '\\' && escapes)
			buf_char(r->out, '\\');
		buf_char(r->out, s.ptr[i]);
	}
	buf_char(r->out, '\'');
}

static void finish(struct rows *r, const char *columns)
{
	buf_text(r->out, ")\n)");
	if (r->is_clickhouse)
		return;
	buf_text(r->out, " AS t (");
	put_columns(r, columns);
	buf_char(r->out, ')');
}

static int or_limit(int v)
{
	return v == KN_UNSET ? NO_LIMIT : v;
}

static int64_t or_zero(int64_t v)
{
	return v > 0 ? v : 0;
}

/* --------------------------------------------------------------- tables */

static void put_counters(struct rows *r)
{
	static const char *const lane[] = {
		[SQL_EXEMPTION] = "exemption",
		[SQL_DRUG] = "drug",
		[SQL_OUTPATIENT] = "outpatient",
		[SQL_HOSPITAL_DX] = "hospital_dx",
		[SQL_HOSPITAL_PROC] = "hospital_proc",
		[SQL_EMERGENCY_DX] = "emergency_dx",
		[SQL_NOTHING] = "nothing",
	};
	for (size_t i = 0; i < r->p->n_counter; i++) {
		const struct sql_counter *c = &r->p->counter[i];
		row(r);
		put_size(r, i + 1);
		put_str(r, str_from(lane[c->lane]));
		put_int(r, c->lookback);
		put_int(r, c->main_only);
		put_int(r, c->least_events);
		put_int(r, c->least_dates);
	}
}

static void put_token(struct rows *r, size_t counter, size_t n, struct str lo,
		      struct str hi)
{
	row(r);
	put_size(r, counter);
	put_size(r, n);
	put_str(r, lo);
	put_str(r, hi);
}

/* One alternative (data/README.md, Rules). */
static void put_alternative(struct rows *r, size_t counter,
			    enum sql_style style, struct str t)
{
	enum { WHOLE = 99 }; /* longer than any code */
	char dotted[64];
	struct str hi = t, lo = t;
	if (style == STYLE_SERVICE) {
		put_token(r, counter, WHOLE, t, t);
		snprintf(dotted, sizeof(dotted), STR_FMT ".", STR_ARG(t));
		put_token(r, counter, t.len + 1, str_from(dotted),
			  str_from(dotted));
		return;
	}
	if (style == STYLE_SPEC && t.len && t.ptr[0] == '=') {
		lo = str_sub(t, 1, t.len - 1);
		put_token(r, counter, WHOLE, lo, lo);
		return;
	}
	if (style == STYLE_SPEC) {
		lo = str_cut(&hi, '-');
		if (!hi.ptr)
			hi = lo;
	}
	if (lo.len)
		put_token(r, counter, lo.len, lo, hi);
}

static void put_tokens(struct rows *r)
{
	for (size_t i = 0; i < r->p->n_counter; i++) {
		const struct sql_counter *c = &r->p->counter[i];
		for (struct str rest = c->codes; rest.ptr;)
			put_alternative(r, i + 1, c->style,
					str_cut(&rest, '|'));
	}
}

static void put_rules(struct rows *r)
{
	const struct knowledge *kn = r->p->q->kn;
	for (size_t i = 0; i < kn->n_rules; i++) {
		const struct kn_rule *x = &kn->rules[i];
		bool exemption = x->flow == FLOW_EXEMPTION;
		row(r);
		put_size(r, i + 1);
		put_int(r, x->group_index + 1);
		put_size(r, r->p->n_positive[x->group_index]);
		put_int(r, x->negated);
		put_size(r, r->p->rule_counter[i]);
		put_int(r, exemption ? 1 : x->min_events);
		put_int(r, exemption ? 0 : or_zero(x->min_distinct_dates));
		put_int(r, exemption ? 0 : or_zero(x->min_days_span));
		put_int(r, exemption ? 0 : or_zero(x->min_ddd_e4));
		put_int(r, or_zero(x->age_min));
		put_int(r, or_limit(x->age_max));
		put_str(r, (struct str){&x->sex, x->sex ? 1 : 0});
	}
}

static void put_groups(struct rows *r)
{
	const struct knowledge *kn = r->p->q->kn;
	for (size_t g = 0; g < kn->n_group; g++) {
		size_t drug = 0, exemption = 0;
		int condition = -1;
		for (size_t i = 0; i < kn->n_rules; i++) {
			const struct kn_rule *x = &kn->rules[i];
			if ((size_t)x->group_index != g)
				continue;
			condition = x->condition;
			drug += !x->negated && x->flow == FLOW_DRUG;
			exemption += !x->negated && x->flow == FLOW_EXEMPTION;
		}
		row(r);
		put_size(r, g + 1);
		put_size(r, r->p->cond[condition]);
		put_str(r, drug == r->p->n_positive[g]        ? STR("drug")
			   : exemption == r->p->n_positive[g] ? STR("exemption")
							      : STR("other"));
	}
}

size_t key_words(const struct sql_plan *p)
{
	return (p->q->kn->n_conditions + KEY_DIGITS - 1) / KEY_DIGITS;
}

static void put_conditions(struct rows *r)
{
	const struct knowledge *kn = r->p->q->kn;
	for (size_t i = 0; i < kn->n_conditions; i++) {
		const struct kn_condition *c = &kn->conditions[i];
		row(r);
		put_size(r, r->p->cond[i]);
		put_str(r, c->code);
		put_size(r, c->cluster < 0 ? 0 : r->p->cluster[c->cluster]);
		put_int(r, c->counts_override);
		put_size(r, i / KEY_DIGITS + 1);
		put_int(r, INT64_C(1) << (3 * (i % KEY_DIGITS)));
	}
}

static void put_clusters(struct rows *r)
{
	const struct knowledge *kn = r->p->q->kn;
	for (size_t i = 0; i < kn->n_clusters; i++) {
		const struct kn_cluster *c = &kn->clusters[i];
		row(r);
		put_size(r, r->p->cluster[i]);
		put_str(r, c->code);
		put_int(r, c->counts);
		put_int(r, c->mild);
	}
}

static void put_hierarchy(struct rows *r)
{
	static const char *const relation[] = {
		[REL_SUPERSEDES] = "supersedes",
		[REL_DROPS_IF_DRUG_ONLY] = "drops_if_drug_only",
		[REL_DROPS_IF_GENERIC_EXEMPTION] = "drops_if_generic_exemption",
		[REL_PROMOTES] = "promotes",
		[REL_NONE] = "none",
	};
	for (size_t k = 0; k < r->p->n_stage; k++)
		for (size_t i = r->p->stage[k].from; i < r->p->stage[k].to;
		     i++) {
			const struct kn_hierarchy *h =
				&r->p->q->kn->hierarchy[r->p->staged[i]];
			row(r);
			put_size(r, k + 1);
			put_int(r, h->step);
			put_size(r, r->p->cond[h->winner]);
			put_size(r, r->p->cond[h->loser]);
			put_str(r, str_from(relation[h->relation]));
		}
}

static void put_categories(struct rows *r)
{
	for (size_t i = 0; i < r->p->n_part; i++) {
		const struct sql_part *x = &r->p->part[i];
		row(r);
		put_size(r, i + 1);
		put_size(r, x->category);
		put_size(r, x->superseded_by);
		put_size(r, x->counter);
		put_int(r, x->charlson_1987);
		put_int(r, x->charlson_2011);
		put_int(r, x->elixhauser_vw);
	}
}

static void put_mcs(struct rows *r)
{
	for (size_t i = 0; i < r->p->n_mcs; i++) {
		const struct sql_mcs *m = &r->p->mcs[i];
		row(r);
		put_size(r, m->category);
		put_size(r, m->counter);
		put_int(r, m->min_dates);
		put_int(r, m->weight);
	}
}

static void put_cds(struct rows *r)
{
	for (size_t i = 0; i < r->p->n_cds; i++) {
		const struct sql_cds *x = &r->p->cds[i];
		const struct kn_cds *c = &r->p->q->kn->cds[x->category];
		row(r);
		put_size(r, x->category + 1);
		put_size(r, x->class + 1);
		put_size(r, x->counter);
		put_int(r, c->min_points);
		put_int(r, c->max_points);
		put_int(r, c->first_decides);
	}
}

/* What the evidence says of a rule. */
static void put_rule_words(struct rows *r)
{
	const struct knowledge *kn = r->p->q->kn;
	for (size_t i = 0; i < kn->n_rules; i++) {
		const struct kn_rule *x = &kn->rules[i];
		if (x->negated)
			continue;
		row(r);
		put_size(r, i + 1);
		put_size(r, r->p->cond[x->condition]);
		put_str(r, x->group);
		put_str(r, x->id);
		put_str(r, str_from(kn_flow_name[x->flow]));
		put_str(r, x->source);
	}
}

enum rc rows_put(const struct sql_plan *p, struct str table, struct buf *out,
		 struct err *err)
{
	static const struct {
		const char *name, *columns;
		void (*put)(struct rows *r);
	} tables[] = {
		{"counter",
		 "counter i, lane t, lookback i, main_only i, "
		 "least_events i, least_dates i",
		 put_counters},
		{"token", "counter i, n i, lo t, hi t", put_tokens},
		{"rule",
		 "rule_no i, grp i, n_positive i, negated i, counter i, "
		 "min_events i, min_dates i, min_span i, min_dose i, "
		 "age_min i, age_max i, sex t",
		 put_rules},
		{"group", "grp i, cond i, speaks t", put_groups},
		{"condition",
		 "cond i, code t, cluster i, counts_override i, word i, "
		 "digit b",
		 put_conditions},
		{"cluster", "cluster i, code t, counts i, mild i",
		 put_clusters},
		{"hierarchy", "stage i, step i, winner i, loser i, relation t",
		 put_hierarchy},
		{"category",
		 "part i, category i, superseded_by i, counter i, "
		 "charlson_1987 i, charlson_2011 i, elixhauser_vw i",
		 put_categories},
		{"mcs", "category i, counter i, min_dates i, weight i",
		 put_mcs},
		{"cds",
		 "category i, class i, counter i, min_points i, max_points i, "
		 "first_decides i",
		 put_cds},
		{"rule_words",
		 "rule_no i, cond i, label t, rule_id t, flow t, source t",
		 put_rule_words},
	};
	struct rows r = {.p = p,
			 .out = out,
			 .is_clickhouse = p->q->dialect == SQL_CLICKHOUSE};
	for (size_t i = 0; i < countof(tables); i++) {
		if (!str_is(table, tables[i].name))
			continue;
		begin(&r, tables[i].columns);
		tables[i].put(&r);
		finish(&r, tables[i].columns);
		return OK;
	}
	return err_set(err, E_NOT_FOUND, "template: no table " STR_FMT,
		       STR_ARG(table));
}

/* First row that holds, in order of level. */
void level_put(const struct sql_plan *p, struct str definition, struct buf *out)
{
	const struct knowledge *kn = p->q->kn;
	buf_text(out, "CASE");
	for (size_t i = 0; i < kn->n_level_rules; i++) {
		const struct kn_level_rule *l = &kn->level_rules[i];
		char n[120] = "n_counting";
		if (!str_eq(l->definition, definition))
			continue;
		if (l->max_mild != KN_UNSET)
			snprintf(n, sizeof(n),
				 "n_counting - CASE WHEN n_mild_others > %d "
				 "THEN n_mild_others - "
				 "%d ELSE 0 END",
				 l->max_mild, l->max_mild);
		buf_printf(out,
			   "\n\t\tWHEN %s BETWEEN %d AND %d AND n_contact >= "
			   "%d THEN %d",
			   n, l->min_clusters, or_limit(l->max_clusters),
			   l->min_contacts, l->level);
	}
	buf_text(out, " END");
}
