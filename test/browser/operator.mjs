// An operator of the service centre books services of the first on the list,
// moves one, cancels one and thinks again; notes a call.
export const role = 'operator'

export async function journey(me) {
  await me.must('the work list is home', /Lista di lavoro.*Da prenotare/s)
  await me.press('tr[data-row] a[data-open], [data-row] a')
  await me.must('what is open of the person', /Da prenotare|Trova posti/)
  await me.check('centro-assistito-da-prenotare')
  for (const box of await me.page.locator('input[name=att]:not(:checked)').all()) await me.tick(box)
  await me.button('Trova posti')
  await me.must('proposals with distance and day', /km/)
  await me.check('centro-proposte')
  await me.press('main form[method=post] button.btn-primary')
  await me.must('booked', /Prenotat[oi]\. La persona/)
  me.done('book what is open of a person')

  await me.link('Sposta')
  await me.check('centro-sposta')
  const places = me.page.locator('input[name^=posto]')
  if (await places.count() > 1) await me.tick(places.nth(1))
  await me.button('Sposta qui')
  await me.must('moved', /Spostato/)
  me.done('move it')

  await me.press(me.page.locator('summary', { hasText: 'Annulla' }))
  await me.button(/Annulla l.appuntamento/)
  await me.must('cancelled', /Appuntamento annullato/)
  await me.press('.said button')
  await me.must('and it stands again', /di nuovo prenotato/)
  me.done('cancel and think again')

  await me.press(me.page.getByRole('button', { name: /Salva|Registra/ }))
  await me.must('a call is noted', /Chiamata registrata/)
  me.done('note a call')
}
