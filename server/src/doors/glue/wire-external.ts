import type { StorageDescriptor, TableInput } from '@aws-sdk/client-glue'
import type { ExternalTable, GivenDefinition } from '../../contexts/catalog/index.ts'
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

/** What a Glue table says of its files, with the columns that `seen` lets through. */
export function wireDefinition(
  { definition }: Pick<ExternalTable, 'definition'>,
  seen: (id: number) => boolean,
) {
  const { columns, partitionKeys, properties, description, location, kept } = definition
  const { StorageDescriptor: storage, ...rest } = fromKept<{
    StorageDescriptor?: StorageDescriptor
  }>(kept)
  return {
    Retention: 0,
    ...rest,
    ...(description === undefined ? {} : { Description: description }),
    Parameters: properties,
    PartitionKeys: partitionKeys.filter(({ id }) => seen(id)).map(wireColumn),
    ...(storage && {
      StorageDescriptor: {
        ...storage,
        Columns: columns.filter(({ id }) => seen(id)).map(wireColumn),
        ...(location === undefined ? {} : { Location: location }),
      },
    }),
  }
}
