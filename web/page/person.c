/* Tabs, names and words of the pages of a person. */
#include "web/page/person.h"

#include "web/page/person_tabs.html.h"

struct html person_tabs(struct page *p, enum person_tab now)
{
	static const struct {
		const char *path;
		enum msg text;
	} tabs[N_PERSON_TAB] = {
		[TAB_SUMMARY] = {"", MSG_PER_SUMMARY},
		[TAB_CONDITIONS] = {"/condizioni", MSG_PER_CONDITIONS},
		[TAB_THERAPY] = {"/terapia", MSG_PER_THERAPY},
		[TAB_PLAN] = {"/piano", MSG_PER_PLAN},
		[TAB_BOOKINGS] = {"/appuntamenti", MSG_PER_BOOKINGS},
		[TAB_EXAMS] = {"/esami", MSG_TEL_TAB},
		[TAB_READINGS] = {"/misure", MSG_MIS_TAB},
		[TAB_VISITS] = {"/televisite", MSG_VIS_TAB},
		[TAB_DOCUMENTS] = {"/documenti", MSG_PER_DOCUMENTS},
		[TAB_LOOKS] = {"/accessi", MSG_PER_LOOKS},
	};
	struct page_person_tabs v = {0};
	/* a pharmacy takes readings and sees none; no part in visits */
	bool reads = p->app->who.role != ROLE_PHARMACIST;
	struct buf b;
	PERSON_LIST(p, v.tabs, N_PERSON_TAB);
	for (size_t i = 0; v.tabs && i < N_PERSON_TAB; i++) {
		bool counter = i == TAB_READINGS && !reads;
		if (i == TAB_VISITS && !reads)
			continue;
		v.tabs[v.n_tabs++] = (struct page_person_tabs_tabs){
			.link = page_url(p, "/assistito/%" PRId64 "%s%s",
					 p->id[0], tabs[i].path,
					 counter ? "/banco" : ""),
			.text = page_text(p, counter ? MSG_MIS_COUNTER_NAV
						     : tabs[i].text),
			.now = i == (size_t)now};
	}
	buf_init(&b, 65536);
	page_person_tabs(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

void person_begin(struct page *p, enum person_tab tab, enum msg title)
{
	page_begin(p, &(struct frame){.title = title,
				      .person_id = p->id[0],
				      .wide = tab == TAB_PLAN});
	buf_str(p->out, person_tabs(p, tab).markup);
}

/* ---- names */

struct str person_service_name(struct page *p, struct str code)
{
	const struct knowledge *kn = p->app->kn;
	if (str_is(code, "LAB"))
		return page_text(p, MSG_LETTER_LAB);
	int s = kn_service_index(kn, code);
	return s < 0 ? code : page_term(p, kn->services[s].name_it);
}

struct str person_drug_name(struct page *p, struct str atc)
{
	const struct knowledge *kn = p->app->kn;
	int d = kn_drug_index(kn, atc);
	if (d < 0)
		return atc;
	return p->lang == LANG_IT ? kn->drugs[d].name_it : kn->drugs[d].name_en;
}

struct str person_condition_name(struct page *p, int c)
{
	const struct knowledge *kn = p->app->kn;
	if (c < 0)
		return STR("");
	return p->lang == LANG_IT ? kn->conditions[c].name_it
				  : kn->conditions[c].name_en;
}

struct str person_fill(struct page *p, enum msg id, const char *name,
		       struct str value)
{
	const struct str pair[] = {str_from(name), value};
	return page_fill(p, id, pair, 1);
}

struct str person_fill_n(struct page *p, enum msg id, int64_t n)
{
	return person_fill(p, id, "n", page_int(p, n));
}
