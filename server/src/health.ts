import { statfs } from 'node:fs/promises'
import type { Health, Status } from '@millrace/contract'
import { sql as raw } from 'kysely'
import type { Caller, Identity } from './contexts/identity/index.ts'
import type { LinkState, UpstreamState } from './contexts/storage/index.ts'
import type { Clock } from './foundation/clock.ts'
import { readQueues } from './foundation/jobs.ts'
import { waitingAudit } from './foundation/outbox.ts'
import type { Sql } from './foundation/sql.ts'

interface Facts {
  identity: Pick<Identity, 'demandGoverning'>
  sql: Sql
  clock: Clock
  home: string
  version: string
  status(): Promise<Status>
  /** What was stored and is not what it was when it came. */
  rot(): Promise<readonly { location: string }[]>
  /** The S3 endpoint of the blobs; undefined where they are files. */
  upstream(): Promise<UpstreamState | undefined>
  /** Buckets that stand for ones of other endpoints. */
  links(): Promise<readonly Pick<LinkState, 'name' | 'state'>[]>
}

type Check = Health['checks'][number]

const DISK_BYTES_LOW = 2 * 2 ** 30
const DATABASE_MILLISECONDS_SLOW = 100
const AUDIT_SECONDS_LATE = 60
const JOBS_SECONDS_LATE = 60

/** Answers the inside of the platform, to people of the account that governs it. */
export function healthOf(facts: Facts): (caller: Caller) => Promise<Health> {
  const startedAt = facts.clock()
  return (caller) => readHealth({ ...facts, startedAt }, caller)
}

async function readHealth(facts: Facts & { startedAt: Date }, caller: Caller): Promise<Health> {
  const { identity, sql, clock } = facts
  await identity.demandGoverning(caller, { action: 'millrace:ReadHealth', resource: '*' })
  const now = clock()
  const queues = await readQueues(sql)
  const disk = await diskOf(facts.home)
  const status = await facts.status()
  const checks = [
    await databaseCheck(sql),
    diskCheck(disk),
    isolationCheck(status),
    engineCheck(status),
    await auditCheck(sql, now),
    rotCheck(await facts.rot()),
    ...objectsCheck(await facts.upstream()),
    ...linksCheck(await facts.links()),
    ...queuesCheck(queues, now),
  ]
  return {
    checkedAt: now.toISOString(),
    startedAt: facts.startedAt.toISOString(),
    versions: { platform: facts.version, node: process.versions.node, ...(await postgres(sql)) },
    components: status.components,
    checks,
    queues: queues.map(({ oldestAt, ...queue }) => ({
      ...queue,
      ...(oldestAt && { oldestAt: oldestAt.toISOString() }),
    })),
    disk,
  }
}

async function postgres(sql: Sql): Promise<{ postgresql: string }> {
  const { rows } = await raw<{ version: string }>`SELECT current_setting('server_version')
    AS version`.execute(sql)
  return { postgresql: rows[0]?.version ?? 'unknown' }
}

async function databaseCheck(sql: Sql): Promise<Check> {
  const before = performance.now()
  await raw`SELECT 1`.execute(sql)
  const took = performance.now() - before
  const state = took > DATABASE_MILLISECONDS_SLOW ? 'warning' : 'ok'
  return { name: 'Database', state, detail: `answers in ${took.toFixed(1)} ms` }
}

async function diskOf(home: string): Promise<{ usedBytes: number; freeBytes: number }> {
  const { bsize, blocks, bfree, bavail } = await statfs(home)
  return { usedBytes: (blocks - bfree) * bsize, freeBytes: bavail * bsize }
}

function diskCheck({ freeBytes }: { freeBytes: number }): Check {
  const detail = `${(freeBytes / 2 ** 30).toFixed(1)} GiB free where the platform keeps its state`
  return { name: 'Disk', state: freeBytes < DISK_BYTES_LOW ? 'failed' : 'ok', detail }
}

function isolationCheck({ isolation }: Status): Check {
  const name = 'Isolation'
  if (isolation === 'full') return { name, state: 'ok', detail: 'each driver runs in its own box' }
  const detail = 'this host allows no boxes: nobody else’s code may run here'
  return { name, state: 'warning', detail, fix: './millrace doctor' }
}

function engineCheck({ engine: { state, detail } }: Status): Check {
  const name = 'Spark engine'
  if (state === 'failed') return { name, state, detail, fix: 'npm start' }
  return { name, state: state === 'ready' ? 'ok' : 'warning', detail: detail || state }
}

function rotCheck(rot: readonly { location: string }[]): Check {
  const name = 'Stored bytes'
  const [first] = rot
  if (!first) return { name, state: 'ok', detail: 'nothing that was read again has changed' }
  const detail = `${rot.length} objects are not what they were: ${first.location} and others`
  return { name, state: 'failed', detail }
}

function objectsCheck(upstream: UpstreamState | undefined): Check[] {
  if (!upstream) return []
  const { location, detail, ...told } = upstream
  return [{ name: 'Objects', ...told, detail: `${location}: ${detail}` }]
}

/** One line for all that are well, and one for each that is not. */
function linksCheck(links: readonly Pick<LinkState, 'name' | 'state'>[]): Check[] {
  if (links.length === 0) return []
  const failed = links.filter(({ state }) => state.state === 'failed')
  if (failed.length === 0)
    return [{ name: 'Linked buckets', state: 'ok', detail: `${links.length} answer` }]
  return failed.map(({ name, state: { location, detail, ...told } }) => ({
    ...{ name: `Linked bucket ${name}`, ...told },
    detail: `${location}: ${detail}`,
  }))
}

async function auditCheck(sql: Sql, now: Date): Promise<Check> {
  const { count, oldestAt } = await waitingAudit(sql)
  const late = oldestAt ? (now.getTime() - oldestAt.getTime()) / 1000 : 0
  const state = late > AUDIT_SECONDS_LATE ? 'warning' : 'ok'
  const detail =
    count === 0 ? 'every record is chained' : `${count} to be chained, for ${late.toFixed(0)} s`
  return { name: 'Audit chain', state, detail }
}

/** One line for all that is well, and one for each queue that is not. */
function queuesCheck(queues: Awaited<ReturnType<typeof readQueues>>, now: Date): Check[] {
  const bad = queues.flatMap(({ name, failed, waiting, oldestAt }): Check[] => {
    const late = oldestAt ? (now.getTime() - oldestAt.getTime()) / 1000 : 0
    if (failed > 0) return [{ name: `Jobs ${name}`, state: 'failed', detail: `${failed} given up` }]
    if (late <= JOBS_SECONDS_LATE) return []
    const detail = `${waiting} wait, the oldest for ${late.toFixed(0)} s`
    return [{ name: `Jobs ${name}`, state: 'warning', detail }]
  })
  if (bad.length > 0) return bad
  return [{ name: 'Jobs', state: 'ok', detail: 'nothing waits long, nothing was given up' }]
}
