#include "web/page/telecare.h"

#include "web/page/telecare_tabs.html.h"

void telecare_begin(struct page *p, enum telecare_tab tab)
{
	static const struct {
		const char *link;
		enum msg text;
	} tabs[] = {
		[TELECARE_STATS] = {"/telemedicina", MSG_TSV_STATS},
		[TELECARE_DEVICES] = {"/telemedicina/apparecchi",
				      MSG_TSV_DEVICES},
		[TELECARE_POOLS] = {"/telemedicina/gruppi", MSG_TSV_POOLS},
	};
	struct page_telecare_tabs v = {0};
	page_begin(p, &(struct frame){.title = tabs[tab].text, .wide = true});
	v.tabs = arena_calloc(p->a, countof(tabs), sizeof(*v.tabs));
	for (size_t i = 0; v.tabs && i < countof(tabs); i++)
		v.tabs[v.n_tabs++] = (struct page_telecare_tabs_tabs){
			str_from(tabs[i].link), page_text(p, tabs[i].text),
			i == (size_t)tab};
	page_telecare_tabs(p->out, p->lang, &v);
}

struct str telecare_share(struct page *p, int64_t part, int64_t whole)
{
	if (!whole)
		return STR("-");
	return page_url(p, "%" PRId64 " %%", (part * 100 + whole / 2) / whole);
}

struct str telecare_time(struct page *p, int64_t us)
{
	int64_t minutes = us / TELE_MINUTE_US, hours = minutes / 60;
	if (minutes < 60)
		return page_url(p, "%" PRId64 " min", minutes);
	if (hours < 48)
		return page_url(p, "%" PRId64 " h %02" PRId64 " min", hours,
				minutes % 60);
	const struct str pairs[] = {STR("days"), page_int(p, hours / 24),
				    STR("hours"), page_int(p, hours % 24)};
	return page_fill(p, MSG_TSV_DAYS_HOURS, pairs, 2);
}

struct str telecare_kind(struct page *p, enum tele_kind kind)
{
	return page_text(p, kind == TELE_SPIROMETRY ? MSG_TEL_SPIROMETRY
						    : MSG_TEL_ECG);
}

struct str telecare_day(struct page *p, struct date d)
{
	return date_is_none(d) ? STR("") : page_day(p, d);
}

struct str telecare_iso(struct page *p, struct date d)
{
	char day[11];
	return date_is_none(d) ? STR("") : arena_str(p->a, date_text(d, day));
}
