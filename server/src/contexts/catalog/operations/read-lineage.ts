import type { AccountId, Caller } from '../../identity/index.ts'
import { describeOne } from '../lineage/describe-one.ts'
import type { TableRef } from '../model/face.ts'
import { datasetsById } from '../store/datasets.ts'
import { type ColumnEdge, type Edge, edgesAt } from '../store/lineage.ts'
import type { Workings } from '../workings.ts'
import { type VisibleTable, visibleAmong } from './visible-among.ts'

export interface ReadLineage {
  tables: readonly VisibleTable[]
  /** What they are made of, or what is made of them. */
  direction: 'upstream' | 'downstream'
  /** With columns, as far as the caller may see both ends. */
  columns?: boolean
}

export interface LineageEdge {
  /** Who says so, and what does it; a dataset may speak for itself. */
  accountId: AccountId
  job?: { namespace: string; name: string }
  /** None where it is hidden from the caller, or the job tells none. */
  input?: VisibleTable | { namespace: string; name: string }
  output: VisibleTable
  columns: readonly ColumnEdge[]
  lastAt: Date
}

const EDGES_MAX = 500

/**
 * What jobs have said, one step from `tables`, which the caller may DESCRIBE. Datasets that are
 * hidden from the caller are left out; names of what is not in the catalog are told in the account
 * that told them.
 */
export async function readLineage(
  deps: Workings,
  caller: Caller,
  { tables, direction, columns = false }: ReadLineage,
): Promise<LineageEdge[]> {
  const end = direction === 'upstream' ? 'outputId' : 'inputId'
  const ids = tables.map(({ tableId }) => tableId)
  const edges = await edgesAt(deps.sql, { ids, end, limit: EDGES_MAX })
  const visible = await visibleEnds(deps, caller, edges)
  const namesOf = columnNames(deps, caller)
  const found: LineageEdge[] = []
  for (const edge of edges) {
    const one = seen(edge, visible, caller)
    if (!one || (direction === 'downstream' && !one.input)) continue
    found.push(columns ? { ...one, columns: await openColumns(edge, one, namesOf) } : one)
  }
  return found
}

async function visibleEnds(
  deps: Workings,
  caller: Caller,
  edges: readonly Edge[],
): Promise<ReadonlyMap<string, VisibleTable>> {
  const ids = edges.flatMap(({ outputId, input }) =>
    input && 'id' in input ? [outputId, input.id] : [outputId],
  )
  const datasets = await datasetsById(deps.sql, [...new Set(ids)])
  const refs = datasets.map(({ accountId, database, name }) => ({
    ...{ accountId, database, table: name },
  }))
  const visible = await visibleAmong(deps, caller, refs)
  return new Map(visible.map((table) => [table.tableId, table]))
}

/** The edge without what is hidden; undefined where its output is. */
function seen(
  { accountId, jobNamespace, jobName, outputId, input, lastAt }: Edge,
  visible: ReadonlyMap<string, VisibleTable>,
  caller: Caller,
): LineageEdge | undefined {
  const output = visible.get(outputId)
  if (!output) return undefined
  const own = accountId === caller.accountId
  const other = own && input && 'name' in input ? input : undefined
  const shown = input && 'id' in input ? visible.get(input.id) : other
  return {
    accountId: accountId as AccountId,
    ...(jobName === '' ? {} : { job: { namespace: jobNamespace, name: jobName } }),
    ...(shown && { input: shown }),
    ...{ output, columns: [], lastAt },
  }
}

type NamesOf = (table: VisibleTable) => Promise<ReadonlySet<string>>

/** Names that the caller sees now: no other was ever told, whatever a job has said. */
function columnNames(deps: Workings, caller: Caller): NamesOf {
  const asked = new Map<string, Promise<ReadonlySet<string>>>()
  const find = async (ref: TableRef) => {
    const description = await describeOne(deps, caller, ref)
    return new Set(description?.schema.fields.map(({ name }) => name))
  }
  return (table) => {
    const found = asked.get(table.tableId) ?? find(table)
    asked.set(table.tableId, found)
    return found
  }
}

async function openColumns(
  { columns }: Edge,
  { input, output }: LineageEdge,
  namesOf: NamesOf,
): Promise<ColumnEdge[]> {
  if (!input || columns.length === 0) return []
  const made = await namesOf(output)
  const from = 'tableId' in input ? await namesOf(input) : undefined
  return columns.filter((one) => made.has(rootOf(one.to)) && (from?.has(rootOf(one.from)) ?? true))
}

/** A field within a column is as open as the column. */
function rootOf(field: string): string {
  return field.split('.', 1)[0] ?? field
}
