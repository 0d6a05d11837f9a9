import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { CertificateAuthority } from '../foundation/certificates.ts'

const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/

/**
 * Answers `CONNECT name:443` for the platform's own names by ending TLS right here, so that clients
 * with hard-wired host names work without DNS; other hosts are refused.
 */
export function openTunnel(
  options: { domain: string; authority: CertificateAuthority },
  request: IncomingMessage,
  socket: Socket,
  accept: (inner: TLSSocket) => void,
): void {
  const [name = '', port] = (request.url ?? '').toLowerCase().split(':')
  socket.on('error', () => socket.destroy())
  if (port !== '443' || !NAME.test(name) || !name.endsWith(`.${options.domain}`)) {
    refuse(
      socket,
      `this platform tunnels only to *.${options.domain}:443, not to "${name}:${port}"`,
    )
    return
  }
  options.authority.secureContext(name).then(
    (secureContext) => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      const inner = new TLSSocket(socket, { isServer: true, secureContext })
      inner.on('error', () => inner.destroy())
      accept(inner)
    },
    () => refuse(socket, `no certificate could be made for "${name}"`),
  )
}

function refuse(socket: Socket, reason: string): void {
  const body = `${reason}\n`
  const headers = [
    'HTTP/1.1 403 Forbidden',
    'content-type: text/plain',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`)
}
