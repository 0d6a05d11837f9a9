import { sql as raw } from 'kysely'
import { reading, type Sql } from '../../../foundation/sql.ts'
import { type Change, KINDS, type Kind } from '../model/world.ts'
import { readers } from './read.ts'
import './tables.ts'

/** What the database says at one version; accounts are identity's. */
export interface Loaded {
  version: number
  /** All rows, or the changes since the version that was asked for. */
  of: 'all' | 'since'
  changes: readonly Change[]
}

/**
 * What has changed since `known`; every row where that is not told, or where the log of changes
 * does not go back so far.
 */
export function loadChanges(sql: Sql, known?: number): Promise<Loaded> {
  return reading(sql, (tx) => read(tx, known))
}

async function read(sql: Sql, known: number | undefined): Promise<Loaded> {
  const { version } = await sql
    .selectFrom('governance.version')
    .select('version')
    .executeTakeFirstOrThrow()
  const changed = known === undefined ? undefined : await changedSince(sql, { known, version })
  const kinds = KINDS.filter((kind) => !changed || changed.has(kind))
  const changes: Change[] = []
  for (const kind of kinds) changes.push(...(await changesOf(sql, kind, changed?.get(kind))))
  return { version, of: changed ? 'since' : 'all', changes }
}

/** Keys of the rows that changed, by kind; undefined where any version between is not logged. */
async function changedSince(
  sql: Sql,
  { known, version }: { known: number; version: number },
): Promise<ReadonlyMap<Kind, ReadonlySet<string>> | undefined> {
  const logged = await sql
    .selectFrom('governance.changes')
    .select('changed')
    .where('version', '>', known)
    .where('version', '<=', version)
    .execute()
  if (logged.length !== version - known) return undefined
  const keys = new Map<Kind, Set<string>>()
  for (const [kind, key] of logged.flatMap(({ changed }) => changed)) {
    const ofKind = keys.get(kind) ?? new Set()
    keys.set(kind, ofKind.add(key))
  }
  return keys
}

/** All rows of a kind, or those of `keys` as they are now: put, or gone. */
async function changesOf(
  sql: Sql,
  kind: Kind,
  keys: ReadonlySet<string> | undefined,
): Promise<Change[]> {
  const rows = new Map<string, unknown>(await readers[kind](sql, keys && [...keys]))
  return [...(keys ?? rows.keys())].map((key) => ({ of: kind, key, row: rows.get(key) }) as Change)
}

/** So many versions are logged; a server that is further behind reads everything. */
const LOGGED_VERSIONS = 10_000

export async function sweepLog(sql: Sql): Promise<void> {
  await raw`
    DELETE FROM governance.changes
    WHERE version <= (SELECT version - ${LOGGED_VERSIONS}::bigint FROM governance.version)
  `.execute(sql)
}
