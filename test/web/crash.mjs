// The server killed at any moment under load: what it acknowledged is there.
//
// Several people work at once: each saves a draft again and again, one number
// after the other, and opens records. A 204 says that the draft is saved, a
// page of a record that the look at it is written. After each kill the database
// must hold no number older than the last acknowledged, as many looks as pages
// that came, and an unbroken audit chain; and the sessions go on.
//
//	node test/web/crash.mjs DB-URL NAME
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, program, tap } from './kit.mjs'

const TODAY = '2026-01-31', WORKERS = 5
const KILLS = Number(process.env.KILLS ?? 4)
const [db, engine] = process.argv.slice(2)
const dir = mkdtempSync(join(tmpdir(), 'prossima-crash-'))
process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
const env = { ...process.env, PROSSIMA_TODAY: TODAY }
const run = (words, input = '') => execFileSync(program, words, { input, env, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })
const sql = (text) => (db.startsWith('postgres')
  ? execFileSync('psql', ['-qXAt', db, '-c', text], { encoding: 'utf8' })
  : execFileSync('sqlite3', ['-readonly', db, text], { encoding: 'utf8' })).trim()
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))

function world() {
  run(['simulate', '--persons', '600', '--province', 'BG', '--months', '1', '--seed', '3', join(dir, 'raw')])
  run(['init', '--db', db])
  run(['people', 'import', join(dir, 'raw'), '--db', db])
  const code = sql('SELECT min(gp_code) FROM doctor')
  return Array.from({ length: WORKERS }, (_, i) => {
    const login = `medico${i}`, password = 'una frase lunga e segreta'
    run(['user', 'add', login, '--db', db, '--name', `Medico ${i}`, '--role', 'doctor', '--for', code,
      '--password-file', '-', '--keep'], `${password}\n`)
    const totp = /secret=(\w+)/.exec(run(['user', 'totp', login, '--db', db]))[1]
    return { login, password, totp }
  })
}

async function serve() {
  const child = spawn(program, ['serve', '--db', db, '--listen', '127.0.0.1:0', '--log', '/dev/null'],
    { stdio: ['ignore', 'pipe', 'pipe'], env })
  let log = ''
  child.ended = new Promise((r) => child.on('exit', r))
  process.on('exit', () => child.kill('SIGKILL'))
  const port = await new Promise((done, fail) => {
    child.stderr.on('data', (d) => { log += d })
    child.stdout.on('data', (d) => { const m = /port (\d+)/.exec(log += d); if (m) done(m[1]) })
    child.on('exit', () => fail(new Error(`the server ended: ${log}`)))
  })
  child.removeAllListeners('exit')
  child.ended = new Promise((r) => child.on('exit', r))
  return { child, base: `http://127.0.0.1:${port}`, log: () => log }
}

// until the server is gone; `did` keeps what was acknowledged
async function work(client, key, did, people) {
  for (let i = 0; ; i++) {
    try {
      did.sent++
      const saved = await client.raw('POST', '/bozza', {
        body: new URLSearchParams({ csrf: client.token, chiave: key, testo: `n=${did.sent}` }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: client.web.base } })
      if (saved.status === 204) did.saved = did.sent
      else if (saved.status !== 429) did.other = saved.status
      const id = people[(i * 7 + key.length) % people.length]
      const record = await client.raw('GET', `/assistito/${id}`)
      if (record.status === 200) did.looks++
      else did.other ??= record.status
    } catch { return }
  }
}

const looksOf = () => Number(sql("SELECT count(*) FROM audit WHERE person_id <> 0 AND role = 'doctor'"))
const audited = () => { try { return /agree|intact|ok/i.test(run(['audit', 'verify', '--db', db])) } catch { return false } }

const users = world()
const people = sql('SELECT id FROM person ORDER BY id LIMIT 200').split('\n')
let web = await serve()
const clients = []
for (const user of users) {
  const c = new Client(web)
  await c.signOn(user)
  await c.get('/aiuto')
  c.token = c.last.csrf
  clients.push(c)
}
const did = clients.map(() => ({ sent: 0, saved: 0, looks: 0 }))
const looksBefore = looksOf()
let whole = true, chain = true, seen = true
for (let k = 0; k < KILLS; k++) {
  const busy = clients.map((c, i) => { c.web = web; return work(c, `prova.${i}`, did[i], people) })
  await sleep(300 + Math.random() * 700)
  web.child.kill('SIGKILL')
  await Promise.all([...busy, web.child.ended])
  if (engine !== 'SQLite') await sleep(300) // its server may still be at it
  for (let i = 0; i < clients.length; i++) {
    const kept = Number(/n=(\d+)/.exec(sql(`SELECT body FROM form_draft WHERE form_key = 'prova.${i}'`))?.[1] ?? 0)
    if (kept < did[i].saved || kept > did[i].sent) {
      whole = false
      console.log(`# client ${i}: acknowledged ${did[i].saved}, sent ${did[i].sent}, kept ${kept}`)
    }
  }
  chain &&= audited()
  const came = did.reduce((n, d) => n + d.looks, 0)
  if (looksOf() - looksBefore < came) {
    seen = false
    console.log(`# ${came} records shown, ${looksOf() - looksBefore} looks written`)
  }
  web = await serve()
}
const total = (what) => did.reduce((n, d) => n + d[what], 0)
tap.ok(`${engine}: ${total('saved')} drafts acknowledged, ${KILLS} kills, none lost`, whole && total('saved') > 20,
  JSON.stringify(did))
if (did.every((d) => d.other === 404)) tap.skip(`${engine}: each record shown has its look`, 'this server has no page of a person')
else tap.ok(`${engine}: ${total('looks')} records shown, each look is written`, seen && total('looks') > 20, JSON.stringify(did))
tap.ok(`${engine}: the audit chain is whole after each kill`, chain)
for (const c of clients) c.web = web
const again = await Promise.all(clients.map((c) => c.raw('GET', '/aiuto')))
tap.ok(`${engine}: the sessions go on`, again.every((p) => p.status === 200 && p.csrf), again.map((p) => p.status))
web.child.kill('SIGTERM')
tap.is(`${engine}: and the server stops when told`, await web.child.ended, 0)
tap.end()
