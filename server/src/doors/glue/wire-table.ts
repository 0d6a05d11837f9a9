import type { TableDescription } from '../../contexts/catalog/index.ts'
import { hiveType } from './hive-type.ts'

export function wireTable({ table, schema, properties, access }: TableDescription) {
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
