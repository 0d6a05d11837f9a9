import { defineError } from '../../../foundation/errors.ts'
import { transaction } from '../../../foundation/sql.ts'
import { type GivenDatabase, givenDatabase } from '../../../testing/database.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { GovernanceDeps } from '../deps.ts'
import { createGovernance, type Governance } from '../index.ts'
import { defaultSettings } from '../model/world.ts'

/** As identity refuses. */
export const iamRefused = defineError<{ action: string }>({
  code: 'testing.iam-refused',
  kind: 'denied',
  message: ({ action }) => `IAM refuses ${action}`,
})

export const home = '700000000001' as AccountId
export const partner = '700000000002' as AccountId
export const outside = '700000000009' as AccountId
export const eng = 'eng'

export const database = {
  id: 'database-1',
  accountId: home,
  name: 'mkt',
  creatorArn: arn('eng'),
}

export const table = {
  id: 'table-1',
  databaseId: 'database-1',
  name: 'trades',
  creatorArn: arn('eng'),
  columns: ['sym', 'px', 'pnl'].map((name, index) => ({
    id: index + 1,
    name,
    type: 'string',
    partitionSource: false,
  })),
}

export const trades = { kind: 'table', database: 'mkt', table: 'trades' } as const

/** What the analyst is granted: all of the table, or its rows of one value. */
export const grantOfTrades = {
  catalogId: home,
  principal: arn('analyst'),
  resource: trades,
  permissions: ['SELECT'],
  grantable: [],
} as const
export const usName = { catalogId: home, database: 'mkt', table: 'trades', filter: 'us' }
export const us = { ...usName, rows: "sym = 'US'", columns: { include: ['sym', 'px'] } }
export const grantOfUs = { ...grantOfTrades, resource: { kind: 'filter', ...usName } } as const

export interface GivenGovernance extends GivenDatabase {
  governance: Governance
  /** A second server on the same database. */
  another(): Promise<Governance>
  caller(user: string, accountId?: AccountId): Caller
  now: { at: Date }
  /** IAM actions that are refused. */
  forbidden: Set<string>
  /** `<user> <role>` for each user who could work as a role. */
  takers: Set<string>
  /** Users by ARN who were made later than all others. */
  since: Map<string, Date>
}

export function arn(user: string, accountId: string = home): string {
  return `arn:aws:iam::${accountId}:user/${user}`
}

/** Whether keys for the table that carry nothing else are refused. */
export function licenceEnded(
  { governance, caller }: Pick<GivenGovernance, 'governance' | 'caller'>,
  tableId: string,
): boolean {
  const scope = { prefixes: [], tableId }
  return governance.keysEnded({ ...caller('analyst'), scope }, 'read')
}

/** Three accounts: the first governs and has every bucket, the last is outside the organization. */
export async function givenGovernance(
  more: Pick<GovernanceDeps, 'exportPlace' | 'auditSeal'> = {},
): Promise<GivenGovernance> {
  const given = await givenDatabase()
  const now = { at: new Date('2026-03-01T00:00:00Z') }
  const forbidden = new Set<string>()
  const takers = new Set<string>()
  const since = new Map<string, Date>()
  const accounts = [home, partner, outside].map((id) => ({
    id,
    name: id,
    organization: id !== outside,
    governing: id === home,
    // Records are of the database’s clock.
    createdAt: new Date(),
  }))
  const deps: GovernanceDeps = {
    ...given,
    clock: () => now.at,
    region: 'us-east-1',
    identity: {
      accounts: async () => accounts,
      demand: async (_caller, { action }) => {
        if (forbidden.has(action)) throw iamRefused({ action })
      },
      demandGoverning: async (_actor, { action }) => {
        if (forbidden.has(action)) throw iamRefused({ action })
      },
      allows: async (_caller, { action }) => !forbidden.has(action),
      principalSince: async (of) => since.get(of) ?? new Date(0),
      couldWorkAs: async ({ user, role }) => takers.has(`${user} ${role}`),
    },
    bucketOwner: async () => home,
    ...more,
  }
  const governance = await createGovernance(deps)
  const another = () => createGovernance(deps)
  return { ...given, governance, another, caller: callerOf, now, forbidden, takers, since }
}

/** Approves what is shown at the moment. */
export async function approve(
  { governance }: Pick<GivenGovernance, 'governance'>,
  caller: Caller,
  decision: { id: string; endsAt?: Date; note?: string },
) {
  const { seen } = await governance.getRequest(caller, decision.id)
  return governance.decideRequest(caller, { digest: '', ...decision, approve: true, ...seen })
}

/** The caller as they are in a role that they took. */
export function inRole(caller: Caller, name: string): Caller {
  const principalArn = `arn:aws:iam::${caller.accountId}:role/${name}`
  const arn = `arn:aws:sts::${caller.accountId}:assumed-role/${name}/${caller.userId}`
  return { ...caller, principalArn, arn, behind: caller.arn }
}

export function callerOf(user: string, accountId: AccountId = home): Caller {
  return {
    accountId,
    principalArn: arn(user, accountId),
    arn: arn(user, accountId),
    userId: `AIDA${user}`,
    accessKeyId: `AKIA${user}`,
    sessionTags: {},
    sessionPolicies: [],
  }
}

/** User `admin` administers both accounts, nothing new is open to IAM, one table is there. */
export async function givenTable(
  more?: Pick<GovernanceDeps, 'exportPlace' | 'auditSeal'>,
): Promise<GivenGovernance> {
  const given = await givenGovernance(more)
  for (const accountId of [home, partner]) {
    const closed = { openDatabases: false, openTables: false, admins: [arn('admin', accountId)] }
    const settings = { ...defaultSettings(accountId), ...closed }
    await given.governance.putDataLakeSettings(callerOf('admin', accountId), settings)
  }
  await transaction(given.sql, async (tx) => {
    await given.governance.registerDatabase(tx, database)
    await given.governance.registerTable(tx, table)
  })
  return given
}

/** The table, and tag `domain` with two values. */
export async function givenTags() {
  const given = await givenTable()
  const values = ['market', 'ops']
  await given.governance.createTag(given.caller('admin'), {
    catalogId: home,
    key: 'domain',
    values,
  })
  return given
}

/** The table, shared with the partner, whose admins may grant it on. */
export async function givenShare() {
  const given = await givenTable()
  const share = { catalogId: home, principal: partner, resource: trades } as const
  const permissions = ['SELECT'] as const
  await given.governance.grantPermissions(given.caller('admin'), {
    ...share,
    permissions,
    grantable: permissions,
  })
  return given
}
