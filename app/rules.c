#include "app/rules.h"

#include "json/json.h"

#define HISTORY_MAX 10000u /* rows of one key; a year sees a handful */
#define DETAIL_MAX  4096u  /* audit detail: a key, two values, a day */

enum rule_kind rule_kind_of(struct str name)
{
	enum rule_kind k = 0;
	while (k < N_RULE_KIND && !str_is(name, rule_kind_name[k]))
		k++;
	return k;
}

static void bind_rule(struct stmt *q, const struct rule *x, int64_t id)
{
	bind_int(q, "id", id);
	bind_str(q, "kind", str_from(rule_kind_name[x->kind]));
	bind_str(q, "key", x->key);
	bind_str(q, "ats", x->ats);
	bind_str(q, "value", x->value);
	bind_str(q, "unit", x->unit);
	bind_str(q, "source", x->source);
	bind_str(q, "confidence", x->confidence);
	bind_str(q, "note", x->note);
	bind_date(q, "valid_from", x->valid_from);
	bind_date(q, "valid_to", x->valid_to);
}

static enum rc seed(struct app *app, const struct rules *from, struct err *err)
{
	struct stmt *q = NULL;
	int64_t added = 0;
	char detail[64];
	enum rc rc = db_prepare(app->db, SQL_RULE_SEED, &q, err);
	for (size_t i = 0; i < from->n && !rc; i++) {
		bind_rule(q, &from->list[i], app_id(app));
		rc = stmt_run(q, err);
		if (!rc)
			added += stmt_changes(q);
	}
	stmt_close(q);
	if (rc || !added)
		return rc;
	snprintf(detail, sizeof(detail), "{\"rows\":%" PRId64 "}", added);
	return audit_write(app,
			   &(struct audit_event){.action = "rule.seed",
						 .entity = "rule",
						 .detail = str_from(detail)},
			   err);
}

/* Columns kind .. recorded_us, as rule_all and rule_history give them; the
 * texts live until the next step. */
static enum rc take_rule(const struct stmt *q, struct rule *out,
			 struct err *err)
{
	struct date to = col_date(q, 9);
	*out = (struct rule){
		.kind = rule_kind_of(col_str(q, 0)),
		.key = col_str(q, 1),
		.ats = col_str(q, 2),
		.value = col_str(q, 3),
		.unit = col_str(q, 4),
		.source = col_str(q, 5),
		.confidence = col_str(q, 6),
		.note = col_str(q, 7),
		.valid_from = col_date(q, 8),
		.valid_to = date_is_none(to) ? DATE_MAX : to,
		.recorded_us = col_int(q, 10),
	};
	if (out->kind == N_RULE_KIND)
		return err_set(err, E_FORMAT,
			       "rule \"" STR_FMT "\" has the unknown kind "
			       "\"" STR_FMT "\": the database is of a later "
			       "version",
			       STR_ARG(out->key), STR_ARG(col_str(q, 0)));
	return OK;
}

enum rc rules_read(struct db *db, struct rules *out, struct err *err)
{
	struct stmt *q = NULL;
	struct rule x;
	bool row = false;
	rules_init(out);
	enum rc rc = db_prepare(db, SQL_RULE_ALL, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = take_rule(q, &x, err);
		if (!rc)
			rc = rules_add(out, &x, err);
	}
	stmt_close(q);
	rules_sort(out);
	if (rc)
		rules_release(out);
	return rc;
}

/* ---- a change */

struct timeline {           /* what stands around the day of the change */
	struct rule before; /* covers the day before; key NULL: none */
	int64_t before_id;
	bool covers;      /* ... and the day itself */
	struct rule same; /* begins on the day itself */
	int64_t same_id;
	struct date until; /* day before the next row */
};

static struct rule standing(const struct stmt *q, const struct rule_change *c,
			    struct arena *a)
{
	struct date to = col_date(q, 7);
	return (struct rule){
		.kind = c->kind,
		.key = c->key,
		.ats = c->ats,
		.value = col_text(q, 1, a),
		.unit = col_text(q, 2, a),
		.source = col_text(q, 3, a),
		.confidence = col_text(q, 4, a),
		.note = col_text(q, 5, a),
		.valid_from = col_date(q, 6),
		.valid_to = date_is_none(to) ? DATE_MAX : to,
	};
}

static enum rc read_timeline(struct app *app, const struct rule_change *c,
			     struct arena *a, struct timeline *t,
			     struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*t = (struct timeline){.until = DATE_MAX};
	enum rc rc = db_prepare(app->db, SQL_RULE_OF_KEY, &q, err);
	if (rc)
		return rc;
	bind_str(q, "kind", str_from(rule_kind_name[c->kind]));
	bind_str(q, "key", c->key);
	bind_str(q, "ats", c->ats);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct rule x = standing(q, c, a);
		if (x.valid_from.days < c->from.days) {
			t->before = x;
			t->before_id = col_int(q, 0);
			t->covers = x.valid_to.days >= c->from.days;
		} else if (x.valid_from.days == c->from.days) {
			t->same = x;
			t->same_id = col_int(q, 0);
		} else if (x.valid_from.days <= t->until.days) {
			t->until = date_add(x.valid_from, -1);
		}
	}
	stmt_close(q);
	return rc;
}

static enum rc replace(struct app *app, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_RULE_REPLACE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

static enum rc insert(struct app *app, const struct rule *x, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_RULE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_rule(q, x, app_id(app));
	bind_int(q, "recorded_us", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

/* End the row before on the eve, or take the place of the one of that day. */
static enum rc make_way(struct app *app, const struct rule_change *c,
			const struct timeline *t, struct err *err)
{
	enum rc rc = OK;
	if (t->same_id)
		return replace(app, t->same_id, err);
	if (!t->covers)
		return OK;
	struct rule ended = t->before;
	ended.valid_to = date_add(c->from, -1);
	rc = replace(app, t->before_id, err);
	if (!rc)
		rc = insert(app, &ended, err);
	return rc;
}

static enum rc write_audit(struct app *app, const struct rule_change *c,
			   const struct rule *old, struct err *err)
{
	struct buf b;
	struct json j;
	struct str detail;
	buf_init(&b, DETAIL_MAX);
	json_init(&j, &b);
	json_object(&j);
	json_put_str(&j, "kind", str_from(rule_kind_name[c->kind]));
	json_put_str(&j, "key", c->key);
	json_put_str(&j, "ats", c->ats);
	json_put_date(&j, "from", c->from);
	json_put_str(&j, "value", c->value);
	if (old)
		json_put_str(&j, "was", old->value);
	json_object_end(&j);
	enum rc rc = buf_finish(&b, &detail, err);
	if (!rc)
		rc = audit_write(app,
				 &(struct audit_event){.action = "rule.set",
						       .entity = "rule",
						       .detail = detail},
				 err);
	buf_release(&b);
	return rc;
}

/* The row of the same key whose unit and meaning the new one takes over. */
static const struct rule *model(const struct rules *r,
				const struct rule_change *c)
{
	const struct rule *any = NULL;
	for (size_t i = 0; i < r->n; i++) {
		const struct rule *x = &r->list[i];
		if (x->kind != c->kind || !str_eq(x->key, c->key))
			continue;
		if (!any || str_eq(x->ats, c->ats))
			any = x;
	}
	return any;
}

static bool ats_known(const struct knowledge *kn, struct str ats)
{
	for (size_t i = 0; i < kn->n_places; i++)
		if (str_is(kn->places[i].type, "ats") &&
		    str_eq(kn->places[i].code, ats))
			return true;
	return !ats.len;
}

static enum rc check_change(const struct app *app, const struct rule_change *c,
			    struct rule *fresh, struct err *err)
{
	const struct rule *like = model(&app->rules, c);
	if (!like)
		return err_set(err, E_NOT_FOUND,
			       "there is no %s \"" STR_FMT
			       "\": \"prossima rules list\" shows the names",
			       rule_kind_name[c->kind], STR_ARG(c->key));
	if (!ats_known(app->kn, c->ats))
		return err_set(err, E_NOT_FOUND,
			       "there is no ATS \"" STR_FMT
			       "\": write its three digits, as 325",
			       STR_ARG(c->ats));
	if (!str_trim(c->source).len)
		return err_set(err, E_RANGE,
			       "rule \"" STR_FMT "\" needs a source: the act, "
			       "letter or person that says so",
			       STR_ARG(c->key));
	*fresh = (struct rule){.kind = c->kind,
			       .key = c->key,
			       .ats = c->ats,
			       .value = c->value,
			       .unit = like->unit,
			       .source = c->source,
			       .note = c->note,
			       .valid_from = c->from};
	const char *why = rule_wrong(fresh);
	if (why)
		return err_set(err, E_RANGE,
			       "rule \"" STR_FMT "\": \"" STR_FMT "\" %s",
			       STR_ARG(c->key), STR_ARG(c->value), why);
	return OK;
}

static enum rc change(struct app *app, const struct rule_change *c,
		      struct rule *fresh, struct err *err)
{
	struct arena a;
	struct timeline t;
	arena_init(&a, 1u << 20);
	enum rc rc = read_timeline(app, c, &a, &t, err);
	const struct rule *old = t.same_id  ? &t.same
				 : t.covers ? &t.before
					    : NULL;
	fresh->valid_to = t.until;
	if (!rc && old && str_eq(old->value, c->value))
		rc = err_set(err, E_CONFLICT,
			     "rule \"" STR_FMT "\" is already \"" STR_FMT
			     "\" on that day",
			     STR_ARG(c->key), STR_ARG(c->value));
	if (!rc)
		rc = make_way(app, c, &t, err);
	if (!rc)
		rc = insert(app, fresh, err);
	if (!rc)
		rc = write_audit(app, c, old, err);
	arena_release(&a);
	return rc;
}

/* After a write: what the process reads is what the table holds. */
static enum rc read_again(struct app *app, struct err *err)
{
	struct rules now;
	enum rc rc = rules_read(app->db, &now, err);
	if (rc)
		return rc;
	rules_release(&app->rules);
	app->rules = now;
	return OK;
}

enum rc app_rules_seed(struct app *app, const char *dir, struct err *err)
{
	struct rules from = {.n = 0};
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc)
		rc = rules_load(&from, dir, NULL, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = seed(app, &from, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (!rc)
		rc = read_again(app, err);
	else
		db_rollback(app->db);
	rules_release(&from);
	return rc;
}

enum rc app_rule_set(struct app *app, const struct rule_change *c,
		     struct err *err)
{
	struct rule fresh = {.kind = c->kind};
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc)
		rc = check_change(app, c, &fresh, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = change(app, c, &fresh, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc) {
		db_rollback(app->db);
		return rc;
	}
	return read_again(app, err);
}

static bool keep_texts(struct rule *x, struct arena *a)
{
	struct str *const texts[] = {&x->key,  &x->ats,    &x->value,
				     &x->unit, &x->source, &x->confidence,
				     &x->note};
	for (size_t i = 0; i < countof(texts); i++) {
		*texts[i] = arena_str(a, *texts[i]);
		if (!texts[i]->ptr)
			return false;
	}
	return true;
}

enum rc app_rule_history(struct app *app, struct str key, struct arena *a,
			 struct rule_record **out, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	struct rule_record *list = NULL, *kept = NULL;
	size_t cap = 0, count = 0;
	bool row = false;
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_RULE_HISTORY, &q, err);
	if (rc)
		goto out;
	bind_str(q, "key", key);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&list, &cap, count + 1, sizeof(*list),
				HISTORY_MAX, err);
		if (!rc)
			rc = take_rule(q, &list[count].rule, err);
		if (!rc && !keep_texts(&list[count].rule, a))
			rc = arena_fail(a, err);
		if (rc)
			goto out;
		list[count++].replaced_us = col_int(q, 11);
	}
	if (rc)
		goto out;
	kept = arena_array(a, struct rule_record, count + 1);
	if (!kept) {
		rc = arena_fail(a, err);
		goto out;
	}
	if (count)
		memcpy(kept, list, count * sizeof(*list));
	*out = kept;
	*n = count;
out:
	stmt_close(q);
	free(list);
	return rc;
}
