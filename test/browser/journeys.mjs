// The day's work of each role, in Chromium, on a real server and database: with
// scripts, without, and on a phone. Interactions and seconds are printed.
//	node test/browser/journeys.mjs [ROLE]
import { start, tap } from '../web/kit.mjs'
import { launch, Person } from './kit.mjs'
import * as centre from './centre.mjs'
import * as citizen from './citizen.mjs'
import * as operator from './operator.mjs'

const only = process.argv[2]
const browser = await launch()
<<<<<<< HEAD
for (const j of [operator, citizen]) {
=======
for (const j of [centre, citizen]) {
>>>>>>> ee6853a (test: the service centre and providers, over a server and in a browser)
  if (only && j.role !== only) continue
  for (const how of [{}, { scripts: false }, { size: 'phone' }]) {
    const web = await start() // a database of its own
    const me = await Person.at(browser, web, { ...how, name: j.role })
    try {
      await me.signOn(j.role)
      await j.journey(me, web, browser)
    } catch (e) {
      await me.shot(`failed-${j.role}`)
      tap.ok(`${me.label}: comes to its end`, false, `${e.message}\nat ${me.page.url()}: ${(await me.text().catch(() => '')).slice(0, 400)}`)
    }
    await me.leave()
    await web.stop()
  }
}
await browser.close()
tap.end()
