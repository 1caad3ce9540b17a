#include "web/page/doctor_words.h"

const char *const doctor_tab_word[N_WORK] = {
	[WORK_ENROL] = "arruolabili",  [WORK_HELD] = "trattenuti",
	[WORK_PACT] = "patti",         [WORK_NO_PLAN] = "senza-piano",
	[WORK_SIGN] = "da-firmare",    [WORK_ACTIVE] = "in-vigore",
	[WORK_RENEW] = "da-rinnovare", [WORK_EXPIRED] = "scaduti",
	[WORK_ALL] = "tutti",
};

enum worklist_tab doctor_tab_of(struct str word)
{
	int t = 0;
	while (t < N_WORK && !str_is(word, doctor_tab_word[t]))
		t++;
	return (enum worklist_tab)t;
}

enum msg doctor_tab_text(enum worklist_tab t)
{
	static const enum msg text[N_WORK] = {
		[WORK_ENROL] = MSG_DOC_TAB_ENROL,
		[WORK_HELD] = MSG_DOC_TAB_HELD,
		[WORK_PACT] = MSG_DOC_TAB_PACT,
		[WORK_NO_PLAN] = MSG_DOC_TAB_NO_PLAN,
		[WORK_SIGN] = MSG_DOC_TAB_SIGN,
		[WORK_ACTIVE] = MSG_DOC_TAB_ACTIVE,
		[WORK_RENEW] = MSG_DOC_TAB_RENEW,
		[WORK_EXPIRED] = MSG_DOC_TAB_EXPIRED,
		[WORK_ALL] = MSG_DOC_TAB_ALL,
	};
	return text[t];
}

enum msg doctor_tab_about(enum worklist_tab t)
{
	static const enum msg text[N_WORK] = {
		[WORK_ENROL] = MSG_DOC_ABOUT_ENROL,
		[WORK_HELD] = MSG_DOC_ABOUT_HELD,
		[WORK_PACT] = MSG_DOC_ABOUT_PACT,
		[WORK_NO_PLAN] = MSG_DOC_ABOUT_NO_PLAN,
		[WORK_SIGN] = MSG_DOC_ABOUT_SIGN,
		[WORK_ACTIVE] = MSG_DOC_ABOUT_ACTIVE,
		[WORK_RENEW] = MSG_DOC_ABOUT_RENEW,
		[WORK_EXPIRED] = MSG_DOC_ABOUT_EXPIRED,
		[WORK_ALL] = MSG_DOC_ABOUT_ALL,
	};
	return text[t];
}

enum msg doctor_tab_empty(enum worklist_tab t)
{
	static const enum msg text[N_WORK] = {
		[WORK_ENROL] = MSG_DOC_EMPTY_ENROL,
		[WORK_HELD] = MSG_DOC_EMPTY_HELD,
		[WORK_PACT] = MSG_DOC_EMPTY_PACT,
		[WORK_NO_PLAN] = MSG_DOC_EMPTY_NO_PLAN,
		[WORK_SIGN] = MSG_DOC_EMPTY_SIGN,
		[WORK_ACTIVE] = MSG_DOC_EMPTY_ACTIVE,
		[WORK_RENEW] = MSG_DOC_EMPTY_RENEW,
		[WORK_EXPIRED] = MSG_DOC_EMPTY_EXPIRED,
		[WORK_ALL] = MSG_DOC_EMPTY_ALL,
	};
	return text[t];
}

enum msg doctor_next_text(enum worklist_next n, bool signs)
{
	static const enum msg text[N_NEXT] = {
		[NEXT_INVITE] = MSG_DOC_NEXT_INVITE,
		[NEXT_CHOICE] = MSG_DOC_NEXT_CHOICE,
		[NEXT_PACT] = MSG_DOC_NEXT_PACT,
		[NEXT_SIGN_PACT] = MSG_DOC_NEXT_SIGN_PACT,
		[NEXT_PERSON_SIGNS] = MSG_DOC_NEXT_PERSON_SIGNS,
		[NEXT_RENEW_PACT] = MSG_DOC_NEXT_RENEW_PACT,
		[NEXT_ACTIVATE] = MSG_DOC_NEXT_ACTIVATE,
		[NEXT_DRAFT] = MSG_DOC_NEXT_DRAFT,
		[NEXT_SIGN] = MSG_DOC_NEXT_SIGN,
		[NEXT_PUBLISH] = MSG_DOC_NEXT_PUBLISH,
		[NEXT_RENEW] = MSG_DOC_NEXT_RENEW,
		[NEXT_RESUME] = MSG_DOC_NEXT_RESUME,
		[NEXT_TRANSFER] = MSG_DOC_NEXT_TRANSFER,
		[NEXT_LEFT] = MSG_DOC_NEXT_LEFT,
		[NEXT_UNBLOCK] = MSG_DOC_NEXT_UNBLOCK,
		[NEXT_NOTHING] = MSG_DOC_NEXT_NOTHING,
	};
	return n == NEXT_SIGN && !signs ? MSG_DOC_NEXT_REVIEW : text[n];
}

enum msg doctor_hold_text(enum enrol_hold h)
{
	static const enum msg text[N_ENROL_HOLD] = {
		[HOLD_ENROLLED] = MSG_DOC_SHORT_ENROLLED,
		[HOLD_CONTINUITY] = MSG_DOC_SHORT_CONTINUITY,
		[HOLD_NO_DOCTOR] = MSG_DOC_SHORT_NO_DOCTOR,
		[HOLD_NOT_ADHERING] = MSG_DOC_SHORT_NOT_ADHERING,
		[HOLD_WAY_CLOSED] = MSG_DOC_SHORT_WAY_CLOSED,
		[HOLD_MANAGER_FULL] = MSG_DOC_SHORT_MANAGER_FULL,
		[HOLD_NO_CONTACT] = MSG_DOC_SHORT_NO_CONTACT,
	};
	return text[h];
}

static struct str counted(struct page *p, enum msg one, enum msg many,
			  int64_t n, struct date on)
{
	const struct str pairs[] = {STR("n"), page_int(p, n), STR("date"),
				    page_day(p, on)};
	return page_fill(p, n == 1 ? one : many, pairs, 2);
}

struct str doctor_alerts(struct page *p, int n)
{
	return n ? counted(p, MSG_DOC_ALERT_1, MSG_DOC_ALERT_N, n, DATE_NONE)
		 : STR("");
}

struct str doctor_points(struct page *p, int n)
{
	return n ? counted(p, MSG_DOC_POINT_1, MSG_DOC_POINT_N, n, DATE_NONE)
		 : STR("");
}

struct str doctor_why_text(struct page *p, const struct worklist_why *w)
{
	switch (w->kind) {
	case WHY_LEVEL:
		return counted(p, MSG_DOC_WHY_LEVEL, MSG_DOC_WHY_LEVEL, w->n,
			       w->on);
	case WHY_CHARLSON:
		return counted(p, MSG_DOC_WHY_CHARLSON, MSG_DOC_WHY_CHARLSON,
			       w->n, w->on);
	case WHY_DAYS_LEFT:
		if (!w->n)
			return counted(p, MSG_DOC_WHY_TODAY, MSG_DOC_WHY_TODAY,
				       0, w->on);
		return counted(p, MSG_DOC_WHY_LEFT_1, MSG_DOC_WHY_LEFT_N, w->n,
			       w->on);
	case WHY_DAYS_OVER:
		return counted(p, MSG_DOC_WHY_OVER_1, MSG_DOC_WHY_OVER_N, w->n,
			       w->on);
	case WHY_ALERTS:
		return doctor_alerts(p, (int)w->n);
	case WHY_FINDINGS:
		return doctor_points(p, (int)w->n);
	case WHY_RENEWAL:
		return page_text(p, MSG_DOC_WHY_RENEWAL);
	case WHY_NO_CONTACT:
		return page_text(p, MSG_DOC_WHY_NO_CONTACT);
	case N_WHY:
		break;
	}
	return STR("");
}

struct str doctor_condition(struct page *p, struct str code)
{
	const struct knowledge *kn = p->app->kn;
	int i = kn ? kn_condition_index(kn, code) : -1;
	if (i < 0)
		return code;
	return p->lang == LANG_IT ? kn->conditions[i].name_it
				  : kn->conditions[i].name_en;
}

struct str doctor_cluster(struct page *p, struct str code)
{
	const struct knowledge *kn = p->app->kn;
	int i = kn ? kn_cluster_index(kn, code) : -1;
	if (i < 0)
		return code;
	return p->lang == LANG_IT ? kn->clusters[i].name_it
				  : kn->clusters[i].name_en;
}
