import { DomainError } from '../../../foundation/errors.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { BoxNews, BoxTold, DriverEvent, SessionsDeps } from '../deps.ts'
import { noIsolation } from '../errors.ts'
import { groundOf } from '../model/ground.ts'
import { idleTooLong, living, type Session } from '../model/session.ts'
import { findSession, livingSessions, lockSession, updateSession } from '../store/sessions.ts'
import { admitWaiting } from './admit.ts'
import { claimantOf, claimOf, renewIfDue } from './claim.ts'
import { Completions } from './completions.ts'
import { giveExecutors } from './executors.ts'
import { keepGrounds } from './keep-grounds.ts'
import { dispatch, dispatchLocked, endSession, statementFinished } from './progress.ts'
import { RunDrivers } from './runs.ts'
import { type Driver, Standby } from './standby.ts'

const SWEEP_EVERY_MS = 10_000

type BoxEnd = Extract<BoxNews, { event: 'end' }>

/** Brings sessions and boxes together, and writes down what drivers say. */
export class Drivers {
  readonly standby: Standby
  readonly runs: RunDrivers
  /** Of the statement that runs; what user code says of others is not kept. */
  readonly progress = new Map<number, { id: number; progress: number }>()
  readonly #deps: SessionsDeps
  readonly #turns = new Map<string, Promise<void>>()
  readonly #completions: Completions
  /** Why the host lets no box be made. */
  #unboxed: string | undefined
  #sweep: NodeJS.Timeout | undefined
  #stopped = false

  constructor(deps: SessionsDeps) {
    this.#deps = deps
    this.standby = new Standby(deps.boxes, deps.driver)
    this.#completions = new Completions(deps.boxes)
    this.runs = new RunDrivers(deps, this.standby)
  }

  /** Finds the drivers that an earlier server has left, and ends sessions that lost theirs. */
  async start(): Promise<{ isolation: 'full' | 'trusted'; detail: string }> {
    const { boxes, sql } = this.#deps
    boxes.listen((news) => this.#inTurn(news))
    this.#deps.grounds.listen(() => this.#takeUpAll())
    const { isolation, detail, boxes: found } = await boxes.hello()
    this.#unboxed = isolation === 'trusted' ? detail : undefined
    const known = new Set(found)
    for (const session of await livingSessions(sql))
      if (session.box !== undefined && !known.has(session.box))
        await endSession(this.#deps, session.id, { reason: 'the host lost its driver', log: [] })
    await this.runs.start(known)
    this.#sweepLater()
    return { isolation, detail }
  }

  /** @throws sessions.no-isolation */
  demandIsolation(): void {
    if (this.#unboxed !== undefined) throw noIsolation({ detail: this.#unboxed })
  }

  facts(): { state: 'warming' | 'ready' | 'failed'; detail: string } | undefined {
    if (this.#unboxed === undefined) return this.standby.facts()
    return { state: 'failed', detail: noIsolation({ detail: this.#unboxed }).message }
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#sweep)
    this.standby.stop()
  }

  /** One sweep after the other; one that fails (the database is away) is tried again. */
  #sweepLater(): void {
    this.#sweep = setTimeout(async () => {
      try {
        await this.sweep()
      } catch (error) {
        this.#deps.log.warn({ err: error }, 'drivers were not swept; tried again')
      }
      if (!this.#stopped) this.#sweepLater()
    }, this.#deps.sweepMs ?? SWEEP_EVERY_MS)
    this.#sweep.unref()
  }

  /** The engine is there: standby drivers start, and sessions that waited get theirs. */
  async engineReady(): Promise<void> {
    if (this.#unboxed !== undefined) return
    this.standby.start()
    await this.#takeUpAll()
  }

  async #takeUpAll(): Promise<void> {
    for (const session of await livingSessions(this.#deps.sql)) await this.#takeUp(session)
    await this.runs.sweep()
  }

  /** Gives the session a driver: at once where a standby is ready. */
  async begin(session: Session): Promise<void> {
    if (!this.standby.started) return
    const driver = this.standby.of({ sessionId: session.id }) ?? (await this.#open(session))
    if (!driver) return
    const { box } = driver
    const wanted = await transaction(this.#deps.sql, async (tx) => {
      const now = await lockSession(tx, session.id)
      if (!now || !living(now) || (now.box !== undefined && now.box !== box)) return false
      await updateSession(tx, session.id, { box })
      return true
    })
    if (!wanted) this.#deps.boxes.close(box, 'its session needs it no more')
    else if (driver.stage === 'ready') await this.#claim(driver, session)
  }

  /** Undefined where what it is started from is not there, yet or at all. */
  async #open(session: Session): Promise<Driver | undefined> {
    const ground = groundOf(session)
    const prepared = this.#deps.grounds.prepare(ground)
    if (prepared.state === 'failed')
      await endSession(this.#deps, session.id, { reason: prepared.reason, log: [] })
    if (prepared.state !== 'ready') return undefined
    const from = { ...ground, ...prepared }
    return this.standby.take({ sessionId: session.id }, session.size ?? this.#deps.driver, from)
  }

  cancel(session: Session, number: number): void {
    if (session.box) this.#deps.boxes.send(session.box, { op: 'cancel', id: number })
  }

  /** Sends what was posted to a session that `tx` has locked. */
  dispatch(session: Session, tx: SqlTransaction, lastActiveAt: Date): Promise<void> {
    return dispatchLocked(this.#deps, tx, session, { lastActiveAt })
  }

  async complete(session: Session, code: string, cursor: number): Promise<string[]> {
    return session.box ? this.#completions.ask(session.box, code, cursor) : []
  }

  log(session: Session): readonly string[] {
    const driver = session.box ? this.standby.find(session.box) : undefined
    if (driver) return driver.log.newest()
    const waits = session.box === undefined && session.state === 'starting'
    const found = waits ? this.#deps.grounds.prepare(groundOf(session)) : undefined
    return found?.state === 'pending' ? [...session.log, found.detail] : session.log
  }

  /** Ends a session that lives, and writes down with it what `record` says. */
  async close(
    id: number,
    reason: string,
    record: (tx: SqlTransaction) => Promise<void> = async () => {},
  ): Promise<void> {
    const session = await transaction(this.#deps.sql, async (tx) => {
      const found = await lockSession(tx, id)
      if (!found || !living(found)) return undefined
      await updateSession(tx, id, { state: 'shutting_down' })
      await record(tx)
      return found
    })
    if (session) await this.end(session, reason)
  }

  /** Ends the driver; its end is written down when the keeper has told of it. */
  async end(session: Session, reason: string): Promise<void> {
    if (session.box) this.#deps.boxes.close(session.box, reason)
    else await endSession(this.#deps, session.id, { reason, log: [] })
  }

  /** Ends what idles too long, renews rights before they end, and takes up what was left undone. */
  async sweep(): Promise<void> {
    await keepGrounds(this.#deps)
    await this.runs.sweep()
    await this.#admit()
    const now = this.#deps.clock()
    for (const session of await livingSessions(this.#deps.sql)) {
      if (idleTooLong(session, now)) await this.end(session, 'it was idle for too long')
      else if (!(await this.#takeUp(session))) await this.#renew(session)
    }
  }

  /** A lost connection of the database may have kept a session from its driver. */
  async #takeUp(session: Session): Promise<boolean> {
    if (!living(session) || !session.reservationId) return false
    const driver = session.box ? this.standby.find(session.box) : undefined
    if (session.box === undefined) await this.begin(session)
    else if (driver?.stage === 'ready') await this.#claim(driver, session)
    else return false
    return true
  }

  #admit(): Promise<void> {
    return admitWaiting(this.#deps, (session) => this.begin(session))
  }

  async #renew(session: Session): Promise<void> {
    const driver = session.box ? this.standby.find(session.box) : undefined
    try {
      if (driver) await renewIfDue(this.#deps, driver, claimantOf(session))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      await this.end(session, `its rights could not be renewed: ${error.message}`)
    }
  }

  /** News of one box are handled one after the other. */
  #inTurn(news: BoxNews): Promise<void> {
    const before = this.#turns.get(news.box) ?? Promise.resolve()
    const turn = before.then(() => this.#hear(news))
    const settled = turn.catch(() => undefined)
    this.#turns.set(news.box, settled)
    return turn
  }

  async #hear(news: BoxNews): Promise<void> {
    const driver = this.standby.find(news.box)
    if (news.event === 'box') return this.#heardStage(news, driver)
    if (news.event === 'log' && driver) driver.log.add(news.lines)
    if (news.event === 'end') return this.#heardEnd(news)
    if (news.event === 'message' && driver) await this.#heardMessage(driver, news.message)
  }

  async #heardStage(news: BoxTold, driver: Driver | undefined) {
    if (driver) driver.stage = driver.stage === 'claimed' ? 'claimed' : news.stage
    else await this.#adopt(news)
    this.standby.fill()
  }

  async #adopt({ box, stage, made }: BoxTold): Promise<void> {
    const session = (await livingSessions(this.#deps.sql)).find((one) => one.box === box)
    if (await this.runs.adopt(box, stage)) return
    if (!session && !this.standby.fits(made)) {
      this.#deps.boxes.close(box, 'whom it was for is gone')
      return
    }
    const driver = this.standby.adopt(box, { stage, sessionId: session?.id })
    if (session?.state === 'shutting_down') this.#deps.boxes.close(box, 'its session was ended')
    else if (session && stage === 'ready') await this.#claim(driver, session)
    else if (session) await dispatch(this.#deps, session.id, { again: true })
  }

  async #heardMessage(driver: Driver, message: DriverEvent): Promise<void> {
    const { sessionId } = driver
    if (driver.runId !== undefined) return this.runs.heard(driver, message)
    if (message.event === 'ready') {
      driver.stage = 'ready'
      const session =
        sessionId === undefined ? undefined : await findSession(this.#deps.sql, sessionId)
      if (session && living(session)) await this.#claim(driver, session)
      this.standby.fill()
      return
    }
    if (message.event === 'completed') return this.#completions.heard(driver.box, message)
    if (sessionId === undefined) return
    if (message.event === 'claimed') {
      driver.stage = 'claimed'
      // The box again: its driver may be faster than the row that says whose it is.
      await updateSession(this.#deps.sql, sessionId, { appId: message.appId, box: driver.box })
      await dispatch(this.#deps, sessionId)
    }
    if (message.event === 'progress') this.progress.set(sessionId, message)
    if (message.event === 'finished') {
      this.progress.delete(sessionId)
      await statementFinished(this.#deps, sessionId, { number: message.id, output: message.output })
    }
  }

  async #heardEnd(news: BoxEnd): Promise<void> {
    const { box, reason, log } = news
    const driver = this.standby.find(box)
    if (driver?.runId !== undefined) await this.runs.ended(driver, reason, log)
    else if (driver?.sessionId !== undefined)
      await endSession(this.#deps, driver.sessionId, { reason, log })
    else if (driver)
      this.#deps.log.warn({ box, reason, log: log.slice(-5) }, 'a standby driver ended')
    this.#turns.delete(box)
    this.standby.forget(box)
    if (driver?.sessionId !== undefined) this.progress.delete(driver.sessionId)
    await this.#admit()
  }

  async #claim(driver: Driver, session: Session): Promise<void> {
    if (driver.claimBegun) return
    driver.claimBegun = true
    try {
      const order = await claimOf(this.#deps, claimantOf(session), driver.box)
      driver.renewedAt = this.#deps.clock()
      await giveExecutors(this.#deps, session, driver.box)
      driver.stage = 'claimed'
      this.#deps.boxes.send(driver.box, order)
    } catch (error) {
      if (error instanceof DomainError) return this.end(session, error.message)
      driver.claimBegun = false
      throw error
    }
  }
}
