/* web/static - the files of ours and of the kit, inside the program.
 *
 * Their addresses carry a digest of them all, so a browser keeps them for good
 * and a new version is asked for at once. The stylesheet names its fonts
 * without folder, so they are found beside it. Texts are kept in gzip too.
 * What goes in: Makefile, "the files that browsers fetch".
 */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H

#include "web/http/http.h"

enum static_file { STATIC_CSS, STATIC_SCRIPT, STATIC_ICON, STATIC_SPRITE };
struct str static_url(enum static_file f); /* "/s/1a2b3c4d/prossima.css" */
/* Answers a path that begins with /s/; false when there is no such file. An
 * address of another version gets the present file, not to be kept. */
bool static_answer(struct http_exchange *x);
/* Does a browser that sends this Accept-Encoding take gzip? */
bool takes_gzip(struct str accept);

#endif
