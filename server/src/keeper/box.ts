import { Socket } from 'node:net'
import type { Log } from '../foundation/log.ts'
import { LogLines } from '../foundation/log-lines.ts'
import { tooMuchUnread, unknownEvent } from './errors.ts'
import { EventFile } from './event-file.ts'
import type { EventShares } from './event-shares.ts'
import { LineReader } from './lines.ts'
import type {
  BoxMade,
  BoxMessage,
  BoxOrder,
  BoxStage,
  ClusterOrder,
  DriverEvent,
  HeadEvent,
  MachineState,
} from './protocol.ts'

const LINE_LENGTH_SHOWN = 4000
const LOG_LINE_LENGTH_MAX = 2 ** 20
/** What an unanswered driver may leave waiting while no server is there. */
const PENDING_MAX = 10_000
/** Of one message: a statement's whole output. */
const MESSAGE_LENGTH_MAX = 64 * 2 ** 20
const BROKE_PROTOCOL = 'the driver broke its protocol'

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
  /** Its own lines, and those of its executors. */
  readonly log = new LogLines()
  pending: { sequence: number; message: DriverEvent }[] = []
  /** Of a head, as it said last. */
  machines: MachineState[] = []
  /** Whose it is, since its claim. */
  #account = ''
  #control: Socket | undefined
  #events: EventFile | undefined
  #waiting: (BoxMessage | ClusterOrder)[] = []
  #told = false
  #sequence = 0
  readonly #heard: (box: Box, sequence: number, message: DriverEvent) => void
  readonly #asked: (box: Box, message: HeadEvent) => void
  readonly #logged: (box: Box, lines: string[]) => void
  readonly #broken: (box: Box, reason: string) => void

  constructor(
    order: BoxOrder,
    listeners: {
      heard: (box: Box, sequence: number, message: DriverEvent) => void
      /** What only a head says. */
      asked: (box: Box, message: HeadEvent) => void
      logged: (box: Box, lines: string[]) => void
      /** User code shares the driver's process: what comes from it may be anything. */
      broken: (box: Box, reason: string) => void
    },
  ) {
    this.order = order
    this.#heard = listeners.heard
    this.#asked = listeners.asked
    this.#logged = listeners.logged
    this.#broken = listeners.broken
  }

  get made(): BoxMade {
    const { engine, cores, memoryMib, jvmMib, temporaryMib, layers } = this.order
    const size = { cores, memoryMib, jvmMib, temporaryMib }
    return { engine, ...size, layered: layers !== undefined, told: this.#told }
  }

  attachControl(handle: unknown, pid: number): void {
    const { order } = this
    this.pid = pid
    this.#control = openSocket(handle)
    const reader = new LineReader((line) => this.#hear(parseEvent(line, order)), MESSAGE_LENGTH_MAX)
    const control = this.#control
    control.on('data', (data) => {
      try {
        reader.push(data)
      } catch {
        control.destroy()
        this.#broken(this, BROKE_PROTOCOL)
      }
    })
    for (const order of this.#waiting.splice(0)) this.send(order)
  }

  attachLog(handle: unknown): void {
    const reader = new LineReader((line) => {
      const kept = line.slice(0, LINE_LENGTH_SHOWN)
      this.log.add([kept])
      this.#logged(this, [kept])
    }, LOG_LINE_LENGTH_MAX)
    openSocket(handle).on('data', (data) => {
      try {
        reader.push(data)
      } catch {
        this.#broken(this, 'the driver wrote a line without end to its log')
      }
    })
  }

  attachEvents(handle: unknown, { log, shares }: { log: Log; shares: EventShares }): void {
    const { events: directory } = this.order
    if (directory === undefined) return
    const take = (bytes: number) => shares.take({ account: this.#account, directory }, bytes)
    this.#events = new EventFile({ directory, log, take }, openSocket(handle))
  }

  send(order: BoxMessage | ClusterOrder): void {
    this.#told = true
    if (order.op === 'claim') this.#account = order.account
    if (this.#control) this.#control.write(`${JSON.stringify(order)}\n`)
    else this.#waiting.push(order)
  }

  acknowledge(sequence: number): void {
    this.pending = this.pending.filter((one) => one.sequence > sequence)
  }

  release(): void {
    this.#control?.destroy()
    this.listener?.close()
    this.#events?.end()
  }

  #hear(message: DriverEvent | HeadEvent): void {
    if (ofHead(message)) {
      this.#asked(this, message)
      return
    }
    this.#sequence += 1
    if (message.event === 'stage') this.stage = message.stage
    if (message.event === 'ready') this.stage = 'ready'
    if (message.event === 'claimed' || message.event === 'serving') this.stage = message.event
    if (message.event === 'failed') this.failure = message.reason
    // Progress is only news: a later one or the end replaces it.
    if (this.pending.length >= PENDING_MAX) throw tooMuchUnread({ messagesMax: PENDING_MAX })
    if (message.event !== 'progress') this.pending.push({ sequence: this.#sequence, message })
    this.#heard(this, this.#sequence, message)
  }
}

const EVENTS = [
  ...['stage', 'ready', 'failed', 'claimed', 'serving'],
  ...['started', 'finished', 'completed'],
]
const NUMBERED = ['started', 'finished', 'completed', 'progress']
const HEAD_EVENTS = ['launch', 'abandon', 'decommission', 'machines']

function ofHead(message: DriverEvent | HeadEvent): message is HeadEvent {
  return HEAD_EVENTS.includes(message.event)
}

/** A head runs no code of people; what it may ask for, no other box may. */
function parseEvent(line: string, { head = false }: BoxOrder): DriverEvent | HeadEvent {
  const event = JSON.parse(line) as { event?: unknown; id?: unknown } | null
  const name = String(event?.event)
  const allowed = head ? [...EVENTS, ...HEAD_EVENTS] : EVENTS
  const known = allowed.includes(name) || name === 'progress'
  const numbered = !NUMBERED.includes(name) || Number.isInteger(event?.id)
  if (!known || !numbered) throw unknownEvent({ event: name })
  return event as DriverEvent | HeadEvent
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
