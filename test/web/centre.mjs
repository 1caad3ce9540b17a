// The service centre's pages over a real server, without scripts: lists and
// filters, several services booked at once, the last place wanted twice, moved,
// cancelled and put back, calls; a provider's agenda; other people's
// identifiers on every route; hostile values.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyDatabase, program, root, start, sql, tap } from './kit.mjs'

// a database of our own, changed before the server opens it
await (await start()).stop() // the fixture is made
const dir = mkdtempSync(join(tmpdir(), 'prossima-centre-'))
const db = join(dir, 'prossima.db')
copyDatabase(process.env.WEB_FIXTURE ?? join(root, 'build/web-fixture'), db)
execFileSync(program, ['init', '--db', db], { stdio: ['ignore', 'ignore', 'inherit'] })
const one = (text) => sql({ db }, text)
const write = (text) => execFileSync('sqlite3', [db, text])
const centre = one("SELECT organisation_id FROM user_role WHERE role = 'operator' AND organisation_id IS NOT NULL LIMIT 1")

// a second centre, with a doctor and a patient of its own
const theirs = one(`SELECT t.person_id FROM appointment t JOIN activity a ON a.person_id = t.person_id AND a.state IN ('planned', 'prescribed')
  WHERE t.state = 'booked' AND t.day > '2026-04-12' LIMIT 1`)
write(`INSERT INTO organisation (id, code, kind, name) VALUES (77, 'CPC77', 'CPC', 'Altra');
  INSERT INTO doctor (id, gp_code, last_name, first_name, kind) VALUES (78, '999978', 'Altro', 'Medico', 'MMG');
  UPDATE person_doctor SET doctor_id = 78 WHERE person_id = ${theirs};
  UPDATE enrolment SET organisation_id = 77 WHERE person_id = ${theirs};
  UPDATE activity SET organisation_id = 77 WHERE person_id = ${theirs};
  UPDATE appointment SET organisation_id = 77 WHERE person_id = ${theirs};`)

const web = await start({ db })
const me = await web.signOn('operator')
const again = await web.signOn('operator') // the same desk in another window
const state = (id) => one(`SELECT state FROM appointment WHERE id = ${id}`)

// ---- the work list
let page = await me.get('/centro')
tap.is('the list answers', page.status, 200)
tap.ok('small', page.body.length < 61440, page.body.length)
const first = page.links(/^\/centro\/assistito\/\d+$/)
tap.ok('has people', first.length > 0)
tap.ok('not of another centre', !page.body.includes(theirs))
const late = one(`SELECT a.person_id FROM activity a JOIN person p ON p.id = a.person_id WHERE a.organisation_id = ${centre}
  AND a.state IN ('planned','prescribed') AND p.death_date IS NULL ORDER BY a.latest, a.id LIMIT 1`)
tap.is('the most overdue first', first[0], `/centro/assistito/${late}`)
for (const tab of ['confermare', 'richiami', 'liberati', 'trattenuti', 'x', ''])
  tap.is(`tab "${tab}"`, (await me.get(`/centro?tab=${tab}`)).status, 200)
for (const tab of ['prenotare', 'confermare', 'richiami', 'liberati', 'trattenuti'])
  tap.ok(`tab "${tab}" with 40 rows and every filter named: under 60 kB`, ((p) => p.status === 200 && p.body.length < 61440)(await me.get(`/centro?tab=${tab}&prestazione=&giorni=90&comune=&ordine=nome&righe=40`)), me.last.body.length)
const name = one(`SELECT last_name FROM person WHERE id = ${late}`)
page = await me.get(`/centro?q=${encodeURIComponent(name.toLowerCase())}`)
tap.ok('search finds a name', page.has(`/centro/assistito/${late}`))
page = await me.get('/centro?comune=Nessunpaese')
tap.ok('a municipality that is none', page.status < 500 && page.has('non c’è un comune'), page.text.slice(0, 500))
for (const q of ["' OR 1=1 --", '<script>alert(1)</script>', '\u202eabc', '💊', 'x'.repeat(5000), '%00', '"onload="'])
  for (const key of ['q', 'comune', 'prestazione', 'classe', 'giorni', 'ordine', 'pagina', 'righe']) {
    page = await me.get(`/centro?${key}=${encodeURIComponent(q)}`)
    if (page.status >= 500 || page.body.includes('<script>alert(1)')) tap.ok(`hostile ${key}=${q.slice(0, 20)}`, false, page.status)
  }
tap.ok('hostile values change nothing', (await me.get('/centro')).status === 200)
page = await me.raw('GET', '/centro?csv=1')
tap.ok('the list as a file', /text\/csv/.test(page.headers.get('content-type')) && page.body.split('\n').length > 5)

// ---- a call: its form opens in the row, then down the list, and back
await me.get('/centro')
page = await me.get(me.last.links(/chiama=/)[0].split('#')[0])
tap.ok('the form of one call, in its row', page.has(`id="r${late}"`) && page.forms().filter((f) => f.action === '/centro/chiamata').length === 1)
page = await me.send(/^\/centro\/chiamata$/, { esito: 'not_reached' })
tap.is('then the list again', page.url, '/centro')
tap.ok('the call is noted', page.has('Chiamata registrata'))
tap.ok('the person goes down', page.links(/^\/centro\/assistito\/\d+$/)[0] !== `/centro/assistito/${late}`)
page = await me.send(/chiamata\/annulla/)
tap.is('undo puts them back', page.links(/^\/centro\/assistito\/\d+$/)[0], `/centro/assistito/${late}`)
page = await me.post('/centro/chiamata', { persona: late, esito: 'sung', quando: '2026-02-31', torna: '/centro' })
tap.ok('a wrong call is refused', page.status >= 400 && page.status < 500)
page = await me.post('/centro/chiamata', { persona: late, esito: 'reached', nota: '<b>x</b>', torna: 'https://example.org/' })
tap.ok('back only to a page of ours', page.status === 200 && !page.url.includes('example.org'))

// ---- book: several at once
const open = (who) => one(`SELECT group_concat(a.id, '&att=') FROM (SELECT id FROM activity WHERE person_id = ${who} AND state IN ('planned','prescribed')
  AND organisation_id = ${centre} AND NOT EXISTS (SELECT 1 FROM appointment_activity l WHERE l.activity_id = activity.id AND l.released_us IS NULL)) a`)
let begun = Date.now()
let clicks = 1
page = await me.get(`/centro/assistito/${late}`)
tap.ok('a person with a year', page.status === 200 && page.has('Da prenotare') && page.has('<svg'))
clicks++
page = await me.get(`/centro/assistito/${late}/proposte?att=${open(late)}`)
tap.ok('places are proposed', page.status === 200 && page.forms().some((f) => /prenota/.test(f.action) && Object.keys(f.fields).some((k) => k.startsWith('posto-'))))
const form = page.forms().find((f) => /prenota/.test(f.action)).fields
const wanted = Object.keys(form).filter((k) => /^posto-\d+$/.test(k) && form[k])
clicks++
page = await me.send(/prenota/)
tap.ok('booked', page.has('Prenotat'), page.text.slice(0, 400))
console.log(`# book ${wanted.length} appointments: ${clicks} interactions, ${Date.now() - begun} ms`)
const booked = wanted.map((k) => one(`SELECT id FROM appointment WHERE person_id = ${late} AND slot_id = ${form[k]} AND state = 'booked'`))
tap.ok('each of them stands', booked.every(Boolean), booked)
// a second click, the back button
const count = () => one(`SELECT count(*) FROM appointment WHERE person_id = ${late} AND state = 'booked'`)
const before = count()
page = await me.post(`/centro/assistito/${late}/prenota`, { ...form, csrf: me.last.csrf })
tap.is('a second click books nothing twice', count(), before)
tap.ok('and says so without harm', page.status === 200 || page.status === 409)
// undo, from a fresh booking
tap.is('slots are counted', one("SELECT count(*) FROM slot s WHERE s.taken <> (SELECT count(*) FROM appointment a WHERE a.slot_id = s.id AND a.state <> 'cancelled')"), '0')

// ---- three times the same draw, all late: ticked together, booked together
const draw = one(`SELECT id FROM activity WHERE organisation_id = ${centre} AND state IN ('planned','prescribed') AND group_key IS NOT NULL AND service_code LIKE '90.%'
  AND person_id NOT IN (${late}) AND NOT EXISTS (SELECT 1 FROM appointment_activity l WHERE l.activity_id = activity.id) ORDER BY latest LIMIT 1`)
if (draw) {
  const who = one(`SELECT person_id FROM activity WHERE id = ${draw}`)
  write(`CREATE TEMP TABLE t AS SELECT * FROM activity WHERE id = ${draw};
    UPDATE t SET id = 901, earliest = '2026-01-01', due = '2026-01-10', latest = '2026-01-20'; INSERT INTO activity SELECT * FROM t;
    UPDATE t SET id = 902; INSERT INTO activity SELECT * FROM t; UPDATE t SET id = 903; INSERT INTO activity SELECT * FROM t;`)
  page = await me.get(`/centro/assistito/${who}/proposte?att=901&att=902&att=903`)
  const options = [...page.body.matchAll(/name="posto-(\d)" value="(\d+)"/g)].map((m) => [m[1], m[2]])
  const fields = page.forms().find((f) => /prenota/.test(f.action)).fields
  for (const i of ['0', '1', '2']) fields[`posto-${i}`] = options.find((o) => o[0] === i)?.[1] ?? ''
  tap.ok('three draws are proposed', new Set([0, 1, 2].map((i) => fields[`posto-${i}`])).size === 3, JSON.stringify(fields))
  page = await me.post(`/centro/assistito/${who}/prenota`, { ...fields, csrf: page.csrf })
  tap.is('and all are booked in one press', one('SELECT count(*) FROM appointment_activity WHERE activity_id IN (901, 902, 903) AND released_us IS NULL'), '3')
  // the last of one and the first of the other, too
  tap.ok('no two places at the same minute', options.every(([i, slot]) => options.every(([k, other]) => i === k || slot !== other)), JSON.stringify(options))
} else tap.skip('three draws', 'no draw is open')

// ---- the last place, wanted by two at once
const [slotService] = one(`SELECT a.service_code FROM activity a WHERE a.organisation_id = ${centre} AND a.state IN ('planned','prescribed') AND a.group_key IS NULL
  AND EXISTS (SELECT 1 FROM slot s WHERE s.service_code = a.service_code AND s.day > '2026-04-12') GROUP BY 1 HAVING count(DISTINCT a.person_id) >= 2 LIMIT 1`).split('\n')
if (slotService) {
  const two = one(`SELECT person_id || ' ' || min(id) FROM activity WHERE service_code = '${slotService}' AND organisation_id = ${centre} AND state IN ('planned','prescribed')
    AND NOT EXISTS (SELECT 1 FROM appointment_activity l WHERE l.activity_id = activity.id AND l.released_us IS NULL) GROUP BY person_id LIMIT 2`).split('\n').map((l) => l.split(' '))
  const slot = one(`SELECT id FROM slot WHERE service_code = '${slotService}' AND day > '2026-05-12' AND places - taken = 1 LIMIT 1`)
  await me.get(`/centro/assistito/${two[0][0]}`)
  await again.get(`/centro/assistito/${two[1][0]}`)
  const answers = await Promise.all([[me, two[0]], [again, two[1]]].map(([c, [who, act]]) =>
    c.post(`/centro/assistito/${who}/prenota`, { 'posto-0': slot, 'att-0': act })))
  tap.is('one of two gets the last place', one(`SELECT count(*) FROM appointment WHERE slot_id = ${slot} AND state = 'booked'`), one(`SELECT places FROM slot WHERE id = ${slot}`))
  tap.is('the other is told, with other places', answers.filter((a) => a.status === 409 && a.has('appena preso')).length, 1)
  tap.is('the first is told, too', answers.filter((a) => a.status === 200 && a.has('Prenotato.')).length, 1)
} else tap.skip('the last place wanted twice', 'no service is open for two people')

// ---- move, both or neither; cancel and put back; confirm
const mine = one(`SELECT t.id || ' ' || t.person_id || ' ' || t.slot_id FROM appointment t WHERE t.organisation_id = ${centre} AND t.state = 'booked' AND t.day > '2026-04-20'
  AND EXISTS (SELECT 1 FROM appointment_activity l JOIN activity a ON a.id = l.activity_id JOIN plan_version v ON v.id = a.version_id
   WHERE l.appointment_id = t.id AND v.state IN ('signed','published','active') AND v.valid_to > '2026-09-01') LIMIT 1`).split(' ')
page = await me.get(`/centro/assistito/${mine[1]}/sposta/${mine[0]}`)
tap.ok('where it can move', page.status === 200 && page.has('Sposta qui'), page.text.slice(0, 300))
page = await me.send(/sposta/)
tap.ok('moved', page.has('Spostato.') && state(mine[0]) === 'cancelled')
page = await me.send(/sposta/)
const back = one(`SELECT id FROM appointment WHERE person_id = ${mine[1]} AND slot_id = ${mine[2]} AND state = 'booked'`)
tap.ok('undo moves it back', back !== '', page.text.slice(0, 300))
page = await me.post(`/centro/assistito/${mine[1]}/sposta/${back}`, { 'posto-0': '12345' })
tap.ok('to nowhere: it stays where it was', page.status >= 400 && state(back) === 'booked')
await me.get(`/centro/assistito/${mine[1]}`)
page = await me.post(`/centro/appuntamento/${back}/annulla`, { motivo: 'salute', torna: `/centro/assistito/${mine[1]}` })
tap.ok('cancelled with its reason', state(back) === 'cancelled' && one(`SELECT end_reason FROM appointment WHERE id = ${back}`) === 'malattia o ricovero')
page = await me.send(/ripristina/)
const stands = one(`SELECT id FROM appointment WHERE person_id = ${mine[1]} AND slot_id = ${mine[2]} AND state = 'booked'`)
tap.ok('undo books the same place', stands !== '' && page.has('di nuovo prenotato'))
page = await me.post(`/centro/appuntamento/${back}/ripristina`, {})
tap.is('twice is refused', page.status, 409)
page = await me.post(`/centro/appuntamento/${stands}/conferma`, { torna: '/centro' })
tap.is('confirmed on behalf', one(`SELECT confirmed_us IS NOT NULL FROM appointment WHERE id = ${stands}`), '1')
page = await me.send(/conferma/)
tap.is('and taken back', one(`SELECT confirmed_us IS NULL FROM appointment WHERE id = ${stands}`), '1')
page = await me.post(`/centro/appuntamento/${stands}/esito`, { esito: 'eseguito' })
tap.ok('not done before its day', page.status >= 400 && page.has('non è ancora arrivato'))

// ---- what the person asked for, the letter
await me.get(`/centro/assistito/${late}`)
page = await me.raw('POST', `/centro/assistito/${late}/preferenze`, { body: `csrf=${encodeURIComponent(me.last.csrf)}&sede=&g=0&g=2`,
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: web.base } })
tap.is('Mondays and Wednesdays', one(`SELECT weekdays FROM booking_preference WHERE person_id = ${late}`), '5')
page = await me.get(`/centro/assistito/${late}`)
page = await me.post(`/centro/assistito/${late}/preferenze`, { sede: '' })
tap.ok('no day at all is refused', page.status >= 400 && page.has('almeno un giorno'))
tap.is('the letter', (await me.get(`/centro/assistito/${late}/lettera`)).status, 200)

// ---- identifiers of people of another centre, of nobody, of nonsense
const act = one(`SELECT id FROM activity WHERE person_id = ${theirs} AND state IN ('planned','prescribed') LIMIT 1`)
const app = one(`SELECT id FROM appointment WHERE person_id = ${theirs} AND state = 'booked' AND day > '2026-04-12' LIMIT 1`)
const free = one("SELECT id FROM slot WHERE taken < places AND day > '2026-05-01' LIMIT 1")
const rows = one('SELECT count(*) FROM appointment')
for (const path of [`/centro/assistito/${theirs}`, `/centro/assistito/${theirs}/lettera`, `/centro/assistito/${theirs}/proposte?att=${act}`,
  `/centro/assistito/${theirs}/sposta/${app}`, `/centro/assistito/${late}/sposta/${app}`, `/centro/assistito/${late}/proposte?att=${act}`,
  '/centro/assistito/1', '/centro/assistito/9223372036854775807', '/centro/assistito/x', '/erogatore/zzz', '/erogatore/..%2f..'])  {
  page = await me.get(path)
  tap.ok(`refused: GET ${path.replace(/\d{8,}/g, 'N')}`, page.status >= 400 && page.status < 500 && !page.body.includes(one(`SELECT pseudonym FROM person WHERE id = ${theirs}`)), page.status)
}
await me.get('/centro')
const csrf = me.last.csrf
for (const [path, fields] of [[`/centro/assistito/${theirs}/prenota`, { 'posto-0': free, 'att-0': act }], [`/centro/assistito/${late}/prenota`, { 'posto-0': free, 'att-0': act }],
  [`/centro/assistito/${theirs}/preferenze`, { sede: '', g: '1' }], [`/centro/assistito/${theirs}/sposta/${app}`, { 'posto-0': free }],
  [`/centro/appuntamento/${app}/annulla`, { motivo: 'chiesto' }], [`/centro/appuntamento/${app}/conferma`, {}], [`/centro/appuntamento/${app}/ripristina`, {}],
  [`/centro/appuntamento/${app}/esito`, { esito: 'eseguito' }], ['/centro/disdici', { ids: app }], ['/centro/chiamata', { persona: theirs, esito: 'reached' }],
  ['/centro/chiamata/annulla', { nota: '12345' }]]) {
  page = await me.post(path, fields, { csrf })
  tap.ok(`refused: POST ${path.replace(/\d{8,}/g, 'N')}`, page.status >= 400 && page.status < 500, `${page.status} ${page.text.slice(0, 200)}`)
}
tap.ok('and nothing changed', one('SELECT count(*) FROM appointment') === rows && state(app) === 'booked')
page = await me.post(`/centro/appuntamento/${stands}/annulla`, { motivo: 'chiesto' }, { csrf: 'forged' })
tap.ok('without its token a form is refused', page.status >= 400 && state(stands) === 'booked')

// ---- a provider's agenda
const er = await web.signOn('provider')
const own = one("SELECT o.code FROM user_role r JOIN organisation o ON o.id = r.organisation_id WHERE r.role = 'provider' LIMIT 1")
const another = one(`SELECT facility_code FROM provider WHERE facility_code <> '${own}' LIMIT 1`)
page = await er.get('/erogatore')
tap.is('a provider comes to their own', page.url, `/erogatore/${own}`)
for (const view of ['giorno', 'settimana', 'mese', 'x'])
  tap.is(`as ${view}`, (await er.get(`/erogatore/${own}?vista=${view}&giorno=2026-04-13`)).status, 200)
for (const day of ['2026-02-31', '0001-01-01', '<b>', '9999-12-31'])
  tap.is(`a day that is none: ${day}`, (await er.get(`/erogatore/${own}?giorno=${encodeURIComponent(day)}`)).status, 200)
tap.is('not to another’s', (await er.get(`/erogatore/${another}`)).status, 403)
const busy = one(`SELECT x.day FROM appointment x JOIN provider v ON v.id = x.provider_id WHERE v.facility_code = '${own}' AND x.state = 'booked' ORDER BY x.day LIMIT 1`)
if (busy) {
  const shown = (await er.get(`/erogatore/${own}?giorno=${busy}`)).body.split('<tr data-row').length - 1
  const saved = await er.get(`/erogatore/${own}?giorno=${busy}&csv=1`)
  tap.ok('a day as a file, a line for each appointment', /text\/csv/.test(saved.headers.get('content-type')) && shown > 0 && saved.body.trim().split('\r\n').length - 1 === shown, `${shown}: ${saved.body.slice(0, 300)}`)
}
tap.is('nor to the file of another’s', (await er.get(`/erogatore/${another}?csv=1`)).status, 403)
const all = await me.get('/erogatore?csv=1')
tap.is('the providers as a file', all.body.trim().split('\r\n').length, (await me.get('/erogatore')).body.split('<tr data-row').length)
tap.ok('nor to the work list', (await er.get('/centro')).status === 403)
const [day, n] = one(`SELECT t.day || ' ' || count(*) FROM appointment t JOIN provider p ON p.id = t.provider_id WHERE p.facility_code = '${own}' AND t.state = 'booked'
  AND t.day > '2026-04-10' GROUP BY t.day ORDER BY count(*) DESC LIMIT 1`).split(' ')
page = await er.get(`/erogatore/${own}/chiudi?giorno=${day}`)
tap.ok('before closing it shows who', page.status === 200 && (page.body.match(/<tr>/g) ?? []).length === Number(n) + 1)
page = await er.send(/chiudi/, { motivo: '' })
tap.ok('a reason is needed', page.has('va compilato') && one(`SELECT count(*) FROM closure WHERE day_from = '${day}' AND day_to = '${day}'`) === '0')
page = await er.send(/chiudi/, { motivo: 'guasto <b>&' })
tap.ok('closed', page.has('Giornata chiusa') && page.has('La giornata è chiusa'))
tap.is('nobody is left on it', one(`SELECT count(*) FROM appointment t JOIN provider p ON p.id = t.provider_id WHERE p.facility_code = '${own}' AND t.day = '${day}' AND t.state IN ('held', 'booked')`), '0')
page = await er.post(`/erogatore/${another}/chiudi`, { giorno: '2026-05-05', motivo: 'x' })
tap.ok('another’s day is not closed', page.status === 403)
const past = one(`SELECT t.id FROM appointment t JOIN provider p ON p.id = t.provider_id WHERE p.facility_code <> '${own}' AND t.state = 'booked' AND t.day <= '2026-04-10' LIMIT 1`)
if (past) tap.is('another’s arrival is not theirs', (await er.post(`/centro/appuntamento/${past}/esito`, { esito: 'eseguito' })).status, 403)
const today = one(`SELECT t.id FROM appointment t JOIN provider p ON p.id = t.provider_id WHERE p.facility_code = '${own}' AND t.state = 'booked' AND t.day <= '2026-04-10' ORDER BY t.day DESC LIMIT 1`)
if (today) {
  page = await er.post(`/centro/appuntamento/${today}/esito`, { esito: 'eseguito', torna: `/erogatore/${own}` })
  tap.is('done', state(today), 'done')
  const late2 = one(`SELECT day < '2026-04-09' FROM appointment WHERE id = ${today}`) === '1'
  page = await er.send(/esito/)
  tap.is(late2 ? 'too late to undo' : 'undo', state(today), late2 ? 'done' : 'booked')
} else tap.skip('an arrival', 'no appointment of today')
tap.is('slots are still counted', one("SELECT count(*) FROM slot s WHERE s.taken <> (SELECT count(*) FROM appointment a WHERE a.slot_id = s.id AND a.state <> 'cancelled')"), '0')
tap.ok('no failure of ours', !/ 500 /.test(web.log()))
await web.stop()
rmSync(dir, { recursive: true, force: true })
tap.end()
