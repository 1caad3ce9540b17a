/* prossima people: registries in, questions about who is who. */
#include "app/care_end.h"
#include "app/enrolment.h"
#include "app/people.h"
#include "base/progress.h"
#include "cmd/people_cmd.h"
#include "cmd/work.h"
#include "json/json.h"

#define TEXT_BYTES (64u << 20) /* a region's doctors, or fifty people */

/* ---- import ---- */

static void put_count(struct json *j, const char *name,
		      const struct people_count *c)
{
	json_key(j, name);
	json_object(j);
	json_put_bool(j, "present", c->present);
	json_put_int(j, "read", c->read);
	json_put_int(j, "added", c->added);
	json_put_int(j, "changed", c->changed);
	json_put_int(j, "rejected", c->rejected);
	json_object_end(j);
}

struct imported {
	struct people_import sum;
	int64_t n_ended; /* enrolments of people gone */
	struct care_ended care;
};

static void import_json(const struct imported *im, struct buf *b)
{
	const struct people_import *s = &im->sum;
	struct json j;
	json_init(&j, b);
	json_object(&j);
	for (int f = 0; f < N_ROW_FILE; f++)
		put_count(&j, row_format[f].file, &s->file[f]);
	json_put_int(&j, "doctor_facts", s->n_doctor_fact);
	json_put_int(&j, "unknown_doctor", s->n_unknown_doctor);
	json_put_int(&j, "died", s->n_died);
	json_put_int(&j, "moved", s->n_moved);
	json_put_int(&j, "enrolments_ended", im->n_ended);
	json_put_int(&j, "plans_closed", im->care.n_plan);
	json_put_int(&j, "appointments_cancelled", im->care.n_appointment);
	json_object_end(&j);
	buf_char(b, '\n');
}

static void import_text(const struct imported *im, struct buf *b)
{
	const struct people_import *s = &im->sum;
	buf_printf(b, "%-18s %10s %10s %10s %10s\n", "file", "rows", "new",
		   "changed", "rejected");
	for (int f = 0; f < N_ROW_FILE; f++) {
		const struct people_count *c = &s->file[f];
		if (!c->present)
			buf_printf(b, "%-18s not there\n", row_format[f].file);
		else
			buf_printf(b,
				   "%-18s %10" PRId64 " %10" PRId64
				   " %10" PRId64 " %10" PRId64 "\n",
				   row_format[f].file, c->read, c->added,
				   c->changed, c->rejected);
	}
	buf_printf(b,
		   "doctor of a person: %" PRId64 " new facts, %" PRId64
		   " people with a doctor nobody knows\n"
		   "newly gone: %" PRId64 " died, %" PRId64 " moved; %" PRId64
		   " enrolments ended, %" PRId64 " plans closed, %" PRId64
		   " appointments cancelled\n",
		   s->n_doctor_fact, s->n_unknown_doctor, s->n_died, s->n_moved,
		   im->n_ended, im->care.n_plan, im->care.n_appointment);
}

static enum rc print_import(const struct imported *s, bool json,
			    struct err *err)
{
	struct buf b;
	buf_init(&b, TEXT_BYTES);
	if (json)
		import_json(s, &b);
	else
		import_text(s, &b);
	return cmd_print(&b, err);
}

static int people_import(int argc, char **argv)
{
	const char *dir = NULL, *db = NULL, *data = NULL, *rejects = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		{"DIR", OPT_POS, &dir, NULL,
		 "folder with person.csv and its companions", true, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
		OPT_REJECTS(rejects),
		{"json", OPT_FLAG, &json, NULL, "counts as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima people import",
			       "Read doctors, managers, sections, people and "
			       "names; the same folder again changes nothing.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct arena a;
	struct issues issues;
	struct imported im = {0};
	arena_init(&a, TEXT_BYTES);
	issues_init(&issues, &a, rejects ? REJECTS_KEPT : REJECTS_SHOWN);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_people_import(&w.app, dir, &issues, &im.sum, &err);
	struct progress bar;
	progress_start(&bar, "care ended", "people");
	if (!rc)
		rc = app_enrol_stop_gone(&w.app, &im.n_ended, &err);
	if (!rc)
		rc = app_care_end(&w.app, &im.care, &err);
	progress_end(&bar);
	struct err written = {0};
	if (cmd_tell_issues(&issues, rejects, &written) && !rc)
		rc = err_set(&err, written.rc, "%s", written.text);
	if (!rc)
		rc = print_import(&im, json, &err);
	cmd_work_close(&w);
	issues_release(&issues);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- show ---- */

static void put_line(struct buf *b, const char *label, struct str value)
{
	if (value.len)
		buf_printf(b, "%-14s " STR_FMT "\n", label, STR_ARG(value));
}

static void put_day(struct buf *b, const char *label, struct date d)
{
	char text[11];
	put_line(b, label, date_text(d, text));
}

static void person_text(const struct person_view *v, struct buf *b)
{
	put_line(b, "person", v->pseudonym);
	put_line(b, "last name", v->last_name);
	put_line(b, "first name", v->first_name);
	put_line(b, "fiscal code", v->fiscal_code);
	put_day(b, "born", v->birth);
	put_line(b, "sex", (struct str){&v->sex, 1});
	put_line(b, "municipality",
		 v->municipality_name.len ? v->municipality_name
					  : v->municipality);
	put_line(b, "agency (ATS)", v->ats);
	put_line(b, "phone", v->phone);
	put_line(b, "e-mail", v->email);
	put_day(b, "registered", v->registered_from);
	put_day(b, "until", v->registered_to);
	put_day(b, "died", v->death);
	put_line(b, "doctor", v->doctor_id ? v->gp_code : STR("none"));
	put_line(b, "", v->doctor_name);
	put_day(b, "since", v->doctor_since);
}

static void put_person(struct json *j, const struct person_view *v)
{
	json_object(j);
	json_put_str(j, "person_id", v->pseudonym);
	json_put_str(j, "fiscal_code", v->fiscal_code);
	json_put_str(j, "last_name", v->last_name);
	json_put_str(j, "first_name", v->first_name);
	json_put_date(j, "birth_date", v->birth);
	json_put_str(j, "sex", (struct str){&v->sex, 1});
}

static void put_person_rest(struct json *j, const struct person_view *v)
{
	json_put_str(j, "municipality", v->municipality);
	json_put_str(j, "ats", v->ats);
	json_put_str(j, "phone", v->phone);
	json_put_str(j, "email", v->email);
	json_put_date(j, "registration_start", v->registered_from);
	json_put_date(j, "registration_end", v->registered_to);
	json_put_date(j, "death_date", v->death);
	json_put_str(j, "gp_code", v->gp_code);
	json_put_str(j, "doctor", v->doctor_name);
	json_put_date(j, "doctor_since", v->doctor_since);
}

static enum rc print_person(const struct person_view *v, bool json,
			    struct err *err)
{
	struct buf b;
	struct json j;
	buf_init(&b, TEXT_BYTES);
	if (!json) {
		person_text(v, &b);
		return cmd_print(&b, err);
	}
	json_init(&j, &b);
	put_person(&j, v);
	put_person_rest(&j, v);
	json_object_end(&j);
	buf_char(&b, '\n');
	return cmd_print(&b, err);
}

static int people_show(int argc, char **argv)
{
	const char *who = NULL, *db = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		{"PERSON", OPT_POS, &who, NULL,
		 "person_id of the flows or fiscal code", true, 0, 0},
		OPT_DB(db),
		OPT_DATA(data),
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima people show",
			       "Show a person; the look is audited.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct arena a;
	struct person_view v;
	arena_init(&a, TEXT_BYTES);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_people_show(&w.app, str_from(who), &a, &v, &err);
	if (!rc)
		rc = print_person(&v, json, &err);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- find ---- */

static void found_text(const struct person_view *v, size_t n, struct buf *b)
{
	char day[11];
	for (size_t i = 0; i < n; i++) {
		buf_printf(b, STR_FMT "  " STR_FMT "  %c  ",
			   STR_ARG(v[i].pseudonym),
			   STR_ARG(date_text(v[i].birth, day)), v[i].sex);
		buf_printf(b, STR_FMT " " STR_FMT "  " STR_FMT "\n",
			   STR_ARG(v[i].last_name), STR_ARG(v[i].first_name),
			   STR_ARG(v[i].fiscal_code));
	}
	if (n == 0)
		buf_text(b, "nobody found: give the start of a last name, a "
			    "person_id or a fiscal code\n");
	if (n == PEOPLE_FIND_MOST)
		buf_text(b, "there may be more: write more of the name\n");
}

static void found_json(const struct person_view *v, size_t n, struct buf *b)
{
	struct json j;
	json_init(&j, b);
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		put_person(&j, &v[i]);
		json_object_end(&j);
	}
	json_array_end(&j);
	buf_char(b, '\n');
}

static int people_find(int argc, char **argv)
{
	const char *text = NULL, *db = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		{"TEXT", OPT_POS, &text, NULL,
		 "start of the last name, person_id or fiscal code", true, 0,
		 0},
		OPT_DB(db),
		OPT_DATA(data),
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima people find",
			       "Search people; the search is audited.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct arena a;
	struct buf b;
	struct person_view *v = NULL;
	size_t n = 0;
	arena_init(&a, TEXT_BYTES);
	buf_init(&b, TEXT_BYTES);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_people_find(&w.app, str_from(text), &a, &v, &n, &err);
	if (!rc) {
		(json ? found_json : found_text)(v, n, &b);
		rc = cmd_print(&b, &err);
	}
	buf_release(&b);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

/* ---- doctors ---- */

static void doctors_text(const struct doctor_view *v, size_t n, struct buf *b)
{
	if (n == 0) {
		buf_text(b, "no doctors yet: prossima people import DIR reads "
			    "doctor.csv\n");
		return;
	}
	buf_printf(b, "%-10s %-28s %-4s %8s %8s  %-10s %s\n", "gp_code", "name",
		   "kind", "people", "chronic", "manager", "adheres");
	for (size_t i = 0; i < n; i++) {
		char name[80], chronic[24] = "-";
		snprintf(name, sizeof(name), STR_FMT " " STR_FMT,
			 STR_ARG(v[i].last_name), STR_ARG(v[i].first_name));
		if (v[i].n_chronic >= 0)
			snprintf(chronic, sizeof(chronic), "%" PRId64,
				 v[i].n_chronic);
		buf_printf(b,
			   "%-10.*s %-28s %-4.*s %8" PRId64 " %8s  %-10.*s "
			   "%s\n",
			   STR_ARG(v[i].gp_code), name, STR_ARG(v[i].kind),
			   v[i].n_patient, chronic, STR_ARG(v[i].manager_code),
			   v[i].gap == ADHERES ? "yes"
					       : adherence_text[v[i].gap]);
	}
}

static void put_doctor(struct json *j, const struct doctor_view *v)
{
	json_object(j);
	json_put_str(j, "gp_code", v->gp_code);
	json_put_str(j, "last_name", v->last_name);
	json_put_str(j, "first_name", v->first_name);
	json_put_str(j, "kind", v->kind);
	json_put_str(j, "ats", v->ats);
	json_put_str(j, "manager", v->manager_code);
	json_put_str(j, "manager_name", v->manager_name);
	json_put_int(j, "patients", v->n_patient);
	json_key(j, "chronic");
	if (v->n_chronic < 0)
		json_null(j);
	else
		json_int(j, v->n_chronic);
	json_put_bool(j, "adheres", v->gap == ADHERES);
	if (v->gap != ADHERES)
		json_put_str(j, "why_not", str_from(adherence_text[v->gap]));
	json_object_end(j);
}

static void doctors_json(const struct doctor_view *v, size_t n, struct buf *b)
{
	struct json j;
	json_init(&j, b);
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		put_doctor(&j, &v[i]);
	json_array_end(&j);
	buf_char(b, '\n');
}

static int people_doctors(int argc, char **argv)
{
	const char *db = NULL, *data = NULL;
	bool json = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		OPT_DATA(data),
		{"json", OPT_FLAG, &json, NULL, "as JSON", false, 0, 0},
	};
	int status = opt_parse("prossima people doctors",
			       "List doctors: people, chronic people, manager, "
			       "adherence on the day of work.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct cmd_work w;
	struct err err = {0};
	struct arena a;
	struct buf b;
	struct doctor_view *v = NULL;
	size_t n = 0;
	arena_init(&a, TEXT_BYTES);
	buf_init(&b, TEXT_BYTES);
	enum rc rc = cmd_work_open(&w, db, data, &err);
	if (!rc)
		rc = app_people_doctors(&w.app, &a, &v, &n, &err);
	if (!rc) {
		(json ? doctors_json : doctors_text)(v, n, &b);
		rc = cmd_print(&b, &err);
	}
	buf_release(&b);
	cmd_work_close(&w);
	arena_release(&a);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}

cmd_fn cmd_people;
int cmd_people(int argc, char **argv)
{
	static const struct command table[] = {
		{"import", people_import,
		 "read the registry files of a folder"},
		{"show", people_show, "show a person"},
		{"find", people_find, "search by name or code"},
		{"export", people_export,
		 "write all that is kept of a person as one ZIP"},
		{"doctors", people_doctors, "list doctors and their people"},
	};
	return cmd_dispatch("prossima people", table, countof(table), argc,
			    argv);
}
