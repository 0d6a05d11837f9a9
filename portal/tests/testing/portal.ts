import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnswerOf, type OperationName, type Problem, routes } from '@millrace/contract'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { createPortalDoor } from '../../../server/src/doors/portal/index.ts'
import { createLog } from '../../../server/src/foundation/log.ts'
import { answers } from './answers/index.ts'
import { NOW } from './answers/people.ts'

const CHROMIUM = '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Answers = { [Name in OperationName]?: AnswerOf<Name> | Problem }

export interface GivenPortal extends AsyncDisposable {
  url: string
  /** A new visitor; `changed` answers replace the usual ones, `undefined` is not served. */
  visit(path: string, options?: VisitOptions): Promise<Page>
}

export interface VisitOptions {
  changed?: Answers
  width?: number
  colors?: 'light' | 'dark'
  /** Every request to the platform that changed something. */
  changes?: { operation: OperationName; body: unknown }[]
  /** What was asked for behind the `?` of each request that changed nothing. */
  asked?: { operation: OperationName; query: Record<string, string> }[]
}

/** The built portal behind its real door, in a real browser; only the API is a stub. */
export async function givenPortal(): Promise<GivenPortal> {
  const directory = await built()
  const server = await serve(directory)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  return {
    url,
    visit: async (path, options = {}) => {
      const context = await newContext(browser, options)
      const page = await context.newPage()
      await stubApi(page, options)
      await page.clock.setFixedTime(NOW)
      await page.goto(`${url}/app${path}`)
      return page
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true })
    },
  }
}

/** The portal as it is now, in a place of its own: test files run side by side. */
async function built(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'portal-'))
  const root = join(import.meta.dirname, '../..')
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  return outDir
}

function newContext(browser: Browser, options: VisitOptions): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: options.width ?? 1280, height: 800 },
    colorScheme: options.colors ?? 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
}

async function serve(directory: string): Promise<Server> {
  const door = createPortalDoor({ directory, log: createLog('silent') })
  const server = createServer((request, response) => {
    const [rawPath = '', rawQuery = ''] = (request.url ?? '').split('?')
    const here = {
      requestId: 'r',
      rawPath,
      rawQuery,
      box: undefined,
      sidePort: undefined,
      secure: false,
    }
    void door.handle({ request, response, ...here })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function stubApi(page: Page, { changed = {}, changes, asked }: VisitOptions): Promise<void> {
  const known: Answers = { ...answers, ...changed }
  await page.route('**/api/v1/**', async (route) => {
    const request = route.request()
    const { pathname, searchParams } = new URL(request.url())
    const operation = operationOf(request.method(), pathname.replace('/api/v1', ''))
    if (request.method() !== 'GET' && operation)
      changes?.push({ operation, body: request.postDataJSON() })
    else if (operation) asked?.push({ operation, query: Object.fromEntries(searchParams) })
    const answer = operation && known[operation]
    if (answer === undefined) return route.fulfill({ status: 501, json: notServed(operation) })
    const refused = 'requestId' in answer
    return route.fulfill({ status: refused ? statusOf(answer) : 200, json: answer })
  })
}

function operationOf(method: string, path: string): OperationName | undefined {
  return (Object.keys(routes) as OperationName[]).find((name) => {
    const [wanted, pattern = ''] = routes[name].split(' ')
    return wanted === method && new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path)
  })
}

function statusOf({ kind }: Problem): number {
  return { unauthenticated: 401, denied: 403, 'not-found': 404 }[kind as string] ?? 500
}

function notServed(operation = 'that'): Problem {
  return {
    code: 'portal-api.not-served-yet',
    kind: 'not-implemented',
    message: `this platform does not serve "${operation}" yet`,
    requestId: 'r-501',
  }
}
