import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { startSftpServer } from '../../../../../demo/vendor/sftp-server.ts'
import { openDuckdb } from '../../../foundation/duckdb.ts'
import { defineError } from '../../../foundation/errors.ts'
import { createOutbound } from '../../../foundation/outbound.ts'
import { type GivenDatabase, givenDatabase } from '../../../testing/database.ts'
import { type Catalog, createCatalog } from '../../catalog/index.ts'
import { createGovernance } from '../../governance/index.ts'
import type { AccountId, Caller, Identity } from '../../identity/index.ts'
import { createStorage, type Storage } from '../../storage/index.ts'
import type { IngestionDeps } from '../deps.ts'
import {
  createDaysOff,
  createIngestion,
  type Feed,
  type FeedDefinition,
  type Fetching,
  type Ingestion,
} from '../index.ts'
import type { ConnectionSecret } from '../model/connection.ts'

export const home = '700000000001' as AccountId
export const table = { accountId: home, database: 'traffic', table: 'counts' }

export const refusedByIam = defineError<{ action: string }>({
  code: 'testing.ingestion-access-denied',
  kind: 'denied',
  message: ({ action }) => `${action} is not allowed`,
})

export function callerOf(user: string, accountId: AccountId = home): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${user}`
  const key = { accessKeyId: `AKIA${user}`, sessionTags: {}, sessionPolicies: [] }
  return { accountId, principalArn: arn, arn, userId: `AIDA${user}`, ...key }
}

export interface GivenIngestion extends AsyncDisposable {
  ingestion: Ingestion
  deps: IngestionDeps
  catalog: Catalog
  storage: Storage
  database: GivenDatabase
  objectsDirectory: string
  ana: Caller
  /** IAM actions that are refused. */
  refused: Set<string>
  /** What the clock shows; the real one while it is undefined. */
  time: { now: Date | undefined }
  connection: Fetching
  password: string
  /** The vendor puts a file into its outbox, at another time than any before. */
  put(name: string, content: string | Buffer): Promise<void>
  /** Rows of the feed's table, in the state of a snapshot. */
  rows(select: string, snapshotId?: bigint): Promise<unknown[]>
}

/** Ingestion on real PostgreSQL, storage, governance and catalog, with a real SFTP vendor. */
export async function givenIngestion(
  change: (parts: IngestionDeps) => Partial<IngestionDeps> = () => ({}),
): Promise<GivenIngestion> {
  const database = await givenDatabase()
  const directory = await mkdtemp(join(tmpdir(), 'millrace-ingestion-'))
  const refused = new Set<string>()
  const time: GivenIngestion['time'] = { now: undefined }
  const objectsDirectory = join(directory, 'objects')
  const ground = { sql: database.sql, log: database.log, objectsDirectory }
  const parts = await joinIngestion(
    { ...ground, clock: () => time.now ?? new Date(), sealingKey: randomBytes(32) },
    refused,
  )
  const { storage, catalog } = parts
  const deps: IngestionDeps = { ...parts, ...change(parts) }
  const vendor = await startVendor(join(directory, 'outbox'))
  const ana = callerOf('ana')
  await catalog.createDatabase(ana, { accountId: home, database: table.database })
  return {
    ...{ ingestion: createIngestion(deps), deps, catalog, storage, database, ana, refused, time },
    objectsDirectory,
    ...vendor,
    rows: (select, snapshotId) => rowsOf(catalog, ana, { select, snapshotId }),
    async [Symbol.asyncDispose]() {
      await vendor.stop()
      await database[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Ingestion on a database and a directory, as one server of possibly several joins it. */
export async function joinIngestion(
  {
    objectsDirectory,
    ...given
  }: Pick<IngestionDeps, 'sql' | 'log' | 'clock' | 'sealingKey'> & {
    objectsDirectory: string
  },
  refused = new Set<string>(),
) {
  const ground = { ...given, identity: openGate(refused), region: 'us-east-1' }
  const governance = await createGovernance(ground)
  const storage = createStorage({ ...ground, governance, objectsDirectory })
  const catalog = createCatalog({ ...ground, governance, storage })
  const outbound = createOutbound({ internalHosts: ['127.0.0.1'] })
  return { ...ground, governance, storage, catalog, outbound, daysOff: createDaysOff() }
}

/** IAM lets everything pass that is not refused; its own tests are identity's. */
function openGate(refused: Set<string>) {
  const gate: Pick<
    Identity,
    | 'accounts'
    | 'principalSince'
    | 'couldWorkAs'
    | 'demand'
    | 'demandGoverning'
    | 'allows'
    | 'vend'
    | 'assumeForService'
    | 'authenticate'
    | 'signInWithKey'
    | 'issueScopedKey'
    | 'moveScopedKeys'
  > = {
    principalSince: async () => new Date(0),
    accounts: async () => [{ id: home, name: 'home', organization: true }],
    demand: async (_caller, { action }) => {
      if (refused.has(action)) throw refusedByIam({ action })
    },
    couldWorkAs: async () => false,
    demandGoverning: async (_actor, { action }) => {
      throw refusedByIam({ action })
    },
    allows: async (_caller, { action }) => !refused.has(action),
    authenticate: async () => ({ secretAccessKey: 'secret', caller: callerOf('vendor') }),
    signInWithKey: async () => undefined,
    issueScopedKey: async () => {
      const key = { accessKeyId: 'AKIAVENDOR', secretAccessKey: 'told once' }
      return { userName: 'vendor', ...key, createdAt: new Date() }
    },
    moveScopedKeys: async () => {},
    vend: async () => ({ accessKeyId: 'ASIA', secretAccessKey: 'secret' }),
    assumeForService: async () => {
      if (refused.has('sts:AssumeRole')) throw refusedByIam({ action: 'sts:AssumeRole' })
      const expiresAt = new Date(Date.now() + 900_000)
      const secrets = { secretAccessKey: 'secret', sessionToken: 'token', expiresAt }
      const credentials = { accessKeyId: 'ASIA', ...secrets }
      return { caller: callerOf('ana'), credentials }
    },
  }
  return gate
}

async function startVendor(root: string) {
  await mkdir(root, { recursive: true })
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const hostKeyPem = key.export({ type: 'pkcs1', format: 'pem' }).toString()
  const login = { user: 'vendor', password: 'a-password' }
  const { port, stop } = await startSftpServer({ root, login, hostKeyPem, port: 0 })
  const parsed = ssh2.utils.parseKey(hostKeyPem)
  if (parsed instanceof Error) throw parsed
  const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64')
  const hostKeySha256 = `SHA256:${digest.replace(/=+$/, '')}`
  const connection: Fetching = {
    method: 'sftp',
    host: '127.0.0.1',
    ...{ port, user: login.user, hostKeySha256 },
  }
  const clock = { seconds: 1_700_000_000 }
  return {
    connection,
    password: login.password,
    stop,
    put: async (name: string, content: string | Buffer) => {
      await writeFile(join(root, name), content)
      clock.seconds += 10
      await utimes(join(root, name), clock.seconds, clock.seconds)
    },
  }
}

export async function rowsOf(
  catalog: Catalog,
  caller: Caller,
  of: { select: string; snapshotId?: bigint | undefined },
): Promise<unknown[]> {
  const at = of.snapshotId === undefined ? {} : { at: { snapshotId: of.snapshotId } }
  await using scan = await catalog.scan(caller, { ...table, ...at })
  await using db = await openDuckdb({ paths: scan.paths })
  return await db.rows(of.select.replace('$table', scan.relation))
}

export const countsDefinition: Partial<FeedDefinition> = {
  source: { directory: '.', pattern: 'counts-{date}.csv' },
  complete: { rule: 'ready-file', suffix: '.ready' },
  columns: [
    { name: 'day', type: 'date' },
    { name: 'place', type: 'string' },
    { name: 'count', type: 'int', min: 0 },
  ],
  key: ['day', 'place'],
  event: { column: 'day', zone: 'UTC', withinSlice: true },
  target: table,
}

/** A vendor, an agreement and a feed of daily counts. */
export async function givenFeed(
  given: GivenIngestion,
  change: Partial<FeedDefinition> = {},
  keys: Omit<ConnectionSecret, 'password'> = {},
): Promise<Feed> {
  const { ingestion, ana, connection, password } = given
  const vendor = await ingestion.createVendor(ana, { name: 'counters' })
  const agreement = await ingestion.createAgreement(ana, {
    vendorId: vendor.id,
    connection,
    secret: { password, ...keys },
  })
  return await ingestion.createFeed(ana, {
    agreementId: agreement.id,
    name: 'counts',
    definition: { ...countsDefinition, ...change },
    roleArn: `arn:aws:iam::${home}:role/feeds`,
  })
}

export function countsOf(day: string, counts: readonly number[]): string {
  const lines = counts.map((count, index) => `${day},p${index},${count}`)
  return `${['day,place,count', ...lines].join('\n')}\n`
}

/** The vendor delivers one day, with its ready file. */
export async function deliver(given: GivenIngestion, day: string, content: string): Promise<void> {
  await given.put(`counts-${day}.csv`, content)
  await given.put(`counts-${day}.csv.ready`, '')
}

/** What the jobs would do, now. */
export async function takeIn(given: GivenIngestion, feed: Feed) {
  await given.ingestion.collectFeed(feed.id)
  return await given.ingestion.loadWaiting(feed.id)
}
