import { type RawBuilder, sql as raw } from 'kysely'
import type { Sql } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import { ordered } from '../model/ordered.ts'
import type { Permission } from '../model/permission.ts'
import { type Kind, keyOf, type Row } from '../model/world.ts'
import './tables.ts'

/** Rows by their key in the world: all of a kind, or those of `keys` that are there. */
type Reader<Name extends Kind> = (
  sql: Sql,
  keys: readonly string[] | undefined,
) => Promise<readonly (readonly [string, Row<Name>])[]>

export const readers: { [Name in Kind]: Reader<Name> } = {
  accounts: async () => [], // Identity keeps them.
  settings: async (sql, keys) => {
    const query = sql.selectFrom('governance.settings').selectAll()
    const rows = await query.where(among(raw`account_id`, keys)).execute()
    return rows.map(({ accountId, settings }) => [
      accountId,
      { ...settings, accountId: accountId as AccountId },
    ])
  },
  databases: async (sql, keys) => {
    const query = sql.selectFrom('governance.databases').selectAll()
    const rows = await query.where(among(raw`id`, keys)).execute()
    return rows.map(({ location, link, ...row }) => [
      row.id,
      { ...row, accountId: row.accountId as AccountId, ...present({ location }), ...asLink(link) },
    ])
  },
  tables: async (sql, keys) => {
    const query = sql.selectFrom('governance.tables').selectAll()
    const rows = await query.where(among(raw`id`, keys)).execute()
    return rows.map(({ location, link, past, ...row }) => [
      row.id,
      { ...row, ...present({ location }), ...present({ past }), ...asLink(link) },
    ])
  },
  tags: async (sql, keys) => {
    const query = sql.selectFrom('governance.tags').selectAll()
    const rows = await query.where(among(raw`account_id || '|' || key`, keys)).execute()
    return rows.map(({ accountId, key, tagValues }) => [
      keyOf.tag(accountId, key),
      { accountId: accountId as AccountId, key, values: tagValues },
    ])
  },
  assignments: async (sql, keys) => {
    const query = sql.selectFrom('governance.assignments').selectAll()
    const rows = await query.where(among(raw`id`, keys)).execute()
    return rows.map(({ id, tableId, columnId, ...row }) => [
      id,
      { ...row, ...present({ tableId }), ...present({ columnId }) },
    ])
  },
  expressions: async (sql, keys) => {
    const query = sql.selectFrom('governance.expressions').selectAll()
    const rows = await query.where(among(raw`account_id || '|' || name`, keys)).execute()
    return rows.map(({ description, ...row }) => [
      keyOf.expression(row.accountId, row.name),
      { ...row, accountId: row.accountId as AccountId, ...present({ description }) },
    ])
  },
  filters: async (sql, keys) => {
    const query = sql.selectFrom('governance.filters').selectAll()
    const rows = await query.where(among(raw`id`, keys)).execute()
    return rows.map(({ rowFilter, ...row }) => [
      row.id,
      { ...row, ...present({ rows: ordered(rowFilter) }) },
    ])
  },
  grants: async (sql, keys) => {
    const query = sql.selectFrom('governance.grants').selectAll()
    const rows = await query.where(among(raw`id`, keys)).execute()
    return rows.map(({ startsAt, endsAt, invalidBecause, condition, ...row }) => [
      row.id,
      {
        ...row,
        accountId: row.accountId as AccountId,
        catalogId: row.catalogId as AccountId,
        permissions: row.permissions as Permission[],
        grantable: row.grantable as Permission[],
        ...present({ startsAt }),
        ...present({ endsAt }),
        ...present({ invalidBecause }),
        ...present({ condition: ordered(condition) }),
      },
    ])
  },
  locations: async (sql, keys) => {
    const query = sql.selectFrom('governance.locations').selectAll()
    const rows = await query.where(among(raw`location`, keys)).execute()
    return rows.map(({ roleArn, ...row }) => [
      row.location,
      { ...row, accountId: row.accountId as AccountId, ...present({ roleArn }) },
    ])
  },
  optIns: async (sql, keys) => {
    const query = sql.selectFrom('governance.optIns').selectAll()
    const rows = await query.where(among(raw`id`, keys)).execute()
    return rows.map(({ id, tableId, allTables, condition, ...row }) => [
      id,
      {
        ...row,
        ...present({ tableId }),
        ...(allTables ? { allTables } : {}),
        ...present({ condition: ordered(condition) }),
      },
    ])
  },
  acceptances: async (sql, keys) => {
    const query = sql.selectFrom('governance.acceptances').selectAll()
    const rows = await query.where(among(raw`owner_id || '|' || recipient_id`, keys)).execute()
    return rows.map(({ ownerId, recipientId }) => {
      const row = { ownerId: ownerId as AccountId, recipientId: recipientId as AccountId }
      return [keyOf.acceptance(row), row]
    })
  },
  licences: async (sql, keys) => {
    const query = sql.selectFrom('governance.licences').selectAll()
    const rows = await query.where(among(raw`table_id || '|' || agreement_id`, keys)).execute()
    return rows.map(({ endsAt, ...row }) => [
      keyOf.licence(row),
      { ...row, ...present({ endsAt }) },
    ])
  },
  rowPolicies: async (sql, keys) => {
    const query = sql.selectFrom('governance.rowPolicies').selectAll()
    const rows = await query.where(among(raw`account_id || '|' || name`, keys)).execute()
    return rows.map((row) => [
      keyOf.rowPolicy(row.accountId, row.name),
      { ...row, accountId: row.accountId as AccountId },
    ])
  },
  rowAttachments: async (sql, keys) => {
    const query = sql.selectFrom('governance.rowAttachments').selectAll()
    const rows = await query.where(among(raw`id`, keys)).execute()
    return rows.map(({ id, principal, condition, ...row }) => [
      id,
      {
        ...row,
        accountId: row.accountId as AccountId,
        ...present({ principal }),
        ...present({ condition: ordered(condition) }),
      },
    ])
  },
}

function among(key: RawBuilder<unknown>, keys: readonly string[] | undefined) {
  return keys === undefined ? raw<boolean>`true` : raw<boolean>`${key} = ANY(${keys}::text[])`
}

/** A member that is there only when the database has a value. */
function present<Name extends string, Value>(
  member: Record<Name, Value | null>,
): { [Key in Name]?: Value } {
  const [entry] = Object.entries(member)
  return entry?.[1] === null || entry?.[1] === undefined ? {} : (member as { [Key in Name]: Value })
}

function asLink(link: boolean): { link?: true } {
  return link ? { link } : {}
}
