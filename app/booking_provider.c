/* A provider's agenda: days, a day's list, what closing a day would do. */
#include "app/appointment_int.h"
#include "app/bind.h"
#include "text/text.h"

#define MOST_LINES  20000 /* a provider's day, a year of days by service */
#define FREE_WITHIN 30    /* days: what a closed day can be moved to */

/* ---- which provider ---- */

static struct book_provider provider_row(const struct stmt *q, struct arena *a)
{
	return (struct book_provider){.id = col_int(q, 0),
				      .code = col_text(q, 1, a),
				      .name = col_text(q, 2, a),
				      .kind = col_text(q, 3, a),
				      .municipality = col_text(q, 4, a)};
}

/* The code of the provider that the actor works for. */
static enum rc own_code(struct app *app, struct arena *a, struct str *code,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PROVIDER_OF_ORGANISATION, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", app->who.org_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_CEN_NO_PROVIDER,
			"user %" PRId64 " works for no provider",
			app->who.user_id);
	if (!rc)
		*code = col_text(q, 1, a);
	stmt_close(q);
	return rc;
}

static enum rc get_provider(struct app *app, struct str facility,
			    struct arena *a, struct book_provider *out,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VIEW_PROVIDER, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", facility);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_CEN_NO_PROVIDER,
			"there is no provider with the facility code "
			"\"" STR_FMT "\"",
			STR_ARG(facility));
	if (!rc)
		*out = provider_row(q, a);
	stmt_close(q);
	return rc;
}

enum rc app_book_provider(struct app *app, struct str facility, struct arena *a,
			  struct book_provider *out, struct err *err)
{
	enum rc rc = app_require(app, MAY_CLOSE_SLOT, 0, err);
	if (!rc && !facility.len)
		rc = own_code(app, a, &facility, err);
	if (!rc)
		rc = get_provider(app, facility, a, out, err);
	return rc ? rc : booking_own_agenda(app, out->id, err);
}

enum rc app_book_providers(struct app *app, struct str service, struct arena *a,
			   struct book_provider **list, size_t *n,
			   struct err *err)
{
	struct book_provider *v = NULL;
	struct stmt *q = NULL;
	size_t cap = 0, count = 0;
	bool row = false;
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VIEW_PROVIDERS, &q, err);
	if (!rc)
		bind_opt(q, "service", service);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&v, &cap, count + 1, sizeof(*v), MOST_LINES,
				err);
		if (!rc)
			v[count++] = provider_row(q, a);
	}
	stmt_close(q);
	return booking_hand_over(v, count, sizeof(*v), a, list, n, rc, err);
}

enum rc app_book_services(struct app *app, struct arena *a, struct str **list,
			  size_t *n, struct err *err)
{
	struct str *v = NULL;
	struct stmt *q = NULL;
	size_t cap = 0, count = 0;
	bool row = false;
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_AGENDA_SERVICES, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&v, &cap, count + 1, sizeof(*v), MOST_LINES,
				err);
		if (!rc)
			v[count++] = col_text(q, 0, a);
	}
	stmt_close(q);
	return booking_hand_over(v, count, sizeof(*v), a, list, n, rc, err);
}

/* ---- days ---- */

enum rc app_book_agenda(struct app *app, struct str facility, struct date from,
			struct date to, bool by_service, struct arena *a,
			struct book_day_count **list, size_t *n,
			struct err *err)
{
	struct book_provider p = {0};
	struct book_day_count *v = NULL;
	struct stmt *q = NULL;
	size_t cap = 0, count = 0;
	bool row = false;
	enum rc rc = app_book_provider(app, facility, a, &p, err);
	if (!rc)
		rc = db_prepare(app->db,
				by_service ? SQL_VIEW_PROVIDER_SERVICES
					   : SQL_VIEW_PROVIDER_DAYS,
				&q, err);
	if (!rc) {
		bind_int(q, "provider_id", p.id);
		bind_date(q, "first", from);
		bind_date(q, "last", to);
	}
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&v, &cap, count + 1, sizeof(*v), MOST_LINES,
				err);
		if (!rc)
			v[count++] = (struct book_day_count){
				.day = col_date(q, 0),
				.service = col_text(q, 1, a),
				.places = col_int(q, 2),
				.taken = col_int(q, 3),
				.closed = col_int(q, 4) > 0,
				.first_free = col_null(q, 5)
						      ? -1
						      : (int)col_int(q, 5)};
	}
	stmt_close(q);
	return booking_hand_over(v, count, sizeof(*v), a, list, n, rc, err);
}

/* ---- a day ---- */

static struct book_day_line day_row(const struct stmt *q, struct arena *a)
{
	return (struct book_day_line){
		.id = col_int(q, 0),
		.start_min = (int)col_int(q, 1),
		.end_min = (int)col_int(q, 2),
		.service = col_text(q, 3, a),
		.state = col_text(q, 4, a),
		.person = col_text(q, 5, a),
		.name = arena_printf(a, STR_FMT " " STR_FMT,
				     STR_ARG(col_str(q, 6)),
				     STR_ARG(col_str(q, 7))),
		.person_id = col_int(q, 8),
		.n_activity = col_int(q, 9),
		.confirmed = !col_null(q, 10)};
}

static enum rc read_day(struct app *app, int64_t provider_id, struct date day,
			struct arena *a, struct book_day_line **list, size_t *n,
			struct err *err)
{
	struct book_day_line *v = NULL;
	struct stmt *q = NULL;
	size_t cap = 0, count = 0;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_VIEW_PROVIDER_DAY, &q, err);
	if (rc)
		return rc;
	bind_int(q, "provider_id", provider_id);
	bind_date(q, "day", day);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&v, &cap, count + 1, sizeof(*v), MOST_LINES,
				err);
		if (!rc)
			v[count++] = day_row(q, a);
	}
	stmt_close(q);
	return booking_hand_over(v, count, sizeof(*v), a, list, n, rc, err);
}

/* A centre sees that a place is taken, but by whom only of its own people. */
static enum rc hide_others(struct app *app, struct book_day_line *list,
			   size_t n, struct err *err)
{
	enum rc rc = OK;
	if (app->who.role != ROLE_OPERATOR)
		return OK;
	for (size_t i = 0; i < n && !rc; i++) {
		struct err denied = {0};
		rc = app_require(app, MAY_READ_PERSON, list[i].person_id,
				 &denied);
		if (rc == E_DENIED) {
			list[i].hidden = true;
			list[i].name = list[i].person = STR("");
			list[i].person_id = 0;
			rc = OK;
		} else if (rc && err) {
			*err = denied;
		}
	}
	return rc;
}

enum rc app_book_day(struct app *app, struct str facility, struct date day,
		     struct arena *a, struct book_day_line **list, size_t *n,
		     struct err *err)
{
	struct book_provider p = {0};
	struct audit_event look = {.action = "booking.day",
				   .entity = "provider",
				   .detail = STR("{}")};
	enum rc rc = app_book_provider(app, facility, a, &p, err);
	look.entity_id = p.id;
	if (!rc)
		rc = audit_look(app, &look, err);
	if (!rc)
		rc = read_day(app, p.id, day, a, list, n, err);
	return rc ? rc : hide_others(app, *list, *n, err);
}

/* ---- before a day is closed ---- */

static enum rc free_later(struct app *app, int64_t provider_id, struct date day,
			  struct book_close_line *line, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VIEW_FREE_LATER, &q, err);
	if (rc)
		return rc;
	bind_int(q, "provider_id", provider_id);
	bind_str(q, "service", line->appointment.service);
	bind_date(q, "first", date_add(day, 1));
	bind_date(q, "last", date_add(day, FREE_WITHIN));
	rc = stmt_one(q, err);
	if (!rc) {
		line->n_free = col_int(q, 0);
		line->next_day = col_date(q, 1);
	}
	stmt_close(q);
	return rc;
}

enum rc app_book_close_preview(struct app *app, struct str facility,
			       struct date day, struct arena *a,
			       struct book_close_line **list, size_t *n,
			       struct err *err)
{
	struct book_provider p = {0};
	struct book_day_line *lines = NULL;
	size_t n_line = 0, count = 0;
	enum rc rc = app_book_day(app, facility, day, a, &lines, &n_line, err);
	if (!rc)
		rc = app_book_provider(app, facility, a, &p, err);
	if (rc)
		return rc;
	struct book_close_line *v =
		arena_array(a, struct book_close_line, n_line + 1);
	if (!v)
		return arena_fail(a, err);
	for (size_t i = 0; i < n_line && !rc; i++) {
		if (!str_is(lines[i].state, "held") &&
		    !str_is(lines[i].state, "booked"))
			continue;
		v[count].appointment = lines[i];
		rc = free_later(app, p.id, day, &v[count++], err);
	}
	if (rc)
		return rc;
	*list = v;
	*n = count;
	return OK;
}
