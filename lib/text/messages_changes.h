/* Texts of what changed between two stratifications. */
#ifndef TEXT_MESSAGES_CHANGES_H
#define TEXT_MESSAGES_CHANGES_H

/* clang-format off */
#define MESSAGES_CHANGES(X) \
	X(CHG_RUNS, "From run {a} ({from}) to run {b} ({to}): {n} people", "Dall'elaborazione {a} ({from}) alla {b} ({to}): {n} assistiti") \
	X(CHG_RULES, "With the tables of {dir} instead of those in use, on {to}: {n} people", "Con le tabelle di {dir} al posto di quelle in uso, al {to}: {n} assistiti") \
	X(CHG_MATRIX, "People by level before (rows) and after (columns)", "Assistiti per livello prima (righe) e dopo (colonne)") \
	X(CHG_OUTSIDE, "not evaluated", "non valutati") \
	X(CHG_NO_LEVEL, "no level", "senza livello") \
	X(CHG_LEVEL, "level {n}", "livello {n}") \
	X(CHG_SAME, "same level", "stesso livello") \
	X(CHG_UP, "to a more complex level", "a un livello più complesso") \
	X(CHG_DOWN, "to a less complex level", "a un livello meno complesso") \
	X(CHG_IN, "evaluated now, not before", "valutati ora e non prima") \
	X(CHG_OUT, "evaluated before, not now", "valutati prima e non ora") \
	X(CHG_CLUSTERS, "Clusters: people before, after, gained, lost", "Raggruppamenti: assistiti prima, dopo, entrati, usciti") \
	X(CHG_CONDITIONS, "Conditions: people before, after, gained, lost", "Condizioni: assistiti prima, dopo, entrati, usciti") \
	X(CHG_NONE, "Nothing changed.", "Nulla è cambiato.") \
	X(CHG_OTHER_RULES, "The rules are not the same in the two runs: a change may come from them, and the causes are those of the rules in use.", "Le regole delle due elaborazioni non sono le stesse: un cambiamento può venire da queste, e le cause sono quelle delle regole in uso.") \
	X(CHG_BY_ENTERED, "{code} of {date} entered the window: {rule} now {holds}", "{code} del {date} è entrato nella finestra: ora {rule} {holds}") \
	X(CHG_BY_LATE, "{code} of {date} was delivered later: {rule} now {holds}", "{code} del {date} è arrivato dopo: ora {rule} {holds}") \
	X(CHG_BY_LEFT, "{code} of {date} left the window: {rule} now {holds}", "{code} del {date} è uscito dalla finestra: ora {rule} {holds}") \
	X(CHG_BY_TAKEN_BACK, "{code} of {date} was corrected or taken back: {rule} now {holds}", "{code} del {date} è stato corretto o annullato: ora {rule} {holds}") \
	X(CHG_BY_BEGAN, "exemption {code} is valid from {date}: {rule} now {holds}", "l'esenzione {code} vale dal {date}: ora {rule} {holds}") \
	X(CHG_BY_ENDED, "exemption {code} ended on {date}: {rule} now {holds}", "l'esenzione {code} è finita il {date}: ora {rule} {holds}") \
	X(CHG_BY_BIRTHDAY, "the birthday of {date} crossed the age of {rule}, which now {holds}", "il compleanno del {date} ha superato l'età di {rule}, che ora {holds}") \
	X(CHG_BY_GIVES_WAY, "it gives way to {other}", "cede a {other}") \
	X(CHG_BY_FREED, "it no longer gives way to {other}", "non cede più a {other}") \
	X(CHG_BY_REGISTERED, "registered from {date}", "in carico dal {date}") \
	X(CHG_BY_UNREGISTERED, "the registration ended on {date}", "l'iscrizione è finita il {date}") \
	X(CHG_BY_DIED, "died on {date}", "deceduto il {date}") \
	X(CHG_BY_CONTACT, "used services again, last on {date}", "ha di nuovo usato servizi, da ultimo il {date}") \
	X(CHG_BY_NO_CONTACT, "no service used after {date}", "nessun servizio usato dopo il {date}") \
	X(CHG_BY_UNKNOWN, "not seen in the records as they are known now: the rules or the registry changed", "non si vede nei dati come sono noti ora: sono cambiate le regole o l'anagrafe") \
	X(CHG_RULE_HOLDS, "holds", "vale") \
	X(CHG_RULE_NOT, "does not hold", "non vale") \
	X(CHG_HISTORY, "Person {id}: levels and conditions in the runs kept", "Assistito {id}: livelli e condizioni nelle elaborazioni conservate") \
	X(CHG_GAINED, "gained", "entrate") \
	X(CHG_LOST, "lost", "uscite") \
	X(CHG_MAIN, "main {cluster}", "principale {cluster}")

#endif
