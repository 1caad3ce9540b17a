/* Texts of the service centre and providers. */
#ifndef TEXT_MESSAGES_CENTRE_H
#define TEXT_MESSAGES_CENTRE_H

/* clang-format off */
#define MESSAGES_CENTRE(X) \
	X(CEN_TITLE, "Work list of the service centre", "Lista di lavoro del centro servizi") \
	/* refusals */ \
	X(CEN_NO_CENTRE, "Your user does not work for a service centre.", "La sua utenza non è legata a un centro servizi.") \
	X(CEN_NOTE_LONG, "The note is too long: at most 500 characters.", "La nota è troppo lunga: al massimo 500 caratteri.") \
	X(CEN_AGAIN_RANGE, "Call again between today and a year from now.", "Si può richiamare da oggi a un anno da oggi.") \
	X(CEN_NOT_BOOKED, "Only a booked appointment can be confirmed: this one has changed meanwhile.", "Si può confermare solo un appuntamento prenotato: questo nel frattempo è cambiato.") \
	X(CEN_NO_APPOINTMENT, "There is no such appointment.", "L’appuntamento non esiste.") \
	X(CEN_NOT_YOUR_AGENDA, "This is the agenda of another provider: who works there can change it.", "È l’agenda di un’altra struttura: può modificarla chi vi lavora.") \
	X(CEN_DIED, "The person has died: nothing can be booked.", "La persona è deceduta: non si può prenotare.") \
	X(CEN_CHANGED, "The appointment was changed by somebody else meanwhile: look at it again.", "L’appuntamento nel frattempo è stato modificato da altri: lo controlli di nuovo.") \
	X(CEN_BOOKED_MEANWHILE, "These services are booked elsewhere meanwhile.", "Queste prestazioni nel frattempo sono state prenotate altrove.") \
	X(CEN_UNDO_LATE, "Only what was said of an appointment on its day or the next can be undone.", "Si può annullare solo l’esito registrato il giorno stesso o quello seguente.") \
	X(CEN_NO_WEEKDAY, "Choose at least one day of the week.", "Scelga almeno un giorno della settimana.") \
	X(CEN_OTHER_SERVICE, "This place is for another service.", "Questo posto è per un’altra prestazione.") \
	X(CEN_NO_PROVIDER, "There is no such provider.", "La struttura non esiste.") \
	X(CEN_NO_HOME, "The person’s municipality is not known: there is no telling what is near.", "Non è noto il comune di residenza: non si può dire che cosa è vicino.") \
	X(CEN_NO_AGENDA, "No provider offers this service.", "Nessuna struttura offre questa prestazione.") \
	X(CEN_NO_SLOT, "There is no such place in an agenda.", "Il posto non esiste in agenda.") \
	X(CEN_SLOT_PAST, "This day is past: choose another.", "Il giorno è passato: ne scelga un altro.") \
	X(CEN_NO_ACTIVITY, "The person has no such service in the plan.", "La prestazione non è nel piano della persona.") \
	X(CEN_ACTIVITY_OVER, "Nothing is to be booked for this service any more.", "Per questa prestazione non c’è più nulla da prenotare.") \
	X(CEN_PLACE_GONE, "The place was just given to somebody else.", "Il posto è stato appena preso da altri.") \
	X(CEN_BUSY, "The person has another appointment at that time, or no time to get there.", "La persona ha un altro appuntamento a quell’ora, o non fa in tempo ad arrivare.") \
	X(CEN_HAS_ONE, "This service has an appointment already.", "Questa prestazione ha già un appuntamento.") \
	X(CEN_NOT_YET, "The day of the appointment has not come yet.", "Il giorno dell’appuntamento non è ancora arrivato.") \
	X(CEN_DAY_PAST, "A day that is past cannot be closed.", "Un giorno passato non si può chiudere.")
/* clang-format on */

#endif
