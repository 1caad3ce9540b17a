/* knowledge/names - what a code is called, also without the table it is of.
 *
 * The tables of drugs, services and exemptions are most of what stratification
 * would read, and a person's story names a few of their rows. So
 * knowledge_load_strata leaves them out; a line of the program's own table is
 * found and cut when its name is asked for.
 *
 * The tables write their reasons in English, each sentence often, and name the
 * services in Italian; what that is in the other language stands once, in
 * phrases_it.csv and phrases_en.csv.
 */
#ifndef KNOWLEDGE_NAMES_H
#define KNOWLEDGE_NAMES_H

#include "base/buf.h"
#include "knowledge/knowledge.h"
#include "text/text.h"

/* Names of an ATC code, or of its longest known prefix; false when there is
 * none. However the knowledge was loaded, as with the two below. */
bool kn_drug_names(const struct knowledge *kn, struct str atc, struct str *it,
		   struct str *en);
/* The Italian name of exactly that code; unset (ptr NULL) when there is none.
 * They have no other. */
struct str kn_service_name(const struct knowledge *kn, struct str code);
struct str kn_exemption_name(const struct knowledge *kn, struct str code);

/* Append in that language a sentence of the tables, or two of them joined by
 * ": " (a mechanism and its effect). One that phrases_it.csv does not have is
 * appended as it stands: a user's own table may be in any language. Two
 * microseconds. */
void kn_put_phrase(struct buf *b, struct str en, enum lang lang);
/* In that language the name of a service, or how to prepare for it; `it` when
 * phrases_en.csv does not have it. */
struct str kn_term(struct str it, enum lang lang);

#endif
