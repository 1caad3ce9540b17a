/* The texts, X(NAME, English, Italian): no row without both. Plain words: what
 * a good letter from one's own doctor would say. */
#ifndef TEXT_MESSAGES_H
#define TEXT_MESSAGES_H

#include "text/messages_account.h"
#include "text/messages_agency.h"
#include "text/messages_api.h"
#include "text/messages_centre.h"
#include "text/messages_changes.h"
#include "text/messages_citizen.h"
#include "text/messages_cooperative.h"
#include "text/messages_doctor.h"
#include "text/messages_ecg.h"
#include "text/messages_home.h"
#include "text/messages_job.h"
#include "text/messages_pai.h"
#include "text/messages_person.h"
#include "text/messages_picture.h"
#include "text/messages_upload.h"
#include "text/messages_visit.h"
#include "text/messages_register.h"
#include "text/messages_signature.h"
#include "text/messages_spiro.h"
#include "text/messages_readings.h"
#include "text/messages_tele.h"
#include "text/messages_tele_service.h"
#include "text/messages_tsp.h"
#include "text/messages_web.h"

/* clang-format off */
#define MESSAGES(X) \
	X(LANG_CODE, "en", "it") \
	X(STRATA_PERSON, "Person {id}, {sex}, {age} years, on {date}", "Assistito {id}, {sex}, {age} anni, al {date}") \
	X(STRATA_SEX_M, "man", "uomo") \
	X(STRATA_SEX_F, "woman", "donna") \
	X(STRATA_SEX_U, "sex not known", "sesso non noto") \
	X(STRATA_DECEASED, "Deceased on or before that day: not evaluated.", "Deceduto entro quel giorno: non si valuta.") \
	X(STRATA_LEFT, "The registration ended before that day: not evaluated.", "L'iscrizione era finita prima di quel giorno: non si valuta.") \
	X(STRATA_NOT_YET, "The registration starts after that day: not evaluated.", "L'iscrizione comincia dopo quel giorno: non si valuta.") \
	X(STRATA_LEVEL_1, "Level 1: main disease and at least three more", "Livello 1: malattia principale e almeno altre tre") \
	X(STRATA_LEVEL_2, "Level 2: main disease and one or two more", "Livello 2: malattia principale e una o due altre") \
	X(STRATA_LEVEL_3, "Level 3: one disease", "Livello 3: una malattia") \
	X(STRATA_LEVEL_4, "Level 4: no chronic disease that counts, some use of services", "Livello 4: nessuna malattia cronica che conta, qualche uso di servizi") \
	X(STRATA_LEVEL_5, "Level 5: no chronic disease that counts, no use of services", "Livello 5: nessuna malattia cronica che conta, nessun uso di servizi") \
	X(STRATA_NO_LEVEL, "No level: no row of level_rules.csv holds", "Nessun livello: nessuna riga di level_rules.csv vale") \
	X(STRATA_LEVEL_ROW, "row of level_rules.csv: {definition}, level {level}, from {min} to {max} clusters, at least {contacts} contacts", "riga di level_rules.csv: {definition}, livello {level}, da {min} a {max} raggruppamenti, almeno {contacts} contatti") \
	X(STRATA_LEVEL_MILD, "at most {mild} mild ones count beside the main", "oltre al principale contano al massimo {mild} lievi") \
	X(STRATA_LEVEL_HAS, "here: {n} clusters that count, {contacts} contacts; by the weighted definition level {weighted}", "qui: {n} raggruppamenti che contano, {contacts} contatti; con la definizione weighted livello {weighted}") \
	X(STRATA_NO_LIMIT, "any number", "qualsiasi numero") \
	X(STRATA_MAIN, "Main disease: {condition}, cluster {cluster}: of those that count it has the first rank ({rank})", "Malattia principale: {condition}, raggruppamento {cluster}: tra quelli che contano ha il primo rango ({rank})") \
	X(STRATA_CLUSTERS, "Clusters that count, by rank", "Raggruppamenti che contano, per rango") \
	X(STRATA_OTHERS, "Clusters that do not count for the level", "Raggruppamenti che non contano per il livello") \
	X(STRATA_CONDITIONS, "Conditions found, and why", "Condizioni trovate, e perché") \
	X(STRATA_NONE_FOUND, "None.", "Nessuna.") \
	X(STRATA_CLUSTER_OF, "cluster {cluster}", "raggruppamento {cluster}") \
	X(STRATA_NO_CLUSTER, "no official cluster: followed, not counted", "nessun raggruppamento ufficiale: si segue, non conta") \
	X(STRATA_GROUP, "group {group}: all its rows hold", "gruppo {group}: tutte le sue righe valgono") \
	X(STRATA_MADE_OF, "from {condition} (hierarchy, step {step})", "da {condition} (gerarchia, passo {step})") \
	X(STRATA_FLOW_EXEMPTION, "an exemption valid on that day", "un'esenzione valida quel giorno") \
	X(STRATA_FLOW_DRUG, "drug dispensings", "dispensazioni di farmaci") \
	X(STRATA_FLOW_OUTPATIENT, "outpatient services", "prestazioni ambulatoriali") \
	X(STRATA_FLOW_HOSPITAL, "hospital discharges", "dimissioni dall'ospedale") \
	X(STRATA_FLOW_EMERGENCY, "emergency visits", "accessi in pronto soccorso") \
	X(STRATA_IN_MAIN, "main diagnosis", "diagnosi principale") \
	X(STRATA_IN_DX, "any diagnosis", "una diagnosi qualsiasi") \
	X(STRATA_IN_PROC, "procedure", "procedura") \
	X(STRATA_ASK_CODES, "with code {codes}", "con codice {codes}") \
	X(STRATA_ASK_NOT, "NOT:", "NON ci deve essere:") \
	X(STRATA_ASK_EVENTS, "at least {n}", "almeno {n}") \
	X(STRATA_ASK_DATES, "on {n} dates", "in {n} date") \
	X(STRATA_ASK_SPAN, "at least {n} days from first to last", "almeno {n} giorni dalla prima all'ultima") \
	X(STRATA_ASK_DDD, "at least {n} daily doses (DDD)", "almeno {n} dosi giornaliere (DDD)") \
	X(STRATA_ASK_WINDOW, "in {n} days, from {from}", "in {n} giorni, dal {from}") \
	X(STRATA_ASK_AGE_MIN, "from {n} years", "da {n} anni") \
	X(STRATA_ASK_AGE_MAX, "up to {n} years", "fino a {n} anni") \
	X(STRATA_ASK_SEX, "{sex} only", "solo {sex}") \
	X(STRATA_FOUND, "found {n}", "trovate {n}") \
	X(STRATA_FOUND_NONE, "found none", "trovate nessuna") \
	X(STRATA_FOUND_DATES, "on {n} dates", "in {n} date") \
	X(STRATA_FOUND_SPAN, "from {first} to {last}", "dal {first} al {last}") \
	X(STRATA_FOUND_DDD, "{n} daily doses", "{n} dosi giornaliere") \
	X(STRATA_LAPSED, "there is one, not valid on that day", "ce n'è una, non valida quel giorno") \
	X(STRATA_HOLDS, "holds", "vale") \
	X(STRATA_HOLDS_NOT, "does not hold", "non vale") \
	X(STRATA_NOT_FITTING, "age or sex outside the row", "età o sesso fuori dalla riga") \
	X(STRATA_SOURCE, "source {source}; provenance {provenance}; confidence {confidence}", "fonte {source}; provenienza {provenance}; affidabilità {confidence}") \
	X(STRATA_UNTIL, "until {date}", "fino al {date}") \
	X(STRATA_DOSES, "{n} doses", "{n} dosi") \
	X(STRATA_REMOVED, "Conditions removed by the hierarchy", "Condizioni tolte dalla gerarchia") \
	X(STRATA_REMOVED_BY, "gives way to {winner} (step {step}): {note}", "cede a {winner} (passo {step}): {note}") \
	X(STRATA_NEAR, "Nearly there, and what is missing", "Quasi presenti, e che cosa manca") \
	X(STRATA_STOPPED, "stopped by a row that must not hold", "fermata da una riga che non deve valere") \
	X(STRATA_SCORES, "Scores", "Punteggi") \
	X(STRATA_SCORE_LINE, "Charlson {c1987} (weights of 1987), {c2011} (weights of 2011); MCS {mcs}; Elixhauser {elix} (van Walraven); CDS {cds}", "Charlson {c1987} (pesi del 1987), {c2011} (pesi del 2011); MCS {mcs}; Elixhauser {elix} (van Walraven); CDS {cds}") \
	X(STRATA_WEIGHT, "weight {n}", "peso {n}") \
	X(STRATA_SUPERSEDED, "not added: a graver form is present", "non sommata: c'è una forma più grave") \
	X(STRATA_MORE, "and {n} more", "e altri {n}") \
	X(STRATA_CAVEAT, "From the records of the health service by rules not yet validated by clinicians: it counts diseases, it does not diagnose.", "Dai dati del servizio sanitario, con regole non ancora validate da clinici: conta le malattie, non fa diagnosi.") \
	X(PLAN_TITLE, "Your care plan", "Il suo piano di cura") \
	X(PLAN_OFFICIAL, "Individual care plan (PAI)", "Piano assistenziale individuale (PAI)") \
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
	X(PLAN_COPY_DOCTOR, "Doctor's copy", "Copia per il medico") \
	X(PLAN_COPY_PERSON, "Your copy", "Copia per lei") \
	X(PLAN_SERVICES_CAPTION, "What is planned, how often, when and why", "Che cosa è previsto, quanto spesso, quando e perché") \
	X(PLAN_ENDED, "This version is no longer in force: ask your doctor for the new one.", "Questa versione non è più in vigore: chieda al suo medico quella nuova.") \
	X(PLAN_PROTOCOL, "Protocol number", "Numero di protocollo") \
	X(PLAN_NO_NOTES, "None.", "Nessuno.") \
	X(LETTER_TITLE, "Your appointments", "I suoi appuntamenti") \
	X(LETTER_FOR, "For", "Per") \
	X(LETTER_DEAR, "Good morning,", "Buongiorno,") \
	X(LETTER_INTRO, "these are the tests and visits booked for you. Please keep this letter with your care plan.", "questi sono gli esami e le visite che abbiamo prenotato per lei. Tenga questa lettera insieme al piano di cura.") \
	X(LETTER_NONE, "No appointment is booked at the moment.", "Al momento non c'è nessun appuntamento prenotato.") \
	X(LETTER_AT, "at", "alle ore") \
	X(LETTER_WHERE, "Where", "Dove") \
	X(LETTER_PREPARE, "How to prepare, what to bring", "Come prepararsi, che cosa portare") \
	X(LETTER_LAB, "Blood draw", "Prelievo del sangue") \
	X(LETTER_LAB_TESTS, "Tests", "Esami") \
	X(LETTER_HELD, "Not yet confirmed", "Non ancora confermato") \
	X(LETTER_OPEN, "Still to be booked", "Ancora da prenotare") \
	X(LETTER_OPEN_INTRO, "For these we have not found a place yet. We keep looking, and write to you when there is one.", "Per questi non abbiamo ancora trovato un posto. Continuiamo a cercarlo e le scriviamo appena c'è.") \
	X(LETTER_ABOUT, "to be done around", "da fare intorno al") \
	X(LETTER_BRING, "To bring every time", "Da portare ogni volta") \
	X(LETTER_BRING_CARD, "Your health card (tessera sanitaria) and an identity document.", "La tessera sanitaria e un documento d'identità.") \
	X(LETTER_BRING_PAPERS, "The prescription, the list of your medicines and the latest reports.", "L'impegnativa, l'elenco dei suoi farmaci e gli ultimi referti.") \
	X(LETTER_MOVE, "If you cannot come", "Se non può venire") \
	X(LETTER_MOVE_HOW, "Tell us as soon as you can: call your doctor's practice or the service centre that follows you, and say the number of the appointment. We move it, and somebody else can have the place.", "Ce lo dica appena può: chiami lo studio del suo medico o il centro servizi che la segue, e dica il numero dell'appuntamento. Lo spostiamo, e il posto va a un'altra persona.") \
	X(LETTER_NUMBER, "Appointment number", "Numero dell'appuntamento") \
	X(LETTER_WELL, "If you feel worse before an appointment, do not wait for it: call your doctor; in an emergency call 112.", "Se si sente peggio prima di un appuntamento, non lo aspetti: chiami il suo medico; in caso di emergenza chiami il 112.") \
	X(WEEKDAY_0, "Monday", "lunedì") \
	X(WEEKDAY_1, "Tuesday", "martedì") \
	X(WEEKDAY_2, "Wednesday", "mercoledì") \
	X(WEEKDAY_3, "Thursday", "giovedì") \
	X(WEEKDAY_4, "Friday", "venerdì") \
	X(WEEKDAY_5, "Saturday", "sabato") \
	X(WEEKDAY_6, "Sunday", "domenica") \
	X(PRINTED_ON, "Printed on", "Stampato il") \
	MESSAGES_WEB(X) \
	MESSAGES_ACCOUNT(X) \
	MESSAGES_COOPERATIVE(X) \
	MESSAGES_JOB(X) \
	MESSAGES_READINGS(X) \
	MESSAGES_TELE(X) \
	MESSAGES_TELE_SERVICE(X) \
	MESSAGES_TSP(X) \
	MESSAGES_VISIT(X) \
	MESSAGES_UPLOAD(X) \
	MESSAGES_DOCTOR(X) \
	MESSAGES_PERSON(X) \
	MESSAGES_PAI(X) \
	MESSAGES_CENTRE(X) \
	MESSAGES_CHANGES(X) \
	MESSAGES_AGENCY(X) \
	MESSAGES_API(X) \
	MESSAGES_CITIZEN(X) \
	MESSAGES_REGISTER(X) \
	MESSAGES_PICTURE(X) \
	MESSAGES_ECG(X) \
	MESSAGES_HOME(X) \
	MESSAGES_SPIRO(X) \
	MESSAGES_SIGNATURE(X)
/* clang-format on */

#endif
