/* spiro/exam - files of one person's sitting, brought to an answer.
 *
 * Records (spiro/read.h) are added in the order in which they were blown; what
 * they say of the person must agree, and agree with what is known of them: a
 * wrong patient stops the exam. spiro_exam_conclude then measures, judges and
 * grades the blows, and interprets the values when sex, age and height are
 * known. Without curves the values that the device states are interpreted; they
 * are never mixed with measured ones.
 *
 * Nothing here is a report: it is shown as not validated until a doctor signs.
 */
#ifndef SPIRO_EXAM_H
#define SPIRO_EXAM_H

#include "json/json.h"
#include "spiro/interpret.h"
#include "spiro/read.h"

struct spiro_exam {
	struct arena *a; /* where blows are kept */
	const struct spiro_rules *rules;
	const struct spiro_reference *ref;
	enum spiro_set set;
	/* what is known of the person; completed from the files */
	bool has_sex;
	enum spiro_sex sex;
	double age, height_cm; /* NAN: not known */
	enum spiro_group group;
	struct str id, device, taken_on, remark; /* as the files say */
	struct str signed_by; /* who answers for it; empty: not validated */
	struct date born;
	/* what was found */
	struct spiro_session session;
	struct spiro_stated *stated;
	size_t n_stated;
	double best[N_SPIRO_PHASE][N_SPIRO_PARAM]; /* NAN: none */
	bool from_device; /* best is what the device states */
	bool has_opinion;
	struct spiro_opinion opinion;
	struct err why_not; /* without opinion: the reason, with words */
};

/* An exam of which nothing is known yet. */
void spiro_exam_init(struct spiro_exam *e, const struct spiro_rules *rules,
		     const struct spiro_reference *ref, enum spiro_set set,
		     struct arena *a);
/* E_CONFLICT with words: another person's file. E_LIMIT: too many blows. */
MUST_USE enum rc spiro_exam_add(struct spiro_exam *e,
				const struct spiro_record *r, struct str name,
				enum spiro_phase phase, struct err *err);
MUST_USE enum rc spiro_exam_conclude(struct spiro_exam *e, struct err *err);

/* May a pattern be read from the phase? Grades A to C of FEV1 and of FVC: below
 * them values only tell what was reached at least (ATS/ERS 2019, table 10; the
 * limit is rule grade_warn). Values that a device states have no grade, and are
 * read. */
bool spiro_exam_graded(const struct spiro_exam *e, enum spiro_phase p);
/* The same of the opinion's pattern, and of the response: both phases. */
bool spiro_exam_reads_pattern(const struct spiro_exam *e);
bool spiro_exam_reads_response(const struct spiro_exam *e);
/* "ostruzione, moderata", or why no pattern is read. */
void spiro_exam_pattern(struct buf *b, const struct spiro_exam *e,
			enum lang lang);
/* "FEV1 +0,31 L (+10,2 %), FVC ...: risposta"; nothing without two phases. */
void spiro_exam_response(struct buf *b, const struct spiro_exam *e,
			 enum lang lang);

/* The whole as JSON, causes in both languages (doc/man/prossima-spiro.1). */
void spiro_exam_json(struct json *j, const struct spiro_exam *e);
/* The whole as plain text. */
void spiro_exam_text(struct buf *b, const struct spiro_exam *e, enum lang lang);
/* key: value with `digits` decimals, null when it is not known. */
void spiro_json_number(struct json *j, const char *key, double v,
		       unsigned digits);

#endif
