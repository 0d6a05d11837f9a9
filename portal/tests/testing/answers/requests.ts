import type { AccessRequest, Grant, ShownAccessRequest } from '@millrace/contract'
import { at, DAY, DIRECTOR, FLIGHTS, GOVERNANCE, QUANT } from './people.ts'

export const REQUEST: AccessRequest = {
  id: 'ar-1',
  dataset: FLIGHTS,
  principal: QUANT,
  requestedBy: QUANT,
  requestedAt: at(-50),
  reason: 'Evaluate delays as a signal in trial 1',
  endsAt: at(60 * DAY),
  state: 'open',
  permissions: ['SELECT', 'DESCRIBE'],
  effect: 'Would give SELECT on 18 of 19 columns.',
  mayDecide: true,
  mayGrant: true,
}

const STEWARD = 'arn:aws:iam::111111111111:user/steward'

export const SHOWN_REQUEST: ShownAccessRequest = {
  ...REQUEST,
  seen: {
    effects: [
      {
        principal: QUANT,
        dataset: FLIGHTS,
        gained: { permissions: ['SELECT', 'DESCRIBE'], columns: ['carrier', 'tailnum'] },
        lost: { permissions: [], columns: [] },
        rows: { before: "origin = 'JFK'", after: 'all' },
        widensRestricted: true,
      },
    ],
    total: 1,
    widening: 1,
    costs: [
      {
        ...{ principal: QUANT, dataset: FLIGHTS, readBytes: 41_000_000_000 },
        ...{ storeBytes: 9_000_000_000, filtered: true, seconds: 130 },
      },
    ],
    uncosted: 0,
    gives: [
      {
        ...{ dataset: FLIGHTS, permissions: ['SELECT', 'DESCRIBE'] },
        ...{ columns: ['carrier', 'origin', 'tailnum'], rows: 'all', restricted: true },
      },
    ],
    digest: 'd1',
  },
  waitsFor: [{ rule: 'restricted data', persons: 1, approvers: [DIRECTOR, STEWARD] }],
  approvals: [{ principal: STEWARD, approvedAt: at(-5), counts: true }],
}

export const GRANT: Grant = {
  id: 'g-1',
  principal: QUANT,
  on: 'domain = mobility and sensitivity = internal',
  kind: 'expression',
  source: 'tags',
  catalog: GOVERNANCE,
  resource: {
    kind: 'table-policy',
    expression: [
      { key: 'domain', values: ['mobility'] },
      { key: 'sensitivity', values: ['internal'] },
    ],
  },
  state: 'active',
  origin: 'grant',
  permissions: ['SELECT', 'DESCRIBE'],
  grantable: [],
  grantedBy: DIRECTOR,
  endsAt: at(60 * DAY),
}

export const TERM: Grant = {
  ...GRANT,
  id: 'g-2',
  on: 'mobility.flights, columns carrier, origin',
  kind: 'columns',
  source: 'name',
  dataset: FLIGHTS,
  resource: {
    kind: 'columns',
    database: 'mobility',
    table: 'flights',
    include: ['carrier', 'origin'],
  },
  columns: ['carrier', 'origin'],
  permissions: ['SELECT'],
  endsAt: at(3 * DAY),
}
