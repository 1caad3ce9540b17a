/* Reasons as JSON, for the database and for machines, and back. A reason
 * holds copies of what the tables said on the day of the draft, so that a
 * signed plan explains itself after the tables have changed. Keys are short:
 * a region has tens of millions of lines. */
#include "plan/plan.h"

static const char *const use_name[] = {"planned", "conditional", "once"};

static void put_some(struct json *j, const char *key, struct str s)
{
	if (s.len)
		json_put_str(j, key, s);
}

static void put_e4(struct json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_decimal(j, v, 4);
}

static void put_ask(struct json *j, const struct plan_ask *k)
{
	json_object(j);
	json_put_str(j, "condition", k->condition);
	json_put_int(j, "level", k->level);
	put_e4(j, "times", k->times_e4);
	put_e4(j, "months", k->interval_e4);
	if (k->use != USE_PLANNED)
		json_put_str(j, "use", str_from(use_name[k->use]));
	put_some(j, "note", k->note);
	put_some(j, "drug", k->trigger);
	json_put_str(j, "source", k->source);
	json_put_str(j, "provenance", k->provenance);
	json_put_str(j, "confidence", k->confidence);
	json_object_end(j);
}

static void put_rules(struct json *j, const struct knowledge *kn,
		      const struct plan_line *l)
{
	if (l->merge_rule.len) {
		json_put_str(j, "rule", l->merge_rule);
		json_put_str(j, "rule_reason", l->merge_reason);
		put_e4(j, "asked", l->asked_e4);
	}
	if (l->other >= 0) {
		json_put_str(j, "other", kn->services[l->other].code);
		put_some(j, "other_note", l->other_note);
	}
	if (l->has_choice) {
		json_put_str(j, "choice",
			     str_from(plan_choice_name[l->choice]));
		put_some(j, "choice_reason", l->choice_reason);
	}
}

static void put_dates(struct json *j, const struct plan_line *l)
{
	if (!date_is_none(l->last))
		json_put_date(j, "last", l->last);
	if (l->out == OUT_NOT_DUE)
		json_put_date(j, "next", l->first_due);
	if (l->out != OUT_NO && l->out != OUT_INCLUDED)
		return;
	json_put_str(j, "due", str_from(plan_due_name[l->due]));
	json_put_int(j, "early", l->early_days);
	json_put_int(j, "late", l->late_days);
	json_put_int(j, "planned", l->n_planned);
	if (l->n_included)
		json_put_int(j, "included", l->n_included);
	if (l->sessions)
		json_put_int(j, "sessions", l->sessions);
	if (l->minimum)
		json_put_bool(j, "minimum", true);
}

void plan_line_reason(struct json *j, const struct knowledge *kn,
		      const struct plan_line *l)
{
	json_object(j);
	if (l->out != OUT_NO)
		json_put_str(j, "out", str_from(plan_out_name[l->out]));
	if (l->n_asks) {
		json_key(j, "asks");
		json_array(j);
		for (size_t i = 0; i < l->n_asks; i++)
			put_ask(j, &l->asks[i]);
		json_array_end(j);
		json_put_int(j, "won", l->won);
	}
	put_rules(j, kn, l);
	put_dates(j, l);
	json_object_end(j);
}

/* Position of a word in a table of names; 0 when it is not there. */
static int named(struct str s, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (str_is(s, names[i]))
			return i;
	return 0;
}

static void get_ask(struct plan_ask *k, const struct json_value *v)
{
	*k = (struct plan_ask){
		.condition = json_get_str(v, "condition"),
		.level = (int)json_get_int(v, "level", 0),
		.times_e4 = json_get_decimal(v, "times", 4, 0),
		.interval_e4 = json_get_decimal(v, "months", 4, 0),
		.use = (enum kn_use)named(json_get_str(v, "use"), use_name, 3),
		.note = json_get_str(v, "note"),
		.trigger = json_get_str(v, "drug"),
		.source = json_get_str(v, "source"),
		.provenance = json_get_str(v, "provenance"),
		.confidence = json_get_str(v, "confidence")};
}

static enum rc get_asks(struct plan_line *l, const struct json_value *v,
			struct arena *a, struct err *err)
{
	const struct json_value *list = json_get(v, "asks");
	if (!list || list->kind != JSON_ARRAY)
		return OK;
	struct plan_ask *asks = arena_array(a, struct plan_ask, list->n + 1);
	if (!asks)
		return arena_fail(a, err);
	size_t n = 0;
	for (const struct json_value *c = list->first; c; c = c->next)
		get_ask(&asks[n++], c);
	l->asks = asks;
	l->n_asks = n;
	int64_t won = json_get_int(v, "won", -1);
	l->won = won >= 0 && won < (int64_t)n ? (int)won : -1;
	return OK;
}

static void get_rules(struct plan_line *l, const struct knowledge *kn,
		      const struct json_value *v)
{
	l->merge_rule = json_get_str(v, "rule");
	l->merge_reason = json_get_str(v, "rule_reason");
	l->asked_e4 = json_get_decimal(v, "asked", 4, l->times_e4);
	l->other = kn_service_index(kn, json_get_str(v, "other"));
	l->other_note = json_get_str(v, "other_note");
	l->has_choice = json_get(v, "choice") != NULL;
	l->choice = (enum plan_choice_kind)named(json_get_str(v, "choice"),
						 plan_choice_name, N_CHOICE);
	l->choice_reason = json_get_str(v, "choice_reason");
}

static struct date get_date(const struct json_value *v, const char *key)
{
	struct date d;
	return date_parse(json_get_str(v, key), &d, NULL) ? DATE_NONE : d;
}

enum rc plan_line_from_reason(struct plan_line *l, const struct knowledge *kn,
			      const struct json_value *v, struct arena *a,
			      struct err *err)
{
	l->out = (enum plan_out)named(json_get_str(v, "out"), plan_out_name,
				      N_PLAN_OUT);
	get_rules(l, kn, v);
	l->last = get_date(v, "last");
	if (l->out == OUT_NOT_DUE)
		l->first_due = get_date(v, "next");
	l->due = (enum plan_due)named(json_get_str(v, "due"), plan_due_name,
				      N_PLAN_DUE);
	l->early_days = (int)json_get_int(v, "early", 0);
	l->late_days = (int)json_get_int(v, "late", 0);
	l->n_planned = (int)json_get_int(v, "planned", 0);
	l->n_included = (int)json_get_int(v, "included", 0);
	l->sessions = (int)json_get_int(v, "sessions", 0);
	l->minimum = json_get_bool(v, "minimum");
	return get_asks(l, v, a, err);
}

void plan_finding_reason(struct json *j, const struct plan_finding *f)
{
	json_object(j);
	json_put_str(j, "kind", str_from(plan_finding_name[f->kind]));
	put_some(j, "severity", f->severity);
	json_put_str(j, "rule", f->rule_id);
	json_put_str(j, "en", f->what_en);
	put_some(j, "why", f->why);
	put_some(j, "why_it", f->why_it);
	put_some(j, "action", f->action);
	put_some(j, "source", f->source);
	json_object_end(j);
}

void plan_finding_from_reason(struct plan_finding *f,
			      const struct json_value *v)
{
	f->kind = (enum plan_finding_kind)named(
		json_get_str(v, "kind"), plan_finding_name, N_PLAN_FINDING);
	f->severity = json_get_str(v, "severity");
	f->rule_id = json_get_str(v, "rule");
	f->what_en = json_get_str(v, "en");
	f->why = json_get_str(v, "why");
	f->why_it = json_get_str(v, "why_it");
	f->action = json_get_str(v, "action");
	f->source = json_get_str(v, "source");
}
