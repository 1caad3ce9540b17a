/* worklist_bench DB_URL [DAY] - the first page of each tab of the work lists
 * of up to 100 doctors, as the server reads it: first with nothing kept of
 * the doctor's people, then kept. Prints one line for each. Without a database
 * it says so and ends. */
#include "app/looks.h"
#include "app/worklist.h"

#define DOCTORS 100

static void must(enum rc rc, const struct err *err)
{
	if (!rc)
		return;
	fprintf(stderr, "worklist_bench: %s\n", err->text);
	exit(1);
}

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int64_t wall_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static size_t doctors(struct app *app, int64_t id[DOCTORS])
{
	struct stmt *q = NULL;
	struct err err = {0};
	bool row = true;
	size_t n = 0;
	must(db_prepare(app->db, SQL_DOCTOR_CODES, &q, &err), &err);
	while (n < DOCTORS && !stmt_step(q, &row, &err) && row)
		id[n++] = col_int(q, 1);
	stmt_close(q);
	return n;
}

struct spent {
	int64_t n, sum, most, wall, rows;
};

static void one(struct app *app, struct arena *a, int64_t doctor,
		enum worklist_tab tab, struct spent *s)
{
	struct worklist_query q = {
		.doctor_id = doctor, .tab = tab, .limit = 25};
	struct worklist w;
	struct err err = {0};
	arena_reset(a);
	app->looks->n = 0;
	int64_t cpu = now_ns(), wall = wall_ns();
	must(app_worklist(app, &q, a, &w, &err), &err);
	cpu = now_ns() - cpu;
	s->wall += wall_ns() - wall;
	s->n++;
	s->sum += cpu;
	s->most = max_i64(s->most, cpu);
	s->rows += w.n_tab[WORK_ALL];
}

static void print(const char *name, const struct spent *s)
{
	printf("worklist %s n=%" PRId64 " people=%" PRId64
	       " cpu_us mean=%" PRId64 " max=%" PRId64 " wall_us mean=%" PRId64
	       "\n",
	       name, s->n, s->rows / s->n, s->sum / s->n / 1000, s->most / 1000,
	       s->wall / s->n / 1000);
}

int main(int argc, char **argv)
{
	struct app app;
	struct err err = {0};
	struct arena a, l;
	int64_t id[DOCTORS];
	struct spent cold = {0}, warm = {0};
	struct date day = date_of(2026, 4, 10);
	if (argc < 2) {
		printf("worklist_bench: give it a database with people\n");
		return 0;
	}
	if (argc > 2)
		must(date_parse(str_from(argv[2]), &day, &err), &err);
	arena_init(&a, 64u << 20);
	arena_init(&l, 64u << 20);
	must(app_open(&app, argv[1], NULL, 1, day, &err), &err);
	struct looks looks = {.a = &l};
	app.looks = &looks;
	size_t n = doctors(&app, id);
	for (size_t i = 0; i < n; i++) {
		worklist_forget(&app);
		one(&app, &a, id[i], WORK_SIGN, &cold);
		for (int t = 0; t < N_WORK; t++)
			one(&app, &a, id[i], (enum worklist_tab)t, &warm);
	}
	if (n) {
		print("first", &cold);
		print("kept", &warm);
	}
	app_close(&app);
	arena_release(&a);
	arena_release(&l);
	return 0;
}
