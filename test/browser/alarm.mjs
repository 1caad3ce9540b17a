// A reading from home that is too high: the doctor's plan asks for it, the
// citizen sends it, the centre takes the alarm, calls, notes what was said and
// hands it to the doctor, who closes it.
import { telecare } from '../web/exam_kit.mjs'
import { Person } from './kit.mjs'

export const role = 'doctor'
export const name = 'alarm'

async function plan(me, p) {
  await me.open(`/assistito/${p.me}/misure`)
  await me.check('misure-nessuna')
  await me.press('aside a.btn-primary')
  await me.must('a plan is proposed, and why', /Pressione/)
  await me.check('misure-piano')
  await me.button('Conferma il piano')
  await me.must('in force', /Il piano è in vigore/)
  me.done('confirm the plan')
}

async function measure(citizen) {
  await citizen.open('/io/misure')
  await citizen.must('what to measure today', /Da misurare oggi/)
  await citizen.check('io-misure')
  await citizen.type('[name=v-blood_pressure]', '192')
  await citizen.type('[name=w-blood_pressure]', '114')
  await citizen.button('Invia')
  if (await citizen.page.locator('[name=ok-blood_pressure]').count()) {
    await citizen.tick('[name=ok-blood_pressure]')
    await citizen.button('Invia')
  }
  await citizen.must('arrived, and somebody was told', /chi la segue è stato avvisato/)
  await citizen.check('io-misure-allarme')
  citizen.done('send a reading')
}

async function answer(operator, p) {
  await operator.open('/allarmi')
  await operator.must('the alarm is first in the list', new RegExp(p.last))
  await operator.check('allarmi')
  await operator.press('tr[data-row] a[data-open]')
  await operator.button('Prendi in carico')
  await operator.must('taken', /in carico a lei/)
  await operator.type('#nota', 'Ha mal di testa, ha preso la terapia.')
  await operator.press('form:has(#nota) button')
  await operator.must('the call is noted', /mal di testa/)
  await operator.check('allarme-preso')
  await operator.type('#passa-nota', 'Pressione ancora alta al telefono')
  await operator.press('form:has(#passa-nota) button')
  await operator.must('handed to the doctor', /passato al medico/)
  operator.done('take, call, hand to the doctor')
}

async function close(me, p) {
  me.begun = Date.now()
  me.count = 0
  await me.open('/allarmi')
  await me.must('the doctor finds it', new RegExp(p.last))
  await me.press('tr[data-row] a[data-open]')
  const take = me.page.getByRole('button', { name: 'Prendi in carico' })
  if (await take.count()) await me.press(take)
  await me.must('with what the centre noted', /mal di testa/)
  const outcome = await me.page.locator('#esito option').nth(1).getAttribute('value')
  await me.choose('#esito', outcome)
  await me.type('#chiudi-nota', 'Aumentata la terapia, controllo tra due giorni.')
  await me.press('form:has(#esito) button')
  await me.must('closed', /L'allarme è chiuso/)
  await me.check('allarme-chiuso')
  me.done('close the alarm')
}

export async function journey(me, web, browser) {
  const p = telecare(web), how = { size: me.size, scripts: me.scripts }
  await plan(me, p)
  const citizen = await Person.at(browser, web, { ...how, name: 'citizen' })
  await citizen.signOn('citizen')
  await measure(citizen)
  await citizen.leave()
  const operator = await Person.at(browser, web, { ...how, name: 'operator' })
  await operator.signOn('operator')
  await answer(operator, p)
  await operator.leave()
  await close(me, p)
}
