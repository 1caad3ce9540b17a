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
	X(CEN_DAY_PAST, "A day that is past cannot be closed.", "Un giorno passato non si può chiudere.") \
	/* pages */ \
	X(CEN_TAB_BOOK, "To book", "Da prenotare") \
	X(CEN_TAB_CONFIRM, "To confirm", "Da confermare") \
	X(CEN_TAB_RECALL, "To call back", "Da richiamare") \
	X(CEN_TAB_FREED, "Freed places", "Posti liberati") \
	X(CEN_TAB_HELD, "Held", "Posti trattenuti") \
	X(CEN_NONE_BOOK, "Nobody is waiting to be booked.", "Nessuno aspetta una prenotazione.") \
	X(CEN_HINT_BOOK, "Everything that signed plans ask for has its appointment. New work arrives when a plan is signed or an appointment is cancelled.", "Tutto ciò che i piani firmati chiedono ha un appuntamento. Arriva altro lavoro quando un piano è firmato o un appuntamento è annullato.") \
	X(CEN_NONE_CONFIRM, "Nobody is to be asked to confirm.", "Nessuno da chiamare per conferma.") \
	X(CEN_HINT_CONFIRM, "All appointments of these days are confirmed, or there are none.", "Tutti gli appuntamenti di questi giorni sono confermati, o non ce ne sono.") \
	X(CEN_NONE_RECALL, "Nobody is to be called back.", "Nessuno da richiamare.") \
	X(CEN_HINT_RECALL, "Here are people who were not there or cancelled, and whose services are open again.", "Qui compare chi non si è presentato o ha annullato, se la prestazione è di nuovo da prenotare.") \
	X(CEN_NONE_FREED, "No place became free that somebody waits for.", "Nessun posto liberato che qualcuno stia aspettando.") \
	X(CEN_HINT_FREED, "Places cancelled in the last fourteen days, for services that your people wait for.", "Qui compaiono i posti disdetti negli ultimi quattordici giorni, per prestazioni attese dai suoi assistiti.") \
	X(CEN_NONE_HELD, "No place is held.", "Nessun posto trattenuto.") \
	X(CEN_HINT_HELD, "Places that somebody keeps for some minutes before booking.", "Qui compaiono i posti che qualcuno tiene per qualche minuto prima di prenotare.") \
	X(CEN_NONE_FILTERED, "Nobody fits what was asked.", "Nessuno corrisponde a quanto chiesto.") \
	X(CEN_HINT_FILTERED, "Take a filter away, or search another spelling.", "Tolga un filtro, o cerchi il nome scritto in un altro modo.") \
	X(CEN_PERSON, "Person", "Assistito") \
	X(CEN_SERVICE, "Service", "Prestazione") \
	X(CEN_TO_BOOK, "To book", "Da prenotare") \
	X(CEN_WHEN, "When", "Quando") \
	X(CEN_BY, "By", "Entro") \
	X(CEN_WHERE, "Where", "Dove") \
	X(CEN_WHY_OPEN, "Why it is open", "Perché non c’è") \
	X(CEN_LAST_CALL, "Last call", "Ultima chiamata") \
	X(CEN_FREE, "Free", "Liberi") \
	X(CEN_WHO_WAITS, "Who waits near there", "Chi aspetta vicino") \
	X(CEN_ALL_SERVICES, "All services", "Tutte le prestazioni") \
	X(CEN_ALL, "All", "Tutte") \
	X(CEN_CLASS, "Priority", "Priorità") \
	X(CEN_WITHIN, "Within", "Entro") \
	X(CEN_TOWN, "Municipality", "Comune") \
	X(CEN_NO_TOWN, "there is no municipality of this name.", "non c’è un comune con questo nome.") \
	X(CEN_FILTER, "Filter", "Filtra") \
	X(CEN_NO_FILTER, "Without filters", "Togli i filtri") \
	X(CEN_N_DAYS, "{n} days", "{n} giorni") \
	X(CEN_ANY_TIME, "Any time", "Senza limite") \
	X(CEN_OVER, "over {n}", "oltre {n}") \
	X(CEN_CAPPED, "These are the 1,000 most urgent: use the filters to see others.", "Questi sono i 1.000 più urgenti: per vederne altri usi i filtri.") \
	X(CEN_ABOUT, "{age} years, {town}", "{age} anni, {town}") \
	X(CEN_CALLED, "{what}, {when}. Again from {again}", "{what}, {when}. Di nuovo dal {again}") \
	X(CEN_LATE_BY, "late by {n} days", "in ritardo di {n} giorni") \
	X(CEN_LAST_DAY, "last day", "ultimo giorno") \
	X(CEN_DAYS_LEFT, "{n} days left", "mancano {n} giorni") \
	X(CEN_ONE_MORE, "and another one", "e un’altra") \
	X(CEN_N_MORE, "and {n} others", "e altre {n}") \
	X(CEN_ONE_PLACE, "one place", "un posto") \
	X(CEN_N_PLACES, "{n} places", "{n} posti") \
	X(CEN_NOBODY_NEAR, "Nobody within 30 km", "Nessuno entro 30 km") \
	X(CEN_WAS_NO_SHOW, "was not there", "non presentato") \
	X(CEN_WAS_CANCELLED, "cancelled", "annullato") \
	X(CEN_HELD_UNTIL, "until {when}", "fino a {when}") \
	X(CEN_CONFIRM, "Confirmed by phone", "Conferma") \
	X(CEN_LOG_CALL, "Log a call", "Registra chiamata") \
	X(CEN_OUTCOME, "Outcome", "Esito") \
	X(CEN_REACHED, "reached", "raggiunto") \
	X(CEN_NOT_REACHED, "not reached", "non risponde") \
	X(CEN_CALL_BACK, "call back", "da richiamare") \
	X(CEN_REFUSED, "does not want to", "non vuole") \
	X(CEN_LETTER_SENT, "letter sent", "lettera inviata") \
	X(CEN_AGAIN_ON, "Call again from", "Richiamare dal") \
	X(CEN_SAVE_CALL, "Save the call", "Registra") \
	X(CEN_NOTE, "Note", "Nota") \
	X(CEN_CALL_WRONG, "The call could not be noted: check the outcome and the day.", "La chiamata non è stata registrata: controlli l’esito e il giorno.") \
	X(CEN_CLASS_U, "urgent (U)", "urgente (U)") \
	X(CEN_CLASS_B, "short (B)", "breve (B)") \
	X(CEN_CLASS_D, "deferrable (D)", "differibile (D)") \
	X(CEN_CLASS_P, "planned (P)", "programmata (P)") \
	X(CEN_LAB, "Blood sample and laboratory tests", "Prelievo ed esami di laboratorio") \
	X(CEN_LAB_ONE, "Blood sample, one test", "Prelievo, un esame") \
	X(CEN_LAB_N, "Blood sample, {n} tests", "Prelievo, {n} esami") \
	X(CEN_OPEN_NO_PROVIDER, "No provider within 80 km offers it.", "Nessuna struttura entro 80 km la offre.") \
	X(CEN_OPEN_FULL, "No place was left in its days.", "Nei giorni utili non c’erano posti.") \
	X(CEN_OPEN_CLOSED, "The providers within reach are closed in its days.", "Nei giorni utili le strutture vicine sono chiuse.") \
	X(CEN_OPEN_PERSON, "The person cannot come on the days with places.", "Nei giorni con posti la persona non può.") \
	X(CEN_OPEN_LEFT, "The places went to more urgent people.", "I posti sono andati a persone più urgenti.") \
	X(CEN_THERE_NEAREST, "It is the nearest provider that offers it.", "È la struttura più vicina che la offre.") \
	X(CEN_THERE_PREFERRED, "It is the place the person asked for.", "È la sede chiesta dalla persona.") \
	X(CEN_THERE_SHARED, "On the day of another appointment there: one journey less.", "Lo stesso giorno di un altro appuntamento lì: un viaggio in meno.") \
	X(CEN_THERE_FULL, "Nearer providers had no places.", "Le strutture più vicine non avevano posti.") \
	X(CEN_THERE_OFF_TIME, "Nearer providers had places only farther from the right day.", "Le strutture più vicine avevano posti solo lontano dal giorno giusto.") \
	X(CEN_THERE_CLASH, "Nearer providers had places only while the person is elsewhere.", "Le strutture più vicine avevano posti solo quando la persona è altrove.") \
	X(CEN_THERE_WINDOW, "In its days no place was left: it is the first after them.", "Nei giorni utili non c’erano posti: è il primo dopo.") \
	X(CEN_THERE_CHOSEN, "It was chosen at the desk with the person.", "È stato scelto allo sportello con la persona.") \
	X(CEN_THERE_MOVED, "It was moved here.", "È stato spostato qui.") \
	X(CEN_THERE_RESTORED, "A cancellation was taken back.", "Una disdetta è stata ritirata.") \
	X(CEN_FROM_HOME, "From home", "Da casa") \
	X(CEN_MON, "Mon", "lun") \
	X(CEN_TUE, "Tue", "mar") \
	X(CEN_WED, "Wed", "mer") \
	X(CEN_THU, "Thu", "gio") \
	X(CEN_FRI, "Fri", "ven") \
	X(CEN_SAT, "Sat", "sab") \
	X(CEN_SUN, "Sun", "dom") \
	X(CEN_PERSON_TITLE, "Services and appointments", "Prestazioni e appuntamenti") \
	X(CEN_YEAR, "The year", "L’anno") \
	X(CEN_YEAR_DESC, "Services by month: still to book, booked, done, missed.", "Prestazioni mese per mese: da prenotare, prenotate, eseguite, mancate.") \
	X(CEN_OPEN, "To book", "Da prenotare") \
	X(CEN_NOTHING_OPEN, "Nothing is to be booked: everything the plan asks for has its appointment.", "Niente da prenotare: tutto ciò che il piano chiede ha un appuntamento.") \
	X(CEN_WINDOW, "Right days", "Giorni utili") \
	X(CEN_FIND, "Find places", "Trova posti") \
	X(CEN_FIND_HINT, "For the services that are ticked, together: on as few days as possible.", "Per le prestazioni segnate, insieme: nel minor numero di giorni.") \
	X(CEN_PRESCRIBED, "prescription {number}, to book by {to}", "impegnativa {number}, da prenotare entro {to}") \
	X(CEN_NOT_PRESCRIBED, "not prescribed yet", "non ancora prescritta") \
	X(CEN_MISSED, "was not there, days over", "non presentato, giorni scaduti") \
	X(CEN_BOOKED, "Booked", "Prenotati") \
	X(CEN_NOTHING_BOOKED, "No appointment is booked.", "Nessun appuntamento prenotato.") \
	X(CEN_WHY_THERE, "Why there and then?", "Perché lì e quel giorno?") \
	X(CEN_DONE, "Done", "Eseguito") \
	X(CEN_NO_SHOW, "Was not there", "Non presentato") \
	X(CEN_MOVE, "Move", "Sposta") \
	X(CEN_CANCEL, "Cancel", "Annulla") \
	X(CEN_CANCEL_NOW, "Cancel the appointment", "Annulla l’appuntamento") \
	X(CEN_REASON, "Reason", "Motivo") \
	X(CEN_REASON_ASKED, "asked by the person", "chiesto dalla persona") \
	X(CEN_REASON_HEALTH, "ill, or in hospital", "malattia o ricovero") \
	X(CEN_REASON_TRANSPORT, "cannot get there", "non può arrivarci") \
	X(CEN_REASON_ELSEWHERE, "done elsewhere", "già fatto altrove") \
	X(CEN_REASON_MISTAKE, "booked by mistake", "prenotato per errore") \
	X(CEN_CONFIRMED, "confirmed", "confermato") \
	X(CEN_UNCONFIRMED, "not confirmed yet", "non ancora confermato") \
	X(CEN_IS_HELD, "held, not booked yet", "trattenuto, non ancora prenotato") \
	X(CEN_IS_BOOKED, "booked", "prenotato") \
	X(CEN_TO_CLOSE, "what happened is still to be said", "manca l’esito") \
	X(CEN_PAST, "Past", "Passati") \
	X(CEN_NOTHING_PAST, "Nothing was done yet.", "Ancora nulla di eseguito.") \
	X(CEN_SHOW_PAST, "Show what was done", "Mostra ciò che è stato fatto") \
	X(CEN_DAY, "Day", "Giorno") \
	X(CEN_STATE, "State", "Stato") \
	X(CEN_WAS_DONE, "done", "eseguito") \
	X(CEN_WAS_REFUSED, "refused", "rifiutato") \
	X(CEN_ASIDE, "Calls and preferences", "Chiamate e preferenze") \
	X(CEN_CALLS, "Calls", "Chiamate") \
	X(CEN_NO_CALLS, "Nobody has called yet.", "Nessuna chiamata registrata.") \
	X(CEN_PREFER, "What the person asked for", "Che cosa preferisce") \
	X(CEN_OWN_SITE, "Own place", "Sede preferita") \
	X(CEN_ANY_SITE, "Any place", "Qualsiasi sede") \
	X(CEN_WEEKDAYS, "Days of the week", "Giorni della settimana") \
	X(CEN_SAVE_PREFER, "Save", "Salva") \
	X(CEN_LETTER, "Letter of appointments, to print", "Lettera degli appuntamenti, da stampare") \
	X(CEN_AROUND, "around {day}, still to be booked", "intorno al {day}, ancora da prenotare") \
	X(CEN_OTHERS_BELOW, "Other places follow.", "Ecco altri posti.") \
	X(CEN_SHARED, "same day and place", "stesso giorno e luogo") \
	X(CEN_LATE, "after the right days", "dopo i giorni utili") \
	X(CEN_REPEAT, "The same tests are late twice and stand above already: once is usually enough. Ask the doctor before booking it again.", "Gli stessi esami sono in ritardo due volte e sono già qui sopra: di solito basta una volta. Prima di prenotare di nuovo chieda al medico.") \
	X(CEN_NOT_NOW, "Not now", "Non adesso") \
	X(CEN_LEAVE, "Back", "Torna indietro") \
	X(CEN_OTHERS, "Other days or places", "Altri giorni o altre sedi") \
	X(CEN_FROM_DAY, "From the day", "Dal giorno") \
	X(CEN_FIND_AGAIN, "Search again", "Cerca ancora") \
	X(CEN_FARTHER, "{km} from home, {more} more than the nearest", "{km} da casa, {more} più della più vicina") \
	X(CEN_NEAREST, "{km} from home, the nearest", "{km} da casa, la più vicina") \
	X(CEN_ON_TARGET, "on the planned day", "nel giorno previsto") \
	X(CEN_BEFORE_TARGET, "{n} days before the planned day", "{n} giorni prima del previsto") \
	X(CEN_AFTER_TARGET, "{n} days after the planned day", "{n} giorni dopo il previsto") \
	X(CEN_NO_PROPOSAL, "There is no place.", "Non ci sono posti.") \
	X(CEN_NEXT_FREE, "The first free day after is {day}: search from there.", "Il primo giorno libero dopo è il {day}: cerchi da lì.") \
	X(CEN_WINDOW_WORDS, "right days: {from} to {to}", "giorni utili: dal {from} al {to}") \
	X(CEN_MOVE_HERE, "Move here", "Sposta qui") \
	X(CEN_BOOK_ONE, "Book", "Prenota") \
	X(CEN_BOOK_N, "Book {n}", "Prenota {n}") \
	X(CEN_MOVE_TITLE, "Move the appointment", "Sposta l’appuntamento") \
	X(CEN_PROPOSALS, "Places proposed", "Posti proposti") \
	X(CEN_NOTHING_CHOSEN, "Nothing that can be booked was chosen: tick at least one service, or look whether it is booked already.", "Non è stato scelto nulla da prenotare: segni almeno una prestazione, o controlli se è già prenotata.") \
	X(CEN_SAID_BOOKED, "Booked. The person is told.", "Prenotati. La persona viene avvisata.") \
	X(CEN_SAID_BOOKED_ONE, "Booked. The person is told.", "Prenotato. La persona viene avvisata.") \
	X(CEN_SOME_BOOKED, "Booked: {n}. For the rest the place was just taken: here are others.", "Prenotati: {n}. Per il resto il posto è stato appena preso: eccone altri.") \
	X(CEN_SAID_MOVED, "Moved. The person is told.", "Spostato. La persona viene avvisata.") \
	X(CEN_SAID_CALL, "The call is noted: the person goes down the list until that day.", "Chiamata registrata: la persona scende nell’elenco fino a quel giorno.") \
	X(CEN_SAID_UNDONE, "Undone.", "Fatto: è tornato come prima.") \
	X(CEN_SAID_CONFIRMED, "The person comes: noted.", "Confermato.") \
	X(CEN_SAID_CANCELLED, "The appointment is cancelled, the service is to be booked again.", "Appuntamento annullato: la prestazione è di nuovo da prenotare.") \
	X(CEN_SAID_RESTORED, "The appointment stands again.", "L’appuntamento è di nuovo prenotato.") \
	X(CEN_SAID_DONE, "Noted: done.", "Registrato: eseguito.") \
	X(CEN_SAID_NO_SHOW, "Noted: was not there. The service is to be booked again.", "Registrato: non presentato. La prestazione è di nuovo da prenotare.") \
	X(CEN_SAID_PREFER, "Kept: the next proposals follow it.", "Salvato: le prossime proposte ne tengono conto.") \
	X(CEN_SAID_CLOSED, "The day is closed, the people are told.", "Giornata chiusa: le persone vengono avvisate.") \
	X(CEN_VIEW_DAY, "Day", "Giorno") \
	X(CEN_VIEW_WEEK, "Week", "Settimana") \
	X(CEN_VIEW_MONTH, "Month", "Mese") \
	X(CEN_SPAN, "{from} to {to}", "dal {from} al {to}") \
	X(CEN_CLOSED, "closed", "chiuso") \
	X(CEN_DAY_FULL, "full ({taken} of {places})", "pieno ({taken} su {places})") \
	X(CEN_DAY_TAKEN, "{taken} of {places}", "{taken} su {places}") \
	X(CEN_PLACES_ALL, "Places", "Posti") \
	X(CEN_PLACES_TAKEN, "Taken", "Occupati") \
	X(CEN_PLACES_FREE, "Free", "Liberi") \
	X(CEN_TAKEN_OF, "Places taken, of those there are.", "Posti occupati, su quelli che ci sono.") \
	X(CEN_OF_OTHERS, "taken", "occupato") \
	X(CEN_FREE_FROM, "free {n}, from {hour}", "liberi {n}, dalle {hour}") \
	X(CEN_CALENDAR, "Calendar", "Calendario") \
	X(CEN_OTHER_PROVIDERS, "Other providers", "Altre strutture") \
	X(CEN_EARLIER, "Earlier", "Prima") \
	X(CEN_LATER, "Later", "Dopo") \
	X(CEN_TODAY, "Today", "Oggi") \
	X(CEN_GO, "Go", "Vai") \
	X(CEN_NO_DAY, "There is no agenda on these days.", "In questi giorni non c’è agenda.") \
	X(CEN_NO_DAY_HINT, "Choose another day, or see the month.", "Scelga un altro giorno, o guardi il mese.") \
	X(CEN_CLOSED_DAY, "The day is closed: no place is given.", "La giornata è chiusa: non si danno posti.") \
	X(CEN_EMPTY_DAY_HINT, "The places that are free on it are below; other days are in the week and in the month.", "I posti liberi sono qui sotto; gli altri giorni nella settimana e nel mese.") \
	X(CEN_EMPTY_DAY, "No appointment on this day.", "Nessun appuntamento in questo giorno.") \
	X(CEN_DAY_LIST, "Appointments of the day", "Appuntamenti del giorno") \
	X(CEN_HOUR, "Hour", "Ora") \
	X(CEN_ARRIVAL, "Arrival", "Arrivo") \
	X(CEN_TAKE_BACK, "Take back", "Rimetti com’era") \
	X(CEN_FREE_PLACES, "Free places", "Posti liberi") \
	X(CEN_NO_FREE, "No place is free.", "Nessun posto libero.") \
	X(CEN_CLOSE_DAY, "Close the day…", "Chiudi la giornata…") \
	X(CEN_PROVIDERS, "Agendas of providers", "Agende delle strutture") \
	X(CEN_PROVIDER, "Provider", "Struttura") \
	X(CEN_PROVIDER_NAME, "Name, municipality or code", "Nome, comune o codice") \
	X(CEN_CODE, "Code", "Codice") \
	X(CEN_NO_PROVIDERS, "No provider fits.", "Nessuna struttura corrisponde.") \
	X(CEN_NO_PROVIDERS_HINT, "Try part of the name, or another service.", "Provi con parte del nome o con un’altra prestazione.") \
	X(CEN_CLOSE_TITLE, "Close {day}", "Chiudere {day}") \
	X(CEN_CLOSE_NOBODY, "Nobody has an appointment: closing only takes the places away.", "Nessuno ha un appuntamento: chiudere toglie solo i posti.") \
	X(CEN_CLOSE_ONE, "One appointment is cancelled, the person is told, the service goes back to the list to be booked.", "Un appuntamento viene annullato, la persona avvisata, la prestazione torna nell’elenco da prenotare.") \
	X(CEN_CLOSE_EFFECT, "{n} appointments are cancelled, the people are told, their services go back to the list to be booked.", "{n} appuntamenti vengono annullati, le persone avvisate, le prestazioni tornano nell’elenco da prenotare.") \
	X(CEN_CLOSE_WHO, "Who would be moved", "Chi verrebbe spostato") \
	X(CEN_CLOSE_LATER, "Places here within a month", "Posti qui entro un mese") \
	X(CEN_CLOSE_REASON, "Reason, told to the people", "Motivo, detto alle persone") \
	X(CEN_CLOSE_NOW, "Close the day", "Chiudi la giornata") \
	X(CEN_FREE_WITHIN, "{n} free, the first on {day}", "{n} liberi, il primo il {day}") \
	X(CEN_FREE_NONE, "none", "nessuno")
/* clang-format on */

#endif
