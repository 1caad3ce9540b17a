/* Texts of charts and maps. */
#ifndef TEXT_MESSAGES_PICTURE_H
#define TEXT_MESSAGES_PICTURE_H

/* clang-format off */
#define MESSAGES_PICTURE(X) \
	X(PIC_TABLE, "The same figures as a table", "Gli stessi dati in tabella")
/* clang-format on */

#endif
