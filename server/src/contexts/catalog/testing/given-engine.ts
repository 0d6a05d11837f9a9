import { randomBytes, randomUUID } from 'node:crypto'
import { openDuckdb, quotePath, quoteText } from '../../../foundation/duckdb.ts'
import type { MaintenanceTask } from '../maintenance/model/run.ts'
import { runMaintenance } from '../maintenance/run.ts'
import { describeFile } from '../model/data-file.ts'
import { type ManifestEntry, type TableFile, writeManifest } from '../model/manifest.ts'
import {
  describeManifest,
  readManifestList,
  withRowIds,
  writeManifestList,
} from '../model/manifest-list.ts'
import {
  currentSchema,
  currentSnapshot,
  defaultSpec,
  type TableMetadata,
} from '../model/metadata.ts'
import { nextSnapshot, snapshotCommit, summarize } from '../model/snapshot.ts'
import { type Workings, workingsOf } from '../workings.ts'
import { POSITION_IDS } from './delete-files.ts'
import { flights, type GivenCatalog, givenCatalog, givenFlights } from './given-catalog.ts'
import { written } from './given-projected.ts'
import { type Position, type Vectors, vectorsOf } from './vectors.ts'

/** A commit that an engine has got ready: of the state that it loaded, whatever comes between. */
export type Ready = () => Promise<unknown>

export interface GivenEngine extends GivenCatalog {
  workings: Workings
  ahead: { ms: number }
  metadata(): Promise<TableMetadata>
  /** Appends a file of each select, as engines do through the REST catalog. */
  append(selects: readonly string[]): Promise<Ready>
  eraseEqual(delay: number): Promise<Ready>
  erasePositions(delay: number): Promise<Ready>
  /** Sets properties of the table. */
  tell(updates: Record<string, string>): Promise<unknown>
  /** Gives the table another partition spec. */
  divide(fields: readonly { 'source-id': number; name: string; transform: string }[]): Promise<void>
  maintain(
    tasks?: readonly MaintenanceTask[],
  ): ReturnType<GivenCatalog['catalog']['getMaintenance']>
  delays(snapshotId?: bigint): Promise<number[]>
}

/** The table of flights, without the platform's own writer. */
export async function givenEngine(partitioned = false, formatVersion = 2): Promise<GivenEngine> {
  const ahead = { ms: 0 }
  const given = await givenCatalog(() => ({ clock: () => new Date(Date.now() + ahead.ms) }))
  const { catalog, ana, deps } = given
  await givenFlights(given, partitioned, formatVersion)
  const vectors: Vectors = new Map()
  const workings = workingsOf(deps)
  const metadata = async () => (await catalog.loadTable(ana, flights)).metadata
  return {
    ...given,
    workings,
    ahead,
    metadata,
    append: async (selects) => {
      const base = await metadata()
      return ready(given, base, await dataFiles(given, base, selects))
    },
    eraseEqual: async (delay) => {
      const base = await metadata()
      const select = `SELECT ${delay}::BIGINT AS delay`
      const file = await localFile(given, base, { select, ids: '{delay: 3}' })
      return ready(given, base, [{ ...file, content: 'equality-deletes', equalityIds: [3] }])
    },
    erasePositions: async (delay) => {
      const base = await metadata()
      return ready(given, base, await positionDeletes(given, base, { delay, vectors }))
    },
    tell: (updates) =>
      catalog.commitTable(ana, {
        ...flights,
        requirements: [],
        updates: [{ action: 'set-properties', updates }],
      }),
    divide: (fields) => divide(given, fields),
    async maintain(tasks) {
      const wish = { ...flights, ...(tasks && { tasks }) }
      const run = await catalog.runMaintenance(ana, wish)
      await runMaintenance(workings, run?.id ?? '')
      return catalog.getMaintenance(ana, flights)
    },
    async delays(snapshotId) {
      const at = snapshotId === undefined ? {} : { at: { snapshotId } }
      await using scan = await catalog.scan(ana, { ...flights, ...at })
      const rows = await given.rows('SELECT delay::INT AS d FROM $table ORDER BY 1', scan)
      return (rows as { d: number }[]).map(({ d }) => d)
    },
    [Symbol.asyncDispose]: () => given[Symbol.asyncDispose](),
  }
}

async function divide(
  { catalog, ana }: GivenCatalog,
  fields: Parameters<GivenEngine['divide']>[0],
): Promise<void> {
  await catalog.commitTable(ana, {
    ...flights,
    requirements: [],
    updates: [
      { action: 'add-spec', spec: { 'spec-id': 1, fields: [...fields] } },
      { action: 'set-default-spec', 'spec-id': -1 },
    ],
  })
}

async function dataFiles(given: GivenCatalog, base: TableMetadata, selects: readonly string[]) {
  const files: TableFile[] = []
  for (const select of selects) files.push(await dataFile(given, base, select))
  return files
}

async function dataFile(given: GivenCatalog, base: TableMetadata, select: string) {
  const schema = currentSchema(base)
  const file = await written(given, schema, select)
  const location = `${base.location}/data/${randomUUID()}.parquet`
  const described = describeFile(file, { schema, spec: defaultSpec(base), location })
  await given.storage.adopt(location, file.path)
  return described
}

async function localFile(
  { storage }: GivenCatalog,
  base: TableMetadata,
  { select, ids }: { select: string; ids: string },
): Promise<TableFile> {
  const path = await storage.stagingPath()
  await using duckdb = await openDuckdb({ paths: [path] })
  await duckdb.run(`COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, FIELD_IDS ${ids})`)
  const location = `${base.location}/data/deletes-${randomUUID()}.parquet`
  const { sizeBytes } = await storage.adopt(location, path)
  const specId = base['default-spec-id']
  const facts = { format: 'PARQUET', specId, partition: new Map(), recordCount: 1 }
  return { content: 'data', location, sizeBytes, ...facts }
}

/** Vectors in format 3, and files of positions before it. */
async function positionDeletes(
  given: GivenCatalog,
  base: TableMetadata,
  { delay, vectors }: { delay: number; vectors: Vectors },
): Promise<TableFile[]> {
  const found = await positionsOf(given, delay)
  if (base['format-version'] > 2) return vectorsOf(given, base, { vectors, found })
  const file = await localFile(given, base, { select: positionsSql(found), ids: POSITION_IDS })
  return [{ ...file, content: 'position-deletes' }]
}

async function positionsOf({ catalog, ana }: GivenCatalog, delay: number): Promise<Position[]> {
  await using scan = await catalog.scan(ana, flights)
  await using duckdb = await openDuckdb({ paths: scan.paths })
  const found: Position[] = []
  for (const { path, file } of scan.files) {
    const from = `read_parquet(${quotePath(path)}, file_row_number = true)`
    const where = `WHERE delay = ${delay}`
    for (const { pos } of await duckdb.rows(`SELECT file_row_number AS pos FROM ${from} ${where}`))
      found.push({ location: file.location, pos: Number(pos) })
  }
  return found
}

function positionsSql(found: readonly Position[]): string {
  const none = "SELECT 's3://none' AS file_path, 0::BIGINT AS pos"
  const selects = found.map(
    ({ location, pos }) => `SELECT ${quoteText(location)} AS file_path, ${pos}::BIGINT AS pos`,
  )
  return selects.length === 0 ? none : selects.join(' UNION ALL ')
}

/** One snapshot of `base` and these files, all of one content. */
async function ready(
  { storage, catalog, ana }: GivenCatalog,
  base: TableMetadata,
  files: readonly TableFile[],
): Promise<Ready> {
  const content = files.every((file) => file.content === 'data') ? 'data' : 'deletes'
  const id = BigInt.asUintN(62, randomBytes(8).readBigUInt64LE())
  const formatVersion = base['format-version']
  // Vectors are all written anew: a file has one.
  const anew = files.some(({ format }) => format === 'PUFFIN')
  const described = { schema: currentSchema(base), spec: defaultSpec(base), content } as const
  const layout = { formatVersion, ...described }
  const entries = files.map((file): ManifestEntry => ({ status: 'added', snapshotId: id, file }))
  const bytes = writeManifest(entries, layout)
  const location = `${base.location}/metadata/${id}-${anew ? 'vectors' : 'm'}.avro`
  await storage.write(location, bytes)
  const at = { ...layout, location, sizeBytes: bytes.length, snapshotId: id }
  const before = currentSnapshot(base)
  const there = before ? readManifestList(await storage.readAll(before['manifest-list'])) : []
  const others = there.filter((one) => !anew || !one.location.endsWith('-vectors.avro'))
  const operation = content === 'data' ? 'append' : 'delete'
  const added = content === 'data' ? files : []
  const summary = summarize(base, { operation, added, removed: [], properties: {} })
  const manifestList = `${base.location}/metadata/snap-${id}.avro`
  const own = [describeManifest(entries, at), ...others]
  const numbered = formatVersion > 2 ? withRowIds(own, base['next-row-id'] ?? 0) : undefined
  const made = { id, manifestList, now: new Date(), summary }
  const snapshot = nextSnapshot(base, { ...made, addedRows: numbered?.addedRows ?? 0 })
  const sequenceNumber = snapshot['sequence-number']
  const firstRowId = snapshot['first-row-id']
  const facts = { formatVersion, snapshotId: id, sequenceNumber, firstRowId }
  const list = numbered?.manifests ?? own
  const parentSnapshotId = before?.['snapshot-id']
  await storage.write(manifestList, writeManifestList(list, { ...facts, parentSnapshotId }))
  return () => catalog.commitTable(ana, { ...flights, ...snapshotCommit(base, snapshot) })
}
