// Every page of every role, at two sizes: accessible, whole, small, and a
// screenshot of each in build/screens to be looked at. A page whose address
// holds an identifier takes it from the list before it.
//	node test/browser/pages.mjs [words of the name, or a role]
//	PAGES_LANG=en: in English, where no Italian word may be left outside what
//	says that it is Italian. PAGES_LONG=1: names of 200 letters, the longest
//	municipality, cooperatives and providers with names to match.
//	PAGES_SIZE: desk or phone alone.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { program, root, start, tap, sql, TODAY } from '../web/kit.mjs'
import { launch, Person } from './kit.mjs'

const english = process.env.PAGES_LANG === 'en'
const web = await start()
if (english) execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, "UPDATE app_user SET lang = 'en'"])
if (process.env.PAGES_LONG) {
  const name = "Maria Immacolata d'Incoronata de' Sant'Agostino-Pappalardo ".repeat(4).slice(0, 200).trim()
  const word = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(6).slice(0, 200)
  execFileSync('sqlite3', ['-cmd', '.timeout 10000', web.db, `UPDATE person SET last_name = '${name.replace(/'/g, "''")}' WHERE id % 2 = 0;
    UPDATE person SET last_name = '${word}' WHERE id % 7 = 1;
    UPDATE person SET municipality = '016203', email = '${'nome.lunghissimo.'.repeat(6)}@posta-elettronica.example.it' WHERE id % 3 = 0;
    UPDATE organisation SET name = '${name.replace(/'/g, "''")}' WHERE kind <> 'PROVIDER' AND id % 2 = 0; UPDATE organisation SET name = '${word}' WHERE kind <> 'PROVIDER' AND id % 2 = 1;
    UPDATE provider SET name = '${word}' WHERE id % 2 = 1; UPDATE provider SET name = '${name.replace(/'/g, "''")}' WHERE id % 2 = 0;
    UPDATE doctor SET last_name = '${word}'; UPDATE app_user SET display_name = '${name.replace(/'/g, "''")}';`])
}
const browser = await launch()
const one = (text) => sql(web, text).split('\n')[0]
const doctor = one("SELECT r.doctor_id FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = 'medico'")
const person = one(`SELECT p.id FROM person p JOIN person_doctor d ON d.person_id = p.id JOIN plan_version v ON v.person_id = p.id
  WHERE d.doctor_id = ${doctor} AND d.valid_to IS NULL AND v.state = 'active' AND p.death_date IS NULL ORDER BY v.level, p.id LIMIT 1`)
const draft = one(`SELECT p.id FROM person p JOIN person_doctor d ON d.person_id = p.id JOIN plan_version v ON v.person_id = p.id
  WHERE d.doctor_id = ${doctor} AND d.valid_to IS NULL AND v.state = 'draft' AND p.death_date IS NULL ORDER BY v.level, p.id LIMIT 1`)
const open = one(`SELECT p.id FROM person p JOIN person_doctor d ON d.person_id = p.id JOIN stratum s ON s.person_id = p.id
  WHERE d.doctor_id = ${doctor} AND d.valid_to IS NULL AND s.level = 1 AND p.death_date IS NULL
  AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = p.id AND e.ended_on IS NULL) ORDER BY p.id LIMIT 1`)
const provider = one('SELECT facility_code FROM provider ORDER BY id LIMIT 1')
const stranger = one(`SELECT person_id FROM person_doctor WHERE doctor_id <> ${doctor} AND valid_to IS NULL LIMIT 1`)
const statement = one("SELECT id FROM settlement_statement WHERE state <> 'superseded' ORDER BY n_line DESC LIMIT 1")
const ownStatement = one(`SELECT s.id FROM settlement_statement s JOIN user_role r ON r.organisation_id = s.organisation_id
  WHERE r.role = 'cooperative' AND s.state <> 'superseded' ORDER BY s.n_line DESC LIMIT 1`)

// readings from home, so that their pages have something on them: plans, a
// month of values, an alarm
const pseudonym = (id) => one(`SELECT pseudonym FROM person WHERE id = ${id}`)
const home = (...words) => execFileSync(program, ['home', ...words, '--db', web.db], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PROSSIMA_TODAY: TODAY } })
const self = one("SELECT r.person_id FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = 'assistita'")
{
  const plan = `${web.db}.plan.csv`, csv = `${web.db}.readings.csv`
  writeFileSync(plan, 'what,kind,times,per_days,grace_hours,best,part,rule,value,days,running,severity,protocol\nline,blood_pressure,1,1,24,,,,,,,,\nline,weight,1,1,24,,,,,,,,\nlimit,blood_pressure,,,,,0,above,180,0,1,red,BP_HIGH\n')
  const rows = ['person,kind,value,measured_at']
  for (let day = 1; day < 30; day++) for (const who of [person, self].map(pseudonym)) {
    const at = new Date(Date.UTC(2026, 3, 10 - day, 5)).toISOString().slice(0, 16)
    rows.push(`${who},weight,${70 + day % 3},${at}`, `${who},blood_pressure,${day === 1 ? 186 : 125 + day % 9}/80,${at}`)
  }
  writeFileSync(csv, rows.join('\n') + '\n')
  for (const who of [person, self]) home('set', pseudonym(who), '--file', plan, '--confirm', '--as', 'medico')
  home('import', csv)
}

const pages = [
  ['', 'accesso', '/accesso'], ['', 'aiuto', '/aiuto'], ['', 'errore-404', '/non-esiste'],
  ...['', 'arruolabili', 'senza-piano', 'da-firmare', 'in-vigore', 'da-rinnovare', 'scaduti', 'patti', 'trattenuti', 'tutti'].map((t) =>
    ['doctor', `medico-${t || 'inizio'}`, `/medico${t ? `?tab=${t}` : ''}`]),
  ['doctor', 'medico-quaranta', '/medico?tab=in-vigore&righe=40'], ['doctor', 'medico-nessuno', '/medico?q=zzzzzz'],
  ['doctor', 'cerca', '/cerca?chi=ros'],
  ['doctor', 'assistito', `/assistito/${person}`], ['doctor', 'condizioni', `/assistito/${person}/condizioni`],
  ['doctor', 'terapia', `/assistito/${person}/terapia`], ['doctor', 'piano', `/assistito/${person}/piano`],
  ['doctor', 'piano-bozza', `/assistito/${draft}/piano`], ['doctor', 'piano-firma', `/assistito/${draft}/piano/firma`],
  ['doctor', 'appuntamenti', `/assistito/${person}/appuntamenti`], ['doctor', 'documenti', `/assistito/${person}/documenti`],
  ['doctor', 'chi-ha-visto', `/assistito/${person}/accessi`], ['doctor', 'arruola', `/assistito/${open}/arruola`],
  ['doctor', 'impegnative', `/assistito/${person}/impegnative`],
  ['doctor', 'misure', `/assistito/${person}/misure?giorni=90`], ['doctor', 'misure-tutte', `/assistito/${person}/misure/tutte?che=weight`],
  ['doctor', 'allarmi', '/allarmi'], ['doctor', 'allarmi-chiusi', '/allarmi?tab=chiusi'], ['doctor', 'televisite', '/televisite'], ['doctor', 'esami', '/esami?tutti=1'],
  ['doctor', 'allarme', `/allarmi/${one(`SELECT id FROM home_alarm WHERE person_id = ${person}`)}`], ['doctor', 'misure-piano', `/assistito/${person}/misure/piano`],
  ['doctor', 'consensi', `/assistito/${person}/consensi`], ['doctor', 'assistito-esami', `/assistito/${person}/esami`], ['doctor', 'esame-nuovo', `/assistito/${person}/esami/nuovo`],
  ['doctor', 'assistito-televisite', `/assistito/${person}/televisite`], ['doctor', 'televisita-nuova', `/assistito/${person}/televisite/nuova`], ['doctor', 'teleconsulto', `/assistito/${person}/teleconsulto`],
  ['doctor', 'conto-chiavi', '/conto/chiavi'],
  ['doctor', 'non-mio', `/assistito/${stranger}`], ['doctor', 'deleghe', '/deleghe'], ['doctor', 'conto', '/conto'], ['doctor', 'conto-chiave', '/conto/secondo-fattore'], ['doctor', 'non-sono-io', '/conto/non-sono-io'], ['doctor', 'avvisi', '/avvisi'],
  ...['', 'confermare', 'richiami', 'liberati', 'trattenuti'].map((t) => ['operator', `centro-${t || 'inizio'}`, `/centro${t ? `?tab=${t}` : ''}`]),
  ['operator', 'erogatori', '/erogatore'], ['operator', 'centro-assistito', `/centro/assistito/${person}`], ['operator', 'erogatore', `/erogatore/${provider}`],
  ['provider', 'erogatore-proprio', '/erogatore'],
  ['agency', 'agenzia', '/agenzia'], ['agency', 'agenzia-elenco', '/agenzia/elenco?livello=1'], ['agency', 'indicatori', '/agenzia/indicatori'],
  ['agency', 'liquidazioni', '/agenzia/liquidazioni'], ['agency', 'liquidazione', `/agenzia/liquidazioni/${statement}`],
  ...['medici', 'gestori', 'erogatori'].map((t) => ['agency', `registri-${t}`, `/agenzia/registri?tab=${t}`]),
  ['agency', 'registri-tutte', '/agenzia/registri?tutte=1&giorno=2019-01-01&righe=40'], ['agency', 'registri-nessuno', '/agenzia/registri?q=zzzzzz'],
  ['agency', 'registri-vuoto', '/agenzia/registri?giorno=1999-01-01'],
  ['agency', 'lavori', '/lavori'], ['agency', 'lavori-nuovo', '/lavori/nuovo'],
  ['cooperative', 'cooperativa', '/cooperativa'], ['cooperative', 'cooperativa-registri', '/cooperativa/registri'],
  ['cooperative', 'telemedicina', '/telemedicina'], ['cooperative', 'telemedicina-apparecchi', '/telemedicina/apparecchi'], ['admin', 'telemedicina-gruppi', '/telemedicina/gruppi'],
  ['cooperative', 'cooperativa-competenza', `/cooperativa/liquidazioni/${ownStatement}`],
  ['region', 'regione', '/agenzia'], ['region', 'regione-registri', '/agenzia/registri'],
  ['citizen', 'io', '/io'], ['citizen', 'io-piano', '/io/piano'], ['citizen', 'io-appuntamenti', '/io/appuntamenti'],
  ['citizen', 'io-misure', '/io/misure'], ['citizen', 'io-misure-righe', '/io/misure/scarti'], ['citizen', 'io-televisite', '/io/televisite'], ['citizen', 'io-consensi', '/io/consensi'], ['citizen', 'io-esami', '/io/esami'],
  ['citizen', 'io-accessi', '/io/accessi'], ['citizen', 'io-dati', '/io/dati'], ['citizen', 'io-uscita', '/io/uscita'], ['citizen', 'io-patto', '/io/patto'],
  ['admin', 'utenti', '/utenti'], ['agency', 'agenzia-eta', '/agenzia?vista=eta'], ['agency', 'agenzia-perche', `/agenzia/elenco/${person}`], ['agency', 'inviti', '/agenzia/inviti'], ['agency', 'inviti-asst', '/agenzia/inviti?via=asst'], ['agency', 'inviti-trattenuti', '/agenzia/inviti?via=trattenuti'], ['agency', 'agenzia-ats', '/agenzia?vista=ats'], ['agency', 'agenzia-insieme', '/agenzia?vista=insieme'], ['agency', 'agenzia-consumi', '/agenzia?vista=consumi'], ['region', 'agenzia-regione', '/agenzia?provincia=tutte'], ['admin', 'utenti-nuovo', '/utenti/nuovo'], ['admin', 'avvisi-admin', '/avvisi'],
  ['pharmacist', 'farmacia', '/cerca'], ['specialist', 'specialista', '/cerca'], ['staff', 'studio', '/medico'],
]
// names that are what they are: of the national catalogues, of places, of users
const official = ['services', 'clusters', 'conditions', 'drugs', 'municipalities', 'provinces', 'pathways'].flatMap((f) => {
  try { return readFileSync(join(root, `data/${f}.csv`), 'utf8').split('\n').slice(1).flatMap((l) => l.match(/"[^"]{8,}"|[^,"]{8,}/g) ?? []).map((n) => n.replaceAll('"', '')) } catch { return [] }
}).filter((n) => /[ '][a-z]/i.test(n)).sort((a, b) => b.length - a.length).concat(sql(web, 'SELECT login FROM app_user').split('\n').map((l) => `: ${l}`), sql(web, 'SELECT name FROM provider UNION SELECT name FROM organisation').split('\n'))
// texts in Italian whose element does not say so (lang="it")
function leftovers(names) {
  const words = /\b(della|delle|degli|dello|dei|nella|nelle|con il|sono|che|per il|per la|ogni|questo|questa|anche|senza|giorno|giorni|visita|esame|piano|medico|assistito|persona|cerca|salva|annulla|prenota|entro|dal|alle|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|luned|marted|mercoled|gioved|venerd|sabato|domenica)\b/i
  const found = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement
    if (at.closest('script, style, body [lang=it], .me')) continue
    const text = names.reduce((t, n) => t.replaceAll(n, ''), walk.currentNode.data)
    if (words.test(text)) found.push(walk.currentNode.data.trim().slice(0, 120))
  }
  for (const e of document.querySelectorAll('[aria-label], [placeholder], [title], [data-label]'))
    for (const a of ['aria-label', 'placeholder', 'title', 'data-label'])
      if (words.test(names.reduce((t, n) => t.replaceAll(n, ''), e.getAttribute(a) ?? '')) && !e.closest('body [lang=it]')) found.push(`${a}: ${e.getAttribute(a)}`)
  return [...new Set(found)].slice(0, 8)
}
const only = process.argv[2] ?? ''
for (const size of process.env.PAGES_SIZE ? [process.env.PAGES_SIZE] : ['desk', 'phone']) {
  let me = null, role = null
  for (const [who, name, path] of pages) {
    if (only && !name.includes(only) && who !== only) continue
    if (who !== role) {
      await me?.leave()
      me = await Person.at(browser, web, { size, name: who, lang: english ? 'en-GB' : 'it-IT' })
      if (who) await me.signOn(who)
      role = who
    }
    const status = await me.open(path)
    const wanted = { 'errore-404': [404], 'non-mio': [200, 403] }[name] ?? [200]
    if (!wanted.includes(status)) tap.ok(`${me.label}: ${name} is there`, false, `${path} answered ${status}`)
    await me.check(name)
    if (english) {
      const left = await me.page.evaluate(leftovers, official)
      tap.ok(`${me.label}: ${name} has no Italian left`, !left.length, left.join('\n'))
    }
  }
  await me?.leave()
}
await browser.close()
await web.stop()
tap.end()
