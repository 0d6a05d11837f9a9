import type {
  AnswerOf,
  ApprovalRules,
  Grant,
  OperationName,
  ReminderTargets,
  RulesPlan,
  TagsOfDataset,
} from '@millrace/contract'
import { ALT_DATA, at, DAY, DIRECTOR } from './people.ts'
import { GRANT, SHOWN_REQUEST, TERM } from './requests.ts'

/** What every change is said to do in these tests. */
export const PLAN: RulesPlan = {
  steps: [{ sign: '+', text: 'sensitivity=restricted on mobility.flights (tailnum)' }],
  effects: SHOWN_REQUEST.seen?.effects ?? [],
  total: 1,
  widening: 1,
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
}

const REMINDERS: ReminderTargets = { targets: [{ kind: 'mail', address: 'desk@example.org' }] }

export const rules: { [Name in OperationName]?: AnswerOf<Name> } = {
  announceDataset: { id: 'ann-2' },
  withdrawAnnouncement: { done: true },
  deprecateDataset: { done: true },
  planChanges: PLAN,
  applyChanges: PLAN,
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
