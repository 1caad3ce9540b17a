// Programs: a key made in the account, an exam sent with it at once and in
// pieces, and all that must not work. Part of exams.mjs: same server, same people.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import net from 'node:net'
import { blow, wfdb } from './exam_kit.mjs'
import { Client, program, sql, tap, TODAY } from './kit.mjs'

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex')

// as a program: no cookies, a key, JSON back
async function ask(web, key, method, path, { body, headers = {} } = {}) {
  const answer = await fetch(web.base + path, { method, body, redirect: 'manual',
    headers: { 'accept-language': 'it', ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers } })
  const text = await answer.text()
  let json = {}
  try { json = JSON.parse(text) } catch {}
  return { status: answer.status, headers: answer.headers, text, json, said: json.issue?.[0]?.details?.text ?? '' }
}
const formOf = (fields) => new URLSearchParams(fields).toString()
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
function multipart(fields, files) {
  const body = new FormData()
  for (const [k, v] of Object.entries(fields)) body.append(k, v)
  for (const [name, bytes] of files) body.append('file', new Blob([bytes]), name)
  return body
}
// the head of a request, and what comes back before a byte of its body is sent
const onlyHead = (web, lines) => new Promise((done) => {
  const s = net.connect(Number(new URL(web.base).port), '127.0.0.1', () => s.write(lines.join('\r\n') + '\r\n\r\n'))
  let got = ''
  s.on('data', (d) => { got += d; if (/\r\n\r\n[\s\S]/.test(got)) { s.destroy(); done(got) } })
  s.on('close', () => done(got))
  setTimeout(() => { s.destroy(); done(got) }, 4000)
})

async function keyByPage(web, gp) {
  await gp.get('/conto')
  tap.ok('the account leads to the keys', gp.last.has('/conto/chiavi'))
  await gp.get('/conto/chiavi')
  tap.ok('no key: said what that means', gp.last.has('nessun programma invia'))
  const form = { nome: 'Gestionale <b>', giorni: '30', esami: '1' }
  await gp.post('/conto/chiavi', { ...form, password: 'sbagliata sbagliata' })
  tap.ok('the password is asked', gp.last.status === 422 && gp.last.has('password attuale') && gp.last.has('Gestionale'), `${gp.last.status}`)
  await gp.post('/conto/chiavi', { ...form, esami: '', password: web.users.doctor.password })
  tap.ok('without a use there is no key', gp.last.status === 422 && gp.last.has('almeno un uso'), `${gp.last.status}`)
  await gp.post('/conto/chiavi', { ...form, giorni: '999', password: web.users.doctor.password })
  tap.ok('nor for years', gp.last.status === 422)
  await gp.get('/conto/chiavi')
  const made = await gp.post('/conto/chiavi', { ...form, password: web.users.doctor.password })
  const key = /<code>(prossima_[\w-]{43})<\/code>/.exec(made.body)?.[1] ?? ''
  tap.ok('the key is shown, once', made.status === 200 && key.length === 52, `${made.status}`)
  await gp.get('/conto/chiavi')
  tap.ok('then never again', !gp.last.body.includes(key.slice(9)) && gp.last.has('attiva') && gp.last.body.includes('Gestionale &lt;b&gt;'))
  tap.is('nor in the database', sql(web, `SELECT count(*) FROM api_token WHERE digest LIKE '%${key.slice(9, 30)}%'`), '0')
  tap.ok('the user is told', sql(web, "SELECT count(*) FROM account_event WHERE what = 'token_made'") === '1' &&
    Number(sql(web, "SELECT count(*) FROM outbox WHERE kind = 'account.notice' AND payload LIKE '%token_made%'")) === 1)
  return key
}

async function sending(web, key, { person, last, born, file, form }) {
  const fields = { person, surname: last, born, kind: 'ecg', question: 'Da programma: aritmia?', consent: 'yes', ...form }
  const send = (more, files, headers) => ask(web, key, 'POST', '/api/v1/exams', { body: multipart({ ...fields, ...more }, files), headers })
  const one = await send({}, [['a.edf', file]])
  tap.ok('sent: 201, with what is promised', one.status === 201 && one.json.state && one.json.again === false && /^20\d\d-.*Z$/.test(one.json.promised) && one.json.sha256 === digest(file), one.text)
  tap.ok('as JSON that nobody keeps', /^application\/json/.test(one.headers.get('content-type')) && one.headers.get('cache-control') === 'no-store' && one.headers.get('content-disposition') === 'attachment; filename="api.json"' && !one.headers.get('set-cookie') && !one.headers.get('access-control-allow-origin'))
  const two = await send({}, [['altro nome.edf', file]])
  tap.ok('the same bytes are the same exam', two.status === 200 && two.json.again === true && two.json.exam === one.json.exam, two.text)
  const state = await ask(web, key, 'GET', `/api/v1/exams/${one.json.exam}`)
  tap.ok('how it stands', state.status === 200 && state.json.state === one.json.state && !state.json.report && state.json.sha256 === digest(file), state.text)
  const rows = [
    ['no question', { question: '' }, [['b.edf', file]], 400, /^question: va compilato/],
    ['a kind that is none', { kind: 'risonanza' }, [['b.edf', file]], 400, /./],
    ['a day that is not', { born: '1955-02-30' }, [['b.edf', file]], 400, /./],
    ['another birth', { born: '1901-01-01' }, [['b.edf', file]], 409, /controlli il documento/],
    ['a fiscal code of nobody', { person: 'AAAAAA00A00A000A' }, [['b.edf', file]], 403, /Nessuna persona/],
    ['no file', {}, [], 400, /vuoto/],
    ['no exam', {}, [['b.edf', Buffer.from('nothing')]], 400, /./],
  ]
  for (const [name, more, files, status, words] of rows) {
    const a = await send(more, files)
    tap.ok(`refused in words: ${name}`, a.status === status && a.json.resourceType === 'OperationOutcome' && words.test(a.said), `${a.status} ${a.text.slice(0, 300)}`)
  }
  const pair = wfdb('r1', 5)
  const packed = await send({}, pair)
  tap.ok('a WFDB header with its samples is one exam', packed.status === 201 && packed.json.identity_by_sender === true, packed.text)
  const turned = await send({}, [...pair].reverse())
  tap.ok('in whatever order: the same exam', turned.status === 200 && turned.json.again === true && turned.json.exam === packed.json.exam, turned.text)
  for (const [name, files] of [['a header alone', [pair[0]]], ['two exams', [...pair, ...wfdb('r2', 6)]], ['a file too many', [...pair, ['note.txt', Buffer.from('x')]]]]) {
    const a = await send({}, files)
    tap.ok(`refused in words: ${name}`, a.status === 400 && a.said.length > 20, `${a.status} ${a.text.slice(0, 300)}`)
  }
  const blows = [['blow1.csv', blow(3.1)], ['blow2.csv', blow(3.05)], ['blow3.csv', blow(3.0)]], spiro = { kind: 'spirometry', height_cm: '168' }
  const sat = await send(spiro, blows)
  tap.ok('three blows are one spirometry', sat.status === 201 && sql(web, `SELECT n_pre FROM tele_spiro WHERE exam_id = ${sat.json.exam}`) === '3', sat.text)
  const shuffled = await send(spiro, [blows[2], blows[0], blows[1]])
  tap.ok('in whatever order: the same one', shuffled.status === 200 && shuffled.json.exam === sat.json.exam, shuffled.text)
  const tall = await send({ kind: 'spirometry' }, [['a.csv', blow(2.9)]])
  tap.ok('its height is asked', tall.status === 400 && tall.said.length > 10, tall.text)
  const en = await send({ born: '1901-01-01' }, [['b.edf', file]], { 'accept-language': 'en' })
  tap.ok('in the language that was asked', /check the document/.test(en.said), en.text)
  return one.json.exam
}

async function hostile(web, key, { person, stranger, gp, other, exam }) {
  const body = () => multipart({ person }, [['a.edf', Buffer.from('x')]])
  const rows = [
    ['no key', '', {}], ['a made-up key', `prossima_${'A'.repeat(43)}`, {}], ['half a key', key.slice(0, 30), {}], ['SQL', "prossima_' OR 1=1 --", {}],
    ['a session in its place', '', { cookie: [...gp.cookies].map(([k, v]) => `${k}=${v}`).join('; '), origin: web.base }],
    ['another scheme', '', { authorization: `Basic ${Buffer.from(`a:${key}`).toString('base64')}` }],
  ]
  for (const [name, k, headers] of rows)
    for (const [method, path] of [['POST', '/api/v1/exams'], ['GET', `/api/v1/exams/${exam}`], ['POST', '/api/v1/uploads'], ['POST', '/api/v1/uploads/1?offset=0']]) {
      const a = await ask(web, k, method, path, method === 'GET' ? { headers } : path.endsWith('exams') ? { body: body(), headers } : { body: 'a=1', headers: { ...headers, ...FORM } })
      tap.ok(`${name} opens nothing: ${method} ${path.replace(/\d{3,}/, '#')}`, a.status === 401 && /^Bearer/.test(a.headers.get('www-authenticate') ?? '') && a.json.resourceType === 'OperationOutcome', `${a.status} ${a.text.slice(0, 200)}`)
    }
  for (const path of ['/conto', `/assistito/${other}`, '/esami', '/medico']) {
    const a = await ask(web, key, 'GET', path)
    tap.ok(`a key opens no page: ${path.replace(/\d+/, '#')}`, a.status === 303, a.status)
  }
  const foreign = await ask(web, key, 'POST', '/api/v1/exams', { body: multipart({ person: stranger, surname: 'x', born: '1950-01-01', kind: 'ecg', question: 'q' }, [['a.edf', Buffer.from('x')]]) })
  tap.ok("another's patient is answered as nobody is", foreign.status === 403 && /Nessuna persona/.test(foreign.said), foreign.text)
  tap.is('an address that is not there', (await ask(web, key, 'GET', '/api/v1/niente')).status, 404)
  const preflight = await fetch(`${web.base}/api/v1/exams`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } })
  tap.ok('no other site may ask', preflight.status === 405 && !preflight.headers.get('access-control-allow-origin'), preflight.status)
  for (const [name, type, length] of [['of a form', 'multipart/form-data; boundary=b', 2147483648], ['of JSON', 'application/json', 2147483648]]) {
    const got = await onlyHead(web, [`POST /api/v1/exams HTTP/1.1`, 'Host: x', `Authorization: Bearer ${key}`, `Content-Type: ${type}`, `Content-Length: ${length}`])
    tap.ok(`2 GiB ${name} are refused before they come`, /^HTTP\/1.1 413/.test(got) && /OperationOutcome/.test(got) && /troppo grande/.test(got), got.slice(0, 300))
  }
  const cut = await ask(web, key, 'POST', '/api/v1/exams', { body: '--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\necg', headers: { 'content-type': 'multipart/form-data; boundary=b' } })
  tap.ok('a form that is cut is refused', cut.status === 400, cut.text)
  const two = await onlyHead(web, ['POST /api/v1/uploads HTTP/1.1', 'Host: x', `Authorization: Bearer ${key}`, 'Authorization: Bearer x', 'Content-Length: 0'])
  tap.ok('two keys are none', /^HTTP\/1.1 400/.test(two), two.slice(0, 100))
  tap.ok('no key in the log', !web.log().includes(key.slice(9)))
}

async function inPieces(web, key, { person, last, born, file, otherKey }) {
  const sha256 = digest(file)
  const open = (fields) => ask(web, key, 'POST', '/api/v1/uploads', { body: formOf(fields), headers: FORM })
  const put = (id, offset, bytes, k = key) => ask(web, k, 'POST', `/api/v1/uploads/${id}?offset=${offset}`, { body: bytes, headers: { 'content-type': 'application/octet-stream' } })
  const finish = (id, more = {}) => ask(web, key, 'POST', `/api/v1/uploads/${id}/exam`, { body: formOf({ person, surname: last, born, kind: 'ecg', question: 'A pezzi', consent: 'yes', ...more }), headers: FORM })
  const large = await open({ name: 'a.edf', length: 2147483648, sha256 })
  tap.ok('2 GiB are refused when they are announced', large.status === 413 && /16 MB/.test(large.said), large.text)
  tap.is('a digest is wanted', (await open({ name: 'a.edf', length: 10, sha256: 'zz' })).status, 400)
  const up = await open({ name: 'a.edf', length: file.length, sha256 })
  const id = up.json.upload
  tap.ok('opened at nothing', up.status === 201 && up.json.offset === 0 && up.headers.get('location') === `/api/v1/uploads/${id}`, up.text)
  const first = await put(id, 0, file.subarray(0, 50000))
  tap.ok('a piece', first.status === 200 && first.json.offset === 50000, first.text)
  for (const [name, a, status] of [
    ['a piece twice', await put(id, 0, file.subarray(0, 50000)), 409],
    ['a piece with a gap', await put(id, 60000, file.subarray(60000, 61000)), 409],
    ['no offset', await ask(web, key, 'POST', `/api/v1/uploads/${id}`, { body: 'x' }), 400],
    ['an offset that is no number', await put(id, 'x', 'x'), 400],
    ['an offset below nothing', await put(id, -1, 'x'), 400],
    ['an empty piece', await put(id, 50000, ''), 400],
    ['a piece past the end', await put(id, 50000, Buffer.alloc(file.length)), 400],
    ['a file that is not there', await put(1, 0, 'x'), 404],
    ["somebody else's file", await put(id, 50000, 'x', otherKey), 404],
    ['the end before its time', await finish(id), 409],
  ]) tap.ok(`refused: ${name}`, a.status === status && a.json.resourceType === 'OperationOutcome', `${a.status} ${a.text.slice(0, 200)}`)
  const head = await ask(web, key, 'HEAD', `/api/v1/uploads/${id}`)
  tap.ok('it stands where it stood', head.status === 200 && head.headers.get('upload-offset') === '50000' && head.headers.get('upload-length') === String(file.length), head.headers.get('upload-offset'))
  // the server is killed between two pieces: what was acknowledged is there
  await web.kill()
  const again = await open({ name: 'a.edf', length: file.length, sha256 })
  tap.ok('killed, and begun again: nothing acknowledged is lost', again.status === 200 && again.json.upload === id && again.json.offset === 50000, again.text)
  await put(id, 50000, file.subarray(50000))
  const wrong = await finish(id, { born: '1901-01-01' })
  tap.ok('a wrong form costs no upload', wrong.status === 409 && (await ask(web, key, 'GET', `/api/v1/uploads/${id}`)).json.offset === file.length)
  const exam = await finish(id)
  tap.ok('whole, it is an exam', exam.status === 201 && exam.json.sha256 === sha256, exam.text)
  tap.ok('and the upload is over', (await finish(id)).status === 404 && sql(web, 'SELECT count(*) FROM tele_upload_part') === '0')
  const bad = await open({ name: 'b.edf', length: 5, sha256: digest('hello') })
  await put(bad.json.upload, 0, 'hallo')
  const other = await finish(bad.json.upload)
  tap.ok('other bytes than announced are no exam', other.status === 400 && /SHA-256/.test(other.said), other.text)
}

async function observations(web, key, { person, stranger, exams }) {
  const send = (body, k = key, type = 'application/fhir+json') => ask(web, k, 'POST', '/api/v1/observations', { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': type } })
  const weight = (id, value, who = person, more = {}) => ({ resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    subject: { identifier: { value: who } }, effectiveDateTime: '2026-04-09T08:00:00+02:00', valueQuantity: { value, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' }, ...more })
  const bundle = (...list) => ({ resourceType: 'Bundle', type: 'collection', entry: list.map((resource) => ({ resource })) })
  const one = await send(weight('w1', 72.5))
  tap.ok('a reading is kept', one.status === 201 && one.json.new === 1 && sql(web, 'SELECT count(*) FROM home_reading') === '1', one.text)
  const two = await send(weight('w1', 72.5))
  tap.ok('sent again it is the same reading', two.status === 200 && two.json.again === 1 && sql(web, 'SELECT count(*) FROM home_reading') === '1', two.text)
  const some = await send(bundle(weight('w2', 72.9, person, { effectiveDateTime: '2026-04-09T20:00:00+02:00' }), weight('w3', 7000), weight('w4', 70, stranger)))
  tap.ok('of a bundle what can be kept is kept, the rest is told', some.status === 201 && some.json.new === 1 && some.json.issue.length === 2 && some.json.issue.every((i) => i.details.text), some.text)
  tap.ok("nothing of another's patient", Number(sql(web, 'SELECT count(DISTINCT person_id) FROM home_reading')) === 1)
  for (const [name, a, status] of [
    ['of a stranger alone', await send(weight('w5', 70, stranger)), 400],
    ['not JSON', await send('{'), 400],
    ['not FHIR', await send({ a: 1 }), 400],
    ['nothing', await send(''), 400],
    ['nested without end', await send('['.repeat(100000)), 400],
    ['as a form', await send('a=1', key, 'application/x-www-form-urlencoded'), 400],
    ['with a key for exams', await send(weight('w6', 70), exams), 403],
  ]) tap.ok(`readings refused: ${name}`, a.status === status && a.json.resourceType === 'OperationOutcome', `${a.status} ${a.text.slice(0, 300)}`)
}

export async function programs(web, gp, { person, last, born, files, stranger, me, answers }) {
  const key = await keyByPage(web, gp)
  const cli = (...words) => execFileSync(program, ['user', 'token', '--db', web.db, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, PROSSIMA_TODAY: TODAY } }).trim()
  const otherKey = cli(web.users.staff.login, '--name', 'ECG')
  tap.ok('the command makes one too', /^prossima_[\w-]{43}$/.test(otherKey))
  const readings = cli(web.users.doctor.login, '--scopes', 'observations')
  const exam = await sending(web, key, { person, last, born, file: files[0], form: {} })
  const scope = await ask(web, readings, 'GET', `/api/v1/exams/${exam}`)
  tap.ok('a key for readings sends no exam', scope.status === 403 && /non è stata creata per questo/.test(scope.said), scope.text)
  await observations(web, readings, { person, stranger, exams: key })
  const nobody = new Client(web)
  tap.is('without a key the door is shut', (await nobody.raw('GET', `/api/v1/exams/${exam}`)).status, 401)
  await hostile(web, key, { person, stranger, gp, other: me, exam })
  await inPieces(web, key, { person, last, born, file: files[1], otherKey })
  tap.ok('each use is in the audit, with its owner', Number(sql(web, `SELECT count(*) FROM audit WHERE action = 'api.request' AND user_id = (SELECT id FROM app_user WHERE login = '${web.users.doctor.login}')`)) > 10)
  tap.ok('the last use is in the list', /"used_from":"127.0.0.1"/.test(cli(web.users.doctor.login, '--list', '--json')))
  execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, `UPDATE api_token SET expires_us = 1 WHERE scopes = 'observations'`])
  tap.is('an expired key is none', (await ask(web, readings, 'GET', '/api/v1/exams/1')).status, 401)
  await gp.get('/conto/chiavi')
  await gp.send(/chiavi\/revoca/)
  tap.ok('revoked in the account', gp.last.has('revocata'))
  tap.is('a revoked key is none', (await ask(web, key, 'GET', `/api/v1/exams/${exam}`)).status, 401)
  execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, `UPDATE app_user SET disabled = 1 WHERE login = '${web.users.staff.login}'`])
  tap.is('nor one of a user who is kept out', (await ask(web, otherKey, 'GET', `/api/v1/exams/${exam}`)).status, 401)
}
