/* For the readers of spirometers. Property: bytes are refused with words for
 * the person and a detail, or what was read is finite and within bounds, and
 * the whole way to JSON and text comes to its end with it. */
#ifndef FUZZ_SPIRO_KIT_H
#define FUZZ_SPIRO_KIT_H

#include "spiro/exam.h"

#include <math.h>

typedef enum rc spiro_reader(struct str bytes, struct str name, struct arena *a,
			     struct spiro_record *out, struct err *err);

static inline void kit_check(const struct spiro_record *r)
{
	for (size_t k = 0; k < r->n_curve; k++) {
		const struct spiro_curve *c = &r->curve[k];
		if (c->n < 2 || !(c->hz >= SPIRO_LEAST_HZ - 1e-6) ||
		    !(c->hz <= SPIRO_MOST_HZ + 1e-6))
			abort();
		for (size_t i = 0; i < c->n; i++)
			if (!isfinite(c->flow[i]) || !isfinite(c->volume[i]))
				abort();
	}
	if (r->n_stated > SPIRO_MOST_VALUES)
		abort();
	for (size_t i = 0; i < r->n_stated; i++)
		if (!(r->stated[i].value > 0) ||
		    r->stated[i].param >= N_SPIRO_PARAM)
			abort();
}

static inline void kit_whole_way(const struct spiro_record *r, struct arena *a)
{
	static struct spiro_rules rules;
	static struct spiro_reference *ref;
	struct spiro_exam e;
	struct err err = {0};
	struct json j;
	struct buf b;
	if (!ref &&
	    (spiro_rules_load(NULL, date_of(2026, 1, 1), NULL, &rules, &err) ||
	     spiro_reference_new(NULL, NULL, &ref, &err)))
		abort();
	spiro_exam_init(&e, &rules, ref, SPIRO_GLI2022, a);
	e.age = 40;
	e.height_cm = 170;
	e.has_sex = true;
	if (spiro_exam_add(&e, r, STR("x"), SPIRO_PRE, &err) ||
	    spiro_exam_conclude(&e, &err)) {
		if (!err.msg || !err.text[0])
			abort();
		return;
	}
	buf_init(&b, 8u << 20);
	json_init(&j, &b);
	spiro_exam_json(&j, &e);
	spiro_exam_text(&b, &e, LANG_IT);
	if (b.failed)
		abort();
	buf_release(&b);
}

static inline int kit_fuzz(const uint8_t *data, size_t size, spiro_reader *read)
{
	struct arena a;
	struct err err = {0};
	struct spiro_record r = {
		.born = DATE_NONE, .height_cm = NAN, .weight_kg = NAN};
	arena_init(&a, 64u << 20);
	enum rc rc = read((struct str){(const char *)data, size}, STR("x"), &a,
			  &r, &err);
	if (rc && (!err.text[0] || (!err.msg && rc != E_LIMIT)))
		abort();
	if (!rc) {
		kit_check(&r);
		kit_whole_way(&r, &a);
	}
	arena_release(&a);
	return 0;
}

#endif
