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
	X(TSV_ENDS_BEFORE, "The check would end before it was done.", "La verifica scadrebbe prima di essere fatta.")
/* clang-format on */

#endif
