#include "base/file.h"
#include "col/texts.h"
#include "flows/archive_int.h"

struct segment { /* with what the columns do not say */
	struct archive_segment cols;
	struct col_file *table[N_FILE]; /* NULL: no records */
	struct texts record[N_FLOW], hospital_record;
};
struct archive {
	struct manifest manifest;
	struct arena arena;
	struct people_cols people;
	struct texts person_id;
	const uint32_t *by_id;
	struct texts dict[N_DICT];
	uint32_t *zero; /* `first` of a flow without records in a segment */
	struct segment *segment;
	uint64_t **bits; /* of rows removed, by segment and flow */
	struct archive_removed *removed;
	size_t n_removed;
	struct col_file **file;
	size_t n_file;
	char dir[PATH_MAX];
};

const char *const dict_name[N_DICT] = {
	[DICT_ATC] = "atc",
	[DICT_SERVICE] = "service",
	[DICT_DX] = "dx",
	[DICT_PROC] = "proc",
	[DICT_EXEMPTION] = "exemption",
	[DICT_FACILITY] = "facility",
	[DICT_GP] = "gp",
	[DICT_MUNICIPALITY] = "municipality",
	[DICT_MISC] = "misc",
};

/* A column of `f` with as many values as the table has rows. */
static enum rc column(const struct col_file *f, const char *name,
		      enum col_type type, size_t n, const void *out,
		      struct err *err)
{
	struct col c;
	enum rc rc = col_get(f, name, type, &c, err);
	if (!rc && c.n != n)
		rc = err_set(err, E_FORMAT,
			     "column %s has %zu values instead of %zu", name,
			     c.n, n);
	if (!rc)
		memcpy((void *)(uintptr_t)out, &c.values, sizeof(c.values));
	return rc;
}

static enum rc open_table(struct archive *a, const struct manifest_table *t,
			  struct col_file **out, struct err *err)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/" STR_FMT, a->dir,
			 STR_ARG(t->file));
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(err, E_RANGE, "path too long: \"%s\"", a->dir);
	enum rc rc = col_open(path, out, err);
	if (!rc)
		a->file[a->n_file++] = *out;
	return rc;
}

struct want { /* a column and where its address goes */
	const char *name;
	enum col_type type;
	const void *out;
};

static enum rc columns(const struct col_file *f, const struct want *w,
		       size_t n_want, size_t n, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < n_want; i++)
		rc = column(f, w[i].name, w[i].type, n, w[i].out, err);
	return rc;
}

static enum rc open_people(struct archive *a, struct err *err)
{
	struct col_file *f = NULL;
	struct people_cols *p = &a->people;
	const struct want want[] = {
		{"birth", COL_I32, &p->birth},
		{"registration_start", COL_I32, &p->registration_start},
		{"registration_end", COL_I32, &p->registration_end},
		{"death", COL_I32, &p->death},
		{"municipality", COL_U16, &p->municipality},
		{"ats", COL_U16, &p->ats},
		{"gp", COL_U32, &p->gp},
		{"sex", COL_U8, &p->sex},
		{"by_id", COL_U32, &a->by_id},
	};
	enum rc rc = open_table(a, &a->manifest.people, &f, err);
	p->n = (size_t)a->manifest.people.n_row;
	if (!rc)
		rc = columns(f, want, countof(want), p->n, err);
	if (!rc)
		rc = texts_read(f, "person_id", &a->person_id, err);
	if (!rc && a->person_id.n != p->n)
		rc = err_set(err, E_FORMAT,
			     "the table of people has %zu "
			     "identifiers for %zu people",
			     a->person_id.n, p->n);
	return rc;
}

static enum rc open_dictionaries(struct archive *a, struct err *err)
{
	struct col_file *f = NULL;
	enum rc rc = open_table(a, &a->manifest.dictionaries, &f, err);
	for (int d = 0; !rc && d < (int)N_DICT; d++) {
		rc = texts_read(f, dict_name[d], &a->dict[d], err);
		if (!rc && !a->dict[d].n)
			rc = err_set(err, E_FORMAT, "dictionary %s is empty",
				     dict_name[d]);
	}
	return rc;
}

/* The columns every flow has: `first`, checked at its two ends, and the
 * identifiers of the records. */
static enum rc open_common(struct archive *a, const struct manifest_segment *m,
			   int file, struct segment *s, struct col_file **f,
			   const uint32_t **first, struct err *err)
{
	const struct manifest_table *t = &m->table[file];
	enum rc rc = open_table(a, t, f, err);
	if (!rc)
		s->table[file] = *f;
	if (!rc)
		rc = column(*f, "first", COL_U32, (size_t)m->n_person + 1,
			    first, err);
	if (!rc && ((*first)[0] != 0 || (*first)[m->n_person] != t->n_row))
		rc = err_set(err, E_FORMAT,
			     STR_FMT " is damaged: its rows do "
				     "not add up",
			     STR_ARG(t->file));
	struct texts *id = &s->record[file - 1];
	if (!rc && flow_layout[file].has_record)
		rc = texts_read(*f, "record_id", id, err);
	if (!rc && flow_layout[file].has_record && id->n != t->n_row)
		rc = err_set(err, E_FORMAT, "record_id has %zu values", id->n);
	return rc;
}

static enum rc open_exemption(const struct col_file *f, size_t n,
			      struct exemption_cols *c, struct err *err)
{
	const struct want want[] = {
		{"code", COL_U16, &c->code},
		{"valid_from", COL_I32, &c->valid_from},
		{"valid_to", COL_I32, &c->valid_to},
	};
	return columns(f, want, countof(want), c->n = n, err);
}

static enum rc open_drug(const struct col_file *f, size_t n,
			 struct drug_cols *c, struct err *err)
{
	const struct want want[] = {
		{"date", COL_I32, &c->date},
		{"atc", COL_U16, &c->atc},
		{"packages_e4", COL_I32, &c->packages_e4},
		{"ddd_e4", COL_I32, &c->ddd_e4},
		{"channel", COL_U8, &c->channel},
		{"prescriber", COL_U32, &c->prescriber},
		{"aic", COL_U32, &c->aic},
		{"cost_cents", COL_I32, &c->cost_cents},
	};
	return columns(f, want, countof(want), c->n = n, err);
}

static enum rc open_outpatient(const struct col_file *f, size_t n,
			       struct outpatient_cols *c, struct err *err)
{
	const struct want want[] = {
		{"date", COL_I32, &c->date},
		{"service", COL_U16, &c->service},
		{"quantity", COL_I32, &c->quantity},
		{"facility", COL_U32, &c->facility},
		{"exemption", COL_U16, &c->exemption},
		{"branch", COL_U32, &c->branch},
		{"priority", COL_U8, &c->priority},
		{"remote", COL_U8, &c->remote},
		{"booking_date", COL_I32, &c->booking_date},
		{"cost_cents", COL_I32, &c->cost_cents},
	};
	return columns(f, want, countof(want), c->n = n, err);
}

/* dx1, dx2 ... or proc1_date ...: `prefix` and `suffix` around the number. */
static enum rc numbered(const struct col_file *f, const char *prefix,
			const char *suffix, enum col_type type, size_t n_col,
			size_t n, const void *out, struct err *err)
{
	char name[COL_NAME_MAX + 1];
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < n_col; i++) {
		snprintf(name, sizeof(name), "%s%zu%s", prefix, i + 1, suffix);
		rc = column(f, name, type, n,
			    (const char *)out + i * sizeof(void *), err);
	}
	return rc;
}

static enum rc open_hospital(const struct col_file *f, size_t n,
			     struct hospital_cols *c, struct err *err)
{
	const struct want want[] = {
		{"date", COL_I32, &c->date},
		{"admission", COL_I32, &c->admission},
		{"regime", COL_U8, &c->regime},
		{"discharge_mode", COL_U8, &c->discharge_mode},
		{"facility", COL_U32, &c->facility},
		{"specialty", COL_U32, &c->specialty},
		{"drg", COL_U32, &c->drg},
		{"cost_cents", COL_I32, &c->cost_cents},
	};
	enum rc rc = columns(f, want, countof(want), c->n = n, err);
	if (!rc)
		rc = numbered(f, "dx", "", COL_U16, N_HOSPITAL_DX, n, c->dx,
			      err);
	if (!rc)
		rc = numbered(f, "proc", "", COL_U16, N_HOSPITAL_PROC, n,
			      c->proc, err);
	if (!rc)
		rc = numbered(f, "proc", "_date", COL_I32, N_HOSPITAL_PROC, n,
			      c->proc_date, err);
	return rc;
}

static enum rc open_emergency(const struct col_file *f, size_t n,
			      struct emergency_cols *c, struct err *err)
{
	const struct want want[] = {
		{"date", COL_I32, &c->date},
		{"minute", COL_I16, &c->minute},
		{"exit_min", COL_I64, &c->exit_min},
		{"triage", COL_U8, &c->triage},
		{"arrival_mode", COL_U8, &c->arrival_mode},
		{"outcome", COL_U8, &c->outcome},
		{"facility", COL_U32, &c->facility},
		{"cost_cents", COL_I32, &c->cost_cents},
	};
	enum rc rc = columns(f, want, countof(want), c->n = n, err);
	return rc ? rc
		  : numbered(f, "dx", "", COL_U16, N_EMERGENCY_DX, n, c->dx,
			     err);
}

static const uint32_t **first_of(struct archive_segment *s, int flow)
{
	switch ((enum kn_flow)flow) {
	case FLOW_EXEMPTION:
		return &s->exemption.first;
	case FLOW_DRUG:
		return &s->drug.first;
	case FLOW_OUTPATIENT:
		return &s->outpatient.first;
	case FLOW_HOSPITAL:
		return &s->hospital.first;
	case FLOW_EMERGENCY:
		return &s->emergency.first;
	case N_FLOW:
		break;
	}
	BUG("flow");
}

static const uint64_t **removed_of(struct archive_segment *s, int flow)
{
	switch ((enum kn_flow)flow) {
	case FLOW_EXEMPTION:
		return &s->exemption.removed;
	case FLOW_DRUG:
		return &s->drug.removed;
	case FLOW_OUTPATIENT:
		return &s->outpatient.removed;
	case FLOW_HOSPITAL:
		return &s->hospital.removed;
	case FLOW_EMERGENCY:
		return &s->emergency.removed;
	case N_FLOW:
		break;
	}
	BUG("flow");
}

static enum rc open_flow(struct archive *a, const struct manifest_segment *m,
			 int flow, struct segment *s, struct err *err)
{
	struct col_file *f = NULL;
	struct archive_segment *c = &s->cols;
	size_t n = (size_t)m->table[flow + 1].n_row;
	enum rc rc = open_common(a, m, flow + 1, s, &f, first_of(c, flow), err);
	if (rc)
		return rc;
	switch ((enum kn_flow)flow) {
	case FLOW_EXEMPTION:
		return open_exemption(f, n, &c->exemption, err);
	case FLOW_DRUG:
		return open_drug(f, n, &c->drug, err);
	case FLOW_OUTPATIENT:
		return open_outpatient(f, n, &c->outpatient, err);
	case FLOW_HOSPITAL:
		return open_hospital(f, n, &c->hospital, err);
	case FLOW_EMERGENCY:
		rc = open_emergency(f, n, &c->emergency, err);
		if (!rc)
			rc = texts_read(f, "hospital_record_id",
					&s->hospital_record, err);
		if (!rc && s->hospital_record.n != n)
			rc = err_set(err, E_FORMAT, "hospital_record_id");
		return rc;
	case N_FLOW:
		break;
	}
	BUG("flow");
}

static enum rc zero_first(struct archive *a, struct err *err)
{
	if (!a->zero)
		a->zero = calloc(a->people.n + 1, sizeof(*a->zero));
	return a->zero ? OK : err_set(err, E_NOMEM, "no memory");
}

static enum rc open_segment(struct archive *a, size_t i, struct err *err)
{
	const struct manifest_segment *m = &a->manifest.segment[i];
	struct segment *s = &a->segment[i];
	s->cols.n_person = (size_t)m->n_person;
	if (m->n_person > a->people.n)
		return err_set(err, E_FORMAT,
			       "segment %zu has more people than the archive",
			       i);
	for (int flow = 0; flow < (int)N_FLOW; flow++) {
		bool some = m->table[flow + 1].file.len > 0;
		enum rc rc = some ? open_flow(a, m, flow, s, err)
				  : zero_first(a, err);
		if (rc)
			return rc;
		if (!some)
			*first_of(&s->cols, flow) = a->zero;
	}
	return OK;
}

/* ----------------------------------------------- rows that no longer count */

struct removed_cols {
	const uint32_t *segment, *row, *import;
	const uint8_t *flow;
};

static enum rc removed_columns(struct archive *a, struct removed_cols *c,
			       struct err *err)
{
	struct col_file *f = NULL;
	const struct want want[] = {{"segment", COL_U32, &c->segment},
				    {"flow", COL_U8, &c->flow},
				    {"row", COL_U32, &c->row},
				    {"import", COL_U32, &c->import}};
	enum rc rc = open_table(a, &a->manifest.removed, &f, err);
	a->n_removed = (size_t)a->manifest.removed.n_row;
	return rc ? rc : columns(f, want, countof(want), a->n_removed, err);
}

static size_t segment_of(const struct archive *a, uint64_t import)
{
	size_t i = 0;
	while (i < a->manifest.n_segment &&
	       a->manifest.segment[i].import != import)
		i++;
	return i;
}

/* Set the bit of one; the list is in order, so that a row stands once. */
static enum rc remove_row(struct archive *a, size_t i, struct err *err)
{
	const struct archive_removed *r = &a->removed[i], *before = r - 1;
	const size_t n = a->manifest.n_segment;
	uint64_t n_row = 0;
	if (r->segment < n && r->flow < (int)N_FLOW)
		n_row = a->manifest.segment[r->segment]
				.table[r->flow + 1]
				.n_row;
	bool bad = r->row >= n_row;
	if (!bad && i && before->segment == r->segment)
		bad = before->flow > r->flow ||
		      (before->flow == r->flow && before->row >= r->row);
	else if (!bad && i)
		bad = before->segment > r->segment;
	if (bad)
		return err_set(err, E_FORMAT,
			       STR_FMT " is damaged: a row that is not there",
			       STR_ARG(a->manifest.removed.file));
	uint64_t **bits = &a->bits[r->segment * N_FLOW + (size_t)r->flow];
	if (!*bits)
		*bits = calloc((size_t)(n_row / 64 + 1), sizeof(**bits));
	if (!*bits)
		return err_set(err, E_NOMEM, "no memory for corrections");
	*removed_of(&a->segment[r->segment].cols, r->flow) = *bits;
	(*bits)[r->row / 64] |= (uint64_t)1 << r->row % 64;
	return OK;
}

static enum rc open_removed(struct archive *a, struct err *err)
{
	struct removed_cols c = {0};
	enum rc rc = removed_columns(a, &c, err);
	size_t at = 0;
	if (rc)
		return rc;
	a->removed = malloc((a->n_removed + 1) * sizeof(*a->removed));
	if (!a->removed)
		return err_set(err, E_NOMEM, "no memory for corrections");
	for (size_t i = 0; !rc && i < a->n_removed; i++) {
		if (!i || c.segment[i] != c.segment[i - 1])
			at = segment_of(a, c.segment[i]);
		a->removed[i] = (struct archive_removed){at, c.flow[i],
							 c.row[i], c.import[i]};
		rc = remove_row(a, i, err);
	}
	return rc;
}

static enum rc open_all(struct archive *a, struct err *err)
{
	const size_t n = a->manifest.n_segment;
	arena_init(&a->arena, (size_t)1 << 30); /* 65,535 segments fit */
	a->segment = arena_array(&a->arena, struct segment, n);
	a->file = arena_array(&a->arena, struct col_file *, 3 + n * N_FLOW);
	a->bits = arena_array(&a->arena, uint64_t *, n * N_FLOW + 1);
	if (!a->segment || !a->file || !a->bits)
		return arena_fail(&a->arena, err);
	enum rc rc = open_people(a, err);
	if (!rc)
		rc = open_dictionaries(a, err);
	for (size_t i = 0; !rc && i < n; i++)
		rc = open_segment(a, i, err);
	if (!rc && a->manifest.removed.file.len)
		rc = open_removed(a, err);
	return rc ? err_context(err, "archive \"%s\"", a->dir) : OK;
}

static enum rc open_once(const char *dir, struct archive **out, struct err *err)
{
	struct archive *a = calloc(1, sizeof(*a));
	if (!a)
		return err_set(err, E_NOMEM, "no memory for archive \"%s\"",
			       dir);
	snprintf(a->dir, sizeof(a->dir), "%s", dir);
	enum rc rc = manifest_read(dir, &a->manifest, err);
	if (rc == E_NOT_FOUND)
		rc = err_set(err, E_NOT_FOUND,
			     "there is no archive in \"%s\": make one with "
			     "prossima flows import DIR --archive %s",
			     dir, dir);
	else if (!rc && (rc = open_all(a, err)) == E_NOT_FOUND)
		rc = err->rc = E_STATE; /* a file went between the two */
	if (rc) {
		archive_close(a);
		return rc;
	}
	*out = a;
	return OK;
}

/* An import that ends just now removes the files that its MANIFEST no longer
 * names: then read the new one. */
enum rc archive_open(const char *dir, struct archive **out, struct err *err)
{
	struct err local = {0};
	enum rc rc = E_STATE;
	for (int i = 0; rc == E_STATE && i < 4; i++)
		rc = open_once(dir, out, &local);
	if (rc == E_STATE)
		rc = local.rc = E_FORMAT;
	if (rc && err)
		*err = local;
	return rc;
}

void archive_close(struct archive *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->n_file; i++)
		col_close(a->file[i]);
	for (size_t i = 0; a->bits && i < a->manifest.n_segment * N_FLOW; i++)
		free(a->bits[i]);
	free(a->removed);
	manifest_release(&a->manifest);
	arena_release(&a->arena);
	free(a->zero);
	free(a);
}

const struct people_cols *archive_people(const struct archive *a)
{
	return &a->people;
}

struct str archive_person_id(const struct archive *a, size_t person_row)
{
	assert(person_row < a->people.n);
	return texts_get(&a->person_id, person_row);
}

const uint32_t *archive_by_id(const struct archive *a)
{
	return a->by_id;
}

size_t archive_find_person(const struct archive *a, struct str person_id)
{
	size_t lo = 0, hi = a->people.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		uint32_t row = a->by_id[mid];
		int c = row >= a->people.n
				? 1
				: str_cmp(texts_get(&a->person_id, row),
					  person_id);
		if (c == 0)
			return row;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return SIZE_MAX;
}

size_t archive_n_segment(const struct archive *a)
{
	return a->manifest.n_segment;
}

const struct archive_segment *archive_segment(const struct archive *a, size_t i)
{
	assert(i < a->manifest.n_segment);
	return &a->segment[i].cols;
}

uint64_t archive_segment_import(const struct archive *a, size_t i)
{
	return a->manifest.segment[i].import;
}

size_t archive_n_removed(const struct archive *a)
{
	return a->n_removed;
}

struct archive_removed archive_removed(const struct archive *a, size_t i)
{
	assert(i < a->n_removed);
	return a->removed[i];
}

const uint64_t *archive_removed_bits(const struct archive *a, size_t segment,
				     int flow)
{
	return a->bits[segment * N_FLOW + (size_t)flow];
}

size_t archive_dict_size(const struct archive *a, enum dict d)
{
	return a->dict[d].n;
}

struct str archive_dict(const struct archive *a, enum dict d, uint32_t code)
{
	return code < a->dict[d].n ? texts_get(&a->dict[d], code) : STR("");
}

/* Used for a handful of codes: a scan of the lengths, then the text. */
uint32_t archive_dict_find(const struct archive *a, enum dict d, struct str s)
{
	for (size_t i = 1; i < a->dict[d].n; i++)
		if (a->dict[d].len[i] == s.len &&
		    str_eq(texts_get(&a->dict[d], i), s))
			return (uint32_t)i;
	return 0;
}

struct str archive_record_id(const struct archive *a, size_t segment, int flow,
			     size_t row)
{
	assert(segment < a->manifest.n_segment && flow >= 0 &&
	       flow < (int)N_FLOW);
	const struct texts *t = &a->segment[segment].record[flow];
	return row < t->n ? texts_get(t, row) : STR("");
}

struct str archive_emergency_hospital(const struct archive *a, size_t segment,
				      size_t row)
{
	assert(segment < a->manifest.n_segment);
	const struct texts *t = &a->segment[segment].hospital_record;
	return row < t->n ? texts_get(t, row) : STR("");
}

enum rc archive_check_flow(const struct archive *a, size_t segment, int flow,
			   size_t from, size_t to, struct err *err)
{
	struct archive_segment *s = &a->segment[segment].cols;
	const struct manifest_segment *m = &a->manifest.segment[segment];
	const uint32_t *first = *first_of(s, flow);
	if (to > s->n_person)
		to = s->n_person;
	bool bad = from < to && first[to] > m->table[flow + 1].n_row;
	for (size_t p = from; p < to; p++)
		bad |= first[p] > first[p + 1];
	return bad ? err_set(err, E_FORMAT,
			     "archive \"%s\" is damaged: rows of flow %s in "
			     "segment %zu; restore it, or import the files "
			     "again",
			     a->dir, kn_flow_name[flow], segment)
		   : OK;
}

enum rc archive_check_range(const struct archive *a, size_t segment,
			    size_t from, size_t to, struct err *err)
{
	enum rc rc = OK;
	for (int flow = 0; !rc && flow < (int)N_FLOW; flow++)
		rc = archive_check_flow(a, segment, flow, from, to, err);
	return rc;
}

bool archive_period(const struct archive *a, size_t segment, int flow,
		    struct date *first, struct date *last)
{
	const struct manifest_table *t =
		&a->manifest.segment[segment].table[flow + 1];
	if (!t->n_row)
		return false;
	*first = t->first;
	*last = t->last;
	return true;
}

const struct col_file *archive_table(const struct archive *a, size_t segment,
				     int file)
{
	return a->segment[segment].table[file];
}

const struct texts *archive_person_ids(const struct archive *a)
{
	return &a->person_id;
}

const struct manifest *archive_manifest(const struct archive *a)
{
	return &a->manifest;
}

size_t archive_n_source(const struct archive *a)
{
	return a->manifest.n_source;
}

const struct archive_source *archive_source(const struct archive *a, size_t i)
{
	assert(i < a->manifest.n_source);
	return &a->manifest.source[i];
}

struct str archive_digest(const struct archive *a)
{
	return str_from(a->manifest.digest);
}

static enum rc verify_index(const struct archive *a, struct err *err)
{
	for (size_t i = 0; i < a->people.n; i++) {
		bool bad = a->by_id[i] >= a->people.n;
		if (!bad && i)
			bad = str_cmp(archive_person_id(a, a->by_id[i - 1]),
				      archive_person_id(a, a->by_id[i])) >= 0;
		if (bad)
			return err_set(err, E_FORMAT,
				       "archive \"%s\" is damaged: the index "
				       "of people is out of order",
				       a->dir);
	}
	return OK;
}

size_t archive_check(const struct archive *a, col_damage_fn *fn, void *ctx)
{
	size_t n = 0;
	for (size_t i = 0; i < a->n_file; i++)
		n += col_check(a->file[i], fn, ctx);
	return n;
}

enum rc archive_verify_rows(const struct archive *a, struct err *err)
{
	enum rc rc = verify_index(a, err);
	for (size_t i = 0; !rc && i < a->manifest.n_segment; i++)
		rc = archive_check_range(a, i, 0, SIZE_MAX, err);
	return rc;
}

enum rc archive_verify(const struct archive *a, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < a->n_file; i++)
		rc = col_verify(a->file[i], err);
	return rc ? rc : archive_verify_rows(a, err);
}

size_t archive_n_file(const struct archive *a)
{
	return a->n_file;
}

uint64_t archive_n_byte(const struct archive *a)
{
	const struct manifest *m = &a->manifest;
	uint64_t n =
		m->people.n_byte + m->dictionaries.n_byte + m->removed.n_byte;
	for (size_t i = 0; i < m->n_segment; i++)
		for (size_t f = 0; f < N_FILE; f++)
			n += m->segment[i].table[f].n_byte;
	return n;
}
