import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Codes } from '../../../foundation/codes.ts'
import { DomainError } from '../../../foundation/errors.ts'
import { randomText } from '../../../foundation/ids.ts'
import { passFor, targetOfPass } from '../../../foundation/passes.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { SessionsDeps } from '../deps.ts'
import { dashboardEnded, noFreePort, notAdmitted, nothingToShow } from '../errors.ts'
import { deleteDashboard, insertDashboard, leftDashboards } from '../store/dashboards.ts'
import {
  applicationPath,
  DASHBOARD_PREFIX,
  type Dashboard,
  dueForProof,
  unwatched,
} from './dashboard.ts'
import type { DashboardNews } from './deps.ts'
import { keepEvents } from './keep-events.ts'

const MIB = 2 ** 20
const SIGN_IN_SECONDS = 12 * 3600
/** Of one asker; the one not looked at for longest makes way for another. */
const LIVING_MAX = 3
const SWEEP_EVERY_MS = 10_000
const EVENTS_KEPT_EVERY_MS = 3600_000

export interface DashboardWish {
  /** The box of the driver whose event log is to be shown. */
  shows: string | undefined
  what: string
  demand(): Promise<void>
}

interface Living extends Dashboard {
  settle: { resolve(application: string): void; reject(error: Error): void }
}

/** Opens history servers in boxes, one for each log and asker, and ends those nobody looks at. */
export class Dashboards {
  readonly #deps: SessionsDeps
  readonly #living = new Map<string, Living>()
  readonly #codes = new Codes()
  /** Passes end with the server, and so do all dashboards. */
  readonly #key = randomBytes(32)
  #opening: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #eventsKeptAt = 0

  constructor(deps: SessionsDeps) {
    this.#deps = deps
    deps.dashboardPlace.boxes.listen((news) => this.#hear(news))
  }

  /** Ends what an earlier server has left: who still looks asks anew. */
  async start(): Promise<void> {
    const { sql, dashboardPlace: place, log } = this.#deps
    for (const box of (await place.boxes.hello()).boxes)
      place.boxes.close(box, 'its server is gone')
    for (const id of await leftDashboards(sql)) await this.#release(id)
    const sweep = () =>
      this.sweep().catch((error: unknown) =>
        log.warn({ err: error }, 'dashboards were not swept; tried again'),
      )
    this.#timer = setInterval(sweep, this.#deps.sweepMs ?? SWEEP_EVERY_MS)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /**
   * A code that lets one browser in, once.
   *
   * @throws sessions.nothing-to-show, sessions.no-free-port, compute.capacity-exceeded
   */
  async open(caller: Caller, wish: DashboardWish): Promise<{ port: number; code: string }> {
    const { shows, what } = wish
    if (shows === undefined || !existsSync(join(this.#deps.dashboardPlace.events, shows)))
      throw nothingToShow({ what })
    // One after the other, so that none takes another’s port.
    const opened = this.#opening.then(() => this.#find(caller, { ...wish, shows }))
    this.#opening = opened.catch(() => undefined)
    const { id, port } = await opened
    return { port, code: this.#codes.issue(id, this.#deps.clock()) }
  }

  /** Changes a code for a pass, once there is something to see. @throws sessions.not-admitted */
  async admit({ port, code }: { port: number; code: string }) {
    const dashboard = this.#living.get(this.#codes.spend(code, this.#deps.clock()) ?? '')
    if (dashboard?.port !== port) throw notAdmitted({})
    const landing = applicationPath(await dashboard.shown)
    return { pass: passFor(this.#key, dashboard.id), landing }
  }

  /** The socket of what a pass opens. @throws sessions.not-admitted, sessions.dashboard-ended */
  async reach({ port, pass }: { port: number; pass: string }): Promise<string> {
    const dashboard = this.#living.get(targetOfPass(this.#key, pass) ?? '')
    if (dashboard?.port !== port) throw notAdmitted({})
    if (dueForProof(dashboard, this.#deps.clock())) await this.#prove(dashboard)
    dashboard.lookedAt = this.#deps.clock()
    return this.#socketOf(dashboard.id)
  }

  async sweep(): Promise<void> {
    const now = this.#deps.clock()
    for (const dashboard of [...this.#living.values()])
      if (unwatched(dashboard, now)) this.#end(dashboard, 'nobody looked at it')
      else await this.#prove(dashboard).catch(() => undefined)
    if (now.getTime() - this.#eventsKeptAt < EVENTS_KEPT_EVERY_MS) return
    this.#eventsKeptAt = now.getTime()
    await keepEvents(this.#deps, new Set([...this.#living.values()].map(({ shows }) => shows)))
  }

  endAccount(accountId: string): void {
    for (const dashboard of this.#living.values()) {
      const { accountId: own, assumedThrough = [] } = dashboard.caller
      if ([own, ...assumedThrough].some((one) => one === accountId))
        this.#end(dashboard, 'its account was switched off')
    }
  }

  async #find(caller: Caller, wish: DashboardWish & { shows: string }): Promise<Living> {
    const own = [...this.#living.values()].filter(
      (one) => one.caller.arn === caller.arn && one.caller.accountId === caller.accountId,
    )
    const same = own.find(({ shows }) => shows === wish.shows)
    if (same) return Object.assign(same, await this.#asker(caller, same.box), wish)
    const [longest] = own.sort((a, b) => a.lookedAt.getTime() - b.lookedAt.getTime())
    if (own.length >= LIVING_MAX && longest) await this.#endNow(longest, 'another took its place')
    return this.#begin(caller, wish)
  }

  async #asker(caller: Caller, box: string) {
    const { issueToken } = this.#deps.identity
    const now = this.#deps.clock()
    const signIn = await issueToken({ ...caller, boundTo: box }, SIGN_IN_SECONDS)
    return { caller, signIn, provenAt: now, lookedAt: now }
  }

  async #begin(caller: Caller, { shows, demand }: DashboardWish & { shows: string }) {
    const { sql, capacity, dashboardPlace: place } = this.#deps
    const id = randomText(16, 'lower')
    const box = `${DASHBOARD_PREFIX}${id}`
    const { accountId } = caller
    const { memoryMib, temporaryMib } = place.size
    const owner = { kind: 'account', id: accountId, accountId } as const
    // Its box may use cores, and idles: it must keep no run waiting for them.
    const size = { cpu: 0, memoryBytes: memoryMib * MIB, diskBytes: temporaryMib * MIB }
    const asker = await this.#asker(caller, box)
    const port = await this.#freePort()
    const reservationId = await transaction(sql, async (tx) => {
      const { id: reserved } = await capacity.reserve({ owner, ...size }, tx)
      await insertDashboard(tx, { id, reservationId: reserved })
      return reserved
    })
    const { promise: shown, ...settle } = Promise.withResolvers<string>()
    // Nobody may be waiting for it when it ends.
    shown.catch(() => undefined)
    const held = { port, reservationId, shows }
    const dashboard: Living = { id, box, ...asker, ...held, shown, settle, demand }
    this.#living.set(id, dashboard)
    const history = { events: join(place.events, shows), socket: this.#socketOf(id) }
    place.boxes.open({ box, ...place.size, batch: false, warm: false, history })
    return dashboard
  }

  async #freePort(): Promise<number> {
    const { ports } = this.#deps.dashboardPlace
    const taken = new Set([...this.#living.values()].map(({ port }) => port))
    for (let port = ports.first; port <= ports.last; port += 1)
      if (!taken.has(port) && (await ports.open(port))) return port
    throw noFreePort({ first: ports.first, last: ports.last })
  }

  /** Who asked is still there and may still see it. */
  async #prove(dashboard: Living): Promise<void> {
    try {
      await this.#deps.identity.verifyToken(dashboard.signIn, { box: dashboard.box })
      await dashboard.demand()
      dashboard.provenAt = this.#deps.clock()
    } catch (error) {
      if (error instanceof DomainError && error.kind !== 'unavailable')
        this.#end(dashboard, error.message)
      throw error
    }
  }

  #socketOf(id: string): string {
    return join(this.#deps.dashboardPlace.sockets, id)
  }

  async #hear(news: DashboardNews): Promise<void> {
    const dashboard = this.#living.get(news.box.slice(DASHBOARD_PREFIX.length))
    if (!dashboard) return
    if (news.event === 'end') await this.#endNow(dashboard, news.reason)
    if (news.event === 'message' && news.message.event === 'claimed')
      dashboard.settle.resolve(news.message.appId ?? '')
  }

  #end(dashboard: Living, reason: string): void {
    void this.#endNow(dashboard, reason).catch((err: unknown) =>
      this.#deps.log.warn({ err, dashboard: dashboard.id }, 'a dashboard holds its capacity'),
    )
  }

  /** From now on no pass opens it. */
  async #endNow(dashboard: Living, reason: string): Promise<void> {
    const { boxes, ports } = this.#deps.dashboardPlace
    if (!this.#living.delete(dashboard.id)) return
    dashboard.settle.reject(dashboardEnded({ reason }))
    void ports.close(dashboard.port)
    boxes.close(dashboard.box, reason)
    await this.#release(dashboard.id)
  }

  async #release(id: string): Promise<void> {
    const { sql, capacity } = this.#deps
    await transaction(sql, async (tx) => {
      const held = await deleteDashboard(tx, id)
      if (held !== undefined) await capacity.release(held, tx)
    })
  }
}
