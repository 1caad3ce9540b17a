/* One televisit or teleconsult: what it is about, the room, what to do now. */
#include "web/page/person.h"
#include "web/page/visit.h"

#include "web/page/visit.html.h"

enum { FACTS = 12 };

/* ---- what it is about */

static void add_fact(struct page_visit *v, struct page *p, enum msg name,
		     struct str value)
{
	if (!v->facts || !value.len || v->n_facts == FACTS)
		return;
	v->facts[v->n_facts++] =
		(struct page_visit_facts){page_text(p, name), value};
}

static struct str not_held(struct page *p, const struct visit_view *x)
{
	if (!x->fault.len)
		return STR("");
	struct str then = page_text(p, str_is(x->fault_then, "presence")
					       ? MSG_VIS_THEN_PRESENCE
					       : MSG_VIS_THEN_AGAIN);
	return page_url(p, STR_FMT "; " STR_FMT,
			STR_ARG(visit_fault_word(p, x->fault)), STR_ARG(then));
}

static void fill_facts(struct page *p, const struct visit_view *x,
		       struct page_visit *v)
{
	bool consult = x->row.kind == VISIT_TELECONSULT;
	v->question_title = page_text(p, consult ? MSG_VIS_THE_QUESTION
						 : MSG_VIS_THE_VISIT);
	v->question = x->row.question;
	v->facts = arena_calloc(p->a, FACTS, sizeof(*v->facts));
	if (!consult)
		add_fact(v, p, MSG_VIS_SERVICE,
			 person_service_name(p, x->row.service));
	add_fact(v, p, MSG_VIS_COL_WHO,
		 x->row.host.len ? x->row.host : x->row.pool);
	if (consult)
		add_fact(v, p, MSG_TEL_SENDER, x->row.asker);
	add_fact(v, p, MSG_TEL_PHONE, x->pool_phone);
	if (x->with_patient && consult)
		add_fact(v, p, MSG_VIS_WITH_PATIENT, page_text(p, MSG_VIS_YES));
	add_fact(v, p, MSG_VIS_COMPANION, x->companion);
	if (!date_is_none(x->seen_on))
		add_fact(v, p, MSG_VIS_SEEN_ON, page_date(p, x->seen_on));
	if (x->checked_us)
		add_fact(v, p, MSG_VIS_PERSON_CHECKED,
			 page_instant(p, x->checked_us));
	if (x->arrived_us)
		add_fact(v, p, MSG_VIS_PERSON_THERE,
			 page_minute(p, minute_in_rome(x->arrived_us)));
	add_fact(v, p, MSG_VIS_NOT_HELD, not_held(p, x));
}

static void fill_head(struct page *p, const struct visit_view *x,
		      struct page_visit *v)
{
	const struct visit_row *r = &x->row;
	bool consult = r->kind == VISIT_TELECONSULT;
	bool open = consult && r->state != VISIT_SIGNED &&
		    r->state != VISIT_CANCELLED;
	const struct str pairs[] = {STR("kind"), visit_kind_word(p, r->kind),
				    STR("name"), visit_name(p, r)};
	v->title = page_fill(p, MSG_VIS_TITLE_OF, pairs, 2);
	v->red = consult && r->urgency == TELE_RED;
	v->amber = consult && r->urgency == TELE_AMBER;
	v->green = consult && r->urgency == TELE_GREEN;
	v->urgency = visit_urgency_word(p, r->urgency);
	v->state = visit_state_word(p, r->kind, r->state);
	v->when = visit_when(p, r->starts_us, r->ends_us);
	v->late = open && r->percent >= 100;
	if (open)
		v->promised = visit_fill(p, MSG_VIS_PROMISED, "when",
					 page_instant(p, r->due_us));
	v->person_link =
		p->app->who.role == ROLE_SPECIALIST
			? STR("")
			: page_url(p, "/assistito/%" PRId64 "/televisite",
				   r->person_id);
}

/* ---- documents, exams, the plan */

static struct str size_of(struct page *p, int64_t n_byte)
{
	return page_url(p, STR_FMT " kB",
			STR_ARG(page_int(p, (n_byte + 1023) / 1024)));
}

static void fill_documents(struct page *p, const struct visit_view *x,
			   struct page_visit *v)
{
	v->documents =
		arena_calloc(p->a, x->n_document + 1, sizeof(*v->documents));
	for (size_t i = 0; v->documents && i < x->n_document; i++) {
		const struct visit_document *d = &x->document[i];
		const struct str pairs[] = {
			STR("size"), size_of(p, d->n_byte),
			STR("name"), d->user,
			STR("when"), page_instant(p, d->added_us)};
		v->documents[v->n_documents++] = (struct page_visit_documents){
			page_url(p,
				 "/televisite/%" PRId64 "/documento/%" PRId64,
				 x->row.id, d->id),
			d->file_name,
			page_fill(p, MSG_VIS_DOCUMENT_BY, pairs, 3)};
	}
	v->exams = arena_calloc(p->a, x->n_exam + 1, sizeof(*v->exams));
	for (size_t i = 0; v->exams && i < x->n_exam; i++) {
		const struct visit_exam *e = &x->exam[i];
		const struct str pairs[] = {
			STR("kind"),
			page_text(p, str_is(e->kind, "ecg")
					     ? MSG_TEL_ECG
					     : MSG_TEL_SPIROMETRY),
			STR("date"), page_date(p, e->taken_on)};
		v->exams[v->n_exams++] = (struct page_visit_exams){
			page_url(p, "/esami/%" PRId64, e->id),
			page_fill(p, MSG_TEL_MINE_ON, pairs, 2), e->conclusion};
	}
	v->no_documents = !x->n_document && !x->n_exam;
}

static void fill_attach(struct page *p, const struct visit_view *x,
			struct page_visit *v)
{
	enum visit_state s = x->row.state;
	if (!x->clinical || s == VISIT_SIGNED || s == VISIT_CANCELLED)
		return;
	struct str path =
		page_url(p, "/televisite/documento/%" PRId64, x->row.id);
	v->attach = page_url(p, STR_FMT "?chiave=" STR_FMT, STR_ARG(path),
			     STR_ARG(page_files_key(p, path)));
}

static struct str condition_name(struct page *p, struct str code)
{
	int i = kn_condition_index(p->app->kn, code);
	return i < 0 ? code : person_condition_name(p, i);
}

static void fill_plan(struct page *p, const struct visit_view *x,
		      struct page_visit *v)
{
	v->plan = x->with_plan && x->clinical;
	v->plan_none = !x->n_plan;
	v->conditions =
		arena_calloc(p->a, x->n_plan + 1, sizeof(*v->conditions));
	v->drugs = arena_calloc(p->a, x->n_plan + 1, sizeof(*v->drugs));
	v->services = arena_calloc(p->a, x->n_plan + 1, sizeof(*v->services));
	if (!v->conditions || !v->drugs || !v->services)
		return;
	for (size_t i = 0; i < x->n_plan; i++) {
		const struct visit_plan_line *l = &x->plan[i];
		if (str_is(l->kind, "condition"))
			v->conditions[v->n_conditions++].text =
				condition_name(p, l->text);
		else if (str_is(l->kind, "drug"))
			v->drugs[v->n_drugs++].text =
				person_drug_name(p, l->atc);
		else
			v->services[v->n_services++].text =
				person_service_name(p, l->service);
	}
}

/* ---- who has read it, and what happened */

static void fill_receipts(struct page *p, const struct visit_view *x,
			  struct page_visit *v)
{
	v->receipts =
		arena_calloc(p->a, x->n_delivery + 1, sizeof(*v->receipts));
	for (size_t i = 0; v->receipts && i < x->n_delivery; i++) {
		const struct visit_delivery *d = &x->delivery[i];
		enum msg to = str_is(d->to_kind, "person")  ? MSG_VIS_TO_PERSON
			      : str_is(d->to_kind, "asker") ? MSG_VIS_TO_ASKER
							    : MSG_VIS_TO_DOCTOR;
		const struct str pairs[] = {
			STR("name"), d->read_by, STR("when"),
			page_instant(p, d->read_us ? d->read_us
						   : d->delivered_us)};
		if (i && d->report_id != x->delivery[0].report_id)
			break; /* of the last version */
		v->receipts[v->n_receipts++] = (struct page_visit_receipts){
			page_text(p, to),
			page_fill(p,
				  d->read_us ? MSG_VIS_READ_BY
					     : MSG_VIS_NOT_READ,
				  pairs, 2)};
	}
	v->any_receipts = v->n_receipts;
}

static struct str event_word(struct page *p, const struct visit_view *x,
			     const struct visit_event *e)
{
	static const struct {
		const char *what;
		enum msg msg;
	} words[] = {
		{"book", MSG_VIS_E_BOOK},     {"ask", MSG_VIS_E_ASK},
		{"arrive", MSG_VIS_E_ARRIVE}, {"checked", MSG_VIS_E_CHECKED},
		{"move", MSG_VIS_E_MOVE},     {"notes", MSG_VIS_E_NOTES},
		{"write", MSG_VIS_E_WRITE},   {"attach", MSG_VIS_E_ATTACH},
		{"talk_at", MSG_VIS_E_TALK},  {"overdue", MSG_VIS_E_OVERDUE},
		{"correct", MSG_TEL_CORRECT}, {"give_back", MSG_VIS_GIVE_BACK},
	};
	enum visit_state to;
	for (size_t i = 0; i < countof(words); i++)
		if (str_is(e->what, words[i].what))
			return page_text(p, words[i].msg);
	return visit_state_parse(e->to, &to)
		       ? visit_state_word(p, x->row.kind, to)
		       : e->what;
}

static void fill_events(struct page *p, const struct visit_view *x,
			struct page_visit *v)
{
	v->events = arena_calloc(p->a, x->n_event + 1, sizeof(*v->events));
	for (size_t i = 0; v->events && i < x->n_event; i++) {
		const struct visit_event *e = &x->event[x->n_event - 1 - i];
		v->events[v->n_events++] = (struct page_visit_events){
			.when = page_instant(p, e->at_us),
			.what = event_word(p, x, e),
			.who = e->user,
			.detail =
				str_is(e->what, "sign") ? STR("") : e->detail};
	}
}

/* ---- what to do now */

static void fill_room(struct page *p, const struct visit_view *x,
		      struct page_visit *v)
{
	switch (x->room) {
	case VISIT_ROOM_OPEN:
		v->enter = visit_url(p, x->row.id, "/stanza");
		break;
	case VISIT_ROOM_EARLY:
		v->room = visit_fill(p, MSG_VIS_OPENS, "when",
				     page_instant(p, x->opens_us));
		break;
	case VISIT_ROOM_NONE:
		v->room = page_text(p, MSG_VIS_ROOM_NONE);
		break;
	case VISIT_ROOM_LATE:
		v->room = page_text(p, MSG_VIS_ROOM_LATE);
		break;
	case VISIT_ROOM_NOT_YOURS:
		break;
	}
}

static void fill_host(struct page *p, const struct visit_view *x,
		      struct page_visit *v)
{
	enum visit_state s = x->row.state;
	bool consult = x->row.kind == VISIT_TELECONSULT;
	bool draft = x->n_report && !x->report[0].is_signed;
	bool begun = s == VISIT_STARTED || s == VISIT_DONE || s == VISIT_TAKEN;
	v->give_back = s == VISIT_TAKEN && x->row.pool.len;
	v->talk = s == VISIT_TAKEN;
	v->start = s == VISIT_WAITING ||
		   (s == VISIT_BOOKED &&
		    (x->room == VISIT_ROOM_OPEN || x->room == VISIT_ROOM_NONE));
	v->end = s == VISIT_STARTED;
	v->fault = (s == VISIT_BOOKED || s == VISIT_WAITING ||
		    s == VISIT_STARTED) &&
		   x->begun;
	v->correct = s == VISIT_SIGNED && !draft;
	v->notes_show =
		s != VISIT_SIGNED && s != VISIT_CANCELLED && s != VISIT_ASKED;
	v->notes = page_typed_field(p, "appunti", "testo", x->notes);
	if (begun || draft)
		v->write = visit_url(p, x->row.id, "/referto");
	v->write_text =
		page_text(p, consult ? MSG_VIS_WRITE_ANSWER : MSG_VIS_WRITE);
}

static void fill_faults(struct page *p, struct page_visit *v)
{
	v->faults = arena_calloc(p->a, N_VISIT_FAULT, sizeof(*v->faults));
	for (int f = 0; v->faults && f < N_VISIT_FAULT; f++) {
		struct str name = str_from(visit_fault_name[f]);
		v->faults[v->n_faults++] = (struct page_visit_faults){
			name, visit_fault_word(p, name),
			str_eq(page_typed_field(p, "mancata", "causa", STR("")),
			       name)};
	}
}

/* What is in the forms: the usual, or what was typed into the one refused. */
static void fill_typed(struct page *p, struct page_visit *v)
{
	char iso[11];
	struct str day =
		arena_str(p->a, date_text(date_add(p->app->today, 1), iso));
	v->talk_open = page_refused_now(p, "orario");
	v->talk_day = page_typed_field(p, "orario", "giorno", day);
	v->talk_hour = page_typed_field(p, "orario", "ora", STR(""));
	v->talk_minutes = page_typed_field(p, "orario", "minuti", STR("15"));
	v->move_open = page_refused_now(p, "sposta");
	v->move_day = page_typed_field(p, "sposta", "giorno", day);
	v->move_hour = page_typed_field(p, "sposta", "ora", STR(""));
	v->move_minutes = page_typed_field(p, "sposta", "minuti", STR("20"));
	v->fault_open = page_refused_now(p, "mancata");
	v->fault_presence = str_is(
		page_typed_field(p, "mancata", "poi", STR("")), "presenza");
	v->fault_note = page_typed_for(p, "mancata");
	v->cancel_open = page_refused_now(p, "annulla");
	v->cancel_note = page_typed_for(p, "annulla");
	v->correct_open = page_refused_now(p, "correggi");
	v->correct_note = page_typed_for(p, "correggi");
}

static void fill_actions(struct page *p, const struct visit_view *x,
			 struct page_visit *v)
{
	enum visit_state s = x->row.state;
	bool televisit = x->row.kind == VISIT_TELEVISIT;
	v->csrf = page_csrf(p);
	v->step = visit_url(p, x->row.id, "/passo");
	v->draft_key = page_url(p, "visit.notes.%" PRId64, x->row.id);
	v->take = x->may_take;
	fill_room(p, x, v);
	fill_faults(p, v);
	fill_typed(p, v);
	if (x->host)
		fill_host(p, x, v);
	v->move = televisit && x->may_book &&
		  (s == VISIT_BOOKED || s == VISIT_NOT_HELD ||
		   s == VISIT_CANCELLED);
	v->move_title =
		page_text(p, s == VISIT_BOOKED ? MSG_VIS_MOVE : MSG_VIS_AGAIN);
	v->cancel = x->may_book && (s == VISIT_BOOKED || s == VISIT_WAITING ||
				    s == VISIT_ASKED || s == VISIT_TAKEN);
	v->idle = !v->enter.len && !v->room.len && !v->take && !v->start &&
		  !v->write.len && !v->end && !v->move && !v->cancel &&
		  !v->correct;
}

enum rc on_visit(struct page *p, struct err *err)
{
	struct visit_view x;
	struct page_visit v = {0};
	enum rc rc = app_visit_show(p->app, p->id[0], p->a, &x, err);
	if (rc)
		return rc;
	v.clinical = x.clinical;
	fill_head(p, &x, &v);
	fill_facts(p, &x, &v);
	fill_documents(p, &x, &v);
	fill_attach(p, &x, &v);
	fill_plan(p, &x, &v);
	fill_receipts(p, &x, &v);
	fill_events(p, &x, &v);
	fill_actions(p, &x, &v);
	v.reports = visit_reports_html(p, x.row.kind, x.report, x.n_report);
	page_begin(p, &(struct frame){.heading = v.title, .wide = true});
	page_visit(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_visit_room(struct page *p, struct err *err)
{
	struct str url;
	enum rc rc = app_visit_room(p->app, p->id[0], p->a, &url, err);
	return rc ? rc : visit_leave_for(p, url, err);
}
