/* Texts of the pages of readings from home and of their alarms, each in both
 * languages. */
#ifndef TEXT_MESSAGES_READINGS_H
#define TEXT_MESSAGES_READINGS_H

/* clang-format off */
#define MESSAGES_READINGS(X) \
	X(MIS_TAB, "Readings from home", "Misure da casa") \
	X(MIS_NAV_ALARMS, "Alarms", "Allarmi") \
	X(MIS_EVERY_DAY, "every day", "ogni giorno") \
	X(MIS_TIMES_A_DAY, "{n} times a day", "{n} volte al giorno") \
	X(MIS_EVERY_DAYS, "once in {days} days", "una volta ogni {days} giorni") \
	X(MIS_TIMES_IN_DAYS, "{n} times in {days} days", "{n} volte in {days} giorni") \
	X(MIS_RANGE, "Days shown", "Giorni mostrati") \
	X(MIS_DAYS, "{n} days", "{n} giorni") \
	X(MIS_NONE, "No reading has come yet, and no plan asks for any.", "Non è ancora arrivata nessuna misura, e nessun piano ne chiede.") \
	X(MIS_NO_VALUE, "no reading yet", "ancora nessuna misura") \
	X(MIS_DUE, "answer by {when}", "da gestire entro {when}") \
	X(MIS_OVERDUE, "past its time", "scaduto") \
	X(MIS_ADHERENCE, "{n} of {all} wanted", "{n} su {all} attese") \
	X(MIS_LIMITS, "Limits", "Soglie") \
	X(MIS_NO_LIMITS, "No limit is set.", "Nessuna soglia impostata.") \
	X(MIS_REPLACED, "Corrected and cancelled", "Corrette e annullate") \
	X(MIS_PLAN, "Monitoring plan", "Piano di monitoraggio") \
	X(MIS_PLAN_PROPOSED, "A version waits for the doctor's confirmation.", "Una versione attende la conferma del medico.") \
	X(MIS_PLAN_NONE, "No plan: nobody asked this person to measure anything.", "Nessun piano: a questa persona non è stato chiesto di misurare nulla.") \
	X(MIS_PLAN_IS, "Version {n}, confirmed by {by}, until {to}.", "Versione {n}, confermata da {by}, fino al {to}.") \
	X(MIS_PLAN_MAKE, "Prepare a plan", "Prepara il piano") \
	X(MIS_PLAN_CHANGE, "Change the plan", "Modifica il piano") \
	X(MIS_PLAN_LOOK, "Look at the proposal", "Guarda la proposta") \
	X(MIS_PLAN_IS_PROPOSAL, "A proposal by the conditions: change what is to be otherwise, then save.", "Una proposta secondo le condizioni: cambi ciò che serve, poi salvi.") \
	X(MIS_PLAN_WHAT, "What is measured", "Che cosa si misura") \
	X(MIS_PLAN_MORE, "Measure something else, too", "Misura anche altro") \
	X(MIS_PLAN_MORE_DO, "Add", "Aggiungi") \
	X(MIS_LIMITS_HINT, "Red calls at once; amber within the working day. What is not ticked raises no alarm.", "Il rosso chiama subito; il giallo entro la giornata. Ciò che non è segnato non dà allarmi.") \
	X(MIS_LIMIT, "Limit", "Soglia") \
	X(MIS_WHAT, "What", "Che cosa") \
	X(MIS_TIMES, "Times", "Volte") \
	X(MIS_PER_DAYS, "in days", "in giorni") \
	X(MIS_GRACE, "Missing after (hours)", "Manca dopo (ore)") \
	X(MIS_BEST, "Own best", "Migliore personale") \
	X(MIS_IN_DAYS, "Days", "Giorni") \
	X(MIS_COUNT, "Times running", "Volte di seguito") \
	X(MIS_SEVERITY, "Urgency", "Urgenza") \
	X(MIS_PLAN_NOTE, "Note", "Nota") \
	X(MIS_PLAN_CONFIRM, "Confirm the plan", "Conferma il piano") \
	X(MIS_PLAN_SAVE, "Save as a proposal", "Salva come proposta") \
	X(MIS_PLAN_END, "End the plan", "Termina il piano") \
	X(MIS_PLAN_END_DO, "End it today", "Termina oggi") \
	X(MIS_REASON, "Reason", "Motivo") \
	X(MIS_VERSIONS, "Versions", "Versioni") \
	X(MIS_VERSION, "Version {n}, {state}; {by}, {when}", "Versione {n}, {state}; {by}, {when}") \
	X(MIS_DOUBTFUL, "To be confirmed", "Da confermare") \
	X(MIS_IS_RIGHT, "It is right", "È giusto") \
	X(MIS_IS_WRONG, "It is wrong", "È sbagliato") \
	X(MIS_NOT_CONFIRMED, "not confirmed", "non confermata") \
	X(MIS_ADD, "Add a reading", "Aggiungi una misura") \
	X(MIS_ADD_DO, "Add", "Aggiungi") \
	X(MIS_VALUE_HINT, "As on the device: 72,5; pressure as 135/85; yes or no.", "Come sull'apparecchio: 72,5; la pressione come 135/85; sì o no.") \
	X(MIS_SO_IT_IS, "Yes, the value is right", "Sì, il valore è giusto") \
	X(MIS_DAY, "Day", "Giorno") \
	X(MIS_HOUR, "Hour", "Ora") \
	X(MIS_DONE_ADD, "The reading is kept.", "La misura è registrata.") \
	X(MIS_DONE_ALARM, "The reading is kept; it raised an alarm.", "La misura è registrata; ha dato un allarme.") \
	X(MIS_DONE_CONFIRM, "The reading is confirmed.", "La misura è confermata.") \
	X(MIS_DONE_CANCEL, "The reading is cancelled.", "La misura è annullata.") \
	X(MIS_DONE_PLAN, "The plan is in force.", "Il piano è in vigore.") \
	X(MIS_DONE_PROPOSED, "The proposal is saved: the doctor confirms it.", "La proposta è salvata: la conferma il medico.") \
	X(MIS_DONE_END, "The plan has ended.", "Il piano è terminato.") \
	X(MIS_ALARMS, "Alarms from home", "Allarmi da casa") \
	X(MIS_ALARMS_ABOUT, "The gravest first, then by the hour by which somebody must have acted.", "I più gravi per primi, poi secondo l'ora entro cui qualcuno deve aver risposto.") \
	X(MIS_TODO, "To do", "Da gestire") \
	X(MIS_TODO_NONE, "No alarm waits: every reading is within its limits, or was answered.", "Nessun allarme in attesa: le misure sono nelle soglie, o qualcuno ha già risposto.") \
	X(MIS_REDS, "Red", "Rossi") \
	X(MIS_REDS_NONE, "No red alarm is open.", "Nessun allarme rosso aperto.") \
	X(MIS_MINE, "Mine", "Miei") \
	X(MIS_MINE_NONE, "You have no alarm.", "Lei non ha in carico nessun allarme.") \
	X(MIS_OVERDUES, "Past their time", "Scaduti") \
	X(MIS_OVERDUES_NONE, "No alarm is past its time.", "Nessun allarme è scaduto.") \
	X(MIS_TO_CALL, "To call again", "Da richiamare") \
	X(MIS_TO_CALL_NONE, "Nobody is to be called again.", "Non c'è nessuno da richiamare.") \
	X(MIS_CLOSED_TAB, "Closed", "Chiusi") \
	X(MIS_CLOSED_NONE, "No alarm was closed in these days.", "In questi giorni non è stato chiuso nessun allarme.") \
	X(MIS_CLOSED_FROM, "Closed from", "Chiusi dal") \
	X(MIS_CLOSED_TO, "to", "al") \
	X(MIS_CLOSED_MINE, "Closed by me", "Chiusi da me") \
	X(MIS_SHOW, "Show", "Mostra") \
	X(MIS_COL_RAISED, "Raised", "Nato") \
	X(MIS_COL_CLOSED, "Closed on", "Chiuso il") \
	X(MIS_COL_BY, "By whom", "Da chi") \
	X(MIS_BY_ITSELF, "by itself", "da sé") \
	X(MIS_GONE, "cancelled", "annullata") \
	X(MIS_CORRECTED, "corrected", "corretta") \
	X(MIS_E_GONE, "A reading behind it was cancelled", "Una misura è stata annullata") \
	X(MIS_E_WITHDRAWN, "Closed by itself: the reading was cancelled", "Chiuso da sé: la misura è stata annullata") \
	X(MIS_NO_REASON_LEFT, "What gave reason for this alarm was cancelled or corrected: the readings left do not pass the limit. If the call says so too, close it as a wrong measurement.", "Le misure che avevano dato l'allarme sono state annullate o corrette: quelle rimaste non superano la soglia. Se anche la telefonata lo conferma, lo chiuda come misura sbagliata.") \
	X(MIS_PLAN_NUMBER, "Write a whole number, such as 7.", "Scriva un numero intero, per esempio 7.") \
	X(MIS_REJECTS, "Lines that cannot be used", "Righe che non si possono usare") \
	X(MIS_REJECTS_ABOUT, "{n} readings of the file are kept. Mend these lines in the file and send it again: what is here already does not count twice.", "{n} misure del file sono registrate. Corregga queste righe nel file e lo invii di nuovo: quello che c'è già non conta due volte.") \
	X(MIS_REJECTS_NONE, "No file with lines to mend was sent in the last days.", "Negli ultimi giorni non è stato inviato nessun file con righe da correggere.") \
	X(MIS_REJECTS_MORE, "{n} more lines are wrong in the same way or another: mend these first.", "Altre {n} righe non vanno bene: corregga intanto queste.") \
	X(MIS_REJECTS_WHY, "What is wrong, and what to do", "Che cosa non va, e che cosa fare") \
	X(MIS_REJECTS_CSV, "Save these lines (CSV)", "Salva queste righe (CSV)") \
	X(MIS_BACK_MINE, "Back to my readings", "Torna alle mie misure") \
	X(MIS_LINE, "Line", "Riga") \
	X(MIS_LAST_ONES, "The last ones", "Le ultime") \
	X(MIS_ALL, "All of them, one by one", "Tutte, una per una") \
	X(MIS_ALL_TITLE, "{what}: all readings", "{what}: tutte le misure") \
	X(MIS_ALL_NONE, "No reading of this kind in these days.", "Nessuna misura di questo tipo in questi giorni.") \
	X(MIS_ALL_BACK, "Back to the readings", "Torna alle misure") \
	X(MIS_THINNED, "Of {n} readings the lowest and highest of every few days are drawn, and those behind alarms.", "Di {n} misure sono disegnate la più bassa e la più alta ogni pochi giorni, e quelle degli allarmi.") \
	X(MIS_COUNTER, "Measured at the counter", "Misurata al banco") \
	X(MIS_COUNTER_ABOUT, "For a person who is here and has agreed. What was measured goes to who follows them; you do not see their other readings.", "Per una persona presente che ha dato il consenso. La misura arriva a chi la segue; lei non vede le altre sue misure.") \
	X(MIS_COUNTER_ALARM, "The reading is kept, and who follows the person was told.", "La misura è registrata, e chi segue la persona è stato avvisato.") \
	X(MIS_COUNTER_TELL, "Tell the person", "Dica alla persona") \
	X(MIS_COUNTER_NAV, "Readings", "Misure") \
	X(MIS_CLOSED_FURTHER, "Look at the whole year up to that day", "Guardi tutto l'anno fino a quel giorno") \
	X(MIS_FOUND_NONE, "No alarm fits.", "Nessun allarme corrisponde.") \
	X(MIS_WHY, "Why", "Perché") \
	X(MIS_BY_WHEN, "By", "Entro") \
	X(MIS_CALL_AT, "call at {when}", "richiamare {when}") \
	X(MIS_ESCALATED, "handed to the doctor", "passato al medico") \
	X(MIS_BACK_ALARMS, "All alarms", "Tutti gli allarmi") \
	X(MIS_BEHIND, "Readings behind the alarm", "Misure che hanno dato l'allarme") \
	X(MIS_NOTHING_CAME, "Nothing came.", "Non è arrivato nulla.") \
	X(MIS_PROTOCOL, "What to ask and do", "Che cosa chiedere e fare") \
	X(MIS_ASK, "ask", "chieda") \
	X(MIS_TELL, "tell the person", "dica alla persona") \
	X(MIS_ANSWER, "Answer", "Risposta") \
	X(MIS_ANSWER_DO, "Note it", "Annota") \
	X(MIS_HISTORY, "What happened", "Che cosa è successo") \
	X(MIS_EARLIER, "Earlier alarms of the same cause", "Allarmi precedenti per la stessa causa") \
	X(MIS_CALL, "Call", "Chiami") \
	X(MIS_TAKE, "Take it on", "Prendi in carico") \
	X(MIS_TAKE_HINT, "Then nobody else works on it.", "Così nessun altro ci lavora insieme a lei.") \
	X(MIS_NOTE_CALL, "Note the call", "Annota la telefonata") \
	X(MIS_NOTE_LABEL, "What was said", "Che cosa si è detto") \
	X(MIS_NOTE_DO, "Note it", "Annota") \
	X(MIS_CLOSE, "Close the alarm", "Chiudi l'allarme") \
	X(MIS_OUTCOME, "How it ended", "Com'è finita") \
	X(MIS_CLOSE_NOTE, "What was done", "Che cosa è stato fatto") \
	X(MIS_CLOSE_DO, "Close", "Chiudi") \
	X(MIS_TO_DOCTOR, "Hand to the doctor", "Passa al medico") \
	X(MIS_TO_DOCTOR_DO, "Hand to the doctor", "Passa al medico") \
	X(MIS_WAIT, "Call again later", "Richiama più tardi") \
	X(MIS_WAIT_DO, "Call again then", "Richiama allora") \
	X(MIS_GIVE_BACK, "Put it back in the list", "Rimetti nell'elenco") \
	X(MIS_CLOSED_AS, "{outcome}: {note} ({by})", "{outcome}: {note} ({by})") \
	X(MIS_E_RAISED, "Raised", "Allarme") \
	X(MIS_E_TAKEN, "Taken on", "Preso in carico") \
	X(MIS_E_WORSE, "Worse", "Peggiorato") \
	X(MIS_E_BACK, "Put back", "Rimesso nell'elenco") \
	X(MIS_E_NOTE, "Noted", "Annotazione") \
	X(MIS_E_STEP, "Answer", "Risposta") \
	X(MIS_E_WAIT, "To be called again", "Da richiamare") \
	X(MIS_E_DOCTOR, "Handed to the doctor", "Passato al medico") \
	X(MIS_E_OVERDUE, "Past its time", "Scaduto") \
	X(MIS_E_AGAIN, "Due again", "Di nuovo da gestire") \
	X(MIS_DONE_TAKE, "The alarm is yours.", "L'allarme è in carico a lei.") \
	X(MIS_DONE_BACK, "The alarm is in the list again.", "L'allarme è di nuovo nell'elenco.") \
	X(MIS_DONE_NOTE, "Noted.", "Annotato.") \
	X(MIS_DONE_DOCTOR, "The alarm is with the doctor.", "L'allarme è passato al medico.") \
	X(MIS_DONE_WAIT, "The alarm comes back at that hour.", "L'allarme torna a quell'ora.") \
	X(MIS_DONE_CLOSE, "The alarm is closed.", "L'allarme è chiuso.") \
	X(MIS_MINE_NAV, "My readings", "Le mie misure") \
	X(MIS_MINE_TITLE, "My readings", "Le mie misure") \
	X(MIS_LOOKED, "Your readings are being looked at: you may be called.", "Le sue misure sono state viste: potrebbero chiamarla.") \
	X(MIS_MINE_DOUBT, "Please check these values", "Controlli questi valori") \
	X(MIS_MINE_NO_PLAN, "Your doctor has not asked you to measure anything. You can send a reading all the same.", "Il suo medico non le ha chiesto di misurare nulla. Può inviare una misura lo stesso.") \
	X(MIS_MINE_DONE_TODAY, "For today you are done. Thank you.", "Per oggi ha finito. Grazie.") \
	X(MIS_MINE_TODAY, "To measure today", "Da misurare oggi") \
	X(MIS_OF_TEN, "of 10", "su 10") \
	X(MIS_YES, "Yes", "Sì") \
	X(MIS_NO, "No", "No") \
	X(MIS_LAST_TIME, "Last time: {value}", "L'ultima volta: {value}") \
	X(MIS_MINE_WHEN, "I measured at another moment", "Ho misurato in un altro momento") \
	X(MIS_MINE_SEND, "Send", "Invia") \
	X(MIS_MINE_LAST, "Last values", "Ultimi valori") \
	X(MIS_ON_DAY, "on {date}", "il {date}") \
	X(MIS_NEXT, "Next: {date}", "La prossima: {date}") \
	X(MIS_MINE_PASSED, "This value is beyond the limit that your doctor set.", "Questo valore è oltre la soglia decisa dal suo medico.") \
	X(MIS_MINE_OTHER, "Send something else", "Invia un'altra misura") \
	X(MIS_MINE_FILE, "Send a file of an app or of a device", "Invia un file di un'app o di un apparecchio") \
	X(MIS_MINE_FILE_LABEL, "File with the readings", "File con le misure") \
	X(MIS_MINE_FILE_HINT, "A table (CSV) with the columns misura, valore, quando; or FHIR observations.", "Una tabella (CSV) con le colonne misura, valore, quando; oppure osservazioni FHIR.") \
	X(MIS_MINE_FILE_DO, "Send the file", "Invia il file") \
	X(MIS_MINE_EMPTY, "Write at least one value.", "Scriva almeno un valore.") \
	X(MIS_DONE_SENT, "Thank you: your readings have arrived.", "Grazie: le sue misure sono arrivate.") \
	X(MIS_DONE_SENT_ALARM, "Your readings have arrived, and who follows you was told.", "Le sue misure sono arrivate, e chi la segue è stato avvisato.") \
	X(MIS_DONE_FILE, "{n} new readings; {again} were there already.", "{n} misure nuove; {again} c'erano già.")
/* clang-format on */

#endif
