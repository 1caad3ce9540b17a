/* The plan as a document for people. */
#include "app/sheet.h"
#include "knowledge/names.h"
#include "lib/document/plan.html.h"

struct sheet { /* the document being filled */
	struct document_plan doc;
	const struct knowledge *kn;
	const struct plan_view *v;
	enum lang lang;
	struct arena *a;
	struct buf scratch;
};

/* What was written to the scratch, kept in the arena. */
static struct str keep(struct sheet *s)
{
	struct str text = arena_str(s->a, buf_view(&s->scratch));
	buf_reset(&s->scratch);
	return text;
}

static struct str full_name(struct sheet *s, struct str first, struct str last)
{
	return arena_printf(s->a, STR_FMT "%s" STR_FMT, STR_ARG(first),
			    first.len ? " " : "", STR_ARG(last));
}

static struct str condition_name(const struct sheet *s, int c)
{
	return s->lang == LANG_IT ? s->kn->conditions[c].name_it
				  : s->kn->conditions[c].name_en;
}

/* "marzo, settembre 2026; gennaio 2027": the months it is due in. */
static struct str months_of(struct sheet *s, size_t line)
{
	const struct plan_draft *d = &s->v->draft;
	int month = 0, year = 0;
	for (size_t i = 0; i < d->n_activities; i++) {
		struct ymd c = date_ymd(d->activities[i].due);
		if ((size_t)d->activities[i].line != line ||
		    (c.month == month && c.year == year))
			continue;
		if (year && c.year != year)
			buf_printf(&s->scratch, " %d; ", year);
		else if (month)
			buf_text(&s->scratch, ", ");
		buf_str(&s->scratch, text_month(s->lang, c.month));
		month = c.month;
		year = c.year;
	}
	if (year)
		buf_printf(&s->scratch, " %d", year);
	return keep(s);
}

static void fill_conditions(struct sheet *s)
{
	const struct plan_draft *d = &s->v->draft;
	struct document_plan_conditions *list = arena_array(
		s->a, struct document_plan_conditions, d->n_secondary + 1);
	size_t n = 0;
	if (list && d->primary >= 0)
		list[n++] = (struct document_plan_conditions){
			condition_name(s, d->primary), true};
	for (size_t i = 0; list && i < d->n_secondary; i++)
		list[n++] = (struct document_plan_conditions){
			condition_name(s, d->secondary[i]), false};
	s->doc.conditions = list;
	s->doc.n_conditions = n;
}

/* For the doctor all the reasons with their notes, for the person the
 * diseases that ask for it. */
static struct str why_of(struct sheet *s, const struct plan_line *l)
{
	bool open = plan_is_open(s->v->state);
	for (size_t i = 0; !open && i < l->n_asks; i++) {
		int c = kn_condition_index(s->kn, l->asks[i].condition);
		if (s->scratch.len)
			buf_text(&s->scratch, ", ");
		buf_str(&s->scratch,
			c < 0 ? l->asks[i].condition : condition_name(s, c));
	}
	if (!s->scratch.len)
		plan_line_why(&s->scratch, s->kn, l, s->lang);
	return keep(s);
}

static void fill_services(struct sheet *s)
{
	const struct plan_draft *d = &s->v->draft;
	struct document_plan_services *in = arena_array(
		s->a, struct document_plan_services, d->n_lines + 1);
	struct document_plan_left_out *out = arena_array(
		s->a, struct document_plan_left_out, d->n_lines + 1);
	for (size_t i = 0; in && out && i < d->n_lines; i++) {
		const struct plan_line *l = &d->lines[i];
		const struct kn_service *k = &s->kn->services[l->service];
		const struct str name = kn_term(k->name_it, s->lang);
		if (l->out != OUT_NO) {
			out[s->doc.n_left_out++] =
				(struct document_plan_left_out){name,
								why_of(s, l)};
			continue;
		}
		plan_times_text(&s->scratch, l->times_e4, l->interval_e4,
				s->lang);
		struct str often = keep(s);
		in[s->doc.n_services++] = (struct document_plan_services){
			name, k->code, often, months_of(s, i), why_of(s, l)};
	}
	s->doc.services = in;
	s->doc.left_out = out;
}

static void fill_drugs(struct sheet *s)
{
	const struct plan_draft *d = &s->v->draft;
	struct document_plan_drugs *list =
		arena_array(s->a, struct document_plan_drugs, d->n_drugs + 1);
	for (size_t i = 0; list && i < d->n_drugs; i++) {
		int k = kn_drug_index(s->kn, d->drugs[i].atc);
		list[i] = (struct document_plan_drugs){
			k < 0                ? d->drugs[i].atc
			: s->lang == LANG_IT ? s->kn->drugs[k].name_it
					     : s->kn->drugs[k].name_en,
			d->drugs[i].atc, d->drugs[i].last};
	}
	s->doc.drugs = list;
	s->doc.n_drugs = d->n_drugs;
}

static void fill_notes(struct sheet *s)
{
	const struct plan_draft *d = &s->v->draft;
	struct document_plan_notes *list = arena_array(
		s->a, struct document_plan_notes, d->n_findings + 1);
	for (size_t i = 0; list && i < d->n_findings; i++) {
		const struct plan_finding *f = &d->findings[i];
		buf_str(&s->scratch,
			s->lang == LANG_IT ? f->what_it : f->what_en);
		if (f->why.len)
			buf_printf(&s->scratch, " (" STR_FMT ")",
				   STR_ARG(f->why));
		list[i].text = keep(s);
	}
	s->doc.notes = list;
	s->doc.n_notes = d->n_findings;
}

static void fill_head(struct sheet *s, struct date printed)
{
	const struct plan_view *v = s->v;
	bool open = plan_is_open(v->state);
	s->doc = (struct document_plan){
		.person = full_name(s, v->first_name, v->last_name),
		.born = v->birth,
		.doctor = full_name(s, v->doctor_first, v->doctor_last),
		.from = v->draft.from,
		.to = v->draft.to,
		.version = v->version,
		.draft = open,
		.ended = !open && !plan_in_force(v->state),
		.signed_on = open ? DATE_NONE : date_in_rome(v->signed_us),
		.digest = v->digest,
		.protocol = v->protocol,
		.printed = printed};
	if (!s->doc.person.len)
		s->doc.person = v->pseudonym;
}

enum rc plan_sheet(const struct knowledge *kn, const struct plan_view *v,
		   enum lang lang, struct date printed, struct arena *a,
		   struct buf *out, struct err *err)
{
	struct sheet s = {.kn = kn, .v = v, .lang = lang, .a = a};
	buf_init(&s.scratch, 1u << 20);
	fill_head(&s, printed);
	fill_conditions(&s);
	fill_services(&s);
	fill_drugs(&s);
	fill_notes(&s);
	buf_release(&s.scratch);
	if (!s.doc.conditions || !s.doc.services || !s.doc.left_out ||
	    !s.doc.drugs || !s.doc.notes)
		return arena_fail(a, err);
	document_plan(out, lang, &s.doc);
	return OK;
}
