#include "app/quality_int.h"

#include "telecare/telecare.h"

/* Codes of one person: conditions, services, drugs. */
#define MOST_PER_PERSON 4096

struct cursor {
	struct stmt *q;
	bool more;
};
enum which {
	PEOPLE,
	CONDITIONS,
	SERVICES,
	EXAMS,
	DRUGS,
	ACTIVITIES,
	APPOINTMENTS,
	N_CURSOR
};
struct quality_reader {
	struct cursor c[N_CURSOR];
	struct arena texts; /* of the person in hand */
	struct str *conditions;
	struct quality_service *services;
	struct quality_drug *drugs;
	size_t cap_condition, cap_service, cap_drug;
	struct str exam_service[N_TELE_KIND]; /* of the rules; "" none */
};

static const struct {
	enum sql id;
	bool by_run, by_day;
} source[N_CURSOR] = {
	[PEOPLE] = {SQL_QUALITY_PEOPLE, true, true},
	[CONDITIONS] = {SQL_QUALITY_CONDITIONS, true, false},
	[SERVICES] = {SQL_QUALITY_SERVICES, true, false},
	[EXAMS] = {SQL_QUALITY_EXAMS, false, true},
	[DRUGS] = {SQL_QUALITY_DRUGS, true, false},
	[ACTIVITIES] = {SQL_QUALITY_ACTIVITIES, false, true},
	[APPOINTMENTS] = {SQL_QUALITY_APPOINTMENTS, false, true},
};

static enum rc step(struct cursor *c, struct err *err)
{
	return stmt_step(c->q, &c->more, err);
}

/* Is the cursor at this person? People it passes over are not chronic. */
static bool at_person(struct cursor *c, int64_t person_id, enum rc *rc,
		      struct err *err)
{
	while (!*rc && c->more && col_int(c->q, 0) < person_id)
		*rc = step(c, err);
	return !*rc && c->more && col_int(c->q, 0) == person_id;
}

/* The service that a signed exam of each kind is. */
static void exam_services(const struct app *app, struct date on,
			  struct str out[N_TELE_KIND])
{
	static const char *const rule[N_TELE_KIND] = {
		[TELE_ECG] = "tele.ecg_service",
		[TELE_SPIROMETRY] = "tele.spirometry_service"};
	for (int k = 0; k < N_TELE_KIND; k++)
		if (rules_text(&app->rules, rule[k], STR(""), on, &out[k],
			       NULL))
			out[k] = STR("");
}

enum rc quality_reader_open(struct app *app, int64_t strata_run_id,
			    struct date on, struct quality_reader **out,
			    struct err *err)
{
	struct quality_reader *r = calloc(1, sizeof(*r));
	enum rc rc = OK;
	if (!r)
		return err_set(err, E_NOMEM, "no memory for the indicators");
	arena_init(&r->texts, 4 << 20);
	exam_services(app, on, r->exam_service);
	for (int i = 0; !rc && i < N_CURSOR; i++) {
		rc = db_prepare(app->db, source[i].id, &r->c[i].q, err);
		if (rc)
			break;
		if (source[i].by_run)
			bind_int(r->c[i].q, "run_id", strata_run_id);
		if (source[i].by_day)
			bind_date(r->c[i].q, "on_date", on);
		if (i == EXAMS)
			bind_date(r->c[i].q, "from_date", date_add(on, -365));
		rc = step(&r->c[i], err);
	}
	if (rc)
		quality_reader_close(r);
	else
		*out = r;
	return rc;
}

void quality_reader_close(struct quality_reader *r)
{
	if (!r)
		return;
	for (int i = 0; i < N_CURSOR; i++)
		stmt_close(r->c[i].q);
	arena_release(&r->texts);
	free(r->conditions);
	free(r->services);
	free(r->drugs);
	free(r);
}

static enum rc take_conditions(struct quality_reader *r, int64_t person_id,
			       struct quality_person *p, struct err *err)
{
	struct cursor *c = &r->c[CONDITIONS];
	enum rc rc = OK;
	while (at_person(c, person_id, &rc, err)) {
		rc = array_grow(&r->conditions, &r->cap_condition,
				p->n_condition + 1, sizeof(*r->conditions),
				MOST_PER_PERSON, err);
		if (rc)
			return rc;
		r->conditions[p->n_condition++] = col_text(c->q, 1, &r->texts);
		rc = step(c, err);
	}
	p->conditions = r->conditions;
	return rc;
}

static enum rc take_services(struct quality_reader *r, int64_t person_id,
			     struct quality_person *p, struct err *err)
{
	struct cursor *c = &r->c[SERVICES];
	enum rc rc = OK;
	while (at_person(c, person_id, &rc, err)) {
		rc = array_grow(&r->services, &r->cap_service, p->n_service + 1,
				sizeof(*r->services), MOST_PER_PERSON, err);
		if (rc)
			return rc;
		r->services[p->n_service++] = (struct quality_service){
			.code = col_text(c->q, 1, &r->texts),
			.n_365 = (int)col_int(c->q, 2)};
		rc = step(c, err);
	}
	p->services = r->services;
	return rc;
}

/* An exam at a distance may come with the claims, too: the greater number. */
static enum rc add_exam(struct quality_reader *r, struct quality_person *p,
			enum tele_kind kind, int n, struct err *err)
{
	struct str code = r->exam_service[kind];
	for (size_t i = 0; i < p->n_service; i++)
		if (str_eq(r->services[i].code, code)) {
			if (r->services[i].n_365 < n)
				r->services[i].n_365 = n;
			return OK;
		}
	if (!code.len)
		return OK;
	enum rc rc = array_grow(&r->services, &r->cap_service, p->n_service + 1,
				sizeof(*r->services), MOST_PER_PERSON, err);
	if (!rc)
		r->services[p->n_service++] =
			(struct quality_service){.code = code, .n_365 = n};
	return rc;
}

static enum rc take_exams(struct quality_reader *r, int64_t person_id,
			  struct quality_person *p, struct err *err)
{
	struct cursor *c = &r->c[EXAMS];
	enum rc rc = OK;
	while (at_person(c, person_id, &rc, err)) {
		enum tele_kind kind;
		if (tele_kind_parse(col_str(c->q, 1), &kind))
			rc = add_exam(r, p, kind, (int)col_int(c->q, 2), err);
		if (!rc)
			rc = step(c, err);
		if (rc)
			return rc;
	}
	p->services = r->services;
	return rc;
}

static enum rc take_drugs(struct quality_reader *r, int64_t person_id,
			  struct quality_person *p, struct err *err)
{
	struct cursor *c = &r->c[DRUGS];
	enum rc rc = OK;
	while (at_person(c, person_id, &rc, err)) {
		rc = array_grow(&r->drugs, &r->cap_drug, p->n_drug + 1,
				sizeof(*r->drugs), MOST_PER_PERSON, err);
		if (rc)
			return rc;
		r->drugs[p->n_drug++] = (struct quality_drug){
			.atc = col_text(c->q, 1, &r->texts),
			.first = col_date(c->q, 2),
			.ddd_e4 = col_int(c->q, 3)};
		rc = step(c, err);
	}
	p->drugs = r->drugs;
	return rc;
}

static enum rc take_work(struct quality_reader *r, int64_t person_id,
			 struct quality_work *w, struct err *err)
{
	struct cursor *a = &r->c[ACTIVITIES], *p = &r->c[APPOINTMENTS];
	enum rc rc = OK;
	if (at_person(a, person_id, &rc, err)) {
		w->due = (int)col_int(a->q, 1);
		w->prescribed = (int)col_int(a->q, 2);
		w->booked = (int)col_int(a->q, 3);
		w->booked_on_time = (int)col_int(a->q, 4);
		w->done = (int)col_int(a->q, 5);
		rc = step(a, err);
	}
	if (at_person(p, person_id, &rc, err)) {
		w->attended = (int)col_int(p->q, 1);
		w->missed = (int)col_int(p->q, 2);
		rc = step(p, err);
	}
	return rc;
}

static struct quality_subject subject(const struct stmt *q, struct arena *a)
{
	return (struct quality_subject){
		.person_id = col_int(q, 0),
		.level = (int)col_int(q, 1),
		.main_cluster = col_text(q, 2, a),
		.doctor_id = col_int(q, 3),
		.facts.work =
			{
				.enrolled = !col_null(q, 4),
				.pact_on = col_date(q, 5),
				.plan_signed_on =
					col_null(q, 6)
						? DATE_NONE
						: date_in_rome(col_int(q, 6)),
				.plan_published = col_int(q, 7) > 0,
			},
	};
}

enum rc quality_reader_next(struct quality_reader *r,
			    struct quality_subject *out, struct err *err)
{
	struct cursor *c = &r->c[PEOPLE];
	if (!c->more)
		return E_NOT_FOUND;
	arena_reset(&r->texts);
	*out = subject(c->q, &r->texts);
	struct quality_person *p = &out->facts;
	enum rc rc = step(c, err);
	if (!rc)
		rc = take_conditions(r, out->person_id, p, err);
	if (!rc)
		rc = take_services(r, out->person_id, p, err);
	if (!rc)
		rc = take_exams(r, out->person_id, p, err);
	if (!rc)
		rc = take_drugs(r, out->person_id, p, err);
	if (!rc)
		rc = take_work(r, out->person_id, &p->work, err);
	return rc;
}
