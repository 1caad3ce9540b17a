/* picture - charts and maps, drawn by the server as SVG inside the page.
 *
 * Every picture is a <figure>: the SVG with its title and description, and
 * under a disclosure the same figures as a table, so that nothing is told by
 * the picture alone. Where a picture holds links, they are for the mouse and
 * the finger: the table has the same ones for the keyboard and for who listens,
 * and the drawing is hidden from both (hundreds of cells would be hundreds of
 * stops).
 *
 * Colours come from one table that colour-blind people can tell apart, each
 * with a pattern or a sign of its own, so that the page may be printed in black
 * and white. What can be labelled where it stands is; a legend only where it
 * cannot.
 *
 * Widths are in per cent and heights and letters in pixels, so that text keeps
 * its size on a phone; only the map and the sparkline scale as a whole
 * (viewBox). No style attribute and no script: the page's policy forbids them.
 *
 * Numbers are whole; a percentage is in tenths (unit). Negative values count
 * as 0. Texts may be anything: they are escaped, and cut with an ellipsis where
 * there is no room (the table has them whole). Addresses are ours ("/...",
 * "?...") or none (empty).
 *
 * All functions put the result in the arena and can fail only for want of
 * memory or past PICTURE_MOST_BYTES. Cost: well under a millisecond, the map of
 * a province 1 to 3 ms (bench/picture_bench.c).
 */
#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H

#include "base/arena.h"
#include "base/date.h"
#include "text/html.h"

/* A page is to stay under 60 kB; a picture past this is a mistake. */
#define PICTURE_MOST_BYTES (512u << 10)

enum picture_unit {
	PICTURE_COUNT,  /* 1.234 */
	PICTURE_TENTHS, /* per cent in tenths: 123 is 12,3 % */
};

struct picture {
	const char *id; /* unique in the page: letters, digits, '-' */
	struct str title, desc;
	bool bare; /* the SVG alone: its table stands elsewhere on the page */
};

/* ---- horizontal bars: one or several series, stacked or beside each other */

struct picture_row {
	struct str label;
	const int64_t *value; /* one for each series */
	struct str href;
};
struct picture_bars {
	struct picture p;
	struct str head;          /* of the table's first column */
	const struct str *series; /* names; one series has no legend */
	size_t n_series;          /* 1 to 6 */
	bool stacked;
	bool ordered; /* series are degrees of one thing: dark to light */
	enum picture_unit unit;
	const struct picture_row *rows;
	size_t n, most; /* draw the first `most` (0: 20); the table has all */
};
MUST_USE enum rc picture_bars(const struct picture_bars *v, enum lang lang,
			      struct arena *a, struct html *out,
			      struct err *err);

/* ---- age and sex: a band a row, oldest on top */

struct picture_band {
	struct str label;
	int64_t value[2];
	struct str href[2];
};
struct picture_pyramid {
	struct picture p;
	struct str head, side[2]; /* left, right */
	const struct picture_band *bands;
	size_t n;
};
MUST_USE enum rc picture_pyramid(const struct picture_pyramid *v,
				 enum lang lang, struct arena *a,
				 struct html *out, struct err *err);

/* ---- a line over time */

struct picture_line {
	struct str name;
	const int64_t *value; /* one for each point; negative: not known */
};
struct picture_trend {
	struct picture p;
	struct str head;
	const struct str *points; /* labels along the way, in order */
	size_t n_point;
	const struct picture_line *lines; /* 1 to 4 */
	size_t n_line;
	enum picture_unit unit;
};
MUST_USE enum rc picture_trend(const struct picture_trend *v, enum lang lang,
			       struct arena *a, struct html *out,
			       struct err *err);

/* ---- single values over days, against limits */

#define PICTURE_NO_VALUE INT64_MIN

struct picture_dot {
	int64_t at;       /* on the scale from .. to, ascending */
	int64_t value[2]; /* the second may be PICTURE_NO_VALUE */
	bool hollow;      /* to be confirmed */
	bool marked;      /* gave reason for an alarm: a ring around it */
	struct str when, text, who, note; /* of the table */
};
enum picture_level_kind {
	PICTURE_LEVEL_SEVERE, /* drawn through */
	PICTURE_LEVEL_MILD,   /* dashed */
	PICTURE_LEVEL_PLAIN,  /* faint: no limit, a help to read the scale */
};
struct picture_level { /* a line across */
	int64_t value;
	struct str label; /* "180": stands at its end */
	enum picture_level_kind kind;
};
struct picture_dots {
	struct picture p;
	struct str head[4]; /* of the table: when, text, who, note */
	int64_t from, to;   /* from < to */
	struct str from_label, to_label;
	const struct picture_dot *dots;
	size_t n;
	const struct picture_level *levels; /* at most PICTURE_LEVELS */
	size_t n_level;
};
#define PICTURE_LEVELS 12
/* Round dots for the first value, squares for the second, each joined by a thin
 * line; the last full one stands in words above. The scale holds all full dots
 * and limits and does not begin at 0; a hollow dot beyond it stands at the
 * edge. Values, unlike elsewhere, may be negative; within 10^15. */
MUST_USE enum rc picture_dots(const struct picture_dots *v, enum lang lang,
			      struct arena *a, struct html *out,
			      struct err *err);
/* ---- z-scores over time: the normal band and its limits are drawn; always
 * bare, its table stands on the page */

#define PICTURE_Z_NONE INT64_MIN
struct picture_z_line {
	struct str name;
	const int64_t *value; /* hundredths; PICTURE_Z_NONE: not known */
};
struct picture_z {
	struct picture p;
	const struct str *points;
	size_t n_point;
	const struct picture_z_line *lines; /* 1 to 3 */
	size_t n_line;
	const int64_t *limits; /* hundredths: the first bounds the normal */
	size_t n_limit;
};
MUST_USE enum rc picture_z(const struct picture_z *v, enum lang lang,
			   struct arena *a, struct html *out, struct err *err);

/* ---- parts of a whole, in one bar */

struct picture_part {
	struct str label;
	int64_t value;
	struct str href;
};
struct picture_share {
	struct picture p;
	struct str head;
	const struct picture_part *parts; /* at most 6 */
	size_t n;
	bool ordered;
};
MUST_USE enum rc picture_share(const struct picture_share *v, enum lang lang,
			       struct arena *a, struct html *out,
			       struct err *err);
/* So much of so much, 12 pixels high, always bare; for rows and tiles. */
MUST_USE enum rc picture_progress(const struct picture *p, int64_t value,
				  int64_t whole, struct arena *a,
				  struct html *out, struct err *err);
/* The shape of a row of numbers, as big as a word, always bare. */
MUST_USE enum rc picture_spark(const struct picture *p, const int64_t *value,
			       size_t n, struct arena *a, struct html *out,
			       struct err *err);

/* ---- a QR code: bytes for a camera; always bare, so say the same in words
 * beside it. E_LIMIT past PICTURE_QR_MOST bytes. */

#define PICTURE_QR_MOST 1000
MUST_USE enum rc picture_qr(const struct picture *p, struct str text,
			    struct arena *a, struct html *out, struct err *err);

/* ---- a year by months: what is planned, booked, done, missed */

struct picture_month {
	int64_t planned, booked, done, missed;
	struct str href;
};
struct picture_year {
	struct picture p;
	struct date from; /* the first month is that of this day */
	struct date today;
	struct picture_month month[12];
};
MUST_USE enum rc picture_year(const struct picture_year *v, enum lang lang,
			      struct arena *a, struct html *out,
			      struct err *err);

/* ---- a person over the years */

enum picture_event_kind {
	EVENT_DRUG,      /* from first to last dispensing: a bar */
	EVENT_PLAN,      /* a frame */
	EVENT_STAY,      /* in hospital: a block */
	EVENT_EMERGENCY, /* a triangle */
	EVENT_VISIT,     /* a dot */
	EVENT_EXAM,      /* a square */
	EVENT_BOOKED,    /* to come: a ring */
	N_EVENT_KIND
};
struct picture_event {
	enum picture_event_kind kind;
	size_t lane;
	struct date from, to; /* to == from for a moment; DATE_MAX: goes on */
	struct str label, href;
};
struct picture_timeline {
	struct picture p;
	struct date from, to, today; /* what lies outside is cut off */
	const struct str *lanes;     /* names, top to bottom */
	size_t n_lane;
	const struct picture_event *events; /* in any order */
	size_t n;
};
MUST_USE enum rc picture_timeline(const struct picture_timeline *v,
				  enum lang lang, struct arena *a,
				  struct html *out, struct err *err);

/* ---- a map of municipalities
 *
 * We have centres, not borders, so each municipality is drawn as the places
 * that are nearer to its centre than to any other and not too far from it; the
 * map says that its borders are schematic. Places around that are not drawn
 * (other provinces) shape the rim. Darker is more.
 */
struct picture_place {
	struct str name;
	double lat, lon;
	int64_t size;     /* which towns get their name first */
	int64_t value;    /* negative: nothing to show, drawn empty */
	struct str label; /* the value in words: "1.234 (12,3 %)" */
	struct str href;
	bool marked; /* drawn with a thick rim, above the others */
};
struct picture_spot {
	double lat, lon;
};
struct picture_map {
	struct picture p;
	struct str head[2]; /* of the table: place, value */
	const struct picture_place *places;
	size_t n;
	const struct picture_spot *around;
	size_t n_around;
	enum picture_unit unit; /* of the legend */
};
MUST_USE enum rc picture_map(const struct picture_map *v, enum lang lang,
			     struct arena *a, struct html *out,
			     struct err *err);
/* The same drawing as a file of its own, for maps too large to stand in a page:
 * no links, no words but the names of towns. The legend goes into the page. */
MUST_USE enum rc picture_map_file(const struct picture_map *v, enum lang lang,
				  struct arena *a, struct html *out,
				  struct err *err);
MUST_USE enum rc picture_map_legend(const struct picture_map *v, enum lang lang,
				    struct arena *a, struct html *out,
				    struct err *err);

#endif
