/* What an exam says in words, and when it must not. */
#include "spiro/exam.h"

#include <math.h>

bool spiro_exam_graded(const struct spiro_exam *e, enum spiro_phase p)
{
	const struct spiro_result *r = &e->session.result[p];
	const int limit = (int)e->rules->grade_warn;
	return spiro_grade_rank(r->fev1_grade) < limit &&
	       spiro_grade_rank(r->fvc_grade) < limit;
}

bool spiro_exam_reads_pattern(const struct spiro_exam *e)
{
	return e->has_opinion && spiro_exam_graded(e, e->opinion.read);
}

bool spiro_exam_reads_response(const struct spiro_exam *e)
{
	return e->has_opinion && spiro_exam_graded(e, SPIRO_PRE) &&
	       spiro_exam_graded(e, SPIRO_POST);
}

static void put_low_grade(struct buf *b, const struct spiro_result *r,
			  enum lang lang)
{
	const struct str pairs[] = {STR("fev1"),
				    {&r->fev1_grade, 1},
				    STR("fvc"),
				    {&r->fvc_grade, 1}};
	text_fill(b, MSG_SPI_P_LOW_GRADE, lang, pairs, 2);
}

void spiro_exam_pattern(struct buf *b, const struct spiro_exam *e,
			enum lang lang)
{
	const struct spiro_opinion *o = &e->opinion;
	if (!spiro_exam_reads_pattern(e)) {
		put_low_grade(b, &e->session.result[o->read], lang);
		return;
	}
	buf_str(b, spiro_pattern_text(o->pattern, lang));
	if (o->severity == SPIRO_WITHIN_LIMITS)
		return;
	buf_text(b, ", ");
	buf_str(b, spiro_severity_text(o->severity, lang));
}

/* "FEV1 +0,31 L (+10,2 %)"; gives whether there was one. */
static bool put_change(struct buf *b, const char *name,
		       const struct spiro_change *c, bool more, enum lang lang)
{
	if (!isfinite(c->pct_predicted))
		return false;
	buf_printf(b, "%s%s %s", more ? ", " : "", name,
		   c->litres > 0 ? "+" : "");
	text_number(b, lang, c->litres, 2);
	buf_printf(b, " L (%s", c->pct_predicted > 0 ? "+" : "");
	text_number(b, lang, c->pct_predicted, 1);
	buf_text(b, " %)");
	return true;
}

void spiro_exam_response(struct buf *b, const struct spiro_exam *e,
			 enum lang lang)
{
	const struct spiro_opinion *o = &e->opinion;
	bool any = put_change(b, "FEV1", &o->fev1, false, lang);
	any |= put_change(b, "FVC", &o->fvc, any, lang);
	if (!any)
		return;
	buf_text(b, ": ");
	buf_str(b, text_of(!spiro_exam_reads_response(e) ? MSG_SPI_BDR_LOW_GRADE
			   : o->fev1.responds || o->fvc.responds
				   ? MSG_SPI_T_RESPONDS
				   : MSG_SPI_T_RESPONDS_NOT,
			   lang));
}
