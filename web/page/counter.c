/* A reading taken at the counter of a pharmacy, for a person who has allowed
 * it: it goes to who follows them; the pharmacy sees no other. */
#include "web/page/person.h"
#include "web/page/readings.h"

#include "web/page/counter.html.h"

static struct str address(struct page *p)
{
	return page_url(p, "/assistito/%" PRId64 "/misure/banco", p->id[0]);
}

static void fill_kinds(struct page *p, const struct monitor_tables *t,
		       struct page_counter *v)
{
	struct str now = param(&p->form, "che");
	PERSON_LIST(p, v->kinds, t->n_kind);
	for (size_t i = 0; v->kinds && i < t->n_kind; i++) {
		const struct monitor_kind *k = &t->kind[i];
		v->kinds[v->n_kinds++] = (struct page_counter_kinds){
			k->code,
			page_url(p, STR_FMT "%s" STR_FMT,
				 STR_ARG(k->name[p->lang]),
				 k->shown.len ? ", " : "", STR_ARG(k->shown)),
			str_eq(k->code, now)};
	}
}

/* `sent` NULL: nothing was sent yet; `doubt`: what was typed is asked back. */
static enum rc show(struct page *p, const struct home_sent *sent, bool doubt,
		    struct err *err)
{
	struct monitor_tables t;
	struct page_counter v = {.path = address(p), .csrf = page_csrf(p)};
	enum rc rc = app_home_counter(p->app, p->id[0], p->a, &t, err);
	if (rc)
		return rc;
	v.number = page_url(p, "%" PRId64, p->app->now_us);
	fill_kinds(p, &t, &v);
	v.doubt = doubt;
	v.wrong = form_wrong(p, "valore");
	if (sent) {
		v.told = true;
		v.tell = sent->tell[p->lang];
	} else {
		v.value = param(&p->form, "valore");
	}
	person_begin(p, TAB_READINGS, MSG_MIS_COUNTER);
	page_counter(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_counter(struct page *p, struct err *err)
{
	return show(p, NULL, false, err);
}

enum rc on_counter_add(struct page *p, struct err *err)
{
	struct home_sent out;
	struct str number = str_trim(param(&p->form, "numero"));
	struct home_sending s = {
		.person_id = p->id[0],
		.kind = param(&p->form, "che"),
		.value = str_trim(param(&p->form, "valore")),
		.by = MONITOR_BY_PHARMACIST,
		.source = STR("page"),
		.source_id = number.len < 40 ? number : STR(""),
		.confirmed = str_is(param(&p->form, "giusto"), "1")};
	enum rc rc = app_home_put(p->app, &s, p->a, &out, err);
	if (!rc)
		return out.n_alarm ? show(p, &out, false, err)
				   : page_done(p, address(p), MSG_MIS_DONE_ADD,
					       NULL, err);
	if (!err->msg || rc == E_DENIED)
		return rc;
	form_problem(p, "valore", MSG_HOM_VALUE, (enum msg)err->msg);
	return show(p, NULL, readings_is_doubt(err), err);
}
