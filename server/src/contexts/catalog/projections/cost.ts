import { DomainError } from '../../../foundation/errors.ts'
import { findSpeed } from '../store/projection-speeds.ts'
import { findFiles } from '../store/projections.ts'
import { type Base, bestState, wantedOf } from './current.ts'
import type { ProjectionWorkings } from './deps.ts'
import { type Part, partsOf } from './make-files.ts'
import { expectedSeconds, keptBytes, type Work } from './model/cost.ts'
import { type Policy, WRITER } from './model/policy.ts'
import { sourcesOf } from './open-base.ts'
import type { ProjectionCost } from './port.ts'
import { createReadBase } from './read-base.ts'
import { newestOf, type Wanted } from './wanted.ts'

/** Undefined where it is there already, nothing is to be made, or it cannot be made. */
export async function costOf(
  deps: ProjectionWorkings,
  base: Base,
  policy: Policy,
): Promise<ProjectionCost | undefined> {
  try {
    const wanted = wantedOf(deps, base, policy)
    if (await bestState(deps, wanted)) return undefined
    const missing = await missingOf(deps, wanted)
    if (missing.length === 0) return undefined
    const work = missing.map(({ work: { plan, parts } }) => workOf(plan, parts)).reduce(sumOf)
    const filtered = policy.rowFilter !== undefined
    return { ...work, filtered, seconds: await secondsFor(deps, work) }
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}

/** Files that were made before, maybe for an earlier snapshot, are not made again. */
async function missingOf(deps: ProjectionWorkings, wanted: Wanted): Promise<Part[]> {
  const newest = newestOf(wanted)
  if (!newest) return []
  const parts = await partsOf(wanted, newest, createReadBase(deps, wanted.metadata))
  const keys = parts.map(({ key }) => key)
  const there = new Set((await findFiles(deps.sql, wanted.id, keys)).map(({ key }) => key))
  return parts.filter(({ key }) => !there.has(key))
}

export function workOf(plan: Wanted['plan'], parts: Part['work']['parts']): Work {
  const read = sourcesOf(parts).map(({ sizeBytes }) => sizeBytes)
  const kept = parts.map(({ file }) => keptBytes(plan, file))
  return { files: 1, readBytes: total(read), storeBytes: total(kept) }
}

async function secondsFor(deps: ProjectionWorkings, work: Work): Promise<number> {
  const speed = await findSpeed(deps.sql, WRITER)
  const slowness = speed ? speed.madeSeconds / speed.expectedSeconds : 1
  return (expectedSeconds(work) * slowness) / Math.min(deps.workers, work.files)
}

function sumOf(one: Work, other: Work): Work {
  return {
    files: one.files + other.files,
    readBytes: one.readBytes + other.readBytes,
    storeBytes: one.storeBytes + other.storeBytes,
  }
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}
