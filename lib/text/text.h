/* text - words for people, in the languages we speak.
 *
 * Every text a user reads is a row of messages.h with all its languages, so a
 * missing translation does not compile. The process stays in the C locale;
 * the language is a parameter. Italian first.
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "base/date.h"
#include "text/messages.h"

enum lang { LANG_IT, LANG_EN, N_LANG };

enum msg {
	MSG_NONE, /* err.msg of an error without words of its own */
#define ID(name, en, it) MSG_##name,
	MESSAGES(ID)
#undef ID
		N_MSG
};

struct str text_of(enum msg id, enum lang lang);

/* The message with its named places filled: "{date}" is replaced by the value
 * that stands with the name "date". `pairs` is name, value, name, value ... */
void text_fill(struct buf *b, enum msg id, enum lang lang,
	       const struct str *pairs, size_t n_pair);

/* "22 novembre 2026", "22 November 2026" */
void text_date(struct buf *b, enum lang lang, struct date d);
/* 1 to 12: "marzo", "March" */
struct str text_month(enum lang lang, int month);
/* "lunedì", "Monday" */
struct str text_weekday(enum lang lang, struct date d);
/* "1.234,50 €", "€1,234.50" */
void text_euro(struct buf *b, enum lang lang, int64_t cents);

/* "2,31", "2.31": with so many decimals; nothing when it is no number. */
void text_number(struct buf *b, enum lang lang, double v, unsigned digits);

/* "it" or "en"; false for another word. */
MUST_USE bool lang_parse(struct str s, enum lang *out);

#endif
