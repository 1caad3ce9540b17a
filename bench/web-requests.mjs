// Signs on as each user of a file ("login password secret id,id,..." a line: of
// a doctor and some of their people) and prints what bench/load is to ask, a
// third each: lists, records, plans.
//
//	node bench/web-requests.mjs http://127.0.0.1:8080 USERS
import { readFileSync } from 'node:fs'
import { Client } from '../test/web/kit.mjs'

const [base, file] = process.argv.slice(2)
for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
  const [login, password, totp, ids] = line.split(' ')
  const c = new Client({ base })
  // a code is good once: after a run just ended the next one has to be waited for
  await c.signOn({ login, password, totp }).catch(async () => {
    await new Promise((done) => setTimeout(done, 30_500))
    await c.signOn({ login, password, totp })
  })
  const home = await c.get('/medico')
  const lists = ['/medico', ...home.links(/^\/medico\?/)].filter((l) => !/csv/.test(l)).slice(0, 12)
  const cookie = [...c.cookies].map(([k, v]) => `${k}=${v}`).join(';')
  ids.split(',').forEach((id, i) => {
    if (home.status === 200) console.log('list', lists[i % lists.length], cookie)
    console.log('record', `/assistito/${id}`, cookie)
    console.log('plan', `/assistito/${id}/piano`, cookie)
  })
}
