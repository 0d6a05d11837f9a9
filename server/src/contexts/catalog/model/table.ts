import type { Branded } from '../../../foundation/brand.ts'
import type { AccountId } from '../../identity/index.ts'
import { invalidLocation, invalidName } from '../errors.ts'
import type { ExternalDefinition } from './external-table.ts'

export type TableId = Branded<string, 'TableId'>
export type DatabaseId = Branded<string, 'DatabaseId'>

/** What a resource link names: it may be of any catalog, and need not be there. */
export interface DatabaseTarget {
  accountId: AccountId
  database: string
}

export interface TableTarget extends DatabaseTarget {
  table: string
}

/** A name in one catalog for a table of another. */
export interface TableLink {
  id: TableId
  accountId: AccountId
  databaseId: DatabaseId
  database: string
  name: string
  target: TableTarget
  creatorArn: string
  createdAt: Date
}

export interface Database {
  id: DatabaseId
  accountId: AccountId
  name: string
  location?: string
  description?: string
  properties: Record<string, string>
  creatorArn: string
  createdAt: Date
  /** It is a resource link: its tables are those of the target. */
  target?: DatabaseTarget
}

/** What every table is, whatever its files are. */
export interface TableEntry {
  id: TableId
  accountId: AccountId
  databaseId: DatabaseId
  database: string
  name: string
  /** Without a closing slash; empty where an external table has none. */
  location: string
  /** Counts commits and other changes; the compare-and-swap is on it. */
  version: number
  creatorArn: string
  createdAt: Date
  updatedAt: Date
  /** What people wrote about it, in Markdown. */
  documentation?: string
}

/** An Apache Iceberg table. */
export interface Table extends TableEntry {
  metadataLocation: string
  /** What was written at its location before is others'; undefined: all of it is the table's. */
  ownedSince?: Date
}

/** A table of files that others write and that the platform does not read. */
export interface ExternalTable extends TableEntry {
  definition: ExternalDefinition
}

export type AnyTable = Table | ExternalTable

export function external(table: AnyTable): table is ExternalTable {
  return 'definition' in table
}

const NAME_LENGTH_MAX = 255 // Glue API: DatabaseName and TableInput.Name.
const UNUSABLE = /[\p{Cc}/]/u

/** @throws catalog.invalid-name for empty or long names, control characters and slashes */
export function checkName(name: string): string {
  const fits = name.length > 0 && name.length <= NAME_LENGTH_MAX && !UNUSABLE.test(name)
  if (!fits) throw invalidName({ name })
  return name
}

/** Names that differ in their case alone are one: so has Glue them, which folds all. */
export function folded(name: string): string {
  return name.toLowerCase()
}

/** Parts the levels of a nested database; no level has it. */
export const LEVEL = '/'

/** `a`, or `a/b` for a database within another. @throws catalog.invalid-name */
export function checkDatabaseName(name: string): string {
  for (const level of name.split(LEVEL)) checkName(level)
  if (name.length > NAME_LENGTH_MAX) throw invalidName({ name })
  return name
}

/** The database that holds this one. */
export function parentOf(database: string): string | undefined {
  const end = database.lastIndexOf(LEVEL)
  return end === -1 ? undefined : database.slice(0, end)
}

const LOCATION = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.+$/

/** `s3://bucket/prefix` without a closing slash. @throws catalog.invalid-location */
export function checkLocation(raw: string): string {
  const location = raw.replace(/^s3a:/, 's3:').replace(/\/+$/, '')
  const parts = location.split('/').slice(3)
  if (!LOCATION.test(location))
    throw invalidLocation({ location: raw, reason: 'it is not "s3://bucket/prefix"' })
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw invalidLocation({ location: raw, reason: 'a part of its path is empty or dots' })
  return location
}

/** Of a file system that this platform has not: what a client of another catalog may ask for. */
export function elsewhere(location: string): boolean {
  return /^(?!s3a?:)[a-z][a-z0-9+.-]*:/i.test(location)
}

/** Is `location` the place `root`, or below it? */
export function within(root: string, location: string): boolean {
  return location === root || location.startsWith(`${root}/`)
}

/** Is `location` a place below `root`, which leaves room beside it? */
export function below(root: string, location: string): boolean {
  return location.startsWith(`${root}/`)
}

/** The places that `location` lies in, itself among them, down to the bucket. */
export function ancestors(location: string): string[] {
  const parts = location.split('/')
  return parts.slice(2).map((_part, index) => parts.slice(0, index + 3).join('/'))
}

/** The bucket for tables without a place of their own. */
export function warehouse(accountId: AccountId): string {
  return `warehouse-${accountId}`
}

/** Where the tables of a database lie that have no place of their own. */
export function rootOf({
  accountId,
  location,
  name,
}: Pick<Database, 'accountId' | 'location' | 'name'>): string {
  return location ?? `s3://${warehouse(accountId)}/${safe(name)}`
}

/** A name as a part of a place. */
export function safe(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_')
}

export function bucketOf(location: string): string {
  return location.split('/')[2] ?? ''
}

const ARN = 'arn:aws:glue'

/** The ARNs that Glue's actions are asked about. @see Service Authorization Reference, AWS Glue */
export function glueArns(options: {
  region: string
  accountId: string
  database?: string
  table?: string
}): string[] {
  const { region, accountId, database, table } = options
  const root = `${ARN}:${region}:${accountId}`
  const arns = [`${root}:catalog`]
  if (database !== undefined) arns.push(`${root}:database/${database}`)
  if (table !== undefined) arns.push(`${root}:table/${database}/${table}`)
  return arns
}
