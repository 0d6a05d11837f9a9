import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { chainOf, type Link } from '../model/chain.ts'
import type { Slice } from '../model/ledger.ts'
import type { Pipeline, TableName } from '../model/pipeline.ts'
import { gatherChain, type Subject } from './gather-chain.ts'

export interface ChainLink extends Omit<Link, 'id' | 'neededBy'> {
  /** Undefined: it fills a table that is hidden. */
  subject: Subject | undefined
}

interface Asked {
  pipeline: Pipeline
  line: Slice | undefined
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
  return chainSeen(deps, asked, (tables) => deps.catalog.visibleAmong(caller, tables))
}

/** The same for whoever the pipeline tells: its account's tables have names, and its inputs. */
export async function chainToTell(deps: PipelinesDeps, asked: Asked): Promise<ChainLink[]> {
  const { accountId, definition } = asked.pipeline
  const inputs = new Set(definition.inputs.map(nameOf))
  return chainSeen(deps, asked, async (tables) =>
    tables.filter((one) => one.accountId === accountId || inputs.has(nameOf(one))),
  )
}

async function chainSeen(
  deps: PipelinesDeps,
  { pipeline, line }: Asked,
  visibleAmong: (tables: readonly TableName[]) => Promise<readonly TableName[]>,
): Promise<ChainLink[]> {
  const { deadlineAt } = line ?? {}
  if (!line || !deadlineAt) return []
  const { facts, subjects } = await gatherChain(deps, pipeline, { ...line, deadlineAt })
  const links = chainOf(facts, { product: pipeline.id, deadlineAt, now: deps.clock() })
  const tables = new Map([...subjects.values()].map(({ table }) => [nameOf(table), table]))
  const visible = new Set((await visibleAmong([...tables.values()])).map(nameOf))
  return told(links, ({ id, depth }) => {
    const subject = subjects.get(id)
    return subject && (depth === 0 || visible.has(nameOf(subject.table))) ? subject : undefined
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

function nameOf({ accountId, database, table }: TableName): string {
  return JSON.stringify([accountId, database, table])
}
