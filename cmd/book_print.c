/* prossima book print: a person's appointments as a letter. */
#include "cmd/book_int.h"
#include "cmd/document.h"

#include "app/people.h"
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
				add_once(l, one);
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
			add_once(l, s ? s->name_it : code);
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
			    : book_service_name(l->kn, x->service),
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
					book_service_name(l->kn,
							  list[i].service),
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

static enum rc write_letter(struct book_cmd *c, const struct person_view *p,
			    const struct book_line *list, size_t n,
			    enum lang lang, const char *path)
{
	struct letter l = {.kn = &c->kn, .lang = lang, .a = &c->arena};
	struct buf b;
	buf_init(&l.scratch, 1u << 20);
	l.doc.person = p->last_name.len
			       ? arena_printf(&c->arena, STR_FMT " " STR_FMT,
					      STR_ARG(p->first_name),
					      STR_ARG(p->last_name))
			       : p->pseudonym;
	l.doc.born = p->birth;
	l.doc.doctor = p->doctor_name;
	l.doc.printed = c->app.today;
	enum rc rc = fill(&l, list, n, &c->err);
	buf_release(&l.scratch);
	if (rc)
		return rc;
	buf_init(&b, BOOK_TEXT_BYTES);
	document_appointments(&b, lang, &l.doc);
	return document_save(&b, path, &c->err);
}

int book_print(int argc, char **argv)
{
	const char *db = NULL, *who = NULL, *path = NULL, *lang_word = "it";
	bool stop;
	enum lang lang = LANG_IT;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &who, NULL, "pseudonym or fiscal code",
		 true, 0, 0},
		{"out", OPT_STR, &path, "FILE", "HTML file; - is stdout", true,
		 0, 0},
		{"lang", OPT_STR, &lang_word, "LANG", "it or en", false, 0, 0},
		OPT_DB(db),
	};
	int status = opt_parse("prossima book print",
			       "Write a person's appointments of the next "
			       "twelve months as a letter.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	if (!lang_parse(str_from(lang_word), &lang)) {
		fprintf(stderr,
			"prossima: --lang: \"%s\" is neither it nor en\n",
			lang_word);
		return EXIT_USAGE;
	}
	struct book_cmd c;
	struct person_view p;
	struct book_line *list = NULL;
	size_t n = 0;
	enum rc rc = book_open(&c, db);
	if (!rc)
		rc = app_people_show(&c.app, str_from(who), &c.arena, &p,
				     &c.err);
	if (!rc)
		rc = app_book_calendar(&c.app, p.id, c.app.today,
				       date_add_months(c.app.today, 12),
				       &c.arena, &list, &n, &c.err);
	if (!rc)
		rc = write_letter(&c, &p, list, n, lang, path);
	return book_close(&c, rc);
}
