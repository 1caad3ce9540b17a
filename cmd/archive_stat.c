#include "cmd/archive_cmd.h"
#include "flows/archive.h"
#include "json/json.h"
#include "knowledge/knowledge.h"

#define MONTHS    4096 /* from 1870 on; what lies outside is not counted */
#define YEAR_0    1870
#define FIRST_DAY (-36524) /* 1870 */
#define LAST_DAY  84006    /* 2200 */

struct count { /* records that count */
	uint64_t n[N_FLOW], removed[N_FLOW];
	uint64_t month[N_FLOW][MONTHS];
};

struct view { /* the columns of one flow in one segment */
	size_t n;
	const int32_t *date;
	const uint64_t *removed;
};

static struct view view_of(const struct archive_segment *s, int flow)
{
	switch ((enum kn_flow)flow) {
	case FLOW_EXEMPTION:
		return (struct view){s->exemption.n, s->exemption.valid_from,
				     s->exemption.removed};
	case FLOW_DRUG:
		return (struct view){s->drug.n, s->drug.date, s->drug.removed};
	case FLOW_OUTPATIENT:
		return (struct view){s->outpatient.n, s->outpatient.date,
				     s->outpatient.removed};
	case FLOW_HOSPITAL:
		return (struct view){s->hospital.n, s->hospital.date,
				     s->hospital.removed};
	case FLOW_EMERGENCY:
		return (struct view){s->emergency.n, s->emergency.date,
				     s->emergency.removed};
	case N_FLOW:
		break;
	}
	BUG("flow");
}

static void count_flow(struct count *c, int flow, const struct view *v)
{
	for (uint32_t at = 0, to;
	     archive_live(v->removed, &at, (uint32_t)v->n, &to); at = to) {
		c->n[flow] += to - at;
		for (uint32_t i = at; i < to; i++) {
			if (v->date[i] < FIRST_DAY || v->date[i] > LAST_DAY)
				continue; /* a damaged file */
			const struct ymd x =
				date_ymd((struct date){v->date[i]});
			const int k = (x.year - YEAR_0) * 12 + x.month - 1;
			if (k >= 0 && k < MONTHS)
				c->month[flow][k]++;
		}
	}
}

static struct count *count_all(const struct archive *a)
{
	struct count *c = calloc(1, sizeof(*c));
	for (size_t i = 0; c && i < archive_n_segment(a); i++)
		for (int f = 0; f < (int)N_FLOW; f++) {
			const struct view v = view_of(archive_segment(a, i), f);
			const uint64_t before = c->n[f];
			count_flow(c, f, &v);
			c->removed[f] += v.n - (c->n[f] - before);
		}
	return c;
}

/* -------------------------------------------------------------------- text */

static void text_flows(const struct count *c)
{
	for (int f = 0; f < (int)N_FLOW; f++) {
		printf("%-10s %12" PRIu64 " records", kn_flow_name[f], c->n[f]);
		if (c->removed[f])
			printf(", %" PRIu64 " more no longer count",
			       c->removed[f]);
		putchar('\n');
	}
}

static void text_months(const struct count *c)
{
	printf("\n%-7s", "month");
	for (int f = 0; f < (int)N_FLOW; f++)
		printf(" %12s", kn_flow_name[f]);
	putchar('\n');
	for (int k = 0; k < MONTHS; k++) {
		uint64_t any = 0;
		for (int f = 0; f < (int)N_FLOW; f++)
			any += c->month[f][k];
		if (!any)
			continue;
		printf("%04d-%02d", YEAR_0 + k / 12, k % 12 + 1);
		for (int f = 0; f < (int)N_FLOW; f++)
			printf(" %12" PRIu64, c->month[f][k]);
		putchar('\n');
	}
}

static void text_segment(const struct archive *a, size_t i)
{
	char from[11], to[11];
	for (int f = 0; f < (int)N_FLOW; f++) {
		struct date first, last;
		if (!archive_period(a, i, f, &first, &last))
			continue;
		date_text(first, from);
		date_text(last, to);
		printf("segment %zu  import %" PRIu64
		       "  %-10s %12zu  %s to %s\n",
		       i + 1, archive_segment_import(a, i), kn_flow_name[f],
		       view_of(archive_segment(a, i), f).n, from, to);
	}
}

static void text_sources(const struct archive *a)
{
	char day[11];
	for (size_t i = 0; i < archive_n_source(a); i++) {
		const struct archive_source *s = archive_source(a, i);
		date_text(s->extraction, day);
		printf("source  import %" PRIu64 "  " STR_FMT
		       "  extracted %s  read %" PRIu64 "  accepted %" PRIu64
		       "  rejected %" PRIu64 "  duplicate %" PRIu64
		       "  sha256 " STR_FMT "\n",
		       s->import, STR_ARG(s->name), day, s->n_read,
		       s->n_accepted, s->n_rejected, s->n_duplicate,
		       STR_ARG(s->digest));
	}
}

static void stat_text(const struct archive *a, const struct count *c,
		      bool months)
{
	printf("people %zu\n", archive_people(a)->n);
	printf("bytes %" PRIu64 " in %zu files\n", archive_n_byte(a),
	       archive_n_file(a));
	text_flows(c);
	if (!archive_n_segment(a))
		puts("no records yet: import a folder with events");
	if (months)
		text_months(c);
	for (size_t i = 0; i < archive_n_segment(a); i++)
		text_segment(a, i);
	text_sources(a);
	printf("state   " STR_FMT "\n", STR_ARG(archive_digest(a)));
}

/* -------------------------------------------------------------------- JSON */

static void json_flow(struct json *j, const struct count *c, int f)
{
	char month[16];
	json_object(j);
	json_put_str(j, "flow", str_from(kn_flow_name[f]));
	json_put_int(j, "records", (int64_t)c->n[f]);
	json_put_int(j, "removed", (int64_t)c->removed[f]);
	json_key(j, "months");
	json_object(j);
	for (int k = 0; k < MONTHS; k++) {
		snprintf(month, sizeof(month), "%04d-%02d", YEAR_0 + k / 12,
			 k % 12 + 1);
		if (c->month[f][k])
			json_put_int(j, month, (int64_t)c->month[f][k]);
	}
	json_object_end(j);
	json_object_end(j);
}

static void json_segment(struct json *j, const struct archive *a, size_t i)
{
	json_object(j);
	json_put_int(j, "import", (int64_t)archive_segment_import(a, i));
	json_put_int(j, "people", (int64_t)archive_segment(a, i)->n_person);
	json_key(j, "flows");
	json_array(j);
	for (int f = 0; f < (int)N_FLOW; f++) {
		struct date first, last;
		if (!archive_period(a, i, f, &first, &last))
			continue;
		json_object(j);
		json_put_str(j, "flow", str_from(kn_flow_name[f]));
		json_put_int(j, "records",
			     (int64_t)view_of(archive_segment(a, i), f).n);
		json_put_date(j, "first", first);
		json_put_date(j, "last", last);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}

static void json_source(struct json *j, const struct archive_source *s)
{
	json_object(j);
	json_put_int(j, "import", (int64_t)s->import);
	json_put_str(j, "flow", s->flow);
	json_put_str(j, "file", s->name);
	json_put_date(j, "extraction", s->extraction);
	json_put_int(j, "bytes", (int64_t)s->n_byte);
	json_put_int(j, "read", (int64_t)s->n_read);
	json_put_int(j, "accepted", (int64_t)s->n_accepted);
	json_put_int(j, "rejected", (int64_t)s->n_rejected);
	json_put_int(j, "duplicates", (int64_t)s->n_duplicate);
	json_put_str(j, "sha256", s->digest);
	json_object_end(j);
}

static void stat_json(const struct archive *a, const struct count *c)
{
	struct buf b;
	struct json j;
	buf_init(&b, 256u << 20); /* a million sources */
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "people", (int64_t)archive_people(a)->n);
	json_put_int(&j, "bytes", (int64_t)archive_n_byte(a));
	json_key(&j, "flows");
	json_array(&j);
	for (int f = 0; f < (int)N_FLOW; f++)
		json_flow(&j, c, f);
	json_array_end(&j);
	json_key(&j, "segments");
	json_array(&j);
	for (size_t i = 0; i < archive_n_segment(a); i++)
		json_segment(&j, a, i);
	json_array_end(&j);
	json_key(&j, "sources");
	json_array(&j);
	for (size_t i = 0; i < archive_n_source(a); i++)
		json_source(&j, archive_source(a, i));
	json_array_end(&j);
	json_put_str(&j, "state", archive_digest(a));
	json_object_end(&j);
	fwrite(b.ptr, 1, b.len, stdout);
	putchar('\n');
	buf_release(&b);
}

int archive_stat_cmd(int argc, char **argv)
{
	const char *dir = NULL;
	bool json = false, months = false, stop;
	const struct opt opts[] = {
		{"archive", OPT_STR, &dir, "DIR", "the archive", true, 0, 0},
		{"months", OPT_FLAG, &months, NULL,
		 "records of each month, too", false, 0, 0},
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima archive stat",
			       "Say what an archive holds and where it comes "
			       "from.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct archive *a = NULL;
	struct err err = {0};
	if (archive_open(dir, &a, &err))
		return cmd_fail(&err);
	struct count *c = count_all(a);
	if (!c) {
		archive_close(a);
		err_set(&err, E_NOMEM, "no memory");
		return cmd_fail(&err);
	}
	if (json)
		stat_json(a, c);
	else
		stat_text(a, c, months);
	free(c);
	archive_close(a);
	return EXIT_DONE;
}
