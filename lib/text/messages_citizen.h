/* Texts of the pages of a citizen: plain words, whole dates. */
#ifndef TEXT_MESSAGES_CITIZEN_H
#define TEXT_MESSAGES_CITIZEN_H

/* clang-format off */
#define MESSAGES_CITIZEN(X) \
	X(CIT_TITLE, "My care", "La mia cura") \
	X(CIT_HELLO, "Good morning {name}", "Buongiorno {name}") \
	X(CIT_HELLO_NOBODY, "Good morning", "Buongiorno") \
	X(CIT_ACTING, "You are acting for {name}.", "Sta agendo per {name}.") \
	X(CIT_WHOM, "Whose pages?", "Di chi sono le pagine?") \
	X(CIT_MY_OWN, "My own", "Le mie") \
	X(CIT_PAGES_OF, "Pages of {name}", "Pagine di {name}") \
	X(CIT_TAB_HOME, "Today", "Oggi") \
	X(CIT_TAB_PLAN, "Care plan", "Piano di cura") \
	X(CIT_TAB_YEAR, "Appointments", "Appuntamenti") \
	X(CIT_TAB_LOOKS, "Who looked", "Chi ha visto") \
	X(CIT_TAB_DATA, "Contacts", "Recapiti") \
	X(CIT_NEXT, "The next appointment", "Il prossimo appuntamento") \
	X(CIT_NEXT_NONE, "There is no appointment to come at the moment.", "Al momento non ci sono appuntamenti in programma.") \
	X(CIT_NEXT_NONE_MORE, "When the service centre has booked the tests and visits of the plan, they stand here; we write to you as well.", "Quando il centro servizi avrà prenotato gli esami e le visite del piano, li troverà qui; glielo scriviamo anche.") \
	X(CIT_AT, "at {time}", "alle {time}") \
	X(CIT_CONFIRM, "I will come", "Confermo") \
	X(CIT_MOVE, "Move it", "Sposto") \
	X(CIT_CANCEL, "Cancel it", "Annullo") \
	X(CIT_CALENDAR, "Put it in my calendar", "Metti in agenda") \
	X(CIT_CONFIRMED_TAG, "Confirmed", "Confermato") \
	X(CIT_CONFIRMED, "Thank you: they expect you.", "Grazie: la aspettano.") \
	X(CIT_UNCONFIRMED, "The confirmation is taken back.", "La conferma è stata tolta.") \
	X(CIT_PREPARE, "How to prepare", "Come prepararsi") \
	X(CIT_DRAW, "Blood draw", "Prelievo del sangue") \
	X(CIT_DRAW_TESTS, "The tests of this draw", "Gli esami di questo prelievo") \
	X(CIT_ALL_APPOINTMENTS, "All {n} appointments to come", "Tutti i {n} appuntamenti in programma") \
	X(CIT_ONE_APPOINTMENT, "My appointments", "I miei appuntamenti") \
	X(CIT_TO_SIGN, "To sign", "Da firmare") \
	X(CIT_PACT_WAITS, "The care agreement waits for your signature. It says who follows you and for how long.", "Il patto di cura aspetta la sua firma. Dice chi la segue e per quanto tempo.") \
	X(CIT_PACT_READ, "Read and sign", "Leggo e firmo") \
	X(CIT_PACT_DOCTOR, "You have signed the care agreement; your doctor signs now.", "Ha firmato il patto di cura; ora firma il suo medico.") \
	X(CIT_NEWS, "What changed", "Che cosa è cambiato") \
	X(CIT_NEWS_NONE, "Nothing has changed in the last three months.", "Negli ultimi tre mesi non è cambiato niente.") \
	X(CIT_NEWS_PLAN, "your care plan is ready", "è pronto il suo piano di cura") \
	X(CIT_NEWS_MOVE, "an appointment was moved", "un appuntamento è stato spostato") \
	X(CIT_NEWS_CANCEL, "an appointment was cancelled", "un appuntamento è stato annullato") \
	X(CIT_NEWS_YEAR, "tests and visits were booked for you", "abbiamo prenotato esami e visite per lei") \
	X(CIT_NEWS_PRESCRIBED, "your doctor prescribed tests and visits of the plan", "il suo medico ha prescritto esami e visite del piano") \
	X(CIT_NEWS_GLASS, "somebody opened your data in an emergency", "qualcuno ha aperto i suoi dati in emergenza") \
	X(CIT_PLAN, "Your care plan", "Il suo piano di cura") \
	X(CIT_PLAN_VALID, "It holds from {from} to {to}.", "Vale dal {from} al {to}.") \
	X(CIT_PLAN_ENDED, "It ended on {to}: your doctor prepares the new one.", "È finito il {to}: il suo medico prepara quello nuovo.") \
	X(CIT_PLAN_NONE, "There is no care plan yet.", "Non c'è ancora un piano di cura.") \
	X(CIT_PLAN_NONE_MORE, "Your doctor prepares it after the care agreement is signed. When it is ready it stands here, and we write to you.", "Il suo medico lo prepara dopo la firma del patto di cura. Quando è pronto lo trova qui, e le scriviamo.") \
	X(CIT_PLAN_NOT_FOLLOWED, "At the moment you do not take part in the programme for people with long illnesses.", "Al momento lei non partecipa al programma di presa in carico.") \
	X(CIT_PLAN_NOT_FOLLOWED_MORE, "If you would like to, ask your doctor.", "Se le interessa, ne parli con il suo medico.") \
	X(CIT_PLAN_INTRO, "Doctor {doctor} prepared it with you. It lists the tests and visits of the year, how often and why.", "L'ha preparato con lei {doctor}. Elenca gli esami e le visite dell'anno, quanto spesso e perché.") \
	X(CIT_PLAN_BLOOD, "Blood and urine tests", "Analisi del sangue e delle urine") \
	X(CIT_PLAN_BLOOD_TEXT, "They are taken together, in as few draws as possible.", "Si fanno insieme, con meno prelievi possibile.") \
	X(CIT_PLAN_VISITS, "Visits and other tests", "Visite e altri esami") \
	X(CIT_PLAN_PRINT, "Print", "Stampa") \
	X(CIT_PLAN_OPEN, "Open the plan", "Apri il piano") \
	X(CIT_PLAN_WHY, "Why is it there?", "Perché c'è?") \
	X(CIT_PLAN_WHY_OF, "Because of: {conditions}.", "Per: {conditions}.") \
	X(CIT_PLAN_WHY_MORE, "Your doctor can tell you more.", "Il suo medico può spiegarle di più.") \
	X(CIT_PLAN_LAST_TAKEN, "last collected on {date}", "ritirato l'ultima volta il {date}") \
	X(CIT_PLAN_DRUGS_INTRO, "The medicines you collected in the last year. Go on taking them as your doctor told you.", "I farmaci che ha ritirato nell'ultimo anno. Continui a prenderli come le ha detto il medico.") \
	X(CIT_PLAN_UNWELL, "If you feel unwell do not wait for the appointment: call your doctor. In an emergency call 112.", "Se si sente male non aspetti l'appuntamento: chiami il medico. In caso di emergenza chiami il 112.") \
	X(CIT_YEAR, "My appointments", "I miei appuntamenti") \
	X(CIT_YEAR_PICTURE, "My year, month by month", "Il mio anno, mese per mese") \
	X(CIT_YEAR_PICTURE_DESC, "For each month how many tests and visits are planned, booked, done and missed.", "Per ogni mese quanti esami e visite sono previsti, prenotati, fatti e mancati.") \
	X(CIT_YEAR_COMING, "To come", "In programma") \
	X(CIT_YEAR_OPEN, "Still to be booked", "Ancora da prenotare") \
	X(CIT_YEAR_OPEN_TEXT, "The service centre looks for a place near you and calls you. You need not do anything.", "Il centro servizi cerca un posto vicino a lei e la chiama. Lei non deve fare niente.") \
	X(CIT_YEAR_OPEN_ABOUT, "around {month}", "verso {month}") \
	X(CIT_YEAR_PAST, "The past", "Già passati") \
	X(CIT_YEAR_PAST_SHOW, "Show them ({n})", "Mostra ({n})") \
	X(CIT_YEAR_PAST_NONE, "Nothing yet.", "Ancora nessuno.") \
	X(CIT_STATE_DONE, "Done", "Fatto") \
	X(CIT_STATE_NO_SHOW, "Missed", "Mancato") \
	X(CIT_STATE_CANCELLED, "Cancelled", "Annullato") \
	X(CIT_STATE_MOVED, "Moved", "Spostato") \
	X(CIT_STATE_HELD, "Kept for you, not yet sure", "Tenuto per lei, non ancora sicuro") \
	X(CIT_STATE_WAITS, "We wait for the provider to say that it was done", "Aspettiamo che la struttura dica che è stato fatto") \
	X(CIT_MOVE_TITLE, "Move an appointment", "Spostare un appuntamento") \
	X(CIT_MOVE_NOW, "Now it is:", "Adesso è:") \
	X(CIT_MOVE_CHOOSE, "Choose another place", "Scelga un altro posto") \
	X(CIT_MOVE_THIS, "Move it here", "Sposto qui") \
	X(CIT_MOVE_FROM, "Not before", "Non prima del") \
	X(CIT_MOVE_LOOK, "Look again", "Cerca ancora") \
	X(CIT_MOVE_KM, "{km} km from home", "a {km} km da casa") \
	X(CIT_MOVE_SHARED, "the same day as another appointment of yours", "nello stesso giorno di un altro suo appuntamento") \
	X(CIT_MOVE_LATE, "later than your doctor would like", "più tardi di quanto vorrebbe il medico") \
	X(CIT_MOVE_NONE, "There is no other place in these days. Your appointment stays as it is.", "In questi giorni non ci sono altri posti. Il suo appuntamento resta com'è.") \
	X(CIT_MOVE_NONE_NEXT, "The first free day is {date}.", "Il primo giorno libero è {date}.") \
	X(CIT_MOVE_PICK, "Choose one of the places.", "Scelga uno dei posti.") \
	X(CIT_MOVE_GONE, "That place was just taken by somebody else. Your appointment is as it was; here are other places.", "Quel posto è stato appena preso da un'altra persona. Il suo appuntamento è rimasto com'era; ecco altri posti.") \
	X(CIT_MOVED, "Moved. The place you had is free for somebody else.", "Spostato. Il posto che aveva è libero per un'altra persona.") \
	X(CIT_KEEP, "Leave it as it is", "Lascia com'è") \
	X(CIT_CANCEL_TITLE, "Cancel an appointment", "Annullare un appuntamento") \
	X(CIT_CANCEL_INTRO, "The place goes to somebody else. The service centre calls you to find another one.", "Il posto va a un'altra persona. Il centro servizi la chiama per trovarne un altro.") \
	X(CIT_CANCEL_WHY, "Why can you not come?", "Perché non può venire?") \
	X(CIT_CANCEL_BUSY, "I have something else on that day", "Quel giorno ho un impegno") \
	X(CIT_CANCEL_ILL, "I am not well", "Non sto bene") \
	X(CIT_CANCEL_FAR, "It is too far, or I have nobody who takes me there", "È troppo lontano, o non ho chi mi accompagna") \
	X(CIT_CANCEL_DONE, "I had it done elsewhere", "L'ho già fatto altrove") \
	X(CIT_CANCEL_OTHER, "Another reason", "Un altro motivo") \
	X(CIT_CANCEL_NOTE, "Would you like to add something?", "Vuole aggiungere qualcosa?") \
	X(CIT_CANCEL_DO, "Cancel the appointment", "Annullo l'appuntamento") \
	X(CIT_CANCELLED, "The appointment is cancelled.", "L'appuntamento è annullato.") \
	X(CIT_RESTORED, "The appointment is there again.", "L'appuntamento c'è di nuovo.") \
	X(CIT_NO_APPOINTMENT, "We do not find this appointment among yours.", "Non troviamo questo appuntamento tra i suoi.") \
	X(CIT_NOT_COMING, "This appointment cannot be changed any more.", "Questo appuntamento non si può più cambiare.") \
	X(CIT_LOOKS, "Who looked at my data", "Chi ha visto i miei dati") \
	X(CIT_LOOKS_INTRO, "Here stands everyone who opened or changed your data, when and what for. Nobody can take a line away.", "Qui c'è chiunque abbia aperto o cambiato i suoi dati, quando e per quale motivo. Nessuno può togliere una riga.") \
	X(CIT_LOOKS_ALL, "Also show what I did myself and what programs did", "Mostra anche quello che ho fatto io e quello che hanno fatto i programmi") \
	X(CIT_LOOKS_OTHERS, "Only other people", "Solo le altre persone") \
	X(CIT_LOOKS_NONE, "Nobody has opened your data yet.", "Nessuno ha ancora aperto i suoi dati.") \
	X(CIT_LOOKS_WRONG, "Is there something you do not understand? Ask your doctor; for the protection of your data write to the cooperative that follows you.", "C'è qualcosa che non le torna? Chieda al suo medico; per la tutela dei suoi dati scriva alla cooperativa che la segue.") \
	X(CIT_LOOKS_DAY, "Day", "Giorno") \
	X(CIT_LOOKS_TIME, "Time", "Ora") \
	X(CIT_LOOKS_WHO, "Who", "Chi") \
	X(CIT_LOOKS_WHAT, "What", "Che cosa") \
	X(CIT_LOOKS_WHY, "What for", "Per quale motivo") \
	X(CIT_LOOKS_TIMES, "{n} times", "{n} volte") \
	X(CIT_LOOKS_PROGRAM, "A program, by itself", "Un programma, in automatico") \
	X(CIT_LOOKS_DOCTOR, "Your doctor", "Il suo medico") \
	X(CIT_LOOKS_YOU, "You", "Lei") \
	X(CIT_LOOKS_GLASS, "Opened in an emergency", "Aperto in emergenza") \
	X(CIT_LOOKS_GLASS_WHY, "reason given: {reason}", "motivo dichiarato: {reason}") \
	X(CIT_DID_PERSON, "opened your record", "ha aperto la sua scheda") \
	X(CIT_DID_FIND, "found your name in a search", "ha trovato il suo nome in una ricerca") \
	X(CIT_DID_LIST, "saw your name in a list", "ha visto il suo nome in un elenco") \
	X(CIT_DID_PLAN_READ, "read your care plan", "ha letto il suo piano di cura") \
	X(CIT_DID_PLAN_DRAFT, "prepared your care plan", "ha preparato il suo piano di cura") \
	X(CIT_DID_PLAN_SIGN, "signed your care plan", "ha firmato il suo piano di cura") \
	X(CIT_DID_PLAN_PUBLISH, "published your care plan", "ha pubblicato il suo piano di cura") \
	X(CIT_DID_PLAN_CLOSE, "ended your care plan", "ha chiuso il suo piano di cura") \
	X(CIT_DID_PRESCRIBED, "prescribed tests and visits of the plan", "ha prescritto esami e visite del piano") \
	X(CIT_DID_PRESCRIPTION, "looked at your prescriptions", "ha visto le sue impegnative") \
	X(CIT_DID_CALENDAR, "looked at your appointments", "ha visto i suoi appuntamenti") \
	X(CIT_DID_BOOKED, "booked appointments for you", "ha prenotato appuntamenti per lei") \
	X(CIT_DID_MOVED, "moved an appointment", "ha spostato un appuntamento") \
	X(CIT_DID_CANCELLED, "cancelled an appointment", "ha annullato un appuntamento") \
	X(CIT_DID_CONFIRMED, "confirmed that you come", "ha confermato la sua presenza") \
	X(CIT_DID_OUTCOME, "wrote whether the appointment took place", "ha scritto se l'appuntamento c'è stato") \
	X(CIT_DID_BOOKING, "worked on your appointments", "ha lavorato sui suoi appuntamenti") \
	X(CIT_DID_CALL, "wrote down a call with you", "ha annotato una telefonata con lei") \
	X(CIT_DID_ENROL_READ, "looked at your part in the programme", "ha visto la sua adesione al programma") \
	X(CIT_DID_ENROL, "changed your part in the programme", "ha cambiato la sua adesione al programma") \
	X(CIT_DID_PACT, "worked on the care agreement", "ha lavorato sul patto di cura") \
	X(CIT_DID_GLASS, "opened your data in an emergency, without following you", "ha aperto i suoi dati in emergenza, senza seguirla") \
	X(CIT_DID_PURPOSE, "said why they open your data", "ha dichiarato perché apre i suoi dati") \
	X(CIT_DID_STRATA, "looked at which illnesses you have", "ha visto quali malattie risultano") \
	X(CIT_DID_CONTACT, "changed telephone or e-mail", "ha cambiato telefono o e-mail") \
	X(CIT_DID_HELPER, "said who may act for you", "ha detto chi può agire per lei") \
	X(CIT_DID_OWN, "looked at these pages", "ha guardato queste pagine") \
	X(CIT_DID_QUALITY, "saw your name among those of a quality measure", "ha visto il suo nome tra quelli di una misura di qualità") \
	X(CIT_DID_OTHER, "consulted your data", "ha consultato i suoi dati") \
	X(CIT_FOR_CARE, "to look after you", "per curarla") \
	X(CIT_FOR_BOOKING, "to book tests and visits", "per prenotare esami e visite") \
	X(CIT_FOR_ADMINISTRATION, "for the running of the service", "per far funzionare il servizio") \
	X(CIT_FOR_SELF, "for yourself", "per sé") \
	X(CIT_FOR_HELPER, "because you allowed it", "perché lei l'ha permesso") \
	X(CIT_FOR_SUBSTITUTE, "in place of your doctor", "al posto del suo medico") \
	X(CIT_FOR_REQUEST, "because you asked", "perché l'ha chiesto lei") \
	X(CIT_FOR_EMERGENCY, "in an emergency", "per un'emergenza") \
	X(CIT_FOR_PHARMACY, "at the pharmacy, with your consent", "in farmacia, con il suo consenso") \
	X(CIT_FOR_OTHER, "not stated", "non indicato") \
	X(CIT_DATA, "My contacts and who helps me", "I miei recapiti e chi mi aiuta") \
	X(CIT_CONTACTS, "How we reach you", "Come la troviamo") \
	X(CIT_PHONE, "Telephone", "Telefono") \
	X(CIT_EMAIL, "E-mail", "E-mail") \
	X(CIT_PHONE_HINT, "For example 035 123456 or +39 333 1234567", "Per esempio 035 123456 oppure +39 333 1234567") \
	X(CIT_CONTACT_WARN, "Without telephone and e-mail we cannot tell you when something changes.", "Senza telefono ed e-mail non possiamo avvisarla quando qualcosa cambia.") \
	X(CIT_SAVE, "Save", "Salva") \
	X(CIT_SAVED, "Saved.", "Salvato.") \
	X(CIT_BAD_PHONE, "Write 6 to 15 digits, with + in front for a foreign number.", "Scriva da 6 a 15 cifre, con il + davanti se il numero è estero.") \
	X(CIT_BAD_EMAIL, "Write an address like name@example.it.", "Scriva un indirizzo come nome@esempio.it.") \
	X(CIT_HELPERS, "Who may act for me", "Chi può agire per me") \
	X(CIT_HELPERS_TEXT, "A son, a daughter, a husband, a wife, whoever helps you: they see your plan and your appointments, and can confirm, move and cancel them. You can take it back whenever you like.", "Un figlio, una figlia, il marito, la moglie, chi la aiuta: vede il suo piano e i suoi appuntamenti, e può confermarli, spostarli, annullarli. Può cambiare idea quando vuole.") \
	X(CIT_HELPERS_NONE, "Nobody acts for you.", "Nessuno agisce per lei.") \
	X(CIT_HELPER_SINCE, "since {date}", "dal {date}") \
	X(CIT_HELPER_END, "Take it back", "Non più") \
	X(CIT_HELPER_ADD, "Let somebody act for me", "Permetto a qualcuno di agire per me") \
	X(CIT_HELPER_CODE, "Their fiscal code", "Il suo codice fiscale") \
	X(CIT_HELPER_NAME, "Their last name", "Il suo cognome") \
	X(CIT_HELPER_ALLOW, "I allow it", "Lo permetto") \
	X(CIT_HELPER_ADDED, "Done: they find your pages when they sign on.", "Fatto: troverà le sue pagine quando accede.") \
	X(CIT_HELPER_ENDED, "Done: they see your pages no more.", "Fatto: non vede più le sue pagine.") \
	X(CIT_HELPER_UNKNOWN, "We do not find anybody with this fiscal code and this last name. Check both on the health card.", "Non troviamo nessuno con questo codice fiscale e questo cognome. Li controlli sulla tessera sanitaria.") \
	X(CIT_HELPER_SELF, "This fiscal code is your own.", "Questo codice fiscale è il suo.") \
	X(CIT_HELPER_NOT, "This person does not act for you.", "Questa persona non agisce per lei.") \
	X(CIT_ONLY_THEMSELVES, "Only the person themselves can do this.", "Questo lo può fare solo la persona stessa.") \
	X(CIT_LANGUAGE, "Language", "Lingua") \
	X(CIT_LANGUAGE_SWITCH, "These pages in Italian", "Queste pagine in inglese") \
	X(CIT_LEAVE, "Leave the programme", "Uscire dal programma") \
	X(CIT_LEAVE_TEXT, "You can leave the programme whenever you like, and you need not say why.", "Può uscire dal programma quando vuole, senza dire perché.") \
	X(CIT_LEAVE_LINK, "I want to leave", "Voglio uscire") \
	X(CIT_LEAVE_TITLE, "Leaving the programme", "Uscire dal programma di presa in carico") \
	X(CIT_LEAVE_WHAT, "If you leave, from today:", "Se esce, da oggi:") \
	X(CIT_LEAVE_1, "the care agreement with your doctor for this programme ends; he or she remains your family doctor;", "finisce il patto di cura per questo programma; il suo medico resta il suo medico di famiglia;") \
	X(CIT_LEAVE_2, "the care plan is closed, and the appointments booked for it ({n}) are cancelled;", "il piano di cura si chiude e gli appuntamenti prenotati per il piano ({n}) sono annullati;") \
	X(CIT_LEAVE_3, "you book tests and visits yourself, as you did before.", "gli esami e le visite li prenota di nuovo lei, come prima.") \
	X(CIT_LEAVE_BACK, "You can come back: your doctor can enrol you again.", "Può tornare: il suo medico può riprenderla nel programma.") \
	X(CIT_LEAVE_SURE, "I have read it, and I want to leave", "Ho letto, e voglio uscire") \
	X(CIT_LEAVE_SURE_MISSING, "Tick the box to go on.", "Per proseguire segni la casella.") \
	X(CIT_LEAVE_WHY, "If you like, tell us why", "Se vuole, ci dica perché") \
	X(CIT_LEAVE_DO, "I leave the programme", "Esco dal programma") \
	X(CIT_LEFT_VISITS, "You have left the programme. Appointments of the plan cancelled: {n}. Thank you for having taken part.", "È uscita o uscito dal programma. Appuntamenti del piano annullati: {n}. Grazie di aver partecipato.") \
	X(CIT_LEFT, "You have left the programme. Thank you for having taken part.", "È uscita o uscito dal programma. Grazie di aver partecipato.") \
	X(CIT_PACT, "The care agreement", "Il patto di cura") \
	X(CIT_PACT_NONE, "There is nothing to sign.", "Non c'è niente da firmare.") \
	X(CIT_PACT_SIGN, "I sign the agreement", "Firmo il patto") \
	X(CIT_PACT_SURE, "I have read it and I agree", "L'ho letto e sono d'accordo") \
	X(CIT_PACT_SURE_MISSING, "Tick the box if you agree.", "Se è d'accordo, segni la casella.") \
	X(CIT_PACT_FINAL, "A signature is final. You can leave the programme at any time.", "La firma è definitiva. Dal programma può uscire in ogni momento.") \
	X(CIT_PACT_SIGNED, "Signed. Thank you.", "Firmato. Grazie.") \
	X(CIT_ICS_BRING, "Bring: health card, identity document, prescription, list of medicines.", "Portare: tessera sanitaria, documento d'identità, impegnativa, elenco dei farmaci.")
/* clang-format on */

#endif
