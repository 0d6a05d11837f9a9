import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface Hook extends AsyncDisposable {
  url: string
  heard: { id: string; body: Record<string, unknown> }[]
  /** Statuses to answer with, one after the other; then 200. */
  answers: number[]
}

/** Somebody's webhook. */
export async function givenHook(): Promise<Hook> {
  const heard: Hook['heard'] = []
  const answers: number[] = []
  const server = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const id = String(request.headers['idempotency-key'])
    heard.push({ id, body: JSON.parse(Buffer.concat(chunks).toString()) })
    response.statusCode = answers.shift() ?? 200
    response.end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    heard,
    answers,
    async [Symbol.asyncDispose]() {
      await new Promise((closed) => server.close(closed))
    },
  }
}

export interface MailServer extends AsyncDisposable {
  port: number
  mails: string[]
}

/** Enough of SMTP that a client can hand in its mail. @see RFC 5321 */
export async function givenMailServer(): Promise<MailServer> {
  const mails: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    converse(socket, mails)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function converse(socket: Socket, mails: string[]): void {
  const state = { text: '', data: false }
  const say = (line: string) => socket.write(`${line}\r\n`)
  say('220 mail.test')
  socket.on('data', (chunk) => {
    state.text += chunk.toString()
    for (;;) {
      const end = state.text.indexOf(state.data ? '\r\n.\r\n' : '\r\n')
      if (end < 0) return
      const line = state.text.slice(0, end)
      state.text = state.text.slice(end + (state.data ? 5 : 2))
      if (state.data) mails.push(line)
      const command = state.data ? '' : line.slice(0, 4).toUpperCase()
      state.data = command === 'DATA'
      if (command === 'QUIT') return void socket.end('221 bye\r\n')
      say(command === 'DATA' ? '354 go on' : '250 ok')
    }
  })
}
