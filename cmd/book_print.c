/* prossima book print: a person's appointments as a letter. */
#include "cmd/book_int.h"
#include "cmd/document.h"

#include "app/people.h"
#include "app/sheet.h"

static enum rc write_letter(struct book_cmd *c, const struct person_view *p,
			    const struct book_line *list, size_t n,
			    enum lang lang, const char *path)
{
	struct buf b;
	struct sheet_person who = {p->pseudonym, p->doctor_name, p->birth};
	if (p->last_name.len)
		who.name = arena_printf(&c->arena, STR_FMT " " STR_FMT,
					STR_ARG(p->first_name),
					STR_ARG(p->last_name));
	buf_init(&b, BOOK_TEXT_BYTES);
	enum rc rc = appointment_sheet(&c->kn, &who, list, n, lang,
				       c->app.today, &c->arena, &b, &c->err);
	if (!rc)
		return document_save(&b, path, &c->err);
	buf_release(&b);
	return rc;
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
