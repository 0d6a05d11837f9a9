import type { Socket } from 'node:net'
import type { Notebooks } from '../../contexts/notebooks/index.ts'
import { tellable } from '../../foundation/database-away.ts'
import type { Log } from '../../foundation/log.ts'
import type { Door, Exchange } from '../shared/door.ts'
import { demandOwnPage, demandOwnSocket, passOf, portOf, setPass } from './admission.ts'
import { noSuchDoorPath } from './errors.ts'
import { proxyRequest, proxyUpgrade } from './proxy.ts'

export interface NotebooksDoorDeps {
  notebooks: Pick<Notebooks, 'admit' | 'reach'>
  log: Log
}

const ENTRANCE = '/millrace/enter'

/**
 * A notebook on its own port: changes a code from the portal for a cookie, then hands requests and
 * WebSockets of the notebook’s own pages on to Jupyter.
 */
export function createNotebooksDoor(deps: NotebooksDoorDeps): Door {
  return {
    name: 'notebooks',
    async handle(exchange) {
      try {
        if (exchange.rawPath === ENTRANCE) return await enter(deps, exchange)
        if (exchange.rawPath.startsWith('/millrace/')) throw noSuchDoorPath({})
        demandOwnPage(exchange)
        await proxyRequest(exchange, await socketOf(deps, exchange))
      } catch (error) {
        refuse(deps, exchange, error)
      }
    },
    async upgrade(exchange, socket, head) {
      try {
        demandOwnSocket(exchange)
        await proxyUpgrade(exchange, { socket, head, path: await socketOf(deps, exchange) })
      } catch (error) {
        refuseUpgrade(deps, exchange, { socket, error })
      }
    },
  }
}

function socketOf(
  { notebooks }: NotebooksDoorDeps,
  exchange: Pick<Exchange, 'request' | 'sidePort'>,
): Promise<string> {
  return notebooks.reach({ port: portOf(exchange), pass: passOf(exchange) ?? '' })
}

async function enter({ notebooks }: NotebooksDoorDeps, exchange: Exchange): Promise<void> {
  demandOwnPage(exchange, { fromPortal: true })
  const code = new URLSearchParams(exchange.rawQuery).get('code') ?? ''
  const pass = await notebooks.admit({ port: portOf(exchange), code })
  setPass(exchange, pass)
  exchange.response.writeHead(303, {
    location: '/lab',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  exchange.response.end()
}

const STATUS: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  denied: 403,
  'not-found': 404,
  conflict: 410,
  unavailable: 502,
}

function refuse(deps: NotebooksDoorDeps, { response, requestId }: Exchange, error: unknown): void {
  const { status, message } = describe(deps, requestId, error)
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  })
  response.end(`${message}\n`)
}

function refuseUpgrade(
  deps: NotebooksDoorDeps,
  { requestId }: Pick<Exchange, 'requestId'>,
  { socket, error }: { socket: Socket; error: unknown },
): void {
  const { status, message } = describe(deps, requestId, error)
  const head = `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: text/plain`
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(message)}\r\n\r\n${message}`)
}

function describe(
  { log }: NotebooksDoorDeps,
  requestId: string,
  thrown: unknown,
): { status: number; message: string } {
  const error = tellable(thrown)
  if (error && error.kind !== 'internal')
    return { status: STATUS[error.kind] ?? 400, message: error.message }
  log.error({ err: thrown, requestId }, 'a request to a notebook failed')
  return { status: 500, message: `internal error, request ${requestId}` }
}
