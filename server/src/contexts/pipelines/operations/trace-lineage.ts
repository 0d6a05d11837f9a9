import type { LineageEdge, TableRef, VisibleTable } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { notFound } from '../errors.ts'
import { type Lineage, LineageGraph, type LineageNode } from '../model/lineage.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { makersOf, readersOf } from '../store/pipelines.ts'

/** Steps from table to table, in either direction: enough for a person, and an end for a circle. */
const STEPS = 4
const READERS_MAX = 8
/** Nobody reads more; what is further away is found from there. */
const NODES_MAX = 500

export interface TraceLineage extends TableRef {
  direction?: 'upstream' | 'downstream' | 'both'
  steps?: number
  /** Which columns were made of which, as far as the caller sees both. */
  columns?: boolean
}

/**
 * Where a table comes from and where it goes, as far as the caller may DESCRIBE what lies on the
 * way: a table that is hidden from them is left out, and what is only reached through it.
 *
 * @throws pipelines.not-found
 */
export async function traceLineage(
  deps: PipelinesDeps,
  caller: Caller,
  { direction = 'both', steps = STEPS, columns = false, ...ref }: TraceLineage,
): Promise<Lineage> {
  const [start] = await deps.catalog.visibleAmong(caller, [ref])
  if (!start) throw notFound({ what: 'table', id: `${ref.database}.${ref.table}` })
  const graph = new LineageGraph()
  graph.add(tableNode(start))
  const walking = { start, steps, graph }
  const at = (table: VisibleTable) => ({ graph, table, columns })
  if (direction !== 'downstream')
    await walk(walking, async (table) => [
      ...(await upstream(deps, caller, at(table))),
      ...(await told(deps, caller, { ...at(table), direction: 'upstream' })),
    ])
  if (direction === 'upstream') return graph.lineage
  await walk(walking, async (table) => [
    ...(await downstream(deps, caller, at(table))),
    ...(await told(deps, caller, { ...at(table), direction: 'downstream' })),
  ])
  await addReaders(deps, caller, { graph, table: start })
  return graph.lineage
}

/** From step to step, until nothing new is found. */
async function walk(
  { start, steps, graph }: { start: VisibleTable; steps: number; graph: LineageGraph },
  step: (table: VisibleTable) => Promise<VisibleTable[]>,
): Promise<void> {
  let tables = [start]
  for (let count = 0; count < steps && tables.length > 0 && graph.size < NODES_MAX; count++)
    tables = (await Promise.all(tables.map(step))).flat()
}

/** What jobs say themselves, by events of OpenLineage. */
async function told(
  { catalog }: PipelinesDeps,
  caller: Caller,
  asked: Growing & { direction: 'upstream' | 'downstream'; columns: boolean },
): Promise<VisibleTable[]> {
  const { graph, table, direction, columns } = asked
  const found: VisibleTable[] = []
  for (const edge of await catalog.readLineage(caller, { tables: [table], direction, columns })) {
    const next = addTold(graph, edge)
    const other = direction === 'upstream' ? edge.input : edge.output
    if (next && other && 'tableId' in other) found.push(other)
  }
  return found
}

/** True where a dataset is new. */
function addTold(graph: LineageGraph, edge: LineageEdge): boolean {
  const { input, output } = edge
  const job = jobNode(edge)
  // A feed or pipeline that is not drawn is not the caller's to see.
  if (job && DRAWN.test(job.id) && !graph.has(job.id)) return false
  const fresh = graph.add(tableNode(output))
  const source = input && sourceNode(input, edge)
  const freshSource = source !== undefined && graph.add(source)
  if (job) graph.add(job)
  const columns = source ? edge.columns.map((one) => ({ of: source.id, ...one })) : []
  if (source) graph.join(source.id, job?.id ?? idOf(output), job ? [] : columns)
  if (job) graph.join(job.id, idOf(output), columns)
  return fresh || freshSource
}

/** What `upstream` and `downstream` draw; its jobs say the same by events. */
const DRAWN = /^(feed|pipeline) /
const OWN_JOBS = 'millrace'

function jobNode({ job, accountId }: LineageEdge): LineageNode | undefined {
  if (!job) return undefined
  const { namespace, name } = job
  const own = namespace === OWN_JOBS && DRAWN.test(name)
  const id = own ? name : `job ${JSON.stringify([accountId, namespace, name])}`
  return { id, kind: 'job', label: name, accountId, namespace }
}

function sourceNode(input: NonNullable<LineageEdge['input']>, { accountId }: LineageEdge) {
  if ('tableId' in input) return tableNode(input)
  const { namespace, name } = input
  const id = `elsewhere ${JSON.stringify([namespace, name])}`
  return { id, kind: 'elsewhere', label: name, accountId, namespace } satisfies LineageNode
}

interface Growing {
  graph: LineageGraph
  table: VisibleTable
}

async function upstream(
  deps: PipelinesDeps,
  caller: Caller,
  { graph, table }: Growing,
): Promise<VisibleTable[]> {
  for (const { feed, vendor, own } of await deps.ingestion.sourcesOf(caller, { tables: [table] })) {
    const opens = own ? { opens: { kind: 'vendor' as const, id: vendor.id } } : {}
    const { accountId } = feed
    const [from, by] = [`vendor ${vendor.id}`, `feed ${feed.id}`]
    graph.add({ id: from, kind: 'vendor', label: vendor.name, accountId, ...opens })
    graph.add({ id: by, kind: 'feed', label: feed.name, accountId, ...opens })
    graph.join(from, by)
    graph.join(by, idOf(table))
  }
  const found: VisibleTable[] = []
  for (const pipeline of await makersOf(deps.sql, [table])) {
    const node = pipelineNode(pipeline, caller)
    graph.add(node)
    graph.join(node.id, idOf(table))
    for (const input of await deps.catalog.visibleAmong(caller, pipeline.definition.inputs)) {
      if (graph.add(tableNode(input))) found.push(input)
      graph.join(idOf(input), node.id)
    }
  }
  return found
}

async function downstream(
  deps: PipelinesDeps,
  caller: Caller,
  { graph, table }: Growing,
): Promise<VisibleTable[]> {
  const found: VisibleTable[] = []
  for (const pipeline of await readersOf(deps.sql, table.tableId)) {
    const [output] = await deps.catalog.visibleAmong(caller, [pipeline.definition.output])
    // Another account's work on the table shows only with what comes of it.
    if (!output && pipeline.accountId !== caller.accountId) continue
    const node = pipelineNode(pipeline, caller)
    graph.add(node)
    graph.join(idOf(table), node.id)
    if (!output) continue
    if (graph.add(tableNode(output, pipeline))) found.push(output)
    graph.join(node.id, idOf(output))
  }
  return found
}

/** Who reads the table itself, as far as the caller may know their names. */
async function addReaders(
  deps: PipelinesDeps,
  caller: Caller,
  { graph, table }: Growing,
): Promise<void> {
  const { readers } = await deps.governance.tableUsage(caller, table)
  const roles = new Set((await readersOf(deps.sql, table.tableId)).map(({ roleArn }) => roleArn))
  const people = readers.filter(({ principal }) => !roles.has(principal))
  for (const { principal, accountId } of people.slice(0, READERS_MAX)) {
    const label = principal.split(':').at(-1) ?? principal
    graph.add({ id: principal, kind: 'reader', label, accountId })
    graph.join(idOf(table), principal)
  }
}

function idOf({ tableId }: VisibleTable): string {
  return `table ${tableId}`
}

function tableNode(table: VisibleTable, maker?: Pipeline): LineageNode {
  const { accountId, database, table: name } = table
  return {
    id: idOf(table),
    kind: maker?.definition.feature ? 'feature' : 'dataset',
    label: `${database}.${name}`,
    accountId,
    opens: { kind: 'dataset', accountId, database, table: name },
  }
}

function pipelineNode({ id, name, accountId }: Pipeline, caller: Caller): LineageNode {
  const opens = accountId === caller.accountId ? { opens: { kind: 'pipeline' as const, id } } : {}
  return { id: `pipeline ${id}`, kind: 'pipeline', label: name, accountId, ...opens }
}
