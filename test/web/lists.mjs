// What every list does: whole as a file, page by page, searched, sorted, with
// values that are none, past its end, with nothing in it; below 60 kB.
import { execFileSync } from 'node:child_process'
import { demoTelecare, longLists, MANY } from './long_lists.mjs'
import { sql, start, tap } from './kit.mjs'

const web = await start({ engine: 'sqlite', prepare: (db) => { demoTelecare(db); longLists(db) } })
const write = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, text])
const one = (text) => sql(web, text).split('\n')[0]
const roles = {}
const as = async (role) => roles[role] ??= await web.signOn(role)
const lines = (page) => page.body.trimEnd().split('\r\n').slice(1)
const shown = (page) => page.body.split('<tr data-row').length - 1
const of = (page) => Number(/da [\d.]+ a [\d.]+ di ([\d.]+)/.exec(page.text)?.[1].replaceAll('.', '') ?? -1)
const person = one("SELECT person_id FROM tele_exam WHERE id > 900000000000000000 LIMIT 1")
const seen = one("SELECT person_id FROM visit WHERE id > 900000000000000000 LIMIT 1")
const pool = one('SELECT min(pool_id) FROM tele_pool_reader')
const provider = one('SELECT facility_code FROM provider WHERE id IN (SELECT provider_id FROM appointment) ORDER BY id LIMIT 1')

// role, address, least rows, orders, a search that finds some and not all
const lists = [
  ['specialist', '/esami', MANY, ['persona', '-persona', 'urgenza', 'entro', '-entro']],
  ['specialist', '/esami?tutti=1', MANY, ['-entro']],
  ['doctor', '/esami?tutti=1', 2 * MANY, ['persona'], one(`SELECT last_name FROM person WHERE id = ${person}`)],
  ['doctor', `/assistito/${person}/esami`, MANY, ['entro']],
  ['operator', '/esami', MANY, ['persona']],
  ['doctor', '/televisite?tutte=1', 2 * MANY, [], one(`SELECT last_name FROM person WHERE id = ${seen}`)],
  ['doctor', `/assistito/${seen}/televisite?tutte=1`, MANY, []],
  ['agency', '/agenzia/liquidazioni', 2 * MANY, ['-trimestre', 'gestore', 'stato', '-totale', 'righe-di'], 'numero 7'],
  ['operator', '/erogatore', MANY, ['nome', '-nome', 'comune', '-codice'], 'numero 7'],
  ['agency', '/telemedicina/apparecchi', MANY, ['-seriale'], 'LUNGO-7'],
  ['admin', '/utenti', MANY, [], 'specialista7'],
]
for (const [role, path, least, orders, word] of lists) {
  const c = await as(role), join = path.includes('?') ? '&' : '?', name = `${role} ${path.replace(/\d{8,}/, '#')}`
  const first = await c.get(path), file = await c.raw('GET', `${path}${join}csv=1`), n = of(first)
  tap.ok(`${name}: a page of 25, and how many there are`, first.status === 200 && shown(first) === 25 && n >= least, `${first.status} ${shown(first)} of ${n}`)
  tap.ok(`${name}: the file has them all`, /^text\/csv/.test(file.headers.get('content-type') ?? '') && lines(file).length === n, `${file.status} ${lines(file).length} of ${n}: ${file.body.slice(0, 200)}`)
  const width = lines(file).map((l) => l.replace(/"(?:[^"]|"")*"/g, '').split(',').length)
  tap.ok(`${name}: every line as wide as its head`, width.every((w) => w === file.body.split('\r\n')[0].split(',').length), [...new Set(width)])
  const forty = await c.get(`${path}${join}righe=40`)
  tap.ok(`${name}: forty rows below 60 kB`, shown(forty) === 40 && Buffer.byteLength(forty.body) < 60000, `${shown(forty)}, ${Buffer.byteLength(forty.body)} bytes`)
  const all = []
  for (let page = 1; page <= Math.ceil(n / 40); page++)
    all.push(...(await c.get(`${path}${join}righe=40&pagina=${page}`)).body.split('<tr data-row').slice(1).map((r) => /href="([^"]*)"/.exec(r)?.[1]))
  tap.ok(`${name}: its pages have each row once`, all.length === n && new Set(all).size === n, `${all.length} rows, ${new Set(all).size} different, of ${n}`)
  const beyond = await c.get(`${path}${join}pagina=999`)
  tap.ok(`${name}: past its end one comes to the first page`, beyond.status === 200 && shown(beyond) === 25 && !beyond.url.includes('pagina'), `${beyond.status} ${beyond.url}`)
  const wrong = []
  for (const bad of ['ordine=evil', 'pagina=-1', 'pagina=x', 'righe=7', 'q=%00%ff', `q=${'x'.repeat(500)}`, 'q=%3Cscript%3Ex', 'csv=2', 'tutti=9&tutte=9'])
    if (![200, 400].includes((await c.get(`${path}${join}${bad}`)).status) || c.last.body.includes('<script>x')) wrong.push(`${bad}: ${c.last.status}`)
  tap.ok(`${name}: values that are none do no harm`, !wrong.length, wrong.join('\n'))
  const firsts = new Set()
  for (const order of orders) {
    const page = await c.get(`${path}${join}ordine=${order}`)
    if (shown(page) === 25 && page.body.includes(`aria-sort="${order.startsWith('-') ? 'de' : 'a'}scending"`)) firsts.add(page.body.split('<tr data-row')[1])
  }
  if (orders.length > 1) tap.ok(`${name}: sorted as asked`, firsts.size > 1, `${firsts.size} first rows of ${orders.length} orders`)
  if (!word) continue
  const some = await c.get(`${path}${join}q=${encodeURIComponent(word)}`), saved = await c.raw('GET', `${path}${join}q=${encodeURIComponent(word)}&csv=1`)
  tap.ok(`${name}: searched, page and file alike`, of(some) > 0 && of(some) < n && lines(saved).length === of(some), `${of(some)} of ${n}, ${lines(saved).length} in the file`)
  const none = await c.get(`${path}${join}q=zzzzzz`)
  tap.ok(`${name}: nothing found, in words`, none.status === 200 && shown(none) === 0 && /class="empty"|[Nn]essun/.test(none.body), none.text.slice(-300))
}

// ---- statements of the cooperative: those of two years, then all, and the file
{
  const c = await as('cooperative'), n = Number(one(`SELECT count(*) FROM settlement_statement WHERE state <> 'superseded' AND organisation_id = (SELECT organisation_id FROM user_role WHERE role = 'cooperative')`))
  const links = (page) => page.links(/^\/cooperativa\/liquidazioni\/\d+$/).length
  const home = await c.get('/cooperativa')
  tap.ok('a cooperative sees its last statements, and where the others are', links(home) === 16 && home.has('Competenze precedenti'), links(home))
  const found = new Set()
  for (let page = home; ;) {
    for (const link of page.links(/^\/cooperativa\/liquidazioni\/\d+$/)) found.add(link)
    const before = page.links(/competenze=\d+#/).find((l) => page.body.includes(`"${l.replaceAll('&', '&amp;')}">Competenze precedenti`))
    if (!before) break
    page = await c.get(before.replace(/#.*/, ''))
  }
  tap.is('those of years ago, some at a time', found.size, n)
  for (const bad of ['0', '-1', '999', 'x', '99999999999999999999']) tap.is(`a page of them that is none (${bad}) is the first`, links(await c.get(`/cooperativa?competenze=${bad}`)), 16)
  const file = await c.raw('GET', '/cooperativa/liquidazioni.csv')
  tap.ok('all of them as a file, and none of others', /^text\/csv/.test(file.headers.get('content-type')) && lines(file).length === n && !/numero \d/.test(file.body), `${lines(file).length} of ${n}`)
  tap.ok('with amounts that a spreadsheet can add', lines(file).every((l) => /,\d+\.\d{2}$/.test(l)), lines(file)[0])
  for (const role of ['agency', 'doctor', 'citizen']) tap.is(`which is not for ${role}`, (await (await as(role)).raw('GET', '/cooperativa/liquidazioni.csv')).status, 403)
}

// ---- a provider's week and month
{
  const c = await as('operator'), day = one(`SELECT a.day FROM appointment a JOIN provider p ON p.id = a.provider_id WHERE p.facility_code = '${provider}' AND a.state = 'booked' ORDER BY a.day LIMIT 1`)
  const taken = (from, to) => Number(one(`SELECT coalesce(sum(s.taken), 0) FROM slot s JOIN provider p ON p.id = s.provider_id WHERE p.facility_code = '${provider}' AND s.day BETWEEN '${from}' AND '${to}'`))
  for (const [view, cells] of [['settimana', 6], ['mese', 5]]) {
    const page = await c.get(`/erogatore/${provider}?vista=${view}&giorno=${day}`), file = await c.raw('GET', `/erogatore/${provider}?vista=${view}&giorno=${day}&csv=1`)
    const rows = lines(file).map((l) => l.replace(/"(?:[^"]|"")*"/g, 'x').split(','))
    tap.ok(`the ${view} leads to its file`, page.body.includes('csv=1'))
    tap.ok(`the ${view} as a file: day, places, taken, free`, rows.length > 0 && rows.every((r) => r.length === cells && /^\d{4}-\d\d-\d\d$/.test(r[0]) && Number(r.at(-4)) - Number(r.at(-3)) >= Number(r.at(-2))), file.body.slice(0, 300))
    const days = rows.map((r) => r[0]).sort(), sum = rows.reduce((s, r) => s + Number(r.at(-3)), 0)
    tap.ok(`the ${view}: as many taken as booked`, sum > 0 && days[0] <= day && days.at(-1) >= day, `${sum} from ${days[0]} to ${days.at(-1)}`)
  }
  tap.is('an empty month is a head', lines(await c.raw('GET', `/erogatore/${provider}?vista=mese&giorno=2024-01-01&csv=1`)).filter(Boolean).length, 0)
  const another = one(`SELECT facility_code FROM provider WHERE facility_code NOT IN (SELECT o.code FROM user_role r JOIN organisation o ON o.id = r.organisation_id WHERE r.role = 'provider') LIMIT 1`)
  for (const view of ['settimana', 'mese']) tap.is(`another's ${view} is closed`, (await (await as('provider')).raw('GET', `/erogatore/${another}?vista=${view}&csv=1`)).status, 403)
}

// ---- readers of a group; a name that looks like a formula
{
  const c = await as('admin'), n = Number(one(`SELECT count(*) FROM tele_pool_reader WHERE pool_id = ${pool}`)), page = await c.get(`/telemedicina/gruppi/${pool}`)
  const file = await c.raw('GET', `/telemedicina/gruppi/${pool}?csv=1`)
  tap.ok('the readers of a group as a file', page.body.includes('?csv=1') && lines(file).length === n && n > MANY, `${lines(file).length} of ${n}`)
  tap.ok('what a spreadsheet would take for a formula is marked', lines(file).some((l) => /^"?'=Specialista/.test(l)) && !lines(file).some((l) => /^"?=/.test(l)), lines(file)[0])
}

// ---- who looked is written down, page or file
{
  const looks = (action) => Number(one(`SELECT count(*) FROM audit WHERE action = '${action}' AND user_id = (SELECT id FROM app_user WHERE login = '${web.users.doctor.login}')`))
  for (const [action, path] of [['tele.list', '/esami'], ['visit.list', '/televisite']]) {
    const before = looks(action)
    await (await as('doctor')).raw('GET', `${path}?csv=1`)
    tap.is(`a file of ${path} leaves a record, as its page does`, looks(action), before + 1)
  }
}

// ---- records opened in an emergency
{
  write(`INSERT INTO access_grant (id, person_id, user_id, role, kind, purpose, reason, granted_us, until_us) SELECT 7000001, ${person}, id, 'doctor', 'break_glass', 'emergency', 'Prova, "persona" senza sensi', 1, 2 FROM app_user WHERE login = 'medico';
    WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 230) INSERT INTO access_alert (id, grant_id, raised_us) SELECT 7000000 + n, 7000001, 1775000000000000 + n FROM k`)
  const c = await as('admin'), page = await c.get('/avvisi'), file = await c.raw('GET', '/avvisi?csv=1')
  tap.ok('records opened in an emergency: a page of 25, all of them in the file', page.body.split('<article').length === 26 && lines(file).length === of(page) && of(page) === 230, `${page.body.split('<article').length} ${lines(file).length} of ${of(page)}`)
  tap.ok('and no name of the person for an administrator', !file.body.includes(one(`SELECT last_name FROM person WHERE id = ${person}`)), lines(file)[0])
}

// ---- more than a file holds: its last line says so
{
  const columns = sql(web, "SELECT name FROM pragma_table_info('home_alarm')").split('\n')
  write(`INSERT OR IGNORE INTO home_alarm (${columns}) SELECT ${columns.map((c) => c === 'id' ? '7000000 + d.id' : c === 'person_id' ? 'd.person_id' : `t.${c}`)}
    FROM (SELECT * FROM home_alarm WHERE state = 'open' LIMIT 1) t, (SELECT row_number() OVER () AS id, person_id FROM (SELECT DISTINCT person_id FROM person_doctor WHERE valid_to IS NULL)) d`)
  const c = await as('operator'), n = of(await c.get('/allarmi')), last = lines(await c.raw('GET', '/allarmi?csv=1')).at(-1)
  tap.ok('a file that stops says where', n > 1000 && last.includes(`1.000 righe su ${n.toLocaleString('it', { useGrouping: true })}`), `${n}: ${last}`)
}

// ---- nothing there
{
  write('DROP TRIGGER tele_exam_kept; DELETE FROM tele_request; DELETE FROM tele_exam; DROP TRIGGER visit_kept; DELETE FROM visit')
  const c = await as('doctor')
  for (const [path, words] of [['/esami', 'Nessun esame in attesa'], ['/esami?tutti=1', 'Nessun esame è stato ancora inviato'], ['/televisite', 'Niente in attesa'], ['/televisite?tutte=1', 'Ancora nessuna televisita']]) {
    tap.ok(`${path}: empty, in words`, (await c.get(path)).has(words), c.last.text.slice(-300))
    const file = await c.raw('GET', `${path}${path.includes('?') ? '&' : '?'}csv=1`)
    tap.ok(`${path}: its file is a head`, file.status === 200 && /^[^\r]+\r\n$/.test(file.body), file.body.slice(0, 200))
    tap.is(`${path}: past the end of nothing`, (await c.get(`${path}${path.includes('?') ? '&' : '?'}pagina=9`)).status, 200)
  }
}
await web.stop()
tap.end()
