// The pages of an agency: figures equal those of the command and of SQL over
// the rows, each leads to as many people, files keep small counts to
// themselves, other roles are kept out, nothing asked breaks them.
import { execFileSync } from 'node:child_process'
import { program, sql, start, tap } from './kit.mjs'

const web = await start()
const agency = await web.signOn('agency')
const plain = (s) => Number(String(s).replace(/\./g, ''))
const shown = (page, label) => {
  const m = new RegExp(`>${label}<strong>([0-9.]+)<`).exec(page.body)
  return m ? plain(m[1]) : -1
}
const people = (page) => plain(/Vedi le persone \(([0-9.]+)\)/.exec(page.text)?.[1] ?? -1)
const listed = (page) => plain(/da [0-9.]+ a [0-9.]+ di ([0-9.]+)/.exec(page.text)?.[1] ?? -1)

// ---- the figures
const home = await agency.get('/agenzia')
tap.is('the population is there', home.status, 200)
const summary = JSON.parse(execFileSync(program, ['strata', 'summary', '--db', web.db, '--json'], { encoding: 'utf8' }))
const run = sql(web, "SELECT id FROM strata_run WHERE state = 'current' ORDER BY as_of DESC LIMIT 1")
const ats = sql(web, "SELECT o.ats FROM user_role r JOIN organisation o ON o.id = r.organisation_id WHERE r.role = 'agency'")
const count = (where) => Number(sql(web, `SELECT count(*) FROM stratum s JOIN person p ON p.id = s.person_id WHERE s.run_id = ${run} AND p.ats = '${ats}' AND ${where}`))
for (const level of [1, 2, 3]) {
  const n = count(`s.level = ${level}`)
  tap.is(`level ${level}: the page and the rows`, shown(home, `Livello ${level}`), n)
  const all = Number(sql(web, `SELECT count(*) FROM stratum WHERE run_id = ${run} AND level = ${level}`))
  tap.ok(`level ${level}: the rows and the command`, JSON.stringify(summary).includes(String(all)), JSON.stringify(summary).slice(0, 300))
}
tap.is('people', shown(home, 'Persone'), count('1 = 1'))
tap.is('chronic', people(home), count('s.level BETWEEN 1 AND 3'))
tap.ok('a map that says it is schematic', home.has('picture-map') && home.has('Confini schematici'))
tap.ok('under 60 kB', home.body.length < 61440, `${home.body.length} bytes`)

// ---- each filter, and where it leads
const town = sql(web, `SELECT p.municipality FROM stratum s JOIN person p ON p.id = s.person_id WHERE s.run_id = ${run} AND s.level <= 3 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`)
for (const [query, where] of [
  ['livello=2', 's.level = 2'],
  ['malattia=56', "s.level <= 3 AND s.main_cluster = '56'"],
  ['sesso=F&livello=3', "s.level = 3 AND p.sex = 'F'"],
  [`comune=${town}`, `s.level <= 3 AND p.municipality = '${town}'`],
  [`comune=${town}&sesso=M&livello=tutti`, `p.sex = 'M' AND p.municipality = '${town}'`],
]) {
  const n = count(where)
  tap.is(`${query}: the figure`, people(await agency.get(`/agenzia?${query}`)), n)
  tap.is(`${query}: the people behind it`, listed(await agency.get(`/agenzia/elenco?${query}`)), n)
}
// the two most frequent diseases together, and who has both
const both = sql(web, `SELECT a.cluster, b.cluster, count(*) FROM stratum_having a JOIN stratum_having b ON b.run_id = a.run_id AND b.pseudonym = a.pseudonym AND a.cluster < b.cluster JOIN person p ON p.pseudonym = a.pseudonym WHERE a.run_id = ${run} AND p.ats = '${ats}' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 1`).split('|')
const together = await agency.get('/agenzia?vista=insieme')
const link = /href="(\/agenzia\/elenco\?[^"]*con=[^"]*)"/.exec(together.body.slice(together.body.indexOf('<tbody')))[1].replace(/&amp;/g, '&')
const [x, y] = [/con=(\d+)/.exec(link)[1], /[?&]e=(\d+)/.exec(link)[1]].sort()
tap.is('the first pair is the one the rows say', [x, y].join(), [both[0], both[1]].sort().join())
for (const sort of ['', '&ordine=codice', '&ordine=eta'])
  tap.is(`the people with both, ${sort || 'by need'}`, listed(await agency.get(link + sort)), Number(both[2]))
tap.is('with one of them and an age', listed(await agency.get(`/agenzia/elenco?con=${x}&eta=70`)),
  Number(sql(web, `SELECT count(*) FROM stratum_having h JOIN stratum_place t ON t.run_id = h.run_id AND t.pseudonym = h.pseudonym WHERE h.run_id = ${run} AND t.ats = '${ats}' AND h.cluster = '${x}' AND t.age BETWEEN 70 AND 74`)))
const map = await agency.get('/agenzia/mappa.svg')
tap.ok('the whole region as an image', map.status === 200 && map.headers.get('content-type').startsWith('image/svg') && map.body.startsWith('<svg xmlns') && map.body.split('<path').length > 1400)
tap.ok('and its legend on the page', ((p) => p.has('/agenzia/mappa.svg?') && p.has('Confini schematici') && p.body.length < 61440)(await agency.get('/agenzia?provincia=tutte')))
const euro = await agency.get('/agenzia?vista=consumi&csv=1')
tap.ok('few people: no costs in the file', euro.body.split('\r\n').filter((r) => r.includes('<5')).every((r) => r.endsWith(',"","","","",""') || r.endsWith(',,,,,')), euro.body.slice(0, 2000))
for (const view of ['eta', 'malattie', 'medici', 'ats', 'insieme', 'consumi'])
  tap.ok(`the view ${view} has a picture and a table`, ((p) => p.status === 200 && p.has('role="') && p.has('<tbody>'))(await agency.get(`/agenzia?vista=${view}`)))
const none = await agency.get('/agenzia?livello=1&eta=0&malattia=28')
tap.ok('nobody: says what it means', none.has('Nessuna persona corrisponde'))

// ---- a map with all its links and a long table fit a page, and its short links say the same
for (const query of ['', '&livello=tutti', '&livello=3&malattia=56&eta=70&sesso=F', '&vista=medici', '&vista=malattie', '&livello=tutti&q=a'])
  tap.ok(`under 60 kB, 40 rows of a province${query}`, ((p) => p.status === 200 && p.body.length < 61440)(await agency.get(`/agenzia?provincia=BG&righe=40${query}`)), agency.last.body.length)
await agency.get('/agenzia?livello=2&sesso=F&provincia=BG')
const short = agency.last.links(new RegExp(`^\\?f=${town}\\.`))[0]
tap.ok('a municipality of the map has a short link', !!short, agency.last.links(/^\?f=/).slice(0, 3).join())
tap.is('and it leads to the same people', people(await agency.get(`/agenzia${short}`)), count(`s.level = 2 AND p.sex = 'F' AND p.municipality = '${town}'`))
tap.is('in the list, too', listed(await agency.get(`/agenzia/elenco${short}`)), count(`s.level = 2 AND p.sex = 'F' AND p.municipality = '${town}'`))
for (const f of ['....................', '99999999999999999999.9.XX', '-1.-1.-1.-1.-1.-1.-1.-1.-1.-1.-1.-1'])
  tap.is(`nonsense in short is nothing asked: ${f}`, people(await agency.get(`/agenzia?f=${f}`)), count('s.level BETWEEN 1 AND 3'))

// ---- the list: pseudonyms alone, and a look recorded
const before = Number(sql(web, "SELECT count(*) FROM audit WHERE action = 'population.list'"))
const list = await agency.get('/agenzia/elenco?livello=1')
const name = sql(web, 'SELECT last_name FROM person WHERE last_name IS NOT NULL AND length(last_name) > 6 LIMIT 1')
tap.ok('why is there', list.has('perché?') && list.has('raggruppamenti che contano'))
tap.ok('no names', !list.has(name))
tap.is('the look is in the audit', Number(sql(web, "SELECT count(*) FROM audit WHERE action = 'population.list'")), before + 1)

// ---- why a person has their level
const one = /href="(\/agenzia\/elenco\/(\d+)[^"]*)"/.exec(list.body)
const why = await agency.get(one[1].replace(/&amp;/g, '&'))
const of = sql(web, `SELECT c.condition, c.evidence FROM person_condition c WHERE c.run_id = ${run} AND c.person_id = ${one[2]} ORDER BY c.priority LIMIT 1`).split('|')
tap.ok('why: the condition, its rule and a record', why.status === 200 && why.has(`id="c-${of[0]}"`) && why.has(/"rule":"([^"]+)"/.exec(of[1])[1]) && why.has(/"id":"([^"]+)"/.exec(of[1])?.[1] ?? 'class="records"'))
tap.ok('without a name', !why.has(sql(web, `SELECT last_name FROM person WHERE id = ${one[2]}`)))
tap.is('the person sees that somebody looked', sql(web, `SELECT count(*) FROM audit WHERE action = 'population.why' AND person_id = ${one[2]}`), '1')
tap.is('a person that is not there', (await agency.get('/agenzia/elenco/12345')).status, 404)
const far = sql(web, `SELECT t.person_id FROM stratum_place t WHERE t.run_id = ${run} AND t.ats <> '${ats}' LIMIT 1`)
tap.ok('nor one of another agency', !far || (await agency.get(`/agenzia/elenco/${far}`)).status === 404)
for (const role of ['doctor', 'cooperative', 'citizen', 'operator'])
  tap.is(`not for a ${role}`, (await (await web.signOn(role)).get(`/agenzia/elenco/${one[2]}`)).status, 403)

// ---- who to invite
const invite = await agency.get('/agenzia/inviti')
tap.ok('to invite: the day of the registry, three ways, no names', invite.status === 200 && invite.has('anagrafe del') && invite.has('Centro servizi dell') && invite.has('forma singola') && !invite.has(name))
for (const via of ['', 'asst', 'trattenuti']) {
  const page = await agency.get(`/agenzia/inviti?via=${via}`)
  const file = await agency.get(`/agenzia/inviti?via=${via}&csv=1`)
  const shown = Number((/aria-current="page">[^<]*<span class="count">([\d.]+)/.exec(page.body.slice(page.body.indexOf('class="tabs"')))?.[1] ?? '-1').replace(/\./g, ''))
  tap.is(`to invite, ${via || 'own doctor'}: as many in the file as on the tab`, file.body.trim().split('\r\n').length - 1, shown)
  if (shown > 0) tap.ok(`${via || 'own doctor'}: why is there, rows lead to the person`, page.has('/agenzia/elenco/') && (via === '' || page.has('Perché ')))
}
tap.ok('nobody fits: says so', (await agency.get('/agenzia/inviti?q=zzzz')).has('non c&#39;è nessuno') || (await agency.get('/agenzia/inviti?q=zzzz')).text.includes("non c'è nessuno"))

// ---- files
const csv = await agency.get('/agenzia?vista=malattie&csv=1')
const rows = csv.body.trim().split('\r\n')
tap.ok('a file with a head and rows', rows.length > 10 && rows[0].startsWith('Malattia principale'))
tap.ok('no count from 1 to 4', !rows.slice(1).some((r) => /,[1-4](,|$)/.test(r)), rows.filter((r) => /,[1-4](,|$)/.test(r)).join('\n'))
tap.ok('few are told as fewer than 5', csv.body.includes('<5'))
tap.ok('and no total that would tell them', rows.filter((r) => r.includes('<5')).every((r) => /,""$/.test(r) || /<5$/.test(r)), rows.filter((r) => r.includes('<5')).slice(0, 4).join('\n'))
const area = (await agency.get('/agenzia?vista=ats&sesso=M&eta=30&csv=1')).body.trim().split('\r\n').map((r) => r.split(','))
tap.ok('few in a level of an agency: no total from which they could be told', area.some((r) => r.includes('<5')) && area.filter((r) => r.includes('<5')).every((r) => ['""', '<5'].includes(r[2]) && r[3] === '""'), area.join('\n'))
const all = await agency.get('/agenzia/elenco?livello=1&csv=1')
tap.is('the whole list in a file', all.body.trim().split('\r\n').length - 1, count('s.level = 1'))

// ---- indicators
const indicators = await agency.get('/agenzia/indicatori')
tap.ok('indicators', indicators.status === 200 && indicators.has('ACT_BOOKED') && indicators.has('Fonte'))
tap.is('one of them', (await agency.get('/agenzia/indicatori/DM_CHECKS')).status, 200)
tap.ok('both lead to their file', indicators.has('/agenzia/indicatori?csv=1') && agency.last.has('/agenzia/indicatori/DM_CHECKS?csv=1'))
const shares = (await agency.get('/agenzia/indicatori?csv=1')).body.trim().split('\r\n')
tap.ok('the indicators in a file', shares.length > 10 && shares.some((r) => r.startsWith('ACT_BOOKED,')))
const part = sql(web, `SELECT SUM(numerator), SUM(denominator) FROM indicator_share s JOIN (SELECT id FROM indicator_run WHERE state = 'done' ORDER BY on_date DESC, created_us DESC LIMIT 1) r ON r.id = s.run_id WHERE by_what = 'level' AND indicator = 'DM_CHECKS' AND ats = '${ats}' AND enrolled = 1`).split('|').map(Number)
const told = part[1] > 0 && (part[0] === 0 || part[0] >= 5) && (part[0] === part[1] || part[1] - part[0] >= 5)
tap.is('a share of few people is not told, the others are', /^DM_CHECKS,(?:"[^"]*"|[^,]*),(?:""|([\d.]*)),/.exec(shares.find((r) => r.startsWith('DM_CHECKS,')))?.[1] ?? '', told ? (Math.floor((part[0] * 2000 + part[1]) / (part[1] * 2)) / 10).toFixed(1) : '')
const without = (await agency.get('/agenzia/indicatori/DM_CHECKS?csv=1')).body.trim().split('\r\n')
tap.is('the people an indicator misses in a file, all of them', without.length - 1, Number(sql(web, `SELECT count(*) FROM indicator_member m JOIN person p ON p.id = m.person_id WHERE p.ats = '${ats}' AND m.indicator = 'DM_CHECKS' AND m.numerator < m.denominator AND m.run_id = (SELECT id FROM indicator_run WHERE state = 'done' ORDER BY on_date DESC, created_us DESC LIMIT 1)`)))
tap.is('none of that name', (await agency.get('/agenzia/indicatori/nessuno')).status, 404)

// ---- what is asked wrongly
for (const q of ['livello=9', 'eta=-1', 'eta=9999999999999999999', 'comune=%27%3B--', 'sesso=%3Cscript%3E', 'provincia=XX', 'ats=%00', 'pagina=-3', 'ordine=nessuno', 'q=%E2%80%AE%F0%9F%92%8A', 'medico=zzz'])
  for (const path of ['/agenzia', '/agenzia/elenco']) {
    const page = await agency.get(`${path}?${q}`)
    tap.ok(`${path}?${q}`, [200, 400].includes(page.status) && !page.body.includes('<script>'), page.status)
  }
tap.is('a run that is not there', (await agency.get('/agenzia?data=12345')).status, 404)

// ---- who may
for (const role of ['doctor', 'operator', 'citizen', 'provider', 'cooperative']) {
  const other = await web.signOn(role)
  for (const path of ['/agenzia', '/agenzia/elenco', '/agenzia/mappa.svg', '/agenzia/indicatori', '/agenzia/indicatori?csv=1', '/agenzia/indicatori/DM_CHECKS?csv=1', '/agenzia?csv=1'])
    tap.ok(`${role}: ${path} is refused`, ((p) => [403, 404].includes(p.status))(await other.get(path)))
}
tap.ok('nobody: is asked to sign on', (await web.client().get('/agenzia')).url.startsWith('/accesso'))

await web.stop()
tap.end()
