/* Annotations of the WFDB, format "MIT": pairs of bytes, low byte first; the
 * upper six bits are the code, the lower ten the samples since the last one.
 *
 *	0    with 0: the end
 *	59   SKIP  four bytes follow: a longer time (high pair first, each
 *	           pair low byte first)
 *	60   NUM, 61 SUB, 62 CHN: fields of the last one, not kept
 *	63   AUX   the lower bits are the length of a text that follows, padded
 *	           to an even one
 */
#include "ecg/wfdb_int.h"

enum { SKIP = 59, NUM, SUB, CHN, AUX = 63, MOST_MARKS = 4000000 };

/* By code; ' ' is none. */
static const char letters[] = " NLRaVFJASEj/Q~ | sT*D\"=pB^t+u?![]en@xf()r";

static char letter(unsigned code)
{
	return code < sizeof(letters) - 1 ? letters[code] : '?';
}

struct marks {
	struct ecg_bytes in;
	struct ecg_mark *list; /* NULL while counting */
	size_t n;
	int64_t time;
};

static struct str read_aux(struct ecg_bytes *in, size_t len)
{
	struct str aux = ecg_take(in, len);
	if (len % 2)
		ecg_take(in, 1);
	while (aux.len && aux.ptr[aux.len - 1] == '\0')
		aux.len--;
	return aux;
}

/* All of them; false when the bytes do not end where they should. */
static bool walk(struct marks *m)
{
	while (!m->in.cut && m->n < MOST_MARKS) {
		unsigned word = ecg_u16(&m->in), code = word >> 10;
		unsigned low = word & 1023;
		if (!code && !low)
			return !m->in.cut;
		if (code == SKIP) {
			uint32_t high = ecg_u16(&m->in);
			m->time += (int32_t)(high << 16 | ecg_u16(&m->in));
			continue;
		}
		if (code == AUX) {
			struct str aux = read_aux(&m->in, low);
			if (m->list && m->n)
				m->list[m->n - 1].aux = aux;
			continue;
		}
		if (code >= NUM)
			continue;
		m->time += low;
		if (m->list)
			m->list[m->n] = (struct ecg_mark){.sample = m->time,
							  .code = letter(code)};
		m->n++;
	}
	return false;
}

/* "## time resolution: 360": times in the file count at that rate. */
static double file_rate(const struct marks *m, double hz)
{
	static const struct str words = STR_INIT("## time resolution:");
	double v;
	for (size_t i = 0; i < m->n && m->list[i].sample == 0; i++) {
		struct str aux = m->list[i].aux;
		if (str_starts(aux, words) &&
		    str_to_double(str_trim(str_sub(aux, words.len,
						   aux.len - words.len)),
				  &v) &&
		    v >= 1 && v <= 1e6)
			return v;
	}
	return hz;
}

/* Notes that define things ("## ...") are about the file, not about a beat. */
static bool is_definition(const struct ecg_mark *m)
{
	return m->code == '"' && str_starts(m->aux, STR("## "));
}

static enum rc keep(const struct marks *m, struct ecg_record *r,
		    struct err *err)
{
	const double rate = file_rate(m, r->hz);
	for (size_t i = 0; i < m->n; i++) {
		struct ecg_mark x = m->list[i];
		if (is_definition(&x))
			continue;
		if (rate < r->hz || rate > r->hz)
			x.sample = (int64_t)llround((double)x.sample * r->hz /
						    rate);
		if (x.sample < 0 || x.sample > (int64_t)r->n_sample)
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "annotation at sample %" PRId64
					  " of %zu",
					  x.sample, r->n_sample);
		m->list[r->n_mark++] = x;
	}
	r->mark = m->list;
	return OK;
}

enum rc wfdb_marks(struct str bytes, struct arena *a, struct ecg_record *r,
		   struct err *err)
{
	struct marks m = {.in = {.s = bytes}};
	if (!walk(&m))
		return ecg_refuse(err, MSG_ECG_CUT,
				  "annotations end after %zu bytes without "
				  "their mark of the end",
				  bytes.len);
	m.list = arena_array(a, struct ecg_mark, m.n + 1);
	if (!m.list)
		return arena_fail(a, err);
	m.in = (struct ecg_bytes){.s = bytes};
	m.n = 0;
	m.time = 0;
	if (!walk(&m))
		BUG("annotations that could be read once");
	return keep(&m, r, err);
}
