// The registers of the agency: each tab agrees with SQL over the rows, is
// searched, filtered, sorted, paged and saved; a cooperative sees its own.
import { execFileSync } from 'node:child_process'
import { sql, start, tap } from './kit.mjs'

const web = await start()
const agency = await web.signOn('agency')
const n = (text) => Number(sql(web, text))
const listed = (page) => Number((/da [0-9.]+ a [0-9.]+ di ([0-9.]+)/.exec(page.text)?.[1] ?? '0').replace(/\./g, ''))
const ats = sql(web, "SELECT o.ats FROM user_role r JOIN organisation o ON o.id = r.organisation_id WHERE r.role = 'agency'")
const today = "valid_from <= '2026-04-10' AND (valid_to IS NULL OR valid_to >= '2026-04-10')"
const inRegister = (register) => n(`SELECT count(*) FROM register_entry WHERE register = '${register}' AND ats = '${ats}' AND ${today}`)

// ---- each register, its source, its way in
for (const [tab, register, source, kind] of [['medici', 'adhering_doctor', 'doctor.csv', 'medico di famiglia'],
  ['gestori', 'suitable_manager', 'cooperative.csv', 'cooperativa di medici'], ['erogatori', 'suitable_provider', 'provider.csv', 'poliambulatorio']]) {
  const page = await agency.get(`/agenzia/registri?tab=${tab}`)
  tap.ok(`${tab}: as many as the rows`, page.status === 200 && listed(page) > 0 && listed(page) === inRegister(register), `${listed(page)}, ${inRegister(register)}`)
  tap.ok(`${tab}: dates, source, kind`, page.has(source) && page.has('registrato il') && page.has(kind) && page.has('senza fine'))
  const csv = await agency.get(`/agenzia/registri?tab=${tab}&csv=1`)
  tap.ok(`${tab}: all in a file`, csv.headers.get('content-type').startsWith('text/csv') && csv.body.trim().split('\r\n').length - 1 === inRegister(register), csv.body.slice(0, 300))
}
tap.ok('the navigation leads there', (await agency.get('/agenzia')).links(/^\/agenzia\/registri$/).length === 1)

// ---- a doctor's people
const doctors = await agency.get('/agenzia/registri')
const [doctor] = doctors.links(/^\/agenzia\?medico=/)
const id = doctor.split('=')[1]
const people = n(`SELECT sum(n) FROM stratum_doctor WHERE doctor_id = ${id} AND ats = '${ats}' AND run_id = (SELECT max(id) FROM strata_run WHERE state = 'current')`)
tap.ok('the people of a doctor', doctors.has(String(people).replace(/\B(?=(\d{3})+$)/g, '.')) && (await agency.get(doctor)).status === 200, people)

// ---- asked by day, place, kind, word
const code = sql(web, "SELECT gp_code FROM doctor WHERE id = " + id)
tap.is('by code', listed(await agency.get(`/agenzia/registri?q=${code.toLowerCase()}`)), 1)
tap.ok('nobody fits: says so', (await agency.get('/agenzia/registri?q=zzzz')).has('Nessuna iscrizione corrisponde'))
const empty = await agency.get('/agenzia/registri?giorno=1990-01-01')
tap.ok('an empty day: says what it means and how to begin', empty.has('Nessuna iscrizione in questo registro al 1° gennaio 1990') && empty.links(/^\/lavori\/nuovo\?tipo=people.import/).length === 1)
tap.ok('ever: who will come is marked', (await agency.get('/agenzia/registri?giorno=1990-01-01&tutte=1')).has('non ancora iscritto'))
const hospitals = n(`SELECT count(*) FROM provider WHERE kind = 'hospital' AND ats = '${ats}'`)
tap.is('a kind', listed(await agency.get('/agenzia/registri?tab=erogatori&tipo=hospital')), hospitals)
tap.is('a province', listed(await agency.get('/agenzia/registri?tab=erogatori&luogo=016')), n("SELECT count(*) FROM provider WHERE municipality LIKE '016%'"))
const town = sql(web, 'SELECT municipality FROM provider LIMIT 1')
tap.is('a municipality', listed(await agency.get(`/agenzia/registri?tab=erogatori&luogo=${town}`)), n(`SELECT count(*) FROM provider WHERE municipality = '${town}'`))
const codes = (page) => [...page.body.matchAll(/data-label="Codice">([^<]*)</g)].map((m) => m[1])
const up = codes(await agency.get('/agenzia/registri?tab=erogatori&ordine=codice'))
const down = codes(await agency.get('/agenzia/registri?tab=erogatori&ordine=-codice'))
tap.ok('sorted both ways', up.length > 2 && up.join() === [...up].sort().join() && down.join() === [...up].reverse().join(), `${up} ${down}`)

// ---- another agency's rows, put beside ours
execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, `INSERT INTO doctor (id, gp_code, last_name, first_name, kind, ats) VALUES (77, 'MMGXX00077', 'Lontano', 'Aldo', 'MMG', '321');
  INSERT INTO register_entry (id, register, subject_kind, subject_id, ats, valid_from, source, recorded_us) VALUES (78, 'adhering_doctor', 'doctor', 77, '321', '2020-01-01', 'doctor.csv', 1)`])
tap.is('not told to us', listed(await agency.get('/agenzia/registri?q=lontano')), 0)
tap.is('nor when asked for', listed(await agency.get('/agenzia/registri?q=lontano&ats=321')), 0)
const region = await web.signOn('region')
tap.is('the region sees it', listed(await region.get('/agenzia/registri?q=lontano')), 1)
tap.is('and can look at one agency', listed(await region.get('/agenzia/registri?ats=321')), 1)

// ---- a cooperative: itself and its doctors
const cooperative = await web.signOn('cooperative')
const own = await cooperative.get('/cooperativa/registri')
tap.is('its doctors', listed(own), n(`SELECT count(DISTINCT m.doctor_id) FROM doctor_membership m JOIN user_role r ON r.organisation_id = m.organisation_id
  WHERE r.role = 'cooperative' AND m.valid_from <= '2026-04-10' AND (m.valid_to IS NULL OR m.valid_to >= '2026-04-10')`))
tap.ok('no people behind a link of the agency', !own.links(/^\/agenzia/).length)
tap.is('itself alone', listed(await cooperative.get('/cooperativa/registri?tab=gestori')), 1)
tap.is("the agency's page is refused", (await cooperative.get('/agenzia/registri')).status, 403)

// ---- what is asked wrongly
for (const q of ['tab=altro', 'luogo=%27%3B--', 'luogo=0160241', 'ats=%00', 'tipo=%3Cscript%3E', 'giorno=2026-02-30', 'giorno=0001-01-01', 'giorno=9999-12-31', 'pagina=99999', 'ordine=nessuno', 'q=%25', 'q=%E2%80%AE%F0%9F%92%8A', `q=${'%C3%A8'.repeat(400)}`]) {
  const page = await agency.get(`/agenzia/registri?${q}`)
  tap.ok(`${q.slice(0, 30)}`, [200, 400].includes(page.status) && !page.body.includes('<script>'), page.status)
}

await web.stop()
tap.end()
