/* A spirometry in its case: what was blown, what counts, what it says. */
#include "web/page/exam.h"

#include "picture/picture.h"
#include "web/page/exam_spiro.html.h"

#include <math.h>

/* ---- numbers and words */

/* "2,31", "-1,65"; empty when not known. */
static struct str number(struct page *p, double v, unsigned digits)
{
	if (!isfinite(v))
		return STR("");
	struct str s = page_url(p, "%.*f", (int)digits, v);
	for (size_t i = 0; p->lang == LANG_IT && i < s.len; i++)
		if (s.ptr[i] == '.') /* the copy is ours */
			((char *)(uintptr_t)s.ptr)[i] = ',';
	return s;
}

/* With its sign, for changes. */
static struct str change(struct page *p, double v, unsigned digits)
{
	struct str s = number(p, v, digits);
	return v > 0 && s.len ? page_url(p, "+" STR_FMT, STR_ARG(s)) : s;
}

/* "GLI Global 2022" of what is kept as "gli2022". */
static struct str set_title(struct str name)
{
	enum spiro_set set;
	return spiro_set_parse(name, &set) ? str_from(spiro_set_title(set))
					   : name;
}

static struct str letter(struct page *p, char grade)
{
	return grade ? page_url(p, "%c", grade) : STR("-");
}

static const enum msg cause_words[] = {
#define WORD(id, name, msg) [SPIRO_CAUSE_##id] = MSG_TSP_CAUSE_##id,
	SPIRO_CAUSES(WORD)
#undef WORD
};

struct str exam_spiro_finding(struct page *p, const struct tele_finding *f)
{
	for (int c = 0; c < N_SPIRO_CAUSE; c++)
		if (str_is(f->code, spiro_cause_name((enum spiro_cause)c)))
			return page_text(p, cause_words[c]);
	if (str_is(f->code, "fev1_grade"))
		return page_text(p, MSG_TSP_F_FEV1_GRADE);
	if (str_is(f->code, "fvc_grade"))
		return page_text(p, MSG_TSP_F_FVC_GRADE);
	if (str_is(f->code, "calibration_old"))
		return page_text(p, MSG_TSP_CAL_OLD);
	if (str_is(f->code, "calibration_unknown"))
		return page_text(p, MSG_TSP_CAL_UNKNOWN);
	return f->code;
}

/* ---- quality */

static struct str of_blows(struct page *p, int64_t n)
{
	return n == 1 ? page_text(p, MSG_TSP_F_BLOW_1)
		      : exam_fill(p, MSG_TSP_F_BLOWS, "n", page_int(p, n));
}

static void add_grade(struct page *p, const struct spiro_result *r,
		      enum msg words, struct page_exam_spiro *v)
{
	const struct str pairs[] = {
		STR("fev1"),  letter(p, r->fev1_grade),
		STR("fvc"),   letter(p, r->fvc_grade),
		STR("blows"), of_blows(p, (int64_t)r->n_blow)};
	if (r->n_blow)
		v->grades[v->n_grades++].text = page_fill(p, words, pairs, 3);
}

/* "espirazione troppo corta (2 prove)"; grades are told above. */
static void add_repeat(struct page *p, const struct tele_finding *f,
		       struct page_exam_spiro *v)
{
	int64_t n = 0;
	struct str words = exam_spiro_finding(p, f);
	bool counted = str_to_int(f->value, &n);
	if (!str_is(f->kind, "quality") || (f->value.len && !counted))
		return;
	v->repeats[v->n_repeats++].text =
		counted ? page_url(p, STR_FMT " (" STR_FMT ")", STR_ARG(words),
				   STR_ARG(of_blows(p, n)))
			: words;
}

static void add_repeats(struct page *p, const struct tele_view *x,
			struct page_exam_spiro *v)
{
	v->repeats = arena_calloc(p->a, x->n_finding + 1, sizeof(*v->repeats));
	for (size_t i = 0; v->repeats && i < x->n_finding; i++)
		add_repeat(p, &x->finding[i], v);
}

static struct str blow_number(struct page *p, int from)
{
	return from < 0 ? STR("-") : page_int(p, from + 1);
}

static void fill_used(struct page *p, const struct spiro_result *r,
		      struct page_exam_spiro *v)
{
	const struct str pairs[] = {
		STR("fev1"),  blow_number(p, r->from_fev1),
		STR("fvc"),   blow_number(p, r->from_fvc),
		STR("pef"),   blow_number(p, r->from_pef),
		STR("flows"), blow_number(p, r->from_flows)};
	v->from = page_fill(p, MSG_TSP_FROM, pairs, 4);
	if (r->fev1_only_usable || r->fvc_only_usable)
		v->from_note = page_text(p, MSG_TSP_FROM_USABLE);
}

static void fill_quality(struct page *p, const struct tele_view *x,
			 struct page_exam_spiro *v)
{
	static const enum msg words[] = {[SPIRO_FINE] = MSG_TSP_FINE,
					 [SPIRO_WARN] = MSG_TSP_DOUBT,
					 [SPIRO_REJECT] = MSG_TSP_REPEAT};
	const struct tele_spiro *s = x->spiro;
	const struct spiro_result *r = s->exam.session.result;
	const struct spiro_result *last = &r[SPIRO_PRE];
	v->device = s->exam.from_device;
	v->grades = arena_calloc(p->a, N_SPIRO_PHASE, sizeof(*v->grades));
	if (!v->grades || v->device)
		return;
	if (!last->n_blow)
		last = &r[SPIRO_POST];
	add_grade(p, &r[SPIRO_PRE], MSG_TSP_GRADES_PRE, v);
	add_grade(p, &r[SPIRO_POST], MSG_TSP_GRADES_POST, v);
	v->verdict = page_text(p, words[s->quality]);
	v->fine = s->quality == SPIRO_FINE;
	v->warn = s->quality == SPIRO_WARN;
	v->repeat = s->quality == SPIRO_REJECT;
	v->advice = spiro_advice_text(last->advice, p->lang);
	fill_used(p, last, v);
}

/* ---- blows */

static struct str state_of(struct page *p, bool acceptable, bool usable)
{
	return page_text(p, acceptable ? MSG_TSP_ACCEPTABLE
			    : usable   ? MSG_TSP_USABLE
				       : MSG_TSP_NO);
}

static struct str causes_of(struct page *p, const struct tele_spiro *s,
			    const struct spiro_blow *w)
{
	struct buf b;
	buf_init(&b, 8192);
	for (int c = 0; c < N_SPIRO_CAUSE; c++) {
		if (!(w->v.causes & 1u << c))
			continue;
		if (b.len)
			buf_text(&b, "; ");
		spiro_cause_text(&b, (enum spiro_cause)c, &w->m, &s->rules,
				 p->lang);
	}
	return page_kept(p, &b);
}

/* "FEV1 FVC": what this blow gave to the result. */
static struct str used_of(struct page *p, const struct spiro_result *r, int i)
{
	return str_trim(page_url(
		p, "%s%s%s%s", r->from_fev1 == i ? "FEV1 " : "",
		r->from_fvc == i ? "FVC " : "", r->from_pef == i ? "PEF " : "",
		r->from_flows == i ? "FEF" : ""));
}

static void fill_blows(struct page *p, const struct tele_spiro *s,
		       struct page_exam_spiro *v)
{
	const struct spiro_session *x = &s->exam.session;
	v->blows = arena_calloc(p->a, x->n_blow + 1, sizeof(*v->blows));
	for (size_t i = 0; v->blows && i < x->n_blow; i++) {
		const struct spiro_blow *w = &x->blow[i];
		bool post = w->phase == SPIRO_POST;
		v->blows[v->n_blows++] = (struct page_exam_spiro_blows){
			.n = page_int(p, (int64_t)i + 1),
			.phase = page_text(p, post ? MSG_TSP_PHASE_POST
						   : MSG_TSP_PHASE_PRE),
			.fev1 = number(p, w->m.fev1, 2),
			.fvc = number(p, w->m.fvc, 2),
			.pef = number(p, w->m.pef, 1),
			.fet = number(p, w->m.fet, 1),
			.bev = number(p, w->m.bev, 3),
			.fev1_state = state_of(p, w->v.fev1_acceptable,
					       w->v.fev1_usable),
			.fvc_state = state_of(p, w->v.fvc_acceptable,
					      w->v.fvc_usable),
			.used = used_of(p, &x->result[w->phase], (int)i),
			.causes = causes_of(p, s, w)};
	}
}

/* ---- values */

static const struct {
	enum spiro_param param;
	const char *name;
	unsigned digits;
} shown[] = {
	{SPIRO_FEV1, "FEV1 (L)", 2},          {SPIRO_FVC, "FVC (L)", 2},
	{SPIRO_FEV1FVC, "FEV1/FVC", 2},       {SPIRO_PEF, "PEF (L/s)", 1},
	{SPIRO_FEF2575, "FEF25-75 (L/s)", 2}, {SPIRO_FEV6, "FEV6 (L)", 2},
	{SPIRO_FEV075, "FEV0,75 (L)", 2},
};

static void put_value(struct page *p, const struct tele_spiro *s, size_t i,
		      struct page_exam_spiro_values *o)
{
	const struct spiro_exam *e = &s->exam;
	enum spiro_param k = shown[i].param;
	unsigned d = shown[i].digits;
	double pre = e->best[SPIRO_PRE][k], post = e->best[SPIRO_POST][k];
	*o = (struct page_exam_spiro_values){.name = str_from(shown[i].name),
					     .measured = number(p, pre, d),
					     .post = number(p, post, d)};
	if (!e->has_opinion)
		return;
	const struct spiro_scored *b = &e->opinion.value[SPIRO_PRE][k];
	const struct spiro_scored *a = &e->opinion.value[SPIRO_POST][k];
	const struct spiro_norm *n = isnan(pre) ? &a->norm : &b->norm;
	double z = isnan(pre) ? a->score.z : b->score.z;
	o->predicted = number(p, n->predicted, d);
	o->lln = number(p, n->lln, d);
	o->percent = number(p, isnan(pre) ? NAN : b->score.pct_predicted, 0);
	o->z = isnan(pre) ? STR("") : number(p, b->score.z, 2);
	o->post_z = isnan(post) ? STR("") : number(p, a->score.z, 2);
	o->low = z < s->rules.z_limit;
	if (k == SPIRO_FEV1 || k == SPIRO_FVC)
		o->change =
			change(p,
			       k == SPIRO_FEV1 ? e->opinion.fev1.pct_predicted
					       : e->opinion.fvc.pct_predicted,
			       1);
}

static void fill_values(struct page *p, const struct tele_spiro *s,
			struct page_exam_spiro *v)
{
	v->values = arena_calloc(p->a, countof(shown), sizeof(*v->values));
	for (size_t i = 0; v->values && i < countof(shown); i++)
		if (!isnan(s->exam.best[SPIRO_PRE][shown[i].param]) ||
		    !isnan(s->exam.best[SPIRO_POST][shown[i].param]))
			put_value(p, s, i, &v->values[v->n_values++]);
}

/* ---- what they say */

enum { FACTS = 6 };

static void add_fact(struct page *p, struct page_exam_spiro *v, enum msg name,
		     struct str value)
{
	if (v->facts && value.len && v->n_facts < FACTS)
		v->facts[v->n_facts++] = (struct page_exam_spiro_facts){
			page_text(p, name), value};
}

static struct str said_by(struct page *p, const struct spiro_exam *e,
			  void (*says)(struct buf *, const struct spiro_exam *,
				       enum lang))
{
	struct buf b;
	buf_init(&b, 4096);
	says(&b, e, p->lang);
	return page_kept(p, &b);
}

static struct str gold(struct page *p, const struct spiro_opinion *o)
{
	if (!o->gold_known)
		return STR("");
	struct str s = o->gold_obstruction
			       ? exam_fill(p, MSG_TSP_GOLD_STAGE, "n",
					   page_int(p, o->gold_stage))
			       : page_text(p, MSG_TSP_GOLD_NONE);
	return o->gold_is_post
		       ? s
		       : page_url(p, STR_FMT "; " STR_FMT, STR_ARG(s),
				  STR_ARG(page_text(p, MSG_TSP_GOLD_PRE)));
}

static void fill_opinion(struct page *p, const struct tele_spiro *s,
			 struct page_exam_spiro *v)
{
	const struct spiro_exam *e = &s->exam;
	const struct spiro_opinion *o = &e->opinion;
	v->facts = arena_calloc(p->a, FACTS, sizeof(*v->facts));
	if (e->has_opinion) {
		v->low_grade = !spiro_exam_reads_pattern(e);
		add_fact(p, v, MSG_TSP_PATTERN,
			 said_by(p, e, spiro_exam_pattern));
		add_fact(p, v, MSG_TSP_BDR, said_by(p, e, spiro_exam_response));
		if (!v->low_grade)
			add_fact(p, v, MSG_TSP_GOLD, gold(p, o));
	} else {
		v->why_not = e->why_not.msg
				     ? page_text(p, (enum msg)e->why_not.msg)
				     : page_text(p, MSG_SPI_NEEDS_PERSON);
	}
	add_fact(p, v, MSG_TSP_LAST_CALIBRATED,
		 date_is_none(s->calibrated_on)
			 ? page_text(p, MSG_TSP_NOT_KNOWN)
			 : page_day(p, s->calibrated_on));
}

/* ---- over the years */

static int64_t hundredths(double z)
{
	return isnan(z) ? PICTURE_Z_NONE : (int64_t)llround(z * 100);
}

static void draw_trend(struct page *p, const struct tele_spiro *s,
		       struct page_exam_spiro *v)
{
	const size_t n = s->n_point;
	struct str *days = arena_calloc(p->a, n + 1, sizeof(*days));
	int64_t *fev1 = arena_calloc(p->a, n + 1, sizeof(*fev1));
	int64_t *fvc = arena_calloc(p->a, n + 1, sizeof(*fvc));
	if (!days || !fev1 || !fvc)
		return;
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		const struct tele_spiro_point *x = &s->point[i];
		if (!str_is(x->reference, spiro_set_name(s->exam.set)))
			continue;
		days[used] = page_day(p, x->on);
		fev1[used] = hundredths(x->z_fev1);
		fvc[used++] = hundredths(x->z_fvc);
	}
	const struct picture_z_line lines[] = {{STR("FEV1"), fev1},
					       {STR("FVC"), fvc}};
	const int64_t limits[] = {hundredths(s->rules.z_limit),
				  hundredths(s->rules.z_moderate),
				  hundredths(s->rules.z_severe)};
	const struct picture_z z = {
		.p = {.id = "andamento",
		      .title = page_text(p, MSG_TSP_TREND_Z),
		      .desc = page_text(p, MSG_TSP_TREND_Z),
		      .bare = true},
		.points = days,
		.n_point = used,
		.lines = lines,
		.n_line = countof(lines),
		.limits = limits,
		.n_limit = countof(limits)};
	struct html drawn = {{0}};
	if (!picture_z(&z, p->lang, p->a, &drawn, NULL))
		v->trend = drawn;
}

static void say_trend(struct page *p, const struct tele_spiro *s,
		      struct page_exam_spiro *v)
{
	const struct str pairs[] = {STR("last"),
				    change(p, s->fev1.since_last, 2),
				    STR("first"),
				    change(p, s->fev1.since_first, 2),
				    STR("year"),
				    isfinite(s->fev1.per_year)
					    ? change(p, s->fev1.per_year, 2)
					    : STR("-")}; /* of one day */
	v->trend_says = page_fill(p, MSG_TSP_TREND_SAYS, pairs, 3);
	v->fev1q =
		exam_fill(p, MSG_TSP_FEV1Q, "n", number(p, s->fev1.fev1q, 1));
	draw_trend(p, s, v);
}

static void fill_points(struct page *p, const struct tele_spiro *s,
			struct page_exam_spiro *v)
{
	v->points = arena_calloc(p->a, s->n_point + 1, sizeof(*v->points));
	for (size_t i = s->n_point; v->points && i-- > 0;) {
		const struct tele_spiro_point *x = &s->point[i];
		v->points[v->n_points++] = (struct page_exam_spiro_points){
			.day = page_day(p, x->on),
			.link = exam_url(p, x->exam_id, ""),
			.fev1 = number(p, x->fev1, 2),
			.z_fev1 = number(p, x->z_fev1, 2),
			.fvc = number(p, x->fvc, 2),
			.z_fvc = number(p, x->z_fvc, 2),
			.z_ratio = number(p, x->z_ratio, 2),
			.grades = page_url(p, STR_FMT " " STR_FMT " " STR_FMT,
					   STR_ARG(letter(p, x->fev1_grade)),
					   STR_ARG(letter(p, x->fvc_grade)),
					   STR_ARG(set_title(x->reference))),
			.state = page_text(p, x->is_signed
						      ? MSG_TSP_SIGNED
						      : MSG_TSP_ONLY_MACHINE)};
	}
}

static void fill_trend(struct page *p, const struct tele_spiro *s,
		       struct page_exam_spiro *v)
{
	fill_points(p, s, v);
	if (s->has_trend)
		say_trend(p, s, v);
	if (s->n_other_set)
		v->trend_other =
			exam_fill(p, MSG_TSP_TREND_OTHER, "n",
				  page_int(p, (int64_t)s->n_other_set));
}

/* ---- all of it */

static struct str about(struct page *p, const struct tele_view *x)
{
	const struct tele_spiro *s = x->spiro;
	const struct str pairs[] = {
		STR("set"), str_from(spiro_set_title(s->exam.set)),
		STR("cm"),  number(p, s->exam.height_cm, 0),
		STR("day"), page_day(p, s->rules_on)};
	return page_url(p, STR_FMT " " STR_FMT,
			STR_ARG(exam_fill(p, MSG_TEL_MACHINE_ABOUT, "algorithm",
					  x->algorithm)),
			STR_ARG(page_fill(p, MSG_TSP_AGAINST, pairs, 3)));
}

struct html exam_spiro(struct page *p, const struct tele_view *x)
{
	struct page_exam_spiro v = {
		.drawing = exam_url(p, x->row.id, "/tracciato.svg"),
		.paper = exam_url(p, x->row.id, "/tracciato.pdf"),
		.about = about(p, x)};
	struct buf b;
	fill_quality(p, x, &v);
	add_repeats(p, x, &v);
	fill_opinion(p, x->spiro, &v);
	fill_values(p, x->spiro, &v);
	fill_blows(p, x->spiro, &v);
	fill_trend(p, x->spiro, &v);
	buf_init(&b, 1u << 20);
	page_exam_spiro(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}
