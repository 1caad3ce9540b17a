// One's own account over a real server: a second factor set up with the picture
// alone, read by another program; what is told of changes; "it was not me".
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, copyDatabase, program, root, sql, start, tap } from './kit.mjs'

// a line of an account from long ago, and a session that is over: the server tidies them away
const old = mkdtempSync(join(tmpdir(), 'prossima-account-'))
process.on('exit', () => rmSync(old, { recursive: true, force: true }))
await (await start()).stop() // the fixture is made
const db = join(old, 'prossima.db')
copyDatabase(process.env.WEB_FIXTURE ?? join(root, 'build/web-fixture'), db)
execFileSync(program, ['init', '--db', db], { stdio: ['ignore', 'ignore', 'ignore'] })
execFileSync('sqlite3', [db, "INSERT INTO account_event (id, user_id, at_us, what, by_whom) SELECT 1, min(id), 0, 'password', 'self' FROM app_user"])
const web = await start({ db })
const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
const code = (secret, seconds = 0) => execFileSync('oathtool', ['--totp', '-b', ...(seconds ? [`--now=${seconds} seconds`] : []), secret], { encoding: 'utf8' }).trim()

// the SVG of the page as a photograph, eight dots a square
function photograph(body, file) {
  const [, side] = /<svg class="qr" viewBox="0 0 (\d+) \1"/.exec(body)
  const path = /shape-rendering="crispEdges" d="([^"]*)"/.exec(body)[1]
  const zoom = 8, n = side * zoom, dots = Buffer.alloc(n * n, 255)
  for (const [, x, y, w] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let r = 0; r < zoom; r++) dots.fill(0, (y * zoom + r) * n + x * zoom, (y * zoom + r) * n + (Number(x) + Number(w)) * zoom)
  writeFileSync(file, Buffer.concat([Buffer.from(`P5 ${n} ${n} 255\n`), dots]))
}

// ---- a second factor by its picture

const doctor = await web.signOn('doctor')
{
  const page = await doctor.get('/conto/secondo-fattore')
  const typed = /id="chiave">([^<]*)</.exec(page.body)[1].replace(/ /g, '')
  tap.ok('the picture has a name and a description', /<svg class="qr"[^>]* role="img" aria-labelledby="qr-t qr-d"/.test(page.body) &&
    /<title id="qr-t">Immagine per l&#39;app/.test(page.body) && /<desc id="qr-d">[^<]{20,}<\/desc>/.test(page.body))
  tap.ok('and the key stands beside it as text', /^[A-Z2-7]{32}$/.test(typed), typed)
  if (!has('zbarimg') || !has('oathtool')) tap.skip('the picture is read by another program', 'zbarimg or oathtool is not installed')
  else {
    const file = join(web.dir, 'qr.pgm')
    photograph(page.body, file)
    const read = execFileSync('zbarimg', ['--nodbus', '--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' }).trim()
    const uri = new URL(read)
    tap.is('the picture is read by another program', uri.protocol + uri.host + uri.pathname, `otpauth:totp/Prossima:${web.users.doctor.login}`)
    tap.is('and holds the key that is written', uri.searchParams.get('secret'), typed)
    const done = await doctor.send(/secondo-fattore$/, { codice: code(uri.searchParams.get('secret')), password: web.users.doctor.password })
    tap.ok('its code switches the second factor on', done.status === 200 && /<code>\w{4}-\w{4}-\w{4}<\/code>/.test(done.body), done.text.slice(0, 300))
    tap.ok('the database holds it sealed', /^s1\./.test(sql(web, `SELECT totp_secret FROM app_user WHERE login = '${web.users.doctor.login}'`)))
    const again = new Client(web)
    await again.signOn({ ...web.users.doctor, totp: '' }).catch(() => {})
    await again.get('/accesso/codice')
    const opened = await again.send(/codice/, { codice: code(typed, 30) })
    tap.ok('and it opens the next sign-on', !opened.url.startsWith('/accesso'), opened.url)
  }
}

// ---- what happened, and "it was not me"

{
  const { login } = web.users.doctor
  const page = await doctor.get('/conto')
  tap.ok('the second factor and the new browser stand in the account', page.has('Seconda chiave attivata') && page.has('Accesso da un nuovo dispositivo') && page.has('con il suo conto, da 127.0.0.1'), page.text.slice(0, 600))
  const link = JSON.parse(sql(web, "SELECT payload FROM outbox WHERE kind = 'account.notice' AND payload LIKE '%factor_on%' ORDER BY id DESC LIMIT 1")).link
  tap.ok('a message waits with a link', /^\/non-sono-io\/[\w-]{43}$/.test(link), link)
  const nobody = new Client(web)
  const shown = await nobody.get(link)
  tap.ok('the link says what it is about, and what locking does', shown.status === 200 && shown.has('Seconda chiave attivata') && shown.has('si chiudono tutti gli accessi') && !shown.has(login), shown.text.slice(0, 400))
  tap.is('looking at it changes nothing', (await doctor.raw('GET', '/conto')).status, 200)
  tap.is('a made-up link is told so', (await new Client(web).raw('GET', '/non-sono-io/' + 'A'.repeat(43))).status, 404)
  const forged = await nobody.post(link, {}, { csrf: 'x'.repeat(32), follow: false })
  tap.is('a form of another site does not lock', forged.status, 403)
  await nobody.get(link)
  const done = await nobody.send(/non-sono-io/)
  tap.ok('locked, with words', done.url === '/accesso' && done.has('Il suo conto è bloccato'), `${done.url} ${done.text.slice(0, 300)}`)
  const over = await doctor.raw('GET', '/conto')
  tap.ok('every session is over', over.status === 303 && over.headers.get('location').startsWith('/accesso'), over.status)
  const back = new Client(web)
  await back.get('/accesso')
  tap.is('and the right password is a wrong one', (await back.post('/accesso', { utente: login, password: web.users.doctor.password }, { follow: false })).status, 422)
  tap.is('the link works once', (await new Client(web).raw('GET', link)).status, 404)
  tap.ok('the log does not hold it', !web.log().includes(link.slice(-43)))
  // the administrator sees it, and a new password unlocks
  const admin = await web.signOn('admin')
  const list = await admin.get(`/utenti?q=${login}`)
  tap.ok('administrators see who locked their account', list.has("Bloccato dall'utente"))
  await admin.get(list.links(/^\/utenti\/\d+$/)[0])
  tap.ok('and what to do', admin.last.has('una nuova password lo sblocca'))
  const given = await admin.send(/\/password$/)
  const password = /<(?:code|strong)[^>]*>(\w{4}-\w{4}-\w{4}-\w{4})</.exec(given.body)?.[1]
  const again = new Client(web)
  await again.get('/accesso')
  const step = await again.post('/accesso', { utente: login, password })
  tap.ok('a new password opens the way back', step.url.startsWith('/accesso/password'), `${step.url} ${password}`)
}
{
  const staff = await web.signOn('staff')
  await staff.get('/conto')
  const page = await staff.get(staff.last.links(/non-sono-io/)[0])
  tap.ok('the account page leads there too', page.status === 200 && page.has('Blocca il conto'))
  const done = await staff.send(/non-sono-io/)
  tap.ok('and it locks', done.url === '/accesso' && done.has('Il suo conto è bloccato'), done.url)
}
{
  const english = await web.signOn('agency')
  await english.get('/lingua?l=en&da=/conto')
  tap.ok('in English too', (await english.get('/conto')).has('What happened to your account') && (await english.get('/conto/non-sono-io')).has('Lock my account'))
}

for (let i = 0; i < 100 && sql(web, 'SELECT count(*) FROM account_event WHERE id = 1') !== '0'; i++) await new Promise((r) => setTimeout(r, 100))
tap.is('what is too old is taken away', sql(web, 'SELECT count(*) FROM account_event WHERE id = 1'), '0')

await web.stop()
tap.end()
