/* What bench/ecg_bench measures with: the records of a folder, and how two
 * lists of beats match. */
#ifndef BENCH_ECG_KIT_H
#define BENCH_ECG_KIT_H

#include "base/file.h"
#include "ecg/analysis.h"
#include "ecg/read.h"

#include <dirent.h>
#include <math.h>

struct folder_ctx {
	const char *dir;
};

static inline enum rc kit_beside(void *ctx, struct str name, struct arena *a,
				 struct str *bytes, struct err *err)
{
	const struct folder_ctx *f = ctx;
	const char *path = file_join(a, f->dir, arena_str(a, name).ptr);
	if (!file_exists(path))
		return err_set(err, E_NOT_FOUND, "no such file");
	return file_read(path, a, ECG_MOST_BYTES, bytes, err);
}

/* The record of `dir`/`file`, with what lies beside it. */
static inline enum rc kit_read(const char *dir, const char *file,
			       struct arena *a, struct ecg_record *out,
			       struct err *err)
{
	const char *slash = strrchr(file, '/');
	if (slash) {
		struct str folder = {file, (size_t)(slash - file)};
		dir = file_join(a, dir, arena_str(a, folder).ptr);
		file = slash + 1;
	}
	struct folder_ctx ctx = {dir};
	const struct ecg_beside beside = {kit_beside, &ctx};
	struct str name = str_from(file), bytes;
	if (str_ends(name, STR(".hea")))
		name.len -= 4;
	const struct ecg_read_options o = {.name = name, .beside = &beside};
	enum rc rc = file_read(file_join(a, dir, file), a, ECG_MOST_BYTES,
			       &bytes, err);
	return rc ? rc : ecg_read(bytes, &o, a, out, err);
}

static int kit_compare(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

enum { KIT_MOST_FILES = 500 };
struct kit_list {
	const char *name[KIT_MOST_FILES];
	size_t n;
};

/* The .hea files of a folder, in order. */
static inline bool kit_records(const char *dir, struct arena *a,
			       struct kit_list *out)
{
	DIR *d = opendir(dir);
	out->n = 0;
	if (!d)
		return false;
	for (struct dirent *e; (e = readdir(d)) && out->n < KIT_MOST_FILES;) {
		struct str s = str_from(e->d_name);
		if (str_ends(s, STR(".hea")))
			out->name[out->n++] = arena_str(a, s).ptr;
	}
	closedir(d);
	qsort(out->name, out->n, sizeof *out->name, kit_compare);
	return true;
}

struct kit_match {
	long right, extra, missed;
};

static inline bool kit_is_beat(char code)
{
	return code && strchr("NLRaVFJASEj/QeBfr?n", code);
}

/* Beats and marks, both ascending, paired one to one within 150 ms. */
static inline struct kit_match kit_match_beats(const struct ecg_record *r,
					       const struct ecg_beats *b)
{
	struct kit_match m = {0};
	int64_t within = (int64_t)(0.15 * r->hz);
	size_t i = 0;
	for (size_t k = 0; k < r->n_mark; k++) {
		if (!kit_is_beat(r->mark[k].code))
			continue;
		int64_t at = r->mark[k].sample;
		while (i < b->n && (int64_t)b->at[i] < at - within) {
			m.extra++;
			i++;
		}
		if (i < b->n && (int64_t)b->at[i] <= at + within) {
			m.right++;
			i++;
		} else {
			m.missed++;
		}
	}
	m.extra += (long)(b->n - i);
	return m;
}

static inline void kit_add(struct kit_match *to, struct kit_match m)
{
	to->right += m.right;
	to->extra += m.extra;
	to->missed += m.missed;
}

static inline double kit_percent(long part, long other)
{
	return part + other ? 100 * (double)part / (double)(part + other) : NAN;
}

/* truth.csv of the analytic records: one line each, what the waves are. */
struct kit_truth {
	char name[16];
	double hr, p, pr, qrs, qt, qrs_axis, t_axis;
};

static inline size_t kit_truths(const char *dir, struct arena *a,
				struct kit_truth *out, size_t most)
{
	struct str text, line;
	size_t n = 0;
	if (file_read(file_join(a, dir, "truth.csv"), a, 1 << 20, &text, NULL))
		return 0;
	str_cut(&text, '\n'); /* the names of the columns */
	while (text.ptr && n < most) {
		double *v[] = {&out[n].hr,    &out[n].p,  &out[n].pr,
			       &out[n].qrs,   &out[n].qt, &out[n].qrs_axis,
			       &out[n].t_axis};
		size_t k = 0;
		line = str_trim(str_cut(&text, '\n'));
		if (!line.len)
			continue;
		struct str name = str_cut(&line, ',');
		snprintf(out[n].name, sizeof out[n].name, STR_FMT,
			 STR_ARG(name));
		while (k < countof(v) && line.ptr &&
		       str_to_double(str_cut(&line, ','), v[k]))
			k++;
		n += k == countof(v);
	}
	return n;
}

/* Mean and standard deviation of differences. */
struct kit_spread {
	double sum, squares;
	long n;
};

static inline void kit_spread_add(struct kit_spread *s, double d)
{
	s->sum += d;
	s->squares += d * d;
	s->n++;
}

static inline double kit_mean(const struct kit_spread *s)
{
	return s->sum / (double)s->n;
}

static inline double kit_sd(const struct kit_spread *s)
{
	double m = kit_mean(s), v = s->squares / (double)s->n - m * m;
	return v > 0 ? sqrt(v) : 0;
}

/* Errors of the intervals on all analytic records, in ms: P, PR, QRS, QT, and
 * those of the axes in degrees. NAN counts as 100. */
enum {
	KIT_P,
	KIT_PR,
	KIT_QRS,
	KIT_QT,
	KIT_QRS_AXIS,
	KIT_T_AXIS,
	KIT_HR,
	KIT_INTERVALS
};
static inline enum rc kit_intervals(const char *dir, struct arena *a,
				    struct kit_spread *out, struct err *err)
{
	struct kit_truth t[64];
	size_t n = kit_truths(dir, a, t, countof(t));
	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(a);
		struct ecg_record r;
		struct ecg_analysis x;
		struct str file = arena_printf(a, "%s.hea", t[i].name);
		enum rc rc = kit_read(dir, file.ptr, a, &r, err);
		if (!rc)
			rc = ecg_analyse(&r, a, &x, err);
		if (rc)
			return rc;
		const struct ecg_measures *m = &x.measures;
		double d[KIT_INTERVALS] = {
			[KIT_P] = m->p_ms - t[i].p,
			[KIT_PR] = m->pr_ms - t[i].pr,
			[KIT_QRS] = m->qrs_ms - t[i].qrs,
			[KIT_QT] = m->qt_ms - t[i].qt,
			[KIT_QRS_AXIS] = m->qrs_axis - t[i].qrs_axis,
			[KIT_T_AXIS] = m->t_axis - t[i].t_axis,
			[KIT_HR] = m->hr_bpm - t[i].hr};
		for (size_t k = 0; k < KIT_INTERVALS; k++)
			kit_spread_add(&out[k], isnan(d[k]) ? 100 : d[k]);
		arena_rewind(a, mark);
	}
	return OK;
}

/* Stretches of twelve annotated beats, six apart, the label of most of them,
 * against ours at the same beats. */
struct kit_af {
	long af_right, af_missed, other_right, other_wrong;
};

static inline bool kit_called_af(const struct ecg_rhythm *h, int64_t at)
{
	for (size_t k = 0; k < h->n_stretch; k++)
		if (at >= (int64_t)h->stretch[k].from &&
		    at < (int64_t)h->stretch[k].to)
			return h->stretch[k].kind == ECG_R_AF;
	return false;
}

static inline void kit_match_af(const struct ecg_record *r,
				const struct ecg_rhythm *h, struct kit_af *out)
{
	enum { BEATS = 12 };
	bool af = false, is[BEATS] = {0}, called[BEATS] = {0};
	size_t n = 0;
	for (size_t m = 0; m < r->n_mark; m++) {
		const struct ecg_mark *mark = &r->mark[m];
		if (mark->code == '+')
			af = str_starts(mark->aux, STR("(AF"));
		if (!kit_is_beat(mark->code))
			continue;
		is[n % BEATS] = af;
		called[n % BEATS] = kit_called_af(h, mark->sample);
		n++;
		if (n < BEATS || n % (BEATS / 2))
			continue;
		size_t a = 0, b = 0;
		for (size_t i = 0; i < BEATS; i++) {
			a += is[i];
			b += called[i];
		}
		if (2 * a > BEATS)
			*(2 * b > BEATS ? &out->af_right : &out->af_missed) +=
				1;
		else
			*(2 * b > BEATS ? &out->other_wrong
					: &out->other_right) += 1;
	}
}

/* labels.csv of the quality set. */
struct kit_label {
	const char *record, *defect, *verdict;
};

static inline size_t kit_labels(const char *dir, struct arena *a,
				struct kit_label *out, size_t most)
{
	struct str text;
	size_t n = 0;
	if (file_read(file_join(a, dir, "labels.csv"), a, 1 << 20, &text, NULL))
		return 0;
	str_cut(&text, '\n');
	while (text.ptr && n < most) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (!line.len)
			continue;
		struct str name = str_cut(&line, ',');
		str_cut(&line, ','); /* the record it was made from */
		struct str defect = str_cut(&line, ',');
		out[n].record =
			arena_printf(a, STR_FMT ".hea", STR_ARG(name)).ptr;
		out[n].defect = arena_str(a, defect).ptr;
		out[n++].verdict = arena_str(a, line).ptr;
	}
	return n;
}

#endif
