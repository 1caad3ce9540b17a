/* app/tele_read - the seam to the libraries of signals: the bytes of a device
 * become what the workflow needs to know. Nothing is decided here, nothing is
 * made up: what a library does not say is empty. Spirometries are read by
 * app/tele_spiro.
 */
#ifndef APP_TELE_READ_H
#define APP_TELE_READ_H

#include "app/tele.h"

enum { TELE_MEASURES_MOST = 160, TELE_FINDINGS_MOST = 96 };

struct tele_reading {
	struct str format, format_version;
	/* of the file; empty: it does not say */
	struct str id, family, given;
	char sex; /* M, F, 0 */
	struct date born;
	int age_years; /* -1 */
	struct str taken_at, maker, model, serial;
	struct date taken_on;      /* DATE_NONE */
	struct str verdict;        /* ok, warn, reject, unknown */
	enum tele_urgency urgency; /* by the flags; N_TELE_URGENCY: none */
	struct str algorithm;
	struct tele_finding *finding;
	size_t n_finding;
	struct tele_measure *measure;
	size_t n_measure;
	struct tele_spiro_row *spiro; /* of a spirometry (app/tele_spiro.h) */
};
/* E_FORMAT, E_LIMIT with words. Everything in `a`. The limits of urgency are
 * those of `today`; they ask for the sex and the age of the person, and for
 * what earlier exams show: what is known is not found newly. `how` is for
 * spirometries. */
struct tele_identity;
struct tele_known_signs;
struct tele_spiro_how;
MUST_USE enum rc tele_read(const struct tele_sending *s,
			   const struct tele_spiro_how *how,
			   const struct tele_identity *who,
			   const struct tele_known_signs *known,
			   struct date today, struct arena *a,
			   struct tele_reading *out, struct err *err);
/* Chest pain that began at most so many days ago makes an exam this urgent, by
 * data/ecg/urgency.csv; the days are NAN when no row is valid on the day. */
struct tele_pain {
	enum tele_urgency urgency;
	double days;
};
MUST_USE enum rc tele_pain_limit(struct date today, struct arena *a,
				 struct tele_pain *out, struct err *err);
/* Is the file's person this one? 0, or the message of the first thing that
 * differs; `why` names all of them: "name, day of birth". A reading without
 * code, name and birth: *says_who false. */
struct tele_identity {
	struct str fiscal_code, last_name, first_name;
	struct date born;
	char sex;
};
int tele_agrees(const struct tele_reading *r, const struct tele_identity *p,
		bool *says_who, char *why, size_t size);

#endif
