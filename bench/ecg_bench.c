/* ecg_bench [DIR] - how well and how fast electrocardiograms are measured, on
 * annotated records that are not part of this repository: DIR (else
 * $SHARED/telemedicine/ecg) with mitdb/, af/, short10s/ and the others.
 * Prints a table per set; doc/perf.md keeps the figures. */
#include "bench/ecg_kit.h"

#include <time.h>

struct set {
	const char *name, *title;
	bool each; /* print every record */
};
static const struct set sets[] = {
	{"mitdb", "MIT-BIH, 30 minutes, 360 Hz", true},
	{"af", "CPSC 2021, 200 Hz, leads I and II", true},
	{"short10s", "CPSC 2019, hard segments of 10 s", true},
};

static double cpu_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void print_match(const char *name, struct kit_match m)
{
	printf("%-16s %6ld %5ld %5ld  %7.3f %7.3f\n", name, m.right, m.missed,
	       m.extra, kit_percent(m.right, m.missed),
	       kit_percent(m.right, m.extra));
}

/* Processor time of the beats alone, and of everything that is measured;
 * reading the file belongs to both. */
struct spent {
	double beats, all;
};

static bool one(const char *dir, const char *file, struct kit_match *m,
		struct spent *s)
{
	struct arena a;
	struct ecg_record r;
	struct ecg_beats b;
	struct ecg_analysis x;
	struct err err = {0};
	arena_init(&a, (size_t)1 << 30);
	double begun = cpu_s();
	enum rc rc = kit_read(dir, file, &a, &r, &err);
	double read = cpu_s();
	if (!rc)
		rc = ecg_detect(&r, &a, &b, &err);
	double found = cpu_s();
	if (!rc)
		rc = ecg_analyse(&r, &a, &x, &err);
	s->beats += found - begun;
	s->all += read - begun + cpu_s() - found;
	if (rc)
		printf("%-16s %s\n", file, err.text);
	else
		*m = kit_match_beats(&r, &b);
	arena_release(&a);
	return !rc;
}

/* Five parts by turns, each part alone: nothing was fitted to any of them, so
 * the spread is that of the records, and a part far off is a warning. */
enum { FOLDS = 5 };

static void print_folds(const struct kit_match *part)
{
	printf("five parts, Se/PPV:");
	for (size_t i = 0; i < FOLDS; i++)
		if (part[i].right)
			printf("  %.2f/%.2f",
			       kit_percent(part[i].right, part[i].missed),
			       kit_percent(part[i].right, part[i].extra));
	printf("\n");
}

static void beats_of(const struct set *s, const char *base, struct arena *a)
{
	struct kit_list l;
	struct kit_match all = {0}, part[FOLDS] = {{0}};
	struct spent spent = {0};
	const char *dir = file_join(a, base, s->name);
	if (!kit_records(dir, a, &l)) {
		printf("%s: not there, skipped\n", dir);
		return;
	}
	printf("\nbeats, %s: right missed extra Se PPV\n", s->title);
	for (size_t i = 0; i < l.n; i++) {
		struct kit_match m = {0};
		if (!one(dir, l.name[i], &m, &spent))
			continue;
		print_match(l.name[i], m);
		kit_add(&all, m);
		kit_add(&part[i % FOLDS], m);
	}
	print_match("all", all);
	print_folds(part);
	printf("ecg_bench %s n=%zu ms_per_record=%.2f records_per_s=%.1f "
	       "analysis_ms=%.2f analyses_per_s=%.1f\n",
	       s->name, l.n, 1e3 * spent.beats / (double)l.n,
	       (double)l.n / spent.beats, 1e3 * spent.all / (double)l.n,
	       (double)l.n / spent.all);
}

/* Limits of mean and standard deviation: IEC 60601-2-25 as the guide recalls
 * it; none for axes and rate. */
static void intervals(const char *base, struct arena *a)
{
	static const struct {
		const char *name;
		double mean, sd;
	} rows[KIT_INTERVALS] = {[KIT_P] = {"P ms", 10, 8},
				 [KIT_PR] = {"PR ms", 10, 8},
				 [KIT_QRS] = {"QRS ms", 6, 5},
				 [KIT_QT] = {"QT ms", 12, 10},
				 [KIT_QRS_AXIS] = {"QRS axis", NAN, NAN},
				 [KIT_T_AXIS] = {"T axis", NAN, NAN},
				 [KIT_HR] = {"rate /min", 1, NAN}};
	struct kit_spread s[KIT_INTERVALS] = {{0}};
	struct err err = {0};
	const char *dir = file_join(a, base, "analytic");
	if (!file_is_dir(dir) || kit_intervals(dir, a, s, &err)) {
		printf("%s: not there, skipped %s\n", dir, err.text);
		return;
	}
	printf("\nanalytic ECGs: error mean, SD (limits), n\n");
	for (size_t k = 0; k < KIT_INTERVALS; k++)
		printf("%-16s %6.1f %5.1f  (+-%.0f / %.0f) %ld\n", rows[k].name,
		       kit_mean(&s[k]), kit_sd(&s[k]), rows[k].mean, rows[k].sd,
		       s[k].n);
}

static void fibrillation(const char *base, struct arena *a)
{
	struct kit_list l;
	struct kit_af all = {0};
	const char *dir = file_join(a, base, "af");
	if (!kit_records(dir, a, &l))
		return;
	for (size_t i = 0; i < l.n; i++) {
		struct arena_mark mark = arena_mark(a);
		struct ecg_record r;
		struct ecg_analysis x;
		struct err err = {0};
		if (!kit_read(dir, l.name[i], a, &r, &err) &&
		    !ecg_analyse(&r, a, &x, &err))
			kit_match_af(&r, &x.rhythm, &all);
		arena_rewind(a, mark);
	}
	printf("\natrial fibrillation, stretches of 12 beats: "
	       "Se %.1f (%ld of %ld), Sp %.1f (%ld of %ld), PPV %.1f\n",
	       kit_percent(all.af_right, all.af_missed), all.af_right,
	       all.af_right + all.af_missed,
	       kit_percent(all.other_right, all.other_wrong), all.other_right,
	       all.other_right + all.other_wrong,
	       kit_percent(all.af_right, all.other_wrong));
}

/* Label against verdict, and every record that differs. */
static void quality(const char *base, struct arena *a)
{
	static const char *const verdicts[] = {"ok", "warn", "reject"};
	struct kit_label l[64];
	long table[3][3] = {{0}};
	const char *dir = file_join(a, base, "quality");
	size_t n = kit_labels(dir, a, l, countof(l));
	printf("\nquality: label / ok warn reject\n");
	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(a);
		struct ecg_record r;
		struct ecg_analysis x;
		struct err err = {0};
		int label = 0;
		while (label < 2 && strcmp(l[i].verdict, verdicts[label]))
			label++;
		if (kit_read(dir, l[i].record, a, &r, &err) ||
		    ecg_analyse(&r, a, &x, &err)) {
			printf("%s: %s\n", l[i].record, err.text);
			continue;
		}
		table[label][x.quality.verdict]++;
		if (label != (int)x.quality.verdict)
			printf("%s (%s): %s, we say %s\n", l[i].record,
			       l[i].defect, l[i].verdict,
			       verdicts[x.quality.verdict]);
		arena_rewind(a, mark);
	}
	for (size_t k = 0; k < 3; k++)
		printf("%-16s %5ld %5ld %5ld\n", verdicts[k], table[k][0],
		       table[k][1], table[k][2]);
}

/* Against what devices state: HR within 1, PR, QRS, QT within 10 ms. */
struct interval {
	const char *name;
	double ours, theirs, within;
};

static void print_interval(const struct interval *v, const char *why)
{
	double d = v->ours - v->theirs;
	bool near = fabs(d) <= v->within;
	printf("  %-4s %7.1f %7.1f ", v->name, v->ours, v->theirs);
	if (isnan(v->theirs))
		printf("        not stated\n");
	else
		printf("%+7.1f %s\n", d, near ? "within" : why);
}

static void devices(const char *base, struct arena *a)
{
	static const struct {
		const char *file;
		const char *why[4]; /* HR, PR, QRS, QT; where it differs */
	} rows[] = {
		{"hl7example.scp", {""}},
		{"hl7example.dcm", {""}},
		{"hl7example.aecg.xml", {""}},
		{"philips_103_129DYPRG.xml",
		 {"", "",
		  "perhaps the device counts the slow drift of II and aVR "
		  "after "
		  "QRS: not proved, the file does not say where its marks are",
		  ""}},
		{"philips_104_ad4d3d80.xml", {""}},
		{"philips_104_ad4d3d80_as.aecg.xml", {""}},
		{"wfdb_test.scp", {""}},
	};
	const char *dir = file_join(a, base, "devices");
	printf("\ndevices: ours, the device's, difference\n");
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena_mark mark = arena_mark(a);
		struct ecg_record r;
		struct ecg_analysis x;
		struct err err = {0};
		printf("%s\n", rows[i].file);
		if (kit_read(dir, rows[i].file, a, &r, &err) ||
		    ecg_analyse(&r, a, &x, &err)) {
			printf("  %s\n", err.text);
			continue;
		}
		const struct ecg_measures *m = &x.measures;
		const struct ecg_stated *t = &r.stated;
		const struct interval v[] = {{"HR", m->hr_bpm, t->hr_bpm, 1},
					     {"PR", m->pr_ms, t->pr_ms, 10},
					     {"QRS", m->qrs_ms, t->qrs_ms, 10},
					     {"QT", m->qt_ms, t->qt_ms, 10}};
		for (size_t k = 0; k < countof(v); k++)
			print_interval(&v[k], rows[i].why[k] && *rows[i].why[k]
						      ? rows[i].why[k]
						      : "NOT EXPLAINED");
		arena_rewind(a, mark);
	}
}

/* Everything that is measured, reading included: 12 leads of ten seconds. */
static void exam_speed(const char *base, struct arena *a)
{
	struct kit_list l;
	const char *dir = file_join(a, base, "12lead");
	double best = INFINITY, sum = 0;
	if (!kit_records(dir, a, &l))
		return;
	for (size_t i = 0; i < l.n; i++) {
		struct arena b;
		struct ecg_record r;
		struct ecg_analysis x;
		struct err err = {0};
		arena_init(&b, 256u << 20);
		double from = cpu_s();
		if (kit_read(dir, l.name[i], &b, &r, &err) ||
		    ecg_analyse(&r, &b, &x, &err))
			printf("%s: %s\n", l.name[i], err.text);
		double s = cpu_s() - from;
		best = s < best ? s : best;
		sum += s;
		arena_release(&b);
	}
	printf("\necg_bench exam n=%zu best_ms=%.2f mean_ms=%.2f "
	       "(12 leads, 10 s, read and measured)\n",
	       l.n, 1e3 * best, 1e3 * sum / (double)l.n);
}

int main(int argc, char **argv)
{
	struct arena a;
	arena_init(&a, 256u << 20);
	const char *shared = getenv("SHARED"), *base = NULL;
	if (argc > 1)
		base = argv[1];
	else if (shared)
		base = file_join(&a, shared, "telemedicine/ecg");
	if (!base || !file_is_dir(base)) {
		printf("ecg_bench: no annotated records (SHARED or DIR): "
		       "skipped\n");
		return 0;
	}
	for (size_t i = 0; i < countof(sets); i++)
		beats_of(&sets[i], base, &a);
	intervals(base, &a);
	fibrillation(base, &a);
	quality(base, &a);
	devices(base, &a);
	exam_speed(base, &a);
	arena_release(&a);
	return 0;
}
