/* app/tele_service - the service around exams at a distance: who reads, with
 * which devices, and how well it goes.
 *
 * Pools are groups of readers with hours, languages and a telephone; they are
 * kept by who sets rules, since a reader of a pool sees all its exams. Devices
 * are kept by the cooperative that equips practices and pharmacies, and by the
 * agency. Figures count exams, never people; they name nobody.
 *
 * Everybody sees their own: a practice its devices and what it sent, a pharmacy
 * the same, a reader the pools they read for, a centre and a cooperative the
 * practices of their doctors (and the pharmacies of their agency, whose devices
 * they keep), an agency its territory; region, administrator and system all
 * (app/tele_scope.c). Writing outside one's own is E_NOT_FOUND.
 *
 * Statements: store/sql/tele_service.sql.
 */
#ifndef APP_TELE_SERVICE_H
#define APP_TELE_SERVICE_H

#include "app/app.h"
#include "telecare/telecare.h"

/* ---- pools (tele_pool.c, tele_pool_keep.c) */

struct tele_pool {
	int64_t id, n_reader;
	int64_t n_open; /* exams that wait in it, of those one may count */
	struct str code, name, languages, escalate_to, phone;
	enum tele_kind kind;
	int weekdays, from_min, to_min; /* bit 0 Monday; minutes of the day */
};
/* By code. A reader: their own; everybody else all of them, since they are who
 * to call. MAY_READ_TELECARE. */
MUST_USE enum rc app_tele_pools(struct app *app, struct arena *a,
				struct tele_pool **list, size_t *n,
				struct err *err);

struct tele_reader {
	int64_t user_id;
	struct str login, name;
	struct date since; /* DATE_NONE: does not read for it */
};
struct tele_pool_view {
	struct tele_pool pool;
	bool may_keep;
	struct tele_reader *reader; /* by name */
	size_t n_reader;
	struct tele_reader *other; /* specialists who could; may_keep alone */
	size_t n_other;
};
/* MAY_READ_TELECARE; E_NOT_FOUND also of a pool that one does not see. */
MUST_USE enum rc app_tele_pool_show(struct app *app, int64_t pool_id,
				    struct arena *a, struct tele_pool_view *out,
				    struct err *err);

/* E_RANGE, E_CONFLICT with words: no code or name, hours that are none, a code
 * that is taken, escalation that comes back. MAY_SET_RULES. */
MUST_USE enum rc app_tele_pool_add(struct app *app, const struct tele_pool *p,
				   struct err *err);
/* All but code and kind. MAY_SET_RULES. */
MUST_USE enum rc app_tele_pool_change(struct app *app, int64_t pool_id,
				      const struct tele_pool *p,
				      struct err *err);
/* A specialist reads for a pool from today. E_CONFLICT: they do already.
 * MAY_SET_RULES. */
MUST_USE enum rc app_tele_pool_reader(struct app *app, struct str pool,
				      struct str login, struct err *err);
/* Not from today on. What they have taken they give back or finish. */
MUST_USE enum rc app_tele_pool_reader_end(struct app *app, struct str pool,
					  struct str login, struct err *err);

/* ---- devices (tele_device.c, tele_device_keep.c) */

enum tele_device_state {
	TELE_DEVICE_GOOD,
	TELE_DEVICE_SOON,    /* a check ends within TELE_SOON_DAYS */
	TELE_DEVICE_EXPIRED, /* its exams are marked */
	TELE_DEVICE_RETIRED,
	N_TELE_DEVICE_STATE /* in a query: any that is in use */
};
#define TELE_SOON_DAYS 30

struct tele_device {
	int64_t id, n_exam, n_expired, doctor_id, org_id;
	struct str serial, maker, model, gp_code, organisation;
	struct str holder; /* name of doctor or organisation; "" nobody */
	enum tele_kind kind;
	struct date maintenance_until, calibration_until, retired_on;
	enum tele_device_state state;
	bool expired; /* today, or retired */
};
struct tele_device_query {
	enum tele_device_state state;
	struct str q;    /* in serial, maker, model or holder */
	struct str sort; /* "seriale", "presso", "manutenzione", "taratura",
			    "esami"; else by serial */
	bool descending;
};
struct tele_devices {
	struct tele_device *list;
	size_t n;
	int64_t count[N_TELE_DEVICE_STATE + 1]; /* by state; in use; no filter*/
	bool may_keep;
};
/* `ask` NULL: all, also those that are retired. MAY_READ_TELECARE. */
MUST_USE enum rc app_tele_devices(struct app *app,
				  const struct tele_device_query *ask,
				  struct arena *a, struct tele_devices *out,
				  struct err *err);

struct tele_check {
	struct str serial, kind; /* maintenance, calibration */
	struct date done_on, holds_until;
	struct str by_whom, note;
};
struct tele_device_view {
	struct tele_device device;
	struct tele_check *check; /* newest first */
	size_t n_check;
	bool may_keep;
};
/* MAY_READ_TELECARE; E_NOT_FOUND also of one that one does not see. */
MUST_USE enum rc app_tele_device_show(struct app *app, int64_t device_id,
				      struct arena *a,
				      struct tele_device_view *out,
				      struct err *err);

/* `holder` is who has it, within one's own: the gp_code of a doctor or the code
 * of an organisation; empty: nobody (of a cooperative: itself). E_NOT_FOUND
 * with words. MAY_KEEP_DEVICES. */
MUST_USE enum rc app_tele_device_add(struct app *app,
				     const struct tele_device *d,
				     struct str holder, struct err *err);
/* E_RANGE with words: it ends before it was done, or is not yet done. */
MUST_USE enum rc app_tele_device_check(struct app *app,
				       const struct tele_check *c,
				       struct err *err);
/* Not used any more, or (`back`) used again. MAY_KEEP_DEVICES. */
MUST_USE enum rc app_tele_device_retire(struct app *app, struct str serial,
					bool back, struct err *err);

/* ---- figures (tele_stats.c) */

struct tele_stats_query {
	struct date from, to; /* of arrival, both included */
	enum tele_kind kind;  /* N_TELE_KIND: any */
	bool by_pool;         /* else by practice or pharmacy */
	struct str sort;      /* "nome", "esami", "scarti", "entro", "tempo",
				 "concordi", "rossi"; else by code */
	bool descending;
};
struct tele_stat {
	struct str code, name; /* of doctor, organisation or pool; "" unknown */
	enum tele_kind kind;
	/* Sums of times are without those in which the clock stood. */
	int64_t n, n_reject, n_override, n_repeat, n_expired, n_signed,
		n_in_time, n_late_open, sum_us, max_us, n_agree, n_agree_said,
		n_red, n_red_unread, n_cancelled;
};
struct tele_cause { /* of a recording judged not fit to be read */
	struct str practice, name, code, lead;
	int64_t n;
};
struct tele_stats {
	struct tele_stat *list, total;
	struct tele_cause *cause; /* most frequent first */
	size_t n, n_cause;
};
/* MAY_READ_TELECARE. Cost: one pass over the exams of the period. */
MUST_USE enum rc app_tele_stats(struct app *app,
				const struct tele_stats_query *ask,
				struct arena *a, struct tele_stats *out,
				struct err *err);

#endif
