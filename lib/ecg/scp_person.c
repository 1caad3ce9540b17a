/* Section 1: tags of 1 byte, length in 2, value; tag 255 ends. */
#include "ecg/scp_int.h"

enum {
	FAMILY = 0,
	GIVEN = 1,
	ID = 2,
	AGE = 4,
	BORN = 5,
	SEX = 8,
	DEVICE = 14,
	DAY = 25,
	TIME = 26,
	HIGH_PASS = 27, /* hundredths of a hertz */
	LOW_PASS = 28,  /* hertz */
	FILTERS = 29,   /* bits: 0 notch at 60 Hz, 1 at 50 Hz */
	END = 255
};

struct header {
	struct ecg_moment taken;
	unsigned high_pass, low_pass, filters;
};

static struct date read_day(struct str v)
{
	struct ecg_bytes b = {.s = v};
	const int y = ecg_u16(&b), m = ecg_u8(&b), d = ecg_u8(&b);
	return ecg_day(y, m, d);
}

static void read_moment(unsigned tag, struct str v, struct ecg_moment *m)
{
	struct ecg_bytes b = {.s = v};
	if (tag == DAY) {
		m->year = ecg_u16(&b);
		m->month = ecg_u8(&b);
		m->day = ecg_u8(&b);
	} else {
		m->hour = ecg_u8(&b);
		m->minute = ecg_u8(&b);
		m->second = ecg_u8(&b);
	}
}

/* Two bytes and a unit: 1 years, 2 months, 3 weeks, 4 days, 5 hours. */
static int read_age(struct str v)
{
	struct ecg_bytes b = {.s = v};
	const int n = ecg_u16(&b), unit = ecg_u8(&b);
	if (b.cut || n > 200)
		return -1;
	return unit == 1 && n ? n : unit == 2 ? n / 12 : -1;
}

static struct str until_nul(struct str s)
{
	const char *nul = s.len ? memchr(s.ptr, 0, s.len) : NULL;
	return nul ? str_sub(s, 0, (size_t)(nul - s.ptr)) : s;
}

/* 8: six letters of the model; 35: bytes of the program's revision, which
 * follows; then texts that end with a zero: serial number, two programs, maker.
 */
static enum rc read_device(struct str v, struct arena *a, struct ecg_record *r,
			   struct err *err)
{
	struct ecg_bytes b = {.s = v, .at = v.len < 8 ? v.len : 8};
	struct str text[4] = {{0}};
	enum rc rc =
		ecg_text(until_nul(ecg_take(&b, 6)), a, &r->device.model, err);
	b.at = v.len < 35 ? v.len : 35;
	ecg_take(&b, ecg_u8(&b));
	for (size_t i = 0; i < countof(text) && ecg_left(&b); i++) {
		text[i] = until_nul(str_sub(v, b.at, ecg_left(&b)));
		b.at += text[i].len;
		if (ecg_left(&b))
			b.at++;
	}
	if (!rc)
		rc = ecg_text(text[0], a, &r->device.serial, err);
	return rc ? rc : ecg_text(text[3], a, &r->device.maker, err);
}

static enum rc read_tag(unsigned tag, struct str v, struct header *h,
			struct arena *a, struct ecg_record *r, struct err *err)
{
	struct ecg_bytes b = {.s = v};
	struct ecg_patient *p = &r->patient;
	switch (tag) {
	case FAMILY:
		return ecg_text(until_nul(v), a, &p->family, err);
	case GIVEN:
		return ecg_text(until_nul(v), a, &p->given, err);
	case ID:
		return ecg_text(until_nul(v), a, &p->id, err);
	case DEVICE:
		return read_device(v, a, r, err);
	case AGE:
		p->age_years = read_age(v);
		return OK;
	case BORN:
		p->born = read_day(v);
		return OK;
	case SEX:
		tag = ecg_u8(&b);
		p->sex = tag == 1   ? ECG_MALE
			 : tag == 2 ? ECG_FEMALE
				    : ECG_SEX_UNKNOWN;
		return OK;
	case DAY:
	case TIME:
		read_moment(tag, v, &h->taken);
		return OK;
	case HIGH_PASS:
		h->high_pass = ecg_u16(&b);
		return OK;
	case LOW_PASS:
		h->low_pass = ecg_u16(&b);
		return OK;
	case FILTERS:
		h->filters = ecg_u8(&b);
		return OK;
	default:
		return OK;
	}
}

static enum rc set_filters(const struct header *h, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	char text[96] = "";
	if (h->high_pass || h->low_pass)
		snprintf(text, sizeof(text), "%g-%u Hz", h->high_pass / 100.0,
			 h->low_pass);
	if (h->filters & 3)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%snotch %d Hz", *text ? ", " : "",
			 h->filters & 2 ? 50 : 60);
	return ecg_text(str_from(text), a, &r->filters, err);
}

enum rc scp_person(const struct scp *f, struct arena *a, struct ecg_record *r,
		   struct err *err)
{
	struct ecg_bytes b = {.s = f->section[1]};
	struct header h = {0};
	enum rc rc = OK;
	while (!rc && ecg_left(&b)) {
		unsigned tag = ecg_u8(&b);
		if (tag == END)
			break;
		struct str v = ecg_take(&b, ecg_u16(&b));
		if (b.cut)
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "SCP section 1: tag %u is longer "
					  "than the section",
					  tag);
		rc = read_tag(tag, v, &h, a, r, err);
	}
	ecg_set_time(r, &h.taken);
	return rc ? rc : set_filters(&h, a, r, err);
}
