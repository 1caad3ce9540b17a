/* What is done from the work lists: preparing plans, signing one after the
 * other. */
#include "web/page/doctor_words.h"

/* How long one press may draft: the whole list of a doctor, as a rule. */
#define PREPARE_US INT64_C(1000000)

static enum msg prepared_words(const struct plan_batch *b, int64_t left)
{
	if (left)
		return MSG_DOC_PREPARED_MORE;
	if (!b->n_done)
		return MSG_DOC_PREPARED_NONE;
	return b->n_refused ? MSG_DOC_PREPARED_SOME : MSG_DOC_PREPARED;
}

enum rc on_doctor_prepare(struct page *p, struct err *err)
{
	struct plan_batch b;
	int64_t doctor = 0;
	if (!param_int(&p->form, "di", &doctor))
		doctor = 0;
	enum rc rc = app_worklist_prepare(p->app, p->engine, doctor, PREPARE_US,
					  &b, err);
	if (rc)
		return rc;
	int64_t left = b.n_total - b.n_done - b.n_refused;
	const struct str pairs[] = {STR("n"),    page_int(p, b.n_done),
				    STR("left"), page_int(p, left),
				    STR("no"),   page_int(p, b.n_refused)};
	struct str tab = str_from(
		doctor_tab_word[left || !b.n_done ? WORK_NO_PLAN : WORK_SIGN]);
	struct str to =
		doctor ? page_url(p, "/medico?tab=" STR_FMT "&di=%" PRId64,
				  STR_ARG(tab), doctor)
		       : page_url(p, "/medico?tab=" STR_FMT, STR_ARG(tab));
	return page_done_fill(p, to, prepared_words(&b, left), pairs, 3, err);
}

/* To the first draft to sign, or to the one after `dopo`. */
enum rc on_doctor_sign_next(struct page *p, struct err *err)
{
	struct worklist_step s;
	int64_t doctor = 0, after = 0;
	if (!param_int(&p->query, "di", &doctor))
		doctor = 0;
	if (!param_int(&p->query, "dopo", &after))
		after = 0;
	enum rc rc =
		app_worklist_next(p->app, doctor, WORK_SIGN, after, &s, err);
	if (rc)
		return rc;
	if (s.person_id)
		return page_goto(
			p,
			page_url(p, "/assistito/%" PRId64 "/piano/firma?seq=1",
				 s.person_id),
			err);
	return page_done(p, STR("/medico?tab=da-firmare"), MSG_DOC_SEQUENCE_END,
			 NULL, err);
}
