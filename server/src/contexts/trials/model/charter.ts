import type { TableRef } from '../../catalog/index.ts'
import type { GrantCommand } from '../../governance/index.ts'
import { invalidCharter } from '../errors.ts'
import type { Band } from './band.ts'
import type { Evidence } from './charter-inputs.ts'

/** Which column says what; what is not named makes the metrics that need it not computable. */
export interface Columns {
  /** Whom a row is about, in the vendor's words. */
  entity?: string
  /** The event clock. */
  eventTime?: string
  /** Declared to be unique within a vintage. */
  key?: readonly string[]
  /** When the vendor says that a row could be had, where no feed of ours knows. */
  availableAt?: string
  /** Which columns of numbers are looked at; all without it. */
  numbers?: readonly string[]
  /** What together may single out a person. */
  quasiIdentifiers?: readonly string[]
}

export interface Domain {
  column: string
  min?: number
  max?: number
  oneOf?: readonly string[]
  pattern?: string
}

/** Rows hold from `validFrom` (inclusive) until `validTo` (exclusive, empty: open). */
export interface Validity {
  table: TableRef
  validFrom: string
  validTo: string
}

export interface Universe extends Validity {
  entity: string
  weight?: string
  /** Columns by which coverage is told apart, such as sector and region. */
  segments?: readonly string[]
}

export interface Mapping extends Validity {
  from: string
  to: string
}

export interface Person {
  arn: string
  /** Who `decides` may sign; without one, any who passes the IAM gate in the trial's account. */
  role: 'owns' | 'evaluates' | 'decides' | 'complies'
}

export interface ComplianceAnswer {
  question: string
  answer?: string
  answeredBy?: string
}

/** A database, a role and notebooks of the trial’s own, from when it runs until it ends. */
export interface WorkspaceWish {
  /** Who works in it, of the trial’s account; without it, who opens, owns and evaluates it. */
  people?: readonly string[]
  /** A product of the service catalogue that its people may launch; without it there is none. */
  cluster?: { product?: string; parameters?: Readonly<Record<string, string>> }
}

/** A grant of the trial; its end is the trial's. */
export type TrialGrant = Pick<
  GrantCommand,
  'catalogId' | 'principal' | 'resource' | 'permissions' | 'grantable'
>

export interface Prices {
  cpuHourUsd: number
  storageGbMonthUsd: number
}

export interface Charter extends Evidence {
  title: string
  hypothesis: string
  vendor?: string
  /** What is tried. */
  dataset: TableRef
  feedId?: string
  columns: Columns
  /** How often each entity is expected. */
  period: 'hour' | 'day' | 'month'
  domains: readonly Domain[]
  universe?: Universe
  mapping?: Mapping
  bands: readonly Band[]
  people: readonly Person[]
  compliance: readonly ComplianceAnswer[]
  budgetUsd: number
  prices: Prices
  days: number
  /** What the platform reads the data as; it must trust `trials.millrace`. */
  roleArn: string
  workspace?: WorkspaceWish
}

/** What must be answered on day 0, whatever the data. */
export const COMPLIANCE_QUESTIONS = [
  'Where does the data come from, and may it be sold?',
  'Did the people in it consent?',
  'Was it collected within the terms of use of its sources?',
  'Can it hold material non-public information?',
  'Is it sold exclusively, or to others too?',
  'How is it deleted when the trial ends?',
] as const

const DAYS_DEFAULT = 90
const DAYS_MAX = 180
const BUDGET_USD_DEFAULT = 500
/** Proposals of this project; a charter states its own. */
const PRICES_DEFAULT: Prices = { cpuHourUsd: 0.05, storageGbMonthUsd: 0.023 }

export type CharterDraft = Pick<Charter, 'title' | 'hypothesis' | 'dataset' | 'roleArn'> &
  Partial<Charter>

/** Fills in what was left out. @throws trials.invalid-charter */
export function parseCharter(draft: CharterDraft): Charter {
  const charter: Charter = {
    ...draft,
    columns: draft.columns ?? {},
    period: draft.period ?? 'day',
    domains: draft.domains ?? [],
    bands: draft.bands ?? [],
    people: draft.people ?? [],
    compliance: questionsOf(draft.compliance ?? []),
    budgetUsd: draft.budgetUsd ?? BUDGET_USD_DEFAULT,
    prices: { ...PRICES_DEFAULT, ...draft.prices },
    days: draft.days ?? DAYS_DEFAULT,
  }
  demandSense(charter)
  demandBands(charter.bands)
  for (const { pattern, column } of charter.domains) if (pattern) demandPattern(pattern, column)
  return charter
}

function questionsOf(given: readonly ComplianceAnswer[]): ComplianceAnswer[] {
  const asked = new Set(given.map(({ question }) => question))
  const open = COMPLIANCE_QUESTIONS.filter((question) => !asked.has(question))
  return [...given, ...open.map((question) => ({ question }))]
}

function demandSense({ title, hypothesis, days, budgetUsd }: Charter): void {
  if (title.trim() === '') throw invalidCharter({ reason: 'it has no title' })
  if (hypothesis.trim() === '') throw invalidCharter({ reason: 'it has no hypothesis' })
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX)
    throw invalidCharter({ reason: `a trial takes 1 to ${DAYS_MAX} days, not ${days}` })
  if (!(budgetUsd >= 0)) throw invalidCharter({ reason: 'the budget is below zero' })
}

export function demandBands(bands: readonly Band[]): void {
  const ids = bands.map(({ metric }) => metric)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw invalidCharter({ reason: `metric "${twice}" has two bands` })
  const odd = bands.find(({ limit }) => !Number.isFinite(limit))
  if (odd) throw invalidCharter({ reason: `the band of "${odd.metric}" has no limit` })
}

function demandPattern(pattern: string, column: string): void {
  try {
    new RegExp(pattern)
  } catch (cause) {
    throw invalidCharter({ reason: `the pattern of "${column}" is no expression` }, { cause })
  }
}

export function complianceAnswered({ compliance }: Pick<Charter, 'compliance'>): boolean {
  return compliance.every(({ answer }) => answer !== undefined && answer.trim() !== '')
}
