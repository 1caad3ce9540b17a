// A citizen at home: confirms an appointment, takes it back, moves another,
// cancels a third and thinks again, and sees who looked at their data.
export const role = 'citizen'

export async function journey(me) {
  await me.must('the next appointment stands first', /Il prossimo appuntamento/)
  await me.button('Confermo')
  await me.must('confirmed', /Grazie: la aspettano/)
  await me.button('Rimetti com’era')
  await me.must('and taken back', /La conferma è stata tolta/)
  await me.button('Confermo')
  await me.check('io-confermato')
  me.done('confirm, take back, confirm')

  await me.link('I miei appuntamenti')
  await me.link('Sposto')
  await me.check('io-sposta')
  await me.tick('[name=posto]')
  await me.button(/Sposto qui|Prendo|posto/)
  await me.must('moved', /Spostato\./)
  me.done('move an appointment')

  await me.link('I miei appuntamenti')
  await me.link('Annullo')
  await me.button("Annullo l'appuntamento")
  await me.must('without a reason it is asked for', /scelga|perché|Perché/)
  await me.check('io-annulla-senza-motivo')
  await me.tick('[name=motivo]')
  await me.button("Annullo l'appuntamento")
  await me.must('cancelled', /L'appuntamento è annullato/)
  await me.button('Rimetti com’era')
  await me.must('and back again', /appuntamento/)
  me.done('cancel an appointment and think again')

  await me.link('Chi ha visto i miei dati')
  await me.must('who looked', /Medico|medico|centro|Centro|nessuno/i)
  await me.check('io-chi-ha-visto')
  me.done('see who looked')
}
