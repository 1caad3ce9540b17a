/* app/access - may this user open this person's record, and what for?
 *
 * The relation decides first (app/permit.c): one's own patients, those of one's
 * centre, oneself are open. Where the relation is a delegation, or a consent of
 * somebody else, the purpose is asked once and holds for the day. Without a
 * relation a clinical role may break the glass: with a reason in words, for
 * some hours, to read and nothing more, and with an alert to the person, their
 * doctor and the administrators. Roles that see figures and no records
 * (agency, region, cooperative, administrator) may not, whatever they say.
 *
 * Every page of a person asks app_access before anything else; the use cases
 * behind it ask app_require, which honours a broken glass for MAY_READ_PERSON.
 */
#ifndef APP_ACCESS_H
#define APP_ACCESS_H

#include "app/app.h"
#include "base/arena.h"

enum access {
	ACCESS_OPEN,    /* go on; app->who.purpose says what for */
	ACCESS_PURPOSE, /* allowed, once a purpose is chosen */
	ACCESS_GLASS,   /* no relation: only by breaking the glass */
	ACCESS_NEVER,
	N_ACCESS
};

enum access_purpose { /* what may be chosen; "self" and others are given */
		      PURPOSE_SUBSTITUTE, /* care in place of their doctor */
		      PURPOSE_REQUEST,    /* the person asked */
		      PURPOSE_EMERGENCY,
		      PURPOSE_VISIT, /* a visit or report for the person */
		      PURPOSE_ADMINISTRATION, /* appointments, papers */
		      N_PURPOSE
};
extern const char *const access_purpose_name[N_PURPOSE];

struct access_verdict {
	enum access access;
	bool broken_glass; /* open by a broken glass: read only */
	int64_t until_us;  /* of the grant in use; 0 */
};
/* Writes nothing. With ACCESS_OPEN it sets app->who.purpose, so that the looks
 * that follow say why. E_NOT_FOUND: no such person, for who might read them;
 * cost: one to three point reads. */
MUST_USE enum rc app_access(struct app *app, int64_t person_id,
			    struct access_verdict *out, struct err *err);

/* The purpose, for the rest of the day. E_DENIED unless the verdict is PURPOSE
 * or OPEN. Audit "access.purpose". */
MUST_USE enum rc app_access_purpose(struct app *app, int64_t person_id,
				    enum access_purpose why, struct err *err);
/* `reason` at least rule access.reason_min characters (E_RANGE). Audit
 * "access.break_glass" with the reason, a message to the person in the outbox,
 * alerts. E_DENIED unless the verdict is GLASS (or OPEN by a broken glass). */
MUST_USE enum rc app_access_break_glass(struct app *app, int64_t person_id,
					struct str reason, struct err *err);

struct access_alert {
	int64_t id, person_id, user_id, raised_us, seen_us; /* 0: not yet */
	struct str user, role, person, reason, seen_by, note;
};
struct alert_query {
	bool open_only;
	int64_t limit, offset; /* limit at most 200 */
};
/* Newest first: of the doctor's patients for a doctor, all of them for an
 * administrator; others E_DENIED. The administrator sees no name of the person
 * (`person` is the pseudonym). */
MUST_USE enum rc app_access_alerts(struct app *app,
				   const struct alert_query *ask,
				   struct arena *a, struct access_alert **list,
				   size_t *n, int64_t *total, struct err *err);
/* Seen, with a note on what was found out; E_CONFLICT: already. */
MUST_USE enum rc app_access_alert_seen(struct app *app, int64_t alert_id,
				       struct str note, struct err *err);

#endif
