/* What is proposed for the report of a spirometry. */
#include "app/tele_proposal_int.h"

#include <math.h>

struct spiro_words {
	const struct spiro_exam *e;
	enum lang lang;
	struct buf *b, *part; /* the text; a piece of it */
};

static void put_place(const struct spiro_words *w, const struct spiro_scored *s,
		      unsigned digits)
{
	struct buf percent, z, lln;
	buf_init(&percent, 64);
	buf_init(&z, 64);
	buf_init(&lln, 64);
	text_number(&percent, w->lang, s->score.pct_predicted, 0);
	text_number(&z, w->lang, s->score.z, 2);
	text_number(&lln, w->lang, s->norm.lln, digits);
	const struct str pairs[] = {STR("percent"), buf_view(&percent),
				    STR("z"),       buf_view(&z),
				    STR("lln"),     buf_view(&lln)};
	buf_text(w->part, " (");
	text_fill(w->part, MSG_TSP_W_PLACE, w->lang, pairs, 3);
	buf_char(w->part, ')');
	buf_release(&percent);
	buf_release(&z);
	buf_release(&lln);
}

/* "FEV1 2,31 L (78 % del teorico, z -1,85, LLN 2,40); FVC ..." */
static void put_values(const struct spiro_words *w, enum spiro_phase p)
{
	static const struct {
		enum spiro_param param;
		const char *name, *unit;
		unsigned digits;
	} rows[] = {{SPIRO_FEV1, "FEV1", " L", 2},
		    {SPIRO_FVC, "FVC", " L", 2},
		    {SPIRO_FEV1FVC, "FEV1/FVC", "", 2},
		    {SPIRO_PEF, "PEF", " L/s", 1}};
	for (size_t i = 0; i < countof(rows); i++) {
		double v = w->e->best[p][rows[i].param];
		const struct spiro_scored *s =
			&w->e->opinion.value[p][rows[i].param];
		if (isnan(v))
			continue;
		buf_printf(w->part, "%s%s ", w->part->len ? "; " : "",
			   rows[i].name);
		text_number(w->part, w->lang, v, rows[i].digits);
		buf_text(w->part, rows[i].unit);
		if (w->e->has_opinion && !isnan(s->score.z))
			put_place(w, s, rows[i].digits);
	}
}

static void say_values(const struct spiro_words *w)
{
	put_values(w, SPIRO_PRE);
	if (w->part->len) {
		buf_str(w->b, buf_view(w->part));
		buf_text(w->b, ".\n");
		buf_reset(w->part);
	}
	put_values(w, SPIRO_POST);
	if (w->part->len)
		tele_say(w->b, MSG_TSP_W_AFTER, w->lang, "values", w->part);
}

static void put_grades(const struct spiro_words *w, enum spiro_phase p,
		       enum msg id)
{
	const struct spiro_result *r = &w->e->session.result[p];
	struct buf n, blows;
	if (!r->n_blow)
		return;
	buf_init(&n, 24);
	buf_init(&blows, 40);
	buf_int(&n, (int64_t)r->n_blow);
	text_fill(&blows, r->n_blow == 1 ? MSG_TSP_F_BLOW_1 : MSG_TSP_F_BLOWS,
		  w->lang, (const struct str[]){STR("n"), buf_view(&n)}, 1);
	const struct str pairs[] = {STR("fev1"),  {&r->fev1_grade, 1},
				    STR("fvc"),   {&r->fvc_grade, 1},
				    STR("blows"), buf_view(&blows)};
	if (w->part->len)
		buf_text(w->part, "; ");
	text_fill(w->part, id, w->lang, pairs, 3);
	buf_release(&blows);
	buf_release(&n);
}

static void say_grades(const struct spiro_words *w)
{
	put_grades(w, SPIRO_PRE, MSG_TSP_GRADES_PRE);
	put_grades(w, SPIRO_POST, MSG_TSP_GRADES_POST);
	if (w->part->len) {
		tele_say(w->b, MSG_TSP_W_GRADES, w->lang, "grades", w->part);
		return;
	}
	buf_str(w->b, text_of(MSG_TSP_W_DEVICE, w->lang));
	buf_char(w->b, '\n');
}

static void say_set(const struct spiro_words *w)
{
	text_number(w->part, w->lang, w->e->height_cm, 0);
	const struct str pairs[] = {STR("set"),
				    str_from(spiro_set_title(w->e->set)),
				    STR("cm"), buf_view(w->part)};
	text_fill(w->b, MSG_TSP_W_SET, w->lang, pairs, 2);
	buf_char(w->b, '\n');
	buf_reset(w->part);
}

static void say_opinion(const struct spiro_words *w)
{
	if (!w->e->has_opinion) {
		enum msg why = (enum msg)w->e->why_not.msg;
		buf_str(w->part,
			text_of(why ? why : MSG_SPI_NEEDS_PERSON, w->lang));
		tele_say(w->b, MSG_TSP_W_PATTERN, w->lang, "says", w->part);
		return;
	}
	spiro_exam_pattern(w->part, w->e, w->lang);
	tele_say(w->b, MSG_TSP_W_PATTERN, w->lang, "says", w->part);
	spiro_exam_response(w->part, w->e, w->lang);
	if (w->part->len)
		tele_say(w->b, MSG_TSP_W_BDR, w->lang, "says", w->part);
}

static bool is_good(const struct tele_spiro *s,
		    const struct tele_spiro_point *p)
{
	return spiro_grade_rank(p->fev1_grade) < (int)s->rules.grade_warn &&
	       spiro_grade_rank(p->fvc_grade) < (int)s->rules.grade_warn;
}

/* Against the exam before, by the same equations; what is below grade C is
 * compared with nothing. */
static void say_trend(const struct tele_spiro *s, enum lang lang, struct buf *b)
{
	const struct tele_spiro_point *now, *then = NULL;
	struct buf part[5];
	if (!s->has_trend || !spiro_exam_reads_pattern(&s->exam))
		return;
	now = &s->point[s->n_point - 1];
	for (size_t i = 0; i + 1 < s->n_point; i++)
		if (str_eq(s->point[i].reference, now->reference) &&
		    !isnan(s->point[i].z_fev1) && is_good(s, &s->point[i]))
			then = &s->point[i];
	if (!then)
		return;
	for (size_t i = 0; i < countof(part); i++)
		buf_init(&part[i], 80);
	text_date(&part[0], lang, then->on);
	tele_say_change(&part[1], lang, now->fev1 - then->fev1, 2);
	tele_say_change(&part[2], lang, now->z_fev1 - then->z_fev1, 2);
	tele_say_change(&part[3], lang, now->fvc - then->fvc, 2);
	tele_say_change(&part[4], lang, now->z_fvc - then->z_fvc, 2);
	const struct str pairs[] = {STR("day"),   buf_view(&part[0]),
				    STR("fev1"),  buf_view(&part[1]),
				    STR("zfev1"), buf_view(&part[2]),
				    STR("fvc"),   buf_view(&part[3]),
				    STR("zfvc"),  buf_view(&part[4])};
	text_fill(b, MSG_TSP_W_SINCE, lang, pairs, 5);
	for (size_t i = 0; i < countof(part); i++)
		buf_release(&part[i]);
}

static const char *statement_of(enum spiro_pattern p)
{
	switch (p) {
	case SPIRO_NORMAL:
		return "SPNORM";
	case SPIRO_OBSTRUCTION:
		return "SPOBS";
	case SPIRO_OBSTRUCTION_LOW_FVC:
		return "SPMIX";
	case SPIRO_POSSIBLE_RESTRICTION:
		return "SPREST";
	case SPIRO_NON_SPECIFIC:
		return "SPPRISM";
	case SPIRO_NOT_KNOWN:
		break;
	}
	return NULL;
}

static void choose_statements(const struct spiro_exam *e, struct tele_report *r)
{
	const struct spiro_opinion *o = &e->opinion;
	const char *pattern = statement_of(o->pattern);
	if (spiro_exam_reads_pattern(e) && pattern)
		r->said[r->n_said++].code = str_from(pattern);
	if (isnan(o->fev1.litres) || !spiro_exam_reads_response(e))
		return;
	r->said[r->n_said++].code = o->fev1.responds || o->fvc.responds
					    ? STR("SPBDR")
					    : STR("SPNOBDR");
}

void tele_propose_spiro(const struct tele_view *v, enum lang lang,
			struct tele_proposal *o, struct tele_report *r)
{
	const struct spiro_words w = {.e = &v->spiro->exam,
				      .lang = lang,
				      .b = &o->text,
				      .part = &o->part};
	say_set(&w);
	say_values(&w);
	say_grades(&w);
	say_opinion(&w);
	say_trend(v->spiro, lang, &o->comparison);
	choose_statements(w.e, r);
}
