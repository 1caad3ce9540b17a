#include "spiro/exam.h"

#include <math.h>

#define DAYS_A_YEAR 365.25
#define MOST_AWAY   1.0 /* cm and years between two statements of one person */

void spiro_exam_init(struct spiro_exam *e, const struct spiro_rules *rules,
		     const struct spiro_reference *ref, enum spiro_set set,
		     struct arena *a)
{
	*e = (struct spiro_exam){.a = a,
				 .rules = rules,
				 .ref = ref,
				 .set = set,
				 .age = NAN,
				 .height_cm = NAN,
				 .born = DATE_NONE};
	e->session.rules = rules;
}

/* ---- the person */

static enum rc another(struct str name, const char *what, struct err *err)
{
	return err_msg(err, E_CONFLICT, MSG_SPI_R_PERSON,
		       STR_FMT ": %s is not that of the person examined: check "
			       "whose file it is",
		       STR_ARG(name), what);
}

static enum rc agree_text(struct str *known, struct str said, struct str name,
			  const char *what, struct err *err)
{
	if (known->len && said.len && !str_eq(*known, said))
		return another(name, what, err);
	if (said.len)
		*known = said;
	return OK;
}

static enum rc agree_number(double *known, double said, struct str name,
			    const char *what, struct err *err)
{
	if (fabs(*known - said) > MOST_AWAY)
		return another(name, what, err);
	if (isnan(*known))
		*known = said;
	return OK;
}

static enum rc agree_sex(struct spiro_exam *e, char said, struct str name,
			 struct err *err)
{
	enum spiro_sex sex = said == 'F' ? SPIRO_FEMALE : SPIRO_MALE;
	if (said && e->has_sex && e->sex != sex)
		return another(name, "the sex", err);
	if (said) {
		e->sex = sex;
		e->has_sex = true;
	}
	return OK;
}

/* From the two dates, as the equations want it. */
static double age_of(const struct spiro_record *r)
{
	struct date on;
	if (date_is_none(r->born) || !r->taken_on.len ||
	    date_parse(r->taken_on, &on, NULL))
		return NAN;
	return (on.days - r->born.days) / DAYS_A_YEAR;
}

static enum rc agree(struct spiro_exam *e, const struct spiro_record *r,
		     struct str name, struct err *err)
{
	bool other_birth = !date_is_none(e->born) && !date_is_none(r->born) &&
			   e->born.days != r->born.days;
	if (other_birth)
		return another(name, "the day of birth", err);
	if (!date_is_none(r->born))
		e->born = r->born;
	enum rc rc = agree_text(&e->id, r->id, name, "the identifier", err);
	if (!rc)
		rc = agree_sex(e, r->sex, name, err);
	if (!rc)
		rc = agree_number(&e->age, age_of(r), name, "the age", err);
	if (!rc)
		rc = agree_number(&e->height_cm, r->height_cm, name,
				  "the height", err);
	return rc;
}

/* ---- what the files bring */

/* "2. session.csv" */
static struct str numbered(struct arena *a, struct str name, size_t n)
{
	return arena_printf(a, "%zu. " STR_FMT, n, STR_ARG(name));
}

static enum rc add_curves(struct spiro_exam *e, const struct spiro_record *r,
			  struct str name, enum spiro_phase phase,
			  struct err *err)
{
	struct spiro_session *s = &e->session;
	if (!s->blow)
		s->blow =
			arena_array(e->a, struct spiro_blow, SPIRO_MOST_BLOWS);
	if (!s->blow)
		return arena_fail(e->a, err);
	if (s->n_blow + r->n_curve > SPIRO_MOST_BLOWS)
		return err_msg(err, E_LIMIT, MSG_SPI_R_LONG,
			       STR_FMT ": more than %d blows: name the files "
				       "of one session",
			       STR_ARG(name), SPIRO_MOST_BLOWS);
	for (size_t i = 0; i < r->n_curve; i++)
		s->blow[s->n_blow++] = (struct spiro_blow){
			.name = r->n_curve > 1 ? numbered(e->a, name, i + 1)
					       : name,
			.phase = r->curve[i].post ? SPIRO_POST : phase,
			.curve = r->curve[i]};
	return OK;
}

static enum rc add_stated(struct spiro_exam *e, const struct spiro_record *r,
			  enum spiro_phase phase, struct err *err)
{
	size_t n = e->n_stated + r->n_stated;
	struct spiro_stated *all = arena_array(e->a, struct spiro_stated, n);
	if (n && !all)
		return arena_fail(e->a, err);
	for (size_t i = 0; i < n; i++) {
		bool old = i < e->n_stated;
		all[i] = old ? e->stated[i] : r->stated[i - e->n_stated];
		if (!old && phase == SPIRO_POST)
			all[i].post = true;
	}
	e->stated = all;
	e->n_stated = n;
	return OK;
}

enum rc spiro_exam_add(struct spiro_exam *e, const struct spiro_record *r,
		       struct str name, enum spiro_phase phase, struct err *err)
{
	enum rc rc = agree(e, r, name, err);
	if (!rc && r->n_curve)
		rc = add_curves(e, r, name, phase, err);
	if (!rc && r->n_stated)
		rc = add_stated(e, r, phase, err);
	if (rc)
		return rc;
	if (r->device.len)
		e->device = r->device;
	if (r->taken_on.len)
		e->taken_on = r->taken_on;
	if (r->remark.len)
		e->remark = r->remark;
	return OK;
}

/* ---- the answer */

/* The largest of each parameter, as devices print several blows. */
static void take_stated(struct spiro_exam *e)
{
	for (size_t i = 0; i < e->n_stated; i++) {
		const struct spiro_stated *v = &e->stated[i];
		double *to =
			&e->best[v->post ? SPIRO_POST : SPIRO_PRE][v->param];
		if (!v->predicted && !(v->value <= *to))
			*to = v->value;
	}
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		if (isnan(e->best[p][SPIRO_FEV1FVC]))
			e->best[p][SPIRO_FEV1FVC] =
				e->best[p][SPIRO_FEV1] / e->best[p][SPIRO_FVC];
}

static void take_best(struct spiro_exam *e)
{
	e->from_device = !e->session.n_blow;
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		for (int k = 0; k < N_SPIRO_PARAM; k++)
			e->best[p][k] = e->from_device
						? (double)NAN
						: e->session.result[p].best[k];
	if (e->from_device)
		take_stated(e);
}

static void interpret(struct spiro_exam *e)
{
	struct err why = {0};
	const struct spiro_person who = {.sex = e->sex,
					 .age = e->age,
					 .height_cm = e->height_cm,
					 .group = e->group};
	bool known = e->has_sex && !isnan(e->age) && !isnan(e->height_cm);
	if (!known)
		err_msg(&why, E_STATE, MSG_SPI_NEEDS_PERSON, "not known:%s%s%s",
			e->has_sex ? "" : " sex", isnan(e->age) ? " age" : "",
			isnan(e->height_cm) ? " height" : "");
	e->has_opinion =
		known && !spiro_interpret(e->ref, e->rules, e->set, &who,
					  e->best, &e->opinion, &why);
	e->why_not = why;
}

enum rc spiro_exam_conclude(struct spiro_exam *e, struct err *err)
{
	e->session.age = e->age;
	enum rc rc = spiro_session_judge(&e->session, err);
	if (rc)
		return rc;
	take_best(e);
	interpret(e);
	return OK;
}
