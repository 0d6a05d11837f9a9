import type { Ground, GroundsForDrivers, Readiness } from '../contexts/sessions/index.ts'
import type { Log } from '../foundation/log.ts'
import { boxesNamed, type KeeperClient } from '../keeper/client.ts'
import { Engines, type EnginesOptions } from './engines.ts'
import { LayerFiles } from './layer-files.ts'
import { Layers, RESOLVER_PREFIX } from './layers.ts'

const GIB = 1024 ** 3
const LIMITS = {
  ...{ sizeBytesMax: 2 * GIB, filesMax: 100_000, accountBytesMax: 6 * GIB },
  unusedDaysMax: 7,
}

/** What drivers are started from on this host; made when somebody first wants it. */
export class Grounds implements GroundsForDrivers {
  readonly engines: Engines
  readonly #layers: Layers
  readonly #log: Log
  #listener: () => Promise<void> = async () => {}

  constructor(options: GroundsOptions) {
    this.#log = options.log
    const changed = () => this.#changed()
    this.engines = new Engines({ ...options, changed })
    this.#layers = new Layers({
      ...options,
      files: new LayerFiles(options.packages, LIMITS),
      boxes: boxesNamed(RESOLVER_PREFIX, options.keeper),
      changed,
    })
  }

  prepare({ engine: name, packages }: Ground): Readiness {
    const prepared = this.engines.prepare(name)
    const engine = this.engines.find(name)
    if (prepared.state !== 'ready' || !packages || !engine) return prepared
    return this.#layers.prepare(packages, name, engine)
  }

  keep(inUse: readonly Ground[]): void {
    this.#layers.keep(inUse)
  }

  listen(changed: () => Promise<void>): void {
    this.#listener = changed
  }

  stop(): void {
    this.engines.stop()
    this.#layers.stop()
  }

  #changed(): void {
    // Whoever is not heard of now is by the next sweep.
    this.#listener().catch((err: unknown) => this.#log.warn({ err }, 'nobody took it up'))
  }
}

type GroundsOptions = Omit<EnginesOptions, 'changed'> & {
  keeper: KeeperClient
  /** Where packages are kept that sessions want beside those of an engine. */
  packages: string
  /** Address of a simple index, or `none`; uv’s own without it. */
  index: string | undefined
}
