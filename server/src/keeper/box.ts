import { Socket } from 'node:net'
import { LineReader } from './lines.ts'
import type { BoxOrder, BoxStage, DriverEvent, DriverOrder } from './protocol.ts'

const LOG_LINES_KEPT = 1000
const LINE_LENGTH_MAX = 4000
/** What an unanswered driver may leave waiting while no server is there. */
const PENDING_MAX = 10_000

/** A listening handle of libuv, as Node's ipc hands it over. */
export interface ListenerHandle {
  close(): void
}

/** One box as the keeper sees it: its two sockets, what it said, what no server has yet heard. */
export class Box {
  readonly order: BoxOrder
  stage: BoxStage = 'opening'
  pid: number | undefined
  listener: ListenerHandle | undefined
  closeReason: string | undefined
  failure: string | undefined
  log: string[] = []
  pending: { sequence: number; message: DriverEvent }[] = []
  #control: Socket | undefined
  #waiting: DriverOrder[] = []
  #sequence = 0
  readonly #heard: (box: Box, sequence: number, message: DriverEvent) => void
  readonly #logged: (box: Box, lines: string[]) => void

  constructor(
    order: BoxOrder,
    listeners: {
      heard: (box: Box, sequence: number, message: DriverEvent) => void
      logged: (box: Box, lines: string[]) => void
    },
  ) {
    this.order = order
    this.#heard = listeners.heard
    this.#logged = listeners.logged
  }

  attachControl(handle: unknown, pid: number): void {
    this.pid = pid
    this.#control = openSocket(handle)
    const reader = new LineReader((line) => this.#hear(JSON.parse(line) as DriverEvent))
    this.#control.on('data', (data) => reader.push(data))
    for (const order of this.#waiting.splice(0)) this.send(order)
  }

  attachLog(handle: unknown): void {
    const reader = new LineReader((line) => {
      const kept = line.slice(0, LINE_LENGTH_MAX)
      this.log.push(kept)
      if (this.log.length > LOG_LINES_KEPT) this.log.shift()
      this.#logged(this, [kept])
    })
    openSocket(handle).on('data', (data) => reader.push(data))
  }

  send(order: DriverOrder): void {
    if (this.#control) this.#control.write(`${JSON.stringify(order)}\n`)
    else this.#waiting.push(order)
  }

  acknowledge(sequence: number): void {
    this.pending = this.pending.filter((one) => one.sequence > sequence)
  }

  release(): void {
    this.#control?.destroy()
    this.listener?.close()
  }

  #hear(message: DriverEvent): void {
    this.#sequence += 1
    if (message.event === 'stage') this.stage = message.stage
    if (message.event === 'ready') this.stage = 'ready'
    if (message.event === 'claimed') this.stage = 'claimed'
    if (message.event === 'failed') this.failure = message.reason
    // Progress is only news: a later one or the end replaces it.
    const kept = message.event !== 'progress' && this.pending.length < PENDING_MAX
    if (kept) this.pending.push({ sequence: this.#sequence, message })
    this.#heard(this, this.#sequence, message)
  }
}

/** `net.Native` handles come raw; a socket made of one has no type of its own in Node. */
function openSocket(handle: unknown): Socket {
  const options = { handle, readable: true, writable: true }
  const socket = new Socket(options as ConstructorParameters<typeof Socket>[0])
  // A box that ends resets its sockets; its end is reported by the zygote.
  socket.on('error', () => socket.destroy())
  socket.resume()
  return socket
}
