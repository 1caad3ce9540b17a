/* Exams sent by programs, and how they stand. */
#include "app/tele.h"
#include "web/api/api.h"

/* ---- what is said of an exam */

enum {
	F_PERSON,
	F_SURNAME,
	F_BORN,
	F_KIND,
	F_QUESTION,
	F_URGENCY,
	F_SYMPTOMS,
	F_PAIN,
	F_SYNCOPE,
	F_DRUGS,
	F_PACEMAKER,
	F_MI,
	F_DEVICE,
	F_LANGUAGE,
	F_CONSENT,
	F_REPEAT,
	F_HZ,
	F_HEIGHT,
	F_CALIBRATED,
	N_F
};
/* The words are those of `prossima tele send`, in the order of their enums. */
#define KNOWN "unknown|yes|no"
static const struct field fields[N_F] = {
	{"person", FIELD_CODE, MSG_NONE, true, 16, 0, 0, NULL},
	{"surname", FIELD_TEXT, MSG_NONE, true, 100, 0, 0, NULL},
	{"born", FIELD_DATE, MSG_NONE, true, 0, 0, 0, NULL},
	{"kind", FIELD_WORD, MSG_NONE, true, 0, 0, 0, "ecg|spirometry"},
	{"question", FIELD_LINES, MSG_NONE, true, 1000, 0, 0, NULL},
	{"urgency", FIELD_WORD, MSG_NONE, false, 0, 0, 0, "red|amber|green"},
	{"symptoms", FIELD_LINES, MSG_NONE, false, 1000, 0, 0, NULL},
	{"chest_pain_days", FIELD_INT, MSG_NONE, false, 0, 0, 36500, NULL},
	{"syncope_days", FIELD_INT, MSG_NONE, false, 0, 0, 36500, NULL},
	{"drugs", FIELD_TEXT, MSG_NONE, false, 1000, 0, 0, NULL},
	{"pacemaker", FIELD_WORD, MSG_NONE, false, 0, 0, 0, KNOWN},
	{"previous_mi", FIELD_WORD, MSG_NONE, false, 0, 0, 0, KNOWN},
	{"device", FIELD_TEXT, MSG_NONE, false, 100, 0, 0, NULL},
	{"language", FIELD_WORD, MSG_NONE, false, 0, 0, 0, "it|en"},
	{"consent", FIELD_WORD, MSG_NONE, false, 0, 0, 0, "no|yes"},
	{"repeat_of", FIELD_INT, MSG_NONE, false, 0, 1, INT64_MAX, NULL},
	{"hz", FIELD_INT, MSG_NONE, false, 0, 1, 100000, NULL},
	{"height_cm", FIELD_INT, MSG_NONE, false, 0, 30, 260, NULL},
	{"calibrated_on", FIELD_DATE, MSG_NONE, false, 0, 0, 0, NULL},
};

static struct tele_sending sending_of(const struct value v[N_F])
{
	return (struct tele_sending){
		.kind = (enum tele_kind)v[F_KIND].choice,
		.csv_hz = (double)v[F_HZ].number,
		.last_name = v[F_SURNAME].text,
		.born = v[F_BORN].date,
		.question = v[F_QUESTION].text,
		.symptoms = v[F_SYMPTOMS].text,
		.drugs = v[F_DRUGS].text,
		.chest_pain = v[F_PAIN].given,
		.chest_pain_days = v[F_PAIN].given ? v[F_PAIN].number : -1,
		.syncope = v[F_SYNCOPE].given,
		.syncope_days = v[F_SYNCOPE].given ? v[F_SYNCOPE].number : -1,
		.pacemaker = v[F_PACEMAKER].given
				     ? (enum tele_known)v[F_PACEMAKER].choice
				     : TELE_UNKNOWN,
		.previous_mi = v[F_MI].given ? (enum tele_known)v[F_MI].choice
					     : TELE_UNKNOWN,
		.urgency = v[F_URGENCY].given
				   ? (enum tele_urgency)v[F_URGENCY].choice
				   : TELE_GREEN,
		.device = v[F_DEVICE].text,
		.language = v[F_LANGUAGE].text,
		.consent = v[F_CONSENT].choice == 1,
		.repeat_of = v[F_REPEAT].number,
		.height_cm = (double)v[F_HEIGHT].number,
		.calibrated_on = v[F_CALIBRATED].date};
}

static enum rc answer_sent(struct page *p, const struct tele_sent *sent,
			   struct err *err)
{
	struct json *j = api_begin(p, sent->again ? 200 : 201);
	http_header(&p->x->reply, STR("Location"),
		    page_url(p, "/api/v1/exams/%" PRId64, sent->id));
	api_put_id(p, "exam", sent->id);
	json_put_bool(j, "again", sent->again);
	json_put_str(j, "state", str_from(tele_state_name[sent->state]));
	json_put_str(j, "sha256", str_from(sent->sha256));
	if (!sent->again) {
		json_put_str(j, "urgency",
			     str_from(tele_urgency_name[sent->urgency]));
		json_put_str(j, "quality", sent->verdict);
		api_put_instant(p, "promised", sent->due_us);
		json_put_bool(j, "identity_by_sender", sent->by_sender);
		json_put_bool(j, "device_expired", sent->device_expired);
	}
	return api_end(p, err);
}

static enum rc take(struct page *p, const struct tele_files *files,
		    struct err *err)
{
	struct value v[N_F];
	struct tele_sent sent;
	if (!form_read(p, fields, N_F, v))
		return api_problems(p, err);
	struct tele_sending s = sending_of(v);
	enum rc rc =
		app_tele_person(p->app, v[F_PERSON].text, &s.person_id, err);
	if (!rc)
		rc = app_tele_send_files(p->app, files, &s, &sent, err);
	return rc ? rc : answer_sent(p, &sent, err);
}

enum rc on_api_exam_send(struct page *p, struct err *err)
{
	struct tele_files files;
	if (!page_kept_files(p, &files))
		return err_msg(err, E_FORMAT, MSG_TEL_NEW_BROKEN,
			       "the multipart form is cut, badly formed or has "
			       "too many files");
	return take(p, &files, err);
}

enum rc on_api_upload_send(struct page *p, struct err *err)
{
	struct tele_files files = {.upload = {p->id[0]}, .n_upload = 1};
	for (size_t i = 0; i < p->form.n; i++) {
		int64_t id;
		if (!str_is(p->form.at[i].name, "upload"))
			continue;
		if (files.n_upload == TELE_FILES_MOST ||
		    !str_to_int(p->form.at[i].value, &id)) {
			form_problem(p, "upload", MSG_NONE,
				     MSG_WEB_FIELD_RANGE);
			return api_problems(p, err);
		}
		files.upload[files.n_upload++] = id;
	}
	return take(p, &files, err);
}

/* ---- how it stands */

static void put_report(struct page *p, const struct tele_report *r)
{
	struct json *j = &p->answer;
	json_key(j, "report");
	json_object(j);
	json_put_int(j, "version", r->version);
	json_put_str(j, "urgency", str_from(tele_urgency_name[r->urgency]));
	json_put_str(j, "answer", r->answer);
	json_put_str(j, "text", r->text);
	json_put_str(j, "conclusion", r->conclusion);
	json_put_str(j, "advice", r->advice);
	json_put_str(j, "comparison", r->comparison);
	json_put_str(j, "signed_by", r->signed_name);
	api_put_instant(p, "signed", r->signed_us);
	json_put_str(j, "digest", r->digest);
	json_object_end(j);
}

static void put_findings(struct page *p, const struct tele_view *v)
{
	struct json *j = &p->answer;
	json_key(j, "findings");
	json_array(j);
	for (size_t i = 0; i < v->n_finding; i++) {
		const struct tele_finding *f = &v->finding[i];
		if (!str_is(f->kind, "quality"))
			continue; /* what a program saw is no report */
		json_object(j);
		json_put_str(j, "code", f->code);
		json_put_str(j, "severity", f->severity);
		json_put_str(j, "lead", f->lead);
		json_object_end(j);
	}
	json_array_end(j);
}

enum rc on_api_exam(struct page *p, struct err *err)
{
	struct tele_view v;
	enum rc rc = app_tele_show(p->app, p->id[0], p->a, &v, err);
	if (rc)
		return rc;
	struct json *j = api_begin(p, 200);
	api_put_id(p, "exam", v.row.id);
	json_put_str(j, "kind", str_from(tele_kind_name[v.row.kind]));
	json_put_str(j, "state", str_from(tele_state_name[v.row.state]));
	json_put_str(j, "urgency", str_from(tele_urgency_name[v.row.urgency]));
	json_put_str(j, "quality", v.row.verdict);
	put_findings(p, &v);
	json_put_str(j, "sha256", v.sha256);
	api_put_instant(p, "received", v.row.received_us);
	api_put_instant(p, "promised", v.row.due_us);
	if (v.row.wait_cause.len)
		json_put_str(j, "repeat_because", v.row.wait_cause);
	for (size_t i = 0; i < v.n_report; i++)
		if (v.report[i].is_signed) {
			put_report(p, &v.report[i]); /* the newest */
			break;
		}
	return api_end(p, err);
}
