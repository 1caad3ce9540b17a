// The pages of runs: asked, run by the server itself, watched, refused in
// words, cancelled; each role its own.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start, tap } from './kit.mjs'

const imports = mkdtempSync(join(tmpdir(), 'prossima-imports-'))
mkdirSync(join(imports, '2026-03'))
const web = await start({ args: ['--imports', imports] })
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
async function ended(client, path) {
  for (let i = 0; i < 150; i++) {
    const page = await client.get(path)
    if (!page.body.includes('data-poll')) return page
    await sleep(200)
  }
  return client.get(path)
}

const agency = await web.signOn('agency')
tap.ok('no run yet', (await agency.get('/lavori')).has('Ancora nessuna elaborazione'))
const choice = await agency.get('/lavori/nuovo')
tap.ok('the agency chooses imports', choice.has('Importazione dei flussi') && choice.has('Stratificazione'))
tap.ok('and does not draft plans', !choice.has('Bozze di tutti i piani'))

await agency.get('/lavori/nuovo?tipo=settle.compute')
tap.ok('the quarter is filled in', agency.last.has('value="2026Q1"'))
for (const [name, value, words] of [['a quarter that runs', '2026Q2', /non è ancora finito/], ['no quarter', '"><script>x', /Scriva un trimestre/], ['nothing', '', /Scriva un trimestre/]]) {
  const page = await agency.send(/lavori\/nuovo/, { quarter: value })
  tap.ok(`${name} is refused in words, beside the field`, words.test(page.text) && !page.body.includes('<script>x'), page.text)
}
await agency.get('/lavori/nuovo?tipo=people.import')
tap.ok('folders of the import folder', agency.last.has('2026-03'))
for (const folder of ['../..', 'nowhere', '']) {
  const page = await agency.send(/lavori\/nuovo/, { tipo: 'people.import', folder })
  tap.ok(`folder "${folder}" is refused`, page.url === '/lavori/nuovo' && /cartella/.test(page.text), page.text)
}

await agency.get('/lavori/nuovo?tipo=day')
const asked = await agency.send(/lavori\/nuovo/)
const job = asked.url
tap.ok('asked', /^\/lavori\/\d+/.test(job) && asked.has('in coda'), asked.text)
const done = await ended(agency, job)
tap.ok('the server runs it', done.has('finita') && done.has('patti scaduti'), done.text)
tap.ok('the list shows it', (await agency.get('/lavori?stato=done')).has('Passaggi del giorno'))
const csv = await agency.get('/lavori?csv=1')
tap.ok('as CSV', csv.headers.get('content-type').startsWith('text/csv') && csv.body.split('\r\n').length >= 3)
await agency.get(job)
const again = await agency.send(/ancora/)
tap.ok('run again is another run', /^\/lavori\/\d+/.test(again.url) && again.url !== job)
await ended(agency, again.url)

await agency.get('/lavori/nuovo?tipo=people.import')
const failing = await agency.send(/lavori\/nuovo/, { tipo: 'people.import', folder: '2026-03' })
const failed = await ended(agency, failing.url)
tap.ok('a failure says why', failed.has('non riuscita') && failed.has('Perché non è riuscita'), failed.text)
const late = await agency.post(`${job}/annulla`)
tap.ok('nothing to cancel any more, in words, on its page', late.status === 200 && late.url === job && late.has('già finita'), `${late.status} ${late.text}`)

const coop = await web.signOn('cooperative')
const own = await coop.get('/lavori/nuovo')
tap.ok('the cooperative drafts and books', own.has('Bozze di tutti i piani') && own.has("Prenotazione dell'anno") && !own.has('Importazione dei flussi'))
tap.ok("the agency's run is not there for it", (await coop.get(job)).status === 404)
await coop.get('/lavori/nuovo?tipo=plan.draft')
tap.is('nor may it ask for the agency\'s', (await coop.post('/lavori/nuovo', { tipo: 'day' })).status, 403)
await coop.get('/lavori/nuovo?tipo=plan.renew')
const renewed = await ended(coop, (await coop.send(/lavori\/nuovo/)).url)
tap.ok('renewals drafted for its own people', renewed.has('finita') && renewed.has('per Cooperativa'), renewed.text)

for (const role of ['doctor', 'citizen', 'operator', 'admin']) {
  const other = await web.signOn(role)
  tap.is(`${role}: not for this role`, (await other.get('/lavori')).status, 403)
}
await web.stop()
rmSync(imports, { recursive: true })
tap.end()
