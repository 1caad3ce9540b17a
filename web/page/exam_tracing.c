/* The tracing of an ECG: drawn as the address asks. Links and a form change one
 * thing and keep the rest, so that all of it works without scripts.
 *
 *	?forma=3x4 6x2 12x1 median    &mm_s=25 50    &mm_mv=5 10 20
 *	&deriv=V1&deriv=V2 or V1,V2   these leads alone, large
 *	&da=5                         from that second on
 *	&prima=EXAM                   over the usual beat of an earlier exam
 */
#include "web/page/exam.h"
#include "web/page/exam_tracing.html.h"

#include <math.h>

/* A drawing is 100 kB to 1 MB. */
enum { DRAWING_BYTES = 16 << 20 };

static const char *const forms[] = {"3x4", "6x2", "12x1", "median"};
static const int speeds[] = {25, 50}, gains[] = {5, 10, 20}, starts[] = {0, 5};

struct choice {
	enum ecg_layout layout;
	int mm_s, mm_mv, from_s;
	unsigned leads;
	int64_t before; /* exam; 0: none */
};

/* ---- what the address asks */

static unsigned asked_leads(const struct params *q)
{
	unsigned leads = 0;
	for (size_t i = 0; i < q->n; i++) {
		if (!str_is(q->at[i].name, "deriv"))
			continue;
		for (struct str rest = q->at[i].value; rest.ptr;) {
			enum ecg_lead_code c = ecg_lead_of(str_cut(&rest, ','));
			if (c < ECG_STANDARD)
				leads |= 1u << c;
		}
	}
	return leads;
}

static int one_of(const struct params *q, const char *name, const int *list,
		  size_t n, int usual)
{
	int64_t v;
	for (size_t i = 0; i < n; i++)
		if (str_to_int(param(q, name), &v) && v == list[i])
			return list[i];
	return usual;
}

static size_t count_leads(unsigned leads)
{
	size_t n = 0;
	for (; leads; leads &= leads - 1)
		n++;
	return n;
}

/* A few leads alone are drawn twice as large. */
static struct choice asked(const struct params *q)
{
	struct choice c = {.layout = ECG_DRAW_3X4, .leads = asked_leads(q)};
	if (!ecg_layout_parse(param(q, "forma"), &c.layout))
		c.layout = ECG_DRAW_3X4;
	if (param_int(q, "prima", &c.before) && c.before > 0)
		c.layout = ECG_DRAW_MEDIAN;
	else
		c.before = 0;
	if (c.layout == ECG_DRAW_MEDIAN)
		c.leads = 0;
	size_t n = count_leads(c.leads);
	bool large = n > 0 && n <= 3;
	c.mm_s = one_of(q, "mm_s", speeds, countof(speeds),
			large || c.layout == ECG_DRAW_MEDIAN ? 50 : 25);
	c.mm_mv = one_of(q, "mm_mv", gains, countof(gains), large ? 20 : 10);
	c.from_s = one_of(q, "da", starts, countof(starts), 0);
	if (c.layout == ECG_DRAW_MEDIAN || c.mm_s == 25)
		c.from_s = 0;
	return c;
}

static struct str address(struct page *p, int64_t id, const char *end,
			  const struct choice *c)
{
	struct buf b;
	buf_init(&b, 512);
	buf_printf(&b, "/esami/%" PRId64 "%s?forma=%s&mm_s=%d&mm_mv=%d", id,
		   end, forms[c->layout], c->mm_s, c->mm_mv);
	for (int k = 0, n = 0; k < ECG_STANDARD; k++)
		if (c->leads >> k & 1)
			buf_printf(&b, "%s%s", n++ ? "," : "&deriv=",
				   ecg_lead_name((enum ecg_lead_code)k));
	if (c->from_s)
		buf_printf(&b, "&da=%d", c->from_s);
	if (c->before)
		buf_printf(&b, "&prima=%" PRId64, c->before);
	return page_kept(p, &b);
}

/* ---- the drawing */

static enum rc tracing(struct page *p, bool pdf, struct str *out,
		       struct err *err)
{
	const struct choice c = asked(&p->query);
	const struct ecg_draw_options o = {.lang = p->lang,
					   .layout = c.layout,
					   .leads = c.leads,
					   .mm_per_s = c.mm_s,
					   .mm_per_mv = c.mm_mv,
					   .from_s = c.from_s};
	struct buf b;
	buf_init(&b, DRAWING_BYTES);
	enum rc rc =
		c.before ? app_tele_draw_over(p->app, p->id[0], c.before, &o,
					      pdf, &b, err)
			 : app_tele_draw(p->app, p->id[0], &o, pdf, &b, err);
	if (!rc && b.failed)
		rc = err_set(err, E_LIMIT, "the drawing is too large");
	*out = page_kept(p, &b);
	return rc;
}

enum rc on_exam_svg(struct page *p, struct err *err)
{
	struct str drawing;
	enum rc rc = tracing(p, false, &drawing, err);
	if (rc)
		return rc;
	page_file(p, "image/svg+xml; charset=utf-8");
	buf_str(p->out, drawing);
	return OK;
}

enum rc on_exam_pdf(struct page *p, struct err *err)
{
	struct str drawing;
	char name[40];
	enum rc rc = tracing(p, true, &drawing, err);
	if (rc)
		return rc;
	snprintf(name, sizeof(name), "esame-%" PRId64 ".pdf", p->id[0]);
	page_download(p, "application/pdf", name);
	buf_str(p->out, drawing);
	return OK;
}

/* ---- links and the form */

static void fill_forms(struct page *p, int64_t id, const struct choice *now,
		       struct page_exam_tracing *v)
{
	v->forms = arena_calloc(p->a, countof(forms), sizeof(*v->forms));
	for (size_t i = 0; v->forms && i < countof(forms); i++)
		v->forms[v->n_forms++] = (struct page_exam_tracing_forms){
			page_url(p, "/esami/%" PRId64 "?forma=%s", id,
				 forms[i]),
			i == ECG_DRAW_MEDIAN ? page_text(p, MSG_TEL_MEDIAN)
					     : str_from(forms[i]),
			now->layout == (enum ecg_layout)i && !now->leads &&
				!now->before};
}

static void fill_scales(struct page *p, int64_t id, const struct choice *now,
			struct page_exam_tracing *v)
{
	struct choice c = *now;
	v->speeds = arena_calloc(p->a, countof(speeds), sizeof(*v->speeds));
	v->gains = arena_calloc(p->a, countof(gains), sizeof(*v->gains));
	for (size_t i = 0; v->speeds && i < countof(speeds); i++) {
		c.mm_s = speeds[i];
		v->speeds[v->n_speeds++] = (struct page_exam_tracing_speeds){
			address(p, id, "", &c), page_url(p, "%d mm/s", c.mm_s),
			c.mm_s == now->mm_s};
	}
	c = *now;
	for (size_t i = 0; v->gains && i < countof(gains); i++) {
		c.mm_mv = gains[i];
		v->gains[v->n_gains++] = (struct page_exam_tracing_gains){
			address(p, id, "", &c),
			page_url(p, "%d mm/mV", c.mm_mv),
			c.mm_mv == now->mm_mv};
	}
	v->scale_s = now->mm_s;
	v->scale_mv = now->mm_mv;
}

/* At 50 mm/s five of ten seconds are on the paper. */
static void fill_starts(struct page *p, int64_t id, const struct choice *now,
			struct page_exam_tracing *v)
{
	struct choice c = *now;
	if (now->mm_s != 50 || now->layout == ECG_DRAW_MEDIAN)
		return;
	v->starts = arena_calloc(p->a, countof(starts), sizeof(*v->starts));
	for (size_t i = 0; v->starts && i < countof(starts); i++) {
		c.from_s = starts[i];
		v->starts[v->n_starts++] = (struct page_exam_tracing_starts){
			address(p, id, "", &c),
			exam_fill(p, MSG_TEL_FROM_S, "s",
				  page_int(p, c.from_s)),
			c.from_s == now->from_s};
	}
}

static void fill_leads(struct page *p, const struct choice *now,
		       struct page_exam_tracing *v)
{
	v->leads = arena_calloc(p->a, ECG_STANDARD, sizeof(*v->leads));
	for (int k = 0; v->leads && k < ECG_STANDARD; k++) {
		const char *name = ecg_lead_name((enum ecg_lead_code)k);
		v->leads[v->n_leads++] = (struct page_exam_tracing_leads){
			str_from(name), page_url(p, "deriv-%s", name),
			now->leads >> k & 1};
	}
}

/* ---- over an earlier beat */

static void fill_overs(struct page *p, const struct tele_view *x,
		       const struct choice *now, struct page_exam_tracing *v)
{
	v->overs = arena_calloc(p->a, x->n_earlier + 1, sizeof(*v->overs));
	for (size_t i = 0; v->overs && i < x->n_earlier; i++) {
		const struct tele_earlier *e = &x->earlier[i];
		v->overs[v->n_overs++] = (struct page_exam_tracing_overs){
			page_url(p, "/esami/%" PRId64 "?prima=%" PRId64,
				 x->row.id, e->id),
			exam_fill(p, MSG_TEL_OVER, "day",
				  page_day(p, e->taken_on)),
			now->before == e->id};
	}
}

/* "0,82 (+0,10)" */
static struct str cell(struct page *p, double now, double then)
{
	struct buf b;
	buf_init(&b, 80);
	if (isnan(now))
		buf_text(&b, "\xe2\x80\x93");
	text_number(&b, p->lang, now, 2);
	if (!isnan(now - then)) {
		buf_text(&b, now > then ? " (+" : " (");
		text_number(&b, p->lang, now - then, 2);
		buf_char(&b, ')');
	}
	return page_kept(p, &b);
}

static enum rc fill_over(struct page *p, int64_t id, const struct choice *c,
			 struct page_exam_tracing *v, struct err *err)
{
	struct tele_overlay o;
	enum rc rc = app_tele_overlay(p->app, id, c->before, &o, err);
	if (rc)
		return rc;
	struct str day = page_day(p, o.on);
	v->over_none = !o.can;
	if (!o.can) {
		v->drawing = STR("");
		return OK;
	}
	v->over_title = exam_fill(p, MSG_TEL_OVER_TITLE, "day", day);
	v->over_legend = exam_fill(p, MSG_TEL_OVER_LEGEND, "day", day);
	v->rows = arena_calloc(p->a, o.n_lead + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < o.n_lead; i++) {
		const struct tele_overlay_lead *l = &o.lead[i];
		v->rows[v->n_rows++] = (struct page_exam_tracing_rows){
			.lead = str_from(ecg_lead_name(l->lead)),
			.r = cell(p, l->now.r_mv, l->then.r_mv),
			.s = cell(p, l->now.s_mv, l->then.s_mv),
			.st = cell(p, l->now.st_mm, l->then.st_mm),
			.t = cell(p, l->now.t_mv, l->then.t_mv)};
	}
	return OK;
}

enum rc exam_tracing(struct page *p, const struct tele_view *x,
		     struct html *out, struct err *err)
{
	const struct choice c = asked(&p->query);
	const int64_t id = x->row.id;
	struct page_exam_tracing v = {
		.action = exam_url(p, id, ""),
		.drawing = address(p, id, "/tracciato.svg", &c),
		.paper = address(p, id, "/tracciato.pdf", &c)};
	struct buf b;
	*out = (struct html){STR("")};
	if (x->row.kind != TELE_ECG)
		return OK;
	fill_forms(p, id, &c, &v);
	fill_scales(p, id, &c, &v);
	fill_starts(p, id, &c, &v);
	fill_leads(p, &c, &v);
	fill_overs(p, x, &c, &v);
	enum rc rc = c.before ? fill_over(p, id, &c, &v, err) : OK;
	if (rc)
		return rc;
	buf_init(&b, 256u << 10);
	page_exam_tracing(&b, p->lang, &v);
	*out = (struct html){page_kept(p, &b)};
	return OK;
}
