import {
  request as ask,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http'
import type { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Exchange } from './door.ts'
import { sideSilent } from './side-errors.ts'

// RFC 9110, 7.6.1: these speak of one connection.
const OF_ONE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
/** The platform’s cookies and tokens are no business of what runs in a box. */
const OF_THE_PLATFORM = ['cookie', 'authorization']

/** Hands a request on, and its answer back. @throws side-pages.silent */
export async function proxyRequest(
  exchange: Exchange,
  socketPath: string,
  { added = {} }: { added?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const { request, response } = exchange
  const headers = handedOn(request.headers)
  const upstream = ask({ socketPath, method: request.method, path: request.url, headers })
  response.once('close', () => upstream.destroy())
  request.pipe(upstream)
  const answer = await answered(upstream)
  response.writeHead(answer.statusCode ?? 502, { ...handedBack(answer.headers), ...added })
  // Either side may go away in the middle, and takes the other with it.
  await pipeline(answer, response).catch(() => response.destroy())
}

/** Joins the browser’s WebSocket to the one of the box. @throws side-pages.silent */
export async function proxyUpgrade(
  { request }: Pick<Exchange, 'request'>,
  { socket, head, path }: { socket: Socket; head: Buffer; path: string },
): Promise<void> {
  const headers = { ...handedOn(request.headers), connection: 'Upgrade', upgrade: 'websocket' }
  const upstream = ask({ socketPath: path, method: 'GET', path: request.url, headers })
  socket.once('close', () => upstream.destroy())
  upstream.end()
  const joined = Promise.withResolvers<void>()
  upstream.once('upgrade', (answer: IncomingMessage, far: Socket, first: Buffer) => {
    join({ socket, head }, { answer, far, first })
    joined.resolve()
  })
  upstream.once('response', (answer) => {
    answer.resume()
    socket.end(`HTTP/1.1 ${answer.statusCode} Refused\r\nconnection: close\r\n\r\n`)
    joined.resolve()
  })
  upstream.once('error', (cause) => joined.reject(sideSilent({}, { cause })))
  await joined.promise
}

function join(
  near: { socket: Socket; head: Buffer },
  { answer, far, first }: { answer: IncomingMessage; far: Socket; first: Buffer },
): void {
  const { socket, head } = near
  const lines = ['HTTP/1.1 101 Switching Protocols', 'connection: Upgrade', 'upgrade: websocket']
  for (const [name, value] of Object.entries(handedBack(answer.headers)))
    if (name.startsWith('sec-websocket-')) lines.push(`${name}: ${value}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  if (first.length > 0) socket.write(first)
  if (head.length > 0) far.write(head)
  for (const [one, other] of [
    [socket, far],
    [far, socket],
  ] as const) {
    one.setTimeout(0)
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
  socket.pipe(far)
  far.pipe(socket)
}

function answered(upstream: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  upstream.once('response', resolve)
  upstream.on('error', (cause) => reject(sideSilent({}, { cause })))
  return promise
}

function handedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return without(headers, [...OF_ONE_CONNECTION, ...OF_THE_PLATFORM])
}

/** Its cookies would be every other port’s of this host as well; it needs none. */
function handedBack(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { location } = headers
  const own = location === undefined ? {} : { location: withoutHost(location) }
  return { ...without(headers, [...OF_ONE_CONNECTION, 'set-cookie']), ...own }
}

/** A box does not know that its pages come by TLS, and nothing there leads elsewhere. */
function withoutHost(location: string): string {
  const url = URL.parse(location)
  return url ? `${url.pathname}${url.search}${url.hash}` : location
}

function without(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
}
