import { randomBytes } from 'node:crypto'
import { useFiles } from '../store/projections.ts'
import type { ProjectionWorkings } from './deps.ts'
import { partsOf } from './make-files.ts'
import { derivedMetadata, type MadeMoment } from './model/derive.ts'
import type { Projection } from './port.ts'
import { createReadBase } from './read-base.ts'
import { newestOf, type Wanted } from './wanted.ts'
import { blocksOf, writtenList, writtenManifest } from './write-snapshot.ts'

/** What of a projection that is being made is there already. */
export type Partial = (wanted: Wanted) => Promise<Projection>

interface Told {
  /** Of what, and how much of it was there. */
  key: string
  files: number
  at: number
  projection: Projection
}

/** The sweep removes what no row names; until then the same answer does while nothing is new. */
const TOLD_AGAIN_MS = 600_000
const TOLD_MAX = 1000

/**
 * A table of one snapshot, made of the files that are there: each row in it is open, and not all
 * that are open are in it. `millrace.partial` says how many of its files, as `37/120`.
 */
export function createPartial(deps: ProjectionWorkings): Partial {
  const told = new Map<string, Told>()
  return async (wanted) => {
    const found = await foundParts(deps, wanted)
    const { id, keys } = wanted
    const now = deps.clock().getTime()
    const before = told.get(id)
    const same = before?.key === keys.current && before.files === found.there.length
    if (same && now - before.at < TOLD_AGAIN_MS) return before.projection
    const projection = await written(deps, wanted, found)
    told.delete(id)
    told.set(id, { key: keys.current, files: found.there.length, at: now, projection })
    const [oldest] = told.keys()
    if (told.size > TOLD_MAX && oldest !== undefined) told.delete(oldest)
    return projection
  }
}

type FoundParts = Awaited<ReturnType<typeof foundParts>>

async function foundParts(deps: ProjectionWorkings, wanted: Wanted) {
  const snapshot = newestOf(wanted)
  const readBase = createReadBase(deps, wanted.metadata)
  const parts = snapshot ? await partsOf(wanted, snapshot, readBase) : []
  const keys = parts.map(({ key }) => key)
  const known = await useFiles(deps.sql, wanted.id, keys, deps.clock())
  const files = new Map(known.map(({ key, file }) => [key, file]))
  return { snapshot, parts, files, there: parts.filter(({ key }) => files.has(key)) }
}

async function written(
  deps: ProjectionWorkings,
  wanted: Wanted,
  { snapshot, parts, files, there }: FoundParts,
): Promise<Projection> {
  const { id, location, plan, metadata: base } = wanted
  const history: MadeMoment[] = []
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
  const properties = { 'millrace.partial': `${there.length}/${parts.length}` }
  const metadata = { ...derivedMetadata(derivation), properties }
  const metadataLocation = `${location}/00000-${randomBytes(20).toString('hex')}.metadata.json`
  await deps.files.write(metadataLocation, metadata)
  return { metadata, metadataLocation, location }
}
