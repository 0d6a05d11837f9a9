import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duckdb, duckdbFailed, openDuckdb } from '../../../foundation/duckdb.ts'
import { transaction } from '../../../foundation/sql.ts'
import { notAdoptable } from '../errors.ts'
import { setRead, setSkipped, unreadFiles } from '../store/adoption-files.ts'
import { updateAdoption } from '../store/adoptions.ts'
import type { Workings } from '../workings.ts'
import { footerFacts } from './footer-facts.ts'
import type { Adoption, FileFacts, Shape } from './model/adoption.ts'
import { pathParts } from './model/hive-path.ts'
import { type ReadFile, withFile } from './model/shape.ts'
import { readFooter, type Skipped } from './read-footer.ts'
import { demandRunning } from './running.ts'

/** Footers that are read before their facts are written down; a kill loses no more than these. */
const BATCH = 32
/** Footers in memory at the same time. */
const AT_ONCE = 4

type Deps = Pick<Workings, 'sql' | 'storage'>
type Unread = Awaited<ReturnType<typeof unreadFiles>>[number]
type Outcome = { file: ReadFile } | Skipped

/** Reads the footers of what was found, in order, and joins their columns. */
export async function readFiles(deps: Deps, adoption: Adoption): Promise<Adoption> {
  let progress = adoption
  for (;;) {
    const batch = await unreadFiles(deps.sql, adoption.id, BATCH)
    if (batch.length === 0) return progress
    const outcomes = await readBatch(deps, adoption, batch)
    progress = joined(progress, outcomes)
    await transaction(deps.sql, async (tx) => {
      for (const [location, outcome] of outcomes) {
        const file = { adoptionId: adoption.id, location }
        if ('skipped' in outcome) await setSkipped(tx, { ...file, reason: outcome.skipped })
        else await setRead(tx, { ...file, facts: outcome.file.facts })
      }
      const { shape, filesFound, filesRead, rowsRead, notesCount } = progress
      const change = { shape, filesFound, filesRead, rowsRead, notesCount }
      demandRunning(adoption, await updateAdoption(tx, adoption.id, change))
    })
  }
}

/** The first file that does not fit ends the run: half a table would be none. */
function joined(adoption: Adoption, outcomes: readonly [string, Outcome][]): Adoption {
  let { shape, filesFound, filesRead, rowsRead, notesCount } = adoption
  for (const [, outcome] of outcomes) {
    if ('skipped' in outcome) {
      notesCount += 1
      filesFound -= 1
      continue
    }
    shape = fitted(shape, outcome.file, adoption)
    filesRead += 1
    rowsRead += outcome.file.facts.rows
  }
  return { ...adoption, shape, filesFound, filesRead, rowsRead, notesCount }
}

function fitted(shape: Shape, file: ReadFile, { options }: Adoption): Shape {
  const next = withFile(shape, file, options)
  if ('reason' in next) throw notAdoptable(next)
  return next
}

async function readBatch(
  deps: Deps,
  { location: root }: Adoption,
  batch: readonly Unread[],
): Promise<[string, Outcome][]> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-adoption-'))
  try {
    await using duckdb = await openDuckdb({ directories: [directory] })
    const outcomes: [string, Outcome][] = []
    for (let from = 0; from < batch.length; from += AT_ONCE) {
      const some = batch.slice(from, from + AT_ONCE)
      const read = some.map(async (file, index): Promise<[Unread, string, Skipped | undefined]> => {
        const path = join(directory, `${from + index}.parquet`)
        return [file, path, await readFooter(deps.storage, file, path)]
      })
      for (const [file, path, skipped] of await Promise.all(read))
        outcomes.push([file.location, skipped ?? (await factsOf(duckdb, { root, file, path }))])
    }
    return outcomes
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function factsOf(
  duckdb: Duckdb,
  { root, file, path }: { root: string; file: Unread; path: string },
): Promise<Outcome> {
  try {
    const { nodes, facts } = await footerFacts(duckdb, path)
    if (facts.rows === 0) return { skipped: 'it has no rows' }
    const parts = pathParts(root, file.location)
    const whole: FileFacts = { ...facts, path: Object.fromEntries(parts) }
    return { file: { location: file.location, nodes, parts, facts: whole } }
  } catch (error) {
    if (!duckdbFailed.matches(error)) throw error
    return { skipped: 'its footer cannot be read' }
  }
}
