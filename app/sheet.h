/* app/sheet - documents for people, out of what use cases have read: whole HTML
 * pages (lib/document), for a file or for the printer.
 */
#ifndef APP_SHEET_H
#define APP_SHEET_H

#include "app/booking.h"
#include "app/plan.h"
#include "text/text.h"

/* The doctor's copy while it is a draft, the person's when signed. Texts are
 * made in `a`; `out` fails by itself when it is full. */
MUST_USE enum rc plan_sheet(const struct knowledge *kn,
			    const struct plan_view *v, enum lang lang,
			    struct date printed, struct arena *a,
			    struct buf *out, struct err *err);

struct sheet_person {
	struct str name, doctor;
	struct date birth;
};
/* The letter with a person's appointments, and what is still to be booked. */
MUST_USE enum rc appointment_sheet(const struct knowledge *kn,
				   const struct sheet_person *who,
				   const struct book_line *list, size_t n,
				   enum lang lang, struct date printed,
				   struct arena *a, struct buf *out,
				   struct err *err);

#endif
