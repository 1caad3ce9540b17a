/* What the registers say of each doctor on a day, read once for all their
 * people. */
#include "app/invitation_int.h"

#define DOCTORS_MOST 200000u /* a region has some 6,000 */

static struct period col_entry(const struct stmt *q, int i)
{
	if (col_null(q, i))
		return PERIOD_NEVER;
	return (struct period){col_date(q, i), col_end(q, i + 1)};
}

static struct invite_doctor read_doctor(const struct stmt *q, struct arena *a,
					struct date on)
{
	struct invite_doctor d = {.id = col_int(q, 0),
				  .gp_code = col_text(q, 1, a),
				  .org_id = col_int(q, 2),
				  .manager = col_text(q, 3, a),
				  .way = way_of_member(col_str(q, 4)),
				  .adherence = {.member = col_entry(q, 5),
						.doctor = col_entry(q, 7),
						.manager = col_entry(q, 9)}};
	d.gap = adherence_on(&d.adherence, on);
	return d;
}

static enum rc add(struct invite_doctors *s, const struct invite_doctor *d,
		   struct err *err)
{
	enum rc rc = array_grow(&s->list, &s->cap, s->n + 1, sizeof(*s->list),
				DOCTORS_MOST, err);
	if (!rc)
		s->list[s->n++] = *d;
	return rc;
}

static enum rc add_nobody(struct invite_doctors *s, struct date on,
			  struct err *err)
{
	struct invite_doctor none = {
		.way = way_of_member(STR("")),
		.adherence = {PERIOD_NEVER, PERIOD_NEVER, PERIOD_NEVER}};
	none.gap = adherence_on(&none.adherence, on);
	return add(s, &none, err);
}

/* Registers of several agencies give a doctor several rows: the one in which
 * they adhere counts. */
enum rc invite_doctors_read(struct app *app, struct arena *a,
			    struct invite_doctors *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = add_nobody(out, app->today, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_INVITATION_DOCTORS, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct invite_doctor d = read_doctor(q, a, app->today);
		struct invite_doctor *last = &out->list[out->n - 1];
		if (d.id != last->id)
			rc = add(out, &d, err);
		else if (d.gap == ADHERES && last->gap != ADHERES)
			*last = d;
		if (rc)
			break;
	}
	stmt_close(q);
	return rc;
}

uint32_t invite_doctor_find(const struct invite_doctors *d, int64_t id)
{
	size_t from = 1, to = d->n;
	while (from < to) {
		size_t at = from + (to - from) / 2;
		if (d->list[at].id < id)
			from = at + 1;
		else
			to = at;
	}
	return from < d->n && d->list[from].id == id ? (uint32_t)from : 0;
}
