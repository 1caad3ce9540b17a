#include "simulate/simulate_int.h"

/* Events wait by month until all people have theirs; then each month is
 * sorted by provider and day and written. */

struct month *month_of(struct sim *s, int32_t day)
{
	if (day < s->months[s->month_from].first || day > s->last_day ||
	    (s->month_to < s->n_month && day >= s->months[s->month_to].first))
		return NULL;
	int m = (day - s->first_day) / 31; /* never too late */
	while (m + 1 < s->n_month && s->months[m + 1].first <= day)
		m++;
	return &s->months[m];
}

static bool add(struct sim *s, struct event **list, size_t *n, size_t *cap,
		const struct event *e)
{
	if (s->rc)
		return false;
	if (*n == *cap)
		s->rc = array_grow(list, cap, *n + 1, sizeof(**list), SIZE_MAX,
				   &s->err);
	if (s->rc)
		return false;
	(*list)[(*n)++] = *e;
	return true;
}

static uint32_t key_of(const struct month *m, uint32_t provider, int32_t day)
{
	return provider << 5 | (uint32_t)(day - m->first);
}

void event_drug(struct sim *s, int32_t day, struct event e)
{
	struct month *m = month_of(s, day);
	if (!m)
		return;
	uint32_t doctor = s->people[e.person].doctor;
	e.key = key_of(m, doctor == NO_INDEX ? 0 : doctor + 1, day);
	add(s, &m->drug, &m->n_drug, &m->cap_drug, &e);
}

/* The caller puts the provider into `key`. */
void event_visit(struct sim *s, int32_t day, struct event e)
{
	struct month *m = month_of(s, day);
	if (!m)
		return;
	e.key = key_of(m, e.key, day);
	add(s, &m->visit, &m->n_visit, &m->cap_visit, &e);
}

void event_stay(struct sim *s, const struct stay *stay)
{
	struct month *m = month_of(s, stay->discharge);
	if (!m)
		return;
	struct event e = {stay->person,
			  key_of(m, stay->facility, stay->discharge),
			  0,
			  0,
			  0,
			  (uint32_t)m->n_stay};
	if (m->n_stay == m->cap_stay && !s->rc)
		s->rc = array_grow(&m->stay, &m->cap_stay, m->n_stay + 1,
				   sizeof(*m->stay), SIZE_MAX, &s->err);
	if (s->rc)
		return;
	m->stay[m->n_stay] = *stay;
	add(s, &m->stay_ev, &m->n_stay, &m->cap_stay_ev, &e);
}

void event_urgency(struct sim *s, const struct urgency *u)
{
	struct month *m = month_of(s, u->day);
	if (!m)
		return;
	struct event e = {u->person, key_of(m, u->facility, u->day), 0, 0,
			  0,         (uint32_t)m->n_urgency};
	if (m->n_urgency == m->cap_urgency && !s->rc)
		s->rc = array_grow(&m->urgency, &m->cap_urgency,
				   m->n_urgency + 1, sizeof(*m->urgency),
				   SIZE_MAX, &s->err);
	if (s->rc)
		return;
	m->urgency[m->n_urgency] = *u;
	add(s, &m->urgency_ev, &m->n_urgency, &m->cap_urgency_ev, &e);
}

/* Least significant digits first, 11 bits at a time; keeps the order of equal
 * keys. Whichever of the two holds the result is returned. */
static struct event *sort(struct event *a, struct event *tmp, size_t n)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++)
		most |= a[i].key;
	for (unsigned shift = 0; shift < 32 && most >> shift; shift += 11) {
		size_t at[2049] = {0};
		for (size_t i = 0; i < n; i++)
			at[(a[i].key >> shift & 2047) + 1]++;
		for (size_t d = 0; d < 2048; d++)
			at[d + 1] += at[d];
		for (size_t i = 0; i < n; i++)
			tmp[at[a[i].key >> shift & 2047]++] = a[i];
		struct event *swap = a;
		a = tmp;
		tmp = swap;
	}
	return a;
}

static size_t most_of(size_t a, size_t b, size_t c, size_t d)
{
	size_t x = a > b ? a : b, y = c > d ? c : d;
	return x > y ? x : y;
}

static void write_month(struct sim *s, struct month *m, struct event *tmp)
{
	struct event *e = sort(m->drug, tmp, m->n_drug);
	for (size_t i = 0; i < m->n_drug; i++)
		row_drug(s, m->first + (int32_t)(e[i].key & 31), &e[i]);
	e = sort(m->visit, tmp, m->n_visit);
	for (size_t i = 0; i < m->n_visit; i++)
		row_visit(s, m->first + (int32_t)(e[i].key & 31), &e[i]);
	e = sort(m->stay_ev, tmp, m->n_stay);
	for (size_t i = 0; i < m->n_stay; i++)
		row_stay(s, &m->stay[e[i].c]);
	e = sort(m->urgency_ev, tmp, m->n_urgency);
	for (size_t i = 0; i < m->n_urgency; i++)
		row_urgency(s, &m->urgency[e[i].c]);
	m->n_drug = m->n_visit = m->n_stay = m->n_urgency = 0;
}

static void show(struct sim *s, int done)
{
	uint64_t rows = 0;
	if (!s->opt->progress)
		return;
	for (int f = 0; f < N_SIM_FLOW; f++)
		rows += s->out[f].rows;
	progress_show(s->opt->progress, rows, (uint64_t)done,
		      (uint64_t)s->n_month);
}

/* Write the months of this pass and forget their events. */
void months_write(struct sim *s)
{
	size_t most = 1;
	for (int i = s->month_from; i < s->month_to; i++) {
		const struct month *m = &s->months[i];
		size_t n =
			most_of(m->n_drug, m->n_visit, m->n_stay, m->n_urgency);
		most = n > most ? n : most;
	}
	struct event *tmp = malloc(most * sizeof(*tmp));
	if (!tmp) {
		s->rc = err_set(&s->err, E_NOMEM,
				"no memory to sort %zu records", most);
		return;
	}
	for (int i = s->month_from; i < s->month_to; i++) {
		write_month(s, &s->months[i], tmp);
		show(s, i + 1);
	}
	free(tmp);
}
