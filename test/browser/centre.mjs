// The service centre: the most overdue person, everything open booked at once,
// undone, booked again; one moved, one cancelled and put back; a call noted.
export const role = 'operator'

export async function journey(me) {
  await me.must('the work list stands first', /Lista di lavoro del centro servizi/)
  await me.check('centro-lista')
  await me.press('a[data-open]')
  await me.check('centro-assistito')
  await me.button('Trova posti')
  await me.must('places are proposed', /Posti proposti/)
  await me.check('centro-proposte')
  await me.button(/^Prenota/)
  await me.must('booked', /Prenotat[oi]\./)
  me.done('book all that is open for one person')
  await me.button('Rimetti com’era')
  await me.must('and undone', /è tornato come prima/)

  await me.link('Lista di lavoro')
  await me.link(/Da confermare/)
  await me.check('centro-confermare')
  await me.button('Conferma')
  await me.must('confirmed on behalf', /Confermato\./)
  await me.button('Rimetti com’era')
  me.done('confirm, take back')

  await me.link(/Da confermare/)
  await me.press(me.page.locator('tbody tr').last().locator('a[data-open]'))
  await me.link('Sposta')
  await me.check('centro-sposta')
  await me.tick('[name="posto-0"] >> nth=-1')
  await me.button('Sposta qui')
  await me.must('moved', /Spostato\./)
  await me.button('Rimetti com’era')
  me.done('move and think again')

  await me.link('Agende')
  await me.check('centro-agende')
  await me.press('a[data-open]')
  await me.check('erogatore-giorno')
  await me.link('Settimana')
  await me.check('erogatore-settimana')
  await me.link('Mese')
  await me.check('erogatore-mese')
}
