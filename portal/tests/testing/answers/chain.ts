import type { ChainLink } from '@millrace/contract'
import { at, GOVERNANCE } from './people.ts'

export const FLIGHTS = { account: GOVERNANCE, database: 'mobility', table: 'flights' }
export const FEATURE = {
  account: GOVERNANCE,
  database: 'features',
  table: 'delay_by_airport_carrier',
}

/** Due at 10:45; the weather is late, and something else is hidden. */
export const CHAIN: ChainLink[] = [
  {
    ...{ depth: 0, kind: 'pipeline', name: 'delay feature', id: 'p-1', slice: '2026-03-01' },
    ...{ dataset: FEATURE, state: 'endangered', mustAt: at(75), expectedAt: at(90) },
    ...{ marginSeconds: -900, usualSeconds: 2400, critical: true },
  },
  {
    ...{ depth: 1, kind: 'delivery', name: 'flights', id: 'd-1', vendor: 'Skyfeed' },
    ...{ slice: '2026-03-01', dataset: FLIGHTS, state: 'arrived', promisedAt: at(-30) },
    ...{ mustAt: at(35), expectedAt: at(-38), marginSeconds: 4380, critical: false },
  },
  {
    ...{ depth: 1, kind: 'pipeline', name: 'weather-by-airport', slice: '2026-03-01' },
    ...{ dataset: { ...FLIGHTS, table: 'weather_by_airport' }, owner: 'weather desk' },
    ...{ state: 'endangered', mustAt: at(35), expectedAt: at(50), marginSeconds: -900 },
    ...{ usualSeconds: 3000, critical: true },
  },
  {
    ...{ depth: 2, kind: 'delivery', name: 'weather', vendor: 'Skyfeed', slice: '2026-03-01' },
    ...{ dataset: { ...FLIGHTS, table: 'weather' }, state: 'missed', promisedAt: at(-30) },
    ...{ mustAt: at(-15), expectedAt: at(0), marginSeconds: -900, critical: true },
  },
  {
    ...{ depth: 1, kind: 'hidden', state: 'kept', mustAt: at(35), expectedAt: at(10) },
    ...{ marginSeconds: 1500, critical: false },
  },
]
