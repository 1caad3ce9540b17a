/* Texts of the frame of every page: navigation, forms, tables, errors. */
#ifndef TEXT_MESSAGES_WEB_H
#define TEXT_MESSAGES_WEB_H

/* clang-format off */
#define MESSAGES_WEB(X) \
	X(WEB_PRODUCT, "Prossima", "Prossima") \
	X(WEB_SKIP, "Go to the content", "Vai al contenuto") \
	X(WEB_NAV, "Main places", "Sezioni principali") \
	X(WEB_NAV_DOCTOR, "My patients", "I miei assistiti") \
	X(WEB_NAV_CENTRE, "Work list", "Lista di lavoro") \
	X(WEB_NAV_PROVIDER, "Agendas", "Agende") \
	X(WEB_NAV_CITIZEN, "Home", "Inizio") \
	X(WEB_NAV_CITIZEN_PLAN, "My plan", "Il mio piano") \
	X(WEB_NAV_CITIZEN_BOOK, "My appointments", "I miei appuntamenti") \
	X(WEB_NAV_CITIZEN_LOOKS, "Who looked at my data", "Chi ha visto i miei dati") \
	X(WEB_NAV_CITIZEN_DATA, "My details", "I miei recapiti") \
	X(WEB_NAV_AGENCY, "Population", "Popolazione") \
	X(WEB_NAV_INDICATORS, "Indicators", "Indicatori") \
	X(WEB_NAV_INVITATIONS, "To invite", "Da invitare") \
	X(WEB_NAV_REGISTERS, "Registers", "Registri") \
	X(WEB_NAV_SETTLE, "Settlement", "Liquidazioni") \
	X(WEB_NAV_COOPERATIVE, "Cooperative", "Cooperativa") \
	X(WEB_NAV_JOBS, "Runs", "Elaborazioni") \
	X(WEB_NAV_USERS, "Users", "Utenti") \
	X(WEB_NAV_SEARCH, "Search", "Cerca") \
	X(WEB_NAV_DELEGATIONS, "Substitutes", "Sostituti") \
	X(WEB_NAV_ALERTS, "Alerts", "Avvisi") \
	X(WEB_ROLE_SYSTEM, "system", "sistema") \
	X(WEB_ROLE_ADMIN, "administrator", "amministratore") \
	X(WEB_ROLE_DOCTOR, "family doctor", "medico di famiglia") \
	X(WEB_ROLE_STAFF, "practice staff", "personale di studio") \
	X(WEB_ROLE_OPERATOR, "service centre", "centro servizi") \
	X(WEB_ROLE_SPECIALIST, "specialist", "specialista") \
	X(WEB_ROLE_PROVIDER, "provider", "erogatore") \
	X(WEB_ROLE_PHARMACIST, "pharmacist", "farmacista") \
	X(WEB_ROLE_CITIZEN, "citizen", "cittadino") \
	X(WEB_ROLE_COOPERATIVE, "cooperative", "cooperativa") \
	X(WEB_ROLE_AGENCY, "health agency", "agenzia di tutela della salute") \
	X(WEB_ROLE_REGION, "region", "regione") \
	X(WEB_ROLE_NOBODY, "not signed on", "senza accesso") \
	X(WEB_ACCOUNT, "My account", "Il mio conto") \
	X(WEB_CHANGE_ROLE, "Change role", "Cambia ruolo") \
	X(WEB_HELP, "Help", "Aiuto") \
	X(WEB_LOG_OUT, "Log out", "Esci") \
	X(WEB_OTHER_LANGUAGE, "Italiano", "English") \
	X(WEB_OTHER_CODE, "it", "en") \
	X(WEB_UNDO, "Undo", "Rimetti com’era") \
	X(WEB_SEARCH, "Search", "Cerca") \
	X(WEB_SEARCH_HINT, "Name or code", "Nome o codice") \
	X(WEB_SEARCH_ALL, "Show all", "Mostra tutti") \
	X(WEB_FIND_PERSON, "Find a person", "Cerca un assistito") \
	X(WEB_SEARCH_TITLE, "Find a person", "Cerca un assistito") \
	X(WEB_SEARCH_WHO, "Last name, tax code or code", "Cognome, codice fiscale o codice") \
	X(WEB_SEARCH_BRIEF, "Write at least two letters of the last name, or a whole tax code.", "Scriva almeno due lettere del cognome, oppure il codice fiscale intero.") \
	X(WEB_SEARCH_NONE, "Nobody found among the people you follow. Check the spelling; a person of another doctor does not appear here.", "Nessuno trovato tra le persone che lei segue. Controlli come è scritto; chi è di un altro medico qui non compare.") \
	X(WEB_SEARCH_MANY, "These are the first 50: write more letters.", "Questi sono i primi 50: scriva qualche lettera in più.") \
	X(WEB_SEARCH_BORN, "born on", "nata/o il") \
	X(WEB_SEARCH_DOCTOR, "doctor", "medico") \
	X(WEB_TABLE_WHERE, "{from} to {to} of {n}", "da {from} a {to} di {n}") \
	X(WEB_TABLE_WHERE_MORE, "{from} to {to} of more than {n}", "da {from} a {to} di oltre {n}") \
	X(WEB_TABLE_PAGES, "Pages of the list", "Pagine dell'elenco") \
	X(WEB_TABLE_PREVIOUS, "Previous", "Precedente") \
	X(WEB_TABLE_NEXT, "Next", "Successiva") \
	X(WEB_TABLE_SIZE, "Rows:", "Righe:") \
	X(WEB_TABLE_STOPPED, "The list stops here: {n} rows of {total}. Search or choose, and download it in parts.", "L'elenco si ferma qui: {n} righe su {total}. Cerchi o scelga un filtro e lo scarichi a parti.") \
	X(WEB_TABLE_CSV, "Download the list (CSV)", "Scarica l'elenco (CSV)") \
	X(WEB_PROBLEMS, "Something is to be put right:", "C'è qualcosa da correggere:") \
	X(WEB_FIELD_MISSING, "please fill it in.", "va compilato.") \
	X(WEB_FIELD_LONG, "it is too long.", "è troppo lungo.") \
	X(WEB_FIELD_CONTROL, "it contains characters that cannot be seen: please type it anew.", "contiene caratteri che non si vedono: lo riscriva.") \
	X(WEB_FIELD_DIRECTION, "it contains marks that turn the direction of writing: please type it anew.", "contiene segni che invertono il verso di scrittura: lo riscriva.") \
	X(WEB_FIELD_NUMBER, "it must be a whole number.", "deve essere un numero intero.") \
	X(WEB_FIELD_RANGE, "the number is outside the possible range.", "il numero è fuori dai limiti possibili.") \
	X(WEB_FIELD_DATE, "it must be a date that exists, as year-month-day: 2026-03-31.", "deve essere una data che esiste, come anno-mese-giorno: 2026-03-31.") \
	X(WEB_FIELD_CHOICE, "please choose one of the list.", "scelga una voce dell'elenco.") \
	X(WEB_FIELD_CODE, "only letters, digits and . - _ / can be used.", "si possono usare solo lettere, cifre e . - _ /") \
	X(WEB_ERROR, "It could not be done", "Non è stato possibile") \
	X(WEB_ERROR_DENIED, "Not allowed", "Non consentito") \
	X(WEB_ERROR_NOT_FOUND, "Not found", "Non trovato") \
	X(WEB_ERROR_BUSY, "Please try again in a moment", "Riprovi tra un momento") \
	X(WEB_ERROR_HOME, "Go to the start page", "Vai alla pagina iniziale") \
	X(WEB_ERROR_AGAIN, "Try again", "Riprova") \
	X(WEB_ERROR_NUMBER, "If you ask for help, say this number:", "Se chiede aiuto, dica questo numero:") \
	X(WEB_FAILED, "Something did not work on our side. Nothing was changed.", "Qualcosa non ha funzionato da parte nostra. Nulla è stato cambiato.") \
	X(WEB_BUSY, "The system is very busy right now. Nothing was changed.", "In questo momento il sistema è molto occupato. Nulla è stato cambiato.") \
	X(WEB_TOO_MUCH, "That is more than can be taken at once. Nothing was changed.", "È più di quanto si possa accettare in una volta. Nulla è stato cambiato.") \
	X(WEB_OFTEN, "Too many requests in a short time. Wait a few seconds and try again: nothing was lost.", "Troppe richieste in poco tempo. Aspetti qualche secondo e riprovi: nulla è andato perso.") \
	X(WEB_DATABASE, "The archive does not answer right now. Nothing was changed: try again in a moment; if it goes on, call who runs the installation.", "L'archivio in questo momento non risponde. Nulla è stato cambiato: riprovi tra un momento; se continua, chiami chi gestisce l'installazione.") \
	X(WEB_DISK, "The disk of the server is full. Nothing was changed: whoever runs the installation must make room, then try again.", "Il disco del server è pieno. Nulla è stato cambiato: chi gestisce l'installazione deve fare spazio, poi riprovi.") \
	X(WEB_READ_ONLY, "Right now the archive can be read, but not written. Nothing was changed: call who runs the installation, then try again.", "In questo momento l'archivio si può leggere ma non scrivere. Nulla è stato cambiato: chiami chi gestisce l'installazione, poi riprovi.") \
	X(WEB_NOT_READABLE, "What the browser sent could not be read. Go back and try again.", "Quello che il browser ha inviato non si riesce a leggere. Torni indietro e riprovi.") \
	X(WEB_NOT_POSSIBLE, "A value is not possible here. Go back and check what you wrote.", "Un valore qui non è possibile. Torni indietro e controlli ciò che ha scritto.") \
	X(WEB_NOT_DONE, "Not done.", "Non è stato fatto.") \
	X(WEB_HAD_TYPED, "You had written:", "Aveva scritto:") \
	X(WEB_NOT_FOUND, "What you are looking for is not here, or not any more.", "Ciò che cerca non c'è, o non c'è più.") \
	X(WEB_NO_PAGE, "There is no page at this address.", "A questo indirizzo non c'è nessuna pagina.") \
	X(WEB_METHOD, "This address is reached through its own form: go back to the page and press its button.", "A questo indirizzo si arriva dal suo modulo: torni alla pagina e prema il pulsante.") \
	X(WEB_CONFLICT, "Somebody else changed this at the same moment. Open the page again to see how it stands now.", "Nello stesso momento qualcun altro ha cambiato questa cosa. Riapra la pagina per vedere com'è adesso.") \
	X(WEB_STATE, "This cannot be done as things stand now. Open the page again: perhaps it was done already.", "Per come stanno le cose adesso non si può fare. Riapra la pagina: forse è già stato fatto.") \
	X(WEB_DENIED, "Your role does not allow this for this person.", "Il suo ruolo non lo consente per questa persona.") \
	X(WEB_DENIED_ROLE, "This page is not for the role you are acting in. If you have another role, change to it.", "Questa pagina non è per il ruolo con cui sta lavorando. Se ha un altro ruolo, lo scelga.") \
	X(WEB_ORIGIN, "This form did not come from Prossima, so it was not accepted. Nothing was changed.", "Questo modulo non è arrivato da Prossima, quindi non è stato accettato. Nulla è stato cambiato.") \
	X(WEB_CSRF, "This form was too old to be accepted. Go back, open the page again and send it once more.", "Questo modulo era troppo vecchio per essere accettato. Torni indietro, riapra la pagina e lo invii di nuovo.") \
	X(WEB_LANGUAGE_UNKNOWN, "This language is not spoken here: Italian or English.", "Questa lingua non c'è: italiano o inglese.") \
	X(WEB_SESSION_OVER, "Your session has ended", "La sessione è finita") \
	X(WEB_SESSION_OVER_TEXT, "For safety, after some time you have to sign on again. What you typed is not lost: it is kept on this page.", "Per sicurezza dopo un po' di tempo bisogna accedere di nuovo. Quello che ha scritto non è perso: è conservato in questa pagina.") \
	X(WEB_SESSION_OVER_SIGN_ON, "Sign on in a new tab, then come back here", "Acceda in una nuova scheda, poi torni qui") \
	X(WEB_SESSION_OVER_RESUME, "Go on with what I had typed", "Continua con ciò che avevo scritto") \
	X(WEB_RESUME, "Here is what you had typed", "Ecco quello che aveva scritto") \
	X(WEB_RESUME_TEXT, "Press the button to send it now.", "Prema il pulsante per inviarlo adesso.") \
	X(WEB_RESUME_NOT, "Leave it", "Lascia stare") \
	X(WEB_TYPED_KEPT, "What you typed is not lost.", "Quello che ha scritto non è perso.") \
	X(WEB_TYPED_AGAIN, "Send it again", "Invia di nuovo") \
	X(WEB_HELP_LEAD, "Every page works with the mouse, with the finger and with the keyboard.", "Ogni pagina si usa con il mouse, con il dito e con la tastiera.") \
	X(WEB_HELP_KEYS, "Keys", "Tasti") \
	X(WEB_HELP_KEY, "Key", "Tasto") \
	X(WEB_HELP_DOES, "What it does", "Che cosa fa") \
	X(WEB_KEY_SEARCH, "search", "cerca") \
	X(WEB_KEY_ROWS, "next and previous row", "riga successiva e precedente") \
	X(WEB_KEY_OPEN, "open the row", "apri la riga") \
	X(WEB_KEY_EDIT, "edit", "modifica") \
	X(WEB_KEY_SIGN, "sign", "firma") \
	X(WEB_KEY_UNDO, "undo what was just done", "annulla ciò che è appena stato fatto") \
	X(WEB_KEY_PAGES, "next and previous page", "pagina successiva e precedente") \
	X(WEB_KEY_HELP, "show these keys", "mostra questi tasti") \
	X(WEB_HELP_WHY, "Why does the program say so?", "Perché il programma dice così?") \
	X(WEB_HELP_WHY_TEXT, "Wherever the program proposes something there is a \"why?\": it opens the rule, where it comes from and the records behind it. The decision is always a person's.", "Dove il programma propone qualcosa c'è un \"perché?\": apre la regola, da dove viene e i dati che ci sono dietro. La decisione è sempre di una persona.") \
	X(WEB_HELP_LOST, "Nothing you type is lost", "Nulla di ciò che scrive va perso") \
	X(WEB_HELP_LOST_TEXT, "Forms are kept while you write. If the session ends, sign on again: what you had typed is still there.", "I moduli si conservano mentre scrive. Se la sessione finisce, acceda di nuovo: ciò che aveva scritto c'è ancora.") \
	X(WEB_HELP_EMERGENCY, "In an emergency", "In caso di emergenza") \
	X(WEB_HELP_EMERGENCY_TEXT, "This site is not for emergencies: call 112.", "Questo sito non serve per le emergenze: chiami il 112.")
/* clang-format on */

#endif
