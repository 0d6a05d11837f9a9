import {
  external,
  hiveType,
  type Table,
  type TableDescription,
} from '../../contexts/catalog/index.ts'
import { wireDefinition } from './wire-external.ts'

/** Glue counts versions from 0. */
export function wireVersion(version: number): string {
  return String(version - 1)
}

export function wireTable(description: TableDescription) {
  const { table, access, schema } = description
  const seen = new Set(schema.fields.map(({ id }) => id))
  return {
    Name: table.name,
    DatabaseName: table.database,
    CatalogId: table.accountId,
    CreateTime: table.createdAt,
    UpdateTime: table.updatedAt,
    CreatedBy: table.creatorArn,
    VersionId: wireVersion(table.version),
    IsRegisteredWithLakeFormation: !access.iamOnly,
    ...(external(table)
      ? wireDefinition(table, (id) => seen.has(id))
      : wireIceberg({ ...description, table })),
  }
}

export function wireIceberg({
  table,
  schema,
  properties,
  access,
}: Pick<TableDescription, 'schema' | 'properties' | 'access'> & { table: Table }) {
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
    ...(comment === undefined ? {} : { Description: comment }),
    TableType: 'EXTERNAL_TABLE', // AWS Glue names Iceberg tables so.
    Parameters: {
      ...rest,
      table_type: 'ICEBERG',
      ...(whole ? { metadata_location: table.metadataLocation } : {}),
    },
    StorageDescriptor: { Columns: columns, Location: table.location },
    PartitionKeys: [],
    Retention: 0,
  }
}
