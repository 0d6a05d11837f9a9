import { randomBytes } from 'node:crypto'
import { notSupported } from '../errors.ts'
import type { ManifestEntry, TableFile } from '../model/manifest.ts'
import { currentSnapshot, type TableMetadata } from '../model/metadata.ts'
import { demandOwn, entriesOf, manifestsOf } from '../steps/manifests.ts'
import { insertFile, type KnownFile, setProgress, useFiles } from '../store/projections.ts'
import { buildFile, type FileWork } from './build-file.ts'
import type { ProjectionWorkings } from './deps.ts'
import { deletesFor } from './model/deletes.ts'
import { type Group, groupEntries, shapeOf } from './model/plan.ts'
import { keyedName } from './model/policy.ts'
import { fromStored, toStored } from './stored-file.ts'
import type { Wanted } from './wanted.ts'
import { writeState } from './write-state.ts'

interface Step {
  key: string
  group: Group
  work: FileWork
}

/** Makes what is missing of a state; files that are there from before are taken as they are. */
export async function build(deps: ProjectionWorkings, wanted: Wanted): Promise<void> {
  const steps = await stepsOf(deps, wanted)
  const keys = steps.map(({ key }) => key)
  const known = await useFiles(deps.sql, wanted.id, keys, deps.clock())
  const files = new Map(known.map((one) => [one.key, one]))
  const missing = steps.filter(({ key }) => !files.has(key))
  const progress = progressOf(deps, wanted, { done: known.length, of: steps.length })
  await everyOne(missing, async (step) => {
    files.set(step.key, await deps.slots(() => madeFile(deps, wanted, step)))
    await progress()
  })
  const parts = steps.map(({ key, group }) => ({ group, file: files.get(key)?.file }))
  const rows = parts.filter(({ file }) => file !== undefined)
  await writeState(deps, wanted, {
    keys,
    files: rows.map(({ group, file }) => fromStored(file!, group)),
  })
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

async function stepsOf(deps: ProjectionWorkings, wanted: Wanted): Promise<Step[]> {
  const { metadata, plan, id, location } = wanted
  const { data, deletes } = await entriesIn(deps, metadata)
  const deletesOf = deletesFor(metadata, deletes)
  const shape = shapeOf(plan, metadata)
  return groupEntries(plan, data).map((group) => {
    const parts = group.entries.map((entry) => ({ file: entry.file, deletes: deletesOf(entry) }))
    const sources = parts
      .map(({ file, deletes: gone }) => [
        named(file),
        [...(gone.vector ? [gone.vector] : []), ...gone.positions, ...gone.equality].map(named),
      ])
      .sort()
    const key = keyedName(deps.projectionKey, 'file', [id, shape, sources])
    const name = randomBytes(20).toString('hex')
    const work = { metadata, plan, parts, location: `${location}/${name}.parquet` }
    return { key, group, work }
  })
}

function named({ location, sizeBytes, recordCount, blob }: TableFile) {
  return [location, sizeBytes, recordCount, blob?.offset ?? null]
}

/** Whoever commits writes the manifests: only files of the table itself are read for it. */
async function entriesIn(deps: ProjectionWorkings, metadata: TableMetadata) {
  const data: ManifestEntry[] = []
  const deletes: ManifestEntry[] = []
  for (const manifest of await manifestsOf(deps, metadata, currentSnapshot(metadata))) {
    if (manifest.keyMetadata) throw notSupported({ what: 'an encrypted manifest' })
    for (const entry of await entriesOf(deps, metadata, manifest)) {
      const { file } = entry
      demandOwn(metadata.location, file.location)
      demandReadable(file)
      if (file.content === 'data') data.push(entry)
      else deletes.push(entry)
    }
  }
  return { data, deletes }
}

function demandReadable({ format, content, keyMetadata, blob }: TableFile): void {
  if (keyMetadata) throw notSupported({ what: 'an encrypted file' })
  const vector = format === 'PUFFIN' && content === 'position-deletes' && blob !== undefined
  if (format !== 'PARQUET' && !vector) throw notSupported({ what: `the format ${format}` })
}

/** Two builders may make the same file; the first one's is kept. */
async function madeFile(
  deps: ProjectionWorkings,
  { id }: Wanted,
  { key, work }: Step,
): Promise<KnownFile> {
  const made = await buildFile(deps, work)
  const file = made && toStored(made)
  const mine = { projectionId: id, key, file, usedAt: deps.clock() }
  if (await insertFile(deps.sql, mine)) return { key, file }
  if (made) await deps.storage.remove([made.location])
  const [theirs] = await useFiles(deps.sql, id, [key], deps.clock())
  return theirs ?? { key, file: undefined }
}

const PROGRESS_EVERY_MS = 500

function progressOf(
  deps: ProjectionWorkings,
  { id }: Wanted,
  { done, of }: { done: number; of: number },
): () => Promise<void> {
  const state = { done, saidAt: 0 }
  return async () => {
    state.done += 1
    const now = Date.now()
    if (now - state.saidAt < PROGRESS_EVERY_MS) return
    state.saidAt = now
    await setProgress(deps.sql, id, state.done / of)
  }
}
