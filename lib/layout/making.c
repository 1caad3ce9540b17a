#include "layout/read_int.h"

void making_start(struct making *m, enum simple_flow flow)
{
	m->row = (struct simple_row){.flow = flow};
	m->key = m->order = m->date = m->person_type = STR("");
	m->units = m->medicine = STR("");
	m->n_proc = 0;
	m->proc_at = -1;
	m->used = 0;
}

/* Two texts as one; what does not fit is left out, and refused later as too
 * long: the room is larger than any row. */
static struct str join(struct making *m, struct str a, const char *between,
		       struct str b)
{
	const size_t n = a.len + strlen(between) + b.len;
	if (n > m->cap - m->used)
		return a;
	char *p = m->room + m->used;
	memcpy(p, a.ptr, a.len);
	memcpy(p + a.len, between, strlen(between));
	memcpy(p + n - b.len, b.ptr, b.len);
	m->used += n;
	return (struct str){p, n};
}

static void append(struct making *m, struct str *to,
		   const struct layout_field *f, struct str v)
{
	if (!v.len)
		return;
	if (!to->len)
		*to = v;
	else if (f->type == LT_ID)
		*to = join(m, *to, ".", v);
	else if (f->type == LT_TIME)
		*to = join(m, *to, "", v);
	else
		*to = v;
}

static void put_dx(struct making *m, size_t from, struct str v,
		   struct simple *s)
{
	const size_t end =
		m->row.flow == SIMPLE_HOSPITAL ? HOSP_DX1 + 6 : EMER_DX1 + 5;
	if (!v.len)
		return;
	for (size_t i = from; i < end; i++)
		if (!m->row.field[i].len) {
			m->row.field[i] = v;
			return;
		}
	simple_note(s, NOTE_MORE_DX);
}

static void put_proc(struct making *m, struct str v, struct simple *s)
{
	m->proc_at = -1;
	if (!v.len)
		return;
	if (m->n_proc == 6) {
		simple_note(s, NOTE_MORE_PROC);
		return;
	}
	m->proc_at = (int)m->n_proc++;
	m->row.field[HOSP_PROC1 + m->proc_at] = v;
}

void making_put(struct making *m, const struct layout_field *f, struct str v,
		struct simple *s)
{
	if (f->is_date)
		m->date = v;
	if (f->target < SIMPLE_MAX_COLUMN) {
		append(m, &m->row.field[f->target], f, v);
		return;
	}
	switch ((enum layout_target)f->target) {
	case TO_NOTHING:
	case TO_DATE:
	case N_TARGET:
		break;
	case TO_KEY:
		m->key = join(m, m->key, "\x1f", v);
		break;
	case TO_ORDER:
		m->order = v;
		break;
	case TO_OP:
		m->row.op = v.len == 1 ? *v.ptr : '\0';
		break;
	case TO_PERSON_TYPE:
		m->person_type = v;
		break;
	case TO_UNITS:
		m->units = v;
		break;
	case TO_MEDICINE:
		m->medicine = v;
		break;
	case TO_DX:
		put_dx(m, f->from, v, s);
		break;
	case TO_PROC:
		put_proc(m, v, s);
		break;
	case TO_PROC_DATE:
		if (m->proc_at >= 0)
			m->row.field[HOSP_PROC1_DATE + m->proc_at] = v;
		break;
	}
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return s.len > 0;
}

/* The quantity counts units of which a package has some: 28 tablets of 28 are
 * one package. */
static void divide(struct making *m)
{
	int64_t n, by;
	struct str *q = &m->row.field[DRUG_PACKAGES];
	if (!m->units.len || !str_to_decimal(m->units, 4, &by) || by <= 0 ||
	    !str_to_decimal(*q, 4, &n) || n <= 0 || n > INT64_C(1) << 40 ||
	    m->cap - m->used < 32)
		return;
	int64_t e4 = (n * 10000 + by / 2) / by;
	char *p = m->room + m->used;
	int len = snprintf(p, 32, "%" PRId64 ".%04" PRId64, e4 / 10000,
			   e4 % 10000);
	while (p[len - 1] == '0')
		len--;
	len -= p[len - 1] == '.';
	m->used += (size_t)len;
	*q = (struct str){p, (size_t)len};
}

/* The number of the stay that follows, with the institute as in its own
 * record_id. */
static void whole_stay(struct making *m)
{
	struct str *n = &m->row.field[EMER_HOSPITAL];
	if (n->len && !memchr(n->ptr, '.', n->len) &&
	    m->row.field[EMER_FACILITY].len)
		*n = join(m, m->row.field[EMER_FACILITY], ".", *n);
}

void making_finish(struct making *m)
{
	if (m->row.flow == SIMPLE_EMERGENCY)
		whole_stay(m);
	if (m->row.flow != SIMPLE_DRUG)
		return;
	divide(m);
	if (m->medicine.len)
		m->row.field[all_digits(m->medicine) ? DRUG_AIC : DRUG_ATC] =
			m->medicine;
}
