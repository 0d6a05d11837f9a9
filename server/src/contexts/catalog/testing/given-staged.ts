import { type Snapshot, STAGING_PREFIX, type TableUpdate } from '../index.ts'
import { delays, flights, type GivenCatalog, givenCatalog, givenFlights } from './given-catalog.ts'

export const branch = `${STAGING_PREFIX}pipeline-run`

/** Flights with one row, and one more that a writer has staged: as Spark does by its settings. */
export async function givenStaged(change?: Parameters<typeof givenCatalog>[0]) {
  const given = await givenCatalog(change)
  await givenFlights(given)
  const append = (value: number) => appended(given, value)
  const commit = (...updates: TableUpdate[]) =>
    given.catalog.commitTable(given.ana, { ...flights, requirements: [], updates })
  const first = await append(1)
  const head = await append(2)
  const { metadata: whole } = await given.catalog.loadTable(given.ana, flights)
  const made = whole.snapshots.find((one) => one['snapshot-id'] === head) as Snapshot
  const snapshot = { ...made, 'sequence-number': whole['last-sequence-number'] + 1 }
  // As if it had never been on main.
  await commit(pointed('main', first), { action: 'remove-snapshots', 'snapshot-ids': [head] })
  await commit({ action: 'add-snapshot', snapshot }, pointed(branch, head))
  const values = async () => {
    await using scan = await given.catalog.scan(given.ana, flights)
    const rows = (await given.rows('SELECT delay FROM $table ORDER BY 1', scan)) as object[]
    return rows.map((row) => Number(Object.values(row)[0]))
  }
  const metadata = async () => (await given.catalog.loadTable(given.ana, flights)).metadata
  const publish = () => given.catalog.publishStaged(given.ana, { ...flights, branch })
  return { ...given, append, commit, values, metadata, publish, first, head }
}

async function appended(given: GivenCatalog, value: number): Promise<bigint> {
  const files = [await given.written(delays('2013-01-01', 'UA', [value]))]
  const { snapshotId } = await given.catalog.append(given.ana, {
    ...{ ...flights, files, commitKey: `value ${value}` },
  })
  return snapshotId
}

export function pointed(name: string, id: bigint): TableUpdate {
  return { action: 'set-snapshot-ref', 'ref-name': name, type: 'branch', 'snapshot-id': id }
}
