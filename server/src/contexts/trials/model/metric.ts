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
  | 'key'
  | 'universe'
  | 'weights'
  | 'mapping'
  | 'domains'
  | 'revisions'

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
}

/** Everything that a report is made of; the same inputs make the same report. */
export interface Inputs {
  charter: Charter
  now: Date
  /**
   * `data` (the rows, with `_entity`, `_time` where known), `days` (`e`, `d`, `n`), `cells`
   * (`e`, `p`, `n`), `mapped` (`e`, `d`, `n`, `i`), `universe` (`i`, `f`, `u`, `w`), `revisions`
   * (`d`, `cells`, `changed`, and per column).
   */
  db: Duckdb
  columns: readonly DataColumn[]
  feed: Feed | undefined
  deliveries: readonly DeliveryRecord[]
  /** Why an input is not there; what is not listed is there. */
  missing: ReadonlyMap<Input, string>
  spending: readonly Spent[]
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
  /** There is no number, and why. */
  missing?: string
}

export type Section =
  | 'Delivery'
  | 'History and point in time'
  | 'Coverage'
  | 'Mapping'
  | 'Quality'
  | 'Compliance'
  | 'Cost'

export interface MetricDefinition {
  id: string
  name: string
  definition: string
  unit: string
  section: Section
  /** This project's proposal, used where the charter has no band; none: for information. */
  proposal?: Omit<Band, 'metric'>
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
  observations?: number
  window?: string
  plot?: Plot
}
