/* The clinical request of an exam, from options or from a file beside it. */
#include "cmd/tele_cmd.h"

#include "app/people.h"
#include "app/plan.h"
#include "json/json_value.h"

void tele_words_init(struct tele_words_of_request *w)
{
	*w = (struct tele_words_of_request){.kind = "ecg",
					    .urgency = "green",
					    .pacemaker = "unknown",
					    .previous_mi = "unknown",
					    .language = "it",
					    .born = DATE_NONE,
					    .calibrated = DATE_NONE,
					    .chest_pain_days = -1,
					    .syncope_days = -1};
}

static struct str text(const char *z)
{
	return str_from(z ? z : "");
}

static enum rc known(const char *word, const char *name, enum tele_known *out,
		     struct err *err)
{
	struct str s = str_from(word);
	if (str_is(s, "yes") || str_is(s, "si"))
		*out = TELE_YES;
	else if (str_is(s, "no"))
		*out = TELE_NO;
	else if (str_is(s, "unknown") || str_is(s, "non noto"))
		*out = TELE_UNKNOWN;
	else
		return err_set(err, E_USAGE,
			       "--%s: \"%s\" is not yes, no or unknown", name,
			       word);
	return OK;
}

static enum rc sender(struct app *app, const struct tele_words_of_request *w,
		      struct tele_sending *out, struct err *err)
{
	if (app->who.role != ROLE_SYSTEM)
		return OK;
	if (w->practice)
		return app_plan_doctor(app, str_from(w->practice),
				       &out->sender_doctor_id, err);
	if (w->pharmacy)
		return app_people_manager(app, str_from(w->pharmacy),
					  &out->sender_org_id, err);
	return err_set(err, E_USAGE,
		       "who sends? --as LOGIN, --practice GP_CODE or "
		       "--pharmacy CODE");
}

enum rc tele_sending_of(struct app *app, const struct tele_words_of_request *w,
			struct tele_sending *out, struct err *err)
{
	*out = (struct tele_sending){
		.csv_hz = (double)w->hz,
		.last_name = text(w->surname),
		.born = w->born,
		.question = text(w->question),
		.symptoms = text(w->symptoms),
		.drugs = text(w->drugs),
		.chest_pain = w->chest_pain || w->chest_pain_days >= 0,
		.chest_pain_days = w->chest_pain_days,
		.syncope = w->syncope || w->syncope_days >= 0,
		.syncope_days = w->syncope_days,
		.device = text(w->device),
		.language = text(w->language),
		.height_cm = (double)w->height_cm,
		.calibrated_on = w->calibrated,
		.consent = w->consent,
		.repeat_of = w->repeat_of};
	if (!w->person || !w->surname || date_is_none(w->born))
		return err_set(err, E_USAGE,
			       "the person is told by fiscal code, surname and "
			       "day of birth");
	if (!tele_kind_parse(str_from(w->kind), &out->kind))
		return err_set(err, E_USAGE,
			       "--kind: \"%s\" is not ecg or spirometry",
			       w->kind);
	if (!tele_urgency_parse(str_from(w->urgency), &out->urgency))
		return err_set(err, E_USAGE,
			       "--urgency: \"%s\" is not red, amber or green",
			       w->urgency);
	enum rc rc = known(w->pacemaker, "pacemaker", &out->pacemaker, err);
	if (!rc)
		rc = known(w->previous_mi, "previous-mi", &out->previous_mi,
			   err);
	if (!rc)
		rc = app_people_id(app, str_from(w->person), &out->person_id,
				   err);
	return rc ? rc : sender(app, w, out, err);
}

/* ---- the file beside an exam */

/* The value under either name, NUL-terminated; NULL when it is not there. */
static const char *word(const struct json_value *v, const char *it,
			const char *en, struct arena *a)
{
	const struct json_value *x = json_get(v, it);
	if (!x)
		x = json_get(v, en);
	if (!x || (x->kind != JSON_STRING && x->kind != JSON_NUMBER))
		return NULL;
	return arena_str(a, x->text).ptr;
}

static bool flag(const struct json_value *v, const char *it, const char *en)
{
	return json_get_bool(v, it) || json_get_bool(v, en);
}

static int64_t number(const struct json_value *v, const char *it,
		      const char *en, int64_t none)
{
	return json_get_int(v, it, json_get_int(v, en, none));
}

static void put(const char **to, const char *value)
{
	if (value)
		*to = value;
}

enum rc tele_words_parse(struct str json, struct arena *a,
			 struct tele_words_of_request *out, struct err *err)
{
	struct json_value *v = NULL;
	enum rc rc = json_parse(json, a, &v, err);
	if (rc)
		return rc;
	if (v->kind != JSON_OBJECT)
		return err_set(err, E_FORMAT, "the request is no JSON object");
	put(&out->person, word(v, "codice_fiscale", "person", a));
	put(&out->surname, word(v, "cognome", "surname", a));
	put(&out->question, word(v, "quesito", "question", a));
	put(&out->symptoms, word(v, "sintomi", "symptoms", a));
	put(&out->drugs, word(v, "farmaci", "drugs", a));
	put(&out->kind, word(v, "tipo", "kind", a));
	put(&out->urgency, word(v, "urgenza", "urgency", a));
	put(&out->pacemaker, word(v, "pacemaker", "pace", a));
	put(&out->previous_mi, word(v, "infarto", "previous_mi", a));
	put(&out->device, word(v, "apparecchio", "device", a));
	const char *born = word(v, "data_nascita", "born", a);
	if (born)
		rc = date_parse(str_from(born), &out->born, err);
	const char *checked = word(v, "taratura", "calibrated", a);
	if (checked && !rc)
		rc = date_parse(str_from(checked), &out->calibrated, err);
	out->height_cm = number(v, "statura_cm", "height_cm", out->height_cm);
	out->chest_pain = flag(v, "dolore_toracico", "chest_pain");
	out->syncope = flag(v, "sincope", "syncope");
	out->consent = out->consent || flag(v, "consenso", "consent");
	out->chest_pain_days =
		number(v, "dolore_giorni", "chest_pain_days", -1);
	out->syncope_days = number(v, "sincope_giorni", "syncope_days", -1);
	out->repeat_of = number(v, "ripete", "repeat_of", 0);
	out->hz = number(v, "hz", "sampling_hz", out->hz);
	return rc;
}
