/* web/static - the files of ours and of the kit, inside the program.
 *
 * Their addresses carry their digest, so a browser keeps them for good and a
 * new version is asked for at once.
 */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H

#include "web/http/http.h"

enum static_file { STATIC_CSS, STATIC_SCRIPT, STATIC_ICON, STATIC_SPRITE };
struct str static_url(enum static_file f); /* "/s/1a2b3c4d/prossima.css" */
/* Answers a path that begins with /s/; false when there is no such file. */
bool static_answer(struct http_exchange *x);

#endif
