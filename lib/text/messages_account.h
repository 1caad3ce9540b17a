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
	X(ACC_REASON_LONG, "Write the reason in at most 300 characters.", "Scriva il motivo in al massimo 300 caratteri.")
/* clang-format on */

#endif
