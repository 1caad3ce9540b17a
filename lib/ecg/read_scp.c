#include "ecg/scp_int.h"

enum { POINTERS = 22, POINTER = 10 };

static uint16_t crc_of(struct str s)
{
	uint16_t crc = 0xffff;
	for (size_t i = 0; i < s.len; i++) {
		uint8_t a = (uint8_t)(crc >> 8 ^ (unsigned char)s.ptr[i]);
		a ^= a >> 4;
		crc = (uint16_t)(crc << 8 ^ a << 12 ^ a << 5 ^ a);
	}
	return crc;
}

static struct ecg_bytes at(struct str s, size_t from)
{
	return (struct ecg_bytes){.s = s, .at = from};
}

/* With the tag of the newer versions; or, as the older have none, when section
 * 0 is said to be as long as its own first pointer says. */
bool ecg_is_scp(struct str s)
{
	struct ecg_bytes b = at(s, 8);
	if (s.len < POINTERS + POINTER)
		return false;
	if (!memcmp(s.ptr + 16, "SCPECG", 6))
		return true;
	uint16_t number = ecg_u16(&b);
	uint32_t bytes = ecg_u32(&b);
	b.at = POINTERS;
	return number == 0 && bytes >= 36 && bytes < 4096 && ecg_u16(&b) == 0 &&
	       ecg_u32(&b) == bytes;
}

/* ---------------------------------------------------------------- sections */

static enum rc check_file(struct str s, struct err *err)
{
	struct ecg_bytes b = at(s, 0);
	uint16_t crc = ecg_u16(&b);
	uint32_t size = ecg_u32(&b);
	b.at = POINTERS + 6;
	uint32_t place = ecg_u32(&b);
	if (place != 7) /* Heal Force counts from 0, with other byte orders */
		return ecg_refuse(err, MSG_ECG_NOT_CONFORMANT,
				  "SCP: section 0 is said to stand at %u, "
				  "EN 1064 puts it at 7",
				  place);
	if (size > s.len)
		return ecg_refuse(err, MSG_ECG_CUT, "SCP: %zu bytes of %u",
				  s.len, size);
	if (size < s.len)
		return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
				  "SCP: %zu bytes follow the record",
				  s.len - size);
	uint16_t have = crc_of(str_sub(s, 2, s.len - 2));
	if (have != crc)
		return ecg_refuse(err, MSG_ECG_CHECKSUM,
				  "SCP: CRC of the file %04x, said to be %04x",
				  have, crc);
	return OK;
}

struct pointer {
	uint16_t number;
	uint32_t bytes, place;
};

static enum rc add_section(struct str s, const struct pointer *p, struct scp *f,
			   struct err *err)
{
	if (!p->bytes || p->number >= SCP_SECTIONS)
		return OK; /* empty, or the maker's own */
	if (p->bytes < SCP_HEADER || p->place < 7 || p->place - 1 > s.len ||
	    p->bytes > s.len - (p->place - 1))
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "SCP: section %u of %u bytes at %u lies "
				  "outside the file",
				  p->number, p->bytes, p->place);
	struct str whole = str_sub(s, p->place - 1, p->bytes);
	struct ecg_bytes b = at(whole, 0);
	uint16_t crc = ecg_u16(&b), have;
	if (ecg_u16(&b) != p->number || ecg_u32(&b) != p->bytes)
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "SCP: section %u is not where it is said to "
				  "be",
				  p->number);
	have = crc_of(str_sub(whole, 2, whole.len - 2));
	if (have != crc)
		return ecg_refuse(err, MSG_ECG_CHECKSUM,
				  "SCP: CRC of section %u %04x, said to be "
				  "%04x",
				  p->number, have, crc);
	if (f->section[p->number].ptr)
		return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
				  "SCP: section %u stands twice", p->number);
	f->section[p->number] =
		str_sub(whole, SCP_HEADER, whole.len - SCP_HEADER);
	return OK;
}

static enum rc read_sections(struct str s, struct scp *f, struct err *err)
{
	struct ecg_bytes b = at(s, 10);
	uint32_t size = ecg_u32(&b);
	enum rc rc = OK;
	f->version = (unsigned char)s.ptr[15];
	if (size < SCP_HEADER || size > s.len - 6)
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "SCP: section 0 of %u bytes", size);
	b = at(str_sub(s, 0, 6 + size), POINTERS);
	while (!rc && ecg_left(&b) >= POINTER) {
		struct pointer p;
		p.number = ecg_u16(&b);
		p.bytes = ecg_u32(&b);
		p.place = ecg_u32(&b);
		rc = add_section(s, &p, f, err);
	}
	return rc;
}

enum rc ecg_read_scp(struct str bytes, const struct ecg_read_options *o,
		     struct arena *a, struct ecg_record *out, struct err *err)
{
	struct scp f = {0};
	struct ecg_record r;
	(void)o;
	ecg_record_init(&r, ECG_SCP);
	enum rc rc = check_file(bytes, err);
	if (!rc)
		rc = read_sections(bytes, &f, err);
	if (!rc)
		rc = scp_signal(&f, a, &r, err);
	if (!rc)
		rc = scp_person(&f, a, &r, err);
	if (!rc)
		rc = scp_stated(&f, a, &r, err);
	if (rc)
		return rc;
	r.version = f.version ? arena_printf(a, "%u.%u", f.version / 10,
					     f.version % 10)
			      : STR("1");
	if (!r.version.ptr)
		return arena_fail(a, err);
	*out = r;
	return OK;
}
