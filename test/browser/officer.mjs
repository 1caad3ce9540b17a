// An officer of the agency reads the population, drills down to who is behind a
// figure, starts a run and sees it end.
export const role = 'agency'

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
  me.done('to the choice of a run')
}
