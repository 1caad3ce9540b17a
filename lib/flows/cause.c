#include "flows/cause_int.h"

#define X(name, text) text,
const char *const cause_text[N_CAUSE] = {"", CAUSES(X)};
const char *const warning_text[N_WARNING] = {WARNINGS(X)};
#undef X
