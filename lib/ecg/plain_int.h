/* ecg/plain_int - what the readers of text formats (XML, JSON, CSV) share. */
#ifndef ECG_PLAIN_INT_H
#define ECG_PLAIN_INT_H

#include "ecg/reader_int.h"
#include "xml/tree.h"

/* The number at `*at` of `s`, behind blanks and line ends: sign, digits, at
 * most one `mark` ('.' or ','), an exponent. Moves `*at` behind it. False when
 * there is none, or another character follows than a blank or the end. */
MUST_USE bool ecg_next_number(struct str s, size_t *at, char mark, double *out);
/* The whole text as one number; NAN when it is none, or missing. */
double ecg_number_or_none(struct str s);

/* ecg_set_time by the digits that stand in a date and a time however they are
 * separated: YYYYMMDD and HHMMSS, or HHMM. */
void ecg_set_time_of(struct ecg_record *r, struct str date, struct str time);
/* The day of the digits YYYYMMDD; DATE_NONE when it is none. */
struct date ecg_day_of(struct str digits);

/* MALE, M, Female, F ...; anything else is not known. */
enum ecg_sex ecg_sex_of(struct str s);
/* ecg_text, and empty for the "---" of files made anonymous. */
MUST_USE enum rc ecg_put_text(struct str raw, struct arena *a, struct str *out,
			      struct err *err);

/* XML: the root element decides (read_xml.c). */
enum rc ecg_from_aecg(const struct xml_node *root, struct arena *a,
		      struct ecg_record *r, struct err *err);
enum rc ecg_from_muse(const struct xml_node *root, struct arena *a,
		      struct ecg_record *r, struct err *err);
enum rc ecg_from_sierra(const struct xml_node *root, struct arena *a,
			struct ecg_record *r, struct err *err);

/* xli.c: the signal of Philips Sierra, decompressed. `n_sample` of each of
 * `n_lead` leads into `to`, one after the other, in steps; the limb leads that
 * are stored as a difference are not yet rebuilt. */
enum {
	ECG_XLI_MOST = 768
}; /* bytes that one code can give: the longest text
      of its table */
MUST_USE enum rc ecg_xli_decode(struct str bytes, size_t n_lead,
				size_t n_sample, struct arena *a, int16_t *to,
				struct err *err);

#endif
