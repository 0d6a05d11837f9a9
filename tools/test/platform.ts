import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { serverOf } from '../../cli/src/home.ts'
import { provision } from '../provision/provision.ts'

export const ROOT = resolve(import.meta.dirname, '../..')
const START_SECONDS_MAX = 90
const DEMO_SECONDS_MAX = 1200
const STOP_SECONDS_MAX = 30
const WARM_SECONDS_MAX = 180

/** A running platform of its own, ended when disposed of. */
export interface Platform extends AsyncDisposable {
  /** For children: which home and port. */
  environment: Record<string, string>
  url: string
  python: string
}

/** A platform on a home and port of its own, empty or with the demo; the engine is shared. */
export async function startPlatform({
  demo = false,
  environment: asked = {},
}: {
  demo?: boolean
  environment?: Record<string, string>
} = {}): Promise<Platform> {
  const engine = await provisionEngine()
  const home = mkdtempSync(join(tmpdir(), 'millrace acceptance '))
  symlinkSync(engine, join(home, 'engine'))
  const port = await freePort()
  const own = { ...asked, MILLRACE_HOME: home, MILLRACE_PORT: String(port) }
  // The vendors of tests are on this host; the demo says itself where its own are.
  const environment = demo ? own : { ...own, MILLRACE_INTERNAL_HOSTS: '127.0.0.1,localhost' }
  const child = spawn('npm', ['start', '--silent', '--', ...(demo ? [] : ['--empty'])], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
  const isUp = () =>
    demo
      ? demoState(environment) === 'done'
      : millrace(environment, 'env', 'governance-admin').status === 0
  const deadline = Date.now() + (demo ? DEMO_SECONDS_MAX : START_SECONDS_MAX) * 1000
  while (!isUp()) {
    if (child.exitCode !== null || Date.now() > deadline || demoState(environment) === 'failed') {
      child.kill('SIGTERM')
      throw new Error(`the platform did not start; its home is "${home}"`)
    }
    await new Promise((settle) => setTimeout(settle, 300))
  }
  return {
    environment,
    url: `http://127.0.0.1:${port}`,
    python: join(home, 'engine/bin/python'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      await untilEnded(home)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Until all the drivers that are to stand by do: what is measured before shares its cores. */
export async function untilWarm({ environment }: Platform): Promise<void> {
  const deadline = Date.now() + WARM_SECONDS_MAX * 1000
  const isWarm = () => {
    const { status, stdout } = millrace(environment, 'status', '--json')
    return status === 0 && /(\d+) of \1 drivers/.test(JSON.parse(stdout).engine.detail)
  }
  while (!isWarm()) {
    if (Date.now() > deadline) throw new Error('the drivers of the platform did not get ready')
    await new Promise((settle) => setTimeout(settle, 1000))
  }
}

/** npm ends at once; the platform behind it takes a moment more. */
async function untilEnded(home: string): Promise<void> {
  const deadline = Date.now() + STOP_SECONDS_MAX * 1000
  while (serverOf(home)) {
    if (Date.now() > deadline) throw new Error(`the platform of "${home}" did not end`)
    await new Promise((settle) => setTimeout(settle, 100))
  }
}

/** The engine of this checkout's default home, which all homes of tests share. */
export async function provisionEngine(): Promise<string> {
  const home = join(ROOT, '.millrace')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  await provision({
    home,
    report: ({ stage, state, seconds }) => {
      if (state !== 'kept') console.log(`engine: ${stage} ${state} ${seconds?.toFixed(1) ?? ''}`)
    },
  })
  return join(home, 'engine')
}

/** What a profile's shell has, on top of this process's own environment. */
export function environmentOf(platform: Platform, profile: string): NodeJS.ProcessEnv {
  const command = ['env', profile, '--shell', 'json']
  const exported = millrace(platform.environment, ...command)
  return { ...at(platform.environment).env, ...JSON.parse(exported.stdout) }
}

function demoState(environment: Record<string, string>): string | undefined {
  const { status, stdout } = millrace(environment, 'status', '--json')
  return status === 0 ? (JSON.parse(stdout).demo.state as string) : undefined
}

function millrace(environment: Record<string, string>, ...words: string[]) {
  return spawnSync(join(ROOT, 'millrace'), words, at(environment))
}

function at(environment: Record<string, string>) {
  return { env: { ...process.env, ...environment }, encoding: 'utf8' as const }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  await new Promise((settle) => server.close(settle))
  return port
}
