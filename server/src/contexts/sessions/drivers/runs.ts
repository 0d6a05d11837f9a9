import { DomainError } from '../../../foundation/errors.ts'
import { afterCommit, type Sql, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import { ready } from '../../compute/index.ts'
import type { DriverEvent, SessionsDeps } from '../deps.ts'
import { admitted, queuedTooLong, type RunLimits, waiting } from '../model/admission.ts'
import { groundOf } from '../model/ground.ts'
import type { StatementOutput } from '../model/output.ts'
import { overdue, type Run, type RunState, runFinal } from '../model/run.ts'
import { type Plan, withoutSize } from '../model/size.ts'
import {
  findRun,
  keepLog,
  livingRuns,
  livingRunsOf,
  lockLivingRun,
  type Queue,
  updateLivingRun,
} from '../store/runs.ts'
import { takeCapacity } from './capacity.ts'
import { claimantOfRun, claimOf, renewIfDue } from './claim.ts'
import { endRun, lockedRun, type RunEnd } from './end-run.ts'
import { giveExecutors, planAt } from './executors.ts'
import { settleSteps } from './settle-steps.ts'
import type { Driver, Standby } from './standby.ts'

const UNLIMITED: RunLimits = {
  concurrentRunsMax: Number.POSITIVE_INFINITY,
  queueTimeoutMinutes: Number.POSITIVE_INFINITY,
}

const queueTimeout = {
  state: 'CANCELLED' as const,
  stateDetails: 'the run waited longer than its application lets runs queue',
}

/** Runs and their drivers: one driver per run, ended with it. */
export class RunDrivers {
  readonly #deps: SessionsDeps
  readonly #standby: Standby

  constructor(deps: SessionsDeps, standby: Standby) {
    this.#deps = deps
    this.#standby = standby
  }

  /** Runs whose driver is gone have failed; the others are adopted as their boxes are told of. */
  async start(boxes: ReadonlySet<string>): Promise<void> {
    for (const run of await livingRuns(this.#deps.sql))
      if (run.box !== undefined && !boxes.has(run.box))
        await this.#finish(run.id, { state: 'FAILED', stateDetails: 'the host lost its driver' })
  }

  async adopt(box: string, stage: string): Promise<boolean> {
    const run = (await livingRuns(this.#deps.sql)).find((one) => one.box === box)
    if (!run) return false
    const driver = this.#standby.adopt(box, { stage, runId: run.id, attempt: run.attempt })
    if (stage === 'ready') await this.#claim(driver, run)
    // A driver takes a number only once, so asking again does no harm.
    if (stage === 'claimed') this.#sendScript(driver, run)
    return true
  }

  /** Starts what waits, in order, as far as there is capacity, and ends what took too long. */
  async sweep(): Promise<void> {
    const now = this.#deps.clock()
    const living = await livingRuns(this.#deps.sql)
    for (const run of living)
      if (overdue(run, now)) await this.#fail(run, 'the run took longer than its time limit')
      else if (!(await this.#takeUp(run))) await this.#renew(run)
    const queues = living
      .filter(waiting)
      .map((run) => [`${run.kind} ${run.place.id}`, run] as const)
    for (const queue of new Map(queues).values()) await this.schedule(queue)
  }

  /** Takes a queue as far as its limits and the capacity around it allow. */
  async schedule(queue: Queue): Promise<void> {
    if (!this.#standby.started) return
    const { sql, clock } = this.#deps
    const limits = await this.#limitsOf(queue)
    if (!limits) return
    await transaction(sql, async (tx) => {
      const living = await livingRunsOf(tx, queue)
      for (const run of living)
        if (queuedTooLong(run, limits, clock())) await this.#finish(run.id, queueTimeout, tx)
      const rest = living.filter((run) => !queuedTooLong(run, limits, clock()))
      const starting = new Set(admitted(rest, limits))
      const most = limits.concurrentRunsMax
      const stateDetails = `the ${queue.place.kind} runs at most ${most} at the same time`
      for (const run of rest.filter(waiting))
        if (!starting.has(run)) await updateLivingRun(tx, run.id, { state: 'QUEUED', stateDetails })
        else await this.#reserve(tx, run)
    })
  }

  async heard(driver: Driver, message: DriverEvent): Promise<void> {
    const run = await findRun(this.#deps.sql, driver.runId ?? '')
    if (!run || runFinal(run) || run.attempt !== driver.attempt) {
      this.#deps.boxes.close(driver.box, 'its run has ended')
      return
    }
    if (message.event === 'ready') {
      driver.stage = 'ready'
      await this.#claim(driver, run)
    }
    if (message.event === 'claimed') {
      driver.stage = 'claimed'
      await updateLivingRun(this.#deps.sql, run.id, { appId: message.appId })
      this.#sendScript(driver, run)
    }
    if (message.event === 'started') {
      const running = { state: 'RUNNING', startedAt: this.#deps.clock(), stateDetails: '' } as const
      await updateLivingRun(this.#deps.sql, run.id, running, { state: 'SCHEDULED' })
    }
    if (message.event === 'finished') {
      const { attempt, log } = driver
      await this.#finish(run.id, { ...endOf(message.output), attempt, log: log.newest() })
      this.#deps.boxes.close(driver.box, 'its run has ended')
    }
  }

  async ended(driver: Driver, reason: string, log: readonly string[]): Promise<void> {
    const { runId = '', attempt } = driver
    await this.#finish(runId, { state: 'FAILED', stateDetails: reason, attempt, log })
    // What a script printed last may come after word of its end.
    await keepLog(this.#deps.sql, { runId, attempt, log: driver.log.newest() })
  }

  /** Interrupts the script, and ends the driver of one that has not begun. */
  async cancel({ id }: Pick<Run, 'id'>): Promise<void> {
    await transaction(this.#deps.sql, async (tx) => {
      const run = await lockedRun(tx, id)
      if (!run) return
      const { box } = run
      if (box === undefined)
        return this.#finish(
          id,
          { state: 'CANCELLED', stateDetails: 'cancelled before it began' },
          tx,
        )
      await updateLivingRun(tx, id, { state: 'CANCELLING' })
      afterCommit(tx, async () => this.#deps.boxes.close(box, 'it was cancelled'))
    })
  }

  log({ box, log }: Run): readonly string[] {
    return (box && this.#standby.find(box)?.log.newest()) || log
  }

  /** A server that died, or a lost connection, may have kept a run from its driver. */
  async #takeUp(run: Run): Promise<boolean> {
    const driver = run.box ? this.#standby.find(run.box) : undefined
    if (run.state !== 'SCHEDULED' || !this.#standby.started) return false
    if (run.box === undefined) await this.#begin(run)
    else if (driver?.stage === 'ready') await this.#claim(driver, run)
    else return false
    return true
  }

  /** For good: another try would fare no better. */
  async #fail(run: Run, stateDetails: string): Promise<void> {
    const { attempt } = run
    // One that never had a driver has no other log.
    const driver = run.box ? this.#standby.find(run.box) : undefined
    const log = driver?.log.newest() ?? [stateDetails]
    await this.#finish(run.id, { state: 'FAILED', stateDetails, forGood: true, attempt, log })
    if (run.box) this.#deps.boxes.close(run.box, stateDetails)
  }

  async #begin(run: Run): Promise<void> {
    const { attempt } = run
    const use = { runId: run.id, attempt }
    const driver = this.#standby.of(use) ?? (await this.#open(run, use))
    if (!driver) return
    const { box } = driver
    if (!(await updateLivingRun(this.#deps.sql, run.id, { box }, { attempt })))
      this.#deps.boxes.close(box, 'its run has ended')
    else if (driver.stage === 'ready') await this.#claim(driver, run)
  }

  /** Undefined where what it is started from is not there, yet or at all. */
  async #open(run: Run, use: { runId: string; attempt: number }): Promise<Driver | undefined> {
    const ground = groundOf(run)
    const prepared = this.#deps.grounds.prepare(ground)
    if (prepared.state === 'failed') await this.#fail(run, prepared.reason)
    if (prepared.state === 'pending') {
      const stateDetails = prepared.detail
      await updateLivingRun(this.#deps.sql, run.id, { stateDetails }, { attempt: run.attempt })
    }
    if (prepared.state !== 'ready') return undefined
    return this.#standby.take(use, await this.#sizeOf(run), { ...ground, ...prepared })
  }

  /** Undefined for a place that is gone. */
  async #limitsOf({ kind, place }: Queue): Promise<RunLimits | undefined> {
    const { capacity } = this.#deps
    if (kind === 'job-run') return capacity.findApplication(place.id)
    if (kind === 'batch') return UNLIMITED
    const cluster = await capacity.findCluster(place.id)
    return cluster && ready(cluster)
      ? { ...UNLIMITED, concurrentRunsMax: cluster.stepConcurrency }
      : undefined
  }

  async #sizeOf({ size, accountId, place, conf }: Run, tx?: SqlTransaction): Promise<Plan> {
    return size ?? planAt(this.#deps, { accountId, place, conf, share: 1 }, tx)
  }

  /** Begins where it has its capacity; else it waits, or has failed where it can never fit. */
  async #reserve(tx: SqlTransaction, run: Run): Promise<void> {
    // One before it in the queue may have failed, and taken it along.
    if (!(await lockLivingRun(tx, run.id))) return
    const { id, accountId, place } = run
    try {
      const size = await this.#sizeOf(run, tx)
      const taken = await takeCapacity(this.#deps, { accountId, place, size, share: 1 }, tx)
      const change =
        'wait' in taken
          ? ({ state: 'QUEUED', stateDetails: taken.wait } as const)
          : ({ ...taken, size, state: 'SCHEDULED', stateDetails: '' } as const)
      const now = await updateLivingRun(tx, id, change)
      if (run.kind === 'step') await settleSteps(this.#deps, tx, run)
      if (now?.reservationId !== undefined) afterCommit(tx, () => this.#begin(now))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const end = { state: 'FAILED', stateDetails: error.message, forGood: true } as const
      await this.#finish(id, end, tx)
    }
  }

  async #renew(run: Run): Promise<void> {
    const driver = run.box ? this.#standby.find(run.box) : undefined
    try {
      if (driver) await renewIfDue(this.#deps, driver, claimantOfRun(run))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      await this.#fail(run, `its rights could not be renewed: ${error.message}`)
    }
  }

  async #claim(driver: Driver, run: Run): Promise<void> {
    if (driver.claimBegun) return
    driver.claimBegun = true
    try {
      const size = await this.#sizeOf(run)
      const claimant = { ...claimantOfRun(run), conf: withoutSize(run.conf), size }
      const order = await claimOf(this.#deps, claimant, driver.box)
      driver.renewedAt = this.#deps.clock()
      await giveExecutors(this.#deps, { ...run, size }, driver.box)
      driver.stage = 'claimed'
      this.#deps.boxes.send(driver.box, order)
    } catch (error) {
      if (error instanceof DomainError)
        return this.#fail({ ...run, box: driver.box }, error.message)
      driver.claimBegun = false
      throw error
    }
  }

  #sendScript({ box }: Driver, run: Run): void {
    const { entryPoint: location, arguments: given, modules } = run
    this.#deps.boxes.send(box, { op: 'script', id: 0, location, modules, arguments: given })
  }

  async #finish(id: string, end: RunEnd, sql: Sql = this.#deps.sql): Promise<void> {
    await transaction(sql, async (tx) => {
      if (await endRun(this.#deps, tx, id, end)) afterCommit(tx, () => this.sweep())
    })
  }
}

function endOf(output: StatementOutput): { state: RunState; stateDetails: string } {
  if (output.status === 'ok') return { state: 'SUCCESS', stateDetails: '' }
  return { state: 'FAILED', stateDetails: describe(output) }
}

function describe({ ename = 'Error', evalue = '' }: StatementOutput): string {
  return `${ename}: ${evalue}`.slice(0, 1000)
}
