// What the script adds, in a browser: keys, the sheet of keys, drafts that save
// themselves, a form sent once, the warning before what was typed is left.
import { start, sql, tap } from '../web/kit.mjs'
import { launch, Person } from './kit.mjs'

const browser = await launch()
const web = await start()
const me = await Person.at(browser, web, { name: 'comforts' })
const page = me.page
const wait = (what, ms = 5000) => page.waitForFunction(what, null, { timeout: ms }).then(() => true, () => false)
await me.signOn('citizen')

await me.open('/io/appuntamenti')
await page.keyboard.press('j')
tap.ok('j: the first row', await page.locator('[data-row].here').count() === 1)
const first = await page.locator('[data-row].here').getAttribute('id')
await page.keyboard.press('j')
const second = await page.locator('[data-row].here').getAttribute('id')
tap.ok('j again: the next', first !== second)
await page.keyboard.press('k')
tap.is('k: back', await page.locator('[data-row].here').getAttribute('id'), first)
await page.keyboard.press('?')
tap.ok('?: the sheet, in a dialog', await page.locator('dialog[open] kbd').count() >= 3)
await me.check('sheet-of-keys')
await page.keyboard.press('Escape')
tap.ok('Escape closes it', await page.locator('dialog[open]').count() === 0)
await Promise.all([page.waitForURL(/sposta/), page.keyboard.press('Enter')])
tap.ok('Enter opens the row', /sposta/.test(page.url()))

await me.open('/io/dati')
await page.fill('#telefono', '035 777777')
tap.ok('a draft saves itself, and it is said', await wait(() => /Bozza salvata/.test(document.body.innerText)))
const again = await me.context.newPage()
await again.goto(web.base + '/io/dati')
await again.getByText('Riprendi da lì').click()
tap.is('another window goes on from there', await again.inputValue('#telefono'), '035 777777')
await again.close()
await page.fill('#telefono', '035 888888')
let asked = 0
page.once('dialog', (d) => { asked++; d.dismiss().catch(() => {}) })
await page.goto(web.base + '/io', { timeout: 3000 }).catch(() => {})
tap.is('leaving with something unsaved asks', asked, 1)

let sent = 0
page.on('request', (r) => { if (r.method() === 'POST' && /\/io\/dati$/.test(r.url())) sent++ })
page.on('dialog', (d) => d.accept().catch(() => {}))
// what was left a moment ago may still be on its way out
await me.open('/io/dati').catch(() => me.open('/io/dati'))
await page.fill('#telefono', '035 111111')
await page.evaluate(() => { const f = document.querySelector('form[action="/io/dati"]'); f.requestSubmit(); f.requestSubmit(); f.requestSubmit() })
await page.getByText('Salvato').first().waitFor({ timeout: 10000 }).catch(() => {}) // the page that answers
await page.waitForLoadState()
await me.must('saved', /Salvato/)
tap.is('a form is sent once', sent, 1)
await me.open('/io/dati')
await page.waitForTimeout(500)
tap.is('what was sent is no draft any more', await page.getByText('Riprendi da lì').count(), 0)
tap.is('and what was sent is kept', sql(web, "SELECT phone FROM person WHERE id = (SELECT r.person_id FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = 'assistita')"), '035 111111')
tap.is('no trouble in the console', me.trouble.join('; '), '')
await web.stop()
await browser.close()
tap.end()
