import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import type { Status } from '@millrace/contract'
import { openHome } from '../../cli/src/home.ts'
import type { Stage } from './stage.ts'
import { until, verify } from './verify.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const MILLRACE = join(ROOT, 'millrace')
/** Provisioning may have to download everything over a slow line. */
const ENGINE_SECONDS_MAX = 3600

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Waits for the first standby driver, and says meanwhile how far the engine is. */
export async function awaitEngine(stage: Stage): Promise<void> {
  const engine = async () =>
    ((await (await fetch(`${openHome().url}/api/v1/status`)).json()) as Status).engine
  await until(
    'the engine',
    async () => {
      const { state, detail } = await engine()
      verify(state !== 'failed', `an engine that works: ${detail}`)
      stage.note(`waits for the engine: ${detail}`)
      return state === 'ready' ? true : undefined
    },
    { seconds: ENGINE_SECONDS_MAX, seen: async () => (await engine()).detail },
  )
  stage.note('')
}

/** What a person exports to work as a profile, by `millrace env`. */
export async function exported(
  profile: string,
  options: readonly string[] = [],
): Promise<Record<string, string>> {
  const { stdout } = await run(MILLRACE, ['env', profile, '--shell', 'json', ...options])
  return JSON.parse(stdout) as Record<string, string>
}

/** Runs a script of the demo as a person, on the engine's Python; answers what it printed. */
export async function python(
  profile: string,
  script: string,
  given: readonly string[],
): Promise<string> {
  const program = join(openHome().path, 'engine/bin/python')
  const file = join(ROOT, 'demo', script)
  const { stdout } = await run(program, [file, ...given], { env: await exported(profile) })
  return stdout.trim()
}

/** @throws with the last lines that it said, when it fails or takes too long */
export async function run(
  program: string,
  given: readonly string[],
  {
    env = {},
    cwd = ROOT,
    seconds = 300,
  }: {
    env?: Readonly<Record<string, string>>
    cwd?: string
    seconds?: number
  } = {},
): Promise<Ended> {
  const ended = await new Promise<Ended>((settle, reject) => {
    const child = spawn(program, given, {
      ...{ cwd, env: { ...withoutAws(process.env), ...env } },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
    })
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', (text: Buffer) => {
      said.stdout += text.toString()
    })
    child.stderr.on('data', (text: Buffer) => {
      said.stderr += text.toString()
    })
    child.once('error', reject)
    child.once('close', (code) => settle({ code, ...said }))
  })
  const last = ended.stderr.trim().split('\n').slice(-6).join('\n')
  verify(ended.code === 0, `"${program} ${given[0]}" to end well, not with ${ended.code}: ${last}`)
  return ended
}

/** A person's own AWS settings and proxies are no part of the story. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^aws_|_proxy$/i.test(name)),
  )
}
