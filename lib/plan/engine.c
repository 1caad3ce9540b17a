/* The tables a draft reads, indexed once. */
#include "csv/csv.h"
#include "plan/plan_int.h"

static enum rc index_sets(struct plan_engine *e, struct err *err)
{
	const struct knowledge *kn = e->kn;
	size_t at = 0;
	e->set_from =
		arena_calloc(&e->arena, kn->n_conditions, sizeof(*e->set_from));
	e->set_trigger =
		arena_array(&e->arena, const struct trigger *, kn->n_sets + 1);
	if (!e->set_from || !e->set_trigger)
		return arena_fail(&e->arena, err);
	for (size_t c = 0; c < kn->n_conditions; c++)
		for (int level = 1; level <= MAX_LEVEL + 1; level++) {
			while (at < kn->n_sets &&
			       (kn->sets[at].condition < (int)c ||
				(kn->sets[at].condition == (int)c &&
				 kn->sets[at].level < level)))
				at++;
			e->set_from[c][level] = (uint32_t)at;
		}
	return OK;
}

static enum rc one_trigger(struct plan_engine *e, const struct csv *c,
			   struct err *err)
{
	struct trigger *t = &e->triggers[e->n_triggers];
	if (c->n != 3 || !c->field[0].len || !c->field[1].len)
		return err_set(err, E_FORMAT,
			       "careplan_triggers.csv:%" PRIu64
			       ": three columns are wanted, note, atc, source",
			       c->line);
	for (struct str rest = c->field[1]; rest.ptr;) {
		struct str atc = str_cut(&rest, '|');
		if (!kn_is_atc(atc))
			return err_set(err, E_FORMAT,
				       "careplan_triggers.csv:%" PRIu64
				       ": atc: \"" STR_FMT
				       "\" is not an ATC code",
				       c->line, STR_ARG(atc));
	}
	t->note = arena_str(&e->arena, c->field[0]);
	t->atc = arena_str(&e->arena, c->field[1]);
	t->source = arena_str(&e->arena, c->field[2]);
	if (!t->note.ptr || !t->atc.ptr || !t->source.ptr)
		return arena_fail(&e->arena, err);
	e->n_triggers++;
	return OK;
}

static enum rc read_triggers(struct plan_engine *e, struct str text,
			     struct err *err)
{
	struct csv c;
	size_t lines = 1;
	enum rc rc;
	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	e->triggers = arena_array(&e->arena, struct trigger, lines);
	if (!e->triggers)
		return arena_fail(&e->arena, err);
	csv_init(&c, text);
	rc = csv_next(&c, err); /* header */
	while (!rc && !(rc = csv_next(&c, err)))
		rc = one_trigger(e, &c, err);
	csv_release(&c);
	return rc == E_NOT_FOUND ? OK : rc;
}

static void index_triggers(struct plan_engine *e)
{
	for (size_t i = 0; i < e->kn->n_sets; i++) {
		const struct kn_set *s = &e->kn->sets[i];
		for (size_t k = 0;
		     s->use == USE_CONDITIONAL && k < e->n_triggers; k++)
			if (str_eq(s->note, e->triggers[k].note))
				e->set_trigger[i] = &e->triggers[k];
	}
}

enum rc plan_engine_new(struct plan_engine **out, const struct knowledge *kn,
			struct str triggers, struct err *err)
{
	struct plan_engine *e = calloc(1, sizeof(*e));
	enum rc rc;
	if (!e)
		return err_set(err, E_NOMEM, "no memory for the plan tables");
	arena_init(&e->arena, 1u << 20); /* 82 conditions, 1,800 set rows */
	e->kn = kn;
	rc = index_sets(e, err);
	if (!rc && triggers.len)
		rc = read_triggers(e, triggers, err);
	if (!rc)
		rc = therapy_index_new(&e->drugs, kn, err);
	if (rc) {
		plan_engine_free(e);
		return rc;
	}
	index_triggers(e);
	*out = e;
	return OK;
}

void plan_engine_free(struct plan_engine *e)
{
	if (!e)
		return;
	therapy_index_free(e->drugs);
	arena_release(&e->arena);
	free(e);
}

const struct knowledge *plan_engine_knowledge(const struct plan_engine *e)
{
	return e->kn;
}

const struct therapy_index *plan_engine_therapy(const struct plan_engine *e)
{
	return e->drugs;
}
