import { randomBytes } from 'node:crypto'
import type { Snapshot } from '../model/metadata.ts'
import { insertFile, type KnownFile, type StoredFile, useFiles } from '../store/projections.ts'
import { buildFile, type FileWork } from './build-file.ts'
import { clockedBuilds } from './clocked-builds.ts'
import type { ProjectionWorkings } from './deps.ts'
import { deletesFor } from './model/deletes.ts'
import { commitOf } from './model/history.ts'
import { newerFirst } from './model/newer-first.ts'
import { type Group, groupEntries } from './model/plan.ts'
import type { ReadBase } from './read-base.ts'
import type { Slots } from './slots.ts'
import { toStored } from './stored-file.ts'
import type { Wanted } from './wanted.ts'

/** One file of a projection, made or not. */
export interface Part {
  key: string
  group: Group
  /** Which brought the base files; see `commitOf`. */
  commit: number
  snapshotId: bigint
  /** Rows of the base files were deleted since. */
  thinned: boolean
  work: Omit<FileWork, 'location'>
}

/** What one snapshot consists of. */
export async function partsOf(
  { metadata, plan, keys }: Wanted,
  snapshot: Snapshot,
  readBase: ReadBase,
): Promise<Part[]> {
  const { data, deletes } = await readBase(snapshot)
  const deletesOf = deletesFor(metadata, deletes)
  return groupEntries(plan, metadata, data).map((group) => {
    const parts = group.entries.map((entry) => ({ file: entry.file, deletes: deletesOf(entry) }))
    const [first] = group.entries
    return {
      key: keys.file(parts),
      group,
      commit: first ? commitOf(metadata, first) : 0,
      snapshotId: first?.snapshotId ?? 0n,
      thinned: parts.some(({ deletes: { vector, positions, equality } }) => {
        return vector !== undefined || positions.length > 0 || equality.length > 0
      }),
      work: { metadata, plan, parts },
    }
  })
}

export interface Making {
  slots: Slots
  /** Told how many files are done, of so many. */
  progress?: (done: number, of: number) => Promise<void>
}

/** Makes what is missing of `parts`; files that are there from before are taken as they are. */
export async function makeFiles(
  deps: ProjectionWorkings,
  wanted: Wanted,
  parts: readonly Part[],
  { slots, progress }: Making,
): Promise<ReadonlyMap<string, StoredFile | undefined>> {
  const keys = parts.map(({ key }) => key)
  const known = await useFiles(deps.sql, wanted.id, keys, deps.clock())
  const files = new Map(known.map((one) => [one.key, one.file]))
  const missing = parts.filter(({ key }) => !files.has(key)).sort(newerFirst)
  const clocked = clockedBuilds(deps)
  await everyOne(missing, async (part) => {
    const { key, file } = await slots(() => clocked.time(part, () => madeFile(deps, wanted, part)))
    files.set(key, file)
    await progress?.(files.size, parts.length)
  })
  await clocked.keep()
  return files
}

/** After the first failure nothing new begins, and what runs is waited for. */
async function everyOne<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = []
  const attempts = items.map(async (item) => {
    try {
      if (failures.length === 0) await work(item)
    } catch (error) {
      failures.push(error)
    }
  })
  await Promise.all(attempts)
  if (failures.length > 0) throw failures[0]
}

/** Two builders may make the same file; the first one's is kept. */
async function madeFile(
  deps: ProjectionWorkings,
  { id, location }: Wanted,
  { key, work }: Part,
): Promise<KnownFile> {
  const name = randomBytes(20).toString('hex')
  const made = await buildFile(deps, { ...work, location: `${location}/${name}.parquet` })
  const file = made && toStored(made)
  const mine = { projectionId: id, key, file, usedAt: deps.clock() }
  if (await insertFile(deps.sql, mine)) return { key, file }
  if (made) await deps.storage.remove([made.location])
  const [theirs] = await useFiles(deps.sql, id, [key], deps.clock())
  return theirs ?? { key, file: undefined }
}
