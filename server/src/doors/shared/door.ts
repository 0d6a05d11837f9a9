import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** One HTTP exchange on its way to a door. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  /** Answered as `x-amzn-requestid` and written to the log and the audit. */
  requestId: string
  /** As on the wire, undecoded: signatures are made over exactly these. */
  rawPath: string
  /** Without the question mark; empty when there is none. */
  rawQuery: string
  /** The box whose private network the connection came from; undefined from the host. */
  box: string | undefined
  /** A port beside the platform's own, such as a cluster's, if the connection came in there. */
  sidePort: number | undefined
  /** Of the other side, where the connection shows it. */
  address?: string | undefined
  /** TLS, ours or the tunnel's: answers that carry a URL carry the same scheme. */
  secure: boolean
}

/** One API. It translates and never decides; it answers every request, well-formed, itself. */
export interface Door {
  name: string
  handle(exchange: Exchange): Promise<void>
  /** Takes a connection that becomes another protocol; only doors with ports of their own can. */
  upgrade?(exchange: Omit<Exchange, 'response'>, socket: Socket, head: Buffer): Promise<void>
}
