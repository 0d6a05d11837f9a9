import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { chainOf, type Link } from '../model/chain.ts'
import type { Slice } from '../model/ledger.ts'
import { type Pipeline, tableKey } from '../model/pipeline.ts'
import { gatherChain, type MakersOf, type Subject } from './gather-chain.ts'

export interface ChainLink extends Omit<Link, 'id' | 'neededBy'> {
  /** Undefined: it fills a table that is hidden. */
  subject: Subject | undefined
}

interface Asked {
  pipeline: Pipeline
  line: Slice | undefined
  makersOf?: MakersOf
}

export interface Chain {
  links: readonly Link[]
  subjects: ReadonlyMap<string, Subject>
}

/**
 * What the deadline of a slice hangs on, the product first. What fills a table that the caller may
 * not DESCRIBE has no name here, and what lies behind it is left out.
 */
export async function chainFor(
  deps: PipelinesDeps,
  caller: Caller,
  asked: Asked,
): Promise<ChainLink[]> {
  return chainSeen(deps, caller, await chainBehind(deps, asked))
}

/** All of it, for nobody's eyes. */
export async function chainBehind(
  deps: PipelinesDeps,
  { pipeline, line, makersOf }: Asked,
): Promise<Chain> {
  const { deadlineAt } = line ?? {}
  if (!line || !deadlineAt) return { links: [], subjects: new Map() }
  const asked = { line: { ...line, deadlineAt }, makersOf }
  const { facts, subjects } = await gatherChain(deps, pipeline, asked)
  const links = chainOf(facts, { product: pipeline.id, deadlineAt, now: deps.clock() })
  return { links, subjects }
}

/** What of it the caller may see. */
export async function chainSeen(
  { catalog }: PipelinesDeps,
  caller: Caller,
  { links, subjects }: Chain,
): Promise<ChainLink[]> {
  const tables = new Map([...subjects.values()].map(({ table }) => [tableKey(table), table]))
  const visible = new Set((await catalog.visibleAmong(caller, [...tables.values()])).map(tableKey))
  return told(links, ({ id, depth }) => {
    const subject = subjects.get(id)
    return subject && (depth === 0 || visible.has(tableKey(subject.table))) ? subject : undefined
  })
}

/** Links as far as they may be seen, and not what lies behind those that may not. */
function told(links: readonly Link[], subjectOf: (link: Link) => Subject | undefined): ChainLink[] {
  const found: ChainLink[] = []
  let hiddenAt = Number.POSITIVE_INFINITY
  for (const link of links) {
    if (link.depth > hiddenAt) continue
    const { id: _id, neededBy: _by, ...rest } = link
    const subject = subjectOf(link)
    hiddenAt = subject ? Number.POSITIVE_INFINITY : link.depth
    found.push({ ...rest, subject })
  }
  return found
}
