import { invalidView } from '../errors.ts'
import { checkSchema } from './check-schema.ts'
import { parseLossless } from './lossless-json.ts'
import type { Schema } from './schema.ts'
import { integer, listOf, object, optional, shape, text, texts, wrongPart } from './shape.ts'
import type { AnyTable, TableEntry } from './table.ts'

/** A text that engines run in place of a name, with the rights of whoever asks. */
export interface View extends TableEntry {
  kind: 'view'
  metadataLocation: string
}

/** Whatever has columns, and a name in a database. */
export type Dataset = AnyTable | View

export function virtual(dataset: Dataset): dataset is View {
  return 'kind' in dataset
}

/** View metadata with the keys of its JSON form. @see Iceberg view spec, "View Metadata" */
export interface ViewMetadata {
  'view-uuid': string
  'format-version': number
  location: string
  'current-version-id': number
  versions: ViewVersion[]
  'version-log': { 'version-id': number; 'timestamp-ms': number }[]
  schemas: Schema[]
  properties: Record<string, string>
}

export interface ViewVersion {
  'version-id': number
  /** -1 in an update: the schema added last. */
  'schema-id': number
  'timestamp-ms': number
  summary: Record<string, string>
  representations: ViewRepresentation[]
  'default-catalog'?: string | null
  'default-namespace': string[]
}

export interface ViewRepresentation {
  type: string
  sql: string
  dialect: string
}

export const VIEW_FORMAT_VERSION = 1
const SCHEMA_FORMAT_VERSION = 3 // A view has the types of the newest tables.

export const versionShape = {
  'version-id': integer,
  'schema-id': integer,
  'timestamp-ms': integer,
  summary: texts,
  representations: listOf(object),
  'default-catalog': optional(text),
  'default-namespace': listOf(text),
}

const parts = {
  'view-uuid': text,
  location: text,
  'current-version-id': integer,
  versions: listOf(shape(versionShape)),
  'version-log': listOf(shape({ 'version-id': integer, 'timestamp-ms': integer })),
  schemas: listOf(shape({ 'schema-id': integer, fields: listOf(shape({ id: integer })) })),
  properties: texts,
}

/** @throws catalog.invalid-metadata */
export function parseViewMetadata(written: string): ViewMetadata {
  const read = parseLossless(written) as ViewMetadata
  if (read?.['format-version'] !== VIEW_FORMAT_VERSION)
    throw invalidView({ reason: 'it is not a view of format version 1' })
  return { ...read, properties: read.properties ?? {} }
}

/** Metadata that others wrote. @throws catalog.invalid-metadata */
export function checkViewMetadata(metadata: ViewMetadata): void {
  const wrong = wrongPart(parts, metadata)
  if (wrong) throw invalidView({ reason: `"${wrong}" is missing or wrong` })
  for (const schema of metadata.schemas) checkViewSchema(schema)
  for (const version of metadata.versions) checkVersion(version)
  viewSchema(metadata)
}

export function checkViewSchema(schema: Schema): void {
  checkSchema(schema, SCHEMA_FORMAT_VERSION)
}

const sqlShape = { type: text, sql: text, dialect: text }

/** @throws catalog.invalid-metadata for anything but one SQL text a dialect */
export function checkVersion({ representations }: ViewVersion): void {
  const dialects = new Set<string>()
  for (const representation of representations) {
    if (representation.type !== 'sql' || wrongPart(sqlShape, representation))
      throw invalidView({ reason: 'a view is SQL and nothing else' })
    const dialect = representation.dialect.toLowerCase()
    if (dialects.has(dialect))
      throw invalidView({
        reason: `Invalid view version: Cannot add multiple queries for dialect ${dialect}`,
      })
    dialects.add(dialect)
  }
  if (dialects.size === 0) throw invalidView({ reason: 'a view needs a query' })
}

export function versionOf(metadata: ViewMetadata, id: number): ViewVersion {
  const version = metadata.versions.find((one) => one['version-id'] === id)
  if (!version) throw invalidView({ reason: `version ${id} of the view is not there` })
  return version
}

/** What the view looks like now. */
export function viewSchema(metadata: ViewMetadata): Schema {
  const id = versionOf(metadata, metadata['current-version-id'])['schema-id']
  const schema = metadata.schemas.find((one) => one['schema-id'] === id)
  if (!schema) throw invalidView({ reason: `schema ${id} of the view is not there` })
  return schema
}

/** A view of one version. @throws catalog.invalid-metadata, catalog.invalid-schema */
export function newViewMetadata(given: {
  uuid: string
  location: string
  schema: Schema
  version: ViewVersion
  properties: Record<string, string>
}): ViewMetadata {
  const wrong = wrongPart(versionShape, given.version)
  if (wrong) throw invalidView({ reason: `"${wrong}" of the version is missing or wrong` })
  checkVersion(given.version)
  checkViewSchema(given.schema)
  const version = {
    ...given.version,
    'version-id': Math.max(1, given.version['version-id']),
    'schema-id': 0,
  }
  const { 'version-id': id, 'timestamp-ms': at } = version
  return {
    'view-uuid': given.uuid,
    'format-version': VIEW_FORMAT_VERSION,
    location: given.location,
    'current-version-id': id,
    versions: [version],
    'version-log': [{ 'version-id': id, 'timestamp-ms': at }],
    schemas: [{ ...given.schema, 'schema-id': 0 }],
    properties: given.properties,
  }
}
