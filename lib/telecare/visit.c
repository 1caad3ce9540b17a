#include "telecare/visit.h"

const char *const visit_kind_name[N_VISIT_KIND] = {"televisit", "teleconsult"};
const char *const visit_state_name[N_VISIT_STATE] = {
	[VISIT_ASKED] = "asked",         [VISIT_TAKEN] = "taken",
	[VISIT_BOOKED] = "booked",       [VISIT_WAITING] = "waiting",
	[VISIT_STARTED] = "started",     [VISIT_DONE] = "done",
	[VISIT_NOT_HELD] = "not_held",   [VISIT_SIGNED] = "signed",
	[VISIT_CANCELLED] = "cancelled",
};
const char *const visit_fault_name[N_VISIT_FAULT] = {"technical", "absent",
						     "doctor"};

static int find(const char *const *names, int n, struct str s)
{
	int i = 0;
	while (i < n && !str_is(s, names[i]))
		i++;
	return i;
}

bool visit_kind_parse(struct str s, enum visit_kind *out)
{
	*out = (enum visit_kind)find(visit_kind_name, N_VISIT_KIND, s);
	return *out < N_VISIT_KIND;
}

bool visit_state_parse(struct str s, enum visit_state *out)
{
	*out = (enum visit_state)find(visit_state_name, N_VISIT_STATE, s);
	return *out < N_VISIT_STATE;
}

bool visit_fault_parse(struct str s, enum visit_fault *out)
{
	*out = (enum visit_fault)find(visit_fault_name, N_VISIT_FAULT, s);
	return *out < N_VISIT_FAULT;
}

#define TO(s) (1u << VISIT_##s)

bool visit_may_move(enum visit_kind k, enum visit_state from,
		    enum visit_state to)
{
	static const unsigned next[N_VISIT_KIND][N_VISIT_STATE] = {
		[VISIT_TELEVISIT] =
			{
				/* booked to booked: at another time */
				[VISIT_BOOKED] = TO(BOOKED) | TO(WAITING) |
						 TO(STARTED) | TO(NOT_HELD) |
						 TO(CANCELLED),
				[VISIT_WAITING] = TO(STARTED) | TO(NOT_HELD) |
						  TO(CANCELLED),
				[VISIT_STARTED] = TO(DONE) | TO(NOT_HELD),
				[VISIT_DONE] = TO(SIGNED),
				[VISIT_NOT_HELD] = TO(BOOKED),
				[VISIT_CANCELLED] = TO(BOOKED),
				[VISIT_SIGNED] = TO(SIGNED),
			},
		[VISIT_TELECONSULT] =
			{
				[VISIT_ASKED] = TO(TAKEN) | TO(CANCELLED),
				/* taken to taken: a talk is agreed */
				[VISIT_TAKEN] = TO(TAKEN) | TO(ASKED) |
						TO(SIGNED) | TO(CANCELLED),
				[VISIT_SIGNED] = TO(SIGNED),
			},
	};
	return next[k][from] >> to & 1;
}

enum rc visit_due(const struct rules *r, enum tele_urgency u, struct str ats,
		  int64_t start_us, int64_t *due_us, struct err *err)
{
	static const char *const name[N_TELE_URGENCY] = {
		[TELE_RED] = "visit.consult_red_minutes",
		[TELE_AMBER] = "visit.consult_amber_hours",
		[TELE_GREEN] = "visit.consult_green_working_days",
	};
	int64_t n = 0;
	enum rc rc =
		rules_int(r, name[u], ats, date_in_rome(start_us), &n, err);
	if (rc)
		return rc;
	n = max_i64(1, n);
	*due_us = u == TELE_RED     ? start_us + n * TELE_MINUTE_US
		  : u == TELE_AMBER ? start_us + n * 60 * TELE_MINUTE_US
				    : tele_working_days_on(start_us, n);
	return OK;
}

/* ---- the room */

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

/* RFC 3986, without what ends an attribute or a header. */
static bool is_url_char(char c)
{
	return is_unreserved(c) || (c && strchr("%/?#:=&@!$,;+()*", c));
}

static size_t place_of_room(struct str s)
{
	size_t len = sizeof(VISIT_ROOM) - 1;
	for (size_t i = 0; i + len <= s.len; i++)
		if (!memcmp(s.ptr + i, VISIT_ROOM, len))
			return i;
	return s.len;
}

/* The part between "https://" and the first slash. */
static const char *host_wrong(struct str host)
{
	for (size_t i = 0; i < host.len; i++)
		if (!is_unreserved(host.ptr[i]) && host.ptr[i] != ':')
			return "has a host that is no name: write "
			       "https://video.example/" VISIT_ROOM;
	return host.len && host.ptr[0] != ':' && host.ptr[0] != '.'
		       ? NULL
		       : "has no host: write https://video.example/" VISIT_ROOM;
}

const char *visit_url_wrong(struct str s)
{
	struct str https = STR("https://");
	if (s.len > VISIT_URL_MOST)
		return "is longer than 400 bytes";
	if (!str_starts(s, https))
		return "does not begin with https://";
	struct str rest = str_sub(s, https.len, s.len - https.len);
	struct str host = str_cut(&rest, '/');
	const char *wrong = host_wrong(host);
	if (wrong)
		return wrong;
	size_t at = place_of_room(rest);
	if (!rest.ptr || at == rest.len)
		return "does not say where the room goes: write " VISIT_ROOM;
	size_t after = at + sizeof(VISIT_ROOM) - 1;
	struct str tail = str_sub(rest, after, rest.len - after);
	if (place_of_room(tail) < tail.len)
		return "names the room twice";
	for (size_t i = 0; i < rest.len; i++)
		if ((i < at || i >= after) && !is_url_char(rest.ptr[i]))
			return "has a character that no address has";
	return NULL;
}

static void print_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (is_unreserved(s.ptr[i]))
			buf_char(b, s.ptr[i]);
		else
			buf_printf(b, "%%%02X", (unsigned char)s.ptr[i]);
}

void visit_url_print(struct buf *b, struct str s, struct str room)
{
	assert(!visit_url_wrong(s));
	size_t at = place_of_room(s), after = at + sizeof(VISIT_ROOM) - 1;
	buf_str(b, str_sub(s, 0, at));
	print_escaped(b, room);
	buf_str(b, str_sub(s, after, s.len - after));
}

int64_t visit_instant(struct date day, int minute)
{
	const int64_t hour = 60 * TELE_MINUTE_US;
	int64_t utc = (int64_t)day.days * 24 * hour + minute * TELE_MINUTE_US;
	for (int64_t ahead = 2; ahead > 0; ahead--) { /* summer time first */
		int64_t at = utc - ahead * hour;
		if (date_in_rome(at).days == day.days &&
		    minute_in_rome(at) == minute)
			return at;
	}
	return utc - hour; /* an hour that the clocks leave out */
}

enum rc visit_window(const struct rules *r, struct date on,
		     struct visit_window *out, struct err *err)
{
	int64_t before = 0, after = 0;
	enum rc rc = rules_int(r, "visit.room_before_minutes", STR(""), on,
			       &before, err);
	if (!rc)
		rc = rules_int(r, "visit.room_after_minutes", STR(""), on,
			       &after, err);
	*out = (struct visit_window){max_i64(0, before) * TELE_MINUTE_US,
				     max_i64(0, after) * TELE_MINUTE_US};
	return rc;
}

bool visit_is_open(const struct visit_window *w, int64_t starts_us,
		   int64_t ends_us, int64_t now_us)
{
	return starts_us && now_us >= starts_us - w->before_us &&
	       now_us <= ends_us + w->after_us;
}

/* ---- documents */

/* Text for people: UTF-8 without control characters but tab and line ends. */
static bool is_text(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
		    c == 0x7f)
			return false;
	}
	return s.len && str_is_utf8(s);
}

const char *visit_document_type(struct str bytes)
{
	if (str_starts(bytes, STR("%PDF-")))
		return "application/pdf";
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return "image/jpeg";
	if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")))
		return "image/png";
	return is_text(bytes) ? "text/plain" : NULL;
}
