#include "document/ics.h"

#define LINE_BYTES 75 /* RFC 5545 section 3.1, without the line break */
#define TEXT_BYTES 65536

static size_t char_len(unsigned char c)
{
	return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* A content line, folded. */
static void put_line(struct buf *b, struct str s)
{
	size_t used = 0;
	for (size_t i = 0; i < s.len;) {
		size_t n = char_len((unsigned char)s.ptr[i]);
		if (n > s.len - i)
			n = s.len - i;
		if (used + n > LINE_BYTES) {
			buf_text(b, "\r\n ");
			used = 1;
		}
		buf_add(b, s.ptr + i, n);
		used += n;
		i += n;
	}
	buf_text(b, "\r\n");
}

static void put_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c == '\n')
			buf_text(b, "\\n");
		else if (c < 0x20 || c == 0x7f)
			buf_char(b, ' ');
		else if (c == '\\' || c == ';' || c == ',')
			buf_printf(b, "\\%c", c);
		else
			buf_char(b, (char)c);
	}
}

static void put_text(struct buf *b, const char *name, struct str s)
{
	struct buf line;
	buf_init(&line, TEXT_BYTES);
	buf_text(&line, name);
	buf_char(&line, ':');
	put_escaped(&line, s);
	if (line.failed)
		b->failed = true;
	else
		put_line(b, buf_view(&line));
	buf_release(&line);
}

/* Minutes that Rome is ahead of UTC at a wall time of a day: one hour, two
 * when the instant so reckoned shows that day and minute by the summer rule. */
static int64_t instant_of(struct date day, int minute)
{
	const int64_t minute_us = 60000000;
	int64_t wall = (day.days * INT64_C(1440) + minute) * minute_us;
	int64_t summer = wall - 120 * minute_us;
	if (minute_in_rome(summer) == minute % 1440 &&
	    date_in_rome(summer).days == day.days + minute / 1440)
		return summer;
	return wall - 60 * minute_us;
}

static void put_instant(struct buf *b, const char *name, int64_t us)
{
	const int64_t day_us = INT64_C(86400000000);
	int64_t days = us / day_us, second = us % day_us / 1000000;
	struct ymd c = date_ymd((struct date){(int32_t)days});
	buf_printf(b, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, c.year,
		   c.month, c.day, (int)(second / 3600),
		   (int)(second / 60 % 60), (int)(second % 60));
}

void ics_event(struct buf *b, const struct ics_event *e)
{
	buf_text(b, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
		    "PRODID:-//Prossima//appuntamenti//IT\r\n"
		    "METHOD:PUBLISH\r\nBEGIN:VEVENT\r\n");
	put_text(b, "UID", e->uid);
	put_instant(b, "DTSTAMP", e->made_us);
	put_instant(b, "DTSTART", instant_of(e->day, e->start_min));
	put_instant(b, "DTEND", instant_of(e->day, e->end_min));
	put_text(b, "SUMMARY", e->summary);
	put_text(b, "LOCATION", e->where);
	put_text(b, "DESCRIPTION", e->text);
	buf_text(b, "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n");
	put_text(b, "DESCRIPTION", e->summary);
	buf_text(b, "END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
}
