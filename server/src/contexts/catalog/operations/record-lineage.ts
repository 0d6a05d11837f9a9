import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidLineage } from '../errors.ts'
import { knownAs } from '../lineage/known.ts'
import {
  type ColumnSource,
  type DatasetName,
  type LineageEvent,
  type MadeDataset,
  parseEvent,
} from '../lineage/model/event.ts'
import { openDataset } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { type Edge, insertLineageEvent, putEdges } from '../store/lineage.ts'
import type { Workings } from '../workings.ts'
import type { VisibleTable } from './visible-among.ts'

const EVENTS_MAX = 1000

/**
 * Keeps what jobs say that they make, for whoever may write it. Datasets that the catalog does not
 * know, or that are hidden from the caller, are kept by the names that the caller has for them.
 *
 * @throws catalog.invalid-lineage before anything is kept; governance.denied
 * @see OpenLineage 2-0-2, `/lineage` and `/lineage/batch`
 */
export async function recordLineage(
  deps: Workings,
  caller: Caller,
  { events }: { events: readonly unknown[] },
): Promise<void> {
  if (events.length > EVENTS_MAX)
    throw invalidLineage({ reason: `a batch has at most ${EVENTS_MAX} of them` })
  const parsed = events.map(parseEvent)
  for (const event of parsed) await recordEvent(deps, caller, event)
}

async function recordEvent(deps: Workings, caller: Caller, event: LineageEvent): Promise<void> {
  const outputs = await writableOf(deps, caller, event)
  // Who makes nothing of ours tells us nothing.
  if (outputs.length === 0) return
  const edges = made(event) ? await edgesOf(deps, caller, { event, outputs }) : []
  const { accountId, principalArn } = caller
  const job = jobOf(event)
  await transaction(deps.sql, async (tx) => {
    const fresh = await insertLineageEvent(tx, {
      ...{ principalArn, accountId, key: event.key, ...job },
      runId: event.run?.id ?? null,
      state: event.run?.state ?? null,
      occurredAt: event.at,
      receivedAt: deps.clock(),
    })
    if (!fresh) return
    await putEdges(tx, edges)
    for (const { table } of outputs)
      await record(tx, deps, caller, {
        done: 'lineage-told',
        ref: table,
        detail: { tableId: table.tableId, ...job, runId: event.run?.id },
      })
  })
}

/** A run that failed has made nothing. */
function made({ run }: LineageEvent): boolean {
  return run?.state !== 'FAIL' && run?.state !== 'ABORT'
}

function jobOf({ job }: LineageEvent) {
  return { jobNamespace: job?.namespace ?? '', jobName: job?.name ?? '' }
}

interface Output {
  given: MadeDataset
  table: VisibleTable
}

/** @throws governance.denied for what the caller sees and may not write */
async function writableOf(
  deps: Workings,
  caller: Caller,
  { outputs }: LineageEvent,
): Promise<Output[]> {
  const gate = { action: 'glue:UpdateTable', permissions: ['INSERT'] as const }
  const found: Output[] = []
  for (const given of outputs) {
    const table = await knownAs(deps, caller, given)
    if (!table) continue
    await openDataset(deps, caller, table, gate)
    found.push({ given, table })
  }
  return found
}

async function edgesOf(
  deps: Workings,
  caller: Caller,
  { event, outputs }: { event: LineageEvent; outputs: readonly Output[] },
): Promise<Edge[]> {
  const inputOf = inputs(deps, caller, event)
  const edges: Edge[] = []
  for (const { given, table } of outputs) {
    const sources = Map.groupBy(given.columns, ({ of }) => textOf(of))
    const names = [...event.inputs, ...given.columns.map(({ of }) => of)]
    const distinct = new Map(names.map((name) => [textOf(name), name]))
    const told = {
      ...{ accountId: caller.accountId, ...jobOf(event), outputId: table.tableId },
      ...(event.run && { runId: event.run.id }),
      lastAt: event.at,
    }
    for (const [key, name] of distinct)
      edges.push({ ...told, input: await inputOf(name), columns: columnsOf(sources.get(key)) })
    if (distinct.size === 0) edges.push({ ...told, columns: [] })
  }
  return edges
}

/** Each input once, however many columns name it. */
function inputs(deps: Workings, caller: Caller, event: LineageEvent) {
  const aliases = new Map(event.inputs.map((one) => [textOf(one), one.aliases]))
  const asked = new Map<string, Promise<NonNullable<Edge['input']>>>()
  const find = async ({ namespace, name }: DatasetName) => {
    const given = { namespace, name, aliases: aliases.get(textOf({ namespace, name })) ?? [] }
    const table = await knownAs(deps, caller, given)
    return table ? { id: table.tableId } : { namespace, name }
  }
  return (name: DatasetName) => {
    const key = textOf(name)
    const found = asked.get(key) ?? find(name)
    asked.set(key, found)
    return found
  }
}

function columnsOf(sources: readonly ColumnSource[] = []): Edge['columns'] {
  return sources.map(({ from, to, how }) => ({ from, to, how }))
}

function textOf({ namespace, name }: DatasetName): string {
  return JSON.stringify([namespace, name])
}
