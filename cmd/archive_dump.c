#include "cmd/archive_cmd.h"
#include "flows/archive.h"
#include "flows/export.h"
#include "json/json.h"
#include "knowledge/knowledge.h"

struct dump {
	const struct archive *a;
	size_t person;
	bool json, all;
	struct buf text;
	struct json j;
};

struct rows { /* of the person, in one segment and flow */
	uint32_t from, to;
	const uint64_t *removed;
};

static struct rows rows_of(const struct dump *d, size_t segment, int flow)
{
	const struct archive_segment *s = archive_segment(d->a, segment);
	const struct {
		const uint32_t *first;
		const uint64_t *removed;
	} c[N_FLOW] = {
		[FLOW_EXEMPTION] = {s->exemption.first, s->exemption.removed},
		[FLOW_DRUG] = {s->drug.first, s->drug.removed},
		[FLOW_OUTPATIENT] = {s->outpatient.first,
				     s->outpatient.removed},
		[FLOW_HOSPITAL] = {s->hospital.first, s->hospital.removed},
		[FLOW_EMERGENCY] = {s->emergency.first, s->emergency.removed}};
	if (d->person >= s->n_person)
		return (struct rows){0, 0, NULL};
	return (struct rows){c[flow].first[d->person],
			     c[flow].first[d->person + 1], c[flow].removed};
}

static void put_json(struct dump *d, const struct export_row *r, bool removed)
{
	struct buf b;
	buf_init(&b, 65536); /* a field */
	json_object(&d->j);
	for (size_t f = 0; f < export_n_field(r->file); f++) {
		buf_reset(&b);
		export_field(&b, r, f);
		if (b.len)
			json_put_str(&d->j, export_field_name(r->file, f),
				     buf_view(&b));
	}
	if (r->file)
		json_put_int(&d->j, "import",
			     (int64_t)archive_segment_import(d->a, r->segment));
	if (removed)
		json_put_bool(&d->j, "removed", true);
	json_object_end(&d->j);
	buf_release(&b);
}

static void put_row(struct dump *d, const struct export_row *r, bool removed)
{
	if (d->json)
		put_json(d, r, removed);
	else
		export_line(&d->text, r);
}

static bool is_removed(const struct rows *x, uint32_t row)
{
	return x->removed && (x->removed[row / 64] >> row % 64 & 1u);
}

static void dump_segment(struct dump *d, size_t segment, int flow)
{
	const struct rows x = rows_of(d, segment, flow);
	for (uint32_t i = x.from; i < x.to; i++)
		if (d->all || !is_removed(&x, i))
			put_row(d,
				&(struct export_row){d->a, flow + 1, segment,
						     d->person, i},
				is_removed(&x, i));
}

static size_t n_rows(const struct dump *d, int flow)
{
	size_t n = 0;
	for (size_t i = 0; i < archive_n_segment(d->a); i++) {
		const struct rows x = rows_of(d, i, flow);
		n += x.to - x.from;
	}
	return n;
}

/* The simple CSV form, an empty line between the files. */
static void dump_flow(struct dump *d, int flow)
{
	if (!d->json && !n_rows(d, flow))
		return;
	if (d->json) {
		json_key(&d->j, kn_flow_name[flow]);
		json_array(&d->j);
	} else {
		buf_char(&d->text, '\n');
		export_header(&d->text, flow + 1);
	}
	for (size_t i = 0; i < archive_n_segment(d->a); i++)
		dump_segment(d, i, flow);
	if (d->json)
		json_array_end(&d->j);
}

static void dump_person(struct dump *d)
{
	const struct export_row r = {d->a, 0, 0, d->person, d->person};
	if (d->json) {
		json_object(&d->j);
		json_key(&d->j, "person");
	} else {
		export_header(&d->text, 0);
	}
	put_row(d, &r, false);
	for (int f = 0; f < (int)N_FLOW; f++)
		dump_flow(d, f);
	if (d->json) {
		json_object_end(&d->j);
		buf_char(&d->text, '\n');
	}
}

static enum rc dump(struct dump *d, const char *id, struct err *err)
{
	enum rc rc = OK;
	d->person = archive_find_person(d->a, str_from(id));
	if (d->person == SIZE_MAX)
		return err_set(err, E_NOT_FOUND,
			       "there is no person \"%s\" in the archive: give "
			       "a person_id as in person.csv",
			       id);
	for (size_t i = 0; !rc && i < archive_n_segment(d->a); i++)
		rc = archive_check_range(d->a, i, d->person, d->person + 1,
					 err);
	if (rc)
		return rc;
	buf_init(&d->text, 1u << 30); /* more than a life */
	json_init(&d->j, &d->text);
	dump_person(d);
	if (d->text.failed)
		rc = err_set(err, E_LIMIT, "too many records to print");
	else
		fwrite(d->text.ptr, 1, d->text.len, stdout);
	buf_release(&d->text);
	return rc;
}

int archive_dump_cmd(int argc, char **argv)
{
	const char *dir = NULL, *person = NULL;
	struct dump d = {0};
	bool stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &person, NULL, "person_id", true, 0, 0},
		{"archive", OPT_STR, &dir, "DIR", "the archive", true, 0, 0},
		{"all", OPT_FLAG, &d.all, NULL,
		 "also what was corrected or cancelled later", false, 0, 0},
		{"json", OPT_FLAG, &d.json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima archive dump",
			       "Print all records of one person, in the simple "
			       "CSV form.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct archive *a = NULL;
	struct err err = {0};
	enum rc rc = archive_open(dir, &a, &err);
	d.a = a;
	if (!rc)
		rc = dump(&d, person, &err);
	archive_close(a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
