import { transaction } from '../../../foundation/sql.ts'
import { type GivenDatabase, givenDatabase } from '../../../testing/database.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import type { GovernanceDeps } from '../deps.ts'
import { createGovernance, type Governance } from '../index.ts'
import { defaultSettings } from '../model/world.ts'
import { applyChanges } from '../store/apply.ts'

export const home = '700000000001' as AccountId
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

export interface GivenGovernance extends GivenDatabase {
  governance: Governance
  caller(user: string): Caller
}

export function arn(user: string, accountId: string = home): string {
  return `arn:aws:iam::${accountId}:user/${user}`
}

export async function givenGovernance(): Promise<GivenGovernance> {
  const given = await givenDatabase()
  const governance = await createGovernance(depsOf(given))
  return { ...given, governance, caller: (user) => callerOf(user) }
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

/** New databases and tables are not open to IAM. */
export async function closed(given: GivenGovernance): Promise<void> {
  const row = { ...defaultSettings(home), openDatabases: false, openTables: false }
  await transaction(given.sql, (tx) => applyChanges(tx, [{ of: 'settings', key: home, row }], 2))
  given.governance = await createGovernance(depsOf(given))
}

function depsOf(given: GivenDatabase): GovernanceDeps {
  const accounts = async () => [{ id: home, name: 'home', organization: true }]
  const identity = { accounts, demand: async () => undefined }
  return { ...given, clock: () => new Date(), identity }
}
