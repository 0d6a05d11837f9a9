/**
 * The second half of `npm start`, on Node 24: builds the portal where its sources changed, starts
 * the platform, makes the governance account on a new home, plays the demo story where it is due
 * while the engine is provisioned, prints the end screen and stays until it is told to end. Its
 * only argument is JSON: `{ "empty": boolean, "retryDemo": boolean }`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Status } from '@millrace/contract'
import { createAccount, listAccounts } from '../../cli/src/commands/account.ts'
import { openHome, type Server, serverOf } from '../../cli/src/home.ts'
import { hasProfile, pointProfiles } from '../../cli/src/profiles.ts'
import { reach } from '../../cli/src/reach.ts'
import { readConfig } from '../../server/src/config.ts'
import { checkExposure, loopback } from '../../server/src/exposure.ts'
import { awaitHome, lockHome } from '../../server/src/foundation/home-lock.ts'
import { writeWhole } from '../../server/src/home.ts'
import { provision } from '../provision/provision.ts'
import { type Demo, openDemo } from './demo.ts'
import { endScreen } from './end-screen.ts'
import { buildPortal } from './portal.ts'
import { createStages } from './stages.ts'
import { demoHosts, vendorPorts } from './vendor-ports.ts'

const ROOT = join(import.meta.dirname, '../..')
const READY_SECONDS_MAX = 60
const STOP_SECONDS_MAX = 25
const TAKE_OVER_SECONDS_MAX = 40
const GOVERNANCE = { name: 'governance', id: '111111111111' }

const home = openHome()
const lock = await lockHome(home.path, 'start')
const options = JSON.parse(process.argv[2] ?? '{}') as { empty?: boolean; retryDemo?: boolean }
if (!lock) {
  const running = serverOf(home.path)
  if (running) await besideRunning(running)
  else console.log('already being started; nothing to do')
  process.exit(0)
}

refuseExposure()
const demo = theDemo()
const stages = createStages()
await stages.run('portal build', async () => buildPortal(ROOT))
const server = await stages.run('platform', () => startServer())
endWith(server)
await stages.run('governance account', () => ensureGovernanceAccount())
console.log(`\n      the portal answers at ${openHome().url}/app/\n`)
// The engine's downloads and the story's first part do not wait for each other.
// Without it the platform goes on: what needs Spark says why, and a second start tries again.
const engine = stages
  .run('engine', () => provisionEngine())
  .catch((error: unknown) => {
    console.error(`  ✗ engine: ${error instanceof Error ? error.message : error}`)
    console.error('    once that is mended, start again: what is there is kept')
  })
await demo.play()
await engine
await showEnd(demo)

function theDemo({ beside = false } = {}): Demo {
  const { empty = false, retryDemo = false } = options
  return openDemo(home, { root: ROOT, empty, retry: retryDemo, beside })
}

async function showEnd({ progress }: Demo): Promise<void> {
  console.log(
    endScreen({
      ...{ root: ROOT, home: openHome(), governanceAccountId: GOVERNANCE.id },
      ...{ status: await readStatus(), demo: progress() },
    }),
  )
}

/** What a second start does while the first goes on: it can play a demo that failed. */
async function besideRunning({ url, pid, port: served }: Server): Promise<void> {
  const { port } = readConfig()
  console.log(`already running at ${url} (process ${pid})`)
  if (port !== served)
    console.log(`port ${port} is not taken up: stop it first, then start it with --port ${port}`)
  if (!options.retryDemo) return console.log('nothing to do')
  const demo = theDemo({ beside: true })
  if (!demo.due) return console.log(`nothing to do: the demo is ${demo.progress()?.state ?? 'off'}`)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, demo.stop)
  await demo.play()
  await showEnd(demo)
}

/** Said here, before anything is made: the server says the same to its log. */
function refuseExposure(): void {
  try {
    const config = readConfig()
    checkExposure(config, new Date())
    if (options.empty || existsSync(join(home.path, 'config.json')) || loopback(config.host)) return
    console.error('beyond loopback there is no demo, whose passwords lie in a file: add -- --empty')
  } catch (error) {
    console.error(`refused: ${error instanceof Error ? error.message : error}`)
  }
  process.exit(1)
}

/** What a start that was killed has left ends by itself, and must be gone before the next comes. */
async function awaitEarlierServer(): Promise<void> {
  const free = await awaitHome(home.path, 'server', TAKE_OVER_SECONDS_MAX)
  free?.close()
  if (free) return
  const earlier = serverOf(home.path)
  console.error(`another server serves "${home.path}": end it first, kill ${earlier?.pid ?? ''}`)
  process.exit(1)
}

/** Starts the server with its output in the log, and waits until it answers. */
async function startServer(): Promise<ChildProcess> {
  mkdirSync(join(home.path, 'logs'), { recursive: true, mode: 0o700 })
  const output = openSync(join(home.path, 'logs/server.log'), 'a', 0o600)
  await awaitEarlierServer()
  const server = [process.execPath, '--expose-gc', join(ROOT, 'server/src/main.ts')]
  const {
    MILLRACE_PORT = '',
    MILLRACE_REGION = 'us-east-1',
    MILLRACE_LOG_LEVEL = 'info',
    MILLRACE_RESTART_SECONDS_MAX = '30',
  } = process.env
  const env = { ...process.env, ...(demo.onStage ? await reachingVendor() : {}) }
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'server/src/keeper/run.ts'),
      ...[join(ROOT, 'driver'), MILLRACE_PORT, MILLRACE_REGION, MILLRACE_LOG_LEVEL],
      ...[MILLRACE_RESTART_SECONDS_MAX, ...server],
    ],
    { cwd: ROOT, stdio: ['ignore', output, output], env },
  )
  const deadline = Date.now() + READY_SECONDS_MAX * 1000
  while (!(await ready())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL')
      console.error(`the platform did not start: see ${join(home.path, 'logs/server.log')}`)
      process.exit(1)
    }
    await new Promise((settle) => setTimeout(settle, 100))
  }
  return child
}

/** The vendor of the demo stands on loopback, where agreements may not lead unless it is said. */
async function reachingVendor(): Promise<Record<string, string>> {
  const { MILLRACE_INTERNAL_HOSTS: given } = process.env
  const own = demoHosts(await vendorPorts(home.path), home.url)
  return { MILLRACE_INTERNAL_HOSTS: [...(given ? [given] : []), ...own].join(',') }
}

async function ready(): Promise<boolean> {
  try {
    return (await reach(openHome(), '/readyz', {})).ok
  } catch {
    return false
  }
}

/** The first account of a platform is its governance account. */
async function ensureGovernanceAccount(): Promise<void> {
  const file = join(home.path, 'config.json')
  if (existsSync(file)) pointProfiles(home.path, openHome())
  // A start that was killed right after this has left the profile, and not the file.
  else if (!hasProfile(home.path, `${GOVERNANCE.name}-admin`)) await makeGovernanceAccount()
  // The next start is led to the same place, which agreements and people's clients name.
  const { host, port } = readConfig()
  writeWhole(file, JSON.stringify({ governanceAccountId: GOVERNANCE.id, host, port }))
}

/** The keys of an account are told once, and a start may be killed before it writes them down. */
async function makeGovernanceAccount(): Promise<void> {
  const { items } = (await listAccounts(openHome())) as { items: { id: string }[] }
  if (items.every(({ id }) => id !== GOVERNANCE.id)) {
    await createAccount(openHome(), { ...GOVERNANCE, organization: true })
    return
  }
  console.error('a start that was killed took the keys of the governance account along, before')
  console.error('anybody could use them: "./millrace reset --yes", then start again')
  process.exit(1)
}

/** Ends with the server, and ends it when told to; never leaves it behind. */
function endWith(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      demo.stop()
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS_MAX * 1000).unref()
    })
  child.on('exit', (code) => {
    demo.stop()
    if (code !== 0) console.error(`the platform ended with ${code}: see ./millrace logs server`)
    process.exit(code ?? 1)
  })
}

/** Downloads and builds what Spark and notebooks need; everything else works meanwhile. */
async function provisionEngine(): Promise<void> {
  await provision({
    home: home.path,
    report: ({ stage, state, seconds, sizeBytes }) => {
      if (state === 'kept' || state === 'started') return
      const size = sizeBytes === undefined ? '' : `${(sizeBytes / 1e6).toFixed(0)} MB`
      console.log(`      ${stage.padEnd(22)} ${state} ${size} ${seconds?.toFixed(1) ?? ''} s`)
    },
  })
}

async function readStatus(): Promise<Status | undefined> {
  try {
    return JSON.parse((await reach(openHome(), '/api/v1/status', {})).text) as Status
  } catch {
    return undefined
  }
}
