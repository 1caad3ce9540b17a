/* app/tele_spiro - a spirometry of the workflow: from the bytes of a device to
 * blows judged and graded, values against normal ones, and a verdict. The seam
 * to lib/spiro, as app/tele_read is to lib/ecg.
 *
 * What is assumed comes from three places: sex and birth from the registry,
 * height from the form (else from the file), set of equations and limits from
 * dated rules. All are kept with the exam, so that the same bytes give the same
 * answer years later.
 */
#ifndef APP_TELE_SPIRO_H
#define APP_TELE_SPIRO_H

#include "app/tele_read.h"
#include "spiro/exam.h"

/* By what an exam is judged. */
struct tele_spiro_how {
	enum spiro_set set;
	enum spiro_group group;
	double height_cm;     /* NAN: as the file says */
	struct date rules_on; /* whose limits of data/spirometry */
	int64_t calibration_days;
};
/* The rules of today, for an exam that comes. */
MUST_USE enum rc tele_spiro_rules(struct app *app, struct str ats,
				  struct tele_spiro_how *out, struct err *err);

/* An exam in memory: everything in the caller's arena but the equations, which
 * are read once in the life of the program. */
struct tele_spiro_work {
	struct spiro_rules rules;
	struct spiro_exam exam;
	struct spiro_record record; /* what the files say of the person */
};
/* Read, measure, judge, interpret. E_FORMAT, E_RANGE, E_CONFLICT, E_LIMIT with
 * words. */
MUST_USE enum rc tele_spiro_open(struct str bytes, struct str name,
				 const struct tele_spiro_how *how,
				 const struct tele_identity *who,
				 struct date today, struct arena *a,
				 struct tele_spiro_work *out, struct err *err);

/* What an exam that comes says (tele_read.h); out->spiro is what to keep. */
MUST_USE enum rc tele_spiro_read(const struct tele_sending *s,
				 const struct tele_spiro_how *how,
				 const struct tele_identity *who,
				 struct date today, struct arena *a,
				 struct tele_reading *out, struct err *err);

/* One row of tele_spiro. */
struct tele_spiro_row {
	int64_t height_mm;
	struct tele_spiro_how how;
	bool from_device;
	size_t n_blow[N_SPIRO_PHASE];
	char grade[N_SPIRO_PHASE][2]; /* FEV1, FVC; 0: none */
	struct str pattern, severity, bdr;
	struct date calibrated_on; /* DATE_NONE */
};
/* The row of an exam that is written: with the last calibration check, which is
 * what the sender says, else that of the device's register (device_id 0: not
 * registered). A check that is old, or not known, becomes a finding. */
MUST_USE enum rc tele_spiro_keep(struct app *app, int64_t exam_id,
				 const struct tele_sending *s,
				 int64_t device_id, struct date taken_on,
				 struct tele_reading *r, struct err *err);

/* What is shown of an exam (app/tele.h). */
MUST_USE enum rc tele_spiro_view(struct app *app, int64_t exam_id,
				 int64_t person_id, struct arena *a,
				 struct tele_spiro **out, struct err *err);
/* Its drawing. */
MUST_USE enum rc tele_spiro_draw(struct app *app, int64_t exam_id,
				 struct str signed_by, enum lang lang,
				 struct arena *a, struct sheet *out,
				 struct err *err);
/* Grades as numbers, for tele_value. */
MUST_USE enum rc tele_spiro_grades(struct app *app, int64_t exam_id,
				   char grade[N_SPIRO_PHASE][2],
				   struct err *err);

#endif
