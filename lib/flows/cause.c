#include "flows/cause_int.h"

#define X(name, text) [CAUSE_##name] = text,
const char *const cause_text[N_CAUSE] = {[CAUSE_NONE] = "", CAUSES(X)};
#undef X
#define X(name, text) [WARN_##name] = text,
const char *const warning_text[N_WARNING] = {WARNINGS(X)};
#undef X
