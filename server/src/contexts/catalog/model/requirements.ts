import { commitConflict } from '../errors.ts'
import { checkRequirement } from './check-update.ts'
import type { TableMetadata } from './metadata.ts'
import type { TableRequirement } from './table-update.ts'

/** @throws catalog.commit-conflict when the table is not what the committer believes */
export function checkRequirements(
  metadata: TableMetadata | undefined,
  requirements: readonly TableRequirement[],
): void {
  for (const requirement of requirements) {
    checkRequirement(requirement)
    const reason = broken(metadata, requirement)
    if (reason !== undefined) throw commitConflict({ reason })
  }
}

function broken(
  metadata: TableMetadata | undefined,
  requirement: TableRequirement,
): string | undefined {
  if (requirement.type === 'assert-create') return metadata && 'table already exists'
  if (!metadata) return 'table does not exist'
  switch (requirement.type) {
    case 'assert-table-uuid':
      return unless('UUID does not match', metadata['table-uuid'], requirement.uuid.toLowerCase())
    case 'assert-ref-snapshot-id':
      return brokenRef(metadata, requirement)
    case 'assert-last-assigned-field-id':
      return unless(
        'last assigned field id changed',
        metadata['last-column-id'],
        requirement['last-assigned-field-id'],
      )
    case 'assert-current-schema-id':
      return unless(
        'current schema changed',
        metadata['current-schema-id'],
        requirement['current-schema-id'],
      )
    case 'assert-last-assigned-partition-id':
      return unless(
        'last assigned partition id changed',
        metadata['last-partition-id'],
        requirement['last-assigned-partition-id'],
      )
    case 'assert-default-spec-id':
      return unless(
        'default partition spec changed',
        metadata['default-spec-id'],
        requirement['default-spec-id'],
      )
    case 'assert-default-sort-order-id':
      return unless(
        'default sort order changed',
        metadata['default-sort-order-id'],
        requirement['default-sort-order-id'],
      )
  }
}

function brokenRef(
  metadata: TableMetadata,
  { ref, 'snapshot-id': expected }: { ref: string; 'snapshot-id': bigint | null },
): string | undefined {
  const found = Object.hasOwn(metadata.refs, ref) ? metadata.refs[ref]?.['snapshot-id'] : undefined
  if (expected == null)
    return found === undefined ? undefined : `branch or tag ${ref} was created concurrently`
  if (found === undefined) return `branch or tag ${ref} is missing, expected ${expected}`
  return unless(`branch or tag ${ref} has changed`, found, expected)
}

function unless(what: string, found: unknown, expected: unknown): string | undefined {
  return found === expected ? undefined : `${what}: expected ${expected}, found ${found}`
}
