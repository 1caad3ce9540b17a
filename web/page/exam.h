/* web/page/exam - what the pages of exams at a distance share: words of their
 * states, the signed reports, the choices of forms.
 */
#ifndef WEB_PAGE_EXAM_H
#define WEB_PAGE_EXAM_H

#include "app/tele.h"
#include "web/web.h"

struct str exam_kind(struct page *p, enum tele_kind k);
struct str exam_state(struct page *p, enum tele_state s);
struct str exam_urgency(struct page *p, enum tele_urgency u);
struct str exam_name(struct page *p, const struct tele_row *r);
/* "ancora 2 h 10 min", "in ritardo di 12 min", "l'orologio è fermo" */
struct str exam_clock(struct page *p, const struct tele_row *r);
/* "ECG di ROSSI Maria", by a message with {kind} and {name}. */
struct str exam_title(struct page *p, enum msg id, const struct tele_row *r);
/* One named place filled. */
struct str exam_fill(struct page *p, enum msg id, const char *name,
		     struct str value);
/* Signed reports, newest first. */
struct html exam_reports(struct page *p, const struct tele_report *list,
			 size_t n);
/* The last five ECGs and what changed since; empty for other exams, and for the
 * first one. */
struct html exam_serial(struct page *p, const struct tele_view *x);
/* The tracing of an ECG with its scales, leads chosen, an earlier beat laid
 * over; empty for other exams. */
MUST_USE enum rc exam_tracing(struct page *p, const struct tele_view *x,
			      struct html *out, struct err *err);
struct str exam_signed(struct page *p, const struct tele_report *r);
/* "donna, 57 anni, nata il 5 maggio 1969", as old as at the recording; with the
 * fiscal code: who reads must know whom. */
struct str exam_who(struct page *p, const struct tele_row *r);
struct str exam_url(struct page *p, int64_t id, const char *end);
/* A spirometry: curves, quality, values, trend. */
struct html exam_spiro(struct page *p, const struct tele_view *x);
/* A finding of a spirometry in words, by its code alone; the code itself when
 * it is none. */
struct str exam_spiro_finding(struct page *p, const struct tele_finding *f);
/* What signed exams say of the person of the page. */
MUST_USE enum rc exam_values(struct page *p, struct html *out, struct err *err);
/* The form of a new exam again, with why it was refused. */
MUST_USE enum rc exam_form(struct page *p, struct str refused, struct err *err);

#endif
