import type { Socket } from 'node:net'
import { tellable } from '../../foundation/database-away.ts'
import type { Log } from '../../foundation/log.ts'
import type { Door, Exchange } from './door.ts'
import { demandOwnPage, demandOwnSocket, passOf, portOf, setPass } from './side-admission.ts'
import { noSuchDoorPath, readOnly } from './side-errors.ts'
import { proxyRequest, proxyUpgrade } from './side-proxy.ts'

export interface SidePages {
  name: string
  /** Of the cookie. */
  kind: string
  log: Log
  /** Changes a code for a pass, and says where its pages begin. */
  admit(presented: { port: number; code: string }): Promise<{ pass: string; landing: string }>
  /** The unix socket of what a pass opens. */
  reach(presented: { port: number; pass: string }): Promise<string>
  /** Nothing can be changed there, and no WebSocket opened. */
  readOnly?: boolean
  /** Headers that each answer has beside its own. */
  headers?: Readonly<Record<string, string>>
}

const ENTRANCE = '/millrace/enter'

/** Where a browser is let in with `code`, at a host and scheme by which it reaches the platform. */
export function entranceUrl(base: string, { port, code }: { port: number; code: string }): string {
  const url = new URL(ENTRANCE, base)
  url.port = String(port)
  url.searchParams.set('code', code)
  return url.href
}

/**
 * Pages of a box on a port of their own: changes a code for a cookie, then hands requests and
 * WebSockets of these pages on to the box.
 */
export function createSidePages(pages: SidePages): Door {
  const reach = (exchange: Pick<Exchange, 'request' | 'sidePort'>) =>
    pages.reach({ port: portOf(exchange), pass: passOf(exchange, pages.kind) ?? '' })
  const door: Door = {
    name: pages.name,
    async handle(exchange) {
      try {
        if (exchange.rawPath === ENTRANCE) return await enter(pages, exchange)
        if (exchange.rawPath.startsWith('/millrace/')) throw noSuchDoorPath({})
        demandOwnPage(exchange)
        if (pages.readOnly) demandReading(exchange)
        await proxyRequest(exchange, await reach(exchange), { added: pages.headers ?? {} })
      } catch (error) {
        refuse(pages, exchange, error)
      }
    },
  }
  if (pages.readOnly) return door
  const upgrade: Door['upgrade'] = async (exchange, socket, head) => {
    try {
      demandOwnSocket(exchange)
      await proxyUpgrade(exchange, { socket, head, path: await reach(exchange) })
    } catch (error) {
      refuseUpgrade(pages, exchange, { socket, error })
    }
  }
  return { ...door, upgrade }
}

async function enter({ admit, kind }: SidePages, exchange: Exchange): Promise<void> {
  demandOwnPage(exchange, { fromPortal: true })
  const code = new URLSearchParams(exchange.rawQuery).get('code') ?? ''
  const { pass, landing } = await admit({ port: portOf(exchange), code })
  setPass(exchange, kind, pass)
  exchange.response.writeHead(303, {
    location: landing,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  exchange.response.end()
}

function demandReading({ request }: Exchange): void {
  const method = request.method ?? 'GET'
  if (method !== 'GET' && method !== 'HEAD') throw readOnly({ method })
}

const STATUS: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  denied: 403,
  'not-found': 404,
  conflict: 410,
  unavailable: 502,
}

function refuse(
  pages: Pick<SidePages, 'log' | 'name'>,
  { response, requestId }: Exchange,
  error: unknown,
): void {
  const { status, message } = describe(pages, requestId, error)
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  })
  response.end(`${message}\n`)
}

function refuseUpgrade(
  pages: Pick<SidePages, 'log' | 'name'>,
  { requestId }: Pick<Exchange, 'requestId'>,
  { socket, error }: { socket: Socket; error: unknown },
): void {
  const { status, message } = describe(pages, requestId, error)
  const head = `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: text/plain`
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(message)}\r\n\r\n${message}`)
}

function describe(
  { log, name }: Pick<SidePages, 'log' | 'name'>,
  requestId: string,
  thrown: unknown,
): { status: number; message: string } {
  const error = tellable(thrown)
  if (error && error.kind !== 'internal')
    return { status: STATUS[error.kind] ?? 400, message: error.message }
  log.error({ err: thrown, requestId, door: name }, 'a request to a page of a box failed')
  return { status: 500, message: `internal error, request ${requestId}` }
}
