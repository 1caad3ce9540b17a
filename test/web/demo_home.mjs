// The part of the demo that is of today: readings, alarms and televisits are
// made whatever the hour, and the pages have something to show.
import { execFileSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, start, tap, TODAY } from './kit.mjs'

let told = ''
const web = await start({
  engine: 'sqlite',
  prepare: (db) => {
    const dir = join(db, '..')
    copyFileSync(join(process.env.WEB_FIXTURE ?? join(root, 'build/web-fixture'), 'users.txt'), join(dir, 'users.txt'))
    told = execFileSync(join(root, 'tools/demo-home.sh'), [dir, db], { encoding: 'utf8', env: { ...process.env, PROSSIMA_TODAY: TODAY } })
  },
})
tap.ok('it comes to its end, with alarms open and taken', /alarms open/.test(told) && /alarms taken/.test(told), told)
const operator = await web.signOn('operator')
const alarms = await operator.get('/allarmi')
tap.ok('the operator has alarms', /\/allarmi\/\d+/.test(alarms.body), alarms.text.slice(0, 300))
const doctor = await web.signOn('doctor')
const visits = await doctor.get('/televisite')
tap.ok('the doctor has televisits', /\/televisite\/\d+/.test(visits.body), visits.text.slice(0, 300))
await web.stop()
tap.end()
