import { commitConflict, invalidUpdate } from '../errors.ts'
import { snapshotOf, type TableMetadata } from './metadata.ts'
import { canonical, fieldsById } from './schema.ts'
import { within } from './table.ts'

/**
 * Can `next` be what a client made of `base`, and of nothing else? A client that writes metadata
 * itself may change what its owner may, and must not change what was.
 *
 * @throws catalog.commit-conflict where it was made of another file, catalog.invalid-update
 */
export function demandDerived(
  base: { metadata: TableMetadata; file: string },
  next: TableMetadata,
): void {
  const before = base.metadata
  const previous = next['metadata-log'].at(-1)?.['metadata-file']
  if (previous !== base.file)
    throw commitConflict({ reason: `the metadata was made of "${previous ?? 'nothing'}"` })
  for (const key of ['table-uuid', 'location'] as const)
    if (next[key] !== before[key]) throw broken(`"${key}" is another`)
  for (const key of GROWING)
    if ((next[key] ?? 0) < (before[key] ?? 0)) throw broken(`"${key}" goes back`)
  demandKept(before.schemas, next.schemas, 'schema-id')
  demandKept(before['partition-specs'], next['partition-specs'], 'spec-id')
  demandKept(before['sort-orders'], next['sort-orders'], 'order-id')
  demandFields(before, next)
  demandSnapshots(before, next)
}

const GROWING = [
  'format-version',
  'last-sequence-number',
  'last-updated-ms',
  'last-column-id',
  'last-partition-id',
  'next-row-id',
] as const

function broken(reason: string) {
  return invalidUpdate({ reason: `the metadata does not follow from the current one: ${reason}` })
}

/** Parts may go; those that stay are what they were. */
function demandKept<Key extends string, Part extends Record<Key, unknown>>(
  before: readonly Part[],
  next: readonly Part[],
  key: Key,
): void {
  for (const part of next) {
    const known = before.find((one) => one[key] === part[key])
    if (known && canonical(known) !== canonical(part))
      throw broken(`${key} ${part[key]} is another`)
  }
}

/** An id that was given once is not given to another column: grants hang on it. */
function demandFields(before: TableMetadata, next: TableMetadata): void {
  const known = new Set(before.schemas.flatMap((schema) => [...fieldsById(schema).keys()]))
  const ids = next.schemas.flatMap((schema) => [...fieldsById(schema).keys()])
  const reused = ids.find((id) => !known.has(id) && id <= before['last-column-id'])
  if (reused !== undefined) throw broken(`field id ${reused} was given before`)
}

function demandSnapshots(before: TableMetadata, next: TableMetadata): void {
  for (const snapshot of next.snapshots) {
    const id = snapshot['snapshot-id']
    const known = snapshotOf(before, id)
    if (known && canonical(known) !== canonical(snapshot)) throw broken(`snapshot ${id} is another`)
    if (known) continue
    if (!within(next.location, snapshot['manifest-list']))
      throw broken(`snapshot ${id} lies elsewhere`)
    const taken = next['format-version'] > 1 && snapshot['sequence-number'] <= lastNumber(before)
    if (taken) throw broken(`sequence number ${snapshot['sequence-number']} is taken`)
  }
}

function lastNumber(metadata: TableMetadata): number {
  return metadata['last-sequence-number']
}
