import {
  external,
  hiveType,
  type Table,
  type TableDescription,
  virtual,
} from '../../contexts/catalog/index.ts'
import { wireDefinition } from './wire-external.ts'

/** Glue counts versions from 0. */
export function wireVersion(version: number): string {
  return String(version - 1)
}

export function wireTable(description: TableDescription) {
  const { table, access } = description
  return {
    Name: table.name,
    DatabaseName: table.database,
    CatalogId: table.accountId,
    CreateTime: table.createdAt,
    UpdateTime: table.updatedAt,
    CreatedBy: table.creatorArn,
    VersionId: wireVersion(table.version),
    IsRegisteredWithLakeFormation: !access.iamOnly,
    ...wireKind(description),
  }
}

function wireKind(description: TableDescription) {
  const { table } = description
  if (virtual(table)) return wireView(description)
  if (!external(table)) return wireIceberg({ ...description, table })
  return wireDefinition({ ...description, table })
}

const DIALECT = 'spark' // Whose text is shown, where a view has several.

function wireView({ schema, properties, texts = [] }: TableDescription) {
  const { comment, ...rest } = properties
  const said = texts.find(({ dialect }) => dialect.toLowerCase() === DIALECT) ?? texts[0]
  return {
    ...(comment === undefined ? {} : { Description: comment }),
    TableType: 'VIRTUAL_VIEW',
    ...(said === undefined ? {} : { ViewOriginalText: said.sql, ViewExpandedText: said.sql }),
    Parameters: rest,
    StorageDescriptor: { Columns: schema.fields.map(wireField), Location: '' },
    PartitionKeys: [],
    Retention: 0,
  }
}

function wireField({ name, type, doc }: TableDescription['schema']['fields'][number]) {
  return { Name: name, Type: hiveType(type), ...(doc === undefined ? {} : { Comment: doc }) }
}

export function wireIceberg({
  table,
  schema,
  properties,
  access,
}: Pick<TableDescription, 'schema' | 'properties' | 'access'> & { table: Table }) {
  const { comment, ...rest } = properties
  const columns = schema.fields.map((field) => ({
    ...wireField(field),
    Parameters: {
      'iceberg.field.id': String(field.id),
      'iceberg.field.optional': String(!field.required),
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
