/* Texts of the agency and the cooperative. */
#ifndef TEXT_MESSAGES_AGENCY_H
#define TEXT_MESSAGES_AGENCY_H

/* clang-format off */
#define MESSAGES_AGENCY(X) \
	X(AGE_TITLE, "Population", "Popolazione") \
	X(AGE_L1, "Level 1", "Livello 1") \
	X(AGE_L2, "Level 2", "Livello 2") \
	X(AGE_L3, "Level 3", "Livello 3") \
	X(AGE_NO_RUN, "This stratification does not exist or is not finished. Choose another date.", "Questa stratificazione non esiste o non è finita. Scelga un'altra data.") \
	X(AGE_EMPTY, "No population has been stratified yet.", "Nessuna popolazione è stata ancora stratificata.") \
	X(AGE_EMPTY_HOW, "Start an import and a stratification from the page of the runs: the figures appear here when it ends.", "Avvii un'importazione e una stratificazione dalla pagina delle elaborazioni: i numeri compaiono qui quando finisce.") \
	X(AGE_OF_RUN, "Stratification of {date}: {n} people evaluated", "Stratificazione al {date}: {n} persone valutate") \
	X(AGE_OLD_RUN, "replaced", "sostituita") \
	X(AGE_FILTERS, "Filters", "Filtri") \
	X(AGE_APPLY, "Apply", "Applica") \
	X(AGE_CLEAR, "Remove all filters", "Togli tutti i filtri") \
	X(AGE_LEVEL, "Level", "Livello") \
	X(AGE_LEVEL_CHRONIC, "Chronic (levels 1 to 3)", "Cronici (livelli 1-3)") \
	X(AGE_LEVEL_ALL, "Everybody", "Tutti") \
	X(AGE_LEVEL_N, "Level {n}", "Livello {n}") \
	X(AGE_CLUSTER, "Main disease", "Malattia principale") \
	X(AGE_ANY, "Any", "Qualsiasi") \
	X(AGE_BAND, "Age", "Età") \
	X(AGE_SEX, "Sex", "Sesso") \
	X(AGE_MEN, "Men", "Uomini") \
	X(AGE_WOMEN, "Women", "Donne") \
	X(AGE_BOTH, "Both", "Tutti") \
	X(AGE_M, "man", "uomo") \
	X(AGE_F, "woman", "donna") \
	X(AGE_U, "not known", "non noto") \
	X(AGE_ATS, "Agency (ATS)", "ATS") \
	X(AGE_RUN, "Stratification of", "Stratificazione al") \
	X(AGE_PROVINCE, "Province on the map", "Provincia sulla mappa") \
	X(AGE_ONLY_PLACE, "Only {name}", "Solo {name}") \
	X(AGE_REMOVE, "remove", "togli") \
	X(AGE_TILES, "Main figures", "Numeri principali") \
	X(AGE_PEOPLE, "People", "Persone") \
	X(AGE_EVALUATED, "evaluated", "valutate") \
	X(AGE_CHRONIC, "Chronic", "Cronici") \
	X(AGE_CHRONIC_OF, "{n} of the people", "{n} delle persone") \
	X(AGE_ENROLLED, "Enrolled", "Arruolati") \
	X(AGE_PLANS, "Plans in force", "Piani in vigore") \
	X(AGE_BOOKED, "Services booked", "Prestazioni prenotate") \
	X(AGE_TODAY, "today, all places", "oggi, tutto il territorio") \
	X(AGE_MEASURED, "measured on {date}", "misurate al {date}") \
	X(AGE_NEVER, "not measured yet", "non ancora misurate") \
	X(AGE_VIEWS, "Ways to look at it", "Modi di guardarla") \
	X(AGE_BY_PLACE, "Territory", "Territorio") \
	X(AGE_BY_AGE, "Age and sex", "Età e sesso") \
	X(AGE_BY_CLUSTER, "Diseases", "Malattie") \
	X(AGE_BY_DOCTOR, "Doctors", "Medici") \
	X(AGE_BY_AREA, "Agencies", "ATS") \
	X(AGE_BY_PAIR, "Diseases together", "Malattie insieme") \
	X(AGE_BY_USE, "Consumption", "Consumi") \
	X(AGE_AREA_TITLE, "Chronic people by agency and level", "Cronici per ATS e livello") \
	X(AGE_AREA_DESC, "A bar for each health agency, divided by level.", "Una barra per ogni ATS, divisa per livello.") \
	X(AGE_PAIR, "Two diseases", "Due malattie") \
	X(AGE_PAIR_N, "People with both", "Persone con entrambe") \
	X(AGE_PAIR_FIRST, "Of those with the first", "Di chi ha la prima") \
	X(AGE_PAIR_SECOND, "Of those with the second", "Di chi ha la seconda") \
	X(AGE_PAIR_TIMES, "Times the expected", "Volte l'atteso") \
	X(AGE_PAIR_NOTE, "Chronic people with each pair of diseases, main or not. Expected is how many there would be if the two had nothing to do with each other. Filtered by level and agency, not by place, age, sex and main disease.", "Cronici con ogni coppia di malattie, principali o no. L'atteso è quanti sarebbero se le due non avessero nulla a che fare. Filtrati per livello e ATS, non per comune, età, sesso e malattia principale.") \
	X(AGE_PAIR_TITLE, "The most frequent pairs of diseases", "Le coppie di malattie più frequenti") \
	X(AGE_PAIR_DESC, "A bar for each pair, the most frequent first.", "Una barra per ogni coppia, dalla più frequente.") \
	X(AGE_USE_DRUGS, "Drugs", "Farmaci") \
	X(AGE_USE_VISITS, "Outpatient", "Ambulatorio") \
	X(AGE_USE_STAYS, "Hospital stays", "Ricoveri") \
	X(AGE_USE_EMERGENCY, "Emergency", "Pronto soccorso") \
	X(AGE_USE_TOTAL, "In all", "In tutto") \
	X(AGE_USE_NOTE, "Euro for each person in the year before the stratification, by main disease, from the costs in the records. Records without a cost add nothing. Filtered by level and agency, not by place, age and sex.", "Euro a persona nell'anno prima della stratificazione, per malattia principale, dai costi scritti nei flussi. I record senza costo non aggiungono nulla. Filtrati per livello e ATS, non per comune, età e sesso.") \
	X(AGE_USE_TITLE, "Euro for each person, by main disease", "Euro a persona, per malattia principale") \
	X(AGE_USE_DESC, "A bar for each main disease, divided into drugs, outpatient care, hospital stays and emergency.", "Una barra per ogni malattia principale, divisa in farmaci, ambulatorio, ricoveri e pronto soccorso.") \
	X(AGE_NOT_MADE, "This stratification was loaded before these figures were kept. They are there from the next one.", "Questa stratificazione è stata caricata prima che si tenessero questi numeri. Ci saranno dalla prossima.") \
	X(AGE_UNPRICED, "{n} records of {all} have no cost.", "{n} record su {all} non hanno un costo.") \
	X(AGE_REGION, "the whole region", "tutta la regione") \
	X(AGE_REGION_MAP_TITLE, "Share of selected people by municipality, Lombardy", "Quota di persone selezionate per comune, Lombardia") \
	X(AGE_SELECTED, "Selected", "Selezionati") \
	X(AGE_SEE_PEOPLE, "See the people ({n})", "Vedi le persone ({n})") \
	X(AGE_NOBODY, "Nobody fits these filters. Remove one of them.", "Nessuna persona corrisponde a questi filtri. Ne tolga uno.") \
	X(AGE_PLACE, "Municipality", "Comune") \
	X(AGE_PLACE_UNKNOWN, "municipality not known", "comune non noto") \
	X(AGE_SHARE, "Share", "Quota") \
	X(AGE_TOTAL, "Total", "Totale") \
	X(AGE_DOCTOR, "Doctor", "Medico") \
	X(AGE_NO_DOCTOR, "without a doctor", "senza medico") \
	X(AGE_NO_CLUSTER, "no main disease", "nessuna malattia principale") \
	X(AGE_MAP_TITLE, "Share of selected people by municipality, province of {name}", "Quota di persone selezionate per comune, provincia di {name}") \
	X(AGE_MAP_DESC, "Each area is a municipality, darker where the share of the people selected is higher. The figures are in the table below.", "Ogni area è un comune, più scura dove la quota di persone selezionate è più alta. I numeri sono nella tabella sotto.") \
	X(AGE_PYRAMID_TITLE, "Selected people by age and sex", "Persone selezionate per età e sesso") \
	X(AGE_PYRAMID_DESC, "A bar for each band of five years, men on the left and women on the right.", "Una barra per ogni fascia di cinque anni, uomini a sinistra e donne a destra.") \
	X(AGE_CLUSTER_TITLE, "Selected people by main disease and level", "Persone selezionate per malattia principale e livello") \
	X(AGE_CLUSTER_DESC, "A bar for each main disease, the most frequent first, divided by level.", "Una barra per ogni malattia principale, dalla più frequente, divisa per livello.") \
	X(AGE_DOCTOR_TITLE, "Chronic people by doctor and level", "Cronici per medico e livello") \
	X(AGE_DOCTOR_DESC, "A bar for each doctor, those with most chronic people first, divided by level.", "Una barra per ogni medico, prima chi ha più cronici, divisa per livello.") \
	X(AGE_DOCTOR_NOTE, "Filtered by level, main disease and agency; not by place, age and sex.", "Filtrati per livello, malattia principale e ATS; non per comune, età e sesso.") \
	X(AGE_CSV_NOTE, "In the downloaded file, counts below {n} are written as \"<{n}\": who is few can be recognised.", "Nel file scaricato i conteggi inferiori a {n} sono scritti «<{n}»: chi è in pochi si può riconoscere.") \
	X(AGE_WHY_LEVELS, "How is a level assigned?", "Come si assegna un livello?") \
	X(AGE_WHY_INTRO, "Only diseases of the 65 official clusters that count are counted, once each; the main one is the first by rank. Definition in use: {name}.", "Si contano solo le malattie dei 65 raggruppamenti ufficiali che contano, una volta ciascuno; la principale è la prima per rango. Definizione in uso: {name}.") \
	X(AGE_WHY_ROW, "level {level}: from {min} to {max} clusters", "livello {level}: da {min} a {max} raggruppamenti") \
	X(AGE_WHY_ROW_FROM, "level {level}: {min} clusters or more", "livello {level}: {min} raggruppamenti o più") \
	X(AGE_WHY_CONTACTS, ", at least {n} contacts in the year", ", almeno {n} contatti nell'anno") \
	X(AGE_WHY_SOURCE, "Source", "Fonte") \
	X(AGE_LIST_TITLE, "People behind the figures", "Persone dietro i numeri") \
	X(AGE_LIST_NOTE, "By pseudonym: no names here. Each look at this list is recorded.", "Con pseudonimo: qui non ci sono nomi. Ogni consultazione di questo elenco viene registrata.") \
	X(AGE_LIST_UNSORTED, "More than {n} people: shown by pseudonym. Add a filter, or sort them by level.", "Più di {n} persone: in ordine di pseudonimo. Aggiunga un filtro, oppure le ordini per livello.") \
	X(AGE_PSEUDONYM, "Pseudonym", "Pseudonimo") \
	X(AGE_DISEASES, "Other diseases", "Altre malattie") \
	X(AGE_YEARS, "Age", "Età") \
	X(AGE_WHY, "why?", "perché?") \
	X(AGE_WHY_PERSON, "{n} clusters that count, by rank:", "{n} raggruppamenti che contano, per rango:") \
	X(AGE_WHY_ONE, "One cluster that counts:", "Un raggruppamento che conta:") \
	X(AGE_WHY_NONE, "No cluster that counts; {n} contacts with the health service in the year.", "Nessun raggruppamento che conta; {n} contatti con il servizio sanitario nell'anno.") \
	X(AGE_NO_PERSON, "This stratification does not know this person, or they are of another agency.", "Questa stratificazione non conosce questa persona, oppure è di un'altra ATS.") \
	X(AGE_WHY_TITLE, "Why this level", "Perché questo livello") \
	X(AGE_WHY_WHO, "{sex}, {age} years, {place}", "{sex}, {age} anni, {place}") \
	X(AGE_WHY_BACK, "Back to the list", "Torna all'elenco") \
	X(AGE_BACK, "Back to the figures", "Torna ai numeri") \
	X(AGE_IND_TITLE, "Indicators", "Indicatori") \
	X(AGE_IND_OF, "Measured on {date}, with claims up to {claims}: {n} chronic people", "Misurati al {date}, con flussi fino al {claims}: {n} persone croniche") \
	X(AGE_IND_EMPTY, "Indicators have not been measured yet.", "Gli indicatori non sono ancora stati misurati.") \
	X(AGE_IND_EMPTY_HOW, "They are measured by a run: start it from the page of the runs.", "Si misurano con un'elaborazione: la avvii dalla pagina delle elaborazioni.") \
	X(AGE_IND_PICTURE, "Enrolled and not enrolled", "Arruolati e non arruolati") \
	X(AGE_IND_DESC, "For each indicator two bars: people enrolled, and chronic people not enrolled.", "Per ogni indicatore due barre: gli arruolati, e i cronici non arruolati.") \
	X(AGE_IND_NAME, "Indicator", "Indicatore") \
	X(AGE_IND_ENROLLED, "Enrolled", "Arruolati") \
	X(AGE_IND_OTHERS, "Not enrolled", "Non arruolati") \
	X(AGE_IND_DIFFERENCE, "Difference", "Differenza") \
	X(AGE_IND_POINTS, "{n} points", "{n} punti") \
	X(AGE_IND_TARGET, "Target", "Obiettivo") \
	X(AGE_IND_REACHED, "reached", "raggiunto") \
	X(AGE_IND_SHORT, "below", "sotto") \
	X(AGE_IND_ONLY, "enrolled only", "solo arruolati") \
	X(AGE_IND_WHAT, "definition and source", "definizione e fonte") \
	X(AGE_IND_NUMBERS, "{num} of {den}, {n} people", "{num} su {den}, {n} persone") \
	X(AGE_IND_VALUE, "Value", "Valore") \
	X(AGE_IND_GROUP_TITLE, "{name}, by group", "{name}, per gruppo") \
	X(AGE_IND_GROUP_DESC, "A bar for each group, in per cent.", "Una barra per ogni gruppo, in percentuale.") \
	X(AGE_IND_PEOPLE, "Who did not have it", "Chi non l'ha avuto") \
	X(AGE_IND_PEOPLE_NOTE, "The first {n}, by level. By pseudonym; each look is recorded.", "I primi {n}, per livello. Con pseudonimo; ogni consultazione viene registrata.") \
	X(AGE_IND_NONE, "Nobody: all of them had it.", "Nessuno: l'hanno avuto tutti.") \
	X(AGE_IND_MISSING, "Missing", "Manca") \
	X(AGE_IND_STATE, "Enrolled", "Arruolato") \
	X(AGE_YES, "yes", "sì") \
	X(INV_TITLE, "To invite", "Da invitare") \
	X(INV_LEAD, "Chronic people not followed yet, by need: level, then Charlson, then MCS. By pseudonym; each look is recorded.", "Cronici non ancora seguiti, per bisogno: livello, poi Charlson, poi MCS. Con pseudonimo; ogni consultazione viene registrata.") \
	X(INV_REGISTRY, "Stratification of {date}, registry of {registry}: who died, moved away or has no doctor is held back.", "Stratificazione al {date}, anagrafe del {registry}: chi è deceduto, trasferito o senza medico è trattenuto.") \
	X(INV_NO_STRATA, "No population has been stratified yet: nobody can be invited.", "Nessuna popolazione è stata ancora stratificata: non si può invitare nessuno.") \
	X(INV_NO_REGISTRY, "No registry was imported: a list cannot leave before who died or moved away is known. Import the registry, then try again.", "Non è stata importata nessuna anagrafe: l'elenco non può uscire prima di sapere chi è deceduto o trasferito. Importi l'anagrafe, poi riprovi.") \
	X(INV_STALE, "The registry is too old: who died or moved away since would get a letter. Import a newer one, then try again.", "L'anagrafe è troppo vecchia: chi nel frattempo è deceduto o si è trasferito riceverebbe una lettera. Ne importi una più recente, poi riprovi.") \
	X(INV_TAB_HELD, "Held back", "Trattenuti") \
	X(INV_WAY, "Way in", "Via d'accesso") \
	X(INV_WAY_MANAGER, "Own doctor, in a manager", "Proprio medico, in un gestore") \
	X(INV_WAY_ASST, "Service centre of the ASST", "Centro servizi dell'ASST") \
	X(INV_WAY_MIFS, "Own doctor in single form", "Proprio medico in forma singola") \
	X(INV_WAY_NONE, "None open", "Nessuna aperta") \
	X(INV_WHY, "Why not the own doctor?", "Perché non il proprio medico?") \
	X(INV_WHY_HELD, "Why held back?", "Perché trattenuto?") \
	X(INV_LETTER, "letter sent", "lettera inviata") \
	X(INV_EMPTY, "Nobody is to be invited with these filters.", "Con questi filtri non c'è nessuno da invitare.") \
	X(INV_NONE_HELD, "Nobody is held back.", "Nessuno è trattenuto.") \
	X(INV_CONDITION, "Main condition", "Malattia principale") \
	X(INV_SCORES, "Charlson, MCS", "Charlson, MCS") \
	X(AGE_NO, "no", "no")
/* clang-format on */

#endif
