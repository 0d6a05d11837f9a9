import type { Duckdb } from '../../../foundation/duckdb.ts'
import type { DeliveryRecord, Feed } from '../../ingestion/index.ts'
import type { Band, Verdict } from './band.ts'
import type { Charter } from './charter.ts'

/** What a metric may need. Those of a feed come from the ledger, the others from tables. */
export type Input =
  | 'deliveries'
  | 'calendar'
  | 'rows'
  | 'entity'
  | 'event time'
  | 'availability'
  | 'key'
  | 'numbers'
  | 'universe'
  | 'weights'
  | 'segments'
  | 'mapping'
  | 'checked mapping'
  | 'domains'
  | 'revisions'
  | 'owned data'
  | 'signal'
  | 'prices'
  | 'kpi'
  | 'quasi-identifiers'
  | 'licence'
  | 'fee'

export interface PlotPoint {
  x: number | string
  y: number | string
  series?: string
  value?: number | string
  low?: number
  high?: number
}

/** Data for a picture; whoever shows it chooses strokes and colours. */
export interface Plot {
  kind: 'line' | 'bar' | 'calendar' | 'heatmap' | 'ecdf' | 'band' | 'dots'
  xLabel: string
  yLabel: string
  threshold?: number
  points: PlotPoint[]
}

export interface DataColumn {
  name: string
  text: boolean
  /** Of a number's type, and neither key nor entity. */
  number: boolean
}

/** An owned table of the charter: `owned0`, `owned1` … with its fields as `f0`, `f1` … */
export interface OwnedFields {
  name: string
  fields: readonly string[]
  factors: boolean
}

/** A way in which somebody tried to make a signal of the data. */
export interface Variant {
  name: string
  /** Of a year, where whoever tried it has one. */
  sharpe: number | null
  triedBy: string
  triedAt: Date
}

/** Everything that a report is made of; the same inputs make the same report. */
export interface Inputs {
  charter: Charter
  now: Date
  /** Its relations, and what each needs, are listed in `relations/`. */
  db: Duckdb
  columns: readonly DataColumn[]
  feed: Feed | undefined
  deliveries: readonly DeliveryRecord[]
  owned: readonly OwnedFields[]
  /** What deliveries that came again had first, as relations of `db`. */
  firstSeen: readonly { slice: string; relation: string; vintage: number }[]
  /** Why an input is not there; what is not listed is there. */
  missing: ReadonlyMap<Input, string>
  spending: readonly Spent[]
  variants: readonly Variant[]
  storedBytes: number
  openedAt: Date
}

/** What a trial has used, by the platform's own count. */
export interface Spent {
  at: Date
  what: string
  cpuSeconds: number
  usd: number
}

export interface Measured {
  value?: number
  /** In words with its unit; by default the value and the metric's unit. */
  text?: string
  observations: number
  window?: string
  plot?: Plot
  /** In the place of the metric's own proposal, where its limit stands elsewhere. */
  gate?: Proposal & { from: 'charter' | 'proposal' }
  /** For information here, whatever the band says: the number is not the one that it limits. */
  noted?: true
  /** There is no number, and why. */
  missing?: string
  /** How to give what is missing. */
  remedy?: string
}

export type Proposal = Omit<Band, 'metric'>

export type Section =
  | 'Delivery'
  | 'History and point in time'
  | 'Coverage'
  | 'Mapping'
  | 'Quality'
  | 'Overlap'
  | 'Signal'
  | 'Compliance'
  | 'Cost and effort'

export interface MetricDefinition {
  id: string
  name: string
  definition: string
  unit: string
  section: Section
  /** This project's proposal, used where the charter has no band; none: for information. */
  proposal?: Proposal
  needs: readonly Input[]
  measure(inputs: Inputs): Promise<Measured> | Measured
}

export interface Metric {
  id: string
  name: string
  definition: string
  verdict: Verdict
  text?: string
  value?: number
  unit: string
  gate?: string
  gateFrom?: 'charter' | 'proposal'
  missing?: string
  /** How to give what is missing. */
  remedy?: string
  observations?: number
  window?: string
  plot?: Plot
}
