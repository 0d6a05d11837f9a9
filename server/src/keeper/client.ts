import { createServer, type Server, type Socket } from 'node:net'
import type { Log } from '../foundation/log.ts'
import type { Channel } from './keeper.ts'
import type {
  BoxOrder,
  DriverOrder,
  EngineForBoxes,
  Isolation,
  KeeperMessage,
  ServerMessage,
} from './protocol.ts'

/** News of boxes; `message` is acknowledged when the listener's promise has resolved. */
export type BoxNews = Exclude<KeeperMessage, { event: 'keeper' | 'listener' }>

/** The server's side of the keeper. */
export interface KeeperClient {
  /** What the host allows, and the boxes that were there before this server. */
  hello(): Promise<{ isolation: Isolation; detail: string; boxes: string[] }>
  useEngine(engine: EngineForBoxes): void
  open(order: BoxOrder): void
  send(box: string, message: DriverOrder): void
  close(box: string, reason: string): void
  listen(listener: (news: BoxNews) => Promise<void>): void
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
  const heard: ((news: BoxNews) => Promise<void>)[] = []
  const greeting = Promise.withResolvers<Extract<KeeperMessage, { event: 'keeper' }>>()
  const say = (message: ServerMessage) => {
    if (channel.connected) channel.send?.(message)
  }

  channel.on('message', (message: KeeperMessage, handle: unknown) => {
    if (message.event === 'keeper') return greeting.resolve(message)
    if (message.event === 'listener') {
      listeners.set(message.box, acceptFrom(message.box, handle, options.connection))
      return
    }
    if (message.event === 'end') {
      listeners.get(message.box)?.close()
      listeners.delete(message.box)
    }
    void deliver(message)
  })

  async function deliver(news: BoxNews): Promise<void> {
    try {
      for (const listener of heard) await listener(news)
      if (news.event === 'message')
        say({ op: 'acknowledge', box: news.box, sequence: news.sequence })
    } catch (error) {
      log.error({ err: error, box: news.box, event: news.event }, 'news of a box was not handled')
    }
  }

  return {
    async hello() {
      // A server that no keeper started serves everything that needs no driver.
      if (!channel.connected) return { isolation: 'trusted', detail: 'no keeper', boxes: [] }
      say({ op: 'hello' })
      return greeting.promise
    },
    useEngine: (engine) => say({ op: 'engine', engine }),
    open: (order) => say({ op: 'open', order }),
    send: (box, message) => say({ op: 'send', box, message }),
    close: (box, reason) => say({ op: 'close', box, reason }),
    listen: (listener) => void heard.push(listener),
  }
}

/** Takes connections from a listening handle that was made in the box's own network. */
export function acceptFrom(box: string, handle: unknown, connection: BoxConnection): Server {
  const server = createServer((socket) => connection(socket, box))
  server.on('error', () => server.close())
  // A raw libuv handle, which Node accepts here and its types do not tell.
  return server.listen(handle as Parameters<Server['listen']>[0])
}
