import type { AccountId } from '../../identity/index.ts'
import type { Condition } from './condition.ts'
import { type Expression, type Grant, resourceKey } from './grant.ts'
import type { Turn } from './groups.ts'
import { LayeredMap } from './layered-map.ts'
import { ordered } from './ordered.ts'
import type { Predicate } from './predicate.ts'
import type { GovernedDatabase, GovernedTable } from './register.ts'
import type { RowAttachment, RowPolicy } from './row-policy.ts'

export interface GovernedAccount {
  id: AccountId
  /** In the organization that the platform's own accounts share. */
  organization: boolean
}

/** An account's data lake settings; an account without a row has `defaultSettings`. */
export interface Settings {
  accountId: AccountId
  admins: readonly string[]
  readOnlyAdmins: readonly string[]
  /** ALL to IAM_ALLOWED_PRINCIPALS on each new database. */
  openDatabases: boolean
  /** ALL to IAM_ALLOWED_PRINCIPALS on each new table. */
  openTables: boolean
  /** `CROSS_ACCOUNT_VERSION`, `SET_SOURCE_IDENTITY`. */
  parameters: Readonly<Record<string, string>>
  trustedResourceOwners: readonly string[]
  externalFiltering: boolean
  fullTableExternalAccess: boolean
  externalFilteringAllowList: readonly string[]
  sessionTagValues: readonly string[]
}

export interface Tag {
  accountId: AccountId
  key: string
  values: readonly string[]
}

/** A tag on a database, a table (`tableId`) or a column (`columnId` too). */
export interface Assignment {
  databaseId: string
  tableId?: string
  columnId?: number
  key: string
  value: string
  assignedBy: string
  assignedAt: Date
}

export interface SavedExpression {
  accountId: AccountId
  name: string
  description?: string
  expression: Expression
}

export interface DataFilter {
  id: string
  tableId: string
  name: string
  /** Absent: every row. */
  rows?: { text: string; predicate: Predicate }
  columns: ColumnChoice
  version: string
}

export type ColumnChoice = { include: readonly number[] } | { exclude: readonly number[] }

export interface RegisteredLocation {
  /** `s3://bucket/prefix`, without a closing slash. */
  location: string
  accountId: AccountId
  roleArn?: string
  hybrid: boolean
  registeredAt: Date
}

/** A principal for whom Lake Formation counts although IAM_ALLOWED_PRINCIPALS holds ALL. */
export interface OptIn extends OptedInto {
  principal: string
  condition?: Condition
  updatedBy: string
  updatedAt: Date
}

/** A database itself, one of its tables, or all of them, those to come too. */
export interface OptedInto {
  databaseId: string
  tableId?: string
  allTables?: boolean
}

/** Another organization's account has accepted what `ownerId` shares. */
export interface Acceptance {
  ownerId: AccountId
  recipientId: AccountId
}

/** An agreement under which rows of a table came: once it has ended, nobody reads the table. */
export interface Licence {
  tableId: string
  agreementId: string
  /** Whose data it is, for people. */
  name: string
  /** Absent: it runs on. */
  endsAt?: Date
}

/** Everything a decision depends on, as rows by key. A world is never changed, only replaced. */
export interface World {
  accounts: ReadonlyMap<string, GovernedAccount>
  settings: ReadonlyMap<string, Settings>
  databases: ReadonlyMap<string, GovernedDatabase>
  tables: ReadonlyMap<string, GovernedTable>
  tags: ReadonlyMap<string, Tag>
  assignments: ReadonlyMap<string, Assignment>
  expressions: ReadonlyMap<string, SavedExpression>
  grants: ReadonlyMap<string, Grant>
  filters: ReadonlyMap<string, DataFilter>
  locations: ReadonlyMap<string, RegisteredLocation>
  optIns: ReadonlyMap<string, OptIn>
  acceptances: ReadonlyMap<string, Acceptance>
  licences: ReadonlyMap<string, Licence>
  rowPolicies: ReadonlyMap<string, RowPolicy>
  rowAttachments: ReadonlyMap<string, RowAttachment>
}

export type Kind = keyof World
export type Row<Name extends Kind> =
  World[Name] extends ReadonlyMap<string, infer One> ? One : never

/** One row put in place of what had its key, or removed. */
export type Change = {
  [Name in Kind]: { of: Name; key: string; row: Row<Name> | undefined }
}[Kind]

export const emptyWorld: World = {
  accounts: new Map(),
  settings: new Map(),
  databases: new Map(),
  tables: new Map(),
  tags: new Map(),
  assignments: new Map(),
  expressions: new Map(),
  grants: new Map(),
  filters: new Map(),
  locations: new Map(),
  optIns: new Map(),
  acceptances: new Map(),
  licences: new Map(),
  rowPolicies: new Map(),
  rowAttachments: new Map(),
}

export const KINDS = Object.keys(emptyWorld) as readonly Kind[]

/** Every row as a change that puts it: what makes an empty world this one. */
export function rowsOf(world: World): Change[] {
  return KINDS.flatMap((of) => [...world[of]].map(([key, row]) => ({ of, key, row }) as Change))
}

/** Of each kind the rows that are replaced, each once: the last change of a key counts. */
export type Turns = { [Name in Kind]: readonly Turn<Row<Name>>[] }

export function turnsOf(world: World, changes: readonly Change[]): Turns {
  const last = new Map(changes.map((change) => [`${change.of} ${change.key}`, change]))
  const byKind = Map.groupBy(last.values(), ({ of }) => of)
  const turns = KINDS.map((kind) => {
    const rows = (byKind.get(kind) ?? []).map(({ key, row }) => ({
      ...{ key, row },
      old: world[kind].get(key),
    }))
    return [kind, rows.filter(({ old, row }) => old !== undefined || row !== undefined)]
  })
  return Object.fromEntries(turns) as Turns
}

/** The world with the new rows; it shares nearly everything with the old one. */
export function withTurns(world: World, turns: Turns): World {
  const next: Record<Kind, ReadonlyMap<string, unknown>> = { ...world }
  for (const kind of KINDS)
    if (turns[kind].length > 0)
      next[kind] = LayeredMap.over<unknown>(world[kind]).with(
        turns[kind].map(({ key, row }) => [key, row]),
      )
  return next as World
}

/** A tag in one text, to look up by. */
export function tagPair(key: string, value: string): string {
  return `${key}|${value}`
}

/** The key of a row, as the maps of a world have it. */
export const keyOf = {
  tag: (accountId: string, key: string) => `${accountId}|${key}`,
  assignment: (of: Pick<Assignment, 'databaseId' | 'tableId' | 'columnId' | 'key'>) =>
    `${of.databaseId}|${of.tableId ?? ''}|${of.columnId ?? ''}|${of.key}`,
  expression: (accountId: string, name: string) => `${accountId}|${name}`,
  optIn: (of: OptedInto & Pick<OptIn, 'principal' | 'condition'>) =>
    `${of.principal}|${of.databaseId}|${of.tableId ?? (of.allTables ? '*' : '')}${
      of.condition ? `|${JSON.stringify(ordered(of.condition.test))}` : ''
    }`,
  acceptance: (of: Acceptance) => `${of.ownerId}|${of.recipientId}`,
  licence: (of: Pick<Licence, 'tableId' | 'agreementId'>) => `${of.tableId}|${of.agreementId}`,
  rowPolicy: (accountId: string, name: string) => `${accountId}|${name}`,
  rowAttachment: (of: Omit<RowAttachment, 'attachedBy' | 'attachedAt'>) => {
    const { accountId, policy, principal = '', resource, condition } = of
    const test = ordered(condition?.test)
    return JSON.stringify([accountId, policy, principal, resourceKey(resource), test])
  },
}

/** AWS's defaults of a new account: IAM alone decides, nobody is data lake admin. */
export function defaultSettings(accountId: AccountId): Settings {
  return {
    accountId,
    admins: [],
    readOnlyAdmins: [],
    openDatabases: true,
    openTables: true,
    parameters: { CROSS_ACCOUNT_VERSION: '4' },
    trustedResourceOwners: [],
    externalFiltering: false,
    fullTableExternalAccess: false,
    externalFilteringAllowList: [],
    sessionTagValues: [],
  }
}
