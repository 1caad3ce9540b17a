/* picture_bench [PROVINCE] - draws the map of a province (BG) 200 times and
 * prints one line. */
#include "base/progress.h"
#include "knowledge/knowledge.h"
#include "picture/picture.h"

static struct knowledge kn;
static struct picture_place places[2048];
static struct picture_spot around[2048];

static void fill(struct picture_map *v, struct str province)
{
	v->places = places;
	v->around = around;
	for (size_t i = 0; i < kn.n_municipalities; i++) {
		const struct kn_municipality *m = &kn.municipalities[i];
		if (str_eq(m->province, province))
			places[v->n++] = (struct picture_place){
				.name = m->name,
				.lat = m->lat,
				.lon = m->lon,
				.size = m->population,
				.value = m->population % 400,
				.label = STR("1.234 (12,3 %)"),
				.href = STR("?comune=016024")};
		else
			around[v->n_around++] =
				(struct picture_spot){m->lat, m->lon};
	}
}

int main(int argc, char **argv)
{
	enum { TURNS = 200 };
	struct err err = {0};
	struct arena a;
	struct html h = {0};
	struct picture_map v = {.p = {.id = "m", .title = STR("map")},
				.head = {STR("place"), STR("share")}};
	int64_t best_us = INT64_MAX, sum_us = 0;
	if (knowledge_load(&kn, NULL, NULL, &err))
		return fprintf(stderr, "picture_bench: %s\n", err.text), 1;
	fill(&v, str_from(argc > 1 ? argv[1] : "BG"));
	arena_init(&a, 8u << 20);
	for (int i = 0; i < TURNS; i++) {
		int64_t from = clock_monotonic_us();
		if (picture_map(&v, LANG_IT, &a, &h, &err))
			return fprintf(stderr, "picture_bench: %s\n", err.text),
			       1;
		int64_t us = clock_monotonic_us() - from;
		arena_reset(&a);
		sum_us += us;
		best_us = min_i64(best_us, us);
	}
	printf("picture_map n=%zu best_ms=%.2f mean_ms=%.2f bytes=%zu\n", v.n,
	       (double)best_us / 1e3, (double)sum_us / 1e3 / TURNS,
	       h.markup.len);
	arena_release(&a);
	knowledge_release(&kn);
	return 0;
}
