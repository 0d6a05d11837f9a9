import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError, lasting } from '../../../foundation/errors.ts'
import { addJob } from '../../../foundation/jobs.ts'
import { transaction } from '../../../foundation/sql.ts'
import { projectionRefused } from '../errors.ts'
import { currentSnapshot, type TableMetadata } from '../model/metadata.ts'
import type { Table } from '../model/table.ts'
import {
  askForProjection,
  type FoundState,
  findProjection,
  findStates,
  makeCurrent,
  type ProjectionRow,
} from '../store/projections.ts'
import type { ProjectionWorkings } from './deps.ts'
import { historyOf } from './model/history.ts'
import { keysOf } from './model/keys.ts'
import { planProjection } from './model/plan.ts'
import { keyedName, type Policy, projectionId } from './model/policy.ts'
import type { Once } from './once.ts'
import type { Projection, ProjectionNotReady } from './port.ts'
import type { SoFar } from './so-far.ts'
import type { Wanted } from './wanted.ts'

export const BUILD_JOB = 'catalog.build-projection'
export const ATTEMPTS_MAX = 5
const WAIT_SECONDS_MAX = 4
const SMALL_BYTES_MAX = 64 << 20
const ASKED_AGAIN_MS = 3_600_000
/** So long the answer to a projection that cannot be made is not tried again. */
const REFUSED_MS = 60_000
/** No account has this id, so no IAM policy opens what it owns. */
const NOBODY = '000000000000'

export interface Base {
  table: Table
  metadata: TableMetadata
}

interface Asked extends Base {
  wanted: Wanted
  policy: Policy
}

/** @throws catalog.projection-refused */
export async function current(
  deps: ProjectionWorkings,
  base: Base,
  policy: Policy,
  once: Once,
): Promise<Projection | ProjectionNotReady> {
  const asked = { ...base, policy, wanted: possible(deps, base, policy) }
  const state = await bestState(deps, asked.wanted)
  const shorter = state !== undefined && shortened(asked, state)
  if (shorter) await remakePast(deps, asked, once)
  const found = await answer(deps, asked, shorter ? await bestState(deps, asked.wanted) : state)
  if (found) return found
  const known = await ask(deps, asked)
  demandPossible(deps, asked, known)
  if (known.progress === 1 || small(base.metadata)) await wait(deps, made(once, asked))
  const built = await answer(deps, asked, await bestState(deps, asked.wanted))
  if (built) return built
  const after = await findProjection(deps.sql, asked.wanted.id)
  demandPossible(deps, asked, after)
  return { progress: Math.min(0.99, after?.progress ?? 0) }
}

/**
 * The projection, or what of it is there already; asking for it orders the rest.
 *
 * @throws catalog.projection-refused
 */
export async function currentOrSoFar(
  deps: ProjectionWorkings,
  base: Base,
  policy: Policy,
  soFar: SoFar,
): Promise<Projection> {
  const asked = { ...base, policy, wanted: possible(deps, base, policy) }
  const found = await answer(deps, asked, await bestState(deps, asked.wanted))
  if (found) return found
  demandPossible(deps, asked, await ask(deps, asked))
  try {
    return await soFar(asked.wanted)
  } catch (error) {
    if (!lasting(error)) throw error
    deps.log.warn({ projection: asked.wanted.id, err: error }, 'no part of a projection')
    throw refused(asked, error)
  }
}

/** Whoever waits for a small table finds its past as well. */
async function made(once: Once, { wanted, metadata }: Asked): Promise<void> {
  await once.current(wanted)
  if (small(metadata)) await once.history(wanted)
}

/** @throws catalog.not-supported */
export function wantedOf(
  { projectionKey: key }: Pick<ProjectionWorkings, 'projectionKey'>,
  { table, metadata }: Base,
  policy: Policy,
): Wanted {
  const plan = planProjection(metadata, policy)
  const id = projectionId(key, { id: table.id, uuid: metadata['table-uuid'] }, policy)
  const location = `s3://${bucketName(key)}/${id}`
  const keys = keysOf(key, { id, plan, metadata })
  return { id, location, metadata, plan, keys, history: historyOf(metadata) }
}

/** Nobody can guess the name and take it first. */
export function bucketName(key: Buffer): string {
  return `projections-${keyedName(key, 'bucket', []).slice(0, 24)}`
}

/** What is wrong with a policy or a file tells of what is hidden: readers learn only that. */
function possible(deps: ProjectionWorkings, base: Base, policy: Policy): Wanted {
  try {
    return wantedOf(deps, base, policy)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    deps.log.warn({ table: base.table.id, reason: error.message }, 'no projection possible')
    throw refused(base, error)
  }
}

function refused({ table }: Base, cause?: unknown): DomainError {
  return projectionRefused({ database: table.database, table: table.name }, { cause })
}

function demandPossible(
  deps: ProjectionWorkings,
  asked: Asked,
  known: ProjectionRow | undefined,
): void {
  if (known?.refusedState !== asked.wanted.keys.current || !known.refusedAt) return
  if (deps.clock().getTime() - known.refusedAt.getTime() < REFUSED_MS) throw refused(asked)
}

async function answer(
  deps: ProjectionWorkings,
  asked: Asked,
  state: FoundState | undefined,
): Promise<Projection | undefined> {
  const { id, location, history } = asked.wanted
  if (!state) return undefined
  const now = deps.clock()
  if (state.supersededAt) {
    const { key } = state
    await transaction(deps.sql, (tx) => makeCurrent(tx, { projectionId: id, key, at: now }))
  }
  if (now.getTime() - state.askedAt.getTime() > ASKED_AGAIN_MS) {
    await note(deps, asked)
    if (state.moments < history.length) await orderBuild(deps.sql, id)
  }
  const { metadataLocation } = state
  return { metadata: await deps.files.read(metadataLocation), metadataLocation, location }
}

/**
 * Where the base has given up its oldest snapshots, the longest state that is left may be one from
 * before its past was made.
 */
function shortened({ wanted }: Asked, { supersededAt, moments }: FoundState): boolean {
  return supersededAt !== null && moments < wanted.history.length
}

async function remakePast(deps: ProjectionWorkings, asked: Asked, once: Once): Promise<void> {
  const { wanted, metadata } = asked
  await orderBuild(deps.sql, wanted.id)
  if (small(metadata)) await wait(deps, once.history(wanted))
}

/** The one that goes back farthest, and to nothing that the base has given up. */
export async function bestState(
  { sql }: Pick<ProjectionWorkings, 'sql'>,
  { id, keys, history }: Wanted,
): Promise<FoundState | undefined> {
  const states = await findStates(sql, id, keys.current)
  return states.find(({ key, moments }) => {
    return moments <= history.length && key === keys.state(history.slice(history.length - moments))
  })
}

function note({ sql, clock }: ProjectionWorkings, { wanted, table, policy }: Asked) {
  const { id, location } = wanted
  return askForProjection(sql, { id, tableId: table.id, location, policy, askedAt: clock() })
}

/** The job makes it even if this server ends meanwhile. */
async function ask(deps: ProjectionWorkings, asked: Asked): Promise<ProjectionRow> {
  const { id, location } = asked.wanted
  await deps.storage.ensureBucket({ name: location.split('/')[2] as string, accountId: NOBODY })
  return transaction(deps.sql, async (tx) => {
    await note({ ...deps, sql: tx }, asked)
    await orderBuild(tx, id)
    return (await findProjection(tx, id)) as ProjectionRow
  })
}

export function orderBuild(sql: ProjectionWorkings['sql'], id: string): Promise<void> {
  const options = { key: `${BUILD_JOB}:${id}`, attemptsMax: ATTEMPTS_MAX }
  return addJob(sql, BUILD_JOB, { projectionId: id }, options)
}

function small(metadata: TableMetadata): boolean {
  const snapshot = currentSnapshot(metadata)
  return !snapshot || Number(snapshot.summary['total-files-size']) < SMALL_BYTES_MAX
}

/** How it ended is in the database; here it only matters that it ended soon. */
async function wait(deps: ProjectionWorkings, work: Promise<void>): Promise<void> {
  const enough = new AbortController()
  const time = sleep((deps.waitSecondsMax ?? WAIT_SECONDS_MAX) * 1000, undefined, {
    signal: enough.signal,
  })
  const ended = work.catch(() => {})
  await Promise.race([ended, time.catch(() => {})])
  enough.abort()
}
