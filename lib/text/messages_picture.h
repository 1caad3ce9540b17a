/* Texts of charts and maps. */
#ifndef TEXT_MESSAGES_PICTURE_H
#define TEXT_MESSAGES_PICTURE_H

/* clang-format off */
#define MESSAGES_PICTURE(X) \
	X(PIC_TABLE, "The same figures as a table", "Gli stessi dati in tabella") \
	X(PIC_NOTHING, "Nothing to show.", "Nulla da mostrare.") \
	X(PIC_TOTAL, "Total", "Totale") \
	X(PIC_NUMBER, "Number", "Numero") \
	X(PIC_SHARE, "Share", "Quota") \
	X(PIC_MONTH, "Month", "Mese") \
	X(PIC_PLANNED, "to be booked", "da prenotare") \
	X(PIC_BOOKED, "booked", "prenotati") \
	X(PIC_DONE, "done", "eseguiti") \
	X(PIC_MISSED, "missed", "saltati") \
	X(PIC_TODAY, "today", "oggi") \
	X(PIC_WHEN, "When", "Quando") \
	X(PIC_WHAT, "What", "Che cosa") \
	X(PIC_KIND, "Kind", "Tipo") \
	X(PIC_GOES_ON, "goes on", "in corso") \
	X(PIC_DRUG, "medicine", "farmaco") \
	X(PIC_PLAN, "care plan", "piano di cura") \
	X(PIC_STAY, "hospital stay", "ricovero") \
	X(PIC_EMERGENCY, "emergency room", "pronto soccorso") \
	X(PIC_VISIT, "visit", "visita") \
	X(PIC_EXAM, "test", "esame") \
	X(PIC_TO_COME, "appointment to come", "appuntamento futuro") \
	X(PIC_UP_TO, "up to {n}", "fino a {n}") \
	X(PIC_BEYOND, "over {n}", "oltre {n}") \
	X(PIC_NO_VALUE, "no figure", "nessun dato") \
	X(PIC_SCHEMATIC, "Schematic borders: each area is what lies nearest to the centre of the municipality.", "Confini schematici: ogni area è ciò che sta più vicino al centro del comune.")
/* clang-format on */

#endif
