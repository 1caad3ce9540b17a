/* What a program writes into a report that nobody has begun. */
#include "app/tele_proposal_int.h"

enum { WORDS_BYTES = 3500 }; /* as the field of the form */

void tele_say(struct buf *b, enum msg id, enum lang lang, const char *name,
	      struct buf *value)
{
	const struct str pairs[] = {str_from(name), buf_view(value)};
	text_fill(b, id, lang, pairs, 1);
	buf_char(b, '\n');
	buf_reset(value);
}

void tele_say_change(struct buf *b, enum lang lang, double v, unsigned digits)
{
	if (v > 0)
		buf_char(b, '+');
	text_number(b, lang, v, digits);
}

static enum rc keep(const struct buf *b, struct arena *a, struct str *out,
		    struct err *err)
{
	struct str s;
	enum rc rc = buf_finish(b, &s, err);
	if (!rc)
		*out = arena_str(a, str_trim(s));
	return rc;
}

enum rc tele_propose(const struct tele_view *v, enum lang lang, struct arena *a,
		     struct tele_report *out, struct err *err)
{
	struct tele_report r = {.urgency = TELE_GREEN, .agrees = STR("unsaid")};
	struct tele_proposal o;
	r.said = arena_calloc(a, TELE_SAID_MOST, sizeof(*r.said));
	if (!r.said)
		return arena_fail(a, err);
	buf_init(&o.text, WORDS_BYTES);
	buf_init(&o.comparison, WORDS_BYTES);
	buf_init(&o.part, WORDS_BYTES);
	if (v->spiro)
		tele_propose_spiro(v, lang, &o, &r);
	else if (v->row.kind == TELE_ECG)
		tele_propose_ecg(v, lang, &o);
	enum rc rc = keep(&o.text, a, &r.text, err);
	if (!rc)
		rc = keep(&o.comparison, a, &r.comparison, err);
	buf_release(&o.text);
	buf_release(&o.comparison);
	buf_release(&o.part);
	if (!rc)
		*out = r;
	return rc;
}

bool tele_proposed(struct str text, struct str proposal)
{
	size_t i = 0, k = 0;
	while (i < text.len && k < proposal.len) {
		if (text.ptr[i] == '\r') {
			i++;
			continue;
		}
		if (text.ptr[i++] != proposal.ptr[k++])
			return false;
	}
	return k > 0 && k == proposal.len && i == text.len;
}
