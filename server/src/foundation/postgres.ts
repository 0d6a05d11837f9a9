import { chownSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { awaitHome } from './home-lock.ts'
import type { Log } from './log.ts'
import { launch } from './postgres-launch.ts'
import { arrange, connectionUrl, type Layout, leave, postgresFailed } from './postgres-layout.ts'

export interface Postgres {
  /** A connection string for the database `millrace`. */
  url: string
  /** Ends it by a fast shutdown; everything committed is on disk. */
  stop(): Promise<void>
}

interface Options {
  /** Holds the data directory; made when absent. */
  directory: string
  logFile: string
  log: Log
  /** Extra settings, for tests. */
  settings?: Record<string, string>
  /** Starts it again when it is lost. */
  keepUp?: boolean
}

const START_SECONDS_MAX = 60
const STOP_SECONDS_MAX = 25
const WATCH_MILLISECONDS = 500
const SOCKET_LOCK = '.s.PGSQL.5432.lock'

/** Starts the embedded PostgreSQL, or adopts the one that an earlier, killed server left behind. */
export async function startPostgres(options: Options): Promise<Postgres> {
  const layout = arrange(options.directory)
  const url = connectionUrl(layout, 'millrace')
  await bringUp(layout, options)
  const watch = options.keepUp ? watchOver(layout, options) : undefined
  return {
    url,
    async stop() {
      await watch?.stop()
      await stopPostgres(layout)
      leave(layout)
    },
  }
}

async function bringUp(layout: Layout, options: Options): Promise<void> {
  const lock = await awaitHome(layout.base, 'postgres', Number.POSITIVE_INFINITY)
  try {
    const whole = postmaster(layout.data) !== undefined
    if (whole && (await answers(connectionUrl(layout, 'postgres'))))
      options.log.info('adopting the PostgreSQL that is already running')
    else {
      // One whose programs or files were removed underneath still lives, and must go first.
      await stopPostgres(layout)
      await startFresh(layout, options)
    }
    await ensureDatabase(layout)
  } finally {
    lock?.close()
  }
}

/** Looks every moment whether it lives; what could not be started is tried again. */
function watchOver(layout: Layout, options: Options): { stop(): Promise<void> } {
  const ended = new AbortController()
  const watching = (async () => {
    while (!ended.signal.aborted) {
      await sleep(WATCH_MILLISECONDS, undefined, { ref: false, signal: ended.signal })
      if (livingPostmaster(layout) !== undefined) continue
      options.log.warn('PostgreSQL was lost; it is started again')
      await bringUp(layout, options).catch((error: unknown) =>
        options.log.error({ err: error }, 'PostgreSQL could not be started again'),
      )
    }
  })()
  return {
    async stop() {
      ended.abort()
      await watching.catch(() => {})
    },
  }
}

/** Ends the PostgreSQL of a directory, if one runs. */
export async function endPostgres(directory: string): Promise<void> {
  const layout = arrange(directory)
  await stopPostgres(layout)
  leave(layout)
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query("DO 'BEGIN END'") // Loads a library: whole, not just alive.
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function startFresh(layout: Layout, options: Options): Promise<void> {
  if (!existsSync(join(layout.data, 'PG_VERSION'))) await initialise(layout, options)
  const settings = {
    listen_addresses: '',
    unix_socket_directories: layout.socket,
    unix_socket_permissions: '0700',
    max_connections: '120',
    shared_buffers: '128MB',
    ...options.settings,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = launch(layout, options.logFile, ['postgres', '-D', layout.inner.data, ...flags])
  server.unref()
  const deadline = Date.now() + START_SECONDS_MAX * 1000
  while (!(await answers(connectionUrl(layout, 'postgres')))) {
    if (server.exitCode !== null || Date.now() > deadline)
      throw postgresFailed({
        step: 'start',
        logFile: options.logFile,
        detail: server.exitCode === null ? 'no answer in time' : `exit ${server.exitCode}`,
      })
    await sleep(50)
  }
}

async function initialise(layout: Layout, options: Options): Promise<void> {
  if (layout.user !== undefined) chownSync(layout.data, layout.user, layout.user)
  const child = launch(layout, options.logFile, [
    'initdb',
    ...['-D', layout.inner.data, '--username=millrace', '--auth=trust', '--encoding=UTF8'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  ])
  const code = await new Promise<number | null>((settle) => child.once('exit', settle))
  if (code !== 0)
    throw postgresFailed({ step: 'initdb', logFile: options.logFile, detail: `exit ${code}` })
}

async function ensureDatabase(layout: Layout): Promise<void> {
  const client = new pg.Client({ connectionString: connectionUrl(layout, 'postgres') })
  await client.connect()
  try {
    const found = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'millrace'`)
    if (found.rowCount === 0) await client.query('CREATE DATABASE millrace')
  } finally {
    await client.end()
  }
}

async function stopPostgres(layout: Layout): Promise<void> {
  const pid = livingPostmaster(layout)
  if (pid === undefined) return
  signal(pid, 'SIGINT') // PostgreSQL's fast shutdown.
  const deadline = Date.now() + STOP_SECONDS_MAX * 1000
  while (isOurs(pid, layout)) {
    if (Date.now() > deadline) signal(pid, 'SIGQUIT') // Immediate: recovery on the next start.
    await sleep(25)
  }
}

/** Named in the data directory, and beside the socket, which outlives a deleted home. */
function livingPostmaster(layout: Layout): number | undefined {
  const named = [postmaster(layout.data), firstNumber(join(layout.socket, SOCKET_LOCK))]
  return named.find((pid) => pid !== undefined && isOurs(pid, layout))
}

function postmaster(data: string): number | undefined {
  return firstNumber(join(data, 'postmaster.pid'))
}

/** The first line of PostgreSQL's lock files is the process id. */
function firstNumber(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

/** The number may have gone to somebody else since; one that nobody has reaped runs no more. */
function isOurs(pid: number, { inner }: Layout): boolean {
  try {
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return argv[1] === '-D' && argv[2] === inner.data
  } catch {
    return false
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}
