/* Texts of the care plan on screen. */
#ifndef TEXT_MESSAGES_PAI_H
#define TEXT_MESSAGES_PAI_H

/* clang-format off */
#define MESSAGES_PAI(X) \
	X(PAI_TITLE, "Care plan (PAI)", "Piano assistenziale (PAI)") \
	X(PAI_STATE_NONE, "none", "nessuno") \
	X(PAI_STATE_DRAFT, "draft", "bozza") \
	X(PAI_STATE_PROPOSED, "proposed to the doctor", "proposto al medico") \
	X(PAI_STATE_SIGNED, "signed", "firmato") \
	X(PAI_STATE_PUBLISHED, "published", "pubblicato") \
	X(PAI_STATE_ACTIVE, "active", "attivo") \
	X(PAI_STATE_SUPERSEDED, "replaced", "sostituito") \
	X(PAI_STATE_EXPIRED, "expired", "scaduto") \
	X(PAI_STATE_CLOSED, "closed", "chiuso") \
	X(PAI_KIND_NEW, "first plan", "primo piano") \
	X(PAI_KIND_RENEWAL, "renewal", "rinnovo") \
	X(PAI_KIND_UPDATE, "update", "aggiornamento") \
	X(PAI_VERSION_N, "Plan, version {n}", "Piano, versione {n}") \
	X(PAI_VERSION_OF, "Version {n}, from {from} to {to}", "Versione {n}, dal {from} al {to}") \
	X(PAI_NONE_YET, "No plan yet.", "Ancora nessun piano.") \
	X(PAI_COMPARE, "What changed from the one before", "Che cosa è cambiato dalla precedente") \
	X(PAI_SIGN, "Sign", "Firma") \
	X(PAI_DRAW_FOLLOWS, "The blood draw follows the tests that need it: change the tests, and the draws follow.", "Il prelievo segue gli esami che lo richiedono: cambi gli esami, e i prelievi si adeguano.") \
	X(PAI_PROPOSE, "Propose to the doctor", "Proponi al medico") \
	X(PAI_PUBLISH, "Publish and tell the person", "Pubblica e avvisa l'assistito") \
	X(PAI_PRINT, "Print", "Stampa") \
	X(PAI_MAKE, "Prepare the plan", "Prepara il piano") \
	X(PAI_RENEW, "Prepare the renewal", "Prepara il rinnovo") \
	X(PAI_NEW_VERSION, "Prepare a new version", "Prepara una nuova versione") \
	X(PAI_NONE_LEAD, "There is no plan yet. It is prepared in a moment from the records of the health service; then you change what is wrong.", "Non c'è ancora un piano. Si prepara in un momento dai dati del servizio sanitario; poi lei cambia quello che non va.") \
	X(PAI_SECTIONS, "Sections of the plan", "Sezioni del piano") \
	X(PAI_TO_SEE, "to be seen", "da vedere") \
	X(PAI_FINE, "in order", "in ordine") \
	X(PAI_CONDITIONS, "Conditions", "Patologie") \
	X(PAI_LAB, "Laboratory", "Esami di laboratorio") \
	X(PAI_OUTPATIENT, "Visits and tests", "Visite ed esami") \
	X(PAI_DRUGS, "Medicines", "Farmaci") \
	X(PAI_LEFT_OUT, "Left out", "Lasciati fuori") \
	X(PAI_LEFT_OUT_LEAD, "What the reference sets ask for and is not planned, and why. Whatever is needed can be put back.", "Ciò che i set di riferimento chiedono e non è previsto, e perché. Quello che serve si può rimettere.") \
	X(PAI_VERSIONS, "Versions", "Versioni") \
	X(PAI_EVENTS, "What happened to this version", "Che cosa è successo a questa versione") \
	X(PAI_QUESTIONS, "Four questions", "Quattro domande") \
	X(PAI_YES, "Yes", "Sì") \
	X(PAI_NOT_YET, "Look", "Da vedere") \
	X(PAI_NOT_ALL, "Not for all", "Non per tutto") \
	X(PAI_DRAWS, "blood draws: {n}", "prelievi: {n}") \
	X(PAI_N_CHOSEN, "choices of the doctor: {n}", "scelte del medico: {n}") \
	X(PAI_LAB_NOTE, "{n} tests on {draws} dates of blood draw.", "{n} esami in {draws} date di prelievo.") \
	X(PAI_OUTPATIENT_NOTE, "{n} visits and instrumental tests.", "{n} visite ed esami strumentali.") \
	X(PAI_TO_DECIDE, "to decide", "da decidere") \
	X(PAI_NO_LINES, "None.", "Nessuno.") \
	X(PAI_CHOSEN, "choice of the doctor", "scelta del medico") \
	X(PAI_EDIT, "Change", "Modifica") \
	X(PAI_PUT_BACK, "Put back", "Rimetti") \
	X(PAI_CLOSE, "Close without changing", "Chiudi senza cambiare") \
	X(PAI_EDIT_LEAD, "Choose a reason: the change is saved at once, and can be undone.", "Scelga un motivo: la modifica si salva subito e si può annullare.") \
	X(PAI_CHANGE_TIMES, "Change how often", "Cambia la frequenza") \
	X(PAI_WHY_CHOOSE, "Because:", "Perché:") \
	X(PAI_OTHER_REASON, "Another reason", "Altro motivo") \
	X(PAI_SAVE, "Save", "Salva") \
	X(PAI_REMOVE, "Remove from the plan, because:", "Togli dal piano, perché:") \
	X(PAI_REMOVE_DO, "Remove", "Togli") \
	X(PAI_PUT_BACK_WHY, "Put back in the plan, because:", "Rimetti nel piano, perché:") \
	X(PAI_ADD, "Add", "Aggiungi") \
	X(PAI_ADD_TITLE, "Add a service", "Aggiungi una prestazione") \
	X(PAI_ADD_WHAT, "Name or code of the service", "Nome o codice della prestazione") \
	X(PAI_ADD_NONE, "Nothing found: try another word, or the code.", "Nessun risultato: provi un'altra parola o il codice.") \
	X(PAI_ADD_THERE, "in the plan already", "già nel piano") \
	X(PAI_R_DONE, "Done lately elsewhere", "Già fatto di recente altrove") \
	X(PAI_R_REFUSES, "The person does not want it", "L'assistito non lo vuole") \
	X(PAI_R_NO_NEED, "Not needed in this person's condition", "Non serve nelle sue condizioni") \
	X(PAI_R_SPECIALIST_FOLLOWS, "The specialist follows this", "Lo segue già lo specialista") \
	X(PAI_R_STABLE, "Stable", "Situazione stabile") \
	X(PAI_R_CLOSER, "Closer control is needed", "Serve un controllo più stretto") \
	X(PAI_R_SPECIALIST_SAYS, "The specialist says so", "Indicazione dello specialista") \
	X(PAI_R_PERSON_ASKS, "The person asks for it", "Lo chiede l'assistito") \
	X(PAI_R_NEEDED, "This person needs it", "Serve a questo assistito") \
	X(PAI_R_UNDO, "The change before was undone", "Annullata la modifica precedente") \
	X(PAI_OUT_MERGE, "Dropped by rule {rule}", "Tolto dalla regola {rule}") \
	X(PAI_OUT_ALTERNATIVE, "Its alternative is enough: {other}", "Basta l'alternativa: {other}") \
	X(PAI_OUT_EXCLUDED, "Not together with {other}", "Non compatibile con {other}") \
	X(PAI_OUT_INCLUDED, "Included in {other}", "Compreso in {other}") \
	X(PAI_OUT_BASIC, "Basic panel: the other conditions bring the minimum", "Pannello di base: le altre patologie portano già il minimo") \
	X(PAI_OUT_CONDITIONAL, "Only if it applies", "Solo se indicato") \
	X(PAI_OUT_ONCE, "Once only, and done already", "Una volta sola, già fatto") \
	X(PAI_OUT_NOT_DUE, "Not due this year; next on {date}", "Non dovuto quest'anno; il prossimo è il {date}") \
	X(PAI_OUT_DOCTOR, "Choice of the doctor", "Scelta del medico") \
	X(PAI_LOWERED, "Lowered from {often} by rule {rule}", "Ridotto da {often} per la regola {rule}") \
	X(PAI_CHOICE_REMOVE, "Removed by the doctor: {reason}", "Tolto dal medico: {reason}") \
	X(PAI_CHOICE_PUT_BACK, "Put back by the doctor: {reason}", "Rimesso dal medico: {reason}") \
	X(PAI_CHOICE_ADD, "Added by the doctor: {reason}", "Aggiunto dal medico: {reason}") \
	X(PAI_CHOICE_TIMES, "Frequency set by the doctor: {reason}", "Frequenza decisa dal medico: {reason}") \
	X(PAI_LAST, "Last on {date}", "Ultimo il {date}") \
	X(PAI_LAST_OVERDUE, "Last on {date}: overdue", "Ultimo il {date}: in ritardo") \
	X(PAI_NEVER_HAD, "Not in the records: placed in the year so that the load of the practice is even", "Mai fatto secondo i dati: messo nell'anno in modo che il lavoro dello studio sia uniforme") \
	X(PAI_FOR_PANEL, "For the tests of the same date", "Per gli esami della stessa data") \
	X(PAI_SESSIONS, "Monthly cycles of {n} sessions", "Cicli mensili di {n} sedute") \
	X(PAI_FOR_MINIMUM, "Needed for the minimum of reimbursement", "Serve al minimo per la remunerazione") \
	X(PAI_ASK_REGION, "Would the region accept it?", "La Regione lo accetterebbe?") \
	X(PAI_ASK_PAID, "Would it be paid?", "Sarebbe pagato?") \
	X(PAI_ASK_SAFE, "Is it safe?", "È sicuro?") \
	X(PAI_ASK_ROOM, "Is there room near home?", "C'è posto vicino a casa?") \
	X(PAI_RULE_SOURCE, "Rule {rule}, source {source}.", "Regola {rule}, fonte {source}.") \
	X(PAI_A_ENROLLED, "The person is enrolled.", "La presa in carico è attiva.") \
	X(PAI_A_NOT_ENROLLED, "The enrolment is not active.", "La presa in carico non è attiva.") \
	X(PAI_A_PACT, "The pact holds from {from} to {to}.", "Il patto vale dal {from} al {to}.") \
	X(PAI_A_PACT_NOT, "The pact ({from} to {to}) does not cover the first day of the plan: renew it.", "Il patto ({from} - {to}) non copre il primo giorno del piano: va rinnovato.") \
	X(PAI_A_NO_PACT, "There is no signed pact.", "Non c'è un patto firmato.") \
	X(PAI_A_PRIMARY, "Main condition admitted: {name}.", "Patologia principale ammessa: {name}.") \
	X(PAI_A_NO_PRIMARY, "No condition is admitted as the main one.", "Nessuna patologia è ammessa come principale.") \
	X(PAI_A_NO_SETS, "Conditions without a reference set, to be planned by hand: {n}.", "Patologie senza set di riferimento, da pianificare a mano: {n}.") \
	X(PAI_A_LAB, "Laboratory tests: {n}, at least {need} are needed.", "Esami di laboratorio: {n}, ne servono almeno {need}.") \
	X(PAI_A_OUTPATIENT, "Visits and instrumental tests: {n}, at least {need} needed.", "Visite ed esami strumentali: {n}, almeno {need}.") \
	X(PAI_A_FEE, "A published plan is worth {euro} a year.", "Un piano pubblicato vale {euro} l'anno.") \
	X(PAI_A_CONTRAINDICATED, "Contraindicated combinations: {n}.", "Associazioni controindicate: {n}.") \
	X(PAI_A_MAJOR, "Serious interactions: {n}.", "Interazioni gravi: {n}.") \
	X(PAI_A_OTHER, "Other points of the therapy, to know: {n}.", "Altri punti della terapia, da sapere: {n}.") \
	X(PAI_ROOM_AT, "{place}, {town}, {km} km, from {day}", "{place}, {town}, a {km} km, dal {day}") \
	X(PAI_ROOM_FULL, "no free place near enough in time", "nessun posto libero vicino e in tempo") \
	X(PAI_ROOM_NOBODY, "nobody near offers it", "qui vicino nessuno lo offre") \
	X(PAI_ROOM_WINDOW, "(between {from} and {to})", "(tra il {from} e il {to})") \
	X(PAI_ROOM_TODAY, "Free places as of now: nothing is booked.", "Posti liberi in questo momento: non si prenota nulla.") \
	X(PAI_ROOM_NO_HOME, "The home is not known, so there is no telling what is near.", "Non si conosce il comune di residenza: non si può dire che cosa è vicino.") \
	X(PAI_SPAN, "Version {n} ({kind}), from {from} to {to}", "Versione {n} ({kind}), dal {from} al {to}") \
	X(PAI_SIGNED_BY, "Signed on {date} by {who}", "Firmato il {date} da {who}") \
	X(PAI_ENDED_ON, "In force no longer since {date}", "Non più in vigore dal {date}") \
	X(PAI_REASON, "Reason", "Motivo") \
	X(PAI_WHAT_DONE, "Change", "Modifica") \
	X(PAI_NOT_APPLIED, "The change was not made", "La modifica non è stata fatta") \
	X(PAI_WHAT_TYPED, "What you had asked for", "Che cosa aveva chiesto") \
	X(PAI_SEE_NOW, "See the plan as it is now", "Vedi il piano com'è adesso") \
	X(PAI_RETRY, "Make the change on the present draft", "Fai la modifica sulla bozza attuale") \
	X(PAI_DO_REMOVE, "Remove", "Togliere") \
	X(PAI_DO_PUT_BACK, "Put back", "Rimettere") \
	X(PAI_DO_ADD, "Add", "Aggiungere") \
	X(PAI_DO_TIMES, "Change how often", "Cambiare la frequenza") \
	X(PAI_SAID_REMOVED, "Removed from the plan.", "Tolto dal piano.") \
	X(PAI_SAID_PUT_BACK, "Put back in the plan.", "Rimesso nel piano.") \
	X(PAI_SAID_ADDED, "Added to the plan.", "Aggiunto al piano.") \
	X(PAI_SAID_TIMES, "Frequency changed.", "Frequenza cambiata.") \
	X(PAI_SAID_DRAFTED, "The draft is ready: change what is wrong, then sign.", "La bozza è pronta: cambi quello che non va, poi si firma.") \
	X(PAI_SAID_PROPOSED, "Proposed: it waits in the doctor's list.", "Proposto: aspetta nella lista del medico.") \
	X(PAI_SAID_SIGNED, "Plan signed.", "Piano firmato.") \
	X(PAI_SAID_PUBLISHED, "Published: the person gets a message.", "Pubblicato: l'assistito riceve un messaggio.") \
	X(PAI_SAID_PUBLISHED_UNTOLD, "Published. The person has neither phone nor e-mail: hand over the printed plan.", "Pubblicato. L'assistito non ha telefono né e-mail: gli consegni il piano stampato.") \
	X(PAI_SAID_PUBLISHED_BEFORE, "It was published already.", "Era già stato pubblicato.") \
	X(PAI_CANNOT_DRAFT, "A plan cannot be prepared now: an active enrolment, a signed pact and a chronic level are needed. The header says which is missing.", "Adesso il piano non si può preparare: servono presa in carico attiva, patto firmato e un livello di cronicità. L'intestazione dice che cosa manca.") \
	X(PAI_CANNOT_PUBLISH, "There is no signed plan to publish.", "Non c'è un piano firmato da pubblicare.") \
	X(PAI_SIGN_TITLE, "Sign the plan", "Firma del piano") \
	X(PAI_SIGN_WHAT, "What you sign", "Che cosa firma") \
	X(PAI_SIGN_COUNT, "{n} services, {draws} dates of blood draw.", "{n} prestazioni, {draws} date di prelievo.") \
	X(PAI_SIGN_CONFIRM, "Confirm", "Conferma") \
	X(PAI_SIGN_LEAD, "A signed plan never changes: what comes later is a new version.", "Un piano firmato non cambia più: ciò che viene dopo è una nuova versione.") \
	X(PAI_SIGN_DO, "I sign the plan", "Firmo il piano") \
	X(PAI_SIGN_BACK, "Not yet: back to the draft", "Non ancora: torna alla bozza") \
	X(PAI_SIGN_SKIP, "Leave it for later, go to the next one", "Lascia per dopo, vai al prossimo") \
	X(PAI_SIGN_NEXT, "Go to the next one", "Vai al prossimo") \
	X(PAI_SIGN_FINDINGS, "Points to decide", "Punti da decidere") \
	X(PAI_SIGN_NO_FINDINGS, "None.", "Nessuno.") \
	X(PAI_SIGN_CHANGES, "What changes from the plan before", "Che cosa cambia dal piano precedente") \
	X(PAI_SIGN_FIRST, "It is the first plan.", "È il primo piano.") \
	X(PAI_NOTHING_TO_SIGN, "There is nothing to sign: the draft was signed already, or was never made.", "Non c'è nulla da firmare: la bozza è già stata firmata, o non è mai stata fatta.") \
	X(PAI_SEE_PLAN, "See the plan", "Vedi il piano") \
	X(PAI_SAME, "The two are the same.", "Non cambia nulla.") \
	X(PAI_COMPARE_TITLE, "What changed", "Che cosa è cambiato") \
	X(PAI_DIFF_ADDED, "Added", "Aggiunti") \
	X(PAI_DIFF_REMOVED, "Removed", "Tolti") \
	X(PAI_DIFF_CHANGED, "How often", "Frequenza cambiata") \
	X(PAI_DIFF_NONE, "None.", "Nessuno.") \
	X(PAI_NO_SUCH_VERSION, "The plan has no such version.", "Il piano non ha questa versione.") \
	X(PAI_NO_SERVICE, "This service is not in the tables: look for it by name or code.", "Questa prestazione non è nelle tabelle: la cerchi per nome o codice.") \
	X(PAI_NO_REASON, "Please say why, in at most 1000 characters: the reason stays with the plan.", "Scriva il motivo, al massimo 1000 caratteri: resta insieme al piano.") \
	X(PAI_TIMES_RANGE, "A service can be planned from once in ten years to 366 times a year.", "Una prestazione si può prevedere da una volta ogni dieci anni a 366 volte l'anno.") \
	X(PAI_NOT_PLANNED, "This service is not in the plan any more: perhaps it was removed in another window.", "Questa prestazione non è più nel piano: forse è stata tolta in un'altra finestra.") \
	X(PAI_NOT_LEFT_OUT, "This service is not among those left out: perhaps it was put back in another window.", "Questa prestazione non è tra quelle lasciate fuori: forse è stata rimessa in un'altra finestra.") \
	X(PAI_PLANNED_ALREADY, "This service is in the plan already: change how often.", "Questa prestazione è già nel piano: cambi la frequenza.") \
	X(PAI_NO_DRAFT, "There is no draft now: it was signed or closed meanwhile. A signed plan is changed by a new version.", "Adesso non c'è nessuna bozza: nel frattempo è stata firmata o chiusa. Un piano firmato si cambia con una nuova versione.") \
	X(PAI_OTHER_DRAFT, "Meanwhile the draft you were looking at was signed, and a new one was begun. Check the new one, then repeat the change if it is still needed.", "Nel frattempo la bozza che stava guardando è stata firmata e ne è stata iniziata un'altra. Controlli la nuova e, se serve ancora, ripeta la modifica.") \
	X(PAI_CHANGED_MEANWHILE, "The draft changed after you opened this page, so it was not signed. Here is how it stands now.", "La bozza è cambiata dopo che ha aperto questa pagina, quindi non è stata firmata. Ecco com'è adesso.") \
	X(PAI_PROPOSED_ALREADY, "The draft waits for the doctor already.", "La bozza è già in attesa del medico.") \
	X(PAI_SIGNED_MEANWHILE, "The plan was signed at this moment in another window.", "Il piano è stato firmato in questo momento da un'altra finestra.")
/* clang-format on */

#endif
