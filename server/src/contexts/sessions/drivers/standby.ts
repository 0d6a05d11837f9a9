import { randomText } from '../../../foundation/ids.ts'
import { LogLines } from '../../../foundation/log-lines.ts'
import type { BoxesForDrivers, BoxMade, DriverSize, Ground } from '../deps.ts'
import { STANDARD_GROUND, standardGround } from '../model/ground.ts'
import { type BoxSize, boxed, sameSize } from '../model/size.ts'

/** What the names of drivers’ boxes begin with. */
export const DRIVER_PREFIX = 'd-'

export interface Driver {
  box: string
  stage: string
  /** The session it serves; undefined for a standby. */
  sessionId: number | undefined
  /** The run it serves. */
  runId: string | undefined
  /** Of the run; one that has left this driver goes on with another. */
  attempt: number | undefined
  log: LogLines
  renewedAt: Date | undefined
  /** Its rights are out, or on their way: nobody else may have it. */
  claimBegun: boolean
}

export interface DriverFacts {
  stage: string
  sessionId?: number | undefined
  runId?: string | undefined
  attempt?: number | undefined
}

/** A ground that is there, with where its packages lie. */
export type PreparedGround = Ground & { layers?: readonly string[] | undefined }

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000
/** So many in a row that ended before they were ready are no accident. */
const FAILURES_TOLD = 3

type Use =
  | { sessionId: number; runId?: never; attempt?: never }
  | { runId: string; attempt: number; sessionId?: never }

/** Drivers by box: which serve, and which wait to be claimed. */
export class Standby {
  readonly #boxes: BoxesForDrivers
  readonly #size: DriverSize
  readonly #drivers = new Map<string, Driver>()
  #open = false
  /** Of standbys, in a row. */
  #failures = 0
  #pause: NodeJS.Timeout | undefined

  constructor(boxes: BoxesForDrivers, size: DriverSize) {
    this.#boxes = boxes
    this.#size = size
  }

  /** From now on there is an engine to start drivers from. */
  start(): void {
    this.#open = true
    this.fill()
  }

  stop(): void {
    clearTimeout(this.#pause)
    this.#open = false
  }

  get started(): boolean {
    return this.#open
  }

  facts(): { state: 'warming' | 'ready' | 'failed'; detail: string } | undefined {
    if (!this.#open) return undefined
    if (this.#failures >= FAILURES_TOLD) {
      const detail = `the last ${this.#failures} drivers ended before they were ready`
      return { state: 'failed', detail }
    }
    const free = this.#free()
    const ready = free.filter(({ stage }) => stage === 'ready').length
    const detail = `${ready} of ${this.#size.standby} drivers stand by`
    return { state: ready > 0 ? 'ready' : 'warming', detail }
  }

  find(box: string): Driver | undefined {
    return this.#drivers.get(box)
  }

  all(): Driver[] {
    return [...this.#drivers.values()]
  }

  /** Learns of a box that was there before this server. */
  adopt(box: string, facts: DriverFacts): Driver {
    const { stage, sessionId, runId, attempt } = facts
    const life = { renewedAt: undefined, claimBegun: stage === 'claimed' }
    const driver: Driver = { box, stage, sessionId, runId, attempt, log: new LogLines(), ...life }
    this.#drivers.set(box, driver)
    return driver
  }

  /** Whether it is what this server would start for whoever comes, and is nobody’s yet. */
  fits({ engine, layered, told, ...size }: BoxMade): boolean {
    return engine === STANDARD_GROUND.engine && !layered && !told && sameSize(size, this.#size)
  }

  /** Whom it serves already: what was begun and not written down goes on with the same one. */
  of({ sessionId, runId, attempt }: Use): Driver | undefined {
    const serves = (driver: Driver) =>
      sessionId !== undefined
        ? driver.sessionId === sessionId
        : driver.runId === runId && driver.attempt === attempt
    return this.all().find(serves)
  }

  /** A ready standby, else one that will be ready soonest, else a new one; of this size. */
  take(use: Use, size: BoxSize, ground: PreparedGround): Driver {
    const usual = sameSize(size, this.#size) && standardGround(ground)
    const [first] = usual ? this.#free() : []
    const ready = usual ? this.#free().find(({ stage }) => stage === 'ready') : undefined
    const driver = ready ?? first ?? this.#start(size, ground)
    Object.assign(driver, use)
    this.fill()
    return driver
  }

  /** One at a time: a cold start takes all cores, and must not starve what runs. */
  fill(): void {
    const waiting = this.#free()
    if (waiting.some(({ stage }) => stage === 'ready')) this.#failures = 0
    const starting = this.all().some(({ stage }) => stage !== 'ready' && stage !== 'claimed')
    const due = this.#open && !starting && this.#pause === undefined
    if (due && waiting.length < this.#size.standby) this.#start(this.#size, STANDARD_GROUND)
  }

  forget(box: string): void {
    const failed = this.#free().some((one) => one.box === box && one.stage !== 'ready')
    this.#drivers.delete(box)
    if (failed) this.#pauseLonger()
    this.fill()
  }

  /** What does not start will rarely start at once, and each try takes all cores. */
  #pauseLonger(): void {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures)
    this.#failures += 1
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => {
      this.#pause = undefined
      this.fill()
    }, pauseMs)
    this.#pause.unref()
  }

  #free(): Driver[] {
    return this.all().filter(
      ({ sessionId, runId }) => sessionId === undefined && runId === undefined,
    )
  }

  #start(size: BoxSize, { engine, layers }: PreparedGround): Driver {
    const box = `${DRIVER_PREFIX}${randomText(16, 'lower')}`
    const from = { engine, ...(layers && { layers }) }
    this.#boxes.open({ box, ...from, ...boxed(size), batch: false, warm: true })
    return this.adopt(box, { stage: 'opening' })
  }
}
