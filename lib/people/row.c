/* One row of a registry file to a struct, every field checked. */
#include "people/people.h"

#define ABROAD "999999"

static const char *const cooperative_columns[] = {
	"code",       "name",    "kind", "ats", "municipality_istat",
	"valid_from", "valid_to"};
static const char *const section_columns[] = {"code", "cooperative_code",
					      "name", "coordinator_gp"};
static const char *const doctor_columns[] = {"gp_code",
					     "fiscal_code",
					     "last_name",
					     "first_name",
					     "kind",
					     "ats",
					     "municipality_istat",
					     "lat",
					     "lon",
					     "cooperative_code",
					     "section_code",
					     "adhering_from",
					     "adhering_to",
					     "max_patients"};
static const char *const person_columns[] = {
	"person_id",          "fiscal_code", "birth_date", "sex",
	"municipality_istat", "ats",         "gp_code",    "registration_start",
	"registration_end",   "death_date"};
static const char *const identity_columns[] = {"person_id", "fiscal_code",
					       "last_name", "first_name",
					       "phone",     "email"};

const struct row_format row_format[N_ROW_FILE] = {
	[ROWS_COOPERATIVE] = {"cooperative.csv", cooperative_columns, 7, 7},
	[ROWS_SECTION] = {"section.csv", section_columns, 4, 4},
	[ROWS_DOCTOR] = {"doctor.csv", doctor_columns, 14, 14},
	[ROWS_PERSON] = {"person.csv", person_columns, 10, 10},
	[ROWS_IDENTITY] = {"identity.csv", identity_columns, 6, 2},
};

static struct str column(const struct row *r, size_t i)
{
	return i < r->format->n ? str_from(r->format->columns[i]) : STR("");
}

/* A finding about column i; always false, so that checks read as one line. */
static bool wrong(const struct row *r, size_t i, const char *cause)
{
	struct str v = i < r->n ? r->field[i] : STR("");
	issue_add(r->issues, ISSUE_ERROR, str_from(r->format->file), r->line,
		  column(r, i), v, "%s", cause);
	return false;
}

static void doubt(const struct row *r, size_t i, const char *cause)
{
	issue_add(r->issues, ISSUE_WARNING, str_from(r->format->file), r->line,
		  column(r, i), r->field[i], "%s", cause);
}

bool row_header_ok(const struct row *r)
{
	const struct row_format *f = r->format;
	for (size_t i = 0; i < f->n && i < r->n; i++)
		if (!str_is(r->field[i], f->columns[i])) {
			issue_add(r->issues, ISSUE_ERROR, str_from(f->file),
				  r->line, column(r, i), r->field[i],
				  "column %zu of the header should be %s",
				  i + 1, f->columns[i]);
			return false;
		}
	if (r->n >= f->n_needed && r->n <= f->n)
		return true;
	issue_add(r->issues, ISSUE_ERROR, str_from(f->file), r->line, STR(""),
		  STR(""), "header has %zu columns, should have %zu", r->n,
		  f->n);
	return false;
}

static bool shape_ok(const struct row *r)
{
	if (r->n < r->format->n_needed || r->n > r->format->n) {
		issue_add(r->issues, ISSUE_ERROR, str_from(r->format->file),
			  r->line, STR(""), STR(""),
			  "row has %zu fields, the header %zu", r->n,
			  r->format->n);
		return false;
	}
	for (size_t i = 0; i < r->n; i++)
		if (!str_is_utf8(r->field[i]))
			return wrong(r, i, "not UTF-8");
	return true;
}

/* Leaves an optional column that the header lacks empty. */
static struct str at(const struct row *r, size_t i)
{
	return i < r->n ? r->field[i] : STR("");
}

static bool id(const struct row *r, size_t i, bool needed, struct str *out)
{
	*out = at(r, i);
	if (!out->len)
		return needed ? wrong(r, i, "is empty") : true;
	return is_flow_id(*out) ? true
				: wrong(r, i,
					"an identifier has 1 to 64 letters, "
					"digits or _ . : -");
}

static bool person_id(const struct row *r, struct str *out)
{
	*out = at(r, 0);
	if (!out->len)
		return wrong(r, 0, "is empty");
	return is_flow_person(*out)
		       ? true
		       : wrong(r, 0,
			       "a person has 1 to 64 bytes of text "
			       "without quotes, control characters "
			       "or spaces at its ends");
}

static bool text(const struct row *r, size_t i, bool needed, struct str *out)
{
	*out = str_trim(at(r, i));
	if (!out->len)
		return needed ? wrong(r, i, "is empty") : true;
	return out->len <= 200 ? true : wrong(r, i, "longer than 200 bytes");
}

/* Empty gives `none`. `today_is_last`: the day may not be in the future. */
static bool day(const struct row *r, size_t i, bool today_is_last,
		struct date none, struct date *out)
{
	struct str s = at(r, i);
	struct err err = {0};
	*out = none;
	if (!s.len)
		return date_is_none(none) ? wrong(r, i, "is empty") : true;
	if (date_parse(s, out, &err))
		return wrong(r, i,
			     err.rc == E_RANGE
				     ? "no such day"
				     : "a date is written YYYY-MM-DD");
	if (today_is_last && out->days > r->today.days)
		return wrong(r, i, "is after the day of work");
	return true;
}

static bool ats(const struct row *r, size_t i, struct str *out)
{
	*out = at(r, i);
	bool ok = !out->len || (out->len == 3 && str_starts(*out, STR("32")) &&
				out->ptr[2] >= '1' && out->ptr[2] <= '8');
	return ok ? true : wrong(r, i, "a health agency is 321 to 328");
}

static bool municipality(const struct row *r, size_t i, bool needed,
			 struct str *out)
{
	*out = at(r, i);
	if (!out->len)
		return needed ? wrong(r, i, "is empty") : true;
	bool ok = out->len == 6;
	for (size_t k = 0; ok && k < out->len; k++)
		ok = out->ptr[k] >= '0' && out->ptr[k] <= '9';
	if (!ok)
		return wrong(r, i, "an ISTAT code has six digits");
	if (r->kn && !str_is(*out, ABROAD) &&
	    kn_municipality_index(r->kn, *out) < 0)
		return wrong(r, i,
			     "no such municipality in municipalities.csv");
	return true;
}

/* An empty agency is that of the municipality. */
static void fill_ats(const struct row *r, struct str place, struct str *out)
{
	int i = r->kn && !out->len ? kn_municipality_index(r->kn, place) : -1;
	if (i >= 0)
		*out = r->kn->municipalities[i].ats;
}

/* One of the words, separated by '|'. */
static bool word(const struct row *r, size_t i, struct str allowed,
		 const char *cause, struct str *out)
{
	*out = at(r, i);
	for (struct str rest = allowed, w; rest.ptr;) {
		w = str_cut(&rest, '|');
		if (str_eq(*out, w))
			return true;
	}
	return wrong(r, i, cause);
}

/* Does a good fiscal code agree with the register? Only a warning: the
 * register wins (data/flows.md section 4). */
static bool fiscal_code(const struct row *r, size_t i, struct str *out)
{
	struct err err = {0};
	enum identifier_kind kind;
	*out = at(r, i);
	if (!out->len)
		return true;
	return identifier_parse(*out, &kind, &err) ? wrong(r, i, err.text)
						   : true;
}

static void compare_fiscal_code(const struct row *r, size_t i,
				const struct person_row *p)
{
	struct fiscal_code f;
	if (!p->fiscal_code.len || fiscal_code_parse(p->fiscal_code, &f, NULL))
		return;
	const char *cause = fiscal_code_differs(&f, p->birth, p->sex);
	if (cause)
		doubt(r, i, cause);
}

static bool person_dates_ok(const struct row *r, const struct person_row *p)
{
	if (p->birth.days < date_of(1900, 1, 1).days)
		return wrong(r, 2, "is before 1900-01-01");
	if (p->start.days < p->birth.days)
		return wrong(r, 7, "is before the birth date");
	if (p->end.days < p->start.days)
		return wrong(r, 8, "is before the start of registration");
	if (p->death.days < p->birth.days)
		return wrong(r, 9, "is before the birth date");
	return true;
}

bool row_person(const struct row *r, struct person_row *out)
{
	struct person_row p = {0};
	struct str sex;
	if (!shape_ok(r))
		return false;
	bool ok = person_id(r, &p.person_id);
	ok &= fiscal_code(r, 1, &p.fiscal_code);
	ok &= day(r, 2, true, DATE_NONE, &p.birth);
	ok &= word(r, 3, STR("M|F|U"), "sex is M, F or U", &sex);
	ok &= municipality(r, 4, true, &p.municipality);
	ok &= ats(r, 5, &p.ats);
	ok &= id(r, 6, false, &p.gp_code);
	ok &= day(r, 7, true, DATE_NONE, &p.start);
	ok &= day(r, 8, false, DATE_MAX, &p.end);
	ok &= day(r, 9, true, DATE_MAX, &p.death);
	if (!ok || !person_dates_ok(r, &p))
		return false;
	p.sex = sex.ptr[0];
	fill_ats(r, p.municipality, &p.ats);
	compare_fiscal_code(r, 1, &p);
	*out = p;
	return true;
}

bool row_identity(const struct row *r, struct identity_row *out)
{
	struct identity_row p = {0};
	if (!shape_ok(r))
		return false;
	bool ok = person_id(r, &p.person_id);
	ok &= fiscal_code(r, 1, &p.fiscal_code);
	ok &= text(r, 2, false, &p.last_name);
	ok &= text(r, 3, false, &p.first_name);
	ok &= text(r, 4, false, &p.phone);
	ok &= text(r, 5, false, &p.email);
	if (ok && p.phone.len && !is_phone(p.phone)) {
		doubt(r, 4, "no phone number: left out");
		p.phone = STR("");
	}
	if (ok && p.email.len && !is_email(p.email)) {
		doubt(r, 5, "no e-mail address: left out");
		p.email = STR("");
	}
	*out = p;
	return ok;
}

static bool adhering(const struct row *r, struct doctor_row *d)
{
	if (!d->cooperative.len) {
		d->adhering = PERIOD_NEVER;
		return true;
	}
	bool ok = day(r, 11, false, DATE_NONE, &d->adhering.from);
	ok &= day(r, 12, false, DATE_MAX, &d->adhering.to);
	if (ok && d->adhering.to.days < d->adhering.from.days)
		return wrong(r, 12, "is before adhering_from");
	return ok;
}

bool row_doctor(const struct row *r, struct doctor_row *out)
{
	struct doctor_row d = {0};
	if (!shape_ok(r))
		return false;
	bool ok = id(r, 0, true, &d.gp_code);
	ok &= fiscal_code(r, 1, &d.fiscal_code);
	ok &= text(r, 2, false, &d.last_name);
	ok &= text(r, 3, false, &d.first_name);
	ok &= word(r, 4, STR("MMG|PLS"), "kind is MMG or PLS", &d.kind);
	ok &= ats(r, 5, &d.ats);
	ok &= municipality(r, 6, false, &d.municipality);
	d.has_place = at(r, 7).len || at(r, 8).len;
	if (d.has_place && !geo_parse(at(r, 7), at(r, 8), &d.at))
		ok = wrong(r, 7,
			   "latitude and longitude are decimal degrees, "
			   "at most six decimals");
	ok &= id(r, 9, false, &d.cooperative);
	ok &= id(r, 10, false, &d.section);
	ok &= adhering(r, &d);
	struct str max = at(r, 13);
	if (max.len && (!str_to_int(max, &d.max_patients) ||
			d.max_patients < 0 || d.max_patients > 100000))
		ok = wrong(r, 13, "max_patients is a whole number");
	fill_ats(r, d.municipality, &d.ats);
	*out = d;
	return ok;
}

bool row_cooperative(const struct row *r, struct cooperative_row *out)
{
	struct cooperative_row c = {0};
	if (!shape_ok(r))
		return false;
	bool ok = id(r, 0, true, &c.code);
	ok &= text(r, 1, true, &c.name);
	ok &= id(r, 2, true, &c.kind);
	ok &= ats(r, 3, &c.ats);
	ok &= municipality(r, 4, false, &c.municipality);
	ok &= day(r, 5, false, DATE_NONE, &c.valid.from);
	ok &= day(r, 6, false, DATE_MAX, &c.valid.to);
	if (ok && c.valid.to.days < c.valid.from.days)
		ok = wrong(r, 6, "is before valid_from");
	fill_ats(r, c.municipality, &c.ats);
	*out = c;
	return ok;
}

bool row_section(const struct row *r, struct section_row *out)
{
	struct section_row s = {0};
	if (!shape_ok(r))
		return false;
	bool ok = id(r, 0, true, &s.code);
	ok &= id(r, 1, true, &s.cooperative);
	ok &= text(r, 2, true, &s.name);
	ok &= id(r, 3, false, &s.coordinator);
	*out = s;
	return ok;
}
