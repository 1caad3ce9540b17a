/* Texts of programs that send by themselves: keys, answers, files in pieces. */
#ifndef TEXT_MESSAGES_API_H
#define TEXT_MESSAGES_API_H

/* clang-format off */
#define MESSAGES_API(X) \
	X(API_TOKEN, "A valid key is wanted (Authorization: Bearer ...). This one is not known, has expired or was revoked.", "Serve una chiave valida (Authorization: Bearer ...). Questa non è nota, è scaduta o è stata revocata.") \
	X(API_SCOPE, "This key was not made for that: make another with the right uses ticked.", "Questa chiave non è stata creata per questo: ne crei un'altra con gli usi giusti.") \
	X(API_NO_ADDRESS, "There is nothing at this address of the interface: see doc/api.md.", "A questo indirizzo dell'interfaccia non c'è nulla: veda doc/api.md.") \
	X(API_BODY, "The body is not of the kind that is taken here.", "Il corpo della richiesta non è del tipo che qui si riceve.") \
	X(API_BODY_LARGE, "The body is too large: nothing of it was taken. Send a large file in pieces.", "Il corpo della richiesta è troppo grande: non ne è stato preso nulla. Invii un file grande a pezzi.") \
	X(API_FIELD, "The field {name} is missing or cannot be.", "Il campo {name} manca o non è possibile.") \
	X(API_NOT_FOLLOWED, "Nobody of that fiscal code is followed by you, or you may not send for them: check the document.", "Nessuna persona con quel codice fiscale è seguita da lei, o non può inviare per lei: controlli il documento.") \
	X(API_FAILED, "Something did not work on our side: send the same again in a while, nothing becomes double.", "Qualcosa da parte nostra non ha funzionato: rimandi lo stesso tra poco, nulla diventa doppio.") \
	X(API_REFUSED, "This cannot be done.", "Questo non si può fare.") \
	X(API_NAME_WRONG, "Write which program uses the key, in at most 80 characters.", "Scriva quale programma usa la chiave, in al massimo 80 caratteri.") \
	X(API_SCOPES_WRONG, "Choose at least one use.", "Scelga almeno un uso.") \
	X(API_DAYS_WRONG, "A key lasts from 1 to 366 days.", "Una chiave dura da 1 a 366 giorni.") \
	X(API_ROLE_WRONG, "Keys are for those who send: doctors, practices, centres and pharmacies.", "Le chiavi sono per chi invia: medici, studi, centri e farmacie.") \
	X(API_TOO_MANY, "There are 20 keys in force already: revoke one that is not needed.", "Ci sono già 20 chiavi attive: ne revochi una che non serve.") \
	X(API_GONE, "This key is no longer in force.", "Questa chiave non è più attiva.") \
	X(API_TITLE, "Keys for programs", "Chiavi per i programmi") \
	X(API_ABOUT, "A key lets a program (the software of the practice, a device) send exams and readings in your name, without your password. Give each program its own.", "Una chiave permette a un programma (il gestionale dello studio, un apparecchio) di inviare esami e misure a suo nome, senza la sua password. Ne dia una diversa a ogni programma.") \
	X(API_NONE, "There are no keys: no program sends anything in your name.", "Non ci sono chiavi: nessun programma invia nulla a suo nome.") \
	X(API_NAME, "Program", "Programma") \
	X(API_NAME_HINT, "For example: software of the practice, ECG of room 2.", "Per esempio: gestionale dello studio, ECG dell'ambulatorio 2.") \
	X(API_USES, "Uses", "Usi") \
	X(API_USE_EXAMS, "send exams and ask how they stand", "inviare esami e chiedere a che punto sono") \
	X(API_USE_OBSERVATIONS, "send readings from home", "inviare misure prese a casa") \
	X(API_DAYS, "Days it lasts", "Giorni di durata") \
	X(API_CREATED, "Made", "Creata") \
	X(API_EXPIRES, "Until", "Fino al") \
	X(API_LAST, "Last used", "Ultimo uso") \
	X(API_NEVER, "never", "mai") \
	X(API_FROM, "{when}, from {address}", "{when}, da {address}") \
	X(API_IN_FORCE, "in force", "attiva") \
	X(API_OVER, "expired", "scaduta") \
	X(API_REVOKED, "revoked", "revocata") \
	X(API_STATE, "State", "Stato") \
	X(API_REVOKE, "Revoke", "Revoca") \
	X(API_REVOKED_DONE, "The key was revoked: the program that has it can send nothing any more.", "La chiave è stata revocata: il programma che la usa non può più inviare nulla.") \
	X(API_NEW, "A new key", "Una nuova chiave") \
	X(API_MAKE, "Make the key", "Crea la chiave") \
	X(API_MADE_TITLE, "The new key", "La nuova chiave") \
	X(API_MADE_TEXT, "Copy it into the program now: it is not shown again, and we keep no copy that can be read.", "La copi ora nel programma: non verrà mostrata di nuovo, e non ne conserviamo una copia leggibile.") \
	X(API_MADE_KEY, "Key", "Chiave") \
	X(API_MADE_DONE, "I have copied it", "L'ho copiata") \
	X(API_ACCOUNT, "Programs that send in your name", "Programmi che inviano a suo nome") \
	X(API_ACCOUNT_LINK, "Keys for programs", "Chiavi per i programmi") \
	X(ACC_EV_TOKEN_MADE, "A key for a program was made", "È stata creata una chiave per un programma") \
	X(ACC_EV_TOKEN_REVOKED, "A key for a program was revoked", "Una chiave per un programma è stata revocata") \
	X(TEL_FILES_MANY, "These files are not one exam: of an ECG choose one file (or a WFDB header with its signals), of a spirometry its blows.", "Questi file non sono un solo esame: di un ECG scelga un file (o un'intestazione WFDB con i suoi segnali), di una spirometria le sue prove.") \
	X(TUP_SEVERAL, "You can drop the file here, and choose several when they are one exam (a WFDB record, the blows of a spirometry).", "Può trascinare qui il file, e sceglierne più d'uno se formano un solo esame (un tracciato WFDB, le prove di una spirometria).") \
	X(TUP_HERE, "{name} has come already ({when}): use it for this exam", "{name} è già arrivato ({when}): usalo per questo esame") \
	X(TUP_HALF, "{name} was cut at {percent} % ({when}): choose it again and it goes on from there.", "{name} si è interrotto al {percent} % ({when}): lo scelga di nuovo e riprende da lì.") \
	X(TUP_NOT_FOUND, "This upload is not there any more, or it is not yours: begin again.", "Questo caricamento non c'è più, o non è suo: ricominci.") \
	X(TUP_OFFSET, "The piece does not begin where the file ends so far: ask where it stands, and go on from there.", "Il pezzo non comincia dove il file è arrivato: chieda a che punto è, e prosegua da lì.") \
	X(TUP_PAST_END, "The piece goes past the end of the file.", "Il pezzo va oltre la fine del file.") \
	X(TUP_EMPTY, "The piece is empty.", "Il pezzo è vuoto.") \
	X(TUP_NOT_WHOLE, "Not all of the file is here yet: send the rest first.", "Il file non è ancora arrivato per intero: prima invii il resto.") \
	X(TUP_DIGEST, "What came is not the file that was announced (another SHA-256): send it anew.", "Ciò che è arrivato non è il file annunciato (SHA-256 diverso): lo invii da capo.") \
	X(TUP_NO_DIGEST, "The SHA-256 of the file is wanted, as 64 digits and letters a to f.", "Serve lo SHA-256 del file, con 64 cifre e lettere da a a f.") \
	X(TUP_MANY, "You have 16 files on their way already: finish or drop some first.", "Ha già 16 file in arrivo: prima ne concluda o ne tolga qualcuno.") \
	X(TUP_FULL, "Too many files are on their way at this moment: try again in a while.", "In questo momento ci sono troppi file in arrivo: riprovi tra poco.")
/* clang-format on */

#endif
