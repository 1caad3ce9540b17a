/* What can be printed about a person. */
#include "app/enrolment.h"
#include "app/person_view.h"
#include "app/sheet.h"
#include "web/page/person.h"
#include "web/page/person_documents.html.h"
#include "web/page/person_prescriptions.html.h"
#include "web/page/person_print.html.h"

#define SHEET_BYTES (2u << 20) /* the longest plan is 100 kB */

static void fill_plans(struct page *p, const struct person_plan *list, size_t n,
		       struct page_person_documents *v)
{
	PERSON_LIST(p, v->plans, n);
	for (size_t i = 0; v->plans && i < n; i++) {
		const struct str pairs[] = {
			STR("n"),    page_int(p, list[i].version),
			STR("from"), page_day(p, list[i].from),
			STR("to"),   page_day(p, list[i].to)};
		v->plans[i].text = page_fill(p, MSG_PAI_VERSION_OF, pairs, 3);
		v->plans[i].state = person_word(p, WORDS_PLAN, list[i].state);
		v->plans[i].link = page_url(
			p, "/assistito/%" PRId64 "/piano/stampa?versione=%d",
			p->id[0], list[i].version);
		if (i + 1 < n)
			v->plans[i].compare = page_url(
				p,
				"/assistito/%" PRId64
				"/piano/confronto?da=%d&a=%d",
				p->id[0], list[i + 1].version, list[i].version);
		v->n_plans = i + 1;
	}
}

static struct str service_names(struct page *p,
				const struct prescription_view *x)
{
	struct buf b;
	buf_init(&b, 65536);
	for (size_t i = 0; i < x->n_services; i++) {
		if (i)
			buf_text(&b, "; ");
		buf_str(&b, person_service_name(p, x->services[i]));
	}
	return page_kept(p, &b);
}

static void fill_prescriptions(struct page *p,
			       const struct prescription_view *list, size_t n,
			       struct page_person_documents *v)
{
	PERSON_LIST(p, v->prescriptions, n);
	for (size_t i = 0; v->prescriptions && i < n; i++) {
		bool good = str_is(list[i].state, "issued");
		v->prescriptions[i].number = list[i].number;
		v->prescriptions[i].what = service_names(p, &list[i]);
		v->prescriptions[i].until =
			person_fill(p, MSG_PER_VALID_UNTIL, "date",
				    page_day(p, list[i].valid_to));
		v->prescriptions[i].state = page_text(
			p, good ? MSG_PER_ISSUED : MSG_PER_BOOK_CANCELLED);
		v->prescriptions[i].good = good;
		v->n_prescriptions = i + 1;
	}
	if (n)
		v->prescriptions_link = page_url(
			p, "/assistito/%" PRId64 "/documenti/impegnative",
			p->id[0]);
}

static bool has_pact(const struct enrol_view *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].n_pact)
			return true;
	return false;
}

enum rc on_person_documents(struct page *p, struct err *err)
{
	struct person_plan *plans = NULL;
	struct prescription_view *sheets = NULL;
	struct enrol_view *enrolments = NULL;
	size_t n_plan = 0, n_sheet = 0, n_enrolment = 0;
	struct page_person_documents v = {0};
	enum rc rc =
		app_person_plans(p->app, p->id[0], p->a, &plans, &n_plan, err);
	if (!rc)
		rc = app_prescription_list(p->app, p->id[0], p->a, &sheets,
					   &n_sheet, err);
	if (!rc)
		rc = app_enrol_show(p->app, p->id[0], p->a, &enrolments,
				    &n_enrolment, err);
	if (rc)
		return rc;
	fill_plans(p, plans, n_plan, &v);
	fill_prescriptions(p, sheets, n_sheet, &v);
	if (has_pact(enrolments, n_enrolment))
		v.pact = page_url(p, "/assistito/%" PRId64 "/documenti/patto",
				  p->id[0]);
	v.letter = page_url(p, "/assistito/%" PRId64 "/appuntamenti/stampa",
			    p->id[0]);
	person_begin(p, TAB_DOCUMENTS, MSG_PER_DOCUMENTS);
	page_person_documents(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- for the printer */

static enum rc print_page(struct page *p, enum msg title, const char *back,
			  struct html body, struct str text, struct err *err)
{
	page_begin(p, &(struct frame){.title = title, .print = true});
	page_person_print(
		p->out, p->lang,
		&(struct page_person_print){
			.back = page_url(p, "/assistito/%" PRId64 "%s",
					 p->id[0], back),
			.body = body,
			.text = text});
	return page_end(p, err);
}

static void skip_tag(struct str *s, struct buf *out, struct str tag)
{
	for (size_t i = 0; i + tag.len <= s->len; i++)
		if (str_eq(str_sub(*s, i, tag.len), tag)) {
			buf_add(out, s->ptr, i);
			*s = str_sub(*s, i + tag.len, s->len - i - tag.len);
			return;
		}
}

/* What a document of our own (lib/document) has in its body. The page around
 * it brings head, styles and the <main>. */
static struct html body_of(struct page *p, struct buf *b)
{
	struct str s;
	struct buf out, head;
	if (buf_finish(b, &s, NULL)) {
		buf_release(b);
		return (struct html){STR("")};
	}
	buf_init(&out, SHEET_BYTES);
	buf_init(&head, SHEET_BYTES);
	skip_tag(&s, &head, STR("<body>"));
	skip_tag(&s, &out, STR("<main>"));
	skip_tag(&s, &out, STR("</main>"));
	skip_tag(&s, &out, STR("</body>"));
	buf_release(&head);
	buf_release(b);
	return (struct html){page_kept(p, &out)};
}

enum rc on_person_plan_print(struct page *p, struct err *err)
{
	struct plan_view view;
	struct buf b;
	int64_t version = 0;
	param_int(&p->query, "versione", &version);
	if (version < 0 || version > 999)
		version = 0;
	enum rc rc =
		app_plan_show(p->app, p->id[0], (int)version, p->a, &view, err);
	if (rc)
		return rc;
	buf_init(&b, SHEET_BYTES);
	rc = plan_sheet(p->app->kn, &view, p->lang, p->app->today, p->a, &b,
			err);
	struct html body = body_of(p, &b);
	if (rc)
		return rc;
	return print_page(p, MSG_PAI_TITLE, "/documenti", body,
			  (struct str){"", 0}, err);
}

static struct sheet_person who(struct page *p, const struct person_header *h)
{
	return (struct sheet_person){
		.name = h->last_name.len ? page_url(p, STR_FMT " " STR_FMT,
						    STR_ARG(h->first_name),
						    STR_ARG(h->last_name))
					 : h->pseudonym,
		.doctor = page_url(p, STR_FMT " " STR_FMT,
				   STR_ARG(h->doctor_first),
				   STR_ARG(h->doctor_last)),
		.birth = h->birth};
}

enum rc on_person_letter(struct page *p, struct err *err)
{
	struct person_header h;
	struct book_line *list = NULL;
	size_t n = 0;
	struct buf b;
	struct date today = p->app->today;
	enum rc rc = app_book_calendar(p->app, p->id[0], today,
				       date_add_months(today, 12), p->a, &list,
				       &n, err);
	if (!rc)
		rc = app_person_header(p->app, p->id[0], p->a, &h, err);
	if (rc)
		return rc;
	struct sheet_person s = who(p, &h);
	buf_init(&b, SHEET_BYTES);
	rc = appointment_sheet(p->app->kn, &s, list, n, p->lang, today, p->a,
			       &b, err);
	struct html body = body_of(p, &b);
	if (rc)
		return rc;
	return print_page(p, MSG_LETTER_TITLE, "/appuntamenti", body,
			  (struct str){"", 0}, err);
}

enum rc on_person_pact(struct page *p, struct err *err)
{
	struct buf b;
	buf_init(&b, SHEET_BYTES);
	enum rc rc = app_enrol_pact_text(p->app, p->id[0], &b, err);
	struct str text = page_kept(p, &b);
	if (rc)
		return rc;
	return print_page(p, MSG_PER_PACT_TITLE, "/documenti",
			  (struct html){STR("")}, text, err);
}

static void fill_sheets(struct page *p, const struct prescription_view *list,
			size_t n, struct page_person_prescriptions *v)
{
	PERSON_LIST(p, v->sheets, n);
	for (size_t i = 0; v->sheets && i < n; i++) {
		const struct prescription_view *x = &list[i];
		if (!str_is(x->state, "issued"))
			continue;
		struct page_person_prescriptions_sheets *o =
			&v->sheets[v->n_sheets++];
		o->number = x->number;
		o->gp = x->gp_code;
		o->issued = person_fill(p, MSG_PER_ISSUED_ON, "date",
					page_day(p, x->issued_on));
		o->until = person_fill(p, MSG_PER_VALID_UNTIL, "date",
				       page_day(p, x->valid_to));
		PERSON_LIST(p, o->services, x->n_services);
		for (size_t k = 0; o->services && k < x->n_services; k++) {
			o->services[k].name =
				person_service_name(p, x->services[k]);
			o->services[k].code = x->services[k];
			o->n_services = k + 1;
		}
	}
}

enum rc on_person_prescriptions(struct page *p, struct err *err)
{
	struct person_header h;
	struct prescription_view *list = NULL;
	struct page_person_prescriptions v = {.printed = p->app->today};
	size_t n = 0;
	struct buf b;
	enum rc rc =
		app_prescription_list(p->app, p->id[0], p->a, &list, &n, err);
	if (!rc)
		rc = app_person_header(p->app, p->id[0], p->a, &h, err);
	if (rc)
		return rc;
	struct sheet_person s = who(p, &h);
	v.person = s.name;
	v.doctor = s.doctor;
	v.born = page_date(p, s.birth);
	fill_sheets(p, list, n, &v);
	buf_init(&b, SHEET_BYTES);
	page_person_prescriptions(&b, p->lang, &v);
	return print_page(p, MSG_PER_PRESCRIPTIONS, "/documenti",
			  (struct html){page_kept(p, &b)}, (struct str){"", 0},
			  err);
}
