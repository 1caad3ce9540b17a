/* What the tests of booking share: two providers, ten people, half a year of
 * slots, plans that ask for nothing until a test says so.
 */
#ifndef TEST_BOOKING_KIT_H
#define TEST_BOOKING_KIT_H

#include "test/db_fixture.h"

#include "app/booking.h"
#include "base/file.h"

#define VISIT "89.01.3"

/* The least that the plan's tables take. */
#define PLAN_VERSION                                                           \
	"INSERT INTO plan_version (id, care_plan_id, person_id, doctor_id,"    \
	" version, state, kind, strata_run_id, valid_from, valid_to, level,"   \
	" n_lab, n_outpatient, n_draws, n_draws_least, created_us,"            \
	" created_by, signed_us, signed_by, signed_doctor_id, digest)"         \
	" VALUES (%d, %d, %d, 1, 1, 'signed', 'new', 1, '2026-01-01',"         \
	" '2026-12-31', 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 'x');"
#define ACTIVITY                                                               \
	"INSERT INTO activity (id, version_id, line_id, person_id,"            \
	" service_code, earliest, due, latest, priority_class, state,"         \
	" group_key) VALUES (%d, %d, 1, %d, '%s', '%s', '%s', '%s', 'P',"      \
	" 'planned', '%s');"

static struct knowledge kn;

static const char providers[] =
	"facility_code,name,kind,ats,municipality_istat,lat,lon,valid_from,"
	"valid_to\n"
	"301001,Ospedale di Bergamo,hospital,325,016024,45.6897,9.6761,"
	"2015-01-01,\n"
	"301002,Ospedale di Treviglio,hospital,325,016219,45.5256,9.5893,"
	"2015-01-01,\n";
static const char agendas[] =
	"agenda_id,facility_code,service_code,weekday,start,slot_minutes,"
	"slots,places,valid_from,valid_to\n"
	"A1,301001,LAB,0,07:30,10,6,2,2026-01-01,\n"
	"A2,301001," VISIT ",1,09:00,20,3,1,2026-01-01,\n"
	"A3,301002," VISIT ",1,09:00,20,3,1,2026-01-01,\n"
	"A4,301002,LAB,3,07:30,10,6,2,2026-01-01,\n";
static const char closures[] = "facility_code,from,to,reason\n"
			       "301001,2026-08-03,2026-08-16,summer\n";

static inline struct date day(int y, int m, int d)
{
	return date_of(y, m, d);
}

static inline void put_file(const char *dir, const char *name, const char *text)
{
	char path[256];
	struct err err = {0};
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	must(file_write_atomic(path, str_from(text), &err), &err);
}

static inline void open_app(const char *url, struct app *app, struct date today)
{
	struct err err = {0};
	if (!kn.n_services) {
		struct arena a;
		struct issues issues;
		arena_init(&a, 1 << 20);
		issues_init(&issues, &a, 10);
		must(knowledge_load(&kn, NULL, &issues, &err), &err);
		issues_release(&issues);
		arena_release(&a);
	}
	must(app_open(app, url, &kn, today.days * INT64_C(86400000000), today,
		      &err),
	     &err);
}

/* Rows behind the program's back, in one transaction: a world needs no plan
 * with all its parts to have activities. */
static inline void script_begin(const struct db_fixture *f, struct buf *b)
{
	buf_init(b, 64 << 20);
	buf_text(b,
		 f->postgres ? "SET session_replication_role = replica;" : "");
	buf_text(b, "BEGIN;");
}

static inline void script_run(const struct db_fixture *f, struct buf *b)
{
	buf_text(b, "COMMIT;");
	buf_char(b, 0);
	assert_false(b->failed);
	raw_sql(f, b->ptr);
	buf_release(b);
}

static inline void person_rows(struct buf *b, int id)
{
	buf_printf(b,
		   "INSERT INTO person (id, pseudonym, birth_date, sex,"
		   " municipality, updated_us) VALUES (%d, 'P%d',"
		   " '1950-01-01', 'F', '%s', 0);" PLAN_VERSION,
		   id, id, id % 2 ? "016024" : "016219", id, id, id);
}

static inline void activity_row(struct buf *b, int id, int person,
				const char *service, struct date due,
				const char *group)
{
	char first[11], middle[11], last[11];
	date_text(date_add(due, -15), first);
	date_text(due, middle);
	date_text(date_add(due, 20), last);
	buf_printf(b, ACTIVITY, id, person, person, service, first, middle,
		   last, group);
}

static inline void add_activity(const struct db_fixture *f, int id, int person,
				const char *service, struct date due,
				const char *group)
{
	struct buf b;
	script_begin(f, &b);
	activity_row(&b, id, person, service, due, group);
	script_run(f, &b);
}

/* Two providers, ten people, slots from January to June. */
static inline void make_world_of(struct db_fixture *f, struct app *app,
				 const char *agenda_csv)
{
	struct buf b;
	char dir[] = "/tmp/prossima-agenda-XXXXXX";
	struct issues issues;
	struct arena a;
	struct agenda_import sum;
	struct err err = {0};
	assert_non_null(mkdtemp(dir));
	put_file(dir, "provider.csv", providers);
	put_file(dir, "agenda.csv", agenda_csv);
	put_file(dir, "closure.csv", closures);
	db_close(fixture_db(f));
	open_app(f->url, app, day(2026, 1, 7));
	arena_init(&a, 1 << 20);
	issues_init(&issues, &a, 10);
	for (int turn = 0; turn < 2; turn++) { /* twice: nothing new */
		must(app_agenda_import(app, dir, day(2026, 1, 1),
				       day(2026, 6, 30), &issues, &sum, &err),
		     &err);
		assert_int_equal(sum.n_agenda, 4);
		assert_int_equal(sum.n_rejected, 0);
		assert_true(turn ? sum.n_slot == 0 : sum.n_slot > 400);
	}
	issues_release(&issues);
	arena_release(&a);
	script_begin(f, &b);
	buf_text(&b, "INSERT INTO plan_line (id, version_id, position, kind,"
		     " reason) VALUES (1, 0, 1, 'service', '{}');");
	for (int i = 1; i <= 10; i++)
		person_rows(&b, i);
	script_run(f, &b);
	char cmd[64];
	snprintf(cmd, sizeof(cmd), "rm -r %s", dir);
	assert_int_equal(system(cmd), 0);
}

static inline void make_world(struct db_fixture *f, struct app *app)
{
	make_world_of(f, app, agendas);
}

static inline int64_t slot_at(const struct db_fixture *f, const char *facility,
			      const char *service, const char *on, int start)
{
	char sql[512];
	snprintf(sql, sizeof(sql),
		 "SELECT s.id FROM slot s JOIN provider p ON"
		 " p.id = s.provider_id WHERE p.facility_code = '%s' AND"
		 " s.service_code = '%s' AND s.day = '%s' AND"
		 " s.start_min = %d",
		 facility, service, on, start);
	return raw_number(f, sql);
}

static inline int64_t taken(const struct db_fixture *f, int64_t slot)
{
	char sql[128];
	snprintf(sql, sizeof(sql), "SELECT taken FROM slot WHERE id = %" PRId64,
		 slot);
	return raw_number(f, sql);
}

static inline int64_t in_state(const struct db_fixture *f, const char *table,
			       const char *state)
{
	char sql[128];
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s WHERE state = '%s'",
		 table, state);
	return raw_number(f, sql);
}

/* What must hold at every moment. */
static inline void check_invariants(struct app *app)
{
	struct arena a;
	struct book_summary s;
	struct audit_report audit;
	struct err err = {0};
	arena_init(&a, 1 << 20);
	must(app_book_summary(app, day(2020, 1, 1), day(2030, 1, 1), &s, &a,
			      &err),
	     &err);
	assert_int_equal(s.n_miscounted, 0);
	assert_int_equal(s.n_booked_without, 0);
	assert_int_equal(s.n_appointment_without, 0);
	must(audit_verify(app, &audit, &err), &err);
	assert_int_equal(audit.bad_seq, 0);
	arena_release(&a);
}

#endif
