#include "simulate/put.h"
#include "simulate/simulate_int.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Everything but events: people, doctors, towns. About 40 bytes a person. */
#define ARENA_LIMIT ((size_t)4 << 30)

/* Records of a person in a month, for the size of a pass: generous. */
#define EVENTS_PER_MONTH 1

static void path_of(char out[4096], const struct sim *s, int file,
		    const char *ending)
{
	snprintf(out, 4096, "%s/%s%s", s->opt->out, sim_file_name[file],
		 ending);
}

static enum rc refuse_present(const struct sim *s, struct err *err)
{
	char path[4096];
	if (s->opt->force)
		return OK;
	for (int f = 0; f < N_SIM_FILE; f++) {
		path_of(path, s, f, "");
		if (file_exists(path))
			return err_set(err, E_CONFLICT,
				       "\"%s\" is already there: name another "
				       "folder, or write over it with --force",
				       path);
	}
	return OK;
}

static enum rc open_files(struct sim *s, struct err *err)
{
	char path[4096];
	enum rc rc = file_make_dir(s->opt->out, err);
	for (int f = 0; f < N_SIM_FILE && !rc; f++) {
		path_of(path, s, f, ".part");
		rc = out_open(&s->out[f], path, sim_file_header[f], err);
	}
	return rc;
}

static enum rc close_files(struct sim *s, struct err *err)
{
	char part[4096], path[4096];
	enum rc rc = OK;
	for (int f = 0; f < N_SIM_FILE && !rc; f++) {
		path_of(part, s, f, ".part");
		rc = out_close(&s->out[f], part, err);
		s->sum.rows[f] = s->out[f].rows;
		s->sum.bytes += s->out[f].bytes;
	}
	for (int f = 0; f < N_SIM_FILE && !rc; f++) {
		path_of(part, s, f, ".part");
		path_of(path, s, f, "");
		if (rename(part, path) != 0)
			rc = err_set(err, E_IO,
				     "could not give \"%s\" its name: %s", path,
				     strerror(errno));
	}
	return rc;
}

static void abandon_files(struct sim *s)
{
	char part[4096];
	for (int f = 0; f < N_SIM_FILE; f++) {
		if (!s->out[f].buf)
			continue;
		out_abandon(&s->out[f]);
		path_of(part, s, f, ".part");
		unlink(part);
	}
}

static enum rc make_months(struct sim *s, struct err *err)
{
	struct ymd end = date_ymd(s->opt->end);
	struct date first = date_of(end.year, end.month, 1);
	s->n_month = s->opt->n_month;
	s->months = arena_array(&s->arena, struct month, (size_t)s->n_month);
	if (!s->months)
		return arena_fail(&s->arena, err);
	for (int i = 0; i < s->n_month; i++)
		s->months[i].first =
			date_add_months(first, i + 1 - s->n_month).days;
	s->first_day = s->months[0].first;
	s->last_day = s->opt->end.days;
	return OK;
}

/* The days of the period as text: a third of the fields are dates. */
static enum rc make_day_text(struct sim *s, struct err *err)
{
	size_t n = (size_t)(s->last_day - s->first_day + DAYS_BEFORE + 1);
	s->day_text = arena_calloc(&s->arena, n, sizeof(*s->day_text));
	if (!s->day_text)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < n; i++)
		put_date(s->day_text[i],
			 s->first_day - DAYS_BEFORE + (int32_t)i);
	return OK;
}

static void free_months(struct sim *s)
{
	for (int i = 0; s->months && i < s->n_month; i++) {
		struct month *m = &s->months[i];
		free(m->drug);
		free(m->visit);
		free(m->stay_ev);
		free(m->urgency_ev);
		free(m->stay);
		free(m->urgency);
		*m = (struct month){.first = m->first};
	}
}

/* What is known of a person whatever the month: truth, exemptions, demand. */
static void once(struct sim *s, uint32_t i, const struct health *h)
{
	for (size_t k = 0; k < h->n; k++) {
		int c = s->tables.condition_of[h->disease[k]];
		truth_condition(s, i, s->kn->conditions[c].code);
	}
	exemptions_add(s, i, h);
	if (s->people[i].registration_end == NO_END)
		demand_add(s, h);
}

/* All people, keeping the events of the months of this pass. */
static void make_events(struct sim *s)
{
	for (uint32_t i = 0; i < s->opt->n_person && !s->rc; i++) {
		struct rng r;
		struct health h;
		if (s->people[i].death < s->first_day)
			continue;
		rng_init_stream(&r, s->opt->seed, i);
		health_draw(s, i, &r, &h);
		if (s->month_from == 0)
			once(s, i, &h);
		if (h.from > h.to)
			continue;
		drugs_make(s, i, &h, &r);
		visits_make(s, i, &h, &r);
		stays_make(s, i, &h, &r);
	}
}

static enum rc make_all(struct sim *s, struct err *err)
{
	size_t per_pass =
		SIM_EVENTS_IN_MEMORY / (s->opt->n_person * EVENTS_PER_MONTH);
	int step = per_pass < 1                    ? 1
		   : per_pass < (size_t)s->n_month ? (int)per_pass
						   : s->n_month;
	for (int m = 0; m < s->n_month && !s->rc; m += step) {
		s->month_from = m;
		s->month_to = m + step < s->n_month ? m + step : s->n_month;
		make_events(s);
		if (s->rc)
			break;
		if (m == 0)
			exemptions_write(s);
		months_write(s);
	}
	if (s->rc && err)
		*err = s->err;
	return s->rc;
}

static enum rc make_world(struct sim *s, struct err *err)
{
	enum rc rc = make_months(s, err);
	if (!rc)
		rc = make_day_text(s, err);
	if (!rc)
		rc = tables_compile(&s->tables, s->kn, &s->arena, err);
	if (!rc)
		rc = towns_make(s, err);
	if (!rc)
		rc = people_make(s, err);
	if (!rc)
		rc = doctors_make(s, err);
	if (!rc)
		rc = providers_make(s, err);
	s->demand_e4 = arena_array(&s->arena, uint64_t, s->kn->n_services + 1);
	if (!rc && !s->demand_e4)
		rc = arena_fail(&s->arena, err);
	return rc;
}

static enum rc write_all(struct sim *s, struct err *err)
{
	people_write(s);
	enum rc rc = identity_write(s, err);
	if (rc)
		return rc;
	doctors_write(s);
	providers_write(s);
	rc = make_all(s, err);
	if (rc)
		return rc;
	for (int f = 0; f < N_SIM_FLOW; f++)
		dirt_rest(s, (enum sim_file)f);
	agendas_write(s);
	closures_write(s);
	return OK;
}

/* Births reach back 105 years, planted dates forward by decades. */
static enum rc check_end(struct date end, struct err *err)
{
	if (end.days >= date_of(2006, 1, 1).days &&
	    end.days <= date_of(2100, 12, 31).days)
		return OK;
	return err_set(err, E_USAGE,
		       "the last day of the records must be between "
		       "2006-01-01 and 2100-12-31");
}

enum rc simulate_run(const struct simulate_options *opt,
		     const struct knowledge *kn, struct simulate_summary *sum,
		     struct err *err)
{
	struct sim s = {.opt = opt, .kn = kn};
	assert(opt->n_person > 0 && opt->n_person <= SIM_MAX_PERSON);
	assert(opt->n_month > 0 && opt->n_month <= SIM_MAX_MONTH);
	for (int f = 0; f < N_SIM_FILE; f++)
		s.out[f].fd = -1;
	arena_init(&s.arena, ARENA_LIMIT);
	rng_init_stream(&s.dirt_rng, opt->seed, STREAM_DIRT);
	enum rc rc = check_end(opt->end, err);
	if (!rc)
		rc = refuse_present(&s, err);
	if (!rc)
		rc = make_world(&s, err);
	if (!rc)
		rc = open_files(&s, err);
	if (!rc)
		rc = write_all(&s, err);
	if (!rc)
		rc = close_files(&s, err);
	if (!rc)
		*sum = s.sum;
	abandon_files(&s);
	free_months(&s);
	free(s.exempted);
	arena_release(&s.arena);
	return rc;
}
