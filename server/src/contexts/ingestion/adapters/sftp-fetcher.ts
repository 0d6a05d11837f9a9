import { createHash } from 'node:crypto'
import { connect as connectSocket, type Socket } from 'node:net'
import { posix } from 'node:path'
import type { SFTPWrapper } from 'ssh2'
import SftpClient from 'ssh2-sftp-client'
import {
  internalAddress,
  type Outbound,
  type OutboundTarget,
} from '../../../foundation/outbound.ts'
import { fetchFailed, hostKeyMismatch } from '../errors.ts'
import type { Fetcher, FetcherOptions } from './fetcher.ts'
import { listFiles } from './sftp-list.ts'
import { readAhead } from './sftp-read.ts'

const CONNECT_TIMEOUT_MS = 15_000
const KEEPALIVE_MS = 10_000

/** @throws ingestion.host-key-mismatch, ingestion.fetch-failed */
export async function openSftp(options: FetcherOptions<'sftp'>): Promise<Fetcher> {
  const { directory } = options
  // Its failures arrive by the calls; by itself it prints a late one, and each end.
  const client = new SftpClient('sftp', { error() {}, end() {}, close() {} })
  const sftp = await connect(client, options)
  return {
    list: () => listFiles(sftp, { directory, lost: lostBy(client) }),
    read: async ({ path, sizeBytes }, start) => {
      const remote = posix.join(directory, path)
      return readAhead(sftp, { path: remote, start, end: sizeBytes, lost: lostBy(client) })
    },
    [Symbol.asyncDispose]: async () => {
      await client.end().catch(() => false)
    },
  }
}

async function connect(client: SftpClient, options: FetcherOptions<'sftp'>): Promise<SFTPWrapper> {
  const { connection, secret, outbound } = options
  let seen = ''
  try {
    return await client.connect({
      sock: await openSocket(connection, outbound),
      username: connection.user,
      ...(secret.password !== undefined && { password: secret.password }),
      ...(secret.privateKeyPem !== undefined && { privateKey: secret.privateKeyPem }),
      readyTimeout: CONNECT_TIMEOUT_MS,
      keepaliveInterval: KEEPALIVE_MS,
      hostVerifier: (key: Buffer) => {
        seen = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
        return seen === connection.hostKeySha256
      },
    })
  } catch (cause) {
    const { host, hostKeySha256: agreed } = connection
    if (seen !== '' && seen !== agreed)
      throw hostKeyMismatch({ host, seen, ...(agreed !== '' && { agreed }) }, { cause })
    if (internalAddress.matches(cause)) throw cause
    throw fetchFailed({ path: connection.host, reason: text(cause) }, { cause })
  }
}

/** Requests are small and follow answers: each must leave at once, not wait 40 ms for company. */
async function openSocket(target: OutboundTarget, outbound: Outbound): Promise<Socket> {
  const { host } = target
  const lookup = outbound.lookupFor(target)
  const socket = connectSocket({ ...target, lookup, noDelay: true, timeout: CONNECT_TIMEOUT_MS })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject)
    socket.once('timeout', () => socket.destroy(fetchFailed({ path: host, reason: 'no answer' })))
  })
  socket.setTimeout(0)
  return socket
}

/** Calls back once, when the connection is gone. */
function lostBy(client: SftpClient): (tell: () => void) => () => void {
  return (tell) => {
    client.on('close', tell)
    return () => client.removeListener('close', tell)
  }
}

function text(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
