// Files brought by a page for an import: taken, known again, refused in words
// before their bytes come, run, and gone when their day is over.
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { program, sql, start, tap, TODAY } from './kit.mjs'

const archive = join(mkdtempSync(join(tmpdir(), 'prossima-archive-')), 'archive')
const web = await start({ args: ['--archive', archive, '--upload-limit', '2'] })
const dir = `${web.db}-uploads`
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
const sha = (text) => createHash('sha256').update(text).digest('hex')
async function ended(client, path) {
  for (let i = 0; i < 150; i++) {
    const page = await client.get(path)
    if (!page.body.includes('data-poll')) return page
    await sleep(200)
  }
  return client.get(path)
}
// the form with files of the page last seen, filled with these
const formOf = (client) => /<form[^>]*multipart\/form-data[^>]*action="([^"]*)"/.exec(client.last.body)?.[1]
async function bring(client, files, action = formOf(client)) {
  const body = new FormData()
  for (const [name, text] of files) body.append('file', new Blob([text]), name)
  const page = await client.raw('POST', action, { body, headers: { origin: web.base } })
  return (client.last = await client.follow(page))
}
// as it is, on a socket; answers with what comes back
function raw(client, head, body = '', { hold = 0 } = {}) {
  return new Promise((done) => {
    const socket = connect(Number(new URL(web.base).port), '127.0.0.1')
    let got = ''
    socket.on('data', (d) => { got += d })
    socket.on('close', () => done(got))
    socket.on('error', () => done(got))
    const cookie = [...client.cookies].map(([k, v]) => `${k}=${v}`).join('; ')
    socket.write(`${head}\r\nHost: ${new URL(web.base).host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`)
    if (body) socket.write(body)
    if (hold) setTimeout(() => socket.destroy(), hold)
    setTimeout(() => socket.destroy(), 8000).unref()
  })
}
const post = (path, length, type = 'multipart/form-data; boundary=b') => `POST ${path} HTTP/1.1\r\nContent-Type: ${type}\r\nContent-Length: ${length}`
const part = (name, text) => `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${text}\r\n`
const folders = () => (existsSync(dir) ? readdirSync(dir) : [])
const left = () => folders().filter((d) => d.startsWith('upload-')).flatMap((d) => readdirSync(join(dir, d)).filter((f) => f.startsWith('.part')))

let agency = await web.signOn('agency')
await agency.get('/lavori/nuovo?tipo=people.import')
tap.ok('the form says what the run reads and the limit', agency.last.has('identity.csv') && agency.last.has('2 MB'), agency.last.text)

// ---- taken
const doctors = 'gp_code,last_name,first_name,kind\nX1,A,B,MMG\n', people = 'not,the,header\n'
await bring(agency, [['doctor.csv', doctors], ['person.csv', people]])
const here = agency.last.url
tap.ok('two files at once', /^\/lavori\/file\/\d+$/.test(here) && agency.last.has('doctor.csv') && agency.last.has('person.csv'), agency.last.text)
tap.ok('with their SHA-256', agency.last.has(sha(doctors)) && agency.last.has(sha(people)))
const folder = join(dir, `upload-${here.split('/').pop()}`)
tap.is('on disk, as they were', readFileSync(join(folder, 'doctor.csv'), 'utf8'), doctors)
tap.is('the folder is nobody else\'s', statSync(folder).mode & 0o077, 0)
tap.is('nor the files', statSync(join(folder, 'doctor.csv')).mode & 0o077, 0)
await bring(agency, [['person.csv', 'another\n'], ['again.csv', doctors]])
tap.ok('a name brought again is replaced', agency.last.has(sha('another\n')) && !agency.last.has(sha(people)))
tap.ok('a name that is not read is said', agency.last.has('non legge un file con questo nome'))
await agency.send(/togli/, { nome: 'again.csv' })
tap.ok('removed', !agency.last.has('again.csv') && !existsSync(join(folder, 'again.csv')))

// ---- hostile
for (const [what, name] of [['a path', '../../evil.csv'], ['a path of Windows', 'C:\\x\\evil.csv']]) {
  await bring(agency, [[name, 'x']], (await agency.get(here), formOf(agency)))
  tap.ok(`${what} is left out of the name`, existsSync(join(folder, 'evil.csv')) && !existsSync(join(dir, '../evil.csv')))
  await agency.send(/togli/, { nome: 'evil.csv' })
}
for (const name of ['.bashrc', '-rf', 'a b.csv', 'pers\u202Evsc.nos', '<script>alert(1)</script>.csv', 'x'.repeat(200), '..', "a';DROP TABLE upload;--.csv"]) {
  await agency.get(here)
  const page = await bring(agency, [[name, 'x'], ['drug.csv', 'kept']])
  tap.ok(`name ${JSON.stringify(name.slice(0, 30))} is refused in words, the other is kept`,
    page.status === 400 && page.has('Rinomini il file') && page.has('drug.csv') && !page.body.includes('<script>alert'), page.text)
}
await agency.get(here)
let page = await bring(agency, [['drug.csv', '1'], ['drug.csv', '2']])
tap.ok('twice the same name in one form', page.status === 400 && page.has('solo il primo') && readFileSync(join(folder, 'drug.csv'), 'utf8') === '1')
await agency.send(/togli/, { nome: 'drug.csv' })
await agency.get(here)
page = await bring(agency, [['', '']])
tap.ok('no file chosen', page.status === 400 && page.has('Non è stato scelto'), page.text)
await agency.get(here)
const action = formOf(agency)
const before = readdirSync(folder).join()
for (const [what, type, body] of [
  ['no boundary', 'multipart/form-data', part('a.csv', 'x')],
  ['cut before its end', undefined, part('a.csv', 'x')],
  ['10,000 parts', undefined, `${part('a.csv', '').repeat(10000)}--b--`],
  ['not multipart inside', undefined, 'a=1&b=2'],
]) {
  const got = await raw(agency, post(action, Buffer.byteLength(body), type), body)
  tap.ok(`${what}: in words, nothing kept`, got.startsWith('HTTP/1.1 400') && /nessun file/.test(got) && readdirSync(folder).join() === before, got.slice(0, 300))
}
await raw(agency, post(action, 1000000), part('a.csv', 'x'.repeat(300000)), { hold: 300 })
await sleep(300)
tap.ok('a sender that hangs up leaves nothing', left().length === 0 && readdirSync(folder).join() === before, left().join())

// ---- who may, before a byte is taken
const plain = action.split('?')[0]
const stranger = web.client()
await stranger.get('/accesso')
const unseen = await raw(stranger, post(plain, 40 << 20)) // and nothing of it is sent
tap.ok('nobody signed on: refused before the body', /^HTTP\/1.1 303/.test(unseen), unseen.slice(0, 200))
const tried = async (client, path) => {
  const body = `${part('a.csv', 'x')}--b--`
  return raw(client, post(path, Buffer.byteLength(body)), body)
}
for (const [what, path] of [['without the key', plain], ['with a wrong key', `${plain}?chiave=${'0'.repeat(32)}`], ['with the key of another form', `/lavori/carica/flows.import?chiave=${action.split('=')[1]}`]]) {
  const n = folders().length, got = await tried(agency, path)
  tap.ok(`${what}: 403, nothing kept`, got.startsWith('HTTP/1.1 403') && folders().length === n && readdirSync(folder).join() === before, got.slice(0, 200))
}
for (const role of ['doctor', 'citizen', 'operator', 'cooperative']) {
  const other = await web.signOn(role)
  await other.get('/')
  const got = await tried(other, '/lavori/carica/people.import?chiave=x')
  tap.ok(`${role}: not for this role, or not with this form`, got.startsWith('HTTP/1.1 403'), got.slice(0, 200))
  const seen = await other.get(here)
  tap.ok(`${role}: does not see the files`, [403, 404].includes(seen.status), `${seen.status}`)
}
page = await agency.post(plain, { a: '1' })
tap.ok('a form without files is refused in words', page.status === 403 || page.status === 400)

// ---- too much
await agency.get(here)
page = await bring(agency, [['drug.csv', 'x'.repeat(3 << 20)]])
tap.ok('over the limit: 413 in words', page.status === 413 && page.has('3 MB') && page.has('Li comprima'), `${page.status} ${page.text}`)
tap.ok('and nothing is lost', readdirSync(folder).join() === before && (await agency.get(here)).has('doctor.csv'))
const huge = await raw(agency, post(action, 9e12))
tap.ok('terabytes are refused unseen', /^HTTP\/1.1 413/.test(huge), huge.slice(0, 200))

// ---- run
await agency.get(here)
page = await agency.send(/lavori\/nuovo/)
tap.ok('the run starts from the files', /^\/lavori\/\d+/.test(page.url), page.text)
const failed = await ended(agency, page.url)
tap.ok('and says what is wrong with them', failed.has('non riuscita') && failed.has('doctor.csv'), failed.text)

await agency.get('/lavori/nuovo?tipo=flows.import')
const real = execFileSync('bash', ['-c', `zcat -f "$(dirname "$0")"/raw/person.csv* | head -40`, join(process.env.WEB_FIXTURE ?? 'build/web-fixture', 'x')], { encoding: 'utf8' })
tap.ok('a fixture to read from', real.startsWith('person_id'), real.slice(0, 200))
const flows = gzipSync(`${real}this,is,no,person\n`)
await bring(agency, [['person.csv.gz', flows]])
const first = agency.last.url
page = await agency.send(/lavori\/nuovo/)
const job = page.url
const done = await ended(agency, job)
tap.ok('flows of an upload are imported', done.has('finita') && done.has('39 accettate') && done.has('1 scartate'), done.text)
const rejects = await agency.get(`${job}/scarti`)
tap.ok('the rejected row, with its reason', rejects.status === 200 && rejects.headers.get('content-type').startsWith('text/csv') && rejects.body.split('\n').length >= 2 && rejects.body.includes('person.csv'), rejects.body)
tap.is('not for another role', (await (await web.signOn('doctor')).get(`${job}/scarti`)).status, 403)
tap.ok('the look is audited', sql(web, "SELECT count(*) FROM audit WHERE action = 'job.rejects'") === '1')
// ---- a file of a national layout, with a wrong row
const who = real.split('\n')[1].split(',')[0]
await agency.get('/lavori/nuovo?tipo=flows.import')
tap.ok('the form says that other forms are read, too', agency.last.has('tracciati nazionali'))
await bring(agency, [['esenzioni_2026.csv', `codice_fiscale;codice_esenzione;data_inizio;data_fine;data_rilascio;ente\r\n${who};013;05/03/2021;;05/03/2021;ATS\r\n${who};031;30/02/2021;;;ATS\r\n`]])
tap.ok('its name is one that is read', agency.last.has('esenzioni_2026.csv') && !agency.last.has('non legge un file con questo nome'), agency.last.text)
page = await agency.send(/lavori\/nuovo/)
const national = await ended(agency, page.url)
tap.ok('it is imported, without the wrong row', national.has('finita') && national.has('1 accettat') && national.has('1 scartat'), national.text)
tap.ok('which is told with its file and line', /esenzioni_2026\.csv,3,/.test((await agency.get(`${page.url}/scarti`)).body), (await agency.get(`${page.url}/scarti`)).body)

// ---- again
await agency.get('/lavori/nuovo?tipo=flows.import')
tap.ok('uploads that are here are offered', agency.last.links(/\/lavori\/file\//).includes(first))
await bring(agency, [['person.csv.gz', flows]])
tap.ok('the same file brought again is known', agency.last.has('e importato: rileggerlo non cambia nulla'), agency.last.text)

// ---- gone when its day is over
const unused = agency.last.url
const clean = (day) => execFileSync(program, ['job', 'run', '--db', web.db, '--once'], { env: { ...process.env, PROSSIMA_TODAY: day }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
clean(TODAY)
tap.ok('the same day all stays', existsSync(join(dir, `upload-${unused.split('/').pop()}`)))
clean('2026-04-12')
tap.ok('what was never run goes after a day', !existsSync(join(dir, `upload-${unused.split('/').pop()}`)) && existsSync(folder))
agency = await web.signOn('agency') // sessions are swept too
tap.ok('and its page says so', (await agency.get(unused)).has('non sono più conservati'))
clean('2026-06-01')
tap.ok('what was run goes after thirty', !existsSync(folder))

// ---- many at once
agency = await web.signOn('agency')
await agency.get('/lavori/nuovo?tipo=flows.import')
const many = formOf(agency)
const slow = Array.from({ length: 8 }, () => raw(agency, post(many, 1000000), part('a.csv', 'x'), { hold: 1500 }))
await sleep(500)
page = await bring(agency, [['person.csv', 'x']], many)
tap.ok('more than the server reads at once: 503 in words, and the pages go on', page.status === 503 && page.has('riprovi tra un minuto') && (await agency.get('/lavori')).status === 200, `${page.status}`)
await Promise.all(slow)
await sleep(300)
page = await bring(agency, [['person.csv', 'x']], many)
tap.ok('and then there is room again', page.url.startsWith('/lavori/file/'), `${page.status} ${page.text}`)
tap.ok('nothing half stays', left().length === 0, left().join())
await web.stop()
rmSync(join(archive, '..'), { recursive: true })
tap.end()
