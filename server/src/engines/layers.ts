import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { STANDARD_ENGINE } from '../contexts/compute/index.ts'
import type { Ground, Readiness, WantedPackages } from '../contexts/sessions/index.ts'
import { DomainError } from '../foundation/errors.ts'
import { randomText } from '../foundation/ids.ts'
import type { Log } from '../foundation/log.ts'
import type { KeeperClient } from '../keeper/client.ts'
import type { EngineForBoxes } from '../keeper/protocol.ts'
import type { LayerFiles, LayerName } from './layer-files.ts'

/** What the names of resolvers’ boxes begin with. */
export const RESOLVER_PREFIX = 'q-'

const SIZE = { memoryMib: 1024, jvmMib: 0, cores: 1, temporaryMib: 64 }
const AT_ONCE_MAX = 2
const SECONDS_MAX = 300
const LOOKED_EVERY_MS = 2000
/** So long those who wait are told of a failure; who comes later has it tried again. */
const FAILURE_TOLD_MS = 15_000
const NO_PACKAGES =
  'this platform takes no packages beside those of its engines: MILLRACE_PYTHON_INDEX is none'
const SWEPT_EVERY_MS = 60 * 60_000

export interface LayersOptions {
  files: LayerFiles
  boxes: Pick<KeeperClient, 'open' | 'close' | 'listen'>
  /** Where the standard engine lies, whose installer has uv. */
  directory: string
  /** Address of a simple index, or `none`; uv’s own without it. */
  index: string | undefined
  secondsMax?: number
  /** What was awaited is there, or has failed. */
  changed(): void
  log: Log
}

interface Making {
  name: LayerName
  wanted: readonly string[]
  installed: readonly string[]
  engine: EngineForBoxes
  begunAt: number
  box?: string
  staged?: string
  /** The resolver has said that all is there. */
  done?: boolean
  looking?: NodeJS.Timeout
  /** False while a look at its size goes on. */
  looked?: boolean
}

/** Packages that code wants beside those of its engine; fetched once an account and list. */
export class Layers {
  readonly #options: LayersOptions
  readonly #making = new Map<string, Making>()
  readonly #failed = new Map<string, { reason: string; at: number }>()
  readonly #installed = new Map<string, readonly string[]>()
  #sweptAt = 0
  #stopped = false

  constructor(options: LayersOptions) {
    this.#options = options
    options.boxes.listen((news) => this.#hear(news))
    options.files.discardOld().catch((err: unknown) => options.log.warn({ err }, 'not tidied'))
  }

  /** Whether they can be used; what is not there is fetched from now on. */
  prepare(packages: WantedPackages, named: string, engine: EngineForBoxes): Readiness {
    if (this.#options.index === 'none') return { state: 'failed', reason: NO_PACKAGES }
    const { accountId, wanted } = packages
    const installed = this.#installedIn(engine)
    const key = keyOf([named, wanted, installed])
    const found = this.#options.files.find({ accountId, key }, new Date())
    if (found !== undefined) return { state: 'ready', layers: [found] }
    const id = `${accountId} ${key}`
    const failed = this.#failed.get(id)
    if (failed && Date.now() - failed.at < FAILURE_TOLD_MS)
      return { state: 'failed', reason: failed.reason }
    this.#failed.delete(id)
    const name = { accountId, key, wish: keyOf([named, wanted]), engine: named }
    const fresh = { name, wanted, installed, engine, begunAt: performance.now() }
    const making = this.#making.get(id) ?? fresh
    this.#making.set(id, making)
    this.#startNext()
    return { state: 'pending', detail: detailOf(making) }
  }

  /** Touches what is in use, and now and then removes what nobody has used for long. */
  keep(inUse: readonly Ground[]): void {
    const now = new Date()
    for (const { engine, packages } of inUse)
      if (packages) {
        const wish = keyOf([engine, packages.wanted])
        this.#options.files.touch({ accountId: packages.accountId, wish }, now)
      }
    if (now.getTime() - this.#sweptAt < SWEPT_EVERY_MS) return
    this.#sweptAt = now.getTime()
    const { files, log } = this.#options
    files.sweep(now).catch((err: unknown) => log.warn({ err }, 'unused packages were not removed'))
  }

  /** What runs is ended, and nothing begins any more. */
  stop(): void {
    this.#stopped = true
    for (const { box, looking } of this.#making.values()) {
      clearInterval(looking)
      if (box !== undefined) this.#options.boxes.close(box, 'the server ends')
    }
  }

  /** In turn; no account has two at once, so that none waits for another’s many. */
  #startNext(): void {
    if (this.#stopped) return
    const all = [...this.#making.values()]
    const running = all.filter(({ box }) => box !== undefined)
    const busy = new Set(running.map(({ name }) => name.accountId))
    const next = all.find((one) => one.box === undefined && !busy.has(one.name.accountId))
    if (!next || running.length >= AT_ONCE_MAX) return
    this.#start(next)
    this.#startNext()
  }

  #start(making: Making): void {
    const { boxes, directory, index, files, secondsMax = SECONDS_MAX } = this.#options
    const { wanted, installed, engine } = making
    const box = `${RESOLVER_PREFIX}${randomText(16, 'lower')}`
    const staged = files.stage()
    const uv = join(directory, 'bootstrap', 'bin', 'uv')
    const readable = [dirname(uv), engine.directory, ...engine.readable]
    const place = { directory: staged, uv, python: engine.python, readable, wanted, installed }
    Object.assign(making, { box, staged, begunAt: performance.now() })
    boxes.open({
      ...{ ...SIZE, box, engine: STANDARD_ENGINE, batch: false, warm: false },
      resolver: { ...place, ...(index !== undefined && { index }) },
    })
    making.looking = setInterval(() => {
      if (performance.now() - making.begunAt > secondsMax * 1000)
        boxes.close(box, `it took longer than ${secondsMax} s`)
      void this.#look(making, box, staged)
    }, LOOKED_EVERY_MS)
    making.looking.unref()
  }

  /** One look after the other; one that fails says nothing of the packages. */
  async #look(making: Making, box: string, staged: string): Promise<void> {
    if (making.looked === false) return
    making.looked = false
    const { files, boxes, log } = this.#options
    await files.demandStaged(staged).catch((err: unknown) => {
      if (err instanceof DomainError) boxes.close(box, err.message)
      else log.warn({ err, box }, 'packages that are fetched could not be looked at')
    })
    making.looked = true
  }

  async #hear(news: Parameters<Parameters<KeeperClient['listen']>[0]>[0]): Promise<void> {
    const found = [...this.#making].find(([, { box }]) => box === news.box)
    if (!found) {
      if (news.event === 'box') this.#options.boxes.close(news.box, 'its server is gone')
      return
    }
    const [id, making] = found
    if (news.event === 'message' && news.message.event === 'ready') making.done = true
    if (news.event === 'end') await this.#ended(id, making, news)
  }

  async #ended(
    id: string,
    making: Making,
    { reason, log: said }: { reason: string; log: readonly string[] },
  ): Promise<void> {
    const { files, log, changed } = this.#options
    const { name, wanted, staged = '', done } = making
    clearInterval(making.looking)
    const why = done ? await this.#keep(making) : reason
    await files.discard(staged)
    this.#making.delete(id)
    if (why !== undefined) {
      log.warn({ account: name.accountId, wanted, why, said }, 'packages could not be fetched')
      const told = `the packages that ${name.engine} is to have could not be fetched: ${why}`
      this.#failed.set(id, { reason: told, at: Date.now() })
    } else log.info({ account: name.accountId, wanted }, 'packages were fetched')
    this.#startNext()
    changed()
  }

  /** Answers why not. */
  async #keep({ name, staged = '' }: Making): Promise<string | undefined> {
    try {
      await this.#options.files.keep(name, staged, new Date())
      return undefined
    } catch (error) {
      if (error instanceof DomainError) return error.message
      this.#options.log.error({ err: error }, 'packages could not be kept')
      return 'the host could not keep them'
    }
  }

  /** What the engine brings, as `name==version`; it is read once. */
  #installedIn({ directory, python }: EngineForBoxes): readonly string[] {
    const known = this.#installed.get(directory)
    if (known) return known
    const library = join(dirname(dirname(python)), 'lib')
    const [version = ''] = readdirSync(library)
    const names = readdirSync(join(library, version, 'site-packages'))
    const installed = names
      .map((name) => /^([^-]+)-(.+)\.dist-info$/.exec(name))
      .flatMap((match) => (match ? [`${match[1]}==${match[2]}`] : []))
      .sort()
    this.#installed.set(directory, installed)
    return installed
  }
}

function keyOf(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

function detailOf({ box, wanted, begunAt }: Making): string {
  const what = `packages are fetched, once: ${wanted.join(' ')}`
  if (box === undefined) return `${what}; they wait for others`
  return `${what}; ${Math.round((performance.now() - begunAt) / 1000)} s so far`
}
