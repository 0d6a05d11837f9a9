import { ACCOUNT, DATASET, listing, type Noun, short } from './noun.ts'

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

export const grant: Noun = {
  is: 'who may do what, and why',
  verbs: {
    list: listing('listGrants', (one) => [
      one.principal,
      one.on,
      one.permissions.join(','),
      one.rowFilter,
      one.endsAt && `until ${short(one.endsAt)}`,
    ]),
    explain: { operation: 'explainAccess', takes: [DATASET] },
    'what-if': { operation: 'whatIf', takes: [] },
    ask: { operation: 'askForAccess', takes: [DATASET] },
    requests: listing('listAccessRequests', (one) => [
      one.id,
      one.state,
      `${one.dataset.database}.${one.dataset.table}`,
      one.principal,
      one.reason,
    ]),
    decide: { operation: 'decideAccessRequest' },
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
    verify: { operation: 'verifyAudit' },
  },
}
