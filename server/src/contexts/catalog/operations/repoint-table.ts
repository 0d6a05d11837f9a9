import { DomainError } from '../../../foundation/errors.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidLocation, invalidMetadata, invalidUpdate, versionMismatch } from '../errors.ts'
import { checkMetadata } from '../model/check-metadata.ts'
import { demandDerived } from '../model/derived.ts'
import type { RepointTable } from '../model/face.ts'
import { currentSchema, type TableMetadata } from '../model/metadata.ts'
import { checkLocation, type Table, within } from '../model/table.ts'
import type { TableUpdate } from '../model/table-update.ts'
import { commit } from '../steps/commit.ts'
import { demandWhole, openTable } from '../steps/gates.ts'
import type { Workings } from '../workings.ts'
import { commitTable } from './commit-table.ts'

const METADATA_BYTES_MAX = 64 << 20

/**
 * Takes the metadata file that a client wrote for the table's next, where it follows from the
 * current one. Whoever says all of what a table is must be let do all to it.
 *
 * @throws catalog.version-mismatch, catalog.commit-conflict, catalog.invalid-update
 * @see Iceberg `GlueTableOperations.doCommit`
 */
export async function repointTable(
  deps: Workings,
  caller: Caller,
  command: RepointTable,
): Promise<void> {
  const { metadataLocation: file, version } = command
  const permissions = ['ALTER', 'INSERT', 'DELETE'] as const
  const gate = { action: 'glue:UpdateTable', permissions: file ? permissions : [] }
  const opened = await openTable(deps, caller, command, gate)
  demandWhole(opened)
  const { table } = opened
  if (version !== undefined && version !== table.version)
    throw versionMismatch({ wanted: version, found: table.version })
  if (file === undefined || file === table.metadataLocation)
    return changeProperties(deps, caller, table, command)
  const next = await foreignMetadata(deps, table, file)
  await commit(deps, caller, table.id, {
    file,
    make: async (state) => {
      demandDerived({ metadata: state.metadata, file: state.table.metadataLocation }, next)
      return next
    },
  })
}

async function foreignMetadata(deps: Workings, table: Table, file: string): Promise<TableMetadata> {
  if (checkLocation(file) !== file || !within(table.location, file))
    throw invalidLocation({ location: file, reason: 'it is not in the place of its table' })
  const facts = await deps.storage.stat(file)
  if (facts && facts.sizeBytes > METADATA_BYTES_MAX)
    throw invalidMetadata({ reason: 'its file is too large' })
  try {
    const metadata = await deps.files.readForeign(file)
    checkMetadata(metadata)
    return metadata
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    throw invalidMetadata({ reason: `"${file}" is no metadata of a table` }, { cause: error })
  }
}

/** What else Glue's clients say of an Iceberg table is its properties; its columns they repeat. */
async function changeProperties(
  deps: Workings,
  caller: Caller,
  table: Table,
  { properties, columns, ...ref }: RepointTable,
): Promise<void> {
  const metadata = await deps.files.read(table.metadataLocation)
  const names = currentSchema(metadata).fields.map(({ name }) => name.toLowerCase())
  if (columns && columns.join('\0') !== names.join('\0'))
    throw invalidUpdate({ reason: 'columns of an Iceberg table change by commits of its clients' })
  const before = metadata.properties
  const set = Object.entries(properties).filter(([name, value]) => before[name] !== value)
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(properties, name))
  const updates: TableUpdate[] = [
    ...(set.length > 0 ? [setting(Object.fromEntries(set))] : []),
    ...(gone.length > 0 ? [{ action: 'remove-properties' as const, removals: gone }] : []),
  ]
  if (updates.length > 0) await commitTable(deps, caller, { ...ref, requirements: [], updates })
}

function setting(updates: Record<string, string>): TableUpdate {
  return { action: 'set-properties', updates }
}
