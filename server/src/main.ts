import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { type Config, readConfig } from './config.ts'
import { createGovernance } from './contexts/governance/index.ts'
import { createIdentity } from './contexts/identity/index.ts'
import { createStorage } from './contexts/storage/index.ts'
import { createOperationsDoor } from './doors/operations/index.ts'
import { createPortalDoor } from './doors/portal/index.ts'
import { createPortalApiDoor } from './doors/portal-api/index.ts'
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
import { createListener } from './listener/listener.ts'
import { readStatus } from './status.ts'

const ROOT = join(import.meta.dirname, '../..')
const VERSION = '0.1.0'

/** Joins the parts, in the order of the ladder, and answers how to end them. */
async function start(config: Config, log: Log): Promise<{ stop(): Promise<void> }> {
  const home = openHome(config.home)
  const authority = await openCertificateAuthority(home.authority)
  writeBundle(home, authority.rootPem)
  const postgres = await openPostgres(config, { home, log })
  const database = openDatabase({ url: postgres.url, log })
  await prepareDatabase(database.pool, join(ROOT, 'server/migrations'))

  const ground = { sql: database.sql, clock: systemClock, log }
  const contexts = await joinContexts(ground, { home, config })
  const following = await contexts.identity.listen(database.pool)
  const state = { ready: false }
  const listener = createListener({
    doors: joinDoors(contexts, { ...ground, home, config, ready: () => state.ready }),
    domain: config.domain,
    authority,
    tls: readTls(config),
    log,
  })
  const jobs = await startJobs({ pool: database.pool, log, handlers: contexts.handlers })
  await listener.listen({ host: config.host, port: config.port })
  state.ready = true
  announceServer(home, config)
  log.info({ url: urlOf(config) }, 'the platform answers')
  return {
    async stop() {
      await listener.close()
      await jobs.stop()
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
async function joinContexts(ground: Ground, { home, config }: { home: Home; config: Config }) {
  const { region } = config
  const identity = createIdentity({ ...ground, sealKey: home.sealKey })
  const governance = await createGovernance({ ...ground, identity })
  const storage = createStorage({
    ...ground,
    identity,
    governance,
    objectsDirectory: home.objects,
  })
  const subscriptions: Subscription[] = []
  const handlers = { ...eventHandlers({ sql: ground.sql, subscriptions }) }
  return { identity, governance, storage, handlers, region }
}

type Contexts = Awaited<ReturnType<typeof joinContexts>>

interface Surroundings extends Ground {
  home: Home
  config: Config
  ready(): boolean
}

function joinDoors({ identity }: Contexts, around: Surroundings) {
  const { clock, log, home, config, ready } = around
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
      isolation: () => 'trusted',
      drivers: () => undefined,
    })
  return {
    operations: createOperationsDoor({ metrics, ready }),
    portal: createPortalDoor({ directory: join(ROOT, 'portal/dist'), log }),
    'portal-api': createPortalApiDoor({
      identity,
      status,
      operatorToken: home.operatorToken,
      version: VERSION,
      clock,
      log,
    }),
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
