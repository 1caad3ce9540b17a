/* What signed exams say of a person: each value with the exam it is from. */
#include "web/page/exam.h"

#include "web/page/exam_values.html.h"

enum kind { WHOLE, LITRES, RATIO, Z, YES_NO, GRADE };

static const struct {
	const char *name;
	enum msg words;
	enum kind kind;
} shown[] = {
	{"hr_bpm", MSG_TSP_V_HR, WHOLE},
	{"af", MSG_TSP_V_AF, YES_NO},
	{"lvh", MSG_TSP_V_LVH, YES_NO},
	{"qrs_ms", MSG_TSP_V_QRS, WHOLE},
	{"qtc_fridericia_ms", MSG_TSP_V_QTCF, WHOLE},
	{"qtc_ms", MSG_TSP_V_QTC, WHOLE},
	{"FEV1", MSG_TSP_V_FEV1, LITRES},
	{"FEV1_z", MSG_TSP_V_FEV1_Z, Z},
	{"FVC", MSG_TSP_V_FVC, LITRES},
	{"FVC_z", MSG_TSP_V_FVC_Z, Z},
	{"FEV1FVC", MSG_TSP_V_RATIO, RATIO},
	{"FEV1FVC_z", MSG_TSP_V_RATIO_Z, Z},
	{"FEV1_grade", MSG_TSP_F_FEV1_GRADE, GRADE},
	{"FVC_grade", MSG_TSP_F_FVC_GRADE, GRADE},
	{"obstruction", MSG_TSP_V_OBSTRUCTION, YES_NO},
	{"bdr", MSG_TSP_V_BDR, YES_NO},
};

static struct str decimals(struct page *p, int64_t milli)
{
	struct buf b;
	buf_init(&b, 64);
	buf_decimal(&b, (milli + (milli < 0 ? -5 : 5)) / 10, 2);
	struct str s = page_kept(p, &b);
	for (size_t i = 0; p->lang == LANG_IT && i < s.len; i++)
		if (s.ptr[i] == '.') /* the copy is ours */
			((char *)(uintptr_t)s.ptr)[i] = ',';
	return s;
}

static struct str value_words(struct page *p, enum kind kind, int64_t milli)
{
	static const char grades[] = "-ABCDEUF";
	int64_t whole = (milli + 500) / 1000;
	switch (kind) {
	case WHOLE:
		return page_int(p, whole);
	case YES_NO:
		return page_text(p, whole ? MSG_TEL_YES : MSG_TEL_NO);
	case GRADE:
		return page_url(p, "%c",
				grades[whole > 0 && whole < 8 ? whole : 0]);
	case LITRES:
		return page_url(p, STR_FMT " L", STR_ARG(decimals(p, milli)));
	case RATIO:
	case Z:
		break;
	}
	return decimals(p, milli);
}

static void put_row(struct page *p, size_t i, const struct tele_value *x,
		    struct page_exam_values_rows *o)
{
	*o = (struct page_exam_values_rows){
		.name = page_text(p, shown[i].words),
		.value = value_words(p, shown[i].kind, x->value_milli),
		.note = shown[i].kind == Z ? x->reference : STR(""),
		.link = exam_url(p, x->exam_id, ""),
		.on = page_day(p, x->on)};
}

enum rc exam_values(struct page *p, struct html *out, struct err *err)
{
	struct tele_value *list = NULL;
	size_t n = 0;
	struct page_exam_values v = {0};
	struct buf b;
	enum rc rc = app_tele_values(p->app, p->id[0], p->a, &list, &n, err);
	if (rc)
		return rc;
	v.rows = arena_calloc(p->a, countof(shown), sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < countof(shown); i++)
		for (size_t k = 0; k < n; k++)
			if (str_is(list[k].name, shown[i].name))
				put_row(p, i, &list[k], &v.rows[v.n_rows++]);
	buf_init(&b, 1u << 17);
	page_exam_values(&b, p->lang, &v);
	*out = (struct html){page_kept(p, &b)};
	return OK;
}
