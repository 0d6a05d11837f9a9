import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { randomText } from '../foundation/ids.ts'
import { createLog, type Log } from '../foundation/log.ts'
import { startPostgres } from '../foundation/postgres.ts'
import { prepareDatabase } from '../foundation/prepare-database.ts'
import { openDatabase, type Sql } from '../foundation/sql.ts'

const MIGRATIONS = join(import.meta.dirname, '../../migrations')
/** Linux keeps what lies here in memory; its size is half the host's, or what a container has. */
const MEMORY = '/dev/shm'
/** A template, a few databases at once, and a gigabyte of log between checkpoints. */
const CLUSTER_BYTES = 3 * 2 ** 30
const LOCK = 8471 // Any constant: test processes make the cluster and the template in turn.

export interface GivenDatabase extends AsyncDisposable {
  sql: Sql
  pool: pg.Pool
  log: Log
  /** For a second connection, or a process of its own. */
  url: string
}

/**
 * The directory of the cluster that all tests of this checkout share; it outlives them. In memory
 * where the host has some to spare: a database is 900 small files, made and removed for each test.
 */
export function testClusterDirectory(): string {
  const hash = createHash('sha256').update(MIGRATIONS).digest('hex').slice(0, 12)
  const name = `millrace-tests-${process.getuid?.() ?? 0}-${hash}`
  const inMemory = join(MEMORY, name)
  return existsSync(inMemory) || freeBytes(MEMORY) > CLUSTER_BYTES ? inMemory : join(tmpdir(), name)
}

function freeBytes(directory: string): number {
  if (!existsSync(directory)) return 0
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize
}

/** A real, empty, migrated database of its own, dropped at the end. */
export async function givenDatabase(): Promise<GivenDatabase> {
  const log = createLog('warn')
  const directory = testClusterDirectory()
  const { url } = await startPostgres({
    directory,
    logFile: join(directory, 'postgres.log'),
    log: createLog('silent'),
    // A test database need not survive the machine, only the processes on it.
    settings: { fsync: 'off', max_connections: '400' },
  })
  const admin = openDatabase({ url, log, connectionsMax: 1 })
  const name = `test_${randomText(12, 'lower')}`
  const from = `TEMPLATE ${await template(admin.pool, url)} STRATEGY FILE_COPY`
  await admin.pool.query(`CREATE DATABASE ${name} ${from}`)
  const database = openDatabase({ url: url.replace('/millrace?', `/${name}?`), log })
  return {
    ...database,
    log,
    url: url.replace('/millrace?', `/${name}?`),
    async [Symbol.asyncDispose]() {
      await database.close()
      await admin.pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await admin.close()
    },
  }
}

/** The migrated database that each test's is copied from, by the digest of the migrations. */
async function template(admin: pg.Pool, url: string): Promise<string> {
  const digest = createHash('sha256')
  for (const file of readdirSync(MIGRATIONS).sort())
    digest.update(readFileSync(join(MIGRATIONS, file)))
  const name = `template_${digest.digest('hex').slice(0, 16)}`
  const client = await admin.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount === 0) await makeTemplate(client, name, url)
    return name
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK])
    client.release()
  }
}

async function makeTemplate(client: pg.PoolClient, name: string, url: string): Promise<void> {
  const draft = `${name}_draft`
  await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${draft}`)
  const log = createLog('silent')
  const database = openDatabase({ url: url.replace('/millrace?', `/${draft}?`), log })
  try {
    await prepareDatabase(database.pool, MIGRATIONS)
  } finally {
    await database.close()
  }
  await sessionsGone(client, draft)
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
}

/** A closed connection is gone for PostgreSQL a moment later; a template must have none. */
async function sessionsGone(client: pg.PoolClient, database: string): Promise<void> {
  const sessions = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1'
  while ((await client.query(sessions, [database])).rowCount !== 0) await sleep(10)
}
