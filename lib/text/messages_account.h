/* Texts of sign-on, users, roles, access to records. */
#ifndef TEXT_MESSAGES_ACCOUNT_H
#define TEXT_MESSAGES_ACCOUNT_H

/* clang-format off */
#define MESSAGES_ACCOUNT(X) \
	X(ACC_SIGN_ON, "Sign on", "Accedi") \
	X(ACC_WRONG, "The user name or the password is wrong. Check them and try again.", "Nome utente o password non corretti. Li controlli e riprovi.") \
	X(ACC_WAIT, "Too many attempts. Wait a little before you try again; if you forgot the password, ask the administrator for a new one.", "Troppi tentativi. Aspetti un poco prima di riprovare; se ha dimenticato la password, ne chieda una nuova all'amministratore.") \
	X(ACC_BUSY, "Many people are signing on at this instant. Try again in a few seconds.", "Molte persone stanno entrando in questo istante. Riprovi tra qualche secondo.") \
	X(ACC_SESSION_ENDED, "Your session has ended. Sign on again to go on.", "La sessione è finita. Acceda di nuovo per continuare.") \
	X(ACC_CODE_WRONG, "The code is wrong or was used already. Wait for the next one in your app and type it.", "Il codice non è corretto o è già stato usato. Aspetti il prossimo nell'app e lo scriva.") \
	X(ACC_FACTOR_UNREADABLE, "The code of your app cannot be checked at the moment. Type one of your recovery codes, or ask who manages the accounts to let you set up your phone again.", "In questo momento il codice dell'app non si può verificare. Scriva uno dei suoi codici di riserva, o chieda a chi gestisce gli utenti di farle registrare di nuovo il telefono.") \
	X(ACC_CODES_OVER, "Too many wrong codes. Sign on again from the beginning.", "Troppi codici sbagliati. Acceda di nuovo dall'inizio.") \
	X(ACC_NOT_YET, "Complete the sign-on first.", "Prima completi l'accesso.") \
	X(ACC_NOT_YOUR_ROLE, "You do not have that role today.", "Oggi non ha quel ruolo.") \
	X(ACC_OLD_WRONG, "The present password is wrong.", "La password attuale non è corretta.") \
	X(ACC_PASSWORD_SHORT, "The password is too short: use at least 12 characters. A few words that only you would put together are good.", "La password è troppo corta: usi almeno 12 caratteri. Vanno bene alcune parole che solo lei metterebbe insieme.") \
	X(ACC_PASSWORD_LONG, "The password is too long: use at most 128 characters.", "La password è troppo lunga: usi al massimo 128 caratteri.") \
	X(ACC_PASSWORD_UNREADABLE, "The password holds characters that cannot be typed everywhere: write it on one line.", "La password contiene caratteri che non si possono scrivere ovunque: la scriva su una riga.") \
	X(ACC_PASSWORD_COMMON, "This password is among the first that others would try. Use a few words that only you would put together.", "Questa password è tra le prime che altri proverebbero. Usi alcune parole che solo lei metterebbe insieme.") \
	X(ACC_PASSWORD_PERSONAL, "The password is hardly more than your name. Use a few other words.", "La password è poco più del suo nome. Usi alcune altre parole.") \
	X(ACC_PASSWORD_SAME, "The new password is the same as the present one: choose another.", "La nuova password è uguale a quella attuale: ne scelga un'altra.") \
	X(ACC_FACTOR_WANTED, "Your role asks for a second factor: it cannot be switched off.", "Il suo ruolo richiede il secondo fattore: non si può togliere.") \
	X(ACC_SESSION_GONE, "That session has already ended.", "Quella sessione è già finita.") \
	X(ACC_NO_USER, "There is no such user.", "Questo utente non esiste.") \
	X(ACC_LOGIN_TAKEN, "This user name is taken: choose another.", "Questo nome utente è già usato: ne scelga un altro.") \
	X(ACC_LOGIN_WRONG, "A user name has 3 to 64 characters: letters without accents, digits, full stop, hyphen, underscore, @.", "Un nome utente ha da 3 a 64 caratteri: lettere senza accenti, cifre, punto, trattino, sottolineato, @.") \
	X(ACC_NAME_WRONG, "Write the name on one line, with at most 100 characters.", "Scriva il nome su una riga, con al massimo 100 caratteri.") \
	X(ACC_EMAIL_WRONG, "This is not an e-mail address: write it like name@place.it, or leave it empty.", "Questo non è un indirizzo e-mail: lo scriva come nome@luogo.it, o lo lasci vuoto.") \
	X(ACC_NOT_ONESELF, "You cannot disable your own account: another administrator can.", "Non può disattivare il suo stesso utente: lo può fare un altro amministratore.") \
	X(ACC_ROLE_DOCTOR, "Choose the doctor that the role is for.", "Scelga il medico per cui vale il ruolo.") \
	X(ACC_ROLE_ORG, "Choose the organisation that the role is for.", "Scelga l'ente per cui vale il ruolo.") \
	X(ACC_ROLE_PERSON, "Choose the person that the role is for.", "Scelga la persona per cui vale il ruolo.") \
	X(ACC_ROLE_NOT_GIVEN, "This role cannot be given.", "Questo ruolo non si può dare.") \
	X(ACC_ROLE_TOO_MUCH, "This role is for one doctor, one organisation or one person, not more.", "Questo ruolo vale per un medico, un ente o una persona, non di più.") \
	X(ACC_ROLE_TWICE, "The user already has this role on some of those days.", "L'utente ha già questo ruolo in alcuni di quei giorni.") \
	X(ACC_ROLE_GONE, "This role is no longer there.", "Questo ruolo non c'è più.") \
	X(ACC_DATES, "The last day comes before the first: check the dates.", "L'ultimo giorno viene prima del primo: controlli le date.") \
	X(ACC_DATES_PAST, "Those days are over: choose days from today on.", "Quei giorni sono passati: scelga giorni da oggi in poi.") \
	X(ACC_DELEGATE_OWN, "You can let another doctor act for your own patients only.", "Può delegare solo per i suoi assistiti.") \
	X(ACC_DELEGATE_LONG, "A delegation lasts three months at most: choose an earlier last day.", "Una delega dura al massimo tre mesi: scelga un ultimo giorno più vicino.") \
	X(ACC_DELEGATE_SELF, "Choose another doctor: nobody delegates to themselves.", "Scelga un altro medico: non si delega a se stessi.") \
	X(ACC_DELEGATE_TWICE, "That doctor is already delegated on some of those days.", "Quel medico è già delegato in alcuni di quei giorni.") \
	X(ACC_DELEGATION_GONE, "This delegation is no longer there.", "Questa delega non c'è più.") \
	X(ACC_DELEGATION_OVER, "This delegation is already over.", "Questa delega è già finita.") \
	X(ACC_REASON_LONG, "Write the reason in at most 300 characters.", "Scriva il motivo in al massimo 300 caratteri.") \
	X(ACC_SIGN_ON_TITLE, "Sign on", "Accesso") \
	X(ACC_SIGN_ON_HINT, "You forgot the password, or have none? Ask who manages the accounts of your practice, centre or agency; citizens ask their doctor.", "Ha dimenticato la password, o non ce l'ha? La chieda a chi gestisce gli utenti del suo studio, centro o agenzia; i cittadini la chiedono al proprio medico.") \
	X(ACC_LOGIN, "User name", "Nome utente") \
	X(ACC_PASSWORD, "Password", "Password") \
	X(ACC_GO_ON, "Go on", "Continua") \
	X(ACC_CODE_TITLE, "Second step: the code", "Secondo passo: il codice") \
	X(ACC_CODE_TEXT, "Open the authenticator app on your phone and type the six digits it shows for Prossima.", "Apra l'app di autenticazione sul telefono e scriva le sei cifre che mostra per Prossima.") \
	X(ACC_CODE, "Code", "Codice") \
	X(ACC_CODE_SIX, "The six digits", "Le sei cifre") \
	X(ACC_CODE_LOST, "I do not have my phone", "Non ho il telefono") \
	X(ACC_CODE_LOST_TEXT, "Type one of the recovery codes that you kept; each works once. If you have none left, who manages the accounts can let you set up a new phone.", "Scriva uno dei codici di riserva che ha conservato; ognuno vale una volta. Se non ne ha più, chi gestisce gli utenti può farle registrare un nuovo telefono.") \
	X(ACC_SIGNING_ON_AS, "You are signing on as", "Sta accedendo come") \
	X(ACC_NOT_ME, "It is not me", "Non sono io") \
	X(ACC_CHOOSE_PASSWORD, "Choose your password", "Scelga la sua password") \
	X(ACC_CHOOSE_PASSWORD_TEXT, "The password you were given works once. Choose one that only you know.", "La password che le hanno dato vale una volta. Ne scelga una che conosce solo lei.") \
	X(ACC_PASSWORD_NEW, "New password", "Nuova password") \
	X(ACC_PASSWORD_AGAIN, "The same again", "Ancora la stessa") \
	X(ACC_PASSWORD_RULES, "At least 12 characters. Three or four words that only you would put together are good and easy to remember.", "Almeno 12 caratteri. Tre o quattro parole che solo lei metterebbe insieme vanno bene e si ricordano facilmente.") \
	X(ACC_PASSWORD_DIFFERS, "it differs from the one above: type the same twice.", "è diversa da quella sopra: scriva due volte la stessa.") \
	X(ACC_FACTOR_TITLE, "A second key for your account", "Una seconda chiave per il suo conto") \
	X(ACC_FACTOR_TEXT, "Your role opens health data, so a password alone is not enough: an app on your phone gives a code that changes every thirty seconds. It takes two minutes, once.", "Il suo ruolo apre dati di salute, quindi la sola password non basta: un'app sul telefono dà un codice che cambia ogni trenta secondi. Servono due minuti, una volta sola.") \
	X(ACC_FACTOR_TEXT_OWN, "An app on your phone gives a code that changes every thirty seconds: who learns your password still cannot get in.", "Un'app sul telefono dà un codice che cambia ogni trenta secondi: chi scopre la password non riesce comunque a entrare.") \
	X(ACC_FACTOR_STEP_APP, "Install any authenticator app on your phone, if you have none (they all work in the same way).", "Installi sul telefono un'app di autenticazione, se non ne ha una (funzionano tutte allo stesso modo).") \
	X(ACC_FACTOR_STEP_KEY, "In the app choose to add an account, and point the phone at this picture.", "Nell'app scelga di aggiungere un account, e inquadri questa immagine con il telefono.") \
	X(ACC_FACTOR_OR_TYPE, "You cannot take the picture, or the app is on this phone? Choose to type a key and type this one; it says the same:", "Non può inquadrarla, o l'app è su questo telefono? Scelga di scrivere una chiave e scriva questa; dice la stessa cosa:") \
	X(ACC_FACTOR_QR, "Picture for the authenticator app (QR code)", "Immagine per l'app di autenticazione (codice QR)") \
	X(ACC_FACTOR_QR_DESC, "It holds the name of the account and the key that is written beside it.", "Contiene il nome dell'account e la chiave scritta qui accanto.") \
	X(ACC_FACTOR_ACCOUNT, "Name of the account:", "Nome dell'account:") \
	X(ACC_FACTOR_KIND, "Kind: by time.", "Tipo: basato sull'ora.") \
	X(ACC_FACTOR_URI, "Address for apps that take a link", "Indirizzo per le app che accettano un collegamento") \
	X(ACC_FACTOR_STEP_CODE, "Type the six digits that the app shows now.", "Scriva le sei cifre che l'app mostra adesso.") \
	X(ACC_FACTOR_ON, "Switch it on", "Attiva") \
	X(ACC_RECOVERY_TITLE, "Keep these codes", "Conservi questi codici") \
	X(ACC_RECOVERY_TEXT, "They let you in when you do not have your phone. Each works once. Print them or write them down, and keep them where you keep your documents.", "La fanno entrare quando non ha il telefono. Ognuno vale una volta. Li stampi o li scriva, e li tenga dove tiene i documenti.") \
	X(ACC_RECOVERY_ONCE, "They are shown this time only.", "Si vedono solo questa volta.") \
	X(ACC_RECOVERY_DONE, "I have kept them, go on", "Li ho conservati, continua") \
	X(ACC_ROLE_TITLE, "What are you here for?", "Con quale ruolo lavora adesso?") \
	X(ACC_ROLE_TEXT, "You have more than one role. Choose one; you can change at any time from the menu with your name.", "Ha più di un ruolo. Ne scelga uno; può cambiare quando vuole dal menù con il suo nome.") \
	X(ACC_ROLE_NONE, "You have no role today, so there is nothing to open. Ask who manages the accounts to give you one.", "Oggi non ha nessun ruolo, quindi non c'è nulla da aprire. Chieda a chi gestisce gli utenti di dargliene uno.") \
	X(ACC_ROLE_UNTIL, "until", "fino al") \
	X(ACC_ROLE_NOW, "You are working in this role", "Sta lavorando con questo ruolo") \
	X(ACC_ROLE_CHOOSE, "Choose", "Scegli") \
	X(ACC_LOGGED_OUT, "You have left. See you soon.", "È uscito. A presto.") \
	X(ACC_NO_PERSON, "There is no such person.", "Questa persona non c'è.") \
	X(ACC_NO_RELATION, "You do not follow this person: choosing a purpose is not enough.", "Lei non segue questa persona: scegliere una finalità non basta.") \
	X(ACC_NO_GLASS, "This record cannot be opened in an emergency by your role, or it is open to you anyway.", "Con il suo ruolo questa cartella non si può aprire in emergenza, oppure per lei è già aperta.") \
	X(ACC_REASON_SHORT, "Write the reason in at least 15 characters: the person, their doctor and the administrators will read it.", "Scriva il motivo in almeno 15 caratteri: lo leggeranno la persona, il suo medico e gli amministratori.") \
	X(ACC_NO_ALERT, "There is no such alert.", "Questo avviso non c'è.") \
	X(ACC_ALERT_SEEN_ALREADY, "Somebody looked into this alert already.", "Qualcuno ha già verificato questo avviso.") \
	X(ACC_NOTE_MISSING, "Write what you found out.", "Scriva che cosa ha verificato.") \
	X(ACC_NO_DOCTOR_CODE, "No doctor has this code: check it.", "Nessun medico ha questo codice: lo controlli.") \
	X(ACC_OPEN_FIRST, "Open the record of this person first, then do it again.", "Prima apra la cartella di questa persona, poi riprovi.") \
	X(ACC_OPEN_RECORD, "Open the record", "Apri la cartella") \
	X(ACC_LEAVE_IT, "Leave it", "Lascia stare") \
	X(ACC_PURPOSE_TITLE, "Why do you open this record?", "Perché apre questa cartella?") \
	X(ACC_PURPOSE_TEXT, "This person is not one of your own patients. You may open the record; say what for. It is asked once a day for each person.", "Questa persona non è tra i suoi assistiti. Può aprire la cartella, ma dica per quale motivo. Lo chiediamo una volta al giorno per ogni persona.") \
	X(ACC_PURPOSE_LEGEND, "The purpose", "Finalità") \
	X(ACC_PURPOSE_SUBSTITUTE, "I take care of them in place of their doctor", "La assisto al posto del suo medico") \
	X(ACC_PURPOSE_REQUEST, "The person asked me to", "Me lo ha chiesto la persona") \
	X(ACC_PURPOSE_EMERGENCY, "An emergency", "Un'emergenza") \
	X(ACC_PURPOSE_VISIT, "A visit or a report for them", "Una visita o un referto per la persona") \
	X(ACC_PURPOSE_ADMINISTRATION, "Appointments or papers", "Appuntamenti o pratiche") \
	X(ACC_PURPOSE_HINT, "What you choose is written down, and the person sees it in their own page.", "Ciò che sceglie resta scritto, e la persona lo vede nella sua pagina.") \
	X(ACC_GLASS_TITLE, "Open the record in an emergency", "Aprire la cartella in emergenza") \
	X(ACC_GLASS_TEXT, "You do not follow this person. If their health needs it now, you can open the record all the same.", "Lei non segue questa persona. Se la sua salute lo richiede adesso, può aprire la cartella lo stesso.") \
	X(ACC_GLASS_READ, "You can read it for eight hours; you cannot sign, change or book anything.", "Può leggerla per otto ore; non può firmare, modificare o prenotare nulla.") \
	X(ACC_GLASS_TOLD, "The person, their doctor and the administrators are told, with your name and your reason.", "Ne vengono informati la persona, il suo medico e gli amministratori, con il suo nome e il motivo.") \
	X(ACC_GLASS_KEPT, "Somebody checks every opening of this kind.", "Ogni apertura di questo tipo viene verificata da qualcuno.") \
	X(ACC_GLASS_REASON, "Why is it needed now?", "Perché serve adesso?") \
	X(ACC_GLASS_HINT, "At least 15 characters.", "Almeno 15 caratteri.") \
	X(ACC_GLASS_BREAK, "Open in an emergency", "Apri in emergenza") \
	X(ACC_ALERTS_TITLE, "Records opened in an emergency", "Cartelle aperte in emergenza") \
	X(ACC_ALERTS_TEXT, "Somebody who does not follow these people opened their record. Check whether it was right, and write what you found.", "Qualcuno che non segue queste persone ne ha aperto la cartella. Verifichi se era giusto, e scriva che cosa ha trovato.") \
	X(ACC_ALERTS_NONE, "No record was ever opened in an emergency.", "Nessuna cartella è mai stata aperta in emergenza.") \
	X(ACC_ALERTS_NONE_OPEN, "Nothing to check: no record was opened in an emergency, or all were looked into.", "Nulla da verificare: nessuna cartella è stata aperta in emergenza, o tutte sono già state verificate.") \
	X(ACC_ALERTS_SHOW_ALL, "Show those already checked too", "Mostra anche quelle già verificate") \
	X(ACC_ALERTS_SHOW_OPEN, "Show only those to check", "Mostra solo quelle da verificare") \
	X(ACC_ALERTS_REASON, "The reason given:", "Il motivo scritto:") \
	X(ACC_ALERTS_SEEN, "Checked", "Verificato") \
	X(ACC_ALERTS_NOTE, "What you found", "Che cosa ha verificato") \
	X(ACC_ALERTS_MARK, "Mark as checked", "Segna come verificato") \
	X(ACC_ALERTS_MARKED, "Marked as checked.", "Segnato come verificato.") \
	X(ACC_DELEGATIONS_TITLE, "Substitutes", "Sostituti") \
	X(ACC_DELEGATIONS_TEXT, "While you are away another doctor can act for your patients: see them, prepare and sign plans. Only in the days you choose.", "Mentre è via un altro medico può occuparsi dei suoi assistiti: vederli, preparare e firmare i piani. Solo nei giorni che sceglie.") \
	X(ACC_DELEGATIONS_LIST, "Given and received", "Date e ricevute") \
	X(ACC_DELEGATIONS_NONE, "No delegation yet: nobody acts for your patients, and you act for nobody else's.", "Ancora nessuna delega: nessuno si occupa dei suoi assistiti, e lei non si occupa di quelli di altri.") \
	X(ACC_DELEGATION_GIVEN, "acts for your patients", "si occupa dei suoi assistiti") \
	X(ACC_DELEGATION_RECEIVED, "you act for their patients", "lei si occupa dei suoi assistiti") \
	X(ACC_DELEGATION_FROM, "from", "dal") \
	X(ACC_DELEGATION_TO, "to", "al") \
	X(ACC_DELEGATION_NOW, "Now", "In corso") \
	X(ACC_DELEGATION_PAST, "Over", "Finita") \
	X(ACC_DELEGATION_END, "End it now", "Termina ora") \
	X(ACC_DELEGATION_NEW, "A new substitute", "Nuovo sostituto") \
	X(ACC_DELEGATION_DOCTOR, "Code of the doctor", "Codice del medico") \
	X(ACC_DELEGATION_DOCTOR_HINT, "The regional code, as it stands on prescriptions.", "Il codice regionale, come sta sulle ricette.") \
	X(ACC_DELEGATION_FIRST, "First day", "Primo giorno") \
	X(ACC_DELEGATION_LAST, "Last day", "Ultimo giorno") \
	X(ACC_DELEGATION_REASON, "Reason (holiday, illness, ...)", "Motivo (ferie, malattia, ...)") \
	X(ACC_DELEGATION_GIVE, "Let them act", "Delega") \
	X(ACC_DELEGATION_DONE, "Done: the substitute can act in those days.", "Fatto: il sostituto può agire in quei giorni.") \
	X(ACC_DELEGATION_ENDED, "The delegation has ended.", "La delega è terminata.") \
	X(ACC_SESSIONS, "Where you are signed on", "Dove ha fatto l'accesso") \
	X(ACC_SESSIONS_TEXT, "If you do not know one of them, end it and change your password.", "Se non ne riconosce uno, lo chiuda e cambi la password.") \
	X(ACC_SESSION_ROLE, "Role", "Ruolo") \
	X(ACC_SESSION_ADDRESS, "Address", "Indirizzo") \
	X(ACC_SESSION_SINCE, "Since", "Dal") \
	X(ACC_SESSION_LAST, "Last used", "Ultimo uso") \
	X(ACC_SESSION_END, "End", "Chiudi") \
	X(ACC_SESSION_THIS, "This one", "Questo") \
	X(ACC_SESSION_ENDED_DONE, "That session has ended.", "Quell'accesso è stato chiuso.") \
	X(ACC_LOG_OUT_EVERYWHERE, "Log out everywhere else", "Esci da tutti gli altri") \
	X(ACC_LOGGED_OUT_EVERYWHERE, "You are signed on here only.", "Adesso è collegato solo da qui.") \
	X(ACC_EVENTS, "What happened to your account", "Che cosa è successo al suo conto") \
	X(ACC_EVENTS_NONE, "Nothing yet: changes of password, of the second key and of roles are listed here, and sign-ons from a new browser.", "Ancora nulla: qui si vedono i cambi di password, della seconda chiave e dei ruoli, e gli accessi da un nuovo dispositivo.") \
	X(ACC_EVENTS_OLDER, "What happened before", "Che cosa è successo prima") \
	X(ACC_EVENTS_TEXT, "Was one of these not you?", "Qualcosa non l'ha fatto lei?") \
	X(ACC_LOCK_LINK, "It was not me: lock my account", "Non sono stato io: blocca il conto") \
	X(ACC_LOCK_TITLE, "It was not me", "Non sono stato io") \
	X(ACC_LOCK_TEXT, "If somebody else did something with your account, lock it now. This is what happens:", "Se qualcun altro ha usato il suo conto, lo blocchi adesso. Ecco che cosa succede:") \
	X(ACC_LOCK_SESSIONS, "every session ends, this one too, on every device;", "si chiudono tutti gli accessi, anche questo, su ogni dispositivo;") \
	X(ACC_LOCK_KEYS, "the password and the second key stop working, and nobody gets in any more;", "la password e la seconda chiave non valgono più, e nessuno entra;") \
	X(ACC_LOCK_BACK, "to come back, ask who manages the accounts: they make sure that it is you, and give you a new password; then you set up your phone again;", "per rientrare si rivolga a chi gestisce gli utenti: verifica che sia lei e le dà una nuova password; poi registra di nuovo il telefono;") \
	X(ACC_LOCK_STAYS, "nothing of your work is lost. Roles and substitutes stay as they are: tell the administrator if one of them is wrong.", "il suo lavoro non si perde. Ruoli e sostituti restano come sono: se uno non è giusto, lo dica all'amministratore.") \
	X(ACC_LOCK_DO, "Lock my account", "Blocca il conto") \
	X(ACC_LOCK_LEAVE, "Leave it", "Lascia stare") \
	X(ACC_LOCKED_DONE, "Your account is locked: nobody can get in. Ask who manages the accounts for a new password.", "Il suo conto è bloccato: nessuno può entrare. Chieda una nuova password a chi gestisce gli utenti.") \
	X(ACC_LINK_OVER, "This link is over: it works for two weeks and once. If you fear for your account, sign on and lock it, or call who manages the accounts.", "Questo collegamento non vale più: dura due settimane e vale una volta. Se teme per il suo conto, acceda e lo blocchi, o chiami chi gestisce gli utenti.") \
	X(ACC_EV_NEW_DEVICE, "Sign-on from a new browser", "Accesso da un nuovo dispositivo") \
	X(ACC_EV_RECOVERY_USED, "A recovery code was used", "Usato un codice di riserva") \
	X(ACC_EV_PASSWORD, "Password changed", "Password cambiata") \
	X(ACC_EV_PASSWORD_RESET, "A new password was given", "Data una nuova password") \
	X(ACC_EV_FACTOR_ON, "Second key switched on", "Seconda chiave attivata") \
	X(ACC_EV_FACTOR_OFF, "Second key switched off", "Seconda chiave tolta") \
	X(ACC_EV_ROLE_GIVEN, "Role given", "Ruolo dato") \
	X(ACC_EV_ROLE_ENDED, "Role ended", "Ruolo terminato") \
	X(ACC_EV_DELEGATION_GIVEN, "Another doctor acts for your patients", "Un altro medico si occupa dei suoi assistiti") \
	X(ACC_EV_DELEGATION_TAKEN, "You act for the patients of another doctor", "Si occupa degli assistiti di un altro medico") \
	X(ACC_EV_DELEGATION_ENDED, "A substitution has ended", "Finita una sostituzione") \
	X(ACC_EV_CHANGED, "Name or e-mail changed", "Cambiati nome o e-mail") \
	X(ACC_EV_DISABLED, "Account disabled", "Conto disattivato") \
	X(ACC_EV_ENABLED, "Account enabled again", "Conto riattivato") \
	X(ACC_EV_LOCKED, "Account locked: it was not you", "Conto bloccato: non era stato lei") \
	X(ACC_EV_BY_SELF, "with your account", "con il suo conto") \
	X(ACC_EV_BY_ADMIN, "by an administrator", "da un amministratore") \
	X(ACC_EV_BY_COMMAND, "by who runs the server", "da chi gestisce il server") \
	X(ACC_EV_BY_DOCTOR, "by the other doctor", "dall'altro medico") \
	X(ACC_EV_ADDRESS, "from", "da") \
	X(ACC_USER_LOCKED, "Locked by its user", "Bloccato dall'utente") \
	X(ACC_USER_LOCKED_TEXT, "The user said that somebody else had used the account. Speak with them, look at what was done in their name and at their roles, and make sure that it is them: a new password unlocks it.", "L'utente ha segnalato che qualcun altro ha usato il conto. Lo senta, guardi che cosa è stato fatto a suo nome e i suoi ruoli, e verifichi che sia davvero lui: una nuova password lo sblocca.") \
	X(ACC_LANGUAGE, "Language", "Lingua") \
	X(ACC_LANGUAGE_OF_PAGES, "Language of the pages", "Lingua delle pagine") \
	X(ACC_SAVE, "Save", "Salva") \
	X(ACC_SAVED, "Saved.", "Salvato.") \
	X(ACC_CHANGE_PASSWORD, "Change the password", "Cambia la password") \
	X(ACC_PASSWORD_NOW, "Present password", "Password attuale") \
	X(ACC_PASSWORD_CHANGED, "The password is changed. Other sessions have ended.", "La password è cambiata. Gli altri accessi sono stati chiusi.") \
	X(ACC_FACTOR, "Second key", "Seconda chiave") \
	X(ACC_FACTOR_IS_ON, "On", "Attiva") \
	X(ACC_FACTOR_IS_OFF, "Off", "Non attiva") \
	X(ACC_FACTOR_ON_TEXT, "At every sign-on a code of your phone is asked.", "A ogni accesso si chiede il codice del telefono.") \
	X(ACC_FACTOR_ANOTHER, "Move it to another phone", "Passa a un altro telefono") \
	X(ACC_FACTOR_SET_UP, "Set it up", "Attivala") \
	X(ACC_FACTOR_OFF, "Switch it off", "Disattiva") \
	X(ACC_FACTOR_GONE, "The second key is off.", "La seconda chiave non è più attiva.") \
	X(ACC_USER_NEW, "New user", "Nuovo utente") \
	X(ACC_USER_ROLE, "Role", "Ruolo") \
	X(ACC_USER_ROLES, "Roles", "Ruoli") \
	X(ACC_USER_NAME, "Name", "Nome") \
	X(ACC_USER_EMAIL, "E-mail (may be left empty)", "E-mail (si può lasciare vuota)") \
	X(ACC_USER_LAST, "Last sign-on", "Ultimo accesso") \
	X(ACC_USER_STATE, "State", "Stato") \
	X(ACC_USER_NEVER, "never", "mai") \
	X(ACC_USER_DISABLED, "Disabled", "Disattivato") \
	X(ACC_USER_MUST_CHANGE, "One-time password", "Password provvisoria") \
	X(ACC_USER_FACTOR, "Second key", "Seconda chiave") \
	X(ACC_ANY, "any", "tutti") \
	X(ACC_FILTER, "Filter", "Filtra") \
	X(ACC_USERS_NONE, "No user fits what you searched.", "Nessun utente corrisponde alla ricerca.") \
	X(ACC_USER_LOGIN_HINT, "Letters without accents, digits, . - _ @", "Lettere senza accenti, cifre, . - _ @") \
	X(ACC_USER_NO_ROLE, "no role yet", "ancora nessun ruolo") \
	X(ACC_USER_FOR, "For (code)", "Per (codice)") \
	X(ACC_USER_FOR_HINT, "A doctor's or staff's role: regional code of the doctor. A citizen's: tax code. The others: code of the organisation. An administrator's: nothing.", "Medico e personale di studio: codice regionale del medico. Cittadino: codice fiscale. Gli altri: codice dell'ente. Amministratore: nulla.") \
	X(ACC_USER_LAST_DAY, "Last day (empty: no end)", "Ultimo giorno (vuoto: senza fine)") \
	X(ACC_USER_MAKE, "Make the user", "Crea l'utente") \
	X(ACC_ONE_TIME_TITLE, "A one-time password", "Una password provvisoria") \
	X(ACC_ONE_TIME_TEXT, "Give it to the person by voice or on paper, not by e-mail. At the first sign-on they choose their own.", "La dia alla persona a voce o su carta, non per e-mail. Al primo accesso ne sceglierà una sua.") \
	X(ACC_ONE_TIME, "Password, good once", "Password, vale una volta") \
	X(ACC_ONE_TIME_DONE, "I have given it, go on", "L'ho consegnata, continua") \
	X(ACC_USER_ROLES_NONE, "No role: the user can sign on but open nothing.", "Nessun ruolo: l'utente può accedere ma non aprire nulla.") \
	X(ACC_USER_ROLE_NOW, "Today", "Oggi") \
	X(ACC_USER_ROLE_END, "End now", "Termina ora") \
	X(ACC_USER_ROLE_NEW, "Give a role", "Dai un ruolo") \
	X(ACC_USER_ROLE_GIVE, "Give the role", "Dai il ruolo") \
	X(ACC_USER_ROLE_GIVEN, "The role is given.", "Il ruolo è stato dato.") \
	X(ACC_USER_ROLE_ENDED, "The role has ended.", "Il ruolo è terminato.") \
	X(ACC_USER_NAMES, "Name and e-mail", "Nome ed e-mail") \
	X(ACC_USER_KEYS, "Password and access", "Password e accesso") \
	X(ACC_USER_PASSWORD_TEXT, "Makes a one-time password and ends the user's sessions.", "Crea una password provvisoria e chiude gli accessi dell'utente.") \
	X(ACC_USER_PASSWORD, "New one-time password", "Nuova password provvisoria") \
	X(ACC_USER_FACTOR_TEXT, "For who lost the phone: a new one is set up at the next sign-on.", "Per chi ha perso il telefono: al prossimo accesso ne registrerà uno nuovo.") \
	X(ACC_USER_FACTOR_RESET, "Take the second key away", "Togli la seconda chiave") \
	X(ACC_USER_FACTOR_GONE, "The second key was taken away.", "La seconda chiave è stata tolta.") \
	X(ACC_USER_DISABLE_TEXT, "Keeps the user out from this instant. Nothing is deleted.", "Lascia fuori l'utente da subito. Nulla viene cancellato.") \
	X(ACC_USER_DISABLE, "Disable", "Disattiva") \
	X(ACC_USER_ENABLE, "Let the user in again", "Riattiva") \
	X(ACC_USER_DISABLED_DONE, "The user is disabled.", "L'utente è disattivato.") \
	X(ACC_USER_ENABLED_DONE, "The user can sign on again.", "L'utente può di nuovo accedere.")
/* clang-format on */

#endif
