/* Texts of exams sent and reported at a distance, each in both languages. */
#ifndef TEXT_MESSAGES_TELE_H
#define TEXT_MESSAGES_TELE_H

/* clang-format off */
#define MESSAGES_TELE(X) \
	X(TEL_NOT_FOUND, "This exam is not there.", "Questo esame non c'è.") \
	X(TEL_MEANWHILE, "Somebody else moved this exam at this moment: look again.", "Qualcun altro ha agito su questo esame in questo momento: lo guardi di nuovo.") \
	X(TEL_NOT_FROM_HERE, "This cannot be done from the state the exam is in.", "Non si può fare dallo stato in cui è l'esame.") \
	X(TEL_NOT_YOUR_POOL, "This exam is not for a group of readers you belong to.", "Questo esame non è di un gruppo di refertazione di cui lei fa parte.") \
	X(TEL_TAKEN_BY_OTHER, "Another reader has this exam.", "Questo esame lo ha in carico un altro refertatore.") \
	X(TEL_TAKE_FIRST, "Take the exam first.", "Prima prenda in carico l'esame.") \
	X(TEL_TEXT_LONG, "This text is too long: at most 4,000 characters.", "Questo testo è troppo lungo: al massimo 4.000 caratteri.") \
	X(TEL_TEXT_BAD, "This text has characters that cannot be read.", "Questo testo ha caratteri che non si leggono.") \
	X(TEL_FILE_LARGE, "The file is too large for an exam: at most 16 MB.", "Il file è troppo grande per un esame: al massimo 16 MB.") \
	X(TEL_FILE_EMPTY, "The file is empty.", "Il file è vuoto.") \
	X(TEL_NO_SPIROMETRY, "Files of spirometers are not read yet.", "I file degli spirometri non si leggono ancora.") \
	X(TEL_OTHER_CODE, "The file is of somebody else: it has another fiscal code. The exam was not sent.", "Il file è di un'altra persona: il codice fiscale è diverso. L'esame non è stato inviato.") \
	X(TEL_OTHER_NAME, "The file is of somebody else: it has another name. The exam was not sent.", "Il file è di un'altra persona: il nome è diverso. L'esame non è stato inviato.") \
	X(TEL_OTHER_BIRTH, "The file is of somebody else: it has another day of birth. The exam was not sent.", "Il file è di un'altra persona: la data di nascita è diversa. L'esame non è stato inviato.") \
	X(TEL_OTHER_SEX, "The file is of somebody else: it has another sex. The exam was not sent.", "Il file è di un'altra persona: il sesso è diverso. L'esame non è stato inviato.") \
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
	X(TEL_POOL_OTHER_KIND, "That group reads another kind of exam.", "Quel gruppo referta un altro tipo di esami.") \
	X(TEL_NO_ESCALATION, "This group passes exams on to no other.", "Questo gruppo non passa gli esami a nessun altro.") \
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
	X(TEL_NO_DEVICE, "No device has this serial number.", "Nessun apparecchio ha questo numero di serie.")
/* clang-format on */

#endif
