import type { StorageDescriptor, TableInput } from '@aws-sdk/client-glue'
import type {
  ExternalTable,
  GivenDefinition,
  TableDescription,
} from '../../contexts/catalog/index.ts'
import type { Checked } from '../shared/operation.ts'
import { invalidInput } from './errors.ts'
import { fromKept, toKept } from './kept.ts'
import { givenColumn, wireColumn } from './wire-column.ts'

const NOT_KEPT: Readonly<Record<string, string>> = {
  TargetTable: 'a table is no resource link, and becomes none',
  FederatedTable: 'federated tables are not kept',
  ViewDefinition: 'views of many dialects are not kept',
  ViewOriginalText: 'views are made by the Iceberg REST catalog',
}

/** @throws glue.invalid-input */
export function givenDefinition(input: Checked<TableInput>): GivenDefinition {
  for (const [member, reason] of Object.entries(NOT_KEPT))
    if (input[member as keyof typeof input]) throw invalidInput({ reason })
  const { Name: _name, Description, Parameters, PartitionKeys, StorageDescriptor, ...rest } = input
  const { Columns = [], Location, ...storage } = StorageDescriptor ?? {}
  return {
    columns: Columns.map(givenColumn),
    partitionKeys: (PartitionKeys ?? []).map(givenColumn),
    properties: Parameters ?? {},
    kept: toKept({ ...rest, ...(StorageDescriptor ? { StorageDescriptor: storage } : {}) }),
    ...(Location ? { location: Location } : {}),
    ...(Description === undefined ? {} : { description: Description }),
  }
}

/**
 * What a Glue table says of its files, as far as it is described. Where that is a part, it is told
 * nothing that may name other columns, or values of them.
 */
export function wireDefinition({
  table,
  schema,
  properties: told,
  reading,
}: Pick<TableDescription, 'schema' | 'properties' | 'reading'> & { table: ExternalTable }) {
  const { columns, partitionKeys, properties, description, location, kept } = table.definition
  const { StorageDescriptor: storage, ...rest } = fromKept<{
    StorageDescriptor?: StorageDescriptor
  }>(kept)
  const ids = new Set(schema.fields.map(({ id }) => id))
  const seen = ({ id }: { id: number }) => ids.has(id)
  const all = reading !== 'part' && [...columns, ...partitionKeys].every(seen)
  const open = Object.entries(properties).filter(([name]) => name in told)
  return {
    Retention: 0,
    ...rest,
    ...(description === undefined ? {} : { Description: description }),
    Parameters: Object.fromEntries(open),
    PartitionKeys: partitionKeys.filter(seen).map(wireColumn),
    ...(storage && {
      StorageDescriptor: {
        ...(all ? storage : openStorage(storage)),
        Columns: columns.filter(seen).map(wireColumn),
        ...(location === undefined ? {} : { Location: location }),
      },
    }),
  }
}

function openStorage(storage: StorageDescriptor): StorageDescriptor {
  const { Compressed, InputFormat, OutputFormat, SerdeInfo } = storage
  const library = SerdeInfo?.SerializationLibrary
  return {
    ...(InputFormat === undefined ? {} : { InputFormat }),
    ...(OutputFormat === undefined ? {} : { OutputFormat }),
    ...(Compressed === undefined ? {} : { Compressed }),
    ...(library === undefined ? {} : { SerdeInfo: { SerializationLibrary: library } }),
  }
}
