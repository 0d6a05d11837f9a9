import { type Duckdb, quoteName } from '../../../foundation/duckdb.ts'
import type { Scan } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import type { TrialsDeps } from '../deps.ts'
import type { Inputs } from '../model/metric.ts'
import type { Trial } from '../model/trial.ts'

/** One delivery that came again: the rows before and after, each in the state that had them. */
export interface Revision extends AsyncDisposable {
  slice: string
  old: Scan
  next: Scan
  oldVintage: number
  nextVintage: number
}

/** The newest count; each needs two states of the table. */
const REVISIONS_MAX = 40

interface Pair {
  slice: string
  old: { id: number; snapshotId: string }
  next: { id: number; snapshotId: string }
}

/** Vintages of one delivery that were in the table one after the other. */
export function revisedPairs(deliveries: readonly DeliveryRecord[]): Pair[] {
  const pairs = deliveries.flatMap(({ slice, vintages }): Pair[] => {
    const loaded = vintages.flatMap(({ id, snapshotId, rowsLoaded }) =>
      snapshotId === null || rowsLoaded === null ? [] : [{ id, snapshotId }],
    )
    return loaded.slice(1).flatMap((next, index) => {
      const old = loaded[index]
      return old ? [{ slice, old, next }] : []
    })
  })
  return pairs.slice(-REVISIONS_MAX)
}

export async function openRevisions(
  { catalog }: TrialsDeps,
  caller: Caller,
  of: { trial: Trial; ledger: { feed: Feed | undefined; deliveries: readonly DeliveryRecord[] } },
): Promise<Revision[]> {
  const { dataset } = of.trial.charter
  const revisions: Revision[] = []
  for (const { slice, old, next } of revisedPairs(of.ledger.deliveries)) {
    const at = (snapshotId: string) =>
      catalog.scan(caller, { ...dataset, at: { snapshotId: BigInt(snapshotId) } })
    const [before, after] = [await at(old.snapshotId), await at(next.snapshotId)]
    revisions.push({
      ...{ slice, old: before, next: after, oldVintage: old.id, nextVintage: next.id },
      [Symbol.asyncDispose]: async () => {
        await after[Symbol.asyncDispose]()
        await before[Symbol.asyncDispose]()
      },
    })
  }
  return revisions
}

/** Counts, by delivery and column, values that are in both vintages and those that differ. */
export async function fillRevisions(
  db: Duckdb,
  { charter, feed, columns, missing }: Pick<Inputs, 'charter' | 'feed' | 'columns' | 'missing'>,
  revisions: readonly Revision[],
): Promise<void> {
  await db.run(
    'CREATE TABLE revisions (slice VARCHAR, "column" VARCHAR, cells DOUBLE, changed DOUBLE)',
  )
  if (missing.has('key') || missing.has('revisions')) return
  const key = charter.columns.key ?? feed?.definition.key ?? []
  const values = columns.map(({ name }) => name).filter((name) => !key.includes(name))
  if (values.length === 0) return
  const on = key.map((name) => `o.${quoteName(name)} IS NOT DISTINCT FROM n.${quoteName(name)}`)
  const counts = values.map(
    (name, index) =>
      `count(*) FILTER (o.${quoteName(name)} IS DISTINCT FROM n.${quoteName(name)})::DOUBLE
       AS c${index}`,
  )
  for (const revision of revisions) {
    const { slice, old, next, oldVintage, nextVintage } = revision
    const [row] = await db.rows(
      `SELECT count(*)::DOUBLE AS cells, ${counts.join(', ')}
       FROM ${rowsOfVintage(old, oldVintage)} o JOIN ${rowsOfVintage(next, nextVintage)} n
       ON ${on.join(' AND ')}`,
    )
    for (const [index, name] of values.entries())
      await db.run('INSERT INTO revisions VALUES ($1, $2, $3, $4)', [
        ...[slice, name, Number(row?.cells ?? 0), Number(row?.[`c${index}`] ?? 0)],
      ])
  }
}

/** Rows of one vintage in a state of the table. */
function rowsOfVintage({ relation }: Scan, vintage: number): string {
  return `(SELECT * FROM ${relation} WHERE ${quoteName('_vintage')} = ${vintage})`
}
