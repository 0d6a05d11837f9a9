import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Duckdb, openDuckdb, quotePath } from '../../../foundation/duckdb.ts'
import { transaction } from '../../../foundation/sql.ts'
import { forgetAdopted } from '../store/adoption-files.ts'
import { lockTable } from '../store/table-rows.ts'
import { GONE, KEPT, type Maintaining, type Outcome, present, removable } from './maintaining.ts'
import { reachable } from './reachable.ts'

const BATCH = 500
const MEMORY_BYTES = 256 << 20

/**
 * Removes what lies at the table's place and no kept state of it names. What is younger than the
 * grace may be of a commit that is still to come. The two lists go through files, so that memory
 * does not grow with them.
 */
export async function removeOrphans(work: Maintaining): Promise<Outcome> {
  const found = await present(work)
  if (!found) return GONE
  const where = await removable(work, found)
  if (where.places.length === 0) return KEPT
  const directory = await mkdtemp(join(tmpdir(), 'millrace-orphans-'))
  try {
    return await compared(work, { directory, where })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function compared(
  work: Maintaining,
  { directory, where }: { directory: string; where: Where },
): Promise<Outcome> {
  const { deps } = work
  const [named, listed] = [join(directory, 'named.json'), join(directory, 'listed.json')]
  const names: Names = { told: new Set(), late: new Set() }
  const found = await present(work)
  if (!found) return GONE
  // Listed first: what comes between the two lists is named by the second.
  const filesListed = await written(listed, oldFiles(work, where))
  if (work.turn.stopping()) return { state: 'running', counts: { ...work.before } }
  await written(named, rows(reachable(deps, found.metadata, names.told)))
  await using duckdb = await openDuckdb({
    directories: [directory],
    spillDirectory: directory,
    memoryBytesMax: MEMORY_BYTES,
  })
  const { filesRemoved = 0, bytesRemoved = 0 } = work.before
  const counts = { filesListed: filesListed + filesRemoved, filesRemoved, bytesRemoved }
  const since = deps.clock()
  for (let after = ''; ; ) {
    const orphans = await orphansAfter(duckdb, { named, listed, after })
    const last = orphans.at(-1)
    if (!last) return { state: 'done', counts }
    after = last.location
    const gone = await removeUnnamed(work, orphans, names)
    counts.filesRemoved += gone.length
    counts.bytesRemoved += gone.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    await work.tell(counts)
    if (orphans.length < BATCH) return { state: 'done', counts }
    if (work.turn.over(since)) return { state: work.turn.last ? 'done' : 'running', counts }
  }
}

interface Where {
  places: readonly string[]
  /** What is older was never the table's. */
  since: number
}

interface Names {
  /** Manifests and lists whose files are known. */
  told: Set<string>
  /** What was named by commits since. */
  late: Set<string>
}

interface Orphan {
  location: string
  sizeBytes: number
}

async function* oldFiles(
  { deps, policy, turn }: Maintaining,
  { places, since }: Where,
): AsyncGenerator<Orphan> {
  const before = deps.clock().getTime() - policy.orphanGraceMs
  for (const place of places)
    for await (const { location, sizeBytes, modifiedAt } of deps.storage.list(place)) {
      if (turn.stopping()) return
      const at = modifiedAt.getTime()
      if (at >= since && at < before) yield { location, sizeBytes }
    }
}

async function* rows(locations: AsyncIterable<string>): AsyncGenerator<{ location: string }> {
  for await (const location of locations) yield { location }
}

/** One object of JSON a line; answers how many. */
async function written(path: string, items: AsyncIterable<object>): Promise<number> {
  let count = 0
  async function* lines() {
    for await (const item of items) {
      count += 1
      yield `${JSON.stringify(item)}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path, { mode: 0o600 }))
  return count
}

async function orphansAfter(
  duckdb: Duckdb,
  { named, listed, after }: { named: string; listed: string; after: string },
): Promise<Orphan[]> {
  const read = (path: string, columns: string) =>
    `read_json(${quotePath(path)}, format = 'newline_delimited', columns = {${columns}})`
  const found = await duckdb.rows(
    `SELECT l.location, l."sizeBytes" AS size
     FROM ${read(listed, `location: 'VARCHAR', sizeBytes: 'BIGINT'`)} l
     ANTI JOIN ${read(named, `location: 'VARCHAR'`)} n ON n.location = l.location
     WHERE l.location > $1 ORDER BY l.location LIMIT ${BATCH}`,
    [after],
  )
  return found.map(({ location, size }) => ({
    location: String(location),
    sizeBytes: Number(size),
  }))
}

/** No commit passes while a batch goes; what came by commits since the lists were made stays. */
async function removeUnnamed(
  { deps, tableId }: Maintaining,
  orphans: readonly Orphan[],
  { told, late }: Names,
): Promise<Orphan[]> {
  return transaction(deps.sql, async (tx) => {
    const table = await lockTable(tx, tableId)
    if (!table) return []
    const metadata = await deps.files.read(table.metadataLocation)
    late.add(table.metadataLocation)
    for await (const location of reachable(deps, metadata, told)) late.add(location)
    const gone = orphans.filter(({ location }) => !late.has(location))
    const locations = gone.map(({ location }) => location)
    await deps.storage.remove(locations)
    await forgetAdopted(tx, tableId, locations)
    return gone
  })
}
