import { randomUUID } from 'node:crypto'
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findPrograms, type Programs, prefixOf } from './programs.ts'
import { archiveOf, type EngineName, type Stage, stages } from './stages.ts'

const STANDARD: EngineName = 'spark-4.1'

/** What the engine is; `warming` and `ready` are told apart by who keeps the standby drivers. */
export type EngineState = 'absent' | 'provisioning' | 'warming' | 'ready' | 'failed'

export interface StageReport {
  stage: string
  /** `kept`: it was there already, with the same contents. */
  state: 'started' | 'done' | 'kept' | 'failed'
  /** True when most of its time goes into downloads. */
  downloads: boolean
  sizeBytes?: number
  seconds?: number
  detail?: string
}

export interface EngineFacts {
  state: EngineState
  detail: string
}

/** What provisioning found and made: read by those who start boxes. */
export interface Engine {
  directory: string
  python: string
  notebookPython: string
  javaHome: string
  archive: string
  /** Directories outside the engine that its programs need, to be seen inside boxes. */
  readable: string[]
}

/**
 * Builds `home/engine`, or another engine in a folder of it, which takes its installer from there.
 * Stages that are there stay; a second run is instant.
 */
export async function provision(options: {
  home: string
  engine?: EngineName
  report: (report: StageReport) => void
}): Promise<Engine> {
  const { engine: name = STANDARD } = options
  const standard = join(options.home, 'engine')
  const asked = name === STANDARD ? standard : join(standard, name)
  await mkdir(join(asked, 'stages'), { recursive: true, mode: 0o755 })
  // The class-data archive holds for one class path: homes that share an engine use its real one.
  const directory = await realpath(asked)
  const installer = join(await realpath(standard), 'bootstrap')
  await using _lock = await takeLock(directory)
  const programs = await findPrograms()
  await writeState(directory, { state: 'provisioning', detail: 'starting' })
  try {
    const all = stages(name, { directory, programs, installer })
    for (const [at, stage] of all.entries())
      await carryOut({ directory, stage, of: `${at + 1} of ${all.length}` }, options)
    const engine = await engineOf(name, directory, programs)
    await writeWhole(join(directory, 'engine.json'), JSON.stringify(engine, null, 2))
    await writeState(directory, { state: 'ready', detail: 'provisioned' })
    return engine
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    await writeState(directory, { state: 'failed', detail })
    throw error
  }
}

async function engineOf(name: EngineName, directory: string, programs: Programs): Promise<Engine> {
  const python = join(directory, 'environments', 'spark', 'bin', 'python')
  return {
    directory,
    python,
    notebookPython: join(directory, 'environments', 'notebook', 'bin', 'python'),
    javaHome: programs.javaHome,
    archive: archiveOf(name, directory),
    readable: [await prefixOf(python), programs.javaHome].filter(
      (path) => !path.startsWith('/usr/') && path !== '/usr',
    ),
  }
}

async function carryOut(
  { directory, stage, of }: { directory: string; stage: Stage; of: string },
  { report }: { report: (report: StageReport) => void },
): Promise<void> {
  const facts = { stage: stage.name, downloads: stage.downloads }
  const marker = join(directory, 'stages', stage.name)
  const digest = await stage.digest()
  const known = await readFile(marker, 'utf8').catch(() => '')
  if (known.startsWith(digest)) {
    report({ ...facts, state: 'kept', sizeBytes: Number(known.split(' ')[1]) })
    return
  }
  report({ ...facts, state: 'started' })
  await writeState(directory, { state: 'provisioning', detail: `${stage.name}, ${of}` })
  const began = performance.now()
  try {
    await rm(marker, { force: true })
    const sizeBytes = await stage.run()
    await writeWhole(marker, `${digest} ${sizeBytes}`)
    const seconds = (performance.now() - began) / 1000
    report({ ...facts, state: 'done', sizeBytes, seconds })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    report({ ...facts, state: 'failed', detail })
    throw error
  }
}

async function writeState(directory: string, facts: EngineFacts): Promise<void> {
  await writeWhole(join(directory, 'state.json'), JSON.stringify(facts))
}

/** Whole or not at all: a reader never sees half a file. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, text, { mode: 0o644 })
  await rename(temporary, path)
}

/** One provisioning at a time; a lock whose process is gone is taken over. */
async function takeLock(directory: string): Promise<AsyncDisposable> {
  const path = join(directory, 'lock')
  for (let waited = 0; ; waited += 1) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' })
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
    } catch {
      const owner = Number(await readFile(path, 'utf8').catch(() => '0'))
      if (owner === 0 || !alive(owner)) await rm(path, { force: true })
      else await new Promise((resolve) => setTimeout(resolve, Math.min(1000, 50 * (waited + 1))))
    }
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
