#include "text/text.h"

#include <math.h>

/* The texts one after the other and where each is: a table of addresses would
 * be filled in by the loader at the start of every command, 27 pages of it. */
static const struct words {
	char none[1]; /* MSG_NONE */
#define ROOM(name, en, it) char it_##name[sizeof(it)], en_##name[sizeof(en)];
	MESSAGES(ROOM)
#undef ROOM
} words = {.none = "",
#define ROW(name, en, it) .it_##name = it, .en_##name = en,
	   MESSAGES(ROW)
#undef ROW
};

static const struct place {
	uint32_t at, len;
} places[N_MSG][N_LANG] = {{{0, 0}, {0, 0}}, /* MSG_NONE */
#define ROW(name, en, it)                                                      \
	{{offsetof(struct words, it_##name), sizeof(it) - 1},                  \
	 {offsetof(struct words, en_##name), sizeof(en) - 1}},
			   MESSAGES(ROW)
#undef ROW
};

struct str text_of(enum msg id, enum lang lang)
{
	assert(id < N_MSG && lang < N_LANG);
	const struct place p = places[id][lang];
	return (struct str){(const char *)&words + p.at, p.len};
}

static struct str value_of(struct str name, const struct str *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(pairs[2 * i], name))
			return pairs[2 * i + 1];
	BUG("a message has a place that nobody fills");
}

void text_fill(struct buf *b, enum msg id, enum lang lang,
	       const struct str *pairs, size_t n_pair)
{
	struct str rest = text_of(id, lang);
	while (rest.ptr) {
		bool had_open = memchr(rest.ptr, '{', rest.len) != NULL;
		buf_str(b, str_cut(&rest, '{'));
		if (!had_open)
			return;
		buf_str(b, value_of(str_cut(&rest, '}'), pairs, n_pair));
	}
}

struct str text_month(enum lang lang, int month)
{
	static const struct str name[12][N_LANG] = {
		{STR_INIT("gennaio"), STR_INIT("January")},
		{STR_INIT("febbraio"), STR_INIT("February")},
		{STR_INIT("marzo"), STR_INIT("March")},
		{STR_INIT("aprile"), STR_INIT("April")},
		{STR_INIT("maggio"), STR_INIT("May")},
		{STR_INIT("giugno"), STR_INIT("June")},
		{STR_INIT("luglio"), STR_INIT("July")},
		{STR_INIT("agosto"), STR_INIT("August")},
		{STR_INIT("settembre"), STR_INIT("September")},
		{STR_INIT("ottobre"), STR_INIT("October")},
		{STR_INIT("novembre"), STR_INIT("November")},
		{STR_INIT("dicembre"), STR_INIT("December")}};
	assert(month >= 1 && month <= 12);
	return name[month - 1][lang];
}

struct str text_weekday(enum lang lang, struct date d)
{
	static_assert(MSG_WEEKDAY_6 == MSG_WEEKDAY_0 + 6, "in order");
	return text_of((enum msg)(MSG_WEEKDAY_0 + date_weekday(d)), lang);
}

void text_date(struct buf *b, enum lang lang, struct date d)
{
	if (d.days == INT32_MIN || d.days == INT32_MAX)
		return;
	struct ymd c = date_ymd(d);
	buf_int(b, c.day);
	if (lang == LANG_IT && c.day == 1)
		buf_text(b, "\xc2\xb0"); /* 1° */
	buf_printf(b, " " STR_FMT " %d", STR_ARG(text_month(lang, c.month)),
		   c.year);
}

void text_euro(struct buf *b, enum lang lang, int64_t cents)
{
	const char *thousands = lang == LANG_IT ? "." : ",";
	const char *decimal = lang == LANG_IT ? "," : ".";
	char digits[24];
	uint64_t v = cents < 0 ? 0u - (uint64_t)cents : (uint64_t)cents;
	int n = snprintf(digits, sizeof(digits), "%" PRIu64, v / 100);
	if (cents < 0)
		buf_char(b, '-');
	if (lang == LANG_EN)
		buf_text(b, "\xe2\x82\xac");
	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			buf_text(b, thousands);
		buf_char(b, digits[i]);
	}
	buf_printf(b, "%s%02d", decimal, (int)(v % 100));
	if (lang == LANG_IT)
		buf_text(b, " \xe2\x82\xac");
}

void text_number(struct buf *b, enum lang lang, double v, unsigned digits)
{
	char room[64]; /* what is longer is no measure */
	if (!isfinite(v) || fabs(v) > 1e15)
		return;
	int n = snprintf(room, sizeof(room), "%.*f", (int)digits, v);
	for (int i = 0; i < n && lang == LANG_IT; i++)
		if (room[i] == '.')
			room[i] = ',';
	buf_str(b, str_from(room));
}

bool lang_parse(struct str s, enum lang *out)
{
	static const char *const name[N_LANG] = {"it", "en"};
	for (int i = 0; i < N_LANG; i++)
		if (str_is(s, name[i])) {
			*out = (enum lang)i;
			return true;
		}
	return false;
}
