/* Texts of electrocardiograms: why a file is not read, in both languages. Each
 * says what is wrong and what to do about it. */
#ifndef TEXT_MESSAGES_ECG_H
#define TEXT_MESSAGES_ECG_H

/* clang-format off */
#define MESSAGES_ECG(X) \
	X(ECG_EMPTY, "The file is empty: export the ECG again from the device.", "Il file è vuoto: esporti di nuovo l'ECG dall'apparecchio.") \
	X(ECG_UNKNOWN, "This is not an ECG file that we read. Export the exam as SCP-ECG, DICOM, HL7 aECG, EDF, GE MUSE XML, Philips XML, FHIR, WFDB (its .hea and .dat, as a ZIP or tar) or CSV.", "Questo non è un file ECG che sappiamo leggere. Esporti l'esame come SCP-ECG, DICOM, HL7 aECG, EDF, GE MUSE XML, Philips XML, FHIR, WFDB (i file .hea e .dat, in uno ZIP o tar) o CSV.") \
	X(ECG_TOO_LARGE, "The file is larger than an ECG can be: send only the exam.", "Il file è più grande di quanto un ECG possa essere: invii solo l'esame.") \
	X(ECG_TOO_LONG, "The recording is longer than a day: export a shorter part of it.", "La registrazione dura più di un giorno: ne esporti una parte più breve.") \
	X(ECG_TOO_MANY_LEADS, "The file has more than 24 leads: export only those of the ECG.", "Il file ha più di 24 derivazioni: esporti solo quelle dell'ECG.") \
	X(ECG_CUT, "The file is cut: its end is missing. Export or send it again.", "Il file è tronco: manca la fine. Lo esporti o lo invii di nuovo.") \
	X(ECG_DAMAGED, "The file is damaged: it does not follow its own format. Export it again from the device.", "Il file è danneggiato: non rispetta il suo formato. Lo esporti di nuovo dall'apparecchio.") \
	X(ECG_CHECKSUM, "The file was changed or damaged on its way: its checksum is wrong. Export it again from the device.", "Il file è stato modificato o danneggiato per strada: la somma di controllo non torna. Lo esporti di nuovo dall'apparecchio.") \
	X(ECG_NO_SIGNAL, "The file holds no ECG signal, only notes or other data. Choose the exam with the traces.", "Il file non contiene un tracciato ECG, ma solo annotazioni o altri dati. Scelga l'esame con i tracciati.") \
	X(ECG_RATE, "The sampling rate is missing or cannot be that of an ECG: the file is not drawn, because every interval would be wrong. Ask the maker of the device for its export settings.", "La frequenza di campionamento manca o non può essere quella di un ECG: il file non viene disegnato, perché ogni intervallo sarebbe sbagliato. Chieda al fornitore dell'apparecchio come impostare l'esportazione.") \
	X(ECG_RATES_DIFFER, "The leads have different sampling rates: export them all at one rate.", "Le derivazioni hanno frequenze di campionamento diverse: le esporti tutte con la stessa.") \
	X(ECG_SCALE, "The file does not say how many millivolts a step of the signal is, or says something impossible: it is not drawn, because every height would be wrong.", "Il file non dice a quanti millivolt corrisponde un passo del segnale, o dice un valore impossibile: non viene disegnato, perché ogni altezza sarebbe sbagliata.") \
	X(ECG_UNIT, "The unit of a lead is not a voltage that we know (uV, mV, V).", "L'unità di una derivazione non è una tensione che conosciamo (uV, mV, V).") \
	X(ECG_LEAD_TWICE, "A lead stands twice in the file: perhaps two exams lie in it. Export one exam a file.", "Una derivazione compare due volte nel file: forse contiene due esami. Esporti un esame per file.") \
	X(ECG_LEAD_UNKNOWN, "A lead has no name that we know: it cannot be drawn in its place. Ask the maker of the device.", "Una derivazione non ha un nome che conosciamo: non si può disegnare al suo posto. Chieda al fornitore dell'apparecchio.") \
	X(ECG_LENGTHS, "The leads are not of the same length: part of the signal is missing. Export the exam again.", "Le derivazioni non hanno la stessa lunghezza: manca una parte del segnale. Esporti di nuovo l'esame.") \
	X(ECG_LIMBS, "The limb leads contradict one another (I + III is not II): the file is damaged or the leads are named wrongly. Export it again from the device.", "Le derivazioni periferiche si contraddicono (I + III non è uguale a II): il file è danneggiato o i nomi sono sbagliati. Lo esporti di nuovo dall'apparecchio.") \
	X(ECG_TWO_EXAMS, "The file holds more than one recording: export one exam a file, so that none is mistaken for the other.", "Il file contiene più di una registrazione: esporti un esame per file, perché non si confonda l'uno con l'altro.") \
	X(ECG_COMPRESSION, "The signal is compressed in a way that we do not read: export it again without compression.", "Il segnale è compresso in un modo che non leggiamo: lo esporti di nuovo senza compressione.") \
	X(ECG_BESIDE, "A second file with the signal belongs to this one and is not there: send the files of the exam together, with their names unchanged.", "A questo file ne serve un altro con il segnale, che non c'è: invii insieme tutti i file dell'esame, senza cambiarne i nomi.") \
	X(ECG_PARCEL, "The archive (tar or ZIP) is cut, damaged, protected by a password or of a kind that we do not open. Pack the files of the exam again as a plain ZIP.", "L'archivio (tar o ZIP) è tronco, danneggiato, protetto da password o di un tipo che non apriamo. Comprima di nuovo i file dell'esame in uno ZIP semplice.") \
	X(ECG_PARCEL_HOLDS, "The archive must hold one WFDB recording and nothing else: the .hea file, the signal files that it names and, if you like, its .atr.", "L'archivio deve contenere una sola registrazione WFDB e nient'altro: il file .hea, i file di segnale che esso nomina e, se vuole, il suo .atr.") \
	X(ECG_INTERRUPTED, "The recording has interruptions (EDF+D): the times of the beats would be wrong. Export it as a continuous recording (EDF+C).", "La registrazione ha interruzioni (EDF+D): i tempi dei battiti sarebbero sbagliati. La esporti come registrazione continua (EDF+C).") \
	X(ECG_NOT_CONFORMANT, "The device calls this file SCP-ECG but writes it in a way of its own: it cannot be checked, and so it is not drawn. Export the exam in another format (DICOM, HL7 aECG, PDF for the archive).", "L'apparecchio chiama SCP-ECG questo file ma lo scrive a modo suo: non si può controllare, e quindi non viene disegnato. Esporti l'esame in un altro formato (DICOM, HL7 aECG, PDF per l'archivio).") \
	X(ECG_XML_BROKEN, "The XML file is cut or damaged: it cannot be read to its end. Export it again from the device.", "Il file XML è tronco o danneggiato: non si può leggere fino in fondo. Lo esporti di nuovo dall'apparecchio.") \
	X(ECG_XML_ENTITIES, "The XML file defines abbreviations of its own (entities). Devices do not do that, and it can be used to block a system: the file is not opened.", "Il file XML definisce abbreviazioni proprie (entità). Gli apparecchi non lo fanno, e si può usare per bloccare un sistema: il file non viene aperto.") \
	X(ECG_XML_TOO_DEEP, "The XML file is nested more deeply, or is longer in its parts, than that of any device: it is not read.", "Il file XML è annidato più a fondo, o ha parti più lunghe, di quello di qualsiasi apparecchio: non viene letto.") \
	X(ECG_XML_UNKNOWN, "This XML file is not an ECG that we read: those of HL7 (aECG), GE MUSE and Philips (Sierra) are.", "Questo file XML non è un ECG che leggiamo: leggiamo quelli HL7 (aECG), GE MUSE e Philips (Sierra).") \
	X(ECG_TIMES, "The times in the file are not regular: parts of the recording are missing or out of order. Export the exam again.", "I tempi nel file non sono regolari: mancano parti della registrazione o sono fuori ordine. Esporti di nuovo l'esame.") \
	X(ECG_CSV_HEADER, "The table has no header with the names of the leads (I, II, V1 ...): without it nobody knows which column is which.", "La tabella non ha un'intestazione con i nomi delle derivazioni (I, II, V1 ...): senza, non si sa quale colonna sia quale.") \
	X(ECG_CSV_RATE, "The table does not say how many samples a second it holds: add a column with the time in seconds, a line like hz=500, or state the rate when you send it.", "La tabella non dice quanti campioni al secondo contiene: aggiunga una colonna con il tempo in secondi, una riga come hz=500, o indichi la frequenza quando la invia.") \
	X(ECG_CSV_UNIT, "The table does not say its unit: write it in the header, for example I (mV) or I (uV).", "La tabella non dice la sua unità: la scriva nell'intestazione, per esempio I (mV) o I (uV).") \
	X(ECG_CSV_VALUE, "A cell of the table is not a number: the signal is not drawn with a hole that nobody sees.", "Una casella della tabella non è un numero: il segnale non viene disegnato con un buco che nessuno vede.") \
	X(ECG_FHIR_KIND, "This FHIR file holds no observation with an ECG signal (component with valueSampledData).", "Questo file FHIR non contiene un'osservazione con un segnale ECG (component con valueSampledData).") \
	X(ECG_DRAW_TITLE, "Electrocardiogram", "Elettrocardiogramma") \
	X(ECG_DRAW_UNSIGNED, "AUTOMATIC READING, NOT VALIDATED", "LETTURA AUTOMATICA NON VALIDATA") \
	X(ECG_DRAW_SIGNED, "Report signed by {who}; measurements automatic", "Referto firmato da {who}; misure automatiche") \
	X(ECG_DRAW_NO_PATIENT, "patient not named in the file", "paziente non indicato nel file") \
	X(ECG_DRAW_WOMAN, "woman", "donna") \
	X(ECG_DRAW_MAN, "man", "uomo") \
	X(ECG_DRAW_BORN, "born on {date}", "data di nascita {date}") \
	X(ECG_DRAW_YEARS, "{n} years", "{n} anni") \
	X(ECG_DRAW_ID, "identifier {id}", "identificativo {id}") \
	X(ECG_DRAW_NO_TIME, "time of recording not in the file", "data dell'esame non indicata nel file") \
	X(ECG_DRAW_DEVICE, "device {name}", "apparecchio {name}") \
	X(ECG_DRAW_SERIAL, "serial number {id}", "matricola {id}") \
	X(ECG_DRAW_FROM, "from second {n}", "dal secondo {n}") \
	X(ECG_DRAW_MEDIAN, "usual beat, of {n}", "battito mediano, di {n}") \
	X(ECG_DRAW_OVER, "dashed: the ECG of {date}, aligned at R", "tratteggiato: l'ECG del {date}, allineato sull'onda R") \
	X(ECG_DRAW_AXES, "axes", "assi") \
	X(ECG_DRAW_RATE, "rate", "FC") \
	X(ECG_DRAW_FILTERS, "filters of the device {text}", "filtri dell'apparecchio {text}") \
	X(ECG_DRAW_NO_FILTERS, "filters of the device not stated", "filtri dell'apparecchio non indicati") \
	X(ECG_DRAW_RULER, "100 mm: measure it, the print is to scale", "100 mm: li misuri, la stampa è in scala") \
	X(ECG_DRAW_MISSING, "{lead} not recorded", "{lead} non registrata") \
	X(ECG_DRAW_NO_MEDIAN, "No usual beat can be drawn: the beats are too few or too noisy.", "Non si può disegnare un battito mediano: i battiti sono troppo pochi o troppo disturbati.") \
	X(ECG_DRAW_PAST_END, "The recording is shorter than the second from which you want to see it.", "La registrazione è più breve del secondo da cui la vuole vedere.") \
	X(ECG_VERSION, "The file uses a version or a part of its format that we do not read.", "Il file usa una versione o una parte del suo formato che non leggiamo.") \
	X(ECG_SAY_LEADS, "leads", "derivazioni") \
	X(ECG_SAY_DERIVED, "(* computed here from I and II)", "(* calcolata qui da I e II)") \
	X(ECG_SAY_FINE, "quality: it can be reported", "qualità: si può refertare") \
	X(ECG_SAY_WARN, "quality: it can be reported, with care", "qualità: si può refertare, con cautela") \
	X(ECG_SAY_REJECT, "quality: to be recorded again", "qualità: da rifare") \
	X(ECG_SAY_GREEN, "urgency: green, nothing passes a limit", "urgenza: verde, nessun limite superato") \
	X(ECG_SAY_AMBER, "urgency: amber", "urgenza: gialla") \
	X(ECG_SAY_RED, "urgency: red", "urgenza: rossa") \
	X(ECG_NOT_VALIDATED, "automatic reading, not validated", "lettura automatica non validata") \
	X(ECG_Q_SHORT, "shorter than 9.5 s: record again", "meno di 9,5 s: rifare") \
	X(ECG_Q_RATE, "fewer than 250 samples a second: the device cannot be used for this", "meno di 250 campioni al secondo: l'apparecchio non è adatto") \
	X(ECG_Q_MISSING, "missing: record again with all twelve leads", "manca: rifare con tutte le dodici derivazioni") \
	X(ECG_Q_GAPS, "parts of the signal are missing: record again", "mancano parti del segnale: rifare") \
	X(ECG_Q_FLAT, "disconnected: attach the electrode and record again", "staccato: rimettere l'elettrodo e rifare") \
	X(ECG_Q_NO_HEART, "no beats, only noise: check the electrodes and record again", "nessun battito, solo rumore: controllare gli elettrodi e rifare") \
	X(ECG_Q_CLIPPED, "cut at the limit of the amplifier: record again", "tagliato al limite dell'amplificatore: rifare") \
	X(ECG_Q_RANGE, "larger than any heart can be: check the electrode and record again", "più ampio di quanto un cuore possa: controllare l'elettrodo e rifare") \
	X(ECG_Q_MAINS, "mains interference: switch off what is plugged in nearby", "disturbo di rete: spegnere gli apparecchi vicini") \
	X(ECG_Q_CONTACT, "mains interference from a loose electrode: press it on and record again", "disturbo di rete per un elettrodo mal attaccato: fissarlo e rifare") \
	X(ECG_Q_NOISE, "muscle noise: the patient should relax and be warm", "tremore muscolare: far rilassare e coprire il paziente") \
	X(ECG_Q_DRIFT, "the base line wanders: ask to breathe quietly", "linea di base instabile: far respirare piano") \
	X(ECG_Q_MOTION, "the patient moved: record again", "il paziente si è mosso: rifare") \
	X(ECG_Q_RA_LA, "right and left arm seem to be exchanged: check and record again", "braccio destro e sinistro sembrano scambiati: controllare e rifare") \
	X(ECG_Q_RA_LL, "right arm and left leg seem to be exchanged: check and record again", "braccio destro e gamba sinistra sembrano scambiati: controllare e rifare") \
	X(ECG_Q_RA_RL, "an arm and the right leg seem to be exchanged: check and record again", "un braccio e la gamba destra sembrano scambiati: controllare e rifare") \
	X(ECG_Q_CHEST, "neighbouring chest electrodes may be exchanged: check", "elettrodi toracici vicini forse scambiati: controllare") \
	X(ECG_F_VENTRICULAR, "fast rhythm with wide complexes", "ritmo rapido a complessi larghi") \
	X(ECG_F_SLOW, "very slow rate", "frequenza molto bassa") \
	X(ECG_F_PAUSE, "pause of three seconds or more", "pausa di tre secondi o più") \
	X(ECG_F_COMPLETE_BLOCK, "complete AV block suspected", "sospetto blocco AV completo") \
	X(ECG_F_ST_ELEVATION, "ST elevation in neighbouring leads", "ST sopraslivellato in derivazioni contigue") \
	X(ECG_F_ST_V2V3_MEN_40, "ST elevation in V2 and V3", "ST sopraslivellato in V2 e V3") \
	X(ECG_F_ST_V2V3_MEN, "ST elevation in V2 and V3", "ST sopraslivellato in V2 e V3") \
	X(ECG_F_ST_V2V3_WOMEN, "ST elevation in V2 and V3", "ST sopraslivellato in V2 e V3") \
	X(ECG_F_NEW_LBBB, "left bundle branch block not known before, with symptoms", "blocco di branca sinistra non noto, con sintomi") \
	X(ECG_F_LOSS_OF_CAPTURE, "pacemaker spikes without a beat", "impulsi del pacemaker senza battito") \
	X(ECG_F_AF_FAST, "atrial fibrillation with a fast rate", "fibrillazione atriale a frequenza alta") \
	X(ECG_F_AF_NEW, "atrial fibrillation not known before", "fibrillazione atriale non nota") \
	X(ECG_F_BRADYCARDIA, "slow rate", "frequenza bassa") \
	X(ECG_F_TACHYCARDIA, "fast rate", "frequenza alta") \
	X(ECG_F_TACHYCARDIA_SYMPTOMS, "fast rate with symptoms", "frequenza alta con sintomi") \
	X(ECG_F_QTC, "QTc of 500 ms or more", "QTc di 500 ms o più") \
	X(ECG_F_ST_DEPRESSION, "ST depression in neighbouring leads", "ST sottoslivellato in derivazioni contigue") \
	X(ECG_F_PR, "PR above 300 ms", "PR oltre 300 ms") \
	X(ECG_F_CHEST_PAIN, "chest pain in the last five days", "dolore toracico negli ultimi cinque giorni") \
	X(ECG_R_UNKNOWN, "rhythm not judged", "ritmo non valutato") \
	X(ECG_R_SINUS, "sinus rhythm", "ritmo sinusale") \
	X(ECG_R_BRADYCARDIA, "sinus bradycardia", "bradicardia sinusale") \
	X(ECG_R_TACHYCARDIA, "sinus tachycardia", "tachicardia sinusale") \
	X(ECG_R_NO_P, "regular rhythm without visible P waves", "ritmo regolare senza onde P visibili") \
	X(ECG_R_IRREGULAR, "irregular rhythm, to be checked", "ritmo irregolare, da verificare") \
	X(ECG_R_AF, "atrial fibrillation", "fibrillazione atriale") \
	X(ECG_R_VENTRICULAR, "ventricular rhythm", "ritmo ventricolare") \
	X(ECG_R_PACED, "paced rhythm", "ritmo da pacemaker")
/* clang-format on */

#endif
