import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { VendorFacts } from '../../demo/vendor/main.ts'

/** Where the demo's vendor listens; noted before the platform starts, which must let them pass. */
export interface VendorPorts {
  sftp: number
  ftp: number
  https: number
}

/** The ports of the vendor of this home; a new one gets free ones, and keeps them. */
export async function vendorPorts(home: string): Promise<VendorPorts> {
  const directory = join(home, 'demo')
  const file = join(directory, 'ports.json')
  const noted = readJson<VendorPorts>(file) ?? portsOf(join(directory, 'vendor.json'))
  if (noted) return noted
  const [sftp = 0, ftp = 0, https = 0] = await freePorts(3)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify({ sftp, ftp, https }), { mode: 0o600 })
  return { sftp, ftp, https }
}

/** What the platform may reach on loopback for the demo: its vendor’s doors, its own buckets. */
export function demoHosts({ sftp, ftp, https }: VendorPorts, platform: string): string[] {
  return [`127.0.0.1:${sftp}`, `127.0.0.1:${ftp}`, `localhost:${https}`, new URL(platform).host]
}

function portsOf(file: string): VendorPorts | undefined {
  const facts = readJson<VendorFacts>(file)
  if (!facts) return undefined
  const https = Number(new URL(facts.https.url).port)
  return { sftp: facts.sftp.port, ftp: facts.ftp.port, https }
}

function readJson<Value>(file: string): Value | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Value
  } catch {
    return undefined
  }
}

/** All held open at once, so that each is another. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = servers.map(
    (server) =>
      new Promise<number>((settle, fail) => {
        server.once('error', fail)
        server.listen(0, '127.0.0.1', () => settle((server.address() as AddressInfo).port))
      }),
  )
  const found = await Promise.all(ports)
  for (const server of servers) server.close()
  return found
}
