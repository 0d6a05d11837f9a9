import { randomUUID } from 'node:crypto'
import type { Caller } from '../../identity/index.ts'
import { notSupported } from '../errors.ts'
import { describeFile } from '../model/data-file.ts'
import type { AppendFiles, Committed, ReplaceFiles } from '../model/face.ts'
import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import {
  currentSchema,
  currentSnapshot,
  defaultSpec,
  snapshotOf,
  type TableMetadata,
} from '../model/metadata.ts'
import { summarize } from '../model/snapshot.ts'
import type { TableId } from '../model/table.ts'
import { findCommitKey, insertCommitKey } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import { commit, type State } from './commit.ts'
import { type Erased, erasedOf } from './erase-rows.ts'
import type { OpenedTable } from './gates.ts'
import { entriesOf, manifestsOf, schemaFor, specOf } from './manifests.ts'
import { newSnapshotId, putManifest, putSnapshot } from './put-snapshot.ts'

export interface Writing {
  tableId: TableId
  snapshotId: bigint
  added: readonly TableFile[]
  /** The manifest of `added`; the same for every attempt. */
  manifest: ManifestFile | undefined
  erased: Erased
  command: AppendFiles & Partial<Pick<ReplaceFiles, 'replaces' | 'rows'>>
}

export const COMMIT_KEY = 'millrace.commit-key'

/** Makes one snapshot of the command's files, once for its commit key. */
export async function writeFiles(
  deps: Workings,
  caller: Caller,
  { table }: OpenedTable,
  command: Writing['command'],
): Promise<Committed> {
  const done = await findCommitKey(deps.sql, table.id, command.commitKey)
  if (done) return { ...done, fresh: false }
  const metadata = await deps.files.read(table.metadataLocation)
  if (metadata['format-version'] !== 2)
    throw notSupported({ what: 'writing a table of another format version than 2' })
  const added = await place(deps, metadata, command)
  const snapshotId = newSnapshotId()
  const manifest = await addedManifest(deps, metadata, { added, snapshotId })
  const written = { tableId: table.id, snapshotId, added, manifest, erased: new Map() }
  return commitWriting(deps, caller, { ...written, command })
}

async function commitWriting(deps: Workings, caller: Caller, writing: Writing): Promise<Committed> {
  const { tableId, snapshotId, command } = writing
  const next = await commit(deps, caller, tableId, {
    commitKey: command.commitKey,
    make: (state) => made(deps, writing, state),
    alongside: (tx, { metadata }) => {
      const snapshot = snapshotOf(metadata, snapshotId)
      const committedAt = new Date(snapshot?.['timestamp-ms'] ?? 0)
      return insertCommitKey(tx, { tableId, key: command.commitKey, snapshotId, committedAt })
    },
  })
  const snapshot = snapshotOf(next.metadata, snapshotId)
  if (snapshot) return { snapshotId, committedAt: new Date(snapshot['timestamp-ms']), fresh: true }
  const first = await findCommitKey(deps.sql, tableId, command.commitKey)
  return { ...(first as Omit<Committed, 'fresh'>), fresh: false }
}

/** Makes staged files objects of the table. All are described before the first is moved. */
async function place(
  { storage }: Workings,
  metadata: TableMetadata,
  { files }: Writing['command'],
): Promise<TableFile[]> {
  const to = { schema: currentSchema(metadata), spec: defaultSpec(metadata) }
  const described = files.map((file) => {
    const location = `${metadata.location}/data/${randomUUID()}.parquet`
    return { path: file.path, file: describeFile(file, { ...to, location }) }
  })
  for (const { path, file } of described) await storage.adopt(file.location, path)
  return described.map(({ file }) => file)
}

async function addedManifest(
  deps: Workings,
  metadata: TableMetadata,
  { added, snapshotId }: { added: readonly TableFile[]; snapshotId: bigint },
): Promise<ManifestFile | undefined> {
  if (added.length === 0) return undefined
  const entries = added.map((file): ManifestEntry => ({ status: 'added', snapshotId, file }))
  const options = { schema: currentSchema(metadata), spec: defaultSpec(metadata) }
  return putManifest(deps, metadata.location, {
    ...options,
    content: 'data',
    entries,
    snapshotId,
  })
}

/** The next metadata of `state`; the same metadata when the commit key is known by now. */
async function made(deps: Workings, writing: Writing, state: State): Promise<TableMetadata> {
  const { metadata } = state
  const { command, added, snapshotId } = writing
  if (await findCommitKey(deps.sql, state.table.id, command.commitKey)) return metadata
  const { manifests, removed, erased } = await without(deps, writing, metadata)
  const deletes = await deleteManifests(deps, metadata, { erased, snapshotId })
  const all = [...(writing.manifest ? [writing.manifest] : []), ...deletes, ...manifests]
  const appends = removed.length + erased.length === 0
  const operation = appends ? 'append' : added.length > 0 ? 'overwrite' : 'delete'
  const properties = { ...command.properties, [COMMIT_KEY]: command.commitKey }
  const summary = summarize(metadata, { operation, added, removed, erased, properties })
  return putSnapshot(deps, metadata, { id: snapshotId, manifests: all, summary })
}

/** The manifests that go on, with those written anew that hold a replaced file. */
async function without(
  deps: Workings,
  { command, snapshotId, erased: known }: Writing,
  metadata: TableMetadata,
): Promise<{ manifests: ManifestFile[]; removed: TableFile[]; erased: TableFile[] }> {
  const before = await manifestsOf(deps, metadata, currentSnapshot(metadata))
  const manifests: ManifestFile[] = []
  const removed: TableFile[] = []
  const erased: TableFile[] = []
  const live = before.filter((one) => one.addedFiles + one.existingFiles > 0)
  for (const manifest of live) {
    const entries =
      command.replaces && manifest.content === 'data'
        ? await entriesOf(deps, metadata, manifest)
        : []
    const gone = entries.filter((entry) => replaced(command, metadata, entry))
    const { rows } = command
    const left = entries.filter((entry) => !gone.includes(entry))
    if (rows) erased.push(...(await erasedOf(deps, metadata, { entries: left, rows, known })))
    if (gone.length === 0) manifests.push(manifest)
    else {
      removed.push(...gone.map(({ file }) => file))
      const rewritten = entries.map(
        (entry): ManifestEntry =>
          gone.includes(entry)
            ? { ...entry, status: 'deleted', snapshotId }
            : { ...entry, status: 'existing' },
      )
      const spec = specOf(metadata, manifest.specId)
      const options = { schema: schemaFor(metadata, spec), spec, content: 'data' as const }
      const anew = { ...options, entries: rewritten, snapshotId }
      manifests.push(await putManifest(deps, metadata.location, anew))
    }
  }
  return { manifests, removed, erased }
}

async function deleteManifests(
  deps: Workings,
  metadata: TableMetadata,
  { erased, snapshotId }: { erased: readonly TableFile[]; snapshotId: bigint },
): Promise<ManifestFile[]> {
  const manifests: ManifestFile[] = []
  for (const [specId, files] of Map.groupBy(erased, (file) => file.specId)) {
    const entries = files.map((file): ManifestEntry => ({ status: 'added', snapshotId, file }))
    const spec = specOf(metadata, specId)
    const options = { schema: schemaFor(metadata, spec), spec, content: 'deletes' as const }
    manifests.push(await putManifest(deps, metadata.location, { ...options, entries, snapshotId }))
  }
  return manifests
}

function replaced(
  { replaces }: Writing['command'],
  metadata: TableMetadata,
  entry: ManifestEntry,
): boolean {
  const addedBy = snapshotOf(metadata, entry.snapshotId ?? -1n)?.summary
  return replaces?.(entry.file, addedBy) ?? false
}
