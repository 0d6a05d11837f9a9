import { type Duckdb, openDuckdb } from '../../../foundation/duckdb.ts'
import { DomainError } from '../../../foundation/errors.ts'
import type { Scan, TableRef } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import type { TrialsDeps } from '../deps.ts'
import type { Charter } from '../model/charter.ts'
import type { OwnedData } from '../model/charter-inputs.ts'
import type { DataColumn, Input, Inputs } from '../model/metric.ts'
import { charterNow, type Trial } from '../model/trial.ts'
import { RELATIONS } from '../relations/index.ts'
import type { About, OwnedScan, Sources } from '../relations/relation.ts'
import { spendingOf, variantsOf } from '../store/trial-parts.ts'
import { noteMissing } from './note-missing.ts'
import { openRevisions } from './revisions.ts'
import { type Limits, secondsLeft, within } from './within.ts'

export interface OpenInputs extends Inputs, AsyncDisposable {
  vintages: { dataset: string; snapshot: string }[]
  /** Relations that could not be made, and why: the metrics over them have no number. */
  failures: string[]
}

/** Opens everything that a report of this trial is made of, as far as its role may read it. */
export async function openInputs(
  deps: TrialsDeps,
  caller: Caller,
  { trial, limits }: { trial: Trial; limits: Limits },
): Promise<OpenInputs> {
  const charter = charterNow(trial)
  const missing = new Map<Input, string>()
  const ledger = await readLedger(deps, caller, { charter, missing })
  const open: AsyncDisposable[] = []
  const release = async () => {
    for (const one of open.toReversed()) await one[Symbol.asyncDispose]()
  }
  try {
    const sources = await openSources(deps, caller, { charter, missing, ledger, open })
    const db = await openDuckdb({
      paths: pathsOf(sources),
      ...(deps.spillDirectory ? { spillDirectory: deps.spillDirectory } : {}),
    })
    open.push(db)
    const columns = sources.data ? columnsOf(sources.data, { charter, feed: ledger.feed }) : []
    const about = { charter, ...ledger, columns, missing }
    noteMissing(about, sources)
    const failures = await prepare(db, { about, sources, limits })
    return {
      ...{ ...about, failures },
      ...{ db, now: deps.clock(), openedAt: trial.openedAt },
      spending: await spendingOf(deps.sql, trial.id),
      variants: await variantsOf(deps.sql, trial.id),
      storedBytes: (sources.data?.files ?? []).reduce((sum, { file }) => sum + file.sizeBytes, 0),
      vintages: vintagesOf(charter, sources),
      firstSeen: firstSeenOf(sources),
      owned: sources.owned.map(({ owned: { table, kind }, fields }) => ({
        ...{ name: table.table, fields, factors: kind === 'factors' },
      })),
      [Symbol.asyncDispose]: release,
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Makes what metrics ask; what cannot be made costs its own metrics their numbers, no others. */
async function prepare(
  db: Duckdb,
  { about, sources, limits }: { about: About; sources: Sources; limits: Limits },
): Promise<string[]> {
  const failures: string[] = []
  for (const relation of RELATIONS) {
    if (relation.needs.some((input) => about.missing.has(input))) continue
    const limit = { seconds: secondsLeft(limits), stopping: limits.stopping }
    const done = await within(db, limit, () => relation.make(db, about, sources))
    if ('problem' in done) failures.push(`relation "${relation.name}": ${done.problem}`)
  }
  return failures
}

/** Every table that the charter names, at its newest state, and what its role may read of it. */
async function openSources(
  deps: TrialsDeps,
  caller: Caller,
  of: { charter: Charter; missing: Map<Input, string>; ledger: Ledger; open: AsyncDisposable[] },
): Promise<Sources> {
  const { charter, missing, ledger, open } = of
  const scanned = async (input: Input, ref: TableRef | undefined, absent: string) => {
    const scan = await scanOrMissing(deps, caller, { ref, absent, missing, input })
    if (scan) open.push(scan)
    return scan
  }
  const data = await scanned('rows', charter.dataset, '')
  const sources = {
    data,
    universe: await scanned('universe', charter.universe?.table, 'a universe table'),
    mapping: await scanned('mapping', charter.mapping?.table, 'a mapping table'),
    check: await scanned('checked mapping', charter.mappingCheck?.table, 'a checked sample'),
    market: await scanned('prices', charter.market?.table, 'a table of prices'),
    kpi: await scanned('kpi', charter.kpi?.table, 'a table of what companies report'),
  }
  const owned: OwnedScan[] = []
  if (!charter.owned?.length) missing.set('owned data', 'owned datasets; the charter names none')
  for (const one of charter.owned ?? []) {
    const scan = await scanned('owned data', one.table, '')
    if (scan) owned.push({ owned: one, scan, fields: one.fields ?? numbersOf(scan, one) })
  }
  const { deliveries } = ledger
  const revisions = data ? await openRevisions(deps, caller, { charter, deliveries }) : []
  open.push(...revisions)
  return { ...sources, owned, revisions }
}

export interface Ledger {
  feed: Feed | undefined
  deliveries: readonly DeliveryRecord[]
}

async function readLedger(
  { ingestion }: TrialsDeps,
  caller: Caller,
  { charter, missing }: { charter: Charter; missing: Map<Input, string> },
): Promise<Ledger> {
  const { feedId } = charter
  const without = (reason: string): Ledger => {
    for (const input of ['deliveries', 'calendar', 'revisions'] as const) missing.set(input, reason)
    return { feed: undefined, deliveries: [] }
  }
  if (feedId === undefined) return without('a feed; the charter names none')
  try {
    const feed = await ingestion.getFeed(caller, { feedId })
    if (!feed.definition.calendar) missing.set('calendar', 'a delivery calendar of the feed')
    return { feed, deliveries: await ingestion.listDeliveries(caller, { feedId }) }
  } catch (error) {
    return without(reasonOf(error, 'the ledger of the feed'))
  }
}

async function scanOrMissing(
  { catalog }: TrialsDeps,
  caller: Caller,
  of: { ref: TableRef | undefined; absent: string; missing: Map<Input, string>; input: Input },
): Promise<Scan | undefined> {
  const { ref, absent, missing, input } = of
  if (!ref) {
    missing.set(input, `${absent}; the charter names none`)
    return undefined
  }
  try {
    return await catalog.scan(caller, ref)
  } catch (error) {
    missing.set(input, reasonOf(error, `table "${ref.database}.${ref.table}"`))
    return undefined
  }
}

/** What is closed to the role, or not there, is missing; anything else must be heard of. */
function reasonOf(error: unknown, what: string): string {
  const kinds = ['denied', 'not-found', 'unavailable', 'not-implemented']
  if (!(error instanceof DomainError) || !kinds.includes(error.kind)) throw error
  return `${what} (${error.message})`
}

function scansOf({ owned, revisions, ...named }: Sources): Scan[] {
  const scans = Object.values(named).filter((scan) => scan !== undefined)
  const both = revisions.flatMap(({ old, next }) => [old, next])
  return [...scans, ...owned.map(({ scan }) => scan), ...both]
}

function pathsOf(sources: Sources): string[] {
  return [...new Set(scansOf(sources).flatMap(({ paths }) => paths))]
}

const CLOCKS: readonly string[] = ['_vintage', '_published_at', '_landed_at', '_available_at']
const NUMBER = /^(int|long|float|double|decimal.*)$/

/** What the vendor sent: the platform's own clocks are no data. */
export function columnsOf(
  { schema }: Scan,
  { charter, feed }: Pick<Inputs, 'charter' | 'feed'>,
): DataColumn[] {
  const { entity, eventTime, numbers, key = feed?.definition.key ?? [] } = charter.columns
  const names = [entity, eventTime, ...key]
  const counted = (name: string) => numbers?.includes(name) ?? !names.includes(name)
  return schema.fields.flatMap(({ name, type }) =>
    typeof type !== 'string' || CLOCKS.includes(name)
      ? []
      : [{ name, text: type === 'string', number: NUMBER.test(type) && counted(name) }],
  )
}

function numbersOf({ schema }: Scan, { entity, eventTime }: OwnedData): string[] {
  return schema.fields.flatMap(({ name, type }) =>
    typeof type === 'string' && NUMBER.test(type) && name !== entity && name !== eventTime
      ? [name]
      : [],
  )
}

/** The rows of deliveries as they came first, by those that came again. */
function firstSeenOf({ revisions }: Sources): Inputs['firstSeen'] {
  return revisions
    .filter(({ first }) => first)
    .map(({ slice, old, oldVintage }) => ({ slice, relation: old.relation, vintage: oldVintage }))
}

/** The states that were read, one a table. */
function vintagesOf(charter: Charter, sources: Sources): OpenInputs['vintages'] {
  const { dataset, universe, mapping, mappingCheck, market, kpi } = charter
  const named: [TableRef | undefined, Scan | undefined][] = [
    [dataset, sources.data],
    [universe?.table, sources.universe],
    [mapping?.table, sources.mapping],
    [mappingCheck?.table, sources.check],
    [market?.table, sources.market],
    [kpi?.table, sources.kpi],
    ...sources.owned.map(({ owned, scan }): [TableRef, Scan] => [owned.table, scan]),
  ]
  const states = named.flatMap(([ref, scan]): [string, string][] =>
    ref && scan ? [[`${ref.database}.${ref.table}`, scan.snapshotId?.toString() ?? 'empty']] : [],
  )
  return [...new Map(states)].map(([name, snapshot]) => ({ dataset: name, snapshot }))
}
