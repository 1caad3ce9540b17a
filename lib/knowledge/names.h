/* knowledge/drug_names - names of drugs, also without their table.
 *
 * The table of drugs is half of all that stratification would read, and a
 * person's story names a few of them. So knowledge_load_strata leaves it out
 * and notes where the lines of the program's own table are; a line is cut when
 * its names are asked for.
 */
#ifndef KNOWLEDGE_DRUG_NAMES_H
#define KNOWLEDGE_DRUG_NAMES_H

#include "knowledge/knowledge.h"

/* Names of an ATC code, or of its longest known prefix; false when there is
 * none. However the knowledge was loaded. */
bool kn_drug_names(const struct knowledge *kn, struct str atc, struct str *it,
		   struct str *en);

#endif
