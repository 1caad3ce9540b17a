/* Texts of digital signatures, each in both languages. */
#ifndef TEXT_MESSAGES_SIGNATURE_H
#define TEXT_MESSAGES_SIGNATURE_H

/* clang-format off */
#define MESSAGES_SIGNATURE(X) \
	X(SIG_NONE, "This file has no digital signature.", "Questo file non ha una firma digitale.") \
	X(SIG_BROKEN, "The digital signature in this file cannot be read: sign the document again.", "La firma digitale di questo file non si riesce a leggere: firmi di nuovo il documento.") \
	X(SIG_TWO, "The file has more than one signature: one person signs, once.", "Il file ha più di una firma: firma una persona sola, una volta sola.") \
	X(SIG_AFTER, "Something was added to the file after the signature.", "Qualcosa è stato aggiunto al file dopo la firma.") \
	X(SIG_RANGE, "The signature does not cover the whole file.", "La firma non copre tutto il file.") \
	X(SIG_FORM, "The signature is not of the form wanted (CAdES .p7m, or PAdES in a PDF).", "La firma non è della forma richiesta (CAdES .p7m, oppure PAdES dentro un PDF).") \
	X(SIG_NO_DOCUMENT, "The signature lies apart from its document: give the document, too.", "La firma è separata dal documento: serve anche il documento.") \
	X(SIG_WEAK, "The signature was made with a method that is no longer safe (SHA-1, or a short key).", "La firma usa un metodo che non è più sicuro (SHA-1, o una chiave corta).") \
	X(SIG_ATTRIBUTES, "The signature does not say by which certificate it was made: it is no CAdES signature.", "La firma non dice con quale certificato è stata fatta: non è una firma CAdES.") \
	X(SIG_OTHER_CERTIFICATE, "The certificate in the file is not the one the signature was made with.", "Il certificato nel file non è quello con cui è stata fatta la firma.") \
	X(SIG_NO_CERTIFICATE, "The certificate of who signed is not in the file.", "Nel file manca il certificato di chi ha firmato.") \
	X(SIG_FORGED, "The signature is not that of the certificate: it was altered.", "La firma non corrisponde al certificato: è stata alterata.") \
	X(SIG_CHANGED, "The document was changed after it was signed.", "Il documento è stato modificato dopo la firma.") \
	X(SIG_NOT_FOR_SIGNING, "This certificate is not for signing documents (it may be the one for signing on).", "Questo certificato non è per firmare documenti (forse è quello per l'accesso).") \
	X(SIG_UNTRUSTED, "The certificate does not come from an authority that is trusted here.", "Il certificato non viene da un'autorità riconosciuta qui.") \
	X(SIG_NO_TRUST, "No authority is trusted here yet: who keeps the installation adds the list of authorities.", "Qui non è ancora riconosciuta nessuna autorità: chi gestisce l'installazione aggiunga l'elenco delle autorità.") \
	X(SIG_EXPIRED, "The certificate had expired when the document was signed.", "Il certificato era scaduto quando il documento è stato firmato.") \
	X(SIG_NOT_YET, "The certificate was not valid yet when the document was signed.", "Il certificato non era ancora valido quando il documento è stato firmato.") \
	X(SIG_REVOKED, "The certificate was revoked.", "Il certificato è stato revocato.") \
	X(SIG_FUTURE, "The signature says it was made in the future: check the clock of the computer that signed.", "La firma dice di essere stata fatta nel futuro: controlli l'orologio del computer che ha firmato.") \
	X(SIG_STAMP, "The time stamp of the signature does not hold.", "La marca temporale della firma non è valida.") \
	X(SIG_NO_TAX_CODE, "The certificate does not say the tax code of who signed.", "Il certificato non riporta il codice fiscale di chi ha firmato.") \
	X(SIG_OTHER_PERSON, "The document was signed by somebody else: another tax code.", "Il documento è stato firmato da un'altra persona: il codice fiscale è diverso.") \
	X(SIG_OTHER_DOCUMENT, "What was signed is not this document: download it again, and sign that file.", "Ciò che è stato firmato non è questo documento: lo scarichi di nuovo e firmi quel file.") \
	X(SIG_NO_ITEMS, "There is no certificate and no revocation list in this file.", "In questo file non c'è nessun certificato e nessuna lista di revoca.") \
	X(SIG_KEY, "The key cannot be opened: check the file and its password.", "La chiave non si apre: controlli il file e la sua password.") \
	X(SIG_AUTHOR_UNKNOWN, "Your tax code is not registered here, so a signature cannot be matched with you: who keeps the accounts adds it.", "Il suo codice fiscale non è registrato qui, e la firma non si può confrontare con lei: chi gestisce le utenze lo aggiunga.") \
	X(SIG_WANTS_CADES, "Here reports are signed with a certificate: download the document, sign it as .p7m (CAdES), and bring it back.", "Qui i referti si firmano con il certificato: scarichi il documento, lo firmi come .p7m (CAdES) e lo riporti qui.") \
	X(SIG_WANTS_PADES, "Here reports are signed with a certificate: download the document, sign it as PDF (PAdES), and bring it back.", "Qui i referti si firmano con il certificato: scarichi il documento, lo firmi come PDF (PAdES) e lo riporti qui.") \
	X(SIG_BAD_RULE, "The rule on how reports are signed is none of session, cades, pades: who keeps the rules corrects it.", "La regola su come si firmano i referti non è una di session, cades, pades: chi gestisce le regole la corregga.") \
	X(SIG_NOT_DIGITAL, "This report was signed by session: it has no digital signature.", "Questo referto è stato firmato con la sessione: non ha una firma digitale.") \
	X(SIG_DOC_TITLE, "Report of {kind} at a distance", "Referto di {kind} a distanza") \
	X(SIG_DOC_PERSON, "Person", "Assistito") \
	X(SIG_DOC_BORN, "Born", "Data di nascita") \
	X(SIG_DOC_SEX, "Sex", "Sesso") \
	X(SIG_DOC_TAKEN, "Exam of", "Esame del") \
	X(SIG_DOC_DEVICE, "Device", "Apparecchio") \
	X(SIG_DOC_SENDER, "Sent by", "Inviato da") \
	X(SIG_DOC_POOL, "Reported by", "Refertato presso") \
	X(SIG_DOC_VERSION, "Version of the report", "Versione del referto") \
	X(SIG_DOC_WRITTEN, "Written", "Scritto il") \
	X(SIG_DOC_AUTHOR, "Specialist", "Specialista") \
	X(SIG_DOC_REPLACES, "Replaces", "Sostituisce") \
	X(SIG_DOC_REPLACED, "version {version}, signed {when}, SHA-256 {digest}. Reason: {reason}", "la versione {version}, firmata il {when}, SHA-256 {digest}. Motivo: {reason}") \
	X(SIG_DOC_FILE, "SHA-256 of the recording", "SHA-256 della registrazione") \
	X(SIG_DOC_OVERRIDE, "Quality of the recording", "Qualità della registrazione") \
	X(SIG_DOC_FOOT, "Its signature is verified where the report is kept. Measurements made by a program are not a report.", "La firma si verifica dove il referto è custodito. Le misure fatte da un programma non sono un referto.") \
	X(SIG_BOX_ABOUT, "Download the document, sign it with your own certificate, bring it back: it is checked at once.", "Scarichi il documento, lo firmi con il suo certificato e lo riporti qui: si controlla subito.") \
	X(SIG_BOX_DOCUMENT, "1. Download the document to sign (PDF)", "1. Scarica il documento da firmare (PDF)") \
	X(SIG_BOX_FILE, "2. The signed file (PDF or .p7m)", "2. Il file firmato (PDF o .p7m)") \
	X(SIG_BOX_SEND, "Check, sign and deliver", "Controlla, firma e consegna") \
	X(SIG_BOX_OR, "Or with your own certificate", "Oppure con il suo certificato") \
	X(SIG_REFUSED, "The signed file was not accepted", "Il file firmato non è stato accettato") \
	X(SIG_DONE, "The signature holds. Signed and delivered to the doctor and to the person.", "La firma è valida. Firmato e consegnato al medico e all'assistito.") \
	X(SIG_DIGITAL, "Digital signature", "Firma digitale") \
	X(SIG_BY_SESSION, "signed by session: no digital signature", "firmato con la sessione: nessuna firma digitale") \
	X(SIG_PILOT_KEY, "made with a key in a file, for trials", "fatta con una chiave su file, per prove") \
	X(SIG_DOWNLOAD, "Download the report (PDF)", "Scarica il referto (PDF)") \
	X(SIG_DOWNLOAD_P7M, "Download the signed file (.p7m)", "Scarica il file firmato (.p7m)") \
	X(SIG_HOLDS, "The signature holds.", "La firma è valida.") \
	X(SIG_HOLDS_NOT, "The signature does not hold.", "La firma non è valida.") \
	X(SIG_FORM_IS, "Form", "Forma") \
	X(SIG_SIGNER, "Signed by", "Firmato da") \
	X(SIG_TAX_CODE, "Tax code", "Codice fiscale") \
	X(SIG_ISSUER, "Authority", "Autorità") \
	X(SIG_CERTIFICATE, "Certificate", "Certificato") \
	X(SIG_QUALIFIED, "qualified", "qualificato") \
	X(SIG_ADVANCED, "not qualified (an advanced signature)", "non qualificato (firma avanzata)") \
	X(SIG_VALID_UNTIL, "Valid until", "Valido fino al") \
	X(SIG_CLAIMED, "Time said by who signed", "Ora dichiarata da chi ha firmato") \
	X(SIG_STAMPED, "Time stamped", "Marca temporale") \
	X(SIG_STAMPED_BY, "Stamped by", "Marca apposta da") \
	X(SIG_RECEIVED, "Received", "Ricevuto") \
	X(SIG_REVOCATION, "Revocation", "Revoca") \
	X(SIG_REVOCATION_NOT_CHECKED, "revocation not checked: there is no list of this authority", "revoca non controllata: manca la lista di questa autorità") \
	X(SIG_REVOCATION_STALE, "revocation not checked: the list of this authority is too old", "revoca non controllata: la lista di questa autorità è troppo vecchia") \
	X(SIG_REVOCATION_GOOD, "not revoked", "non revocato")
/* clang-format on */

#endif
