/* app/tele_consents - what a person allowed of services at a distance: given,
 * taken back, by whom it was written down, when.
 *
 * A service is a purpose of the table `consent`: exams of a kind (recorded with
 * the first exam that is sent), televisits, teleconsults (with the first that
 * is booked, asked). What was said last counts. After it was taken back nothing
 * new of that kind is sent or booked without a new consent; what was sent is
 * still read, what is booked stays. Rows are never changed: taking back, too,
 * is a row.
 */
#ifndef APP_TELE_CONSENTS_H
#define APP_TELE_CONSENTS_H

#include "app/app.h"

enum tele_service {
	TELE_SERVICE_ECG,
	TELE_SERVICE_SPIROMETRY,
	TELE_SERVICE_TELEVISIT,
	TELE_SERVICE_TELECONSULT,
	N_TELE_SERVICE
};
extern const char *const tele_service_name[N_TELE_SERVICE]; /* "ecg" */

struct tele_consent_said {
	enum tele_service service;
	bool given; /* else taken back */
	struct date on;
	int64_t recorded_us;
	struct str role, user; /* who wrote it down; empty: not known */
};
struct tele_consents {
	struct tele_consent_said *said; /* newest first, 500 at most */
	size_t n_said;
	const struct tele_consent_said *last[N_TELE_SERVICE]; /* NULL: never */
	bool may_change;
};
/* MAY_READ_PERSON. Audited. */
MUST_USE enum rc app_tele_consents(struct app *app, int64_t person_id,
				   struct arena *a, struct tele_consents *out,
				   struct err *err);
/* Taken back, or (its undo) given again. By the person and who helps them
 * (MAY_READ_PERSON), or by who sends exams for them on their word
 * (MAY_SEND_EXAM). E_STATE with words: it is so already. */
MUST_USE enum rc app_tele_consent_say(struct app *app, int64_t person_id,
				      enum tele_service service, bool given,
				      struct err *err);

#endif
