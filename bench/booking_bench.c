/* booking_bench [INSTANCE OUT_SOLUTION [OUT_DUAL]]
 *
 * Without words: 8,000 made-up people of one province, 40 sites. Else reads an
 * instance of the form k2 (a folder of CSV files with integers: site, service,
 * template, closure, patient, request), books it, writes solution.csv and, when
 * asked, the prices as a certificate, and prints one line of measures.
 */
#include "base/file.h"
#include "base/progress.h"
#include "base/rng.h"
#include "booking/booking.h"

#include <sys/resource.h>

#define DAYS    365
#define LATE    30
#define COLUMNS 7

struct table {
	int64_t *v;
	size_t n, cap;
};

static void die(const char *what)
{
	fprintf(stderr, "booking_bench: %s\n", what);
	exit(1);
}

static void read_table(const char *dir, const char *name, size_t n_col,
		       int name_col, struct table *t)
{
	char path[4096];
	char line[512];
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *f = fopen(path, "r");
	if (!f || !fgets(line, sizeof(line), f))
		die(path);
	while (fgets(line, sizeof(line), f)) {
		char *p = line;
		if (array_grow(&t->v, &t->cap, (t->n + 1) * COLUMNS, 8,
			       SIZE_MAX / 64, NULL))
			die("no memory");
		for (size_t k = 0; k < n_col; k++) {
			char *end = p;
			if ((int)k != name_col)
				t->v[t->n * COLUMNS + k] = strtol(p, &end, 10);
			p = end + strcspn(end, ",\n") + 1;
		}
		t->n++;
	}
	fclose(f);
}

static int64_t at(const struct table *t, size_t row, int col)
{
	return t->v[row * COLUMNS + (size_t)col];
}

static void *need(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);
	if (!p)
		die("no memory");
	return p;
}

static int by_place(const void *pa, const void *pb)
{
	const struct booking_slot *a = pa, *b = pb;
	if (a->site != b->site)
		return a->site < b->site ? -1 : 1;
	if (a->service != b->service)
		return a->service - b->service;
	if (a->day != b->day)
		return a->day - b->day;
	return a->start_min - b->start_min;
}

static size_t count_slots(const struct table *template)
{
	size_t n = 0;
	for (size_t i = 0; i < template->n; i++)
		n += (size_t)at(template, i, 4) *
		     (size_t)((DAYS - 1 - at(template, i, 2)) / 7 + 1);
	return n;
}

static void make_slots(struct booking_problem *p, const struct table *template,
		       const struct table *service)
{
	size_t n = 0, total = count_slots(template);
	struct booking_slot *slots = need(total, sizeof(*slots));
	for (size_t i = 0; i < template->n; i++) {
		int64_t svc = at(template, i, 1);
		int64_t dur = at(service, (size_t)svc, 2);
		for (int64_t day = at(template, i, 2); day < DAYS; day += 7)
			for (int64_t k = 0; k < at(template, i, 4); k++)
				slots[n++] = (struct booking_slot){
					.site = (uint32_t)at(template, i, 0),
					.service = (uint16_t)svc,
					.day = (uint16_t)day,
					.start_min =
						(uint16_t)(at(template, i, 3) +
							   k * dur),
					.duration_min = (uint16_t)dur,
					.places = (uint16_t)at(template, i, 5)};
	}
	assert(n == total);
	qsort(slots, n, sizeof(*slots), by_place);
	p->slots = slots;
	p->n_slot = n;
}

static void make_sites(struct booking_problem *p, const struct table *site,
		       const struct table *closure)
{
	struct booking_point *sites = need(site->n, sizeof(*sites));
	struct booking_closure *closed = need(closure->n, sizeof(*closed));
	for (size_t i = 0; i < site->n; i++)
		sites[i] = (struct booking_point){(int32_t)at(site, i, 1),
						  (int32_t)at(site, i, 2)};
	for (size_t i = 0; i < closure->n; i++)
		closed[i] =
			(struct booking_closure){(uint32_t)at(closure, i, 0),
						 (uint16_t)at(closure, i, 1)};
	p->sites = sites;
	p->n_site = site->n;
	p->closures = closed;
	p->n_closure = closure->n;
}

static void make_people(struct booking_problem *p, const struct table *patient,
			const struct table *request)
{
	struct booking_person *persons = need(patient->n, sizeof(*persons));
	struct booking_request *rows = need(request->n, sizeof(*rows));
	for (size_t i = 0; i < patient->n; i++)
		persons[i] = (struct booking_person){
			{(int32_t)at(patient, i, 1),
			 (int32_t)at(patient, i, 2)},
			(uint32_t)at(patient, i, 3), /* -1: BOOKING_NONE */
			(uint8_t)at(patient, i, 5),
			0,
			DAYS - 1};
	for (size_t i = 0; i < request->n; i++)
		rows[i] = (struct booking_request){
			.person = (uint32_t)at(request, i, 1),
			.service = (uint16_t)at(request, i, 2),
			.target = (uint16_t)at(request, i, 3),
			.earliest = (uint16_t)at(request, i, 4),
			.latest = (uint16_t)at(request, i, 5),
			.priority = (uint8_t)at(request, i, 6),
			.late_days = LATE};
	p->persons = persons;
	p->n_person = patient->n;
	p->requests = rows;
	p->n_request = request->n;
}

static void read_instance(const char *dir, struct booking_problem *p)
{
	struct table t[6] = {{0}};
	read_table(dir, "site.csv", 3, -1, &t[0]);
	read_table(dir, "service.csv", 3, 1, &t[1]);
	read_table(dir, "template.csv", 6, -1, &t[2]);
	read_table(dir, "closure.csv", 2, -1, &t[3]);
	read_table(dir, "patient.csv", 6, -1, &t[4]);
	read_table(dir, "request.csv", 7, -1, &t[5]);
	*p = (struct booking_problem){.n_day = DAYS,
				      .n_service = t[1].n,
				      .cost = booking_cost_default};
	make_sites(p, &t[0], &t[3]);
	make_slots(p, &t[2], &t[1]);
	make_people(p, &t[4], &t[5]);
	for (size_t i = 0; i < countof(t); i++)
		free(t[i].v);
}

static FILE *create(const char *path)
{
	FILE *f = fopen(path, "w");
	if (!f)
		die(path);
	return f;
}

static void write_solution(const struct booking *b,
			   const struct booking_problem *p, const char *path)
{
	FILE *f = create(path);
	fputs("req,site,day,start\n", f);
	for (size_t i = 0; i < p->n_request; i++) {
		uint32_t s = booking_slot_of(b, i);
		if (s != BOOKING_NONE)
			fprintf(f, "%zu,%u,%u,%u\n", i, p->slots[s].site,
				p->slots[s].day, p->slots[s].start_min);
	}
	if (fclose(f))
		die(path);
}

static void write_dual(const struct booking *b, const struct booking_problem *p,
		       const char *path)
{
	FILE *f = create(path);
	fputs("site,svc,day,price\n", f);
	for (uint32_t s = 0; s < p->n_site; s++)
		for (uint16_t k = 0; k < p->n_service; k++)
			for (uint16_t d = 0; d < p->n_day; d++)
				if (booking_price(b, s, k, d))
					fprintf(f, "%u,%u,%u,%d\n", s, k, d,
						booking_price(b, s, k, d));
	if (fclose(f))
		die(path);
}

static void report(const struct booking *b, const struct booking_problem *p,
		   int64_t us)
{
	struct booking_total t;
	struct rusage use;
	booking_total(b, &t);
	getrusage(RUSAGE_SELF, &use);
	int64_t bound = booking_simple_bound(b);
	printf("booking n=%zu booked=%zu on_time=%zu late=%zu unbooked=%zu "
	       "trips=%zu cost=%" PRId64 " travel=%" PRId64 " timing=%" PRId64
	       " unbooked_cost=%" PRId64 " simple_bound=%" PRId64
	       " gap=%.2f%% seconds=%.2f us_per_request=%.1f max_mib=%ld\n",
	       p->n_request, t.n_booked, t.n_on_time, t.n_late, t.n_unbooked,
	       t.n_trip, t.cost, t.trips_hm, t.timing, t.unbooked_cost, bound,
	       bound ? 100.0 * (double)(t.cost - bound) / (double)bound : 0,
	       (double)us / 1e6,
	       (double)us / (double)(p->n_request ? p->n_request : 1),
	       use.ru_maxrss / 1024);
}

static void drop(const void *p)
{
	free((void *)(uintptr_t)p);
}

/* ---- made-up people ---- */

#define MADE_SITES    40
#define MADE_PEOPLE   8000
#define MADE_REQUESTS 12 /* for each */
#define MADE_SERVICES 10

static size_t make_up_slots(struct booking_slot *out, struct rng *r)
{
	size_t n = 0;
	for (uint32_t site = 0; site < MADE_SITES; site++)
		for (uint16_t svc = 0; svc < MADE_SERVICES; svc++) {
			uint16_t first = (uint16_t)rng_below(r, 5);
			if (svc && rng_below(r, 2))
				continue; /* draws are everywhere */
			for (uint16_t d = 0; d < DAYS; d++)
				for (uint16_t k = 0; k < 6; k++) {
					if (svc ? d % 7 != first : d % 7 > 4)
						continue;
					out[n++] = (struct booking_slot){
						site, svc,
						d,    (uint16_t)(480 + k * 20),
						20,   svc ? 6 : 2,
						0};
				}
		}
	return n;
}

static void make_up_people(struct booking_person *people,
			   struct booking_request *rows, struct rng *r)
{
	for (uint32_t i = 0; i < MADE_PEOPLE; i++) {
		people[i] =
			(struct booking_person){{(int32_t)rng_below(r, 400),
						 (int32_t)rng_below(r, 400)},
						BOOKING_NONE,
						BOOKING_ALL_WEEK,
						0,
						DAYS - 1};
		for (uint32_t k = 0; k < MADE_REQUESTS; k++) {
			int target = 20 + (int)rng_below(r, DAYS - 40);
			rows[i * MADE_REQUESTS + k] = (struct booking_request){
				i,
				(uint16_t)(k < 3 ? 0
						 : rng_below(r, MADE_SERVICES)),
				(uint8_t)(1 + rng_below(r, 3)),
				(uint16_t)target,
				(uint16_t)(target - 15),
				(uint16_t)(target + 15),
				LATE};
		}
	}
}

static void make_up(struct booking_problem *p)
{
	struct rng r;
	rng_init(&r, 1);
	struct booking_point *sites = need(MADE_SITES, sizeof(*sites));
	struct booking_slot *slots = need(
		(size_t)MADE_SITES * MADE_SERVICES * DAYS * 6, sizeof(*slots));
	struct booking_person *people = need(MADE_PEOPLE, sizeof(*people));
	struct booking_request *rows =
		need((size_t)MADE_PEOPLE * MADE_REQUESTS, sizeof(*rows));
	for (int i = 0; i < MADE_SITES; i++)
		sites[i] = (struct booking_point){(int32_t)rng_below(&r, 400),
						  (int32_t)rng_below(&r, 400)};
	size_t n = make_up_slots(slots, &r);
	make_up_people(people, rows, &r);
	*p = (struct booking_problem){.n_day = DAYS,
				      .sites = sites,
				      .n_site = MADE_SITES,
				      .n_service = MADE_SERVICES,
				      .slots = slots,
				      .n_slot = n,
				      .persons = people,
				      .n_person = MADE_PEOPLE,
				      .requests = rows,
				      .n_request = (size_t)MADE_PEOPLE *
						   MADE_REQUESTS,
				      .cost = booking_cost_default};
}

int main(int argc, char **argv)
{
	struct booking_problem p;
	struct booking *b = NULL;
	struct err err = {0};
	if (argc == 2 || argc > 4) {
		fputs("usage: booking_bench [INSTANCE OUT_SOLUTION "
		      "[OUT_DUAL]]\n",
		      stderr);
		return 2;
	}
	if (argc == 1)
		make_up(&p);
	else
		read_instance(argv[1], &p);
	int64_t begin = clock_monotonic_us();
	if (booking_new(&p, &b, &err))
		die(err.text);
	booking_solve(b, NULL);
	int64_t us = clock_monotonic_us() - begin;
	if (argc > 2)
		write_solution(b, &p, argv[2]);
	if (argc > 3)
		write_dual(b, &p, argv[3]);
	report(b, &p, us);
	booking_free(b);
	drop(p.sites);
	drop(p.slots);
	drop(p.closures);
	drop(p.persons);
	drop(p.requests);
	return 0;
}
