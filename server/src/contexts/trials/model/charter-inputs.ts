import type { TableRef } from '../../catalog/index.ts'

/** A sample of the mapping that somebody checked by hand: a line each, and was it right? */
export interface MappingCheck {
  table: TableRef
  /** A column that is true where the mapping was right. */
  correct: string
}

/** What the firm has already, in its own ids. */
export interface OwnedData {
  table: TableRef
  entity: string
  eventTime: string
  /** Columns of numbers; all without it. */
  fields?: readonly string[]
  /** `factors` are what returns are explained by anyway: no dataset to overlap with. */
  kind?: 'dataset' | 'factors'
}

/** How the rows that become available on one day become one number of an entity. */
export interface Signal {
  column: string
  aggregate: 'mean' | 'sum' | 'count' | 'min' | 'max'
  /** -1 where less is better. */
  sign?: 1 | -1
  /** How many trading days ahead the return is. */
  horizonDays?: number
  /** Of trading one's whole position once, in basis points. */
  costBps?: number
}

/** Prices by entity, in the firm's own ids, and trading day. */
export interface Market {
  table: TableRef
  entity: string
  day: string
  price: string
}

/** What companies report of themselves, such as monthly sales. */
export interface Kpi {
  table: TableRef
  entity: string
  /** The first day of the period. */
  period: string
  value: string
}

export interface LicenceTerms {
  users?: string
  purposes?: string
  entities?: string
  derivedWorks?: string
  retention?: string
  auditRight?: string
  end?: string
  /** Who signed; without it the terms are only proposed. */
  signedBy?: string
}

/** What the data costs beside what the platform counts by itself. */
export interface Ownership {
  feeUsdYear: number
  computeUsdYear?: number
  minutesMonth?: number
  hourUsd?: number
  /** What may be spent in a year. */
  budgetUsdYear?: number
}

/** What metrics need beside the data; each is named by the charter, or later, and then told so. */
export interface Evidence {
  mappingCheck?: MappingCheck
  owned?: readonly OwnedData[]
  signal?: Signal
  market?: Market
  kpi?: Kpi
  licence?: LicenceTerms
  ownership?: Ownership
}
