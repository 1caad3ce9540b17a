/* Texts of the service around exams at a distance: figures, devices, readers;
 * each in both languages. */
#ifndef TEXT_MESSAGES_TELE_SERVICE_H
#define TEXT_MESSAGES_TELE_SERVICE_H

/* clang-format off */
#define MESSAGES_TELE_SERVICE(X) \
	X(TSV_NO_SCOPE, "Your user is bound to no practice, pharmacy or organisation: an administrator can do it.", "Il suo utente non è legato a uno studio, a una farmacia o a un ente: può farlo un amministratore.") \
	X(TSV_NO_NAME, "Write a code and a name.", "Scriva un codice e un nome.") \
	X(TSV_BAD_HOURS, "The hours must begin before they end.", "L'orario deve cominciare prima di finire.") \
	X(TSV_NO_DAY, "Choose at least one day of the week.", "Scelga almeno un giorno della settimana.") \
	X(TSV_NO_LANGUAGE, "Choose at least one language.", "Scelga almeno una lingua.") \
	X(TSV_ROUND, "Passed on in this way, an exam would come back to this group.", "Passato così, un esame tornerebbe a questo stesso gruppo.") \
	X(TSV_POOL_THERE, "There is a group with this code already.", "C'è già un gruppo con questo codice.") \
	X(TSV_NO_SPECIALIST, "No specialist signs on with this name.", "Nessuno specialista accede con questo nome utente.") \
	X(TSV_READS_ALREADY, "This specialist reads for this group already.", "Questo specialista referta già per questo gruppo.") \
	X(TSV_READS_NOT, "This specialist does not read for this group.", "Questo specialista non referta per questo gruppo.") \
	X(TSV_NO_DEVICE, "This device is not there.", "Questo apparecchio non c'è.") \
	X(TSV_NO_HOLDER, "None of your doctors, pharmacies or organisations has this code.", "Nessun medico, farmacia o ente di sua competenza ha questo codice.") \
	X(TSV_DEVICE_THERE, "A device with this serial number is in the register already.", "Un apparecchio con questo numero di serie è già nel registro.") \
	X(TSV_NO_SERIAL, "Write the serial number.", "Scriva il numero di serie.") \
	X(TSV_NOT_YET_DONE, "A check counts from the day it was done: that day is still to come.", "Una verifica vale dal giorno in cui è stata fatta: quel giorno deve ancora venire.") \
	X(TSV_ENDS_BEFORE, "The check would end before it was done.", "La verifica scadrebbe prima di essere fatta.") \
	X(TSV_TITLE, "Telecare", "Telemedicina") \
	X(TSV_NAV, "Telecare", "Telemedicina") \
	X(TSV_STATS, "Figures", "Statistiche") \
	X(TSV_DEVICES, "Devices", "Apparecchi") \
	X(TSV_POOLS, "Reading groups", "Gruppi di refertazione") \
	X(TSV_DAYS_HOURS, "{days} d {hours} h", "{days} g {hours} h") \
	X(TSV_STATS_ABOUT, "Exams that came in the period. Each role sees its own: a practice itself, a reader their groups, a cooperative its doctors, an agency its territory.", "Gli esami arrivati nel periodo. Ognuno vede i propri: lo studio sé stesso, chi referta i suoi gruppi, la cooperativa i suoi medici, l'ATS il suo territorio.") \
	X(TSV_STATS_NONE, "No exam came in this period.", "In questo periodo non è arrivato nessun esame.") \
	X(TSV_FROM, "From", "Dal") \
	X(TSV_TO, "To", "Al") \
	X(TSV_ANY, "All", "Tutti") \
	X(TSV_BY, "Count by", "Conta per") \
	X(TSV_BY_PRACTICE, "practice or pharmacy", "studio o farmacia") \
	X(TSV_BY_POOL, "reading group", "gruppo di refertazione") \
	X(TSV_PRACTICE, "Who", "Chi") \
	X(TSV_UNKNOWN, "Not known", "Non noto") \
	X(TSV_N, "Exams", "Esami") \
	X(TSV_REJECTED, "Bad recordings", "Registrazioni da rifare") \
	X(TSV_IN_TIME, "Within the promise", "Entro il tempo promesso") \
	X(TSV_MEAN, "Mean time", "Tempo medio") \
	X(TSV_LONGEST, "longest {time}", "il più lungo {time}") \
	X(TSV_AGREE, "Program and reader agree", "Programma e lettore concordi") \
	X(TSV_RED, "Red results", "Esiti rossi") \
	X(TSV_UNREAD_RED, "Red results nobody acknowledged", "Esiti rossi senza presa visione") \
	X(TSV_UNREAD, "{n} not acknowledged", "{n} senza presa visione") \
	X(TSV_ALL_THE_SAME, "{n} read all the same", "{n} refertate lo stesso") \
	X(TSV_LATE_NOW, "{n} late now", "{n} in ritardo ora") \
	X(TSV_CANCELLED, "{n} cancelled", "{n} annullati") \
	X(TSV_OF_N, "{n} recordings", "{n} registrazioni") \
	X(TSV_SAID, "of {n} where the reader said so", "su {n} in cui il lettore l'ha detto") \
	X(TSV_OF_RED, "of {n} red", "su {n} rossi") \
	X(TSV_BARS, "Reports within the promised time", "Referti entro il tempo promesso") \
	X(TSV_BARS_DESC, "For each, how many exams were reported in time, late, and not yet; the table below has the numbers.", "Per ciascuno, quanti esami sono stati refertati in tempo, in ritardo, e non ancora; la tabella sotto ha i numeri.") \
	X(TSV_S_IN_TIME, "in time", "in tempo") \
	X(TSV_S_LATE, "late", "in ritardo") \
	X(TSV_S_OPEN, "not yet, or cancelled", "non ancora, o annullati") \
	X(TSV_CAUSES, "Why recordings were bad", "Perché le registrazioni erano da rifare") \
	X(TSV_CAUSES_ABOUT, "By practice and cause, the most frequent first: what to show who records.", "Per studio e causa, le più frequenti per prime: che cosa mostrare a chi registra.") \
	X(TSV_CAUSE, "Cause", "Causa") \
	X(TSV_NO_CAUSES, "No recording was bad.", "Nessuna registrazione era da rifare.") \
	X(TSV_DEVICES_ABOUT, "An exam from a device past its maintenance or calibration is marked, and the reader sees it.", "Un esame fatto con manutenzione o taratura scaduta viene segnato, e chi referta lo vede.") \
	X(TSV_DEVICE_STATE, "State of the devices", "Stato degli apparecchi") \
	X(TSV_IN_USE, "In use", "In uso") \
	X(TSV_EXPIRED_MANY, "Past their check", "Verifica scaduta") \
	X(TSV_SOON_MANY, "Within 30 days", "In scadenza entro 30 giorni") \
	X(TSV_RETIRED_MANY, "Retired", "Ritirati") \
	X(TSV_DEVICES_NONE, "No device here.", "Qui non c'è nessun apparecchio.") \
	X(TSV_SERIAL, "Serial number", "Numero di serie") \
	X(TSV_HOLDER, "Where it is", "Dove si trova") \
	X(TSV_MAINTENANCE, "Maintenance until", "Manutenzione fino al") \
	X(TSV_CALIBRATION, "Calibration until", "Taratura fino al") \
	X(TSV_EXAMS, "Exams", "Esami") \
	X(TSV_EXPIRED, "check expired", "verifica scaduta") \
	X(TSV_SOON, "expires soon", "scade presto") \
	X(TSV_RETIRED, "retired", "ritirato") \
	X(TSV_OVER, "expired", "scaduta") \
	X(TSV_NOT_KNOWN, "not known", "non nota") \
	X(TSV_MARKED, "{n} marked", "{n} segnati") \
	X(TSV_NOBODY, "Nobody", "Nessuno") \
	X(TSV_DEVICE_NEW, "A new device", "Un nuovo apparecchio") \
	X(TSV_DEVICE_KIND, "What it records", "Che cosa registra") \
	X(TSV_MAKER, "Maker", "Marca") \
	X(TSV_MODEL, "Model", "Modello") \
	X(TSV_HOLDER_CODE, "Code of the doctor, pharmacy or organisation that has it", "Codice del medico, della farmacia o dell'ente che lo ha") \
	X(TSV_HOLDER_HINT, "As in the registers; empty: not given to anybody yet.", "Come nei registri; vuoto: non ancora dato a nessuno.") \
	X(TSV_DEVICE_ADD, "Put it in the register", "Metti nel registro") \
	X(TSV_DONE_DEVICE, "The device is in the register.", "L'apparecchio è nel registro.") \
	X(TSV_BACK_DEVICES, "All devices", "Tutti gli apparecchi") \
	X(TSV_EXPIRED_MEANS, "Exams that come from it now are marked: write down the new check when it is done.", "Gli esami che fa ora vengono segnati: registri la nuova verifica quando è fatta.") \
	X(TSV_CHECKS, "Checks", "Verifiche") \
	X(TSV_CHECK, "Check", "Verifica") \
	X(TSV_CALIBRATION_ONE, "Calibration", "Taratura") \
	X(TSV_MAINTENANCE_ONE, "Maintenance", "Manutenzione") \
	X(TSV_DONE_ON, "Done on", "Fatta il") \
	X(TSV_UNTIL, "Holds until", "Vale fino al") \
	X(TSV_BY_WHOM, "Done by", "Fatta da") \
	X(TSV_NOTE, "Note", "Nota") \
	X(TSV_NO_CHECKS, "No check is written down yet.", "Nessuna verifica è ancora registrata.") \
	X(TSV_CHECK_NEW, "Write down a check", "Registra una verifica") \
	X(TSV_CHECK_ADD, "Write it down", "Registra") \
	X(TSV_DONE_CHECK, "The check is written down.", "La verifica è registrata.") \
	X(TSV_RETIRE_HINT, "When it is not used any more. Exams that still come from it are marked.", "Quando non si usa più. Gli esami che ne arrivano ancora vengono segnati.") \
	X(TSV_RETIRE, "Retire the device", "Ritira l'apparecchio") \
	X(TSV_USE_AGAIN, "It is used again", "Si usa di nuovo") \
	X(TSV_DONE_RETIRED, "The device is retired.", "L'apparecchio è ritirato.") \
	X(TSV_DONE_BACK, "The device is in use again.", "L'apparecchio è di nuovo in uso.") \
	X(TSV_POOLS_ABOUT, "Who reads the exams, when, and whom to call. An exam goes to a group that reads its kind, is open now and speaks the language.", "Chi referta gli esami, quando, e chi chiamare. Un esame va a un gruppo che referta quel tipo, è aperto in quel momento e parla la lingua.") \
	X(TSV_POOLS_NONE, "There is no reading group here.", "Qui non c'è nessun gruppo di refertazione.") \
	X(TSV_POOL, "Group", "Gruppo") \
	X(TSV_READS, "Reads", "Referta") \
	X(TSV_HOURS, "Hours", "Orario") \
	X(TSV_PHONE, "Telephone", "Telefono") \
	X(TSV_NEXT, "Passes on to", "Passa a") \
	X(TSV_NEXT_NONE, "no other group", "nessun altro gruppo") \
	X(TSV_READERS, "Readers", "Refertatori") \
	X(TSV_WAITING, "Exams waiting", "Esami in attesa") \
	X(TSV_POOL_NEW, "A new group", "Un nuovo gruppo") \
	X(TSV_POOL_CHANGE, "Change the group", "Modifica il gruppo") \
	X(TSV_CODE, "Code", "Codice") \
	X(TSV_NAME, "Name", "Nome") \
	X(TSV_DAYS, "Days", "Giorni") \
	X(TSV_STARTS, "From", "Dalle") \
	X(TSV_ENDS, "To", "Alle") \
	X(TSV_EVERY_DAY, "every day", "tutti i giorni") \
	X(TSV_MON, "Mon", "lun") \
	X(TSV_TUE, "Tue", "mar") \
	X(TSV_WED, "Wed", "mer") \
	X(TSV_THU, "Thu", "gio") \
	X(TSV_FRI, "Fri", "ven") \
	X(TSV_SAT, "Sat", "sab") \
	X(TSV_SUN, "Sun", "dom") \
	X(TSV_LANGUAGES, "Languages", "Lingue") \
	X(TSV_LANGUAGES_HINT, "Codes with a space between: it en.", "Sigle separate da uno spazio: it en.") \
	X(TSV_PHONE_HINT, "Practices call it for a live consultation.", "Gli studi lo chiamano per il teleconsulto.") \
	X(TSV_SAVE, "Save", "Salva") \
	X(TSV_DONE_POOL, "The group is saved.", "Il gruppo è salvato.") \
	X(TSV_BACK_POOLS, "All groups", "Tutti i gruppi") \
	X(TSV_READERS_NONE, "Nobody reads for this group yet: exams would wait.", "Nessuno referta ancora per questo gruppo: gli esami resterebbero in attesa.") \
	X(TSV_READER, "Reader", "Refertatore") \
	X(TSV_SINCE, "Since", "Dal") \
	X(TSV_ACTIONS, "Actions", "Azioni") \
	X(TSV_READER_END, "Take off", "Togli") \
	X(TSV_READER_NEW, "A specialist joins", "Uno specialista si aggiunge") \
	X(TSV_READER_ADD, "Add", "Aggiungi") \
	X(TSV_DONE_READER, "The specialist reads for this group from today.", "Lo specialista referta per questo gruppo da oggi.") \
	X(TSV_DONE_READER_END, "The specialist no longer reads for this group.", "Lo specialista non referta più per questo gruppo.")
/* clang-format on */

#endif
