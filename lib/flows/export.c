#include "flows/export.h"

#include "csv/csv.h"
#include "flows/archive_int.h"

const char *export_name(int file)
{
	return flow_layout[file].name;
}

size_t export_n_field(int file)
{
	return flow_layout[file].n_field;
}

const char *export_field_name(int file, size_t field)
{
	return flow_layout[file].field[field].name;
}

void export_header(struct buf *b, int file)
{
	for (size_t f = 0; f < flow_layout[file].n_field; f++)
		csv_put(b, f == 0, str_from(export_field_name(file, f)));
	buf_char(b, '\n');
}

/* ------------------------------------------------------------------ values */

/* The columns of the people, in the order of their slots. */
static const void *person_column(const struct archive *a, size_t slot)
{
	const struct people_cols *p = archive_people(a);
	const void *const column[] = {p->birth,
				      p->registration_start,
				      p->registration_end,
				      p->death,
				      p->municipality,
				      p->ats,
				      p->gp,
				      p->sex};
	return column[slot];
}

/* The value of a slot; 0 past the column (a damaged file). */
static int64_t value_of(const struct export_row *r, size_t slot)
{
	const struct slot *s = &flow_layout[r->file].slot[slot];
	const char *p;
	if (r->file == (int)FILE_PERSON) {
		p = person_column(r->archive, slot);
	} else {
		struct col c;
		const struct col_file *f =
			archive_table(r->archive, r->segment, r->file);
		if (!f || col_get(f, s->name, s->type, &c, NULL) ||
		    r->row >= c.n)
			return 0;
		p = c.values;
	}
	p += r->row * col_width(s->type);
	switch (s->type) {
	case COL_U8:
		return (unsigned char)*p;
	case COL_U16: {
		uint16_t v;
		memcpy(&v, p, sizeof(v));
		return v;
	}
	case COL_I16: {
		int16_t v;
		memcpy(&v, p, sizeof(v));
		return v;
	}
	case COL_U32: {
		uint32_t v;
		memcpy(&v, p, sizeof(v));
		return v;
	}
	case COL_I32: {
		int32_t v;
		memcpy(&v, p, sizeof(v));
		return v;
	}
	case COL_U64:
	case COL_I64: {
		int64_t v;
		memcpy(&v, p, sizeof(v));
		return v;
	}
	}
	BUG("column type");
}

/* A day of a damaged file may lie outside the calendar: its number then. */
static void put_date(struct buf *b, int64_t days)
{
	const int64_t first = -719162, last = 2932896; /* years 1 to 9999 */
	if (days >= first && days <= last)
		date_print(b, (struct date){(int32_t)days});
	else
		buf_printf(b, "%" PRId64, days);
}

static void put_minute(struct buf *b, int64_t minute)
{
	const int64_t most = INT64_C(1) << 40; /* past every calendar */
	int64_t day = minute / 1440;
	if (minute > most || minute < -most) {
		buf_printf(b, "%" PRId64, minute);
		return;
	}
	if (minute % 1440 < 0)
		day--;
	const int64_t rest = minute - day * 1440;
	put_date(b, day);
	buf_printf(b, "T%02d:%02d", (int)(rest / 60), (int)(rest % 60));
}

/* Times 10000, with the decimals that it needs. */
static void put_decimal(struct buf *b, int64_t e4)
{
	char rest[8];
	snprintf(rest, sizeof(rest), "%04d", (int)(e4 % 10000));
	size_t n = 4;
	while (n && rest[n - 1] == '0')
		n--;
	buf_printf(b, "%" PRId64, e4 / 10000);
	if (n)
		buf_printf(b, ".%.*s", (int)n, rest);
}

static struct str person_id(const struct export_row *r)
{
	return r->person < archive_people(r->archive)->n
		       ? archive_person_id(r->archive, r->person)
		       : STR("");
}

/* A field whose value is not the one of an empty one. */
static void put_value(struct buf *b, const struct export_row *r,
		      const struct field *f, int64_t v)
{
	switch (f->type) {
	case F_DATE:
	case F_DATE_ANY:
		put_date(b, v);
		return;
	case F_ARRIVAL:
		put_minute(b, v * 1440 + value_of(r, f->slot + 1u));
		return;
	case F_MINUTE:
		put_minute(b, v);
		return;
	case F_AMOUNT:
	case F_POSITIVE:
		put_decimal(b, v);
		return;
	case F_CENTS:
		buf_printf(b, "%d.%02d", (int)(v / 100), (int)(v % 100));
		return;
	case F_ENUM:
	case F_TRIAGE:
		buf_char(b, (char)v);
		return;
	case F_CODE:
		buf_str(b, archive_dict(r->archive, code_dict[f->code],
					(uint32_t)v));
		return;
	case F_INT:
	case F_OUTCOME:
	case F_ATS:
		buf_printf(b, "%" PRId64, v);
		return;
	case F_RECORD:
	case F_PERSON:
	case F_TEXT:
	case F_FISCAL:
		return; /* no column holds them */
	}
	BUG("field type");
}

static bool is_empty(const struct field *f, int64_t v)
{
	if (f->mandatory)
		return false;
	return v == f->empty || (f->type == F_MINUTE && v == INT64_MIN);
}

void export_field(struct buf *b, const struct export_row *r, size_t field)
{
	const struct field *f = &flow_layout[r->file].field[field];
	if (f->slot != NO_SLOT) {
		const int64_t v = value_of(r, f->slot);
		if (!is_empty(f, v))
			put_value(b, r, f, v);
	} else if (f->type == F_PERSON) {
		buf_str(b, person_id(r));
	} else if (f->type == F_RECORD) {
		buf_str(b, archive_record_id(r->archive, r->segment,
					     r->file - 1, r->row));
	} else if (f->type == F_TEXT) {
		buf_str(b, archive_emergency_hospital(r->archive, r->segment,
						      r->row));
	}
}

/* No field of ours needs quotes: identifiers, codes, numbers, days. */
void export_line(struct buf *b, const struct export_row *r)
{
	for (size_t f = 0; f < flow_layout[r->file].n_field; f++) {
		if (f)
			buf_char(b, ',');
		export_field(b, r, f);
	}
	buf_char(b, '\n');
}
