import { lasting } from '../../../foundation/errors.ts'
import { createTurns } from '../steps/turns.ts'
import { setRefused } from '../store/projections.ts'
import { buildCurrent, buildHistory } from './build.ts'
import type { ProjectionWorkings } from './deps.ts'
import type { Wanted } from './wanted.ts'

/** Builds unless this process is at it already; all who ask wait for the same work. */
export interface Once {
  current(wanted: Wanted): Promise<void>
  /** The past of what is current; of one projection at a time. */
  history(wanted: Wanted): Promise<void>
}

export function createOnce(deps: ProjectionWorkings): Once {
  const running = new Map<string, Promise<void>>()
  const turns = createTurns()
  const shared = (key: string, work: () => Promise<void>) => {
    const known = running.get(key)
    if (known) return known
    const mine = work().finally(() => running.delete(key))
    running.set(key, mine)
    return mine
  }
  return {
    current: (wanted) => shared(wanted.keys.current, () => buildOrRefuse(deps, wanted)),
    history: (wanted) =>
      shared(`past of ${wanted.keys.current}`, () =>
        turns(wanted.id, () => buildHistory(deps, wanted)),
      ),
  }
}

async function buildOrRefuse(deps: ProjectionWorkings, wanted: Wanted): Promise<void> {
  try {
    await buildCurrent(deps, wanted)
  } catch (error) {
    // The reason may name hidden columns and show hidden values: it goes into the log alone.
    deps.log.warn({ projection: wanted.id, err: error }, 'projection not made')
    if (lasting(error))
      await setRefused(deps.sql, wanted.id, { state: wanted.keys.current, at: deps.clock() })
    throw error
  }
}
