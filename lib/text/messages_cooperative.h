/* Texts of a cooperative's pages, of the registers, of statements' lines. */
#ifndef TEXT_MESSAGES_COOPERATIVE_H
#define TEXT_MESSAGES_COOPERATIVE_H

/* clang-format off */
#define MESSAGES_COOPERATIVE(X) \
	X(COO_LEAD, "Code {code}. What its doctors have in hand today; counts are up to a minute old.", "Codice {code}. Che cosa hanno in mano oggi i suoi medici; i conteggi hanno al più un minuto.") \
	X(COO_TILES, "At a glance", "In breve") \
	X(COO_DOCTORS, "Member doctors", "Medici soci") \
	X(COO_DOCTOR, "Doctor", "Medico") \
	X(COO_CODE, "Code", "Codice") \
	X(COO_PATIENTS, "Patients", "Assistiti") \
	X(COO_ENROLLED, "Enrolled", "Arruolati") \
	X(COO_NO_PLAN, "Without plan", "Senza piano") \
	X(COO_DRAFTS, "Drafts to sign", "Bozze da firmare") \
	X(COO_IN_FORCE, "Plans in force", "Piani in vigore") \
	X(COO_RENEW, "To renew", "Da rinnovare") \
	X(COO_EXPIRED, "Ended", "Scaduti") \
	X(COO_BOOKED, "Services booked", "Prestazioni prenotate") \
	X(COO_BOOKED_ON, "of those due, on {date}", "di quelle dovute, al {date}") \
	X(COO_NEVER, "never measured yet", "mai misurate finora") \
	X(COO_NOBODY, "No doctor fits what you searched.", "Nessun medico corrisponde a ciò che ha cercato.") \
	X(COO_NO_MEMBERS, "No doctor belongs to the cooperative today: memberships come with the registry of doctors.", "Oggi nessun medico è socio della cooperativa: le adesioni arrivano con l'anagrafe dei medici.") \
	X(COO_STATEMENTS, "Statements by quarter", "Competenze per trimestre") \
	X(COO_NO_STATEMENT, "No statement yet: the agency computes it after the end of the quarter.", "Ancora nessuna competenza: l'agenzia la calcola finito il trimestre.") \
	X(COO_OLDER, "Earlier ones", "Competenze precedenti") \
	X(COO_NEWER, "Later ones", "Competenze più recenti") \
	X(COO_LINES_OF, "{n} lines", "{n} righe") \
	X(COO_RUNS, "Prepare and book", "Prepara e prenota") \
	X(STM_TITLE, "Statement of {quarter}", "Competenza del {quarter}") \
	X(STM_LEAD, "{name}, payer: {payer}. Version {version}.", "{name}, paga: {payer}. Versione {version}.") \
	X(STM_BACK_OWN, "back to the cooperative", "torna alla cooperativa") \
	X(STM_BACK_ALL, "back to the statements", "torna alle competenze") \
	X(STM_ANY, "all", "tutte") \
	X(STM_DUE, "due", "dovuta") \
	X(STM_NOT_DUE, "not due", "non dovuta") \
	X(STM_HELD, "held", "sospesa") \
	X(STM_DOCTOR_CODE, "Code of the doctor", "Codice del medico") \
	X(STM_SHOW, "Show", "Mostra") \
	X(STM_NONE, "No line fits: try another state, or the whole code of a doctor.", "Nessuna riga corrisponde: provi un altro stato, o il codice intero di un medico.") \
	X(STM_ITEM, "Item", "Voce") \
	X(STM_MONTH, "Month", "Mese") \
	X(STM_AMOUNT, "Amount", "Importo") \
	X(STM_RULE, "Rule {rule}, in force from {date}.", "Regola {rule}, in vigore dal {date}.") \
	X(STM_PIC_FEE, "Taking charge, monthly", "Presa in carico, mensile") \
	X(STM_PAI_FEE, "Care plan drawn up", "Redazione del piano") \
	X(STM_PAI_BONUS, "Bonus of the plan", "Premialità del piano") \
	X(STM_COOP_NEW_PLAN, "New plan, rule of the cooperative", "Piano nuovo, regola della cooperativa") \
	X(STM_COOP_RENEWAL, "Renewed plan, rule of the cooperative", "Piano rinnovato, regola della cooperativa")
/* clang-format on */

#endif
