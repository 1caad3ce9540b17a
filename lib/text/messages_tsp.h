/* Texts of spirometries sent at a distance, each in both languages. */
#ifndef TEXT_MESSAGES_TSP_H
#define TEXT_MESSAGES_TSP_H

/* clang-format off */
#define MESSAGES_TSP(X) \
	X(TEL_HEIGHT_DIFFERS, "The height on the form is not that of the file: check which one is right.", "La statura scritta nel modulo non è quella del file: controlli quale è giusta.") \
	X(TEL_NO_HEIGHT, "Write the person's height: without it a spirometry cannot be compared with normal values.", "Scriva la statura della persona: senza, la spirometria non si può confrontare con i valori normali.") \
	X(TSP_HEIGHT, "Height in cm, without shoes (spirometry)", "Statura in cm, senza scarpe (spirometria)") \
	X(TSP_CALIBRATED, "Last check with the 3-litre syringe (spirometry)", "Ultimo controllo con la siringa da 3 litri (spirometria)") \
	X(TSP_LAST_CALIBRATED, "3-litre check", "Controllo a 3 L") \
	X(TSP_VALUES_NOTE, "LLN: lower limit of normal (5th centile). After: after the bronchodilator; its change in % of the predicted value.", "LLN: limite inferiore della norma (5° centile). Dopo: dopo il broncodilatatore; la variazione è in % del teorico.") \
	X(TSP_F_BLOW_1, "1 blow", "1 prova") \
	X(TSP_NOT_KNOWN, "not known", "non noto") \
	X(TSP_CAL_OLD, "the last check with the 3-litre syringe is older than a day", "l'ultimo controllo con la siringa da 3 litri ha più di un giorno") \
	X(TSP_CAL_UNKNOWN, "the day of the last check with the 3-litre syringe was not said", "il giorno dell'ultimo controllo con la siringa da 3 litri non è stato detto") \
	X(TSP_TITLE, "Curves", "Curve") \
	X(TSP_ALT, "Flow-volume loops, volume against time, values with their z-score; the tables below say it in numbers.", "Curve flusso-volume, volume-tempo e valori con il loro z-score; le tabelle sotto lo dicono in numeri.") \
	X(TSP_ABOUT, "Open the picture to enlarge it; thick the blow that flows are taken from, dashed what does not count.", "Apra l'immagine per ingrandirla; in grassetto la prova da cui sono presi i flussi, tratteggiato ciò che non conta.") \
	X(TSP_AGAINST, "Reference equations {set}; height {cm} cm; limits of {day}.", "Equazioni di riferimento {set}; statura {cm} cm; limiti del {day}.") \
	X(TSP_GRADES, "Quality of the session", "Qualità della sessione") \
	X(TSP_GRADES_PRE, "FEV1 grade {fev1}, FVC grade {fvc}, of {blows}", "FEV1 grado {fev1}, FVC grado {fvc}, su {blows}") \
	X(TSP_GRADES_POST, "After the bronchodilator: FEV1 grade {fev1}, FVC grade {fvc}, of {blows}", "Dopo il broncodilatatore: FEV1 grado {fev1}, FVC grado {fvc}, su {blows}") \
	X(TSP_REPEAT, "To be repeated", "Da ripetere") \
	X(TSP_DOUBT, "To be read with caution", "Da leggere con cautela") \
	X(TSP_FINE, "Can be read", "Si può leggere") \
	X(TSP_USED, "Which blows were used", "Quali prove sono state usate") \
	X(TSP_FROM, "FEV1 from blow {fev1}, FVC from blow {fvc}, peak flow from {pef}, mean flows from {flows}: the largest among the acceptable ones; flows from the blow with the largest FEV1 + FVC.", "FEV1 dalla prova {fev1}, FVC dalla prova {fvc}, picco di flusso dalla {pef}, flussi medi dalla {flows}: i maggiori tra le prove accettabili; i flussi dalla prova con FEV1 + FVC maggiore.") \
	X(TSP_FROM_USABLE, "None was acceptable for one of them: the largest usable value stands in its place.", "Per uno dei due nessuna prova era accettabile: al suo posto sta il maggiore valore utilizzabile.") \
	X(TSP_FROM_DEVICE, "The file has no curves: the values are those the device states, and blows cannot be judged.", "Il file non ha curve: i valori sono quelli dichiarati dallo spirometro e le prove non si possono giudicare.") \
	X(TSP_BLOWS, "Blows", "Prove") \
	X(TSP_BLOW, "Blow", "Prova") \
	X(TSP_PHASE_PRE, "before", "prima") \
	X(TSP_PHASE_POST, "after", "dopo") \
	X(TSP_ACCEPTABLE, "acceptable", "accettabile") \
	X(TSP_USABLE, "usable", "utilizzabile") \
	X(TSP_NO, "not usable", "non utilizzabile") \
	X(TSP_CAUSES, "Why", "Perché") \
	X(TSP_SECONDS, "Time (s)", "Tempo (s)") \
	X(TSP_BEV, "BEV (L)", "BEV (L)") \
	X(TSP_VALUES, "Values against normal ones", "Valori rispetto ai normali") \
	X(TSP_VALUE, "Value", "Valore") \
	X(TSP_MEASURED, "Measured", "Misurato") \
	X(TSP_PREDICTED, "Predicted", "Teorico") \
	X(TSP_LLN, "LLN", "LLN") \
	X(TSP_PERCENT, "% pred.", "% teor.") \
	X(TSP_Z, "z", "z") \
	X(TSP_AFTER, "After", "Dopo") \
	X(TSP_Z_AFTER, "z after", "z dopo") \
	X(TSP_CHANGE, "Change %", "Variaz. %") \
	X(TSP_LOW, "below the limit", "sotto il limite") \
	X(TSP_PATTERN, "Pattern", "Quadro") \
	X(TSP_BDR, "Bronchodilator", "Broncodilatatore") \
	X(TSP_GOLD, "GOLD", "GOLD") \
	X(TSP_GOLD_STAGE, "FEV1/FVC below 0.70, stage {n}", "FEV1/FVC sotto 0,70, stadio {n}") \
	X(TSP_GOLD_NONE, "FEV1/FVC 0.70 or more", "FEV1/FVC 0,70 o più") \
	X(TSP_GOLD_PRE, "computed before the bronchodilator", "calcolato prima del broncodilatatore") \
	X(TSP_UNREAD, "Not interpreted", "Non interpretata") \
	X(TSP_TREND, "Over the years", "Andamento negli anni") \
	X(TSP_TREND_NONE, "No earlier spirometry with the same equations.", "Nessuna spirometria precedente con le stesse equazioni.") \
	X(TSP_TREND_OTHER, "{n} earlier ones were compared with other equations: their z is not put in the trend.", "{n} precedenti sono riferite ad altre equazioni: il loro z non entra nell'andamento.") \
	X(TSP_TREND_Z, "z of FEV1 and FVC over the exams", "z di FEV1 e FVC negli esami") \
	X(TSP_TREND_SAYS, "FEV1: z {last} since the exam before, {first} since the first, {year} a year.", "FEV1: z {last} dall'esame precedente, {first} dal primo, {year} all'anno.") \
	X(TSP_FEV1Q, "FEV1Q {n} (last FEV1 over its lowest centile; 1 is the least)", "FEV1Q {n} (ultimo FEV1 sul suo centile più basso; 1 è il minimo)") \
	X(TSP_SIGNED_VALUES, "From signed exams", "Dagli esami firmati") \
	X(TSP_SIGNED_NONE, "No exam was signed yet.", "Nessun esame è ancora stato firmato.") \
	X(TSP_V_HR, "Heart rate (1/min)", "Frequenza cardiaca (1/min)") \
	X(TSP_V_AF, "Atrial fibrillation", "Fibrillazione atriale") \
	X(TSP_V_LVH, "Left ventricular hypertrophy", "Ipertrofia ventricolare sinistra") \
	X(TSP_V_QRS, "QRS (ms)", "QRS (ms)") \
	X(TSP_V_QTCF, "QTc Fridericia (ms)", "QTc Fridericia (ms)") \
	X(TSP_V_QTC, "QTc (ms)", "QTc (ms)") \
	X(TSP_V_FEV1, "FEV1", "FEV1") \
	X(TSP_V_FEV1_Z, "FEV1, z", "FEV1, z") \
	X(TSP_V_FVC, "FVC", "FVC") \
	X(TSP_V_FVC_Z, "FVC, z", "FVC, z") \
	X(TSP_V_RATIO, "FEV1/FVC", "FEV1/FVC") \
	X(TSP_V_RATIO_Z, "FEV1/FVC, z", "FEV1/FVC, z") \
	X(TSP_V_OBSTRUCTION, "Obstruction", "Ostruzione") \
	X(TSP_V_BDR, "Bronchodilator response", "Risposta al broncodilatatore") \
	X(TSP_SIGNED, "signed", "firmata") \
	X(TSP_ONLY_MACHINE, "automatic", "automatica") \
	X(TSP_F_FEV1_GRADE, "grade of FEV1", "grado del FEV1") \
	X(TSP_F_FVC_GRADE, "grade of FVC", "grado della FVC") \
	X(TSP_F_AFTER, "after the bronchodilator", "dopo il broncodilatatore") \
	X(TSP_W_SET, "Equations {set}, height {cm} cm.", "Equazioni {set}, statura {cm} cm.") \
	X(TSP_W_PLACE, "{percent} % of predicted, z {z}, LLN {lln}", "{percent} % del teorico, z {z}, LLN {lln}") \
	X(TSP_W_GRADES, "Quality (ATS/ERS 2019): {grades}.", "Qualità (ATS/ERS 2019): {grades}.") \
	X(TSP_W_AFTER, "After the bronchodilator: {values}.", "Dopo il broncodilatatore: {values}.") \
	X(TSP_W_PATTERN, "Pattern (ERS/ATS 2022): {says}.", "Quadro (ERS/ATS 2022): {says}.") \
	X(TSP_W_BDR, "Bronchodilator: {says}.", "Broncodilatatore: {says}.") \
	X(TSP_W_DEVICE, "Values as the device states them, without curves: the blows could not be judged.", "Valori dichiarati dallo spirometro, senza curve: le prove non si sono potute giudicare.") \
	X(TSP_W_SINCE, "Since the spirometry of {day}: FEV1 {fev1} L, z {zfev1}; FVC {fvc} L, z {zfvc}.", "Rispetto alla spirometria del {day}: FEV1 {fev1} L, z {zfev1}; FVC {fvc} L, z {zfvc}.") \
	X(TSP_W_YEAR, "z of FEV1 {year} a year over {n} exams.", "z del FEV1 {year} all'anno su {n} esami.") \
	X(TSP_F_BLOWS, "{n} blows", "{n} prove") \
	X(TSP_CAUSE_BEV, "slow start", "partenza lenta") \
	X(TSP_CAUSE_ZERO, "zero of the flow wrong", "zero del flusso sbagliato") \
	X(TSP_CAUSE_COUGH, "cough in the first second", "tosse nel primo secondo") \
	X(TSP_CAUSE_GLOTTIS_EARLY, "glottis closed in the first second", "glottide chiusa nel primo secondo") \
	X(TSP_CAUSE_GLOTTIS_LATE, "glottis closed before the end", "glottide chiusa prima della fine") \
	X(TSP_CAUSE_SHORT, "less than a second blown", "espirazione di meno di un secondo") \
	X(TSP_CAUSE_NO_END, "expiration too short", "espirazione troppo corta") \
	X(TSP_CAUSE_LEAK, "leak", "perdita d'aria") \
	X(TSP_CAUSE_OBSTRUCTION, "mouthpiece obstructed", "boccaglio ostruito") \
	X(TSP_CAUSE_FIVC, "lungs not full at the beginning", "polmoni non pieni all'inizio") \
	X(TSP_CAUSE_COUGH_LATE, "cough after the first second", "tosse dopo il primo secondo") \
	X(TSP_CAUSE_HESITATION, "hesitation before blowing", "esitazione prima di soffiare")
/* clang-format on */

#endif
