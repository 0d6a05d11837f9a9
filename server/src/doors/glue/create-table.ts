import {
  type Column,
  CreateTable$,
  type CreateTableRequest,
  type CreateTableResponse,
} from '@aws-sdk/client-glue'
import type { Field, Schema } from '../../contexts/catalog/index.ts'
import type { Checked } from '../shared/operation.ts'
import { invalidInput } from './errors.ts'
import { icebergType } from './hive-type.ts'
import { glueOperation } from './operation.ts'
import { catalogOf, glueName } from './wire-names.ts'

export const createTable = glueOperation<CreateTableRequest, CreateTableResponse>({
  schema: CreateTable$,
  async run({ catalog }, caller, request) {
    const { CatalogId, DatabaseName, TableInput, Name } = request
    demandIceberg(request)
    const { StorageDescriptor, Parameters = {}, Description } = TableInput ?? {}
    const { table_type: _type, metadata_location: _metadata, ...properties } = Parameters
    await catalog.createTable(caller, {
      accountId: catalogOf(caller, CatalogId),
      database: glueName(DatabaseName),
      table: glueName(TableInput?.Name ?? Name),
      schema: schemaOf(StorageDescriptor?.Columns ?? []),
      ...(StorageDescriptor?.Location ? { location: StorageDescriptor.Location } : {}),
      properties: Description ? { ...properties, comment: Description } : properties,
    })
    return {} // Glue answers CreateTable with an empty body.
  },
})

/** @throws glue.invalid-input */
function demandIceberg({ TableInput, OpenTableFormatInput }: Checked<CreateTableRequest>): void {
  const { Parameters, PartitionKeys } = TableInput ?? {}
  const iceberg = OpenTableFormatInput?.IcebergInput !== undefined
  if (!iceberg && Parameters?.table_type?.toUpperCase() !== 'ICEBERG')
    throw invalidInput({ reason: 'only Iceberg tables are kept: give OpenTableFormatInput' })
  if (Parameters?.metadata_location !== undefined)
    throw invalidInput({ reason: 'metadata is written by the catalog, not by its clients' })
  if (PartitionKeys && PartitionKeys.length > 0)
    throw invalidInput({ reason: 'partitions of an Iceberg table are set by Iceberg clients' })
  if (OpenTableFormatInput?.IcebergInput?.CreateIcebergTableInput)
    throw invalidInput({ reason: 'CreateIcebergTableInput is not supported: use TableInput' })
}

function schemaOf(columns: readonly Checked<Column>[]): Schema {
  const used = { ids: columns.length }
  const nextId = () => {
    used.ids += 1
    return used.ids
  }
  const fields = columns.map(
    ({ Name, Type, Comment }, index): Field => ({
      id: index + 1,
      name: glueName(Name),
      required: false,
      type: icebergType(Type ?? '', nextId),
      ...(Comment ? { doc: Comment } : {}),
    }),
  )
  return { type: 'struct', 'schema-id': 0, fields }
}
