// Visits at a distance, by the pages, in the server of exams.mjs: a televisit
// booked, the room in its time, held, signed, read by the person; a teleconsult
// asked of a group with an exam and the plan, answered, read by who asked.
import { sql, tap, TODAY } from './kit.mjs'

// for `prossima`, before the server starts
export const roomRule = ['rules', 'set', 'parameter', 'visit.room_url', 'https://video.example/{room}', '--from', '2026-01-01', '--source', 'prova']
const filesForm = (client) => /<form[^>]*multipart\/form-data[^>]*action="([^"]*)"/.exec(client.last.body)?.[1]

export async function visits(web, { gp, citizen, reader, me, exam }) {
  // ---- a televisit: booked now, the room in its time, held, signed, read
  // the server's clock is that of Rome, on its own day
  const [hour, minute] = new Intl.DateTimeFormat('it', { timeZone: 'Europe/Rome', hour: '2-digit', minute: '2-digit' }).format(new Date()).split(':').map(Number)
  const start_min = Math.min(hour * 60 + minute, 1434)
  const two = (n) => String(n).padStart(2, '0')
  const visit = { chi: sql(web, `SELECT id FROM app_user WHERE login = '${web.users.doctor.login}'`), giorno: TODAY, ora: `${two(Math.floor(start_min / 60))}:${two(start_min % 60)}`,
    minuti: '5', motivo: 'Controllo della pressione <b>', vista: '2026-02-01', adatta: '1' }
  await gp.get(`/assistito/${me}/televisite`)
  tap.ok('the record has its televisits', gp.last.has('Prenota una televisita') && gp.last.has('Chiedi un teleconsulto'))
  await gp.get(`/assistito/${me}/televisite/nuova`)
  await gp.send(/televisite\/nuova/, visit)
  tap.ok('without consent it is not booked, and what was typed stays', gp.last.status === 400 && gp.last.has('non ha dato il consenso') && gp.last.has('Controllo della pressione'), `${gp.last.status} ${gp.last.text.slice(0, 400)}`)
  await gp.send(/televisite\/nuova/, { ...visit, consenso: '1' })
  const tv = sql(web, "SELECT id FROM visit WHERE kind = 'televisit'")
  tap.ok('booked', gp.last.url === `/televisite/${tv}` && gp.last.has('La televisita è prenotata') && gp.last.body.includes('&lt;b&gt;'), `${gp.last.url} ${/problems[\s\S]{0,400}/.exec(gp.last.body)?.[0]}`)
  await citizen.get('/io/appuntamenti')
  tap.ok('it stands among the appointments, from home, not to be moved there', citizen.last.has('Da casa, in video') && citizen.last.links(/io\/televisite/).length > 0)
  await citizen.get('/io/televisite')
  tap.ok('the person has the button in its time', citizen.last.has('Sono qui') && citizen.last.has('Entra nella stanza video'), citizen.last.text.slice(0, 500))
  tap.ok('the address of the room stands on no page', !citizen.last.body.includes('video.example'))
  const theirs = await citizen.raw('GET', `/io/televisite/${tv}/stanza`), ours = await gp.raw('GET', `/televisite/${tv}/stanza`)
  const room = ours.headers.get('location') ?? ''
  tap.ok('both go to one room that nobody can guess', /^https:\/\/video\.example\/[0-9a-f]{32}$/.test(room) && theirs.headers.get('location') === room, `${theirs.status} ${ours.status} ${room}`)
  for (const path of ['', '/stanza', '/referto']) {
    const page = await reader.raw('GET', `/televisite/${tv}${path}`)
    tap.is(`a specialist without a part in it: ${path || 'the case'} is closed`, page.status, 403)
  }
  const staff = web.users.staff ? await web.signOn('staff') : null
  if (staff) tap.is('the room is not for the staff', (await staff.raw('GET', `/televisite/${tv}/stanza`)).status, 403)
  await gp.get(`/televisite/${tv}`)
  await gp.send(/passo\/sposta/, { giorno: '2031-05-06', ora: '09:35', minuti: '25' })
  tap.ok('moved by years: refused, the form open with what was written', gp.last.status >= 400 && /<details open><summary>[^<]*<\/summary><form[^>]*passo\/sposta"/.test(gp.last.body) && ['"2031-05-06"', '"09:35"', '"25"'].every((v) => gp.last.body.includes(`value=${v}`)), `${gp.last.status} ${gp.last.text.slice(0, 300)}`)
  await citizen.send(/passo\/pronto/)
  tap.ok('"I am here"', citizen.last.has('Il medico vede che lei'))
  await gp.get('/televisite')
  tap.ok('the doctor sees that the person waits', gp.last.has('Oggi') && gp.last.has("è in attesa"), gp.last.text.slice(0, 500))
  await gp.get(`/televisite/${tv}`)
  await gp.send(/passo\/inizia/)
  await gp.send(/passo\/appunti/, { testo: 'chiedere del sale' })
  tap.ok('notes are kept', gp.last.has('chiedere del sale'))
  const letter = async (bytes, name) => {
    const body = new FormData()
    body.append('file', new Blob([bytes]), name)
    gp.last = await gp.follow(await gp.raw('POST', filesForm(gp), { body, headers: { origin: web.base } }))
  }
  await letter('%PDF-1.4 lettera di dimissione', 'lettera.pdf')
  tap.ok('a letter is added', gp.last.has('lettera.pdf') && gp.last.has('è stato aggiunto'), gp.last.text.slice(0, 300))
  const doc = await gp.raw('GET', gp.last.links(/documento\/\d+$/)[0])
  tap.ok('and comes back to be saved, never opened here', doc.body.startsWith('%PDF') && /attachment; filename="lettera.pdf"/.test(doc.headers.get('content-disposition')))
  await letter('MZ\x00 programma', 'x.pdf')
  tap.ok('a program is refused in words', gp.last.status >= 400 && gp.last.has('PDF, un'), `${gp.last.status} ${gp.last.text.slice(0, 200)}`)
  await gp.get(`/televisite/${tv}/referto`)
  await gp.send(/referto$/, { testo: 'Sta bene.', conclusione: 'Ipertensione in compenso.', consigli: 'Controllo fra tre mesi.' })
  tap.ok('no signature while it runs', gp.last.has('Termini la visita') && !gp.last.forms().some((f) => /firma$/.test(f.action)))
  await citizen.get('/io/televisite')
  tap.ok('the person sees no draft', !citizen.last.has('Ipertensione in compenso'))
  await gp.get(`/televisite/${tv}`)
  await gp.send(/passo\/termina/)
  await gp.get(`/televisite/${tv}/referto`)
  await gp.send(/firma$/)
  tap.ok('signed and delivered', gp.last.has('Firmato e consegnato') && gp.last.has('versione 1') && gp.last.has('non ancora letto'), gp.last.text.slice(0, 400))
  await citizen.get('/io/televisite')
  tap.ok('the person reads the report', citizen.last.has('Ipertensione in compenso.') && citizen.last.has('Controllo fra tre mesi.'))
  await gp.get(`/televisite/${tv}`)
  tap.ok('and the doctor sees that they did', gp.last.has('Letto da'))

  // ---- a teleconsult: asked with an exam and the plan, answered, read
  await gp.get(`/assistito/${me}/teleconsulto`)
  await gp.send(/teleconsulto$/, { chi: 'gruppo:CARDIO', quesito: 'Anticoagulare?', urgenza: 'amber', esame: exam, piano: '1', consenso: '1' })
  const tc = sql(web, "SELECT id FROM visit WHERE kind = 'teleconsult'")
  tap.ok('asked', gp.last.url === `/televisite/${tc}` && gp.last.has('Il quesito è inviato'), `${gp.last.status} ${gp.last.text.slice(0, 400)}`)
  await reader.get('/televisite')
  tap.ok('the group has it, with its clock', reader.last.has('Aspettano lei') && reader.last.has('Anticoagulare?') && reader.last.has('usato il 0 %'), reader.last.text.slice(0, 500))
  await reader.get(`/televisite/${tc}`)
  await reader.send(/passo\/prendi/)
  tap.ok('taken, with the exam at hand', reader.last.has('in carico a lei') && reader.last.links(new RegExp(`esami/${exam}$`)).length > 0)
  await reader.get(`/televisite/${tc}/referto`)
  await reader.send(/referto$/, { testo: 'CHA2DS2-VASc 3.', conclusione: 'Sì: iniziare un anticoagulante diretto.' })
  await reader.send(/firma$/)
  tap.ok('answered', reader.last.has('Firmato e consegnato'))
  await gp.get('/televisite?tutte=1')
  tap.ok('an answer to read', gp.last.has('da leggere'))
  await gp.get(`/televisite/${tc}`)
  tap.ok('the answer', gp.last.has('anticoagulante diretto') && gp.last.has('Letto da'))
  const between = await citizen.raw('GET', `/televisite/${tc}`)
  tap.is('between doctors', between.status, 403)
  const looks = sql(web, `SELECT count(DISTINCT action) FROM audit WHERE person_id = ${me} AND action IN ('visit.show', 'visit.room', 'visit.mine', 'visit.sign', 'visit.document')`)
  tap.is('every look is written down', looks, '5')
  // a televisit that the person cancels is not put back by a button: its room is gone
  await gp.get(`/assistito/${me}/televisite/nuova`)
  await gp.send(/televisite\/nuova/, { ...visit, giorno: '2026-04-20', ora: '10:00', consenso: '1' })
  const gone = sql(web, `SELECT id FROM appointment WHERE person_id = ${me} AND day = '2026-04-20' AND state = 'booked' ORDER BY id DESC LIMIT 1`)
  await citizen.get(`/io/appuntamenti/${gone}/annulla`)
  await citizen.send(/annulla$/, { motivo: 'impegno' })
  tap.ok('cancelled by the person, without an undo that would be refused', citizen.last.has("L'appuntamento è annullato") && !citizen.last.body.includes('/ripristina'), citizen.last.text.slice(0, 600))
  const en = await gp.raw('GET', `/televisite/${tv}`, { headers: { 'accept-language': 'en' } })
  tap.ok('and in English', en.status === 200)
}
