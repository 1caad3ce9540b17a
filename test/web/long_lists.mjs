// Lists of pages made long, for crawl.mjs and lists.mjs: rows of a database of the
// demo (with its exams and televisits) said again, MANY times.
import { execFileSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, TODAY } from './kit.mjs'

export const MANY = 60

// Exams, readings and televisits of the demo, on a copy of the fixture.
export function demoTelecare(db) {
  const dir = join(db, '..'), more = { encoding: 'utf8', stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PROSSIMA_TODAY: TODAY } }
  copyFileSync(join(process.env.WEB_FIXTURE ?? join(root, 'build/web-fixture'), 'users.txt'), join(dir, 'users.txt'))
  for (const part of ['demo-exams.sh', 'demo-home.sh']) execFileSync(join(root, 'tools', part), [dir, db], more)
}

export function longLists(db, many = MANY) {
  const ask = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 10000', db, text], { encoding: 'utf8' }).trim()
  const count = `WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < ${many})`
  // each row of `where` again, with other values in some columns
  const again = (table, where, other, key = 'id') => {
    const columns = ask(`SELECT name FROM pragma_table_info('${table}')`).split('\n')
    ask(`${count} INSERT INTO ${table} (${columns}) SELECT ${columns.map((c) => other[c] ?? `t.${c}`)} FROM ${table} t, k WHERE t.${key} IN (${where})`)
  }
  ask('DROP INDEX tele_exam_once') // the same bytes serve all of them
  const exams = "SELECT id FROM tele_exam WHERE id < 900000000000000000 AND state IN ('queued', 'delivered')"
  again('tele_request', exams, { exam_id: '900000000000000000 + t.exam_id % 100000000 * 1000 + k.n' }, 'exam_id')
  again('tele_exam', exams, { id: '900000000000000000 + t.id % 100000000 * 1000 + k.n' })
  const visit = "SELECT id FROM visit WHERE kind = 'televisit' AND state IN ('booked', 'signed') GROUP BY state"
  again('visit', visit, { id: '900000000000000000 + t.id % 100000000 * 1000 + k.n', kind: "'teleconsult'", state: "CASE t.state WHEN 'booked' THEN 'taken' ELSE 'signed' END",
    appointment_id: 'NULL', starts_us: 'NULL', ends_us: 'NULL', due_us: 't.received_us + 3600000000 * k.n', room: "t.room || 'x' || k.n" })
  again('provider', 'SELECT min(id) FROM provider', { id: '7000000 + k.n', facility_code: "'LUNGO' || k.n", name: "'Ambulatorio numero ' || k.n" })
  again('organisation', "SELECT min(id) FROM organisation WHERE kind = 'CPC'", { id: '7000000 + k.n', code: "'LUNGA' || k.n", name: "'Cooperativa numero ' || k.n" })
  const statement = 'SELECT max(id) FROM settlement_statement'
  again('settlement_statement', statement, { id: '7000000 + k.n', organisation_id: '7000000 + k.n', state: "'sent'", total_cents: '100 * k.n' })
  again('settlement_statement', statement, { id: '7100000 + k.n', quarter: "(2030 + k.n / 4) || 'Q' || (k.n % 4 + 1)", state: "'computed'" })
  again('app_user', "SELECT id FROM app_user WHERE login = 'specialista'", { id: '7000000 + k.n', login: "'specialista' || k.n", display_name: "'=Specialista ' || k.n", subject: 'NULL' })
  again('tele_pool_reader', 'SELECT min(pool_id) FROM tele_pool_reader', { user_id: '7000000 + k.n' }, 'pool_id')
  ask(`${count} INSERT INTO tele_device (id, serial, kind, organisation_id, recorded_us) SELECT 7000000 + n, 'LUNGO-' || n, 'ecg', (SELECT organisation_id FROM user_role WHERE role = 'cooperative'), 1 FROM k`)
}
