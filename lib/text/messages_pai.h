/* Texts of the care plan on screen. */
#ifndef TEXT_MESSAGES_PAI_H
#define TEXT_MESSAGES_PAI_H

/* clang-format off */
#define MESSAGES_PAI(X) \
	X(PAI_TITLE, "Care plan (PAI)", "Piano assistenziale (PAI)") \
	X(PAI_NO_SERVICE, "This service is not in the tables: look for it by name or code.", "Questa prestazione non è nelle tabelle: la cerchi per nome o codice.") \
	X(PAI_NO_REASON, "Please say why, in at most 1000 characters: the reason stays with the plan.", "Scriva il motivo, al massimo 1000 caratteri: resta insieme al piano.") \
	X(PAI_TIMES_RANGE, "A service can be planned from once in ten years to 366 times a year.", "Una prestazione si può prevedere da una volta ogni dieci anni a 366 volte l'anno.") \
	X(PAI_NOT_PLANNED, "This service is not in the plan any more: perhaps it was removed in another window.", "Questa prestazione non è più nel piano: forse è stata tolta in un'altra finestra.") \
	X(PAI_NOT_LEFT_OUT, "This service is not among those left out: perhaps it was put back in another window.", "Questa prestazione non è tra quelle lasciate fuori: forse è stata rimessa in un'altra finestra.") \
	X(PAI_PLANNED_ALREADY, "This service is in the plan already: change how often.", "Questa prestazione è già nel piano: cambi la frequenza.") \
	X(PAI_NO_DRAFT, "There is no draft now: it was signed or closed meanwhile. A signed plan is changed by a new version.", "Adesso non c'è nessuna bozza: nel frattempo è stata firmata o chiusa. Un piano firmato si cambia con una nuova versione.") \
	X(PAI_OTHER_DRAFT, "Meanwhile the draft you were looking at was signed, and a new one was begun. Check the new one, then repeat the change if it is still needed.", "Nel frattempo la bozza che stava guardando è stata firmata e ne è stata iniziata un'altra. Controlli la nuova e, se serve ancora, ripeta la modifica.") \
	X(PAI_CHANGED_MEANWHILE, "The draft changed after you opened this page, so it was not signed. Here is how it stands now.", "La bozza è cambiata dopo che ha aperto questa pagina, quindi non è stata firmata. Ecco com'è adesso.") \
	X(PAI_PROPOSED_ALREADY, "The draft waits for the doctor already.", "La bozza è già in attesa del medico.") \
	X(PAI_SIGNED_MEANWHILE, "The plan was signed at this moment in another window.", "Il piano è stato firmato in questo momento da un'altra finestra.")
/* clang-format on */

#endif
