#include "app/strata_load_int.h"

#include "strata/story.h"

static void join_clusters(struct buf *b, const struct knowledge *kn,
			  const uint8_t *list, size_t n)
{
	buf_reset(b);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, '|');
		buf_str(b, kn->clusters[list[i]].code);
	}
}

static enum rc write_stratum(struct strata_writer *w, int64_t person_id,
			     const struct strata_result *r,
			     const struct strata_lists *l, struct err *err)
{
	const struct knowledge *kn = w->app->kn;
	struct stmt *q = w->stratum;
	join_clusters(&w->text, kn, l->cluster, l->n_cluster);
	join_clusters(&w->text2, kn, l->other, l->n_other);
	bind_int(q, "run_id", w->out->run_id);
	bind_int(q, "person_id", person_id);
	bind_int(q, "level", r->level);
	bind_int(q, "level_weighted", r->weighted);
	bind_str(q, "main_cluster",
		 r->main_cluster < 0 ? STR("")
				     : kn->clusters[r->main_cluster].code);
	bind_str(q, "main_condition",
		 r->main_condition < 0
			 ? STR("")
			 : kn->conditions[r->main_condition].code);
	bind_int(q, "n_comorbidities",
		 l->n_cluster ? (int64_t)l->n_cluster - 1 : 0);
	bind_str(q, "clusters", buf_view(&w->text));
	bind_str(q, "other_clusters", buf_view(&w->text2));
	bind_int(q, "charlson_1987", r->charlson_1987);
	bind_int(q, "charlson_2011", r->charlson_2011);
	bind_int(q, "mcs", r->mcs);
	bind_int(q, "n_contacts", r->n_contact);
	return stmt_queue(q, err);
}

static bool among(const uint8_t *list, size_t n, int what)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == what)
			return true;
	return false;
}

static enum rc write_condition(struct strata_writer *w, int64_t person_id,
			       size_t row, int condition,
			       const struct strata_lists *l, struct err *err)
{
	const struct kn_condition *c = &w->app->kn->conditions[condition];
	struct stmt *q = w->condition;
	struct str evidence;
	enum rc rc = evidence_json(w, row, condition, &w->text, err);
	if (!rc)
		rc = buf_finish(&w->text, &evidence, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", w->out->run_id);
	bind_int(q, "person_id", person_id);
	bind_str(q, "condition", c->code);
	bind_str(q, "cluster",
		 c->cluster < 0 ? STR("")
				: w->app->kn->clusters[c->cluster].code);
	bind_int(q, "priority", c->priority);
	bind_int(q, "counting", among(l->cluster, l->n_cluster, c->cluster));
	bind_str(q, "evidence", evidence);
	w->out->n_condition++;
	return stmt_queue(q, err);
}

static enum rc write_near(struct strata_writer *w, int64_t person_id,
			  size_t row, const struct strata_result *r,
			  struct err *err)
{
	struct story_near near[STORY_NEAR_MAX];
	size_t n = story_near(w->s, w->worker, r, near);
	enum rc rc = OK;
	for (size_t i = 0; i < n && !rc; i++) {
		struct stmt *q = w->near;
		struct str evidence;
		int c = near[i].condition;
		rc = evidence_group_json(w, row, near[i].group, &w->text, err);
		if (!rc)
			rc = buf_finish(&w->text, &evidence, err);
		if (rc)
			return rc;
		bind_int(q, "run_id", w->out->run_id);
		bind_int(q, "person_id", person_id);
		bind_str(q, "condition", w->app->kn->conditions[c].code);
		bind_int(q, "done_permille", near[i].done_permille);
		bind_int(q, "stopped", near[i].stopped);
		bind_str(q, "evidence", evidence);
		rc = stmt_queue(q, err);
	}
	return rc;
}

/* A digit for each month, 9 for nine or more. */
static void bind_months(struct stmt *q, const struct therapy_line *d)
{
	char digit[HISTORY_MONTHS];
	for (int i = 0; i < HISTORY_MONTHS; i++)
		digit[i] = (char)('0' + (d->month[i] < 9 ? d->month[i] : 9));
	bind_str(q, "months", (struct str){digit, HISTORY_MONTHS});
}

static enum rc write_therapy(struct strata_writer *w, int64_t person_id,
			     size_t row, struct err *err)
{
	struct stmt *q = w->therapy;
	size_t n = history_therapy(w->s, w->worker, row, w->drugs);
	for (size_t i = 0; i < n; i++) {
		const struct therapy_line *d = &w->drugs[i];
		bind_int(q, "run_id", w->out->run_id);
		bind_int(q, "person_id", person_id);
		bind_str(q, "atc", archive_dict(w->archive, DICT_ATC, d->atc));
		bind_int(q, "n_dispensings", d->n_dispensing);
		bind_date(q, "first_date", d->first);
		bind_date(q, "last_date", d->last);
		bind_int(q, "ddd_e4", d->ddd_e4);
		bind_months(q, d);
		enum rc rc = stmt_queue(q, err);
		if (rc)
			return rc;
	}
	w->out->n_therapy += (int64_t)n;
	return OK;
}

static enum rc write_services(struct strata_writer *w, int64_t person_id,
			      size_t row, struct err *err)
{
	struct stmt *q = w->service;
	size_t n = history_services(w->s, w->worker, row, w->services);
	for (size_t i = 0; i < n; i++) {
		const struct service_line *d = &w->services[i];
		bind_int(q, "run_id", w->out->run_id);
		bind_int(q, "person_id", person_id);
		bind_str(q, "service_code",
			 archive_dict(w->archive, DICT_SERVICE, d->service));
		bind_date(q, "last_date", d->last);
		bind_int(q, "n_365", d->n_365);
		enum rc rc = stmt_queue(q, err);
		if (rc)
			return rc;
	}
	w->out->n_service += (int64_t)n;
	return OK;
}

static enum rc write_having(struct strata_writer *w,
			    const struct strata_subject *p,
			    const uint8_t *clusters, size_t n, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < n && !rc; i++) {
		bind_int(w->having, "run_id", w->out->run_id);
		bind_str(w->having, "cluster",
			 w->app->kn->clusters[clusters[i]].code);
		bind_str(w->having, "pseudonym",
			 archive_person_id(w->archive, p->row));
		rc = stmt_queue(w->having, err);
	}
	return rc;
}

static enum rc write_details(struct strata_writer *w,
			     const struct strata_subject *p,
			     const struct strata_lists *l, struct err *err)
{
	struct strata_result again;
	enum rc rc = OK;
	strata_person(w->s, w->worker, p->row, &again); /* for the evidence */
	for (size_t i = 0; i < l->n_condition && !rc; i++)
		rc = write_condition(w, p->person_id, p->row, l->condition[i],
				     l, err);
	if (!rc)
		rc = write_near(w, p->person_id, p->row, &again, err);
	if (!rc)
		rc = write_therapy(w, p->person_id, p->row, err);
	if (!rc)
		rc = write_services(w, p->person_id, p->row, err);
	if (!rc)
		rc = write_having(w, p, l->cluster, l->n_cluster, err);
	if (!rc)
		rc = write_having(w, p, l->other, l->n_other, err);
	return rc;
}

enum rc write_subject(struct strata_writer *w, const struct strata_subject *p,
		      const struct strata_result *r, struct err *err)
{
	struct strata_lists l;
	struct consumption used;
	strata_lists(w->s, r, &l);
	consumption_of(w->s, w->worker, p->row, &used);
	profile_add(w->profile, p->area, r, &l, &used);
	enum rc rc = write_stratum(w, p->person_id, r, &l, err);
	if (!rc && r->level >= 1 && r->level <= 3)
		rc = write_details(w, p, &l, err);
	w->out->n_person++;
	w->out->level[r->level < 6 ? r->level : 0]++;
	return rc;
}
