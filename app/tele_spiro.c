/* The bytes of a spirometer brought to an answer. */
#include "app/tele_spiro.h"

#include "app/tele_int.h"
#include "parcel/parcel.h"
#include "text/text.h"

#include <math.h>
#include <pthread.h>

#define DAYS_A_YEAR  365.25
#define HEIGHT_APART 1.0 /* cm between the form and the file */

/* ---- by what it is judged */

enum rc tele_spiro_rules(struct app *app, struct str ats,
			 struct tele_spiro_how *out, struct err *err)
{
	struct str set = {0};
	int64_t group = 1;
	*out = (struct tele_spiro_how){.height_cm = NAN,
				       .rules_on = app->today};
	enum rc rc = rules_text(&app->rules, "tele.spirometry_set", ats,
				app->today, &set, err);
	if (!rc)
		rc = rules_int(&app->rules, "tele.spirometry_group", ats,
			       app->today, &group, err);
	if (!rc)
		rc = rules_int(&app->rules, "tele.calibration_days", ats,
			       app->today, &out->calibration_days, err);
	if (rc)
		return tele_rules_told(rc, err);
	if (spiro_set_parse(set, &out->set) &&
	    spiro_group_of(out->set, (int)group, &out->group))
		return OK;
	return err_set(err, E_RANGE,
		       "the rules tele.spirometry_set and "
		       "tele.spirometry_group: " STR_FMT " has no group "
		       "%" PRId64,
		       STR_ARG(set), group);
}

/* ---- the equations */

/* Tables of the program: they cannot change while it runs, and reading them
 * takes longer than all the rest of a page. Whoever asks first reads them; they
 * are kept until the program ends, and only read from then on. */
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
static struct spiro_reference *loaded; /* guarded by `loading` */

static enum rc equations(const struct spiro_reference **out, struct err *err)
{
	enum rc rc = OK;
	pthread_mutex_lock(&loading);
	if (!loaded)
		rc = spiro_reference_new(NULL, NULL, &loaded, err);
	*out = loaded;
	pthread_mutex_unlock(&loading);
	return rc;
}

/* ---- from bytes to an answer */

/* The form says the height; a file that says another one is asked about. */
static enum rc height(struct spiro_exam *e, double said, struct err *err)
{
	if (!isnan(said) && fabs(said - e->height_cm) > HEIGHT_APART)
		return err_msg(err, E_CONFLICT, MSG_TEL_HEIGHT_DIFFERS,
			       "the form says %g cm and the file %g: which is "
			       "right?",
			       said, e->height_cm);
	if (!isnan(said))
		e->height_cm = said;
	if (!isnan(e->height_cm))
		return OK;
	return err_msg(err, E_RANGE, MSG_TEL_NO_HEIGHT,
		       "a spirometry is sent with the height of the person");
}

/* Who was examined is what the registry says: the caller has the file's person
 * compared with it. */
static void set_person(struct spiro_exam *e, const struct tele_identity *who,
		       struct date today)
{
	struct date on;
	if (!e->taken_on.len || date_parse(e->taken_on, &on, NULL))
		on = today;
	e->age = (on.days - who->born.days) / DAYS_A_YEAR;
	e->has_sex = who->sex == 'M' || who->sex == 'F';
	e->sex = who->sex == 'F' ? SPIRO_FEMALE : SPIRO_MALE;
}

/* One file, or a parcel of them, one for each sitting or blow, in its order
 * (app/tele_files.h): what they say of the person must agree. `first` gets what
 * the first one says. */
static enum rc add_files(struct spiro_exam *e, struct str bytes,
			 struct str name, struct arena *a,
			 struct spiro_record *first, struct err *err)
{
	struct parcel p = {.file = {{name, bytes}}, .n = 1};
	enum rc rc = OK;
	if (parcel_is(bytes))
		rc = parcel_open(bytes, SPIRO_MOST_BYTES, a, &p, err);
	if (rc == E_FORMAT || (!rc && !p.n))
		return err_msg(err, E_FORMAT, MSG_TEL_FILES_MANY,
			       "the parcel of files is damaged or empty");
	for (size_t i = 0; i < p.n && !rc; i++) {
		struct spiro_record r;
		rc = spiro_read(p.file[i].bytes, p.file[i].name, a, &r, err);
		if (!rc)
			rc = spiro_exam_add(e, &r, p.file[i].name, SPIRO_PRE,
					    err);
		if (!rc && !i)
			*first = r;
	}
	return rc;
}

enum rc tele_spiro_open(struct str bytes, struct str name,
			const struct tele_spiro_how *how,
			const struct tele_identity *who, struct date today,
			struct arena *a, struct tele_spiro_work *out,
			struct err *err)
{
	struct spiro_exam *e = &out->exam;
	const struct spiro_reference *ref = NULL;
	memset(out, 0, sizeof(*out));
	enum rc rc =
		spiro_rules_load(NULL, how->rules_on, NULL, &out->rules, err);
	if (!rc)
		rc = equations(&ref, err);
	if (rc)
		return rc;
	spiro_exam_init(e, &out->rules, ref, how->set, a);
	e->group = how->group;
	rc = add_files(e, bytes, name, a, &out->record, err);
	if (!rc)
		rc = height(e, how->height_cm, err);
	if (rc)
		return rc;
	set_person(e, who, today);
	return spiro_exam_conclude(e, err);
}
