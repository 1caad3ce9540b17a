/* Texts of readings from home, each in both languages. */
#ifndef TEXT_MESSAGES_HOME_H
#define TEXT_MESSAGES_HOME_H

/* clang-format off */
#define MESSAGES_HOME(X) \
	X(HOM_NO_READING, "This reading is not there.", "Questa misura non c'è.") \
	X(HOM_NO_KIND, "This cannot be measured here: choose from the list.", "Questa misura non è prevista: la scelga dall'elenco.") \
	X(HOM_NO_NUMBER, "The value is not a number: write it as 72.5.", "Il valore non è un numero: lo scriva come 72,5.") \
	X(HOM_NO_YES, "Answer yes or no.", "Risponda sì o no.") \
	X(HOM_SECOND_WANTED, "Write both values, as 135/85.", "Scriva tutti e due i valori, come 135/85.") \
	X(HOM_NO_SECOND, "One value only is wanted here.", "Qui serve un solo valore.") \
	X(HOM_UNIT, "The unit does not fit what was measured.", "L'unità non va bene per questa misura.") \
	X(HOM_IMPOSSIBLE, "This value is not possible: check it on the device and write it again.", "Questo valore non è possibile: lo controlli sull'apparecchio e lo scriva di nuovo.") \
	X(HOM_DOUBT_UNUSUAL, "This value is unusual. If it is so, confirm it.", "Questo valore è insolito. Se è giusto, lo confermi.") \
	X(HOM_DOUBT_SLIP, "This value is about ten times off the usual ones: is a comma or a figure missing? If it is so, confirm it.", "Questo valore è circa dieci volte diverso dal solito: manca una virgola o una cifra? Se è giusto, lo confermi.") \
	X(HOM_DOUBT_SWAPPED, "The second value is usually below the first: are they swapped? If it is so, confirm it.", "Il secondo valore di solito è più basso del primo: sono scambiati? Se è giusto, lo confermi.") \
	X(HOM_WHEN, "Day and hour of the measurement cannot be read: write them as 2026-03-02 08:15.", "Giorno e ora della misura non si leggono: li scriva come 2026-03-02 08:15.") \
	X(HOM_FUTURE, "The measurement cannot be in the future: check day and hour.", "La misura non può essere nel futuro: controlli giorno e ora.") \
	X(HOM_TOO_OLD, "The measurement is too old to be sent.", "La misura è troppo vecchia per essere inviata.") \
	X(HOM_OTHER_VALUE, "There is another value for this moment already: correct it, if it is wrong.", "Per questo momento c'è già un altro valore: se è sbagliato, lo corregga.") \
	X(HOM_OTHER_PERSON, "The reading to correct is of somebody else or of another kind.", "La misura da correggere è di un'altra persona o di un altro tipo.") \
	X(HOM_DECEASED, "The person has died: no reading can be sent.", "La persona è deceduta: non si possono inviare misure.") \
	X(HOM_NOT_DOUBTFUL, "This reading does not wait for a confirmation.", "Questa misura non aspetta una conferma.") \
	X(HOM_REPLACED, "This reading was corrected or cancelled already.", "Questa misura è già stata corretta o annullata.") \
	X(HOM_REASON_WANTED, "Write the reason.", "Scriva il motivo.") \
	X(HOM_TEXT_LONG, "The text is too long.", "Il testo è troppo lungo.") \
	X(HOM_TEXT_BAD, "The text cannot be read: write it again.", "Il testo non si legge: lo scriva di nuovo.") \
	X(HOM_FILE_KIND, "This is neither a table of readings (CSV) nor FHIR observations.", "Questo non è né una tabella di misure (CSV) né osservazioni FHIR.") \
	X(HOM_FILE_LARGE, "The file is too large: send it in parts.", "Il file è troppo grande: lo invii in più parti.") \
	X(HOM_FILE_HEADER, "The first line does not name the columns: kind, value and measured_at are wanted.", "La prima riga non dice le colonne: servono misura, valore e quando.") \
	X(HOM_FILE_DAMAGED, "The file is damaged.", "Il file è danneggiato.") \
	X(HOM_FILE_WHOSE, "The file does not say whose the readings are.", "Il file non dice di chi sono le misure.") \
	X(HOM_PLAN_NOT_FOUND, "This monitoring plan is not there.", "Questo piano di monitoraggio non c'è.") \
	X(HOM_PLAN_EMPTY, "Choose at least one thing to measure.", "Scelga almeno una cosa da misurare.") \
	X(HOM_PLAN_MANY, "Too many lines or limits.", "Troppe righe o soglie.") \
	X(HOM_PLAN_TWICE, "The same measurement stands there twice.", "La stessa misura c'è due volte.") \
	X(HOM_PLAN_KIND, "A limit is for something that the plan does not measure.", "Una soglia riguarda una misura che il piano non prevede.") \
	X(HOM_PLAN_FREQUENCY, "The frequency is not possible.", "La frequenza non è possibile.") \
	X(HOM_PLAN_VALUE, "A limit is outside what can be measured.", "Una soglia è fuori da ciò che si può misurare.") \
	X(HOM_PLAN_RED, "The red limit must be further out than the amber one.", "La soglia rossa deve essere oltre quella gialla.") \
	X(HOM_PLAN_DATES, "The last day is before the first, or too far away.", "L'ultimo giorno è prima del primo, o troppo lontano.") \
	X(HOM_PLAN_MEANWHILE, "Somebody else changed the plan meanwhile: look again.", "Qualcun altro ha cambiato il piano nel frattempo: lo guardi di nuovo.") \
	X(HOM_PLAN_NOT_PROPOSED, "This version does not wait for a confirmation.", "Questa versione non aspetta una conferma.") \
	X(HOM_PLAN_OVER, "This version has ended already.", "Questa versione è già terminata.") \
	X(HOM_ALARM_NOT_FOUND, "This alarm is not there.", "Questo allarme non c'è.") \
	X(HOM_ALARM_MEANWHILE, "Somebody else acted on this alarm at this moment: look again.", "Qualcun altro ha agito su questo allarme in questo momento: lo guardi di nuovo.") \
	X(HOM_ALARM_NOT_FROM_HERE, "This cannot be done from the state the alarm is in.", "Non si può fare dallo stato in cui è l'allarme.") \
	X(HOM_ALARM_TAKEN, "Somebody else has this alarm.", "Questo allarme è già di qualcun altro.") \
	X(HOM_ALARM_TAKE_FIRST, "Take the alarm first.", "Prima prenda in carico l'allarme.") \
	X(HOM_ALARM_OF_DOCTOR, "This alarm is with the doctor now.", "Questo allarme ora è del medico.") \
	X(HOM_ALARM_NO_USER, "A person answers an alarm: sign on as somebody.", "A un allarme risponde una persona: entri con un nome utente.") \
	X(HOM_ALARM_RED_WAITS, "A red alarm cannot be put off: close it, or pass it to the doctor.", "Un allarme rosso non si rimanda: lo chiuda o lo passi al medico.") \
	X(HOM_ALARM_WAIT, "It can be put off to a later hour, and not for that long.", "Si può rimandare a un'ora futura, e non così lontana.") \
	X(HOM_ALARM_OUTCOME, "Choose how it ended.", "Scelga com'è andata a finire.") \
	X(HOM_ALARM_NO_STEP, "The protocol has no such step.", "Il protocollo non ha questo passo.") \
	X(HOM_NO_RULES, "The rules of readings from home are not in this database yet: who keeps the installation runs `prossima init` once.", "Le regole delle misure da casa non sono ancora in questo archivio: chi gestisce l'installazione esegua una volta `prossima init`.") \
	X(HOM_RED, "red", "rosso") \
	X(HOM_AMBER, "amber", "giallo") \
	X(HOM_BY_PATIENT, "the person", "la persona") \
	X(HOM_BY_CAREGIVER, "who cares for them", "chi la assiste") \
	X(HOM_BY_NURSE, "a nurse", "un infermiere") \
	X(HOM_BY_DOCTOR, "the doctor", "il medico") \
	X(HOM_BY_PHARMACIST, "the pharmacist", "il farmacista") \
	X(HOM_BY_DEVICE, "the device by itself", "l'apparecchio da solo") \
	X(HOM_OPEN, "to be taken", "da prendere in carico") \
	X(HOM_TAKEN, "somebody is at it", "in lavorazione") \
	X(HOM_WAITING, "to be called again", "da richiamare") \
	X(HOM_CLOSED, "closed", "chiuso") \
	X(HOM_CENTRE, "service centre", "centro servizi") \
	X(HOM_DOCTOR, "doctor", "medico") \
	X(HOM_ADVISED, "Advice given", "Dati consigli") \
	X(HOM_MEASURED, "Measured again: well", "Rimisurato: va bene") \
	X(HOM_THERAPY, "The therapy was changed", "Cambiata la terapia") \
	X(HOM_VISIT, "A visit or exam was arranged", "Fissata una visita o un esame") \
	X(HOM_EMERGENCY, "Sent to the emergency service", "Inviato al 112 o al pronto soccorso") \
	X(HOM_UNREACHABLE, "Nobody answers", "Non risponde nessuno") \
	X(HOM_ERROR, "Wrong measurement", "Misura sbagliata") \
	X(HOM_WITHDRAWN, "The reading was cancelled", "Misura annullata") \
	X(HOM_CLOSED_DAYS, "The days are not in order, or are more than a year: write a first and a last day.", "I giorni non sono in ordine, o sono più di un anno: scriva un primo e un ultimo giorno.") \
	X(HOM_ARRIVED, "The readings came", "Le misure sono arrivate") \
	X(HOM_PROPOSED, "to be confirmed by the doctor", "da confermare dal medico") \
	X(HOM_ACTIVE, "in force", "in vigore") \
	X(HOM_ENDED, "ended", "terminato") \
	X(HOM_YES, "yes", "sì") \
	X(HOM_NO, "no", "no") \
	X(HOM_WHY_ABOVE, "{name}: {seen} (limit: from {limit} upwards)", "{name}: {seen} (soglia: da {limit} in su)") \
	X(HOM_WHY_BELOW, "{name}: {seen} (limit: from {limit} downwards)", "{name}: {seen} (soglia: da {limit} in giù)") \
	X(HOM_WHY_RISE, "{name}: up by {seen} in {days} days (limit: {limit})", "{name}: aumento di {seen} in {days} giorni (soglia: {limit})") \
	X(HOM_WHY_FALL, "{name}: down by {seen} in {days} days (limit: {limit})", "{name}: calo di {seen} in {days} giorni (soglia: {limit})") \
	X(HOM_WHY_MEAN_ABOVE, "{name}: mean of {days} days {seen} (limit: from {limit} upwards)", "{name}: media di {days} giorni {seen} (soglia: da {limit} in su)") \
	X(HOM_WHY_MEAN_BELOW, "{name}: mean of {days} days {seen} (limit: from {limit} downwards)", "{name}: media di {days} giorni {seen} (soglia: da {limit} in giù)") \
	X(HOM_WHY_SLOPE_UP, "{name}: trend of {days} days up by {seen} (limit: {limit})", "{name}: tendenza di {days} giorni in aumento di {seen} (soglia: {limit})") \
	X(HOM_WHY_SLOPE_DOWN, "{name}: trend of {days} days down by {seen} (limit: {limit})", "{name}: tendenza di {days} giorni in calo di {seen} (soglia: {limit})") \
	X(HOM_WHY_BELOW_BEST, "{name}: {seen} % of the own best (limit: {limit} %)", "{name}: {seen} % del proprio migliore (soglia: {limit} %)") \
	X(HOM_WHY_YES, "{name}: answered {seen}", "{name}: risposta {seen}") \
	X(HOM_WHY_MISSING, "{name}: nothing came for {days} days", "{name}: non arriva nulla da {days} giorni") \
	X(HOM_WHY_RUNNING, ", {n} times running", ", {n} volte di seguito") \
	X(HOM_LIMIT_ABOVE, "from {limit} upwards", "da {limit} in su") \
	X(HOM_LIMIT_BELOW, "from {limit} downwards", "da {limit} in giù") \
	X(HOM_LIMIT_RISE, "up by {limit} or more in {days} days", "aumento di {limit} o più in {days} giorni") \
	X(HOM_LIMIT_FALL, "down by {limit} or more in {days} days", "calo di {limit} o più in {days} giorni") \
	X(HOM_LIMIT_MEAN_ABOVE, "mean of {days} days from {limit} upwards", "media di {days} giorni da {limit} in su") \
	X(HOM_LIMIT_MEAN_BELOW, "mean of {days} days from {limit} downwards", "media di {days} giorni da {limit} in giù") \
	X(HOM_LIMIT_SLOPE_UP, "trend of {days} days up by {limit} or more", "tendenza di {days} giorni in aumento di {limit} o più") \
	X(HOM_LIMIT_SLOPE_DOWN, "trend of {days} days down by {limit} or more", "tendenza di {days} giorni in calo di {limit} o più") \
	X(HOM_LIMIT_BELOW_BEST, "from {limit} % of the own best downwards", "dal {limit} % del proprio migliore in giù") \
	X(HOM_LIMIT_YES, "answered {limit}", "risposta {limit}") \
	X(HOM_DAY, "Day and hour", "Giorno e ora") \
	X(HOM_VALUE, "Value", "Valore") \
	X(HOM_BY, "Who measured", "Chi ha misurato") \
	X(HOM_MARK, "Note", "Nota") \
	X(HOM_MARK_ALARM, "alarm", "allarme") \
	X(HOM_MARK_DOUBTFUL, "to be confirmed", "da confermare") \
	X(HOM_CHART_DESC, "{n} readings from {from} to {to}, against their limits", "{n} misure dal {from} al {to}, con le soglie")
/* clang-format on */

#endif
