// An ECG from the practice to the patient: dropped on the form (or chosen), over
// a line that is cut, taken and reported by the specialist, signed, a red result
// acknowledged by the doctor, read by the patient.
import { edf, telecare } from '../web/exam_kit.mjs'
import { sql } from '../web/kit.mjs'
import { Person, tap } from './kit.mjs'

export const role = 'doctor'
export const name = 'exams'

const PIECES = /\/esami\/carichi\/\d+/
const asFile = (bytes) => ({ name: 'esame.edf', mimeType: 'application/octet-stream', buffer: bytes })

async function drop(me, bytes) {
  me.count++
  const transfer = await me.page.evaluateHandle((text) => {
    const all = new DataTransfer()
    all.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], 'esame.edf'))
    return all
  }, bytes.toString('base64'))
  await me.page.dispatchEvent('[data-drop]', 'drop', { dataTransfer: transfer })
}

async function fill(me, p) {
  await me.type('[name=cognome]', p.last)
  await me.type('[name=nascita]', p.born)
  await me.type('[name=quesito]', 'Palpitazioni da ieri: aritmia?')
  await me.choose('[name=urgenza]', 'amber')
  if (!await me.page.locator('[name=consenso]').isChecked()) await me.tick('[name=consenso]')
}

// the page is loaded again between two pieces: the file goes on from there
async function cutAndResume(me, web, p, bytes) {
  let n = 0
  await me.page.route(PIECES, async (r) => { if (++n === 1) await r.continue(); /* the next ones never arrive */ })
  await drop(me, bytes)
  await fill(me, p)
  await me.page.getByRole('button', { name: 'Invia' }).click({ noWaitAfter: true })
  for (let i = 0; i < 100 && n < 2; i++) await me.page.waitForTimeout(50)
  await me.check('esame-in-arrivo')
  await me.page.reload()
  await me.page.unroute(PIECES)
  await me.must('after a cut it says how far it came', /si è interrotto al \d+ %/)
  const parts = () => Number(sql(web, 'SELECT count(*) FROM tele_upload_part'))
  tap.is(`${me.label}: the first piece is kept`, parts(), 1)
  const sent = []
  me.page.on('request', (r) => { const m = /carichi\/\d+.*offset=(\d+)/.exec(r.url()); if (m) sent.push(Number(m[1])) })
  await drop(me, bytes)
  await fill(me, p)
  await me.button('Invia')
  await me.page.waitForURL(/\/esami\/\d+$/)
  tap.ok(`${me.label}: nothing acknowledged is sent twice`, sent.length > 0 && !sent.includes(0), sent.join())
}

async function send(me, web, p) {
  await me.open(`/assistito/${p.me}/esami`)
  await me.link(/Invia un esame/)
  await me.check('esame-nuovo')
  if (me.scripts && me.size === 'desk') {
    await cutAndResume(me, web, p, edf(p.patient, 21, 30))
  } else {
    me.count++
    await me.page.setInputFiles('[name=file]', asFile(edf(p.patient, 22)))
    await fill(me, p)
    await me.button('Invia')
    await me.page.waitForURL(/\/esami\/\d+$/)
  }
  await me.must('sent, with its promised time', /promesso/)
  await me.check('esame-inviato')
  me.done('send an exam')
  return new URL(me.page.url()).pathname
}

// callipers: a finger on the phone, the arrows at the desk; leads chosen at once
async function measure(me) {
  if (!me.scripts) return
  const said = () => me.page.locator('output').innerText()
  await me.page.locator('.callipers').evaluate((x) => x.scrollIntoView({ block: 'center', behavior: 'instant' }))
  const box = await me.page.locator('.callipers').boundingBox()
  if (me.size === 'phone') {
    const y = box.y + box.height / 2, touch = await me.context.newCDPSession(me.page)
    const point = (type, x) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: x ? [{ x, y }] : [] })
    await point('touchStart', 80)
    for (let x = 90; x <= 200; x += 10) await point('touchMove', x)
    await point('touchEnd', 0)
    const ms = Math.round(120 / box.width * 297 / 25 * 1000)
    await me.page.waitForFunction(() => /\d+ ms/.test(document.querySelector('output').textContent))
    tap.ok(`${me.label}: callipers by finger`, Math.abs(parseInt(await said()) - ms) <= 20, `${await said()}, not ${ms} ms`)
  } else {
    await me.page.locator('.callipers').focus()
    for (const k of ['ArrowRight', 'Shift+ArrowRight', 'ArrowUp']) await me.page.keyboard.press(k)
    tap.ok(`${me.label}: callipers by keyboard`, (await said()).startsWith('1020 ms'), await said())
  }
  await me.tick('#deriv-V2')
  await me.page.waitForFunction(() => /deriv=V2/.test(document.querySelector('.tracing img').src))
  tap.is(`${me.label}: one drawing, still with callipers`, await me.page.locator('.callipers').count(), 1)
  await me.check('esame-derivazioni')
}

async function report(me, exam) {
  await me.open('/esami')
  await me.must('the queue shows it', /Giallo/)
  await me.check('esami-coda')
  await me.open(exam)
  await measure(me)
  await me.button('Prendi in carico')
  await me.link('Scrivi il referto')
  await me.must('measured facts are there, marked', /automatico, da verificare/)
  await me.button(/[Ff]ibrillazione/, me.page.locator('aside'))
  await me.type('[name=risposta]', 'Sì: fibrillazione atriale.')
  await me.choose('[name=esito]', 'red')
  await me.press('form:has([name=risposta]) .actions button')
  await me.must('written, to be read again', /Firma e consegna/)
  await me.check('referto-da-firmare')
  await me.button(/Firma e consegna/)
  await me.must('signed and delivered', /Firmato e consegnato/)
  me.done('report and sign')
}

export async function journey(me, web, browser) {
  const p = telecare(web)
  const exam = await send(me, web, p)
  const how = { size: me.size, scripts: me.scripts }
  const reader = await Person.at(browser, web, { ...how, name: 'specialist' })
  await reader.signOn('specialist')
  await report(reader, exam)
  await reader.leave()

  me.begun = Date.now()
  me.count = 0
  await me.open('/esami?tutti=1')
  await me.must('a red result waits', /serve la presa visione/)
  await me.press(`a[href="${exam}"]`)
  await me.must('the report', /Sì: fibrillazione atriale\./)
  await me.check('esame-refertato')
  await me.button('Presa visione')
  await me.must('acknowledged', /presa visione è registrata/)
  me.done('acknowledge a red result')

  const citizen = await Person.at(browser, web, { ...how, name: 'citizen' })
  await citizen.signOn('citizen')
  await citizen.open('/io/esami')
  await citizen.must('the patient reads the report', /Sì: fibrillazione atriale\./)
  tap.ok(`${citizen.label}: and no word of a program`, !/automatica|QRS/.test(await citizen.text()))
  await citizen.check('io-esami')
  citizen.done('read the report')
  await citizen.leave()
}
