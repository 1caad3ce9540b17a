/* simulate/names - invented people: a name, and the fiscal code that belongs
 * to it.
 *
 * Names are among the common ones of Italy and of the countries many residents
 * come from. The code is formally right (DM 23-12-1976; data/flows.md section
 * 4): letters of the name, birth date, sex, Belfiore code of the birthplace,
 * check letter. Real people may bear such a name and code by chance: nothing
 * here comes from one.
 */
#ifndef SIMULATE_NAMES_H
#define SIMULATE_NAMES_H

#include "base/rng.h"
#include "knowledge/knowledge.h"

struct identity {
	const char *last_name, *first_name;
	char fiscal_code[17];
};

/* `home` is the Belfiore code of the town of residence. `native` leaves out
 * births abroad. */
void identity_draw(struct identity *id, struct rng *r, char sex, int32_t birth,
		   const struct knowledge *kn, struct str home, bool native);

/* The code of a name; `belfiore` has four characters. */
void fiscal_code_make(char out[17], const char *last_name,
		      const char *first_name, char sex, struct date birth,
		      struct str belfiore);
/* Sets the check letter for the first 15 characters. */
void fiscal_code_check(char code[17]);
/* The k-th way (1 to 7) to tell two people of equal code apart: the k last
 * digits become letters. */
void fiscal_code_homocody(char code[17], int k);

#endif
