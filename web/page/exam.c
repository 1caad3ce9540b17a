/* One exam: what is asked, what was measured, the reports, what to do now. */
#include "web/page/exam.h"

#include "ecg/words.h"
#include "web/page/exam.html.h"
#include "web/page/person.h"

enum { FACTS = 12 };

/* ---- the request */

static void add_fact(struct page_exam *v, struct page *p, enum msg name,
		     struct str value)
{
	if (!v->facts || !value.len || v->n_facts == FACTS)
		return;
	v->facts[v->n_facts++] =
		(struct page_exam_facts){page_text(p, name), value};
}

static struct str when_ago(struct page *p, bool yes, int64_t days)
{
	if (!yes)
		return page_text(p, MSG_TEL_NO);
	return days < 0
		       ? page_text(p, MSG_TEL_YES)
		       : exam_fill(p, MSG_TEL_DAYS_AGO, "n", page_int(p, days));
}

static struct str known(struct page *p, struct str word)
{
	return page_text(p, str_is(word, "yes")  ? MSG_TEL_YES
			    : str_is(word, "no") ? MSG_TEL_NO
						 : MSG_TEL_UNKNOWN);
}

static void fill_request(struct page *p, const struct tele_view *x,
			 struct page_exam *v)
{
	v->question = x->row.question;
	v->facts = arena_calloc(p->a, FACTS, sizeof(*v->facts));
	add_fact(v, p, MSG_TEL_SYMPTOMS, x->symptoms);
	add_fact(v, p, MSG_TEL_CHEST_PAIN,
		 when_ago(p, x->chest_pain, x->chest_pain_days));
	add_fact(v, p, MSG_TEL_SYNCOPE,
		 when_ago(p, x->syncope, x->syncope_days));
	add_fact(v, p, MSG_TEL_DRUGS, x->drugs);
	add_fact(v, p, MSG_TEL_PACEMAKER, known(p, x->pacemaker));
	add_fact(v, p, MSG_TEL_PREVIOUS_MI, known(p, x->previous_mi));
	add_fact(v, p, MSG_TEL_SENDER, x->sender);
}

/* ---- the file */

static void add_file(struct page_exam *v, struct page *p, enum msg name,
		     struct str value)
{
	if (!v->file_facts || !value.len || v->n_file_facts == FACTS)
		return;
	v->file_facts[v->n_file_facts++] =
		(struct page_exam_file_facts){page_text(p, name), value};
}

static void fill_file(struct page *p, const struct tele_view *x,
		      struct page_exam *v)
{
	v->file_facts = arena_calloc(p->a, FACTS, sizeof(*v->file_facts));
	add_file(v, p, MSG_TEL_FILE, x->file_name);
	add_file(v, p, MSG_TEL_FORMAT,
		 page_url(p, STR_FMT " " STR_FMT, STR_ARG(x->format),
			  STR_ARG(x->format_version)));
	add_file(v, p, MSG_TEL_TAKEN_AT, page_day(p, x->row.taken_on));
	add_file(v, p, MSG_TEL_DEVICE,
		 str_trim(page_url(p, STR_FMT " " STR_FMT " " STR_FMT,
				   STR_ARG(x->device_maker),
				   STR_ARG(x->device_model),
				   STR_ARG(x->device_serial))));
	v->download = exam_url(p, x->row.id, "/file");
	v->by_sender = str_is(x->identity_by, "sender");
	v->expired = x->row.device_expired;
	v->unknown_device = x->row.device_unknown && x->device_serial.len;
}

/* ---- what was measured */

static struct str milli(struct page *p, int64_t v)
{
	struct buf b;
	/* whole numbers for times and angles, two digits for the rest */
	int64_t hundredths = (v + (v < 0 ? -5 : 5)) / 10;
	if (v >= 20000 || v <= -20000)
		hundredths = (v + (v < 0 ? -500 : 500)) / 1000 * 100;
	buf_init(&b, 64);
	buf_decimal(&b, hundredths, 2);
	struct str s = page_kept(p, &b);
	for (size_t i = 0; p->lang == LANG_IT && i < s.len; i++)
		if (s.ptr[i] == '.') /* the copy is ours */
			((char *)(uintptr_t)s.ptr)[i] = ',';
	return s;
}

static const struct {
	const char *name, *words;
} measures[] = {
	{"hr_bpm", "FC (1/min)"},
	{"p_ms", "P (ms)"},
	{"pr_ms", "PR (ms)"},
	{"qrs_ms", "QRS (ms)"},
	{"qt_ms", "QT (ms)"},
	{"qtc_ms", "QTc (ms)"},
	{"qtc_bazett_ms", "QTc Bazett (ms)"},
	{"qtc_fridericia_ms", "QTc Fridericia (ms)"},
	{"p_axis", "P (°)"},
	{"qrs_axis", "QRS (°)"},
	{"t_axis", "T (°)"},
	{"st_mm", "ST (mm)"},
};

/* Its place in the table above; behind it when it is none of those. */
static size_t measure_place(const struct tele_measure *m)
{
	size_t i = 0;
	while (i < countof(measures) && !str_is(m->name, measures[i].name))
		i++;
	return i;
}

static struct str measure_name(struct page *p, const struct tele_measure *m)
{
	size_t i = measure_place(m);
	struct str name =
		i < countof(measures) ? str_from(measures[i].words) : m->name;
	return m->lead.len ? page_url(p, STR_FMT " " STR_FMT, STR_ARG(name),
				      STR_ARG(m->lead))
			   : name;
}

static struct page_exam_measures *row_of(struct page_exam *v, struct str name)
{
	for (size_t i = 0; i < v->n_measures; i++)
		if (str_eq(v->measures[i].name, name))
			return &v->measures[i];
	v->measures[v->n_measures].name = name;
	return &v->measures[v->n_measures++];
}

static void put_measure(struct page *p, const struct tele_measure *m,
			struct page_exam *v)
{
	struct page_exam_measures *r = row_of(v, measure_name(p, m));
	if (m->device)
		r->device = milli(p, m->value_milli);
	else
		r->ours = milli(p, m->value_milli);
}

/* What a program found, in words; its code when we have none. */
static struct str finding_words(struct page *p, const struct tele_finding *f)
{
	static const struct {
		const char *code;
		enum msg msg;
	} known[] = {
		{"lbbb", MSG_TEL_F_LBBB},
		{"af_known", MSG_TEL_F_AF_KNOWN},
		{"af_known_machine", MSG_TEL_F_AF_KNOWN_MACHINE},
		{"lbbb_known", MSG_TEL_F_LBBB_KNOWN},
		{"lbbb_known_machine", MSG_TEL_F_LBBB_KNOWN_MACHINE},
	};
	for (size_t i = 0; i < countof(known); i++)
		if (str_is(f->code, known[i].code))
			return page_text(p, known[i].msg);
	for (int i = 0; i < ECG_N_CAUSE; i++)
		if (str_is(f->kind, "quality") &&
		    str_is(f->code, ecg_cause_name((enum ecg_cause)i)))
			return ecg_words_of_cause((enum ecg_cause)i, p->lang);
	for (int i = 0; i < ECG_N_FLAG; i++)
		if (str_is(f->kind, "flag") &&
		    str_is(f->code, ecg_flag_name((enum ecg_flag_code)i)))
			return ecg_words_of_flag((enum ecg_flag_code)i,
						 p->lang);
	for (int i = 0; i <= ECG_R_PACED; i++)
		if (str_is(f->kind, "rhythm") &&
		    str_is(f->code, ecg_rhythm_name((enum ecg_rhythm_kind)i)))
			return ecg_words_of_rhythm((enum ecg_rhythm_kind)i,
						   p->lang);
	return exam_spiro_finding(p, f);
}

static void fill_machine(struct page *p, const struct tele_view *x,
			 struct page_exam *v)
{
	v->machine =
		exam_fill(p, MSG_TEL_MACHINE_ABOUT, "algorithm", x->algorithm);
	v->measures =
		arena_calloc(p->a, x->n_measure + 1, sizeof(*v->measures));
	for (size_t at = 0; v->measures && at <= countof(measures); at++)
		for (size_t i = 0; i < x->n_measure; i++)
			if (measure_place(&x->measure[i]) == at)
				put_measure(p, &x->measure[i], v);
	v->findings =
		arena_calloc(p->a, x->n_finding + 1, sizeof(*v->findings));
	for (size_t i = 0; v->findings && i < x->n_finding; i++) {
		const struct tele_finding *f = &x->finding[i];
		struct page_exam_findings *o = &v->findings[v->n_findings++];
		o->text = page_url(p, STR_FMT "%s" STR_FMT, STR_ARG(f->lead),
				   f->lead.len ? ": " : "",
				   STR_ARG(finding_words(p, f)));
		o->bad = str_is(f->severity, "reject") ||
			 str_is(f->severity, "red");
		o->warn = str_is(f->severity, "warn") ||
			  str_is(f->severity, "amber");
	}
}

static void fill_earlier(struct page *p, const struct tele_view *x,
			 struct page_exam *v)
{
	v->earlier = arena_calloc(p->a, x->n_earlier + 1, sizeof(*v->earlier));
	for (size_t i = 0; v->earlier && i < x->n_earlier; i++) {
		const struct tele_earlier *e = &x->earlier[i];
		v->earlier[v->n_earlier++] = (struct page_exam_earlier){
			.link = exam_url(p, e->id, ""),
			.text = page_day(p, e->taken_on),
			.conclusion =
				e->conclusion.len
					? e->conclusion
					: page_text(p, MSG_TEL_NO_REPORT_YET)};
	}
}

/* ---- what happened */

static enum msg event_word(struct str what)
{
	static const struct {
		const char *what;
		enum msg msg;
	} words[] = {
		{"send", MSG_TEL_E_SENT},
		{"take", MSG_TEL_S_TAKEN},
		{"give_back", MSG_TEL_E_GIVEN_BACK},
		{"ask_repeat", MSG_TEL_E_ASKED},
		{"escalate", MSG_TEL_ESCALATED},
		{"override", MSG_TEL_E_OVERRIDDEN},
		{"cancel", MSG_TEL_S_CANCELLED},
		{"repeated", MSG_TEL_S_CANCELLED},
		{"report", MSG_TEL_S_REPORTED},
		{"correct", MSG_TEL_E_CORRECTION},
		{"sign", MSG_TEL_S_SIGNED},
		{"deliver", MSG_TEL_S_DELIVERED},
		{"acknowledge", MSG_TEL_S_ACKNOWLEDGED},
		{"talk_phone", MSG_TEL_TALK_PHONE},
		{"talk_chat", MSG_TEL_TALK},
		{"warn", MSG_TEL_E_WARN},
		{"red_unread", MSG_TEL_E_RED_UNREAD},
	};
	for (size_t i = 0; i < countof(words); i++)
		if (str_is(what, words[i].what))
			return words[i].msg;
	return MSG_NONE;
}

/* Over its time: passed on to the pool of `detail`, if there is one. Before
 * pools were named there, the percentage stood in it. */
static struct str overdue_words(struct page *p, struct str detail)
{
	return detail.len && detail.ptr[detail.len - 1] != '%'
		       ? exam_fill(p, MSG_TEL_E_OVERDUE_TO, "pool", detail)
		       : page_text(p, MSG_TEL_E_OVERDUE);
}

static void fill_events(struct page *p, const struct tele_view *x,
			struct page_exam *v)
{
	v->events = arena_calloc(p->a, x->n_event + 1, sizeof(*v->events));
	for (size_t i = 0; v->events && i < x->n_event; i++) {
		const struct tele_event_view *e = &x->event[x->n_event - 1 - i];
		enum msg word = event_word(e->what);
		bool over = str_is(e->what, "overdue");
		bool hidden = over || str_is(e->what, "send") ||
			      str_is(e->what, "sign");
		v->events[v->n_events++] = (struct page_exam_events){
			.when = page_instant(p, e->at_us),
			.what = over   ? overdue_words(p, e->detail)
				: word ? page_text(p, word)
				       : e->what,
			.who = e->user,
			.detail = hidden ? STR("") : e->detail};
	}
}

/* ---- what to do now */

/* A step that wants a text: its form, open with what was typed when it was just
 * refused. */
static void add_ask(struct page *p, const struct tele_view *x,
		    struct page_exam *v, const char *word, enum msg title,
		    enum msg label, bool wanted)
{
	struct page_exam_asks *o = &v->asks[v->n_asks++];
	*o = (struct page_exam_asks){
		.word = str_from(word),
		.path = page_url(p, "/esami/%" PRId64 "/passo/%s", x->row.id,
				 word),
		.title = page_text(p, title),
		.label = page_text(p, label),
		.typed = page_typed_for(p, word),
		.csrf = page_csrf(p),
		.wanted = wanted};
	o->open = p->refused.markup.len && str_is(p->word[0], word);
}

static void fill_asks(struct page *p, const struct tele_view *x, bool draft,
		      bool red, struct page_exam *v)
{
	enum tele_state s = x->row.state;
	bool sent = s == TELE_WAITING || s == TELE_QUEUED;
	const struct {
		const char *word;
		bool offered;
		enum msg title, label;
		bool optional;
	} steps[] = {
		{"invia", x->may_send && s == TELE_WAITING, MSG_TEL_OVERRIDE,
		 MSG_TEL_REASON, false},
		{"rifai", x->mine, MSG_TEL_ASK_REPEAT, MSG_TEL_CAUSE, false},
		{"lascia", x->mine, MSG_TEL_GIVE_BACK, MSG_TEL_REASON, true},
		{"passa", x->mine && x->may_pass, MSG_TEL_ESCALATE,
		 MSG_TEL_REASON, false},
		{"telefono", x->may_read && s == TELE_DELIVERED && red,
		 MSG_TEL_ACK_PHONE, MSG_TEL_WHO_ANSWERED, false},
		{"correggi",
		 x->may_read && s >= TELE_SIGNED && s < TELE_CANCELLED &&
			 !draft,
		 MSG_TEL_CORRECT, MSG_TEL_REASON, false},
		{"annulla", x->may_send && sent, MSG_TEL_CANCEL, MSG_TEL_REASON,
		 false},
	};
	v->asks = arena_calloc(p->a, countof(steps), sizeof(*v->asks));
	for (size_t i = 0; v->asks && i < countof(steps); i++)
		if (steps[i].offered)
			add_ask(p, x, v, steps[i].word, steps[i].title,
				steps[i].label, !steps[i].optional);
}

/* The last signed report says red. */
static bool red_result(const struct tele_view *x)
{
	size_t i = 0;
	while (i < x->n_report && !x->report[i].is_signed)
		i++;
	return i < x->n_report && x->report[i].urgency == TELE_RED;
}

static void fill_actions(struct page *p, const struct tele_view *x,
			 struct page_exam *v)
{
	const struct tele_row *r = &x->row;
	bool draft = x->n_report && !x->report[0].is_signed;
	bool red = red_result(x);
	v->step = exam_url(p, r->id, "/passo");
	v->csrf = page_csrf(p);
	v->take = x->may_read && r->state == TELE_QUEUED;
	if (x->mine || (x->may_read && draft && r->state >= TELE_SIGNED))
		v->write = exam_url(p, r->id, "/referto");
	v->deliver = x->may_read && r->state == TELE_SIGNED && !draft;
	v->ack = x->may_send && r->state == TELE_DELIVERED;
	if (x->may_send && r->state == TELE_WAITING)
		v->repeat = page_url(
			p, "/assistito/%" PRId64 "/esami/nuovo?ripete=%" PRId64,
			r->person_id, r->id);
	fill_asks(p, x, draft, red, v);
	v->now = v->take || v->write.len || v->deliver || v->ack ||
		 v->repeat.len;
	v->idle = !v->now && !v->n_asks;
	v->talk = r->state != TELE_CANCELLED;
	v->said = page_typed_for(p, "scrivi");
	v->phone = x->pool_phone;
	if (x->may_send)
		v->person_link = page_url(p, "/assistito/%" PRId64 "/esami",
					  r->person_id);
	v->more = v->idle || v->n_asks || v->person_link.len;
}

/* What made it be sent back: each lead and its cause, while the person is still
 * there. */
static struct str quality_words(struct page *p, const struct tele_view *x)
{
	struct buf b;
	size_t n = 0;
	buf_init(&b, 4096);
	for (size_t i = 0; i < x->n_finding; i++) {
		const struct tele_finding *f = &x->finding[i];
		if (!str_is(f->severity, "reject"))
			continue;
		buf_printf(&b, "%s" STR_FMT "%s" STR_FMT, n++ ? "; " : "",
			   STR_ARG(f->lead), f->lead.len ? ": " : "",
			   STR_ARG(finding_words(p, f)));
	}
	struct str causes = page_kept(p, &b);
	return causes.len ? exam_fill(p, MSG_TEL_WAITS_QUALITY_OF, "causes",
				      causes)
			  : page_text(p, MSG_TEL_WAITS_QUALITY);
}

/* The exam that this one repeats, and the one that repeats it. */
static void fill_repeats(struct page *p, const struct tele_view *x,
			 struct page_exam *v)
{
	if (x->repeat_of) {
		v->repeat_of = exam_url(p, x->repeat_of, "");
		v->repeat_of_words =
			exam_fill(p, MSG_TEL_REPEATS, "when",
				  page_instant(p, x->repeat_of_us));
	}
	if (x->repeated_by)
		v->repeated_by = exam_url(p, x->repeated_by, "");
}

static void fill_head(struct page *p, const struct tele_view *x,
		      struct page_exam *v)
{
	const struct tele_row *r = &x->row;
	v->title = exam_title(p, MSG_TEL_TITLE_OF, r);
	v->who = exam_who(p, r);
	v->red = r->urgency == TELE_RED;
	v->amber = r->urgency == TELE_AMBER;
	v->green = r->urgency == TELE_GREEN;
	v->urgency = exam_urgency(p, r->urgency);
	v->state = exam_state(p, r->state);
	v->clock = exam_clock(p, r);
	v->promised = page_instant(p, r->due_us);
	if (r->reader.len)
		v->taken = exam_fill(p, MSG_TEL_TAKEN_BY, "name", r->reader);
	v->late = r->hurry == TELE_OVERDUE;
	v->soon = r->hurry == TELE_PAST_SECOND;
	v->half = r->hurry == TELE_PAST_FIRST;
	v->red_result = r->state == TELE_DELIVERED && red_result(x);
	if (r->state == TELE_WAITING)
		v->waits = exam_fill(p, MSG_TEL_WAITS_FOR, "cause",
				     str_is(r->wait_cause, "quality")
					     ? quality_words(p, x)
					     : r->wait_cause);
	fill_repeats(p, x, v);
}

enum rc on_exam_file(struct page *p, struct err *err)
{
	struct str bytes, name;
	enum rc rc = app_tele_bytes(p->app, p->id[0], p->a, &bytes, &name, err);
	if (rc)
		return rc;
	char safe[80];
	size_t n = 0;
	for (size_t i = 0; i < name.len && n + 1 < sizeof(safe); i++) {
		char c = name.ptr[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || c == '.' || c == '-' ||
			     c == '_';
		safe[n++] = plain ? c : '_';
	}
	safe[n] = 0;
	page_download(p, "application/octet-stream", n ? safe : "esame");
	buf_str(p->out, bytes);
	return OK;
}

/* ---- the page */

enum rc on_exam(struct page *p, struct err *err)
{
	struct tele_view x;
	struct page_exam v = {0};
	enum rc rc = app_tele_show(p->app, p->id[0], p->a, &x, err);
	if (!rc)
		rc = exam_tracing(p, &x, &v.tracing, err);
	if (rc)
		return rc;
	fill_head(p, &x, &v);
	fill_request(p, &x, &v);
	fill_file(p, &x, &v);
	if (x.spiro)
		v.spiro = exam_spiro(p, &x);
	else
		fill_machine(p, &x, &v);
	fill_earlier(p, &x, &v);
	v.has_serial = x.row.kind == TELE_ECG && x.n_earlier;
	v.serial = exam_serial(p, &x);
	fill_events(p, &x, &v);
	fill_actions(p, &x, &v);
	v.reports = exam_reports(p, x.report, x.n_report);
	page_begin(p, &(struct frame){.heading = v.title, .wide = true});
	page_exam(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- one step, with its word in the address */

static enum rc talk(struct page *p, struct str text, struct err *err)
{
	bool phone = str_is(param(&p->form, "come"), "telefono");
	return app_tele_talk(p->app, p->id[0],
			     phone ? STR("phone") : STR("chat"), text, err);
}

static enum rc take(struct page *p, struct str text, struct err *err)
{
	(void)text;
	return app_tele_take(p->app, p->id[0], err);
}

static enum rc give_back(struct page *p, struct str text, struct err *err)
{
	return app_tele_give_back(p->app, p->id[0], text, err);
}

static enum rc ask_repeat(struct page *p, struct str text, struct err *err)
{
	return app_tele_ask_repeat(p->app, p->id[0], text, err);
}

static enum rc escalate(struct page *p, struct str text, struct err *err)
{
	return app_tele_escalate(p->app, p->id[0], STR(""), text, err);
}

static enum rc correct(struct page *p, struct str text, struct err *err)
{
	return app_tele_correct(p->app, p->id[0], text, err);
}

static enum rc deliver(struct page *p, struct str text, struct err *err)
{
	(void)text;
	return app_tele_deliver(p->app, p->id[0], err);
}

static enum rc acknowledge(struct page *p, struct str text, struct err *err)
{
	return app_tele_acknowledge(p->app, p->id[0], STR("page"), text, err);
}

static enum rc by_phone(struct page *p, struct str text, struct err *err)
{
	return app_tele_acknowledge(p->app, p->id[0], STR("phone"), text, err);
}

static enum rc override_quality(struct page *p, struct str text,
				struct err *err)
{
	return app_tele_override(p->app, p->id[0], text, err);
}

static enum rc cancel(struct page *p, struct str text, struct err *err)
{
	return app_tele_cancel(p->app, p->id[0], text, err);
}

enum rc on_exam_step(struct page *p, struct err *err)
{
	static const struct {
		const char *word;
		enum rc (*act)(struct page *, struct str, struct err *);
		enum msg done;
	} steps[] = {
		{"prendi", take, MSG_TEL_DONE_TAKE},
		{"lascia", give_back, MSG_TEL_DONE_GIVE_BACK},
		{"rifai", ask_repeat, MSG_TEL_DONE_REPEAT},
		{"passa", escalate, MSG_TEL_DONE_ESCALATE},
		{"scrivi", talk, MSG_TEL_DONE_TALK},
		{"correggi", correct, MSG_TEL_DONE_CORRECT},
		{"consegna", deliver, MSG_TEL_DONE_DELIVER},
		{"visto", acknowledge, MSG_TEL_DONE_ACK},
		{"telefono", by_phone, MSG_TEL_DONE_ACK},
		{"invia", override_quality, MSG_TEL_DONE_OVERRIDE},
		{"annulla", cancel, MSG_TEL_DONE_CANCEL},
	};
	for (size_t i = 0; i < countof(steps); i++) {
		if (!str_is(p->word[0], steps[i].word))
			continue;
		enum rc rc = steps[i].act(p, param(&p->form, "testo"), err);
		/* passed on, it may be out of the reader's sight */
		struct str to = steps[i].act == escalate
					? STR("/esami")
					: exam_url(p, p->id[0], "");
		return rc ? page_again(p, exam_url(p, p->id[0], ""), on_exam,
				       rc, err)
			  : page_done(p, to, steps[i].done, NULL, err);
	}
	return err_msg(err, E_NOT_FOUND, MSG_WEB_NO_PAGE,
		       "there is no such step");
}
