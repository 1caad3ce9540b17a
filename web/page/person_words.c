/* Words for what the database calls by a key. */
#include "web/page/person.h"

struct word {
	const char *key;
	enum msg text;
};

static const struct word enrolment[] = {
	{"", MSG_PER_ENROL_NONE},
	{"eligible", MSG_PER_ENROL_ELIGIBLE},
	{"invited", MSG_PER_ENROL_INVITED},
	{"chosen", MSG_PER_ENROL_CHOSEN},
	{"pact_signed", MSG_PER_ENROL_PACT_SIGNED},
	{"active", MSG_PER_ENROL_ACTIVE},
	{"suspended", MSG_PER_ENROL_SUSPENDED},
	{"ended", MSG_PER_ENROL_ENDED},
	{"transferred", MSG_PER_ENROL_TRANSFERRED},
};
static const struct word pact[] = {
	{"", MSG_PER_PACT_NONE},
	{"draft", MSG_PER_PACT_DRAFT},
	{"signed_by_one", MSG_PER_PACT_BY_ONE},
	{"signed", MSG_PER_PACT_SIGNED},
	{"expired", MSG_PER_PACT_EXPIRED},
	{"revoked", MSG_PER_PACT_REVOKED},
	{"superseded", MSG_PER_PACT_SUPERSEDED},
};
static const struct word plan[] = {
	{"", MSG_PAI_STATE_NONE},
	{"draft", MSG_PAI_STATE_DRAFT},
	{"proposed", MSG_PAI_STATE_PROPOSED},
	{"signed", MSG_PAI_STATE_SIGNED},
	{"published", MSG_PAI_STATE_PUBLISHED},
	{"active", MSG_PAI_STATE_ACTIVE},
	{"superseded", MSG_PAI_STATE_SUPERSEDED},
	{"expired", MSG_PAI_STATE_EXPIRED},
	{"closed", MSG_PAI_STATE_CLOSED},
};
static const struct word plan_kind[] = {
	{"new", MSG_PAI_KIND_NEW},
	{"renewal", MSG_PAI_KIND_RENEWAL},
	{"update", MSG_PAI_KIND_UPDATE},
};
static const struct word booking[] = {
	{"held", MSG_PER_BOOK_HELD},
	{"booked", MSG_PER_BOOK_BOOKED},
	{"done", MSG_PER_BOOK_DONE},
	{"no_show", MSG_PER_BOOK_NO_SHOW},
	{"missed", MSG_PER_BOOK_NO_SHOW},
	{"cancelled", MSG_PER_BOOK_CANCELLED},
	{"planned", MSG_PER_BOOK_PLANNED},
	{"prescribed", MSG_PER_BOOK_PRESCRIBED},
};
static const struct word role[] = {
	{"system", MSG_WEB_ROLE_SYSTEM},
	{"admin", MSG_WEB_ROLE_ADMIN},
	{"doctor", MSG_WEB_ROLE_DOCTOR},
	{"staff", MSG_WEB_ROLE_STAFF},
	{"operator", MSG_WEB_ROLE_OPERATOR},
	{"specialist", MSG_WEB_ROLE_SPECIALIST},
	{"provider", MSG_WEB_ROLE_PROVIDER},
	{"pharmacist", MSG_WEB_ROLE_PHARMACIST},
	{"citizen", MSG_WEB_ROLE_CITIZEN},
	{"cooperative", MSG_WEB_ROLE_COOPERATIVE},
	{"agency", MSG_WEB_ROLE_AGENCY},
	{"region", MSG_WEB_ROLE_REGION},
};
static const struct word purpose[] = {
	{"care", MSG_PER_PURPOSE_CARE},
	{"booking", MSG_PER_PURPOSE_BOOKING},
	{"emergency", MSG_PER_PURPOSE_EMERGENCY},
	{"break_glass", MSG_PER_PURPOSE_EMERGENCY},
	{"administration", MSG_ACC_PURPOSE_ADMINISTRATION},
	{"substitute", MSG_ACC_PURPOSE_SUBSTITUTE},
	{"request", MSG_ACC_PURPOSE_REQUEST},
	{"visit", MSG_ACC_PURPOSE_VISIT},
	{"pharmacy", MSG_WEB_ROLE_PHARMACIST},
	{"self", MSG_WEB_ROLE_CITIZEN},
};
/* Of one area by its beginning: "plan.sign", then "plan.". What was done, and
 * where there is no sentence for it, what was looked at. */
static const struct word action[] = {
	{"person.", MSG_PER_ACT_READ},
	{"people.find", MSG_PER_ACT_LIST},
	{"people.list", MSG_PER_ACT_LIST},
	{"people.", MSG_PER_ACT_READ},
	{"access.break_glass", MSG_CIT_LOOKS_GLASS},
	{"access.", MSG_ACC_PURPOSE_LEGEND},
	{"population.why", MSG_AGE_WHY_TITLE},
	{"population.", MSG_PER_ACT_LIST},
	{"tele.", MSG_TEL_TAB},
	{"visit.", MSG_VIS_TAB},
	{"home.", MSG_MIS_TAB},
	{"citizen.contact", MSG_PER_PHONE},
	{"citizen.helper", MSG_CIT_HELPERS},
	{"citizen.helper_end", MSG_CIT_HELPERS},
	{"citizen.", MSG_PER_ACT_READ},
	{"plan.read", MSG_PER_ACT_PLAN_READ},
	{"plan.draft", MSG_PER_ACT_PLAN_DRAFT},
	{"plan.edit", MSG_PER_ACT_PLAN_EDIT},
	{"plan.propose", MSG_PER_ACT_PLAN_PROPOSE},
	{"plan.sign", MSG_PER_ACT_PLAN_SIGN},
	{"plan.publish", MSG_PER_ACT_PLAN_PUBLISH},
	{"plan.prescribe", MSG_PER_ACT_PRESCRIBE},
	{"prescription.read", MSG_PER_ACT_PLAN_READ},
	{"prescription.", MSG_PER_ACT_PRESCRIBE},
	{"plan.", MSG_PER_ACT_PLAN},
	{"enrol.show", MSG_PER_ACT_ENROL_READ},
	{"enrol.", MSG_PER_ACT_ENROL},
	{"pact.", MSG_PER_ACT_PACT},
	{"booking.calendar", MSG_PER_ACT_BOOK_READ},
	{"booking.find", MSG_PER_ACT_BOOK_READ},
	{"booking.", MSG_PER_ACT_BOOK},
	{"book.", MSG_PER_ACT_BOOK},
	{"appointment.", MSG_PER_ACT_BOOK},
	{"centre.person", MSG_PER_ACT_BOOK_READ},
	{"centre.", MSG_PER_ACT_CENTRE},
	{"worklist.", MSG_PER_ACT_LIST},
	{"strata.", MSG_PER_ACT_STRATA},
	{"quality.", MSG_PER_ACT_QUALITY},
	{"settle.", MSG_PER_ACT_SETTLE},
	{"person.export", MSG_EXP_DID},
	{"tele.export", MSG_TEL_DID_ALL},
	{"tele.consents", MSG_TEL_DID_CONSENTS},
	{"tele.consent.", MSG_TEL_DID_CONSENT},
	{"tele.", MSG_TEL_DID_EXAM},
	{"home.", MSG_TEL_DID_HOME},
	{"visit.", MSG_TEL_DID_VISIT},
};
static const struct word severity[] = {
	{"contraindicated", MSG_PER_SEV_CONTRAINDICATED},
	{"major", MSG_PER_SEV_MAJOR},
	{"moderate", MSG_PER_SEV_MODERATE},
	{"question", MSG_PER_SEV_QUESTION},
	{"", MSG_PER_SEV_QUESTION},
};
static const struct word flow[] = {
	{"exemption", MSG_PER_FLOW_EXEMPTION},
	{"drug", MSG_PER_FLOW_DRUG},
	{"outpatient", MSG_PER_FLOW_OUTPATIENT},
	{"hospital", MSG_PER_FLOW_HOSPITAL},
	{"emergency", MSG_PER_FLOW_EMERGENCY},
};
static const struct word unbooked[] = {
	{"full", MSG_PER_OPEN_FULL},
	{"no_provider", MSG_PER_OPEN_NO_PROVIDER},
	{"window_full", MSG_PER_OPEN_FULL},
	{"left_to_others", MSG_PER_OPEN_FULL},
	{"closed", MSG_PER_OPEN_CLOSED},
	{"person", MSG_PER_OPEN_PERSON},
	{"", MSG_PER_OPEN_NOT_YET},
};

#define SET(list)                                                              \
	{                                                                      \
		list, countof(list)                                            \
	}
static const struct {
	const struct word *list;
	size_t n;
} sets[] = {
	[WORDS_ENROLMENT] = SET(enrolment), [WORDS_PACT] = SET(pact),
	[WORDS_PLAN] = SET(plan),           [WORDS_PLAN_KIND] = SET(plan_kind),
	[WORDS_BOOKING] = SET(booking),     [WORDS_ROLE] = SET(role),
	[WORDS_PURPOSE] = SET(purpose),     [WORDS_ACTION] = SET(action),
	[WORDS_SEVERITY] = SET(severity),   [WORDS_FLOW] = SET(flow),
	[WORDS_UNBOOKED] = SET(unbooked),
};

struct str person_word(struct page *p, enum person_words set, struct str key)
{
	for (size_t i = 0; i < sets[set].n; i++) {
		const struct word *w = &sets[set].list[i];
		struct str k = str_from(w->key);
		if (str_eq(k, key) ||
		    (str_ends(k, STR(".")) && str_starts(key, k)))
			return page_text(p, w->text);
	}
	return key;
}

struct str person_why(struct page *p, struct str en, struct str it)
{
	return p->lang == LANG_IT && it.len ? it : page_phrase(p, en);
}
