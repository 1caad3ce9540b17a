#include "simple/simple_int.h"

#include "base/sha256.h"
#include "col/texts.h"
#include "csv/csv.h"

#include <sys/stat.h>

#define MAX_SOURCE 60000u /* their number is written in 16 bits */
#define ID_MAX     64u
#define VALUE_MAX  200u
#define MAX_PEOPLE ((size_t)1 << 26) /* in the re-identification table */

struct simple {
	struct simple_options o;
	struct packages packages;
	struct codemap map;
	struct unknown unknown;
	struct writer file[N_SIMPLE], origin[N_SIMPLE], rejects, identities;
	uint64_t n_row[N_SIMPLE], n_note[N_NOTE];
	struct simple_source *source;
	size_t n_source, source_cap;
	struct textset known; /* people in the re-identification table */
	bool ops[N_SIMPLE];   /* its rows have an op */
};

/* --------------------------------------------------------------------- open */

enum rc simple_open(const struct simple_options *o, struct simple **out,
		    struct err *err)
{
	struct simple *s = calloc(1, sizeof(*s));
	if (!s)
		return err_set(err, E_NOMEM, "no memory to convert");
	s->o = *o;
	enum rc rc = OK;
	if (o->packages)
		rc = packages_load(&s->packages, o->packages, o->drugs_atc,
				   err);
	if (!rc && o->map)
		rc = codemap_load(&s->map, o->map, err);
	if (rc)
		simple_close(s);
	else
		*out = s;
	return rc;
}

void simple_close(struct simple *s)
{
	if (!s)
		return;
	for (size_t f = 0; f < N_SIMPLE; f++) {
		writer_release(&s->file[f]);
		writer_release(&s->origin[f]);
	}
	writer_release(&s->rejects);
	writer_release(&s->identities);
	packages_release(&s->packages);
	codemap_release(&s->map);
	unknown_release(&s->unknown);
	textset_release(&s->known);
	free(s->source);
	free(s);
}

static enum rc open_in(struct simple *s, struct writer *w, const char *name,
		       const char *suffix, struct err *err)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/%s%s", s->o.dir, name, suffix);
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(err, E_RANGE, "path too long: \"%s\"", s->o.dir);
	return writer_open(w, path, err);
}

static enum rc open_flow(struct simple *s, enum simple_flow f, struct err *err)
{
	const struct simple_form *form = &simple_form[f];
	enum rc rc = open_in(s, &s->file[f], form->name, ".csv", err);
	if (!rc && s->o.origins)
		rc = open_in(s, &s->origin[f], form->name, ".origin", err);
	for (size_t i = 0; !rc && i < form->n; i++)
		csv_put(&s->file[f].text, i == 0, str_from(form->column[i]));
	if (!rc && s->ops[f])
		buf_text(&s->file[f].text, ",op");
	buf_char(&s->file[f].text, '\n');
	return rc;
}

/* ------------------------------------------------------------------ sources */

enum rc simple_source_add(struct simple *s, const char *name, const char *form,
			  uint32_t *out, struct err *err)
{
	enum rc rc = array_grow(&s->source, &s->source_cap, s->n_source + 1,
				sizeof(*s->source), MAX_SOURCE, err);
	if (rc)
		return rc;
	struct simple_source *x = &s->source[s->n_source];
	*x = (struct simple_source){.form = form};
	snprintf(x->name, sizeof(x->name), "%s", name);
	*out = (uint32_t)s->n_source++;
	return OK;
}

struct simple_source *simple_source_at(struct simple *s, uint32_t i)
{
	assert(i < s->n_source);
	return &s->source[i];
}

size_t simple_n_source(const struct simple *s)
{
	return s->n_source;
}

void simple_year(struct simple *s, uint32_t source, struct str day)
{
	struct simple_source *x = simple_source_at(s, source);
	int64_t year;
	if (day.len < 4 || !str_to_int(str_sub(day, 0, 4), &year) ||
	    year < 1900 || year > 2199)
		return;
	if (!x->year_first || year < x->year_first)
		x->year_first = (int)year;
	if (year > x->year_last)
		x->year_last = (int)year;
}

void simple_used(struct simple *s, uint32_t source)
{
	simple_source_at(s, source)->n_used++;
}

void simple_unused(struct simple *s, uint32_t source, enum simple_note why)
{
	simple_source_at(s, source)->n_unused++;
	s->n_note[why]++;
}

void simple_note(struct simple *s, enum simple_note what)
{
	s->n_note[what]++;
}

uint64_t simple_n_note(const struct simple *s, enum simple_note what)
{
	return s->n_note[what];
}

uint64_t simple_n_row(const struct simple *s, enum simple_flow f)
{
	return s->n_row[f];
}

uint64_t simple_n_unknown(const struct simple *s)
{
	return s->unknown.key.n;
}

struct str simple_map(const struct simple *s, struct str system,
		      struct str code, enum simple_kind k)
{
	return codemap_find(&s->map, system, code, k);
}

enum rc simple_unknown(struct simple *s, struct str system, struct str code,
		       enum simple_kind k, struct simple_place at,
		       struct err *err)
{
	return unknown_add(&s->unknown, system, code, k, at, err);
}

void simple_expect_op(struct simple *s, enum simple_flow f)
{
	assert(!s->file[f].open);
	s->ops[f] = true;
}

int64_t simple_units(const struct simple *s, struct str aic)
{
	const struct package *p = packages_find(&s->packages, aic);
	return p ? p->units_e4 : 0;
}

enum rc simple_code(struct simple *s, bool is_ours, struct str system,
		    struct str code, enum simple_kind k, struct simple_place at,
		    struct str *out, struct err *err)
{
	*out = is_ours ? code : simple_map(s, system, code, k);
	if (out->len)
		return OK;
	*out = simple_placeholder(k);
	return simple_unknown(s, system, code, k, at, err);
}

/* ------------------------------------------------------------------ rejects */

/* Bytes that are no text become '?'. */
static struct str visible(struct str v, char out[VALUE_MAX])
{
	size_t n = v.len < VALUE_MAX ? v.len : VALUE_MAX;
	while (n && n < v.len && ((unsigned char)v.ptr[n] & 0xc0u) == 0x80u)
		n--; /* not inside a character */
	bool utf8 = str_is_utf8((struct str){v.ptr, n});
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)v.ptr[i];
		out[i] = c < ' ' || c == 0x7f || (c >= 0x80 && !utf8) ? '?'
								      : (char)c;
	}
	return (struct str){out, n};
}

enum rc simple_reject(struct simple *s, struct simple_place at,
		      struct str column, struct str value, const char *cause,
		      struct err *err)
{
	char line[24], text[VALUE_MAX];
	enum rc rc = OK;
	struct simple_source *x = simple_source_at(s, at.source);
	x->n_rejected++;
	if (!s->rejects.open) {
		rc = s->o.rejects
			     ? writer_open(&s->rejects, s->o.rejects, err)
			     : open_in(s, &s->rejects, "rejects", ".csv", err);
		buf_text(&s->rejects.text, "file,line,column,value,cause\n");
	}
	if (rc)
		return rc;
	snprintf(line, sizeof(line), "%" PRIu64, at.line);
	const struct str row[] = {str_from(x->name), str_from(line), column,
				  visible(value, text), str_from(cause)};
	csv_put_row(&s->rejects.text, row, countof(row));
	return writer_flush(&s->rejects, false, err);
}

/* --------------------------------------------------------------------- rows */

struct scratch { /* texts made for a row */
	char ddd[32], person[ID_MAX + 1], atc[8];
};

/* Doses of `packages` (decimal text) packages of `each` (times 10000). */
static struct str total_doses(struct str packages, int64_t each, char room[32])
{
	int64_t n;
	if (each < 0 || !str_to_decimal(packages, 4, &n) || n <= 0 ||
	    n > INT32_MAX || each > INT32_MAX)
		return STR("");
	int64_t e4 = (n * each + 5000) / 10000;
	int len = snprintf(room, 32, "%" PRId64 ".%04" PRId64, e4 / 10000,
			   e4 % 10000);
	while (len && room[len - 1] == '0')
		len--;
	if (len && room[len - 1] == '.')
		len--;
	return (struct str){room, (size_t)len};
}

static enum rc complete_drug(struct simple *s, struct simple_row *r,
			     struct simple_place at, struct scratch *t,
			     struct err *err)
{
	struct str *f = r->field;
	if (!f[DRUG_AIC].len || (f[DRUG_ATC].len && f[DRUG_DDD].len))
		return OK;
	const struct package *p = packages_find(&s->packages, f[DRUG_AIC]);
	if (!p && f[DRUG_ATC].len)
		return OK;
	if (!p) {
		f[DRUG_ATC] = simple_placeholder(KIND_ATC);
		return simple_unknown(s, STR("AIC"), f[DRUG_AIC], KIND_AIC, at,
				      err);
	}
	memcpy(t->atc, p->atc, sizeof(p->atc));
	if (!f[DRUG_ATC].len)
		f[DRUG_ATC] = (struct str){t->atc, p->n_atc};
	if (!f[DRUG_DDD].len)
		f[DRUG_DDD] = total_doses(f[DRUG_PACKAGES], p->ddd_e4, t->ddd);
	return OK;
}

static size_t person_column(enum simple_flow f)
{
	return f == SIMPLE_PERSON || f == SIMPLE_EXEMPTION ? 0 : 1;
}

static enum rc note_identity(struct simple *s, struct str id,
			     const char *pseudonym, struct err *err)
{
	uint32_t number;
	bool fresh = false;
	struct str p = str_from(pseudonym);
	if (!s->o.identities)
		return OK;
	enum rc rc = OK;
	if (!s->identities.open) {
		rc = writer_open(&s->identities, s->o.identities, err);
		if (!rc && fchmod(s->identities.file.fd, 0600) < 0)
			rc = err_set(err, E_IO, "could not protect \"%s\": %s",
				     s->o.identities, strerror(errno));
		buf_text(&s->identities.text, "pseudonym,person_id\n");
	}
	if (!rc && s->known.texts.n >= MAX_PEOPLE)
		rc = err_set(err, E_LIMIT, "more than %zu people", MAX_PEOPLE);
	if (!rc)
		rc = textset_add(&s->known, p, text_tag(p), &number, &fresh,
				 err);
	if (rc || !fresh)
		return rc;
	const struct str row[] = {p, id};
	csv_put_row(&s->identities.text, row, 2);
	return writer_flush(&s->identities, false, err);
}

/* The person as it goes out: a pseudonym, or as it is, or shortened. */
static enum rc make_person(struct simple *s, struct simple_row *r,
			   struct scratch *t, struct err *err)
{
	struct str *id = &r->field[person_column(r->flow)];
	unsigned char d[SHA256_LEN];
	char hex[SHA256_HEX];
	if (!id->len)
		return OK;
	if (s->o.key) {
		const struct str was = *id;
		simple_pseudonym(s->o.key, was, t->person);
		*id = (struct str){t->person, PSEUDONYM_LEN};
		if (r->flow == SIMPLE_PERSON)
			r->field[PERSON_FISCAL] = STR("");
		return note_identity(s, was, t->person, err);
	}
	if (id->len <= ID_MAX)
		return OK;
	sha256_of(*id, d);
	memcpy(t->person, sha256_hex(d, hex).ptr, ID_MAX);
	*id = (struct str){t->person, ID_MAX};
	simple_note(s, NOTE_LONG_ID);
	return OK;
}

static bool is_plain(struct str s)
{
	unsigned odd = s.len && s.ptr[0] == '#';
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		odd |= (c == ',') | (c == '"') | (c < ' ');
	}
	return !odd;
}

/* One line a row: a line end inside a field becomes a space. */
static void put_field(struct buf *b, bool first, struct str s)
{
	if (is_plain(s)) {
		if (!first)
			buf_char(b, ',');
		buf_str(b, s);
		return;
	}
	buf_text(b, first ? "\"" : ",\"");
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '"')
			buf_char(b, c);
		buf_char(b, c == '\n' || c == '\r' ? ' ' : c);
	}
	buf_char(b, '"');
}

static void put_origin(struct writer *w, struct simple_place at)
{
	const uint64_t v = (uint64_t)at.source << 48 |
			   (at.line & UINT64_C(0xffffffffffff));
	buf_add(&w->text, &v, sizeof(v));
}

enum rc simple_put(struct simple *s, const struct simple_row *row,
		   struct simple_place at, struct err *err)
{
	struct scratch t;
	struct simple_row r = *row;
	struct writer *w = &s->file[r.flow];
	enum rc rc = OK;
	if (!w->open)
		rc = open_flow(s, r.flow, err);
	if (!rc && r.flow == SIMPLE_DRUG)
		rc = complete_drug(s, &r, at, &t, err);
	if (!rc)
		rc = make_person(s, &r, &t, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < simple_form[r.flow].n; i++)
		put_field(&w->text, i == 0, r.field[i]);
	if (s->ops[r.flow]) {
		buf_char(&w->text, ',');
		buf_char(&w->text, r.op ? r.op : 'I');
	}
	buf_char(&w->text, '\n');
	s->n_row[r.flow]++;
	if (s->o.origins)
		put_origin(&s->origin[r.flow], at);
	rc = writer_flush(w, false, err);
	return rc ? rc : writer_flush(&s->origin[r.flow], false, err);
}

/* ------------------------------------------------------------------- commit */

static enum rc write_unknown(struct simple *s, struct err *err)
{
	struct writer w = {.open = false};
	char number[24], line[24];
	if (!s->unknown.key.n)
		return OK;
	enum rc rc = s->o.unknown
			     ? writer_open(&w, s->o.unknown, err)
			     : open_in(s, &w, "unknown_codes", ".csv", err);
	buf_text(&w.text, "system,code,kind,rows,first_file,first_line\n");
	for (uint32_t i = 0; !rc && i < s->unknown.key.n; i++) {
		const struct unknown_code *u = &s->unknown.list[i];
		struct str key = map_key(&s->unknown.key, i);
		const char *kind = simple_kind_name[key.ptr[0] - 'a'];
		struct str code = str_sub(key, 1, key.len - 1);
		struct str system = str_cut(&code, '\x1f');
		snprintf(number, sizeof(number), "%" PRIu64, u->n);
		snprintf(line, sizeof(line), "%" PRIu64, u->first.line);
		const struct str row[] = {
			system,
			code,
			str_from(kind),
			str_from(number),
			str_from(simple_source_at(s, u->first.source)->name),
			str_from(line)};
		csv_put_row(&w.text, row, countof(row));
		rc = writer_flush(&w, false, err);
	}
	if (!rc)
		rc = writer_commit(&w, err);
	writer_release(&w);
	return rc;
}

enum rc simple_commit(struct simple *s, struct err *err)
{
	enum rc rc = write_unknown(s, err);
	for (size_t f = 0; !rc && f < N_SIMPLE; f++) {
		rc = writer_commit(&s->file[f], err);
		if (!rc)
			rc = writer_commit(&s->origin[f], err);
	}
	if (!rc)
		rc = writer_commit(&s->rejects, err);
	return rc ? rc : writer_commit(&s->identities, err);
}
