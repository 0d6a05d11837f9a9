import { randomUUID } from 'node:crypto'
import type { Caller } from '../../identity/index.ts'
import { describeFile } from '../model/data-file.ts'
import type { AppendFiles, Committed, ReplaceFiles } from '../model/face.ts'
import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import { currentSchema, defaultSpec, snapshotOf, type TableMetadata } from '../model/metadata.ts'
import { summarize } from '../model/snapshot.ts'
import type { TableId } from '../model/table.ts'
import { findCommitKey, insertCommitKey } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'
import { commit, type State } from './commit.ts'
import type { Erased } from './erase-rows.ts'
import type { OpenedTable } from './gates.ts'
import { putLayout } from './manifests.ts'
import { newSnapshotId, putManifest, putSnapshot } from './put-snapshot.ts'
import type { Thinned } from './rewrite-rows.ts'
import { withoutReplaced } from './without-replaced.ts'

export interface Writing {
  tableId: TableId
  snapshotId: bigint
  added: readonly TableFile[]
  /** The manifest of `added`; the same for every attempt. */
  manifest: ManifestFile | undefined
  erased: Erased
  thinned: Thinned
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
  const added = await place(deps, metadata, command)
  const snapshotId = newSnapshotId()
  const manifest = await addedManifest(deps, metadata, { added, snapshotId })
  const made = { erased: new Map(), thinned: new Map() }
  const written = { tableId: table.id, snapshotId, added, manifest, ...made }
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
  const of = { files: added, content: 'data', snapshotId } as const
  const [manifest] = await manifestsFor(deps, metadata, of)
  return manifest
}

/** The next metadata of `state`; the same metadata when the commit key is known by now. */
async function made(deps: Workings, writing: Writing, state: State): Promise<TableMetadata> {
  const { metadata } = state
  const { command, added, snapshotId } = writing
  if (await findCommitKey(deps.sql, state.table.id, command.commitKey)) return metadata
  const { manifests, removed, erased, rewritten } = await withoutReplaced(deps, writing, metadata)
  const deletes = { files: erased, content: 'deletes', snapshotId } as const
  const anew = { files: rewritten, content: 'data', snapshotId } as const
  const all = [
    ...(writing.manifest ? [writing.manifest] : []),
    ...(await manifestsFor(deps, metadata, anew)),
    ...(await manifestsFor(deps, metadata, deletes)),
    ...manifests,
  ]
  const appends = removed.length + erased.length === 0
  const operation = appends ? 'append' : added.length > 0 ? 'overwrite' : 'delete'
  const properties = { ...command.properties, [COMMIT_KEY]: command.commitKey }
  const change = { added: [...added, ...rewritten], removed, erased }
  const summary = summarize(metadata, { operation, ...change, properties })
  return putSnapshot(deps, metadata, { id: snapshotId, manifests: all, summary })
}

/** A manifest for the files of each spec. */
async function manifestsFor(
  deps: Workings,
  metadata: TableMetadata,
  of: { files: readonly TableFile[]; content: 'data' | 'deletes'; snapshotId: bigint },
): Promise<ManifestFile[]> {
  const { content, snapshotId } = of
  const manifests: ManifestFile[] = []
  for (const [specId, files] of Map.groupBy(of.files, (file) => file.specId)) {
    const entries = files.map((file): ManifestEntry => ({ status: 'added', snapshotId, file }))
    const layout = putLayout(metadata, specId)
    const manifest = { ...layout, content, entries, snapshotId }
    manifests.push(await putManifest(deps, metadata.location, manifest))
  }
  return manifests
}
