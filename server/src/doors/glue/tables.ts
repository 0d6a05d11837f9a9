import {
  type Column,
  CreateTable$,
  type CreateTableRequest,
  type CreateTableResponse,
  DeleteTable$,
  type DeleteTableRequest,
  type DeleteTableResponse,
  GetTable$,
  type GetTableRequest,
  type GetTableResponse,
  GetTables$,
  type GetTablesRequest,
  type GetTablesResponse,
} from '@aws-sdk/client-glue'
import type { Field, Schema, TableDescription } from '../../contexts/catalog/index.ts'
import type { Checked } from '../shared/operation.ts'
import { hiveType, icebergType } from './hive-type.ts'
import { catalogOf, glueName, glueOperation, invalidInput, pageOf } from './operation.ts'

export const getTable = glueOperation<GetTableRequest, GetTableResponse>({
  schema: GetTable$,
  async run({ catalog }, caller, { CatalogId, DatabaseName, Name }) {
    const database = glueName(DatabaseName)
    const ref = { accountId: catalogOf(caller, CatalogId), database, table: glueName(Name) }
    return { Table: wireTable(await catalog.describeTable(caller, ref)) }
  },
})

// Glue API: Expression is a pattern over names; these letters cannot make a costly one.
const EXPRESSION = /^[\w.*|-]{1,200}$/

export const getTables = glueOperation<GetTablesRequest, GetTablesResponse>({
  schema: GetTables$,
  async run({ catalog }, caller, request) {
    const { CatalogId, DatabaseName, Expression } = request
    const ref = { accountId: catalogOf(caller, CatalogId), database: glueName(DatabaseName) }
    const named = matcher(Expression)
    const page = await catalog.describeTables(caller, { ...ref, ...pageOf(request) })
    const next = page.next === undefined ? {} : { NextToken: page.next }
    const tables = page.items.filter(({ table }) => named(table.name))
    return { TableList: tables.map(wireTable), ...next }
  },
})

function matcher(expression: string | undefined): (name: string) => boolean {
  if (!expression) return () => true
  if (!EXPRESSION.test(expression))
    throw invalidInput({ reason: `Expression "${expression}" is not understood` })
  const choices = expression.split('|').map((choice) => choice.split(/\.?\*+/))
  return (name) => choices.some((parts) => fits(name.toLowerCase(), parts))
}

/** Do `parts` come in `name` one after the other, the first and the last at its ends? */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}

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

export const deleteTable = glueOperation<DeleteTableRequest, DeleteTableResponse>({
  schema: DeleteTable$,
  async run({ catalog }, caller, { CatalogId, DatabaseName, Name }) {
    const database = glueName(DatabaseName)
    const ref = { accountId: catalogOf(caller, CatalogId), database, table: glueName(Name) }
    await catalog.dropTable(caller, ref)
    return {}
  },
})

function wireTable({ table, schema, properties, access }: TableDescription) {
  const { comment, ...rest } = properties
  const columns = schema.fields.map(({ id, name, type, doc, required }) => ({
    Name: name,
    Type: hiveType(type),
    ...(doc === undefined ? {} : { Comment: doc }),
    Parameters: {
      'iceberg.field.id': String(id),
      'iceberg.field.optional': String(!required),
      'iceberg.field.current': 'true',
    },
  }))
  // Who sees only a part of a table has no use for the metadata file of all of it.
  const whole = access.iamOnly || !access.restricted
  return {
    Name: table.name,
    DatabaseName: table.database,
    CatalogId: table.accountId,
    ...(comment === undefined ? {} : { Description: comment }),
    CreateTime: table.createdAt,
    UpdateTime: table.updatedAt,
    CreatedBy: table.creatorArn,
    VersionId: String(table.version),
    TableType: 'EXTERNAL_TABLE', // AWS Glue names Iceberg tables so.
    Parameters: {
      ...rest,
      table_type: 'ICEBERG',
      ...(whole ? { metadata_location: table.metadataLocation } : {}),
    },
    StorageDescriptor: { Columns: columns, Location: table.location },
    PartitionKeys: [],
    Retention: 0,
    IsRegisteredWithLakeFormation: !access.iamOnly,
  }
}
