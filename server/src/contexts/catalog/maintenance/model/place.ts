import type { TableFile } from '../../model/manifest.ts'
import {
  currentSchema,
  defaultSpec,
  type PartitionField,
  type PartitionSpec,
  type TableMetadata,
} from '../../model/metadata.ts'
import { fieldsById } from '../../model/schema.ts'
import {
  applyTransform,
  parseTransform,
  type Transform,
  type Value,
} from '../../model/transform.ts'

/** The partition that a file belongs to. */
export type Place = Pick<TableFile, 'specId' | 'partition'>

/**
 * Where a file of an earlier spec belongs under the present one, as far as its own partition says
 * it: days are in a month, and all in the whole. Undefined where only its rows would tell.
 */
export function presentPlace(metadata: TableMetadata, file: Place): Place | undefined {
  const spec = defaultSpec(metadata)
  const earlier = metadata['partition-specs'].find((one) => one['spec-id'] === file.specId)
  if (!earlier || file.specId === spec['spec-id']) return undefined
  const partition = new Map<number, Value | null>()
  for (const field of spec.fields) {
    const value = presentValue(metadata, field, { earlier, file })
    if (value === undefined) return undefined
    partition.set(field['field-id'], value)
  }
  return { specId: spec['spec-id'], partition }
}

function presentValue(
  metadata: TableMetadata,
  field: PartitionField,
  { earlier, file }: { earlier: PartitionSpec; file: Place },
): Value | null | undefined {
  const wanted = parseTransform(field.transform)
  if (wanted.name === 'void') return null
  const type = fieldsById(currentSchema(metadata)).get(field['source-id'])?.type
  if (typeof type !== 'string') return undefined
  const known = earlier.fields.filter((one) => one['source-id'] === field['source-id'])
  for (const { transform, 'field-id': id } of known) {
    const value = coarser(parseTransform(transform), wanted, {
      type,
      value: file.partition.get(id) ?? null,
    })
    if (value !== undefined) return value
  }
  return undefined
}

/** What `to` makes of all values of which `from` makes this one; undefined where they differ. */
function coarser(
  from: Transform,
  to: Transform,
  { type, value }: { type: string; value: Value | null },
): Value | null | undefined {
  if (from.name === 'void') return undefined
  if (value === null) return null
  if (from.name === 'identity') return applyTransform(to, type, value)
  if (from.name === 'bucket' || to.name === 'bucket') return coarserBucket(from, to, value)
  if (from.name === 'truncate' || to.name === 'truncate')
    return JSON.stringify(from) === JSON.stringify(to) ? value : undefined
  return to.name === 'identity' || to.name === 'void'
    ? undefined
    : coarserTime(from.name, to.name, Number(value))
}

function coarserBucket(from: Transform, to: Transform, value: Value): Value | undefined {
  if (from.name !== 'bucket' || to.name !== 'bucket') return undefined
  return from.width % to.width === 0 ? Number(value) % to.width : undefined
}

type TimePart = 'year' | 'month' | 'day' | 'hour'

/** Counted from 1970, as partitions have them. */
function coarserTime(from: TimePart, to: TimePart, value: number): number | undefined {
  if (from === to) return value
  if (from === 'hour') return coarserTime('day', to, Math.floor(value / 24))
  if (from === 'day' && to !== 'hour') {
    const date = new Date(value * 86_400_000)
    const months = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
    return coarserTime('month', to, months)
  }
  return from === 'month' && to === 'year' ? Math.floor(value / 12) : undefined
}
