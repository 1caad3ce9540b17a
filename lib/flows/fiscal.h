/* flows/fiscal - the Italian fiscal code (codice fiscale), checked.
 *
 * Sixteen characters: six letters of the names, two digits of the year, a
 * letter of the month, two digits of the day (women: plus 40), four of the
 * place, a check letter; digits may be replaced by letters when two people
 * would have the same code (homocody). Source: data/flows.md, "Codice
 * fiscale"; DM 23 December 1976. STP and ENI codes of foreigners (three
 * letters, thirteen digits) are taken too: they carry nothing to check.
 */
#ifndef FLOWS_FISCAL_H
#define FLOWS_FISCAL_H

#include "base/date.h"

enum fiscal {
	FISCAL_OK,
	FISCAL_FORM,    /* length or character classes */
	FISCAL_DAY,     /* month letter, day, or no such day */
	FISCAL_CHECK,   /* check letter */
	FISCAL_DISAGREE /* with the sex or the birth date given */
};

/* `sex` 'M', 'F', or anything else for unknown; `birth` may be DATE_NONE: then
 * the day is not compared. Upper case only. */
enum fiscal fiscal_check(struct str code, struct date birth, char sex);

#endif
