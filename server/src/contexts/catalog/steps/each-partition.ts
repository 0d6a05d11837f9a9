import { DomainError } from '../../../foundation/errors.ts'
import type { PartitionFailure } from '../model/partition.ts'

interface Sorted<Entry> {
  fit: Entry[]
  failures: PartitionFailure[]
}

/** Which entries pass `check`, and how the others failed; a second of the same values is one. */
export async function sorted<Entry>(
  entries: readonly Entry[],
  valuesOf: (entry: Entry) => readonly string[],
  { check, twice }: Checks<Entry>,
): Promise<Sorted<Entry>> {
  const seen = new Set<string>()
  const fit: Entry[] = []
  const failures: PartitionFailure[] = []
  for (const entry of entries) {
    const values = valuesOf(entry)
    const key = JSON.stringify(values)
    try {
      await check(entry)
      if (seen.has(key)) throw twice(values)
      seen.add(key)
      fit.push(entry)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      failures.push({ values, error })
    }
  }
  return { fit, failures }
}

interface Checks<Entry> {
  check(entry: Entry): Promise<void> | void
  twice(values: readonly string[]): DomainError
}

/** Of `wanted` those that are not among `done`. */
export function missing(
  wanted: readonly (readonly string[])[],
  done: readonly (readonly string[])[],
  error: (values: readonly string[]) => DomainError,
): PartitionFailure[] {
  const there = new Set(done.map((values) => JSON.stringify(values)))
  return wanted
    .filter((values) => !there.has(JSON.stringify(values)))
    .map((values) => ({ values, error: error(values) }))
}
