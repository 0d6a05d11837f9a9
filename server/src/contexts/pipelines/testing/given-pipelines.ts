import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { announce, eventHandlers } from '../../../foundation/events.ts'
import { startJobs } from '../../../foundation/jobs.ts'
import { createOutbound } from '../../../foundation/outbound.ts'
import { transaction } from '../../../foundation/sql.ts'
import { FakeHeads } from '../../../testing/heads.ts'
import { type Catalog, createCatalog } from '../../catalog/index.ts'
import { createCompute, GIB, Heads } from '../../compute/index.ts'
import { createGovernance } from '../../governance/index.ts'
import type { AccountId, Caller, Identity } from '../../identity/index.ts'
import { createDaysOff, createIngestion } from '../../ingestion/index.ts'
import { type GivenSessions, givenSessions, userNamed } from '../../sessions/testing/index.ts'
import { createStorage } from '../../storage/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import {
  type CreatePipeline,
  createPipelines,
  type PipelineDefinition,
  type Pipelines,
  pipelinesJobs,
  pipelinesSubscriptions,
} from '../index.ts'

export const account = '444444444444' as AccountId
export const ana = userNamed('ana').caller as Caller
const eve = 'arn:aws:iam::999999999999:user/eve'
/** Of an account that was granted nothing. */
export const stranger: Caller = {
  ...ana,
  accountId: '999999999999' as AccountId,
  arn: eve,
  principalArn: eve,
}
const input = { accountId: account, database: 'traffic', table: 'counts' }

export interface GivenPipelines extends AsyncDisposable {
  pipelines: Pipelines
  deps: PipelinesDeps
  catalog: Catalog
  boxes: GivenSessions['boxes']
  /** What the clock shows; the real one while it is undefined. */
  time: { now: Date | undefined }
  /** Of the one input table. */
  tableId: string
  /** IAM actions that are refused. */
  refused: Set<string>
  /** One more table beside the input. */
  createTable(name: string): Promise<void>
  /** A pipeline that follows the input by days. */
  create(change?: Partial<PipelineDefinition>, name?: string): Promise<string>
  /** A vintage of a day is there. */
  delivered(slice: string, number?: number): Promise<void>
  announce(event: string, payload: Record<string, unknown>): Promise<void>
  /** The ledger as `2013-12-31 done`, the earliest first. */
  ledger(pipeline: string): Promise<string[]>
}

/** Pipelines on all real parts but drivers, which answer at once, with jobs that run. */
export async function givenPipelines(
  given: Partial<Pick<PipelinesDeps, 'mail' | 'outbound'>> = {},
): Promise<GivenPipelines> {
  const sessions = await givenSessions()
  const { sql, pool, log } = sessions.database
  const directory = await mkdtemp(join(tmpdir(), 'millrace-pipelines-'))
  const time: GivenPipelines['time'] = { now: undefined }
  const refused = new Set<string>()
  const identity = openGate(refused)
  const ground = { sql, log, clock: () => time.now ?? new Date(), identity, region: 'us-east-1' }
  const governance = await createGovernance(ground)
  const objectsDirectory = join(directory, 'objects')
  const storage = createStorage({ ...ground, governance, objectsDirectory })
  const catalog = createCatalog({ ...ground, governance, storage })
  const compute = createCompute({ ...ground, livyPorts, host, heads: new Heads(new FakeHeads()) })
  const ofWorld = { outbound: createOutbound({ internalHosts: [] }), daysOff: createDaysOff() }
  const lake = { governance, storage, catalog }
  const sealingKey = randomBytes(32)
  const ingestion = createIngestion({ ...ground, ...lake, sealingKey, ...ofWorld })
  const parts = { ...ground, ...lake, compute, ingestion, sessions: sessions.sessions }
  const deps: PipelinesDeps = { ...parts, ...ofWorld, ...given }
  const pipelines = createPipelines(deps)
  await catalog.createDatabase(ana, { accountId: account, database: input.database })
  const { table } = await catalog.createTable(ana, { ...input, schema })
  const subscriptions = pipelinesSubscriptions(deps)
  const handlers = { ...pipelinesJobs(deps), ...(await eventHandlers({ sql, log, subscriptions })) }
  const jobs = await startJobs({ pool, log, handlers })
  const say = (event: string, payload: Record<string, unknown>) =>
    transaction(sql, (tx) => announce(tx, event, payload))
  return {
    ...{ pipelines, deps, catalog, boxes: sessions.boxes, time, refused, tableId: table.id },
    announce: say,
    async createTable(name) {
      await catalog.createTable(ana, { ...input, table: name, schema })
    },
    async create(change = {}, name = 'hourly-counts') {
      await pipelines.createPipeline(ana, commandOf(name, change))
      return name
    },
    delivered: (slice, number = 1) =>
      say('ingestion.delivery-loaded', { tableId: table.id, slice, number, snapshotId: '7' }),
    ledger: (pipeline) => ledgerOf(pipelines, pipeline),
    async [Symbol.asyncDispose]() {
      await jobs.stop()
      await storage.close()
      await sessions[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function ledgerOf(pipelines: Pipelines, pipeline: string): Promise<string[]> {
  const { ledger } = await pipelines.getPipeline(ana, { pipeline })
  return ledger.map(({ slice, state }) => `${slice} ${state}`).reverse()
}

export function commandOf(name: string, change: Partial<PipelineDefinition> = {}): CreatePipeline {
  return {
    name,
    roleArn: `arn:aws:iam::${account}:role/pipeline`,
    script: { path: 'jobs/hourly.py', gitCommit: 'abcdef0', script: 'print(spark)' },
    definition: {
      description: '',
      owner: 'ana@example.test',
      slicing: 'day',
      inputs: [input],
      output: { ...input, table: 'hourly' },
      trigger: 'new-data',
      checks: [],
      targets: [],
      attemptsMax: 2,
      timeoutMinutes: 60,
      caps: { cpu: 2, memoryBytes: 4 * GIB, diskBytes: 10 * GIB },
      ...change,
    },
  }
}

const schema = {
  type: 'struct' as const,
  'schema-id': 0,
  fields: [{ id: 1, name: 'day', required: false, type: 'date' as const }],
}
const livyPorts = { first: 1, last: 2, open: async () => true, close: async () => {} }
const host = { cpu: 8, memoryBytes: 32 * GIB, diskBytes: 100 * GIB }

/** IAM lets everything pass that is not refused; its own tests are identity's. */
function openGate(refused: Set<string>) {
  const deny = (action: string) => {
    if (refused.has(action)) assert.fail(`${action} is refused`)
  }
  const gate: Pick<
    Identity,
    | 'accounts'
    | 'principalSince'
    | 'demand'
    | 'couldWorkAs'
    | 'demandGoverning'
    | 'demandStanding'
    | 'guess'
    | 'allows'
    | 'vend'
    | 'assumeForService'
    | 'authenticate'
    | 'signInWithKey'
    | 'issueScopedKey'
    | 'moveScopedKeys'
  > = {
    authenticate: async () => assert.fail('nobody pushes here'),
    signInWithKey: async () => undefined,
    issueScopedKey: async () => assert.fail('nobody pushes here'),
    moveScopedKeys: async () => {},
    demandStanding: async () => {},
    guess: async (_of, check) => check(),
    principalSince: async () => new Date(0),
    accounts: async () => [
      { id: account, name: 'alt-data', organization: true },
      { id: stranger.accountId, name: 'outsider', organization: true },
    ],
    demand: async (_caller, { action }) => deny(action),
    couldWorkAs: async () => false,
    demandGoverning: async (_actor, { action }) => deny(action),
    allows: async (_caller, { action }) => !refused.has(action),
    vend: async () => ({ accessKeyId: 'ASIA', secretAccessKey: 'secret' }),
    async assumeForService({ roleArn }) {
      deny('sts:AssumeRole')
      const expiresAt = new Date(Date.now() + 900_000)
      const secrets = { secretAccessKey: 'secret', sessionToken: 'token', expiresAt }
      const caller = { ...ana, principalArn: roleArn, arn: roleArn }
      return { caller, credentials: { accessKeyId: 'ASIA', ...secrets } }
    },
  }
  return gate
}

/** Asks until the answer passes; what jobs do comes in its own time. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  passes: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const value = await ask()
    if (passes(value)) return value
    if (Date.now() > deadline)
      assert.fail(`it never came to pass; last seen: ${JSON.stringify(value)}`)
    await sleep(20)
  }
}
