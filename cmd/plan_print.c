#include "cmd/plan_print.h"
#include "knowledge/names.h"

static const char *pick(enum lang lang, const char *it, const char *en)
{
	return lang == LANG_IT ? it : en;
}

static struct str condition_name(const struct knowledge *kn, int c,
				 enum lang lang)
{
	return lang == LANG_IT ? kn->conditions[c].name_it
			       : kn->conditions[c].name_en;
}

static void put_date(struct buf *b, struct date d)
{
	date_print(b, d);
}

/* ---- text */

static void put_header(struct buf *b, const struct plan_view *v, enum lang lang)
{
	buf_text(b, pick(lang, "Piano assistenziale individuale (PAI)",
			 "Individual care plan"));
	buf_printf(b, ": " STR_FMT " " STR_FMT " (" STR_FMT ")\n",
		   STR_ARG(v->last_name), STR_ARG(v->first_name),
		   STR_ARG(v->pseudonym));
	buf_text(b, pick(lang, "nato/a il ", "born "));
	put_date(b, v->birth);
	buf_printf(b, pick(lang, ", sesso %c, medico ", ", sex %c, doctor "),
		   v->sex);
	buf_printf(b, STR_FMT " " STR_FMT " (" STR_FMT ")\n",
		   STR_ARG(v->doctor_last), STR_ARG(v->doctor_first),
		   STR_ARG(v->gp_code));
	buf_printf(b, pick(lang, "versione %d (", "version %d ("), v->version);
	buf_str(b, v->kind);
	buf_text(b, pick(lang, "), valido dal ", "), valid from "));
	put_date(b, v->draft.from);
	buf_text(b, pick(lang, " al ", " to "));
	put_date(b, v->draft.to);
	buf_printf(b,
		   pick(lang, ", livello %d, stato %s\n",
			", level %d, state %s\n"),
		   v->draft.level, plan_state_name[v->state]);
}

static void put_signature(struct buf *b, const struct plan_view *v,
			  enum lang lang)
{
	if (!v->digest.len) {
		buf_text(b, pick(lang, "Bozza, non firmata.\n",
				 "Draft, not signed.\n"));
		return;
	}
	buf_text(b, pick(lang, "Firmato da ", "Signed by "));
	buf_str(b, v->signed_gp_code);
	buf_text(b, pick(lang, " il ", " on "));
	instant_print(b, v->signed_us);
	buf_text(b, ", SHA-256 ");
	buf_str(b, v->digest);
	buf_char(b, '\n');
	if (v->protocol.len) {
		buf_text(b, pick(lang, "Pubblicato, protocollo ",
				 "Published, protocol "));
		buf_str(b, v->protocol);
		if (v->contact_exception.len)
			buf_printf(b, " (" STR_FMT ")",
				   STR_ARG(v->contact_exception));
		buf_char(b, '\n');
	}
}

static void put_conditions(struct buf *b, const struct knowledge *kn,
			   const struct plan_draft *d, enum lang lang)
{
	buf_text(b, pick(lang, "\nPATOLOGIE\n", "\nCONDITIONS\n"));
	if (d->primary >= 0) {
		buf_text(b, "  * ");
		buf_str(b, condition_name(kn, d->primary, lang));
		buf_text(b, pick(lang, " (primaria)\n", " (primary)\n"));
	}
	for (size_t i = 0; i < d->n_secondary; i++) {
		buf_text(b, "    ");
		buf_str(b, condition_name(kn, d->secondary[i], lang));
		buf_char(b, '\n');
	}
}

static void put_activity(struct buf *b, const struct knowledge *kn,
			 const struct plan_draft *d,
			 const struct plan_activity *x, enum lang lang)
{
	const struct plan_line *l = &d->lines[x->line];
	const struct kn_service *s = &kn->services[l->service];
	buf_text(b, "  ");
	put_date(b, x->due);
	buf_text(b, "  [");
	put_date(b, x->earliest);
	buf_text(b, " .. ");
	put_date(b, x->latest);
	buf_printf(b, "]  %c  %-8.*s  " STR_FMT, l->priority_class,
		   STR_ARG(s->code), STR_ARG(kn_term(s->name_it, lang)));
	if (l->sessions)
		buf_printf(b, " (%d)", l->sessions);
	buf_char(b, '\n');
}

static void put_year(struct buf *b, const struct knowledge *kn,
		     const struct plan_draft *d, enum lang lang)
{
	static const char *const it[] = {"Gennaio", "Febbraio", "Marzo",
					 "Aprile",  "Maggio",   "Giugno",
					 "Luglio",  "Agosto",   "Settembre",
					 "Ottobre", "Novembre", "Dicembre"};
	static const char *const en[] = {"January", "February", "March",
					 "April",   "May",      "June",
					 "July",    "August",   "September",
					 "October", "November", "December"};
	int last = -1;
	buf_text(b, pick(lang, "\nPRESTAZIONI DELL'ANNO", "\nTHE YEAR"));
	buf_printf(b,
		   pick(lang,
			" (%d prelievi, %d esami, %d visite e esami "
			"strumentali)\n",
			" (%d blood draws, %d laboratory services, %d "
			"outpatient services)\n"),
		   d->n_draws, d->n_lab, d->n_outpatient);
	for (size_t i = 0; i < d->n_activities; i++) {
		struct ymd day = date_ymd(d->activities[i].due);
		if (day.month != last)
			buf_printf(b, " %s %d\n",
				   pick(lang, it[day.month - 1],
					en[day.month - 1]),
				   day.year);
		last = day.month;
		put_activity(b, kn, d, &d->activities[i], lang);
	}
}

static void put_lines(struct buf *b, const struct knowledge *kn,
		      const struct plan_draft *d, bool planned, enum lang lang)
{
	buf_text(b, planned ? pick(lang, "\nPERCHÉ\n", "\nWHY\n")
			    : pick(lang, "\nLASCIATI FUORI\n", "\nLEFT OUT\n"));
	for (size_t i = 0; i < d->n_lines; i++) {
		const struct plan_line *l = &d->lines[i];
		const struct kn_service *s = &kn->services[l->service];
		if ((l->out == OUT_NO) != planned)
			continue;
		buf_printf(b, "  %-8.*s  " STR_FMT, STR_ARG(s->code),
			   STR_ARG(kn_term(s->name_it, lang)));
		if (planned) {
			buf_text(b, ", ");
			plan_times_text(b, l->times_e4, l->interval_e4, lang);
		}
		buf_text(b, "\n            ");
		plan_line_why(b, kn, l, lang);
		buf_char(b, '\n');
	}
}

static void put_drugs(struct buf *b, const struct knowledge *kn,
		      const struct plan_draft *d, enum lang lang)
{
	buf_text(b, pick(lang, "\nFARMACI\n", "\nDRUGS\n"));
	for (size_t i = 0; i < d->n_drugs; i++) {
		const struct plan_drug *g = &d->drugs[i];
		int k = kn_drug_index(kn, g->atc);
		struct str name = k < 0             ? (struct str){"", 0}
				  : lang == LANG_IT ? kn->drugs[k].name_it
						    : kn->drugs[k].name_en;
		buf_printf(b, "  %-7.*s  " STR_FMT ", ", STR_ARG(g->atc),
			   STR_ARG(name));
		buf_text(b, pick(lang, "ultima consegna ", "last dispensed "));
		put_date(b, g->last);
		if (g->ddd_per_day_e4) {
			buf_text(b, pick(lang, ", circa ", ", about "));
			buf_decimal(b, (g->ddd_per_day_e4 + 500) / 1000, 1);
			buf_text(b, pick(lang, " DDD al giorno", " DDD a day"));
		}
		buf_char(b, '\n');
	}
	if (!d->n_drugs)
		buf_text(b, pick(lang, "  nessuno negli ultimi mesi\n",
				 "  none in the last months\n"));
}

static void put_findings(struct buf *b, const struct plan_draft *d,
			 enum lang lang)
{
	if (!d->n_findings)
		return;
	buf_text(b, pick(lang, "\nDA VALUTARE\n", "\nTO CONSIDER\n"));
	for (size_t i = 0; i < d->n_findings; i++) {
		const struct plan_finding *f = &d->findings[i];
		struct str what = lang == LANG_IT ? f->what_it : f->what_en;
		buf_printf(b, "  %-15.*s " STR_FMT " [" STR_FMT "]\n",
			   STR_ARG(f->severity), STR_ARG(what),
			   STR_ARG(f->rule_id));
		if (!f->why.len && !f->action.len)
			continue;
		buf_text(b, "                  ");
		if (lang == LANG_IT && f->why_it.len)
			buf_str(b, f->why_it);
		else
			kn_put_phrase(b, f->why, lang);
		if (f->action.len) {
			buf_text(b, " -> ");
			kn_put_phrase(b, f->action, lang);
		}
		if (f->source.len)
			buf_printf(b, " (" STR_FMT ")", STR_ARG(f->source));
		buf_char(b, '\n');
	}
}

void prescription_text(struct buf *b, const struct knowledge *kn,
		       const struct prescription_view *p, enum lang lang)
{
	bool cancelled = str_is(p->state, "cancelled");
	struct str branch = p->branch;
	for (size_t i = 0; i < kn->n_services; i++)
		if (str_eq(kn->services[i].branch_code, p->branch))
			branch = kn->services[i].branch_it;
	buf_printf(b, "  " STR_FMT "  ", STR_ARG(p->number));
	put_date(b, p->issued_on);
	if (p->lot)
		buf_printf(b, pick(lang, "  lotto %d", "  lot %d"), p->lot);
	else
		buf_text(b, pick(lang, "  anno", "  year"));
	buf_text(b, pick(lang, ", prenotare entro ", ", to be booked by "));
	put_date(b, p->valid_to);
	buf_printf(b, ", " STR_FMT ":", STR_ARG(branch));
	for (size_t i = 0; i < p->n_services; i++)
		buf_printf(b, " " STR_FMT, STR_ARG(p->services[i]));
	if (cancelled)
		buf_printf(b, " (%s: " STR_FMT ")",
			   pick(lang, "annullata", "cancelled"),
			   STR_ARG(p->reason));
	buf_char(b, '\n');
}

static void put_prescriptions(struct buf *b, const struct knowledge *kn,
			      const struct plan_view *v, enum lang lang)
{
	if (!v->n_prescriptions)
		return;
	buf_text(b, pick(lang, "\nIMPEGNATIVE\n", "\nPRESCRIPTIONS\n"));
	for (size_t i = 0; i < v->n_prescriptions; i++)
		prescription_text(b, kn, &v->prescriptions[i], lang);
}

static void put_events(struct buf *b, const struct plan_view *v, enum lang lang)
{
	buf_text(b, pick(lang, "\nSTORIA\n", "\nHISTORY\n"));
	for (size_t i = 0; i < v->n_events; i++) {
		const struct plan_event_view *e = &v->events[i];
		buf_text(b, "  ");
		instant_print(b, e->at_us);
		buf_printf(b, "  " STR_FMT " -> " STR_FMT ", " STR_FMT,
			   STR_ARG(e->from), STR_ARG(e->to), STR_ARG(e->role));
		if (e->reason.len)
			buf_printf(b, ": " STR_FMT, STR_ARG(e->reason));
		buf_char(b, '\n');
	}
}

void plan_print_text(struct buf *b, const struct knowledge *kn,
		     const struct plan_view *v, enum lang lang)
{
	put_header(b, v, lang);
	put_signature(b, v, lang);
	put_conditions(b, kn, &v->draft, lang);
	put_year(b, kn, &v->draft, lang);
	put_lines(b, kn, &v->draft, true, lang);
	put_lines(b, kn, &v->draft, false, lang);
	for (size_t i = 0; i < v->n_unknown; i++)
		buf_printf(b, "  " STR_FMT "%s\n", STR_ARG(v->unknown[i]),
			   pick(lang, ": non è più nelle tabelle",
				": no longer in the tables"));
	put_drugs(b, kn, &v->draft, lang);
	put_findings(b, &v->draft, lang);
	put_prescriptions(b, kn, v, lang);
	put_events(b, v, lang);
}

enum rc plan_print_why(struct buf *b, const struct knowledge *kn,
		       const struct plan_view *v, struct str service,
		       enum lang lang, struct err *err)
{
	const struct plan_line *l = NULL;
	for (size_t i = 0; i < v->draft.n_lines; i++)
		if (str_eq(kn->services[v->draft.lines[i].service].code,
			   service))
			l = &v->draft.lines[i];
	if (!l)
		return err_set(err, E_NOT_FOUND,
			       "the plan says nothing of service \"" STR_FMT
			       "\"",
			       STR_ARG(service));
	buf_printf(b, STR_FMT "  " STR_FMT "\n", STR_ARG(service),
		   STR_ARG(kn_term(kn->services[l->service].name_it, lang)));
	if (l->out == OUT_NO) {
		plan_times_text(b, l->times_e4, l->interval_e4, lang);
		buf_text(b, ": ");
	}
	plan_line_why(b, kn, l, lang);
	buf_char(b, '\n');
	for (size_t i = 0; i < l->n_asks; i++) {
		const struct plan_ask *k = &l->asks[i];
		buf_printf(b, "%c %-12.*s ", (int)i == l->won ? '*' : ' ',
			   STR_ARG(k->condition));
		plan_times_text(b, k->times_e4, k->interval_e4, lang);
		buf_printf(b,
			   pick(lang,
				", livello %d, fonte " STR_FMT " (" STR_FMT
				", affidabilità " STR_FMT ")\n",
				", level %d, source " STR_FMT " (" STR_FMT
				", confidence " STR_FMT ")\n"),
			   k->level, STR_ARG(k->source), STR_ARG(k->provenance),
			   STR_ARG(k->confidence));
	}
	for (size_t i = 0; i < v->draft.n_activities; i++)
		if (&v->draft.lines[v->draft.activities[i].line] == l)
			put_activity(b, kn, &v->draft, &v->draft.activities[i],
				     lang);
	return OK;
}

/* ---- JSON */

static void line_json(struct json *j, const struct knowledge *kn,
		      const struct plan_line *l)
{
	json_object(j);
	json_put_str(j, "service", kn->services[l->service].code);
	json_put_str(j, "name", kn->services[l->service].name_it);
	json_key(j, "times_per_year");
	json_decimal(j, l->times_e4, 4);
	json_key(j, "interval_months");
	json_decimal(j, l->interval_e4, 4);
	json_put_str(j, "class", (struct str){&l->priority_class, 1});
	json_key(j, "reason");
	plan_line_reason(j, kn, l);
	json_object_end(j);
}

static void activity_json(struct json *j, const struct knowledge *kn,
			  const struct plan_draft *d,
			  const struct plan_activity *x)
{
	json_object(j);
	json_put_str(j, "service",
		     kn->services[d->lines[x->line].service].code);
	json_put_date(j, "earliest", x->earliest);
	json_put_date(j, "due", x->due);
	json_put_date(j, "latest", x->latest);
	json_put_int(j, "group", x->group);
	json_object_end(j);
}

static void head_json(struct json *j, const struct plan_view *v)
{
	json_put_str(j, "person", v->pseudonym);
	json_put_str(j, "doctor", v->gp_code);
	json_put_int(j, "version", v->version);
	json_put_str(j, "state", str_from(plan_state_name[v->state]));
	json_put_str(j, "kind", v->kind);
	json_put_date(j, "from", v->draft.from);
	json_put_date(j, "to", v->draft.to);
	json_put_int(j, "level", v->draft.level);
	json_put_int(j, "laboratory", v->draft.n_lab);
	json_put_int(j, "outpatient", v->draft.n_outpatient);
	json_put_int(j, "draws", v->draft.n_draws);
	json_put_str(j, "digest", v->digest);
	json_put_str(j, "protocol", v->protocol);
}

static void conditions_json(struct json *j, const struct knowledge *kn,
			    const struct plan_draft *d)
{
	json_key(j, "primary");
	if (d->primary < 0)
		json_null(j);
	else
		json_str(j, kn->conditions[d->primary].code);
	json_key(j, "secondary");
	json_array(j);
	for (size_t i = 0; i < d->n_secondary; i++)
		json_str(j, kn->conditions[d->secondary[i]].code);
	json_array_end(j);
}

static void lines_json(struct json *j, const char *key,
		       const struct knowledge *kn, const struct plan_draft *d,
		       bool planned)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < d->n_lines; i++)
		if ((d->lines[i].out == OUT_NO) == planned)
			line_json(j, kn, &d->lines[i]);
	json_array_end(j);
}

static void drugs_json(struct json *j, const struct plan_draft *d)
{
	json_key(j, "drugs");
	json_array(j);
	for (size_t i = 0; i < d->n_drugs; i++) {
		json_object(j);
		json_put_str(j, "atc", d->drugs[i].atc);
		json_put_date(j, "last", d->drugs[i].last);
		json_key(j, "ddd_per_day");
		json_decimal(j, d->drugs[i].ddd_per_day_e4, 4);
		json_object_end(j);
	}
	json_array_end(j);
	json_key(j, "findings");
	json_array(j);
	for (size_t i = 0; i < d->n_findings; i++)
		plan_finding_reason(j, &d->findings[i]);
	json_array_end(j);
}

void prescription_json(struct json *j, const struct prescription_view *p)
{
	json_object(j);
	json_put_str(j, "number", p->number);
	json_put_int(j, "lot", p->lot);
	json_put_str(j, "state", p->state);
	json_put_str(j, "doctor", p->gp_code);
	json_put_date(j, "issued_on", p->issued_on);
	json_put_date(j, "valid_to", p->valid_to);
	json_put_str(j, "branch", p->branch);
	json_key(j, "services");
	json_array(j);
	for (size_t i = 0; i < p->n_services; i++)
		json_str(j, p->services[i]);
	json_array_end(j);
	json_put_str(j, "cancel_reason", p->reason);
	json_object_end(j);
}

void plan_print_json(struct buf *b, const struct knowledge *kn,
		     const struct plan_view *v)
{
	const struct plan_draft *d = &v->draft;
	struct json j;
	json_init(&j, b);
	json_object(&j);
	head_json(&j, v);
	conditions_json(&j, kn, d);
	lines_json(&j, "services", kn, d, true);
	lines_json(&j, "left_out", kn, d, false);
	json_key(&j, "activities");
	json_array(&j);
	for (size_t i = 0; i < d->n_activities; i++)
		activity_json(&j, kn, d, &d->activities[i]);
	json_array_end(&j);
	drugs_json(&j, d);
	json_key(&j, "prescriptions");
	json_array(&j);
	for (size_t i = 0; i < v->n_prescriptions; i++)
		prescription_json(&j, &v->prescriptions[i]);
	json_array_end(&j);
	json_object_end(&j);
	buf_char(b, '\n');
}

void plan_row_json(struct json *j, const struct plan_row *r)
{
	json_object(j);
	json_put_str(j, "person", r->person);
	json_put_str(j, "doctor", r->gp_code);
	json_put_str(j, "state", r->state);
	json_put_str(j, "kind", r->kind);
	json_put_int(j, "version", r->version);
	json_put_int(j, "level", r->level);
	json_put_str(j, "primary", r->primary_condition);
	json_put_date(j, "from", r->from);
	json_put_date(j, "to", r->to);
	json_put_int(j, "laboratory", r->n_lab);
	json_put_int(j, "outpatient", r->n_outpatient);
	json_object_end(j);
}

/* ---- diff, summary */

static void put_change(struct buf *b, const struct knowledge *kn,
		       const struct plan_diff_line *x)
{
	buf_printf(b, "%-8s ", plan_change_name[x->change]);
	if (x->service < 0) {
		buf_str(b, x->atc);
		buf_char(b, '\n');
		return;
	}
	buf_printf(b, "%-8.*s ", STR_ARG(kn->services[x->service].code));
	buf_str(b, kn->services[x->service].name_it);
	buf_text(b, ": ");
	if (x->before)
		plan_times_text(b, x->before->times_e4, x->before->interval_e4,
				LANG_IT);
	if (x->before && x->after)
		buf_text(b, " -> ");
	if (x->after)
		plan_times_text(b, x->after->times_e4, x->after->interval_e4,
				LANG_IT);
	if (x->change == CHANGE_DUE) {
		buf_text(b, ", ");
		put_date(b, x->before->first_due);
		buf_text(b, " -> ");
		put_date(b, x->after->first_due);
	}
	buf_char(b, '\n');
}

void plan_print_diff(struct buf *b, const struct knowledge *kn,
		     const struct plan_diff *d)
{
	for (size_t i = 0; i < d->n; i++)
		put_change(b, kn, &d->list[i]);
	if (!d->n)
		buf_text(b, "the two versions ask for the same\n");
}

static void summary_json(struct buf *b, const struct plan_summary *s)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	for (int i = 0; i < N_PLAN_STATE; i++)
		json_put_int(&j, plan_state_name[i], s->state[i]);
	json_put_int(&j, "activities", s->n_activity);
	json_put_int(&j, "draw_dates", s->n_group);
	json_put_int(&j, "single_activities", s->n_single);
	json_put_int(&j, "findings", s->n_finding);
	json_put_int(&j, "plans_with_findings", s->n_with_finding);
	json_object_end(&j);
	buf_char(b, '\n');
}

void plan_print_summary(struct buf *b, const struct plan_summary *s, bool json)
{
	if (json) {
		summary_json(b, s);
		return;
	}
	for (int i = 0; i < N_PLAN_STATE; i++)
		if (s->state[i])
			buf_printf(b, "%-12s %8" PRId64 "\n",
				   plan_state_name[i], s->state[i]);
	for (int i = 1; i <= 3; i++)
		if (s->level[i].n)
			buf_printf(b,
				   "level %d      %8" PRId64
				   " plans, each %.1f laboratory, %.1f "
				   "outpatient services, %.1f draws\n",
				   i, s->level[i].n,
				   (double)s->level[i].lab /
					   (double)s->level[i].n,
				   (double)s->level[i].outpatient /
					   (double)s->level[i].n,
				   (double)s->level[i].draws /
					   (double)s->level[i].n);
	buf_printf(b,
		   "activities   %8" PRId64 " (%" PRId64
		   " dates of laboratory, %" PRId64 " single)\n"
		   "findings     %8" PRId64 " in %" PRId64 " plans\n",
		   s->n_activity, s->n_group, s->n_single, s->n_finding,
		   s->n_with_finding);
}
