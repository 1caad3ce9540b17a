// What the tests of the pages share: a real database made by the demo's own
// path, a real server on a free port, a person who signs on, TAP.
//
//	import { start, tap } from './kit.mjs'
//	const web = await start()                       // or start({ db: 'postgresql://...' })
//	const doctor = await web.signOn('doctor')       // a role of the demo, or { login, password }
//	const page = await doctor.get('/medico?tab=da-firmare')
//	tap.ok('the list is there', page.status === 200 && page.has('Da firmare'))
//	const done = await doctor.post('/assistito/12/arruola', { modo: 'carta' })   // follows the redirect
//	await web.stop(); tap.end()
//
// The fixture (4,000 people, made once in build/web-fixture) is copied for each
// start, so tests may change what they like. PROSSIMA names the program. With
// start({ engine: 'postgres' }), or WEB_ENGINE=postgres, the same rows stand in a
// database of the server that TEST_PG names.
import { spawn, execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const program = resolve(process.env.PROSSIMA ?? join(root, 'prossima'))
export const TODAY = '2026-04-10'
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))

let n = 0, failed = 0
export const tap = {
  ok(name, good, why = '') {
    n++
    if (!good) failed++
    console.log(`${good ? 'ok' : 'not ok'} ${n} - ${name}`)
    if (!good && why) console.log(String(why).split('\n').map((l) => `# ${l}`).slice(0, 8).join('\n'))
    return good
  },
  is(name, got, want) { return this.ok(name, got === want, `got ${JSON.stringify(got)}, wanted ${JSON.stringify(want)}`) },
  skip(name, why) { n++; console.log(`ok ${n} - ${name} # SKIP ${why}`) },
  end() { console.log(`1..${n}`); process.exitCode = failed ? 1 : 0 },
}

// ---- the fixture

async function fixture() {
  const dir = process.env.WEB_FIXTURE ?? join(root, 'build/web-fixture')
  const made = () => existsSync(join(dir, 'demo.done')) &&
    statSync(join(dir, 'demo.done')).mtimeMs > statSync(join(root, 'tools/demo.sh')).mtimeMs
  mkdirSync(dirname(dir), { recursive: true })
  for (let i = 0; !made(); i++) {
    try { mkdirSync(`${dir}.lock`) } catch {
      if (i > 600) throw new Error(`${dir}.lock stays: remove it when no test is running`)
      await sleep(500)
      continue
    }
    try {
      execFileSync(join(root, 'tools/demo.sh'), [dir], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEMO_PERSONS: '4000', DEMO_SERVE: '0', DEMO_EXAMS: '0', DEMO_HOME: '0', DEMO_AGAIN: '1', PROSSIMA_TODAY: '' } })
    } finally { rmSync(`${dir}.lock`, { recursive: true }) }
  }
  return dir
}

// The database of a folder, with the key of its second factors.
export function copyDatabase(from, to) {
  for (const tail of ['', '.key']) if (existsSync(join(from, `prossima.db${tail}`))) copyFileSync(join(from, `prossima.db${tail}`), to + tail)
}

// users.txt: a line for each, "role login password [TOTP secret]"
function readUsers(file) {
  const users = {}
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [role, login, password, totp] = line.split(/\s+/)
    if (!role || !login || !password || role.startsWith('#')) continue
    users[role] ??= { role, login, password, totp }
    if (totp) users.second_factor ??= users[role].login === login ? users[role] : { role, login, password, totp }
  }
  return users
}

// ---- the server

// The fixture's rows, put into a database of PostgreSQL once for each server,
// and copied there for each start.
const psql = (url, text) => execFileSync('psql', ['-qAtX', '-v', 'ON_ERROR_STOP=1', url, '-c', text], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
const pgUrl = (name) => process.env.TEST_PG.replace(/\/[^/?]*(\?|$)/, `/${name}$1`)
async function pgTemplate(from, dir) {
  const schema = execFileSync('sh', ['-c', 'cat "$@" | cksum', 'sh', ...readdirSync(join(root, 'store/migrations')).map((f) => join(root, 'store/migrations', f))], { encoding: 'utf8' }).split(' ')[0]
  const name = `web_fixture_${schema}_${Math.floor(statSync(join(from, 'demo.done')).mtimeMs / 1000)}`
  const key = join(root, 'build', `${name}-${new URL(process.env.TEST_PG).port || 'pg'}.key`)
  const made = () => existsSync(key) && psql(process.env.TEST_PG, `SELECT 1 FROM pg_database WHERE datname = '${name}'`) === '1'
  for (let i = 0; !made(); i++) {
    try { mkdirSync(`${key}.lock`) } catch {
      if (i > 600) throw new Error(`${key}.lock stays: remove it when no test is running`)
      await sleep(500)
      continue
    }
    try {
      const file = join(dir, 'fixture.db'), half = `half_${name}`
      copyDatabase(from, file)
      execFileSync(program, ['init', '--db', file], { stdio: ['ignore', 'ignore', 'inherit'] })
      psql(process.env.TEST_PG, `DROP DATABASE IF EXISTS ${half}`)
      psql(process.env.TEST_PG, `DROP DATABASE IF EXISTS ${name}`)
      psql(process.env.TEST_PG, `CREATE DATABASE ${half}`)
      execFileSync(program, ['init', '--db', pgUrl(half)], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PROSSIMA_KEY: `${file}.key` } })
      execFileSync(join(root, 'test/web/to-postgres.sh'), [file, pgUrl(half)], { stdio: ['ignore', 'ignore', 'inherit'] })
      copyFileSync(`${file}.key`, key)
      psql(process.env.TEST_PG, `ALTER DATABASE ${half} RENAME TO ${name}`)
    } finally { rmSync(`${key}.lock`, { recursive: true }) }
  }
  return { name, key }
}
let nPg = 0
async function pgCopy(from, dir) {
  const { name, key } = await pgTemplate(from, dir)
  const own = `web_${process.pid}_${++nPg}`
  psql(process.env.TEST_PG, `CREATE DATABASE ${own} TEMPLATE ${name}`)
  return { db: pgUrl(own), key, drop: () => { try { psql(process.env.TEST_PG, `DROP DATABASE IF EXISTS ${own} WITH (FORCE)`) } catch {} } }
}

export async function start({ db, env = {}, args = [], copy = true, engine = process.env.WEB_ENGINE, prepare = () => {} } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'prossima-web-'))
  const from = await fixture()
  let drop = () => {}
  if (!db && engine === 'postgres') {
    const own = await pgCopy(from, dir)
    db = own.db
    drop = own.drop
    env = { PROSSIMA_KEY: own.key, PROSSIMA_UPLOADS: join(dir, 'uploads'), ...env }
  }
  if (!db) {
    db = join(dir, 'prossima.db')
    if (copy) copyDatabase(from, db)
    // a schema younger than the fixture is brought up to date
    execFileSync(program, ['init', '--db', db], { stdio: ['ignore', 'ignore', 'inherit'] })
  }
  prepare(db) // what the server finds when it starts: workers read rules anew each minute
  let log = '', child, port = 0
  const launch = async () => {
    child = spawn(program, ['serve', '--db', db, '--listen', `127.0.0.1:${port}`, ...args],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PROSSIMA_TODAY: TODAY, ...env } })
    port = await new Promise((done, fail) => {
      let said = ''
      child.stderr.on('data', (d) => { log += d })
      child.stdout.on('data', (d) => { log += d; const m = /port (\d+)/.exec(said += d); if (m) done(Number(m[1])) })
      child.on('exit', (code) => fail(new Error(`the server ended with ${code}:\n${log}`)))
    })
    child.removeAllListeners('exit')
  }
  await launch()
  const web = {
    db, dir, child, base: `http://127.0.0.1:${port}`, users: readUsers(join(from, 'users.txt')),
    log: () => log,
    client: () => new Client(web),
    async signOn(who) {
      const user = typeof who === 'string' ? web.users[who] : who
      if (!user) throw new Error(`no user "${who}" in users.txt`)
      const client = new Client(web)
      await client.signOn(user)
      return client
    },
    // killed at once, and started again at the same address
    async kill() {
      const ended = new Promise((r) => child.on('exit', r))
      child.kill('SIGKILL')
      await ended
      await launch()
      web.child = child
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((r) => child.on('exit', r))
        child.kill(signal)
        await ended
      }
      drop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  process.on('exit', () => { try { child.kill('SIGKILL') } catch {} rmSync(dir, { recursive: true, force: true }) })
  return web
}

export const sql = (web, text) => web.db.startsWith('postgresql:') ? psql(web.db, text) : execFileSync('sqlite3', ['-readonly', web.db, text], { encoding: 'utf8' }).trim()

// ---- a browser without scripts

const unescape = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')

export class Page {
  constructor(response, body, url) {
    this.status = response.status
    this.headers = response.headers
    this.body = body
    this.url = url
  }
  has(text) { return this.body.includes(text) || this.text.includes(text) }
  get text() { return unescape(this.body.replace(/<script[\s\S]*?<\/script>|<[^>]+>/g, ' ')).replace(/\s+/g, ' ') }
  get csrf() { return /name="csrf" value="([^"]*)"/.exec(this.body)?.[1] ?? '' }
  // addresses of links, or of forms, that fit
  links(pattern) { return [...this.body.matchAll(/href="([^"]*)"/g)].map((m) => unescape(m[1])).filter((h) => pattern.test(h)) }
  forms() {
    return [...this.body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, inside]) => {
      const fields = {}
      for (const [, input, b, other, c, content] of inside.matchAll(/<(input)\b([^>]*)>|<(?=select|textarea)(\w+)\b([^>]*)>([\s\S]*?)<\/\3>/g)) {
        const tag = input ?? other, a = b ?? c
        const name = unescape(/\bname="([^"]*)"/.exec(a)?.[1] ?? '')
        const type = /\btype="([^"]*)"/.exec(a)?.[1] ?? 'text'
        if (!name || ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(a))) continue
        let value = unescape(/\bvalue="([^"]*)"/.exec(a)?.[1] ?? (type === 'checkbox' ? 'on' : ''))
        if (tag === 'textarea') value = unescape(content ?? '')
        if (tag === 'select') {
          const all = [...(content ?? '').matchAll(/<option\b([^>]*)>/g)].map((m) => m[1])
          value = unescape(/\bvalue="([^"]*)"/.exec(all.find((o) => /\bselected\b/.test(o)) ?? all[0] ?? '')?.[1] ?? '')
        }
        fields[name] = value
      }
      return { action: unescape(/\baction="([^"]*)"/.exec(head)?.[1] ?? ''), method: /method="post"/i.test(head) ? 'POST' : 'GET', fields, inside }
    })
  }
}

export class Client {
  constructor(web) { this.web = web; this.cookies = new Map(); this.last = null; this.count = 0 }
  async raw(method, path, { body, headers = {} } = {}) {
    const cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ')
    const response = await fetch(this.web.base + path, { method, body, redirect: 'manual',
      headers: { 'accept-language': 'it', ...(cookie ? { cookie } : {}), ...headers } })
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    this.count++
    return new Page(response, await response.text(), path)
  }
  async follow(page, hops = 6) {
    while (page.status === 303 && hops-- > 0) page = await this.raw('GET', page.headers.get('location'))
    return page
  }
  async get(path) { return (this.last = await this.follow(await this.raw('GET', path))) }
  // as a browser sends a form: with the token of the page last seen
  async post(path, fields = {}, { csrf = this.last?.csrf ?? '', follow = true, headers = {} } = {}) {
    const page = await this.raw('POST', path, { body: new URLSearchParams({ csrf, ...fields }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.web.base, ...headers } })
    return (this.last = follow ? await this.follow(page) : page)
  }
  // the first form of the page last seen whose address fits, with its values and these
  async send(pattern, fields = {}, options) {
    const form = this.last.forms().find((f) => f.method === 'POST' && pattern.test(f.action))
    if (!form) throw new Error(`no form ${pattern} on ${this.last.url}:\n${this.last.text.slice(0, 600)}`)
    return this.post(form.action || this.last.url, { ...form.fields, ...fields }, options)
  }
  async signOn({ login, password, totp }) {
    await this.get('/accesso')
    await this.post('/accesso', { utente: login, password })
    if (totp && this.last.has('name="codice"')) {
      const code = execFileSync('oathtool', ['--totp', '-b', totp], { encoding: 'utf8' }).trim()
      await this.send(/codice|accesso/, { codice: code })
    }
    const home = await this.get('/')
    if (home.url.startsWith('/accesso')) throw new Error(`${login} could not sign on: ${home.text.slice(0, 400)}`)
    return home
  }
}
