import type { PermissionType } from '@aws-sdk/client-glue'
import type { EngineSupport, TableDescription } from '../../contexts/catalog/index.ts'
import { atMost } from './limits.ts'

const TYPES_MAX = 255 // Glue API: PermissionTypeList.

export function supportOf(types: readonly PermissionType[]): EngineSupport {
  const known = new Set<string>(atMost('SupportedPermissionTypes', types, TYPES_MAX))
  const cells = known.has('CELL_FILTER_PERMISSION')
  const nested = known.has('NESTED_PERMISSION') || known.has('NESTED_CELL_PERMISSION')
  return { columns: known.has('COLUMN_PERMISSION') || cells, cells, nested }
}

interface Unfiltered {
  description: TableDescription
  access: TableDescription['access']
}

/** What goes with each table and partition that an engine is told all of. */
export function authorized({ description, access }: Unfiltered) {
  const { fields } = description.schema
  const readable = fields.filter(({ id }) => access.iamOnly || access.columns.has(id))
  return {
    AuthorizedColumns: readable.map(({ name }) => name),
    IsRegisteredWithLakeFormation: !access.iamOnly,
  }
}
