import { createServer, type Server } from 'node:net'
import type { Listener } from './listener.ts'
import type { DoorName } from './route.ts'

/** Ports beside the platform's own on which one door alone answers. */
export interface Ports {
  first: number
  last: number
  /** Listening already is no harm. False: somebody else has the port. */
  open(port: number): Promise<boolean>
  close(port: number): Promise<void>
  closeAll(): Promise<void>
}

const PORT_MAX = 65_535

export function createPorts(options: {
  listener: Promise<Listener>
  host: string
  door: DoorName
  first: number
  last: number
}): Ports {
  const servers = new Map<number, Server>()
  const close = async (port: number) => {
    const server = servers.get(port)
    servers.delete(port)
    if (server) await new Promise((settle) => server.close(settle))
  }
  return {
    first: options.first,
    last: options.last,
    close,
    async open(port) {
      if (servers.has(port)) return true
      if (port > PORT_MAX) return false
      const server = createServer((socket) => {
        socket.on('error', () => socket.destroy())
        void options.listener.then((listener) =>
          listener.accept(socket, { door: options.door, sidePort: port }),
        )
      })
      const open = await new Promise<boolean>((settle) => {
        server.once('error', () => settle(false))
        server.listen(port, options.host, () => settle(true))
      })
      if (open) servers.set(port, server)
      return open
    },
    async closeAll() {
      for (const port of [...servers.keys()]) void close(port)
    },
  }
}
