/* A monitoring plan as a table that is edited and given back. */
#include "base/file.h"
#include "cmd/home_cmd.h"
#include "csv/csv.h"

static const char *const columns[] = {
	"what", "kind",  "times", "per_days", "grace_hours", "best",    "part",
	"rule", "value", "days",  "running",  "severity",    "protocol"};
enum {
	C_WHAT,
	C_KIND,
	C_TIMES,
	C_PER_DAYS,
	C_GRACE,
	C_BEST,
	C_PART,
	C_RULE,
	C_VALUE,
	C_DAYS,
	C_RUNNING,
	C_SEVERITY,
	C_PROTOCOL,
	N_COLUMN
};
static_assert(countof(columns) == N_COLUMN, "a name for each");

/* ---- written */

void home_plan_csv(struct buf *b, const struct monitor_plan *p)
{
	for (size_t i = 0; i < N_COLUMN; i++)
		csv_put(b, !i, str_from(columns[i]));
	buf_char(b, '\n');
	for (size_t i = 0; i < p->n_line; i++) {
		const struct monitor_line *x = &p->line[i];
		buf_printf(b, "line," STR_FMT ",%d,%d,%d,", STR_ARG(x->kind),
			   x->times, x->per_days, x->grace_hours);
		buf_decimal(b, x->best_milli, 3);
		buf_text(b, ",,,,,,,\n");
	}
	for (size_t i = 0; i < p->n_limit; i++) {
		const struct monitor_limit *x = &p->limit[i];
		buf_printf(b, "limit," STR_FMT ",,,,,%d,%s,", STR_ARG(x->kind),
			   x->part, monitor_rule_name[x->rule]);
		buf_decimal(b, x->value_milli, 3);
		buf_printf(b, ",%d,%d,%s," STR_FMT "\n", x->days, x->count,
			   monitor_severity_name[x->severity],
			   STR_ARG(x->protocol));
	}
}

/* ---- read */

/* Empty is 0. */
static bool small_number(struct str s, int *out)
{
	int64_t v = 0;
	if (s.len && (!str_to_int(s, &v) || v < 0 || v > 10000))
		return false;
	*out = (int)v;
	return true;
}

static bool milli(struct str s, int64_t *out)
{
	*out = 0;
	return !s.len || str_to_decimal(s, 3, out);
}

static bool read_line(const struct str *f, struct home_plan_file *p)
{
	struct monitor_line *x = &p->line[p->n_line++];
	x->kind = f[C_KIND];
	return small_number(f[C_TIMES], &x->times) &&
	       small_number(f[C_PER_DAYS], &x->per_days) &&
	       small_number(f[C_GRACE], &x->grace_hours) &&
	       milli(f[C_BEST], &x->best_milli);
}

static bool read_limit(const struct str *f, struct home_plan_file *p)
{
	struct monitor_limit *x = &p->limit[p->n_limit++];
	int rule = monitor_word(monitor_rule_name, N_MONITOR_RULE, f[C_RULE]);
	int severity = monitor_word(monitor_severity_name, N_MONITOR_SEVERITY,
				    f[C_SEVERITY]);
	x->kind = f[C_KIND];
	x->rule = (enum monitor_rule)rule;
	x->severity = (enum monitor_severity)severity;
	x->protocol = f[C_PROTOCOL];
	return rule >= 0 && severity >= 0 &&
	       small_number(f[C_PART], &x->part) &&
	       milli(f[C_VALUE], &x->value_milli) &&
	       small_number(f[C_DAYS], &x->days) &&
	       small_number(f[C_RUNNING], &x->count);
}

static bool read_record(const struct str *f, struct home_plan_file *p)
{
	if (str_is(f[C_WHAT], "line"))
		return p->n_line < MONITOR_LINES && read_line(f, p);
	return str_is(f[C_WHAT], "limit") && p->n_limit < MONITOR_LIMITS &&
	       read_limit(f, p);
}

enum rc home_plan_read(const char *path, struct arena *a,
		       struct home_plan_file *p, struct err *err)
{
	struct str bytes;
	struct csv c;
	enum rc rc = file_read(path, a, 1u << 20, &bytes, err);
	if (rc)
		return rc;
	csv_init(&c, bytes);
	rc = csv_next(&c, err); /* the header */
	if (!rc && (c.n != N_COLUMN || !str_is(c.field[0], columns[0])))
		rc = err_set(err, E_FORMAT,
			     "%s: not a plan as `prossima home propose --csv` "
			     "prints it",
			     path);
	while (!rc && !(rc = csv_next(&c, err))) {
		struct str f[N_COLUMN];
		for (size_t i = 0; i < N_COLUMN; i++)
			f[i] = i < c.n ? arena_str(a, c.field[i]) : STR("");
		if (c.n != N_COLUMN || !read_record(f, p))
			rc = err_set(err, E_FORMAT,
				     "%s:%" PRIu64 ": not a line or limit of a "
				     "plan",
				     path, c.line);
	}
	csv_release(&c);
	return rc == E_NOT_FOUND ? OK : rc;
}
