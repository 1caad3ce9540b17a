/* Texts of spirometry: what is wrong with a blow, what a session is worth, what
 * the values say. A cause is a clause that the operator can act on. */
#ifndef TEXT_MESSAGES_SPIRO_H
#define TEXT_MESSAGES_SPIRO_H

/* clang-format off */
#define MESSAGES_SPIRO(X) \
	X(SPI_C_BEV, "the start was not forceful: {bev} L had already gone (back-extrapolated volume), at most {limit} L are allowed", "la partenza non è stata decisa: {bev} L erano già usciti (volume retroestrapolato), il massimo è {limit} L") \
	X(SPI_C_ZERO, "the zero of the flow was wrong: {zero} L/s while nobody breathed; set the zero again before the next blow", "lo zero del flusso era sbagliato: {zero} L/s mentre nessuno soffiava; rifare lo zero prima della prossima prova") \
	X(SPI_C_COUGH, "cough, or a break in the flow, in the first second", "tosse, o un'interruzione del flusso, nel primo secondo") \
	X(SPI_C_GLOTTIS_EARLY, "the glottis closed in the first second: the flow stopped at once", "la glottide si è chiusa nel primo secondo: il flusso si è fermato di colpo") \
	X(SPI_C_GLOTTIS_LATE, "the glottis closed before the end: the flow stopped at once", "la glottide si è chiusa prima della fine: il flusso si è fermato di colpo") \
	X(SPI_C_SHORT, "less than a second was blown: there is no FEV1", "si è soffiato per meno di un secondo: non c'è il VEMS (FEV1)") \
	X(SPI_C_NO_END, "stopped too early: {last} L still came in the last second (at most 0.025), after {seconds} s of 15, and no blow before it gave as much", "interrotta troppo presto: nell'ultimo secondo uscivano ancora {last} L (al massimo 0,025), dopo {seconds} s su 15, e nessuna prova precedente ha dato altrettanto") \
	X(SPI_C_LEAK, "a leak, as the operator says", "una perdita, come segnala l'operatore") \
	X(SPI_C_OBSTRUCTION, "the mouthpiece was obstructed, as the operator says", "il boccaglio era ostruito, come segnala l'operatore") \
	X(SPI_C_FIVC, "more was breathed in afterwards ({fivc} L) than out: the lungs were not full at the beginning", "dopo la prova si è inspirato più ({fivc} L) di quanto si era espirato: all'inizio i polmoni non erano pieni") \
	X(SPI_C_COUGH_LATE, "cough, or a break in the flow, after the first second: it counts for nothing, but look at the curve", "tosse, o un'interruzione del flusso, dopo il primo secondo: non conta, ma guardare la curva") \
	X(SPI_C_HESITATION, "{hesitation} s of waiting between breathing in and blowing: at most 2 s, or FEV1 may be low", "{hesitation} s di attesa tra inspirazione e soffio: al massimo 2 s, o il VEMS (FEV1) può risultare basso") \
	X(SPI_R_NO_BLOW, "Nobody blew in this recording, or its units are wrong.", "In questa registrazione nessuno ha soffiato, oppure le unità sono sbagliate.") \
	X(SPI_R_EMPTY, "The file is empty: export it from the device again.", "Il file è vuoto: esportarlo di nuovo dallo spirometro.") \
	X(SPI_R_LONG, "The file is too large for a blow: choose the right one.", "Il file è troppo grande per una prova: scegliere quello giusto.") \
	X(SPI_R_FORM, "This is not a file of a spirometer that we read, or it is damaged.", "Questo non è un file di spirometro che sappiamo leggere, oppure è danneggiato.") \
	X(SPI_R_NUMBER, "A value in the file is not a number.", "Nel file un valore non è un numero.") \
	X(SPI_R_COMMA, "The numbers have a decimal comma: export them with a point.", "I numeri hanno la virgola decimale: esportarli con il punto.") \
	X(SPI_R_UNITS, "A value is impossible: the units must be seconds, litres and litres a second.", "Un valore è impossibile: le unità devono essere secondi, litri e litri al secondo.") \
	X(SPI_R_TIME, "The times begin below zero.", "I tempi cominciano sotto lo zero.") \
	X(SPI_R_TWO, "There are two blows in the file, not numbered: number them in a column \"blow\", or put each into its own file.", "Nel file ci sono due prove non numerate: scriverne il numero in una colonna \"blow\", o metterne una per file.") \
	X(SPI_R_RATE, "The sampling rate is wrong or samples are missing: export the blow again.", "La frequenza di campionamento è sbagliata o mancano campioni: esportare di nuovo la prova.") \
	X(SPI_R_SHORT, "The recording is cut short: export the blow again.", "La registrazione è troncata: esportare di nuovo la prova.") \
	X(SPI_R_DISAGREE, "Flow and volume in the file do not agree: a rate or a unit is wrong.", "Nel file flusso e volume non concordano: una frequenza o un'unità è sbagliata.") \
	X(SPI_R_VALUES, "The file holds no value of spirometry that we know.", "Nel file non c'è nessun valore di spirometria che conosciamo.") \
	X(SPI_ENOUGH, "enough: FEV1 and FVC repeat", "basta così: FEV1 e FVC sono ripetibili") \
	X(SPI_ANOTHER, "ask for another blow", "far ripetere la prova") \
	X(SPI_STOP, "stop: eight blows are enough, keep the best there is", "fermarsi: otto prove bastano, si tiene il meglio che c'è") \
	X(SPI_ZERO_FIRST, "set the zero of the flow, then begin again", "rifare lo zero del flusso, poi ricominciare") \
	X(SPI_P_NOT_KNOWN, "no pattern: FEV1, FVC or their ratio is missing", "nessun quadro: manca FEV1, FVC o il loro rapporto") \
	X(SPI_P_NORMAL, "within normal limits", "nei limiti della norma") \
	X(SPI_P_OBSTRUCTION, "obstruction", "ostruzione") \
	X(SPI_P_OBSTRUCTION_LOW_FVC, "obstruction with reduced FVC: mixed, or air trapping; lung volumes decide", "ostruzione con FVC ridotta: mista o da intrappolamento d'aria; decidono i volumi polmonari") \
	X(SPI_P_RESTRICTION, "possible restriction; lung volumes decide", "possibile restrizione; decidono i volumi polmonari") \
	X(SPI_P_NON_SPECIFIC, "non-specific: only FEV1 is low (PRISm)", "non specifico: solo il FEV1 è basso (PRISm)") \
	X(SPI_P_LOW_GRADE, "not read: grades FEV1 {fev1}, FVC {fvc}, a pattern needs A to C; the true values may be higher", "non interpretato: gradi FEV1 {fev1}, FVC {fvc}, servono da A a C; i valori veri possono essere più alti") \
	X(SPI_BDR_LOW_GRADE, "not judged, grades A to C are needed before and after", "non giudicato, servono gradi da A a C prima e dopo") \
	X(SPI_S_NONE, "within limits", "nei limiti") \
	X(SPI_S_MILD, "mild", "lieve") \
	X(SPI_S_MODERATE, "moderate", "moderata") \
	X(SPI_S_SEVERE, "severe", "grave") \
	X(SPI_TWO_SETS, "The values were compared with two different sets of equations: a trend needs one.", "I valori sono riferiti a due diversi insiemi di equazioni: per un andamento ne serve uno solo.") \
	X(SPI_R_PERSON, "The file is of another person: check whose it is.", "Il file è di un'altra persona: controllare di chi è.") \
	X(SPI_NEEDS_PERSON, "not compared with normal values: sex, age and height are needed", "non confrontato con i valori normali: servono sesso, età e statura") \
	X(SPI_E_AGE, "this set of equations does not cover that age", "questo insieme di equazioni non copre quell'età") \
	X(SPI_E_HEIGHT, "that height is not a person's: it is asked in centimetres", "questa statura non è di una persona: va scritta in centimetri") \
	X(SPI_E_PARAM, "this set has no equation for that value", "questo insieme non ha un'equazione per quel valore") \
	X(SPI_E_GROUP, "this set has no equation for that group", "questo insieme non ha un'equazione per quel gruppo") \
	X(SPI_T_GOLD_NONE, "no obstruction by the fixed ratio", "nessuna ostruzione secondo il rapporto fisso") \
	X(SPI_D_TITLE, "Spirometry", "Spirometria") \
	X(SPI_D_NOT_VALIDATED, "Not validated: not signed by a doctor", "Non validato: non firmato da un medico") \
	X(SPI_D_YEARS, "years", "anni") \
	X(SPI_D_VOLUME, "Volume (L)", "Volume (L)") \
	X(SPI_D_FLOW, "Flow (L/s)", "Flusso (L/s)") \
	X(SPI_D_TIME, "Time from time zero (s)", "Tempo dal tempo zero (s)") \
	X(SPI_D_LOOP, "dots: predicted loop, ECSC-1993", "punti: curva teorica, ECSC-1993") \
	X(SPI_D_FVC, "stroke: predicted FVC,", "tacca: FVC teorica,") \
	X(SPI_D_RULER, "100 mm on paper", "100 mm sulla carta") \
	X(SPI_T_BLOWS, "Blows", "Prove") \
	X(SPI_T_MARKS, "+ acceptable, (+) only usable, - neither; * after the bronchodilator", "+ accettabile, (+) solo utilizzabile, - né l'uno né l'altro; * dopo il broncodilatatore") \
	X(SPI_T_SESSION, "Session", "Sessione") \
	X(SPI_T_POST, "Session after the bronchodilator", "Sessione dopo il broncodilatatore") \
	X(SPI_T_GRADE, "grade", "grado") \
	X(SPI_T_APART, "the two largest differ by ", "le due migliori differiscono di ") \
	X(SPI_T_ONLY_USABLE, "only usable", "solo utilizzabile") \
	X(SPI_T_VALUES, "Against normal values", "Rispetto ai valori normali") \
	X(SPI_T_VALUES_POST, "After the bronchodilator, against normal values", "Dopo il broncodilatatore, rispetto ai valori normali") \
	X(SPI_T_MEASURED, "measured", "misurato") \
	X(SPI_T_PREDICTED, "predicted", "teorico") \
	X(SPI_T_LIMIT, "LLN", "LLN") \
	X(SPI_T_Z, "z", "z") \
	X(SPI_T_PERCENT, "% pred.", "% teor.") \
	X(SPI_T_PATTERN, "Pattern: ", "Quadro: ") \
	X(SPI_T_BDR, "Bronchodilator: ", "Broncodilatatore: ") \
	X(SPI_T_RESPONDS, "a response", "risposta") \
	X(SPI_T_RESPONDS_NOT, "no response", "nessuna risposta") \
	X(SPI_T_GOLD, "GOLD stage: ", "Stadio GOLD: ") \
	X(SPI_T_GOLD_PRE, "GOLD stage (before the bronchodilator, so only a hint): ", "Stadio GOLD (prima del broncodilatatore, quindi solo indicativo): ") \
	X(SPI_T_NOT_VALIDATED, "Not validated: it becomes a report when a doctor signs it.", "Non validato: diventa un referto quando lo firma un medico.")
/* clang-format on */

#endif
