// An exam made by rule, whose it is, and who reads it: for exams.mjs and the
// journeys in Chromium.
import { execFileSync } from 'node:child_process'
import { program, sql, TODAY } from './kit.mjs'

// an EDF+ of twelve leads and ten seconds; `patient` as EDF+ writes it
export function edf(patient, salt = 0, S = 10) {
  const HZ = 500, names = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'EDF Annotations']
  const wave = (size, i) => {
    const t = ((i / HZ) % 1) - 0.4
    const bump = (at, w, h) => h * Math.exp(-(((t - at) / w) ** 2) / 2)
    return Math.floor(size * (bump(-0.16, 0.025, 0.12) + bump(-0.018, 0.008, -0.1) + bump(0, 0.01, 1) + bump(0.02, 0.008, -0.15) + bump(0.28, 0.045, 0.25)))
  }
  const chest = [-600, -300, 300, 900, 1100, 900]
  const value = (k, i) => {
    const one = wave(700, i), two = wave(1000, i)
    return k >= 6 ? wave(chest[k - 6], i) : Math.floor([one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2][k])
  }
  const pad = (text, n) => String(text).padEnd(n).slice(0, n)
  const each = (n, lead, note) => names.map((_, k) => pad(k === 12 ? note : lead, n)).join('')
  const head = pad('0', 8) + pad(patient, 80) + pad('Startdate 02-MAR-2026 X X Prova', 80) + '02.03.26' + '10.14.05' + pad(256 * 14, 8) +
    pad('EDF+C', 44) + pad(S, 8) + pad('1', 8) + pad('13', 4) + names.map((x) => pad(x, 16)).join('') + each(80, 'electrodes', '') +
    each(8, 'uV', '') + each(8, '-32768', '-32768') + each(8, '32767', '32767') + each(8, '-32768', '-32768') + each(8, '32767', '32767') +
    each(80, '', '') + each(8, HZ, 16) + each(32, '', '')
  const parts = [Buffer.from(head, 'latin1')]
  for (let r = 0; r < S; r++) {
    for (let k = 0; k < 12; k++) {
      const b = Buffer.alloc(2 * HZ)
      for (let i = 0; i < HZ; i++) b.writeInt16LE(value(k, r * HZ + i) + (k === 11 && r === S - 1 && i === HZ - 1 ? salt : 0), 2 * i)
      parts.push(b)
    }
    const note = Buffer.alloc(32)
    note.write(`+${r}\x14\x14`, 'latin1')
    parts.push(note)
  }
  return Buffer.concat(parts)
}

// The same heart as a WFDB record: a header and its samples, two files
export function wfdb(name, salt = 0, S = 10) {
  const HZ = 500, leads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'], size = [700, 1000, 300, -850, 200, 650, -600, -300, 300, 900, 1100, 900]
  const wave = (i) => {
    const t = ((i / HZ) % 1) - 0.4, bump = (at, w, h) => h * Math.exp(-(((t - at) / w) ** 2) / 2)
    return bump(-0.16, 0.025, 0.12) + bump(-0.018, 0.008, -0.1) + bump(0, 0.01, 1) + bump(0.02, 0.008, -0.15) + bump(0.28, 0.045, 0.25)
  }
  const dat = Buffer.alloc(HZ * S * 24), sum = leads.map(() => 0)
  for (let i = 0; i < HZ * S; i++) leads.forEach((_, k) => {
    const v = Math.round(size[k] * wave(i)) + (k === 11 && i === HZ * S - 1 ? salt : 0)
    dat.writeInt16LE(v, 24 * i + 2 * k)
    sum[k] = (sum[k] + v) << 16 >> 16
  })
  const line = (lead, k) => `${name}.dat 16 1000/mV 16 0 ${dat.readInt16LE(2 * k)} ${sum[k]} 0 ${lead}`
  return [[`${name}.hea`, Buffer.from(`${name} 12 ${HZ} ${HZ * S}\n${leads.map(line).join('\n')}\n`)], [`${name}.dat`, dat]]
}

// A blow of a spirometry, of about so many litres, as CSV
export function blow(litres) {
  const HZ = 100, lines = ['time_s,flow_l_s']
  for (let i = 0; i <= 8 * HZ; i++) {
    const t = i / HZ - 0.2, flow = t < 0 ? 0 : (litres / 0.62) * (1 - Math.exp(-t / 0.02)) * Math.exp(-t / 0.6)
    lines.push(`${(i / HZ).toFixed(2)},${flow.toFixed(4)}`)
  }
  return Buffer.from(lines.join('\n') + '\n')
}

// The citizen of the demo becomes a patient of the doctor of the demo; the
// specialist reads for a pool. Gives the person, and the name as EDF+ has it.
export function telecare(web) {
  const cli = (...words) => execFileSync(program, [...words, '--db', web.db], { encoding: 'utf8', env: { ...process.env, PROSSIMA_TODAY: TODAY } })
  cli('tele', 'pool', 'add', 'CARDIO', '--name', 'Cardiologia', '--phone', '02 1234')
  cli('tele', 'pool', 'reader', 'CARDIO', '--login', web.users.specialist.login)
  const me = sql(web, `SELECT person_id FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = '${web.users.citizen.login}'`)
  const doctor = sql(web, `SELECT doctor_id FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = '${web.users.doctor.login}'`)
  execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, `UPDATE person_doctor SET doctor_id = ${doctor} WHERE person_id = ${me} AND valid_to IS NULL`])
  const [last, first, born, sex] = sql(web, `SELECT last_name || '|' || first_name || '|' || birth_date || '|' || sex FROM person WHERE id = ${me}`).split('|')
  const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
  const [y, m, d] = born.split('-')
  const patient = `X ${sex} ${d}-${months[m - 1]}-${y} ${last.replaceAll(' ', '_')}_${first.replaceAll(' ', '_')}`
  return { me, doctor, last, first, born, patient }
}
