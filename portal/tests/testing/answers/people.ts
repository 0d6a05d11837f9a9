import type { AccountRef, Area, Me, Status } from '@millrace/contract'

export const NOW = Date.parse('2026-03-02T09:30:00Z')

/** An instant so many minutes from the tests' present; negative ones are past. */
export function at(minutes: number): string {
  return new Date(NOW + minutes * 60_000).toISOString()
}

export const HOUR = 60
export const DAY = 24 * HOUR

export const GOVERNANCE: AccountRef = { id: '111111111111', name: 'governance' }
export const ALT_DATA: AccountRef = { id: '333333333333', name: 'alt-data' }
export const EQUITIES: AccountRef = { id: '444444444444', name: 'equities' }

export const QUANT = 'arn:aws:iam::444444444444:user/quant'
export const DIRECTOR = 'arn:aws:iam::444444444444:user/director'
export const RESEARCH = 'arn:aws:iam::444444444444:role/quant-research'
export const PRODUCER = 'arn:aws:iam::333333333333:user/altdata-producer'

export const ALL_AREAS: Area[] = [
  'discover',
  'vendors',
  'deliveries',
  'trials',
  'pipelines',
  'compute',
  'access',
  'approvals',
  'grants',
  'tags',
  'audit',
  'accounts',
  'health',
]

export const ME: Me = {
  name: 'quant',
  arn: QUANT,
  kind: 'user',
  account: EQUITIES,
  areas: ALL_AREAS,
  signedInUntil: at(11 * HOUR),
}

export const STATUS: Status = {
  url: 'http://127.0.0.1:8470',
  version: '0.1.0',
  ready: true,
  isolation: 'full',
  engine: { state: 'ready', detail: '2 standby drivers' },
  demo: { state: 'done', step: 12, steps: 12 },
  components: [
    { name: 'database', state: 'ok' },
    { name: 'jobs', state: 'ok', detail: '0 waiting' },
    { name: 'engine', state: 'ok', detail: 'Spark 4.1.4' },
  ],
}

export const FLIGHTS = { account: GOVERNANCE, database: 'mobility', table: 'flights' }
