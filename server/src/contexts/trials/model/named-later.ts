import type { Feed } from '../../ingestion/index.ts'
import { invalidCharter } from '../errors.ts'
import type { Charter, Columns } from './charter.ts'
import { declaredDomains } from './domains.ts'

/** The parts of a charter that say where evidence is; bands and hypothesis are none of them. */
export type NamedLater = Partial<
  Pick<
    Charter,
    | 'domains'
    | 'universe'
    | 'mapping'
    | 'mappingCheck'
    | 'owned'
    | 'signal'
    | 'market'
    | 'kpi'
    | 'licence'
    | 'ownership'
  >
> & { columns?: Columns }

/** What was frozen stays; only what it left open is filled in. */
export function withNamed(charter: Charter, named: NamedLater): Charter {
  const { columns, domains, ...rest } = named
  return {
    ...rest,
    ...charter,
    columns: { ...columns, ...charter.columns },
    domains: charter.domains.length > 0 ? charter.domains : (domains ?? []),
  }
}

/**
 * Names more. What the charter or somebody before has named is not changed, nor what counts without
 * a name: a result would be chosen by what it is measured against.
 *
 * @throws trials.invalid-charter
 */
export function nameMore(
  { charter, namedLater: before, feed }: TrialSoFar,
  more: NamedLater,
): { named: NamedLater; names: string[] } {
  const names = namesIn(more)
  if (names.length === 0) throw invalidCharter({ reason: 'nothing is named' })
  const taken = new Set([...namesIn(charter), ...namesIn(before)])
  const twice = names.find((name) => taken.has(name))
  if (twice !== undefined) throw invalidCharter({ reason: `"${twice}" is named already` })
  const counting = new Set(defaultsOf(feed))
  const closed = names.find((name) => counting.has(name))
  if (closed !== undefined)
    throw invalidCharter({
      reason: `"${closed}" is not open: what holds without it counts already`,
    })
  const columns = { ...before.columns, ...more.columns }
  return { named: { ...before, ...more, columns }, names }
}

/** A trial, and the feed of its charter. */
export interface TrialSoFar {
  charter: Charter
  namedLater: NamedLater
  feed: Pick<Feed, 'definition'> | undefined
}

/** What reports take where nothing is named: all columns of numbers, and what the feed declares. */
function defaultsOf(feed: TrialSoFar['feed']): string[] {
  if (!feed) return ['columns.numbers']
  const { key, event } = feed.definition
  return [
    ...['columns.numbers', 'columns.availableAt'],
    ...(key.length > 0 ? ['columns.key'] : []),
    ...(event ? ['columns.eventTime'] : []),
    ...(declaredDomains(feed).length > 0 ? ['domains'] : []),
  ]
}

const NAMES = [
  ...(['universe', 'mapping', 'mappingCheck', 'owned', 'signal', 'market'] as const),
  ...(['kpi', 'licence', 'ownership'] as const),
]

/** As a charter writes them: `universe`, `columns.entity`. */
export function namesIn(part: NamedLater): string[] {
  return [
    ...NAMES.filter((name) => part[name] !== undefined),
    ...(part.domains && part.domains.length > 0 ? ['domains'] : []),
    ...Object.entries(part.columns ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([name]) => `columns.${name}`),
  ]
}
