/* Tables of codes: packages, the map, and the codes that nobody knows. */
#include "csv/csv.h"
#include "simple/simple_int.h"

#define MAX_CODES   ((size_t)8 << 20) /* SNOMED CT has half a million */
#define MAX_BYTES   ((size_t)1 << 30)
#define MAX_UNKNOWN (1u << 20)

/* ------------------------------------------------------------------ reading */

struct columns { /* of a header; SIZE_MAX: not there */
	const char *const *name;
	size_t *at;
	size_t n, need;
};

static enum rc wrong(const struct sheet *t, const struct csv *c,
		     const char *what, struct err *err)
{
	return err_set(err, E_FORMAT, "%s:%" PRIu64 ": %s", t->path, c->line,
		       what);
}

static enum rc read_header(const struct sheet *t, struct csv *c,
			   const struct columns *k, struct err *err)
{
	struct err why = {0};
	if (csv_next(c, &why))
		return err_set(err, E_FORMAT, "%s:1: it has no header",
			       t->path);
	for (size_t i = 0; i < k->n; i++) {
		k->at[i] = SIZE_MAX;
		for (size_t j = 0; j < c->n && j < CSV_MAX_FIELDS; j++)
			if (str_is(str_trim(c->field[j]), k->name[i]))
				k->at[i] = j;
		if (k->at[i] == SIZE_MAX && i < k->need)
			return err_set(err, E_FORMAT,
				       "%s:1: column \"%s\" is missing",
				       t->path, k->name[i]);
	}
	return OK;
}

static struct str cell(const struct csv *c, size_t at)
{
	return at < c->n && at < CSV_MAX_FIELDS ? str_trim(c->field[at])
						: STR("");
}

/* The next row; E_NOT_FOUND at the end. */
static enum rc next_row(const struct sheet *t, struct csv *c, struct err *err)
{
	struct err why = {0};
	enum rc rc = csv_next(c, &why);
	if (rc == E_FORMAT)
		return wrong(t, c, why.text, err);
	return rc;
}

/* ----------------------------------------------------------------- packages */

struct dose {          /* of drugs_atc.csv: how much a DDD is */
	int64_t micro; /* in millionths of a gram or of a unit */
	bool is_gram;
};

/* A quantity with its unit, in millionths of a gram or of a unit. */
static bool read_dose(struct str number, struct str unit, struct dose *out)
{
	static const struct {
		const char *name;
		int64_t factor; /* of 1e-4 units of the number */
		bool is_gram;
	} units[] = {
		{"g", 100000000, true},      {"mg", 100000, true},
		{"mcg", 100, true},          {"ug", 100, true},
		{"TU", 100000000000, false}, {"MU", 100000000000000, false},
		{"U", 100000000, false},     {"UI", 100000000, false}};
	int64_t e4;
	if (!str_to_decimal(number, 4, &e4) || e4 <= 0 || e4 > 1000000000)
		return false;
	for (size_t i = 0; i < countof(units); i++)
		if (str_is(unit, units[i].name)) {
			if (e4 > INT64_MAX / units[i].factor)
				return false;
			*out = (struct dose){e4 * (units[i].factor / 100),
					     units[i].is_gram};
			return true;
		}
	return false;
}

struct doses { /* of ATC codes of seven characters */
	struct map atc;
	struct dose *list;
	size_t cap;
};

static enum rc load_doses(struct doses *d, struct str csv, struct err *err)
{
	static const char *const name[] = {"atc", "ddd", "ddd_unit"};
	size_t at[countof(name)];
	const struct columns k = {name, at, countof(name), countof(name)};
	const struct sheet t = {.bytes = csv, .path = "drugs_atc.csv"};
	struct csv c;
	struct dose dose;
	csv_init(&c, csv);
	enum rc rc = read_header(&t, &c, &k, err);
	while (!rc && !(rc = next_row(&t, &c, err))) {
		uint32_t i;
		if (cell(&c, at[0]).len != 7 ||
		    !read_dose(cell(&c, at[1]), cell(&c, at[2]), &dose) ||
		    map_get(&d->atc, cell(&c, at[0])) != MAP_NONE)
			continue;
		rc = map_intern(&d->atc, cell(&c, at[0]), &i, err);
		if (!rc)
			rc = array_grow(&d->list, &d->cap, (size_t)i + 1,
					sizeof(*d->list), MAX_CODES, err);
		if (!rc)
			d->list[i] = dose;
	}
	csv_release(&c);
	return rc == E_NOT_FOUND ? OK : rc;
}

enum { P_AIC, P_ATC, P_DDD, P_UNITS, P_STRENGTH, P_UNIT, N_P };

/* Doses of a package times 10000: as given, or units x strength / DDD. */
static int64_t package_ddd(const struct doses *d, const struct csv *c,
			   const size_t at[N_P])
{
	int64_t e4;
	struct dose strength;
	if (str_to_decimal(cell(c, at[P_DDD]), 4, &e4) && e4 >= 0)
		return e4;
	uint32_t i = map_get(&d->atc, cell(c, at[P_ATC]));
	if (i == MAP_NONE || !str_to_decimal(cell(c, at[P_UNITS]), 4, &e4) ||
	    e4 <= 0 ||
	    !read_dose(cell(c, at[P_STRENGTH]), cell(c, at[P_UNIT]),
		       &strength) ||
	    strength.is_gram != d->list[i].is_gram)
		return -1;
	double ddd =
		(double)e4 * (double)strength.micro / (double)d->list[i].micro;
	return ddd < 1e9 ? (int64_t)(ddd + 0.5) : -1;
}

static enum rc add_package(struct packages *p, const struct sheet *t,
			   const struct csv *c, const size_t at[N_P],
			   const struct doses *d, struct err *err)
{
	char aic[10] = "000000000";
	const struct str a = cell(c, at[P_AIC]), atc = cell(c, at[P_ATC]);
	int64_t number;
	uint32_t i;
	if (!a.len || a.len > 9 || !str_to_int(a, &number) || number < 0)
		return wrong(t, c, "aic is not a code of up to nine digits",
			     err);
	if (atc.len > 7 || atc.len < 3)
		return wrong(t, c, "atc is not an ATC code", err);
	memcpy(aic + 9 - a.len, a.ptr, a.len); /* spreadsheets drop zeros */
	if (map_get(&p->aic, (struct str){aic, 9}) != MAP_NONE)
		return wrong(t, c, "this aic is there already", err);
	enum rc rc = map_intern(&p->aic, (struct str){aic, 9}, &i, err);
	if (!rc)
		rc = array_grow(&p->list, &p->cap, (size_t)i + 1,
				sizeof(*p->list), MAX_CODES, err);
	if (rc)
		return rc;
	p->list[i] = (struct package){.n_atc = (uint8_t)atc.len,
				      .ddd_e4 = package_ddd(d, c, at)};
	memcpy(p->list[i].atc, atc.ptr, atc.len);
	if (!str_to_decimal(cell(c, at[P_UNITS]), 4, &p->list[i].units_e4) ||
	    p->list[i].units_e4 < 0)
		p->list[i].units_e4 = 0;
	return OK;
}

enum rc packages_load(struct packages *p, const char *path,
		      struct str drugs_atc, struct err *err)
{
	static const char *const name[N_P] = {
		"aic", "atc", "ddd", "units", "strength", "strength_unit"};
	size_t at[N_P];
	const struct columns k = {name, at, N_P, 2};
	struct sheet t;
	struct csv c;
	struct doses d = {0};
	enum rc rc = sheet_open(&t, path, err);
	if (rc)
		return rc;
	map_init(&p->aic, MAX_CODES, MAX_BYTES);
	map_init(&d.atc, MAX_CODES, MAX_BYTES);
	csv_init(&c, t.bytes);
	rc = drugs_atc.len ? load_doses(&d, drugs_atc, err) : OK;
	if (!rc)
		rc = read_header(&t, &c, &k, err);
	while (!rc && !(rc = next_row(&t, &c, err)))
		rc = add_package(p, &t, &c, at, &d, err);
	csv_release(&c);
	map_release(&d.atc);
	free(d.list);
	sheet_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

void packages_release(struct packages *p)
{
	map_release(&p->aic);
	free(p->list);
	*p = (struct packages){.list = NULL};
}

const struct package *packages_find(const struct packages *p, struct str aic)
{
	uint32_t i = p->list ? map_get(&p->aic, aic) : MAP_NONE;
	return i == MAP_NONE ? NULL : &p->list[i];
}

/* ---------------------------------------------------------------------- map */

struct str code_key(enum simple_kind k, struct str system, struct str code,
		    char room[CODE_KEY])
{
	size_t n = 0;
	if (system.len > 200)
		system.len = 200;
	if (code.len > CODE_KEY - 204)
		code.len = CODE_KEY - 204;
	room[n++] = (char)('a' + k);
	if (system.len)
		memcpy(room + n, system.ptr, system.len);
	n += system.len;
	room[n++] = '\x1f';
	if (code.len)
		memcpy(room + n, code.ptr, code.len);
	return (struct str){room, n + code.len};
}

static int kind_of(struct str name)
{
	for (int k = 0; k < N_KIND; k++)
		if (str_is(name, simple_kind_name[k]))
			return k;
	return -1;
}

static enum rc add_mapping(struct codemap *m, const struct sheet *t,
			   const struct csv *c, const size_t at[4],
			   struct err *err)
{
	char room[CODE_KEY];
	uint32_t i;
	const int k = kind_of(cell(c, at[2]));
	if (k < 0)
		return wrong(t, c,
			     "kind is not atc, aic, service, dx, proc or "
			     "exemption",
			     err);
	if (!cell(c, at[1]).len || !cell(c, at[3]).len)
		return wrong(t, c, "code or target is empty", err);
	struct str key = code_key((enum simple_kind)k, cell(c, at[0]),
				  cell(c, at[1]), room);
	if (map_get(&m->key, key) != MAP_NONE)
		return wrong(t, c, "this code is there already for this kind",
			     err);
	enum rc rc = map_intern(&m->key, key, &i, err);
	if (!rc)
		rc = array_grow(&m->target, &m->cap, (size_t)i + 1,
				sizeof(*m->target), MAX_CODES, err);
	if (rc)
		return rc;
	m->target[i] = arena_str(&m->text, cell(c, at[3]));
	return m->target[i].ptr ? OK : arena_fail(&m->text, err);
}

enum rc codemap_load(struct codemap *m, const char *path, struct err *err)
{
	static const char *const name[] = {"system", "code", "kind", "target"};
	size_t at[4];
	const struct columns k = {name, at, 4, 4};
	struct sheet t;
	struct csv c;
	enum rc rc = sheet_open(&t, path, err);
	if (rc)
		return rc;
	map_init(&m->key, MAX_CODES, MAX_BYTES);
	arena_init(&m->text, MAX_BYTES);
	csv_init(&c, t.bytes);
	rc = read_header(&t, &c, &k, err);
	while (!rc && !(rc = next_row(&t, &c, err)))
		rc = add_mapping(m, &t, &c, at, err);
	csv_release(&c);
	sheet_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

void codemap_release(struct codemap *m)
{
	map_release(&m->key);
	arena_release(&m->text);
	free(m->target);
	*m = (struct codemap){.target = NULL};
}

struct str codemap_find(const struct codemap *m, struct str system,
			struct str code, enum simple_kind k)
{
	char room[CODE_KEY];
	if (!m->target || !code.len)
		return STR("");
	uint32_t i = map_get(&m->key, code_key(k, system, code, room));
	if (i == MAP_NONE && system.len)
		i = map_get(&m->key, code_key(k, STR(""), code, room));
	return i == MAP_NONE ? STR("") : m->target[i];
}

/* ------------------------------------------------------------------ unknown */

enum rc unknown_add(struct unknown *u, struct str system, struct str code,
		    enum simple_kind k, struct simple_place at, struct err *err)
{
	char room[CODE_KEY];
	uint32_t i;
	const struct str key = code_key(k, system, code, room);
	if (!u->list)
		map_init(&u->key, MAX_UNKNOWN, MAX_BYTES);
	if (u->key.n == MAX_UNKNOWN && map_get(&u->key, key) == MAP_NONE) {
		u->n_beyond++;
		return OK;
	}
	enum rc rc = map_intern(&u->key, key, &i, err);
	size_t old = u->cap;
	if (!rc)
		rc = array_grow(&u->list, &u->cap, (size_t)i + 1,
				sizeof(*u->list), MAX_UNKNOWN, err);
	if (rc)
		return rc;
	if (u->cap > old)
		memset(u->list + old, 0, (u->cap - old) * sizeof(*u->list));
	if (!u->list[i].n++)
		u->list[i].first = at;
	return OK;
}

void unknown_release(struct unknown *u)
{
	map_release(&u->key);
	free(u->list);
	*u = (struct unknown){.list = NULL};
}
