/* Inside strata_sql: the template language, the dialects, the knowledge as
 * numbered rows.
 *
 * A template is SQL with words in braces: {word} or {word|argument|...}.
 * Arguments may hold words. A word stands for a text in which $1, $2 are the
 * arguments and which may hold words in its turn. Lines "#if FLAG" and "#end"
 * keep what is between them when the flag is set; they do not nest.
 */
#ifndef STRATA_SQL_STRATA_SQL_INT_H
#define STRATA_SQL_STRATA_SQL_INT_H

#include "base/embedded.h"
#include "strata_sql/strata_sql.h"

/* evaluate.sql and its parts (Makefile). */
extern const struct embedded strata_sql_files[];
extern const size_t strata_sql_files_count;

struct word {
	const char *name, *text;
};

/* What a dialect says in its own way; ends with an empty one. */
const struct word *dialect_words(enum sql_dialect d);

/* ------------------------------------------------------------- templates */

struct template
{
	enum sql_dialect dialect;
	const struct word *words; /* of the dialect */
	const char *flag[8];      /* set */
	size_t n_flag;
	struct word var[40]; /* of the script: dates, parameters */
	size_t n_var;
	/* A word that is neither: rows of knowledge. E_NOT_FOUND: unknown. */
	enum rc (*special)(void *ctx, struct str name, struct str argument,
			   struct buf *out, struct err *err);
	void *ctx;
};
void template_set(struct template *t, const char *name, const char *text);
void template_flag(struct template *t, const char *flag, bool set);
/* Words alone, without lines of #if. */
MUST_USE enum rc template_words(const struct template *t, struct str text,
				struct buf *out, struct err *err);
/* An embedded file, expanded. */
MUST_USE enum rc template_file(const struct template *t, const char *name,
			       struct buf *out, struct err *err);

/* ------------------------------------------------------------- knowledge */

enum sql_lane {
	SQL_EXEMPTION,
	SQL_DRUG,
	SQL_OUTPATIENT,
	SQL_HOSPITAL_DX,
	SQL_HOSPITAL_PROC,
	SQL_EMERGENCY_DX,
	SQL_NOTHING /* procedures of an emergency: there are none */
};
enum sql_style { STYLE_SPEC, STYLE_SERVICE, STYLE_PREFIX };

/* What records are counted for: see strata_counter in evaluate.sql. */
struct sql_counter {
	enum sql_lane lane;
	enum sql_style style;
	bool main_only;
	int lookback;
	struct str codes; /* for STYLE_PREFIX joined with '|' */
	int least_events, least_dates;
};
/* A category of Charlson or Elixhauser, or a run of its rows that agree. */
struct sql_part {
	size_t category, superseded_by; /* 0: none */
	size_t counter;
	int charlson_1987, charlson_2011, elixhauser_vw;
};
struct sql_mcs {
	size_t category, counter;
	int min_dates, weight;
};
struct sql_cds {
	size_t category, class, counter; /* row of kn->cds, class in it */
};
struct sql_stage {
	size_t from, to; /* rows of `staged` */
	bool promotes;
};

struct sql_plan {
	struct arena arena;
	const struct strata_sql *q;
	struct str definition;
	int contact_days;
	struct sql_counter *counter;
	size_t n_counter;
	size_t *rule_counter; /* by rule row */
	size_t *n_positive;   /* by group */
	size_t *cond;         /* by condition: place by priority, 1 first */
	size_t *cluster;      /* by cluster: place by rank, 1 first */
	struct sql_part *part;
	size_t n_part;
	struct sql_mcs *mcs;
	size_t n_mcs;
	struct sql_cds *cds;
	size_t n_cds;
	size_t *staged; /* rows of kn->hierarchy in order of stage */
	struct sql_stage *stage;
	size_t n_stage;
};
MUST_USE enum rc plan_make(struct sql_plan *p, const struct strata_sql *q,
			   struct err *err);
void plan_release(struct sql_plan *p);
/* The number of a counter, from 1, made when nobody asked the same before. */
size_t plan_counter(struct sql_plan *p, struct sql_counter want);
MUST_USE enum rc plan_parameter(const struct sql_plan *p, const char *name,
				int *out, struct err *err);
MUST_USE enum rc plan_scores(struct sql_plan *p, struct err *err);

/* rows.c: the tables of knowledge, {rows|name}. */
MUST_USE enum rc rows_put(const struct sql_plan *p, struct str table,
			  struct buf *out, struct err *err);
/* The signs of a person as numbers: digits of base 8, so many to a word of 63
 * bits. */
#define KEY_DIGITS 20
size_t key_words(const struct sql_plan *p);
/* CASE of the level by one definition. */
void level_put(const struct sql_plan *p, struct str definition,
	       struct buf *out);

#endif
