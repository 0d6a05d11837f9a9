import type { Log } from '../foundation/log.ts'
import type { EngineForBoxes } from './protocol.ts'
import { type Lives, nextStart } from './restart.ts'
import { startZygote, type Zygote, type ZygoteMessage } from './zygote.ts'

export interface ZygoteFound {
  engine: EngineForBoxes
  zygote: Zygote
}

interface Place extends ZygoteFound {
  begunAt: number
  /** How it has fared; it is started again for ever. */
  lives: Lives
  /** Why the one before did not come up. */
  failed?: string | undefined
}

export interface ZygotesOptions {
  driver: string
  log: Log
  heard(message: ZygoteMessage, handle: unknown): void
  /** Every box of that engine is gone. */
  ended(engine: string, reason: string): void
  /** Whether one that ended is to be started again. */
  wanted(): boolean
}

/** One zygote for each engine: a box is a fork of the Python that its engine has. */
export class Zygotes {
  readonly #places = new Map<string, Place>()
  readonly #options: ZygotesOptions

  constructor(options: ZygotesOptions) {
    this.#options = options
  }

  use(name: string, engine: EngineForBoxes): void {
    const place = this.#places.get(name)
    if (place?.zygote.alive) place.engine = engine
    else this.#start(name, engine, place?.lives ?? { everLived: true, shortInARow: 0 })
  }

  /** Undefined while it does not live. */
  find(name: string): ZygoteFound | undefined {
    const place = this.#places.get(name)
    return place?.zygote.alive ? place : undefined
  }

  /** What those hear who want a box while there is none to be had. */
  whyNot(name: string): string {
    const { failed } = this.#places.get(name) ?? {}
    return failed
      ? `the engine ${name} does not start: ${failed}`
      : `the engine ${name} is not ready`
  }

  end(): void {
    for (const { zygote } of this.#places.values()) zygote.end()
  }

  #start(name: string, engine: EngineForBoxes, lives: Lives): void {
    const { driver, log, heard } = this.#options
    const begunAt = performance.now()
    const ended = (cause?: string) => this.#ended(name, cause)
    const zygote = startZygote({ python: engine.python, driver, log, heard, ended })
    this.#places.set(name, { engine, zygote, begunAt, lives })
  }

  #ended(name: string, cause: string | undefined): void {
    const place = this.#places.get(name)
    if (!place) return
    place.failed = cause
    this.#options.ended(name, cause ? this.whyNot(name) : 'the host lost it')
    const { lives, afterMs } = nextStart(place.lives, performance.now() - place.begunAt)
    place.lives = lives
    const again = () => {
      if (this.#options.wanted()) this.use(name, place.engine)
    }
    setTimeout(again, afterMs).unref()
  }
}
