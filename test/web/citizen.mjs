// A citizen's pages over a real server, without scripts: the next appointment
// confirmed, moved, cancelled and put back; the plan; who looked; contacts, who
// helps, the pact, leaving; other people's identifiers; hostile values.
import { execFileSync } from 'node:child_process'
import { start, sql, tap, program, TODAY } from './kit.mjs'

const web = await start()
const me = await web.signOn('citizen')
const one = (text) => sql(web, text)
const person = one("SELECT r.person_id FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = 'assistita'")
const other = one(`SELECT a.person_id FROM appointment a WHERE a.state = 'booked' AND a.day > '2026-05-01' AND a.person_id <> ${person} LIMIT 1`)
const theirs = one(`SELECT id FROM appointment WHERE person_id = ${other} AND state = 'booked' AND day > '2026-05-01' LIMIT 1`)
const coming = () => one(`SELECT id FROM appointment WHERE person_id = ${person} AND state = 'booked' AND day > '2026-04-10' ORDER BY day, start_min LIMIT 1`)
const state = (id) => one(`SELECT state FROM appointment WHERE id = ${id}`)

// ---- home, confirm, undo
let page = await me.get('/io')
tap.is('home answers', page.status, 200)
tap.ok('greets by name', page.has('Buongiorno '))
const next = coming()
tap.ok('offers to confirm, move, cancel', page.forms().some((f) => f.action === `/io/appuntamenti/${next}/conferma`) &&
  page.links(/sposta/).length === 1 && page.links(/annulla/).length === 1)
page = await me.send(/conferma/)
tap.ok('confirmed', page.has('Grazie') && one(`SELECT confirmed_us IS NOT NULL FROM appointment WHERE id = ${next}`) === '1')
page = await me.send(/conferma/, {})
tap.is('undo takes it back', one(`SELECT confirmed_us IS NULL FROM appointment WHERE id = ${next}`), '1')

// ---- the file for a calendar
page = await me.raw('GET', `/io/appuntamenti/${next}/agenda`)
const lines = page.body.split('\r\n')
tap.ok('calendar: type and name', /text\/calendar/.test(page.headers.get('content-type')) && /\.ics"/.test(page.headers.get('content-disposition')))
tap.ok('calendar: every line ends with CR LF and is short', page.body.endsWith('END:VCALENDAR\r\n') && lines.every((l) => Buffer.byteLength(l) <= 75 && !/[\r\n]/.test(l)))
const unfolded = page.body.replace(/\r\n[ \t]/g, '')
for (const must of [/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:/, /\r\nUID:\d+@prossima\r\n/, /\r\nDTSTAMP:\d{8}T\d{6}Z\r\n/, /\r\nSUMMARY:.+\r\n/, /\r\nTRIGGER:-P1D\r\n/])
  tap.ok(`calendar: ${must}`, must.test(unfolded))
const [day, minute] = one(`SELECT day || ' ' || start_min FROM appointment WHERE id = ${next}`).split(' ')
const at = /DTSTART:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)00Z/.exec(unfolded).slice(1).map(Number)
const rome = new Date(Date.UTC(at[0], at[1] - 1, at[2], at[3], at[4])).toLocaleString('sv', { timeZone: 'Europe/Rome' })
tap.is('calendar: the same wall time', rome.slice(0, 16), `${day} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`)

// ---- the year; move and undo; two windows
page = await me.get('/io/appuntamenti')
tap.ok('the year has its picture and its table', page.has('<svg') && page.has('<table'))
let movable = null
for (const id of one(`SELECT id FROM appointment WHERE person_id = ${person} AND state = 'booked' AND day > '2026-04-10' ORDER BY day`).split('\n')) {
  page = await me.get(`/io/appuntamenti/${id}/sposta`)
  if (/name="posto" value="\d+"/.test(page.body)) { movable = id; break }
}
tap.ok('other places are proposed', movable !== null, page.text.slice(0, 300))
if (movable) {
  page = await me.send(/sposta/, {})
  tap.ok('no choice: said beside the places', page.status === 422 && page.has('Scelga uno dei posti'))
  const slot = /name="posto" value="(\d+)"/.exec(page.body)[1]
  const old = one(`SELECT slot_id FROM appointment WHERE id = ${movable}`)
  page = await me.post(`/io/appuntamenti/${movable}/sposta`, { posto: slot })
  const moved = one(`SELECT id FROM appointment WHERE moved_from = ${movable} AND state = 'booked'`)
  tap.ok('moved', page.has('Spostato') && state(movable) === 'cancelled' && one(`SELECT slot_id FROM appointment WHERE id = ${moved}`) === slot)
  tap.is('the old page in another window: told that it is over', (await me.post(`/io/appuntamenti/${movable}/sposta`, { posto: old })).has('non si può più cambiare'), true)
  await me.get('/io')
  page = await me.post(`/io/appuntamenti/${moved}/sposta`, { posto: old })
  tap.is('moved back', one(`SELECT slot_id FROM appointment WHERE person_id = ${person} AND state = 'booked' AND moved_from = ${moved}`), old)
  const [full] = [one(`SELECT s.id FROM slot s JOIN slot o ON o.id = ${old} AND o.service_code = s.service_code WHERE s.taken >= s.places AND s.day > '2026-04-10' AND s.id <> ${old} LIMIT 1`)]
  const now = one(`SELECT id FROM appointment WHERE person_id = ${person} AND state = 'booked' AND slot_id = ${old}`)
  if (full) {
    await me.get('/io')
    page = await me.post(`/io/appuntamenti/${now}/sposta`, { posto: full })
    tap.ok('a place that is gone: said, and nothing is lost', page.status === 409 && page.has('appena preso') && state(now) === 'booked', `${page.status} ${state(now)} ${page.text.slice(0, 400)}`)
  } else tap.skip('a place that is gone', 'no full slot')
}

// ---- cancel with a reason; put it back
const gone = coming()
page = await me.get(`/io/appuntamenti/${gone}/annulla`)
page = await me.send(/annulla/, { nota: 'senza motivo' })
tap.ok('a reason is asked, what was typed stays', page.status === 422 && page.has('senza motivo') && state(gone) === 'booked')
page = await me.send(/annulla/, { motivo: 'altro', nota: 'x \u202e y' })
tap.ok('signs that turn the writing round are told', page.status === 422 && state(gone) === 'booked')
page = await me.send(/annulla/, { motivo: 'altro', nota: 'x'.repeat(3000) })
tap.ok('a note too long is told', page.status === 422 && state(gone) === 'booked')
const hostile = '<script>alert(1)</script>" onx=\'; DROP TABLE appointment;-- 🤖'
page = await me.send(/annulla/, { motivo: 'altro', nota: hostile })
tap.ok('cancelled', page.has("L'appuntamento è annullato") && state(gone) === 'cancelled')
tap.ok('hostile words are kept as words', one(`SELECT end_reason FROM appointment WHERE id = ${gone}`).includes('<script>alert(1)</script>') && !page.body.includes('<script>alert'))
page = await me.send(/ripristina/)
tap.ok('undo puts it back', page.has('di nuovo') && one(`SELECT COUNT(*) FROM appointment b JOIN appointment a ON a.id = ${gone} WHERE b.person_id = ${person} AND b.state = 'booked' AND b.slot_id = a.slot_id`) === '1')

// ---- other people's identifiers: every address with one
for (const path of [`/io/appuntamenti/${theirs}/agenda`, `/io/appuntamenti/${theirs}/sposta`, `/io/appuntamenti/${theirs}/annulla`]) {
  page = await me.get(path)
  tap.ok(`forged: GET ${path.replace(/\d+/, '#')}`, page.status === 404 && !page.has('Ospedale'), page.status)
}
await me.get('/io')
for (const [path, fields] of [['conferma', {}], ['sposta', { posto: '1' }], ['annulla', { motivo: 'altro' }], ['ripristina', {}]]) {
  page = await me.post(`/io/appuntamenti/${theirs}/${path}`, fields)
  tap.ok(`forged: POST ${path}`, page.status === 404 && state(theirs) === 'booked', page.status)
  await me.get('/io')
}
for (const path of ['/io', '/io/piano', '/io/appuntamenti', '/io/accessi', '/io/dati', '/io/patto', `/io/appuntamenti/${theirs}/annulla`]) {
  page = await me.get(`${path}?per=${other}`)
  tap.is(`for somebody who allowed nothing: ${path.replace(/\d+/, '#')}`, page.status, 403)
}
await me.get('/io/dati')
page = await me.post('/io/dati', { per: other, telefono: '035999999', email: '' })
tap.ok('their contacts stay theirs', page.status === 403 && one(`SELECT COALESCE(phone, '') FROM person WHERE id = ${other}`) !== '035999999')
for (const path of ['/io?per=abc', '/io?per=-1', '/io?per=99999999999999999999', '/io/accessi?pagina=-1&righe=7&tutti=x', '/io/appuntamenti?per=%3Cscript%3E'])
  tap.is(`odd value: ${path}`, (await me.get(path)).status, 200)
tap.is('no such appointment', (await me.get('/io/appuntamenti/0/sposta')).status, 404)
tap.is('without the token nothing happens', (await me.post(`/io/appuntamenti/${coming()}/annulla`, { motivo: 'altro' }, { csrf: 'x' })).status, 403)

// ---- plan, looks
page = await me.get('/io/piano')
tap.ok('the plan: what, how often, why', page.has("volta l'anno") && page.has('Perché c') && page.has('I suoi farmaci'))
tap.ok('printed: no navigation, the name on it', !(await me.get('/io/piano?stampa=1')).has('<nav') && me.last.has('Vale dal'))
const doctor = await web.signOn('doctor')
const opened = (await doctor.get(`/assistito/${person}`)).status
page = await me.get('/io/accessi')
if (opened !== 200) tap.skip('who looked', `the page of a person answers ${opened}`)
else tap.ok('who looked: the doctor by name', one("SELECT display_name FROM app_user WHERE login = 'medico'").split(' ').every((w) => page.has(w)), page.text.slice(0, 500))
page = await me.raw('GET', '/io/accessi?csv=1&tutti=1')
tap.ok('as CSV, all of it', /text\/csv/.test(page.headers.get('content-type')) && page.body.trim().split('\n').length - 1 === Number(one(`SELECT COUNT(*) FROM audit WHERE person_id = ${person}`)) - 1, page.body.slice(0, 200))

// ---- contacts
await me.get('/io/dati')
page = await me.send(/^\/io\/dati/, { telefono: 'pippo', email: 'a@b' })
tap.ok('a wrong number: beside the field, kept, not saved', page.status === 422 && page.has('da 6 a 15 cifre') && page.has('value="pippo"'))
page = await me.send(/^\/io\/dati/, { telefono: '035 123456', email: 'non un indirizzo' })
tap.ok('a wrong address', page.status === 422 && page.has('nome@esempio.it'))
page = await me.send(/^\/io\/dati/, { telefono: '035 123456', email: 'maria@example.org' })
tap.ok('saved', page.has('Salvato') && one(`SELECT phone || email FROM person WHERE id = ${person}`) === '035 123456maria@example.org')

// ---- who helps
const helper = one(`SELECT p.id || '|' || p.fiscal_code || '|' || p.last_name FROM person p WHERE p.fiscal_code IS NOT NULL AND p.id <> ${person} AND p.death_date IS NULL ORDER BY p.id LIMIT 1`).split('|')
page = await me.send(/^\/io\/aiuto$/, { codice: helper[1], cognome: 'Sbagliato' })
tap.ok('code and name must agree; what was typed stays', page.status === 422 && page.has('Non troviamo nessuno') && page.has('value="Sbagliato"'))
page = await me.send(/^\/io\/aiuto$/, { codice: helper[1].toLowerCase(), cognome: ` ${helper[2].toUpperCase()} ` })
tap.ok('allowed', page.has('Fatto') && one(`SELECT granted FROM consent WHERE person_id = ${person} AND subject_id = ${helper[0]} ORDER BY recorded_us DESC, id DESC LIMIT 1`) === '1')
execFileSync(program, ['user', 'add', 'aiutante', '--name', 'Aldo Aiutante', '--role', 'citizen', '--for', helper[1], '--password-file', '-', '--keep', '--db', web.db],
  { input: 'una-password-lunga-1\n', env: { ...process.env, PROSSIMA_TODAY: TODAY } })
const aide = await web.signOn({ login: 'aiutante', password: 'una-password-lunga-1' })
page = await aide.get(`/io?per=${person}`)
tap.ok('who helps sees her pages, and whose they are', page.status === 200 && page.has('Sta agendo per') && page.links(/per=/).length > 4)
const helped = coming()
page = await aide.post(`/io/appuntamenti/${helped}/conferma`, { per: person })
tap.is('and confirms for her', one(`SELECT confirmed_us IS NOT NULL FROM appointment WHERE id = ${helped}`), '1')
tap.is('her appointment is not one of his own', (await aide.get(`/io/appuntamenti/${helped}/annulla`)).status, 404)
tap.is('he does not leave the programme for her', (await aide.post('/io/uscita', { per: person, sicuro: '1' })).status >= 400, true)
tap.is('she is still in it', one(`SELECT COUNT(*) FROM enrolment WHERE person_id = ${person} AND ended_on IS NULL`), '1')
tap.ok('she sees that he did, and why', (await me.get('/io/accessi')).has('Aldo Aiutante') && me.last.has("perché lei l'ha permesso"))
await me.get('/io/dati')
await me.send(/fine/, { chi: other })
tap.ok('only who helps can be taken back', me.last.status === 404)
await me.get('/io/dati')
page = await me.send(/fine/)
tap.is('and he sees them no more', (await aide.get(`/io?per=${person}`)).status, 403)
tap.is('taken back', one(`SELECT granted FROM consent WHERE person_id = ${person} AND subject_id = ${helper[0]} ORDER BY recorded_us DESC, id DESC LIMIT 1`), '0')

// ---- the pact
page = await me.get('/io/patto')
tap.ok('the pact is there to be read', page.has('PATTO DI CURA'))
page = await me.send(/patto/, {})
tap.ok('not signed by mistake', page.status === 422 && page.has('segni la casella'))
page = await me.send(/patto/, { letto: '1' })
tap.is('signed by both', one(`SELECT k.state FROM pact k JOIN enrolment e ON e.id = k.enrolment_id WHERE e.person_id = ${person} ORDER BY k.id DESC LIMIT 1`), 'signed')
tap.ok('nothing left to sign', (await me.get('/io/patto')).has('niente da firmare'))

// ---- another role has nothing here
tap.is('a doctor has no such pages', (await doctor.get('/io')).status, 403)

// ---- leaving
page = await me.get('/io/uscita')
page = await me.send(/^\/io\/uscita/, { perche: 'mi trasferisco' })
tap.ok('asked once more', page.status === 422 && page.has('mi trasferisco') && one(`SELECT COUNT(*) FROM enrolment WHERE person_id = ${person} AND ended_on IS NULL`) === '1')
page = await me.send(/^\/io\/uscita/, { sicuro: '1', perche: 'mi trasferisco' })
tap.ok('left: enrolment, plan and appointments ended', page.has('dal programma') && one(`SELECT
	(SELECT COUNT(*) FROM enrolment WHERE person_id = ${person} AND ended_on IS NULL) +
	(SELECT COUNT(*) FROM plan_version WHERE person_id = ${person} AND state IN ('draft', 'signed', 'published', 'active')) +
	(SELECT COUNT(*) FROM appointment WHERE person_id = ${person} AND state = 'booked' AND day >= '2026-04-10')`) === '0')
tap.ok('said on the home', (await me.get('/io')).has('non partecipa'))

await web.stop()
tap.end()
