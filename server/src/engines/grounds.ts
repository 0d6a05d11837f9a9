import type { Ground, GroundsForDrivers, Readiness } from '../contexts/sessions/index.ts'
import type { Log } from '../foundation/log.ts'
import { Engines, type EnginesOptions } from './engines.ts'

/** What drivers are started from on this host; made when somebody first wants it. */
export class Grounds implements GroundsForDrivers {
  readonly engines: Engines
  readonly #log: Log
  #listener: () => Promise<void> = async () => {}

  constructor(options: Omit<EnginesOptions, 'changed'>) {
    this.#log = options.log
    this.engines = new Engines({ ...options, changed: () => this.#changed() })
  }

  prepare({ engine }: Ground): Readiness {
    return this.engines.prepare(engine)
  }

  listen(changed: () => Promise<void>): void {
    this.#listener = changed
  }

  stop(): void {
    this.engines.stop()
  }

  #changed(): void {
    // Whoever is not heard of now is by the next sweep.
    this.#listener().catch((err: unknown) => this.#log.warn({ err }, 'nobody took it up'))
  }
}
