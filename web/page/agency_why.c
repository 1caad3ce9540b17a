/* Why a person has their level, by pseudonym: for who checks a stratification.
 */
#include "app/population_why.h"
#include "web/page/agency.h"
#include "web/page/agency_why.html.h"
#include "web/page/person.h"

enum rc on_agency_why(struct page *p, struct err *err)
{
	struct population_why w;
	struct page_agency_why v = {0};
	struct agency q;
	agency_asked(p, &q);
	enum rc rc =
		app_population_why(p->app, q.f.run_id, p->id[0], p->a, &w, err);
	if (rc)
		return rc;
	const struct str of[] = {STR("date"), page_date(p, w.run.as_of),
				 STR("n"), page_int(p, w.run.n_person)};
	const struct str who[] = {STR("sex"),   agency_sex(p, w.sex),
				  STR("age"),   page_int(p, w.age),
				  STR("place"), agency_place(p, w.place)};
	v.pseudonym = w.pseudonym;
	v.who = page_fill(p, MSG_AGE_WHY_WHO, who, 3);
	v.of = page_fill(p, MSG_AGE_OF_RUN, of, 2);
	v.back = agency_url(p, "/agenzia/elenco", &q);
	v.body = person_conditions_html(p, &w.found);
	page_begin(p, &(struct frame){.title = MSG_AGE_WHY_TITLE});
	page_agency_why(p->out, p->lang, &v);
	return page_end(p, err);
}
