/* Blows as CSV: a header with time_s and flow_l_s or volume_l (or both), a row
 * a sample, decimal points, times that grow by one step. When flow and volume
 * are both there, the one must be the integral of the other: a wrong rate or
 * unit shows there.
 *
 * A whole session has its blows one after the other, numbered in a column
 * "blow" (1, 2, ...; times begin again in each), and may say in a column
 * "phase" (pre, post) which were blown after the bronchodilator. */
#include "spiro/read.h"

#include "spiro/session.h"
#include "text/text.h"

#include <math.h>

enum { TIME, FLOW, VOLUME, N_COLUMN, MOST_FIELDS = 16 };

static const char *const column_name[N_COLUMN] = {"time_s", "flow_l_s",
						  "volume_l"};

#define MOST_FLOW    25.0 /* L/s; nobody blows more: units */
#define MOST_VOLUME  50.0 /* L, from any origin */
#define LEAST_LENGTH 0.5  /* s */
#define AGREE_LITRES 0.05 /* between volume and integral of flow */
#define AGREE_PART   0.05

/* The blow that is being read: its samples begin at y[k], its first line is
 * `first`. */
struct csv_blow {
	struct str name;
	size_t at[N_COLUMN]; /* field; MOST_FIELDS: not there */
	size_t at_blow, at_phase;
	size_t n_field;
	size_t line, first, n;
	int64_t number; /* 0: blows are not numbered */
	bool post;
	double *y[N_COLUMN];
	struct arena *a;
	struct spiro_record *out;
};

static enum rc wrong(const struct csv_blow *c, struct err *err, int msg,
		     const char *fmt, ...) PRINTF_LIKE(4, 5);

/* E_FORMAT with "file:line: " before the text. */
static enum rc wrong(const struct csv_blow *c, struct err *err, int msg,
		     const char *fmt, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_msg(err, E_FORMAT, msg, STR_FMT ":%zu: %s", STR_ARG(c->name),
		       c->line, text);
}

/* ---- lines */

static struct str next_line(struct str *rest)
{
	struct str line = str_cut(rest, '\n');
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* Number of fields; those past MOST_FIELDS are counted only. */
static size_t cut_fields(struct str line, struct str field[MOST_FIELDS])
{
	size_t n = 0;
	for (struct str part; line.ptr; n++) {
		part = str_trim(str_cut(&line, ','));
		if (n < MOST_FIELDS)
			field[n] = part;
	}
	return n;
}

static size_t column_at(const struct csv_blow *c, const struct str *field,
			const char *name)
{
	for (size_t i = 0; i < c->n_field && i < MOST_FIELDS; i++)
		if (str_is(field[i], name))
			return i;
	return MOST_FIELDS;
}

static enum rc read_header(struct csv_blow *c, struct str line, struct err *err)
{
	struct str field[MOST_FIELDS] = {{0}};
	bool semicolons = line.len && memchr(line.ptr, ';', line.len);
	if (semicolons)
		return wrong(c, err, MSG_SPI_R_FORM,
			     "fields are separated by semicolons: export it "
			     "with commas between fields and decimal points");
	c->n_field = cut_fields(line, field);
	for (int k = 0; k < N_COLUMN; k++)
		c->at[k] = column_at(c, field, column_name[k]);
	c->at_blow = column_at(c, field, "blow");
	c->at_phase = column_at(c, field, "phase");
	bool usable =
		c->n_field <= MOST_FIELDS && c->at[TIME] < MOST_FIELDS &&
		(c->at[FLOW] < MOST_FIELDS || c->at[VOLUME] < MOST_FIELDS);
	if (usable)
		return OK;
	return wrong(c, err, MSG_SPI_R_FORM,
		     "this is no file of a spirometer that we know: it is "
		     "neither GDT nor FHIR, and a CSV begins with "
		     "time_s,flow_l_s,volume_l");
}

/* ---- values */

static enum rc read_number(struct csv_blow *c, int k, struct str s,
			   struct err *err)
{
	double v;
	double most = k == TIME   ? SPIRO_MOST_SECONDS
		      : k == FLOW ? MOST_FLOW
				  : MOST_VOLUME;
	if (!str_to_double(s, &v))
		return wrong(c, err, MSG_SPI_R_NUMBER,
			     "%s: \"" STR_FMT "\" is not a number: write "
			     "digits and a decimal point",
			     column_name[k], (int)(s.len < 40 ? s.len : 40),
			     s.ptr);
	if (!(fabs(v) <= most))
		return wrong(c, err, MSG_SPI_R_UNITS,
			     "%s: " STR_FMT " is more than %g: write seconds, "
			     "litres and litres a second",
			     column_name[k], (int)(s.len < 40 ? s.len : 40),
			     s.ptr, most);
	if (k == TIME && v < 0)
		return wrong(c, err, MSG_SPI_R_TIME,
			     "time_s: " STR_FMT " is below 0: count from the "
			     "first sample",
			     STR_ARG(s));
	c->y[k][c->n] = v;
	return OK;
}

/* Both are a repeated beginning: a second blow. */
static enum rc check_grows(struct csv_blow *c, struct err *err)
{
	const double *t = c->y[TIME];
	if (!c->n || t[c->n] > t[c->n - 1])
		return OK;
	return wrong(c, err, MSG_SPI_R_TWO,
		     "time_s goes from %g to %g: time must grow; when a second "
		     "blow begins here, number them in a column \"blow\", or "
		     "write it into a file of its own",
		     t[c->n - 1], t[c->n]);
}

/* ---- one rate */

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The usual step, whatever a few others are. */
static enum rc median_step(const struct csv_blow *c, double *out,
			   struct err *err)
{
	const double *t = c->y[TIME];
	struct arena_mark mark = arena_mark(c->a);
	double *step = arena_array(c->a, double, c->n - 1);
	if (!step)
		return arena_fail(c->a, err);
	for (size_t i = 1; i < c->n; i++)
		step[i - 1] = t[i] - t[i - 1];
	qsort(step, c->n - 1, sizeof(*step), by_size);
	*out = step[(c->n - 1) / 2];
	arena_rewind(c->a, mark);
	return OK;
}

static enum rc check_steps(struct csv_blow *c, double step, struct err *err)
{
	const double *t = c->y[TIME];
	for (size_t i = 1; i < c->n; i++) {
		double d = t[i] - t[i - 1];
		c->line = c->first + i;
		if (d < 0.5 * step || d > 1.5 * step)
			return wrong(c, err, MSG_SPI_R_RATE,
				     "time_s: a step of %g s among steps of %g "
				     "s: samples are missing, or times have "
				     "too few decimals; export it again",
				     d, step);
	}
	return OK;
}

static enum rc find_rate(struct csv_blow *c, double *hz, struct err *err)
{
	double step = 0;
	const double *t = c->y[TIME];
	if (c->n < 2 || t[c->n - 1] - t[0] < LEAST_LENGTH)
		return wrong(c, err, MSG_SPI_R_SHORT,
			     "%zu samples are less than half a second: the "
			     "file is cut short, export it again",
			     c->n);
	enum rc rc = median_step(c, &step, err);
	if (!rc)
		rc = check_steps(c, step, err);
	if (rc)
		return rc;
	*hz = (double)(c->n - 1) / (t[c->n - 1] - t[0]);
	if (*hz >= SPIRO_LEAST_HZ && *hz <= SPIRO_MOST_HZ)
		return OK;
	return wrong(c, err, MSG_SPI_R_RATE,
		     "%.4g samples a second are not between %g and %g: write "
		     "the times in seconds, and export every sample",
		     *hz, SPIRO_LEAST_HZ, SPIRO_MOST_HZ);
}

/* ---- flow and volume */

static void integrate(struct csv_blow *c, double hz, double *to)
{
	const double *f = c->y[FLOW];
	to[0] = 0;
	for (size_t i = 1; i < c->n; i++)
		to[i] = to[i - 1] + (f[i] + f[i - 1]) / (2 * hz);
}

static void differentiate(struct csv_blow *c, double hz)
{
	const double *v = c->y[VOLUME];
	for (size_t i = 0; i < c->n; i++) {
		size_t from = i ? i - 1 : 0, to = i + 1 < c->n ? i + 1 : i;
		c->y[FLOW][i] = (v[to] - v[from]) * hz / (double)(to - from);
	}
}

static enum rc check_agree(struct csv_blow *c, const double *sum,
			   struct err *err)
{
	const double *v = c->y[VOLUME];
	double most = 0;
	for (size_t i = 0; i < c->n; i++)
		most = fmax(most, fabs(v[i] - v[0]));
	for (size_t i = 0; i < c->n; i++) {
		c->line = c->first + i;
		if (fabs(sum[i] - (v[i] - v[0])) >
		    AGREE_LITRES + AGREE_PART * most)
			return wrong(c, err, MSG_SPI_R_DISAGREE,
				     "the flow adds up to %.3f L and volume_l "
				     "says %.3f: the rate or a unit is wrong; "
				     "export both at BTPS, with true times",
				     sum[i], v[i] - v[0]);
	}
	return OK;
}

static enum rc complete(struct csv_blow *c, double hz, struct err *err)
{
	if (c->at[FLOW] == MOST_FIELDS) {
		differentiate(c, hz);
		return OK;
	}
	if (c->at[VOLUME] == MOST_FIELDS) {
		integrate(c, hz, c->y[VOLUME]);
		return OK;
	}
	struct arena_mark mark = arena_mark(c->a);
	double *sum = arena_array(c->a, double, c->n);
	if (!sum)
		return arena_fail(c->a, err);
	integrate(c, hz, sum);
	enum rc rc = check_agree(c, sum, err);
	arena_rewind(c->a, mark);
	return rc;
}

/* ---- blows */

static enum rc keep(struct csv_blow *c, double hz, struct err *err)
{
	struct spiro_record *out = c->out;
	if (out->n_curve == SPIRO_MOST_BLOWS)
		return wrong(c, err, MSG_SPI_R_LONG,
			     "more than %d blows: keep those of one session",
			     SPIRO_MOST_BLOWS);
	out->curve[out->n_curve++] =
		(struct spiro_curve){.hz = hz,
				     .n = c->n,
				     .flow = c->y[FLOW],
				     .volume = c->y[VOLUME],
				     .post = c->post};
	return OK;
}

/* The samples read so far are a blow; what comes is the next one. */
static enum rc finish(struct csv_blow *c, struct err *err)
{
	double hz = 0;
	size_t line = c->line;
	enum rc rc = find_rate(c, &hz, err);
	if (!rc)
		rc = complete(c, hz, err);
	if (!rc)
		rc = keep(c, hz, err);
	if (rc)
		return rc;
	for (int k = 0; k < N_COLUMN; k++)
		c->y[k] += c->n;
	c->n = 0;
	c->line = line;
	return OK;
}

static enum rc read_phase(struct csv_blow *c, const struct str *field,
			  bool begins, struct err *err)
{
	if (c->at_phase == MOST_FIELDS)
		return OK;
	struct str word = field[c->at_phase];
	bool post = str_is(word, "post");
	if (!post && !str_is(word, "pre") && word.len)
		return wrong(c, err, MSG_SPI_R_FORM,
			     "phase: \"" STR_FMT "\" is not pre or post",
			     (int)(word.len < 40 ? word.len : 40), word.ptr);
	if (!begins && post != c->post)
		return wrong(c, err, MSG_SPI_R_FORM,
			     "phase: one blow is not both before and after the "
			     "bronchodilator; number blows in a column "
			     "\"blow\"");
	c->post = post;
	return OK;
}

/* Which blow a row is of; a new number ends the one before. */
static enum rc read_blow(struct csv_blow *c, const struct str *field,
			 struct err *err)
{
	int64_t number = 0;
	enum rc rc = OK;
	bool numbered = c->at_blow < MOST_FIELDS;
	if (numbered && (!str_to_int(field[c->at_blow], &number) || number < 1))
		return wrong(c, err, MSG_SPI_R_NUMBER,
			     "blow: \"" STR_FMT "\" is not a number: count "
			     "blows from 1",
			     (int)min_i64((int64_t)field[c->at_blow].len, 40),
			     field[c->at_blow].ptr);
	if (c->n && number < c->number)
		return wrong(c, err, MSG_SPI_R_TWO,
			     "blow: %" PRId64 " comes after %" PRId64
			     ": write them in the order in which they were "
			     "blown",
			     number, c->number);
	if (c->n && number != c->number)
		rc = finish(c, err);
	if (!rc)
		rc = read_phase(c, field, !c->n, err);
	if (!c->n)
		c->first = c->line;
	c->number = number;
	return rc;
}

/* ---- rows */

static enum rc read_row(struct csv_blow *c, struct str line, struct err *err)
{
	struct str field[MOST_FIELDS];
	size_t n = cut_fields(line, field);
	if (n > c->at[TIME] && str_is(field[c->at[TIME]], column_name[TIME]))
		return wrong(c, err, MSG_SPI_R_TWO,
			     "a second header: number the blows in a column "
			     "\"blow\", or write each into a file of its own");
	if (n == 2 * c->n_field)
		return wrong(c, err, MSG_SPI_R_COMMA,
			     "%zu values instead of %zu: numbers have a "
			     "decimal comma; export them with a point",
			     n, c->n_field);
	if (n != c->n_field)
		return wrong(c, err, MSG_SPI_R_FORM,
			     "%zu values instead of %zu: the file is damaged "
			     "or cut short; export it again",
			     n, c->n_field);
	enum rc rc = read_blow(c, field, err);
	for (int k = 0; k < N_COLUMN && !rc; k++)
		if (c->at[k] < MOST_FIELDS)
			rc = read_number(c, k, field[c->at[k]], err);
	if (!rc)
		rc = check_grows(c, err);
	if (!rc)
		c->n++;
	return rc;
}

static size_t count_lines(struct str s)
{
	size_t n = 1;
	for (size_t i = 0; i < s.len; i++)
		n += s.ptr[i] == '\n';
	return n;
}

static enum rc read_rows(struct csv_blow *c, struct str rest, struct err *err)
{
	enum rc rc = OK;
	while (rest.ptr && !rc) {
		struct str line = next_line(&rest);
		c->line++;
		if (line.len)
			rc = read_row(c, line, err);
		else if (str_trim(rest).len)
			rc = wrong(c, err, MSG_SPI_R_FORM,
				   "an empty line in the middle: remove it");
	}
	return rc;
}

/* Room for every line of the file, and for the curves. */
static enum rc make_room(struct csv_blow *c, size_t n, struct err *err)
{
	for (int k = 0; k < N_COLUMN; k++)
		c->y[k] = arena_array(c->a, double, n);
	c->out->curve = arena_array(c->a, struct spiro_curve, SPIRO_MOST_BLOWS);
	return c->y[VOLUME] && c->out->curve ? OK : arena_fail(c->a, err);
}

enum rc spiro_read_csv(struct str bytes, struct str name, struct arena *a,
		       struct spiro_record *out, struct err *err)
{
	struct csv_blow c = {.name = name, .line = 1, .a = a, .out = out};
	struct str rest = bytes;
	if (str_starts(rest, STR("\xef\xbb\xbf"))) /* a byte order mark */
		rest = str_sub(rest, 3, rest.len - 3);
	out->format = SPIRO_CSV;
	enum rc rc = read_header(&c, next_line(&rest), err);
	if (!rc)
		rc = make_room(&c, rest.ptr ? count_lines(rest) + 1 : 1, err);
	if (!rc)
		rc = read_rows(&c, rest, err);
	return rc ? rc : finish(&c, err);
}
