import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { startSftpServer } from '../../../../../demo/vendor/sftp-server.ts'
import { systemClock } from '../../../foundation/clock.ts'
import { openDuckdb, quoteText } from '../../../foundation/duckdb.ts'
import { createOutbound } from '../../../foundation/outbound.ts'
import { FakeHeads } from '../../../testing/heads.ts'
import { FROM_HOST } from '../../../testing/identity.ts'
import { type GivenLake, givenLake } from '../../../testing/lake.ts'
import { copyOptions, parseReturnStats, type Schema } from '../../catalog/index.ts'
import { type Compute, createCompute, GIB, Heads } from '../../compute/index.ts'
import type { Caller } from '../../identity/index.ts'
import { createDaysOff, createIngestion, type Feed, type Ingestion } from '../../ingestion/index.ts'
import type { Notebooks } from '../../notebooks/index.ts'
import type { FakeBoxes } from '../../notebooks/testing/index.ts'
import type { TrialsDeps } from '../deps.ts'
import {
  type CharterDraft,
  COMPLIANCE_QUESTIONS,
  createTrials,
  type Report,
  type TrialGrant,
  type Trials,
  trialsJobs,
} from '../index.ts'
import { givenRooms } from './given-rooms.ts'

export interface GivenTrials extends AsyncDisposable {
  trials: Trials
  deps: TrialsDeps
  lake: GivenLake
  ingestion: Ingestion
  compute: Compute
  notebooks: Notebooks
  /** Where notebooks run. */
  boxes: FakeBoxes
  /** Administers the account and its data lake. */
  ana: Caller
  /** Of the account, with no right but those of a user who may do everything in IAM's eyes. */
  ben: Caller
  /** Of another account, with all rights there. */
  eve: Caller
  roleArn: string
  /** What the clock shows; the real one while it is undefined. */
  time: { now: Date | undefined }
  caller(key: { accessKeyId: string }): Promise<Caller>
  /** Has the report made anew, as its job does. */
  measured(id: string): Promise<Report>
}

const machines = () => ({
  heads: new Heads(new FakeHeads()),
  livyPorts: { first: 8700, last: 8709, open: async () => true, close: async () => {} },
  host: { cpu: 8, memoryBytes: 32 * GIB, diskBytes: 200 * GIB },
})

const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
})

/** Trials on real identity, governance, catalog and ingestion; nothing is open by default. */
export async function givenTrials(): Promise<GivenTrials> {
  const lake = await givenLake()
  const { identity, governance, catalog, storage, database } = lake
  const caller = async (key: { accessKeyId: string }) =>
    (await identity.authenticate(key, FROM_HOST)).caller
  const [ana, eve] = [await caller(lake.home), await caller(lake.stranger)]
  await identity.createUser(ana, { name: 'ben' })
  const kind = { kind: 'user', name: 'ben', policyName: 'all', text: EVERYTHING } as const
  await identity.putInlinePolicy(ana, kind)
  const ben = await caller(await identity.createAccessKey(ana, { userName: 'ben' }))
  const roleArn = await trialRole(lake, ana)
  await governance.putDataLakeSettings(ana, {
    ...{ accountId: ana.accountId, admins: [ana.principalArn], readOnlyAdmins: [] },
    ...{ openDatabases: false, openTables: false, parameters: {}, trustedResourceOwners: [] },
    ...{ externalFiltering: false, fullTableExternalAccess: false },
    externalFilteringAllowList: [],
    sessionTagValues: [],
  })
  await catalog.createDatabase(ana, { accountId: ana.accountId, database: 'tried' })
  const time: GivenTrials['time'] = { now: undefined }
  const ground = { sql: database.sql, log: database.log, clock: () => time.now ?? systemClock() }
  const region = 'us-east-1'
  const outbound = createOutbound({ internalHosts: ['127.0.0.1'] })
  const ofVendors = { sealingKey: randomBytes(32), daysOff: createDaysOff() }
  const lakeParts = { identity, governance, storage, catalog, outbound }
  const ingestion = createIngestion({ ...ground, ...lakeParts, region, ...ofVendors })
  const compute = createCompute({ ...ground, ...machines(), identity, region })
  const rooms = await givenRooms({ ...ground, identity, capacity: compute, region })
  const { notebooks } = rooms
  const faces = { identity, governance, catalog, compute, ingestion, notebooks }
  const deps: TrialsDeps = { ...ground, ...faces, region, codeVersion: 'test' }
  const dispose = async () => {
    await rooms.close()
    await lake[Symbol.asyncDispose]()
  }
  const people = { ana, ben, eve, caller }
  const trials = createTrials(deps)
  const measured = async (id: string) => {
    await trials.refreshReport(ana, { id })
    await trialsJobs(deps)['trials.report']?.({ trialId: id })
    return trials.getReport(ana, { id })
  }
  return {
    ...{ trials, deps, lake, ingestion, compute, ...rooms, ...people, roleArn, time, measured },
    [Symbol.asyncDispose]: dispose,
  }
}

async function trialRole({ identity }: GivenLake, ana: Caller): Promise<string> {
  const services = ['trials.millrace', 'ingestion.millrace']
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }],
  })
  const { arn } = await identity.createRole(ana, { name: 'trials', trust })
  const kind = { kind: 'role', name: 'trials', policyName: 'all', text: EVERYTHING } as const
  await identity.putInlinePolicy(ana, kind)
  return arn
}

type ColumnType = 'string' | 'long' | 'double' | 'date' | 'timestamptz'

/** A table in the database `tried` with the rows of `select`, open to the trial's role. */
export async function givenTable(
  { lake, ana, roleArn }: GivenTrials,
  made: { table: string; columns: Record<string, ColumnType>; select?: string },
) {
  const ref = { accountId: ana.accountId, database: 'tried', table: made.table }
  const fields = Object.entries(made.columns).map(([name, type], index) => {
    return { id: index + 1, name, required: false, type }
  })
  const schema: Schema = { type: 'struct', 'schema-id': 0, fields }
  await lake.catalog.createTable(ana, { ...ref, schema })
  await lake.governance.grantPermissions(ana, {
    ...{ catalogId: ana.accountId, principal: roleArn, grantable: [] },
    resource: { kind: 'table', database: 'tried', table: made.table },
    permissions: ['SELECT', 'INSERT', 'DESCRIBE', 'ALTER'],
  })
  if (made.select !== undefined) await append(lake, ana, { ref, schema, select: made.select })
  return ref
}

async function append(
  { storage, catalog }: GivenLake,
  ana: Caller,
  of: { ref: Parameters<GivenLake['catalog']['scan']>[1]; schema: Schema; select: string },
): Promise<void> {
  const path = await storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [path] })
  const copy = `COPY (${of.select}) TO ${quoteText(path)} (${copyOptions(of.schema)})`
  const [row] = await duckdb.rows(copy)
  const file = parseReturnStats(row ?? {})
  if (!file) return
  await catalog.append(ana, { ...of.ref, files: [file], commitKey: path })
}

/** A charter with every question of compliance answered. */
export function charterOf(
  { ana, roleArn }: Pick<GivenTrials, 'ana' | 'roleArn'>,
  change: Partial<CharterDraft> = {},
): CharterDraft {
  return {
    title: 'Counts of places',
    hypothesis: 'Counts foretell turnover.',
    vendor: 'Counters Inc.',
    dataset: { accountId: ana.accountId, database: 'tried', table: 'counts' },
    columns: { entity: 'place', eventTime: 'day', key: ['day', 'place'] },
    compliance: COMPLIANCE_QUESTIONS.map((question) => ({ question, answer: 'yes' })),
    roleArn,
    ...change,
  }
}

/** 60 days of 4 places, each day its own count; place `p3` begins on the 11th day. */
export const COUNTS = {
  table: 'counts',
  columns: { day: 'date', place: 'string', count: 'long' },
  select: `SELECT DATE '2024-01-01' + d::INT AS day, 'p' || p AS place,
      (d * 10 + p)::BIGINT AS count
    FROM range(60) a(d), range(4) b(p) WHERE p < 3 OR d >= 10`,
} as const

export interface GivenVendor extends AsyncDisposable {
  feed: Feed
  /** The vendor puts a day's file, with its ready file; then all that waits is loaded. */
  deliver(day: string, content: string): Promise<void>
}

/** A vendor with a real SFTP server, an agreement and a feed of daily counts. */
export async function givenVendor(given: GivenTrials): Promise<GivenVendor> {
  const { ana, ingestion, roleArn } = given
  const root = await mkdtemp(join(tmpdir(), 'millrace-trials-vendor-'))
  const { connection, password, stop } = await startVendor(root)
  const vendor = await ingestion.createVendor(ana, { name: 'counters' })
  const agreement = await ingestion.createAgreement(ana, {
    ...{ vendorId: vendor.id, connection, secret: { password } },
  })
  const target = { accountId: ana.accountId, database: 'tried', table: 'counts' }
  const permissions = ['CREATE_TABLE', 'DESCRIBE'] as const
  await given.lake.governance.grantPermissions(ana, {
    ...{ catalogId: ana.accountId, principal: roleArn, permissions, grantable: [] },
    resource: { kind: 'database', database: 'tried' },
  })
  const feed = await ingestion.createFeed(ana, {
    ...{ agreementId: agreement.id, name: 'counts', roleArn },
    definition: {
      source: { directory: '.', pattern: 'counts-{date}.csv' },
      complete: { rule: 'ready-file', suffix: '.ready' },
      columns: [
        { name: 'day', type: 'date' },
        { name: 'place', type: 'string' },
        { name: 'count', type: 'int', min: 0 },
      ],
      ...{ key: ['day', 'place'], target, volumeDeviationMax: 10 },
      event: { column: 'day', zone: 'UTC', withinSlice: true },
    },
  })
  const clock = { seconds: 1_700_000_000 }
  const put = async (name: string, content: string) => {
    await writeFile(join(root, name), content)
    clock.seconds += 10
    await utimes(join(root, name), clock.seconds, clock.seconds)
  }
  return {
    feed,
    deliver: async (day, content) => {
      await put(`counts-${day}.csv`, content)
      await put(`counts-${day}.csv.ready`, '')
      await ingestion.collectFeed(feed.id)
      await ingestion.loadWaiting(feed.id)
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      await rm(root, { recursive: true, force: true })
    },
  }
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
  const host = { method: 'sftp', host: '127.0.0.1', port } as const
  return {
    connection: { ...host, user: login.user, hostKeySha256 },
    password: login.password,
    stop,
  }
}

/** May read the table `counts`, as a grant of a trial. */
export function readsUntil({ ana }: Pick<GivenTrials, 'ana'>, reader: Caller): TrialGrant {
  return {
    ...{ catalogId: ana.accountId, principal: reader.principalArn, grantable: [] },
    resource: { kind: 'table', database: 'tried', table: 'counts' },
    permissions: ['SELECT', 'DESCRIBE'],
  }
}

/** True when the caller reads the table `counts` now. */
export async function reads({ lake, ana }: GivenTrials, reader: Caller): Promise<boolean> {
  const ref = { accountId: ana.accountId, database: 'tried', table: 'counts' }
  try {
    await (await lake.catalog.scan(reader, ref))[Symbol.asyncDispose]()
    return true
  } catch {
    return false
  }
}
