import type { TableAccess } from '../../governance/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { TableDescription } from '../model/face.ts'
import { searchQuery } from '../model/search-entry.ts'
import { glueArns } from '../model/table.ts'
import type { Dataset } from '../model/view.ts'
import { describeListed, seesLess, shownTo } from '../steps/describe.ts'
import { holds } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { allDatabases } from '../store/databases.ts'
import { datasetsById } from '../store/datasets.ts'
import { deprecationsOf } from '../store/notices.ts'
import { type Match, matchingTables } from '../store/search-entries.ts'
import type { Workings } from '../workings.ts'

export interface SearchTables {
  /** Words that all stand in names, documentation or columns, or begin one there. */
  text?: string
  /** Only tables with this LF-Tag. */
  tag?: { key: string; value: string }
  /** Only what the caller may read something of, or only what they may not. */
  readable?: boolean
  /** Only such tables. */
  among?(table: Dataset): boolean
  /** Instead of by how well they match. */
  order?(one: Dataset, other: Dataset): number
  from?: number
  size?: number
}

export interface FoundTables {
  items: TableDescription[]
  /** How many there are in all. */
  total: number
  /** How many of those that match the words carry each tag. */
  tags: { key: string; value: string; count: number }[]
}

interface Candidate {
  table: Dataset
  access: TableAccess
  tags: readonly { key: string; value: string }[]
}

const PAGE_SIZE = 50
/** What is not to be used any more is found below what else matches about as well. */
const DEPRECATED_WEIGHT = 0.1

/**
 * Tables and views of all accounts that the caller may DESCRIBE: the best match first, then what
 * most people read.
 *
 * @throws identity.access-denied
 * @see Glue `SearchTables`
 */
export async function searchTables(
  deps: Workings,
  caller: Caller,
  search: SearchTables,
): Promise<FoundTables> {
  const { identity, region } = deps
  for (const resource of glueArns({ region, accountId: caller.accountId }))
    await identity.demand(caller, { action: 'glue:SearchTables', resource })
  const candidates = (await matching(deps, caller, search)).filter(
    ({ access, table }) =>
      (search.readable === undefined || reads(access) === search.readable) &&
      (search.among?.(table) ?? true),
  )
  const { order } = search
  if (order) candidates.sort((one, other) => order(one.table, other.table))
  const chosen = candidates.filter(
    ({ tags }) => !search.tag || tags.some((tag) => same(tag, search.tag)),
  )
  const { from = 0, size = PAGE_SIZE } = search
  const items = await Promise.all(
    chosen.slice(from, from + size).map((candidate) => describeListed(deps, candidate)),
  )
  const { accountId } = caller
  const detail = { text: search.text ?? '', found: chosen.length }
  await record(deps.sql, deps, caller, { done: 'tables-searched', ref: { accountId }, detail })
  return { items, total: chosen.length, tags: counted(candidates) }
}

/** In the order in which they are shown. */
async function matching(
  deps: Workings,
  caller: Caller,
  { text = '' }: SearchTables,
): Promise<Candidate[]> {
  const visible = await discoverable(deps, caller)
  const ranks = await rankedBy(deps, visible, text)
  const tableIds = [...ranks.keys()]
  const [tables, tags, readers, deprecations] = await Promise.all([
    datasetsById(deps.sql, tableIds),
    deps.governance.tagsOfTables(caller, { tableIds }),
    deps.governance.readerCounts(caller, { tableIds }),
    deprecationsOf(deps.sql, tableIds),
  ])
  const deprecated = new Set(deprecations.map(({ tableId }) => tableId))
  const order = ({ id }: Dataset) => {
    const [weight, last] = deprecated.has(id) ? [DEPRECATED_WEIGHT, 1] : [1, 0]
    return [(ranks.get(id) ?? 0) * weight, last, readers.get(id) ?? 0] as const
  }
  return tables
    .map((table) => ({
      table,
      access: visible.get(table.id) as TableAccess,
      tags: tags.get(table.id)?.table ?? [],
    }))
    .sort(({ table: left }, { table: right }) => {
      const [[rank, last, read], [otherRank, otherLast, otherRead]] = [order(left), order(right)]
      return (
        otherRank - rank ||
        last - otherLast ||
        otherRead - read ||
        (nameOf(left) < nameOf(right) ? -1 : 1)
      )
    })
}

/** Access by table id: both gates, without a look at any table. */
async function discoverable(
  { sql, identity, governance, region }: Workings,
  caller: Caller,
): Promise<ReadonlyMap<string, TableAccess>> {
  const visible = new Map<string, TableAccess>()
  for (const { id, name: database, accountId } of await allDatabases(sql)) {
    const arns = glueArns({ region, accountId, database })
    const asked = arns.map((resource) =>
      identity.allows(caller, { action: 'glue:GetTables', resource }),
    )
    if (!(await Promise.all(asked)).every(Boolean)) continue
    for (const [tableId, access] of await governance.visibleTables(caller, id))
      visible.set(tableId, access)
  }
  return visible
}

/** How well each matches; all alike where no word was asked for. */
async function rankedBy(
  { sql }: Workings,
  visible: ReadonlyMap<string, TableAccess>,
  text: string,
): Promise<ReadonlyMap<string, number>> {
  const query = searchQuery(text)
  if (query === undefined) return new Map([...visible.keys()].map((id) => [id, 0]))
  const some = [...visible].filter(([, access]) => seesLess(access))
  const found: Match[] = await matchingTables(sql, query, {
    whole: [...visible].filter(([, access]) => !seesLess(access)).map(([id]) => id),
    narrow: new Map(some.map(([id, access]) => [id, [...shownTo(access)]])),
  })
  return new Map(found.map(({ tableId, rank }) => [tableId, rank]))
}

function reads(access: TableAccess): boolean {
  return holds(access, 'SELECT')
}

function nameOf({ accountId, database, name }: Dataset): string {
  return `${database}.${name} ${accountId}`
}

function same(
  left: { key: string; value: string },
  right: { key: string; value: string } | undefined,
) {
  return left.key === right?.key && left.value === right.value
}

function counted(candidates: readonly Candidate[]): FoundTables['tags'] {
  const all = candidates.flatMap(({ tags }) => tags)
  return [...Map.groupBy(all, ({ key, value }) => `${key}=${value}`).values()].map((some) => ({
    key: some[0]!.key,
    value: some[0]!.value,
    count: some.length,
  }))
}
