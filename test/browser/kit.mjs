// A person at a screen: Chromium driven by playwright-core, on the server of
// test/web/kit.mjs. What they press and type is counted; every page they see is
// checked by axe (WCAG 2.1 and 2.2 A, AA), for errors in the console, requests
// that fail or go elsewhere, and its size; screenshots go to build/screens.
import { createRequire } from 'node:module'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, tap } from '../web/kit.mjs'

const require = createRequire(join(root, 'build/browser/x.js'))
export const screens = process.env.SCREENS ?? join(root, 'build/screens')
export const sizes = { desk: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } }
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const htmlMost = 60 * 1024

let axe
export async function launch() {
  try { execFileSync(join(root, 'tools/browser-tools.sh'), { stdio: ['ignore', 'ignore', 'pipe'] }) } catch (e) {
    tap.skip('browser', String(e.stderr ?? e).trim().split('\n').pop())
    tap.end()
    process.exit(0)
  }
  mkdirSync(screens, { recursive: true })
  axe = readFileSync(require.resolve('axe-core'), 'utf8')
  const chromium = process.env.CHROMIUM ?? execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim()
  return require('playwright-core').chromium.launch({ executablePath: chromium, args: ['--no-sandbox'] })
}

export class Person {
  // size: desk or phone; scripts: whether the browser runs any
  static async at(browser, web, { size = 'desk', scripts = true, lang = 'it-IT', name = '' } = {}) {
    const me = new Person()
    me.web = web
    me.label = [name, size, scripts ? '' : 'without scripts'].filter(Boolean).join(', ')
    me.context = await browser.newContext({ viewport: sizes[size], locale: lang, javaScriptEnabled: scripts, hasTouch: size === 'phone', isMobile: size === 'phone' })
    me.page = await me.context.newPage()
    me.scripts = scripts
    me.size = size
    me.count = 0
    me.seen = new Set()
    me.trouble = []
    me.page.on('console', (m) => { if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) me.trouble.push(`console: ${m.text()}`) })
    me.page.on('pageerror', (e) => me.trouble.push(`script: ${e.message}`))
    me.page.on('requestfailed', (r) => { if (!/ERR_ABORTED/.test(r.failure()?.errorText ?? '')) me.trouble.push(`failed: ${r.url()}`) })
    me.page.on('request', (r) => { if (r.url().startsWith('http') && !r.url().startsWith(web.base)) me.trouble.push(`elsewhere: ${r.url()}`) })
    me.page.on('response', (r) => { if (r.status() >= 500) me.trouble.push(`${r.status()}: ${r.url()}`) })
    me.begun = Date.now()
    return me
  }
  async open(path) { return (await this.page.goto(this.web.base + path)).status() }
  async press(target) { this.count++; await (typeof target === 'string' ? this.page.locator(target).first() : target.first()).click(); await this.settled() }
  async button(name, within = this.page) { return this.press(within.getByRole('button', { name })) }
  async link(name, within = this.page) { return this.press(within.getByRole('link', { name })) }
  async type(target, text) { this.count++; await (typeof target === 'string' ? this.page.locator(target).first() : target.first()).fill(text) }
  async choose(target, value) { this.count++; await this.page.locator(target).first().selectOption(value); await this.settled() }
  async tick(target) { this.count++; await (typeof target === "string" ? this.page.locator(target).first() : target.first()).check() }
  async key(k) { this.count++; await this.page.keyboard.press(k); await this.settled() }
  async back() { this.count++; await this.page.goBack(); await this.settled() }
  async settled() { await this.page.waitForLoadState('load') }
  async text() { return (await this.page.locator('body').innerText()).replace(/\s+/g, ' ') }
  async sees(pattern) { return pattern.test(await this.text()) }
  async must(what, pattern) {
    const text = await this.text()
    return tap.ok(`${this.label}: ${what}`, pattern.test(text), `at ${this.page.url()} there is no ${pattern}: ${text.slice(0, 900)}`)
  }
  async signOn(role) {
    const user = this.web.users[role]
    await this.open('/accesso')
    await this.type('[name=utente]', user.login)
    await this.type('[name=password]', user.password)
    await this.press('main button[type=submit]')
    if (user.totp && await this.page.locator('[name=codice]').count()) {
      await this.type('[name=codice]', execFileSync('oathtool', ['--totp', '-b', user.totp], { encoding: 'utf8' }).trim())
      await this.press('main button[type=submit]')
    }
    this.begun = Date.now()
    this.count = 0
  }
  async shot(name, full = false) { await this.page.screenshot({ path: join(screens, `${name}-${this.size}.png`), fullPage: full }) }
  async barriers() {
    await this.page.evaluate(axe)
    const { violations } = await this.page.evaluate((r) => globalThis.axe.run(document, { runOnly: r }), rules)
    return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}, first ${v.nodes[0].target.join(' ')})`)
  }
  // what is on the screen now: reachable for everybody (axe at the desk; with
  // PROSSIMA_LONG on the phone too), whole, small
  async check(name) {
    const problems = []
    if (this.scripts) {
      if (this.size === 'desk' || process.env.PROSSIMA_LONG) problems.push(...await this.barriers())
      const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (wide > 1) problems.push(`scrolls sideways by ${wide} px`)
    }
    problems.push(...this.trouble.splice(0))
    const html = (await this.page.content()).length
    if (html > htmlMost) problems.push(`HTML of ${html} bytes, more than ${htmlMost}`)
    await this.shot(name)
    return tap.ok(`${this.label}: ${name} is accessible, whole and small`, !problems.length, problems.join('\n'))
  }
  done(what) {
    console.log(`# ${this.label}: ${what}: ${this.count} interactions, ${((Date.now() - this.begun) / 1000).toFixed(1)} s`)
  }
  async leave() {
    tap.ok(`${this.label}: nothing failed behind the page`, !this.trouble.length, this.trouble.join('\n'))
    await this.context.close()
  }
}
export { tap, root }
