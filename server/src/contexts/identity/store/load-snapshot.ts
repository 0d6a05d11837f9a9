import { reading, type Sql, type SqlTransaction } from '../../../foundation/sql.ts'
import type { AccountId } from '../model/caller.ts'
import { managedPolicies } from '../model/managed-policies.ts'
import type { PolicyDocument } from '../model/policy.ts'
import { type Account, type Principal, principalArn } from '../model/principal.ts'
import type { Snapshot } from './snapshot.ts'
import './tables.ts'

/** Reads everything in one snapshot of the database. */
export function loadSnapshot(sql: Sql): Promise<Snapshot> {
  return reading(sql, async (tx) => {
    const principals = await loadPrincipals(tx)
    const keys = await tx.selectFrom('identity.accessKeys').selectAll().execute()
    return {
      accounts: await loadAccounts(tx),
      principalsByArn: new Map(principals.map((one) => [one.arn, one])),
      principalsById: new Map(principals.map((one) => [one.id, one])),
      keys: new Map(keys.map((key) => [key.id, key])),
    }
  })
}

async function loadAccounts(tx: SqlTransaction): Promise<Map<string, Account>> {
  const rows = await tx.selectFrom('identity.accounts').selectAll().orderBy('id').execute()
  return new Map(
    rows.map(({ id, isolatedAt, sessionsValidFrom, ...row }) => [
      id,
      {
        ...row,
        id: id as AccountId,
        ...(isolatedAt ? { isolatedAt } : {}),
        ...(sessionsValidFrom ? { sessionsValidFrom } : {}),
      },
    ]),
  )
}

async function loadPrincipals(tx: SqlTransaction): Promise<Principal[]> {
  const rows = await tx.selectFrom('identity.principals').selectAll().orderBy('name').execute()
  const inline = await tx.selectFrom('identity.inlinePolicies').selectAll().execute()
  const attached = await tx.selectFrom('identity.attachedPolicies').selectAll().execute()
  const inlineOf = Map.groupBy(inline, ({ principalId }) => principalId)
  const attachedOf = Map.groupBy(attached, ({ principalId }) => principalId)
  return rows.map((row) => {
    const { accountId, description, trust, passwordHash, ...rest } = row
    const texts = inlineOf.get(row.id) ?? []
    const arns = (attachedOf.get(row.id) ?? []).map(({ policyArn }) => policyArn)
    return {
      ...rest,
      accountId: accountId as AccountId,
      arn: principalArn(row),
      ...(description === null ? {} : { description }),
      ...(trust === null ? {} : { trust }),
      hasPassword: passwordHash !== null,
      inlinePolicies: new Map(texts.map(({ name, text }) => [name, text])),
      attachedPolicies: new Set(arns),
      policies: [
        ...texts.map(({ text }) => JSON.parse(text) as PolicyDocument),
        ...arns.flatMap((arn) => managedPolicies.get(arn) ?? []),
      ],
    }
  })
}
