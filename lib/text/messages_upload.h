/* Texts of files brought for an import, each in both languages. */
#ifndef TEXT_MESSAGES_UPLOAD_H
#define TEXT_MESSAGES_UPLOAD_H

/* clang-format off */
#define MESSAGES_UPLOAD(X) \
	X(UPL_NO_DIR, "This server has no folder for files from your computer: whoever runs it can say which (prossima serve --uploads).", "Questo server non ha una cartella per i file dal suo computer: chi lo gestisce può indicarla (prossima serve --uploads).") \
	X(UPL_NOT_FOUND, "These files are not there, or they are not yours.", "Questi file non ci sono, o non sono suoi.") \
	X(UPL_REMOVED, "These files are not kept any more: upload them again.", "Questi file non sono più conservati: li carichi di nuovo.") \
	X(UPL_RUNS, "A run is reading these files now: wait until it has ended.", "Un'elaborazione sta leggendo questi file: aspetti che finisca.") \
	X(UPL_EMPTY, "There are no files yet: upload at least one.", "Non c'è ancora nessun file: ne carichi almeno uno.") \
	X(UPL_NO_FILES, "This kind of run reads no files.", "Questo tipo di elaborazione non legge file.") \
	X(UPL_TOO_LARGE, "The files are too large. What was there before has stayed.", "I file sono troppo grandi. Ciò che c'era prima è rimasto.") \
	X(UPL_TOO_LARGE_BY, "These files are {size}; at most {left} may still come here, and nothing of them was taken. Compress them (drug.csv.gz), or bring them in several imports, or ask whoever runs the server to raise the limit.", "Questi file sono {size}; qui ne possono ancora arrivare {left}, e non ne è stato preso nessuno. Li comprima (drug.csv.gz), li porti in più importazioni, o chieda a chi gestisce il server di alzare il limite.") \
	X(UPL_FULL, "The server keeps as many uploaded files as it may. Those never run go after a day; remove some that are not needed, or try tomorrow.", "Il server conserva già quanti file può. Quelli mai elaborati se ne vanno dopo un giorno: ne tolga qualcuno che non serve, o riprovi domani.") \
	X(SCN_FOUND, "The virus scanner found something harmful in this file: nothing of it was kept. Do not open it elsewhere, have the computer or device it comes from checked, and send the file again from a clean one.", "L'antivirus ha trovato qualcosa di dannoso in questo file: non ne è stato conservato nulla. Non lo apra altrove, faccia controllare il computer o l'apparecchio da cui viene, e lo invii di nuovo da uno pulito.") \
	X(SCN_ABSENT, "The virus scanner does not answer at this moment, and without it no file is taken: nothing was kept. Try again in a few minutes; if it goes on, tell whoever runs the server.", "In questo momento l'antivirus non risponde, e senza di lui non si accettano file: non è stato conservato nulla. Riprovi tra qualche minuto; se continua, avvisi chi gestisce il server.") \
	X(SCN_LARGE, "This file is larger than the virus scanner takes: nothing of it was kept. Send it in smaller parts, or ask whoever runs the server to raise the scanner's limit (StreamMaxLength).", "Questo file è più grande di quanto l'antivirus accetti: non ne è stato conservato nulla. Lo invii in parti più piccole, o chieda a chi gestisce il server di alzare il limite dell'antivirus (StreamMaxLength).") \
	X(UPL_DISK, "The disk of the server is full: the file was not kept. Whoever runs the server must make room.", "Il disco del server è pieno: il file non è stato conservato. Chi gestisce il server deve fare spazio.") \
	X(UPL_NOT_WRITTEN, "The server could not write the file. Whoever runs it finds why in its log.", "Il server non è riuscito a scrivere il file. Chi lo gestisce trova il motivo nel suo registro.") \
	X(UPL_BAD_NAME, "This name cannot be kept: only letters, digits, dots, hyphens and underscores, as drug.csv.gz. Rename the file and upload it again.", "Questo nome non si può conservare: solo lettere, cifre, punti, trattini e sottolineature, come drug.csv.gz. Rinomini il file e lo carichi di nuovo.") \
	X(UPL_TWICE, "Two files of this name came together: only the first was kept.", "Sono arrivati insieme due file con questo nome: è stato conservato solo il primo.") \
	X(UPL_BROKEN, "What came was not whole or not readable: no file of it was kept. Try again.", "Ciò che è arrivato non era intero o non si legge: nessun file è stato conservato. Riprovi.") \
	X(UPL_MANY, "Many files are being uploaded at this moment: try again in a minute.", "In questo momento si stanno caricando molti file: riprovi tra un minuto.") \
	X(UPL_NONE_CHOSEN, "No file was chosen.", "Non è stato scelto nessun file.") \
	X(UPL_REFUSED, "The files were not uploaded", "I file non sono stati caricati") \
	X(UPL_BACK, "Back to the files", "Torna ai file") \
	X(UPL_TITLE, "Files for: {kind}", "File per: {kind}") \
	X(UPL_FROM_HERE, "Files from your computer", "File dal suo computer") \
	X(UPL_READS, "This run reads: {names}; also compressed (.gz) where it reads large ones. At most {most} in all.", "Questa elaborazione legge: {names}; anche compressi (.gz) dove sono grandi. Al massimo {most} in tutto.") \
	X(UPL_CHOOSE, "Files (several at once)", "File (anche più di uno)") \
	X(UPL_SEND, "Upload", "Carica") \
	X(UPL_ADD, "Add files", "Aggiungi file") \
	X(UPL_WAITING, "Uploaded already", "Già caricati") \
	X(UPL_OF, "{when}, {n} files, {size}", "{when}, {n} file, {size}") \
	X(UPL_FROM_SERVER, "Or a folder of the server", "Oppure una cartella del server") \
	X(UPL_NAME, "File", "File") \
	X(UPL_SIZE, "Size", "Dimensione") \
	X(UPL_DIGEST, "SHA-256", "SHA-256") \
	X(UPL_NOTE, "Note", "Nota") \
	X(UPL_READS_CLAIMS, "Also files of the national and regional layouts, OMOP tables and FHIR .ndjson, and .zst.", "Anche file dei tracciati nazionali e regionali, tabelle OMOP e FHIR .ndjson, e .zst.") \
	X(UPL_NOT_READ, "this run does not read a file of this name", "questa elaborazione non legge un file con questo nome") \
	X(UPL_SAME_HERE, "the same bytes as {name}", "gli stessi byte di {name}") \
	X(UPL_SAME_BEFORE, "the same file was uploaded on {when}", "lo stesso file è stato caricato il {when}") \
	X(UPL_SAME_RUN, "the same file was uploaded on {when} and imported: reading it again changes nothing", "lo stesso file è stato caricato il {when} e importato: rileggerlo non cambia nulla") \
	X(UPL_REMOVE, "Remove", "Togli") \
	X(UPL_REMOVE_ONE, "Remove {name}", "Togli {name}") \
	X(UPL_REMOVED_ONE, "The file was removed.", "Il file è stato tolto.") \
	X(UPL_TAKEN, "The files are here. Check them, then start the run.", "I file sono arrivati. Li controlli, poi avvii l'elaborazione.") \
	X(UPL_PROBLEMS, "Some files were not kept", "Alcuni file non sono stati conservati") \
	X(UPL_START, "Start the run", "Avvia l'elaborazione") \
	X(UPL_KEPT, "Kept until {when} if no run is started.", "Conservati fino al {when} se non avvia nessuna elaborazione.") \
	X(UPL_RUN_OF, "The run of these files", "L'elaborazione di questi file") \
	X(UPL_FILES_OF_RUN, "uploaded files", "file caricati") \
	X(UPL_BYTES, "{n} bytes", "{n} byte") \
	X(UPL_KB, "{n} kB", "{n} kB") \
	X(UPL_MB, "{n} MB", "{n} MB") \
	X(UPL_GB, "{n} GB", "{n} GB") \
	X(UPL_REJECTS, "Rejected rows with their reasons (CSV)", "Righe scartate con il motivo (CSV)")
/* clang-format on */

#endif
