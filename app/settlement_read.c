#include "app/settlement_int.h"

#include "app/bind.h"

/* One person has a handful of pacts and a few plans a year. */
#define MOST_PER_PERSON 1000

struct settle_reader {
	struct app *app;
	struct settle_period period;
	int64_t run_id;
	struct date claims_to;
	int64_t covered_percent;
	struct stmt *enrolments, *plans, *drugs;
	bool more_enrolments, more_plans, more_drugs;
	struct arena texts; /* of the person in hand */
	struct settle_enrolment *e;
	struct settle_plan *p;
	size_t cap_e, cap_p;
	struct settle_doctor *doctors; /* by id */
	size_t n_doctor, cap_doctor;
};

static int64_t day_us(struct date d)
{
	return d.days * INT64_C(86400000000);
}

/* The instant in which a day begins in Rome, near enough: plans are signed in
 * daylight, and Rome is an hour or two ahead of UTC. */
static int64_t rome_us(struct date d)
{
	return day_us(d) - INT64_C(3600000000);
}

static enum rc read_doctors(struct settle_reader *r, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	struct date year = date_of(date_ymd(r->period.from).year, 1, 1);
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_DOCTORS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", r->run_id);
	bind_date(q, "on_date", r->period.to);
	bind_int(q, "year_us", rome_us(year));
	bind_int(q, "from_us", rome_us(r->period.from));
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&r->doctors, &r->cap_doctor, r->n_doctor + 1,
				sizeof(*r->doctors), 1u << 20, err);
		if (rc)
			break;
		r->doctors[r->n_doctor++] =
			(struct settle_doctor){.id = col_int(q, 0),
					       .chronic = col_int(q, 1),
					       .taken = col_int(q, 2),
					       .new_before = col_int(q, 3)};
	}
	stmt_close(q);
	return rc;
}

static enum rc find_run(struct settle_reader *r, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_RUN, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", r->period.to);
	rc = stmt_one(q, err);
	if (!rc) {
		r->run_id = col_int(q, 0);
		r->claims_to = col_date(q, 1);
	} else if (rc == E_NOT_FOUND) {
		rc = err_set(err, rc,
			     "there are no strata up to the end of the "
			     "quarter: run prossima strata load first");
	}
	stmt_close(q);
	return rc;
}

static enum rc open_cursors(struct settle_reader *r, struct err *err)
{
	struct db *db = r->app->db;
	enum rc rc = db_prepare(db, SQL_SETTLE_ENROLMENTS, &r->enrolments, err);
	if (!rc)
		rc = db_prepare(db, SQL_SETTLE_PLANS, &r->plans, err);
	if (!rc)
		rc = db_prepare(db, SQL_SETTLE_DRUGS, &r->drugs, err);
	if (rc)
		return rc;
	bind_date(r->enrolments, "period_from", r->period.from);
	bind_date(r->enrolments, "period_to", r->period.to);
	bind_int(r->plans, "before_us", rome_us(date_add(r->period.to, 1)));
	bind_int(r->drugs, "run_id", r->run_id);
	rc = stmt_step(r->enrolments, &r->more_enrolments, err);
	if (!rc)
		rc = stmt_step(r->plans, &r->more_plans, err);
	if (!rc)
		rc = stmt_step(r->drugs, &r->more_drugs, err);
	return rc;
}

enum rc settle_reader_open(struct app *app, struct settle_period p,
			   struct settle_reader **out, struct err *err)
{
	struct settle_reader *r = calloc(1, sizeof(*r));
	if (!r)
		return err_set(err, E_NOMEM, "no memory for a settlement");
	r->app = app;
	r->period = p;
	arena_init(&r->texts, 1 << 20); /* codes of one person */
	enum rc rc = find_run(r, err);
	if (!rc)
		rc = rules_int(&app->rules, "bonus.drug_covered_min_percent",
			       STR(""), p.to, &r->covered_percent, err);
	if (!rc)
		rc = read_doctors(r, err);
	if (!rc)
		rc = open_cursors(r, err);
	if (rc)
		settle_reader_close(r);
	else
		*out = r;
	return rc;
}

void settle_reader_close(struct settle_reader *r)
{
	if (!r)
		return;
	stmt_close(r->drugs);
	stmt_close(r->plans);
	stmt_close(r->enrolments);
	arena_release(&r->texts);
	free(r->e);
	free(r->p);
	free(r->doctors);
	free(r);
}

int64_t settle_reader_run(const struct settle_reader *r)
{
	return r->run_id;
}

struct settle_doctor *settle_reader_doctor(void *ctx, int64_t id)
{
	struct settle_reader *r = ctx;
	size_t lo = 0, hi = r->n_doctor;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (r->doctors[mid].id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < r->n_doctor && r->doctors[lo].id == id ? &r->doctors[lo]
							   : NULL;
}

/* The tables keep the first day without; the rules speak of the last day. */
static struct date day_before(struct date d)
{
	return d.days == DATE_MAX.days ? d : date_add(d, -1);
}

static struct date sooner(struct date a, struct date b)
{
	return a.days < b.days ? a : b;
}

static enum rc take_enrolments(struct settle_reader *r, struct settle_facts *f,
			       struct err *err)
{
	struct stmt *q = r->enrolments;
	enum rc rc = OK;
	while (!rc && r->more_enrolments && col_int(q, 0) == f->person_id) {
		rc = array_grow(&r->e, &r->cap_e, f->n_enrolment + 1,
				sizeof(*r->e), MOST_PER_PERSON, err);
		if (rc)
			return rc;
		r->e[f->n_enrolment++] = (struct settle_enrolment){
			.id = col_int(q, 1),
			.org_id = col_int(q, 2),
			.doctor_id = col_int(q, 3),
			.ats = col_text(q, 4, &r->texts),
			.active_from = col_date(q, 5),
			.ended_on = day_before(col_end(q, 6)),
			.pact_from = col_date(q, 7),
			.pact_to = sooner(col_end(q, 8),
					  day_before(col_end(q, 9))),
		};
		rc = stmt_step(q, &r->more_enrolments, err);
	}
	f->enrolments = r->e;
	return rc;
}

static enum rc take_plans(struct settle_reader *r, struct settle_facts *f,
			  struct err *err)
{
	struct stmt *q = r->plans;
	enum rc rc = OK;
	while (!rc && r->more_plans && col_int(q, 0) < f->person_id)
		rc = stmt_step(q, &r->more_plans, err);
	while (!rc && r->more_plans && col_int(q, 0) == f->person_id) {
		rc = array_grow(&r->p, &r->cap_p, f->n_plan + 1, sizeof(*r->p),
				MOST_PER_PERSON, err);
		if (rc)
			return rc;
		r->p[f->n_plan++] = (struct settle_plan){
			.version_id = col_int(q, 1),
			.enrolment_id = col_int(q, 2),
			.org_id = col_int(q, 3),
			.doctor_id = col_int(q, 4),
			.published_on = date_in_rome(col_int(q, 5)),
			.valid_to = sooner(col_end(q, 6),
					   day_before(col_end(q, 7))),
			.level = (int)col_int(q, 8),
			.is_new = str_is(col_str(q, 9), "new"),
			.is_renewal = str_is(col_str(q, 9), "renewal"),
			.n_lab = (int)col_int(q, 10),
			.n_outpatient = (int)col_int(q, 11),
		};
		rc = stmt_step(q, &r->more_plans, err);
	}
	f->plans = r->p;
	return rc;
}

/* A drug is covered when its daily doses reach the percentage of the days
 * from the first dispensing to the end of the claims. */
static enum rc take_drugs(struct settle_reader *r, struct settle_facts *f,
			  struct err *err)
{
	struct stmt *q = r->drugs;
	enum rc rc = OK;
	while (!rc && r->more_drugs && col_int(q, 0) < f->person_id)
		rc = stmt_step(q, &r->more_drugs, err);
	while (!rc && r->more_drugs && col_int(q, 0) == f->person_id) {
		int64_t days = r->claims_to.days - col_date(q, 1).days + 1;
		f->n_drug++;
		f->n_drug_covered += col_int(q, 2) * 100 >=
				     days * 10000 * r->covered_percent;
		rc = stmt_step(q, &r->more_drugs, err);
	}
	return rc;
}

enum rc settle_reader_next(struct settle_reader *r, struct settle_facts *out,
			   struct err *err)
{
	if (!r->more_enrolments)
		return E_NOT_FOUND;
	arena_reset(&r->texts);
	*out = (struct settle_facts){.person_id = col_int(r->enrolments, 0)};
	enum rc rc = take_enrolments(r, out, err);
	if (!rc)
		rc = take_plans(r, out, err);
	if (!rc)
		rc = take_drugs(r, out, err);
	return rc;
}
