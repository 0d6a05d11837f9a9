import type { BoxesForDrivers, BoxMade, BoxNews, DriverEvent, DriverOrder } from '../deps.ts'
import type { StatementOutput } from '../model/output.ts'

/** The far side of the keeper: drivers that answer at once, and `wait` until they are cancelled. */
export class FakeBoxes implements BoxesForDrivers {
  readonly opened: string[] = []
  readonly orders: Parameters<BoxesForDrivers['open']>[0][] = []
  readonly closed: { box: string; reason: string }[] = []
  readonly sent: { box: string; order: DriverOrder }[] = []
  isolation: 'full' | 'trusted' = 'full'
  /** Boxes that an earlier server has left. */
  left: { box: string; stage: string; made?: Partial<BoxMade> }[] = []
  /** What stands for the text of scripts, wherever they lie. */
  script: string | undefined
  #listener: (news: BoxNews) => Promise<void> = async () => {}
  readonly #told = new Set<Promise<void>>()
  #sequence = 0

  listen(listener: (news: BoxNews) => Promise<void>): void {
    this.#listener = listener
  }

  async hello() {
    const boxes = this.left.map(({ box }) => box)
    for (const { box, stage, made } of this.left)
      this.tell({ event: 'box', box, stage, made: { ...plain, ...made } })
    return { isolation: this.isolation, detail: 'fake', boxes }
  }

  living(): ReadonlySet<string> {
    const ended = new Set(this.closed.map(({ box }) => box))
    const all = [...this.left.map(({ box }) => box), ...this.opened]
    return new Set(all.filter((box) => !ended.has(box)))
  }

  open(order: Parameters<BoxesForDrivers['open']>[0]): void {
    const { box } = order
    this.opened.push(box)
    this.orders.push(order)
    this.say(box, { event: 'ready' })
  }

  send(box: string, order: DriverOrder): void {
    this.sent.push({ box, order })
    if (order.op === 'claim') this.say(box, { event: 'claimed', appId: 'local-1' })
    if (order.op === 'complete')
      this.say(box, { event: 'completed', id: order.id, candidates: [`${order.code}ed`] })
    if (order.op === 'cancel') this.finish(box, order.id, interrupted)
    if (order.op === 'run') this.#run(box, order)
    if (order.op === 'script')
      this.#run(box, { op: 'run', id: order.id, code: this.script ?? order.location })
  }

  close(box: string, reason: string): void {
    this.closed.push({ box, reason })
    this.tell({ event: 'end', box, reason, log: ['last words'] })
  }

  say(box: string, message: DriverEvent): Promise<void> {
    this.#sequence += 1
    return this.tell({ event: 'message', box, sequence: this.#sequence, message })
  }

  /** Done when the server has dealt with it, or could not: the keeper goes on all the same. */
  tell(news: BoxNews): Promise<void> {
    const told = new Promise<void>((settle) => {
      setImmediate(() => this.#listener(news).then(settle, settle))
    })
    this.#told.add(told)
    return told.finally(() => this.#told.delete(told))
  }

  /** Done when no news is on its way. */
  async quiet(): Promise<void> {
    while (this.#told.size > 0) await Promise.all(this.#told)
  }

  finish(box: string, id: number, output: StatementOutput): void {
    this.say(box, { event: 'finished', id, output })
  }

  #run(box: string, { id, code }: { op: 'run'; id: number; code: string }): void {
    this.say(box, { event: 'started', id })
    if (/^(s3:..b.)?wait/.test(code)) return
    const ok = { status: 'ok', execution_count: id, data: { 'text/plain': code } } as const
    this.finish(box, id, /^(s3:..b.)?fail/.test(code) ? failed : ok)
  }
}

/** As `givenSessions` has standby drivers. */
const plain: BoxMade = {
  ...{ cores: 2, memoryMib: 1800, jvmMib: 768, temporaryMib: 512 },
  ...{ engine: 'spark-4.1', layered: false, told: false },
}

const failed: StatementOutput = {
  status: 'error',
  execution_count: 0,
  ename: 'ValueError',
  evalue: 'no',
  traceback: ['Traceback\n'],
}

const interrupted: StatementOutput = {
  ...failed,
  ename: 'KeyboardInterrupt',
  evalue: 'Interrupted',
}
