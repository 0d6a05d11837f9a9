/**
 * The demo's vendor, a process of its own: `node demo/vendor/main.ts --home DIR`. It writes
 * `DIR/vendor.json` (addresses, passwords, keys; mode 0600) and says `ready` on standard output.
 */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import ssh2 from 'ssh2'
import { makeCertificates } from './certificate.ts'
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
  await rm(root, { recursive: true, force: true })
  for (const door of ['sftp/flights', 'ftp', 'https'])
    await mkdir(join(root, door), { recursive: true, mode: 0o700 })
  const login = { user: 'millrace', password: secret() }
  const hostKey = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const hostKeyPem = hostKey.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const certificates = makeCertificates(new Date())
  const deliveries = await openDeliveries({ data, root })
  const token = secret()
  const at = (door: string) => ({ root: join(root, door), login, port: 0 })
  const [sftp, ftp, https, control] = await Promise.all([
    startSftpServer({ ...at('sftp'), hostKeyPem }),
    startFtpServer(at('ftp')),
    startHttpsServer({ ...at('https'), ...certificates }),
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
  })
  console.log('ready')
  const stop = async () => {
    await Promise.all([sftp.stop(), ftp.stop(), https.stop(), control.stop()])
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
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
