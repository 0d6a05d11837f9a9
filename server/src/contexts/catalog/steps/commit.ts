import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { announce } from '../../../foundation/events.ts'
import { type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { commitConflict, noSuchTable } from '../errors.ts'
import { currentSnapshot, type Snapshot, type TableMetadata } from '../model/metadata.ts'
import { canonical } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { withPreviousFile } from '../model/updates.ts'
import type { Swap } from '../store/swaps.ts'
import { findTableById, keepVersion, swapMetadata } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import { record, useOf } from './record.ts'
import { registerTable } from './register.ts'

export interface State {
  table: Table
  metadata: TableMetadata
}

export interface Change {
  /** Answers the next metadata of what it is given; asked again when another commit was first. */
  make(state: State): Promise<TableMetadata>
  /** In the transaction of the swap; false gives the commit up for another try. */
  alongside?(tx: SqlTransaction, next: State): Promise<boolean>
  commitKey?: string
  /** Whoever waits for new rows need not hear of it. */
  sameRows?: boolean
  /** The committer wrote the next metadata file, and it lies here. */
  file?: string
  /** Read a moment ago: it needs no second look where nobody commits meanwhile. */
  opened?: Table
}

/** Some writer wins each race, so trying on is never vain; clients give up after a minute. */
const TRYING_SECONDS_MAX = 60
/** Losers wait by chance, so that two servers do not fall into step. */
const WAIT_MILLISECONDS_MAX = 20

/**
 * Carries a table from one metadata file to the next by one compare-and-swap. The file is durable
 * before the swap: a server that dies between any two steps leaves the old table or the new one.
 *
 * @throws catalog.commit-conflict, catalog.no-such-table
 */
export async function commit(
  deps: Workings,
  caller: Caller,
  tableId: string,
  change: Change,
): Promise<State> {
  const [state] = await commitAll(deps, caller, [{ tableId, change }])
  return state as State
}

interface Commit {
  tableId: string
  change: Change
}

/** Carries several tables on: all of them, or none. @throws as `commit` */
export function commitAll(
  deps: Workings,
  caller: Caller,
  commits: readonly Commit[],
): Promise<State[]> {
  // Whoever needs several takes them in the same order, so that nobody waits in a ring.
  const ordered = commits.toSorted((one, other) => (one.tableId < other.tableId ? -1 : 1))
  const ids = ordered.map(({ tableId }) => tableId)
  return untilFirst(deps, ids, (turn) => attemptCommit(deps, caller, { commits: ordered, turn }))
}

/** `fresh`: nobody of this process has committed since it was asked for. */
interface Turn {
  fresh: boolean
}

/** Tries until no other writer of these tables was first. @throws catalog.commit-conflict */
export function untilFirst<Result>(
  { turns }: Pick<Workings, 'turns'>,
  ids: readonly string[],
  attempt: (turn: Turn) => Promise<Result | undefined>,
): Promise<Result> {
  const turn = { fresh: true }
  const trying = async () => {
    const deadline = performance.now() + TRYING_SECONDS_MAX * 1000
    while (performance.now() < deadline) {
      const done = await attempt(turn)
      if (done !== undefined) return done
      turn.fresh = false
      await sleep(Math.random() * WAIT_MILLISECONDS_MAX)
    }
    throw commitConflict({ reason: 'other writers were first, again and again' })
  }
  const inTurn = (work: () => Promise<Result>, id: string) => () =>
    turns(id, ({ waited }) => {
      if (waited) turn.fresh = false
      return work()
    })
  return ids.reduceRight(inTurn, trying)()
}

/** What one table becomes; `next` is `before` where nothing changes. */
interface Step {
  before: State
  next: State
  change: Change
}

async function attemptCommit(
  deps: Workings,
  caller: Caller,
  { commits, turn }: { commits: readonly Commit[]; turn: Turn },
): Promise<State[] | undefined> {
  const steps: Step[] = []
  try {
    for (const one of commits) steps.push(await prepare(deps, one, turn))
  } catch (error) {
    await removeFiles(deps, steps)
    throw error
  }
  const swapped = await swap(deps, caller, steps)
  // Nothing names the files that lost. After an error their fate is unknown, so then they stay.
  if (!swapped) await removeFiles(deps, steps)
  return swapped ? steps.map(({ next }) => next) : undefined
}

async function prepare(deps: Workings, { tableId, change }: Commit, turn: Turn): Promise<Step> {
  const known = turn.fresh ? change.opened : undefined
  const table = known ?? (await findTableById(deps.sql, tableId))
  if (!table) throw noSuchTable({ database: '', table: tableId })
  const base = await deps.files.read(table.metadataLocation)
  const before = { table, metadata: base }
  const changed = await change.make(before)
  if (changed === base) return { before, next: before, change }
  const next = await nextState(deps, before, { changed, file: change.file })
  return { before, next, change }
}

/** What the committer wrote is theirs to remove. */
async function removeFiles({ storage }: Workings, steps: readonly Step[]): Promise<void> {
  const written = steps.filter((step) => changes(step) && step.change.file === undefined)
  if (written.length === 0) return
  await storage.remove(written.map(({ next }) => next.table.metadataLocation))
}

function changes({ before, next }: Step): boolean {
  return next !== before
}

async function nextState(
  { files, clock }: Workings,
  { table, metadata: base }: State,
  { changed, file }: { changed: TableMetadata; file: string | undefined },
): Promise<State> {
  const version = table.version + 1
  const { location } = changed
  const metadataLocation = file ?? metadataFileAt(location, version - 1)
  const next = { ...table, version, location, metadataLocation, updatedAt: clock() }
  if (file !== undefined) return { table: next, metadata: changed }
  const updatedAtMs = base['last-updated-ms']
  const metadata = withPreviousFile(changed, { location: table.metadataLocation, updatedAtMs })
  await files.write(metadataLocation, metadata)
  return { table: next, metadata }
}

/** A new name for the metadata file of so many commits. */
export function metadataFileAt(location: string, commits: number): string {
  return metadataFileIn(`${location}/metadata`, commits)
}

export function metadataFileIn(directory: string, commits: number): string {
  return `${directory}/${String(commits).padStart(5, '0')}-${randomUUID()}.metadata.json`
}

/** The rows first, for they are what other writers wait for; false where one was first. */
async function swap(deps: Workings, caller: Caller, steps: readonly Step[]): Promise<boolean> {
  const changed = steps.filter(changes)
  const [first] = steps
  if (changed.length === 0) return true
  if (first && steps.length === 1 && alone(first)) return deps.swaps(swapOf(deps, caller, first))
  const abandoned = Symbol('abandoned')
  try {
    await transaction(deps.sql, async (tx) => {
      for (const step of steps) if (!(await swapRow(tx, step))) throw abandoned
      for (const { next, change } of changed)
        if (change.alongside && !(await change.alongside(tx, next))) throw abandoned
      for (const { before, next } of changed)
        if (looksDifferent(before, next)) await registerTable(deps, tx, next.table, next.metadata)
      for (const step of changed) await tell(deps, caller, tx, step)
    })
    return true
  } catch (error) {
    if (error === abandoned) return false
    throw error
  }
}

/** Does nothing else have to be in the transaction of the swap? */
function alone({ before, next, change }: Step): boolean {
  return change.alongside === undefined && !looksDifferent(before, next)
}

function swapOf(deps: Workings, caller: Caller, step: Step): Swap {
  const { recorded, announcement } = toldOf(step)
  const records = deps.governance.recordsOfUse(caller, useOf(deps.region, recorded))
  return { before: step.before.table, next: step.next.table, records, announcement }
}

/** What a transaction does not change it has read, so that must not change either. */
function swapRow(tx: SqlTransaction, step: Step): Promise<boolean> {
  const { before, next } = step
  return changes(step) ? swapMetadata(tx, before.table, next.table) : keepVersion(tx, before.table)
}

/** Do governance and the search have to know? */
function looksDifferent(before: State, next: State): boolean {
  const shape = ({ metadata, table }: State) =>
    canonical([
      table.location,
      metadata.schemas.find((one) => one['schema-id'] === metadata['current-schema-id']),
      metadata['partition-specs'],
      metadata.properties.comment ?? '',
    ])
  return shape(before) !== shape(next)
}

async function tell(deps: Workings, caller: Caller, tx: SqlTransaction, step: Step): Promise<void> {
  const { recorded, announcement } = toldOf(step)
  await record(tx, deps, caller, recorded)
  if (announcement) await announce(tx, 'catalog.table-committed', announcement)
}

/** It may have been there before, on a branch. */
function wasCurrent(before: TableMetadata, { 'snapshot-id': id }: Snapshot): boolean {
  const log = before['snapshot-log']
  return (
    currentSnapshot(before)?.['snapshot-id'] === id || log.some((one) => one['snapshot-id'] === id)
  )
}

function toldOf({ before, next, change }: Step) {
  const { table, metadata } = next
  const snapshot = currentSnapshot(metadata)
  const fresh = !change.sameRows && snapshot && !wasCurrent(before.metadata, snapshot)
  const facts = fresh
    ? {
        snapshotId: snapshot['snapshot-id'].toString(),
        operation: snapshot.summary.operation,
        addedFiles: Number(snapshot.summary['added-data-files'] ?? 0),
        addedRecords: Number(snapshot.summary['added-records'] ?? 0),
      }
    : { addedFiles: 0, addedRecords: 0 }
  const detail = {
    ...facts,
    version: table.version,
    ...(change.commitKey === undefined ? {} : { commitKey: change.commitKey }),
  }
  const ref = { accountId: table.accountId, database: table.database, table: table.name }
  const ids = { accountId: table.accountId, databaseId: table.databaseId, tableId: table.id }
  return {
    recorded: { done: 'table-committed', ref, detail },
    announcement: propertiesAlone(before, next) ? undefined : { ...ids, ...detail },
  }
}

const NO_ONES_WORK: readonly (keyof TableMetadata)[] = [
  ...(['properties', 'last-updated-ms', 'metadata-log'] as const),
]

/** Nothing is made of such a commit: neither projections, profiles nor refreshes. */
function propertiesAlone({ metadata: before }: State, { metadata: next }: State): boolean {
  const names = Object.keys({ ...before, ...next }) as (keyof TableMetadata)[]
  return names.every((name) => next[name] === before[name] || NO_ONES_WORK.includes(name))
}
