/* Texts of exams sent and reported at a distance, each in both languages. */
#ifndef TEXT_MESSAGES_TELE_H
#define TEXT_MESSAGES_TELE_H

/* clang-format off */
#define MESSAGES_TELE(X) \
	X(TEL_NOT_FOUND, "This exam is not there.", "Questo esame non c'è.") \
	X(TEL_MEANWHILE, "Somebody else moved this exam at this moment: look again.", "Qualcun altro ha agito su questo esame in questo momento: lo guardi di nuovo.") \
	X(TEL_NOT_FROM_HERE, "The exam is in another state by now: its page shows what can be done.", "Nel frattempo l'esame è passato a un altro stato: la sua pagina mostra che cosa si può fare.") \
	X(TEL_NOT_YOUR_POOL, "This exam is not for a group of readers you belong to.", "Questo esame non è di un gruppo di refertazione di cui lei fa parte.") \
	X(TEL_TAKEN_BY_OTHER, "Another reader has this exam: to tell them something, write in the teleconsultation of the exam.", "Questo esame lo ha in carico un altro refertatore: per dirgli qualcosa scriva nel teleconsulto dell'esame.") \
	X(TEL_TAKE_FIRST, "Take the exam first.", "Prima prenda in carico l'esame.") \
	X(TEL_TEXT_LONG, "This text is too long: at most 4,000 characters.", "Questo testo è troppo lungo: al massimo 4.000 caratteri.") \
	X(TEL_TEXT_BAD, "This text has characters that cannot be read.", "Questo testo ha caratteri che non si leggono.") \
	X(TEL_FILE_LARGE, "The file is too large for an exam: at most 16 MB. Export this exam alone, not the whole day or the whole archive of the device.", "Il file è troppo grande per un esame: al massimo 16 MB. Esporti solo questo esame, non tutta la giornata o tutto l'archivio dell'apparecchio.") \
	X(TEL_FILE_EMPTY, "The file is empty: export the exam from the device again.", "Il file è vuoto: esporti di nuovo l'esame dall'apparecchio.") \
	X(TEL_FILES_SEVERAL, "These files are several exams: send one at a time. Choose several only when they are one WFDB record: its .hea and the files it names.", "Questi file sono più esami: ne invii uno alla volta. Ne scelga più d'uno solo se formano un tracciato WFDB: il .hea e i file che esso nomina.") \
	X(TEL_FILE_IS_SPIROMETRY, "This file is a spirometry: choose \"Spirometry\" as the kind of exam, and send it again.", "Questo file è una spirometria: scelga «Spirometria» come tipo di esame e lo invii di nuovo.") \
	X(TEL_FILE_IS_ECG, "This file is an ECG: choose \"ECG\" as the kind of exam, and send it again.", "Questo file è un ECG: scelga «ECG» come tipo di esame e lo invii di nuovo.") \
	X(TEL_OTHER_CODE, "The file is of somebody else: it has another fiscal code. Open the record of the right person and send it from there; if the person is right, correct the details on the device and export the file again.", "Il file è di un'altra persona: il codice fiscale è diverso. Apra la scheda della persona giusta e lo invii da lì; se la persona è giusta, corregga i dati sull'apparecchio ed esporti di nuovo il file.") \
	X(TEL_OTHER_NAME, "The file is of somebody else: it has another name. Open the record of the right person and send it from there; if the person is right, correct the details on the device and export the file again.", "Il file è di un'altra persona: il nome è diverso. Apra la scheda della persona giusta e lo invii da lì; se la persona è giusta, corregga i dati sull'apparecchio ed esporti di nuovo il file.") \
	X(TEL_OTHER_BIRTH, "The file is of somebody else: it has another day of birth. Open the record of the right person and send it from there; if the person is right, correct the details on the device and export the file again.", "Il file è di un'altra persona: la data di nascita è diversa. Apra la scheda della persona giusta e lo invii da lì; se la persona è giusta, corregga i dati sull'apparecchio ed esporti di nuovo il file.") \
	X(TEL_OTHER_SEX, "The file is of somebody else: it has another sex. Open the record of the right person and send it from there; if the person is right, correct the details on the device and export the file again.", "Il file è di un'altra persona: il sesso è diverso. Apra la scheda della persona giusta e lo invii da lì; se la persona è giusta, corregga i dati sull'apparecchio ed esporti di nuovo il file.") \
	X(TEL_NOT_THAT_PERSON, "The person of that fiscal code has another name or day of birth: check the document.", "L'assistito con quel codice fiscale ha un altro nome o un'altra data di nascita: controlli il documento.") \
	X(TEL_NO_PERSON, "There is nobody of that fiscal code here.", "Qui non c'è nessuno con quel codice fiscale.") \
	X(TEL_DIED, "The person has died: no exam is sent.", "La persona è deceduta: non si inviano esami.") \
	X(TEL_NO_QUESTION, "Write the question for the reader.", "Scriva il quesito clinico.") \
	X(TEL_NO_CONSENT, "The person has not agreed to this service: inform them, and tick the consent.", "La persona non ha dato il consenso a questo servizio: la informi, e segni il consenso.") \
	X(TEL_SAME_FILE_OTHER, "This very file is an exam of another person already. Check which is right.", "Questo stesso file è già l'esame di un'altra persona. Controlli di chi è.") \
	X(TEL_REPEAT_OTHER, "The exam to be repeated is of another person or of another kind.", "L'esame da ripetere è di un'altra persona o di un altro tipo.") \
	X(TEL_REASON_WANTED, "Write the reason.", "Scriva il motivo.") \
	X(TEL_NO_POOL, "There is no such group of readers.", "Questo gruppo di refertazione non c'è.") \
	X(TEL_NO_POOL_OF_KIND, "Nobody reads exams of this kind here yet.", "Nessuno referta ancora qui esami di questo tipo.") \
	X(TEL_NO_RULES, "The rules of exams at a distance are not in this database yet: who keeps the installation runs `prossima init` once.", "Le regole degli esami a distanza non sono ancora in questo archivio: chi gestisce l'installazione esegua una volta `prossima init`.") \
	X(TEL_POOL_OTHER_KIND, "That group reads another kind of exam.", "Quel gruppo referta un altro tipo di esami.") \
	X(TEL_NO_ESCALATION, "This group passes exams on to no other: report it, give it back to a colleague of the group, or ask for it again.", "Questo gruppo non passa gli esami a nessun altro: lo referti, lo lasci a un collega del gruppo, o chieda di rifarlo.") \
	X(TEL_NOTHING_SAID, "Write what was said.", "Scriva che cosa è stato detto.") \
	X(TEL_NO_STATEMENT, "One of the statements is not in the list of today.", "Una delle voci non è nell'elenco di oggi.") \
	X(TEL_NO_TEMPLATE, "There is no such template.", "Questo modello non c'è.") \
	X(TEL_COMPARE_OTHER, "The exam to compare with is not an earlier one of this person.", "L'esame di confronto non è un esame precedente di questa persona.") \
	X(TEL_CORRECT_FIRST, "The report is signed: a correction is a new version, begin it with its reason.", "Il referto è firmato: la correzione è una nuova versione, la inizi con il motivo.") \
	X(TEL_NOTHING_TO_CORRECT, "There is no signed report to correct, or a correction is being written already.", "Non c'è un referto firmato da correggere, o una correzione è già in corso.") \
	X(TEL_NO_DRAFT, "There is no report to sign.", "Non c'è un referto da firmare.") \
	X(TEL_NOT_YOUR_DRAFT, "Another reader wrote this report: save it as yours, then sign.", "Questo referto lo ha scritto un altro: lo salvi come suo, poi firmi.") \
	X(TEL_NO_ANSWER, "The report must answer the question.", "Il referto deve rispondere al quesito.") \
	X(TEL_NO_CONCLUSION, "Write the conclusion.", "Scriva la conclusione.") \
	X(TEL_CHANGED, "The report changed after you saw it: look again, then sign.", "Il referto è cambiato dopo che lo ha visto: lo guardi di nuovo, poi firmi.") \
	X(TEL_ACK_WHO, "The doctor, their staff, the centre or who sent the exam can say that they know the result.", "La presa visione la dà il medico, il suo studio, il centro o chi ha inviato l'esame.") \
	X(TEL_ACK_ALREADY, "Somebody has already said that they know this result.", "La presa visione c'è già.") \
	X(TEL_ACK_NOTE, "By telephone: write who answered.", "Per telefono: scriva chi ha risposto.") \
	X(TEL_BAD_REQUEST, "The request beside the file cannot be used: fiscal code, surname, day of birth and question are wanted.", "La richiesta accanto al file non si può usare: servono codice fiscale, cognome, data di nascita e quesito.") \
	X(TEL_NO_DEVICE, "No device has this serial number.", "Nessun apparecchio ha questo numero di serie.") \
	X(TEL_NAV_QUEUE, "Exams to report", "Esami da refertare") \
	X(TEL_NAV_EXAMS, "Exams sent", "Esami inviati") \
	X(TEL_NAV_MINE, "My reports", "I miei referti") \
	X(TEL_TAB, "ECG and spirometry", "ECG e spirometria") \
	X(TEL_QUEUE_TITLE, "Exams to report", "Esami da refertare") \
	X(TEL_SENT_TITLE, "Exams sent to be read", "Esami inviati da refertare") \
	X(TEL_QUEUE_ABOUT, "The most urgent first, then by the promised time.", "I più urgenti per primi, poi secondo l'ora promessa.") \
	X(TEL_QUEUE_NONE, "No exam waits: everything that came was reported.", "Nessun esame in attesa: tutto ciò che è arrivato è stato refertato.") \
	X(TEL_NONE, "No exam was sent yet.", "Nessun esame è stato ancora inviato.") \
	X(TEL_FOUND_NONE, "No exam fits.", "Nessun esame corrisponde.") \
	X(TEL_COL_BORN, "Born on", "Data di nascita") \
	X(TEL_COL_READER, "Reader", "Refertatore") \
	X(TEL_COL_RESULT, "Urgency of the report", "Urgenza del referto") \
	X(TEL_OPEN, "To be reported", "Da refertare") \
	X(TEL_GOING_ON, "Going on", "In corso") \
	X(TEL_TO_SEE, "Reports to see", "Referti da vedere") \
	X(TEL_SENT_ABOUT, "The red ones first, with the red results that nobody has acknowledged; then by the promised time.", "I rossi per primi, con gli esiti rossi senza presa visione; poi secondo l'ora promessa.") \
	X(TEL_TO_SEE_NONE, "No report waits to be seen: all that were delivered have been acknowledged.", "Nessun referto da vedere: di tutti quelli consegnati c'è la presa visione.") \
	X(TEL_ALL, "All", "Tutti") \
	X(TEL_COL_URGENCY, "Urgency", "Urgenza") \
	X(TEL_COL_PERSON, "Person", "Assistito") \
	X(TEL_COL_EXAM, "Exam", "Esame") \
	X(TEL_COL_QUESTION, "Question", "Quesito") \
	X(TEL_COL_STATE, "State", "Stato") \
	X(TEL_COL_CLOCK, "Promised by", "Promesso entro") \
	X(TEL_ECG, "ECG", "ECG") \
	X(TEL_SPIROMETRY, "Spirometry", "Spirometria") \
	X(TEL_RED, "Red: call at once", "Rosso: chiamare subito") \
	X(TEL_AMBER, "Amber: within the hour", "Giallo: entro l'ora") \
	X(TEL_GREEN, "Green", "Verde") \
	X(TEL_S_RECEIVED, "received", "ricevuto") \
	X(TEL_S_WAITING, "waits for the practice", "attende lo studio") \
	X(TEL_S_QUEUED, "in the queue", "in coda") \
	X(TEL_S_TAKEN, "being read", "in lettura") \
	X(TEL_S_REPORTED, "report being written", "referto in scrittura") \
	X(TEL_S_SIGNED, "signed", "firmato") \
	X(TEL_S_DELIVERED, "delivered", "consegnato") \
	X(TEL_S_ACKNOWLEDGED, "seen by the doctor", "presa visione") \
	X(TEL_S_CANCELLED, "cancelled", "annullato") \
	X(TEL_CLOCK_USED, "{percent} % of the time is used", "usato il {percent} % del tempo") \
	X(TEL_CLOCK_LEFT, "{time} left", "ancora {time}") \
	X(TEL_CLOCK_HALF, "past half: {time} left", "oltre metà: ancora {time}") \
	X(TEL_CLOCK_SOON, "running out: {time} left", "in scadenza: ancora {time}") \
	X(TEL_CLOCK_OVER, "late by {time}", "in ritardo di {time}") \
	X(TEL_CLOCK_STANDS, "the clock stands: it waits for the practice", "orologio fermo: attende lo studio") \
	X(TEL_ESCALATED, "passed on", "passato ad altri") \
	X(TEL_DEVICE_EXPIRED, "device past its check", "apparecchio con verifica scaduta") \
	X(TEL_RESULT_RED, "red result: somebody must acknowledge it", "esito rosso: serve la presa visione") \
	X(TEL_TAKEN_BY, "with {name}", "in carico a {name}") \
	X(TEL_TITLE_OF, "{kind} of {name}", "{kind} di {name}") \
	X(TEL_REQUEST, "What is asked", "La richiesta") \
	X(TEL_QUESTION, "Clinical question", "Quesito clinico") \
	X(TEL_SYMPTOMS, "Symptoms", "Sintomi") \
	X(TEL_CHEST_PAIN, "Chest pain", "Dolore toracico") \
	X(TEL_SYNCOPE, "Syncope", "Sincope") \
	X(TEL_DAYS_AGO, "{n} days ago", "{n} giorni fa") \
	X(TEL_YES, "Yes", "Sì") \
	X(TEL_NO, "No", "No") \
	X(TEL_UNKNOWN, "Not known", "Non noto") \
	X(TEL_DRUGS, "Drugs", "Farmaci") \
	X(TEL_PACEMAKER, "Pacemaker", "Pacemaker") \
	X(TEL_PREVIOUS_MI, "Infarction before", "Infarto pregresso") \
	X(TEL_SENDER, "Sent by", "Inviato da") \
	X(TEL_RECORDING, "The recording", "La registrazione") \
	X(TEL_FILE, "File", "File") \
	X(TEL_FORMAT, "Format", "Formato") \
	X(TEL_TAKEN_AT, "Recorded on", "Eseguito il") \
	X(TEL_DEVICE, "Device", "Apparecchio") \
	X(TEL_DEVICE_UNKNOWN, "checks of the device not known", "verifiche dell'apparecchio non note") \
	X(TEL_BY_SENDER, "The file names nobody: whose it is rests on who sent it.", "Il file non nomina nessuno: di chi è lo dice chi l'ha inviato.") \
	X(TEL_DOWNLOAD, "The file as it came", "Il file come è arrivato") \
	X(TEL_MACHINE, "Automatic reading, not validated", "Lettura automatica non validata") \
	X(TEL_MACHINE_ABOUT, "Measured by a program ({algorithm}) or stated by the device. It is no report.", "Misurato da un programma ({algorithm}) o dichiarato dall'apparecchio. Non è un referto.") \
	X(TEL_NOTHING_MEASURED, "Nothing was measured on this file.", "Su questo file non è stato misurato nulla.") \
	X(TEL_MEASURE, "Measure", "Misura") \
	X(TEL_OURS, "Program", "Programma") \
	X(TEL_DEVICES, "Device", "Apparecchio") \
	X(TEL_BEFORE, "Earlier exams", "Esami precedenti") \
	X(TEL_BEFORE_NONE, "This is the first exam of this kind here.", "È il primo esame di questo tipo qui.") \
	X(TEL_NO_REPORT_YET, "No signed report yet", "referto non ancora firmato") \
	X(TEL_REPORT_VERSION, "Report, version {n}", "Referto, versione {n}") \
	X(TEL_SIGNED_BY, "Signed by {name}, {when}", "Firmato da {name}, {when}") \
	X(TEL_CORRECTS, "Corrects the version before: {reason}", "Corregge la versione precedente: {reason}") \
	X(TEL_REPLACED, "replaced by a later version", "sostituita da una versione successiva") \
	X(TEL_ANSWER, "Answer to the question", "Risposta al quesito") \
	X(TEL_STATEMENTS, "Findings", "Reperti") \
	X(TEL_DESCRIPTION, "Description", "Descrizione") \
	X(TEL_CONCLUSION, "Conclusion", "Conclusione") \
	X(TEL_ADVICE, "Advice", "Consigli") \
	X(TEL_COMPARISON, "Comparison with earlier exams", "Confronto con i precedenti") \
	X(TEL_TEMPLATES_ABOUT, "A template is added to the draft: it fills what is empty.", "Un modello si aggiunge alla bozza: riempie ciò che è vuoto.") \
	X(TEL_AUTO, "automatic, to be checked", "automatico, da verificare") \
	X(TEL_AUTO_ABOUT, "A program filled in what is marked, from the measured values. It is not a report: correct it or take it out. Answer and conclusion are yours.", "Ciò che è segnato lo ha compilato un programma dai valori misurati. Non è un referto: lo corregga o lo tolga. Risposta e conclusione sono sue.") \
	X(TEL_AUTO_KEPT, "Part of this text is still as the program proposed it: by signing it becomes yours.", "Una parte di questo testo è ancora come l'ha proposta il programma: firmando diventa sua.") \
	X(TEL_W_AXIS, "QRS axis", "asse QRS") \
	X(TEL_W_RATE, "rate", "FC") \
	X(TEL_W_ST, "ST beyond 1 mm: {leads}.", "ST oltre 1 mm: {leads}.") \
	X(TEL_W_SINCE, "Since the ECG of {day}: {changes}.", "Rispetto all'ECG del {day}: {changes}.") \
	X(TEL_W_SAME, "no notable change of intervals, axis or ST", "nessuna variazione di rilievo di intervalli, asse o ST") \
	X(TEL_W_RHYTHM, "rhythm then \"{then}\", now \"{now}\"", "ritmo allora \"{then}\", ora \"{now}\"") \
	X(TEL_LEADS, "Leads shown large", "Derivazioni in grande") \
	X(TEL_LEADS_SHOW, "Show", "Mostra") \
	X(TEL_LEADS_ALL, "All leads", "Tutte le derivazioni") \
	X(TEL_FROM_S, "from {s} s", "da {s} s") \
	X(TEL_OVER, "With that of {day}", "Con quello del {day}") \
	X(TEL_OVER_TITLE, "Usual beat, today and on {day}", "Battito medio, oggi e il {day}") \
	X(TEL_OVER_LEGEND, "Continuous: this ECG. Dashed: the ECG of {day}. The beats are aligned at R.", "Linea continua: questo ECG. Tratteggiata: l'ECG del {day}. I battiti sono allineati sull'onda R.") \
	X(TEL_OVER_LEAD, "Lead", "Derivazione") \
	X(TEL_OVER_NOTE, "now (change). R and S: largest and least value of QRS; ST as on the case; T: farthest from the line.", "ora (variazione). R e S: valore massimo e minimo del QRS; ST come nel caso; T: punto più lontano dalla linea.") \
	X(TEL_OVER_NONE, "One of the two has no usual beat: there is nothing to lay over.", "Uno dei due non ha un battito medio: non c'è nulla da sovrapporre.") \
	X(TEL_URGENCY_OF_RESULT, "Urgency of the result", "Urgenza dell'esito") \
	X(TEL_AGREES, "Does the automatic reading agree?", "La lettura automatica concorda?") \
	X(TEL_PARTLY, "In part", "In parte") \
	X(TEL_UNSAID, "Not said", "Non indicato") \
	X(TEL_HISTORY, "What happened", "Che cosa è successo") \
	X(TEL_NOW, "What to do now", "Che cosa fare ora") \
	X(TEL_TAKE, "Take it to read", "Prendi in carico") \
	X(TEL_WRITE, "Write the report", "Scrivi il referto") \
	X(TEL_GIVE_BACK, "Give it back to the queue", "Rimetti in coda") \
	X(TEL_ASK_REPEAT, "Ask the practice to repeat it", "Chiedi di rifare l'esame") \
	X(TEL_ESCALATE, "Pass it on", "Passa ad altri") \
	X(TEL_CORRECT, "Begin a correction", "Inizia una correzione") \
	X(TEL_DELIVER, "Deliver the report", "Consegna il referto") \
	X(TEL_ACK, "I have seen this result", "Presa visione") \
	X(TEL_ACK_PHONE, "Told by telephone", "Comunicato per telefono") \
	X(TEL_OVERRIDE, "Have it read all the same", "Fai refertare lo stesso") \
	X(TEL_CANCEL, "Cancel the exam", "Annulla l'esame") \
	X(TEL_SEND_REPEAT, "Send the repeated exam", "Invia l'esame rifatto") \
	X(TEL_WAITS_FOR, "It waits for the practice: {cause}", "Attende lo studio: {cause}") \
	X(TEL_WAITS_QUALITY, "the recording is bad", "la registrazione è di cattiva qualità") \
	X(TEL_WAITS_QUALITY_OF, "the recording is bad ({causes})", "la registrazione è di cattiva qualità ({causes})") \
	X(TEL_REASON, "Reason", "Motivo") \
	X(TEL_CAUSE, "Cause, with the lead (V4 off)", "Causa, con la derivazione (V4 staccato)") \
	X(TEL_WHO_ANSWERED, "Who answered", "Chi ha risposto") \
	X(TEL_TALK, "Live consultation", "Teleconsulto") \
	X(TEL_TALK_LABEL, "What is said", "Che cosa si dice") \
	X(TEL_TALK_WRITE, "Write it to the other side", "Scrivi all'altra parte") \
	X(TEL_TALK_PHONE, "Said by telephone", "Detto per telefono") \
	X(TEL_PHONE, "Telephone of the readers", "Telefono dei refertatori") \
	X(TEL_DONE_TAKE, "You have the exam.", "L'esame è in carico a lei.") \
	X(TEL_DONE_GIVE_BACK, "The exam is in the queue again.", "L'esame è di nuovo in coda.") \
	X(TEL_DONE_REPEAT, "The practice was asked to repeat the exam; the clock stands.", "È stato chiesto allo studio di rifare l'esame; l'orologio è fermo.") \
	X(TEL_DONE_ESCALATE, "The exam was passed on.", "L'esame è stato passato ad altri.") \
	X(TEL_DONE_TALK, "Written down with the exam.", "Annotato nell'esame.") \
	X(TEL_DONE_CORRECT, "A new version is begun as a copy of the signed one.", "È iniziata una nuova versione, copia di quella firmata.") \
	X(TEL_DONE_DELIVER, "The report was delivered.", "Il referto è stato consegnato.") \
	X(TEL_DONE_ACK, "It is written down that the result is known.", "La presa visione è registrata.") \
	X(TEL_DONE_OVERRIDE, "The exam is in the queue.", "L'esame è in coda.") \
	X(TEL_DONE_CANCEL, "The exam was cancelled.", "L'esame è stato annullato.") \
	X(TEL_DONE_SAVED, "The report was saved. Read it again, then sign.", "Il referto è salvato. Lo rilegga, poi firmi.") \
	X(TEL_DONE_SAVED_PART, "The report was saved. To sign it an answer and a conclusion are wanted.", "Il referto è salvato. Per firmarlo servono risposta e conclusione.") \
	X(TEL_DONE_SIGN, "Signed and delivered to the doctor and to the person.", "Firmato e consegnato al medico e all'assistito.") \
	X(TEL_DONE_SENT, "The exam is in the queue, promised by {when}.", "L'esame è in coda: referto promesso entro {when}.") \
	X(TEL_DONE_SENT_BAD, "The exam came in, but the recording is bad: repeat it now, or say why it should be read.", "L'esame è arrivato, ma la registrazione è di cattiva qualità: lo rifaccia ora, o dica perché refertarlo lo stesso.") \
	X(TEL_DONE_AGAIN, "This very file was sent before: here it is.", "Questo stesso file era già stato inviato: eccolo.") \
	X(TEL_REPORT_TITLE, "Report of the {kind} of {name}", "Referto: {kind} di {name}") \
	X(TEL_TEMPLATES, "Begin from a template", "Parti da un modello") \
	X(TEL_SAVE, "Save the report", "Salva il referto") \
	X(TEL_SIGN_BOX, "Signature", "Firma") \
	X(TEL_SIGN_ABOUT, "After the signature nothing changes: a correction is a new version, and both are kept.", "Dopo la firma nulla cambia: una correzione è una nuova versione, e si conservano entrambe.") \
	X(TEL_SIGN, "Sign and deliver", "Firma e consegna") \
	X(TEL_NOT_READY, "An answer and a conclusion are wanted before the signature.", "Prima della firma servono risposta e conclusione.") \
	X(TEL_DIGEST, "What is signed (SHA-256)", "Ciò che si firma (SHA-256)") \
	X(TEL_BACK, "Back to the exam", "Torna all'esame") \
	X(TEL_NEW_TITLE, "Send an exam", "Invia un esame") \
	X(TEL_NEW_ABOUT, "The file of the device, with the question for the specialist. You are told at once whether the recording is good.", "Il file dell'apparecchio, con il quesito per lo specialista. Le si dice subito se la registrazione va bene.") \
	X(TEL_NEW_FILE, "File of the device", "File dell'apparecchio") \
	X(TEL_NEW_FILE_HINT, "SCP-ECG, DICOM, HL7 aECG, EDF, GE MUSE, Philips, FHIR or CSV; for spirometry GDT, FHIR or CSV. At most 16 MB.", "SCP-ECG, DICOM, HL7 aECG, EDF, GE MUSE, Philips, FHIR o CSV; per la spirometria GDT, FHIR o CSV. Al massimo 16 MB.") \
	X(TEL_NEW_KIND, "Kind of exam", "Tipo di esame") \
	X(TEL_NEW_WHO, "Whose it is", "Di chi è") \
	X(TEL_NEW_WHO_HINT, "From the person's document: they must agree with the registry and with the file.", "Dal documento della persona: devono coincidere con l'anagrafe e con il file.") \
	X(TEL_NEW_SURNAME, "Surname", "Cognome") \
	X(TEL_NEW_BORN, "Day of birth", "Data di nascita") \
	X(TEL_NEW_DAYS, "How many days ago", "Quanti giorni fa") \
	X(TEL_NEW_URGENCY, "Urgency you ask for", "Urgenza richiesta") \
	X(TEL_NEW_SERIAL, "Serial number of the device", "Numero di serie dell'apparecchio") \
	X(TEL_NEW_CONSENT, "The person was informed about the reading at a distance and agrees", "La persona è stata informata della telerefertazione e acconsente") \
	X(TEL_NEW_SEND, "Send", "Invia") \
	X(TEL_NEW_REFUSED, "The exam was not sent", "L'esame non è stato inviato") \
	X(TEL_NEW_BROKEN, "Not all of the file came: send it again.", "Il file non è arrivato per intero: lo invii di nuovo.") \
	X(TEL_MINE_TITLE, "My reports", "I miei referti") \
	X(TEL_MINE_ABOUT, "The reports of your ECG and spirometry, as the specialist signed them.", "I referti dei suoi ECG e delle sue spirometrie, così come li ha firmati lo specialista.") \
	X(TEL_MINE_NONE, "There is no report yet. When a specialist signs one, you find it here.", "Non c'è ancora nessun referto. Quando uno specialista ne firma uno, lo trova qui.") \
	X(TEL_MINE_ON, "{kind} of {date}", "{kind} del {date}") \
	X(TEL_MINE_REPLACES, "This report replaces the one before, which no longer holds. Why: {reason}", "Questo referto sostituisce quello precedente, che non vale più. Perché: {reason}") \
	X(TEL_MINE_ASK, "For any question, speak with your doctor.", "Per qualsiasi domanda, ne parli con il suo medico.") \
	X(TEL_TRACING, "Tracing", "Tracciato") \
	X(TEL_TRACING_ALT, "Tracing on graph paper; the measurements below say it in numbers.", "Tracciato su carta millimetrata; le misure sotto lo dicono in numeri.") \
	X(TEL_TRACING_ABOUT, "Open the picture to enlarge it.", "Apra l'immagine per ingrandirla.") \
	X(TEL_PAPER, "PDF to print to scale", "PDF da stampare in scala") \
	X(TEL_RHYTHM, "Rhythm", "Ritmo") \
	X(TEL_AXIS, "QRS axis", "Asse QRS") \
	X(TEL_SERIAL_ABOUT, "Measured by the program, not validated; in brackets how much this exam differs from that one.", "Misure del programma, non validate; tra parentesi quanto questo esame differisce da quello.") \
	X(TEL_SERIAL_OTHER, "Exams without a difference were measured by another version of the program.", "Gli esami senza differenza sono stati misurati da un'altra versione del programma.") \
	X(TEL_F_LBBB, "looks like left bundle branch block", "aspetto di blocco di branca sinistra") \
	X(TEL_F_AF_KNOWN, "atrial fibrillation is known: an earlier signed report says so", "fibrillazione atriale già nota: la riporta un referto firmato precedente") \
	X(TEL_F_AF_KNOWN_MACHINE, "atrial fibrillation was found before, but only by the program: no signed report says so", "fibrillazione atriale già rilevata, ma solo dal programma: nessun referto firmato la riporta") \
	X(TEL_F_LBBB_KNOWN, "left bundle branch block is known: an earlier signed report says so", "blocco di branca sinistra già noto: lo riporta un referto firmato precedente") \
	X(TEL_F_LBBB_KNOWN_MACHINE, "left bundle branch block was found before, but only by the program: no signed report says so", "blocco di branca sinistra già rilevato, ma solo dal programma: nessun referto firmato lo riporta") \
	X(TEL_SCALE, "Speed and gain", "Velocità e ampiezza") \
	X(TEL_CALLIPERS_NAME, "Callipers", "Compasso") \
	X(TEL_CALLIPERS, "Callipers: drag from one point to the other; with the keyboard, arrows move an end (with Shift faster), the space bar changes the end, Esc takes them away.", "Compasso: trascini da un punto all'altro; con la tastiera, le frecce muovono un capo (con Maiusc più in fretta), la barra spaziatrice cambia capo, Esc lo toglie.") \
	X(TEL_LARGER, "Larger", "Ingrandisci") \
	X(TEL_SMALLER, "Smaller", "Riduci") \
	X(TEL_MEDIAN, "Median beat", "Battito mediano") \
	X(TEL_E_SENT, "sent", "inviato") \
	X(TEL_E_WARN, "promised time used", "tempo promesso usato") \
	X(TEL_E_OVERDUE, "promised time over", "tempo promesso scaduto") \
	X(TEL_E_OVERDUE_TO, "promised time over: passed on to {pool}", "tempo promesso scaduto: passato a {pool}") \
	X(TEL_E_RED_UNREAD, "red result not acknowledged in time: to be told by telephone", "esito rosso senza presa visione in tempo: da comunicare per telefono") \
	X(TEL_E_GIVEN_BACK, "given back to the queue", "rimesso in coda") \
	X(TEL_E_ASKED, "repetition asked for", "chiesto di rifare l'esame") \
	X(TEL_E_OVERRIDDEN, "sent to be read all the same", "inviato a refertare lo stesso") \
	X(TEL_E_CORRECTION, "correction begun", "correzione iniziata") \
	X(TEL_REPEATS, "Repeats the exam of {when}", "Rifà l'esame del {when}") \
	X(TEL_REPEATED_BY, "Repeated: the new exam", "Rifatto: il nuovo esame") \
	X(TEL_CON_TITLE, "Consents to care at a distance", "I consensi alla telemedicina") \
	X(TEL_CON_ABOUT, "A service at a distance begins only with a consent, given once and valid until it is withdrawn.", "Un servizio a distanza comincia solo con un consenso: si dà una volta e vale finché non viene ritirato.") \
	X(TEL_CON_NONE, "No consent was asked for yet: whoever sends the first exam, or books the first televisit, informs the person and records it.", "Nessun consenso è stato ancora chiesto: lo chiede chi invia il primo esame o prenota la prima televisita, dopo aver informato la persona.") \
	X(TEL_CON_ECG, "Electrocardiograms read at a distance", "Elettrocardiogrammi letti a distanza") \
	X(TEL_CON_SPIROMETRY, "Spirometries read at a distance", "Spirometrie lette a distanza") \
	X(TEL_CON_TELEVISIT, "Televisits", "Televisite") \
	X(TEL_CON_TELECONSULT, "Teleconsults between doctors", "Teleconsulti tra medici") \
	X(TEL_CON_SERVICE, "Service", "Servizio") \
	X(TEL_CON_GIVEN, "Given", "Dato") \
	X(TEL_CON_WITHDRAWN, "Withdrawn", "Ritirato") \
	X(TEL_CON_EVENT, "{what} on {date}, recorded by {who}", "{what} il {date}, registrato da {who}") \
	X(TEL_CON_UNKNOWN, "nobody noted who", "non è annotato da chi") \
	X(TEL_CON_HISTORY, "All that was said, newest first", "Tutto ciò che è stato detto, dal più recente") \
	X(TEL_CON_WITHDRAW, "Withdraw", "Ritira") \
	X(TEL_CON_WITHDRAW_OF, "Withdraw: {service}", "Ritira: {service}") \
	X(TEL_CON_EFFECT, "After withdrawing nothing new of this kind is sent or booked. What was sent already is still read, and televisits that are booked stay until they are cancelled.", "Dopo il ritiro non si invia e non si prenota più nulla di questo tipo. Ciò che è già stato inviato viene ancora letto, e le televisite prenotate restano finché non si annullano.") \
	X(TEL_CON_DONE_WITHDRAWN, "The consent is withdrawn.", "Il consenso è ritirato.") \
	X(TEL_CON_DONE_GIVEN, "The consent holds again.", "Il consenso vale di nuovo.") \
	X(TEL_CON_NOT_IN_FORCE, "This consent is not in force: there is nothing to withdraw.", "Questo consenso non è in vigore: non c'è nulla da ritirare.") \
	X(TEL_CON_IN_FORCE, "This consent is in force already.", "Questo consenso è già in vigore.") \
	X(TEL_CON_NO_SERVICE, "There is no such service at a distance.", "Questo servizio a distanza non c'è.") \
	X(TEL_CON_LINK, "Consents to care at a distance", "I consensi alla telemedicina") \
	X(TEL_ALL_LINK, "Download telecare (ZIP)", "Scarica la telemedicina (ZIP)") \
	X(TEL_ALL_ABOUT, "One file with everything that telecare keeps: recordings, tracings, signed reports, readings from home, televisits, consents. That it was taken stands among those who looked.", "Un solo file con tutto ciò che la telemedicina conserva: registrazioni, tracciati, referti firmati, misure da casa, televisite, consensi. Lo scarico resta scritto tra gli accessi.") \
	X(TEL_ALL_WHO, "Only the person, who helps them, and their doctor take everything at once.", "Scaricano tutto insieme solo la persona, chi la aiuta, e il suo medico.") \
	X(TEL_ALL_LARGE, "All together is too large for one file: take the exams one by one from their pages.", "Tutto insieme è troppo grande per un solo file: scarichi gli esami uno per uno dalle loro pagine.") \
	X(TEL_ALL_DISK, "The file could not be put together: there is no room for it on the server. Try later, or tell who keeps the installation.", "Non è stato possibile comporre il file: sul server manca lo spazio. Riprovi più tardi, o avvisi chi gestisce l'installazione.") \
	X(TEL_ALL_README, "README.txt", "LEGGIMI.txt") \
	X(TEL_ALL_HEAD, "Telecare of {name}: everything that is kept, as of {when}.", "Telemedicina di {name}: tutto ciò che è conservato ({when}).") \
	X(TEL_ALL_HOW, "Each line below is a file in this ZIP: its name, what it is, the SHA-256 of its bytes. A file of the same bytes always has the same SHA-256: with it anybody can check that nothing was changed.", "Ogni riga qui sotto è un file di questo ZIP: il nome, che cos'è, lo SHA-256 dei suoi byte. Gli stessi byte hanno sempre lo stesso SHA-256: con questo chiunque può controllare che nulla sia stato cambiato.") \
	X(TEL_ALL_RECORDING, "the recording as it came from the device", "la registrazione come è arrivata dall'apparecchio") \
	X(TEL_ALL_SHEET, "the sheet: tracing or curves to scale, with what a program measured", "il foglio: tracciato o curve in scala, con ciò che un programma ha misurato") \
	X(TEL_ALL_REPORT, "the report, version {version}, signed by {name} on {when}", "il referto, versione {version}, firmato da {name} ({when})") \
	X(TEL_ALL_SIGNATURE, "how the report was signed", "come è stato firmato il referto") \
	X(TEL_ALL_BY_SESSION, "Signed by session: the reader was signed on, and the digest below binds the text that was shown.", "Firmato con l'accesso: il refertatore era autenticato, e l'impronta qui sotto lega il testo che gli era mostrato.") \
	X(TEL_ALL_BY_CERTIFICATE, "Signed with a certificate of {name}, issued by {issuer}, number {serial}.", "Firmato con un certificato di {name}, emesso da {issuer}, numero {serial}.") \
	X(TEL_ALL_DIGEST, "Digest of the report: {digest}", "Impronta del referto: {digest}") \
	X(TEL_ALL_PENDING, "{kind} of {date}: not in this file yet, since nobody has signed its report. What a program reads goes to the person only after a specialist.", "{kind} del {date}: non è ancora in questo file, perché nessuno ne ha firmato il referto. Ciò che legge un programma va alla persona solo dopo uno specialista.") \
	X(TEL_ALL_CANCELLED, "{kind} of {date}: cancelled, not read.", "{kind} del {date}: annullato, non letto.") \
	X(TEL_ALL_UNDRAWN, "{kind} of {date}: the sheet cannot be drawn any more; the recording is complete.", "{kind} del {date}: il foglio non si può più disegnare; la registrazione è completa.") \
	X(TEL_ALL_READINGS, "readings from home, those corrected or cancelled too", "le misure da casa, anche quelle corrette o annullate") \
	X(TEL_ALL_CONSENTS, "consents given and withdrawn", "i consensi dati e ritirati") \
	X(TEL_ALL_VISIT, "report of a televisit, version {version}, signed by {name} on {when}", "referto di una televisita, versione {version}, firmato da {name} ({when})") \
	X(TEL_ALL_CONSULT, "answer to a teleconsult, version {version}, signed by {name} on {when}", "risposta a un teleconsulto, versione {version}, firmata da {name} ({when})") \
	X(TEL_ALL_EMPTY, "Telecare keeps nothing else of this person.", "La telemedicina non conserva altro di questa persona.") \
	X(TEL_DID_ALL, "downloaded everything that telecare keeps", "ha scaricato tutto ciò che la telemedicina conserva") \
	X(TEL_DID_CONSENT, "changed a consent to care at a distance", "ha cambiato un consenso alla telemedicina") \
	X(TEL_DID_CONSENTS, "looked at the consents to care at a distance", "ha guardato i consensi alla telemedicina") \
	X(TEL_DID_EXAM, "looked at or worked on an ECG or a spirometry", "ha guardato o lavorato un ECG o una spirometria") \
	X(TEL_DID_HOME, "looked at or worked on readings from home", "ha guardato o lavorato le misure da casa") \
	X(TEL_DID_VISIT, "looked at or worked on a televisit or a teleconsult", "ha guardato o lavorato una televisita o un teleconsulto")
/* clang-format on */

#endif
