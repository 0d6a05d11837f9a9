import { hkdfSync } from 'node:crypto'
import { availableParallelism, totalmem } from 'node:os'
import type { Config } from './config.ts'
import {
  catalogJobs,
  createCatalog,
  createProjections,
  projectionKeyFrom,
} from './contexts/catalog/index.ts'
import { computeJobs, createCompute, GIB } from './contexts/compute/index.ts'
import { createGovernance } from './contexts/governance/index.ts'
import { type AccountId, createIdentity } from './contexts/identity/index.ts'
import { createIngestion, ingestionJobs, startIngestion } from './contexts/ingestion/index.ts'
import {
  createPipelines,
  type MailSettings,
  type PipelinesDeps,
  pipelinesJobs,
  pipelinesSubscriptions,
  startPipelines,
} from './contexts/pipelines/index.ts'
import { createSessions } from './contexts/sessions/index.ts'
import { createStorage } from './contexts/storage/index.ts'
import { driverSize } from './drivers.ts'
import type { Clock } from './foundation/clock.ts'
import { eventHandlers } from './foundation/events.ts'
import type { Log } from './foundation/log.ts'
import type { Database, Sql } from './foundation/sql.ts'
import type { Home } from './home.ts'
import type { KeeperClient } from './keeper/client.ts'
import type { Isolation } from './keeper/protocol.ts'
import type { Ports } from './listener/ports.ts'

export interface Ground {
  sql: Sql
  clock: Clock
  log: Log
}

interface Around {
  home: Home
  config: Config
  ports: Ports
  keeper: KeeperClient
}

const PLATFORM_MEMORY_BYTES = 3 * GIB
const DRIVER_DISK_BYTES = 100 * GIB

/** The ladder, from below; each context gets the faces of those before it. */
export async function joinContexts(ground: Ground, { home, config, ports, keeper }: Around) {
  const { region } = config
  const identity = createIdentity({ ...ground, sealKey: home.sealKey })
  const governance = await createGovernance({
    ...ground,
    identity,
    bucketOwner: async (bucket) => (await storage.bucketOwner(bucket)) as AccountId | undefined,
  })
  const objectsDirectory = home.objects
  const storage = createStorage({ ...ground, identity, governance, objectsDirectory })
  const projectionKey = projectionKeyFrom(home.sealKey)
  const projections = createProjections({ ...ground, storage, projectionKey })
  const catalogDeps = { ...ground, identity, governance, storage, region, projections }
  const catalog = createCatalog(catalogDeps)
  const computeDeps = { ...ground, identity, livyPorts: ports, host: hostCapacity(), region }
  const compute = createCompute(computeDeps)
  const sessions = createSessions({
    ...ground,
    identity,
    capacity: compute,
    boxes: keeper,
    governingAccount: async () => governingAccount(await identity.accounts()),
    driver: driverSize(),
    region,
  })
  const sealingKey = keyFor(home, 'ingestion')
  const ingestionDeps = { ...ground, identity, storage, catalog, region, sealingKey }
  const ingestion = createIngestion(ingestionDeps)
  const parts = { ...ground, identity, storage, catalog, compute, sessions, region }
  const pipelines = joinPipelines(parts, config)
  const subscriptions = [
    ...projections.subscriptions,
    ...sessions.subscriptions(),
    ...pipelines.subscriptions,
  ]
  const handlers = {
    ...governance.jobs,
    ...storage.jobs,
    ...catalogJobs(catalogDeps),
    ...projections.jobs,
    ...computeJobs(computeDeps),
    ...ingestionJobs(ingestionDeps),
    ...pipelines.jobs,
    ...eventHandlers({ sql: ground.sql, subscriptions }),
  }
  const faces = { identity, governance, storage, projections, catalog, compute, sessions }
  return { ...faces, ingestion, pipelines: pipelines.face, handlers }
}

export type Contexts = Awaited<ReturnType<typeof joinContexts>>

/** What each context does once the others are there; answers how to end it. */
export async function startContexts(
  contexts: Contexts,
  { database, log }: { database: Database; log: Log },
): Promise<{ isolation: Isolation; stop(): Promise<void> }> {
  const { identity, governance, storage, projections, compute, sessions } = contexts
  const following = await identity.listen(database.pool)
  await governance.start(database.pool)
  await storage.start()
  await projections.start()
  await compute.start()
  await startIngestion(database.sql)
  await startPipelines(database.sql)
  const { isolation, detail } = await sessions.start()
  log.info({ isolation, detail }, 'drivers can be started')
  return {
    isolation,
    async stop() {
      sessions.stop()
      await storage.close()
      await governance.close()
      await following.stop()
    },
  }
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

function joinPipelines(parts: Omit<PipelinesDeps, 'internalHosts' | 'mail'>, config: Config) {
  const internalHosts = config.webhookInternalHosts
  const deps: PipelinesDeps = { ...parts, internalHosts, ...mailSettings(config) }
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
