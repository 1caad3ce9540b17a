#include "simulate/defects.h"
#include "simulate/put.h"
#include "simulate/simulate_int.h"

/* Bad rows are additional: a good row is copied, given an identifier of its
 * own, and spoiled in one way. The ways take turns, so that all appear. */

#define MAX_COLUMN 32
#define MILLION    1000000u

struct row { /* the good row, cut into fields; none is quoted */
	char text[OUT_ROW_MAX];
	struct str field[MAX_COLUMN];
	char spare[4][32]; /* texts of changed fields */
	size_t n_spare;
};

static void cut(struct row *row, const struct out *o)
{
	size_t len = o->len - o->row - 1; /* without the line end */
	memcpy(row->text, o->buf + o->row, len);
	struct str rest = {row->text, len};
	size_t n = 0;
	while (rest.ptr && n < MAX_COLUMN)
		row->field[n++] = str_cut(&rest, ',');
	row->n_spare = 0;
}

static struct str spare_date(struct row *row, int32_t day, bool minute)
{
	char *begin = row->spare[row->n_spare++];
	char *p = put_date(begin, day);
	if (minute)
		p = put_text(p, "T10:00");
	return (struct str){begin, (size_t)(p - begin)};
}

/* A fresh identifier: of the record, or of the person in person.csv. */
static void rename_row(struct sim *s, enum sim_file f, struct row *row)
{
	if (f == SIM_EXEMPTION)
		return;
	char *begin = row->spare[row->n_spare++];
	char *p = put_char(begin, 'X');
	p = put_fixed(p, ++s->planted[f], 10);
	row->field[0] = (struct str){begin, (size_t)(p - begin)};
}

static void all_dates(struct row *row, const struct defect_list *l, int32_t day)
{
	row->field[l->date] = spare_date(row, day, l->minute);
	if (l->date2 >= 0)
		row->field[l->date2] = row->field[l->date];
}

/* Someone dead, and more than thirty days later. */
static void after_death(struct sim *s, struct row *row,
			const struct defect_list *l)
{
	uint32_t who = s->dead[rng_below(&s->dirt_rng, (uint32_t)s->n_dead)];
	char *begin = row->spare[row->n_spare++];
	char *p = put_person_id(s, begin, who);
	row->field[l->person] = (struct str){begin, (size_t)(p - begin)};
	all_dates(row, l, s->people[who].death + between(&s->dirt_rng, 31, 55));
}

static void relative(struct row *row, const struct defect *d, bool minute)
{
	struct date at;
	struct str text = row->field[d->column2];
	if (date_parse(str_sub(text, 0, 10), &at, NULL))
		BUG("a good row without its date");
	row->field[d->column] = spare_date(row, at.days + d->days, minute);
}

static void spoil(struct sim *s, enum sim_file f, const struct defect *d,
		  uint32_t person, struct row *row)
{
	const struct defect_list *l = &sim_defects[f];
	if (d->kind != DEFECT_COPY && d->kind != DEFECT_OVERLAP)
		rename_row(s, f, row);
	switch (d->kind) {
	case DEFECT_SET:
		row->field[d->column] = str_from(d->value);
		if (d->column2 >= 0)
			row->field[d->column2] = str_from(d->value2);
		break;
	case DEFECT_BEFORE_BIRTH:
		all_dates(row, l, s->people[person].birth - 10);
		break;
	case DEFECT_AFTER_DEATH:
		after_death(s, row, l);
		break;
	case DEFECT_LATE: /* by decades, whatever day it is read */
		all_dates(row, l, s->last_day + 25000);
		break;
	case DEFECT_RELATIVE:
		relative(row, d, l->minute);
		break;
	case DEFECT_OVERLAP:
		row->field[6] = STR("MMG00000");
		break;
	case DEFECT_CUT:
	case DEFECT_EXTRA:
	case DEFECT_LONG:
	case DEFECT_LINE:
	case DEFECT_COPY:
	case DEFECT_UNCLOSED:
		break;
	}
}

static void write_row(struct sim *s, enum sim_file f, const struct defect *d,
		      const struct row *row)
{
	struct out *o = &s->out[f];
	char *p = out_row(o);
	int n = sim_defects[f].n_column - (d->kind == DEFECT_CUT);
	if (d->kind == DEFECT_LINE) {
		out_end(o, put_text(p, d->value));
		return;
	}
	for (int i = 0; i < n; i++) {
		if (i)
			p = put_char(p, ',');
		if (i == n - 1 && d->kind == DEFECT_UNCLOSED)
			p = put_char(p, '"');
		p = put_str(p, row->field[i]);
		if (i == 0 && d->kind == DEFECT_LONG)
			for (int k = 0; k < 4200; k++)
				p = put_char(p, 'x');
	}
	if (d->kind == DEFECT_EXTRA)
		p = put_text(p, ",1");
	out_end(o, p);
}

static void tell_truth(struct sim *s, enum sim_file f, const struct defect *d,
		       uint64_t line)
{
	struct out *o = &s->out[SIM_TRUTH];
	bool copy = d->kind == DEFECT_COPY;
	char *p = put_text(out_row(o), copy ? "duplicate," : "dirt,");
	p = put_text(p, sim_file_name[f]);
	p = put_char(p, ',');
	p = put_uint(p, line);
	p = put_text(p, ",,");
	out_end(o, put_text(p, d->name));
	s->sum.n_dirt += !copy;
	s->sum.n_duplicate += copy;
}

static void plant(struct sim *s, enum sim_file f, const struct defect *d,
		  uint32_t person, struct row *row)
{
	if (d->kind == DEFECT_AFTER_DEATH && !s->n_dead)
		return;
	spoil(s, f, d, person, row);
	uint64_t line = s->out[f].line;
	write_row(s, f, d, row);
	tell_truth(s, f, d, line);
}

/* The next way in turn; that of the end of file is left for dirt_rest. */
static const struct defect *next(struct sim *s, enum sim_file f)
{
	const struct defect *list = sim_defects[f].list;
	const struct defect *d = &list[s->dirt_next[f]];
	if (!d->name || d->kind == DEFECT_UNCLOSED) {
		s->dirt_round[f] = true;
		s->dirt_next[f] = 0;
		d = list;
	}
	s->dirt_next[f]++;
	return d;
}

void dirt_after(struct sim *s, enum sim_file f, uint32_t person)
{
	if (!s->opt->dirt_e4)
		return;
	struct out *o = &s->out[f];
	if (!s->sample[f].len) { /* for dirt_rest */
		struct str row = {o->buf + o->row, o->len - o->row};
		s->sample[f] = arena_str(&s->arena, row);
		s->sample_person[f] = person;
	}
	s->dirt_due[f] += (uint64_t)s->opt->dirt_e4;
	if (s->dirt_due[f] < MILLION)
		return;
	s->dirt_due[f] -= MILLION;
	struct row row;
	cut(&row, o);
	plant(s, f, next(s, f), person, &row);
}

/* Every way appears at least once, however few the rows; the open quote comes
 * last, where no good row can be swallowed. */
void dirt_rest(struct sim *s, enum sim_file f)
{
	if (!s->sample[f].len)
		return;
	for (const struct defect *d = sim_defects[f].list; d->name; d++) {
		size_t i = (size_t)(d - sim_defects[f].list);
		if (d->kind != DEFECT_UNCLOSED &&
		    (s->dirt_round[f] || i < s->dirt_next[f]))
			continue;
		struct str sample = s->sample[f];
		struct out from = {.buf = (char *)(uintptr_t)sample.ptr,
				   .len = sample.len};
		struct row row;
		cut(&row, &from);
		plant(s, f, d, s->sample_person[f], &row);
	}
}
