import { join } from 'node:path'
import { DomainError } from '../../../foundation/errors.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { BoxNews, NotebooksDeps } from '../deps.ts'
import { notIsolated } from '../errors.ts'
import { boxOf, type Notebook, type SharedHome } from '../model/notebook.ts'
import { findNotebook, livingNotebooks, updateLiving } from '../store/notebooks.ts'
import { RENEWED_AFTER_SECONDS, rightsOf } from './rights.ts'

const SWEEP_EVERY_MS = 10_000

/** Brings notebooks and boxes together, and writes down what becomes of them. */
export class Servers {
  readonly #deps: NotebooksDeps
  readonly #renewedAt = new Map<string, Date>()
  readonly #started = Promise.withResolvers<void>()
  #isolation: 'full' | 'trusted' = 'trusted'
  #sweep: NodeJS.Timeout | undefined

  constructor(deps: NotebooksDeps) {
    this.#deps = deps
    // What is told before the start waits for it.
    deps.boxes.listen((news) => this.#started.promise.then(() => this.#hear(news)))
  }

  /** Finds the notebooks that an earlier server has left, and ends those that lost their box. */
  async start(): Promise<void> {
    const { boxes, ports, sql, log } = this.#deps
    const { isolation, boxes: found } = await boxes.hello()
    this.#isolation = isolation
    const living = await livingNotebooks(sql)
    for (const notebook of living) {
      if (!found.includes(boxOf(notebook))) await this.#ended(notebook, 'the host lost it')
      else if (!(await ports.open(notebook.port))) this.end(notebook, 'its port was taken')
    }
    const known = new Set(living.map(boxOf))
    for (const box of found.filter((one) => !known.has(one)))
      boxes.close(box, 'its notebook is gone')
    this.#started.resolve()
    this.#sweep = setInterval(
      () =>
        this.sweep().catch((error: unknown) =>
          log.warn({ err: error }, 'notebooks were not swept; tried again'),
        ),
      this.#deps.sweepMs ?? SWEEP_EVERY_MS,
    )
    this.#sweep.unref()
  }

  stop(): void {
    clearInterval(this.#sweep)
  }

  /** @throws notebooks.not-isolated */
  demandIsolation(): void {
    if (this.#isolation !== 'full') throw notIsolated({})
  }

  socketOf(notebook: Pick<Notebook, 'id'>): string {
    return join(this.#deps.sockets, notebook.id)
  }

  async begin(notebook: Notebook, files: SharedHome['files'] = {}): Promise<void> {
    const { boxes, size, directory, domain, authorityPem, governingAccount } = this.#deps
    const box = boxOf(notebook)
    const place = {
      directory: join(directory, String(notebook.homeNumber)),
      socket: this.socketOf(notebook),
      userNumber: notebook.homeNumber,
    }
    boxes.open({ box, ...size, jvmMib: 0, batch: false, warm: false, notebook: place })
    const credentials = await rightsOf(this.#deps, notebook).catch((error: unknown) => {
      this.end(notebook, 'its rights were withdrawn while it opened')
      throw error
    })
    this.#renewedAt.set(notebook.id, this.#deps.clock())
    const catalogs = { lake: await governingAccount(), own: notebook.accountId }
    boxes.send(box, { op: 'serve', credentials, catalogs, domain, authorityPem, files })
  }

  /** Its end is written down when the keeper has told of it. */
  end(notebook: Notebook, reason: string): void {
    this.#deps.boxes.close(boxOf(notebook), reason)
  }

  /** Ends what its owner may no longer have, and renews rights before they end. */
  async sweep(): Promise<void> {
    for (const notebook of await livingNotebooks(this.#deps.sql)) {
      try {
        await this.#deps.identity.verifyToken(notebook.signIn, { box: boxOf(notebook) })
        await this.#renew(notebook)
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        this.end(notebook, `its rights could not be renewed: ${error.message}`)
      }
    }
  }

  async #renew(notebook: Notebook): Promise<void> {
    const now = this.#deps.clock()
    const renewedAt = this.#renewedAt.get(notebook.id)?.getTime() ?? 0
    if (now.getTime() - renewedAt < RENEWED_AFTER_SECONDS * 1000) return
    this.#renewedAt.set(notebook.id, now)
    const credentials = await rightsOf(this.#deps, notebook)
    this.#deps.boxes.send(boxOf(notebook), { op: 'refresh', credentials })
  }

  async #hear(news: BoxNews): Promise<void> {
    const notebook = await findNotebook(this.#deps.sql, news.box.replace(/^n-/, ''))
    if (!notebook) return
    if (news.event === 'end') return this.#ended(notebook, news.reason)
    if (news.event !== 'message' || news.message.event !== 'serving') return
    if (notebook.state === 'starting')
      await updateLiving(this.#deps.sql, notebook.id, { state: 'running' })
  }

  /** Writes the end down once, with what it held given back. */
  async #ended({ id, port, reservationId }: Notebook, reason: string): Promise<void> {
    const { sql, capacity, ports, clock } = this.#deps
    this.#renewedAt.delete(id)
    // It takes no more connections from now on; those that there are end in their own time.
    void ports.close(port)
    await transaction(sql, async (tx) => {
      const living = await updateLiving(tx, id, { state: 'ended', reason, endedAt: clock() })
      if (living) await capacity.release(reservationId, tx)
    })
  }
}
