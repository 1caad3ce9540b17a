// The pages of a person and of the care plan as a browser without scripts uses
// them: whose they are, bad addresses, a draft edited, undone and signed, two
// windows, the back button, a button pressed twice, hostile texts.
import { readFileSync } from 'node:fs'
import { start, tap, sql } from './kit.mjs'

const web = await start()
const doctor = await web.signOn('doctor')
const own = sql(web, "SELECT r.doctor_id FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = 'medico' AND r.doctor_id IS NOT NULL LIMIT 1")
const withPlan = (state, n) => sql(web, `SELECT v.person_id FROM plan_version v JOIN plan_line l ON l.version_id = v.id
  JOIN person_doctor m ON m.person_id = v.person_id AND m.valid_to IS NULL JOIN person p ON p.id = v.person_id
  WHERE m.doctor_id = ${own} AND v.state = '${state}' AND p.death_date IS NULL GROUP BY v.person_id ORDER BY count(*) DESC LIMIT ${n}`).split('\n')
const [draft, second, third, fourth] = withPlan('draft', 4)
const [active] = withPlan('active', 1)
const stranger = sql(web, `SELECT person_id FROM person_doctor m WHERE doctor_id <> ${own} AND valid_to IS NULL
  AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = m.person_id AND e.doctor_id = ${own}) LIMIT 1`)
const below = ['', '/condizioni', '/terapia', '/piano', '/appuntamenti', '/documenti', '/accessi', '/piano/firma',
  '/piano/stampa', '/piano/confronto?da=1&a=1', '/appuntamenti/stampa', '/documenti/patto', '/documenti/impegnative']
const name = (id) => sql(web, `SELECT last_name FROM person WHERE id = ${id}`)

// sentences of the tables, which are in English; the pages here are Italian
const firsts = (table) => readFileSync(new URL(`../../data/${table}`, import.meta.url), 'utf8').split('\n').slice(1)
  .map((l) => (l.startsWith('"') ? l.slice(1, l.indexOf('"', 1)) : l.split(',')[0])).filter((s) => s.length > 16)
const sentences = firsts('phrases_it.csv'), terms = firsts('phrases_en.csv')
const foreign = (p) => sentences.find((s) => p.text.includes(s))

// ---- every page, own and other

for (const path of below) {
  const page = await doctor.get(`/assistito/${active}${path}`)
  const whole = page.status === 200 && page.body.length < 60 * 1024
  const header = /stampa|patto|impegnative/.test(path) || (page.body.includes('class="person"') && page.has(name(active)))
  tap.ok(`own: ${path || '/'} answers, is small and says whose it is`, whole && header, `${page.status}, ${page.body.length} bytes: ${page.text.slice(0, 300)}`)
  tap.ok(`own: ${path || '/'} is in one language`, !foreign(page), foreign(page))
}
const before = sql(web, `SELECT count(*) FROM audit WHERE person_id = ${stranger}`)
for (const path of below) {
  const page = await doctor.get(`/assistito/${stranger}${path}`)
  tap.ok(`other: ${path || '/'} is refused and tells nothing`, (page.status === 403 || page.has('in emergenza')) && !page.has(name(stranger)) && !page.body.includes('class="person"'), `${page.status}: ${page.text.slice(0, 200)}`)
}
tap.is('nothing was written about who may not be seen', sql(web, `SELECT count(*) FROM audit WHERE person_id = ${stranger} AND action <> 'access.refused'`), before)
await doctor.get(`/assistito/${active}`)
for (const path of ['/piano/bozza', '/piano/modifica', '/piano/firma', '/piano/pubblica', '/piano/proponi']) {
  const page = await doctor.post(`/assistito/${stranger}${path}`, { azione: 'togli', prestazione: '89.7', motivo: 'x', impronta: 'x' })
  tap.ok(`other: ${path} changes nothing`, page.status === 403, `${page.status}: ${page.text.slice(0, 200)}`)
}
for (const id of ['0', '1', '-1', '9223372036854775807', '99999999999999999999', '1e3', 'x', "1'--", '%00', '../1']) {
  const page = await doctor.get(`/assistito/${id}/piano`)
  tap.ok(`no such person: ${id}`, [400, 403, 404].includes(page.status), `${page.status}`)
}
for (const version of ['0', '77', '-1', '99999999999', 'x']) {
  const page = await doctor.get(`/assistito/${active}/piano?versione=${version}`)
  tap.ok(`no such version: ${version}`, [200, 404].includes(page.status) && (page.status === 404 || ['0', 'x', '99999999999'].includes(version)), `${page.status}`)
}
tap.is('versions to compare that are not there', (await doctor.get(`/assistito/${active}/piano/confronto?da=1&a=88`)).status, 404)
tap.is('nothing to compare', (await doctor.get(`/assistito/${active}/piano/confronto`)).status, 404)
for (const role of ['agency', 'admin', 'citizen', 'provider']) {
  const page = await (await web.signOn(role)).get(`/assistito/${active}`)
  tap.ok(`${role} has no page of a person here`, page.status === 403, `${page.status}`)
}

// ---- a draft: edit, undo, add, refuse

const plan = (id) => `/assistito/${id}/piano`
const codes = (page) => [...page.body.matchAll(/id="p-([^"]+)"/g)].map((m) => m[1])
const planned = (id) => sql(web, `SELECT group_concat(l.service_code, ' ') FROM plan_line l JOIN plan_version v ON v.id = l.version_id
  WHERE v.person_id = ${id} AND v.state IN ('draft', 'proposed') AND l.kind = 'service'`).split(' ')
const open = (id, code) => doctor.get(`${plan(id)}?modifica=${code}`)
const form = (action) => doctor.last.forms().find((f) => f.fields.azione === action)

let page = await doctor.get(plan(draft))
tap.ok('a draft says what to do, in four questions', page.has('bozza') && page.has('La Regione lo accetterebbe?') && page.has('Sarebbe pagato?') && page.has('È sicuro?') && page.has("C'è posto vicino a casa?"))
tap.ok('every planned line is there, with its reason', planned(draft).every((c) => codes(page).includes(c)) && page.has('Perché?'))
tap.ok('its notes are in the language of the page', /\[[A-ZÀ-Ú][^\]]{4,}\]/.test(page.text) && !foreign(page), foreign(page))
const code = planned(draft)[0]
page = await open(draft, code)
tap.ok('the line opens in its place', page.body.includes('id="modifica"') && form('togli') && form('frequenza'))
page = await doctor.post(form('togli').action, { ...form('togli').fields, pronto: 'fatto' })
tap.ok('removed by one press', page.has('Tolto dal piano') && !planned(draft).includes(code), page.text.slice(0, 300))
tap.is('with the reason', sql(web, `SELECT reason FROM plan_choice c JOIN plan_version v ON v.id = c.version_id WHERE v.person_id = ${draft} ORDER BY seq DESC LIMIT 1`), 'Già fatto di recente altrove')
page = await doctor.send(/modifica/)
tap.ok('and undone by one', page.has('Rimesso nel piano') && planned(draft).includes(code), page.text.slice(0, 300))
await open(draft, code)
page = await doctor.post(form('frequenza').action, { ...form('frequenza').fields, volte: '30000', pronto: 'stretto' })
tap.ok('another frequency', page.has('Frequenza cambiata') && page.has('scelta del medico'), page.text.slice(0, 300))
page = await doctor.send(/modifica/)
tap.ok('and back to the one before', page.has('Frequenza cambiata'))
page = await doctor.get(`${plan(draft)}?cerca=densitom`)
const adding = page.links(/aggiungi=/)[0]
tap.ok('a service is found by a word', !!adding, page.text.slice(0, 300))
page = await doctor.get(adding ?? plan(draft))
const added = form('aggiungi')?.fields.prestazione
page = await doctor.post(form('aggiungi').action, { ...form('aggiungi').fields, pronto: 'serve' })
tap.ok('and added', page.has('Aggiunto al piano') && planned(draft).includes(added), page.text.slice(0, 300))

const hostile = `<script>alert(1)</script>'"; DROP TABLE person; -- \u{1F9EA} {{name}} è`
await open(draft, code)
page = await doctor.post(form('frequenza').action, { ...form('frequenza').fields, volte: '40000', motivo: hostile })
tap.ok('a hostile reason is text', page.has('Frequenza cambiata') && page.body.includes('&lt;script&gt;alert(1)') && !page.body.includes('<script>alert(1)'), page.text.slice(0, 300))
const refusals = [
  ['no reason', { motivo: '', pronto: '' }, 'Scriva il motivo'],
  ['a reason too long', { motivo: 'x'.repeat(1001), pronto: '' }, 'troppo lungo'],
  ['a reason that turns writing around', { motivo: 'abc\u202Edef', pronto: '' }, 'verso di scrittura'],
  ['an impossible frequency', { volte: '1', pronto: 'stretto' }, 'fuori dai limiti'],
  ['a frequency that is no number', { volte: 'tre', pronto: 'stretto' }, 'numero intero'],
  ['a service that is not in the tables', { prestazione: '00.00.0', pronto: 'stretto' }, 'non è nelle tabelle'],
  ['a service that is not planned', { prestazione: '95.41.1', pronto: 'stretto' }, 'non'],
]
for (const [what, fields, words] of refusals) {
  await open(draft, code)
  page = await doctor.post(form('frequenza').action, { ...form('frequenza').fields, ...fields })
  tap.ok(`${what}: told in words`, page.status === 409 && page.has(words) && page.has('Che cosa aveva chiesto'), `${page.status}: ${page.text.slice(0, 400)}`)
}
for (const fields of [{}, { azione: 'cancella', prestazione: code }, { azione: 'togli' }, { azione: 'togli', prestazione: '<b>' }]) {
  page = await doctor.post(`${plan(draft)}/modifica`, fields)
  tap.ok(`a form with ${JSON.stringify(fields)} is refused`, page.status === 400, `${page.status}`)
}

// ---- signing

const state = (id) => sql(web, `SELECT state FROM plan_version WHERE person_id = ${id} ORDER BY id DESC LIMIT 1`)
page = await doctor.get(`${plan(draft)}/firma`)
const shown = doctor.last.forms().find((f) => /firma$/.test(f.action))
tap.ok('what is signed is shown, with its digest', /^[0-9a-f]{64}$/.test(shown.fields.impronta) && page.has('Che cosa firma'))
await open(draft, code)
await doctor.post(form('togli').action, { ...form('togli').fields, pronto: 'fatto' })
page = await doctor.post(shown.action, shown.fields)
tap.ok('a draft that changed after it was shown is not signed', page.has('La bozza è cambiata') && state(draft) === 'draft', `${page.status}: ${page.text.slice(0, 300)}`)
await open(draft, planned(draft)[0])
const stale = form('togli')
await doctor.get(`${plan(draft)}/firma`)
const sign = doctor.last.forms().find((f) => /firma$/.test(f.action))
page = await doctor.post(sign.action, sign.fields)
tap.ok('signed', page.has('Piano firmato') && state(draft) === 'signed', page.text.slice(0, 300))
page = await doctor.post(sign.action, sign.fields)
tap.ok('pressed twice: signed once, no fright', page.status === 200 && page.has('Piano firmato') && sql(web, `SELECT count(*) FROM audit WHERE action = 'plan.sign' AND person_id = ${draft}`) === '1', `${page.status}: ${page.text.slice(0, 300)}`)
page = await doctor.get(`${plan(draft)}/firma`)
tap.ok('the back button after signing', page.status === 200 && page.has("Non c'è nulla da firmare"), page.text.slice(0, 300))
page = await doctor.post(stale.action, { ...stale.fields, motivo: 'scritto nella seconda finestra' })
tap.ok('an edit in another window comes too late: words, and what was typed', page.status === 409 && page.has('nessuna bozza') && page.has('scritto nella seconda finestra') && page.has('Prepara una nuova versione'), `${page.status}: ${page.text.slice(0, 400)}`)
page = await doctor.send(/bozza/)
tap.ok('a new version is begun from there', page.has('La bozza è pronta') && state(draft) === 'draft', page.text.slice(0, 300))
page = await doctor.post(stale.action, { ...stale.fields, motivo: 'ancora io' })
tap.ok('the old form is not taken for the new draft', page.status === 409 && page.has("ne è stata iniziata un'altra") && page.has('ancora io'), `${page.status}: ${page.text.slice(0, 400)}`)
page = await doctor.send(/modifica/)
tap.ok('but can be sent to it', page.has('Tolto dal piano'), page.text.slice(0, 300))
page = await doctor.get(`${plan(draft)}/confronto?da=1&a=2`)
tap.ok('two versions compared', page.status === 200 && page.has('Tolti'), page.text.slice(0, 200))

// ---- published, in sequence, by who prepares

await doctor.get(`${plan(second)}/firma`)
await doctor.send(/firma/)
page = await doctor.send(/pubblica/)
tap.ok('published', page.has('Pubblicato') && ['published', 'active'].includes(state(second)), page.text.slice(0, 300))
page = await doctor.post(`${plan(second)}/pubblica`)
tap.ok('published twice: no fright', page.status === 200 && page.has('Era già stato pubblicato'), `${page.status}: ${page.text.slice(0, 300)}`)
page = await doctor.get(`${plan(third)}/firma?seq=1`)
page = await doctor.send(/firma/)
tap.ok('in sequence the next one follows', /\/assistito\/\d+\/piano\/firma\?seq=1|\/medico/.test(page.url) && !page.url.includes(third), page.url)
const staff = await web.signOn('staff')
page = await staff.get(plan(fourth))
tap.ok('who prepares may propose, not sign', page.status === 200 && page.has('Proponi al medico') && !page.links(/firma/).length, `${page.status}: ${page.text.slice(0, 200)}`)
page = await staff.send(/proponi/)
tap.ok('proposed', page.has('Proposto') && state(fourth) === 'proposed', page.text.slice(0, 300))
page = await staff.post(`${plan(fourth)}/proponi`)
tap.ok('proposed twice: no fright', page.status === 200 && state(fourth) === 'proposed', `${page.status}`)
tap.is('staff cannot open the page that signs', (await staff.get(`${plan(fourth)}/firma`)).status, 403)

page = await doctor.get(`/assistito/${draft}/accessi`)
tap.ok('who looked is told', page.has('ha firmato il piano') && page.has('medico di famiglia'), page.text.slice(0, 300))
await doctor.get(`/assistito/${draft}`) // with values of exams and readings
for (const path of ['misure', 'esami', 'televisite']) await doctor.get(`/assistito/${draft}/${path}`)
page = await doctor.get(`/assistito/${draft}/accessi`)
page = await doctor.get(`/assistito/${draft}/accessi?csv=1`)
tap.ok('and can be saved', /csv/.test(page.headers.get('content-type')) && page.body.split('\n').length > 5, page.body.slice(0, 200))
const rawCode = /[;,]"?([a-z_]+\.[a-z_]+|administration|break_glass|substitute)\b/.exec(page.body)
tap.ok('every deed and purpose has words, not codes', !rawCode && ['ECG e spirometria', 'Televisite', 'Appuntamenti o pratiche'].every((w) => page.has(w)), rawCode?.[0] ?? page.body.slice(0, 900))
const english = await web.signOn('doctor')
page = await english.get('/lingua?l=en&da=/')
page = await english.get(`/assistito/${active}/condizioni`)
tap.ok('in English, too', page.has('Conditions and evidence') && page.has('Why?'), page.text.slice(0, 200))
for (const path of ['', '/terapia', '/piano', '/piano/firma', '/piano/stampa', '/appuntamenti', '/appuntamenti/stampa', '/documenti/impegnative']) {
  page = await english.get(`/assistito/${active}${path}`)
  const italian = terms.find((t) => page.text.includes(t))
  tap.ok(`English: ${path || '/'} names services in English`, page.status === 200 && !italian, italian)
}

await web.stop()
tap.end()
