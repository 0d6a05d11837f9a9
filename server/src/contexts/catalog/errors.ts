import { defineError } from '../../foundation/errors.ts'

export { adoptionCancelled, noSuchAdoption, notAdoptable } from './adoption/errors.ts'
export { invalidLineage } from './lineage/errors.ts'
export { invalidNotice, noSuchNotice } from './notices/errors.ts'
export {
  invalidPartition,
  noSuchPartition,
  partitionAlreadyExists,
} from './partitions/errors.ts'
export { noSuchProfile } from './profile/errors.ts'

/** As people write the name of a database within another. */
const dotted = (database: string) => database.replaceAll('/', '.')

const capital = (kind: 'table' | 'view' | 'link') => (kind === 'view' ? 'View' : 'Table')

// Where Iceberg's reference implementation has a message, it is that one: clients look for it.

/** Also the answer for what the caller may not DESCRIBE: absent and hidden look the same. */
export const noSuchDatabase = defineError<{ database: string }>({
  code: 'catalog.no-such-database',
  kind: 'not-found',
  message: ({ database }) => `Namespace does not exist: ${dotted(database)}`,
})

export const noSuchTable = defineError<{ database: string; table: string }>({
  code: 'catalog.no-such-table',
  kind: 'not-found',
  message: ({ database, table }) => `Table does not exist: ${dotted(database)}.${table}`,
})

export const noSuchView = defineError<{ database: string; view: string }>({
  code: 'catalog.no-such-view',
  kind: 'not-found',
  message: ({ database, view }) => `View does not exist: ${dotted(database)}.${view}`,
})

export const viewAlreadyExists = defineError<{ database: string; view: string }>({
  code: 'catalog.view-already-exists',
  kind: 'conflict',
  message: ({ database, view }) => `View already exists: ${dotted(database)}.${view}`,
})

export const invalidView = defineError<{ reason: string }>({
  code: 'catalog.invalid-view',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** Tables and views share their names. */
export const otherKindExists = defineError<{
  kind: 'table' | 'view' | 'link'
  database: string
  name: string
}>({
  code: 'catalog.other-kind-exists',
  kind: 'conflict',
  message: ({ kind, database, name }) =>
    `${capital(kind)} with same name already exists: ${dotted(database)}.${name}`,
})

export const renameTargetExists = defineError<{
  from: string
  to: string
  kind: 'table' | 'view' | 'link'
}>({
  code: 'catalog.rename-target-exists',
  kind: 'conflict',
  message: ({ from, to, kind }) =>
    `Cannot rename ${from} to ${to}. ${capital(kind)} already exists`,
})

export const databaseAlreadyExists = defineError<{ database: string }>({
  code: 'catalog.database-already-exists',
  kind: 'conflict',
  message: ({ database }) => `Namespace already exists: ${dotted(database)}`,
})

export const tableAlreadyExists = defineError<{ database: string; table: string }>({
  code: 'catalog.table-already-exists',
  kind: 'conflict',
  message: ({ database, table }) => `Table already exists: ${dotted(database)}.${table}`,
})

export const databaseNotEmpty = defineError<{ database: string }>({
  code: 'catalog.database-not-empty',
  kind: 'conflict',
  message: ({ database }) => `Namespace is not empty: ${dotted(database)}`,
})

export const invalidName = defineError<{ name: string }>({
  code: 'catalog.invalid-name',
  kind: 'invalid',
  message: ({ name }) =>
    `name "${name}" is not 1 to 255 characters without slashes and control characters`,
})

export const invalidSchema = defineError<{ reason: string }>({
  code: 'catalog.invalid-schema',
  kind: 'invalid',
  message: ({ reason }) => `schema is not valid: ${reason}`,
})

export const invalidMetadata = defineError<{ reason: string }>({
  code: 'catalog.invalid-metadata',
  kind: 'invalid',
  message: ({ reason }) => `table metadata is not valid: ${reason}`,
})

export const invalidUpdate = defineError<{ reason: string }>({
  code: 'catalog.invalid-update',
  kind: 'invalid',
  message: ({ reason }) => `update is not valid: ${reason}`,
})

export const setAndRemoved = defineError<{ property: string }>({
  code: 'catalog.set-and-removed',
  kind: 'invalid',
  message: ({ property }) => `property "${property}" is both set and removed`,
})

export const invalidLocation = defineError<{ location: string; reason: string }>({
  code: 'catalog.invalid-location',
  kind: 'invalid',
  message: ({ location, reason }) => `location "${location}" cannot be used: ${reason}`,
})

export const invalidPage = defineError<{ token: string }>({
  code: 'catalog.invalid-page-token',
  kind: 'invalid',
  message: ({ token }) => `page token "${token}" was not given by this server`,
})

/** The table is not what the committer believed it to be; reading it again and retrying helps. */
export const commitConflict = defineError<{ reason: string }>({
  code: 'catalog.commit-conflict',
  kind: 'conflict',
  message: ({ reason }) => `Requirement failed: ${reason}`,
})

/** Rows or columns of the table are closed to the caller, so the caller cannot write it either. */
export const restrictedWrite = defineError<{ database: string; table: string }>({
  code: 'catalog.restricted-write',
  kind: 'denied',
  message: ({ database, table }) =>
    `writing "${dotted(database)}.${table}" needs the right to read all of its columns and rows`,
})

/** The restricted view of the table is being made; the same request succeeds later. */
export const projectionNotReady = defineError<{
  progress: number
  database: string
  table: string
}>({
  code: 'catalog.projection-not-ready',
  kind: 'unavailable',
  message: ({ progress, database, table }) =>
    'the part of the table that is open to you is being prepared ' +
    `(${Math.floor(progress * 100)} %); ` +
    `what of it is there already can be read as "${dotted(database)}.${table}.partial"`,
})

/** It cannot be made so that nothing hidden shows; the reason is in the platform's log. */
export const projectionRefused = defineError<{ database: string; table: string }>({
  code: 'catalog.projection-refused',
  kind: 'denied',
  message: ({ database, table }) =>
    `the part of "${dotted(database)}.${table}" that is open to you cannot be prepared`,
})

export const notAPartition = defineError<{ reason: string }>({
  code: 'catalog.file-not-in-one-partition',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** A row names a metadata file that somebody took away. */
export const metadataMissing = defineError<{ location: string }>({
  code: 'catalog.metadata-missing',
  kind: 'not-found',
  message: ({ location }) => `Failed to open input stream for file: ${location}`,
})

export const unreadableFile = defineError<{ location: string; reason: string }>({
  code: 'catalog.unreadable-file',
  kind: 'internal',
  message: ({ location, reason }) => `"${location}" cannot be read: ${reason}`,
})

export const unreadableTable = defineError<{ table: string; file: string }>({
  code: 'catalog.unreadable-table',
  kind: 'conflict',
  message: ({ table, file }) =>
    `file "${file}" of table "${table}" is gone, broken, or none of its own`,
})

export const notSupported = defineError<{ what: string }>({
  code: 'catalog.not-supported',
  kind: 'not-implemented',
  message: ({ what }) => `${what} is not supported`,
})

export const noSuchSnapshot = defineError<{ snapshot: string }>({
  code: 'catalog.no-such-snapshot',
  kind: 'not-found',
  message: ({ snapshot }) => `snapshot "${snapshot}" does not exist`,
})

/** Earlier snapshots were expired, or the restricted view of them is still being made. */
export const historyNotKept = defineError<{ at: Date; since: Date }>({
  code: 'catalog.history-not-kept',
  kind: 'not-found',
  message: ({ at, since }) =>
    `no state as of "${at.toISOString()}" is kept; the first is of "${since.toISOString()}"`,
})

/** A manifest or manifest list that no writer may have left. */
export const brokenContainer = defineError<{ reason: string }>({
  code: 'catalog.broken-container',
  kind: 'internal',
  message: ({ reason }) => `an Avro file cannot be read: ${reason}`,
})

/** Files that the platform does not write cannot be cut to what a principal may read. */
export const externalRestricted = defineError<{ database: string; table: string }>({
  code: 'catalog.external-restricted',
  kind: 'denied',
  message: ({ database, table }) =>
    `the external table "${dotted(database)}.${table}" is open to you in part only, and is read ` +
    'as a whole or not at all: its owner can adopt its files as an Iceberg table',
})

/** Its text names what is hidden, and an engine can run no part of it. */
export const viewRestricted = defineError<{ database: string; view: string }>({
  code: 'catalog.view-restricted',
  kind: 'denied',
  message: ({ database, view }) =>
    `the view "${dotted(database)}.${view}" is open to you in part only, and is loaded as a ` +
    'whole or not at all: its owner can grant you SELECT on all of its columns',
})

export const notExternal = defineError<{ database: string; table: string }>({
  code: 'catalog.not-external',
  kind: 'invalid',
  message: ({ database, table }) =>
    `"${dotted(database)}.${table}" is an Iceberg table: its metadata says what it is`,
})

/** The table has another version than the caller believes; reading it again helps. */
export const versionMismatch = defineError<{ wanted: number; found: number }>({
  code: 'catalog.version-mismatch',
  kind: 'conflict',
  // As Glue counts them, which alone asks by version.
  message: ({ wanted, found }) => `the table has version ${found - 1}, not ${wanted - 1}`,
})

export const removalForbidden = defineError<{ location: string }>({
  code: 'catalog.removal-forbidden',
  kind: 'invalid',
  message: ({ location }) =>
    `files below "${location}" must not be removed: gc.enabled of the table is false`,
})

export const currentVersion = defineError<{ database: string; table: string }>({
  code: 'catalog.current-version',
  kind: 'invalid',
  message: ({ database, table }) => `the current version of "${database}.${table}" stays`,
})

export const noSuchVersion = defineError<{ version: number }>({
  code: 'catalog.no-such-version',
  kind: 'not-found',
  message: ({ version }) => `version ${version - 1} does not exist`,
})

export const noSuchStatistics = defineError<{ column: string }>({
  code: 'catalog.no-such-statistics',
  kind: 'not-found',
  message: ({ column }) => `no statistics of column "${column}" are kept`,
})

/** The engine that asks says that it cannot hide what its caller may not read. */
export const engineCannotFilter = defineError<{ database: string; table: string }>({
  code: 'catalog.engine-cannot-filter',
  kind: 'denied',
  message: ({ database, table }) =>
    `"${database}.${table}" has columns or rows that the engine cannot hide from its caller`,
})

export const invalidFilter = defineError<{ reason: string }>({
  code: 'catalog.invalid-filter',
  kind: 'invalid',
  message: ({ reason }) => `the expression is not valid: ${reason}`,
})
