/**
 * Walks the portal of a running demo in a real browser, as its people: every page that each of
 * them can reach by links of the page before, in both colours and two widths. Says what axe, the
 * console and the width complain of, and which pages ended in trouble.
 *
 * `MILLRACE_HOME=… node tools/walk-portal.ts [--shots DIR] [--only USER]`
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { openHome } from '../cli/src/home.ts'

interface Person {
  account: string
  user: string
  password: string
}

const CHROMIUM = '/usr/bin/chromium'
const LOOKS = [
  { width: 1280, colors: 'light' },
  { width: 1280, colors: 'dark' },
  { width: 360, colors: 'light' },
  { width: 360, colors: 'dark' },
] as const
/** Of pages that differ only by an id, so many are enough. */
const ALIKE_MAX = 2
const SETTLED_MILLISECONDS = 250

const { values } = parseArgs({
  options: { shots: { type: 'string' }, only: { type: 'string' } },
})
const { path: home, url } = openHome()

const app = `${url}/app`
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const people = JSON.parse(readFileSync(join(home, 'people.json'), 'utf8')) as Person[]
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
const counts = { pages: 0, complaints: 0 }
for (const person of people)
  if (!values.only || values.only === person.user) await walk(browser, person)
await browser.close()
console.log(`${counts.pages} pages, ${counts.complaints} complaints`)
process.exitCode = counts.complaints === 0 ? 0 : 1

async function walk(from: Browser, person: Person): Promise<void> {
  const paths = await explore(from, person)
  for (const { width, colors } of LOOKS) {
    const page = await signedIn(from, person, { width, colors })
    for (const path of paths) await judge(page, { path, look: `${person.user} ${width} ${colors}` })
    await page.context().close()
  }
}

/** What can be reached from home by links, the shallow pages first. */
async function explore(from: Browser, person: Person): Promise<string[]> {
  const page = await signedIn(from, person, LOOKS[0])
  const found = ['/']
  const kinds = new Map<string, number>()
  for (const path of found) {
    await open(page, path)
    const links = await page.$$eval('a[href^="/app/"]', (all) =>
      all.map((link) => link.getAttribute('href') ?? ''),
    )
    for (const link of links) {
      const next = link.replace(/^\/app/, '').replace(/[?#].*$/, '') || '/'
      if (found.includes(next)) continue
      const kind = kindOf(next)
      const count = kinds.get(kind) ?? 0
      if (kind !== next && count >= ALIKE_MAX) continue
      kinds.set(kind, count + 1)
      found.push(next)
    }
  }
  await page.context().close()
  return found
}

function kindOf(path: string): string {
  const [, area = '', ...rest] = path.split('/')
  const ids = { datasets: 3, vendors: 1, deliveries: 1, quarantine: 1, trials: 1, accounts: 1 }
  const more = { pipelines: 1, runs: 1 }
  const names = { ...ids, ...more }[area] ?? 0
  return [area, ...rest.map((part, index) => (index < names ? '*' : part))].join('/')
}

async function signedIn(
  from: Browser,
  { account, user, password }: Person,
  { width, colors }: { width: number; colors: 'light' | 'dark' },
): Promise<Page> {
  const context = await from.newContext({
    viewport: { width, height: 900 },
    colorScheme: colors,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(`${app}/sign-in`)
  await page.getByLabel('Account').fill(account)
  await page.getByLabel('User').fill(user)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${app}/`)
  return page
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${app}${path}`, { waitUntil: 'networkidle' }).catch(() => undefined)
  await page.waitForTimeout(SETTLED_MILLISECONDS)
}

async function judge(page: Page, { path, look }: { path: string; look: string }): Promise<void> {
  counts.pages += 1
  const say = (complaint: string) => {
    counts.complaints += 1
    console.log(`${look} ${path}: ${complaint}`)
  }
  const listen = (message: { type(): string; text(): string }) => {
    if (message.type() === 'error') say(`console: ${message.text()}`)
  }
  page.on('console', listen)
  await open(page, path)
  page.off('console', listen)
  if (values.shots) {
    mkdirSync(values.shots, { recursive: true })
    const name = `${look} ${path}`.replaceAll(/[^\w-]+/g, '_')
    await page.screenshot({ path: join(values.shots, `${name}.png`), fullPage: true })
  }
  const alerts = await page.locator('main [role=alert]').allInnerTexts()
  for (const alert of alerts) say(`trouble: ${alert.replaceAll('\n', ' ').slice(0, 160)}`)
  if (await page.getByText('Not part of this platform yet').count()) say('not served')
  const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  if (wide !== 0) say(`scrolls sideways by ${wide}`)
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[]
  }
  for (const { id, nodes } of violations) say(`axe ${id}: ${nodes[0]?.html.slice(0, 160)}`)
}
