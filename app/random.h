/* app/random - bytes that nobody can guess, from the operating system. The one
 * place that draws them; whoever needs some gets them as a parameter.
 */
#ifndef APP_RANDOM_H
#define APP_RANDOM_H

#include "base/base.h"

void random_bytes(void *out, size_t len);

#endif
