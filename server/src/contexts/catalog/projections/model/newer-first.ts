import type { Value } from '../../model/transform.ts'
import type { Group } from './plan.ts'

/**
 * Orders the files of a projection as they are made: by the commit that brought them, then by their
 * partition, the latest first. So who reads what is there so far finds the latest in it.
 */
export function newerFirst(one: Made, other: Made): number {
  if (one.commit !== other.commit) return other.commit - one.commit
  const [mine, theirs] = [partitionOf(one.group), partitionOf(other.group)]
  for (const [place, cell] of mine.entries()) {
    const order = compare(theirs[place] ?? null, cell)
    if (order !== 0) return order
  }
  return 0
}

interface Made {
  group: Group
  commit: number
}

function partitionOf({ spec, entries }: Group): readonly (Value | null)[] {
  const partition = entries[0]?.file.partition
  return spec.fields.map((field) => partition?.get(field['field-id']) ?? null)
}

/** Cells of one field; what has no value is the oldest. */
function compare(one: Value | null, other: Value | null): number {
  if (one === null || other === null) return Number(other === null) - Number(one === null)
  if (Buffer.isBuffer(one) && Buffer.isBuffer(other)) return Buffer.compare(one, other)
  return one < other ? -1 : Number(one > other)
}
