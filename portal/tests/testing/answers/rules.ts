import type {
  AnswerOf,
  ApprovalRules,
  ApprovalRulesPlan,
  Grant,
  OperationName,
  ReminderTargets,
  RowPolicy,
  RulesPlan,
  TagExpression,
  TagsOfDataset,
} from '@millrace/contract'
import { ALT_DATA, at, DAY, DIRECTOR, GOVERNANCE, QUANT } from './people.ts'
import { GRANT, SHOWN_REQUEST, TERM } from './requests.ts'

/** What every change is said to do in these tests. */
export const PLAN: RulesPlan = {
  steps: [{ sign: '+', text: 'sensitivity=restricted on mobility.flights (tailnum)' }],
  effects: SHOWN_REQUEST.seen?.effects ?? [],
  total: 1,
  widening: 1,
  rights: [
    {
      ...{ principal: QUANT, catalog: GOVERNANCE, on: 'tag sensitivity=*' },
      gained: { permissions: ['ASSOCIATE'], grantable: ['ASSOCIATE'] },
      lost: { permissions: [], grantable: [] },
      startsAt: at(DAY),
    },
  ],
  costs: [],
  uncosted: 0,
  snapshotVersion: 41,
  digest: 'd-plan',
}

export const TAGS: TagsOfDataset = {
  database: [{ key: 'domain', value: 'mobility', from: 'database' }],
  table: [
    { key: 'domain', value: 'mobility', from: 'database' },
    { key: 'sensitivity', value: 'internal', from: 'table' },
  ],
  columns: [
    {
      name: 'carrier',
      type: 'string',
      tags: [
        { key: 'domain', value: 'mobility', from: 'database' },
        { key: 'sensitivity', value: 'internal', from: 'table' },
      ],
    },
    {
      name: 'tailnum',
      type: 'string',
      tags: [
        { key: 'domain', value: 'mobility', from: 'database' },
        { key: 'sensitivity', value: 'restricted', from: 'column' },
      ],
    },
  ],
}

/** To a whole account, which may hand it on. */
const SHARE: Grant = {
  ...GRANT,
  ...{ id: 'g-3', principal: ALT_DATA.id, grantable: ['SELECT', 'DESCRIBE'] },
}

export const RULES: ApprovalRules = {
  rules: [
    {
      name: 'restricted data',
      expression: [{ key: 'sensitivity', values: ['internal'] }],
      approvers: [DIRECTOR],
      persons: 1,
    },
  ],
  setBy: DIRECTOR,
  setAt: at(-DAY),
  version: 7,
}

const REMINDERS: ReminderTargets = {
  targets: [{ kind: 'mail', address: 'desk@example.org' }],
  version: 3,
}

/** What every change of rules of approval is said to do. */
export const RULES_PLAN: ApprovalRulesPlan = {
  requests: [
    {
      ...{ id: 'ar-1', principal: QUANT, requestedBy: QUANT, requestedAt: at(-60) },
      dataset: { account: GOVERNANCE, database: 'mobility', table: 'flights' },
      before: [{ rule: 'restricted data', persons: 1, approvers: [DIRECTOR], approved: 0 }],
      after: [],
    },
  ],
  ...{ total: 1, version: 7, digest: 'd-rules', powerless: [DIRECTOR] },
}

export const LINES: TagExpression = {
  ...{ account: GOVERNANCE, name: 'internal data', description: 'for research' },
  expression: [{ key: 'sensitivity', values: ['internal'] }],
}

export const POLICY: RowPolicy = {
  ...{ name: 'delta only', rows: "carrier = 'DL'" },
  columns: [{ name: 'carrier', type: 'string' }, { name: 'origin' }],
  attachments: [
    {
      on: 'mobility.flights',
      resource: { kind: 'table', database: 'mobility', table: 'flights' },
      principal: QUANT,
    },
  ],
}

export const rules: { [Name in OperationName]?: AnswerOf<Name> } = {
  announceDataset: { id: 'ann-2' },
  withdrawAnnouncement: { done: true },
  deprecateDataset: { done: true },
  planChanges: PLAN,
  applyChanges: PLAN,
  planApprovalRules: RULES_PLAN,
  listTagExpressions: { items: [LINES] },
  listRowPolicies: { items: [POLICY] },
  listLocations: {
    items: [{ location: 's3://lake/flights', hybrid: false, registeredAt: at(-DAY) }],
  },
  getApprovalRules: RULES,
  putApprovalRules: RULES,
  getReminderTargets: REMINDERS,
  putReminderTargets: REMINDERS,
  getDatasetTags: TAGS,
  listGrantsMade: { items: [GRANT, TERM, SHARE] },
  listDataFilters: {
    items: [
      {
        ...{ name: 'delta', version: 'v-1', rows: "carrier = 'DL'" },
        columns: { exclude: ['tailnum'] },
      },
    ],
  },
}
