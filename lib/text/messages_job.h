/* Texts of work in the background. */
#ifndef TEXT_MESSAGES_JOB_H
#define TEXT_MESSAGES_JOB_H

/* clang-format off */
#define MESSAGES_JOB(X) \
	X(JOB_TITLE, "Runs", "Elaborazioni") \
	X(JOB_BAD_FOLDER, "This is not the name of a folder: only letters, digits, dots, hyphens and underscores.", "Questo non è il nome di una cartella: solo lettere, cifre, punti, trattini e sottolineature.") \
	X(JOB_NO_IMPORT_DIR, "No import folder is set on this server: whoever runs it can say which (prossima serve --imports).", "Su questo server non è indicata la cartella di importazione: chi lo gestisce può indicarla (prossima serve --imports).") \
	X(JOB_FOLDER_MISSING, "There is no such folder in the import folder of the server: choose one of the list.", "Questa cartella non c'è nella cartella di importazione del server: ne scelga una dell'elenco.") \
	X(JOB_BAD_DATE, "Write a day of the calendar.", "Scriva un giorno del calendario.") \
	X(JOB_DATE_TO_COME, "That day has not come yet: choose today or a day before.", "Quel giorno non è ancora arrivato: scelga oggi o un giorno precedente.") \
	X(JOB_BAD_QUARTER, "Write a quarter as 2026Q1.", "Scriva un trimestre come 2026Q1.") \
	X(JOB_QUARTER_RUNS, "This quarter is not over yet: statements are computed after its last day.", "Questo trimestre non è ancora finito: le competenze si calcolano dopo l'ultimo giorno.") \
	X(JOB_PERIOD_PAST, "The first day is over already: choose one from today on.", "Il primo giorno è già passato: ne scelga uno da oggi in poi.") \
	X(JOB_BAD_PERIOD, "The last day must follow the first, by two years at most.", "L'ultimo giorno deve seguire il primo, di due anni al massimo.") \
	X(JOB_PARAM_UNKNOWN, "This work does not take that parameter.", "Questa elaborazione non prevede quel dato.") \
	X(JOB_NOT_FOUND, "There is no such run, or it is not one of yours.", "Questa elaborazione non c'è, o non è tra le sue.") \
	X(JOB_ENDED_ALREADY, "This run has ended already: there is nothing to cancel.", "Questa elaborazione è già finita: non c'è niente da annullare.") \
	X(JOB_NO_REJECTS, "This run set no rows aside, or they are not kept any more.", "Questa elaborazione non ha scartato righe, o non sono più conservate.") \
	X(JOB_NO_MANAGER, "Your user is not bound to a cooperative: an administrator can do it.", "Il suo utente non è legato a una cooperativa: può farlo un amministratore.") \
	X(JOB_LEAD, "Imports, stratification, drafts, bookings and accounts of the whole network. They run by themselves: you can leave this page and come back.", "Importazioni, stratificazione, bozze, prenotazioni e conti di tutta la rete. Vanno avanti da sole: può lasciare questa pagina e tornare.") \
	X(JOB_NEW, "New run", "Nuova elaborazione") \
	X(JOB_NEW_LEAD, "Choose what to start. The values are filled in as they are right most often: change what is not.", "Scelga che cosa avviare. I valori sono già quelli giusti il più delle volte: cambi ciò che non va.") \
	X(JOB_NONE, "No run yet.", "Ancora nessuna elaborazione.") \
	X(JOB_NONE_FOUND, "No run like this. Change the filter or the search.", "Nessuna elaborazione così. Cambi il filtro o la ricerca.") \
	X(JOB_ALL_KINDS, "all", "tutte") \
	X(JOB_ALL_STATES, "all", "tutti") \
	X(JOB_SHOW, "Show", "Mostra") \
	X(JOB_REFRESH, "Refresh", "Aggiorna") \
	X(JOB_COL_KIND, "Run", "Elaborazione") \
	X(JOB_COL_STATE, "State", "Stato") \
	X(JOB_COL_WHO, "Asked by", "Chiesta da") \
	X(JOB_COL_WHEN, "Asked", "Chiesta") \
	X(JOB_COL_TOOK, "Lasted", "Durata") \
	X(JOB_COL_PARAMS, "With", "Con") \
	X(JOB_STATE_QUEUED, "waits", "in attesa") \
	X(JOB_STATE_RUNNING, "running", "in corso") \
	X(JOB_STATE_DONE, "done", "finita") \
	X(JOB_STATE_FAILED, "failed", "non riuscita") \
	X(JOB_STATE_CANCELLED, "cancelled", "annullata") \
	X(JOB_STATE_CANCELLING, "being cancelled", "si sta annullando") \
	X(JOB_KIND_FLOWS, "Import of claims", "Importazione dei flussi") \
	X(JOB_KIND_PEOPLE, "Import of registries", "Importazione delle anagrafi") \
	X(JOB_KIND_AGENDAS, "Import of agendas", "Importazione delle agende") \
	X(JOB_KIND_STRATA, "Stratification", "Stratificazione") \
	X(JOB_KIND_DRAFT, "Drafts of all plans", "Bozze di tutti i piani") \
	X(JOB_KIND_RENEW, "Drafts of renewals", "Bozze dei rinnovi") \
	X(JOB_KIND_PUBLISH, "Publication of signed plans", "Pubblicazione dei piani firmati") \
	X(JOB_KIND_BOOK, "Booking of the year", "Prenotazione dell'anno") \
	X(JOB_KIND_QUALITY, "Indicators", "Indicatori") \
	X(JOB_KIND_SETTLE, "Statements of a quarter", "Competenze di un trimestre") \
	X(JOB_KIND_DAY, "Moves of the day", "Passaggi del giorno") \
	X(JOB_KIND_OTHER, "Another kind of run", "Un altro tipo di elaborazione") \
	X(JOB_WHAT_FLOWS, "Reads the claims of a folder (exemptions, medicines, visits, stays, emergencies) into the archive. The same folder again changes nothing.", "Legge nell'archivio i flussi di una cartella (esenzioni, farmaci, specialistica, ricoveri, pronto soccorso). La stessa cartella due volte non cambia nulla.") \
	X(JOB_WHAT_PEOPLE, "Reads people, doctors and cooperatives of a folder, and ends the care of those who died or moved away.", "Legge assistiti, medici e cooperative di una cartella, e chiude la presa in carico di chi è deceduto o si è trasferito.") \
	X(JOB_WHAT_AGENDAS, "Reads providers and their agendas, and makes the places that can be booked.", "Legge erogatori e agende, e crea i posti prenotabili.") \
	X(JOB_WHAT_STRATA, "Finds who is chronic and how complex on a day, with the evidence, from the archive of claims.", "Trova chi è cronico e quanto complesso a una certa data, con le prove, dall'archivio dei flussi.") \
	X(JOB_WHAT_DRAFT, "Prepares the year's plan of your enrolled people who have none. Doctors then check and sign.", "Prepara il piano dell'anno per i vostri arruolati che non l'hanno. Poi i medici controllano e firmano.") \
	X(JOB_WHAT_RENEW, "Prepares the next plan of your people whose plan ends soon.", "Prepara il piano successivo per i vostri assistiti il cui piano sta per scadere.") \
	X(JOB_WHAT_PUBLISH, "Publishes the plans that doctors have signed and tells the people.", "Pubblica i piani che i medici hanno firmato e avvisa gli assistiti.") \
	X(JOB_WHAT_BOOK, "Books what signed plans still ask for: near home, on time, in few journeys.", "Prenota ciò che i piani firmati chiedono ancora: vicino a casa, in tempo, in pochi viaggi.") \
	X(JOB_WHAT_QUALITY, "Measures every indicator on a day, enrolled people beside the others.", "Misura tutti gli indicatori a una certa data, gli arruolati accanto agli altri.") \
	X(JOB_WHAT_SETTLE, "Computes who is owed what for a quarter that is over, line by line with the reason.", "Calcola che cosa spetta a chi per un trimestre finito, riga per riga con il motivo.") \
	X(JOB_WHAT_DAY, "Makes the moves a new day brings: pacts and plans whose term is over, plans that begin, places held too long.", "Fa i passaggi che porta un giorno nuovo: patti e piani scaduti, piani che cominciano, posti trattenuti troppo a lungo.") \
	X(JOB_USUAL, "Usually takes {time}.", "Di solito ci mette {time}.") \
	X(JOB_USUAL_UNKNOWN, "How long it takes is known after the first time.", "Quanto ci mette si saprà dopo la prima volta.") \
	X(JOB_START, "Start", "Avvia") \
	X(JOB_FIELD_FOLDER, "Folder", "Cartella") \
	X(JOB_FIELD_FOLDER_HINT, "Of the import folder of the server.", "Della cartella di importazione del server.") \
	X(JOB_FIELD_NO_FOLDER, "There is no folder to import: whoever runs the server puts one there.", "Non c'è nessuna cartella da importare: la mette chi gestisce il server.") \
	X(JOB_FIELD_DATE, "As of", "Alla data") \
	X(JOB_FIELD_QUARTER, "Quarter", "Trimestre") \
	X(JOB_FIELD_QUARTER_HINT, "As 2026Q1.", "Come 2026Q1.") \
	X(JOB_FIELD_FROM, "From", "Dal") \
	X(JOB_FIELD_TO, "To", "Al") \
	X(JOB_ASKED, "The run was put in the queue.", "L'elaborazione è in coda.") \
	X(JOB_ASKED_AGAIN, "The same run is waiting or running already: here it is.", "La stessa elaborazione è già in coda o in corso: eccola.") \
	X(JOB_CANCEL, "Cancel the run", "Annulla l'elaborazione") \
	X(JOB_CANCEL_HINT, "What it has done so far stays; the same run can be started again and goes on from there.", "Ciò che ha fatto finora resta; la stessa elaborazione si può riavviare e continua da lì.") \
	X(JOB_CANCELLED_WAITING, "The run was cancelled.", "L'elaborazione è stata annullata.") \
	X(JOB_AGAIN, "Run again", "Esegui di nuovo") \
	X(JOB_LOG, "What it said", "Che cosa ha detto") \
	X(JOB_LOG_NONE, "Nothing to report.", "Niente da segnalare.") \
	X(JOB_RESULT, "Result", "Risultato") \
	X(JOB_SEE, "Look at the result", "Guarda il risultato") \
	X(JOB_WHY_FAILED, "Why it did not work", "Perché non è riuscita") \
	X(JOB_BACK, "All runs", "Tutte le elaborazioni") \
	X(JOB_PART_STRATA, "people looked at", "assistiti valutati") \
	X(JOB_PART_STRATA_KEPT, "chronic people written down", "risultati scritti") \
	X(JOB_PART_POPULATION, "people counted by area and age", "assistiti contati per zona ed età") \
	X(JOB_PART_PLANS, "plans", "piani") \
	X(JOB_PART_SETTLEMENT, "people whose quarter is computed", "assistiti con il trimestre calcolato") \
	X(JOB_PART_INDICATORS, "people measured", "assistiti misurati") \
	X(JOB_PART_SLOTS, "agendas whose places are made", "agende di cui si creano i posti") \
	X(JOB_PART_CARE_ENDED, "care of who died or moved is ended", "chiusura delle prese in carico di deceduti e trasferiti") \
	X(JOB_PART_READING, "plans and places are read", "lettura di piani e posti") \
	X(JOB_PART_BOOKING, "the best places are sought", "ricerca dei posti migliori") \
	X(JOB_PART_WRITING, "appointments written down", "appuntamenti scritti") \
	X(JOB_PART_FILE, "rows of {file}", "righe di {file}") \
	X(JOB_N_OF, "{n} of {of} ({share})", "{n} di {of} ({share})") \
	X(JOB_N_SHARE, "{n} ({share} of the file)", "{n} ({share} del file)") \
	X(JOB_CANCEL_LATER, "It stops within a second or two; what is being written at this moment is taken back.", "Si ferma in un secondo o due; ciò che sta scrivendo in questo momento viene annullato.") \
	X(JOB_LEFT, "about {time} left", "mancano circa {time}") \
	X(JOB_STARTING, "starting", "sta partendo") \
	X(JOB_WAITS_FOR, "It starts by itself as soon as those before it have ended.", "Parte da sola appena finiscono quelle prima.") \
	X(JOB_ATTEMPT, "attempt {n} of 3", "tentativo {n} di 3") \
	X(JOB_BY_PROGRAM, "installation", "installazione") \
	X(JOB_FOR, "for {org}", "per {org}") \
	X(JOB_SECONDS, "{n} s", "{n} s") \
	X(JOB_MINUTES, "{n} minutes", "{n} minuti") \
	X(JOB_HOURS, "{n} hours", "{n} ore") \
	X(JOB_R_DONE, "done", "fatti") \
	X(JOB_R_TOTAL, "to do", "da fare") \
	X(JOB_R_REFUSED, "not possible", "non possibili") \
	X(JOB_R_FIRST_REFUSAL, "the first of these", "il primo di questi") \
	X(JOB_R_FILE, "{read} rows read, {added} new, {changed} changed, {rejected} rejected", "{read} righe lette, {added} nuove, {changed} cambiate, {rejected} scartate") \
	X(JOB_R_FLOW, "{read} rows read, {accepted} accepted, {rejected} rejected, {duplicates} already there", "{read} righe lette, {accepted} accettate, {rejected} scartate, {duplicates} già presenti") \
	X(JOB_R_OF, "{n} of {of}", "{n} su {of}") \
	X(JOB_R_STATEMENT, "{euro}, {n} lines", "{euro}, {n} righe") \
	X(JOB_R_PEOPLE, "people", "assistiti") \
	X(JOB_R_LEVEL_1, "level 1", "livello 1") \
	X(JOB_R_LEVEL_2, "level 2", "livello 2") \
	X(JOB_R_LEVEL_3, "level 3", "livello 3") \
	X(JOB_R_CONDITIONS, "conditions found", "condizioni trovate") \
	X(JOB_R_REQUESTS, "appointments asked for", "appuntamenti chiesti") \
	X(JOB_R_BOOKED, "booked", "prenotati") \
	X(JOB_R_ON_TIME, "on time", "in tempo") \
	X(JOB_R_UNBOOKED, "without a place", "senza posto") \
	X(JOB_R_DIED, "newly deceased", "nuovi deceduti") \
	X(JOB_R_MOVED, "moved away", "trasferiti") \
	X(JOB_R_PACTS_EXPIRED, "pacts expired", "patti scaduti") \
	X(JOB_R_ENROLMENTS_ENDED, "enrolments ended", "arruolamenti chiusi") \
	X(JOB_R_PLANS_ACTIVE, "plans begun", "piani cominciati") \
	X(JOB_R_PLANS_EXPIRED, "plans expired", "piani scaduti") \
	X(JOB_R_PLANS_CLOSED, "plans closed", "piani chiusi") \
	X(JOB_R_CANCELLED, "appointments cancelled", "appuntamenti annullati") \
	X(JOB_R_HOLDS, "places free again", "posti di nuovo liberi") \
	X(JOB_R_PROVIDERS, "providers", "erogatori") \
	X(JOB_R_AGENDAS, "agendas", "agende") \
	X(JOB_R_SLOTS, "places made", "posti creati") \
	X(JOB_R_REJECTED, "rows rejected", "righe scartate") \
	X(SET_TITLE, "Statements to check", "Competenze da controllare") \
	X(SET_LEAD, "What each manager is owed for a quarter. Accept what is right; dispute the rest, saying why: it is then computed again.", "Che cosa spetta a ciascun gestore per un trimestre. Accetti ciò che è giusto; contesti il resto dicendo perché: si ricalcola.") \
	X(SET_NONE, "No statement yet: they are computed by a run, after the end of the quarter.", "Ancora nessuna competenza: si calcola con un'elaborazione, finito il trimestre.") \
	X(SET_COMPUTE, "Compute a quarter", "Calcola un trimestre") \
	X(SET_QUARTER, "Quarter", "Trimestre") \
	X(SET_MANAGER, "Manager", "Gestore") \
	X(SET_PAYER, "Payer", "Chi paga") \
	X(SET_STATE, "State", "Stato") \
	X(SET_LINES, "Lines", "Righe") \
	X(SET_DUE, "Due", "Dovute") \
	X(SET_HELD, "Held", "Sospese") \
	X(SET_TOTAL, "Total", "Totale") \
	X(SET_REGION, "region", "Regione") \
	X(SET_COOPERATIVE, "cooperative (its own rule)", "cooperativa (regola propria)") \
	X(SET_COMPUTED, "computed", "calcolata") \
	X(SET_SENT, "sent", "inviata") \
	X(SET_ACCEPTED, "accepted", "accettata") \
	X(SET_DISPUTED, "disputed", "contestata") \
	X(SET_PAID, "paid", "pagata") \
	X(SET_ACCEPT, "Accept", "Accetta") \
	X(SET_DISPUTE, "Dispute", "Contesta") \
	X(SET_NOTE, "Why", "Perché") \
	X(SET_ONLY_DISPUTE, "A cooperative may dispute its own statements; sending, accepting and paying are up to the agency.", "Una cooperativa può contestare le proprie competenze; inviarle, accettarle e pagarle spetta all'agenzia.") \
	X(SET_NO_NOTE, "A dispute needs its reason: write it.", "Una contestazione ha bisogno del motivo: lo scriva.") \
	X(SET_NO_MOVE, "The statement is in a state that does not allow this.", "La competenza è in uno stato che non lo permette.") \
	X(SET_MOVED, "The statement has changed state.", "La competenza ha cambiato stato.") \
	X(SET_FOUND_NONE, "No statement fits.", "Nessuna competenza corrisponde.") \
	X(SET_CSV, "Every line with its reason (CSV)", "Ogni riga con il motivo (CSV)")
/* clang-format on */

#endif
