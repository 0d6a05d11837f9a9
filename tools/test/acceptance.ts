import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { provision } from '../provision/provision.ts'
import { addCounts, type Counts, noCounts } from './counts.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const START_SECONDS_MAX = 90
const SUITE_SECONDS_MAX = 900

/** The real clients against a running platform, through its public doors only. */
export async function runAcceptance(): Promise<Counts> {
  const folders = readdirSync(join(ROOT, 'acceptance'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '__pycache__')
    .map((entry) => entry.name)
  if (folders.length === 0) return noCounts
  const engineHome = join(ROOT, '.millrace')
  mkdirSync(engineHome, { recursive: true, mode: 0o700 })
  await provision({
    home: engineHome,
    report: ({ stage, state, seconds }) =>
      console.log(`engine: ${stage} ${state} ${seconds ?? ''}`),
  })
  await using platform = await startPlatform(join(engineHome, 'engine'))
  return folders.map((folder) => runPython(platform, folder)).reduce(addCounts, noCounts)
}

interface Platform extends AsyncDisposable {
  environment: Record<string, string>
  python: string
}

/** An empty platform on a home and port of its own; the engine is shared. */
async function startPlatform(engine: string): Promise<Platform> {
  const home = mkdtempSync(join(tmpdir(), 'millrace acceptance '))
  symlinkSync(engine, join(home, 'engine'))
  const environment = { MILLRACE_HOME: home, MILLRACE_PORT: String(await freePort()) }
  const child = spawn('npm', ['start', '--silent', '--', '--empty'], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
  const deadline = Date.now() + START_SECONDS_MAX * 1000
  while (
    spawnSync(join(ROOT, 'millrace'), ['env', 'governance-admin'], at(environment)).status !== 0
  ) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGTERM')
      throw new Error(`the platform did not start; its home is "${home}"`)
    }
    await new Promise((settle) => setTimeout(settle, 300))
  }
  return {
    environment,
    python: join(home, 'engine/bin/python'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function at(environment: Record<string, string>) {
  return { env: { ...process.env, ...environment }, encoding: 'utf8' as const }
}

/** Each folder in a process of its own, as the administrator of the governance account. */
function runPython(platform: Platform, folder: string): Counts {
  const command = ['env', 'governance-admin', '--shell', 'json']
  const exported = spawnSync(join(ROOT, 'millrace'), command, at(platform.environment))
  const { stdout, status, error } = spawnSync(
    platform.python,
    [join(ROOT, 'acceptance/run.py'), folder],
    {
      ...at({
        ...platform.environment,
        ...JSON.parse(exported.stdout),
        MILLRACE: join(ROOT, 'millrace'),
      }),
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: SUITE_SECONDS_MAX * 1000,
    },
  )
  const last = stdout?.trim().split('\n').at(-1) ?? ''
  if (status === 0 && last.startsWith('{')) return JSON.parse(last) as Counts
  console.error(`FAILED acceptance/${folder} did not end by itself: ${error ?? status}`)
  return { ...noCounts, failed: 1 }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  await new Promise((settle) => server.close(settle))
  return port
}
