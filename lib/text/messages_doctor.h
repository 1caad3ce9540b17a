/* Texts of the work lists of a doctor, of enrolling and of prescriptions. */
#ifndef TEXT_MESSAGES_DOCTOR_H
#define TEXT_MESSAGES_DOCTOR_H

/* clang-format off */
#define MESSAGES_DOCTOR(X) \
	X(DOC_TITLE, "My chronic patients", "I miei assistiti cronici") \
	X(DOC_TITLE_OF, "Chronic patients of {doctor}", "Assistiti cronici di {doctor}") \
	X(DOC_SUBSTITUTE, "You stand in from {from} to {to}.", "Lei sostituisce dal {from} al {to}.") \
	X(DOC_WHOSE, "Patients of", "Assistiti di") \
	X(DOC_MINE, "Mine", "Miei") \
	X(DOC_COLLEAGUE, "{doctor}, until {to}", "{doctor}, fino al {to}") \
	X(DOC_TABS, "Work lists", "Liste di lavoro") \
	X(DOC_TAB_ENROL, "To enrol", "Arruolabili") \
	X(DOC_TAB_HELD, "Held back", "Trattenuti") \
	X(DOC_TAB_PACT, "Pacts", "Patti") \
	X(DOC_TAB_NO_PLAN, "Without plan", "Senza piano") \
	X(DOC_TAB_SIGN, "To sign", "Da firmare") \
	X(DOC_TAB_ACTIVE, "In force", "In vigore") \
	X(DOC_TAB_RENEW, "To renew", "Da rinnovare") \
	X(DOC_TAB_EXPIRED, "Expired", "Scaduti") \
	X(DOC_TAB_ALL, "All", "Tutti") \
	X(DOC_ABOUT_ENROL, "Chronic by the latest stratification, not enrolled yet. Those in greater need come first.", "Cronici secondo l'ultima stratificazione, non ancora arruolati. Prima chi ha più bisogno.") \
	X(DOC_ABOUT_HELD, "Chronic, but something stands in the way of enrolling them: each row says what, and who can resolve it.", "Cronici, ma qualcosa impedisce di arruolarli: ogni riga dice che cosa, e chi può risolverlo.") \
	X(DOC_ABOUT_PACT, "Pacts to draw up, to sign or to renew.", "Patti di cura da preparare, da firmare o da rinnovare.") \
	X(DOC_ABOUT_NO_PLAN, "Enrolled, without a care plan yet. A draft is prepared from what is known; you correct it and sign it.", "Arruolati, ancora senza piano di cura. La bozza si prepara da ciò che è noto; lei la corregge e la firma.") \
	X(DOC_ABOUT_SIGN, "Drafts that wait for the doctor's signature.", "Bozze che aspettano la firma del medico.") \
	X(DOC_ABOUT_ACTIVE, "Plans signed and in force.", "Piani firmati e in vigore.") \
	X(DOC_ABOUT_RENEW, "Plans that end soon, and nothing follows yet.", "Piani che finiscono presto, ancora senza rinnovo.") \
	X(DOC_ABOUT_EXPIRED, "Plans that have ended, and nothing follows: these people are not covered.", "Piani finiti senza rinnovo: queste persone sono scoperte.") \
	X(DOC_ABOUT_ALL, "All the chronic patients, enrolled or not.", "Tutti gli assistiti cronici, arruolati o no.") \
	X(DOC_EMPTY_ENROL, "Nobody is left to enrol: every chronic patient of the latest stratification is enrolled or held back. The list fills again with the next stratification.", "Non resta nessuno da arruolare: tutti i cronici dell'ultima stratificazione sono arruolati o trattenuti. L'elenco si riempie di nuovo con la prossima stratificazione.") \
	X(DOC_EMPTY_HELD, "Nobody is held back.", "Nessuno è trattenuto.") \
	X(DOC_EMPTY_PACT, "No pact waits: all are signed and in force.", "Nessun patto in attesa: sono tutti firmati e validi.") \
	X(DOC_EMPTY_NO_PLAN, "Everybody enrolled has a plan or a draft.", "Tutti gli arruolati hanno un piano o una bozza.") \
	X(DOC_EMPTY_SIGN, "Nothing to sign. Drafts appear here when they are prepared, from the tabs “Without plan” and “To renew”.", "Niente da firmare. Le bozze compaiono qui quando vengono preparate, dalle schede «Senza piano» e «Da rinnovare».") \
	X(DOC_EMPTY_ACTIVE, "No plan is in force yet: it comes with the first signature.", "Nessun piano è ancora in vigore: arriva con la prima firma.") \
	X(DOC_EMPTY_RENEW, "No plan ends soon.", "Nessun piano finisce presto.") \
	X(DOC_EMPTY_EXPIRED, "No plan has been left to expire.", "Nessun piano è stato lasciato scadere.") \
	X(DOC_EMPTY_ALL, "No chronic patient is known. The list comes from the stratification of the population.", "Nessun assistito cronico noto. L'elenco viene dalla stratificazione della popolazione.") \
	X(DOC_EMPTY_STRATA, "There is no stratification yet: nobody can be found chronic before it. The agency or the cooperative starts it.", "Non c'è ancora una stratificazione: prima di quella nessuno risulta cronico. La avvia l'agenzia o la cooperativa.") \
	X(DOC_EMPTY_FILTER, "Nobody fits this search and these filters.", "Nessuno corrisponde a questa ricerca e a questi filtri.") \
	X(DOC_FILTERS_OFF, "Show all of the tab", "Mostra tutta la scheda") \
	X(DOC_AS_OF, "Stratification of {date}", "Stratificazione al {date}") \
	X(DOC_FILTER, "Filter", "Filtra") \
	X(DOC_FILTER_LEVEL, "Level", "Livello") \
	X(DOC_FILTER_CLUSTER, "Main disease", "Malattia principale") \
	X(DOC_FILTER_HOLD, "What holds back", "Motivo") \
	X(DOC_FILTER_ALERTS, "Only with therapy alerts", "Solo con avvisi di terapia") \
	X(DOC_FILTER_ANY, "all", "tutti") \
	X(DOC_CLUSTER_N, "{name} ({n})", "{name} ({n})") \
	X(DOC_COL_PERSON, "Patient", "Assistito") \
	X(DOC_COL_AGE, "Age", "Età") \
	X(DOC_COL_LEVEL, "Level", "Livello") \
	X(DOC_COL_CONDITION, "Main disease", "Malattia principale") \
	X(DOC_COL_NEXT, "What to do", "Che cosa fare") \
	X(DOC_COL_BY, "By", "Entro") \
	X(DOC_COL_WHY, "Why here", "Perché") \
	X(DOC_COL_ACTIONS, "Actions", "Azioni") \
	X(DOC_COL_LAST, "Last name", "Cognome") \
	X(DOC_COL_FIRST, "First name", "Nome") \
	X(DOC_COL_CODE, "Tax code", "Codice fiscale") \
	X(DOC_COL_BIRTH, "Born on", "Data di nascita") \
	X(DOC_COL_SEX, "Sex", "Sesso") \
	X(DOC_COL_CHARLSON, "Charlson", "Charlson") \
	X(DOC_COL_ALERTS, "Therapy alerts", "Avvisi di terapia") \
	X(DOC_COL_POINTS, "Points to decide", "Punti da decidere") \
	X(DOC_COL_PACT_TO, "Pact until", "Patto fino al") \
	X(DOC_LEVEL, "Level {n}", "Livello {n}") \
	X(DOC_LEVEL_NONE, "no level", "senza livello") \
	X(DOC_NO_CONTACT, "no contacts", "senza recapiti") \
	X(DOC_NEXT_INVITE, "Invite or enrol", "Invitare o arruolare") \
	X(DOC_NEXT_UNBLOCK, "Resolve what stands in the way", "Togliere l'impedimento") \
	X(DOC_NEXT_CHOICE, "Invited: wait for the answer, or enrol", "Invitato: aspettare la risposta, o arruolare") \
	X(DOC_NEXT_PACT, "Sign the pact", "Far firmare il patto") \
	X(DOC_NEXT_SIGN_PACT, "The patient signed the pact: your signature is missing", "L'assistito ha firmato il patto: manca la firma del medico") \
	X(DOC_NEXT_PERSON_SIGNS, "The doctor signed the pact: the patient's signature is missing", "Il medico ha firmato il patto: manca la firma dell'assistito") \
	X(DOC_NEXT_RENEW_PACT, "Renew the pact", "Rinnovare il patto") \
	X(DOC_NEXT_ACTIVATE, "Pact signed: take in charge", "Patto firmato: attivare la presa in carico") \
	X(DOC_NEXT_DRAFT, "Prepare the plan", "Preparare il piano") \
	X(DOC_NEXT_SIGN, "Review and sign the plan", "Rivedere e firmare il piano") \
	X(DOC_NEXT_REVIEW, "Review the draft for the doctor", "Rivedere la bozza per il medico") \
	X(DOC_NEXT_PUBLISH, "Publish the signed plan", "Pubblicare il piano firmato") \
	X(DOC_NEXT_RENEW, "Prepare the renewal", "Preparare il rinnovo") \
	X(DOC_NEXT_RESUME, "Suspended: resume or end", "Sospeso: riprendere o terminare") \
	X(DOC_NEXT_TRANSFER, "Enrolled with another doctor: transfer", "Arruolato con un altro medico: trasferire") \
	X(DOC_NEXT_LEFT, "Now a patient of another doctor", "Ora è assistito di un altro medico") \
	X(DOC_NEXT_NOTHING, "Nothing to do now", "Niente da fare adesso") \
	X(DOC_BY, "by {date}", "entro il {date}") \
	X(DOC_BY_OVER, "since {date}", "dal {date}") \
	X(DOC_ALERT_1, "1 therapy alert", "1 avviso di terapia") \
	X(DOC_ALERT_N, "{n} therapy alerts", "{n} avvisi di terapia") \
	X(DOC_POINT_1, "1 point to decide", "1 punto da decidere") \
	X(DOC_POINT_N, "{n} points to decide", "{n} punti da decidere") \
	X(DOC_WHY, "why?", "perché?") \
	X(DOC_WHY_ORDER, "In order of date, then level, Charlson index, complexity by medicines (MCS).", "In ordine di data, poi livello, indice di Charlson, complessità dai farmaci (MCS).") \
	X(DOC_WHY_LEVEL, "level {n} of the stratification", "livello {n} della stratificazione") \
	X(DOC_WHY_CHARLSON, "Charlson index {n}", "indice di Charlson {n}") \
	X(DOC_WHY_TODAY, "today is the day: {date}", "il giorno è oggi, {date}") \
	X(DOC_WHY_LEFT_1, "1 day is left, until {date}", "manca 1 giorno, al {date}") \
	X(DOC_WHY_LEFT_N, "{n} days are left, until {date}", "mancano {n} giorni, al {date}") \
	X(DOC_WHY_OVER_1, "1 day has passed since {date}", "è passato 1 giorno dal {date}") \
	X(DOC_WHY_OVER_N, "{n} days have passed since {date}", "sono passati {n} giorni dal {date}") \
	X(DOC_WHY_RENEWAL, "follows a plan that ends", "segue un piano che finisce") \
	X(DOC_WHY_NO_CONTACT, "neither phone nor e-mail: messages do not arrive", "né telefono né e-mail: i messaggi non arrivano") \
	X(DOC_OPEN, "Open", "Apri") \
	X(DOC_ENROL, "Enrol", "Arruola") \
	X(DOC_INVITE, "Invite", "Invita") \
	X(DOC_ACTIVATE, "Activate", "Attiva") \
	X(DOC_PACT, "Pact", "Patto") \
	X(DOC_PREPARE, "Prepare", "Prepara") \
	X(DOC_REVIEW_SIGN, "Review and sign", "Rivedi e firma") \
	X(DOC_REVIEW, "Review", "Rivedi") \
	X(DOC_RESOLVE, "See", "Vedi") \
	X(DOC_SEQUENCE, "Sign in sequence", "Firma in sequenza") \
	X(DOC_SEQUENCE_END, "That was the last draft of the list.", "Era l'ultima bozza dell'elenco.") \
	X(DOC_PREPARE_ALL, "Prepare the plans ({n})", "Prepara i piani ({n})") \
	X(DOC_PREPARED, "Drafts ready: {n}. Review and sign them here.", "Bozze pronte: {n}. Le riveda e le firmi da qui.") \
	X(DOC_PREPARED_SOME, "Drafts ready: {n}. For {no} it was not possible: open one of those without a plan to see what is missing.", "Bozze pronte: {n}. Per {no} non è stato possibile: ne apra una tra quelle senza piano per vedere che cosa manca.") \
	X(DOC_PREPARED_MORE, "Drafts ready: {n}. People who still wait: {left}. Press again to go on.", "Bozze pronte: {n}. Persone che aspettano ancora: {left}. Prema di nuovo per continuare.") \
	X(DOC_PREPARED_NONE, "No draft could be prepared for those who wait: open one to see what is missing.", "Per chi aspetta non è stato possibile preparare bozze: ne apra uno per vedere che cosa manca.") \
	X(DOC_NOT_YOUR_LIST, "This list belongs to another doctor. That doctor can delegate it to you, for the days you stand in.", "Questo elenco è di un altro medico. Può delegarlo a lei, per i giorni in cui la sostituisce.") \
	X(DOC_HOLD_DECEASED, "The person has died.", "La persona è deceduta.") \
	X(DOC_HOLD_MOVED, "The person is not registered with the health service of the Region today.", "La persona oggi non è iscritta al servizio sanitario regionale.") \
	X(DOC_HOLD_NOT_CHRONIC, "The latest stratification does not find a chronic disease that counts (level 1, 2 or 3).", "L'ultima stratificazione non trova una malattia cronica che conta (livello 1, 2 o 3).") \
	X(DOC_HOLD_ENROLLED, "The person is already enrolled. When doctor or manager changed, a transfer is due.", "La persona è già arruolata. Se è cambiato il medico o il gestore serve un trasferimento.") \
	X(DOC_HOLD_CONTINUITY, "A former manager still follows the person, until the end of its term.", "Un gestore precedente segue ancora la persona, fino alla fine del suo periodo.") \
	X(DOC_HOLD_NO_DOCTOR, "The person has no family doctor today: they choose one at the registry of the health service.", "La persona oggi non ha un medico di famiglia: lo sceglie allo sportello di scelta e revoca.") \
	X(DOC_HOLD_NO_MANAGER, "The doctor belongs to no manager on this day: the cooperative adds the membership.", "Il medico oggi non appartiene a nessun gestore: la cooperativa ne registra l'adesione.") \
	X(DOC_HOLD_NOT_LISTED, "The doctor is not in the agency's register of adhering doctors: the agency adds the entry.", "Il medico non è nell'elenco dei medici aderenti dell'agenzia: lo inserisce l'agenzia.") \
	X(DOC_HOLD_NOT_SUITABLE, "The manager is not in the agency's register of suitable managers today: the agency adds the entry.", "Il gestore oggi non è nell'elenco dei gestori idonei dell'agenzia: lo inserisce l'agenzia.") \
	X(DOC_HOLD_WAY_CLOSED, "This way of coming in is not open on this day.", "Questo percorso oggi non è aperto.") \
	X(DOC_HOLD_MANAGER_FULL, "The manager has reached the greatest number of people it may follow.", "Il gestore ha raggiunto il numero massimo di persone che può seguire.") \
	X(DOC_HOLD_NO_CONTACT, "There is neither a phone nor an e-mail: add one, or write why the person is enrolled without.", "Non ci sono né telefono né e-mail: aggiunga un recapito, oppure scriva perché si arruola senza.") \
	X(DOC_SHORT_ENROLLED, "enrolled with another doctor", "arruolato con un altro medico") \
	X(DOC_SHORT_CONTINUITY, "followed by a former manager", "seguito da un gestore precedente") \
	X(DOC_SHORT_NO_DOCTOR, "no family doctor", "senza medico di famiglia") \
	X(DOC_SHORT_NOT_ADHERING, "doctor not adhering", "medico non aderente") \
	X(DOC_SHORT_WAY_CLOSED, "way not open", "percorso non aperto") \
	X(DOC_SHORT_MANAGER_FULL, "manager full", "gestore al completo") \
	X(DOC_SHORT_NO_CONTACT, "no phone and no e-mail", "senza telefono e senza e-mail") \
	X(DOC_NO_MANAGER, "There is no structure with this code.", "Non c'è nessuna struttura con questo codice.") \
	X(DOC_ASST_MISSING, "Choose the ASST that takes the person in.", "Scelga la ASST che prende in carico la persona.") \
	X(DOC_NO_ASST, "This structure is no ASST.", "Questa struttura non è una ASST.") \
	X(DOC_MOVED_ALREADY, "Somebody changed this enrolment at the same moment: the page now shows how it stands.", "Nello stesso momento qualcuno ha cambiato questo arruolamento: riapra la pagina per vedere come sta ora.") \
	X(DOC_WHY_MISSING, "Write why.", "Scriva perché.") \
	X(DOC_NOT_ENROLLED, "The person is not enrolled.", "La persona non è arruolata.") \
	X(DOC_TRANSFER_SAME, "Doctor and manager are the same as before: there is nothing to transfer.", "Medico e gestore sono gli stessi di prima: non c'è niente da trasferire.") \
	X(DOC_PACT_WAITS, "There is already a pact that waits for signatures.", "C'è già un patto che aspetta le firme.") \
	X(DOC_PACT_NOT_NOW, "A pact is drawn up when the person has chosen, or to renew an active enrolment.", "Il patto si prepara quando la persona ha scelto, o per rinnovare una presa in carico attiva.") \
	X(DOC_PACT_SIGNED_ALREADY, "This signature is there already.", "Questa firma c'è già.") \
	X(DOC_PERSON_SIGNS, "The person signs remotely on their own pages; a signature on paper is recorded by the practice.", "A distanza firma la persona, dalle sue pagine; la firma su carta la registra lo studio.") \
	X(DOC_NO_PACT, "There is no pact to print: the person has no adhering doctor, or no level 1 to 3.", "Non c'è un patto da stampare: la persona non ha un medico aderente, o non ha un livello da 1 a 3.") \
	X(ENR_TITLE, "Enrolment and pact", "Arruolamento e patto di cura") \
	X(ENR_STATE_NONE, "Not enrolled", "Non arruolato") \
	X(ENR_STATE_ELIGIBLE, "Can be enrolled", "Arruolabile") \
	X(ENR_STATE_INVITED, "Invited", "Invitato") \
	X(ENR_STATE_CHOSEN, "Has chosen, pact to sign", "Ha scelto, patto da firmare") \
	X(ENR_STATE_PACT_SIGNED, "Pact signed, to be made active", "Patto firmato, da attivare") \
	X(ENR_STATE_ACTIVE, "Taken in charge", "Preso in carico") \
	X(ENR_STATE_SUSPENDED, "Suspended", "Sospeso") \
	X(ENR_STATE_ENDED, "Ended", "Terminato") \
	X(ENR_STATE_TRANSFERRED, "Transferred", "Trasferito") \
	X(ENR_NOW, "How far it is", "A che punto è") \
	X(ENR_CANNOT, "Cannot be enrolled today", "Oggi non si può arruolare") \
	X(ENR_WITH, "With", "Con") \
	X(ENR_LEVEL, "Level and disease", "Livello e malattia") \
	X(ENR_WAIVE, "Why without phone and e-mail", "Perché senza telefono e senza e-mail") \
	X(ENR_WAIVE_HINT, "For example: messages go to the daughter, who comes to the practice.", "Per esempio: i messaggi arrivano alla figlia, che passa in studio.") \
	X(ENR_ASST, "Another way: taken in by an ASST", "Un altro percorso: presa in carico da una ASST") \
	X(ENR_ASST_HINT, "Only when the specialist structure follows the person, in place of the doctor.", "Solo se è la struttura specialistica a seguire la persona, al posto del medico.") \
	X(ENR_ASST_NONE, "no: with the family doctor", "no: con il medico di famiglia") \
	X(ENR_PAPER, "Pact signed on paper today: enrol", "Patto firmato su carta oggi: arruola") \
	X(ENR_PAPER_HINT, "The person is here and has signed with the doctor. They are in charge from today.", "La persona è qui e ha firmato insieme al medico. È in carico da oggi.") \
	X(ENR_REMOTE, "Sign remotely", "Firma a distanza") \
	X(ENR_REMOTE_HINT, "The doctor signs now, the person on their own pages.", "Il medico firma ora, la persona dalle sue pagine.") \
	X(ENR_REMOTE_STAFF_HINT, "The pact waits for the signatures of the doctor and of the person, each on their own pages.", "Il patto aspetta la firma del medico e quella della persona, ciascuno dalle sue pagine.") \
	X(ENR_INVITE, "Send the invitation", "Manda l'invito") \
	X(ENR_INVITE_AGAIN_HINT, "A letter is out. It can be taken back.", "L'invito è partito. Si può ritirare.") \
	X(ENR_UNINVITE, "Take the invitation back", "Ritira l'invito") \
	X(ENR_PRINT, "Print the pact", "Stampa il patto") \
	X(ENR_PACT_PAPER, "Pact signed on paper today", "Patto firmato su carta oggi") \
	X(ENR_PACT_SIGN_DOCTOR, "Sign the pact", "Firma il patto") \
	X(ENR_PACT_RENEW_PAPER, "New pact signed on paper today", "Nuovo patto firmato su carta oggi") \
	X(ENR_PACT_RENEW_REMOTE, "Renew remotely", "Rinnova a distanza") \
	X(ENR_PACT_OPEN, "A pact waits for signatures", "Un patto aspetta le firme") \
	X(ENR_PACT_MISSING_PERSON, "the person's signature is missing", "manca la firma della persona") \
	X(ENR_PACT_MISSING_DOCTOR, "the doctor's signature is missing", "manca la firma del medico") \
	X(ENR_PACT_MISSING_BOTH, "both signatures are missing", "mancano tutte e due le firme") \
	X(ENR_PACT_UNTIL, "Pact in force until {date}", "Patto valido fino al {date}") \
	X(ENR_PACT_NONE, "No pact in force", "Nessun patto valido") \
	X(ENR_PLAN_NEXT, "Prepare the care plan", "Prepara il piano di cura") \
	X(ENR_ACTIVATE, "Take in charge", "Attiva la presa in carico") \
	X(ENR_SUSPEND, "Suspend", "Sospendi") \
	X(ENR_RESUME, "Resume", "Riprendi") \
	X(ENR_END, "End the enrolment", "Termina l'arruolamento") \
	X(ENR_END_HINT, "It ends today and cannot be undone: the pact is revoked, the plan closes, its appointments to come are cancelled.", "Finisce oggi e non si può annullare: il patto è revocato, il piano si chiude, i suoi appuntamenti futuri sono annullati.") \
	X(ENR_END_REASON, "Reason", "Motivo") \
	X(ENR_WHY, "Why", "Perché") \
	X(ENR_MORE, "Suspend, end, transfer", "Sospendere, terminare, trasferire") \
	X(ENR_TRANSFER, "Transfer to {doctor}", "Trasferisci a {doctor}") \
	X(ENR_TRANSFER_HINT, "The person has a new doctor: the old enrolment closes, the plan goes with the person.", "La persona ha un nuovo medico: il vecchio arruolamento si chiude, il piano la segue.") \
	X(ENR_TRANSFER_PAPER, "the new pact is signed on paper today", "il nuovo patto è firmato su carta oggi") \
	X(ENR_END_WITHDRAWAL, "withdraws from the pact", "recede dal patto") \
	X(ENR_END_DECLINED, "does not accept the invitation", "non accetta l'invito") \
	X(ENR_END_CHANGE_OF_DOCTOR, "changed doctor", "ha cambiato medico") \
	X(ENR_END_CHANGE_OF_MANAGER, "changed manager", "ha cambiato gestore") \
	X(ENR_END_DEATH, "has died", "è deceduta") \
	X(ENR_END_MOVE, "moved out of the Region", "si è trasferita fuori Regione") \
	X(ENR_END_RESIDENTIAL_CARE, "lives in a nursing home now", "è entrata in una residenza (RSA)") \
	X(ENR_END_NOT_ELIGIBLE, "no longer chronic of level 1 to 3", "non è più cronica di livello 1-3") \
	X(ENR_END_ADMINISTRATIVE, "administrative reason", "motivo amministrativo") \
	X(ENR_HISTORY, "What happened", "Che cosa è successo") \
	X(ENR_HISTORY_NONE, "Nothing yet: the person was never invited or enrolled.", "Ancora niente: la persona non è mai stata invitata né arruolata.") \
	X(ENR_DONE_INVITED, "Invitation sent.", "Invito mandato.") \
	X(ENR_DONE_UNINVITED, "Invitation taken back.", "Invito ritirato.") \
	X(ENR_DONE_ENROLLED, "Enrolled: the pact is in force and the person is in charge from today.", "Arruolato: il patto è valido e la persona è in carico da oggi.") \
	X(ENR_DONE_REMOTE, "The pact waits for the person's signature: they find it on their own pages.", "Il patto aspetta la firma della persona: lo trova nelle sue pagine.") \
	X(ENR_DONE_PACT, "Pact recorded.", "Patto registrato.") \
	X(ENR_DONE_ACTIVE, "Taken in charge from today.", "In carico da oggi.") \
	X(ENR_DONE_SUSPENDED, "Suspended.", "Sospeso.") \
	X(ENR_DONE_RESUMED, "Resumed.", "Ripreso.") \
	X(ENR_DONE_ENDED_PLAN, "Enrolment ended; the care plan is closed.", "Arruolamento terminato; il piano di cura è chiuso.") \
	X(ENR_DONE_ENDED_VISITS, "Enrolment ended; the care plan is closed. Appointments cancelled: {n}; their places are free again.", "Arruolamento terminato; il piano di cura è chiuso. Appuntamenti annullati: {n}; i posti sono di nuovo liberi.") \
	X(ENR_DONE_ENDED, "Enrolment ended.", "Arruolamento terminato.") \
	X(ENR_DONE_TRANSFERRED, "Transferred to the present doctor.", "Trasferito al medico di oggi.") \
	X(ENR_CAMPAIGN, "campaign “{name}”", "campagna «{name}»") \
	X(ENR_UNDO_WHY, "taken back at once", "annullato subito") \
	X(ENR_PACT_TITLE, "Pact of care", "Patto di cura") \
	X(ENR_BACK, "Back to the enrolment", "Torna all'arruolamento") \
	X(ENR_PRINT_HINT, "Print two copies: one for the person, one for the practice.", "Stampi due copie: una per la persona, una per lo studio.") \
	X(RX_TITLE, "Prescriptions", "Impegnative") \
	X(RX_LEAD, "The services of the plan are prescribed in lots: what is due in the coming months, then the rest.", "Le prestazioni del piano si prescrivono a lotti: quelle dei prossimi mesi, poi le altre.") \
	X(RX_NEXT, "To issue now", "Da emettere ora") \
	X(RX_LOT, "Lot {n}", "Lotto {n}") \
	X(RX_LOT_ALL, "The whole year", "Tutto l'anno") \
	X(RX_WOULD, "{sheets} prescriptions with {services} services, due until {until}; to be booked by {valid}.", "{sheets} impegnative con {services} prestazioni, previste fino al {until}; da prenotare entro il {valid}.") \
	X(RX_WOULD_REST, "{sheets} prescriptions with {services} services; to be booked by {valid}.", "{sheets} impegnative con {services} prestazioni; da prenotare entro il {valid}.") \
	X(RX_ISSUE, "Issue lot {n}", "Emetti il lotto {n}") \
	X(RX_ONLY_DOCTOR, "The doctor issues them.", "Le emette il medico.") \
	X(RX_LIST, "Issued", "Emesse") \
	X(RX_NONE, "None issued yet.", "Nessuna ancora emessa.") \
	X(RX_COL_NUMBER, "Number", "Numero") \
	X(RX_COL_LOT, "Lot", "Lotto") \
	X(RX_COL_BRANCH, "Branch", "Branca") \
	X(RX_COL_SERVICES, "Services", "Prestazioni") \
	X(RX_COL_ISSUED, "Issued on", "Emessa il") \
	X(RX_COL_VALID, "Book by", "Prenotare entro") \
	X(RX_COL_STATE, "State", "Stato") \
	X(RX_STATE_ISSUED, "valid", "valida") \
	X(RX_STATE_OVER, "term over", "scaduta") \
	X(RX_STATE_CANCELLED, "cancelled", "annullata") \
	X(RX_CANCEL, "Cancel this prescription", "Annulla questa impegnativa") \
	X(RX_REASON, "Why", "Perché") \
	X(RX_PRINT, "Print the prescriptions", "Stampa le impegnative") \
	X(RX_DONE_ISSUED, "Prescriptions issued.", "Impegnative emesse.") \
	X(RX_DONE_CANCELLED, "Prescription cancelled: its services can be prescribed again.", "Impegnativa annullata: le sue prestazioni si possono prescrivere di nuovo.") \
	X(RX_NO_PLAN, "There is no care plan yet: prescriptions come from a published plan.", "Non c'è ancora un piano di cura: le impegnative nascono da un piano pubblicato.") \
	X(RX_NOT_PUBLISHED, "Prescriptions come from a published plan whose year is not over.", "Le impegnative nascono da un piano pubblicato e non scaduto.") \
	X(RX_NO_LOT, "There is no such lot.", "Questo lotto non c'è.") \
	X(RX_ALREADY, "This lot was issued already: nothing of it is left to prescribe.", "Questo lotto è già stato emesso: non resta niente da prescrivere.") \
	X(RX_NOT_DUE, "No service is due in this lot.", "In questo lotto non c'è nessuna prestazione prevista.") \
	X(RX_TOGETHER, "Somebody else issued at the same moment: open the page again.", "Nello stesso momento qualcun altro ha emesso: riapra la pagina.") \
	X(RX_UNKNOWN, "No prescription has this number.", "Nessuna impegnativa ha questo numero.") \
	X(RX_CANCELLED_ALREADY, "This prescription is cancelled already.", "Questa impegnativa è già annullata.") \
	X(RX_DONE_ALREADY, "Some of its services were done: it stays.", "Alcune sue prestazioni sono già state eseguite: resta com'è.")
/* clang-format on */

#endif
