/* An exam as plain text for a terminal. */
#include "spiro/exam.h"

#include <math.h>

/* "4.10", "4,10"; a dash when it is not known. */
static void put_number(struct buf *b, double v, int digits, int width,
		       enum lang lang)
{
	char room[40];
	int n = isfinite(v) ? snprintf(room, sizeof(room), "%.*f", digits, v)
			    : snprintf(room, sizeof(room), "-");
	for (int i = 0; i < n && lang == LANG_IT; i++)
		if (room[i] == '.')
			room[i] = ',';
	buf_printf(b, "%*.*s", width, n, room);
}

static void put_msg(struct buf *b, enum msg id, enum lang lang)
{
	buf_str(b, text_of(id, lang));
}

/* ---- blows */

static const char *mark(bool acceptable, bool usable)
{
	return acceptable ? "  +  " : usable ? " (+) " : "  -  ";
}

static void put_blow(struct buf *b, const struct spiro_exam *e,
		     const struct spiro_blow *w, enum lang lang)
{
	const struct spiro_measures *m = &w->m;
	const double v[] = {m->fev1,    m->fvc, m->fev1fvc, m->pef,
			    m->fef2575, m->fet, m->bev};
	buf_printf(b, "%-20.*s%s", (int)w->name.len, w->name.ptr,
		   w->phase == SPIRO_POST ? "*" : " ");
	for (size_t i = 0; i < countof(v); i++)
		put_number(b, v[i], 2, 9, lang);
	buf_printf(b, "  %s%s\n", mark(w->v.fev1_acceptable, w->v.fev1_usable),
		   mark(w->v.fvc_acceptable, w->v.fvc_usable));
	for (int c = 0; c < N_SPIRO_CAUSE; c++) {
		if (!(w->v.causes >> c & 1))
			continue;
		buf_text(b, "    - ");
		spiro_cause_text(b, (enum spiro_cause)c, m, e->rules, lang);
		buf_char(b, '\n');
	}
}

static void put_blows(struct buf *b, const struct spiro_exam *e, enum lang lang)
{
	static const char *const head[] = {"FEV1",    "FVC", "FEV1/FVC", "PEF",
					   "FEF2575", "FET", "BEV"};
	if (!e->session.n_blow)
		return;
	put_msg(b, MSG_SPI_T_BLOWS, lang);
	buf_printf(b, "\n%-21s", "");
	for (size_t i = 0; i < countof(head); i++)
		buf_printf(b, "%9s", head[i]);
	buf_text(b, "   FEV1 FVC\n");
	for (size_t i = 0; i < e->session.n_blow; i++)
		put_blow(b, e, &e->session.blow[i], lang);
	put_msg(b, MSG_SPI_T_MARKS, lang);
	buf_text(b, "\n\n");
}

/* ---- session */

static void put_grade(struct buf *b, const char *name, double best, char grade,
		      double apart, bool only_usable, enum lang lang)
{
	buf_printf(b, "  %-5s", name);
	put_number(b, best, 2, 6, lang);
	buf_printf(b, " L  ");
	put_msg(b, MSG_SPI_T_GRADE, lang);
	buf_printf(b, " %c", grade);
	if (isfinite(apart)) {
		buf_text(b, ", ");
		put_msg(b, MSG_SPI_T_APART, lang);
		put_number(b, apart, 3, 0, lang);
		buf_text(b, " L");
	}
	if (only_usable) {
		buf_text(b, ", ");
		put_msg(b, MSG_SPI_T_ONLY_USABLE, lang);
	}
	buf_char(b, '\n');
}

static void put_session(struct buf *b, const struct spiro_exam *e,
			enum spiro_phase phase, enum lang lang)
{
	const struct spiro_result *r = &e->session.result[phase];
	if (!r->n_blow)
		return;
	put_msg(b, phase == SPIRO_PRE ? MSG_SPI_T_SESSION : MSG_SPI_T_POST,
		lang);
	buf_char(b, '\n');
	put_grade(b, "FEV1", r->best[SPIRO_FEV1], r->fev1_grade, r->fev1_apart,
		  r->fev1_only_usable, lang);
	put_grade(b, "FVC", r->best[SPIRO_FVC], r->fvc_grade, r->fvc_apart,
		  r->fvc_only_usable, lang);
	buf_text(b, "  ");
	buf_str(b, spiro_advice_text(r->advice, lang));
	buf_text(b, "\n\n");
}

/* ---- against normal values */

static void put_scored(struct buf *b, enum spiro_param p,
		       const struct spiro_scored *v, enum lang lang)
{
	const double all[] = {v->measured, v->norm.predicted, v->norm.lln,
			      v->score.z};
	buf_printf(b, "  %-10s", spiro_param_name(p));
	for (size_t i = 0; i < countof(all); i++)
		put_number(b, all[i], 2, 10, lang);
	put_number(b, v->score.pct_predicted, 0, 10, lang);
	buf_char(b, '\n');
}

static void put_values(struct buf *b, const struct spiro_opinion *o,
		       enum spiro_phase phase, enum lang lang)
{
	bool any = false;
	for (int p = 0; p < N_SPIRO_PARAM; p++)
		any |= !isnan(o->value[phase][p].measured);
	if (!any)
		return;
	put_msg(b,
		phase == SPIRO_PRE ? MSG_SPI_T_VALUES : MSG_SPI_T_VALUES_POST,
		lang);
	buf_printf(b, ", %s\n  %-10s", spiro_set_title(o->set), "");
	for (enum msg h = MSG_SPI_T_MEASURED; h <= MSG_SPI_T_PERCENT; h++) {
		struct str s = text_of(h, lang);
		buf_printf(b, "%10.*s", (int)s.len, s.ptr);
	}
	buf_char(b, '\n');
	for (int p = 0; p < N_SPIRO_PARAM; p++)
		if (!isnan(o->value[phase][p].measured))
			put_scored(b, (enum spiro_param)p, &o->value[phase][p],
				   lang);
}

static void put_opinion(struct buf *b, const struct spiro_exam *e,
			enum lang lang)
{
	const struct spiro_opinion *o = &e->opinion;
	put_msg(b, MSG_SPI_T_PATTERN, lang);
	spiro_exam_pattern(b, e, lang);
	buf_char(b, '\n');
	if (isfinite(o->fev1.litres) || isfinite(o->fvc.litres)) {
		put_msg(b, MSG_SPI_T_BDR, lang);
		spiro_exam_response(b, e, lang);
		buf_char(b, '\n');
	}
	if (o->gold_known && spiro_exam_reads_pattern(e)) {
		put_msg(b,
			o->gold_is_post ? MSG_SPI_T_GOLD : MSG_SPI_T_GOLD_PRE,
			lang);
		if (o->gold_stage)
			buf_printf(b, "%d", o->gold_stage);
		else
			put_msg(b, MSG_SPI_T_GOLD_NONE, lang);
		buf_char(b, '\n');
	}
	put_msg(b, MSG_SPI_T_NOT_VALIDATED, lang);
	buf_char(b, '\n');
}

/* What the device states, when there is nothing to compare it with. */
static void put_stated(struct buf *b, const struct spiro_exam *e,
		       enum lang lang)
{
	for (size_t i = 0; i < e->n_stated; i++) {
		const struct spiro_stated *v = &e->stated[i];
		buf_printf(b, "  %-10s", spiro_param_name(v->param));
		put_number(b, v->value, 2, 8, lang);
		buf_printf(b, " %-4s%s", spiro_param_unit(v->param),
			   v->post ? "*" : "");
		if (v->predicted) {
			buf_char(b, ' ');
			put_msg(b, MSG_SPI_T_PREDICTED, lang);
		}
		buf_char(b, '\n');
	}
}

void spiro_exam_text(struct buf *b, const struct spiro_exam *e, enum lang lang)
{
	put_blows(b, e, lang);
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		put_session(b, e, (enum spiro_phase)p, lang);
	if (!e->has_opinion) {
		put_stated(b, e, lang);
		put_msg(b, (enum msg)e->why_not.msg, lang);
		buf_printf(b, " (%s)\n", e->why_not.text);
		return;
	}
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		put_values(b, &e->opinion, (enum spiro_phase)p, lang);
	put_opinion(b, e, lang);
}
