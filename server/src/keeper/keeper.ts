import type { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../foundation/log.ts'
import { ofExecutor } from '../foundation/log-lines.ts'
import { Box, type ListenerHandle } from './box.ts'
import { closeCgroups, describeOutOfMemory, openCgroups } from './cgroups.ts'
import { EventShares } from './event-shares.ts'
import { Executors } from './executors.ts'
import { probeIsolation } from './isolation.ts'
import { giveTo, makeHome, makeSocketPlace, removeSocket } from './notebook-place.ts'
import { boxSpec, programOf } from './program.ts'
import type { BoxOrder, KeeperMessage, ServerMessage } from './protocol.ts'
import type { ZygoteMessage } from './zygote.ts'
import { type ZygoteFound, Zygotes } from './zygotes.ts'

/** One end of Node's ipc: a child process, or `process` itself in a child. */
export interface Channel extends EventEmitter {
  send?(message: object, handle?: unknown): boolean
  connected: boolean
}

const UID_FIRST = 200_000
const UID_SLOTS = 20_000
/** The last lines go along with the news that a box has ended. */
const LAST_LINES = 100

export interface KeeperOptions {
  /** The directory of this checkout's `driver/`. */
  driver: string
  /** The platform's port, the same inside every box. */
  port: number
  region: string
  log: Log
}

/** Owns boxes. Servers come and go; each gets all boxes handed over when it says hello. */
export class Keeper {
  readonly #options: KeeperOptions
  readonly #boxes = new Map<string, Box>()
  #server: Channel | undefined
  readonly #zygotes: Zygotes
  /** Begun anywhere: limits per user are of the whole host, with every platform on it. */
  #slot = Math.floor(Math.random() * UID_SLOTS)
  #cgroups = new Map<string, string[]>()
  readonly #executors: Executors
  readonly #shares = new EventShares()

  constructor(options: KeeperOptions) {
    this.#options = options
    this.#executors = new Executors({
      open: (order) => this.#open(order),
      find: (box) => this.#boxes.get(box),
      close: (box, reason) => this.#close(box, reason),
      log: options.log,
    })
    this.#zygotes = new Zygotes({
      ...options,
      heard: (message, handle) => this.#hear(message, handle),
      ended: (engine, reason) => this.#zygoteEnded(engine, reason),
      wanted: () => this.#server?.connected ?? false,
    })
  }

  /** From now on `channel` is the server; it is told nothing before it has said hello. */
  attach(channel: Channel): void {
    this.#server = undefined
    channel.on('message', (message: ServerMessage) => {
      void this.#handle(message, channel).catch((error: unknown) => {
        this.#options.log.error({ err: error, operation: message.op }, 'keeper operation failed')
      })
    })
  }

  /** Ends every box, and the zygote with them. */
  async stop(): Promise<void> {
    this.#zygotes.end()
    for (let waited = 0; waited < 50 && this.#boxes.size > 0; waited += 1) await sleep(20)
    for (const paths of this.#cgroups.values()) await closeCgroups(paths)
  }

  async #handle(message: ServerMessage, channel: Channel): Promise<void> {
    if (message.op === 'hello') return this.#greet(channel)
    if (message.op === 'engine') return this.#zygotes.use(message.name, message.engine)
    if (message.op === 'open') return this.#open(message.order)
    const box = this.#boxes.get(message.box)
    if (!box) {
      if (message.op !== 'acknowledge') this.#tellEnd(message.box, 'no such box', [])
      return
    }
    if (message.op === 'send') box.send(message.message)
    if (message.op === 'acknowledge') box.acknowledge(message.sequence)
    if (message.op === 'close') this.#close(message.box, message.reason)
  }

  #close(name: string, reason: string): void {
    const box = this.#boxes.get(name)
    if (!box) return
    box.closeReason = reason
    this.#kill(box)
  }

  async #greet(channel: Channel): Promise<void> {
    const { isolation, detail } = await probeIsolation()
    this.#server = channel
    this.#tell({ event: 'keeper', isolation, detail, boxes: [...this.#boxes.keys()] })
    for (const box of this.#boxes.values()) {
      this.#tell({ event: 'box', box: box.order.box, stage: box.stage, made: box.made })
      this.#tell({ event: 'log', box: box.order.box, lines: box.log.newest() })
      if (box.listener) this.#tell({ event: 'listener', box: box.order.box }, box.listener)
      for (const { sequence, message } of box.pending)
        this.#tell({ event: 'message', box: box.order.box, sequence, message })
      const { machines } = box
      if (box.order.head) this.#tell({ event: 'machines', box: box.order.box, machines })
    }
  }

  #kill({ order }: Box): void {
    this.#zygotes.find(order.engine)?.zygote.close(order.box)
  }

  async #open(order: BoxOrder): Promise<void> {
    const found = this.#zygotes.find(order.engine)
    if (!found) return this.#tellEnd(order.box, this.#zygotes.whyNot(order.engine), [])
    const box = new Box(order, {
      heard: (from, sequence, message) => {
        if (message.event === 'stage' || message.event === 'ready')
          this.#tell({ event: 'box', box: order.box, stage: from.stage, made: from.made })
        this.#tell({ event: 'message', box: order.box, sequence, message })
      },
      asked: (head, message) => {
        if (message.event !== 'machines') return this.#executors.asked(head, message)
        head.machines = message.machines
        this.#tell({ ...message, box: order.box })
      },
      broken: (from, reason) => {
        from.failure = reason
        this.#kill(from)
      },
      logged: ({ order: said }, lines) => this.#logged(said, lines),
    })
    this.#boxes.set(order.box, box)
    await this.#start(box, found).catch((err: unknown) => {
      this.#options.log.error({ err, box: order.box }, 'a box could not be made')
      return this.#ended(box, { reason: 'the host could not make it' })
    })
  }

  async #start({ order }: Box, { engine, zygote }: ZygoteFound): Promise<void> {
    const cgroups = await openCgroups(order)
    this.#cgroups.set(order.box, cgroups)
    const uid = this.#userOf(order)
    if (order.notebook) await makeHome(order.notebook, uid)
    if (order.history) await makeSocketPlace(order.history)
    if (order.resolver) await giveTo(order.resolver.directory, uid)
    const given = { order, engine, options: this.#options }
    zygote.open({
      spec: boxSpec(given, { uid, cgroups }),
      driver: programOf(given),
    })
  }

  /** A user of its own for each box; a person’s notebooks have the person’s, who owns the home. */
  #userOf({ notebook }: BoxOrder): number {
    if (notebook) return UID_FIRST + UID_SLOTS + notebook.userNumber
    this.#slot = (this.#slot + 1) % UID_SLOTS
    return UID_FIRST + this.#slot
  }

  /** What an executor says stands in the log of its driver. */
  #logged({ box, executor }: BoxOrder, lines: readonly string[]): void {
    if (!executor) {
      this.#tell({ event: 'log', box, lines })
      return
    }
    const marked = ofExecutor(executor.executor, lines)
    this.#boxes.get(executor.driver)?.log.add(marked)
    this.#tell({ event: 'log', box: executor.driver, lines: marked })
  }

  #hear(message: ZygoteMessage, handle: unknown): void {
    if (message.event === 'up') return
    const box = this.#boxes.get(message.box)
    if (!box) return
    if (message.event === 'control') box.attachControl(handle, message.pid)
    if (message.event === 'log') box.attachLog(handle)
    if (message.event === 'events')
      box.attachEvents(handle, { log: this.#options.log, shares: this.#shares })
    if (message.event === 'listener') {
      box.listener = handle as ListenerHandle
      this.#tell({ event: 'listener', box: message.box }, handle)
    }
    if (message.event === 'end') this.#end(box, message)
  }

  #end(box: Box, end: { code?: number; reason?: string }): void {
    void this.#ended(box, end).catch((err: unknown) => {
      this.#options.log.error(
        { err, box: box.order.box },
        'a box has ended and was not cleared away',
      )
    })
  }

  async #ended(box: Box, { code, reason }: { code?: number; reason?: string }): Promise<void> {
    // What the box said last may still be on its way through its sockets.
    await sleep(50)
    const name = box.order.box
    const cgroups = this.#cgroups.get(name) ?? []
    const why =
      box.closeReason ??
      (await describeOutOfMemory(cgroups, box.order.memoryMib)) ??
      box.failure ??
      reason ??
      `the driver ended with code ${code}`
    box.release()
    this.#boxes.delete(name)
    this.#cgroups.delete(name)
    if (box.order.executor) this.#logged(box.order, [`it has ended: ${why}`])
    this.#tellEnd(name, why, box.log.newest(LAST_LINES))
    this.#executors.ended(box, code)
    const answering = box.order.notebook ?? box.order.history
    if (answering) await removeSocket(answering)
    await closeCgroups(cgroups)
  }

  #zygoteEnded(engine: string, reason: string): void {
    for (const box of [...this.#boxes.values()])
      if (box.order.engine === engine) this.#end(box, { reason })
  }

  #tellEnd(box: string, reason: string, log: readonly string[]): void {
    this.#tell({ event: 'end', box, reason, log })
  }

  #tell(message: KeeperMessage, handle?: unknown): void {
    if (this.#server?.connected) this.#server.send?.(message, handle)
  }
}
