/* The whole way of an exam: file -> record -> measures -> strokes -> SVG, PDF.
 *   SHARED   folder of the files of devices; without, a made-up signal only
 * Milliseconds: the best and the middle one of fifty runs, on one core. */
#include "base/file.h"
#include "ecg/draw.h"
#include "ecg/read.h"
#include "test/ecg_kit.h"

enum { RUNS = 50 };

enum step { READ, MEASURE, STROKES, SVG, PDF, N_STEP };
static const char *const names[N_STEP] = {"read", "measure", "strokes", "svg",
					  "pdf"};

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Ten seconds in twelve leads at 1 kHz. */
static void make(struct ecg_record *r, struct arena *a)
{
	*r = (struct ecg_record){
		.format = ECG_CSV,
		.hz = 1000,
		.n_sample = 10000,
		.n_lead = ECG_STANDARD,
		.patient = {.born = DATE_NONE, .age_years = -1}};
	for (size_t k = 0; k < r->n_lead; k++) {
		struct ecg_lead *l = &r->lead[k];
		l->code = (enum ecg_lead_code)k;
		snprintf(l->name, sizeof(l->name), "%s",
			 ecg_lead_name(l->code));
		l->uv = arena_array(a, float, r->n_sample);
		for (size_t i = 0; l->uv && i < r->n_sample; i++)
			l->uv[i] = 5 * (float)ecg_kit_sample(k, i / 10);
	}
}

/* Each step's time; false when one refuses. `file` empty: the made-up one. */
static bool once(struct str file, const struct ecg_record *made,
		 struct arena *a, double ms[N_STEP], struct str out[2])
{
	struct ecg_record r = *made;
	struct ecg_analysis x;
	struct sheet s;
	const struct ecg_read_options ro = {.name = STR("x")};
	double t[N_STEP + 1];
	t[READ] = now_ms();
	if (file.len && ecg_read(file, &ro, a, &r, NULL))
		return false;
	t[MEASURE] = now_ms();
	if (ecg_analyse(&r, a, &x, NULL))
		return false;
	const struct ecg_draw_options o = {.analysis = &x};
	t[STROKES] = now_ms();
	if (ecg_draw(&r, &o, a, &s, NULL))
		return false;
	t[SVG] = now_ms();
	if (sheet_svg(&s, a, &out[0], NULL))
		return false;
	t[PDF] = now_ms();
	if (sheet_pdf(&s, 1, a, &out[1], NULL))
		return false;
	t[N_STEP] = now_ms();
	for (int k = 0; k < N_STEP; k++)
		ms[k] = t[k + 1] - t[k];
	return true;
}

static void run(const char *name, struct str file,
		const struct ecg_record *made)
{
	static double all[N_STEP][RUNS];
	struct arena a;
	struct str out[2] = {{NULL, 0}, {NULL, 0}};
	double sum = 0;
	arena_init(&a, 256u << 20);
	for (int i = 0; i < RUNS; i++) {
		double ms[N_STEP];
		arena_reset(&a);
		if (!once(file, made, &a, ms, out)) {
			printf("%-28s refused\n", name);
			arena_release(&a);
			return;
		}
		for (int k = 0; k < N_STEP; k++)
			all[k][i] = ms[k];
	}
	printf("%-28s", name);
	for (int k = 0; k < N_STEP; k++) {
		qsort(all[k], RUNS, sizeof(double), ascending);
		printf(" %s %.2f/%.2f", names[k], all[k][0], all[k][RUNS / 2]);
		sum += k < PDF ? all[k][RUNS / 2] : 0;
	}
	printf(" | to SVG %.2f ms, svg %zu kB, pdf %zu kB\n", sum,
	       out[0].len / 1000, out[1].len / 1000);
	arena_release(&a);
}

int main(void)
{
	static const char *const files[] = {
		"hl7example.scp",           "hl7example.dcm",
		"hl7example.aecg.xml",      "muse_HR06002.xml",
		"philips_104_ad4d3d80.xml", "HR06003.edf",
		"HR06003.fhir.json",        "HR06003_it.csv"};
	const char *shared = getenv("SHARED");
	struct arena a;
	struct ecg_record made;
	arena_init(&a, 64u << 20);
	make(&made, &a);
	printf("best/middle of %d runs, ms\n", RUNS);
	run("made up, 12 leads, 1 kHz", (struct str){"", 0}, &made);
	for (size_t i = 0; shared && i < countof(files); i++) {
		struct file_map m;
		struct str path = arena_printf(
			&a, "%s/telemedicine/ecg/devices/%s", shared, files[i]);
		if (path.ptr && !file_map_open(path.ptr, &m, NULL)) {
			run(files[i], m.bytes, &made);
			file_map_close(&m);
		}
	}
	arena_release(&a);
	return 0;
}
