/* Why a row is set aside, and what is worth a warning: one table each, name,
 * text. A text says what is wanted: that is the remedy. */
#ifndef FLOWS_CAUSE_INT_H
#define FLOWS_CAUSE_INT_H

#include "base/base.h"

#define CAUSES(X)                                                              \
	X(LONG, "line longer than 4096 bytes")                                 \
	X(NUL, "NUL byte in the line")                                         \
	X(UTF8, "not UTF-8: save the file as UTF-8")                           \
	X(RETURN, "carriage return inside the line")                           \
	X(QUOTES,                                                              \
	  "quotes are broken: a quoted field ends with one quote and a comma") \
	X(COUNT, "wrong number of fields")                                     \
	X(BLANK, "empty line")                                                 \
	X(COMMENT, "lines that start with # are not allowed")                  \
	X(MISSING, "mandatory and empty")                                      \
	X(ID, "not an identifier: 1 to 64 of A-Z a-z 0-9 _ . : -")             \
	X(PERSON_ID, "not an identifier: 1 to 64 bytes of text without "       \
		     "quotes, control characters or spaces at its ends")       \
	X(PERSON_FISCAL,                                                       \
	  "a fiscal code: make pseudonyms first, flows pseudonymise")          \
	X(DATE_FORM, "not a date YYYY-MM-DD")                                  \
	X(MINUTE_FORM, "not a date and time YYYY-MM-DDTHH:MM")                 \
	X(DATE_REAL, "no such day in the calendar, or before 1900-01-01")      \
	X(FUTURE, "after the extraction date")                                 \
	X(INTEGER, "not a whole number of at least 1")                         \
	X(DECIMAL, "not a decimal number with a point and at most 4 decimals") \
	X(NEGATIVE, "negative: apply reversals before the export")             \
	X(ZERO, "must be more than 0")                                         \
	X(LARGE, "number too large")                                           \
	X(ENUM, "not one of the values of this column")                        \
	X(ATC, "not an ATC code of 3, 4, 5 or 7 characters")                   \
	X(AIC, "not an AIC code of nine digits")                               \
	X(SERVICE, "not a service code as 90.27.1")                            \
	X(DX, "not an ICD-9-CM diagnosis")                                     \
	X(PROC, "not an ICD-9-CM procedure")                                   \
	X(EXEMPTION, "not an exemption code as 013 or 013.250")                \
	X(TWO_DIGITS, "not two digits")                                        \
	X(THREE_DIGITS, "not three digits")                                    \
	X(MUNICIPALITY, "not in municipalities.csv, nor 999999 for abroad")    \
	X(ATS, "not an ATS: 321 to 328")                                       \
	X(FISCAL_FORM, "not a fiscal code: 16 characters with letters and "    \
		       "digits in their places")                               \
	X(FISCAL_DAY, "fiscal code with an impossible birth date")             \
	X(FISCAL_CHECK, "fiscal code with a wrong check letter")               \
	X(PERSON, "person unknown: not in person.csv nor in the archive")      \
	X(BEFORE_BIRTH, "before the birth of the person")                      \
	X(AFTER_DEATH, "more than 30 days after the death of the person")      \
	X(DEATH_BIRTH, "death before birth")                                   \
	X(END_START, "end of the registration before its start")               \
	X(OVERLAP, "overlaps another registration period of the person")       \
	X(VALID_ORDER, "valid_to before valid_from")                           \
	X(BOOKING_ORDER, "booking_date after service_date")                    \
	X(STAY_ORDER, "discharge before admission")                            \
	X(EXIT_ORDER, "exit before arrival")                                   \
	X(PROC_DATE, "date missing: its procedure is present")                 \
	X(OP, "not an operation: I, V, C or empty")                            \
	X(DX1, "main diagnosis missing: needed unless outcome is 6 or 7")

enum cause {
	CAUSE_NONE,
#define X(name, text) CAUSE_##name,
	CAUSES(X)
#undef X
		N_CAUSE
};
extern const char *const cause_text[N_CAUSE];

#define WARNINGS(X)                                                            \
	X(OUTSIDE, "event outside the registration of the person")             \
	X(ATC_SHORT, "ATC code of less than seven characters")                 \
	X(DX_FORM,                                                             \
	  "diagnosis or procedure with a dot or in lower case, rewritten")     \
	X(EXEMPTION_OLD,                                                       \
	  "old exemption code, rewritten (002A to 0A02 and like)")             \
	X(TRIAGE_LETTER, "triage as a letter of older data, rewritten")        \
	X(FISCAL, "fiscal code disagrees with sex or birth date")              \
	X(PERSON_CHANGED, "sex or birth date changed since an earlier "        \
			  "delivery")                                          \
	X(CORRECTED_NEW, "correction of a record that the archive does not "   \
			 "have: taken as a new one")                           \
	X(CANCELLED_NONE, "cancellation of a record that the archive does "    \
			  "not have: nothing to remove")

enum warning {
#define X(name, text) WARN_##name,
	WARNINGS(X)
#undef X
		N_WARNING
};
extern const char *const warning_text[N_WARNING];
#define WARN_BIT(w) (1u << (w))

#endif
