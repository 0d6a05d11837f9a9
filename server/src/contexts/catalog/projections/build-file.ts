import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duckdb, openDuckdb, quotePath, quoteText } from '../../../foundation/duckdb.ts'
import type { LocalFile } from '../../storage/index.ts'
import { describeFile, parseReturnStats } from '../model/data-file.ts'
import { copyOptions } from '../model/duckdb-schema.ts'
import type { TableFile } from '../model/manifest.ts'
import type { TableMetadata } from '../model/metadata.ts'
import type { ProjectionWorkings } from './deps.ts'
import type { Deletes } from './model/deletes.ts'
import { readDeletionVector } from './model/deletion-vector.ts'
import { PHYSICAL_COLUMNS, parsePhysical } from './model/physical.ts'
import type { Plan } from './model/plan.ts'
import { type BaseFile, selectOf } from './model/select.ts'

export interface FileWork {
  metadata: TableMetadata
  plan: Plan
  parts: readonly { file: TableFile; deletes: Deletes }[]
  /** Of the new file. */
  location: string
}

/** Makes one file of a projection; undefined when none of its rows may be read. */
export async function buildFile(
  deps: ProjectionWorkings,
  work: FileWork,
): Promise<TableFile | undefined> {
  await using held = holder(deps)
  const paths = await Promise.all(sourcesOf(work).map(({ location }) => held.hold(location)))
  const target = await deps.storage.stagingPath()
  const spillDirectory = work.plan.mixes ? await held.directory() : undefined
  await using duckdb = await openDuckdb({
    paths: [...paths, target],
    threads: 1,
    disabledOptimizers: ['statistics_propagation'],
    ...(spillDirectory ? { spillDirectory } : {}),
    ...(deps.memoryBytesMax === undefined ? {} : { memoryBytesMax: deps.memoryBytesMax }),
  })
  const selects: string[] = []
  for (const part of work.parts) {
    const base = await baseFile(deps, { duckdb, pathOf: held.pathOf, part })
    selects.push(selectOf(work.metadata, work.plan, base))
  }
  const written = await copied(duckdb, { plan: work.plan, selects, target })
  if (!written) {
    await rm(target, { force: true })
    return undefined
  }
  const spec = { 'spec-id': 0, fields: [] }
  const file = describeFile(written, { location: work.location, schema: work.plan.schema, spec })
  await deps.storage.adopt(work.location, target)
  return file
}

/** Rows of several files come in an order that shows nothing but what the rows themselves show. */
async function copied(
  duckdb: Duckdb,
  { plan, selects, target }: { plan: Plan; selects: readonly string[]; target: string },
) {
  const all = selects.join(' UNION ALL ')
  const rows = plan.mixes ? `SELECT * FROM (${all}) ORDER BY ALL` : all
  const [row] = await duckdb.rows(
    `COPY (${rows}) TO ${quoteText(target)} (${copyOptions(plan.schema)})`,
  )
  return parseReturnStats(row ?? {})
}

function sourcesOf({ parts }: FileWork): TableFile[] {
  const readable = parts.flatMap(({ file, deletes }) => [
    file,
    ...deletes.positions,
    ...deletes.equality,
  ])
  return [...new Map(readable.map((file) => [file.location, file])).values()]
}

async function baseFile(
  deps: ProjectionWorkings,
  of: {
    duckdb: Duckdb
    pathOf(location: string): string
    part: FileWork['parts'][number]
  },
): Promise<BaseFile> {
  const { duckdb, pathOf, part } = of
  const { file, deletes } = part
  const read = async (one: TableFile) => {
    const path = pathOf(one.location)
    return { path, file: one, root: await physicalOf(duckdb, path) }
  }
  const equalityDeletes: BaseFile['equalityDeletes'][number][] = []
  for (const one of deletes.equality) equalityDeletes.push(await read(one))
  return {
    ...(await read(file)),
    positionDeletes: deletes.positions.map(({ location }) => ({ path: pathOf(location) })),
    equalityDeletes,
    ...(deletes.vector ? { deleted: await positionsIn(deps, deletes.vector) } : {}),
  }
}

async function physicalOf(duckdb: Duckdb, path: string) {
  const from = `parquet_schema(${quotePath(path)})`
  return parsePhysical(await duckdb.rows(`SELECT ${PHYSICAL_COLUMNS} FROM ${from}`))
}

async function positionsIn({ storage }: ProjectionWorkings, vector: TableFile) {
  const { offset, sizeBytes } = vector.blob ?? { offset: 0, sizeBytes: 0 }
  const range = { start: offset, end: offset + sizeBytes - 1 }
  const chunks = await (await storage.read(vector.location, range)).toArray()
  return readDeletionVector(Buffer.concat(chunks), vector.recordCount)
}

/** Local files and a directory, given back together. */
function holder({ storage }: ProjectionWorkings) {
  const held = new Map<string, LocalFile>()
  const directories: string[] = []
  return {
    async hold(location: string): Promise<string> {
      const local = await storage.localFile(location)
      held.set(location, local)
      return local.path
    },
    pathOf: (location: string) => held.get(location)?.path ?? '',
    async directory(): Promise<string> {
      const path = await mkdtemp(join(tmpdir(), 'millrace-projection-'))
      directories.push(path)
      return path
    },
    async [Symbol.asyncDispose]() {
      for (const local of held.values()) await local[Symbol.asyncDispose]()
      for (const path of directories) await rm(path, { recursive: true, force: true })
    },
  }
}
