#include "ecg/draw_int.h"

#define LINE_MM 3.2F

struct str ecg_draw_msg(struct drawing *d, enum msg id, const char *name,
			struct str value)
{
	struct buf b;
	const struct str pair[] = {str_from(name), value};
	buf_init(&b, 4096);
	text_fill(&b, id, d->o->lang, pair, 1);
	struct str s = arena_str(d->a, buf_view(&b));
	d->sheet->failed |= b.failed || !s.ptr;
	buf_release(&b);
	return s.ptr ? s : STR("");
}

/* As much of the text as fits, with an ellipsis when it does not. */
static struct str fitted(struct drawing *d, struct str s, float width)
{
	struct str kept = s;
	if (sheet_text_width(s, LINE_MM, true) <= width)
		return s;
	while (kept.len && sheet_text_width(kept, LINE_MM, true) + 3 > width) {
		kept.len--;
		while (kept.len && (kept.ptr[kept.len] & 0xC0) == 0x80)
			kept.len--;
	}
	struct str cut =
		arena_printf(d->a, STR_FMT "\xe2\x80\xa6", STR_ARG(kept));
	return cut.ptr ? cut : kept;
}

/* Words from the left on, a gap between. */
struct line {
	float x, y;
};

static void say(struct drawing *d, struct line *at, bool bold, struct str text)
{
	if (!text.len)
		return;
	text = fitted(d, text, 285 - at->x);
	sheet_text(d->sheet, (struct sheet_point){at->x, at->y}, LINE_MM, bold,
		   INK_TEXT, text);
	at->x += sheet_text_width(text, LINE_MM, bold) + 5;
}

static struct str number(struct drawing *d, double v, const char *unit)
{
	struct str s = isnan(v) ? STR("\xe2\x80\x93") /* a dash */
				: arena_printf(d->a, "%.0f%s", v, unit);
	return s.ptr ? s : STR("");
}

static struct str day(struct drawing *d, struct date when)
{
	struct buf b;
	buf_init(&b, 64);
	text_date(&b, d->o->lang, when);
	struct str s = arena_str(d->a, buf_view(&b));
	buf_release(&b);
	return s.ptr ? s : STR("");
}

static void say_patient(struct drawing *d, float y)
{
	const struct ecg_patient *p = &d->r->patient;
	struct line at = {15, y};
	struct str name = arena_printf(d->a, STR_FMT " " STR_FMT,
				       STR_ARG(p->family), STR_ARG(p->given));
	if (!p->family.len && !p->given.len)
		name = text_of(MSG_ECG_DRAW_NO_PATIENT, d->o->lang);
	say(d, &at, true, name.ptr ? str_trim(name) : STR(""));
	if (p->sex != ECG_SEX_UNKNOWN)
		say(d, &at, false,
		    text_of(p->sex == ECG_MALE ? MSG_ECG_DRAW_MAN
					       : MSG_ECG_DRAW_WOMAN,
			    d->o->lang));
	if (!date_is_none(p->born))
		say(d, &at, false,
		    ecg_draw_msg(d, MSG_ECG_DRAW_BORN, "date",
				 day(d, p->born)));
	if (p->age_years >= 0)
		say(d, &at, false,
		    ecg_draw_msg(d, MSG_ECG_DRAW_YEARS, "n",
				 number(d, p->age_years, "")));
	if (p->id.len)
		say(d, &at, false,
		    ecg_draw_msg(d, MSG_ECG_DRAW_ID, "id",
				 arena_str(d->a, p->id)));
}

static void say_exam(struct drawing *d, float y)
{
	const struct ecg_record *r = d->r;
	struct line at = {15, y};
	struct date when;
	struct str taken = str_from(r->taken_at), text;
	if (taken.len >= 19 && !date_parse(str_sub(taken, 0, 10), &when, NULL))
		text = arena_printf(d->a, STR_FMT ", %.8s",
				    STR_ARG(day(d, when)), taken.ptr + 11);
	else
		text = text_of(MSG_ECG_DRAW_NO_TIME, d->o->lang);
	say(d, &at, false, text.ptr ? text : STR(""));
	struct str device = arena_printf(d->a, STR_FMT " " STR_FMT,
					 STR_ARG(r->device.maker),
					 STR_ARG(r->device.model));
	if (device.ptr && str_trim(device).len)
		say(d, &at, false,
		    ecg_draw_msg(d, MSG_ECG_DRAW_DEVICE, "name",
				 str_trim(device)));
	if (r->device.serial.len)
		say(d, &at, false,
		    ecg_draw_msg(d, MSG_ECG_DRAW_SERIAL, "id",
				 arena_str(d->a, r->device.serial)));
}

static void say_measured(struct drawing *d, float y)
{
	const struct ecg_measures *m = &d->o->analysis->measures;
	struct line at = {15, y};
	const struct {
		const char *name;
		double value;
		const char *unit;
	} rows[] = {
		{NULL, m->hr_bpm, "/min"},
		{"PR", m->pr_ms, " ms"},
		{"QRS", m->qrs_ms, " ms"},
		{"QT", m->qt_ms, " ms"},
		{"QTc Bazett", m->qtc.bazett, " ms"},
		{"QTc Fridericia", m->qtc.fridericia, " ms"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct str name =
			rows[i].name ? str_from(rows[i].name)
				     : text_of(MSG_ECG_DRAW_RATE, d->o->lang);
		struct str value = number(d, rows[i].value, rows[i].unit);
		say(d, &at, false,
		    arena_printf(d->a, STR_FMT " " STR_FMT, STR_ARG(name),
				 STR_ARG(value)));
	}
	struct str p = number(d, m->p_axis, "\xc2\xb0"),
		   q = number(d, m->qrs_axis, "\xc2\xb0"),
		   t = number(d, m->t_axis, "\xc2\xb0");
	say(d, &at, false,
	    arena_printf(d->a,
			 STR_FMT " P " STR_FMT " QRS " STR_FMT " T " STR_FMT,
			 STR_ARG(text_of(MSG_ECG_DRAW_AXES, d->o->lang)),
			 STR_ARG(p), STR_ARG(q), STR_ARG(t)));
}

void ecg_draw_head(struct drawing *d)
{
	struct line at = {15, 9};
	say(d, &at, true, text_of(MSG_ECG_DRAW_TITLE, d->o->lang));
	if (d->o->layout == ECG_DRAW_MEDIAN)
		say(d, &at, false,
		    ecg_draw_msg(d, MSG_ECG_DRAW_MEDIAN, "n",
				 number(d,
					(double)d->o->analysis->median.n_beat,
					"")));
	if (d->o->layout == ECG_DRAW_MEDIAN && d->o->before)
		say(d, &at, false,
		    ecg_draw_msg(d, MSG_ECG_DRAW_OVER, "date",
				 day(d, d->o->before->on)));
	if (d->o->from_s > 0)
		say(d, &at, false,
		    ecg_draw_msg(d, MSG_ECG_DRAW_FROM, "n",
				 number(d, d->o->from_s, "")));
	struct str word = text_of(MSG_ECG_DRAW_UNSIGNED, d->o->lang);
	if (d->o->signed_by.len)
		word = ecg_draw_msg(d, MSG_ECG_DRAW_SIGNED, "who",
				    d->o->signed_by);
	const float x = 285 - sheet_text_width(word, 3.8F, true);
	sheet_text(d->sheet, (struct sheet_point){x, 9}, 3.8F, true,
		   d->o->signed_by.len ? INK_TEXT : INK_WARNING, word);
	say_patient(d, 15);
	say_exam(d, 20.5F);
	if (d->o->analysis)
		say_measured(d, 26);
}

void ecg_draw_foot(struct drawing *d)
{
	struct str scale = arena_printf(d->a, "%g mm/s, %g mm/mV", d->mm_per_s,
					d->mm_per_mv);
	struct str filters =
		d->r->filters.len
			? ecg_draw_msg(d, MSG_ECG_DRAW_FILTERS, "text",
				       arena_str(d->a, d->r->filters))
			: text_of(MSG_ECG_DRAW_NO_FILTERS, d->o->lang);
	struct line at = {140, 201};
	ecg_draw_ruler(d);
	say(d, &at, true, scale.ptr ? scale : STR(""));
	at = (struct line){140, 205};
	say(d, &at, false, filters);
}
