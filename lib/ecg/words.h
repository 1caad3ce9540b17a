/* ecg/words - what the automatic reading says, in the two languages: for pages,
 * the JSON and letters. Each is part of a sentence, without a full stop, and
 * stands beside "automatic reading, not validated" (MSG_ECG_NOT_VALIDATED).
 */
#ifndef ECG_WORDS_H
#define ECG_WORDS_H

#include "ecg/analysis.h"
#include "text/text.h"

struct str ecg_words_of_cause(enum ecg_cause c, enum lang lang);
struct str ecg_words_of_flag(enum ecg_flag_code c, enum lang lang);
struct str ecg_words_of_rhythm(enum ecg_rhythm_kind k, enum lang lang);

#endif
