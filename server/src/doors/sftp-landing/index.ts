import { type AddressInfo, createServer, type Socket } from 'node:net'
import ssh2, { type ClientInfo, type Connection } from 'ssh2'
import type { VendorInbox } from '../../contexts/ingestion/index.ts'
import type { HostKey } from './host-key.ts'
import { serveSession } from './session.ts'
import { type SignInDeps, signingIn } from './sign-in.ts'
import { type Traffic, trafficOf } from './traffic.ts'

export { type HostKey, openHostKey } from './host-key.ts'

export interface SftpLanding {
  listen(place: { host: string; port: number }): Promise<{ port: number }>
  /** What is on its way is broken off: nothing of it is kept. */
  close(): Promise<void>
}

const CONNECTIONS_MAX = 100
const CONNECTIONS_OF_ADDRESS_MAX = 20
const SIGN_IN_SECONDS_MAX = 30
const IDLE_SECONDS_MAX = 600
const CONNECTIONS_OF_AGREEMENT_MAX = 8
const SESSIONS_MAX = 4

/**
 * An SFTP server where vendors push into their inboxes, and nothing else: no shell, no commands, no
 * tunnels. It runs in the server’s process, so each thing that a client may have is bounded.
 */
export function createSftpLanding(deps: SignInDeps & { hostKey: HostKey }): SftpLanding {
  const sockets = new Map<string, Socket>()
  const signedIn = new Map<string, number>()
  const settings = { hostKeys: [deps.hostKey.pem], ident: 'Millrace' }
  const ssh = new ssh2.Server(settings, (client, info) => {
    const socket = sockets.get(`${info.ip} ${info.port}`)
    serveClient(deps, { client, socket, info, signedIn })
  })
  const listener = createServer((socket) => {
    const { remoteAddress: address = '', remotePort: port } = socket
    const ofAddress = [...sockets.values()].filter((one) => one.remoteAddress === address)
    const full = sockets.size >= CONNECTIONS_MAX
    if (full || ofAddress.length >= CONNECTIONS_OF_ADDRESS_MAX) return void socket.destroy()
    const name = `${address} ${port}`
    sockets.set(name, socket)
    socket.once('close', () => sockets.delete(name))
    bound(socket)
    ssh.injectSocket(socket)
  })
  return {
    async listen({ host, port }) {
      await new Promise<void>((resolve, reject) => {
        listener.once('error', reject).listen(port, host, resolve)
      })
      return { port: (listener.address() as AddressInfo).port }
    },
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()))
      for (const socket of sockets.values()) socket.destroy()
      await closed
    },
  }
}

function bound(socket: Socket): void {
  // Answers are small and asked for one after the other: they must not wait for company.
  socket.setNoDelay(true)
  socket.setKeepAlive(true, 30_000)
  socket.setTimeout(SIGN_IN_SECONDS_MAX * 1000, () => socket.destroy())
  // What a client breaks is its own affair.
  socket.on('error', () => {})
}

interface Client {
  client: Connection
  socket: Socket | undefined
  info: ClientInfo
  /** How many are signed in, by agreement. */
  signedIn: Map<string, number>
}

function serveClient(deps: SignInDeps, { client, socket, info, signedIn }: Client): void {
  client.on('error', () => {})
  if (!socket) return void client.end()
  const leave = () => socket.destroy()
  const late = setTimeout(leave, SIGN_IN_SECONDS_MAX * 1000)
  socket.once('close', () => clearTimeout(late))
  let inbox: VendorInbox | undefined
  const entered = (found: VendorInbox) => {
    clearTimeout(late)
    if (!counted(signedIn, found.agreementId, socket)) return leave()
    inbox = found
    socket.setTimeout(IDLE_SECONDS_MAX * 1000)
    deps.log.info({ agreementId: found.agreementId, address: info.ip }, 'a vendor signed in')
  }
  client.on('authentication', signingIn(deps, { address: info.ip, entered, leave }))
  serveSessions(client, { inboxOf: () => inbox, traffic: trafficOf(socket) })
}

/** False: the agreement has as many connections as it may. */
function counted(signedIn: Map<string, number>, agreementId: string, socket: Socket): boolean {
  const others = signedIn.get(agreementId) ?? 0
  if (others >= CONNECTIONS_OF_AGREEMENT_MAX) return false
  signedIn.set(agreementId, others + 1)
  socket.once('close', () => {
    const left = (signedIn.get(agreementId) ?? 1) - 1
    if (left > 0) signedIn.set(agreementId, left)
    else signedIn.delete(agreementId)
  })
  return true
}

function serveSessions(
  client: Connection,
  { inboxOf, traffic }: { inboxOf: () => VendorInbox | undefined; traffic: Traffic },
): void {
  let sessions = 0
  client.on('session', (accept, reject) => {
    const inbox = inboxOf()
    if (!inbox || sessions >= SESSIONS_MAX) return reject()
    sessions += 1
    const session = accept()
    session.on('close', () => (sessions -= 1))
    session.once('sftp', (acceptSftp) => serveSession(acceptSftp(), { inbox, traffic }))
  })
}
