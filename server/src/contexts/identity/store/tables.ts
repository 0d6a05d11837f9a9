import type { JSONColumnType } from 'kysely'
import type { VendedScope } from '../model/caller.ts'
import type { PolicyDocument } from '../model/policy.ts'

interface AccountsTable {
  id: string
  name: string
  organization: boolean
  governing: boolean
  createdAt: Date
  isolatedAt: Date | null
  sessionsValidFrom: Date | null
}

interface PrincipalsTable {
  id: string
  kind: 'user' | 'role'
  accountId: string
  name: string
  path: string
  createdAt: Date
  tags: JSONColumnType<Record<string, string>>
  description: string | null
  trust: JSONColumnType<PolicyDocument> | null
  maxSessionSeconds: number
  passwordHash: string | null
  sessionsValidFrom: Date
}

interface InlinePoliciesTable {
  principalId: string
  name: string
  text: string
}

interface AttachedPoliciesTable {
  principalId: string
  policyArn: string
}

interface AccessKeysTable {
  id: string
  principalId: string
  sealedSecret: Buffer
  active: boolean
  createdAt: Date
  scope: JSONColumnType<VendedScope> | null
  endsAt: Date | null
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'identity.accounts': AccountsTable
    'identity.principals': PrincipalsTable
    'identity.inlinePolicies': InlinePoliciesTable
    'identity.attachedPolicies': AttachedPoliciesTable
    'identity.accessKeys': AccessKeysTable
  }
}
