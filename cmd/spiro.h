/* cmd/spiro - what the forms of `prossima spiro` share. */
#ifndef CMD_SPIRO_H
#define CMD_SPIRO_H

#include "cmd/cmd.h"
#include "json/json.h"
#include "spiro/reference.h"

/* The words in which a person and a set are given; the functions below turn
 * them into values. */
struct spiro_words {
	const char *set, *sex, *age, *height;
	int64_t ethnicity; /* 0: not given */
};
#define SPIRO_PERSON_OPTIONS(w, need)                                            \
	{"set",                                                                  \
	 OPT_STR,                                                                \
	 &(w).set,                                                               \
	 "SET",                                                                  \
	 "gli2012, gli2022, ecsc1993 or nhanes3",                                \
	 (need),                                                                 \
	 0,                                                                      \
	 0},                                                                     \
		{"sex", OPT_STR, &(w).sex, "M|F", "sex at birth", (need), 0, 0}, \
		{"age",                                                          \
		 OPT_STR,                                                        \
		 &(w).age,                                                       \
		 "Y",                                                            \
		 "years at the test, with decimals",                             \
		 (need),                                                         \
		 0,                                                              \
		 0},                                                             \
		{"height-cm",                                                    \
		 OPT_STR,                                                        \
		 &(w).height,                                                    \
		 "H",                                                            \
		 "height without shoes",                                         \
		 (need),                                                         \
		 0,                                                              \
		 0},                                                             \
	{                                                                        \
		"ethnicity", OPT_INT, &(w).ethnicity, "1..5",                    \
			"group, as the set counts them (1)", false, 1, 5         \
	}

/* Each E_USAGE with words. */
MUST_USE enum rc spiro_set_read(const struct spiro_words *w,
				enum spiro_set *out, struct err *err);
MUST_USE enum rc spiro_group_read(const struct spiro_words *w,
				  enum spiro_set set, enum spiro_group *out,
				  struct err *err);
MUST_USE enum rc spiro_sex_read(const char *word, enum spiro_sex *out,
				struct err *err);
/* A number written as digits with a decimal point. */
MUST_USE enum rc spiro_number(const char *option, const char *word, double *out,
			      struct err *err);

int spiro_predict_cmd(int argc, char **argv);

#endif
