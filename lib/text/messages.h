/* The texts, X(NAME, English, Italian): no row without both. Plain words: what
 * a good letter from one's own doctor would say. */
#ifndef TEXT_MESSAGES_H
#define TEXT_MESSAGES_H

/* clang-format off */
#define MESSAGES(X) \
	X(LANG_CODE, "en", "it") \
	X(PLAN_TITLE, "Your care plan", "Il suo piano di cura") \
	X(PLAN_OFFICIAL, "Individual care plan (PAI)", "Piano assistenziale individuale (PAI)") \
	X(PLAN_OF, "of", "di") \
	X(PLAN_BORN, "Born on", "Nata/o il") \
	X(PLAN_DOCTOR, "Your doctor", "Il suo medico") \
	X(PLAN_VALID, "Valid from", "Valido dal") \
	X(PLAN_TO, "to", "al") \
	X(PLAN_VERSION, "Version", "Versione") \
	X(PLAN_CONDITIONS, "Your conditions", "Le sue patologie") \
	X(PLAN_MAIN, "main", "principale") \
	X(PLAN_SERVICES, "Tests and visits of the year", "Esami e visite dell'anno") \
	X(PLAN_SERVICE, "Test or visit", "Esame o visita") \
	X(PLAN_HOW_OFTEN, "How often", "Quanto spesso") \
	X(PLAN_WHEN, "When", "Quando") \
	X(PLAN_WHY, "Why", "Perché") \
	X(PLAN_DRUGS, "Your medicines", "I suoi farmaci") \
	X(PLAN_DRUG, "Medicine", "Farmaco") \
	X(PLAN_LAST, "Last dispensed", "Ultima consegna") \
	X(PLAN_NO_DRUGS, "No medicine was dispensed in the last year.", "Nell'ultimo anno non risultano farmaci.") \
	X(PLAN_NOTES, "For the doctor: points to decide", "Per il medico: punti da decidere") \
	X(PLAN_LEFT_OUT, "Left out, and why", "Lasciati fuori, e perché") \
	X(PLAN_DRAFT, "Draft: not yet signed by the doctor.", "Bozza: non ancora firmata dal medico.") \
	X(PLAN_SIGNED, "Signed by the doctor on", "Firmato dal medico il") \
	X(PLAN_DIGEST, "Digest of the signed text", "Impronta del testo firmato") \
	X(PLAN_CAVEAT, "Drafted by a program from the records of the health service and decided by your doctor. Bring it to every visit.", "Preparato da un programma dai dati del servizio sanitario e deciso dal suo medico. Lo porti a ogni visita.") \
	X(PRINTED_ON, "Printed on", "Stampato il")
/* clang-format on */

#endif
