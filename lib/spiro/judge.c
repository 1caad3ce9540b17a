#include "spiro/judge.h"

#include <math.h>

#define EXACT 1e-9 /* limits are met by what equals them */

double spiro_repeat_limit(const struct spiro_rules *r, bool small_child,
			  double greatest)
{
	return small_child ? fmax(r->child_a, r->child_part * greatest)
			   : r->repeat_a;
}

static double bev_limit(const struct spiro_measures *m,
			const struct spiro_rules *r)
{
	return fmax(r->bev_litres, r->bev_part * m->fvc);
}

static bool end_reached(const struct spiro_measures *m,
			const struct spiro_judge *by, bool plateau)
{
	if (plateau || m->fet >= by->rules->long_enough - EXACT)
		return true;
	return !isnan(by->best_fvc) &&
	       m->fvc >= by->best_fvc -
				 spiro_repeat_limit(by->rules, by->small_child,
						    by->best_fvc) -
				 EXACT;
}

/* Comparisons with NAN are false: what is not in the record is not held
 * against the blow. */
static unsigned find_causes(const struct spiro_curve *c,
			    const struct spiro_measures *m,
			    const struct spiro_rules *r,
			    const struct spiro_verdict *v)
{
	struct {
		bool found;
		unsigned bit;
	} const all[] = {
		{!v->bev_ok, SPIRO_BIT(BEV)},
		{!v->zero_ok, SPIRO_BIT(ZERO)},
		{m->break_at <= 1, SPIRO_BIT(COUGH)},
		{m->closed_at <= 1, SPIRO_BIT(GLOTTIS_EARLY)},
		{m->closed_at > 1, SPIRO_BIT(GLOTTIS_LATE)},
		{isnan(m->fev1), SPIRO_BIT(SHORT)},
		{!v->end_reached, SPIRO_BIT(NO_END)},
		{(c->stated & SPIRO_STATED_LEAK) != 0, SPIRO_BIT(LEAK)},
		{(c->stated & SPIRO_STATED_OBSTRUCTION) != 0,
		 SPIRO_BIT(OBSTRUCTION)},
		{m->fivc - m->fvc >
			 fmax(r->fivc_litres, r->fivc_part * m->fvc) + EXACT,
		 SPIRO_BIT(FIVC)},
		{m->late_break_at > 1, SPIRO_BIT(COUGH_LATE)},
		{m->hesitation > r->hesitation, SPIRO_BIT(HESITATION)},
	};
	unsigned causes = 0;
	for (size_t i = 0; i < countof(all); i++)
		if (all[i].found)
			causes |= all[i].bit;
	return causes;
}

#define START  (SPIRO_BIT(BEV) | SPIRO_BIT(ZERO))
#define DEVICE (SPIRO_BIT(LEAK) | SPIRO_BIT(OBSTRUCTION) | SPIRO_BIT(FIVC))
#define BAD_FEV1                                                               \
	(SPIRO_BIT(COUGH) | SPIRO_BIT(GLOTTIS_EARLY) | SPIRO_BIT(SHORT))
#define BAD_FVC                                                                \
	(SPIRO_BIT(GLOTTIS_EARLY) | SPIRO_BIT(GLOTTIS_LATE) | SPIRO_BIT(NO_END))

/* The same for FEV0.75, whose second is shorter. */
static void judge_child(const struct spiro_measures *m, struct spiro_verdict *v)
{
	v->fev075_usable = !(v->causes & START) && !isnan(m->fev075) &&
			   !(m->break_at <= 0.75) && !(m->closed_at <= 0.75);
	v->fev075_acceptable = v->fev075_usable && !(v->causes & DEVICE);
}

void spiro_judge(const struct spiro_curve *c, const struct spiro_measures *m,
		 const struct spiro_judge *by, struct spiro_verdict *out)
{
	const struct spiro_rules *r = by->rules;
	struct spiro_verdict v = {
		.bev_ok = m->bev <= bev_limit(m, r) + EXACT,
		.zero_ok = !(fabs(m->rest_flow) > r->zero_flow + EXACT),
		.plateau = m->last_second <= r->plateau_litres + EXACT,
	};
	v.end_reached = end_reached(m, by, v.plateau);
	v.causes = find_causes(c, m, r, &v);
	v.against_fev1 = v.causes & (START | DEVICE | BAD_FEV1);
	v.against_fvc = v.causes & (START | DEVICE | BAD_FVC);
	v.fev1_acceptable = !v.against_fev1;
	v.fvc_acceptable = !v.against_fvc;
	v.fev1_usable = !(v.causes & (START | BAD_FEV1));
	v.fvc_usable = !(v.causes & (START | SPIRO_BIT(GLOTTIS_EARLY)));
	judge_child(m, &v);
	*out = v;
}

/* ---- words */

const char *spiro_cause_name(enum spiro_cause c)
{
	static const char *const name[N_SPIRO_CAUSE] = {
#define ROW(id, name, msg) name,
		SPIRO_CAUSES(ROW)
#undef ROW
	};
	assert(c < N_SPIRO_CAUSE);
	return name[c];
}

/* "0,12" in Italian */
static struct str figure(char room[32], double v, enum lang lang)
{
	int n = snprintf(room, 32, "%.3f", v);
	while (n > 1 && room[n - 1] == '0')
		n--;
	if (room[n - 1] == '.')
		n--;
	for (int i = 0; i < n && lang == LANG_IT; i++)
		if (room[i] == '.')
			room[i] = ',';
	return (struct str){room, (size_t)n};
}

void spiro_cause_text(struct buf *b, enum spiro_cause c,
		      const struct spiro_measures *m,
		      const struct spiro_rules *r, enum lang lang)
{
	static const enum msg words[N_SPIRO_CAUSE] = {
#define ROW(id, name, msg) MSG_##msg,
		SPIRO_CAUSES(ROW)
#undef ROW
	};
	static const char *const name[] = {"bev",       "limit",   "zero",
					   "last",      "seconds", "fivc",
					   "hesitation"};
	/* of a blow shorter than a second, all came in the last one */
	const double last = isnan(m->last_second) ? m->fvc : m->last_second;
	const double value[] = {m->bev, bev_limit(m, r), m->rest_flow, last,
				m->fet, m->fivc,         m->hesitation};
	char room[countof(name)][32];
	struct str pairs[2 * countof(name)];
	assert(c < N_SPIRO_CAUSE);
	for (size_t i = 0; i < countof(name); i++) {
		pairs[2 * i] = str_from(name[i]);
		pairs[2 * i + 1] = isnan(value[i])
					   ? STR("?")
					   : figure(room[i], value[i], lang);
	}
	text_fill(b, words[c], lang, pairs, countof(name));
}
