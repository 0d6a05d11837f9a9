import { notSupported } from '../errors.ts'
import type { ManifestEntry } from './manifest.ts'
import type { TableMetadata } from './metadata.ts'
import type { Field, Schema } from './schema.ts'

/** Iceberg spec, "Reserved Field IDs". */
export const ROW_ID: Field = { id: 2147483540, name: '_row_id', required: false, type: 'long' }
export const LAST_UPDATED: Field = {
  ...{ id: 2147483539, name: '_last_updated_sequence_number' },
  ...{ required: false, type: 'long' },
}

/**
 * What rows of a file are called where the file does not say it itself. Undefined: they have no
 * ids yet, whatever stands in the file.
 *
 * @see Iceberg spec, "Row Lineage"
 */
export interface Lineage {
  firstRowId: number | undefined
  updatedAt: number
}

/** Undefined where rows of the table have no ids: before format 3. */
export function lineageOf(
  metadata: TableMetadata,
  { file, sequenceNumber = 0 }: Pick<ManifestEntry, 'file' | 'sequenceNumber'>,
): Lineage | undefined {
  if (metadata['format-version'] < 3) return undefined
  return { firstRowId: file.firstRowId, updatedAt: sequenceNumber }
}

/** The schema of files in which rows keep their ids. @throws catalog.not-supported */
export function withLineage(schema: Schema): Schema {
  const reserved = [ROW_ID, LAST_UPDATED]
  const taken = schema.fields.find(({ name }) =>
    reserved.some((field) => field.name === name.toLowerCase()),
  )
  if (taken) throw notSupported({ what: `a column named "${taken.name}" where rows have ids` })
  return { ...schema, fields: [...schema.fields, ...reserved] }
}
