/**
 * The demo's vendor, a process of its own: `node demo/vendor/main.ts --home DIR`. It writes
 * `DIR/vendor.json` (addresses, passwords, keys; mode 0600) and says `ready` on standard output.
 */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import ssh2 from 'ssh2'
import { type Certificates, makeCertificates } from './certificate.ts'
import { startControl } from './control.ts'
import { openDeliveries } from './deliveries.ts'
import { startFtpServer } from './ftp-server.ts'
import { startHttpsServer } from './https-server.ts'
import type { Login } from './login.ts'
import { startSftpServer } from './sftp-server.ts'

/** What `vendor.json` holds. */
export interface VendorFacts {
  control: { url: string; token: string }
  sftp: Login & { host: string; port: number; hostKeySha256: string }
  ftp: Login & { host: string; port: number }
  https: Login & { url: string; authorityPem: string }
  /** What it proves itself with; it stays the same vendor when it is started again. */
  own: { hostKeyPem: string; certificates: Certificates }
}

const { values } = parseArgs({
  options: { home: { type: 'string' }, data: { type: 'string' } },
})
if (values.home === undefined) {
  console.error('usage: node demo/vendor/main.ts --home DIR [--data DIR]')
  process.exit(2)
}
await run(resolve(values.home), resolve(values.data ?? join(import.meta.dirname, '../data')))

async function run(home: string, data: string): Promise<void> {
  const root = join(home, 'outbox')
  for (const door of ['sftp/flights', 'ftp', 'https'])
    await mkdir(join(root, door), { recursive: true, mode: 0o700 })
  const before = await readFacts(home)
  const { user, password } = before?.sftp ?? { user: 'millrace', password: secret() }
  const login = { user, password }
  const { hostKeyPem, certificates } = before?.own ?? {
    hostKeyPem: makeHostKey(),
    certificates: makeCertificates(new Date()),
  }
  const deliveries = await openDeliveries({ data, root })
  const token = secret()
  const at = (door: string, port = 0) => ({ root: join(root, door), login, port })
  const ports = await readPorts(home, before)
  const [sftp, ftp, https, control] = await Promise.all([
    startSftpServer({ ...at('sftp', ports.sftp), hostKeyPem }),
    startFtpServer(at('ftp', ports.ftp)),
    startHttpsServer({ ...at('https', ports.https), ...certificates }),
    startControl({ deliveries, token, port: 0 }),
  ])
  const host = '127.0.0.1'
  await publish(home, {
    control: { url: `http://${host}:${control.port}`, token },
    sftp: { ...login, host, port: sftp.port, hostKeySha256: fingerprint(hostKeyPem) },
    ftp: { ...login, host, port: ftp.port },
    https: {
      ...login,
      url: `https://localhost:${https.port}`,
      authorityPem: certificates.authorityPem,
    },
    own: { hostKeyPem, certificates },
  })
  console.log('ready')
  const stop = async () => {
    await Promise.all([sftp.stop(), ftp.stop(), https.stop(), control.stop()])
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** What an earlier start of this vendor wrote. */
async function readFacts(home: string): Promise<VendorFacts | undefined> {
  try {
    return JSON.parse(await readFile(join(home, 'vendor.json'), 'utf8')) as VendorFacts
  } catch {
    return undefined
  }
}

/** Those that `npm start` has noted for it, those of an earlier start, or any. */
async function readPorts(home: string, before: VendorFacts | undefined) {
  const noted = await readFile(join(home, 'ports.json'), 'utf8').catch(() => undefined)
  if (noted !== undefined) return JSON.parse(noted) as { sftp: number; ftp: number; https: number }
  const https = before ? Number(new URL(before.https.url).port) : 0
  return { sftp: before?.sftp.port ?? 0, ftp: before?.ftp.port ?? 0, https }
}

function makeHostKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
}

function secret(): string {
  return randomBytes(20).toString('hex')
}

/** As `ssh-keygen -l` writes it: SHA-256 of the public key, base64 without padding. */
function fingerprint(hostKeyPem: string): string {
  const parsed = ssh2.utils.parseKey(hostKeyPem)
  if (parsed instanceof Error) throw parsed
  const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

async function publish(home: string, facts: VendorFacts): Promise<void> {
  const path = join(home, 'vendor.json')
  await writeFile(`${path}.part`, JSON.stringify(facts, null, 2), { mode: 0o600 })
  await rename(`${path}.part`, path)
}
