import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { type Config, readConfig } from './config.ts'
import { type Catalog, catalogJobs, createCatalog } from './contexts/catalog/index.ts'
import { computeJobs, createCompute, GIB } from './contexts/compute/index.ts'
import { createGovernance } from './contexts/governance/index.ts'
import { type AccountId, createIdentity } from './contexts/identity/index.ts'
import { createSessions } from './contexts/sessions/index.ts'
import { createStorage } from './contexts/storage/index.ts'
import { createIamDoor } from './doors/iam/index.ts'
import { createLivyDoor } from './doors/livy/index.ts'
import { createOperationsDoor } from './doors/operations/index.ts'
import { createPortalDoor } from './doors/portal/index.ts'
import { createPortalApiDoor } from './doors/portal-api/index.ts'
import { createS3Door } from './doors/s3/index.ts'
import { createStsDoor } from './doors/sts/index.ts'
import { driverSize, openKeeper, startDriversWithEngine } from './drivers.ts'
import { openCertificateAuthority } from './foundation/certificates.ts'
import { type Clock, systemClock } from './foundation/clock.ts'
import { eventHandlers, type Subscription } from './foundation/events.ts'
import { startJobs } from './foundation/jobs.ts'
import { createLog, type Log } from './foundation/log.ts'
import { startPostgres } from './foundation/postgres.ts'
import { prepareDatabase } from './foundation/prepare-database.ts'
import { openDatabase, type Sql } from './foundation/sql.ts'
import { createStatusBoard } from './foundation/status.ts'
import { type Home, openHome, writeWhole } from './home.ts'
import type { KeeperClient } from './keeper/client.ts'
import { createListener } from './listener/listener.ts'
import { createPorts, type Ports } from './listener/ports.ts'
import { readStatus } from './status.ts'

const ROOT = join(import.meta.dirname, '../..')
const VERSION = '0.1.0'
const LIVY_PORTS = 200
const PLATFORM_MEMORY_BYTES = 3 * GIB
const DRIVER_DISK_BYTES = 100 * GIB

/** Joins the parts, in the order of the ladder, and answers how to end them. */
async function start(config: Config, log: Log): Promise<{ stop(): Promise<void> }> {
  const home = openHome(config.home)
  const authority = await openCertificateAuthority(home.authority)
  writeBundle(home, authority.rootPem)
  const postgres = await openPostgres(config, { home, log })
  const database = openDatabase({ url: postgres.url, log })
  await prepareDatabase(database.pool, join(ROOT, 'server/migrations'))

  const ground = { sql: database.sql, clock: systemClock, log }
  const state = { ready: false }
  const ports = createPorts({
    listener: () => listener,
    host: config.host,
    first: config.port + 1,
    last: config.port + LIVY_PORTS,
  })
  const keeper = openKeeper({ log, listener: () => listener })
  const contexts = await joinContexts(ground, { home, config, ports, keeper })
  const { sessions } = contexts
  const boxes = await sessions.start()
  const listener = createListener({
    doors: joinDoors(contexts, {
      ...ground,
      home,
      config,
      isolation: boxes.isolation,
      ready: () => state.ready,
    }),
    domain: config.domain,
    authority,
    tls: readTls(config),
    log,
  })
  const following = await contexts.identity.listen(database.pool)
  const jobs = await startJobs({ pool: database.pool, log, handlers: contexts.handlers })
  await contexts.storage.start()
  await contexts.compute.start()
  await listener.listen({ host: config.host, port: config.port })
  const driving = startDriversWithEngine({ engine: home.engine, keeper, sessions, log })
  state.ready = true
  announceServer(home, config)
  log.info({ url: urlOf(config) }, 'the platform answers')
  return {
    async stop() {
      driving.stop()
      sessions.stop()
      await ports.closeAll()
      await listener.close()
      await jobs.stop()
      await contexts.storage.close()
      await following.stop()
      await database.close()
      await postgres.stop()
      rmSync(join(home.run, 'server.json'), { force: true })
    },
  }
}

interface Ground {
  sql: Sql
  clock: Clock
  log: Log
}

/** The ladder, from below; each context gets the faces of those before it. */
async function joinContexts(
  ground: Ground,
  around: { home: Home; config: Config; ports: Ports; keeper: KeeperClient },
) {
  const { home, config, ports, keeper } = around
  const { region } = config
  const identity = createIdentity({ ...ground, sealKey: home.sealKey })
  const governance = await createGovernance({
    ...ground,
    identity,
    bucketOwner: async (bucket) => (await storage.bucketOwner(bucket)) as AccountId | undefined,
  })
  const storage = createStorage({
    ...ground,
    identity,
    governance,
    objectsDirectory: home.objects,
  })
  const catalogDeps = { ...ground, identity, governance, storage, region }
  const catalog: Catalog = createCatalog(catalogDeps)
  const computeDeps = { ...ground, identity, livyPorts: ports, host: hostCapacity(), region }
  const compute = createCompute(computeDeps)
  const sessions = createSessions({
    ...ground,
    identity,
    capacity: compute,
    boxes: keeper,
    governingAccount: async () => {
      const governing = (await identity.accounts()).find((account) => account.governing)
      return governing?.id ?? ('000000000000' as AccountId)
    },
    driver: driverSize(),
    region,
  })
  const subscriptions: Subscription[] = [...sessions.subscriptions()]
  const handlers = {
    ...storage.jobs,
    ...catalogJobs(catalogDeps),
    ...computeJobs(computeDeps),
    ...eventHandlers({ sql: ground.sql, subscriptions }),
  }
  return { identity, governance, storage, catalog, compute, sessions, handlers }
}

type Contexts = Awaited<ReturnType<typeof joinContexts>>

interface Surroundings extends Ground {
  home: Home
  config: Config
  isolation: 'full' | 'trusted'
  ready(): boolean
}

function joinDoors(contexts: Contexts, around: Surroundings) {
  const { identity, governance, storage, catalog, compute, sessions } = contexts
  const { clock, log, home, config, ready, isolation } = around
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const board = createStatusBoard()
  const status = async () =>
    readStatus({
      home: home.path,
      url: urlOf(config),
      version: VERSION,
      board,
      ready,
      isolation: () => isolation,
      drivers: () => sessions.standby(),
    })
  const { region, domain } = config
  return {
    sts: createStsDoor({ identity, clock, log }),
    iam: createIamDoor({ identity, clock, log }),
    s3: createS3Door({ storage, identity, clock, log, region, domain }),
    livy: createLivyDoor({ sessions, identity, compute, clock, log }),
    operations: createOperationsDoor({ metrics, ready }),
    portal: createPortalDoor({ directory: join(ROOT, 'portal/dist'), log }),
    'portal-api': createPortalApiDoor({
      identity,
      governance,
      catalog,
      compute,
      status,
      operatorToken: home.operatorToken,
      version: VERSION,
      clock,
      log,
    }),
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

function openPostgres(config: Config, { home, log }: { home: Home; log: Log }) {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => {} }
  const logFile = join(home.logs, 'postgres.log')
  return startPostgres({ directory: home.postgres, logFile, log })
}

function urlOf(config: Config): string {
  return config.publicUrl ?? `${config.tls ? 'https' : 'http'}://${config.host}:${config.port}`
}

function readTls({ tls }: Config) {
  if (!tls) return undefined
  return {
    certificatePem: readFileSync(tls.certificateFile, 'utf8'),
    keyPem: readFileSync(tls.keyFile, 'utf8'),
  }
}

/** For commands of this host: who serves this home, and where. */
function announceServer(home: Home, config: Config): void {
  const server = {
    pid: process.pid,
    startPid: process.ppid,
    url: urlOf(config),
    host: config.host,
    port: config.port,
  }
  writeWhole(join(home.run, 'server.json'), JSON.stringify(server))
}

const SYSTEM_ROOTS = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Alpine.
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, Red Hat.
]

/** The system's roots and ours, for clients that know only one file. */
function writeBundle(home: Home, rootPem: string): void {
  const roots = SYSTEM_ROOTS.flatMap((path) => readIfThere(path)).slice(0, 1)
  mkdirSync(home.authority, { recursive: true })
  writeFileSync(join(home.authority, 'bundle.pem'), [...roots, rootPem, ''].join('\n'))
}

function readIfThere(path: string): string[] {
  try {
    return [readFileSync(path, 'utf8')]
  } catch {
    return []
  }
}

const config = readConfig()
const log = createLog(config.logLevel)
const platform = await start(config, log)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    log.info({ signal }, 'stopping')
    platform.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: String(error) }, 'could not stop cleanly')
        process.exit(1)
      },
    )
  })
