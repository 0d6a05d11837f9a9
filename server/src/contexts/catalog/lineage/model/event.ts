import { listOf, object, oneOf, optional, shape, text, wrongPart } from '../../model/shape.ts'
import { storable } from '../../model/storable.ts'
import { invalidLineage } from '../errors.ts'

/** A dataset by the name that a job has for it. */
export interface DatasetName {
  namespace: string
  name: string
}

export interface NamedDataset extends DatasetName {
  /** Other names of the same dataset. @see OpenLineage, `SymlinksDatasetFacet` */
  aliases: readonly DatasetName[]
}

/** A column that another was made of. */
export interface ColumnSource {
  to: string
  of: DatasetName
  from: string
  /** `DIRECT/IDENTITY`; several are joined by a comma. Empty where nothing is said. */
  how: string
}

export interface MadeDataset extends NamedDataset {
  columns: readonly ColumnSource[]
}

export interface LineageEvent {
  /** All that names the event. */
  key: readonly string[]
  at: Date
  run?: { id: string; state: RunState }
  /** Without one it is the dataset that speaks. */
  job?: DatasetName
  inputs: readonly NamedDataset[]
  outputs: readonly MadeDataset[]
}

const STATES = ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] as const
export type RunState = (typeof STATES)[number]

/** The namespace of the platform's own jobs, which nobody else may claim. */
export const OWN_JOBS = 'millrace'

const NAME_LETTERS_MAX = 1000
const DATASETS_MAX = 200
const COLUMNS_MAX = 5000

const name = (value: unknown) =>
  text(value) && value !== '' && (value as string).length <= NAME_LETTERS_MAX
const named = { namespace: name, name }
const dataset = shape({ ...named, facets: optional(object) })
const datasets = (value: unknown) =>
  optional(listOf(dataset))(value) &&
  ((value as unknown[] | undefined)?.length ?? 0) <= DATASETS_MAX
const instant = (value: unknown) => text(value) && !Number.isNaN(Date.parse(value as string))
const uuid = (value: unknown) => text(value) && /^[0-9a-f-]{36}$/i.test(value as string)

const ofAll = { eventTime: instant, producer: name, schemaURL: name }
const ofJobs = { job: shape(named), inputs: datasets, outputs: datasets }
const ofRuns = { run: shape({ runId: uuid }), eventType: optional(oneOf(...STATES)), ...ofJobs }

interface Wire {
  eventTime: string
  eventType?: RunState | null
  run?: { runId: string }
  job?: DatasetName
  dataset?: WireDataset
  inputs?: WireDataset[] | null
  outputs?: WireDataset[] | null
}

interface WireDataset extends DatasetName {
  facets?: Record<string, unknown> | null
}

/** @throws catalog.invalid-lineage @see OpenLineage 2-0-2: RunEvent, DatasetEvent, JobEvent */
export function parseEvent(raw: unknown): LineageEvent {
  if (!object(raw)) throw invalidLineage({ reason: 'an event is an object' })
  if (!storable(raw)) throw invalidLineage({ reason: 'a text of it cannot be kept' })
  const wire = raw as Wire
  check(ofAll, wire)
  const event = wire.dataset === undefined ? ofJob(wire) : ofDataset(wire, wire.dataset)
  const columns = event.outputs.reduce((sum, one) => sum + one.columns.length, 0)
  if (columns > COLUMNS_MAX)
    throw invalidLineage({ reason: `more than ${COLUMNS_MAX} columns have sources` })
  return event
}

function check(parts: Parameters<typeof wrongPart>[0], value: object): void {
  const wrong = wrongPart(parts, value)
  if (wrong) throw invalidLineage({ reason: `"${wrong}" is missing, wrong or too large` })
}

function ofJob(wire: Wire): LineageEvent {
  check(wire.run === undefined ? ofJobs : ofRuns, wire)
  const { eventTime, eventType, run } = wire
  const job = nameOf(wire.job as DatasetName)
  if (job.namespace.toLowerCase() === OWN_JOBS)
    throw invalidLineage({ reason: `the namespace "${OWN_JOBS}" is of the platform's own jobs` })
  const state = eventType ?? 'OTHER'
  const key = run
    ? ['run', run.runId.toLowerCase(), state, instantText(eventTime)]
    : ['job', job.namespace, job.name, instantText(eventTime)]
  return {
    key,
    at: new Date(eventTime),
    ...(run && { run: { id: run.runId.toLowerCase(), state } }),
    job,
    inputs: (wire.inputs ?? []).map(aliased),
    outputs: (wire.outputs ?? []).map(made),
  }
}

function ofDataset({ eventTime }: Wire, given: WireDataset): LineageEvent {
  check({ dataset }, { dataset: given })
  const { namespace, name: called } = given
  const key = ['dataset', namespace, called, instantText(eventTime)]
  return { key, at: new Date(eventTime), inputs: [], outputs: [made(given)] }
}

/** However it was written. */
function instantText(eventTime: string): string {
  return new Date(eventTime).toISOString()
}

function nameOf({ namespace, name: called }: DatasetName): DatasetName {
  return { namespace, name: called }
}

const symlinks = { identifiers: listOf(shape(named)) }

function aliased(given: WireDataset): NamedDataset {
  const facet = given.facets?.symlinks
  if (facet === undefined || facet === null) return { ...nameOf(given), aliases: [] }
  if (!shape(symlinks)(facet)) throw invalidLineage({ reason: '"symlinks" is wrong' })
  const { identifiers } = facet as { identifiers: DatasetName[] }
  return { ...nameOf(given), aliases: identifiers.slice(0, DATASETS_MAX).map(nameOf) }
}

const transformation = shape({ type: name, subtype: optional(text) })
const source = shape({ ...named, field: name, transformations: optional(listOf(transformation)) })
const field = shape({ inputFields: listOf(source) })

interface Source extends DatasetName {
  field: string
  transformations?: { type: string; subtype?: string | null }[] | null
}

/** @see OpenLineage, `ColumnLineageDatasetFacet` */
function made(given: WireDataset): MadeDataset {
  const facet = given.facets?.columnLineage
  if (facet === undefined || facet === null) return { ...aliased(given), columns: [] }
  const fields = (facet as { fields?: Record<string, { inputFields: Source[] }> }).fields
  if (!object(fields) || !Object.values(fields as object).every(field))
    throw invalidLineage({ reason: '"columnLineage" is wrong' })
  const columns = Object.entries(fields ?? {}).flatMap(([to, { inputFields }]) =>
    inputFields.map((one) => ({ to, of: nameOf(one), from: one.field, how: howOf(one) })),
  )
  if (columns.some(({ to }) => !name(to)))
    throw invalidLineage({ reason: 'the name of a column is too long' })
  return { ...aliased(given), columns }
}

function howOf({ transformations }: Source): string {
  const ways = (transformations ?? []).map(({ type, subtype }) => [type, subtype || []].flat())
  return [...new Set(ways.map((way) => way.join('/')))].join(', ').slice(0, NAME_LETTERS_MAX)
}
