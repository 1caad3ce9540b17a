/* A person's appointments as a letter. */
#include "app/sheet.h"
#include "knowledge/names.h"
#include "lib/document/appointments.html.h"

struct letter {
	struct document_appointments doc;
	const struct knowledge *kn;
	enum lang lang;
	struct arena *a;
	struct buf scratch;
};

static struct str keep(struct letter *l)
{
	struct str text = arena_str(l->a, buf_view(&l->scratch));
	buf_reset(&l->scratch);
	return text;
}

/* Adds a text to the scratch, once. */
static void add_once(struct letter *l, struct str text)
{
	struct str rest = buf_view(&l->scratch);
	while (rest.len) {
		struct str one = str_cut(&rest, ';');
		if (one.len && one.ptr[0] == ' ')
			one = str_sub(one, 1, one.len - 1);
		if (one.len && str_starts(text, one))
			return; /* said already, or more strictly */
	}
	if (text.len && l->scratch.len)
		buf_text(&l->scratch, "; ");
	buf_str(&l->scratch, text);
}

static const struct kn_service *service_of(const struct letter *l,
					   struct str code)
{
	int s = kn_service_index(l->kn, code);
	return s < 0 ? NULL : &l->kn->services[s];
}

static struct str service_name(const struct letter *l, struct str code)
{
	const struct kn_service *s = service_of(l, code);
	return s ? kn_term(s->name_it, l->lang) : code;
}

/* The tables say "nessuna" for none, "not needed" for fasting, and of a draw
 * that it asks for fasting only if a test does: here the tests are known. */
static bool says_something(struct str one)
{
	return !str_is(one, "nessuna") && !str_is(one, "no") &&
	       !str_is(one, "digiuno non indispensabile") &&
	       !str_ends(one, STR("solo se un esame lo richiede"));
}

/* What each service asks for, said once. */
static struct str preparation(struct letter *l, struct str codes)
{
	for (struct str rest = codes; rest.len;) {
		const struct kn_service *s = service_of(l, str_cut(&rest, '|'));
		for (struct str p = s ? s->preparation : (struct str){"", 0};
		     p.len;) {
			struct str one = str_cut(&p, ';');
			while (one.len && one.ptr[0] == ' ')
				one = str_sub(one, 1, one.len - 1);
			if (says_something(one))
				add_once(l, kn_term(one, l->lang));
		}
	}
	return keep(l);
}

/* The tests of a draw; the draw itself is its title. */
static struct str tests(struct letter *l, struct str codes)
{
	for (struct str rest = codes; rest.len;) {
		struct str code = str_cut(&rest, '|');
		const struct kn_service *s = service_of(l, code);
		if (!s || !str_is(s->kind_text, "sampling"))
			add_once(l, s ? kn_term(s->name_it, l->lang) : code);
	}
	return keep(l);
}

static struct str town(const struct letter *l, const struct book_line *x)
{
	int m = kn_municipality_index(l->kn, x->municipality);
	return m < 0 ? (struct str){"", 0} : l->kn->municipalities[m].name;
}

static struct document_appointments_appointments
appointment(struct letter *l, const struct book_line *x)
{
	bool lab = str_is(x->service, BOOK_LAB);
	return (struct document_appointments_appointments){
		.weekday = text_weekday(l->lang, x->day),
		.day = x->day,
		.hour = arena_printf(l->a,
				     l->lang == LANG_IT ? "%d.%02d" : "%d:%02d",
				     x->start_min / 60, x->start_min % 60),
		.held = str_is(x->state, "held"),
		.what = lab ? text_of(MSG_LETTER_LAB, l->lang)
			    : service_name(l, x->service),
		.place = x->place,
		.town = town(l, x),
		.number = x->id,
		.tests = lab ? tests(l, x->services) : (struct str){"", 0},
		.prepare = preparation(l, x->services)};
}

static enum rc fill(struct letter *l, const struct book_line *list, size_t n,
		    struct err *err)
{
	struct document_appointments_appointments *booked = arena_array(
		l->a, struct document_appointments_appointments, n + 1);
	struct document_appointments_open *open =
		arena_array(l->a, struct document_appointments_open, n + 1);
	if (!booked || !open)
		return arena_fail(l->a, err);
	for (size_t i = 0; i < n; i++) {
		if (!list[i].id)
			open[l->doc.n_open++] =
				(struct document_appointments_open){
					service_name(l, list[i].service),
					list[i].due};
		else if (str_is(list[i].state, "booked") ||
			 str_is(list[i].state, "held"))
			booked[l->doc.n_appointments++] =
				appointment(l, &list[i]);
	}
	l->doc.appointments = booked;
	l->doc.open = open;
	l->doc.any = l->doc.n_appointments > 0;
	l->doc.waiting = l->doc.n_open > 0;
	return OK;
}

enum rc appointment_sheet(const struct knowledge *kn,
			  const struct sheet_person *who,
			  const struct book_line *list, size_t n,
			  enum lang lang, struct date printed, struct arena *a,
			  struct buf *out, struct err *err)
{
	struct letter l = {.kn = kn, .lang = lang, .a = a};
	buf_init(&l.scratch, 1u << 20);
	l.doc.person = who->name;
	l.doc.born = who->birth;
	l.doc.doctor = who->doctor;
	l.doc.printed = printed;
	enum rc rc = fill(&l, list, n, err);
	buf_release(&l.scratch);
	if (!rc)
		document_appointments(out, lang, &l.doc);
	return rc;
}
