/* plan_desk_int - shared by app/plan_*.c only. */
#ifndef APP_PLAN_DESK_INT_H
#define APP_PLAN_DESK_INT_H

#include "app/bind.h"
#include "app/plan.h"
#include "base/sha256.h"

/* One person's facts and draft: about 60 KiB; lists of a whole plan in JSON
 * stay below a mebibyte. */
#define PLAN_ARENA_BYTES (8u << 20)
#define PLAN_TEXT_BYTES  (4u << 20)

struct plan_case { /* what a draft is made from */
	int64_t person_id, enrolment_id, doctor_id, run_id;
	struct date run_on, death;
	struct str pseudonym, enrolment_state, phone, email;
	bool suspended;
	struct plan_input in;
};

struct plan_desk { /* scratch of one worker */
	struct app *app;
	const struct plan_engine *e;
	struct arena a;
	struct buf text;
	int64_t run_id; /* of the day, read once */
	struct date run_on;
};
void desk_init(struct plan_desk *d, struct app *app,
	       const struct plan_engine *e);
void desk_release(struct plan_desk *d);

/* Facts of a person; E_STATE when a plan cannot be made, with the reason.
 * in.start and in.choices are the caller's. */
MUST_USE enum rc case_load(struct plan_desk *d, int64_t person_id,
			   struct plan_case *out, struct err *err);
MUST_USE enum rc case_choices(struct plan_desk *d, int64_t version_id,
			      struct plan_input *in, struct err *err);

/* Draft or draft again inside the transaction of the caller. */
MUST_USE enum rc draft_one(struct plan_desk *d, int64_t person_id,
			   struct plan_drafted *out, struct err *err);

struct plan_head { /* a version as written by a draft */
	int64_t id, care_plan_id, previous_id;
	int version;
	struct str kind;
	bool again;
};
MUST_USE enum rc version_write(struct plan_desk *d, const struct plan_case *c,
			       struct plan_head *h,
			       const struct plan_draft *draft, struct err *err);
/* The version with its lines, without permission and audit. */
MUST_USE enum rc version_load(struct app *app, int64_t version_id,
			      struct arena *a, struct plan_view *out,
			      struct err *err);
/* Its head alone: who, when, state, counts; no lines. */
MUST_USE enum rc version_head(struct app *app, int64_t id, struct arena *a,
			      struct plan_view *v, struct err *err);
/* A first column of zero or one row; 0 when there is none. */
MUST_USE enum rc plan_find_id(struct app *app, enum sql id, const char *param,
			      int64_t value, int64_t *out, struct err *err);
MUST_USE enum rc plan_event(struct app *app, int64_t version_id,
			    const char *from, enum plan_state to,
			    struct str reason, struct err *err);
MUST_USE enum rc plan_audit(struct app *app, const char *action,
			    int64_t version_id, int64_t person_id,
			    struct err *err);
MUST_USE enum rc plan_look(struct app *app, const char *action,
			   int64_t version_id, int64_t person_id,
			   struct err *err);
MUST_USE enum rc plan_digest(struct app *app, const struct plan_view *v,
			     char out[SHA256_HEX], struct err *err);
/* Move a version along, checked by plan_move; writes the event. */
MUST_USE enum rc version_end(struct app *app, int64_t version_id,
			     enum plan_state from, enum plan_state to,
			     struct date ended_on, struct str reason,
			     struct err *err);
MUST_USE enum rc activity_cancel(struct app *app, int64_t version_id,
				 struct err *err);

/* 15 characters, as the regional message wants: two letters and an identifier
 * in base 36. */
#define PLAN_NUMBER 16
void plan_number(const char kind[2], int64_t id, char out[PLAN_NUMBER]);
/* Phone or e-mail. */
MUST_USE enum rc plan_has_contact(struct app *app, int64_t person_id, bool *yes,
				  struct err *err);

/* Of a person, or of one version (0: all). */
#define PLAN_MAX_ON_SHEET 99u
MUST_USE enum rc prescription_load(struct app *app, int64_t person_id,
				   int64_t version_id, struct arena *a,
				   struct prescription_view **list, size_t *n,
				   struct err *err);
/* After activities of a version were cancelled: prescriptions left without any
 * end, too. */
MUST_USE enum rc prescription_void(struct app *app, int64_t version_id,
				   struct err *err);

struct id_list { /* rows of a batch: three numbers each, id first */
	int64_t *id;
	size_t n, cap;
};
/* Up to three integer columns of a statement already bound. Free with
 * id_list_release. */
MUST_USE enum rc id_list_read(struct stmt *q, int n_col, struct id_list *out,
			      struct err *err);
void id_list_release(struct id_list *l);
void batch_refused(struct plan_batch *b, const struct err *err);

#endif
