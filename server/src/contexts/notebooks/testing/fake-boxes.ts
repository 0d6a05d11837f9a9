import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { BoxesForNotebooks, BoxForNotebook, BoxNews, NotebookOrder } from '../deps.ts'

/** The far side of the keeper: what answers on the socket shows the headers that reached it. */
export class FakeBoxes implements BoxesForNotebooks {
  readonly sent: { box: string; order: NotebookOrder }[] = []
  readonly opened: BoxForNotebook[] = []
  /** Boxes that an earlier server has left. */
  left: string[] = []
  /** Whether Jupyter comes up. */
  serving = true
  readonly #servers = new Map<string, Server>()
  readonly #told: Promise<void>[] = []
  #listener: (news: BoxNews) => Promise<void> = async () => {}

  listen(listener: (news: BoxNews) => Promise<void>): void {
    this.#listener = listener
  }

  async hello() {
    return { isolation: 'full' as const, boxes: this.left }
  }

  open(order: BoxForNotebook): void {
    this.opened.push(order)
    const server = createServer((request, response) => {
      response.setHeader('set-cookie', ['_xsrf=jupyter'])
      response.end(JSON.stringify({ url: request.url, headers: request.headers }))
    })
    server.on('upgrade', ({ headers }, socket: Socket) => greet(socket, headers))
    server.listen(order.notebook.socket)
    this.#servers.set(order.box, server)
  }

  send(box: string, order: NotebookOrder): void {
    this.sent.push({ box, order })
    if (order.op === 'serve' && this.serving)
      this.tell({ event: 'message', box, message: { event: 'serving' } })
  }

  close(box: string, reason: string): void {
    this.#servers.get(box)?.close()
    this.#servers.get(box)?.closeAllConnections()
    this.tell({ event: 'end', box, reason, log: [] })
  }

  tell(news: BoxNews): void {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#told.push(promise)
    setImmediate(() => this.#listener(news).then(resolve, reject))
  }

  /** When all that was told has been handled. */
  async heard(): Promise<void> {
    await Promise.all(this.#told)
  }
}

/** Says which headers came with the upgrade, then whatever it is told. */
function greet(socket: Socket, headers: IncomingHttpHeaders): void {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n')
  socket.write(`connection: Upgrade\r\nsec-websocket-accept: yes\r\n\r\n`)
  socket.write(`${Object.keys(headers).join(' ')}\n`)
  socket.pipe(socket)
}
