import { randomBytes } from 'node:crypto'
import { notSupported } from '../errors.ts'
import { useSnapshots } from '../store/projection-history.ts'
import { findStates, insertState } from '../store/projections.ts'
import type { ProjectionWorkings } from './deps.ts'
import { derivedMetadata, type MadeMoment } from './model/derive.ts'
import { latestWhole, newestFirst } from './model/history.ts'
import type { Wanted } from './wanted.ts'

/**
 * Writes the metadata of the snapshots that are there, as far back as none is missing; of two
 * writers the first one's counts.
 */
export async function writeState(deps: ProjectionWorkings, wanted: Wanted): Promise<void> {
  const { id, location, plan, keys, metadata: base } = wanted
  const history = await madeHistory(deps, wanted)
  if (history.length === 0 && wanted.history.length > 0)
    throw notSupported({ what: 'a snapshot that cannot be projected' })
  const key = keys.state(history)
  const known = await findStates(deps.sql, id, keys.current)
  if (known.some((state) => state.key === key && state.supersededAt === null)) return
  const derived = derivedMetadata({ key: deps.projectionKey, id, location, plan, base, history })
  const metadataLocation = `${location}/00000-${randomBytes(20).toString('hex')}.metadata.json`
  await deps.files.write(metadataLocation, derived)
  const state = {
    projectionId: id,
    key,
    currentKey: keys.current,
    moments: history.length,
    metadataLocation,
    snapshotKeys: newestFirst(history).map(keys.snapshot),
    builtAt: deps.clock(),
  }
  if (!(await insertState(deps.sql, state))) await deps.storage.remove([metadataLocation])
}

async function madeHistory(
  deps: ProjectionWorkings,
  { id, keys, history }: Wanted,
): Promise<readonly MadeMoment[]> {
  const names = new Map(newestFirst(history).map((one) => [one, keys.snapshot(one)]))
  const rows = await useSnapshots(deps.sql, id, [...names.values()], deps.clock())
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const rowOf = ({ snapshot }: { snapshot: (typeof history)[number]['snapshot'] }) =>
    byKey.get(names.get(snapshot) ?? '')
  return latestWhole(history, (moment) => rowOf(moment)?.manifestList != null).map((moment) => {
    const row = rowOf(moment)
    const manifestList = row?.manifestList ?? ''
    return {
      ...moment,
      manifestList,
      totals: row?.totals ?? { records: 0, files: 0, sizeBytes: 0 },
    }
  })
}
