// A family doctor enrols a person on a pact signed on paper, has the plan
// drafted, takes a line out, puts it back, signs and publishes.
export const role = 'doctor'

export async function journey(me) {
  await me.must('the work lists are home', /Arruolabili.*Da firmare/s)
  await me.link('Arruolabili')
  await me.check('medico-arruolabili-elenco')
  await me.press(me.page.locator('tr[data-row] a', { hasText: 'Arruola' }))
  await me.must('enrolment and pact', /Arruolamento e patto/)
  await me.check('arruola-modulo')
  await me.button(/Patto firmato su carta oggi: arruola/)
  await me.must('enrolled', /attiv[ao]/i)
  me.done('enrol on paper')

  await me.button('Prepara il piano di cura')
  await me.must('the draft is ready', /La bozza è pronta/)
  await me.check('piano-appena-preparato')
  me.done('draft the plan')

  await me.press('a.line-edit')
  await me.check('piano-modifica')
  await me.press('form:has(input[name=azione][value=togli]) .ready button')
  await me.must('taken out', /Tolto dal piano/)
  await me.press('.said button')
  await me.must('and put back', /Rimesso nel piano/)
  me.done('take a line out and put it back')

  if (me.scripts && me.size === 'desk') await me.key('s')
  else await me.link('Firma')
  await me.must('what is signed', /Che cosa firma/)
  await me.check('piano-da-firmare')
  await me.button('Firmo il piano')
  await me.must('signed', /Piano firmato/)
  await me.button(/Pubblica/)
  await me.must('published', /Pubblicato/)
  await me.check('piano-pubblicato')
  me.done('sign and publish')

  await me.link('I miei assistiti')
  await me.link('Da firmare')
  if (await me.page.getByRole('link', { name: 'Firma in sequenza' }).count()) {
    await me.link('Firma in sequenza')
    await me.must('in sequence', /Che cosa firma/)
    await me.button('Firmo il piano')
    await me.must('the next one comes by itself', /Piano firmato/)
    me.done('sign the next of the sequence')
  }
}
