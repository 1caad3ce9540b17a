#include "strata/changes.h"

const char *const changes_kind_name[N_CHANGES_KIND] = {"same", "up", "down",
						       "in", "out"};

static void set_add(struct changes_set *s, size_t i)
{
	s->word[i / 64] |= UINT64_C(1) << (i % 64);
}

/* Place of a code in a list, added when it is new. */
static enum rc place_of(struct changes_code *list, size_t *n, struct str code,
			uint8_t *out, struct err *err)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(list[i].code, code)) {
			*out = (uint8_t)i;
			return OK;
		}
	if (*n == CHANGES_MAX)
		return err_set(err, E_LIMIT,
			       "more than %d codes in the two sides",
			       CHANGES_MAX);
	list[*n] = (struct changes_code){.code = code};
	*out = (uint8_t)(*n)++;
	return OK;
}

static enum rc add_condition(struct changes *c, struct changes_side *side,
			     struct str code, const struct knowledge *kn,
			     struct err *err)
{
	size_t i = side->n;
	int known = kn_condition_index(kn, code);
	enum rc rc = place_of(c->condition, &c->n_condition, code,
			      &side->condition[i], err);
	if (rc)
		return rc;
	side->n++;
	if (known < 0)
		return OK;
	const struct kn_condition *k = &kn->conditions[known];
	c->condition[side->condition[i]].name_it = k->name_it;
	c->condition[side->condition[i]].name_en = k->name_en;
	if (k->cluster < 0)
		return OK;
	const struct kn_cluster *of = &kn->clusters[k->cluster];
	rc = place_of(c->cluster, &c->n_cluster, of->code, &side->cluster[i],
		      err);
	if (rc)
		return rc;
	side->has_cluster[i] = true;
	c->cluster[side->cluster[i]].name_it = of->name_it;
	c->cluster[side->cluster[i]].name_en = of->name_en;
	return OK;
}

enum rc changes_of_tables(struct changes *c, struct changes_side *side,
			  const struct knowledge *kn, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < kn->n_conditions && !rc; i++)
		rc = add_condition(c, side, kn->conditions[i].code, kn, err);
	return rc;
}

enum rc changes_of_run(struct changes *c, struct changes_side *side,
		       const struct kept *k, const struct knowledge *kn,
		       struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < kept_n_condition(k) && !rc; i++)
		rc = i < STRATA_MAX_CONDITION
			     ? add_condition(c, side, kept_condition(k, (int)i),
					     kn, err)
			     : err_set(err, E_FORMAT,
				       "a kept run has too many conditions");
	return rc;
}

static uint8_t place(const struct strata_result *r)
{
	if (!r || r->status != STRATA_ACTIVE)
		return 0;
	return r->level >= 1 && r->level <= 5 ? r->level : 6;
}

static enum changes_kind kind_of(uint8_t from, uint8_t to)
{
	if (from == to)
		return CHANGES_SAME;
	if (!from)
		return CHANGES_IN;
	if (!to)
		return CHANGES_OUT;
	return to < from ? CHANGES_UP : CHANGES_DOWN;
}

static void sets_of(const struct changes_side *side,
		    const struct strata_result *r,
		    struct changes_set *condition, struct changes_set *cluster)
{
	*condition = *cluster = (struct changes_set){{0}};
	for (int k = 0; r && r->status == STRATA_ACTIVE && k < 2; k++)
		for (uint64_t left = r->conditions[k]; left; left &= left - 1) {
			size_t i =
				(size_t)__builtin_ctzll(left) + 64 * (size_t)k;
			if (i >= side->n)
				continue;
			set_add(condition, side->condition[i]);
			if (side->has_cluster[i])
				set_add(cluster, side->cluster[i]);
		}
}

/* Count a and b code by code; who has it in one only goes to gained or lost. */
static bool tally(struct changes_code *list, const struct changes_set *a,
		  const struct changes_set *b, struct changes_set *gained,
		  struct changes_set *lost)
{
	bool any = false;
	for (size_t k = 0; k < countof(a->word); k++) {
		gained->word[k] = b->word[k] & ~a->word[k];
		lost->word[k] = a->word[k] & ~b->word[k];
		any |= gained->word[k] || lost->word[k];
		for (uint64_t left = a->word[k] | b->word[k]; left;
		     left &= left - 1) {
			size_t i = (size_t)__builtin_ctzll(left);
			struct changes_code *c = &list[i + 64 * k];
			c->before += a->word[k] >> i & 1;
			c->after += b->word[k] >> i & 1;
			c->gained += gained->word[k] >> i & 1;
			c->lost += lost->word[k] >> i & 1;
		}
	}
	return any;
}

void changes_add(struct changes *c, const struct strata_result *a,
		 const struct strata_result *b, struct changes_person *out)
{
	struct changes_set condition[2], cluster[2];
	*out = (struct changes_person){.from = place(a), .to = place(b)};
	out->kind = kind_of(out->from, out->to);
	sets_of(&c->before, a, &condition[0], &cluster[0]);
	sets_of(&c->after, b, &condition[1], &cluster[1]);
	out->any = out->kind != CHANGES_SAME;
	out->any |= tally(c->condition, &condition[0], &condition[1],
			  &out->gained, &out->lost);
	out->any |= tally(c->cluster, &cluster[0], &cluster[1],
			  &out->cluster_gained, &out->cluster_lost);
	if (a && b && a->status != b->status)
		out->any = true;
	c->n++;
	c->n_changed += out->any;
	c->kind[out->kind]++;
	c->matrix[out->from][out->to]++;
}

void changes_codes(struct buf *b, const struct changes_code *list, size_t n,
		   const struct changes_set *s)
{
	bool some = false;
	for (size_t i = 0; i < n; i++) {
		if (!changes_has(s, i))
			continue;
		if (some)
			buf_char(b, '|');
		buf_str(b, list[i].code);
		some = true;
	}
}

struct str changes_level(uint8_t place_)
{
	static const char *const text[CHANGES_LEVELS] = {"-", "1", "2", "3",
							 "4", "5", "0"};
	return str_from(text[place_ < CHANGES_LEVELS ? place_ : 0]);
}

/* -------------------------------------------------------------- telling */

static void level_name(struct buf *b, enum lang lang, uint8_t p)
{
	const struct str pair[] = {STR("n"), changes_level(p)};
	if (p >= 1 && p <= 5)
		text_fill(b, MSG_CHG_LEVEL, lang, pair, 1);
	else
		buf_str(b,
			text_of(p ? MSG_CHG_NO_LEVEL : MSG_CHG_OUTSIDE, lang));
}

static bool row_used(const struct changes *c, size_t i)
{
	for (size_t k = 0; k < CHANGES_LEVELS; k++)
		if (c->matrix[i][k] || c->matrix[k][i])
			return true;
	return false;
}

static void matrix_text(const struct changes *c, enum lang lang, struct buf *b)
{
	buf_str(b, text_of(MSG_CHG_MATRIX, lang));
	buf_printf(b, ":\n%-16s", "");
	for (size_t k = 0; k < CHANGES_LEVELS; k++)
		if (row_used(c, k))
			buf_printf(b, " %9.*s",
				   STR_ARG(changes_level((uint8_t)k)));
	buf_char(b, '\n');
	for (size_t i = 0; i < CHANGES_LEVELS; i++) {
		if (!row_used(c, i))
			continue;
		struct buf name;
		buf_init(&name, 64);
		level_name(&name, lang, (uint8_t)i);
		buf_printf(b, "  %-14.*s", STR_ARG(buf_view(&name)));
		buf_release(&name);
		for (size_t k = 0; k < CHANGES_LEVELS; k++)
			if (row_used(c, k))
				buf_printf(b, " %9" PRIu64, c->matrix[i][k]);
		buf_char(b, '\n');
	}
}

static void codes_text(const struct changes_code *list, size_t n,
		       enum msg title, enum lang lang, struct buf *b)
{
	bool some = false;
	for (size_t i = 0; i < n; i++) {
		const struct changes_code *k = &list[i];
		if (!k->gained && !k->lost)
			continue;
		if (!some) {
			buf_char(b, '\n');
			buf_str(b, text_of(title, lang));
			buf_text(b, ":\n");
		}
		some = true;
		buf_printf(b,
			   "  %-12.*s %9" PRIu64 " %9" PRIu64 " %+9" PRId64
			   " %+9" PRId64 "  ",
			   STR_ARG(k->code), k->before, k->after,
			   (int64_t)k->gained, -(int64_t)k->lost);
		buf_str(b, lang == LANG_IT ? k->name_it : k->name_en);
		buf_char(b, '\n');
	}
}

void changes_text(const struct changes *c, enum lang lang, struct buf *b)
{
	static const enum msg kind[N_CHANGES_KIND] = {MSG_CHG_SAME, MSG_CHG_UP,
						      MSG_CHG_DOWN, MSG_CHG_IN,
						      MSG_CHG_OUT};
	for (size_t i = 0; i < N_CHANGES_KIND; i++) {
		buf_printf(b, "  %9" PRIu64 " ", c->kind[i]);
		buf_str(b, text_of(kind[i], lang));
		buf_char(b, '\n');
	}
	buf_char(b, '\n');
	matrix_text(c, lang, b);
	codes_text(c->cluster, c->n_cluster, MSG_CHG_CLUSTERS, lang, b);
	codes_text(c->condition, c->n_condition, MSG_CHG_CONDITIONS, lang, b);
	if (!c->n_changed) {
		buf_char(b, '\n');
		buf_str(b, text_of(MSG_CHG_NONE, lang));
		buf_char(b, '\n');
	}
}

static void codes_json(const struct changes_code *list, size_t n,
		       const char *key, struct json *j)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		if (!list[i].before && !list[i].after)
			continue;
		json_object(j);
		json_put_str(j, "code", list[i].code);
		json_put_int(j, "before", (int64_t)list[i].before);
		json_put_int(j, "after", (int64_t)list[i].after);
		json_put_int(j, "gained", (int64_t)list[i].gained);
		json_put_int(j, "lost", (int64_t)list[i].lost);
		json_object_end(j);
	}
	json_array_end(j);
}

void changes_json(const struct changes *c, struct json *j)
{
	json_put_int(j, "people", (int64_t)c->n);
	json_put_int(j, "changed", (int64_t)c->n_changed);
	for (size_t i = 0; i < N_CHANGES_KIND; i++)
		json_put_int(j, changes_kind_name[i], (int64_t)c->kind[i]);
	json_key(j, "matrix");
	json_array(j);
	for (uint8_t i = 0; i < CHANGES_LEVELS; i++)
		for (uint8_t k = 0; k < CHANGES_LEVELS; k++) {
			if (!c->matrix[i][k])
				continue;
			json_object(j);
			json_put_str(j, "from", changes_level(i));
			json_put_str(j, "to", changes_level(k));
			json_put_int(j, "people", (int64_t)c->matrix[i][k]);
			json_object_end(j);
		}
	json_array_end(j);
	codes_json(c->cluster, c->n_cluster, "clusters", j);
	codes_json(c->condition, c->n_condition, "conditions", j);
}
