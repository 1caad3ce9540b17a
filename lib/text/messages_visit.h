/* Texts of visits at a distance, each in both languages. */
#ifndef TEXT_MESSAGES_VISIT_H
#define TEXT_MESSAGES_VISIT_H

/* clang-format off */
#define MESSAGES_VISIT(X) \
	X(VIS_NOT_FOUND, "This visit is not there.", "Questa visita non c'è.") \
	X(VIS_MEANWHILE, "Somebody else changed this visit at this moment: look again.", "Qualcun altro ha agito su questa visita in questo momento: la guardi di nuovo.") \
	X(VIS_NOT_FROM_HERE, "This cannot be done from the state the visit is in.", "Non si può fare dallo stato in cui è la visita.") \
	X(VIS_NOT_YOURS, "You have no part in this visit.", "Lei non partecipa a questa visita.") \
	X(VIS_NOT_HOST, "Only who holds the visit can do this.", "Può farlo solo chi tiene la visita.") \
	X(VIS_TAKE_FIRST, "Take the question first.", "Prima prenda in carico la richiesta.") \
	X(VIS_TAKEN_BY_OTHER, "A colleague has taken this question.", "Questa richiesta l'ha presa in carico un collega.") \
	X(VIS_ONLY_YOU, "You were asked by name: there is no group to give it back to.", "La richiesta è rivolta a lei: non c'è un gruppo a cui restituirla.") \
	X(VIS_FROM_ITS_PAGE, "This is a televisit: that is done from the page of the televisit.", "È una televisita: si fa dalla pagina della televisita.") \
	X(VIS_HOST_BUSY, "The doctor has another visit at that time.", "Il medico ha un'altra visita a quell'ora.") \
	X(VIS_BAD_TIME, "Choose a day within a year, an hour, and 5 to 120 minutes.", "Scelga un giorno entro un anno, un'ora, e da 5 a 120 minuti.") \
	X(VIS_PAST, "That hour is past.", "Quell'ora è passata.") \
	X(VIS_NO_HOST, "Choose the person's doctor or a specialist.", "Scelga il medico dell'assistito o uno specialista.") \
	X(VIS_NO_REASON, "Write the reason of the televisit.", "Scriva il motivo della televisita.") \
	X(VIS_NOT_SUITABLE, "Confirm that a televisit is suitable for this person.", "Confermi che la televisita è adatta a questa persona.") \
	X(VIS_NOT_SEEN, "Say when the person was last seen in presence: the first visit is never at a distance.", "Indichi quando la persona è stata visitata in presenza: la prima visita non è mai a distanza.") \
	X(VIS_SEEN_LONG_AGO, "The last visit in presence is too long ago: book one in presence.", "L'ultima visita in presenza è troppo lontana: ne prenoti una in presenza.") \
	X(VIS_NOT_REMOTE, "This service is not given at a distance: book it in presence.", "Questa prestazione non si eroga a distanza: la prenoti in presenza.") \
	X(VIS_NO_QUESTION, "Write the question for your colleague.", "Scriva il quesito per il collega.") \
	X(VIS_NOBODY_ASKED, "Choose whom to ask: a group or a colleague.", "Scelga a chi chiedere: un gruppo o un collega.") \
	X(VIS_MANY_EXAMS, "At most 10 exams can be attached.", "Si possono allegare al massimo 10 esami.") \
	X(VIS_DOCTORS_ASK, "Only a doctor asks for a teleconsult.", "Solo un medico chiede un teleconsulto.") \
	X(VIS_ROOM_NOT_YOURS, "The room is only for who takes part.", "La stanza è solo per chi partecipa.") \
	X(VIS_ROOM_NONE, "There is no video room here: talk by telephone. The administrator can set its address.", "Qui non c'è una stanza video: vi parlerete per telefono. L'amministratore può impostarne l'indirizzo.") \
	X(VIS_ROOM_EARLY, "It is too early: the room is not open yet.", "È ancora presto: la stanza non è aperta.") \
	X(VIS_ROOM_LATE, "The room is closed: the time of the visit is over.", "La stanza è chiusa: il tempo della visita è finito.") \
	X(VIS_FILE_LARGE, "The document is too large: at most 4 MB.", "Il documento è troppo grande: al massimo 4 MB.") \
	X(VIS_FILE_KIND, "A document is a PDF, a picture (JPEG, PNG) or plain text.", "Il documento è un PDF, un'immagine (JPEG, PNG) o un testo semplice.") \
	X(VIS_MANY_FILES, "There are 10 documents already.", "Ci sono già 10 documenti.") \
	X(VIS_NOT_BEGUN, "Begin the visit first: then its report is written.", "Prima inizi la visita: poi se ne scrive il referto.") \
	X(VIS_END_FIRST, "End the visit first, then sign.", "Prima termini la visita, poi firmi.") \
	X(VIS_NO_CONCLUSION, "The report has no conclusion.", "Manca la conclusione.") \
	X(VIS_NAV, "Televisits and teleconsults", "Televisite e teleconsulti") \
	X(VIS_NAV_MINE, "My televisits", "Le mie televisite") \
	X(VIS_TAB, "Televisits", "Televisite") \
	X(VIS_ABOUT, "Today first, then what waits for you, then what waits for others.", "Prima oggi, poi ciò che aspetta lei, poi ciò che aspetta altri.") \
	X(VIS_ABOUT_CENTRE, "When and with whom, to book and to move: what is said in the visit is between those who take part.", "Quando e con chi, per prenotare e spostare: ciò che si dice nella visita resta fra chi vi partecipa.") \
	X(VIS_OPEN, "Open", "Da fare") \
	X(VIS_ALL, "All", "Tutte") \
	X(VIS_NONE, "Nothing at a distance waits: no televisit is booked, no question is open.", "Niente in attesa: nessuna televisita prenotata, nessun quesito aperto.") \
	X(VIS_NONE_EVER, "No televisit and no teleconsult yet.", "Ancora nessuna televisita e nessun teleconsulto.") \
	X(VIS_G_TODAY, "Today", "Oggi") \
	X(VIS_G_TO_ANSWER, "Waiting for you", "Aspettano lei") \
	X(VIS_G_OTHERS, "Waiting for others", "In attesa di altri") \
	X(VIS_G_COMING, "Coming", "Prossime") \
	X(VIS_G_PAST, "Over", "Concluse") \
	X(VIS_FOUND_NONE, "Nothing fits.", "Nessun risultato corrisponde.") \
	X(VIS_COL_GROUP, "List", "Elenco") \
	X(VIS_COL_ASKED_BY, "Asked by", "Chiesto da") \
	X(VIS_COL_PERSON, "Person", "Assistito") \
	X(VIS_COL_WHAT, "What", "Che cosa") \
	X(VIS_COL_WHEN, "When", "Quando") \
	X(VIS_COL_WHO, "With whom", "Con chi") \
	X(VIS_COL_STATE, "State", "Stato") \
	X(VIS_TELEVISIT, "Televisit", "Televisita") \
	X(VIS_TELECONSULT, "Teleconsult", "Teleconsulto") \
	X(VIS_TITLE_OF, "{kind}: {name}", "{kind}: {name}") \
	X(VIS_S_ASKED, "waits to be taken", "da prendere in carico") \
	X(VIS_S_TAKEN, "being answered", "risposta in preparazione") \
	X(VIS_S_BOOKED, "booked", "prenotata") \
	X(VIS_S_WAITING, "the person is waiting", "l'assistito è in attesa") \
	X(VIS_S_STARTED, "in progress", "in corso") \
	X(VIS_S_DONE, "held: the report is to be signed", "svolta: referto da firmare") \
	X(VIS_S_NOT_HELD, "not held", "non svolta") \
	X(VIS_S_SIGNED, "signed", "firmata") \
	X(VIS_S_ANSWERED, "answered", "risposta firmata") \
	X(VIS_S_CANCELLED, "cancelled", "annullata") \
	X(VIS_UNREAD, "to read", "da leggere") \
	X(VIS_PROMISED, "answer promised by {when}", "risposta promessa entro {when}") \
	X(VIS_USED, "{percent} % of the time is used", "usato il {percent} % del tempo") \
	X(VIS_LATE, "late", "in ritardo") \
	X(VIS_FROM_TO, "{day}, {from} to {to}", "{day}, dalle {from} alle {to}") \
	X(VIS_ASKED_BY, "asked by {name}", "chiesto da {name}") \
	X(VIS_POOL, "group {name}", "gruppo {name}") \
	X(VIS_NEW, "Book a televisit", "Prenota una televisita") \
	X(VIS_ASK, "Ask a colleague", "Chiedi un teleconsulto") \
	X(VIS_NEW_ABOUT, "A check-up by video with the person's doctor or a specialist. It stands in the calendar like every appointment; held and signed, it closes the planned visit.", "Un controllo in video con il medico dell'assistito o con uno specialista. Sta nel calendario come ogni appuntamento; svolta e firmata, chiude la visita pianificata.") \
	X(VIS_NEW_REFUSED, "The televisit was not booked", "La televisita non è stata prenotata") \
	X(VIS_FOR_WHAT, "Which planned visit it is for", "Per quale visita pianificata") \
	X(VIS_FOR_NONE, "None: a check-up beside the plan", "Nessuna: un controllo fuori piano") \
	X(VIS_FOR_DUE, "{name}, due {date}", "{name}, prevista il {date}") \
	X(VIS_SHOW_PLACES, "Show the free places of agendas", "Mostra i posti liberi delle agende") \
	X(VIS_HOST, "Who holds it", "Chi la tiene") \
	X(VIS_SPECIALIST, "{name} (specialist)", "{name} (specialista)") \
	X(VIS_WHEN, "When", "Quando") \
	X(VIS_WHEN_HINT, "Agree on the hour with the person.", "Concordi l'orario con la persona.") \
	X(VIS_AT_HOUR, "At the hour below", "All'orario indicato sotto") \
	X(VIS_PLACE, "{day}, {time}: {place}", "{day}, ore {time}: {place}") \
	X(VIS_DAY, "Day", "Giorno") \
	X(VIS_HOUR, "Hour", "Ora") \
	X(VIS_MINUTES, "Minutes", "Minuti") \
	X(VIS_REASON, "Reason of the visit", "Motivo della visita") \
	X(VIS_COMPANION, "Who helps the person at home (if anybody)", "Chi aiuta la persona a casa (se c'è)") \
	X(VIS_MINE_COMPANION, "At your side: {name}", "Accanto a lei: {name}") \
	X(VIS_SEEN_ON, "Last seen in presence on", "Ultima visita in presenza") \
	X(VIS_SUITABLE, "The diagnosis was made in presence, no physical examination is needed now, and the person (or who helps them) can use a video call", "La diagnosi è stata fatta in presenza, ora non serve l'esame fisico, e la persona (o chi l'aiuta) sa usare una videochiamata") \
	X(VIS_CONSENT, "The person was informed about the televisit and agrees", "La persona è stata informata sulla televisita e acconsente") \
	X(VIS_BOOK, "Book the televisit", "Prenota la televisita") \
	X(VIS_DONE_BOOK, "The televisit is booked; the person is told.", "La televisita è prenotata; l'assistito viene avvisato.") \
	X(VIS_ASK_ABOUT, "Put a question to a group of specialists or to a colleague, with the person's exams and plan. The answer comes in writing, signed, by the promised time.", "Ponga un quesito a un gruppo di specialisti o a un collega, con gli esami e il piano della persona. La risposta arriva scritta e firmata, entro il tempo promesso.") \
	X(VIS_ASK_REFUSED, "The question was not sent", "Il quesito non è stato inviato") \
	X(VIS_TO_WHOM, "Whom to ask", "A chi chiedere") \
	X(VIS_QUESTION, "Question", "Quesito") \
	X(VIS_URGENCY, "How urgent", "Quanto è urgente") \
	X(VIS_U_RED, "Red: within the hour", "Rosso: entro l'ora") \
	X(VIS_U_AMBER, "Amber: within a day", "Giallo: entro un giorno") \
	X(VIS_U_GREEN, "Green: within some days", "Verde: entro alcuni giorni") \
	X(VIS_EXAMS, "Exams", "Esami") \
	X(VIS_EXAMS_HINT, "Only those you tick are shown to your colleague.", "Il collega vede solo quelli che lei segna.") \
	X(VIS_EXAMS_NONE, "No exam was sent at a distance for this person.", "Per questa persona non sono stati inviati esami.") \
	X(VIS_WITH_PLAN, "Show conditions, drugs and services of the plan", "Mostra condizioni, farmaci e prestazioni del piano") \
	X(VIS_WITH_PATIENT, "The person is here with me", "La persona è qui con me") \
	X(VIS_ASK_CONSENT, "The person was informed about the teleconsult and agrees", "La persona è stata informata del teleconsulto e acconsente") \
	X(VIS_ASK_SEND, "Send the question", "Invia il quesito") \
	X(VIS_DONE_ASK, "The question is sent. You can still add documents.", "Il quesito è inviato. Può ancora aggiungere documenti.") \
	X(VIS_NOW, "What to do now", "Che cosa fare ora") \
	X(VIS_NOTHING_NOW, "Nothing to do for you now.", "Ora non c'è nulla da fare per lei.") \
	X(VIS_TAKE, "Take the question", "Prendi in carico") \
	X(VIS_GIVE_BACK, "Give it back to the group", "Restituisci al gruppo") \
	X(VIS_ENTER, "Enter the video room", "Entra nella stanza video") \
	X(VIS_ROOM, "Video room", "Stanza video") \
	X(VIS_OPENS, "It opens {when}.", "Si apre {when}.") \
	X(VIS_START, "Begin the visit", "Inizia la visita") \
	X(VIS_END, "End the visit", "Termina la visita") \
	X(VIS_WRITE, "Write the report", "Scrivi il referto") \
	X(VIS_WRITE_ANSWER, "Write the answer", "Scrivi la risposta") \
	X(VIS_NOT_HELD, "It was not held", "Non si è svolta") \
	X(VIS_FAULT, "Why", "Perché") \
	X(VIS_F_TECHNICAL, "the link did not work", "il collegamento non ha funzionato") \
	X(VIS_F_ABSENT, "the person was not there", "l'assistito non si è collegato") \
	X(VIS_F_DOCTOR, "the doctor could not", "il medico non ha potuto") \
	X(VIS_THEN, "And now", "E ora") \
	X(VIS_THEN_AGAIN, "book another televisit", "si prenota un'altra televisita") \
	X(VIS_THEN_PRESENCE, "see each other in presence", "ci si vede in presenza") \
	X(VIS_NOTE, "Note", "Nota") \
	X(VIS_MOVE, "To another time", "Sposta a un altro orario") \
	X(VIS_AGAIN, "Book it again", "Prenota di nuovo") \
	X(VIS_CANCEL, "Cancel it", "Annulla") \
	X(VIS_CANCEL_REASON, "Reason", "Motivo") \
	X(VIS_TALK, "Agree on a video talk", "Fissa un colloquio in video") \
	X(VIS_CORRECT, "Begin a correction", "Inizia una correzione") \
	X(VIS_NOTES, "Notes during the visit", "Appunti durante la visita") \
	X(VIS_NOTES_HINT, "Seen by you alone; no part of the report.", "Li vede solo lei; non fanno parte del referto.") \
	X(VIS_SAVE, "Save", "Salva") \
	X(VIS_DOCUMENTS, "Documents", "Documenti") \
	X(VIS_DOCUMENTS_NONE, "No document yet.", "Ancora nessun documento.") \
	X(VIS_DOCUMENT_BY, "{size}, {name}, {when}", "{size}, {name}, {when}") \
	X(VIS_FILE, "Document to add", "Documento da aggiungere") \
	X(VIS_FILE_HINT, "PDF, JPEG, PNG or plain text, at most 4 MB.", "PDF, JPEG, PNG o testo semplice, al massimo 4 MB.") \
	X(VIS_ATTACH, "Add the document", "Aggiungi il documento") \
	X(VIS_THE_VISIT, "The visit", "La visita") \
	X(VIS_THE_QUESTION, "What is asked", "Il quesito") \
	X(VIS_SERVICE, "Service", "Prestazione") \
	X(VIS_PERSON_THERE, "The person is there since", "L'assistito è collegato dalle") \
	X(VIS_PERSON_CHECKED, "The person tried camera and sound", "L'assistito ha provato audio e video") \
	X(VIS_YES, "Yes", "Sì") \
	X(VIS_PLAN, "The plan", "Il piano") \
	X(VIS_PLAN_NONE, "There is no signed plan.", "Non c'è un piano firmato.") \
	X(VIS_CONDITIONS, "Conditions", "Condizioni") \
	X(VIS_DRUGS, "Drugs", "Farmaci") \
	X(VIS_SERVICES, "Services", "Prestazioni") \
	X(VIS_HISTORY, "What happened", "Che cosa è successo") \
	X(VIS_READ_BY, "Read by {name}, {when}", "Letto da {name}, {when}") \
	X(VIS_NOT_READ, "Delivered {when}, not read yet", "Consegnato {when}, non ancora letto") \
	X(VIS_TO_PERSON, "To the person", "All'assistito") \
	X(VIS_TO_DOCTOR, "To their doctor", "Al suo medico") \
	X(VIS_TO_ASKER, "To who asked", "A chi ha chiesto") \
	X(VIS_RECEIPTS, "Who has it", "Chi l'ha ricevuto") \
	X(VIS_REPORT_OF, "Report of the televisit: {name}", "Referto di televisita: {name}") \
	X(VIS_ANSWER_OF, "Answer to the teleconsult: {name}", "Risposta al teleconsulto: {name}") \
	X(VIS_R_PRESENT, "Who took part", "Chi ha partecipato") \
	X(VIS_R_TEXT, "What was heard and seen", "Colloquio e osservazione") \
	X(VIS_R_TEXT_ANSWER, "Reasoning", "Valutazione") \
	X(VIS_R_CONCLUSION, "Conclusion", "Conclusione") \
	X(VIS_R_ANSWER, "Answer", "Risposta") \
	X(VIS_R_THERAPY, "Therapy", "Terapia") \
	X(VIS_R_ADVICE, "Advice and next checks", "Consigli e prossimi controlli") \
	X(VIS_DONE_SAVED, "The report was saved. Read it again, then sign.", "Il referto è salvato. Lo rilegga, poi firmi.") \
	X(VIS_DONE_SIGN, "Signed and delivered.", "Firmato e consegnato.") \
	X(VIS_NOT_READY, "A conclusion is wanted before the signature.", "Prima della firma serve la conclusione.") \
	X(VIS_SIGN_AFTER_END, "End the visit, then sign.", "Termini la visita, poi firmi.") \
	X(VIS_BACK, "Back to the visit", "Torna alla visita") \
	X(VIS_DONE_TAKE, "The question is with you.", "La richiesta è in carico a lei.") \
	X(VIS_DONE_GIVE_BACK, "The group has it again.", "La richiesta è di nuovo del gruppo.") \
	X(VIS_DONE_START, "The visit has begun.", "La visita è iniziata.") \
	X(VIS_DONE_END, "The visit has ended: write and sign its report.", "La visita è terminata: scriva e firmi il referto.") \
	X(VIS_DONE_NOT_HELD, "Written down. What it was for is to be booked again.", "Annotato. Ciò per cui era prenotata è di nuovo da prenotare.") \
	X(VIS_DONE_NOTES, "The notes are saved.", "Gli appunti sono salvati.") \
	X(VIS_DONE_TALK, "The talk is agreed; your colleague is told.", "Il colloquio è fissato; il collega viene avvisato.") \
	X(VIS_DONE_MOVE, "Booked at the new time; the person is told.", "Prenotata al nuovo orario; l'assistito viene avvisato.") \
	X(VIS_DONE_CANCEL, "Cancelled.", "Annullata.") \
	X(VIS_DONE_CORRECT, "A new version is begun as a copy of the signed one.", "È iniziata una nuova versione, copia di quella firmata.") \
	X(VIS_DONE_ATTACH, "The document was added.", "Il documento è stato aggiunto.") \
	X(VIS_E_BOOK, "booked", "prenotata") \
	X(VIS_E_ASK, "asked", "richiesta") \
	X(VIS_E_ARRIVE, "the person is there", "l'assistito è collegato") \
	X(VIS_E_CHECKED, "the person tried camera and sound", "l'assistito ha provato audio e video") \
	X(VIS_E_MOVE, "moved", "spostata") \
	X(VIS_E_NOTES, "notes written", "appunti scritti") \
	X(VIS_E_WRITE, "report written", "referto scritto") \
	X(VIS_E_ATTACH, "document added", "documento aggiunto") \
	X(VIS_E_TALK, "talk agreed", "colloquio fissato") \
	X(VIS_E_OVERDUE, "past the promised time", "oltre il tempo promesso") \
	X(VIS_MINE_ABOUT, "A televisit is a check-up with your doctor from home, by video. You need a telephone, tablet or computer with a camera, and a quiet place. If you like, a family member may sit beside you.", "La televisita è un controllo con il suo medico fatto da casa, in video. Servono un telefono, un tablet o un computer con la telecamera, e un posto tranquillo. Se vuole, un familiare può stare accanto a lei.") \
	X(VIS_MINE_NONE, "No televisit is booked. If you think one would help, speak with your doctor.", "Non ci sono televisite prenotate. Se pensa che le sarebbe utile, ne parli con il suo medico.") \
	X(VIS_MINE_HOW, "How it works", "Come funziona") \
	X(VIS_MINE_HOW_1, "A quarter of an hour before, come back to this page: the button \"Enter the video room\" appears.", "Un quarto d'ora prima torni su questa pagina: compare il pulsante «Entra nella stanza video».") \
	X(VIS_MINE_HOW_2, "Press \"I am here\", then enter. Your browser asks whether it may use camera and microphone: say yes.", "Prema «Sono qui», poi entri. Il browser chiede se può usare telecamera e microfono: risponda di sì.") \
	X(VIS_MINE_HOW_3, "If the link does not work, stay near the telephone: the doctor calls you.", "Se il collegamento non funziona, resti vicino al telefono: il medico la chiama.") \
	X(VIS_MINE_HOW_4, "Nothing is recorded. After the visit you find the doctor's report here.", "Niente viene registrato. Dopo la visita trova qui il referto del medico.") \
	X(VIS_MINE_WITH, "With {name}", "Con {name}") \
	X(VIS_MINE_OPENS, "The room opens {when}.", "La stanza si apre {when}.") \
	X(VIS_MINE_HERE, "I am here", "Sono qui") \
	X(VIS_MINE_DONE_HERE, "The doctor sees that you are here. Now enter the video room.", "Il medico vede che lei c'è. Ora entri nella stanza video.") \
	X(VIS_MINE_WAIT, "The doctor sees that you are here.", "Il medico vede che lei c'è.") \
	X(VIS_MINE_CHECK, "Try it beforehand", "Faccia una prova prima") \
	X(VIS_MINE_CHECK_ABOUT, "Open the camera of your device: do you see yourself? Play a sound: do you hear it? Is the battery charged? Then press the button.", "Apra la fotocamera del suo apparecchio: si vede? Faccia suonare qualcosa: si sente? La batteria è carica? Allora prema il pulsante.") \
	X(VIS_MINE_CHECK_DONE, "Camera and sound work", "Telecamera e audio funzionano") \
	X(VIS_MINE_CHECKED, "You tried camera and sound: all is well.", "Ha provato telecamera e audio: va tutto bene.") \
	X(VIS_MINE_THANKS_CHECK, "Thank you: the doctor knows that you are ready.", "Grazie: il medico sa che lei è pronta o pronto.") \
	X(VIS_MINE_NO_ROOM, "The doctor will call you on the telephone.", "Il medico la chiamerà al telefono.") \
	X(VIS_MINE_LATE, "The time of this televisit is over.", "L'orario di questa televisita è passato.") \
	X(VIS_MINE_STARTED, "The doctor is waiting for you.", "Il medico la aspetta.") \
	X(VIS_MINE_DONE, "Held. The report comes here when the doctor has signed it.", "Svolta. Il referto arriva qui quando il medico l'ha firmato.") \
	X(VIS_MINE_CANCELLED, "Cancelled.", "Annullata.") \
	X(VIS_MINE_NOT_HELD, "It was not held: {why}.", "Non si è svolta: {why}.") \
	X(VIS_MINE_AGAIN, "You will be called for another date.", "La chiameranno per un'altra data.") \
	X(VIS_MINE_PRESENCE, "You will be called for a visit in presence.", "La chiameranno per una visita in presenza.") \
	X(VIS_MINE_CHANGE, "To cancel it, go to your appointments; for another hour, call your doctor's practice.", "Per disdirla vada nei suoi appuntamenti; per un altro orario chiami lo studio del suo medico.") \
	X(VIS_MINE_REPORT, "The doctor's report", "Il referto del medico") \
	X(VIS_MINE_FROM_HOME, "From home, by video", "Da casa, in video") \
	X(VIS_MINE_LINK, "How the televisit works", "Come funziona la televisita")
/* clang-format on */

#endif
