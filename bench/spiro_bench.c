/* spiro_bench - spirometry against known truth, and how fast.
 *
 * Prints the largest differences from the vectors of data/spirometry and, with
 * SHARED, from the sessions of telemedicine/spirometry, by figure; flags and
 * grades that are not equal; then the time of one predicted value, and of one
 * session read, judged, interpreted and drawn. Fails when a bar is missed.
 */
#include "base/progress.h"
#include "spiro/draw.h"
#include "test/spiro_kit.h"

#define BAR_LITRES 0.0005 /* of the vectors, printed with four decimals */
#define BAR_Z      0.001

static struct arena a;
static struct spiro_rules rules;
static struct spiro_reference *ref;
static int bad;

static void worst(double *most, double got, double want)
{
	if (isnan(want) != isnan(got))
		*most = INFINITY;
	else if (!isnan(want))
		*most = fmax(*most, fabs(got - want));
}

static void bar(const char *name, double got, double most)
{
	bool ok = got <= most;
	printf("  %-22s %10.6f  bar %g %s\n", name, got, most,
	       ok ? "" : "MISSED");
	bad |= !ok;
}

/* ---- vectors */

static void one_vector(const struct str *f, double most[3])
{
	struct spiro_person p = {.sex = str_is(f[2], "F") ? SPIRO_FEMALE
							  : SPIRO_MALE,
				 .age = kit_number(f[3]),
				 .height_cm = kit_number(f[4])};
	enum spiro_set set =
		str_is(f[1], "GLI2012") ? SPIRO_GLI2012 : SPIRO_GLI2022;
	enum spiro_param param;
	struct spiro_norm n;
	if (f[5].len && !spiro_group_of(set, (int)kit_number(f[5]), &p.group))
		bad = 1;
	if (!spiro_param_parse(f[6], &param) ||
	    spiro_expect(ref, set, &p, param, &n, NULL)) {
		bad = 1;
		return;
	}
	worst(&most[0], n.predicted, kit_number(f[11]));
	worst(&most[1], n.lln, kit_number(f[12]));
	worst(&most[2], spiro_score(&n, kit_number(f[7])).z, kit_number(f[13]));
}

static void vectors(void)
{
	struct str bytes;
	struct csv c;
	double most[3] = {0};
	size_t n = 0;
	if (file_read("data/spirometry/test_vectors.csv", &a, 1u << 20, &bytes,
		      NULL)) {
		puts("vectors: run it where data/spirometry is");
		bad = 1;
		return;
	}
	csv_init(&c, bytes);
	if (!csv_next(&c, NULL))
		for (; !csv_next(&c, NULL); n++)
			one_vector(c.field, most);
	csv_release(&c);
	printf("vectors n=%zu, largest difference\n", n);
	bar("predicted, L", most[0], BAR_LITRES);
	bar("lower limit, L", most[1], BAR_LITRES);
	bar("z", most[2], BAR_Z);
}

/* ---- sessions */

struct tally {
	double most[8];
	size_t n, flags_wrong, n_session, grades_wrong;
};

static void one_blow(const struct spiro_blow *b, const struct str *f,
		     struct tally *t)
{
	const struct spiro_measures *m = &b->m;
	const struct spiro_verdict *v = &b->v;
	const double got[] = {m->fvc,     m->fev1, m->fev6, m->pef,
			      m->fef2575, m->fet,  m->bev,  m->last_second};
	const bool flag[] = {v->bev_ok,         v->plateau,
			     v->end_reached,    v->fev1_acceptable,
			     v->fvc_acceptable, v->fev1_usable,
			     v->fvc_usable};
	for (size_t i = 0; i < countof(got); i++)
		worst(&t->most[i], got[i], kit_number(f[4 + i]));
	for (size_t i = 0; i < countof(flag); i++)
		t->flags_wrong += flag[i] != str_is(f[12 + i], "1");
	t->n++;
}

static void print_tally(const struct tally *t)
{
	static const char *const name[] = {
		"FVC, L",        "FEV1, L", "FEV6, L", "PEF, L/s",
		"FEF25-75, L/s", "FET, s",  "BEV, L",  "last second, L"};
	static const double most[] = {0.010, 0.010, 0.010, 0.10,
				      0.05,  0.05,  0.010, 0.010};
	printf("sessions n=%zu, blows n=%zu, largest difference\n",
	       t->n_session, t->n);
	for (size_t i = 0; i < countof(name); i++)
		bar(name[i], t->most[i], most[i]);
	bar("flags not equal", (double)t->flags_wrong, 0);
	bar("grades not equal", (double)t->grades_wrong, 0);
}

static void sessions(const char *dir)
{
	struct str blows, truth;
	struct csv s, b;
	struct tally t = {.n = 0};
	if (file_read(file_join(&a, dir, "manoeuvres_truth.csv"), &a, 1u << 20,
		      &blows, NULL) ||
	    file_read(file_join(&a, dir, "sessions_truth.csv"), &a, 1u << 20,
		      &truth, NULL)) {
		bad = 1;
		return;
	}
	csv_init(&s, truth);
	csv_init(&b, blows);
	bad |= csv_next(&s, NULL) || csv_next(&b, NULL);
	for (; !csv_next(&s, NULL); t.n_session++) {
		struct spiro_session x;
		bad |= kit_session(dir, blows, s.field[0],
				   kit_number(s.field[1]), &rules, &a, &x,
				   NULL) != OK;
		for (size_t i = 0; i < x.n_blow && !csv_next(&b, NULL); i++)
			one_blow(&x.blow[i], b.field, &t);
		const struct spiro_result *r = &x.result[SPIRO_PRE];
		t.grades_wrong += r->fev1_grade != s.field[8].ptr[0] ||
				  r->fvc_grade != s.field[9].ptr[0];
	}
	csv_release(&s);
	csv_release(&b);
	print_tally(&t);
}

/* ---- speed */

static void predict_speed(void)
{
	enum { TURNS = 1000000 };
	struct spiro_norm n;
	double check = 0;
	int64_t from = clock_monotonic_us();
	for (int i = 0; i < TURNS; i++) {
		struct spiro_person p = {.sex = SPIRO_FEMALE,
					 .age = 3 + i % 9200 / 100.0,
					 .height_cm = 165};
		if (!spiro_expect(ref, SPIRO_GLI2012, &p, SPIRO_FEV1, &n, NULL))
			check += n.predicted;
	}
	int64_t us = clock_monotonic_us() - from;
	printf("predict n=%d ns_each=%.0f check=%.3f\n", TURNS,
	       (double)us * 1e3 / TURNS, check);
}

static void session_speed(const char *dir)
{
	enum { TURNS = 200 };
	static const char *const file[] = {"s02_m1.csv", "s02_m2.csv",
					   "s02_m3.csv", "s02_m4.csv"};
	int64_t best = INT64_MAX, sum = 0;
	size_t bytes = 0;
	for (int i = 0; i < TURNS; i++) {
		struct arena mine;
		struct spiro_exam e;
		struct spiro_record r = {.born = DATE_NONE, .height_cm = NAN};
		struct sheet s;
		struct str svg = {NULL, 0};
		int64_t from = clock_monotonic_us();
		arena_init(&mine, 64u << 20);
		spiro_exam_init(&e, &rules, ref, SPIRO_GLI2022, &mine);
		e.has_sex = true;
		e.age = 67;
		e.height_cm = 170;
		for (size_t k = 0; k < countof(file); k++) {
			r.curve = arena_array(&mine, struct spiro_curve, 1);
			r.n_curve = 1;
			bad |= kit_curve(dir, str_from(file[k]), &mine, r.curve,
					 NULL) ||
			       spiro_exam_add(&e, &r, str_from(file[k]),
					      SPIRO_PRE, NULL);
		}
		bad |= spiro_exam_conclude(&e, NULL) != OK;
		spiro_draw(&e, LANG_IT, &s);
		bad |= sheet_svg(&s, &mine, &svg, NULL) != OK;
		bytes = svg.len;
		arena_release(&mine);
		int64_t us = clock_monotonic_us() - from;
		best = us < best ? us : best;
		sum += us;
	}
	printf("session n=%d blows=%zu best_ms=%.2f mean_ms=%.2f svg=%zu\n",
	       TURNS, countof(file), (double)best / 1e3,
	       (double)sum / 1e3 / TURNS, bytes);
}

int main(void)
{
	struct err err = {0};
	arena_init(&a, 256u << 20);
	const char *dir = kit_folder(&a, "telemedicine/spirometry");
	if (spiro_rules_load(NULL, date_of(2026, 1, 1), NULL, &rules, &err) ||
	    spiro_reference_new(NULL, NULL, &ref, &err))
		return fprintf(stderr, "spiro_bench: %s\n", err.text), 1;
	vectors();
	if (dir)
		sessions(dir);
	else
		puts("sessions: no SHARED/telemedicine/spirometry");
	predict_speed();
	if (dir)
		session_speed(dir);
	spiro_reference_free(ref);
	arena_release(&a);
	return bad;
}
