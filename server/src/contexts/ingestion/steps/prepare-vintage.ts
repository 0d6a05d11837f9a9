import { rm } from 'node:fs/promises'
import { openDuckdb } from '../../../foundation/duckdb.ts'
import type { Schema, WrittenFile } from '../../catalog/index.ts'
import { checkRows } from '../content/check-rows.ts'
import { convert } from '../content/convert.ts'
import { openSource, sourcePaths } from '../content/open-source.ts'
import type { IngestionDeps } from '../deps.ts'
import type { ConnectionSecret } from '../model/connection.ts'
import { type Finding, wholeFinding } from '../model/finding.ts'
import { compareHeader } from '../model/header.ts'
import type { Feed, Vintage } from '../model/ledger.ts'
import { type VolumeRules, volumeBand, volumeProblem } from '../model/volume.ts'
import { unpack } from './unpack.ts'

/** One vintage, read and judged; its rows lie ready at a staging path. */
export interface Prepared {
  vintage: Vintage
  slice: string
  written: WrittenFile | undefined
  rowsRejected: number
  findings: Finding[]
  /** Whether it may be loaded: by its findings, or because somebody accepted it. */
  good: boolean
}

const NAMES_MAX = 20
const TEXT_MAX = 500

const READABLE: readonly Finding['check'][] = ['rows', 'volume', 'key', 'slice', 'domain']

export async function prepareVintage(
  deps: IngestionDeps,
  feed: Feed,
  given: {
    vintage: Vintage
    slice: string
    schema: Schema
    keys: ConnectionSecret
    volumes: VolumeRules
  },
): Promise<Prepared> {
  const { vintage, slice } = given
  const contentPath = await deps.storage.stagingPath()
  const parquetPath = await deps.storage.stagingPath()
  try {
    const read = await readVintage(deps, feed, { ...given, contentPath, parquetPath })
    const breaking = read.findings.filter((finding) => finding.breaking)
    const accepted = vintage.acceptedBy !== null && breaking.every(({ check }) => readable(check))
    const good = breaking.length === 0 || accepted
    if (!good || !read.written) await rm(parquetPath, { force: true })
    return { vintage, slice, ...read, good }
  } catch (error) {
    await rm(parquetPath, { force: true })
    throw error
  } finally {
    for (const path of sourcePaths(contentPath)) await rm(path, { force: true })
  }
}

/** Nobody can accept what could not be read. */
function readable(check: Finding['check']): boolean {
  return READABLE.includes(check)
}

type Reading = Parameters<typeof prepareVintage>[2] & Record<'contentPath' | 'parquetPath', string>
type Read = Pick<Prepared, 'written' | 'rowsRejected' | 'findings'>

async function readVintage(deps: IngestionDeps, feed: Feed, of: Reading): Promise<Read> {
  const { definition } = feed
  const refused = (finding: Finding): Read => ({
    written: undefined,
    rowsRejected: 0,
    findings: [finding],
  })
  const { damage, promisedRows } = await unpack(deps, feed, { ...of, ...of.vintage })
  if (damage) return refused(damage)
  await using db = await openDuckdb({
    paths: [...sourcePaths(of.contentPath), of.parquetPath],
  })
  const log = deps.log.child({ feed: feed.name, vintageId: of.vintage.id })
  const opened = await openSource(db, of.contentPath, { definition, log })
  if ('finding' in opened) return refused(opened.finding)
  const { source } = opened
  const difference = compareHeader(definition.columns, source.header)
  const wrongHeader = headerFinding(difference, source.header)
  if (!difference.additive && wrongHeader) return refused(wrongHeader)

  const clocks = clockValues(of.vintage, deps.clock())
  const work = { ...of, source, definition, clocks }
  const { written, rowsRejected, rejectedLines, findings } = await convert(db, work)
  if (wrongHeader) findings.push(wrongHeader)
  const rows = (written?.recordCount ?? 0) + rowsRejected
  if (promisedRows !== undefined && promisedRows !== rows)
    findings.push(
      wholeFinding('integrity', `it holds ${rows} rows, its trailer says ${promisedRows}`),
    )
  const lines = { rejected: rejectedLines, header: source.headerLines }
  if (written) findings.push(...(await checkRows(db, { ...work, lines })))
  const counted = { rows: written?.recordCount ?? 0, rejected: rowsRejected }
  const unusual = volumeProblem(counted, volumeBand(of.slice, of.volumes))
  if (unusual !== undefined) findings.push(wholeFinding('volume', unusual))
  return { written, rowsRejected, findings }
}

function headerFinding(
  { missing, added, additive }: ReturnType<typeof compareHeader>,
  header: readonly string[],
): Finding | undefined {
  if (missing.length + added.length === 0) return undefined
  const quoted = (names: string[]) => {
    const told = names.slice(0, NAMES_MAX).map((name) => `"${name}"`)
    const more = names.length - told.length
    return told.join(', ') + (more > 0 ? ` and ${more} more` : '')
  }
  const parts = [
    ...(missing.length > 0 ? [`missing: ${quoted(missing)}`] : []),
    ...(added.length > 0 ? [`not in the contract: ${quoted(added)}`] : []),
  ]
  const samples = [{ line: 1, text: header.join(',').slice(0, TEXT_MAX) }]
  const reason = `columns ${parts.join('; ')}`
  return { check: 'header', breaking: !additive, reason, rowCount: 0, samples }
}

function clockValues(vintage: Vintage, now: Date): Record<string, string> {
  const instant = (at: Date) => `TIMESTAMPTZ '${at.toISOString()}'`
  return {
    _vintage: String(vintage.id),
    _published_at: instant(vintage.publishedAt),
    _landed_at: instant(vintage.landedAt),
    _available_at: instant(now),
  }
}
