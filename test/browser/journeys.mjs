// The day's work of each role, in Chromium, on a real server and database: with
// scripts, without, and on a phone. Interactions and seconds are printed.
//	node test/browser/journeys.mjs [NAME ['{"scripts":false}']]
import { start, tap } from '../web/kit.mjs'
import { launch, Person } from './kit.mjs'
import * as alarm from './alarm.mjs'
import * as centre from './centre.mjs'
import * as citizen from './citizen.mjs'
import * as doctor from './doctor.mjs'
import * as exams from './exams.mjs'
import * as officer from './officer.mjs'
import * as operator from './operator.mjs'

const only = process.argv[2]
const ways = process.argv[3] ? [JSON.parse(process.argv[3])] : [{}, { scripts: false }, { size: 'phone' }]
const browser = await launch()
for (const j of [doctor, operator, centre, officer, citizen, exams, alarm]) {
  const name = j.name ?? j.role
  if (only && name !== only) continue
  for (const how of ways) {
    const web = await start() // a database of its own
    const me = await Person.at(browser, web, { ...how, name })
    try {
      await me.signOn(j.role)
      await j.journey(me, web, browser)
    } catch (e) {
      await me.shot(`failed-${name}`)
      tap.ok(`${me.label}: comes to its end`, false, `${e.message}\nat ${me.page.url()}: ${(await me.text().catch(() => '')).slice(0, 400)}`)
    }
    await me.leave()
    await web.stop()
  }
}
await browser.close()
tap.end()
