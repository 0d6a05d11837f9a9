import type { Grant, GrantResource } from '../server/src/contexts/governance/model/grant.ts'
import type { Principal } from '../server/src/contexts/governance/model/reach.ts'
import type { GovernedTable } from '../server/src/contexts/governance/model/register.ts'
import {
  type Assignment,
  defaultSettings,
  emptyWorld,
  keyOf,
  type World,
} from '../server/src/contexts/governance/model/world.ts'
import type { AccountId } from '../server/src/contexts/identity/index.ts'

const OWNER = '700000000021' as AccountId
const PARTNER = '700000000022' as AccountId
const DATABASES = 100
const TABLES = 10_000
const COLUMNS = 10
const KEYS = 50
const VALUES = 20
const GRANTS = 10_000
const PEOPLE = 1000
const PARTNERS = 100
const LONG_AGO = new Date(0)

/** A whole number from 0 to below the one given; the same row of them for the same seed. */
export type Chance = (below: number) => number

export function chance(seed: number): Chance {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0 // Numerical Recipes, "ranqd1".
    return Math.floor((state / 2 ** 32) * below)
  }
}

/**
 * A firm’s: 10^4 grants by 10^3 values of tags and by names, on 10^5 columns, to a thousand people,
 * some of them of a partner that was given a part. The same each time.
 */
export function largeWorld() {
  const any = chance(1)
  const people = numbers(PEOPLE).map(person)
  const tables = numbers(TABLES).map(tableOf)
  const tags = numbers(KEYS).map((key) => ({
    accountId: OWNER,
    key: `k${key}`,
    values: numbers(VALUES).map((value) => `v${value}`),
  }))
  const grants = numbers(GRANTS).map((at) => grantOf(at, people, any))
  const accounts = [OWNER, PARTNER]
  const closed = { openDatabases: false, openTables: false }
  const world: World = {
    ...emptyWorld,
    accounts: new Map(accounts.map((id) => [id, { id, organization: true }])),
    settings: new Map(accounts.map((id) => [id, { ...defaultSettings(id), ...closed }])),
    databases: new Map(numbers(DATABASES).map((at) => [`d${at}`, databaseOf(at)])),
    tables: new Map(tables.map((row) => [row.id, row])),
    tags: new Map(tags.map((row) => [keyOf.tag(OWNER, row.key), row])),
    assignments: new Map(assignmentsOf(any).map((row) => [keyOf.assignment(row), row])),
    grants: new Map(grants.map((row) => [row.id, row])),
  }
  return { world, people, tables }
}

function numbers(count: number): number[] {
  return [...new Array(count).keys()]
}

function person(at: number): Principal {
  const accountId = at < PARTNERS ? PARTNER : OWNER
  return { accountId, arn: `arn:aws:iam::${accountId}:role/person-${at}` }
}

function databaseOf(at: number) {
  return { id: `d${at}`, accountId: OWNER, name: `database ${at}`, creatorArn: 'creator' }
}

function tableOf(at: number): GovernedTable {
  const columns = numbers(COLUMNS).map((id) => ({
    ...{ id: id + 1, name: `c${id}`, type: 'string', partitionSource: false },
  }))
  return { ...placeOf(at), id: `t${at}`, name: `table ${at}`, creatorArn: 'creator', columns }
}

function placeOf(at: number) {
  return { databaseId: `d${at % DATABASES}`, tableId: `t${at}` }
}

/** Three tags on each database, two on each table, and one on a column of every tenth. */
function assignmentsOf(any: Chance): Assignment[] {
  const databases = numbers(DATABASES).flatMap((at) => new Array(3).fill({ databaseId: `d${at}` }))
  const tables = numbers(TABLES).flatMap((at) => new Array(2).fill(placeOf(at)))
  const columns = numbers(TABLES / 10).map((at) => ({
    ...{ ...placeOf(at * 10), columnId: 1 + any(COLUMNS) },
  }))
  return [...databases, ...tables, ...columns].map((target) => ({
    ...target,
    ...{ key: `k${any(KEYS)}`, value: `v${any(VALUES)}` },
    ...{ assignedBy: 'steward', assignedAt: LONG_AGO },
  }))
}

/** Six of ten go by tags, the others by name; the last hundred share with the partner. */
function grantOf(at: number, people: readonly Principal[], any: Chance): Grant {
  const { arn, accountId } = people[any(PEOPLE)] as Principal
  const share = at >= GRANTS - PARTNERS
  return {
    id: `g${at}`,
    accountId: share ? OWNER : accountId,
    catalogId: OWNER,
    principal: share ? PARTNER : arn,
    resource: resourceOf(any(10), any),
    permissions: any(4) === 0 ? ['SELECT', 'INSERT'] : ['SELECT'],
    grantable: [],
    source: 'grant',
    grantedBy: 'steward',
    grantedAt: LONG_AGO,
  }
}

function resourceOf(kind: number, any: Chance): GrantResource {
  if (kind < 6) {
    const keys = [...new Set([any(KEYS), any(KEYS)])]
    const values = () => [...new Set([any(VALUES), any(VALUES), any(VALUES)])]
    const expression = keys.map((key) => ({
      ...{ key: `k${key}`, values: values().map((value) => `v${value}`) },
    }))
    return { kind: 'table-policy', expression }
  }
  const place = placeOf(any(TABLES))
  if (kind < 8) return { kind: 'table', ...place }
  if (kind < 9) return { kind: 'all-tables', databaseId: place.databaseId }
  return { kind: 'columns', ...place, include: [1 + any(COLUMNS), 1 + any(COLUMNS)] }
}
