import type { Log } from '../foundation/log.ts'
import type { Box } from './box.ts'
import type { BoxOrder, ExecutorSize, HeadEvent } from './protocol.ts'

const FAILED = 1

interface Boxes {
  open(order: BoxOrder): Promise<void>
  find(box: string): Box | undefined
  close(box: string, reason: string): void
  log: Log
}

/**
 * Boxes of executors. The workers in a cluster’s head ask for them, and the keeper makes them by
 * itself, so that a cluster goes on while no server is there.
 */
export class Executors {
  readonly #boxes: Boxes
  /** Which head asked for it, by executor. */
  readonly #heads = new Map<string, string>()

  constructor(boxes: Boxes) {
    this.#boxes = boxes
  }

  asked(head: Box, message: Exclude<HeadEvent, { event: 'machines' }>): void {
    const { box } = message
    if (message.event === 'launch') this.#launch(head, message)
    else if (this.#heads.get(box) !== head.order.box) return
    else if (message.event === 'abandon') this.#boxes.close(box, 'its worker ended it')
    else this.#boxes.find(box)?.send({ op: 'decommission' })
  }

  /** A driver takes its executors along, and so does a head; a head is told of each that ends. */
  ended({ order }: Box, code = FAILED): void {
    const { box } = order
    for (const [executor, head] of this.#heads) {
      const driver = this.#boxes.find(executor)?.order.executor?.driver
      if (head === box || driver === box) this.#boxes.close(executor, 'its driver has ended')
    }
    const head = this.#heads.get(box)
    this.#heads.delete(box)
    if (head !== undefined) this.#boxes.find(head)?.send({ op: 'ended', box, code })
  }

  #launch(head: Box, { box, driver, executor, host, size }: Launch): void {
    const asking = this.#boxes.find(driver)
    if (size === null || !asking) {
      head.send({ op: 'ended', box, code: FAILED })
      return
    }
    this.#heads.set(box, head.order.box)
    const place = { driver, executor, host }
    const { engine } = head.order
    const { layers } = asking.order
    const from = { engine, ...(layers && { layers }) }
    const order = { ...sized(size), box, ...from, batch: false, warm: false, executor: place }
    this.#boxes.open(order).catch((err: unknown) => {
      this.#boxes.log.error({ err, box }, 'an executor could not be started')
      this.#heads.delete(box)
      head.send({ op: 'ended', box, code: FAILED })
    })
  }
}

type Launch = Extract<HeadEvent, { event: 'launch' }>

function sized({ cores, memoryMib, jvmMib, temporaryMib }: ExecutorSize): ExecutorSize {
  return { cores, memoryMib, jvmMib, temporaryMib }
}
