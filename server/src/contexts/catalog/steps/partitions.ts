import type { Caller } from '../../identity/index.ts'
import { externalRestricted, invalidPartition } from '../errors.ts'
import type { EngineSupport, TableRef } from '../model/face.ts'
import type { GivenPartition } from '../model/partition.ts'
import { storable } from '../model/storable.ts'
import {
  type AnyTable,
  checkLocation,
  type ExternalTable,
  external,
  within,
} from '../model/table.ts'
import type { Workings } from '../workings.ts'
import { narrow } from './describe.ts'
import { demandEngine } from './engine.ts'
import { demandBeside } from './external-place.ts'
import { type Opened, openAnyTable } from './gates.ts'

/**
 * Partitions tell values of their rows, so they are for who may know all of the table, or for an
 * engine that hides from its caller what it must. Iceberg’s tables have none here, for anybody.
 */
export async function openPartitioned(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
  { action, engine }: { action: string; engine?: EngineSupport | undefined },
): Promise<Opened<AnyTable>> {
  const opened = await openAnyTable(deps, caller, ref, { action, permissions: [] })
  const { database, table } = ref
  if (engine) await demandEngine(deps, caller, opened, engine)
  else if (external(opened.table) && narrow(opened.access))
    throw externalRestricted({ database, table })
  return opened
}

/** @throws catalog.invalid-partition where they are not one for each key */
export function checkValues(table: ExternalTable, values: readonly string[]): void {
  const keys = table.definition.partitionKeys.length
  if (keys === 0) throw invalidPartition({ reason: `table "${table.name}" has no partition keys` })
  if (values.length !== keys)
    throw invalidPartition({ reason: `the table has ${keys} partition keys, not ${values.length}` })
  if (!storable(values) || values.some((value) => value === ''))
    throw invalidPartition({ reason: 'a partition value is empty or cannot be kept' })
}

/** @throws catalog.invalid-partition, catalog.invalid-location, governance.denied */
export async function checkPartition(
  deps: Workings,
  caller: Caller,
  table: ExternalTable,
  { values, definition }: GivenPartition,
): Promise<void> {
  checkValues(table, values)
  if (!storable(definition)) throw invalidPartition({ reason: 'a text of it cannot be kept' })
  if (definition.location === undefined) return
  const location = checkLocation(definition.location)
  if (table.location !== '' && within(table.location, location)) return
  await demandBeside(deps, caller, { table, location })
}
