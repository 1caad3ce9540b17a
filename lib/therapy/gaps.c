/* Treatment expected and not dispensed, burden, and what needs a value. */
#include "therapy/therapy_int.h"

bool therapy_conditions_hold(const struct knowledge *kn, struct str expr,
			     const int *conditions, size_t n)
{
	for (struct str rest = expr; rest.len;) {
		bool one = false;
		for (struct str alt = str_cut(&rest, '&'); alt.len && !one;) {
			int c = kn_condition_index(kn, str_cut(&alt, '|'));
			for (size_t i = 0; i < n && c >= 0 && !one; i++)
				one = conditions[i] == c;
		}
		if (!one)
			return false;
	}
	return true;
}

int therapy_cha2ds2va(const struct knowledge *kn, const int *conditions,
		      size_t n, int age)
{
	/* data/README.md, "Interactions"; ESC-AF2020 without sex */
	static const struct {
		struct str any;
		int points;
	} rows[] = {
		{STR_INIT("SCOMPENSO"), 1},
		{STR_INIT("IPERTENSIONE"), 1},
		{STR_INIT("DM1|DM1_COMP|DM2|DM2_COMP"), 1},
		{STR_INIT("CEREBROVASC"), 2},
		{STR_INIT("CARD_ISCH|ARTERIOP"), 1},
	};
	int score = age >= 75 ? 2 : age >= 65 ? 1 : 0;
	for (size_t i = 0; i < countof(rows); i++)
		if (therapy_conditions_hold(kn, rows[i].any, conditions, n))
			score += rows[i].points;
	return score;
}

/* Any dispensing of `spec` in the last `days` days, `on` included. */
static bool dispensed(const struct therapy_work *w, struct str spec, int days)
{
	for (size_t i = 0; i < w->n_items && spec.len; i++)
		if (w->items[i]->last.days > w->p->on.days - days &&
		    w->items[i]->last.days <= w->p->on.days &&
		    kn_code_matches(w->items[i]->atc, spec))
			return true;
	return false;
}

/* "drugs:A|B+C": each group was dispensed. */
static bool drugs_hold(const struct therapy_work *w, struct str groups,
		       int days)
{
	for (struct str rest = groups; rest.len;)
		if (!dispensed(w, str_cut(&rest, '+'), days))
			return false;
	return true;
}

static bool test_holds(const struct therapy_work *w, const struct kn_gap *g,
		       int *score)
{
	static const struct str drugs = STR_INIT("drugs:");
	static const struct str cha = STR_INIT("CHA2DS2-VA>=");
	struct str t = g->other_test;
	int64_t least;
	*score = -1;
	if (!t.len)
		return true;
	if (str_starts(t, drugs))
		return drugs_hold(w, str_sub(t, drugs.len, t.len - drugs.len),
				  g->window_days);
	if (!str_starts(t, cha) ||
	    !str_to_int(str_sub(t, cha.len, t.len - cha.len), &least))
		return false; /* a test we do not know proves nothing */
	*score = therapy_cha2ds2va(w->x->kn, w->p->conditions,
				   w->p->n_conditions, w->age);
	return *score >= least;
}

static bool gap_open(const struct therapy_work *w, const struct kn_gap *g,
		     int *score)
{
	const struct knowledge *kn = w->x->kn;
	const struct therapy_person *p = w->p;
	if ((g->age_min != KN_UNSET && w->age < g->age_min) ||
	    (g->age_max != KN_UNSET && w->age > g->age_max) ||
	    (g->sex && g->sex != p->sex))
		return false;
	if (!therapy_conditions_hold(kn, g->conditions, p->conditions,
				     p->n_conditions))
		return false;
	if (g->conditions_none.len &&
	    therapy_conditions_hold(kn, g->conditions_none, p->conditions,
				    p->n_conditions))
		return false;
	if (!test_holds(w, g, score))
		return false;
	return !dispensed(w, g->expected_atc, g->window_days) &&
	       !dispensed(w, g->exclude_atc, g->window_days);
}

static struct str gap_italian(struct therapy_work *w, const struct kn_gap *g,
			      int score)
{
	const struct str none =
		arena_printf(w->a, "nessuno tra " STR_FMT " in %d giorni",
			     STR_ARG(g->expected_atc), g->window_days);
	return score < 0 ? none
			 : arena_printf(w->a, "CHA2DS2-VA %d; " STR_FMT, score,
					STR_ARG(none));
}

void therapy_find_gaps(struct therapy_work *w)
{
	const struct knowledge *kn = w->x->kn;
	for (size_t i = 0; i < kn->n_gaps; i++) {
		const struct kn_gap *g = &kn->gaps[i];
		struct therapy_finding *f;
		int score;
		if (!gap_open(w, g, &score) ||
		    !(f = therapy_add(w, THERAPY_GAP)))
			continue;
		f->severity = THERAPY_QUESTION;
		f->rule_id = g->id;
		f->score = score;
		f->present = true;
		f->what_en = g->message_en;
		f->what_it = g->message_it;
		f->why =
			score < 0
				? arena_printf(w->a,
					       "none of " STR_FMT " in %d days",
					       STR_ARG(g->expected_atc),
					       g->window_days)
				: arena_printf(w->a,
					       "CHA2DS2-VA %d; none of " STR_FMT
					       " in %d days",
					       score, STR_ARG(g->expected_atc),
					       g->window_days);
		f->why_it = gap_italian(w, g, score);
		f->source = g->source;
	}
}

static const struct kn_burden *burden_of(const struct knowledge *kn,
					 struct str atc)
{
	for (size_t i = 0; i < kn->n_burden; i++)
		if (str_eq(kn->burden[i].atc, atc))
			return &kn->burden[i];
	return NULL;
}

/* One more, with its score if it has one. */
static void add_name(struct therapy_work *w, struct str *names, struct str name,
		     int score)
{
	*names = arena_printf(w->a, STR_FMT "%s" STR_FMT, STR_ARG(*names),
			      names->len ? ", " : "", STR_ARG(name));
	if (score)
		*names = arena_printf(w->a, STR_FMT " %d", STR_ARG(*names),
				      score);
}

/* ACB scale: each substance once; what is asked from is a parameter. */
void therapy_find_burden(struct therapy_work *w)
{
	struct therapy_finding *f;
	struct str en = {"", 0}, it = {"", 0};
	int drug[8], n = 0;
	for (size_t i = 0; i < w->n_items; i++) {
		const struct kn_burden *b =
			burden_of(w->x->kn, w->items[i]->atc);
		if (!b || !w->cover[i].present)
			continue;
		w->burden += b->score;
		add_name(w, &it, b->name_it, b->score);
		add_name(w, &en, therapy_drug_name(w, i, false), b->score);
		if (n < (int)countof(drug))
			drug[n++] = w->position[i];
	}
	if (w->burden < w->l->burden_min_score ||
	    w->age < w->l->burden_min_age ||
	    !(f = therapy_add(w, THERAPY_BURDEN)))
		return;
	f->severity = THERAPY_MODERATE;
	f->rule_id = STR("ACB");
	f->score = w->burden;
	f->present = true;
	memcpy(f->drug, drug, (size_t)n * sizeof(*drug));
	f->n_drug = n;
	f->what_en = arena_printf(w->a, "Anticholinergic burden %d: " STR_FMT,
				  w->burden, STR_ARG(en));
	f->what_it = arena_printf(w->a, "Carico anticolinergico %d: " STR_FMT,
				  w->burden, STR_ARG(it));
	f->why = STR("Confusion, falls, urinary retention, constipation");
	f->action = STR("Review: replace or withdraw one");
	f->source = STR("ACB2012");
}

static bool renal_rule(const struct knowledge *kn, struct str atc)
{
	for (size_t i = 0; i < kn->n_renal; i++)
		if (str_starts(atc, kn->renal[i].atc))
			return true;
	return false;
}

/* Without a value no advice: only that one is needed. */
void therapy_find_renal(struct therapy_work *w)
{
	struct therapy_finding *f;
	struct str en = {"", 0}, it = {"", 0};
	int drug[8], n = 0;
	for (size_t i = 0; i < w->n_items; i++) {
		if (!w->cover[i].present ||
		    !renal_rule(w->x->kn, w->items[i]->atc))
			continue;
		add_name(w, &it, therapy_drug_name(w, i, true), 0);
		add_name(w, &en, therapy_drug_name(w, i, false), 0);
		if (n < (int)countof(drug))
			drug[n++] = w->position[i];
	}
	if (!n || !(f = therapy_add(w, THERAPY_RENAL)))
		return;
	f->severity = THERAPY_QUESTION;
	f->rule_id = STR("RENAL");
	f->present = true;
	memcpy(f->drug, drug, (size_t)n * sizeof(*drug));
	f->n_drug = n;
	f->what_en = arena_printf(w->a, "Needs a recent creatinine: " STR_FMT,
				  STR_ARG(en));
	f->what_it = arena_printf(
		w->a, "Serve una creatinina recente: " STR_FMT, STR_ARG(it));
	f->why = STR("The dose depends on kidney function");
	f->source = STR("SPC");
}
