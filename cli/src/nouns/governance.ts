import type { Grant } from '@millrace/contract'
import { ACCOUNT, DATASET, decided, listing, type Noun, short, type Verb } from './noun.ts'

export const role: Noun = {
  is: 'users and roles, with the policies that they carry',
  verbs: {
    list: listing('listPeople', (one) => [one.kind, one.arn, one.policies.join(' ')], [ACCOUNT]),
  },
}

export const tag: Noun = {
  is: 'LF-Tags and where they are used',
  verbs: {
    list: listing('listTags', (one) => [
      one.account.id,
      one.key,
      one.values.map(({ value }) => value).join(' '),
    ]),
  },
}

const grantLine = (one: Grant) => [
  one.principal,
  one.on,
  one.permissions.join(','),
  one.rowFilter,
  one.endsAt && `until ${short(one.endsAt)}`,
]

export const grant: Noun = {
  is: 'who may do what, and why',
  verbs: {
    list: listing('listGrants', grantLine),
    ending: listing('listEndingGrants', grantLine),
    'what-if': { operation: 'whatIf', takes: [] },
  },
}

export const filter: Noun = {
  is: 'data filters: rows and columns of a table, to be granted',
  verbs: {
    delete: { operation: 'deleteDataFilter', takes: [DATASET, { name: 'filter' }] },
  },
}

/** `millrace explain PRINCIPAL DATASET [ACTION]` */
export const explain: Verb = {
  operation: 'explainAccess',
  takes: [
    {
      name: 'principal',
      members: (word, { own }) => {
        if (word === 'me') return {}
        return { principal: /^(user|role)\//.test(word) ? `arn:aws:iam::${own}:${word}` : word }
      },
    },
    DATASET,
    {
      name: 'action',
      optional: true,
      members: (word) => ({ action: (word || 'SELECT').toUpperCase() }),
    },
  ],
}

export const request: Noun = {
  is: 'access that people ask for, and who decides',
  verbs: {
    ask: { operation: 'askForAccess', takes: [DATASET] },
    list: listing('listAccessRequests', (one) => [
      one.id,
      one.state,
      `${one.dataset.database}.${one.dataset.table}`,
      one.principal,
      one.reason,
    ]),
    show: { operation: 'getAccessRequest' },
    approve: { operation: 'decideAccessRequest', takes: [decided('grant')] },
    reject: { operation: 'decideAccessRequest', takes: [decided('refuse')] },
  },
}

export const approval: Noun = {
  is: 'who must approve requests, by tags',
  verbs: {
    rules: { operation: 'getApprovalRules' },
    plan: { operation: 'planApprovalRules' },
    set: { operation: 'putApprovalRules' },
  },
}

export const reminder: Noun = {
  is: 'whom an account has told before access ends',
  verbs: {
    show: { operation: 'getReminderTargets', takes: [] },
    set: { operation: 'putReminderTargets', takes: [] },
  },
}

const RECORDS = listing('listAudit', (one) => [
  one.at,
  one.decision,
  one.action,
  one.principal,
  one.resource,
])

export const audit: Noun = {
  is: 'the record of every use, and whether it is whole',
  verbs: {
    list: RECORDS,
    search: RECORDS,
    accounts: listing('listAudits', (one) => [one.id, one.name]),
    export: { operation: 'exportAudit', takes: [{ name: 'location' }] },
    exports: listing('listAuditExports', (one) => [
      one.id,
      one.state,
      one.location,
      `${one.written} of ${one.lastSequence - one.firstSequence + 1}`,
      one.every && `every ${one.every}`,
      one.reason,
    ]),
    stop: { operation: 'stopAuditExport' },
  },
}
