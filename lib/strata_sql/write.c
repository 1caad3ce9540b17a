#include "strata_sql/strata_sql_int.h"

struct script {
	const struct sql_plan *p;
	struct template t;
};

static void put_number(char *text, size_t size, size_t n)
{
	snprintf(text, size, "%zu", n);
}

/* The words of one stage of the hierarchy. */
static enum rc put_stage(const struct script *s, size_t k, const char *file,
			 struct buf *out, struct err *err)
{
	const struct knowledge *kn = s->p->q->kn;
	const struct sql_stage *g = &s->p->stage[k];
	const struct kn_hierarchy *h = &kn->hierarchy[s->p->staged[g->from]];
	char number[5][24], codes[3][80];
	const size_t value[5] = {k + 1, k, s->p->cond[h->winner],
				 s->p->cond[h->loser],
				 g->promotes ? s->p->cond[h->result] : 0};
	static const char *const name[5] = {"stage", "before", "winner",
					    "loser", "result"};
	static const char *const code_name[3] = {"winner_code", "loser_code",
						 "result_code"};
	const int code[3] = {h->winner, h->loser,
			     g->promotes ? h->result : h->winner};
	struct template t = s->t;
	struct buf steps;
	buf_init(&steps, 65536);
	for (size_t i = g->from; i < g->to; i++) {
		if (i > g->from)
			buf_text(&steps, ", ");
		buf_int(&steps, kn->hierarchy[s->p->staged[i]].step);
	}
	buf_char(&steps, '\0');
	for (size_t i = 0; i < 5; i++) {
		put_number(number[i], sizeof(number[i]), value[i]);
		template_set(&t, name[i], number[i]);
	}
	for (size_t i = 0; i < 3; i++) {
		snprintf(codes[i], sizeof(codes[i]), STR_FMT,
			 STR_ARG(kn->conditions[code[i]].code));
		template_set(&t, code_name[i], codes[i]);
	}
	template_set(&t, "steps", steps.ptr ? steps.ptr : "");
	enum rc rc = template_file(&t, file, out, err);
	buf_release(&steps);
	return rc;
}

static enum rc put_stages(const struct script *s, struct buf *out,
			  struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; k < s->p->n_stage && !rc; k++)
		rc = put_stage(s, k,
			       s->p->stage[k].promotes ? "promote.sql"
						       : "stage.sql",
			       out, err);
	return rc;
}

/* What the hierarchy made of two conditions, for the evidence. */
static enum rc put_merged(const struct script *s, struct buf *out,
			  struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; k < s->p->n_stage && !rc; k++)
		if (s->p->stage[k].promotes)
			rc = put_stage(s, k, "merged.sql", out, err);
	return rc;
}

/* {key_sums}, {key_names}, {key_equal}: the words of a person's signs. */
static enum rc put_key(const struct script *s, struct str name, struct buf *out,
		       struct err *err)
{
	char text[240] = "";
	for (size_t i = 1; i <= key_words(s->p); i++) {
		enum rc rc = OK;
		if (str_is(name, "key_names"))
			snprintf(text, sizeof(text), "%skey_%zu",
				 i > 1 ? ", " : "", i);
		else if (str_is(name, "key_equal"))
			snprintf(text, sizeof(text), "%sg.key_%zu = k.key_%zu",
				 i > 1 ? " AND " : "", i, i);
		else
			snprintf(text, sizeof(text),
				 ",\n\t{bigint|SUM(CASE WHEN c.word = %zu THEN "
				 "(1 + 2 * s.more_than_drugs + 4 * "
				 "s.more_than_generic) * c.digit ELSE 0 END)} "
				 "AS key_%zu",
				 i, i);
		rc = template_words(&s->t, str_from(text), out, err);
		if (rc)
			return rc;
	}
	return OK;
}

/* Words that stand for rows or for repeated parts. */
static enum rc special(void *ctx, struct str name, struct str argument,
		       struct buf *out, struct err *err)
{
	const struct script *s = ctx;
	if (str_is(name, "rows"))
		return rows_put(s->p, argument, out, err);
	if (str_is(name, "stages"))
		return put_stages(s, out, err);
	if (str_is(name, "merged"))
		return put_merged(s, out, err);
	if (str_starts(name, STR("key_")))
		return put_key(s, name, out, err);
	if (str_is(name, "evidence"))
		return template_file(&s->t, "evidence.sql", out, err);
	if (str_is(name, "level_in_use")) {
		level_put(s->p, s->p->definition, out);
		return OK;
	}
	if (str_is(name, "level_weighted")) {
		level_put(s->p, STR("weighted"), out);
		return OK;
	}
	return err_set(err, E_NOT_FOUND, "template: no word " STR_FMT,
		       STR_ARG(name));
}

struct texts { /* of the variables, as long as the script is written */
	char index[11], year[8], month_day[8], contact_days[16], n_stage[16];
	char line[80], definition[80];
};

static void set_variables(struct template *t, const struct sql_plan *p,
			  struct texts *x)
{
	struct ymd d = date_ymd(p->q->index);
	date_text(p->q->index, x->index);
	snprintf(x->year, sizeof(x->year), "%d", d.year);
	snprintf(x->month_day, sizeof(x->month_day), "%d",
		 d.month * 100 + d.day);
	snprintf(x->contact_days, sizeof(x->contact_days), "%d",
		 p->contact_days);
	snprintf(x->n_stage, sizeof(x->n_stage), "%zu", p->n_stage);
	snprintf(x->definition, sizeof(x->definition), STR_FMT,
		 STR_ARG(p->definition));
	template_set(t, "index", x->index);
	template_set(t, "year", x->year);
	template_set(t, "month_day", x->month_day);
	template_set(t, "contact_days", x->contact_days);
	template_set(t, "n_stage", x->n_stage);
	template_set(t, "definition", x->definition);
	template_set(t, "dialect", sql_dialect_name[p->q->dialect]);
	if (p->q->line.len) {
		snprintf(x->line, sizeof(x->line), STR_FMT,
			 STR_ARG(p->q->line));
		template_set(t, "line", x->line);
	}
	/* $1 is the alias, $2 the table */
	template_set(t, "originals",
		     p->q->clean ? ""
				 : "\nLEFT JOIN strata_copied x ON x.flow = "
				   "'$2' AND x.record_id = $1.record_id\n"
				   "WHERE x.record_id IS NULL OR $1.{line} = "
				   "x.first_line");
}

enum rc strata_sql_write(const struct strata_sql *q, struct buf *out,
			 struct err *err)
{
	struct sql_plan p;
	struct script s = {.p = &p};
	struct texts texts;
	enum rc rc = plan_make(&p, q, err);
	if (rc)
		goto out;
	s.t = (struct template){.dialect = q->dialect,
				.words = dialect_words(q->dialect),
				.special = special,
				.ctx = &s};
	set_variables(&s.t, &p, &texts);
	template_flag(&s.t, "raw", !q->clean);
	template_flag(&s.t, "evidence", q->evidence);
	rc = template_file(&s.t, "evaluate.sql", out, err);
out:
	plan_release(&p);
	return rc;
}

enum rc strata_sql_tables(enum sql_dialect dialect, struct buf *out,
			  struct err *err)
{
	struct template t = {.dialect = dialect,
			     .words = dialect_words(dialect)};
	template_set(&t, "dialect", sql_dialect_name[dialect]);
	return template_file(&t, "tables.sql", out, err);
}
