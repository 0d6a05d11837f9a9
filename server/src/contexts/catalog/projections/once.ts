import { DomainError } from '../../../foundation/errors.ts'
import { findState, setRefused } from '../store/projections.ts'
import { build } from './build.ts'
import type { ProjectionWorkings } from './deps.ts'
import type { Wanted } from './wanted.ts'

/** Builds a state unless this process is at it already; all who ask wait for the same work. */
export type Once = (wanted: Wanted) => Promise<void>

export function createOnce(deps: ProjectionWorkings): Once {
  const running = new Map<string, Promise<void>>()
  return (wanted) => {
    const known = running.get(wanted.stateKey)
    if (known) return known
    const work = buildOrRefuse(deps, wanted).finally(() => running.delete(wanted.stateKey))
    running.set(wanted.stateKey, work)
    return work
  }
}

async function buildOrRefuse(deps: ProjectionWorkings, wanted: Wanted): Promise<void> {
  if (await findState(deps.sql, wanted.id, wanted.stateKey)) return
  try {
    await build(deps, wanted)
  } catch (error) {
    // The reason may name hidden columns and show hidden values: it goes into the log alone.
    deps.log.warn({ projection: wanted.id, reason: String(error) }, 'projection not made')
    if (error instanceof DomainError)
      await setRefused(deps.sql, wanted.id, { state: wanted.stateKey, at: deps.clock() })
    throw error
  }
}
