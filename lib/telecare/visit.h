/* telecare/visit - rules of a visit at a distance: its states, the clock of a
 * promised answer, the address of its video room and when that opens, what may
 * be attached.
 *
 * Televisit (televisita): a doctor and a patient, who may have somebody at
 * their side. booked -> waiting (the person is there) -> started -> done ->
 * signed. Not held: the link failed, or somebody was not there; from there, and
 * from cancelled, it is booked again.
 * Teleconsult (teleconsulto): a doctor asks another. asked -> taken -> signed;
 * a talk in a video room is part of taken. Cancelled: before the signature.
 * A correction of what was signed stays signed.
 *
 * Not here: the database, who may, the video itself: the room is an address of
 * a service that the installation has.
 */
#ifndef TELECARE_VISIT_H
#define TELECARE_VISIT_H

#include "telecare/telecare.h"

enum visit_kind { VISIT_TELEVISIT, VISIT_TELECONSULT, N_VISIT_KIND };
enum visit_state {
	VISIT_ASKED,
	VISIT_TAKEN,
	VISIT_BOOKED,
	VISIT_WAITING,
	VISIT_STARTED,
	VISIT_DONE,
	VISIT_NOT_HELD,
	VISIT_SIGNED,
	VISIT_CANCELLED,
	N_VISIT_STATE
};
/* Why a televisit was not held. */
enum visit_fault { VISIT_TECHNICAL, VISIT_ABSENT, VISIT_DOCTOR, N_VISIT_FAULT };

/* As the database and commands write them. */
extern const char *const visit_kind_name[N_VISIT_KIND];
extern const char *const visit_state_name[N_VISIT_STATE];
extern const char *const visit_fault_name[N_VISIT_FAULT];
MUST_USE bool visit_kind_parse(struct str s, enum visit_kind *out);
MUST_USE bool visit_state_parse(struct str s, enum visit_state *out);
MUST_USE bool visit_fault_parse(struct str s, enum visit_fault *out);

/* How SGDT codes the way a service is given (modalità di erogazione). */
enum { MODE_PRESENCE = 1, MODE_TELEVISIT = 21, MODE_TELECONSULT = 22 };

bool visit_may_move(enum visit_kind k, enum visit_state from,
		    enum visit_state to);

/* The promised time of an answer: rules visit.consult_red_minutes,
 * visit.consult_amber_hours, visit.consult_green_working_days. */
MUST_USE enum rc visit_due(const struct rules *r, enum tele_urgency u,
			   struct str ats, int64_t start_us, int64_t *due_us,
			   struct err *err);

/* ---- the room */

#define VISIT_URL_MOST 400 /* bytes of a template */
#define VISIT_ROOM     "{room}"

/* Is this a template of addresses: https, a host, VISIT_ROOM once and behind
 * the host, nothing that an address cannot hold? NULL when it is, else why not,
 * with the remedy. */
const char *visit_url_wrong(struct str template);
/* The address of a room: the template with the room in its place, what is no
 * letter, digit, - . _ ~ as %XX. The template must be right. */
void visit_url_print(struct buf *b, struct str template, struct str room);

/* Minutes from midnight in Rome on a day, as an instant. */
int64_t visit_instant(struct date day, int minute);

struct visit_window {
	int64_t before_us, after_us; /* the room opens so long before, closes
					so long after */
};
/* Rules visit.room_before_minutes and visit.room_after_minutes. */
MUST_USE enum rc visit_window(const struct rules *r, struct date on,
			      struct visit_window *out, struct err *err);
bool visit_is_open(const struct visit_window *w, int64_t starts_us,
		   int64_t ends_us, int64_t now_us);

/* ---- documents */

/* PDF, JPEG, PNG or text in UTF-8, by the bytes and not by the name; NULL for
 * anything else. */
const char *visit_document_type(struct str bytes);

#endif
