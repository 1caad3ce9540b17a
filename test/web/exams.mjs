// Exams and visits at a distance, by the pages. An ECG from the practice to the
// signed report: sent with its question, refused when it is of somebody else, taken, reported, signed,
// acknowledged by the doctor, read by the person, who never sees what a
// program measured.
import { execFileSync } from 'node:child_process'
import { blow, edf, telecare } from './exam_kit.mjs'
import { programs } from './exams_api.mjs'
import { program, sql, start, tap, TODAY } from './kit.mjs'
import { readings } from './readings.mjs'
import { service } from './telecare.mjs'
import { roomRule, visits } from './exams_visits.mjs'

const cliOn = (db, ...words) => execFileSync(program, [...words, '--db', db], { encoding: 'utf8', env: { ...process.env, PROSSIMA_TODAY: TODAY } })
const web = await start({ prepare: (db) => cliOn(db, ...roomRule) })
const { me, doctor, last, born, patient } = telecare(web)

const formOf = (client) => /<form[^>]*multipart\/form-data[^>]*action="([^"]*)"/.exec(client.last.body)?.[1]
async function bring(client, file, fields, action = formOf(client)) {
  const body = new FormData()
  body.append('file', new Blob([file]), 'C:\\ECG\\esame 1.edf')
  for (const [k, v] of Object.entries(fields)) body.append(k, v)
  const page = await client.raw('POST', action, { body, headers: { origin: web.base } })
  return (client.last = await client.follow(page))
}
const form = { tipo: 'ecg', cognome: last, nascita: born, quesito: 'Palpitazioni: aritmia?', urgenza: 'amber', consenso: '1' }

// ---- the practice
const gp = await web.signOn('doctor')
await gp.get(`/assistito/${me}/esami`)
tap.ok('the record has its exams', gp.last.has('Nessun esame') && gp.last.has('esami/nuovo'), gp.last.text)
await gp.get(`/assistito/${me}/esami/nuovo`)
tap.ok('the form asks for the question', gp.last.has('Quesito clinico') && gp.last.has('enctype="multipart/form-data"'))
await bring(gp, edf('X F 01-JAN-1930 Altra_Persona', 1), form)
tap.ok('a file of somebody else stops', gp.last.status === 400 && gp.last.has('altra persona') && gp.last.has('scheda della persona giusta') && gp.last.text.split('non è stato inviato').length === 2, `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
tap.ok('what was typed stays', gp.last.has('Palpitazioni: aritmia?') && gp.last.has(born))
await bring(gp, Buffer.from('not an exam'), form)
tap.ok('what is no exam is refused in words', gp.last.status === 400 && gp.last.has('non è stato inviato'))
await bring(gp, blow(3), form)
tap.ok('a spirometry sent as an ECG: it says which kind to choose', gp.last.status === 400 && gp.last.has('Questo file è una spirometria: scelga'), gp.last.text.slice(0, 400))
await bring(gp, edf(patient, 2), { ...form, tipo: 'spirometry', statura: '165' })
tap.ok('and the other way round', gp.last.status === 400 && gp.last.has('Questo file è un ECG: scelga'), gp.last.text.slice(0, 400))
{
  const body = new FormData()
  for (const n of [1, 2]) body.append('file', new Blob([edf(patient, 80 + n)]), `esame ${n}.edf`)
  for (const [k, v] of Object.entries(form)) body.append(k, v)
  gp.last = await gp.follow(await gp.raw('POST', formOf(gp), { body, headers: { origin: web.base } }))
  tap.ok('two exams at once: one at a time', gp.last.status === 400 && gp.last.has('ne invii uno alla volta'), gp.last.text.slice(0, 400))
}
await bring(gp, edf(patient, 2), { ...form, nascita: '1901-01-01' })
tap.ok('another birth typed stops', gp.last.status === 400 && gp.last.has('controlli il documento'))
tap.is('nothing was written', sql(web, 'SELECT COUNT(*) FROM tele_exam'), '0')
const file = edf(patient, 3)
const action = formOf(gp)
await bring(gp, file, form)
const exam = sql(web, 'SELECT id FROM tele_exam')
tap.ok('sent: it says until when', gp.last.url === `/esami/${exam}` && gp.last.has('promesso'), `${gp.last.url} ${gp.last.text.slice(0, 400)}`)
tap.ok('shown as not validated', gp.last.has('Lettura automatica non validata'))
await bring(gp, file, form, action)
tap.ok('the same file is the same exam', gp.last.has('già stato inviato') && sql(web, 'SELECT COUNT(*) FROM tele_exam') === '1')
tap.is('its name without the path', sql(web, 'SELECT file_name FROM tele_exam'), 'esame 1.edf')
const bytes = await gp.raw('GET', `/esami/${exam}/file`)
tap.ok('the bytes come back', bytes.status === 200 && /attachment/.test(bytes.headers.get('content-disposition') ?? ''))
const foreign = await gp.raw('POST', action.replace(/chiave=.*/, 'chiave=0'), { body: new FormData(), headers: { origin: web.base } })
// somebody else's patient
const stranger = sql(web, `SELECT MIN(person_id) FROM person_doctor WHERE person_id NOT IN (SELECT person_id FROM person_doctor WHERE doctor_id = ${doctor})`)
for (const path of ['esami', 'esami/nuovo']) {
  const page = await gp.get(`/assistito/${stranger}/${path}`)
  tap.ok(`${path} of another's patient: a reason is asked first`, /emergenza|accesso/.test(page.url), `${page.status} ${page.url}`)
}
tap.ok('without its key the form is refused', foreign.status === 403 || foreign.status === 400, `${foreign.status}`)

const svg = await gp.raw('GET', `/esami/${exam}/tracciato.svg`)
tap.ok('it is drawn', svg.status === 200 && /image\/svg/.test(svg.headers.get('content-type')) && svg.body.includes('297mm'), svg.body.slice(0, 200))
const scaled = await gp.raw('GET', `/esami/${exam}/tracciato.svg?mm_s=50&mm_mv=20`)
tap.ok('to the scale that was asked', scaled.body.includes('50 mm/s, 20 mm/mV') && svg.body.includes('25 mm/s, 10 mm/mV'))
const pdf = await gp.raw('GET', `/esami/${exam}/tracciato.pdf?forma=6x2`)
tap.ok('and on paper', pdf.status === 200 && pdf.body.startsWith('%PDF'), pdf.body.slice(0, 40))

await gp.get(`/esami/${exam}?forma=12x1&deriv=II&deriv=V2`)
const two = await gp.raw('GET', `/esami/${exam}/tracciato.svg?forma=12x1&deriv=II,V2&mm_s=50&mm_mv=20`)
tap.ok('leads chosen are drawn alone, large', gp.last.body.includes('deriv=II,V2') && /value="V2" checked/.test(gp.last.body) && two.body.includes('>V2<') && !two.body.includes('>aVR<') && two.body.includes('50 mm/s, 20 mm/mV'))
const alien = await gp.raw('GET', `/esami/${exam}?prima=${exam}`)
tap.ok('an ECG is not laid over itself', alien.status >= 400 && alien.status < 500, `${alien.status}`)

// ---- the reader
const reader = await web.signOn('specialist')
await reader.get('/esami')
tap.ok('the queue shows it with its clock', reader.last.has(last) && reader.last.has('Giallo') && /ancora (1 h 00|59|58) min/.test(reader.last.text), reader.last.text.slice(0, 500))
await reader.get(`/esami/${exam}/referto`)
await reader.post(`/esami/${exam}/referto`, { risposta: 'x', conclusione: 'y' })
tap.ok('not taken: no report', reader.last.has('prenda in carico'), reader.last.text.slice(0, 300))
await reader.get(`/esami/${exam}`)
tap.ok('who reads is told of whom: sex, age, day of birth, fiscal code', /(donna|uomo), \d+ anni, nat[ao] il \d+°? [a-z]+ \d{4} - Codice fiscale [A-Z0-9]{16}/.test(reader.last.text), reader.last.text.slice(0, 400))
await reader.send(/passo\/prendi/)
tap.ok('taken', reader.last.has('in carico a lei') && reader.last.has('Scrivi il referto'))
// ---- a step that is refused comes back to the exam's page, with why and what was typed
const second = await web.signOn('specialist')
await second.get(`/esami/${exam}`)
await second.post(`/esami/${exam}/passo/rifai`, { testo: '   ' })
tap.ok('without its reason: the page again, the form open', second.last.status === 400 && second.last.has('Scriva il motivo') && second.last.has('Chiedi di rifare') && /<details open><summary>/.test(second.last.body), `${second.last.status} ${second.last.text.slice(0, 300)}`)
await second.post(`/esami/${exam}/passo/visto`, { testo: 'letto <b>io</b>' })
tap.ok('from another state: why, what to do, what was typed', second.last.status === 403 || (second.last.status === 409 && second.last.has('letto <b>io</b>') && second.last.has('la sua pagina mostra')), `${second.last.status} ${second.last.text.slice(0, 300)}`)
await second.post(`/esami/${exam}/passo/passa`, { testo: 'serve un altro parere' })
tap.ok('nobody to pass it on to: said with the remedy, what was typed is there', second.last.status === 409 && second.last.has('lo lasci a un collega') && second.last.has('serve un altro parere') && second.last.body.includes(`action="/esami/${exam}/passo/scrivi"`), `${second.last.status} ${second.last.text.slice(0, 300)}`)
tap.ok('and not offered', !second.last.body.includes('passo/passa'))
await reader.send(/passo\/scrivi/, { testo: 'Ha dolore adesso?' })
tap.ok('what is said stays with the exam', reader.last.has('Ha dolore adesso?'))
await reader.get(`/esami/${exam}/referto?modello=ECG_FA`)
tap.ok('a template fills the form', reader.last.has('value="AFIB" checked') && reader.last.has('Fibrillazione atriale; frequenza'), reader.last.text.slice(0, 300))
tap.ok('measured facts are proposed, and marked', reader.last.has('automatico, da verificare') && /name="descrizione"[^>]*>FC 60\/min; PR/.test(reader.last.body) && reader.last.has('Risposta e conclusione sono sue'), /name="descrizione"[^<]*<?/.exec(reader.last.body)?.[0])
await reader.post(`/esami/${exam}/referto`, { risposta: 'Da vedere.', descrizione: 'QRS stretto.', voce: 'PVC', usa: 'ECG_FA' })
tap.ok('a template adds to what was typed, which is no longer marked', reader.last.has('QRS stretto.') && reader.last.has('value="PVC" checked') && reader.last.has('value="AFIB" checked') && reader.last.has('Fibrillazione atriale; frequenza') && !reader.last.has('automatico, da verificare'), reader.last.text.slice(0, 300))
await reader.post(`/esami/${exam}/referto`, { risposta: '', descrizione: '', conclusione: '' })
tap.ok('nothing to sign yet', !reader.last.has('Firma e consegna'))
const citizen = await web.signOn('citizen')
await citizen.get('/io/esami')
tap.ok('the person sees nothing before the signature', citizen.last.has('Non c’è ancora') || citizen.last.has('Non c&#39;è ancora') || citizen.last.has("Non c'è ancora"), citizen.last.text.slice(0, 300))
await reader.post(`/esami/${exam}/referto`, { risposta: 'Sì: fibrillazione atriale.', conclusione: 'Fibrillazione atriale.', consigli: 'Visita cardiologica.', voce: 'AFIB', esito: 'red', concorda: 'partly' })
tap.ok('saved, to be read again', reader.last.has('Lo rilegga') && reader.last.has('Firma e consegna'), reader.last.text.slice(0, 400))
const stale = await web.signOn('specialist')
await stale.get(`/esami/${exam}/referto`)
await reader.get(`/esami/${exam}/referto`)
await reader.post(`/esami/${exam}/referto`, { risposta: 'Sì: fibrillazione atriale.', conclusione: 'Fibrillazione atriale a 80/min.', consigli: 'Visita cardiologica.', voce: 'AFIB', esito: 'red', concorda: 'partly' })
await stale.send(/firma/)
tap.ok('what was not seen is not signed', stale.last.has('è cambiato') || stale.last.status >= 400, stale.last.text.slice(0, 300))
await reader.get(`/esami/${exam}/referto`)
const paper = await reader.raw('GET', `/esami/${exam}/documento.pdf`)
tap.ok('the document to sign', paper.status === 200 && paper.body.startsWith('%PDF') && /da-firmare/.test(paper.headers.get('content-disposition')), paper.body.slice(0, 80))
await bring(reader, Buffer.from('%PDF-1.4 not signed'), {})
tap.ok('an author without a tax code is told', reader.last.status === 400 && reader.last.has('codice fiscale non è registrato'), `${reader.last.status} ${reader.last.text.slice(0, 300)}`)
cliOn(web.db, 'user', 'tax-code', web.users.specialist.login, 'RSSMRA80A01H501U')
await bring(reader, Buffer.from('%PDF-1.4 not signed'), {})
tap.ok('without a signature it is refused in words', reader.last.status === 400 && reader.last.has('non ha una firma digitale'), `${reader.last.status} ${reader.last.text.slice(0, 300)}`)
await reader.send(/firma$/)
tap.ok('signed and delivered', reader.last.has('Firmato e consegnato') && reader.last.has('versione 1'), reader.last.text.slice(0, 400))

// ---- the doctor, then the person
await gp.get(`/esami/${exam}`)
tap.ok('the doctor reads the report', gp.last.has('Fibrillazione atriale a 80/min.') && gp.last.has('Presa visione'))
tap.ok('whose head says that it is red, whatever was asked', gp.last.has('esito rosso: serve la presa visione'))
for (const tab of ['', '?referti=1', '?tutti=1']) {
  await gp.get(`/esami${tab}`)
  tap.ok(`a red result waits to be acknowledged: /esami${tab}`, gp.last.has('serve la presa visione'), gp.last.text.slice(0, 400))
}
await reader.get('/esami')
tap.ok('and stays before who reads, to telephone', reader.last.has('serve la presa visione'), reader.last.text.slice(0, 400))
await gp.get(`/esami/${exam}`)
await gp.send(/passo\/visto/)
tap.ok('acknowledged, and then nothing is left to do', gp.last.has('presa visione è registrata') && gp.last.has('nulla da fare per lei'), gp.last.text.slice(0, 400))
await gp.get('/esami?referti=1')
tap.ok('and no report waits to be seen', gp.last.has('Nessun referto da vedere'), gp.last.text.slice(0, 400))
await citizen.get('/io/esami')
tap.ok('the person gets the report', citizen.last.has('Fibrillazione atriale a 80/min.') && citizen.last.has('Visita cardiologica.'))
tap.ok('and no word of a program', !citizen.last.has('QRS') && !citizen.last.has('automatica') && !citizen.last.has('prossima-ecg'))
const reportId = sql(web, 'SELECT id FROM tele_report')
const mine = await citizen.raw('GET', `/io/referti/${reportId}`), theirs = await gp.raw('GET', `/esami/referti/${reportId}`)
tap.ok('both have it on paper', mine.status === 200 && mine.body.startsWith('%PDF') && theirs.body === mine.body, `${mine.status} ${theirs.status}`)
// ---- everything at once, and the consents
const names = (zip) => [...zip.body.matchAll(/(?:esami|misure|televisite)\/[\w./-]+|LEGGIMI\.txt|consensi\.csv/g)].map((m) => m[0])
const own = await citizen.raw('GET', '/io/telemedicina.zip'), forDoctor = await gp.raw('GET', `/assistito/${me}/telemedicina.zip`)
for (const [who, zip] of [['the person', own], ['their doctor', forDoctor]])
  tap.ok(`${who} takes everything as one file`, zip.status === 200 && zip.headers.get('content-type') === 'application/zip' && /attachment; filename="telemedicina.zip"/.test(zip.headers.get('content-disposition')) && zip.body.startsWith('PK') && names(zip).some((n) => n.endsWith('/referto-1.pdf')) && names(zip).includes('LEGGIMI.txt'), `${zip.status} ${names(zip).join(' ')}`)
await citizen.get('/io/accessi?tutti=1')
tap.ok('and sees that it was taken', citizen.last.has('ha scaricato tutto ciò che la telemedicina conserva'), citizen.last.text.slice(0, 400))
const kept = await citizen.raw('GET', '/io/dati.zip')
tap.ok('the person takes all that is kept as one file', kept.status === 200 && /attachment; filename="dati.zip"/.test(kept.headers.get('content-disposition')) && ['persona.csv', 'accessi.csv', 'LEGGIMI.txt'].every((n) => kept.body.includes(n)), kept.status)
tap.ok('from the page of their data', (await citizen.raw('GET', '/io/dati')).body.includes('/io/dati.zip'))
tap.ok('not a reader', (await reader.raw('GET', `/assistito/${me}/telemedicina.zip`)).status === 403)
await citizen.get('/io/dati')
tap.ok('both are found from "my data"', citizen.last.links(/telemedicina\.zip/).length === 1 && citizen.last.links(/consensi/).length === 1)
await citizen.get('/io/consensi')
tap.ok('the consent, since when and by whom', citizen.last.has('Elettrocardiogrammi letti a distanza') && citizen.last.has('10 aprile 2026, registrato da') && citizen.last.has('medico di famiglia'), citizen.last.text.slice(0, 500))
await citizen.send(/\/io\/consensi/)
tap.ok('withdrawn, with undo', citizen.last.has('Il consenso è ritirato') && citizen.last.has('Ritirato') && citizen.last.body.includes('di_nuovo'), citizen.last.text.slice(0, 500))
await citizen.post('/io/consensi', { servizio: 'ecg' })
tap.ok('twice: said on the same page', citizen.last.status === 409 && citizen.last.has('non è in vigore') && citizen.last.has('I consensi alla telemedicina'), `${citizen.last.status}`)
await gp.get(`/assistito/${me}/consensi`)
tap.ok('the doctor sees it', gp.last.has('Ritirato') && gp.last.has('cittadino') || gp.last.has('assistito'), gp.last.text.slice(0, 600))
await citizen.post('/io/consensi', { servizio: 'ecg', di_nuovo: '1' })
tap.ok('and given again', citizen.last.has('vale di nuovo') && sql(web, 'SELECT COUNT(*) FROM consent WHERE purpose = \'tele.ecg\'') === '3')
const closed = await citizen.raw('GET', `/esami/${exam}`)
tap.ok('the case is not for them', closed.status === 403, `${closed.status}`)

// ---- a correction
await reader.get(`/esami/${exam}`)
await reader.send(/passo\/correggi/, { testo: 'frequenza' })
await reader.get(`/esami/${exam}/referto`)
await reader.post(`/esami/${exam}/referto`, { risposta: 'Sì.', conclusione: 'Fibrillazione atriale a 90/min.', voce: 'AFIB', esito: 'red', concorda: 'yes' })
await reader.send(/firma$/)
await gp.get(`/esami/${exam}`)
tap.ok('both versions are there, the old one marked', gp.last.has('versione 2') && gp.last.has('versione 1') && gp.last.has('sostituita') && gp.last.has('frequenza'))
await citizen.get('/io/esami')
tap.ok('the person is told that the one they read no longer holds, and why', citizen.last.has('90/min') && citizen.last.has('sostituisce quello precedente, che non vale più. Perché: frequenza'), citizen.last.text.slice(0, 400))

// ---- visits at a distance
await visits(web, { gp, citizen, reader, me, exam })

const en = await gp.raw('GET', `/esami/${exam}`, { headers: { 'accept-language': 'en' } })

await service(web, { gp, reader, doctor })

// ---- programs with a key
const person = sql(web, `SELECT fiscal_code FROM person WHERE id = ${me}`)
const strangersCode = sql(web, `SELECT fiscal_code FROM person WHERE id = ${stranger}`)
await programs(web, gp, { person, last, born, me, stranger: strangersCode, files: [edf(patient, 11), edf(patient, 12)] })
await readings(web, { gp, citizen, me })

// ---- a bad recording: the lead and its cause in front, repeated, both tied
{
  const flat = edf(patient, 61)
  for (let r = 0; r < 10; r++) flat.fill(0, 256 * 14 + r * 12032 + 9000, 256 * 14 + r * 12032 + 10000)
  await gp.get(`/assistito/${me}/esami/nuovo`)
  await bring(gp, flat, form)
  const bad = gp.last.url
  tap.ok('the lead and its cause stand in front', /Attende lo studio: la registrazione è di cattiva qualità \(V4: /.test(gp.last.text), gp.last.text.slice(0, 500))
  tap.ok('and what to do, before the tracing', gp.last.body.indexOf('?ripete=') > 0 && gp.last.body.indexOf('?ripete=') < gp.last.body.indexOf('tracciato.svg'))
  await gp.get(/assistito\/\d+\/esami\/nuovo\?ripete=\d+/.exec(gp.last.body)[0].replace(/^/, '/'))
  await bring(gp, edf(patient, 62), { ...form, ripete: bad.split('/').pop() })
  const good = gp.last.url
  tap.ok('the repeated one names the first', gp.last.has("Rifà l'esame del") && gp.last.body.includes(`href="${bad}"`), gp.last.text.slice(0, 500))
  await gp.get(bad)
  tap.ok('and the first the repeated one', gp.last.has('Rifatto: il nuovo esame') && gp.last.body.includes(`href="${good}"`), gp.last.text.slice(0, 500))
}

tap.ok('no page failed', ![gp, reader, citizen].some((c) => c.last.status >= 500) && en.status === 200)
await web.stop()
tap.end()
