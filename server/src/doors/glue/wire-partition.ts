import type { PartitionInput, StorageDescriptor } from '@aws-sdk/client-glue'
import type { GivenPartition, Partition, TableRef } from '../../contexts/catalog/index.ts'
import type { Checked } from '../shared/operation.ts'
import { fromKept, toKept } from './kept.ts'
import { givenColumn, wireColumn } from './wire-column.ts'

export function givenPartition(input: Checked<PartitionInput>): GivenPartition {
  const { Values = [], Parameters, StorageDescriptor, ...rest } = input
  const { Columns = [], Location, ...storage } = StorageDescriptor ?? {}
  return {
    values: Values,
    definition: {
      columns: Columns.map(givenColumn),
      properties: Parameters ?? {},
      kept: toKept({ ...rest, ...(StorageDescriptor ? { StorageDescriptor: storage } : {}) }),
      ...(Location ? { location: Location } : {}),
    },
  }
}

export function givenUpdate(entry: {
  PartitionValueList: readonly string[]
  PartitionInput: Checked<PartitionInput>
}): { values: readonly string[]; to: GivenPartition } {
  const to = givenPartition(entry.PartitionInput)
  const values = entry.PartitionValueList
  return { values, to: to.values.length === 0 ? { ...to, values } : to }
}

/** `bare`: without the columns, which partitions share. */
export function wirePartition(
  { accountId, database, table }: TableRef,
  { values, definition, createdAt }: Partition,
  { bare = false }: { bare?: boolean } = {},
) {
  const { columns, properties, location, kept } = definition
  const { StorageDescriptor: storage, ...rest } = fromKept<{
    StorageDescriptor?: StorageDescriptor
  }>(kept)
  return {
    ...rest,
    Values: [...values],
    DatabaseName: database,
    TableName: table,
    CatalogId: accountId,
    CreationTime: createdAt,
    Parameters: properties,
    ...(storage && {
      StorageDescriptor: {
        ...storage,
        ...(bare ? {} : { Columns: columns.map(wireColumn) }),
        ...(location === undefined ? {} : { Location: location }),
      },
    }),
  }
}
