/* Texts of the registers of the agency. */
#ifndef TEXT_MESSAGES_REGISTER_H
#define TEXT_MESSAGES_REGISTER_H

/* clang-format off */
#define MESSAGES_REGISTER(X) \
	X(AGE_NO_SCOPE, "Your user is bound to an organisation that is no health agency: an administrator can bind it to yours.", "Il suo utente è legato a un ente che non è un'ATS: un amministratore può legarlo alla sua.") \
	X(REG_TITLE, "Registers", "Registri") \
	X(REG_LEAD, "Who may take charge of chronic people and look after them, on which days, and which file said so.", "Chi può prendere in carico e curare le persone croniche, in quali giorni, e quale file lo ha detto.") \
	X(REG_OF, "Your territory: {name}.", "Il suo territorio: {name}.") \
	X(REG_OWN, "What concerns your cooperative: itself, its doctors, the providers of its territory.", "Ciò che riguarda la sua cooperativa: l'iscrizione, i suoi medici, gli erogatori del territorio.") \
	X(REG_TABS, "Registers", "Registri") \
	X(REG_DOCTORS, "Adhering doctors", "Medici aderenti") \
	X(REG_MANAGERS, "Suitable managers", "Gestori idonei") \
	X(REG_PROVIDERS, "Suitable providers", "Erogatori idonei") \
	X(REG_ABOUT_DOCTORS, "Family doctors who joined the taking charge, alone or with others.", "Medici di famiglia che hanno aderito alla presa in carico, da soli o con altri.") \
	X(REG_ABOUT_MANAGERS, "Cooperatives and public hospitals that answer for the care of a person.", "Cooperative e ASST che rispondono della cura di una persona.") \
	X(REG_ABOUT_PROVIDERS, "Hospitals, clinics and points of blood draw where the services of a plan are given.", "Ospedali, poliambulatori e punti prelievo dove si erogano le prestazioni di un piano.") \
	X(REG_DAY, "In the register on", "Iscritti il giorno") \
	X(REG_EVER, "also past and future entries", "anche iscrizioni passate e future") \
	X(REG_PLACE, "Province or municipality", "Provincia o comune") \
	X(REG_PROVINCES, "Provinces", "Province") \
	X(REG_TYPE, "Kind", "Tipo") \
	X(REG_NAME, "Name", "Nome") \
	X(REG_CODE, "Code", "Codice") \
	X(REG_TOWN, "Municipality", "Comune") \
	X(REG_MANAGER, "Manager", "Gestore") \
	X(REG_FROM, "From", "Dal") \
	X(REG_TO, "To", "Al") \
	X(REG_MEMBERS, "Doctors", "Medici") \
	X(REG_PEOPLE, "People", "Assistiti") \
	X(REG_SOURCE, "Source", "Fonte") \
	X(REG_RECORDED, "recorded on {date}", "registrato il {date}") \
	X(REG_NO_END, "no end", "senza fine") \
	X(REG_LEFT, "left", "non più iscritto") \
	X(REG_COMING, "not yet", "non ancora iscritto") \
	X(REG_NO_MANAGER, "none on that day", "nessuno quel giorno") \
	X(REG_SEE_PEOPLE, "levels and diseases of the people of {name}", "livelli e malattie degli assistiti di {name}") \
	X(REG_PEOPLE_OF, "People: those of the stratification of {date}; the number opens their levels and diseases.", "Assistiti: quelli della stratificazione al {date}; il numero apre livelli e malattie.") \
	X(REG_NONE, "Nobody is in this register on {date}.", "Nessuna iscrizione in questo registro al {date}.") \
	X(REG_NONE_HOW, "Entries come with the registries (doctors, managers) and with the agendas (providers). Choose another day.", "Le iscrizioni arrivano con le anagrafi (medici, gestori) e con le agende (erogatori). Scelga un altro giorno.") \
	X(REG_IMPORT, "Import them", "Le importi") \
	X(REG_NONE_FITS, "No entry fits what you asked.", "Nessuna iscrizione corrisponde a ciò che ha chiesto.") \
	X(REG_MMG, "family doctor", "medico di famiglia") \
	X(REG_PLS, "paediatrician", "pediatra di famiglia") \
	X(REG_CPC, "cooperative of doctors", "cooperativa di medici") \
	X(REG_ASST, "public hospital trust", "ASST") \
	X(REG_HOSPITAL, "hospital", "ospedale") \
	X(REG_CLINIC, "outpatient clinic", "poliambulatorio") \
	X(REG_LAB, "point of blood draw", "punto prelievi")
/* clang-format on */

#endif
