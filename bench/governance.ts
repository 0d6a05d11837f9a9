import { tableAccess } from '../server/src/contexts/governance/model/decide.ts'
import { effectsOf } from '../server/src/contexts/governance/model/effects.ts'
import { explain } from '../server/src/contexts/governance/model/explain.ts'
import {
  createSnapshot,
  next,
  type Snapshot,
} from '../server/src/contexts/governance/model/snapshot.ts'
import { type Change, keyOf } from '../server/src/contexts/governance/model/world.ts'
import { chance, largeWorld } from './large-world.ts'
import { type Figure, median, timed } from './scenario.ts'

const REQUESTS = 2_000_000
const TIMED = 200_000
const TIMES = 30
const AT = 1

type Large = ReturnType<typeof largeWorld> & { snapshot: Snapshot }

/**
 * The kernel alone, on one core, with 10^4 grants, 10^3 values of tags and 10^5 columns: who asks
 * about what is drawn uniformly from 10^7 pairs, so that nearly every question is a new one.
 */
export async function measureGovernance(): Promise<Figure[]> {
  const large = { ...largeWorld(), snapshot: createSnapshot(largeWorld().world, 1) }
  const asked = drawn(large, REQUESTS)
  return [
    { scenario: 'governance, decisions', figure: throughput(large, asked), unit: 'per s' },
    { scenario: 'governance, one decision, p99', figure: slowest(large), unit: 'us' },
    await figure('governance, 10000 tables filtered after a change', () => filtered(large)),
    await figure('governance, explain', (run) => explained(large, run)),
    await figure('governance, a tag changed and 10000 tables filtered', () => retagged(large)),
    await figure('governance, a table created', () => created(large)),
    await figure('governance, what if a database is tagged', () => whatIfTagged(large)),
    await figure('governance, what if a grant is gone', (run) => whatIfGone(large, run)),
  ]
}

type Question = Parameters<typeof tableAccess>[1]

function drawn({ people, tables }: Large, count: number): Question[] {
  const any = chance(2)
  return Array.from({ length: count }, () => ({
    principal: people[any(people.length)]!,
    tableId: tables[any(tables.length)]!.id,
    at: AT,
  }))
}

function throughput({ snapshot }: Large, asked: readonly Question[]): number {
  const started = performance.now()
  for (const question of asked) tableAccess(snapshot, question)
  return (asked.length * 1000) / (performance.now() - started)
}

/** On a snapshot that nobody has asked anything. */
function slowest(large: Large): number {
  const snapshot = anew(large)
  const taken = drawn(large, TIMED).map((question) => {
    const started = performance.now()
    tableAccess(snapshot, question)
    return performance.now() - started
  })
  return (taken.sort((one, other) => one - other)[Math.floor(TIMED * 0.99)] ?? Number.NaN) * 1000
}

async function filtered(large: Large): Promise<void> {
  everyTable(large, anew(large))
}

async function explained({ snapshot, people, tables }: Large, run: number): Promise<void> {
  const principal = people[(run * 37) % people.length]!
  const tableId = tables[(run * 101) % tables.length]!.id
  explain(snapshot, { principal, tableId, permission: 'SELECT', at: AT })
}

async function retagged(large: Large): Promise<void> {
  const row = [...large.world.assignments.values()][0]!
  const changed = { ...row, value: 'v0' }
  const change: Change = { of: 'assignments', key: keyOf.assignment(row), row: changed }
  everyTable(large, next(large.snapshot, [change]))
}

/** A hundred tables, a thousand people. */
async function whatIfTagged({ snapshot, world }: Large): Promise<void> {
  const row = [...world.assignments.values()][0]!
  const changes: Change[] = [
    { of: 'assignments', key: keyOf.assignment(row), row: { ...row, value: 'v0' } },
  ]
  effectsOf(snapshot, next(snapshot, changes), { changes, at: AT })
}

async function whatIfGone({ snapshot }: Large, run: number): Promise<void> {
  const changes: Change[] = [{ of: 'grants', key: `g${run}`, row: undefined }]
  effectsOf(snapshot, next(snapshot, changes), { changes, at: AT })
}

async function created({ snapshot, tables }: Large): Promise<void> {
  const row = { ...tables[0]!, id: 'new', name: 'new' }
  next(snapshot, [{ of: 'tables', key: row.id, row }])
}

function everyTable({ people, tables }: Large, snapshot: Snapshot): void {
  const principal = people.at(-1)!
  for (const { id } of tables) tableAccess(snapshot, { principal, tableId: id, at: AT })
}

/** After a change of something else: a person's grant. */
function anew({ snapshot, world }: Large): Snapshot {
  const row = { ...world.grants.get('g0')!, permissions: ['DESCRIBE' as const] }
  return next(snapshot, [{ of: 'grants', key: row.id, row }])
}

async function figure(scenario: string, work: (run: number) => Promise<void>): Promise<Figure> {
  return { scenario: `${scenario}, median`, figure: median(await timed(TIMES, work)), unit: 'ms' }
}
