// Pages on paper: nothing to press, nothing cut off at the right, and on each
// sheet of work whose it is and of what day.
import { start } from '../web/kit.mjs'
import { Person, launch, tap } from './kit.mjs'

const A4 = { width: 703, height: 1000 } // 186 mm between the margins, at 96 dpi
const browser = await launch()
const web = await start()

// on the page as it would be printed
const faults = () => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().height > 1
  const wrong = []
  for (const e of document.querySelectorAll('button, .btn, nav, textarea, select, input:not([type=checkbox]):not([type=radio]), a.skip')) if (seen(e)) wrong.push(`to press: ${e.outerHTML.slice(0, 90)}`)
  for (const e of document.querySelectorAll('main td, main th, main .tag, main p, main li, main img')) {
    if (e.closest('.visually-hidden')) continue
    const r = e.getBoundingClientRect()
    if (seen(e) && r.right > document.documentElement.clientWidth + 1) wrong.push(`cut at ${Math.round(r.right)}: ${e.outerHTML.slice(0, 90)}`)
  }
  if (!/Stampato il 10 aprile 2026/.test(document.body.innerText)) wrong.push('no day')
  return wrong
}

async function sheets(role, addresses) {
  const me = await Person.at(browser, web, { name: role })
  await me.signOn(role)
  for (const address of await addresses(me)) {
    await me.open(address)
    await me.page.setViewportSize(A4)
    await me.page.emulateMedia({ media: 'print' })
    const wrong = await me.page.evaluate(faults)
    if (!(await me.text()).includes(await me.page.locator('.me-name').textContent())) wrong.push('not whose print it is')
    tap.ok(`${role}: ${address.replace(/\d{6,}/, '#')} on paper`, !wrong.length, `${wrong.length}: ${wrong.slice(0, 6).join('\n')}`)
    await me.page.emulateMedia({ media: null })
    await me.page.setViewportSize({ width: 1366, height: 768 })
  }
  await me.leave()
}
const first = async (me, path, pattern) => { await me.open(path); return pattern.exec(await me.page.content())?.[1] }

await sheets('doctor', async (me) => {
  const id = await first(me, '/medico?tab=in-vigore', /\/assistito\/(\d+)/)
  return ['/medico', '/medico?tab=arruolabili', ...['', '/condizioni', '/terapia', '/piano', '/appuntamenti', '/documenti', '/esami', '/accessi'].map((t) => `/assistito/${id}${t}`)]
})
await sheets('operator', async (me) => ['/centro', `/centro/assistito/${await first(me, '/centro', /\/centro\/assistito\/(\d+)/)}`])
await sheets('provider', async () => ['/'])
await sheets('cooperative', async (me) => ['/cooperativa', await first(me, '/cooperativa', /"(\/cooperativa\/liquidazioni\/\d+)/)])
await sheets('agency', async (me) => ['/agenzia', '/agenzia/liquidazioni', await first(me, '/agenzia/liquidazioni', /"(\/agenzia\/liquidazioni\/\d+)/), '/agenzia/indicatori'])
await sheets('citizen', async () => ['/io', '/io/piano', '/io/appuntamenti', '/io/accessi'])
await browser.close()
await web.stop()
tap.end()
