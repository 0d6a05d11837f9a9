import { openDuckdb } from '../../../foundation/duckdb.ts'
import { DomainError } from '../../../foundation/errors.ts'
import type { Scan, TableRef } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { domainsOf } from '../metrics/q6-domain-violations.ts'
import type { DataColumn, Input, Inputs } from '../model/metric.ts'
import type { Trial } from '../model/trial.ts'
import { spendingOf } from '../store/trial-parts.ts'
import { makeRelations, type Sources } from './make-relations.ts'
import { fillRevisions, openRevisions } from './revisions.ts'

export interface OpenInputs extends Inputs, AsyncDisposable {
  vintages: { dataset: string; snapshot: string }[]
}

/** Opens everything that a report of this trial is made of, as far as its role may read it. */
export async function openInputs(
  deps: TrialsDeps,
  caller: Caller,
  trial: Trial,
): Promise<OpenInputs> {
  const { charter } = trial
  const missing = new Map<Input, string>()
  const ledger = await readLedger(deps, caller, { trial, missing })
  const open: AsyncDisposable[] = []
  const release = async () => {
    for (const one of open.toReversed()) await one[Symbol.asyncDispose]()
  }
  const scanned = async (input: Input, ref: TableRef | undefined, absent: string) => {
    const scan = await scanOrMissing(deps, caller, { ref, absent, missing, input })
    if (scan) open.push(scan)
    return scan
  }
  try {
    const data = await scanned('rows', charter.dataset, '')
    const universe = await scanned('universe', charter.universe?.table, 'a universe table')
    const mapping = await scanned('mapping', charter.mapping?.table, 'a mapping table')
    const revisions = data ? await openRevisions(deps, caller, { trial, ledger }) : []
    open.push(...revisions)
    const sources: Sources = { data, universe, mapping, revisions }
    const db = await openDuckdb({
      paths: pathsOf(sources),
      ...(deps.spillDirectory ? { spillDirectory: deps.spillDirectory } : {}),
    })
    open.push(db)
    const columns = data ? columnsOf(data) : []
    const about = { charter, feed: ledger.feed, columns, missing }
    noteMissing(about, sources)
    await makeRelations(db, about, sources)
    await fillRevisions(db, about, revisions)
    return {
      ...about,
      ...ledger,
      db,
      now: deps.clock(),
      spending: await spendingOf(deps.sql, trial.id),
      storedBytes: (data?.files ?? []).reduce((sum, { file }) => sum + file.sizeBytes, 0),
      openedAt: trial.openedAt,
      vintages: vintagesOf(trial, sources),
      [Symbol.asyncDispose]: release,
    }
  } catch (error) {
    await release()
    throw error
  }
}

export interface Ledger {
  feed: Feed | undefined
  deliveries: readonly DeliveryRecord[]
}

async function readLedger(
  { ingestion }: TrialsDeps,
  caller: Caller,
  { trial, missing }: { trial: Trial; missing: Map<Input, string> },
): Promise<Ledger> {
  const { feedId } = trial.charter
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

function pathsOf({ data, universe, mapping, revisions }: Sources): string[] {
  const scans = [data, universe, mapping, ...revisions.flatMap(({ old, next }) => [old, next])]
  return [...new Set(scans.flatMap((scan) => scan?.paths ?? []))]
}

const CLOCKS: readonly string[] = ['_vintage', '_published_at', '_landed_at', '_available_at']

/** What the vendor sent: the platform's own clocks are no data. */
function columnsOf({ schema }: Scan): DataColumn[] {
  return schema.fields
    .filter(({ name, type }) => typeof type === 'string' && !CLOCKS.includes(name))
    .map(({ name, type }) => ({ name, text: type === 'string' }))
}

function noteMissing(
  about: Pick<Inputs, 'charter' | 'feed' | 'columns'> & { missing: Map<Input, string> },
  { data, universe, mapping, revisions }: Sources,
): void {
  const { charter, feed, columns, missing } = about
  const names = new Set(columns.map(({ name }) => name))
  const time = charter.columns.eventTime ?? feed?.definition.event?.column
  const key = charter.columns.key ?? feed?.definition.key ?? []
  const note = (input: Input, absent: boolean, what: string) => {
    if (absent && !missing.has(input)) missing.set(input, missing.get('rows') ?? what)
  }
  note('rows', data !== undefined && data.recordCount === 0, 'rows; the table is empty')
  note('entity', !names.has(charter.columns.entity ?? ''), 'a column that names the entity')
  note('event time', !names.has(time ?? ''), 'a column with the event time')
  note('key', key.length === 0 || key.some((name) => !names.has(name)), 'a declared key')
  note('domains', domainsOf(about).length === 0, 'declared domains of columns')
  note('revisions', revisions.length === 0, 'a delivery with two loaded vintages')
  note('weights', !universe || !charter.universe?.weight, 'weights of the universe')
  // Entities in the vendor's words are no members of a universe in ours.
  if (charter.mapping && !mapping) missing.set('universe', missing.get('mapping') ?? '')
}

function vintagesOf(trial: Trial, { data, universe, mapping }: Sources) {
  const { dataset, universe: members, mapping: map } = trial.charter
  const named: [TableRef | undefined, Scan | undefined][] = [
    [dataset, data],
    [members?.table, universe],
    [map?.table, mapping],
  ]
  const lines = named.flatMap(([ref, scan]) =>
    ref && scan
      ? [
          {
            dataset: `${ref.database}.${ref.table}`,
            snapshot: scan.snapshotId?.toString() ?? 'empty',
          },
        ]
      : [],
  )
  const seen = new Set<string>()
  return lines.filter(({ dataset: name }) => !seen.has(name) && seen.add(name))
}
