import { readable } from '../model/duckdb-schema.ts'
import type { Scan } from '../model/face.ts'
import { currentSchema, type Snapshot, type TableMetadata } from '../model/metadata.ts'
import type { Schema } from '../model/schema.ts'
import { deletesFor } from '../projections/model/deletes.ts'
import { holder, type ReadPart, sourcesOf } from '../projections/open-base.ts'
import { createReadBase } from '../projections/read-base.ts'
import { relationOf } from '../projections/relation.ts'
import type { Workings } from '../workings.ts'

/** Which state, and whether its own columns count or those of now. */
export interface State {
  snapshot: Snapshot | undefined
  asThen?: boolean
  /** Without the columns that DuckDB cannot read, where it can read others. */
  readable?: boolean
}

/** The files of one state of what `metadata` describes, on this host. Nobody's rights are asked. */
export async function openState(
  deps: Workings,
  metadata: TableMetadata,
  { snapshot, asThen = false, readable: alone = false }: State,
): Promise<Scan> {
  const whole = schemaOf(metadata, asThen ? snapshot : undefined)
  const schema = alone ? readablePart(whole) : whole
  const parts = await partsOf(deps, metadata, snapshot)
  const held = holder(deps)
  try {
    const paths: string[] = []
    for (const { location } of sourcesOf(parts)) paths.push(await held.hold(location))
    return {
      schema,
      snapshotId: snapshot?.['snapshot-id'],
      committedAt: snapshot && new Date(snapshot['timestamp-ms']),
      recordCount: parts.reduce((sum, { file }) => sum + file.recordCount, 0),
      files: parts.map(({ file }) => ({ file, path: held.pathOf(file.location) })),
      paths,
      relation: await relationOf(deps, { metadata, schema, parts, pathOf: held.pathOf }),
      [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
    }
  } catch (error) {
    await held[Symbol.asyncDispose]()
    throw error
  }
}

function readablePart(schema: Schema): Schema {
  const fields = schema.fields.filter(readable)
  return fields.length === 0 ? schema : { ...schema, fields }
}

async function partsOf(
  deps: Workings,
  metadata: TableMetadata,
  snapshot: Snapshot | undefined,
): Promise<ReadPart[]> {
  if (!snapshot) return []
  const { data, deletes } = await createReadBase(deps, metadata)(snapshot)
  const deletesOf = deletesFor(metadata, deletes)
  return data.map((entry) => ({ file: entry.file, deletes: deletesOf(entry) }))
}

function schemaOf(metadata: TableMetadata, snapshot: Snapshot | undefined): Schema {
  const id = snapshot?.['schema-id']
  return metadata.schemas.find((one) => one['schema-id'] === id) ?? currentSchema(metadata)
}
