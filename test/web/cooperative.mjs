// The pages of a cooperative: its doctors, its statements, every line with its
// why; never another's.
import { execFileSync } from 'node:child_process'
import { start, tap, sql } from './kit.mjs'

const web = await start()
// another manager with a statement, for the fixture may have one alone
execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, `INSERT INTO organisation (id, code, kind, name, ats) SELECT 7001, 'ALTRA', 'CPC', 'Altra cooperativa', o.ats FROM user_role r JOIN organisation o ON o.id = r.organisation_id WHERE r.role = 'agency' LIMIT 1;
  INSERT INTO settlement_statement (id, quarter, organisation_id, payer, version, state, period_from, period_to, strata_run_id, n_line, n_due, total_cents, digest, computed_us, state_us)
  VALUES (700100002, '2026Q1', 7001, 'region', 1, 'sent', '2026-01-01', '2026-03-31', 1, 0, 0, 0, '', 1, 1)`])
const org = sql(web, "SELECT r.organisation_id FROM user_role r WHERE r.role = 'cooperative' LIMIT 1")
const statements = (where) => sql(web, `SELECT id FROM settlement_statement WHERE state <> 'superseded' AND ${where} ORDER BY id`).split('\n').filter(Boolean)
const mine = statements(`organisation_id = ${org}`), others = statements(`organisation_id <> ${org}`)
const coop = await web.signOn('cooperative')

const home = await coop.get('/')
tap.is('its home', home.url, '/cooperativa')
const enrolled = Number(sql(web, `SELECT count(*) FROM enrolment WHERE organisation_id = ${org} AND ended_on IS NULL AND state IN ('pact_signed', 'active')`))
tap.ok('the people enrolled, as the records say', home.has(`Arruolati ${enrolled.toLocaleString('it')}`), home.text.slice(0, 900))
const drafts = Number(sql(web, `SELECT count(*) FROM plan_version v WHERE v.state IN ('draft', 'proposed') AND v.doctor_id IN
  (SELECT doctor_id FROM doctor_membership WHERE organisation_id = ${org} AND valid_from <= '2026-04-10' AND (valid_to IS NULL OR valid_to >= '2026-04-10'))`))
tap.ok('the drafts to sign', home.has(`Bozze da firmare ${drafts.toLocaleString('it')}`), home.text.slice(0, 900))
tap.ok('its statements, and only its own', mine.every((id) => home.body.includes(`/cooperativa/liquidazioni/${id}"`)) && others.every((id) => !home.body.includes(id)))

const csv = await coop.get('/cooperativa?csv=1&ordine=-arruolati')
const rows = csv.body.trim().split('\r\n').slice(1).map((l) => l.split(','))
const members = Number(sql(web, `SELECT count(DISTINCT doctor_id) FROM doctor_membership WHERE organisation_id = ${org} AND valid_from <= '2026-04-10' AND (valid_to IS NULL OR valid_to >= '2026-04-10')`))
tap.is('a row of the CSV for each member', rows.length, members)
tap.ok('most enrolled first', rows.every((r, i) => !i || Number(r[3]) <= Number(rows[i - 1][3])), csv.body)
for (const [name, code, , n] of rows.slice(0, 3)) {
  const doctor = `(SELECT id FROM doctor WHERE gp_code = '${code}')`
  tap.is(`${name}: enrolled`, Number(n), Number(sql(web, `SELECT count(*) FROM enrolment WHERE doctor_id = ${doctor} AND organisation_id = ${org} AND ended_on IS NULL AND state IN ('pact_signed', 'active')`)))
}
const found = await coop.get(`/cooperativa?q=${rows[0][1]}`)
tap.ok('search by code', found.has(rows[0][0]) && rows.slice(1).every((r) => !found.has(r[0])))
tap.ok('nothing found, in words', (await coop.get('/cooperativa?q=zzzz')).has('Nessun medico corrisponde'))
for (const bad of ['ordine=evil', 'pagina=-1', 'pagina=999999999999', 'righe=7', 'q=%00%ff', `q=${'x'.repeat(500)}`, 'q=%3Cscript%3Ex'])
  tap.ok(`a bad question is harmless: ${bad.slice(0, 30)}`, [200, 400].includes((await coop.get(`/cooperativa?${bad}`)).status) && !coop.last.body.includes('<script>x'), coop.last.status)

// ---- one statement
const of = sql(web, `SELECT id FROM settlement_statement WHERE organisation_id = ${org} AND payer = 'region' AND quarter = '2026Q1' AND state <> 'superseded'`)
const path = `/cooperativa/liquidazioni/${of}`
const sheet = await coop.get(path)
tap.ok('lines with their why', sheet.status === 200 && sheet.has('Presa in carico') && sheet.has('Regola ') && /in vigore dal \d/.test(sheet.text) && !sheet.text.includes('{"'), sheet.text.slice(0, 600))
const held = await coop.get(`${path}?stato=held&csv=1`)
const nHeld = Number(sql(web, `SELECT count(*) FROM settlement_line WHERE statement_id = ${of} AND state = 'held'`))
tap.is('the held ones as CSV', held.body.trim().split('\r\n').length - 1, nHeld)
const gp = sql(web, `SELECT d.gp_code FROM settlement_line l JOIN doctor d ON d.id = l.doctor_id WHERE l.statement_id = ${of} LIMIT 1`)
const nDoctor = Number(sql(web, `SELECT count(*) FROM settlement_line l JOIN doctor d ON d.id = l.doctor_id WHERE l.statement_id = ${of} AND d.gp_code = '${gp}'`))
tap.is('of one doctor', (await coop.get(`${path}?q=${gp}&csv=1`)).body.trim().split('\r\n').length - 1, nDoctor)
const all = await coop.get(`${path}?csv=1`)
const total = all.body.trim().split('\r\n').slice(1).reduce((sum, l) => sum + Math.round(100 * Number(l.split(',')[9])), 0)
tap.is('the lines add up to the total', total, Number(sql(web, `SELECT total_cents FROM settlement_statement WHERE id = ${of}`)))
tap.ok('the second page is another', (await coop.get(`${path}?pagina=2`)).body !== sheet.body)
for (const bad of ['stato=evil', 'q=nobody', 'pagina=99999'])
  tap.is(`a bad question is harmless: ${bad}`, (await coop.get(`${path}?${bad}`)).status, 200)
tap.ok('there is another cooperative to be kept from', others.length > 0)
for (const id of others) tap.is("another's", (await coop.get(`/cooperativa/liquidazioni/${id}`)).status, 404)
tap.is('nor one that does not exist', (await coop.get('/cooperativa/liquidazioni/1')).status, 404)
tap.is('the agency\'s pages are not for it', (await coop.get('/agenzia/liquidazioni')).status, 403)

// ---- dispute
const code = sql(web, `SELECT code FROM organisation WHERE id = ${org}`)
const other = sql(web, `SELECT code FROM organisation WHERE id = 7001`)
const move = { trimestre: '2026Q1', gestore: code, chi: 'region' }
await coop.get('/cooperativa')
const token = coop.last.csrf
const say = (fields) => coop.post('/cooperativa/liquidazioni', { ...move, ...fields }, { csrf: token })
tap.is('it may not accept', (await say({ stato: 'accepted' })).status, 403)
tap.ok("nor dispute another's", (await say({ gestore: other, stato: 'disputed', nota: 'x' })).status === 404)
tap.ok('nor dispute without a reason', (await say({ stato: 'disputed', nota: ' ' })).status >= 400)
tap.is('nothing has changed', sql(web, `SELECT state FROM settlement_statement WHERE id = ${of}`), 'computed')
const said = await say({ stato: 'disputed', nota: 'Manca un mese' })
tap.ok('it disputes its own, with a reason', said.url === '/cooperativa' && said.has('contestata'), said.text.slice(0, 400))
tap.is('the reason is kept', sql(web, `SELECT state || ': ' || note FROM settlement_statement WHERE id = ${of}`), 'disputed: Manca un mese')

// ---- the others
const agency = await web.signOn('agency')
tap.is("the agency sees those of its territory", (await agency.get(`/agenzia/liquidazioni/${others[0]}`)).status, 200)
const owed = await agency.get('/agenzia/liquidazioni?csv=1')
tap.ok('the list as a file, a line for each', /text\/csv/.test(owed.headers.get('content-type')) && owed.body.trim().split('\r\n').length - 1 === new Set((await agency.get('/agenzia/liquidazioni')).links(/^\/agenzia\/liquidazioni\/\d+$/)).size, owed.body.slice(0, 400))
tap.is('which is not for the cooperative', (await coop.get('/agenzia/liquidazioni?csv=1')).status, 403)
tap.ok('and comes there from the list', (await agency.get('/agenzia/liquidazioni')).body.includes(`/agenzia/liquidazioni/${others[0]}"`))
{
  const state = () => sql(web, `SELECT state FROM settlement_statement WHERE id = ${others[0]}`)
  const csrf = (await agency.get('/agenzia/liquidazioni')).csrf
  tap.ok('one that was sent has its button', agency.last.body.includes(`name="accetta" value="${others[0]}"`))
  tap.is('a button of no statement', (await agency.post('/agenzia/liquidazioni', { accetta: '12345' }, { csrf })).status, 404)
  tap.is('nor has the cooperative that button', (await coop.post('/cooperativa/liquidazioni', { accetta: mine[0] }, { csrf: token })).status, 403)
  tap.is('nothing was accepted', state(), 'sent')
  await agency.post('/agenzia/liquidazioni', { accetta: others[0] }, { csrf })
  tap.is('pressed, it is accepted', state(), 'accepted')
}
for (const role of ['doctor', 'citizen', 'operator', 'admin', 'agency']) {
  const client = role === 'agency' ? agency : await web.signOn(role)
  tap.is(`${role}: not the home of a cooperative`, (await client.get('/cooperativa')).status, 403)
}
await web.stop()
tap.end()
