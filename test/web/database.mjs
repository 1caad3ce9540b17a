// The database gone, full, only to be read, while people work: a page in plain
// words with the remedy, nothing typed is lost, nothing is acknowledged that is
// not kept, and the server goes on by itself once the database is back.
//
// Moved or deleted: SQLite goes on in a file without a name. Full: a small file
// system, with MOUNTS. PostgreSQL: its connections are cut and new ones refused,
// or may only read, with TEST_PG.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyDatabase, root, sql, start, tap } from './kit.mjs'

const TIMES = 12 // more than there are workers
const fixture = process.env.WEB_FIXTURE ?? join(root, 'build/web-fixture')
const all = async (what) => { const got = []; for (let i = 0; i < TIMES; i++) got.push(await what(i)); return got }
const every = (pages, fits) => { const bad = pages.find((p) => !fits(p)); return [!bad, bad && `${bad.status} ${bad.url}: ${bad.text}`] }

// A doctor who has a record and a form open; the form is sent when it cannot be
// kept, and again from the page that says so.
async function trouble(name, web, { away, back, words, status = 503, reads = false, some = false }) {
  const doctor = await web.signOn('doctor')
  const record = (await doctor.get('/medico')).links(/^\/assistito\/\d+$/)[0]
  await doctor.get('/deleghe')
  const before = doctor.last, code = before.forms().find((f) => f.action === '/deleghe')?.fields
  const csrf = before.csrf
  await away()
  // where the log still has room, what fits is kept: only refusals are looked at
  const refused = (pages, good) => some ? pages.filter((p) => p.status !== good) : pages
  const shown = refused(await all(() => doctor.raw('GET', record)), 200)
  tap.ok(`${name}: a record says what is wrong and what to do, always`, ...every(shown, (p) => p.status === 503 && words.test(p.text)))
  tap.ok(`${name}: with a link to ask again`, ...every(shown, (p) => p.links(/./).includes(record) && p.has('Riprova')))
  if (!reads) {
    const lists = await all(() => doctor.raw('GET', '/medico?tab=da-firmare'))
    tap.ok(`${name}: a list too`, ...every(lists, (p) => p.status === 503 && words.test(p.text) && p.links(/./).includes('/medico?tab=da-firmare')))
  }
  const fields = { csrf, persona: 'nessuno', motivo: 'ferie «lunghe»', chiave: 'prova.piano', testo: 'riga=1' }
  const body = new URLSearchParams(fields).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: web.base }
  const sent = refused(await all(() => doctor.raw('POST', '/bozza', { body, headers })), 204)
  if (!sent.length) return tap.skip(`${name}: refused`, 'the log had room for all')
  tap.ok(`${name}: nothing is acknowledged`, ...every(sent, (p) => p.status === status && words.test(p.text)))
  tap.ok(`${name}: what was typed stays, to send again`, ...every(sent, (p) => p.has('Invia di nuovo') && p.forms().some((f) => f.action === '/bozza' && f.fields.motivo === 'ferie «lunghe»')))
  await back()
  const again = sent[0].forms().find((f) => f.action === '/bozza').fields
  const kept = await all(() => doctor.raw('POST', '/bozza', { body: new URLSearchParams(again).toString(), headers }))
  tap.ok(`${name}: back: sent again from that page it is kept, at once and by every worker`, ...every(kept, (p) => p.status === 204))
  const well = await all(() => doctor.raw('GET', record))
  tap.ok(`${name}: back: the record is there`, ...every(well, (p) => p.status === 200))
  tap.ok(`${name}: and the draft stands in the database`, sql(web, "SELECT body FROM form_draft WHERE form_key = 'prova.piano'") === 'riga=1')
  tap.ok(`${name}: nobody stopped the server`, web.child.exitCode === null && web.child.signalCode === null, web.log().slice(-2000))
}

const DATABASE = /L'archivio in questo momento non risponde\. Nulla è stato cambiato: riprovi tra un momento; se continua, chiami chi gestisce l'installazione/
const FULL = /Il disco del server è pieno\. Nulla è stato cambiato: chi gestisce l'installazione deve fare spazio, poi riprovi/
const READ_ONLY = /l'archivio si può leggere ma non scrivere\. Nulla è stato cambiato: chiami chi gestisce l'installazione/

// ---- SQLite
const tails = ['', '-wal', '-shm']
const moved = await start({ engine: 'sqlite' })
const put = (from, to) => tails.forEach((t) => renameSync(moved.db + from + t, moved.db + to + t))
await trouble('file moved', moved, { away: () => put('', '.away'), back: () => put('.away', ''), words: DATABASE })
tap.is('file moved: its health said so', (put('', '.away'), (await moved.client().raw('GET', '/salute')).status), 503)
put('.away', '')
const log = moved.log()
tap.ok('the log names the file', /(moved or deleted|could not open database).*prossima\.db/.test(log), log.slice(-1500))
await moved.stop()

// another file in its place, from a backup: nobody goes on in the old one
const restored = await start({ engine: 'sqlite' })
const agent = await restored.signOn('doctor')
execFileSync('sqlite3', [restored.db, `.backup '${restored.db}.backup'`])
tails.forEach((t) => rmSync(restored.db + t))
renameSync(`${restored.db}.backup`, restored.db)
const csrf = (await agent.get('/conto')).csrf
const saved = await all((i) => agent.raw('POST', '/bozza', { body: new URLSearchParams({ csrf, chiave: `backup.${i}`, testo: 'a=1' }).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: restored.base } }))
tap.ok('file restored from a backup: work goes on', ...every(saved, (p) => p.status === 204))
tap.is('in the new file', sql(restored, "SELECT count(*) FROM form_draft WHERE form_key LIKE 'backup.%'"), String(TIMES))
await restored.stop()

// something else in its place
const other = await start({ engine: 'sqlite' })
const reader = await other.signOn('doctor')
tails.forEach((t) => renameSync(other.db + t, `${other.db}.away${t}`))
writeFileSync(other.db, 'last will and testament')
tap.ok('a file that is no database: in words, to every worker', ...every(await all(() => reader.raw('GET', '/medico')), (p) => p.status === 503 && DATABASE.test(p.text)))
rmSync(other.db)
tails.forEach((t) => renameSync(`${other.db}.away${t}`, other.db + t))
tap.ok('and back', ...every(await all(() => reader.raw('GET', '/medico')), (p) => p.status === 200))
await other.stop()

if (process.env.MOUNTS) {
  const dir = mkdtempSync(join(tmpdir(), 'prossima-full-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${Math.ceil(statSync(join(fixture, 'prossima.db')).size / 1024) + 20000}k`, 'full', dir])
  const db = join(dir, 'prossima.db'), ballast = join(dir, 'ballast')
  copyDatabase(fixture, db)
  execFileSync(process.env.PROSSIMA ?? join(root, 'prossima'), ['init', '--db', db], { stdio: ['ignore', 'ignore', 'inherit'] })
  const full = await start({ db })
  await trouble('disk full', full, { status: 507, reads: true, some: true, words: FULL,
    away: () => { try { execFileSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4k'], { stdio: 'ignore' }) } catch {} },
    back: () => rmSync(ballast) })
  await full.stop()
  execFileSync('umount', [dir])
  rmSync(dir, { recursive: true })
} else tap.skip('disk full', 'no file system can be mounted here')

// ---- PostgreSQL
if (process.env.TEST_PG) {
  const own = await start({ engine: 'postgres' })
  const name = new URL(own.db).pathname.slice(1)
  const server = (text) => execFileSync('psql', ['-qAtX', process.env.TEST_PG, '-c', text], { stdio: ['ignore', 'ignore', 'inherit'] })
  const cut = () => server(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
  await trouble('PostgreSQL gone', own, { words: DATABASE,
    away: () => { server(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`); cut() },
    back: () => server(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`) })
  execFileSync('psql', ['-qAtX', own.db, '-c', "DELETE FROM form_draft WHERE form_key = 'prova.piano'"])
  await trouble('PostgreSQL only to be read', own, { words: READ_ONLY, reads: true,
    away: () => { server(`ALTER DATABASE ${name} SET default_transaction_read_only = on`); cut() },
    back: () => { server(`ALTER DATABASE ${name} RESET default_transaction_read_only`); cut() } })
  await own.stop()
} else tap.skip('PostgreSQL gone', 'TEST_PG names no PostgreSQL')
tap.end()
