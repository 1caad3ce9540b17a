/* Texts of work in the background. */
#ifndef TEXT_MESSAGES_JOB_H
#define TEXT_MESSAGES_JOB_H

/* clang-format off */
#define MESSAGES_JOB(X) \
	X(JOB_TITLE, "Runs", "Elaborazioni") \
	X(JOB_BAD_FOLDER, "This is not the name of a folder: only letters, digits, dots, hyphens and underscores.", "Questo non è il nome di una cartella: solo lettere, cifre, punti, trattini e sottolineature.") \
	X(JOB_NO_IMPORT_DIR, "No import folder is set on this server: whoever runs it can say which (prossima serve --imports).", "Su questo server non è indicata la cartella di importazione: chi lo gestisce può indicarla (prossima serve --imports).") \
	X(JOB_FOLDER_MISSING, "There is no such folder in the import folder of the server: choose one of the list.", "Questa cartella non c'è nella cartella di importazione del server: ne scelga una dell'elenco.") \
	X(JOB_BAD_DATE, "Write a day of the calendar.", "Scriva un giorno del calendario.") \
	X(JOB_DATE_TO_COME, "That day has not come yet: choose today or a day before.", "Quel giorno non è ancora arrivato: scelga oggi o un giorno precedente.") \
	X(JOB_BAD_QUARTER, "Write a quarter as 2026Q1.", "Scriva un trimestre come 2026Q1.") \
	X(JOB_QUARTER_RUNS, "This quarter is not over yet: statements are computed after its last day.", "Questo trimestre non è ancora finito: le competenze si calcolano dopo l'ultimo giorno.") \
	X(JOB_PERIOD_PAST, "The first day is over already: choose one from today on.", "Il primo giorno è già passato: ne scelga uno da oggi in poi.") \
	X(JOB_BAD_PERIOD, "The last day must follow the first, by two years at most.", "L'ultimo giorno deve seguire il primo, di due anni al massimo.") \
	X(JOB_PARAM_UNKNOWN, "This work does not take that parameter.", "Questa elaborazione non prevede quel dato.") \
	X(JOB_NOT_FOUND, "There is no such run, or it is not one of yours.", "Questa elaborazione non c'è, o non è tra le sue.") \
	X(JOB_ENDED_ALREADY, "This run has ended already: there is nothing to cancel.", "Questa elaborazione è già finita: non c'è niente da annullare.") \
	X(JOB_NO_MANAGER, "Your user is not bound to a cooperative: an administrator can do it.", "Il suo utente non è legato a una cooperativa: può farlo un amministratore.")
/* clang-format on */

#endif
