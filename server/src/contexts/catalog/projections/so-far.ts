import { randomBytes } from 'node:crypto'
import { countFiles, findFiles } from '../store/projections.ts'
import type { ProjectionWorkings } from './deps.ts'
import { type Part, partsOf } from './make-files.ts'
import { derivedMetadata, type MadeMoment } from './model/derive.ts'
import type { Projection } from './port.ts'
import { createReadBase } from './read-base.ts'
import { newestOf, type Wanted } from './wanted.ts'
import { blocksOf, writtenList, writtenManifest } from './write-snapshot.ts'

/** What of a projection that is being made is there already. */
export type SoFar = (wanted: Wanted) => Promise<Projection>

interface Told {
  /** Of what. */
  key: string
  at: number
  parts: Promise<readonly Part[]>
  answer: Promise<Answer>
}

interface Answer {
  /** So many files of the projection were there. */
  files: number
  writtenAt: number
  projection: Projection
}

/** All who ask within so long are answered the same. */
const FRESH_MS = 2000
/** The sweep removes what no row names; until then the same answer does while nothing is new. */
const TOLD_AGAIN_MS = 600_000
const TOLD_MAX = 50

/**
 * A table of one snapshot, made of the files that are there: each row in it is open, and not all
 * that are open are in it. `millrace.partial` says how much of the work is done, in percent: how
 * many files of the base hold nothing that is open is not for its readers.
 */
export function createSoFar(deps: ProjectionWorkings): SoFar {
  const told = new Map<string, Told>()
  return async (wanted) => {
    const { id, keys } = wanted
    const at = deps.clock().getTime()
    const known = told.get(id)
    const before = known?.key === keys.current ? known : undefined
    if (before && at - before.at < FRESH_MS) return (await before.answer).projection
    const parts = before?.parts ?? partsOfNewest(deps, wanted)
    const answer = answered(deps, wanted, { parts, before: before?.answer, at })
    told.delete(id)
    told.set(id, { key: keys.current, at, parts, answer })
    const [oldest] = told.keys()
    if (told.size > TOLD_MAX && oldest !== undefined) told.delete(oldest)
    answer.catch(() => told.delete(id))
    return (await answer).projection
  }
}

async function partsOfNewest(deps: ProjectionWorkings, wanted: Wanted): Promise<readonly Part[]> {
  const snapshot = newestOf(wanted)
  if (!snapshot) return []
  return partsOf(wanted, snapshot, createReadBase(deps, wanted.metadata))
}

async function answered(
  deps: ProjectionWorkings,
  wanted: Wanted,
  of: { parts: Promise<readonly Part[]>; before: Promise<Answer> | undefined; at: number },
): Promise<Answer> {
  const before = await of.before
  const files = await countFiles(deps.sql, wanted.id)
  if (before?.files === files && of.at - before.writtenAt < TOLD_AGAIN_MS) return before
  const projection = await written(deps, wanted, await of.parts)
  return { files, writtenAt: of.at, projection }
}

async function written(
  deps: ProjectionWorkings,
  wanted: Wanted,
  parts: readonly Part[],
): Promise<Projection> {
  const { id, location, plan, metadata: base } = wanted
  const keys = parts.map(({ key }) => key)
  const known = await findFiles(deps.sql, id, keys)
  const files = new Map(known.map(({ key, file }) => [key, file]))
  const there = parts.filter(({ key }) => files.has(key))
  const history: MadeMoment[] = []
  const snapshot = newestOf(wanted)
  if (snapshot) {
    const blocks = blocksOf(wanted, snapshot, there)
    const manifests = await Promise.all(
      blocks.map((block) => writtenManifest(deps, wanted, { block, snapshot, files })),
    )
    const filled = manifests.filter((one) => one !== undefined)
    const list = await writtenList(deps, wanted, { snapshot, filled })
    history.push({ snapshot, at: snapshot['timestamp-ms'], ...list })
  }
  // Engines must not take it for the whole: it has another UUID.
  const derivation = { key: deps.projectionKey, id: `${id} partial`, location, plan, base, history }
  const percent = Math.floor((100 * there.length) / Math.max(1, parts.length))
  const properties = { 'millrace.partial': String(percent) }
  const metadata = { ...derivedMetadata(derivation), properties }
  const metadataLocation = `${location}/00000-${randomBytes(20).toString('hex')}.metadata.json`
  await deps.files.write(metadataLocation, metadata)
  return { metadata, metadataLocation, location }
}
