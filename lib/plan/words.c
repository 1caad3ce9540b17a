/* Reasons for a human. */
#include "knowledge/names.h"
#include "plan/plan.h"

static const char *pick(enum lang lang, const char *it, const char *en)
{
	return lang == LANG_IT ? it : en;
}

static void decimal(struct buf *b, int64_t v_e4, enum lang lang)
{
	size_t at = b->len;
	buf_decimal(b, v_e4, 4);
	for (size_t i = at; lang == LANG_IT && i < b->len; i++)
		if (b->ptr[i] == '.')
			b->ptr[i] = ',';
}

void plan_times_text(struct buf *b, int64_t times_e4, int64_t interval_e4,
		     enum lang lang)
{
	if (times_e4 == 10000) {
		buf_text(b, pick(lang, "1 volta l'anno", "once a year"));
	} else if (times_e4 > 10000) {
		decimal(b, times_e4, lang);
		buf_text(b, pick(lang, " volte l'anno", " times a year"));
	} else {
		buf_text(b, pick(lang, "ogni ", "every "));
		buf_int(b, (interval_e4 + 5000) / 10000);
		buf_text(b, pick(lang, " mesi", " months"));
	}
}

static struct str condition_name(const struct knowledge *kn, struct str code,
				 enum lang lang)
{
	int c = kn_condition_index(kn, code);
	if (c < 0)
		return code;
	return lang == LANG_IT ? kn->conditions[c].name_it
			       : kn->conditions[c].name_en;
}

static void put_name(struct buf *b, const struct knowledge *kn, int service,
		     enum lang lang)
{
	buf_str(b, kn_term(kn->services[service].name_it, lang));
	buf_text(b, " (");
	buf_str(b, kn->services[service].code);
	buf_char(b, ')');
}

static void put_note(struct buf *b, struct str note, enum lang lang)
{
	if (!note.len)
		return;
	buf_text(b, " [");
	kn_put_phrase(b, note, lang);
	buf_char(b, ']');
}

/* Does an ask carry the line, or only stand beside it? */
static bool carries(const struct plan_line *l, const struct plan_ask *k)
{
	if (l->out == OUT_CONDITIONAL || l->has_choice)
		return true;
	return k->use != USE_CONDITIONAL || k->trigger.len;
}

static void put_asks(struct buf *b, const struct knowledge *kn,
		     const struct plan_line *l, enum lang lang)
{
	bool first = true;
	for (size_t i = 0; i < l->n_asks; i++) {
		const struct plan_ask *k = &l->asks[i];
		if (!carries(l, k))
			continue;
		if (!first)
			buf_text(b, "; ");
		first = false;
		buf_str(b, condition_name(kn, k->condition, lang));
		buf_char(b, ' ');
		plan_times_text(b, k->times_e4, k->interval_e4, lang);
		put_note(b, k->note, lang);
		if (k->trigger.len) {
			buf_text(b, pick(lang, " (per il farmaco ",
					 " (for the drug "));
			buf_str(b, k->trigger);
			buf_char(b, ')');
		}
	}
	if (first && !l->has_choice && l->other < 0)
		buf_text(b, pick(lang, "per gli esami della stessa data",
				 "for the tests of the same date"));
}

static void put_cap(struct buf *b, const struct plan_line *l, enum lang lang)
{
	if (!l->merge_rule.len || l->out == OUT_MERGE_RULE)
		return;
	buf_text(b, pick(lang, "; ridotto da ", "; lowered from "));
	decimal(b, l->asked_e4, lang);
	buf_text(b, pick(lang, " per la regola ", " by rule "));
	buf_str(b, l->merge_rule);
	buf_text(b, ": ");
	kn_put_phrase(b, l->merge_reason, lang);
}

static void put_other(struct buf *b, const struct knowledge *kn,
		      const struct plan_line *l, enum lang lang)
{
	if (l->other < 0)
		return;
	if (l->n_included) {
		buf_printf(b,
			   pick(lang, "; %d comprese in ", "; %d included in "),
			   l->n_included);
	} else {
		buf_text(b, pick(lang, "; con ", "; with "));
	}
	put_name(b, kn, l->other, lang);
	put_note(b, l->other_note, lang);
}

static void put_choice(struct buf *b, const struct plan_line *l, enum lang lang)
{
	static const char *const it[] = {"tolto", "rimesso", "aggiunto",
					 "frequenza decisa"};
	static const char *const en[] = {"removed", "put back", "added",
					 "frequency set"};
	if (!l->has_choice)
		return;
	buf_printf(b, pick(lang, "; %s dal medico", "; %s by the doctor"),
		   pick(lang, it[l->choice], en[l->choice]));
	if (l->choice_reason.len) {
		buf_text(b, ": ");
		buf_str(b, l->choice_reason);
	}
}

static void put_due(struct buf *b, const struct plan_line *l, enum lang lang)
{
	if (l->last.days > DATE_NONE.days) {
		buf_text(b, pick(lang, "; ultima il ", "; last on "));
		text_date(b, lang, l->last);
	}
	if (l->out == OUT_NO && l->due == DUE_OVERDUE)
		buf_text(b, pick(lang, ", in ritardo", ", overdue"));
	if (l->sessions)
		buf_printf(b,
			   pick(lang, "; cicli mensili di %d sedute",
				"; monthly cycles of %d sessions"),
			   l->sessions);
	if (l->minimum)
		buf_text(b, pick(lang, "; serve al minimo per la remunerazione",
				 "; needed for the minimum of reimbursement"));
}

static const struct {
	const char *it, *en;
} out_words[N_PLAN_OUT] = {
	[OUT_MERGE_RULE] = {"tolto dalla regola ", "dropped by rule "},
	[OUT_ALTERNATIVE] = {"basta l'alternativa ",
			     "its alternative is enough: "},
	[OUT_EXCLUDED] = {"non compatibile con ", "not together with "},
	[OUT_INCLUDED] = {"compreso in ", "included in "},
	[OUT_BASIC] = {"pannello di base: le altre patologie portano già il "
		       "minimo",
		       "basic panel: the other conditions bring the minimum"},
	[OUT_CONDITIONAL] = {"solo se indicato", "only if it applies"},
	[OUT_ONCE_DONE] = {"una volta sola, già fatto",
			   "once only, done already"},
	[OUT_NOT_DUE] = {"non dovuto quest'anno, il prossimo è il ",
			 "not due this year, next on "},
	[OUT_DOCTOR] = {"scelta del medico", "choice of the doctor"},
};

static void put_out(struct buf *b, const struct knowledge *kn,
		    const struct plan_line *l, enum lang lang)
{
	if (l->out == OUT_NO)
		return;
	buf_text(b, pick(lang, out_words[l->out].it, out_words[l->out].en));
	if (l->out == OUT_MERGE_RULE) {
		buf_str(b, l->merge_rule);
		buf_text(b, ": ");
		kn_put_phrase(b, l->merge_reason, lang);
	} else if (l->out == OUT_NOT_DUE) {
		text_date(b, lang, l->first_due);
	} else if (l->other >= 0 && l->out <= OUT_INCLUDED) {
		put_name(b, kn, l->other, lang);
		put_note(b, l->other_note, lang);
	}
	if (l->n_asks)
		buf_text(b, "; ");
}

void plan_line_why(struct buf *b, const struct knowledge *kn,
		   const struct plan_line *l, enum lang lang)
{
	put_out(b, kn, l, lang);
	put_asks(b, kn, l, lang);
	if (l->out == OUT_NO) {
		put_cap(b, l, lang);
		put_other(b, kn, l, lang);
	}
	put_choice(b, l, lang);
	put_due(b, l, lang);
}
