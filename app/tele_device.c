/* The register of devices as it is looked at: whose, kept how, until when. */
#include "app/person_view_int.h"
#include "app/tele_scope_int.h"
#include "text/text.h"

#include <stdlib.h>

enum { DEVICES_MOST = 20000, CHECKS_MOST = 200 };

bool tele_is_over(struct date until, struct date on)
{
	return !date_is_none(until) && until.days < on.days;
}

/* ---- rows */

static enum tele_device_state state_of(const struct tele_device *d,
				       struct date today)
{
	struct date soon = date_add(today, TELE_SOON_DAYS);
	if (!date_is_none(d->retired_on))
		return TELE_DEVICE_RETIRED;
	if (tele_is_over(d->maintenance_until, today) ||
	    tele_is_over(d->calibration_until, today))
		return TELE_DEVICE_EXPIRED;
	if (tele_is_over(d->maintenance_until, soon) ||
	    tele_is_over(d->calibration_until, soon))
		return TELE_DEVICE_SOON;
	return TELE_DEVICE_GOOD;
}

static enum rc device_row(const struct stmt *q, void *row, void *ctx,
			  struct err *err)
{
	struct arena *a = ctx;
	struct tele_device *d = row;
	(void)err;
	*d = (struct tele_device){.id = col_int(q, 0),
				  .serial = col_text(q, 1, a),
				  .maker = col_text(q, 3, a),
				  .model = col_text(q, 4, a),
				  .maintenance_until = col_date(q, 5),
				  .calibration_until = col_date(q, 6),
				  .retired_on = col_date(q, 7),
				  .gp_code = col_text(q, 8, a),
				  .organisation = col_text(q, 9, a),
				  .holder = col_text(q, 10, a),
				  .n_exam = col_int(q, 11),
				  .n_expired = col_int(q, 12)};
	if (!tele_kind_parse(col_str(q, 2), &d->kind))
		d->kind = N_TELE_KIND;
	return OK;
}

enum rc tele_devices_load(struct app *app, int64_t id, struct str serial,
			  struct arena *a, struct tele_device **list, size_t *n,
			  struct err *err)
{
	struct stmt *q = NULL;
	struct tele_scope s = {0};
	*n = 0;
	enum rc rc = tele_scope(app, a, &s, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_DEVICE_LIST, &q, err);
	if (rc)
		return rc;
	tele_scope_bind(q, app, &s);
	bind_id(q, "id", id);
	bind_opt(q, "serial", serial);
	rc = person_rows(q, sizeof(**list), DEVICES_MOST, device_row, a, a,
			 list, n, err);
	for (size_t i = 0; i < *n && !rc; i++) {
		struct tele_device *d = &(*list)[i];
		d->state = state_of(d, app->today);
		d->expired = d->state == TELE_DEVICE_EXPIRED ||
			     d->state == TELE_DEVICE_RETIRED;
	}
	return rc;
}

/* ---- searched, sorted */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool holds(struct str s, struct str what)
{
	for (size_t i = 0; i + what.len <= s.len; i++) {
		size_t k = 0;
		while (k < what.len &&
		       lower(s.ptr[i + k]) == lower(what.ptr[k]))
			k++;
		if (k == what.len)
			return true;
	}
	return false;
}

static bool fits(const struct tele_device *d,
		 const struct tele_device_query *ask)
{
	bool state = ask->state == N_TELE_DEVICE_STATE
			     ? d->state != TELE_DEVICE_RETIRED
			     : d->state == ask->state;
	return state && (!ask->q.len || holds(d->serial, ask->q) ||
			 holds(d->maker, ask->q) || holds(d->model, ask->q) ||
			 holds(d->holder, ask->q));
}

static int by_holder(const void *x, const void *y)
{
	const struct tele_device *a = x, *b = y;
	return str_cmp(a->holder, b->holder);
}

/* Not known comes first: it is to be found out. */
static int by_maintenance(const void *x, const void *y)
{
	const struct tele_device *a = x, *b = y;
	return (a->maintenance_until.days > b->maintenance_until.days) -
	       (a->maintenance_until.days < b->maintenance_until.days);
}

static int by_calibration(const void *x, const void *y)
{
	const struct tele_device *a = x, *b = y;
	return (a->calibration_until.days > b->calibration_until.days) -
	       (a->calibration_until.days < b->calibration_until.days);
}

static int by_exams(const void *x, const void *y)
{
	const struct tele_device *a = x, *b = y;
	return (a->n_exam > b->n_exam) - (a->n_exam < b->n_exam);
}

static void sort_devices(const struct tele_device_query *ask,
			 struct tele_devices *v)
{
	static const struct {
		const char *key;
		int (*order)(const void *, const void *);
	} orders[] = {{"presso", by_holder},
		      {"manutenzione", by_maintenance},
		      {"taratura", by_calibration},
		      {"esami", by_exams}};
	for (size_t i = 0; i < countof(orders); i++)
		if (v->n && str_is(ask->sort, orders[i].key))
			qsort(v->list, v->n, sizeof(*v->list), orders[i].order);
	for (size_t i = 0; ask->descending && i < v->n / 2; i++) {
		struct tele_device d = v->list[i];
		v->list[i] = v->list[v->n - 1 - i];
		v->list[v->n - 1 - i] = d;
	}
}

enum rc app_tele_devices(struct app *app, const struct tele_device_query *ask,
			 struct arena *a, struct tele_devices *out,
			 struct err *err)
{
	struct tele_devices v = {0};
	size_t n = 0;
	enum rc rc = app_require(app, MAY_READ_TELECARE, 0, err);
	if (!rc)
		rc = tele_devices_load(app, 0, STR(""), a, &v.list, &n, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++) {
		struct tele_device d = v.list[i];
		v.count[d.state]++;
		v.count[N_TELE_DEVICE_STATE] += d.state != TELE_DEVICE_RETIRED;
		if (!ask || fits(&d, ask))
			v.list[v.n++] = d;
	}
	if (ask)
		sort_devices(ask, &v);
	v.may_keep = tele_may(app, MAY_KEEP_DEVICES);
	*out = v;
	return OK;
}

/* ---- one */

static enum rc check_row(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_check *)row =
		(struct tele_check){.kind = col_text(q, 0, a),
				    .done_on = col_date(q, 1),
				    .holds_until = col_date(q, 2),
				    .by_whom = col_text(q, 3, a),
				    .note = col_text(q, 4, a)};
	return OK;
}

enum rc app_tele_device_show(struct app *app, int64_t device_id,
			     struct arena *a, struct tele_device_view *out,
			     struct err *err)
{
	struct stmt *q = NULL;
	struct tele_device_view v = {0};
	struct tele_device *one = NULL;
	size_t n = 0;
	enum rc rc = app_require(app, MAY_READ_TELECARE, 0, err);
	if (!rc)
		rc = tele_devices_load(app, device_id, STR(""), a, &one, &n,
				       err);
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_TSV_NO_DEVICE,
			     "there is no device %" PRId64 " to be seen",
			     device_id);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_DEVICE_CHECKS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "device_id", device_id);
	rc = person_rows(q, sizeof(*v.check), CHECKS_MOST, check_row, a, a,
			 &v.check, &v.n_check, err);
	if (rc)
		return rc;
	v.device = one[0];
	v.may_keep = tele_may(app, MAY_KEEP_DEVICES);
	*out = v;
	return OK;
}
