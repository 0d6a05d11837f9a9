import { openDuckdb, quoteName, quotePath } from '../../../foundation/duckdb.ts'
import type { Storage } from '../../storage/index.ts'
import { duckdbType, readSchema } from '../model/duckdb-schema.ts'
import type { TableMetadata } from '../model/metadata.ts'
import { fieldsById, type Schema } from '../model/schema.ts'
import { selectingAll, selectOf } from './model/select.ts'
import { baseFile, type ReadPart, sourcesOf } from './open-base.ts'

/** A relation of DuckDB's SQL with all rows of `parts`, in the columns of `schema`. */
export async function relationOf(
  deps: { storage: Pick<Storage, 'localFile' | 'read'> },
  of: {
    metadata: TableMetadata
    schema: Schema
    parts: readonly ReadPart[]
    pathOf(location: string): string
  },
): Promise<string> {
  const { metadata, schema, parts, pathOf } = of
  if (parts.length === 0) return nothing(schema)
  if (plain(metadata, parts)) {
    const files = parts.map(({ file }) => quotePath(pathOf(file.location)))
    const options = `schema = ${readSchema(schema)}, hive_partitioning = false`
    return `read_parquet([${files.join(', ')}], ${options})`
  }
  const paths = sourcesOf(parts).map(({ location }) => pathOf(location))
  await using duckdb = await openDuckdb({ paths })
  const selects: string[] = []
  for (const part of parts) {
    const base = await baseFile(deps, { duckdb, pathOf, part })
    selects.push(selectOf(metadata, selectingAll(schema), base))
  }
  return `(${selects.join(' UNION ALL ')})`
}

function nothing(schema: Schema): string {
  const columns = schema.fields.map(
    ({ name, type }) => `CAST(NULL AS ${duckdbType(type)}) AS ${quoteName(name)}`,
  )
  return `(SELECT ${columns.join(', ')} WHERE false)`
}

/** Can DuckDB read the files by itself, by the field ids that they have? */
function plain(metadata: TableMetadata, parts: readonly ReadPart[]): boolean {
  if ('schema.name-mapping.default' in metadata.properties) return false
  const whole = parts.every(
    ({ deletes: { vector, positions, equality } }) =>
      vector === undefined && positions.length === 0 && equality.length === 0,
  )
  return whole && sameNestedNames(metadata)
}

/** DuckDB finds nested columns by name, not by field id: a renamed one would be NULL. */
function sameNestedNames({ schemas }: TableMetadata): boolean {
  const names = new Map<number, string>()
  for (const schema of schemas) {
    const top = new Set(schema.fields.map(({ id }) => id))
    for (const [id, { name }] of fieldsById(schema)) {
      if (top.has(id)) continue
      if ((names.get(id) ?? name) !== name) return false
      names.set(id, name)
    }
  }
  return true
}
