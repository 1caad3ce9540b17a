/* What is done from the work lists: preparing plans, signing one after the
 * other. */
#include "web/page/doctor_words.h"

/* Drafts of one press: about half a second, so that the page answers. */
#define PREPARE_AT_ONCE 120

enum rc on_doctor_prepare(struct page *p, struct err *err)
{
	struct plan_batch b;
	int64_t doctor = 0;
	if (!param_int(&p->form, "di", &doctor))
		doctor = 0;
	enum rc rc = app_worklist_prepare(p->app, p->engine, doctor,
					  PREPARE_AT_ONCE, &b, err);
	if (rc)
		return rc;
	bool more = b.n_total > PREPARE_AT_ONCE;
	enum msg said = !b.n_done ? MSG_DOC_PREPARED_NONE
			: more    ? MSG_DOC_PREPARED_MORE
				  : MSG_DOC_PREPARED;
	struct str tab = str_from(
		doctor_tab_word[more || !b.n_done ? WORK_NO_PLAN : WORK_SIGN]);
	struct str to =
		doctor ? page_url(p, "/medico?tab=" STR_FMT "&di=%" PRId64,
				  STR_ARG(tab), doctor)
		       : page_url(p, "/medico?tab=" STR_FMT, STR_ARG(tab));
	return page_done(p, to, said, NULL, err);
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
