import { hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Config } from './config.ts'
import {
  type CatalogDeps,
  catalogJobs,
  catalogSubscriptions,
  createCatalog,
  createProjections,
  projectionKeyFrom,
  startCatalog,
} from './contexts/catalog/index.ts'
import {
  type Compute,
  computeJobs,
  createCompute,
  GIB,
  HEAD_PREFIX,
  Heads,
} from './contexts/compute/index.ts'
import { createGovernance } from './contexts/governance/index.ts'
import { type AccountId, createIdentity } from './contexts/identity/index.ts'
import {
  createDaysOff,
  createIngestion,
  ingestionJobs,
  startIngestion,
} from './contexts/ingestion/index.ts'
import { createNotebooks } from './contexts/notebooks/index.ts'
import {
  createPipelines,
  isOutput,
  type MailSettings,
  type PipelinesDeps,
  pipelinesJobs,
  pipelinesSubscriptions,
  startPipelines,
} from './contexts/pipelines/index.ts'
import {
  createSessions,
  type GroundsForDrivers,
  type SessionsDeps,
} from './contexts/sessions/index.ts'
import { createStorage } from './contexts/storage/index.ts'
import {
  createTrials,
  startTrials,
  trialsJobs,
  trialsSubscriptions,
} from './contexts/trials/index.ts'
import { driverSize, notebookSize } from './drivers.ts'
import type { Clock } from './foundation/clock.ts'
import { eventHandlers } from './foundation/events.ts'
import type { Log } from './foundation/log.ts'
import { createOutbound } from './foundation/outbound.ts'
import type { Database, Sql } from './foundation/sql.ts'
import type { Home } from './home.ts'
import { dashboardPlace, driverBoxes, notebookBoxes } from './join-boxes.ts'
import { boxesNamed, type KeeperClient } from './keeper/client.ts'
import type { Isolation } from './keeper/protocol.ts'
import type { Ports } from './listener/ports.ts'
import { VERSION } from './version.ts'

export interface Ground {
  sql: Sql
  clock: Clock
  log: Log
}

interface Around {
  home: Home
  config: Config
  ports: { livy: Ports; notebooks: Ports; dashboards: Ports }
  keeper: KeeperClient
  grounds: GroundsForDrivers
}

const PLATFORM_MEMORY_BYTES = 3 * GIB
const EXPORT_SECONDS = 12 * 3600
const DRIVER_DISK_BYTES = 100 * GIB

/** The ladder, from below; each context gets the faces of those before it. */
export async function joinContexts(ground: Ground, around: Around) {
  const lake = await joinLake(ground, around)
  const work = joinWork(ground, around, lake)
  const subscriptions = [...lake.subscriptions, ...work.subscriptions]
  const handlers = {
    ...lake.jobs,
    ...work.jobs,
    ...(await eventHandlers({ ...ground, subscriptions })),
  }
  return { ...lake.faces, ...work.faces, handlers }
}

/** Who, may they, bytes, meaning. */
async function joinLake(ground: Ground, { home, config }: Around) {
  const identity = createIdentity({ ...ground, sealKey: home.sealKey })
  const governance = await createGovernance({
    ...ground,
    identity,
    region: config.region,
    auditSeal: { key: keyFor(home, 'audit ends'), path: home.auditEnds },
    exportPlace: {
      directory: join(home.run, 'exports'),
      actAs: async (caller, since) => {
        const rights = { caller, since, boundTo: 'audit-export', seconds: EXPORT_SECONDS }
        return (await identity.actForCaller(rights)).caller
      },
      put: async (caller, { contentType, ...at }, body) => {
        const description = { headers: { 'content-type': contentType }, metadata: {} }
        await storage.putObject(caller, { ...at, body, description, conditions: {} })
      },
    },
    bucketOwner: async (bucket) => (await storage.bucketOwner(bucket)) as AccountId | undefined,
  })
  const { region, quota, objectOwnership, objects: upstream, linkKeys } = config
  const place = { objectsDirectory: home.objects, linkKeysDirectory: linkKeys, upstream }
  const bounds = { ...place, quota, objectOwnership }
  const storage = createStorage({ ...ground, identity, governance, ...bounds })
  const projectionKey = projectionKeyFrom(home.sealKey)
  const projections = createProjections({ ...ground, storage, projectionKey })
  const staged: CatalogDeps['staged'] = (ref) => isOutput(ground.sql, ref)
  const catalogDeps = { ...ground, identity, governance, storage, region, projections, staged }
  const catalog = createCatalog(catalogDeps)
  return {
    faces: { identity, governance, storage, projections, catalog },
    subscriptions: [...catalogSubscriptions(catalogDeps), ...projections.subscriptions],
    jobs: {
      ...governance.jobs,
      ...storage.jobs,
      ...catalogJobs(catalogDeps),
      ...projections.jobs,
    },
  }
}

type Lake = Awaited<ReturnType<typeof joinLake>>

/** Machines, running code, data in, evaluation. */
function joinWork(ground: Ground, around: Around, lake: Lake) {
  const { home, config, ports, keeper, grounds } = around
  const { region } = config
  const { identity, governance, storage, catalog } = lake.faces
  const heads = new Heads(boxesNamed(HEAD_PREFIX, keeper))
  const host = hostCapacity()
  const computeDeps = { ...ground, identity, livyPorts: ports.livy, heads, host, region }
  const compute = createCompute(computeDeps)
  const sessions = createSessions({
    ...ground,
    identity,
    capacity: compute,
    ...{ boxes: driverBoxes(keeper, home), grounds, dashboardPlace: dashboardPlace(around) },
    putLog: logsIn(storage),
    governingAccount: async () => governingAccount(await identity.accounts()),
    ...{ driver: driverSize(), region },
  })
  const notebooks = joinNotebooks(ground, around, { identity, compute })
  const sealingKey = keyFor(home, 'ingestion')
  const ofWorld = { outbound: createOutbound(config), daysOff: createDaysOff() }
  const lakeParts = { identity, governance, storage, catalog }
  const ingestionDeps = { ...ground, ...lakeParts, region, sealingKey, ...ofWorld }
  const ingestion = createIngestion(ingestionDeps)
  const below = { identity, governance, storage, catalog, compute, sessions, ingestion }
  const parts = { ...ground, ...below, region, ...ofWorld }
  const pipelines = joinPipelines(parts, config)
  const trialsDeps = {
    ...{ ...ground, identity, governance, catalog, compute, ingestion, notebooks, region },
    codeVersion: VERSION,
    spillDirectory: join(home.run, 'spill'),
  }
  const trials = createTrials(trialsDeps)
  return {
    faces: { compute, sessions, ingestion, notebooks, pipelines: pipelines.face, trials },
    subscriptions: [
      ...sessions.subscriptions(),
      ...notebooks.subscriptions(),
      ...pipelines.subscriptions,
      ...trialsSubscriptions(trialsDeps),
    ],
    jobs: {
      ...computeJobs(computeDeps),
      ...sessions.jobs,
      ...ingestionJobs(ingestionDeps),
      ...pipelines.jobs,
      ...trialsJobs(trialsDeps),
    },
  }
}

export type Contexts = Awaited<ReturnType<typeof joinContexts>>

/** What each context does once the others are there; answers how to end it. */
export async function startContexts(
  contexts: Contexts,
  { database, log }: { database: Database; log: Log },
): Promise<{ isolation: Isolation; stop(): Promise<void> }> {
  const { identity, governance, storage, projections, compute, sessions, notebooks } = contexts
  const following = await identity.listen(database.pool)
  await governance.start(database.pool)
  await storage.start()
  await projections.start()
  await startCatalog(database.sql)
  await startIngestion(database.sql)
  await startPipelines(database.sql)
  await startTrials(database.sql)
  // Before anybody else greets the keeper: it tells of the boxes that are there once.
  const { isolation, detail } = await sessions.start()
  await compute.start()
  await notebooks.start()
  log.info({ isolation, detail }, 'drivers can be started')
  return {
    isolation,
    async stop() {
      notebooks.stop()
      sessions.stop()
      await storage.close()
      governance.close()
      following.stop()
    },
  }
}

/** What runs have printed, as objects of whoever they ran as. */
function logsIn(storage: Lake['faces']['storage']): SessionsDeps['putLog'] {
  const description = { headers: { 'content-type': 'application/gzip' }, metadata: {} }
  return async (caller, { body, ...at }) => {
    const object = { ...at, body: Readable.from([body]), description, conditions: {} }
    await storage.putObject(caller, object)
  }
}

/** Each person’s Jupyter, in boxes beside the drivers’ and on ports after Livy’s. */
function joinNotebooks(
  ground: Ground,
  { home, config, ports, keeper }: Around,
  { identity, compute }: { identity: Lake['faces']['identity']; compute: Compute },
) {
  return createNotebooks({
    ...ground,
    identity,
    capacity: compute,
    boxes: notebookBoxes(keeper),
    ports: ports.notebooks,
    size: notebookSize(),
    directory: home.notebooks,
    sockets: join(home.run, 'notebooks'),
    passKey: keyFor(home, 'notebooks'),
    governingAccount: async () => governingAccount(await identity.accounts()),
    region: config.region,
    domain: config.domain,
    authorityPem: readFileSync(join(home.authority, 'bundle.pem'), 'utf8'),
  })
}

/** The first account of a platform governs it. */
function governingAccount(accounts: readonly { id: AccountId; governing?: boolean }[]): AccountId {
  const found = accounts.find(({ governing }) => governing) ?? accounts[0]
  return found?.id ?? ('' as AccountId)
}

/** A key of its own for each use, out of the one that is kept. @see RFC 5869 */
function keyFor(home: Home, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', home.sealKey, '', `millrace ${use}`, 32))
}

function joinPipelines(parts: Omit<PipelinesDeps, 'mail'>, config: Config) {
  const deps: PipelinesDeps = { ...parts, ...mailSettings(config) }
  return {
    face: createPipelines(deps),
    jobs: pipelinesJobs(deps),
    subscriptions: pipelinesSubscriptions(deps),
  }
}

/** The mail server that notices go out by, if there is one. */
function mailSettings({ mail }: Config): { mail?: MailSettings } {
  if (!mail) return {}
  const { protocol, hostname: host, port, username, password } = new URL(mail.url)
  const secure = protocol === 'smtps:'
  const login = username
    ? { user: decodeURIComponent(username), password: decodeURIComponent(password) }
    : {}
  return {
    mail: { host, port: Number(port || (secure ? 465 : 587)), secure, ...login, from: mail.from },
  }
}

/** What drivers may take together: the host less what the platform itself needs. */
function hostCapacity() {
  return {
    cpu: availableParallelism(),
    memoryBytes: Math.max(2 * GIB, totalmem() - PLATFORM_MEMORY_BYTES),
    diskBytes: DRIVER_DISK_BYTES,
  }
}
