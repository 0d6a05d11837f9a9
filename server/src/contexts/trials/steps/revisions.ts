import { DomainError } from '../../../foundation/errors.ts'
import type { Scan } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { DeliveryRecord } from '../../ingestion/index.ts'
import type { TrialsDeps } from '../deps.ts'
import type { Charter } from '../model/charter.ts'
import type { Revision } from '../relations/relation.ts'

/** The newest count; each needs two states of the table. */
const REVISIONS_MAX = 40

interface Pair {
  slice: string
  old: { id: number; snapshotId: string }
  next: { id: number; snapshotId: string }
  first: boolean
}

/** Vintages of one delivery that were in the table one after the other. */
export function revisedPairs(deliveries: readonly DeliveryRecord[]): Pair[] {
  const pairs = deliveries.flatMap(({ slice, vintages }): Pair[] => {
    const loaded = vintages.flatMap(({ id, snapshotId, rowsLoaded }) =>
      snapshotId === null || rowsLoaded === null ? [] : [{ id, snapshotId }],
    )
    return loaded.slice(1).flatMap((next, index) => {
      const old = loaded[index]
      return old ? [{ slice, old, next, first: index === 0 }] : []
    })
  })
  return pairs.slice(-REVISIONS_MAX)
}

/** A state that is kept no more, or closed to the role, is one that nobody can compare with. */
const OUT_OF_SIGHT: readonly string[] = ['denied', 'not-found', 'unavailable', 'not-implemented']

export async function openRevisions(
  { catalog }: TrialsDeps,
  caller: Caller,
  of: { charter: Pick<Charter, 'dataset'>; deliveries: readonly DeliveryRecord[] },
): Promise<Revision[]> {
  const { dataset } = of.charter
  const revisions: Revision[] = []
  const at = async (snapshotId: string): Promise<Scan | undefined> => {
    try {
      return await catalog.scan(caller, { ...dataset, at: { snapshotId: BigInt(snapshotId) } })
    } catch (error) {
      if (error instanceof DomainError && OUT_OF_SIGHT.includes(error.kind)) return undefined
      throw error
    }
  }
  for (const { slice, old, next, first } of revisedPairs(of.deliveries)) {
    const before = await at(old.snapshotId)
    if (!before) continue
    const after = await at(next.snapshotId)
    if (!after) {
      await before[Symbol.asyncDispose]()
      continue
    }
    revisions.push({
      ...{ slice, old: before, next: after, oldVintage: old.id, nextVintage: next.id, first },
      [Symbol.asyncDispose]: async () => {
        await after[Symbol.asyncDispose]()
        await before[Symbol.asyncDispose]()
      },
    })
  }
  return revisions
}
