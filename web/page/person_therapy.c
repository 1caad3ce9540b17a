/* What a person takes: continuity, gaps, what does not go together. */
#include "app/person_view.h"
#include "web/page/person.h"
#include "web/page/person_therapy.html.h"

static void fill_findings(struct page *p, const struct person_therapy *t,
			  struct page_person_therapy *v)
{
	PERSON_LIST(p, v->findings, t->report.n);
	PERSON_LIST(p, v->past, t->report.n);
	if (!v->findings || !v->past)
		return;
	for (size_t i = 0; i < t->report.n; i++) {
		const struct therapy_finding *f = &t->report.list[i];
		struct str what = p->lang == LANG_IT ? f->what_it : f->what_en;
		struct str severity = person_word(
			p, WORDS_SEVERITY,
			str_from(therapy_severity_name[f->severity]));
		if (!f->present) {
			v->past[v->n_past++] =
				(struct page_person_therapy_past){
					.what = what,
					.severity_past = severity,
					.why_past = person_why(p, f->why,
							       f->why_it)};
			continue;
		}
		v->findings[v->n_findings++] =
			(struct page_person_therapy_findings){
				.what = what,
				.severity = severity,
				.bad = f->severity <= THERAPY_MAJOR,
				.why = person_why(p, f->why, f->why_it),
				.action = page_phrase(p, f->action),
				.source = f->source,
				.rule = f->rule_id};
	}
}

/* Twelve months as twelve squares, full where it was dispensed. */
static struct str months(struct page *p, const struct person_drug *d)
{
	struct buf b;
	buf_init(&b, 256);
	for (size_t i = 0; i < d->months.len; i++)
		buf_text(&b, d->months.ptr[i] > '0' ? "■" : "□");
	return page_kept(p, &b);
}

static struct str months_words(struct page *p, const struct person_drug *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->months.len; i++)
		n += d->months.ptr[i] > '0';
	return person_fill_n(p, MSG_PER_MONTHS_OF, (int64_t)n);
}

static struct str gap_words(struct page *p, const struct person_drug *d)
{
	return person_fill(p, d->present ? MSG_PER_COVERED : MSG_PER_ENDED_ON,
			   "date", page_day(p, d->covered_to));
}

static struct str dose_words(struct page *p, const struct person_drug *d)
{
	struct buf b;
	if (d->ddd_per_day_e4 <= 0)
		return STR("");
	buf_init(&b, 64);
	/* to one decimal */
	buf_decimal(&b, (d->ddd_per_day_e4 + 500) / 1000, 1);
	for (size_t i = 0; p->lang == LANG_IT && i < b.len; i++)
		if (b.ptr[i] == '.')
			b.ptr[i] = ',';
	return person_fill(p, MSG_PER_DOSE, "n", page_kept(p, &b));
}

static void fill_drug(struct page *p, const struct person_drug *d,
		      struct page_person_therapy_drugs *x)
{
	*x = (struct page_person_therapy_drugs){
		.name = person_drug_name(p, d->atc),
		.atc = d->atc,
		.n = page_int(p, d->n),
		.first = page_day(p, d->first),
		.last = page_day(p, d->last),
		.present = d->present,
		.gap = gap_words(p, d),
		.dose = dose_words(p, d),
		.months = months(p, d),
		.months_words = months_words(p, d)};
}

static struct str group_of(const struct person_drug *d)
{
	return str_sub(d->atc, 0, d->atc.len < 3 ? d->atc.len : 3);
}

/* Drugs come by ATC: those of one group stand together. */
static void fill_groups(struct page *p, const struct person_therapy *t,
			struct page_person_therapy *v)
{
	PERSON_LIST(p, v->groups, t->n);
	for (size_t i = 0; v->groups && i < t->n;) {
		struct page_person_therapy_groups *g =
			&v->groups[v->n_groups++];
		struct str group = group_of(&t->drugs[i]);
		g->name = person_drug_name(p, group);
		PERSON_LIST(p, g->drugs, t->n - i);
		for (; g->drugs && i < t->n &&
		       str_eq(group_of(&t->drugs[i]), group);
		     i++)
			fill_drug(p, &t->drugs[i], &g->drugs[g->n_drugs++]);
		if (!g->drugs)
			return;
	}
}

enum rc on_person_therapy(struct page *p, struct err *err)
{
	struct person_therapy t;
	struct page_person_therapy v = {0};
	enum rc rc =
		app_person_therapy(p->app, p->engine, p->id[0], p->a, &t, err);
	if (rc)
		return rc;
	v.known = !date_is_none(t.as_of);
	if (v.known) {
		v.as_of = person_fill(p, MSG_PER_AS_OF, "date",
				      page_date(p, t.as_of));
		fill_findings(p, &t, &v);
		fill_groups(p, &t, &v);
	}
	person_begin(p, TAB_THERAPY, MSG_PER_THERAPY);
	page_person_therapy(p->out, p->lang, &v);
	return page_end(p, err);
}
