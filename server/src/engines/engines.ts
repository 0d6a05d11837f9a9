import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STANDARD_ENGINE } from '../contexts/compute/index.ts'
import type { Readiness } from '../contexts/sessions/index.ts'
import type { Log } from '../foundation/log.ts'
import type { EngineForBoxes } from '../keeper/protocol.ts'

const LOOKED_EVERY_MS = 500
/** So long those who wait are told of a failure; who comes later has it tried again. */
const FAILURE_TOLD_MS = 15_000
const LINES_KEPT = 30

interface Provisioning {
  child: ChildProcess
  begunAt: number
  stage: string
}

interface Place {
  engine?: EngineForBoxes
  provisioning?: Provisioning
  failed?: { reason: string; at: number }
}

/** The engines: the standard one is made at the start, another when somebody first wants it. */
export class Engines {
  readonly #places = new Map<string, Place>()
  readonly #options: EnginesOptions

  constructor(options: EnginesOptions) {
    this.#options = options
  }

  /** The standard engine is there; others take their installer from it. */
  useStandard(engine: EngineForBoxes): void {
    this.#places.set(STANDARD_ENGINE, { engine })
    this.#options.useEngine(STANDARD_ENGINE, engine)
  }

  find(name: string): EngineForBoxes | undefined {
    return this.#places.get(name)?.engine
  }

  /** Whether it can be used; where it is not there, it is provisioned from now on. */
  prepare(name: string): Readiness {
    const place = this.#placeOf(name)
    const { engine, provisioning, failed } = place
    if (engine) return { state: 'ready' }
    if (!this.find(STANDARD_ENGINE))
      return { state: 'pending', detail: `${STANDARD_ENGINE} is provisioned first` }
    if (provisioning) return { state: 'pending', detail: detailOf(name, provisioning) }
    if (failed && Date.now() - failed.at < FAILURE_TOLD_MS)
      return { state: 'failed', reason: failed.reason }
    return { state: 'pending', detail: detailOf(name, this.#provision(name, place)) }
  }

  stop(): void {
    for (const { provisioning } of this.#places.values()) provisioning?.child.kill('SIGKILL')
  }

  #placeOf(name: string): Place {
    const place = this.#places.get(name) ?? {}
    this.#places.set(name, place)
    return place
  }

  /** It ends with this server, and goes on with the next one where it was. */
  #provision(name: string, place: Place): Provisioning {
    const { directory, provision, log } = this.#options
    const [program = '', ...argv] = provision(name)
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program, ...argv], {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const provisioning: Provisioning = { child, begunAt: performance.now(), stage: 'starting' }
    place.provisioning = provisioning
    log.info({ engine: name }, 'an engine is provisioned, since somebody wants it')
    let said: string[] = []
    const listen = (data: Buffer) => {
      said = [...said, ...data.toString().split('\n')].slice(-LINES_KEPT)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    const looking = setInterval(() => {
      provisioning.stage = stageIn(join(directory, name)) ?? provisioning.stage
    }, LOOKED_EVERY_MS)
    looking.unref()
    const ended = (code: number | null) => {
      clearInterval(looking)
      this.#ended(name, place, { code, said })
    }
    child.on('error', (err) => {
      log.error({ err, engine: name }, 'provisioning cannot be started')
      if (child.pid === undefined) ended(null)
    })
    child.on('close', ended)
    return provisioning
  }

  #ended(
    name: string,
    place: Place,
    { code, said }: { code: number | null; said: string[] },
  ): void {
    const { directory, useEngine, log, changed } = this.#options
    const stage = place.provisioning?.stage ?? ''
    delete place.provisioning
    const engine = code === 0 ? engineIn(join(directory, name)) : undefined
    if (engine) {
      place.engine = engine
      useEngine(name, engine)
      log.info({ engine: name }, 'an engine is provisioned')
    } else {
      log.error({ engine: name, code, stage, said }, 'an engine could not be provisioned')
      const reason =
        `the engine ${name} could not be provisioned: it failed at "${stage}", and the server’s ` +
        `log says why; what is there is kept, and the next session or run tries again`
      place.failed = { reason, at: Date.now() }
    }
    changed()
  }
}

export interface EnginesOptions {
  /** Of the standard engine; the others have folders of their own in it. */
  directory: string
  /** The program that provisions an engine, with its arguments. */
  provision(engine: string): readonly string[]
  useEngine(name: string, engine: EngineForBoxes): void
  /** What was awaited is there, or has failed. */
  changed(): void
  log: Log
}

function detailOf(name: string, { begunAt, stage }: Provisioning): string {
  const seconds = Math.round((performance.now() - begunAt) / 1000)
  return (
    `the engine ${name} is provisioned, once: ${stage}; ` +
    `${seconds} s so far, one to four minutes in all`
  )
}

/** What provisioning says that it is at; undefined while it says nothing. */
function stageIn(directory: string): string | undefined {
  const { state, detail } = readJson(join(directory, 'state.json')) ?? {}
  return state === 'provisioning' ? String(detail) : undefined
}

function engineIn(directory: string): EngineForBoxes | undefined {
  const { state } = readJson(join(directory, 'state.json')) ?? {}
  if (state !== 'ready') return undefined
  return readJson(join(directory, 'engine.json')) as EngineForBoxes | undefined
}

function readJson(path: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
