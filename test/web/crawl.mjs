// What our own pages lead to: from the first page of each role along every link
// and every form that only asks, on the demo's data with exams, readings and
// televisits, its lists made long. No page of 60 kB, no failure, no link that leads nowhere, no empty
// file. An address is opened up to EACH times with other numbers and values.
//	node test/web/crawl.mjs [role]
import { demoTelecare, longLists } from './long_lists.mjs'
import { start, tap } from './kit.mjs'

const MOST = process.env.PROSSIMA_LONG ? 400 : 200, EACH = 3, BYTES = 60000
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
const web = await start({ engine: 'sqlite', prepare: (db) => { demoTelecare(db); longLists(db) } })

const kind = (path) => path.replace(/\d+/g, '#').replace(/(?<=[?&](?!tab|vista|tutt|stato|via|csv)\w+=)[^&]*/g, '')
const asks = (page) => page.forms().filter((f) => f.method === 'GET' && f.action.startsWith('/'))
  .map((f) => `${f.action}?${new URLSearchParams(f.fields)}`)
const unescape = (s) => s.replace(/&amp;/g, '&')
// who asks too fast waits; a video room is elsewhere
async function patient(c, path) {
  for (let i = 0; ; i++) {
    let page = await c.raw('GET', path)
    for (let hops = 0; page.status === 303 && hops < 6 && page.headers.get('location').startsWith('/'); hops++) page = await c.raw('GET', page.headers.get('location'))
    if (page.status !== 429 || i > 60) return page
    await sleep(1000 * Math.min(5, Number(page.headers.get('retry-after') ?? 1)))
  }
}
function wrong(page) {
  const type = page.headers.get('content-type') ?? '', size = Buffer.byteLength(page.body)
  if (page.status >= 400) return `${page.status}`
  if (type.startsWith('text/html') && size >= BYTES) return `${size} bytes`
  if (type.startsWith('text/csv') && !page.body.includes('\r\n')) return 'a file without a head'
  return ''
}

const begun = Date.now()
let n = 0, largest = [0, '']
for (const role of Object.keys(web.users)) {
  if (process.argv[2] && role !== process.argv[2]) continue
  const c = await web.signOn(role), todo = [['/', '']], seen = new Map(), bad = []
  let count = 0
  while (todo.length && count < MOST) {
    const [path, from] = todo.shift(), page = await patient(c, path), why = wrong(page)
    count++
    if (why) bad.push(`${path}: ${why}, offered by ${from}`)
    if (!/^text\/html/.test(page.headers.get('content-type') ?? '')) continue
    if (Buffer.byteLength(page.body) > largest[0]) largest = [Buffer.byteLength(page.body), `${role} ${path}`]
    for (const link of [...page.links(/^[/?](?!\/|s\/|uscita|lingua)/), ...asks(page)]) {
      const clean = new URL(unescape(link).split('#')[0], web.base + (page.url || '/')), to = clean.pathname + clean.search, k = kind(to)
      if (seen.has(to) || (seen.get(k) ?? 0) >= EACH) continue
      seen.set(to, 1).set(k, (seen.get(k) ?? 0) + 1)
      todo.push([to, path])
    }
  }
  n += count
  tap.ok(`${role}: ${count} pages, none too large, none that fails, no link that leads nowhere`, !bad.length && count > 1, bad.join('\n'))
  if (process.env.CRAWL_TELL) console.log(bad.map((l) => `# ${l}`).join('\n'))
}
console.log(`# ${n} pages in ${((Date.now() - begun) / 1000).toFixed(1)} s; the largest has ${largest[0]} bytes: ${largest[1]}`)
await web.stop()
tap.end()
