#include "ecg/dicom_int.h"

#define ITEM         DICOM_TAG(0xfffe, 0xe000)
#define ITEM_END     DICOM_TAG(0xfffe, 0xe00d)
#define SEQUENCE_END DICOM_TAG(0xfffe, 0xe0dd)
#define UNTIL_END    0xffffffffu

/* Types whose length has four bytes, after two that are not used. */
static bool is_long(const char *vr)
{
	static const char types[][3] = {"OB", "OD", "OF", "OL", "OV",
					"OW", "SQ", "SV", "UC", "UN",
					"UR", "UT", "UV"};
	for (size_t i = 0; i < countof(types); i++)
		if (!memcmp(vr, types[i], 2))
			return true;
	return false;
}

static uint32_t take_tag(struct ecg_bytes *in)
{
	uint32_t group = ecg_u16(in);
	return group << 16 | ecg_u16(in);
}

/* Length of what follows the tag; items have it in four bytes always. An
 * unknown thing of unknown length was written implicitly (PS3.5, 6.2.2). */
static uint32_t take_length(struct dicom *d, uint32_t tag, bool *is_explicit)
{
	*is_explicit = d->is_explicit;
	if (!d->is_explicit || tag >> 16 == 0xfffe)
		return ecg_u32(&d->in);
	struct str vr = ecg_take(&d->in, 2);
	if (vr.len < 2)
		return 0;
	if (!is_long(vr.ptr))
		return ecg_u16(&d->in);
	ecg_take(&d->in, 2);
	uint32_t length = ecg_u32(&d->in);
	if (length == UNTIL_END && !memcmp(vr.ptr, "UN", 2))
		*is_explicit = false;
	return length;
}

/* The value up to its delimiter, which is passed over. */
static bool until_end(struct dicom *d, uint32_t tag, bool is_explicit,
		      struct str *out)
{
	const size_t from = d->in.at;
	const uint32_t end = tag == ITEM ? ITEM_END : SEQUENCE_END;
	struct dicom inner = {.in = d->in,
			      .is_explicit = is_explicit,
			      .depth = d->depth + 1,
			      .n_seen = d->n_seen};
	struct dicom_element e;
	if (inner.depth > DICOM_DEPTH)
		return false;
	while (dicom_next(&inner, &e))
		if (e.tag == end) {
			size_t to = (size_t)(e.value.ptr - inner.in.s.ptr) - 8;
			*out = str_sub(d->in.s, from, to - from);
			d->in.at = inner.in.at;
			d->n_seen = inner.n_seen;
			return true;
		}
	return false;
}

bool dicom_next(struct dicom *d, struct dicom_element *out)
{
	if (d->damaged || !ecg_left(&d->in))
		return false;
	if (d->n_seen++ == DICOM_ELEMENTS)
		d->damaged = true;
	out->tag = take_tag(&d->in);
	uint32_t length = take_length(d, out->tag, &out->is_explicit);
	d->damaged |= d->in.cut;
	if (d->damaged)
		return false;
	if (length == UNTIL_END)
		d->damaged =
			!until_end(d, out->tag, out->is_explicit, &out->value);
	else
		out->value = ecg_take(&d->in, length);
	d->damaged |= d->in.cut;
	if (!d->damaged && !length) /* a place, for delimiters */
		out->value = str_sub(d->in.s, d->in.at, 0);
	return !d->damaged;
}

struct dicom dicom_inside(const struct dicom *of, const struct dicom_element *e)
{
	return (struct dicom){.in = {.s = e->value},
			      .is_explicit = e->is_explicit,
			      .depth = of->depth + 1};
}

struct dicom_element dicom_find(struct dicom d, uint32_t tag)
{
	struct dicom_element e;
	d.in.at = 0;
	while (dicom_next(&d, &e))
		if (e.tag == tag)
			return e;
	return (struct dicom_element){.tag = tag, .value = STR("")};
}

/* The first item of the sequence with this tag; an empty object when there is
 * none. */
static struct dicom item_of(struct dicom d, uint32_t sequence)
{
	struct dicom_element e = dicom_find(d, sequence);
	struct dicom items = dicom_inside(&d, &e);
	e = dicom_find(items, ITEM);
	return dicom_inside(&items, &e);
}

/* ------------------------------------------------------------------ values */

struct str dicom_text(struct dicom d, uint32_t tag)
{
	struct str s = dicom_find(d, tag).value;
	while (s.len && !s.ptr[s.len - 1])
		s.len--;
	return str_trim(s);
}

double dicom_number(struct dicom d, uint32_t tag)
{
	struct str s = dicom_text(d, tag);
	double v;
	if (!s.len || !str_to_double(str_trim(str_cut(&s, '\\')), &v))
		return NAN;
	return v;
}

static int64_t binary(struct dicom d, uint32_t tag, size_t size)
{
	struct str s = dicom_find(d, tag).value;
	return s.len == size ? (int64_t)ecg_number(s.ptr, size, false) : -1;
}

int64_t dicom_u16(struct dicom d, uint32_t tag)
{
	return binary(d, tag, 2);
}

int64_t dicom_u32(struct dicom d, uint32_t tag)
{
	return binary(d, tag, 4);
}

struct dicom_code dicom_code(struct dicom d, uint32_t sequence)
{
	struct dicom item = item_of(d, sequence);
	return (struct dicom_code){
		.value = dicom_text(item, DICOM_TAG(0x0008, 0x0100)),
		.scheme = dicom_text(item, DICOM_TAG(0x0008, 0x0102)),
		.meaning = dicom_text(item, DICOM_TAG(0x0008, 0x0104))};
}
