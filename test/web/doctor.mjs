// A doctor's day on the pages, as a browser without scripts sends it: the work
// lists, taking somebody in, the pact, prescriptions; wrong values; twice.
import { start, tap, sql, Page } from './kit.mjs'
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'

const web = await start()
const write = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 5000', web.db, text], { encoding: 'utf8' }).trim()
const doctor_id = sql(web, 'SELECT doctor_id FROM enrolment WHERE ended_on IS NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1')

// somebody signed on, without the steps of signing on: those have their own test
function session(role, n) {
  const token = String(n).repeat(43), now = Date.now() * 1000
  const digest = createHash('sha256').update(token).digest('hex')
  write(`INSERT INTO app_user (id, login, display_name, created_us) VALUES (${900 + n}, 'prova${n}', 'Prova ${role}', ${now});
    INSERT INTO user_role (id, user_id, role, doctor_id, valid_from) VALUES (${910 + n}, ${900 + n}, '${role}', ${doctor_id}, '2020-01-01');
    INSERT INTO session (token_sha256, id, user_id, role_id, csrf, stage, created_us, seen_us, expires_us, idle_us)
    VALUES ('${digest}', ${920 + n}, ${900 + n}, ${910 + n}, '${'c'.repeat(43)}', 'open', ${now}, ${now}, ${now + 1e12}, ${1e12})`)
  const client = web.client()
  client.cookies.set('__Host-sessione', token)
  return client
}
const doctor = session('doctor', 1), staff = session('staff', 2)

// ---- lists
const tabs = ['arruolabili', 'trattenuti', 'patti', 'senza-piano', 'da-firmare', 'in-vigore', 'da-rinnovare', 'scaduti', 'tutti']
const count = (page, tab) => Number((new RegExp(`tab=${tab}[^>]*>[^<]*<span class="count">([0-9.]+)`).exec(page.body)?.[1] ?? '-1').replace('.', ''))
for (const tab of tabs) {
  const page = await doctor.get(`/medico?tab=${tab}&righe=40`)
  const rows = (page.body.match(/<tr data-row>/g) ?? []).length, n = count(page, tab)
  tap.ok(`${tab}: ${rows} rows`, page.status === 200 && (tab === 'trattenuti' || rows === Math.min(n, 40)), `counted ${n}`)
  tap.ok(`${tab}: rows or the words of why there is none`, rows > 0 || page.body.includes('class="empty"'))
}
let page = await doctor.get('/medico?tab=tutti&q=zzzz')
tap.ok('a search that finds nobody says so, and how to see all', page.has('Nessuno corrisponde') && page.has('Mostra tutta la scheda'))
page = await doctor.get('/medico?tab=tutti&csv=1')
tap.ok('CSV', page.headers.get('content-type').startsWith('text/csv') && page.body.split('\r\n').length > 100)
const hostile = ["'", '%', '<script>alert(1)</script>', '\u202e', 'à'.repeat(500), "'; DROP TABLE person; --", '😀']
for (const [name, value] of ['tab', 'q', 'livello', 'gruppo', 'motivo', 'ordine', 'pagina', 'righe', 'di'].flatMap((n) => hostile.map((v) => [n, v]))) {
  const p = await doctor.get(`/medico?${name}=${encodeURIComponent(value)}`)
  if (p.status !== 200 || p.body.includes('<script>alert')) tap.ok(`${name}=${value.slice(0, 20)}`, false, `status ${p.status}`)
}
tap.ok('hostile values in the address change nothing', true)
page = await doctor.get('/medico?di=12345')
tap.is('the list of another doctor', page.status, 403)

// ---- taking in: from a row of the list to active
const free = sql(web, `SELECT p.id FROM person_doctor d JOIN person p ON p.id = d.person_id
  JOIN stratum t ON t.person_id = p.id AND t.level <= 3 AND t.run_id = (SELECT id FROM strata_run WHERE state = 'current' ORDER BY as_of DESC LIMIT 1)
  WHERE d.doctor_id = ${doctor_id} AND d.valid_to IS NULL AND p.death_date IS NULL AND p.registration_end IS NULL AND p.phone IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = p.id) LIMIT 3`).split('\n')
const state = (id) => sql(web, `SELECT coalesce(max(state), '') FROM enrolment WHERE person_id = ${id} AND ended_on IS NULL`)
let [a, b] = free

await doctor.get('/medico?tab=arruolabili')
page = await doctor.post(`/assistito/${a}/invita`, { torna: '/medico?tab=arruolabili' })
tap.ok('invited from the list, and back on it', page.url.startsWith('/medico') && page.has('Invito mandato'))
page = await doctor.send(/invito-ritira/)
tap.ok('undone', page.has('Invito ritirato') && state(a) === 'eligible')

const before = doctor.count
let press = 0
await doctor.get('/medico?tab=arruolabili')
page = await doctor.get(`/assistito/${a}/arruola`); press++
page = await doctor.send(/\/arruola$/, { come: 'carta' }); press++
tap.ok('pact on paper: enrolled at once', page.has('Arruolato') && state(a) === 'active', page.text.slice(0, 300))
console.log(`# from the list to taken in charge, pact signed: ${press} interactions, ${doctor.count - before} requests`)
tap.is('a pact in force', sql(web, `SELECT count(*) FROM pact k JOIN enrolment e ON e.id = k.enrolment_id WHERE e.person_id = ${a} AND k.state = 'signed'`), '1')
tap.ok('the plan is what comes next', page.has('Prepara il piano di cura'))
page = await doctor.post(`/assistito/${a}/arruola`, { come: 'invito' })
tap.ok('sent twice: refused in words', page.status === 422 && page.has('C\'è qualcosa da correggere') && state(a) === 'active')
tap.is('one enrolment', sql(web, `SELECT count(*) FROM enrolment WHERE person_id = ${a}`), '1')

// ---- values that cannot be
for (const [name, fields] of [
  ['nothing', {}], ['unknown way', { come: 'volando' }], ['markup', { come: '<b>' }],
  ['no such ASST', { come: 'carta', asst: 'NESSUNA' }], ['code with spaces', { come: 'carta', asst: 'A B' }],
  ['huge waiver', { come: 'carta', deroga: 'x'.repeat(501) }], ['turned letters', { come: 'carta', deroga: 'a\u202eb' }]]) {
  const p = await doctor.post(`/assistito/${b}/arruola`, fields)
  tap.ok(`taking in, ${name}: told, nothing changed`, p.status === 422 && state(b) === '', `${p.status} ${p.text.slice(0, 200)}`)
}
write(`UPDATE person SET phone = NULL, email = NULL WHERE id = ${b}`)
await doctor.get(`/assistito/${b}/arruola`)
page = await doctor.post(`/assistito/${b}/arruola`, { come: 'carta' })
tap.ok('without contacts: the words, beside the field', page.status === 422 && page.has('href="#deroga"') && page.has('aggiunga un recapito'))
page = await doctor.post(`/assistito/${b}/arruola`, { come: 'distanza', deroga: 'i messaggi alla figlia' })
tap.ok('with a reason it goes on, remotely', page.has('aspetta la firma') && state(b) === 'chosen', page.text.slice(0, 300))
tap.ok('the doctor has signed', sql(web, `SELECT k.signed_doctor_us > 0 AND k.signed_person_us IS NULL FROM pact k JOIN enrolment e ON e.id = k.enrolment_id WHERE e.person_id = ${b}`) === '1')
page = await doctor.get(`/assistito/${b}/patto`)
tap.ok('the pact on paper', page.has('PATTO DI CURA'))

// ---- suspended, resumed, ended
await doctor.get(`/assistito/${a}/arruola`)
page = await doctor.post(`/assistito/${a}/sospendi`, { perche: '' })
tap.ok('suspended without a reason: asked', page.status === 422)
page = await doctor.post(`/assistito/${a}/sospendi`, { perche: 'ricovero <b>lungo</b>' })
tap.ok('suspended', page.has('Sospeso') && !page.body.includes('<b>lungo'))
page = await doctor.send(/riprendi/, { perche_riprendi: 'a casa' })
tap.ok('resumed', page.has('Ripreso'))
page = await doctor.post(`/assistito/${a}/termina`, { motivo: 'noia' })
tap.ok('an unknown reason to end', page.status === 422 && state(a) === 'active')
page = await doctor.post(`/assistito/${a}/termina`, { motivo: 'declined' })
tap.ok('a reason that does not fit', page.status === 422 && state(a) === 'active')
page = await doctor.post(`/assistito/${a}/termina`, { motivo: 'withdrawal', nota: 'per sua scelta' })
tap.ok('ended', page.has('Arruolamento terminato') && state(a) === '' && page.has('per sua scelta'))

// ---- ended with a plan and a booked year: both end at once
const booked = sql(web, `SELECT t.person_id FROM appointment t JOIN person_doctor d ON d.person_id = t.person_id AND d.valid_to IS NULL JOIN enrolment e ON e.person_id = t.person_id
  WHERE t.state = 'booked' AND t.day > '2026-04-10' AND d.doctor_id = ${doctor_id} AND e.state = 'active' AND e.ended_on IS NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`)
const visits = () => Number(sql(web, `SELECT count(*) FROM appointment WHERE person_id = ${booked} AND state = 'booked' AND day >= '2026-04-10'`))
const n = visits(), letters = () => Number(sql(web, `SELECT count(*) FROM outbox WHERE person_id = ${booked}`)), said = letters()
await doctor.get(`/assistito/${booked}/arruola`)
tap.ok('the forms keep what is typed', page.body.includes('data-autosave="enrol-'))
page = await doctor.post(`/assistito/${booked}/termina`, { motivo: 'death' })
tap.ok('the page says what followed', n > 0 && page.has('il piano di cura è chiuso') && page.has(`Appuntamenti annullati: ${n};`), page.text.slice(0, 300))
tap.is('no appointment is left', visits(), 0)
tap.is('nor a plan', sql(web, `SELECT count(*) FROM plan_version WHERE person_id = ${booked} AND state IN ('draft', 'proposed', 'signed', 'published', 'active')`), '0')
tap.is('the places are free', sql(web, "SELECT count(*) FROM slot s WHERE s.taken <> (SELECT count(*) FROM appointment a WHERE a.slot_id = s.id AND a.state <> 'cancelled')"), '0')
tap.is('nobody writes to who died', letters(), said)

// ---- prescriptions
const rx = sql(web, `SELECT v.person_id FROM plan_version v JOIN person_doctor d ON d.person_id = v.person_id AND d.valid_to IS NULL
  WHERE v.state = 'active' AND d.doctor_id = ${doctor_id} LIMIT 1`)
page = await staff.get(`/assistito/${rx}/impegnative`)
tap.ok('staff see prescriptions and do not issue', page.status === 200 && !page.body.includes('/impegnative/emetti'))
page = await staff.post(`/assistito/${rx}/impegnative/emetti`, { lotto: 1 })
tap.is('nor by hand', page.status, 403)
page = await doctor.get(`/assistito/${rx}/impegnative`)
for (const lot of ['', 'x', '-1', '99', '99999999999999999999'])
{
  const p = await doctor.post(`/assistito/${rx}/impegnative/emetti`, { lotto: lot })
  tap.ok(`lot "${lot}"`, p.status === 422, `${p.status} ${p.text.slice(0, 300)}`)
}
page = await doctor.get(`/assistito/${rx}/impegnative`)
if (page.body.includes('/impegnative/emetti')) {
  page = await doctor.send(/emetti/)
  tap.ok('issued', page.has('Impegnative emesse'), page.text.slice(0, 300))
} else tap.skip('issued', 'nothing is left to issue for this person')
page = await doctor.get(`/assistito/${rx}/impegnative`)
const form = page.forms().find((f) => /annulla/.test(f.action))
if (form) {
  page = await doctor.post(form.action, { numero: form.fields.numero, motivo: '' })
  tap.is('cancelled without a reason: asked', page.status, 422)
  page = await doctor.post(form.action, { numero: 'XX', motivo: 'prova' })
  tap.is('a number that is not there', page.status, 422)
}

// ---- all who wait, and one after the other
const waits = () => Number(/Prepara i piani \((\d+)\)/.exec(page.text)?.[1] ?? 0)
page = await doctor.get('/medico?tab=senza-piano')
const wait = waits()
page = await doctor.post('/medico/prepara', {})
const ready = Number(/Bozze pronte: (\d+)\./.exec(page.text)?.[1] ?? 0), no = Number(/Per (\d+) non è stato/.exec(page.text)?.[1] ?? 0), left = Number(/aspettano ancora: (\d+)\./.exec(page.text)?.[1] ?? 0)
tap.ok('drafts for all who wait, counted', wait > 0 && ready > 0 && ready + no + left === wait, `${wait}: ${ready} ${no} ${left}: ${page.text.slice(0, 400)}`)
page = await doctor.get('/medico?tab=senza-piano')
tap.is('those that are left are those that wait', waits(), left + no)
page = await doctor.get('/medico/firma')
tap.ok('signing in sequence opens a draft', /\/piano\/firma\?seq=1/.test(page.url), page.url)
tap.is('staff do not sign', (await staff.get('/medico/firma')).status, 403)

await web.stop()
tap.end()
