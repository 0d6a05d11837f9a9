import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SftpClient from 'ssh2-sftp-client'
import { createCatalog } from '../../../contexts/catalog/index.ts'
import { createGovernance } from '../../../contexts/governance/index.ts'
import type { Caller } from '../../../contexts/identity/index.ts'
import {
  createDaysOff,
  createIngestion,
  type Feed,
  type Ingestion,
  type VendorKey,
} from '../../../contexts/ingestion/index.ts'
import { createStorage, type StorageContext } from '../../../contexts/storage/index.ts'
import { systemClock } from '../../../foundation/clock.ts'
import { createOutbound } from '../../../foundation/outbound.ts'
import { type GivenIdentity, givenIdentity, trusting } from '../../../testing/identity.ts'
import { createSftpLanding, openHostKey } from '../index.ts'

export interface Agreed {
  id: string
  key: VendorKey
}

export interface GivenLanding extends AsyncDisposable {
  port: number
  hostKeyPath: string
  hostKeySha256: string
  directory: string
  given: GivenIdentity
  storage: StorageContext
  ingestion: Ingestion
  owner: Caller
  agree(sshKeys?: readonly string[]): Promise<Agreed>
  /** Signed in, by the secret where nothing else is told. */
  client(agreed: Agreed, password?: string): Promise<SftpClient>
  /** What an inbox holds, by path. */
  files(agreed: Agreed): Promise<Record<string, string>>
}

/** The landing on a port, over real identity, storage and ingestion. */
export async function givenLanding(): Promise<GivenLanding> {
  const given = await givenIdentity(systemClock)
  const { identity, sql, log } = given
  const directory = await mkdtemp(join(tmpdir(), 'millrace-sftp-'))
  const ground = { sql, log, clock: systemClock, identity, region: 'us-east-1' }
  const governance = await createGovernance(ground)
  const storage = createStorage({ ...ground, governance, objectsDirectory: join(directory, 'o') })
  const catalog = createCatalog({ ...ground, governance, storage })
  const guards = { outbound: createOutbound({ internalHosts: [] }), daysOff: createDaysOff() }
  const ingestion = createIngestion({
    ...{ ...ground, ...guards, governance, storage, catalog, sealingKey: randomBytes(32) },
  })
  const { caller: owner } = await given.account({ name: 'owner' })
  const hostKeyPath = join(directory, 'sftp-host')
  const hostKey = openHostKey(hostKeyPath)
  const landing = createSftpLanding({ ingestion, log, hostKey })
  const { port } = await landing.listen({ host: '127.0.0.1', port: 0 })
  const clients = new Set<SftpClient>()
  return {
    ...{ port, hostKeyPath, hostKeySha256: hostKey.sha256, directory },
    ...{ given, storage, ingestion, owner },
    agree: (sshKeys) => agree(ingestion, owner, sshKeys),
    async client({ id, key }, password = key.secretAccessKey) {
      const client = new SftpClient('test', { error() {}, end() {}, close() {} })
      clients.add(client)
      await client.connect({ sock: await openSocket(port), username: id, password })
      return client
    },
    files: ({ key }) => filesAt(storage, key.inbox.location),
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client.end().catch(() => false)
      await landing.close()
      await storage.close()
      await given[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The library writes a packet and its seal apart: the seal must not wait for company. */
async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  return socket
}

async function agree(
  ingestion: Ingestion,
  owner: Caller,
  sshKeys?: readonly string[],
): Promise<Agreed> {
  const name = `counters-${randomBytes(4).toString('hex')}`
  const { id: vendorId } = await ingestion.createVendor(owner, { name })
  const connection = { method: 'push' as const, ...(sshKeys && { sshKeys }) }
  const { id, key } = await ingestion.createAgreement(owner, { vendorId, connection })
  return { id, key: key! }
}

async function filesAt(storage: StorageContext, place: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const { location } of storage.list(place))
    files[location.slice(place.length)] = (await storage.readAll(location)).toString()
  return files
}

/** A feed of daily counts from the inbox, by ready files unless another rule is told. */
export async function givenFeed(
  { given, ingestion, owner }: GivenLanding,
  { id: agreementId }: Agreed,
): Promise<Feed> {
  const trust = trusting({ Service: 'ingestion.millrace' })
  const role = await given.identity.createRole(owner, { name: 'feeds', trust })
  return await ingestion.createFeed(owner, {
    ...{ agreementId, name: 'counts', roleArn: role.arn },
    definition: {
      source: { directory: '/', pattern: 'counts-{date}.csv' },
      complete: { rule: 'ready-file', suffix: '.ready' },
      columns: [{ name: 'day', type: 'date' }],
      target: { accountId: owner.accountId, database: 'traffic', table: 'counts' },
    },
  })
}
