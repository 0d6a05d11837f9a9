import type { CharterDraft } from '@millrace/contract'
import type { Static } from 'typebox'
import { accounts, DIRECTOR, PRODUCER, QUANT, RESEARCH_ROLE, VENDOR } from './names.ts'
import { FLIGHTS_TRIAL, WEATHER_TRIAL } from './trials.ts'

type Charter = Static<typeof CharterDraft>

const accountId = accounts.governance
const AIRPORTS = ['EWR', 'JFK', 'LGA']

const people: Charter['people'] = [
  { arn: QUANT, role: 'evaluates' },
  { arn: DIRECTOR, role: 'owns' },
  { arn: DIRECTOR, role: 'decides' },
  { arn: PRODUCER, role: 'complies' },
]
const both = { vendor: VENDOR, people, roleArn: RESEARCH_ROLE, days: 90, budgetUsd: 500 }

/** The universe is who was listed then: a point-in-time map from carriers to companies. */
const LISTED = {
  table: { accountId, database: 'market', table: 'carriers_listed' },
  validFrom: 'valid_from',
  validTo: 'valid_to',
}

export function flightsCharter(feedId: string): Charter {
  return {
    ...both,
    title: FLIGHTS_TRIAL,
    hypothesis:
      'Delays at New York’s airports are known the day after, and lead what listed carriers ' +
      'report of punctuality and cost a month later.',
    dataset: { accountId, database: 'mobility', table: 'flights' },
    feedId,
    columns: {
      entity: 'carrier',
      eventTime: 'time_hour',
      key: ['time_hour', 'carrier', 'flight'],
      numbers: ['dep_delay', 'arr_delay', 'air_time', 'distance'],
      quasiIdentifiers: ['carrier', 'origin', 'dest'],
    },
    period: 'day',
    domains: [
      { column: 'origin', oneOf: AIRPORTS },
      { column: 'distance', min: 1, max: 6000 },
      { column: 'dep_delay', min: -60, max: 1500 },
    ],
    universe: { ...LISTED, entity: 'ticker', segments: ['exchange'] },
    mapping: { ...LISTED, from: 'carrier', to: 'ticker' },
    owned: [{ table: LISTED.table, entity: 'ticker', eventTime: 'valid_from' }],
    signal: { column: 'dep_delay', aggregate: 'mean', sign: -1 },
    licence: {
      ...{ users: 'research of the equities account, at most 5 people', purposes: 'evaluation' },
      ...{ entities: 'the equities account', derivedWorks: 'features stay with the firm' },
      ...{ retention: 'sealed when the trial ends', auditRight: 'none', end: 'with the trial' },
      signedBy: PRODUCER,
    },
    // Figures made up for the demo, as the vendor is.
    ownership: { feeUsdYear: 24_000, minutesMonth: 60, hourUsd: 90, budgetUsdYear: 40_000 },
    bands: [
      { metric: 'D1', direction: 'at-least', limit: 95 },
      { metric: 'D3', direction: 'at-most', limit: 1 },
      { metric: 'H1', direction: 'at-least', limit: 0.9 },
      { metric: 'C1', direction: 'at-least', limit: 90 },
      { metric: 'M1', direction: 'at-least', limit: 70 },
      { metric: 'Q3', direction: 'at-most', limit: 0 },
      { metric: 'Q6', direction: 'at-most', limit: 100 },
    ],
  }
}

export function weatherCharter(feedId: string): Charter {
  return {
    ...both,
    title: WEATHER_TRIAL,
    hypothesis: 'Weather at the airports says more of tomorrow’s delays than yesterday’s delays.',
    dataset: { accountId, database: 'mobility', table: 'weather' },
    feedId,
    columns: { entity: 'origin', eventTime: 'time_hour', key: ['time_hour', 'origin'] },
    period: 'hour',
    domains: [{ column: 'origin', oneOf: AIRPORTS }],
    bands: [
      { metric: 'D2', direction: 'at-most', limit: 60 },
      { metric: 'H1', direction: 'at-least', limit: 3 },
      { metric: 'Q1', direction: 'at-most', limit: 5 },
    ],
  }
}

/** By the order of the questions that the platform asks. */
export const COMPLIANCE = [
  'Public statistics of a government, collected by the vendor; they may be passed on.',
  'There are no people in it: carriers, planes and airports.',
  'Yes: the sources are published to be used.',
  'No: it is public the day after.',
  'No: anybody may have it.',
  'Grants end, the feed stops, and the tables stay closed until they are dropped.',
] as const
