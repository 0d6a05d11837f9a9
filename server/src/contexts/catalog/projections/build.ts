import { lasting } from '../../../foundation/errors.ts'
import type { Snapshot } from '../model/metadata.ts'
import { insertSnapshot, useSnapshots } from '../store/projection-history.ts'
import { setProgress } from '../store/projections.ts'
import type { ProjectionWorkings } from './deps.ts'
import type { Making } from './make-files.ts'
import { newestFirst } from './model/history.ts'
import { totalsOf } from './model/summary.ts'
import { createReadBase, type ReadBase } from './read-base.ts'
import { newestOf, type Wanted } from './wanted.ts'
import { makeSnapshot } from './write-snapshot.ts'
import { writeState } from './write-state.ts'

const PROGRESS_EVERY_MS = 500
/** So often a history that is being made is shown to readers as far as it goes. */
const SHOWN_EVERY_MS = 30_000

/** Makes the newest snapshot, and with it what is there of the past already. */
export async function buildCurrent(deps: ProjectionWorkings, wanted: Wanted): Promise<void> {
  const newest = newestOf(wanted)
  if (newest && (await missing(deps, wanted, [newest])).length > 0) {
    const readBase = createReadBase(deps, wanted.metadata)
    const progress = progressOf(deps, wanted)
    await makeSnapshot(deps, wanted, newest, { slots: deps.slots, progress, readBase })
  }
  await writeState(deps, wanted)
}

/**
 * Makes the past, the newest first: each state that is written on the way is right for all instants
 * that it covers. A snapshot that cannot be made ends it.
 */
export async function buildHistory(deps: ProjectionWorkings, wanted: Wanted): Promise<void> {
  const [, ...older] = newestFirst(wanted.history)
  const readBase = createReadBase(deps, wanted.metadata)
  const making = { slots: deps.historySlots, readBase }
  let shownAt = Date.now()
  for (const snapshot of await missing(deps, wanted, older)) {
    if (!(await madeIfPossible(deps, wanted, snapshot, making))) break
    if (Date.now() - shownAt < SHOWN_EVERY_MS) continue
    await writeState(deps, wanted)
    shownAt = Date.now()
  }
  await writeState(deps, wanted)
}

/** Of `snapshots`, those to be made; none that lies behind one that cannot be. */
async function missing(
  deps: ProjectionWorkings,
  { id, keys }: Wanted,
  snapshots: readonly Snapshot[],
): Promise<Snapshot[]> {
  const named = snapshots.map((snapshot) => ({ snapshot, key: keys.snapshot(snapshot) }))
  const asked = named.map(({ key }) => key)
  const known = await useSnapshots(deps.sql, id, asked, deps.clock())
  const rows = new Map(known.map((row) => [row.key, row]))
  const end = named.findIndex(({ key }) => rows.get(key)?.manifestList === null)
  const possible = end === -1 ? named : named.slice(0, end)
  return possible.filter(({ key }) => !rows.has(key)).map(({ snapshot }) => snapshot)
}

async function madeIfPossible(
  deps: ProjectionWorkings,
  wanted: Wanted,
  snapshot: Snapshot,
  making: Making & { readBase: ReadBase },
): Promise<boolean> {
  try {
    await makeSnapshot(deps, wanted, snapshot, making)
    return true
  } catch (error) {
    if (!lasting(error)) throw error
    const { id, keys } = wanted
    deps.log.warn({ projection: id, reason: error.message }, 'the history of a projection ends')
    const row = { projectionId: id, key: keys.snapshot(snapshot), totals: totalsOf([]) }
    const never = { ...row, manifestList: null, manifestKeys: [], usedAt: deps.clock() }
    await insertSnapshot(deps.sql, never)
    return false
  }
}

function progressOf(deps: ProjectionWorkings, { id }: Wanted) {
  let saidAt = 0
  return async (done: number, of: number) => {
    const now = Date.now()
    if (now - saidAt < PROGRESS_EVERY_MS) return
    saidAt = now
    await setProgress(deps.sql, id, done / of)
  }
}
