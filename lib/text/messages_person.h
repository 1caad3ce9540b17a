/* Texts of the page of a person. */
#ifndef TEXT_MESSAGES_PERSON_H
#define TEXT_MESSAGES_PERSON_H

/* clang-format off */
#define MESSAGES_PERSON(X) \
	X(EXP_HEAD, "{name}: everything that is kept, as of {when}.", "{name}: tutto ciò che è conservato ({when}).") \
	X(EXP_LINK, "Download all my data (ZIP)", "Scarica tutti i miei dati (ZIP)") \
	X(EXP_TITLE, "All my data", "Tutti i miei dati") \
	X(EXP_ABOUT, "One file with everything that is kept of you: who you are, who follows you, conditions and medicines found, plans, prescriptions, appointments, telecare, and who looked at it. Keep it where only you can open it; that it was taken stands among those who looked.", "Un solo file con tutto ciò che è conservato su di lei: chi è, chi la segue, condizioni e farmaci rilevati, piani, impegnative, appuntamenti, telemedicina, e chi li ha guardati. Lo tenga dove può aprirlo solo lei; che è stato scaricato resta tra gli accessi.") \
	X(EXP_DID, "downloaded everything that is kept", "ha scaricato tutto ciò che è conservato") \
	X(EXP_PERSON, "who you are, and your contacts", "chi è, e i suoi recapiti") \
	X(EXP_DOCTORS, "your doctors, with the days", "i suoi medici, con le date") \
	X(EXP_ENROLMENT, "each step of your enrolment", "ogni passo della sua presa in carico") \
	X(EXP_PACTS, "the pacts of care", "i patti di cura") \
	X(EXP_CONSENTS, "permissions given and taken back", "le autorizzazioni date e ritirate") \
	X(EXP_LEVELS, "the level that was computed, at each time", "il livello calcolato, ogni volta") \
	X(EXP_CONDITIONS, "the conditions that were found, with the records they rest on", "le condizioni rilevate, con i dati su cui si fondano") \
	X(EXP_THERAPY, "the medicines dispensed, as they were found", "i farmaci ritirati, come sono stati rilevati") \
	X(EXP_SERVICES, "visits and tests of the year before, as they were found", "visite ed esami dell'anno prima, come sono stati rilevati") \
	X(EXP_PLAN, "your plan of care, version {version}, signed on {when}: it opens in a browser", "il suo piano di cura, versione {version}, firmato il {when}: si apre con un browser") \
	X(EXP_SCHEDULE, "visits and tests that the plans ask for, and what became of them", "visite ed esami previsti dai piani, e a che punto sono") \
	X(EXP_PRESCRIPTIONS, "prescriptions", "le impegnative") \
	X(EXP_APPOINTMENTS, "appointments, cancelled ones too", "gli appuntamenti, anche quelli annullati") \
	X(EXP_PREFERENCES, "where and when you prefer to go", "dove e quando preferisce andare") \
	X(EXP_CALLS, "telephone calls of the service centre, and what was noted", "le telefonate del centro servizi, e che cosa è stato annotato") \
	X(EXP_MESSAGES, "messages made for you: when and of what kind", "i messaggi preparati per lei: quando e di che tipo") \
	X(EXP_LOOKS, "who looked at your data or changed them, and why", "chi ha guardato o cambiato i suoi dati, e perché") \
	X(PER_SUMMARY, "Summary", "Sintesi") \
	X(PER_SCORES, "Charlson {c1987} (weights of 1987), {c2011} (weights of 2011); MCS {mcs}", "Charlson {c1987} (pesi del 1987), {c2011} (pesi del 2011); MCS {mcs}") \
	X(PER_CONDITIONS, "Conditions and evidence", "Condizioni e prove") \
	X(PER_THERAPY, "Therapy", "Terapia") \
	X(PER_PLAN, "Plan", "Piano") \
	X(PER_BOOKINGS, "Appointments", "Appuntamenti") \
	X(PER_DOCUMENTS, "Documents", "Documenti") \
	X(PER_LOOKS, "Who looked", "Chi ha visto") \
	X(PER_TABS, "Pages of this person", "Pagine dell'assistito") \
	X(PER_HEADER, "The person", "L'assistito") \
	X(PER_CODE, "Tax code", "Codice fiscale") \
	X(PER_MAIN_CONDITION, "Main condition", "Patologia principale") \
	X(PER_DOCTOR, "Doctor", "Medico") \
	X(PER_ENROLMENT, "Enrolment", "Presa in carico") \
	X(PER_PACT, "Pact", "Patto") \
	X(PER_PHONE, "Phone", "Telefono") \
	X(PER_ABOUT_F, "woman, {age} years, born on {date}", "donna, {age} anni, nata il {date}") \
	X(PER_ABOUT_M, "man, {age} years, born on {date}", "uomo, {age} anni, nato il {date}") \
	X(PER_ABOUT_U, "{age} years, born on {date}", "{age} anni, data di nascita {date}") \
	X(PER_LEVEL_1, "▲▲▲ Level 1: high complexity", "▲▲▲ Livello 1: complessità alta") \
	X(PER_LEVEL_2, "▲▲ Level 2: several diseases", "▲▲ Livello 2: più patologie") \
	X(PER_LEVEL_3, "▲ Level 3: one disease", "▲ Livello 3: una patologia") \
	X(PER_LEVEL_4, "Level 4: not chronic", "Livello 4: non cronico") \
	X(PER_LEVEL_5, "Level 5: not chronic", "Livello 5: non cronico") \
	X(PER_STATE_FROM, "{state} since {from}", "{state} dal {from}") \
	X(PER_STATE_SPAN, "{state} from {from} to {to}", "{state} dal {from} al {to}") \
	X(PER_PACT_UNTIL, "signed, until {date}", "firmato, fino al {date}") \
	X(PER_ENROL_NONE, "not enrolled", "non arruolato") \
	X(PER_ENROL_ELIGIBLE, "can be enrolled", "arruolabile") \
	X(PER_ENROL_INVITED, "invited", "invitato") \
	X(PER_ENROL_CHOSEN, "has chosen", "ha scelto") \
	X(PER_ENROL_PACT_SIGNED, "pact signed", "patto firmato") \
	X(PER_ENROL_ACTIVE, "active", "attiva") \
	X(PER_ENROL_SUSPENDED, "suspended", "sospesa") \
	X(PER_ENROL_ENDED, "ended", "conclusa") \
	X(PER_ENROL_TRANSFERRED, "transferred", "trasferita") \
	X(PER_PACT_NONE, "none", "nessuno") \
	X(PER_PACT_DRAFT, "to be signed", "da firmare") \
	X(PER_PACT_BY_ONE, "one signature missing", "manca una firma") \
	X(PER_PACT_SIGNED, "signed", "firmato") \
	X(PER_PACT_EXPIRED, "expired", "scaduto") \
	X(PER_PACT_REVOKED, "revoked", "revocato") \
	X(PER_PACT_SUPERSEDED, "replaced", "sostituito") \
	X(PER_BOOK_HELD, "held, to be confirmed", "tenuto, da confermare") \
	X(PER_BOOK_BOOKED, "booked", "prenotato") \
	X(PER_BOOK_DONE, "done", "eseguito") \
	X(PER_BOOK_NO_SHOW, "did not come", "non presentato") \
	X(PER_BOOK_CANCELLED, "cancelled", "annullato") \
	X(PER_BOOK_PLANNED, "to be prescribed", "da prescrivere") \
	X(PER_BOOK_PRESCRIBED, "to be booked", "da prenotare") \
	X(PER_PURPOSE_CARE, "care", "cura") \
	X(PER_PURPOSE_BOOKING, "booking", "prenotazione") \
	X(PER_PURPOSE_EMERGENCY, "emergency", "emergenza") \
	X(PER_ACT_READ, "looked at the record", "ha guardato la scheda") \
	X(PER_ACT_PLAN_READ, "read the care plan", "ha letto il piano di cura") \
	X(PER_ACT_PLAN_DRAFT, "prepared the care plan", "ha preparato il piano di cura") \
	X(PER_ACT_PLAN_EDIT, "changed the draft of the plan", "ha modificato la bozza del piano") \
	X(PER_ACT_PLAN_PROPOSE, "proposed the plan to the doctor", "ha proposto il piano al medico") \
	X(PER_ACT_PLAN_SIGN, "signed the plan", "ha firmato il piano") \
	X(PER_ACT_PLAN_PUBLISH, "published the plan", "ha pubblicato il piano") \
	X(PER_ACT_PLAN, "worked on the plan", "ha lavorato sul piano") \
	X(PER_ACT_PRESCRIBE, "worked on the prescriptions", "ha lavorato sulle impegnative") \
	X(PER_ACT_ENROL_READ, "looked at the enrolment", "ha guardato la presa in carico") \
	X(PER_ACT_ENROL, "changed the enrolment", "ha cambiato la presa in carico") \
	X(PER_ACT_PACT, "worked on the pact", "ha lavorato sul patto di cura") \
	X(PER_ACT_BOOK_READ, "looked at the appointments", "ha guardato gli appuntamenti") \
	X(PER_ACT_BOOK, "changed an appointment", "ha cambiato un appuntamento") \
	X(PER_ACT_CENTRE, "worked on the list of the service centre", "ha lavorato sulla lista del centro servizi") \
	X(PER_ACT_LIST, "looked at a list", "ha guardato un elenco") \
	X(PER_ACT_STRATA, "loaded a stratification", "ha caricato la stratificazione") \
	X(PER_ACT_QUALITY, "looked at an indicator", "ha guardato un indicatore") \
	X(PER_ACT_SETTLE, "looked at a settlement", "ha guardato una liquidazione") \
	X(PER_SEV_CONTRAINDICATED, "contraindicated", "controindicato") \
	X(PER_SEV_MAJOR, "major", "grave") \
	X(PER_SEV_MODERATE, "moderate", "moderato") \
	X(PER_SEV_QUESTION, "to ask", "da chiedere") \
	X(PER_FLOW_EXEMPTION, "exemption", "esenzione") \
	X(PER_FLOW_DRUG, "dispensing", "farmaco ritirato") \
	X(PER_FLOW_OUTPATIENT, "service", "prestazione") \
	X(PER_FLOW_HOSPITAL, "hospital stay", "ricovero") \
	X(PER_FLOW_EMERGENCY, "emergency visit", "pronto soccorso") \
	X(PER_OPEN_FULL, "No free place near enough in time: the service centre looks for one.", "Nessun posto libero abbastanza vicino e in tempo: il centro servizi lo sta cercando.") \
	X(PER_OPEN_NO_PROVIDER, "Nobody near offers it in Prossima: book it by the usual way.", "Qui vicino nessuno lo offre in Prossima: va prenotato per la via usuale.") \
	X(PER_OPEN_NOT_YET, "Not looked for yet.", "Non ancora cercato.") \
	X(PER_OPEN_PERSON, "The person has other appointments on those days.", "In quei giorni l'assistito ha altri appuntamenti.") \
	X(PER_OPEN_CLOSED, "The sites that offer it are closed on those days.", "Le sedi che lo offrono in quei giorni sono chiuse.") \
	X(PER_CONDITIONS_FOUND, "Conditions found", "Condizioni trovate") \
	X(PER_NO_CONDITIONS, "No chronic condition was found in the records of the health service.", "Nei dati del servizio sanitario non risulta nessuna condizione cronica.") \
	X(PER_MAIN, "main", "principale") \
	X(PER_WHY_CONDITIONS, "Why? The records behind each", "Perché? I dati dietro a ciascuna") \
	X(PER_DRUGS_NOW, "Medicines taken now", "Farmaci in corso") \
	X(PER_NO_DRUGS, "No medicine was dispensed in the year: ask what is taken.", "Nell'anno non risultano farmaci ritirati: chieda che cosa prende.") \
	X(PER_WHOLE_THERAPY, "Whole therapy, gaps and interactions", "Terapia intera, interruzioni e interazioni") \
	X(PER_MOMENTS, "Lately", "Di recente") \
	X(PER_NO_MOMENTS, "Nothing is known yet.", "Non c'è ancora nulla.") \
	X(PER_TODO, "What to do now", "Che cosa fare adesso") \
	X(PER_TODO_NONE, "Nothing: everything is in order.", "Nulla: è tutto in ordine.") \
	X(PER_TODO_OTHERS, "It is for their own doctor: this record is open to read only.", "Spetta al suo medico: questa cartella è aperta in sola lettura.") \
	X(PER_TODO_END, "End the enrolment: the person died or is no longer registered", "Chiudere la presa in carico: deceduto o non più iscritto") \
	X(PER_TODO_PACT, "Have the pact signed", "Far firmare il patto di cura") \
	X(PER_TODO_SIGN, "Sign the plan: the draft is ready", "Firmare il piano: la bozza è pronta") \
	X(PER_TODO_DRAFT, "Prepare the care plan", "Preparare il piano di cura") \
	X(PER_TODO_RENEW, "Renew the care plan", "Rinnovare il piano di cura") \
	X(PER_TODO_PUBLISH, "Publish the signed plan", "Pubblicare il piano firmato") \
	X(PER_TODO_ENROL, "Can be enrolled: talk about it", "Si può arruolare: parlarne insieme") \
	X(PER_TODO_THERAPY, "Look at the therapy: serious warnings {n}", "Guardare la terapia: avvisi gravi {n}") \
	X(PER_TODO_MISSED, "Services missed: {n}", "Prestazioni saltate: {n}") \
	X(PER_TODO_PRESCRIBE, "Services to prescribe: {n}", "Prestazioni da prescrivere: {n}") \
	X(PER_TODO_BOOK, "Services to book: {n}", "Prestazioni da prenotare: {n}") \
	X(PER_TODO_CONTACT, "Ask for a phone number or e-mail address", "Chiedere un telefono o un indirizzo e-mail") \
	X(PER_BY, "by {date}", "entro il {date}") \
	X(PER_NEXT, "Next appointment", "Prossimo appuntamento") \
	X(PER_NEXT_NONE, "No appointment is booked.", "Nessun appuntamento prenotato.") \
	X(PER_N_PLANNED, "Services to prescribe", "Prestazioni da prescrivere") \
	X(PER_N_PRESCRIBED, "Services to book", "Prestazioni da prenotare") \
	X(PER_N_BOOKED, "Services booked", "Prestazioni prenotate") \
	X(PER_N_DONE, "Services done", "Prestazioni eseguite") \
	X(PER_N_MISSED, "Services missed", "Prestazioni saltate") \
	X(PER_AS_OF, "From the records of the health service up to {date}.", "Dai dati del servizio sanitario fino al {date}.") \
	X(PER_NOT_STRATIFIED, "The records of the health service about this person are not loaded yet, or the person was not active on that day.", "I dati del servizio sanitario su questa persona non sono ancora caricati, oppure a quella data non era iscritta.") \
	X(PER_TIMELINE, "The years in a picture", "Gli anni in una figura") \
	X(PER_TIMELINE_DESC, "Medicines, services, stays, plans and appointments along the months.", "Farmaci, prestazioni, ricoveri, piani e appuntamenti lungo i mesi.") \
	X(PER_LANE_EXAMS, "Visits and tests", "Visite ed esami") \
	X(PER_LANE_STAYS, "Hospital", "Ospedale") \
	X(PER_LANE_PLANS, "Plan", "Piano") \
	X(PER_LANE_BOOKED, "Appointments", "Appuntamenti") \
	X(PER_TIMES_OF, "{name}, {n} times", "{name}, {n} volte") \
	X(PER_SINCE, "in the records since {date}", "nei dati dal {date}") \
	X(PER_DISPENSINGS, "dispensed {n} times", "ritirato {n} volte") \
	X(PER_COVERED, "covered until {date}", "coperto fino al {date}") \
	X(PER_ENDED_ON, "the last supply ended on {date}", "l'ultima scorta è finita il {date}") \
	X(PER_WAS_DONE, "done", "eseguito") \
	X(PER_NOT_COUNTED, "does not count for the level", "non conta per il livello") \
	X(PER_WHY, "Why?", "Perché?") \
	X(PER_RULE, "rule", "regola") \
	X(PER_SOURCE, "source", "fonte") \
	X(PER_RULE_GONE, "A rule that is no longer in the tables", "Una regola che non è più nelle tabelle") \
	X(PER_FOUND, "Found {n} on {dates} dates, from {first} to {last}.", "Trovate {n} in {dates} date, dal {first} al {last}.") \
	X(PER_FOUND_ONE, "Found one, on {last}.", "Trovata una, il {last}.") \
	X(PER_MORE_RECORDS, "and {n} earlier ones", "e altre {n} precedenti") \
	X(PER_NEAR, "Nearly there", "Quasi presenti") \
	X(PER_NEAR_LEAD, "Conditions not found for little: worth a question at the next visit.", "Condizioni non trovate per poco: vale la pena chiedere alla prossima visita.") \
	X(PER_NEAR_NONE, "None.", "Nessuna.") \
	X(PER_NEAR_SHARE, "{n} per cent of what the rule asks is there.", "C'è il {n} per cento di ciò che la regola chiede.") \
	X(PER_LEVEL_WHY, "Groups that count: {clusters}. Contacts with the health service in the year: {contacts}. By the weighted definition level {weighted}.", "Raggruppamenti che contano: {clusters}. Contatti con il servizio sanitario nell'anno: {contacts}. Con la definizione pesata, livello {weighted}.") \
	X(PER_LEVEL_WHY_NONE, "No group of chronic diseases counts. Contacts with the health service in the year: {contacts}.", "Nessun raggruppamento di malattie croniche conta. Contatti con il servizio sanitario nell'anno: {contacts}.") \
	X(PER_CAVEAT, "The rules are not yet validated by clinicians: they count diseases, they do not diagnose.", "Le regole non sono ancora validate da clinici: contano le malattie, non fanno diagnosi.") \
	X(PER_OTHER_CLUSTERS, "Present, but do not count: {clusters}.", "Presenti, ma non contano: {clusters}.") \
	X(PER_THERAPY_CAVEAT, "How a medicine is taken is estimated from how it was dispensed: a question for the person, not a judgement.", "Come un farmaco è assunto si stima da come è stato ritirato: è una domanda da fare all'assistito, non un giudizio.") \
	X(PER_FINDINGS, "What deserves a look", "Che cosa merita attenzione") \
	X(PER_NO_FINDINGS, "No interaction, gap or duplicate was found among the medicines taken now.", "Tra i farmaci in corso non risultano interazioni, mancanze o doppioni.") \
	X(PER_WHY_AND_WHAT, "Why, and what to do", "Perché, e che cosa fare") \
	X(PER_ACTION, "What to do:", "Che cosa fare:") \
	X(PER_PAST, "In the past year, no longer:", "Nell'anno, ora non più:") \
	X(PER_DISPENSED, "Medicines dispensed in the year", "Farmaci ritirati nell'anno") \
	X(PER_MONTHS, "Month by month", "Mese per mese") \
	X(PER_MONTHS_OF, "dispensed in {n} of the last twelve months", "ritirato in {n} degli ultimi dodici mesi") \
	X(PER_TIMES, "Times", "Volte") \
	X(PER_LAST, "Last", "Ultimo") \
	X(PER_CONTINUITY, "Continuity", "Continuità") \
	X(PER_PRESENT, "in use", "in corso") \
	X(PER_STOPPED, "stopped", "interrotto") \
	X(PER_DOSE, "about {n} daily doses a day", "circa {n} dosi giornaliere al giorno") \
	X(PER_COMING, "To come", "In arrivo") \
	X(PER_COMING_NONE, "No appointment is booked.", "Nessun appuntamento prenotato.") \
	X(PER_TO_BOOK, "Still without appointment", "Ancora senza appuntamento") \
	X(PER_TO_BOOK_NONE, "Everything the plan asks for is booked.", "Tutto ciò che il piano prevede è prenotato.") \
	X(PER_WINDOW, "around {due}, at the latest on {latest}", "intorno al {due}, al più tardi il {latest}") \
	X(PER_BOOKED_BEFORE, "Before", "Prima") \
	X(PER_BOOKED_BEFORE_NONE, "None in the last two years.", "Nessuno negli ultimi due anni.") \
	X(PER_PRINT_LETTER, "Letter with the appointments, to print", "Lettera con gli appuntamenti, da stampare") \
	X(PER_PACT_TITLE, "Care pact", "Patto di cura") \
	X(PER_PACT_PRINT, "The pact, to print and sign", "Il patto, da stampare e firmare") \
	X(PER_PACT_NONE_YET, "No pact yet.", "Nessun patto, per ora.") \
	X(PER_PRESCRIPTIONS, "Prescriptions", "Impegnative") \
	X(PER_PRESCRIPTIONS_NONE, "None was issued for this plan.", "Per questo piano non ne è stata emessa nessuna.") \
	X(PER_PRINT_PRESCRIPTIONS, "All those issued, to print", "Tutte quelle emesse, da stampare") \
	X(PER_PRESCRIPTION_NOTE, "Numbers of Prossima: the regional number (NRE) stands on the electronic prescription.", "Numeri di Prossima: il numero regionale (NRE) è sulla ricetta elettronica.") \
	X(PER_ISSUED, "issued", "emessa") \
	X(PER_ISSUED_ON, "issued on {date}", "emessa il {date}") \
	X(PER_VALID_UNTIL, "valid until {date}", "valida fino al {date}") \
	X(PER_BACK, "Back", "Indietro") \
	X(PER_PRINT_HOW, "To print: Ctrl+P, or the menu of the browser.", "Per stampare: Ctrl+P, o il menu del browser.") \
	X(PER_LOOKS_LEAD, "Everybody who opened or changed this record, the newest first. The person sees the same list.", "Chiunque abbia aperto o modificato questa scheda, dal più recente. L'assistito vede lo stesso elenco.") \
	X(PER_LOOKS_NONE, "Nobody yet.", "Ancora nessuno.") \
	X(PER_WHEN, "When", "Quando") \
	X(PER_WHO, "Who", "Chi") \
	X(PER_WHAT, "What", "Che cosa") \
	X(PER_PURPOSE, "Why", "Perché") \
	X(PER_PROGRAM, "a program", "un programma") \
	X(PER_ALERT_GLASS, "Opened in an emergency, to read only, until {until}", "Aperta in emergenza, in sola lettura, fino a {until}") \
	X(PER_ALERT_DEAD, "Deceased", "Deceduto") \
	X(PER_ALERT_LEFT, "No longer registered", "Non più iscritto") \
	X(PER_ALERT_SUSPENDED, "Enrolment suspended", "Arruolamento sospeso") \
	X(PER_ALERT_PLAN_EXPIRED, "Plan expired", "Piano scaduto") \
	X(PER_ALERT_PACT_EXPIRED, "Pact expired", "Patto scaduto") \
	X(PER_ALERT_PACT_MISSING, "Pact not signed", "Patto non firmato") \
	X(PER_ALERT_NO_CONTACT, "Neither phone nor e-mail", "Senza telefono né e-mail") \
	X(PER_ALERT_NO_DOCTOR, "No doctor", "Senza medico") \
	X(PER_ALERT_PLAN_ENDS, "Plan to be renewed", "Piano da rinnovare") \
	X(PER_ALERT_PACT_ENDS, "Pact to be renewed", "Patto da rinnovare")
/* clang-format on */

#endif
