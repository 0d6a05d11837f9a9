import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectionLost } from '../foundation/database-away.ts'
import type { Log } from '../foundation/log.ts'
import type { Channel } from './keeper.ts'
import type {
  BoxMessage,
  BoxOrder,
  EngineForBoxes,
  Isolation,
  KeeperMessage,
  MachineState,
  ServerMessage,
} from './protocol.ts'

/** News of boxes; `message` is acknowledged when the listener's promise has resolved. */
export type BoxNews = Exclude<KeeperMessage, { event: 'keeper' | 'listener' | 'machines' }>

const RETRY_MILLISECONDS = 500
const RETRY_MILLISECONDS_MAX = 5000
/** So often news are told of whose hearing fails for another reason than a lost database. */
const ATTEMPTS_MAX = 6

/** The server's side of the keeper. */
export interface KeeperClient {
  /** What the host allows, and the boxes that were there before this server. */
  hello(): Promise<{ isolation: Isolation; detail: string; boxes: string[] }>
  /** Those that were ordered or found here, and whose end was not told. */
  living(): ReadonlySet<string>
  useEngine(name: string, engine: EngineForBoxes): void
  open(order: BoxOrder): void
  send(box: string, message: BoxMessage): void
  close(box: string, reason: string): void
  listen(listener: (news: BoxNews) => Promise<void>): void
  /** How the machines of a cluster are, by its head’s box; only the latest counts. */
  listenToMachines(listener: (head: string, machines: readonly MachineState[]) => void): void
}

/** Each connection comes with the box whose private network it is from. */
export type BoxConnection = (socket: Socket, box: string) => void

export function connectKeeper(options: {
  channel: Channel
  log: Log
  connection: BoxConnection
}): KeeperClient {
  const { channel, log } = options
  const listeners = new Map<string, Server>()
  const machines = machineNews()
  const heard: ((news: BoxNews) => Promise<void>)[] = []
  const greeting = Promise.withResolvers<Extract<KeeperMessage, { event: 'keeper' }>>()
  const greeted = { already: false }
  const living = livingBoxes(channel)
  const say = (message: ServerMessage) => void (channel.connected && channel.send?.(message))
  const inTurn = delivery({ heard, say, log })

  channel.on('message', (message: KeeperMessage, handle: unknown) => {
    if (message.event === 'keeper') return greeting.resolve(message)
    if (message.event === 'listener')
      return listeners.set(message.box, acceptFrom(message.box, handle, options.connection))
    if (message.event === 'machines') {
      machines.tell(message.box, message.machines)
      return
    }
    if (message.event === 'end') {
      machines.forget(message.box)
      listeners.get(message.box)?.close()
      listeners.delete(message.box)
    }
    inTurn(message)
  })

  return {
    async hello() {
      // A server that no keeper started serves everything that needs no driver.
      if (!channel.connected) return { isolation: 'trusted', detail: 'no keeper', boxes: [] }
      // Once: each greeting hands every listener over.
      if (!greeted.already) say({ op: 'hello' })
      greeted.already = true
      return greeting.promise
    },
    useEngine: (name, engine) => say({ op: 'engine', name, engine }),
    living: () => living.boxes,
    open: (order) => say(living.ordered(order)),
    send: (box, message) => say({ op: 'send', box, message }),
    close: (box, reason) => say({ op: 'close', box, reason }),
    listen: (listener) => void heard.push(listener),
    listenToMachines: machines.listen,
  }
}

function livingBoxes(channel: Channel) {
  const boxes = new Set<string>()
  channel.on('message', (message: KeeperMessage) => {
    if (message.event === 'keeper') for (const box of message.boxes) boxes.add(box)
    if (message.event === 'end') boxes.delete(message.box)
  })
  return {
    boxes,
    ordered(order: BoxOrder): ServerMessage {
      boxes.add(order.box)
      return { op: 'open', order }
    },
  }
}

/** The latest of each head, also for who listens after it was told. */
function machineNews() {
  type Listener = Parameters<KeeperClient['listenToMachines']>[0]
  const known = new Map<string, readonly MachineState[]>()
  const listeners: Listener[] = []
  return {
    tell(head: string, machines: readonly MachineState[]): void {
      known.set(head, machines)
      for (const hear of listeners) hear(head, machines)
    },
    forget: (head: string) => void known.delete(head),
    listen(listener: Listener): void {
      listeners.push(listener)
      for (const [head, machines] of known) listener(head, machines)
    },
  }
}

/**
 * News of one box are heard one after the other, also where one has to be told again: the end until
 * it is heard, since nobody else tells of it; others not for ever, since the end waits behind them.
 */
function delivery(options: {
  heard: readonly ((news: BoxNews) => Promise<void>)[]
  say(message: ServerMessage): void
  log: Log
}): (news: BoxNews) => void {
  const { heard, say, log } = options
  const turns = new Map<string, Promise<void>>()

  async function deliver(news: BoxNews, attempt = 1): Promise<void> {
    const { box, event } = news
    try {
      for (const listener of heard) await listener(news)
      if (event === 'message') say({ op: 'acknowledge', box, sequence: news.sequence })
    } catch (error) {
      const again = event === 'end' || connectionLost(error) || attempt < ATTEMPTS_MAX
      log[again ? 'warn' : 'error']({ err: error, box, event, attempt }, 'news of a box not heard')
      if (!again) return
      await sleep(Math.min(RETRY_MILLISECONDS_MAX, RETRY_MILLISECONDS * 2 ** (attempt - 1)))
      await deliver(news, attempt + 1)
    }
  }

  return (news) => {
    const { box, event } = news
    const turn = (turns.get(box) ?? Promise.resolve()).then(() => deliver(news))
    turns.set(box, turn)
    if (event === 'end') void turn.then(() => turns.delete(box))
  }
}

/** Takes connections from a listening handle that was made in the box's own network. */
export function acceptFrom(box: string, handle: unknown, connection: BoxConnection): Server {
  const server = createServer((socket) => connection(socket, box))
  server.on('error', () => server.close())
  // A raw libuv handle, which Node accepts here and its types do not tell.
  return server.listen(handle as Parameters<Server['listen']>[0])
}

/** The boxes of one kind, by what their names begin with, as if there were no others. */
export function boxesNamed(prefix: string, keeper: KeeperClient): KeeperClient {
  return {
    ...keeper,
    async hello() {
      const { boxes, ...facts } = await keeper.hello()
      return { ...facts, boxes: boxes.filter((box) => box.startsWith(prefix)) }
    },
    listen: (listener) =>
      keeper.listen(async (news) => {
        if (news.box.startsWith(prefix)) await listener(news)
      }),
  }
}
