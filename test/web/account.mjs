// One's own account over a real server: a second factor set up with the picture
// alone, read by another program; what is told of changes; "it was not me".
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, sql, start, tap } from './kit.mjs'

const web = await start()
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

await web.stop()
tap.end()
