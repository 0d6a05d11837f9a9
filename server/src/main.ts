import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { type Config, readConfig } from './config.ts'
import type { Ingestion } from './contexts/ingestion/index.ts'
import { createSftpLanding, openHostKey } from './doors/sftp-landing/index.ts'
import { openHost, startDriversWithEngine } from './drivers.ts'
import { checkExposure, publicName, type TlsMaterial } from './exposure.ts'
import { openCertificateAuthority } from './foundation/certificates.ts'
import { systemClock } from './foundation/clock.ts'
import { awaitHome, homeTaken } from './foundation/home-lock.ts'
import { startJobs } from './foundation/jobs.ts'
import { createLog, type Log } from './foundation/log.ts'
import { startPostgres } from './foundation/postgres.ts'
import { prepareDatabase } from './foundation/prepare-database.ts'
import { openDatabase } from './foundation/sql.ts'
import { healthOf } from './health.ts'
import { type Home, openHome, writeWhole } from './home.ts'
import { joinContexts, startContexts } from './join-contexts.ts'
import { joinDoors } from './join-doors.ts'
import { createListener, type Listener } from './listener/listener.ts'
import { createPorts } from './listener/ports.ts'
import { unreadyReason } from './readiness.ts'
import { readStatus } from './status.ts'
import { VERSION } from './version.ts'

const ROOT = join(import.meta.dirname, '../..')
/** How many each door has; `npm start` knows by them the last port that the platform may have. */
const SIDE_PORTS = JSON.parse(readFileSync(join(ROOT, 'server/side-ports.json'), 'utf8')) as Record<
  'livy' | 'notebooks' | 'dashboards',
  number
>
/** As long as another takes to end. */
const TAKE_OVER_SECONDS_MAX = 40

/** Joins the parts, in the order of the ladder, and answers how to end them. */
async function start(config: Config, log: Log): Promise<{ stop(): Promise<void> }> {
  const tls = checkExposure(config, systemClock())
  const { home, authority, postgres, database } = await openGround(config, { log, tls })
  const ground = { sql: database.sql, clock: systemClock, log }
  const listening = Promise.withResolvers<Listener>()
  const ports = sidePorts(config, listening.promise)
  const { keeper, grounds } = openHost({ log, home, config, listener: listening.promise })
  const contexts = await joinContexts(ground, { home, config, ports, keeper, grounds })
  const { sftp, ...landing } = sftpLanding(config, { home, log, ingestion: contexts.ingestion })
  const state = { ready: false }
  const ready = () => state.ready
  const started = await startContexts(contexts, { database, log })
  const { identity, sessions, storage } = contexts
  const drivers = () => sessions.standby()
  const facts = { home: home.path, url: urlOf(config), version: VERSION, ready, drivers, sftp }
  const { rot, upstream, links } = storage
  const isolation = () => started.isolation
  const status = async () => readStatus({ ...facts, isolation, objects: await upstream() })
  const health = healthOf({ ...ground, ...facts, status, identity, rot, upstream, links })
  const unready = () => unreadyReason(database.sql, state)
  const told = { root: ROOT, version: VERSION, unready, status, health }
  const listener = createListener({
    doors: joinDoors(contexts, { ...ground, home, config, url: urlOf(config), ...told }),
    domain: config.domain,
    authority,
    tls,
    log,
  })
  listening.resolve(listener)
  const jobs = await startJobs({ pool: database.pool, log, handlers: contexts.handlers })
  const driving = startDriversWithEngine({ home, grounds, sessions, log })
  await Promise.all([listener.listen({ host: config.host, port: config.port }), landing.listen()])
  state.ready = true
  announceServer(home, config)
  log.info({ url: urlOf(config) }, 'the platform answers')
  // A server that is killed writes it nowhere, and the next one begins sooner by it.
  flushCompileCache()
  return {
    async stop() {
      driving.stop()
      for (const side of [landing, ...Object.values(ports)]) await side.closeAll()
      await listener.close()
      await jobs.stop()
      await started.stop()
      await database.close()
      await postgres.stop()
      rmSync(join(home.run, 'server.json'), { force: true })
    },
  }
}

/** What stands before any part of the platform: the home, the authority, the database. */
async function openGround(
  config: Config,
  { log, tls }: { log: Log; tls: TlsMaterial | undefined },
) {
  const home = openHome(config.home)
  const lock = await awaitHome(home.path, 'server', TAKE_OVER_SECONDS_MAX)
  if (!lock) throw homeTaken({ home: home.path })
  const authority = await openCertificateAuthority(home.authority)
  writeBundle(home, [authority.rootPem, ...trustedFor(config, tls)])
  const postgres = await openPostgres(config, { home, log })
  const database = openDatabase({ url: postgres.url, log })
  await prepareDatabase(database.pool, join(ROOT, 'server/migrations'))
  return { home, authority, postgres, database }
}

/** After the platform’s own port: those of clusters, of notebooks, then of dashboards. */
function sidePorts({ host, port }: Config, listener: Promise<Listener>) {
  const last = port + SIDE_PORTS.livy
  const livy = { door: 'livy', first: port + 1, last } as const
  const notebooks = {
    door: 'notebooks',
    first: last + 1,
    last: last + SIDE_PORTS.notebooks,
  } as const
  const first = notebooks.last + 1
  const dashboards = { door: 'dashboards', first, last: first + SIDE_PORTS.dashboards - 1 } as const
  return {
    livy: createPorts({ listener, host, ...livy }),
    notebooks: createPorts({ listener, host, ...notebooks }),
    dashboards: createPorts({ listener, host, ...dashboards }),
  }
}

/** Where vendors push by SFTP, if anywhere; they come by a name of ours, not where we listen. */
function sftpLanding(
  config: Config,
  { home, ...deps }: { home: Home; log: Log; ingestion: Ingestion },
) {
  const { sftp: place } = config
  if (!place) return { sftp: undefined, listen: async () => {}, closeAll: async () => {} }
  const hostKey = openHostKey(home.sftpHostKey)
  const landing = createSftpLanding({ ...deps, hostKey })
  const address = `sftp://${publicName(config)}:${place.port}`
  return {
    sftp: { address, hostKeySha256: hostKey.sha256 },
    listen: async () => void (await landing.listen(place)),
    closeAll: () => landing.close(),
  }
}

function openPostgres(config: Config, { home, log }: { home: Home; log: Log }) {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => {} }
  const logFile = join(home.logs, 'postgres.log')
  return startPostgres({ directory: home.postgres, logFile, log, keepUp: true })
}

function urlOf(config: Config): string {
  return config.publicUrl ?? `${config.tls ? 'https' : 'http'}://${config.host}:${config.port}`
}

/** For commands of this host: who serves this home, and where. */
function announceServer(home: Home, config: Config): void {
  const server = {
    pid: process.pid,
    startPid: process.ppid,
    url: urlOf(config),
    host: config.host,
    port: config.port,
    secure: config.tls !== undefined,
  }
  writeWhole(join(home.run, 'server.json'), JSON.stringify(server))
}

const SYSTEM_ROOTS = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Alpine.
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, Red Hat.
]

/** Who issued the certificate that this platform shows: what its file or the authority's says. */
function trustedFor({ tlsAuthorityFile }: Config, tls: TlsMaterial | undefined): string[] {
  if (!tls) return []
  const authority = tlsAuthorityFile ? [readFileSync(tlsAuthorityFile, 'utf8')] : []
  return [...authority, tls.certificatePem]
}

/** The system's roots and ours, for clients that know only one file. */
function writeBundle(home: Home, ours: readonly string[]): void {
  const roots = SYSTEM_ROOTS.flatMap((path) => readIfThere(path)).slice(0, 1)
  mkdirSync(home.authority, { recursive: true })
  writeFileSync(join(home.authority, 'bundle.pem'), [...roots, ...ours, ''].join('\n'))
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
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(signal))
process.once('disconnect', () => end('the keeper is gone'))
// It may have gone before anybody listened.
if (process.connected === false) end('the keeper is gone')

function end(why: string): void {
  log.info({ why }, 'stopping')
  platform.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ err: error }, 'could not stop cleanly')
      process.exit(1)
    },
  )
}
