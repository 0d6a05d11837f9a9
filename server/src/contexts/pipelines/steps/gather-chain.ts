import type { Arrival } from '../../ingestion/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import type { Fact } from '../model/chain.ts'
import type { Slice } from '../model/ledger.ts'
import { type Pipeline, type TableName, tableKey, WHOLE } from '../model/pipeline.ts'
import { open, type Run } from '../model/run.ts'
import { makersOf as storedMakers } from '../store/pipelines.ts'
import { runsByIds, usualSeconds } from '../store/runs.ts'
import { linesAmong } from '../store/slices.ts'
import { walk } from './walk.ts'

/** What a link is, in the platform's own words; `table` is what it fills. */
export type Subject =
  | {
      kind: 'pipeline'
      table: TableName
      pipeline: Pipeline
      slice: string | undefined
      run: Run | undefined
      /** By its own deadline. */
      promisedAt: Date | undefined
      usualSeconds: number | undefined
    }
  | { kind: 'delivery'; table: TableName; arrival: Arrival }
  /** Nobody looks further back than here. */
  | { kind: 'further'; table: TableName }

export interface Gathered {
  facts: Map<string, Fact>
  subjects: Map<string, Subject>
}

/** Finds the pipelines that make tables. */
export type MakersOf = (tables: readonly TableName[]) => Promise<readonly Pipeline[]>

/** Among pipelines that have been read. */
export function makersAmong(all: readonly Pipeline[]): MakersOf {
  const making = Map.groupBy(all, ({ definition }) => tableKey(definition.output))
  return async (tables) =>
    [...new Set(tables.map(tableKey))].flatMap((key) => making.get(key) ?? [])
}

/** All that a slice of a pipeline hangs on, in as many queries as there are steps, and a few. */
export async function gatherChain(
  deps: PipelinesDeps,
  pipeline: Pipeline,
  {
    line,
    makersOf = (tables) => storedMakers(deps.sql, tables),
  }: { line: Slice & { deadlineAt: Date }; makersOf?: MakersOf | undefined },
): Promise<Gathered> {
  const { sql, ingestion } = deps
  const { pipelines, further } = await makersBehind(pipeline, makersOf)
  const day = line.slice === WHOLE ? undefined : line.slice
  const until = line.deadlineAt
  const ids = pipelines.map(({ id }) => id)
  const wanted = pipelines.map(({ id, definition }) => ({
    pipelineId: id,
    slice: definition.slicing === 'day' ? day : WHOLE,
  }))
  const lines = (await linesAmong(sql, wanted, until)).set(pipeline.id, line)
  const runs = await runsByIds(
    sql,
    [...lines.values()].flatMap(({ runId = [] }) => runId),
  )
  const usual = await usualSeconds(sql, ids)
  const arrivals = await ingestion.arrivalsOf({ tables: inputsOf(pipelines), day, until })
  const subjects: Subject[] = [
    ...pipelines.map((one) => {
      const { slice = day, runId = '', deadlineAt: promisedAt } = lines.get(one.id) ?? {}
      const { output: table } = one.definition
      const known = { slice, run: runs.get(runId), promisedAt, usualSeconds: usual.get(one.id) }
      return { kind: 'pipeline' as const, table, pipeline: one, ...known }
    }),
    ...arrivals.map((arrival) => {
      return { kind: 'delivery' as const, table: arrival.table, arrival }
    }),
    ...further.map((table) => ({ kind: 'further' as const, table })),
  ]
  return joined(subjects, { lines, product: pipeline.id })
}

/** The pipeline first, then what makes its inputs, and theirs; and the tables not looked behind. */
async function makersBehind(pipeline: Pipeline, makersOf: MakersOf) {
  const { pipelines, edge } = await walk(pipeline, (level) => makersOf(inputsOf(level)))
  const inner = inputsOf(pipelines.filter((one) => !edge.includes(one))).map(tableKey)
  const further = inputsOf(edge).filter((table) => !inner.includes(tableKey(table)))
  return { pipelines, further }
}

function inputsOf(pipelines: readonly Pipeline[]): TableName[] {
  return pipelines.flatMap(({ definition }) => definition.inputs)
}

function joined(
  subjects: readonly Subject[],
  { lines, product }: { lines: ReadonlyMap<string, Slice>; product: string },
): Gathered {
  const filling = Map.groupBy(subjects, ({ table }) => tableKey(table))
  const gathered: Gathered = { facts: new Map(), subjects: new Map() }
  for (const subject of subjects) {
    const id = idOf(subject)
    const inputs = subject.kind === 'pipeline' ? subject.pipeline.definition.inputs : []
    const needs = inputs.flatMap((input) => (filling.get(tableKey(input)) ?? []).map(idOf))
    const line = subject.kind === 'pipeline' ? lines.get(subject.pipeline.id) : undefined
    gathered.subjects.set(id, subject)
    gathered.facts.set(id, { id, needs, ...factOf(subject, line, id === product) })
  }
  return gathered
}

function idOf(subject: Subject): string {
  if (subject.kind === 'pipeline') return subject.pipeline.id
  return subject.kind === 'delivery' ? subject.arrival.feed.id : tableKey(subject.table)
}

function factOf(
  subject: Subject,
  line: Slice | undefined,
  isProduct: boolean,
): Partial<Omit<Fact, 'id' | 'needs'>> {
  if (subject.kind === 'further') return {}
  if (subject.kind === 'delivery') {
    const { dueAt, availableAt } = subject.arrival
    return { promisedAt: dueAt, thereAt: availableAt }
  }
  const { pipeline, run } = subject
  const { slicing } = pipeline.definition
  return {
    // A pipeline that rests does not begin by itself.
    usualSeconds: pipeline.paused ? undefined : subject.usualSeconds,
    // What was made of all that has come by now.
    thereAt: line?.due ? undefined : line?.doneAt,
    beganAt: run && open(run) ? (run.startedAt ?? run.queuedAt) : undefined,
    promisedAt: isProduct || pipeline.paused ? undefined : subject.promisedAt,
    madeAnew: !isProduct && slicing === 'whole',
  }
}
