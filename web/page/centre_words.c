/* Words that the pages of the centre share. */
#include "web/page/centre.h"

struct str centre_service(struct page *p, struct str code)
{
	if (str_is(code, BOOK_LAB))
		return page_text(p, MSG_CEN_LAB);
	int i = kn_service_index(p->app->kn, code);
	return i < 0 ? code : page_term(p, p->app->kn->services[i].name_it);
}

struct str centre_services(struct page *p, struct str code, int64_t n)
{
	const struct str pairs[] = {STR("n"), page_int(p, n)};
	if (!str_is(code, BOOK_LAB) || n < 1)
		return centre_service(p, code);
	if (n == 1)
		return page_text(p, MSG_CEN_LAB_ONE);
	return page_fill(p, MSG_CEN_LAB_N, pairs, 1);
}

struct str centre_town(struct page *p, struct str istat)
{
	int i = kn_municipality_index(p->app->kn, istat);
	return i < 0 ? STR("") : p->app->kn->municipalities[i].name;
}

static char low(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_name(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (low(a.ptr[i]) != low(b.ptr[i]))
			return false;
	return true;
}

struct str centre_town_code(struct page *p, struct str name)
{
	const struct knowledge *kn = p->app->kn;
	for (size_t i = 0; i < kn->n_municipalities; i++)
		if (same_name(kn->municipalities[i].name, name))
			return kn->municipalities[i].istat;
	return STR("");
}

struct str centre_day(struct page *p, struct date d)
{
	return page_url(p, STR_FMT " " STR_FMT,
			STR_ARG(text_weekday(p->lang, d)),
			STR_ARG(page_date(p, d)));
}

struct str centre_km(struct page *p, int hm)
{
	return page_url(p, "%d%c%d km", hm / 10, p->lang == LANG_IT ? ',' : '.',
			hm % 10);
}

struct word {
	const char *code;
	enum msg msg;
};

static struct str word_of(struct page *p, const struct word *w, size_t n,
			  struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(code, w[i].code))
			return page_text(p, w[i].msg);
	return STR("");
}

struct str centre_why_open(struct page *p, struct str why)
{
	static const struct word words[] = {
		{"no_provider", MSG_CEN_OPEN_NO_PROVIDER},
		{"full", MSG_CEN_OPEN_FULL},
		{"closed", MSG_CEN_OPEN_CLOSED},
		{"person", MSG_CEN_OPEN_PERSON},
		{"left_to_others", MSG_CEN_OPEN_LEFT},
	};
	return word_of(p, words, countof(words), why);
}

static struct str why_words(struct page *p, struct str why)
{
	static const struct word words[] = {
		{"nearest", MSG_CEN_THERE_NEAREST},
		{"preferred", MSG_CEN_THERE_PREFERRED},
		{"shared_trip", MSG_CEN_THERE_SHARED},
		{"nearer_full", MSG_CEN_THERE_FULL},
		{"nearer_off_time", MSG_CEN_THERE_OFF_TIME},
		{"nearer_clash", MSG_CEN_THERE_CLASH},
		{"window_full", MSG_CEN_THERE_WINDOW},
		{"chosen", MSG_CEN_THERE_CHOSEN},
		{"moved", MSG_CEN_THERE_MOVED},
		{"restored", MSG_CEN_THERE_RESTORED},
	};
	return word_of(p, words, countof(words), why);
}

/* The value of a key of our own reason JSON, up to ',' or '}'. */
static struct str reason_value(struct str json, const char *key)
{
	char want[32];
	size_t len = (size_t)snprintf(want, sizeof(want), "\"%s\":", key);
	for (size_t i = 0; i + len < json.len; i++) {
		if (memcmp(json.ptr + i, want, len) != 0)
			continue;
		size_t from = i + len, to = from;
		while (to < json.len && json.ptr[to] != ',' &&
		       json.ptr[to] != '}')
			to++;
		struct str v = str_sub(json, from, to - from);
		if (v.len >= 2 && v.ptr[0] == '"')
			v = str_sub(v, 1, v.len - 2);
		return v;
	}
	return STR("");
}

struct str centre_why_there(struct page *p, struct str reason)
{
	int64_t hm = 0;
	struct str why = why_words(p, reason_value(reason, "why"));
	if (!why.len || !str_to_int(reason_value(reason, "distance_hm"), &hm) ||
	    hm <= 0 || hm > 10000)
		return why;
	return page_url(p, STR_FMT " " STR_FMT ": " STR_FMT ".", STR_ARG(why),
			STR_ARG(page_text(p, MSG_CEN_FROM_HOME)),
			STR_ARG(centre_km(p, (int)hm)));
}

struct str centre_call_words(struct page *p, struct str outcome)
{
	static const struct word words[] = {
		{"reached", MSG_CEN_REACHED},
		{"not_reached", MSG_CEN_NOT_REACHED},
		{"call_back", MSG_CEN_CALL_BACK},
		{"refused", MSG_CEN_REFUSED},
		{"letter", MSG_CEN_LETTER_SENT},
	};
	return word_of(p, words, countof(words), outcome);
}

struct str centre_class(struct page *p, char c)
{
	char code[2] = {c, 0};
	static const struct word words[] = {
		{"U", MSG_CEN_CLASS_U},
		{"B", MSG_CEN_CLASS_B},
		{"D", MSG_CEN_CLASS_D},
		{"P", MSG_CEN_CLASS_P},
	};
	return word_of(p, words, countof(words), str_from(code));
}

struct str centre_back(struct page *p, struct str otherwise)
{
	struct str to = param(&p->form, "torna");
	return to.len ? page_back(to) : otherwise;
}

struct str centre_here(struct page *p)
{
	struct str query = p->x->request.query;
	if (!query.len)
		return p->path;
	return page_url(p, STR_FMT "?" STR_FMT, STR_ARG(p->path),
			STR_ARG(query));
}

void centre_weekdays(struct page *p, int mask, struct centre_weekday day[7])
{
	static const enum msg names[7] = {MSG_CEN_MON, MSG_CEN_TUE, MSG_CEN_WED,
					  MSG_CEN_THU, MSG_CEN_FRI, MSG_CEN_SAT,
					  MSG_CEN_SUN};
	for (int i = 0; i < 7; i++)
		day[i] = (struct centre_weekday){.bit = page_url(p, "%d", i),
						 .name = page_text(p, names[i]),
						 .on = mask >> i & 1};
}

int centre_weekdays_asked(const struct params *ps)
{
	int mask = 0;
	for (size_t i = 0; i < ps->n; i++) {
		int64_t bit;
		if (str_is(ps->at[i].name, "g") &&
		    str_to_int(ps->at[i].value, &bit) && bit >= 0 && bit < 7)
			mask |= 1 << bit;
	}
	return mask;
}
