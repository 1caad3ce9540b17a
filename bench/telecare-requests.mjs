// Signs on as each user of a file ("login password secret" a line) and prints
// what bench/load is to ask of telecare: the pages given as "LABEL PATH" lines on
// standard input, those each user may see.
//
//	node bench/telecare-requests.mjs http://127.0.0.1:8080 USERS <PATHS
import { readFileSync } from 'node:fs'
import { Client } from '../test/web/kit.mjs'

const [base, file] = process.argv.slice(2)
const pages = readFileSync(0, 'utf8').trim().split('\n').map((l) => l.split(' '))
for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
  const [login, password, totp] = line.split(' ')
  const c = new Client({ base })
  await c.signOn({ login, password, totp })
  const cookie = [...c.cookies].map(([k, v]) => `${k}=${v}`).join(';')
  for (const [who, label, path] of pages)
    if (who === login) console.log(label, path, cookie)
}
