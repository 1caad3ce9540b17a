// Everybody at once: each role signs on and follows links, several requests at
// a time, with drafts saved in between. Made for a server built with a
// sanitizer (test/long/server_load_test.sh): whatever it finds is in its log.
//
//	PROSSIMA=build/gcc-tsan/prossima node test/web/load.mjs NAME [REQUESTS]
import { start, tap } from './kit.mjs'

const name = process.argv[2] ?? 'load', most = Number(process.argv[3] ?? 600)
const AT_ONCE = 3 // of each role
const web = await start({ args: ['--log', '/dev/null'] })
const counts = new Map(), wrong = [], again = []
let left = most

// a server this slow may close an idle connection just as it is used again
async function ask(client, ...what) {
  try { return await client.raw(...what) } catch (e) {
    again.push(`${what[0]} ${what[1]}: ${e.cause?.message ?? e.message}`)
    await new Promise((r) => setTimeout(r, 500))
    const how = web.child.signalCode ?? web.child.exitCode
    if (how !== null) throw new Error(`the server has ended (${how}):\n${web.log().slice(-8000)}`)
    return client.raw(...what)
  }
}

async function crawl(client, todo, known) {
  while (left > 0 && todo.length) {
    const path = todo.splice(Math.floor(todo.length / 2), 1)[0]
    left--
    const page = await ask(client, 'GET', path)
    counts.set(page.status, (counts.get(page.status) ?? 0) + 1)
    if (page.status >= 500) wrong.push(`${page.status} ${path}`)
    const csrf = page.csrf
    for (const link of page.links(/^\/(?!s\/|uscita|lingua)/)) {
      const clean = link.replace(/&amp;/g, '&').split('#')[0]
      // a few of each kind of address
      const kind = clean.replace(/\d+/g, '#').replace(/=[^&]*/g, '=')
      const n = known.get(kind) ?? 0
      if (n < 6 && !known.has(clean)) {
        known.set(kind, n + 1).set(clean, 1)
        todo.push(clean)
      }
    }
    if (csrf && left % 5 === 0) {
      left--
      const saved = await ask(client, 'POST', '/bozza', {
        body: new URLSearchParams({ csrf, chiave: 'prova', testo: `n=${left}` }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: web.base } })
      counts.set(saved.status, (counts.get(saved.status) ?? 0) + 1)
    }
  }
}

async function work(client) {
  const todo = ['/', '/aiuto', '/', client.last.url], known = new Map()
  await Promise.all(Array.from({ length: AT_ONCE }, () => crawl(client, todo, known)))
}

const users = Object.keys(web.users)
const clients = []
for (const user of users) clients.push(await web.signOn(user)) // only so many at an instant
await Promise.all(clients.map(work))
await Promise.all(clients.map((c) => c.get('/salute')))
if (again.length) console.log(`# asked twice: ${again.length}, ${again.slice(0, 3).join('; ')}`)
const asked = [...counts].map(([k, n]) => `${n}x ${k}`).sort().join(', ')
tap.ok(`${name}: ${users.length} roles at once, ${most - left} requests (${asked})`, users.length > 0 && most - left > most / 4)
tap.ok(`${name}: no failure of the server`, wrong.length === 0, wrong.slice(0, 8).join('\n'))
const ended = new Promise((r) => web.child.on('exit', (code, signal) => r(signal ?? code)))
web.child.kill('SIGTERM')
tap.is(`${name}: it stops when told`, await ended, 0)
const found = web.log().split('\n').filter((l) => /Sanitizer|runtime error|^bug:/.test(l))
tap.ok(`${name}: the sanitizer found nothing`, found.length === 0, `${found.slice(0, 3).join('\n')}\n${web.log().slice(-1500)}`)
if (found.length) console.error(web.log())
await web.stop()
tap.end()
