/* Who looked at a person's data, in plain words, by day. */
#include "web/page/citizen.h"

#include "json/json_value.h"
#include "web/page/citizen_looks.html.h"
#include "web/web_int.h"

/* ---- words ---- */

struct word {
	const char *code; /* with '.' at the end: all that begin so */
	enum msg text;
};

static enum msg find_word(const struct word *w, size_t n, struct str code,
			  enum msg other)
{
	for (size_t i = 0; i < n; i++) {
		struct str key = str_from(w[i].code);
		if (str_eq(code, key) ||
		    (str_ends(key, STR(".")) && str_starts(code, key)))
			return w[i].text;
	}
	return other;
}

static enum msg did(struct str action)
{
	static const struct word words[] = {
		{"access.break_glass", MSG_CIT_DID_GLASS},
		{"access.purpose", MSG_CIT_DID_PURPOSE},
		{"people.find", MSG_CIT_DID_FIND},
		{"people.list", MSG_CIT_DID_LIST},
		{"people.", MSG_CIT_DID_PERSON},
		{"person.", MSG_CIT_DID_PERSON},
		{"worklist.", MSG_CIT_DID_LIST},
		{"plan.read", MSG_CIT_DID_PLAN_READ},
		{"plan.sign", MSG_CIT_DID_PLAN_SIGN},
		{"plan.publish", MSG_CIT_DID_PLAN_PUBLISH},
		{"plan.prescribe", MSG_CIT_DID_PRESCRIBED},
		{"plan.close", MSG_CIT_DID_PLAN_CLOSE},
		{"plan.", MSG_CIT_DID_PLAN_DRAFT},
		{"prescription.", MSG_CIT_DID_PRESCRIPTION},
		{"booking.calendar", MSG_CIT_DID_CALENDAR},
		{"booking.day", MSG_CIT_DID_CALENDAR},
		{"booking.year", MSG_CIT_DID_BOOKED},
		{"booking.take", MSG_CIT_DID_BOOKED},
		{"booking.hold", MSG_CIT_DID_BOOKED},
		{"booking.confirm", MSG_CIT_DID_BOOKED},
		{"booking.restore", MSG_CIT_DID_BOOKED},
		{"booking.presence", MSG_CIT_DID_CONFIRMED},
		{"booking.move", MSG_CIT_DID_MOVED},
		{"booking.cancel", MSG_CIT_DID_CANCELLED},
		{"booking.done", MSG_CIT_DID_OUTCOME},
		{"booking.no_show", MSG_CIT_DID_OUTCOME},
		{"booking.simulate", MSG_CIT_DID_OUTCOME},
		{"booking.", MSG_CIT_DID_BOOKING},
		{"centre.list", MSG_CIT_DID_LIST},
		{"centre.person", MSG_CIT_DID_CALENDAR},
		{"centre.", MSG_CIT_DID_CALL},
		{"enrol.show", MSG_CIT_DID_ENROL_READ},
		{"enrol.", MSG_CIT_DID_ENROL},
		{"pact.", MSG_CIT_DID_PACT},
		{"strata.", MSG_CIT_DID_STRATA},
		{"population.", MSG_CIT_DID_STRATA},
		{"quality.", MSG_CIT_DID_QUALITY},
		{"citizen.contact", MSG_CIT_DID_CONTACT},
		{"citizen.helper", MSG_CIT_DID_HELPER},
		{"citizen.helper_end", MSG_CIT_DID_HELPER},
		{"citizen.", MSG_CIT_DID_OWN},
		{"person.export", MSG_EXP_DID},
		{"tele.export", MSG_TEL_DID_ALL},
		{"tele.consents", MSG_TEL_DID_CONSENTS},
		{"tele.consent.", MSG_TEL_DID_CONSENT},
		{"tele.", MSG_TEL_DID_EXAM},
		{"home.", MSG_TEL_DID_HOME},
		{"visit.", MSG_TEL_DID_VISIT},
	};
	return find_word(words, countof(words), action, MSG_CIT_DID_OTHER);
}

static enum msg what_for(const struct page *p, const struct citizen_look *l)
{
	static const struct word words[] = {
		{"care", MSG_CIT_FOR_CARE},
		{"booking", MSG_CIT_FOR_BOOKING},
		{"administration", MSG_CIT_FOR_ADMINISTRATION},
		{"substitute", MSG_CIT_FOR_SUBSTITUTE},
		{"request", MSG_CIT_FOR_REQUEST},
		{"emergency", MSG_CIT_FOR_EMERGENCY},
		{"break_glass", MSG_CIT_FOR_EMERGENCY},
		{"pharmacy", MSG_CIT_FOR_PHARMACY},
		{"self", MSG_CIT_FOR_SELF},
	};
	if (str_is(l->role, "citizen"))
		return l->user_id == p->app->who.user_id ? MSG_CIT_FOR_SELF
							 : MSG_CIT_FOR_HELPER;
	return find_word(words, countof(words), l->purpose,
			 str_is(l->role, "operator") ? MSG_CIT_FOR_BOOKING
						     : MSG_CIT_FOR_OTHER);
}

static struct str who(struct page *p, const struct citizen_look *l)
{
	if (l->user_id && l->user_id == p->app->who.user_id)
		return page_text(p, MSG_CIT_LOOKS_YOU);
	if (!l->user_id)
		return page_text(p, str_is(l->role, "doctor")
					    ? MSG_CIT_LOOKS_DOCTOR
					    : MSG_CIT_LOOKS_PROGRAM);
	return l->user.len ? l->user : page_url(p, "%" PRId64, l->user_id);
}

/* "medico, Cooperativa di Treviglio" */
static struct str of(struct page *p, const struct citizen_look *l)
{
	struct str role = STR("");
	if (!l->user_id || l->user_id == p->app->who.user_id)
		return STR("");
	for (int r = 0; r < N_ROLE; r++)
		if (str_is(l->role, role_name[r]))
			role = page_role(p, (enum role)r);
	if (!l->of.len)
		return role;
	return page_url(p, STR_FMT ", " STR_FMT, STR_ARG(role), STR_ARG(l->of));
}

static bool is_glass(const struct citizen_look *l)
{
	return str_is(l->action, "access.break_glass") ||
	       str_is(l->purpose, "break_glass");
}

/* What was written when the glass was broken. */
static struct str reason_of(struct page *p, const struct citizen_look *l)
{
	struct json_value *v = NULL;
	if (!l->detail.len || json_parse(l->detail, p->a, &v, NULL))
		return STR("");
	struct str reason = json_get_str(v, "reason");
	return reason.len ? citizen_fill(p, MSG_CIT_LOOKS_GLASS_WHY, "reason",
					 reason)
			  : STR("");
}

/* ---- the page ---- */

static bool same_look(const struct citizen_look *a,
		      const struct citizen_look *b)
{
	return a->user_id == b->user_id && did(a->action) == did(b->action) &&
	       str_eq(a->role, b->role) && str_eq(a->purpose, b->purpose) &&
	       !is_glass(a) && !is_glass(b) &&
	       date_in_rome(a->at_us).days == date_in_rome(b->at_us).days;
}

/* One line for looks that follow each other and are the same. */
static size_t put_look(struct page *p, const struct citizen_look *l, size_t n,
		       struct page_citizen_looks_looks *v)
{
	size_t same = 1;
	while (same < n && same_look(&l[0], &l[same]))
		same++;
	*v = (struct page_citizen_looks_looks){
		.time = page_minute(p, minute_in_rome(l->at_us)),
		.who = who(p, l),
		.of = of(p, l),
		.what = page_text(p, did(l->action)),
		.why = page_text(p, what_for(p, l)),
		.glass = is_glass(l)};
	if (same > 1)
		v->times = citizen_fill(p, MSG_CIT_LOOKS_TIMES, "n",
					page_int(p, (int64_t)same));
	if (v->glass)
		v->reason = reason_of(p, l);
	return same;
}

static void fill_days(struct page *p, const struct citizen_look *l, size_t n,
		      struct page_citizen_looks *v)
{
	struct page_citizen_looks_looks *lines =
		arena_calloc(p->a, n + 1, sizeof(*lines));
	struct date last = DATE_NONE;
	v->days = arena_calloc(p->a, n + 1, sizeof(*v->days));
	if (!lines || !v->days)
		return;
	for (size_t i = 0, k = 0; i < n; k++) {
		struct date day = date_in_rome(l[i].at_us);
		if (day.days != last.days) {
			v->days[v->n_days++] = (struct page_citizen_looks_days){
				.day = citizen_long_day(p, day),
				.looks = &lines[k]};
			last = day;
		}
		i += put_look(p, &l[i], n - i, &lines[k]);
		v->days[v->n_days - 1].n_looks++;
	}
}

static enum rc csv(struct page *p, const struct table *t,
		   const struct citizen_look *l, size_t n)
{
	table_csv(p, t, "accessi.csv");
	for (size_t i = 0; i < n; i++) {
		csv_cell_date(p, date_in_rome(l[i].at_us));
		csv_cell(p, page_minute(p, minute_in_rome(l[i].at_us)));
		struct str name = who(p, &l[i]), role = of(p, &l[i]);
		csv_cell(p, role.len ? page_url(p, STR_FMT " (" STR_FMT ")",
						STR_ARG(name), STR_ARG(role))
				     : name);
		csv_cell(p, page_text(p, did(l[i].action)));
		csv_cell(p, page_text(p, what_for(p, &l[i])));
		csv_row_end(p);
	}
	table_csv_end(p, (int64_t)n, t->total);
	return OK;
}

enum rc on_citizen_looks(struct page *p, struct err *err)
{
	static const struct column columns[] = {
		{.head = MSG_CIT_LOOKS_DAY}, {.head = MSG_CIT_LOOKS_TIME},
		{.head = MSG_CIT_LOOKS_WHO}, {.head = MSG_CIT_LOOKS_WHAT},
		{.head = MSG_CIT_LOOKS_WHY},
	};
	struct citizen_whose w;
	struct citizen_look *list = NULL;
	struct table t;
	size_t n = 0;
	table_asked(p, columns, countof(columns), "", &t);
	bool all = str_is(param(&p->query, "tutti"), "1");
	enum rc rc = citizen_whose(p, CITIZEN_LOOKS, &w, err);
	if (!rc)
		rc = app_citizen_looks(
			p->app,
			&(struct citizen_ask){.person_id = w.person_id,
					      .all = all,
					      .limit = t.limit,
					      .offset = t.offset},
			p->a, &list, &n, &t.total, err);
	if (rc || t.csv)
		return rc ? rc : csv(p, &t, list, n);
	if (table_beyond(&t, n))
		return table_first(p, err);
	struct page_citizen_looks v = {
		.whose = w.bar,
		.toggle = page_text(p, all ? MSG_CIT_LOOKS_OTHERS
					   : MSG_CIT_LOOKS_ALL),
		.toggle_link =
			page_url_with(p, "tutti", all ? STR("") : STR("1")),
		.none = !n,
		.pager = table_pager(p, &t)};
	fill_days(p, list, n, &v);
	page_begin(p, &(struct frame){.title = MSG_CIT_LOOKS});
	page_citizen_looks(p->out, p->lang, &v);
	return page_end(p, err);
}
