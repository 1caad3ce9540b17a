/* Private to app/tele_send.c and app/tele_write.c: an exam while it comes in.
 */
#ifndef APP_TELE_SEND_INT_H
#define APP_TELE_SEND_INT_H

#include "app/tele_int.h"

struct tele_person {
	struct tele_identity who;
	struct date death;
	struct str ats;
};

/* What comes in, while it is being looked at. */
struct tele_incoming {
	struct app *app;
	const struct tele_sending *s;
	struct arena *a;
	struct tele_person person;
	struct tele_reading reading;
	struct str question, symptoms, drugs, language, why;
	int64_t consent_id, device_id, pool_id, due_us;
	const char *device_state;
	enum tele_urgency urgency;
	enum tele_state state;
	bool by_file;
	char sha256[SHA256_HEX];
};

/* In a transaction: consent, device, pool, bytes, exam, request, findings,
 * measures, the exam that it repeats, the event. */
MUST_USE enum rc tele_write(struct tele_incoming *in, int64_t id,
			    struct err *err);

#endif
