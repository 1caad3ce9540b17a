// The pages of every role on PostgreSQL and on SQLite, from the same rows: the
// same status and the same words.
import { start, tap } from './kit.mjs'

const MOST = Number(process.argv[2] ?? 24) // pages of a role
const lite = await start(), post = await start({ engine: 'postgres' })
// what differs by itself: tokens, the number of a request, the time of this minute
const words = (page) => page.text
  .replace(/\d{2}\/\d{2}\/\d{4}, \d{2}:\d{2}/g, '(instant)').replace(/numero \d+/gi, '(number)').replace(/ore \d{1,2}:\d{2}/g, '(time)').replace(/(\b[A-Z2-7]{4} ){8}|secret=[A-Z2-7]{32}/g, '(key) ')
const kind = (path) => path.replace(/\d+/g, '#').replace(/=[^&]*/g, '=')

function difference(a, b) {
  const x = words(a), y = words(b)
  if (a.status !== b.status) return `status ${a.status} and ${b.status}`
  if (x === y) return ''
  let i = 0
  while (x[i] === y[i]) i++
  return `SQLite "${x.slice(Math.max(0, i - 60), i + 60)}", PostgreSQL "${y.slice(Math.max(0, i - 60), i + 60)}"`
}

let n = 0
const begun = Date.now()
for (const role of Object.keys(lite.users)) {
  const [a, b] = [await lite.signOn(role), await post.signOn(role)]
  const todo = ['/'], seen = new Map(), wrong = []
  let count = 0
  while (todo.length && count < MOST) {
    const path = todo.shift()
    const [x, y] = await Promise.all([a.get(path), b.get(path)])
    const what = difference(x, y)
    if (what) wrong.push(`${path}: ${what}`)
    count++
    for (const link of x.links(/^\/(?!s\/|uscita|lingua)/)) {
      const clean = link.replace(/&amp;/g, '&').split('#')[0], k = kind(clean)
      if (seen.has(clean) || (seen.get(k) ?? 0) >= 2) continue
      seen.set(clean, 1).set(k, (seen.get(k) ?? 0) + 1)
      todo.push(clean)
    }
  }
  n += count
  tap.ok(`${role}: ${count} pages say the same on both engines`, !wrong.length && count > 1, wrong.join('\n'))
}
console.log(`# ${n} pages on each in ${((Date.now() - begun) / 1000).toFixed(1)} s`)
await lite.stop()
await post.stop()
tap.end()
