// Readings from home in the pages: the doctor's plan, what the person sends, a
// doubtful value, the alarm from the list to its end. Part of exams.mjs, whose
// doctor follows its citizen.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { program, sql, tap, TODAY } from './kit.mjs'

export async function readings(web, { gp, citizen, me }) {
  const operator = await web.signOn('operator')
  await citizen.get('/io/misure')
  tap.ok('nobody asked: a reading can be sent all the same', citizen.last.status === 200 && citizen.last.has('non le ha chiesto') && citizen.last.has('altra=weight'), `${citizen.last.status} ${citizen.last.text.slice(0, 300)}`)

  // ---- the plan
  await gp.get(`/assistito/${me}/misure`)
  tap.ok('the record has its readings', gp.last.status === 200 && gp.last.has('Prepara il piano') && gp.last.has('Nessun piano'), `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  await gp.get(`/assistito/${me}/misure/piano`)
  tap.ok('a plan is proposed', gp.last.status === 200 && gp.last.has('Conferma il piano') && gp.last.has('Una proposta'), `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  for (const kind of ['weight', 'blood_pressure', 'breathlessness', 'night_breath'])
    if (!gp.last.has(`name="t-${kind}"`)) await gp.send(/misure\/piano$/, { che: 'aggiungi', aggiungi: kind })
  tap.ok('what is wanted is added, with its usual limits', ['t-weight', 't-blood_pressure', 't-night_breath'].every((f) => gp.last.has(`name="${f}"`)) && gp.last.has('blood_pressure|0|above|BP_HIGH'), gp.last.text.slice(0, 400))
  const daily = { 't-weight': '1', 'g-weight': '1', 't-blood_pressure': '1', 'g-blood_pressure': '1', 't-breathlessness': '1', 'g-breathlessness': '1', 't-night_breath': '1', 'g-night_breath': '1' }
  const red = Object.entries(gp.last.forms().find((f) => /piano$/.test(f.action)).fields).find(([k, v]) => /^l-/.test(k) && v === 'blood_pressure|0|above|BP_HIGH')[0].slice(2)
  await gp.send(/misure\/piano$/, { ...daily, che: 'conferma', [`v-${red}`]: 'tanto' })
  tap.ok('a limit that is no number', gp.last.status === 422 && gp.last.has('non è un numero') && gp.last.has(`#v-${red}`), `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  for (const [field, value] of [['g-weight', ''], ['g-weight', 'sette'], ['t-weight', ''], [`c-${red}`, '']]) {
    await gp.send(/misure\/piano$/, { ...daily, che: 'conferma', [`v-${red}`]: '180', [field]: value })
    tap.ok(`${field} "${value}" is no number: told, nothing assumed`, gp.last.status === 422 && gp.last.has(`#${field}`) && gp.last.has('numero intero') && sql(web, 'SELECT COUNT(*) FROM home_plan') === '0', `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  }
  await gp.send(/misure\/piano$/, { ...daily, che: 'conferma', [`v-${red}`]: '180', al: '31/12', 't-peak_flow': '1', 'm-peak_flow': '1', 'b-peak_flow': 'molto' })
  tap.ok('a last day and an own best that cannot be read are not left out in silence', gp.last.status === 422 && gp.last.has('#al') && gp.last.has('#b-peak_flow') && sql(web, 'SELECT COUNT(*) FROM home_plan') === '0', `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  await gp.get(`/assistito/${me}/misure/piano`)
  for (const kind of ['weight', 'blood_pressure', 'breathlessness', 'night_breath'])
    if (!gp.last.has(`name="t-${kind}"`)) await gp.send(/misure\/piano$/, { che: 'aggiungi', aggiungi: kind })
  await gp.send(/misure\/piano$/, { ...daily, che: 'conferma', [`v-${red}`]: '180' })
  tap.ok('confirmed: in force', gp.last.has('Il piano è in vigore') && gp.last.has('Versione 1'), gp.last.text.slice(0, 400))

  // ---- the person
  await citizen.get('/io/misure')
  tap.ok('what to measure today, in plain words', citizen.last.has('Da misurare oggi') && citizen.last.has('inputmode="decimal"') && citizen.last.has('massima') && citizen.last.has('mmHg'), citizen.last.text.slice(0, 400))
  await citizen.send(/io\/misure$/, {})
  tap.ok('an empty form says what is wanted', citizen.last.status === 422 && citizen.last.has('almeno un valore'))
  await citizen.send(/io\/misure$/, { 'v-weight': '725', 'v-blood_pressure': '188', 'w-blood_pressure': '100', 'v-breathlessness': '2', 'v-night_breath': 'no' })
  tap.ok('an impossible value: what was typed stays', citizen.last.status === 422 && citizen.last.has('non è possibile') && citizen.last.has('value="188"') && citizen.last.has('value="no" checked'), `${citizen.last.status} ${citizen.last.text.slice(0, 400)}`)
  await citizen.send(/io\/misure$/, { 'v-weight': '235' })
  tap.ok('a doubtful one is asked back in plain words', citizen.last.status === 422 && citizen.last.has('insolito') && citizen.last.has('Sì, il valore è giusto') && sql(web, 'SELECT COUNT(*) FROM home_reading WHERE source = \'page\'') === '0', `${citizen.last.status} ${citizen.last.text.slice(0, 400)}`)
  await citizen.send(/io\/misure$/, { 'v-weight': '72,5' })
  tap.ok('sent; who follows was told', citizen.last.has('è stato avvisato') && citizen.last.has('72,5 kg') && citizen.last.has('188/100 mmHg') && citizen.last.has('oltre la soglia'), citizen.last.text.slice(0, 600))
  tap.ok('done for today, and what to do when it gets worse', !citizen.last.has('name="v-weight"') && citizen.last.has('chiami subito il 112'), citizen.last.text.slice(0, 600))
  await citizen.get('/io/misure?altra=weight')
  await citizen.send(/io\/misure$/, { 'v-weight': '71', giorno: '2026-04-09', ora: '08:00' })
  tap.ok('of another moment', citizen.last.has('sono arrivate') && sql(web, 'SELECT COUNT(*) FROM home_reading WHERE source = \'page\'') === '5', citizen.last.text.slice(0, 300))
  await citizen.get('/io/misure')
  const form = new FormData()
  form.append('file', new Blob(['misura;valore;quando\npeso;71,8;2026-04-08T08:00\npeso;boh;2026-04-07T08:00\n']), 'pesi.csv')
  const upload = /action="(\/io\/misure\/file[^"]*)"/.exec(citizen.last.body)[1]
  citizen.last = await citizen.follow(await citizen.raw('POST', upload, { body: form, headers: { origin: web.base } }))
  tap.ok('a file of readings: the good ones are kept, the line to mend is shown with its remedy', citizen.last.url.includes('/io/misure/scarti') && citizen.last.has('1 misure del file sono registrate') && citizen.last.has('boh') && citizen.last.has('lo scriva come 72,5') && /data-label="Riga">3</.test(citizen.last.body), `${citizen.last.status} ${citizen.last.url} ${citizen.last.text.slice(0, 300)}`)
  const rejects = await citizen.raw('GET', '/io/misure/scarti?csv=1')
  tap.ok('and saved as CSV', /text\/csv/.test(rejects.headers.get('content-type')) && /^3,boh,/m.test(rejects.body), rejects.body)

  // ---- the doctor looks
  await gp.get(`/assistito/${me}/misure`)
  tap.ok('last value, adherence, picture, alarm on one page', gp.last.has('188/100 mmHg') && gp.last.has('attese') && gp.last.has('<svg') && gp.last.has('da gestire entro') && gp.last.has('rosso'), gp.last.text.slice(0, 600))
  await gp.post(`/assistito/${me}/misure`, { che: 'glucose', valore: '9' })
  tap.ok('a reading of the practice that cannot be', gp.last.status === 422 && gp.last.has('non è possibile'))
  await gp.send(/misure$/, { che: 'glucose', valore: '600' })
  tap.ok('a doubtful one', gp.last.status === 422 && gp.last.has('Sì, il valore è giusto'))
  await gp.send(/misure$/, { che: 'glucose', valore: '110', giorno: '', ora: '' })
  tap.ok('kept', gp.last.has('La misura è registrata') && gp.last.has('110 mg/dL'), gp.last.text.slice(0, 300))

  // ---- the alarm, from the list to its end
  const alarm = sql(web, "SELECT id FROM home_alarm WHERE severity = 'red' AND kind = 'blood_pressure'")
  await gp.get('/allarmi')
  tap.ok('the work list', gp.last.status === 200 && gp.last.has(`/allarmi/${alarm}`) && gp.last.has('Da gestire'), `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  const csv = await gp.raw('GET', '/allarmi?csv=1')
  tap.ok('as CSV', /text\/csv/.test(csv.headers.get('content-type')) && csv.body.includes('188 mmHg'), csv.body.slice(0, 200))
  await gp.get(`/allarmi/${alarm}`)
  tap.ok('the case: protocol, readings, history', gp.last.has('Che cosa chiedere e fare') && gp.last.has('Prendi in carico') && gp.last.has('188/100 mmHg'), gp.last.text.slice(0, 400))
  await gp.send(/passo\/prendi/)
  tap.ok('taken, with undo', gp.last.has('in carico a lei') && gp.last.has('passo/lascia') && gp.last.has('Com\'è finita'), gp.last.text.slice(0, 300))
  await gp.send(/passo\/risposta/, { testo: 'Nessun disturbo' })
  await gp.send(/passo\/nota/, { testo: 'Chiamata: <b>rimisura</b>' })
  tap.ok('the call and the answers are noted, escaped', gp.last.has('Nessun disturbo') && gp.last.body.includes('&lt;b&gt;rimisura'), gp.last.text.slice(0, 300))
  await gp.get(`/assistito/${me}/misure`)
  await gp.send(/misure$/, { che: 'blood_pressure', valore: '186/99' })
  await gp.get(`/allarmi/${alarm}`)
  tap.ok('a further reading is told in words', gp.last.has('186/99 mmHg') && !gp.last.has('blood_pressure/high') && !gp.last.has('>again<'), gp.last.text.slice(0, 400))
  await gp.send(/passo\/chiudi/, { esito: '', testo: 'x' })
  tap.ok('without an outcome it does not end', gp.last.status >= 400 && gp.last.has('com\'è andata a finire'), `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  tap.ok('and what was written stands in its form', />x<\/textarea>/.test(gp.last.body), gp.last.status)
  await gp.get(`/allarmi/${alarm}`)
  await gp.send(/passo\/chiudi/, { esito: 'measured', testo: '' })
  tap.ok('without a note neither; the outcome stays chosen, alone', gp.last.status >= 400 && gp.last.body.includes('<option value="measured" selected>') && gp.last.body.split(' selected').length === 2, `${gp.last.status} ${/<select id="esito"[\s\S]*?<\/select>/.exec(gp.last.body)?.[0]}`)
  const colour = (name, rank) => execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, `UPDATE home_alarm SET severity = '${name}', severity_rank = ${rank} WHERE id = ${alarm}`])
  colour('amber', 1) // a red one is not put off
  await gp.get(`/allarmi/${alarm}`)
  await gp.send(/passo\/richiama/, { giorno: '2031-05-06', ora: '11:15', testo: 'In viaggio' })
  tap.ok('to be called in years: refused, with day, hour and reason in the form', gp.last.status >= 400 && ['value="2031-05-06"', 'value="11:15"', 'value="In viaggio"'].every((v) => gp.last.body.includes(v)), `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  await gp.get(`/allarmi/${alarm}`)
  tap.ok('the page asked again is the usual one', gp.last.body.includes('value="10:00"') && !gp.last.body.includes('In viaggio'))
  colour('red', 0)
  await gp.send(/passo\/chiudi/, { esito: 'measured', testo: 'Rimisurata 140/85' })
  tap.ok('closed', gp.last.has('chiuso') && sql(web, `SELECT state FROM home_alarm WHERE id = ${alarm}`) === 'closed', gp.last.text.slice(0, 300))
  await gp.get(`/allarmi/${alarm}`)
  await gp.get(`/assistito/${me}/misure`)
  await gp.send(/misure$/, { che: 'blood_pressure', valore: '184/98', giorno: '2026-04-09', ora: '23:50' })
  await gp.get(`/allarmi/${alarm}`)
  tap.ok('and so is one in the silence after it', sql(web, `SELECT COUNT(*) FROM home_alarm_event WHERE alarm_id = ${alarm} AND what = 'silent'`) === '1' && !gp.last.has('blood_pressure/high') && !gp.last.has('>silent<'), gp.last.text.slice(0, 400))
  await gp.get('/allarmi?tab=chiusi')
  tap.ok('among the closed ones, with how it ended', gp.last.has(`/allarmi/${alarm}`) && gp.last.has('Rimisurata 140/85') && gp.last.has('Rimisurato: va bene'), gp.last.text.slice(0, 400))
  await gp.get('/allarmi?tab=chiusi&dal=2026-04-10&al=2026-04-01')
  tap.ok('days not in order are told', gp.last.status === 422 && gp.last.has('non sono in ordine'), gp.last.text.slice(0, 300))
  const closed = await gp.raw('GET', '/allarmi?tab=chiusi&csv=1')
  tap.ok('as CSV, a cell for each thing', closed.body.split('\r\n').some((l) => l.split(',').length >= 8 && l.includes('Rimisurata 140/85')), closed.body.slice(0, 300))
  await gp.get(`/allarmi/${alarm}`)
  tap.ok('how it ended stays', gp.last.has('Rimisurata 140/85') && !gp.last.has('Com\'è finita'))

  // ---- a year of daily readings: the page stays small, all of them are there
  const many = ['misura;valore;quando;id']
  for (let day = 1; day < 100; day++) for (const [kind, value] of [['weight', '72'], ['blood_pressure', '130/80'], ['heart_rate', '70'], ['spo2', '96'], ['glucose', '110'], ['breathlessness', '2'], ['night_breath', 'no']])
    many.push(`${kind};${value};${new Date(Date.UTC(2026, 3, 10 - day, 5)).toISOString().slice(0, 16)};y${day}`)
  const file = join(mkdtempSync(join(tmpdir(), 'readings-')), 'many.csv')
  writeFileSync(file, many.join('\n') + '\n')
  execFileSync(program, ['home', 'import', file, '--person', sql(web, `SELECT pseudonym FROM person WHERE id = ${me}`), '--db', web.db], { env: { ...process.env, PROSSIMA_TODAY: TODAY } })
  for (const days of [30, 90, 365]) {
    await gp.get(`/assistito/${me}/misure?giorni=${days}`)
    tap.ok(`${days} days of seven kinds are a page below 60 kB`, gp.last.status === 200 && gp.last.body.length < 60 * 1024 && gp.last.has('tutte?che=weight'), `${gp.last.body.length} bytes`)
  }
  await gp.get(`/assistito/${me}/misure/tutte?che=weight&giorni=90&pagina=2`)
  tap.ok('all of a kind, page by page', gp.last.status === 200 && gp.last.has('Peso: tutte le misure') && /da 26 a 50 di (89|9\d)/.test(gp.last.text), `${gp.last.status} ${gp.last.text.slice(0, 400)}`)
  const all = await gp.raw('GET', `/assistito/${me}/misure/tutte?che=weight&giorni=90&csv=1`)
  tap.ok('as CSV', all.body.trim().split('\n').length > 89, all.body.slice(0, 200))
  const none = await gp.raw('GET', `/assistito/${me}/misure/tutte?che=boh`)
  tap.is('of no such kind there is nothing', none.status, 404)

  // ---- at the counter of a pharmacy that the person allowed
  const pharmacist = await web.signOn('pharmacist')
  await pharmacist.get(`/assistito/${me}/misure/banco`)
  const before = pharmacist.last.status
  execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, `INSERT INTO consent (id, person_id, purpose, subject_kind, subject_id, granted, valid_from, recorded_us) SELECT 1, ${me}, 'pharmacy', 'organisation', organisation_id, 1, '2026-01-01', 1 FROM user_role WHERE role = 'pharmacist' AND organisation_id IS NOT NULL LIMIT 1`])
  await pharmacist.get(`/assistito/${me}/misure/banco`)
  tap.ok('a pharmacy takes a reading of who has allowed it, not of others', before === 403 && pharmacist.last.status === 200 && pharmacist.last.has('Misurata al banco') && !pharmacist.last.has('72,5 kg'), `${before} ${pharmacist.last.status} ${pharmacist.last.text.slice(0, 300)}`)
  await pharmacist.send(/misure\/banco$/, { che: 'weight', valore: '725' })
  tap.ok('an impossible one is told', pharmacist.last.status === 422 && pharmacist.last.has('non è possibile') && pharmacist.last.has('value="725"'), `${pharmacist.last.status}`)
  await pharmacist.send(/misure\/banco$/, { che: 'weight', valore: '72,3' })
  tap.ok('kept', pharmacist.last.has('La misura è registrata') && sql(web, "SELECT COUNT(*) FROM home_reading WHERE by_whom = 'pharmacist'") === '1', `${pharmacist.last.status} ${pharmacist.last.text.slice(0, 300)}`)
  const theirs = await pharmacist.raw('GET', `/assistito/${me}/misure`)
  tap.is('the readings of the person are not theirs to see', theirs.status, 403)

  // ---- nobody else's
  await operator.get('/allarmi')
  const others = await citizen.raw('GET', `/allarmi/${alarm}`)
  tap.ok('a centre has its own list, a person none', operator.last.status === 200 && others.status === 403, `${operator.last.status} ${others.status}`)
  const en = await gp.raw('GET', `/assistito/${me}/misure`, { headers: { cookie: [...gp.cookies].map(([k, v]) => `${k}=${v}`).join('; ') + '; lingua=en' } })
  tap.ok('no page of readings failed', ![gp, citizen, operator].some((c) => c.last.status >= 500) && en.status === 200)
}
