// An officer of the agency reads the population, drills down to who is behind a
// figure, brings the files of a registry, starts the run, sees how far it is,
// its result and what it said, and finds it again in the list.
import { join } from 'node:path'
import { root } from './kit.mjs'

export const role = 'agency'
const raw = join(process.env.WEB_FIXTURE ?? join(root, 'build/web-fixture'), 'raw')

async function comes(me, what, pattern, seconds = 60) {
  const until = Date.now() + seconds * 1000
  while (!(await me.sees(pattern)) && Date.now() < until) {
    if (me.scripts) await me.page.waitForTimeout(100)
    else { await me.page.waitForTimeout(300); await me.page.reload() }
  }
  return me.must(what, pattern)
}

export async function journey(me) {
  await me.must('the population is home', /Popolazione|popolazione/)
  await me.check('agenzia-inizio')
  await me.press('main a[href*="/agenzia/elenco"]')
  await me.must('who is behind a figure', /P[0-9A-F]{8}/)
  await me.check('agenzia-dietro-la-cifra')
  me.done('from the population to who is behind a figure')

  await me.link('Elaborazioni')
  await me.check('lavori-elenco')
  await me.press('a[href*="/lavori/nuovo"]')
  await me.check('lavori-scelta')
  await me.press('a[href*="tipo=people.import"]')
  await me.must('what the run reads', /identity\.csv/)
  await me.check('lavori-file-scelta')
  const files = ['person.csv', 'doctor.csv', 'section.csv', 'cooperative.csv', 'identity.csv'].map((f) => join(raw, f))
  me.count++
  await me.page.locator('#file').setInputFiles(files)
  await me.press('form.files button[type=submit]')
  await me.page.waitForURL(/\/lavori\/file\/\d+$/)
  await me.must('all files came, with their digests', /identity\.csv.*[0-9a-f]{64}.*section\.csv/)
  await me.check('lavori-file')
  me.done('to the files of an import, uploaded')

  await me.press('form.box:not(.files) button.btn-primary')
  await comes(me, 'it waits, runs or has ended', /in attesa|in coda|in corso|finita/)
  await me.check('lavori-in-corso')
  const parts = new Set()
  for (const until = Date.now() + 60000; Date.now() < until && !(await me.sees(/finita|non riuscita/));) {
    const part = /righe di [a-z]+\.csv|chiusura delle prese in carico/.exec(await me.text())?.[0]
    if (part) parts.add(part)
    if (me.scripts) await me.page.waitForTimeout(200)
    else { await me.page.waitForTimeout(200); await me.page.reload() }
  }
  await me.must('it ends well', /finita/)
  console.log(`# ${me.label}: parts seen while it ran: ${[...parts].join(', ') || 'none'}`)
  await me.must('its result, file by file', /person\.csv.*righe lette/)
  await me.must('what it said', /Che cosa ha detto/)
  await me.check('lavori-finita')
  me.done('to the result of the run')

  await me.link('Tutte le elaborazioni')
  await me.must('it is in the list', /Importazione delle anagrafi.*finita/)
  await me.check('lavori-elenco-con-una')
  me.done('to the run in the list')
}
