// When a phone on a slow network first paints a page: Chromium at 390 x 844,
// 1.6 Mbit/s down, 750 kbit/s up, 150 ms to the server and back, processor four
// times slower. With an empty cache, and again with what the first visit left.
//
//	node bench/web_paint.mjs [RUNS]      the fixture of test/web/kit.mjs
//
// A line for each page and cache: median and worst of the first contentful
// paint (the browser's own entry, from the start of the navigation), bytes
// over the network and requests of the median run.
import { launch, Person } from '../test/browser/kit.mjs'
import { start } from '../test/web/kit.mjs'

const runs = Number(process.argv[2] ?? 5)
const pages = [['doctor', '/medico'], ['citizen', '/io']]
const network = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }

async function visit(person, path, empty) {
  const { page, web } = person
  await page.goto('about:blank')
  const cdp = await page.context().newCDPSession(page)
  let bytes = 0, requests = 0
  cdp.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; requests++ })
  await cdp.send('Network.enable')
  if (empty) await cdp.send('Network.clearBrowserCache')
  await cdp.send('Network.emulateNetworkConditions', network)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const status = (await page.goto(web.base + path, { waitUntil: 'load' })).status()
  if (status !== 200) throw new Error(`${path} answered ${status}`)
  const paint = await page.evaluate(() => new Promise((done) => {
    const name = 'first-contentful-paint'
    const seen = performance.getEntriesByName(name)[0]
    if (seen) return done(seen.startTime)
    new PerformanceObserver((list) => {
      const entry = list.getEntriesByName(name)[0]
      if (entry) done(entry.startTime)
    }).observe({ type: 'paint', buffered: true })
  }))
  await cdp.detach()
  return { paint, bytes, requests }
}

const browser = await launch()
const web = await start({ args: ['--log', '/dev/null'] })
try {
  for (const [role, path] of pages) {
    const person = await Person.at(browser, web, { size: 'phone', name: role })
    await person.signOn(role)
    for (const empty of [true, false]) {
      const all = []
      for (let i = 0; i < runs; i++) all.push(await visit(person, path, empty))
      all.sort((a, b) => a.paint - b.paint)
      const middle = all[all.length >> 1]
      console.log(`${path} cache=${empty ? 'empty' : 'kept'} runs=${runs} paint_ms=${middle.paint.toFixed(0)} ` +
        `worst_ms=${all.at(-1).paint.toFixed(0)} bytes=${middle.bytes} requests=${middle.requests}`)
    }
    await person.context.close()
  }
} finally {
  await browser.close()
  await web.stop()
}
