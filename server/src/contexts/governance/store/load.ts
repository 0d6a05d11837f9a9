import type { Sql } from '../../../foundation/sql.ts'
import type { AccountId } from '../../identity/index.ts'
import { ordered } from '../model/ordered.ts'
import type { Permission } from '../model/permission.ts'
import {
  type Acceptance,
  type Assignment,
  emptyWorld,
  keyOf,
  type OptIn,
  type Settings,
  type Tag,
  type World,
} from '../model/world.ts'
import './tables.ts'

/** Every rule and everything governed, with the version they are at; accounts are identity's. */
export async function loadWorld(sql: Sql): Promise<{ version: number; world: World }> {
  if (sql.isTransaction) return read(sql)
  return sql.transaction().setIsolationLevel('repeatable read').execute(read)
}

async function read(sql: Sql): Promise<{ version: number; world: World }> {
  const { version } = await sql
    .selectFrom('governance.version')
    .select('version')
    .executeTakeFirstOrThrow()
  const world: World = {
    ...emptyWorld,
    ...(await readRegister(sql)),
    ...(await readTags(sql)),
    ...(await readGrants(sql)),
    ...(await readAccounts(sql)),
  }
  return { version, world }
}

async function readRegister(sql: Sql): Promise<Pick<World, 'databases' | 'tables' | 'filters'>> {
  const databases = await sql.selectFrom('governance.databases').selectAll().execute()
  const tables = await sql.selectFrom('governance.tables').selectAll().execute()
  const filters = await sql.selectFrom('governance.filters').selectAll().execute()
  return {
    databases: new Map(
      databases.map(({ location, ...row }) => [
        row.id,
        { ...row, accountId: row.accountId as AccountId, ...present({ location }) },
      ]),
    ),
    tables: new Map(
      tables.map(({ location, ...row }) => [row.id, { ...row, ...present({ location }) }]),
    ),
    filters: new Map(
      filters.map(({ rowFilter, ...row }) => [
        row.id,
        { ...row, ...present({ rows: ordered(rowFilter) }) },
      ]),
    ),
  }
}

async function readTags(sql: Sql): Promise<Pick<World, 'tags' | 'assignments' | 'expressions'>> {
  const tags = await sql.selectFrom('governance.tags').selectAll().execute()
  const assignments = await sql.selectFrom('governance.assignments').selectAll().execute()
  const expressions = await sql.selectFrom('governance.expressions').selectAll().execute()
  return {
    tags: new Map(
      tags.map(({ accountId, key, tagValues }): [string, Tag] => [
        keyOf.tag(accountId, key),
        { accountId: accountId as AccountId, key, values: tagValues },
      ]),
    ),
    assignments: new Map(
      assignments.map(({ id, tableId, columnId, ...row }): [string, Assignment] => [
        id,
        { ...row, ...present({ tableId }), ...present({ columnId }) },
      ]),
    ),
    expressions: new Map(
      expressions.map(({ description, ...row }) => [
        keyOf.expression(row.accountId, row.name),
        { ...row, accountId: row.accountId as AccountId, ...present({ description }) },
      ]),
    ),
  }
}

async function readGrants(sql: Sql): Promise<Pick<World, 'grants'>> {
  const rows = await sql.selectFrom('governance.grants').selectAll().execute()
  return {
    grants: new Map(
      rows.map(({ startsAt, endsAt, invalidBecause, ...row }) => [
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
        },
      ]),
    ),
  }
}

async function readAccounts(
  sql: Sql,
): Promise<Pick<World, 'settings' | 'locations' | 'optIns' | 'acceptances'>> {
  const settings = await sql.selectFrom('governance.settings').selectAll().execute()
  const locations = await sql.selectFrom('governance.locations').selectAll().execute()
  const optIns = await sql.selectFrom('governance.optIns').selectAll().execute()
  const acceptances = await sql.selectFrom('governance.acceptances').selectAll().execute()
  return {
    settings: new Map(
      settings.map((row): [string, Settings] => [
        row.accountId,
        { ...row.settings, accountId: row.accountId as AccountId },
      ]),
    ),
    locations: new Map(
      locations.map(({ roleArn, ...row }) => [
        row.location,
        { ...row, accountId: row.accountId as AccountId, ...present({ roleArn }) },
      ]),
    ),
    optIns: new Map(
      optIns.map(({ id, tableId, ...row }): [string, OptIn] => [
        id,
        { ...row, ...present({ tableId }) },
      ]),
    ),
    acceptances: new Map(
      acceptances.map((row) => [keyOf.acceptance(row as Acceptance), row as Acceptance]),
    ),
  }
}

/** A member that is there only when the database has a value. */
function present<Name extends string, Value>(
  member: Record<Name, Value | null>,
): { [Key in Name]?: Value } {
  const [entry] = Object.entries(member)
  return entry?.[1] === null || entry?.[1] === undefined ? {} : (member as { [Key in Name]: Value })
}
