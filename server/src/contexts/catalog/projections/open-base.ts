import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duckdb, quotePath } from '../../../foundation/duckdb.ts'
import type { LocalFile, Storage } from '../../storage/index.ts'
import type { ReplacedRows } from '../model/face.ts'
import type { TableFile } from '../model/manifest.ts'
import type { Lineage } from '../model/row-lineage.ts'
import type { Deletes } from './model/deletes.ts'
import { readDeletionVector } from './model/deletion-vector.ts'
import { PHYSICAL_COLUMNS, parsePhysical } from './model/physical.ts'
import type { BaseFile } from './model/select.ts'

type Reading = { storage: Pick<Storage, 'localFile' | 'read'> }

/** A data file, and what takes rows away from it. */
export interface ReadPart {
  file: TableFile
  deletes: Deletes
  /** Rows keep their ids, in columns of their own. */
  lineage?: Lineage
  /** Rows that are left out beside deleted ones. */
  without?: ReplacedRows
}

/** All that must be on this host to read `parts`. */
export function sourcesOf(parts: readonly ReadPart[]): TableFile[] {
  const readable = parts.flatMap(({ file, deletes }) => [
    file,
    ...deletes.positions,
    ...deletes.equality,
  ])
  return [...new Map(readable.map((file) => [file.location, file])).values()]
}

/** A file of the base with its deletes, for `selectOf`. */
export async function baseFile(
  deps: Reading,
  of: {
    duckdb: Duckdb
    pathOf(location: string): string
    part: ReadPart
  },
): Promise<BaseFile> {
  const { duckdb, pathOf, part } = of
  const { file, deletes, lineage, without } = part
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
    ...(lineage && { lineage }),
    ...(without && { without }),
    ...(deletes.vector ? { deleted: await positionsIn(deps, deletes.vector) } : {}),
  }
}

async function physicalOf(duckdb: Duckdb, path: string) {
  const from = `parquet_schema(${quotePath(path)})`
  return parsePhysical(await duckdb.rows(`SELECT ${PHYSICAL_COLUMNS} FROM ${from}`))
}

async function positionsIn({ storage }: Reading, vector: TableFile) {
  const { offset, sizeBytes } = vector.blob ?? { offset: 0, sizeBytes: 0 }
  const range = { start: offset, end: offset + sizeBytes - 1 }
  const chunks = await (await storage.read(vector.location, range)).toArray()
  return readDeletionVector(Buffer.concat(chunks), vector.recordCount)
}

/** Local files and a directory, given back together. */
export function holder({ storage }: Reading) {
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
