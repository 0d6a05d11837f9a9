import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Door } from '../doors/shared/door.ts'
import type { CertificateAuthority } from '../foundation/certificates.ts'
import type { Log } from '../foundation/log.ts'
import { type DoorName, route } from './route.ts'
import { openTunnel } from './tunnel.ts'

export interface Listener {
  listen(options: { host: string; port: number }): Promise<void>
  /** Takes a connection that came in elsewhere: from inside a box, or on a cluster's own port. */
  accept(socket: Socket, from: { box?: string; door?: DoorName; sidePort?: number }): void
  close(): Promise<void>
}

interface Options {
  doors: Readonly<Partial<Record<DoorName, Door>>>
  /** Suffix of the platform's own host names. */
  domain: string
  authority: CertificateAuthority
  tls: { certificatePem: string; keyPem: string } | undefined
  log: Log
}

/** What is known of a connection beside its bytes. */
interface Origin {
  box?: string
  door?: DoorName
  sidePort?: number
  /** Of a tunnel's outer side. */
  address?: string | undefined
  secure: boolean
}

const CLOSE_SECONDS_MAX = 10
const HEADERS_BYTES_MAX = 64 * 1024

/** One port for everything: plain requests, our own TLS, and CONNECT tunnels to our own names. */
export function createListener(options: Options): Listener {
  const origins = new WeakMap<object, Origin>()
  const onRequest = (request: IncomingMessage, response: ServerResponse) =>
    serve(options, origins.get(request.socket) ?? { secure: outer !== plain }, request, response)
  const plain = createServer({ maxHeaderSize: HEADERS_BYTES_MAX }, onRequest)
  const context = options.tls && contextOf(options.tls)
  const outer: Server = options.tls
    ? createTlsServer(
        {
          cert: options.tls.certificatePem,
          key: options.tls.keyPem,
          maxHeaderSize: HEADERS_BYTES_MAX,
        },
        onRequest,
      )
    : plain
  // Apart, since a server that takes upgrades takes them from everybody: Java asks for HTTP/2 so.
  const upgrading = createServer({ maxHeaderSize: HEADERS_BYTES_MAX }, onRequest)
  upgrading.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
    upgrade(options, { origin: origins.get(request.socket), request, socket, head }),
  )
  for (const server of new Set([plain, outer, upgrading])) {
    server.requestTimeout = 0 // Large uploads take their time; idle sockets are bounded below.
    server.keepAliveTimeout = 65_000
    server.on('checkContinue', continuing(onRequest))
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      const { remoteAddress: address } = socket
      const origin = { address, ...(origins.get(socket) ?? { secure: true }) }
      openTunnel(options, request, socket, (inner) => {
        origins.set(inner, { ...origin, secure: true })
        plain.emit('connection', inner)
      })
    })
  }
  return {
    listen: ({ host, port }) => listen(outer, host, port),
    accept(socket, from) {
      const secureContext = from.box === undefined ? context : undefined
      const inner = secureContext
        ? new TLSSocket(socket, { isServer: true, secureContext })
        : socket
      inner.on('error', () => inner.destroy())
      origins.set(inner, { ...from, secure: secureContext !== undefined })
      const door = from.door && options.doors[from.door]
      ;(door?.upgrade ? upgrading : plain).emit('connection', inner)
    },
    close: () => close(outer, [plain, upgrading]),
  }
}

/** A client that waits to be told is told when a door reads its body: refused, it keeps it. */
function continuing(serve: (request: IncomingMessage, response: ServerResponse) => void) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const read = request._read
    request._read = (sizeBytes) => {
      request._read = read
      if (!response.headersSent) response.writeContinue()
      read.call(request, sizeBytes)
    }
    serve(request, response)
  }
}

function contextOf({ certificatePem: cert, keyPem: key }: NonNullable<Options['tls']>) {
  return createSecureContext({ cert, key })
}

function serve(
  options: Options,
  origin: Origin,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const requestId = randomUUID()
  request.url = originForm(request.url)
  const { rawPath, rawQuery } = targetOf(request)
  const { headers } = request
  const facts = {
    method: request.method ?? 'GET',
    host: headers.host ?? '',
    rawPath,
    rawQuery,
    authorization: headers.authorization,
    contentType: headers['content-type'],
    accept: headers.accept,
  }
  const name = origin.door ?? route(facts, options.domain)
  const door = options.doors[name]
  if (!door) {
    response.writeHead(503, { 'content-type': 'text/plain' })
    response.end(`the "${name}" part of this platform has not started\n`)
    return
  }
  const { box, sidePort, secure, address = request.socket.remoteAddress } = origin
  door
    .handle({ request, response, requestId, rawPath, rawQuery, box, address, sidePort, secure })
    .catch((error: unknown) => {
      options.log.error({ requestId, door: name, err: error }, 'a door failed to answer')
      response.destroy()
    })
}

/**
 * Some clients of proxies write the whole URL. Whose bucket is meant is read of the Host header all
 * the same: it is what signatures are made over.
 *
 * @see RFC 9112, section 3.2.2, "absolute-form"
 */
function originForm(target = '/'): string {
  const [whole, path = ''] = /^https?:\/\/[^/?#]*(.*)$/is.exec(target) ?? []
  if (whole === undefined) return target
  return path.startsWith('/') ? path : `/${path}`
}

function targetOf({ url: target = '/' }: IncomingMessage) {
  const mark = target.indexOf('?')
  const rawPath = mark < 0 ? target : target.slice(0, mark)
  return { rawPath, rawQuery: mark < 0 ? '' : target.slice(mark + 1) }
}

function upgrade(
  { doors, log }: Options,
  asked: { origin: Origin | undefined; request: IncomingMessage; socket: Socket; head: Buffer },
): void {
  const { origin, request, socket, head } = asked
  const requestId = randomUUID()
  socket.on('error', () => socket.destroy())
  const { box, sidePort, secure = false } = origin ?? {}
  const exchange = { request, requestId, ...targetOf(request), box, sidePort, secure }
  const taken = origin?.door && doors[origin.door]?.upgrade?.(exchange, socket, head)
  if (!taken) return void socket.destroy()
  taken.catch((error: unknown) => {
    log.error({ requestId, door: origin.door, err: error }, 'a door failed to answer')
    socket.destroy()
  })
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((settle, fail) => {
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      settle()
    })
  })
}

async function close(outer: Server, inner: readonly Server[]): Promise<void> {
  const closed = outer.listening
    ? new Promise<void>((settle) => outer.close(() => settle()))
    : Promise.resolve()
  for (const server of [outer, ...inner]) server.closeIdleConnections()
  const hard = setTimeout(() => {
    for (const server of [outer, ...inner]) server.closeAllConnections()
  }, CLOSE_SECONDS_MAX * 1000)
  await closed
  clearTimeout(hard)
}
