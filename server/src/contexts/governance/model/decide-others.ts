import type { AccountId } from '../../identity/index.ts'
import { optedIn } from './decide.ts'
import { ADMIN_IMPLICIT_PERMISSION, DATABASE_LOCATION_IS_OPEN_BELOW } from './decisions.ts'
import { expressionOf, sameExpression, type Use } from './evaluate.ts'
import { active, counts, type Grant, IAM_ALLOWED_PRINCIPALS, kindOf } from './grant.ts'
import { grantsOfKind } from './grant-index.ts'
import { covers, normalLocation, plainLocation } from './location.ts'
import { expand, LINK_PERMISSIONS, PERMISSIONS_OF, type Permission } from './permission.ts'
import { accountNames, administers, linked, ownNames, type Principal } from './reach.ts'
import type { GovernedDatabase } from './register.ts'
import { grantsOf, openToIam, type Snapshot, settingsOf } from './snapshot.ts'
import { matches } from './tag-expression.ts'
import { databaseTags } from './tag-inheritance.ts'
import type { RegisteredLocation } from './world.ts'

export interface OtherQuestion {
  principal: Principal
  at: number
  use: Use
}

type Permissions = Set<Permission>

/** Permissions on a database itself; they say nothing of its tables. */
export function databaseAccess(
  snapshot: Snapshot,
  question: OtherQuestion & { databaseId: string },
): ReadonlySet<Permission> {
  const database = snapshot.world.databases.get(question.databaseId)
  if (database === undefined) return new Set()
  const held = heldOn(snapshot, question, database)
  return database.link ? held.intersection(LINK_PERMISSIONS) : held
}

function heldOn(
  snapshot: Snapshot,
  question: OtherQuestion & { databaseId: string },
  database: GovernedDatabase,
): ReadonlySet<Permission> {
  const { principal, use } = question
  const home = principal.accountId === database.accountId
  const on = { databaseId: database.id }
  if (home && use === 'permissions' && openDatabase(snapshot, question, database))
    return new Set(PERMISSIONS_OF.database)
  const permissions = acrossAccounts(snapshot, {
    ...question,
    ownerId: database.accountId,
    optedIn: optedIn(snapshot, principal, on),
    given: (grants, half) => databasePermissions(snapshot, { ...question, grants, database, half }),
    candidates: (accountId, name, half) =>
      databaseGrants(snapshot, { accountId, name, ...on, at: question.at, half }),
  })
  if (home && use === 'permissions' && administers(snapshot, principal, 'any'))
    permissions.add(ADMIN_IMPLICIT_PERMISSION)
  return permissions
}

function openDatabase(
  snapshot: Snapshot,
  question: OtherQuestion,
  database: GovernedDatabase,
): boolean {
  const on = { databaseId: database.id }
  if (!openToIam(snapshot, database.accountId, { ...on, at: question.at })) return false
  return !optedIn(snapshot, question.principal, on)
}

function databaseGrants(
  snapshot: Snapshot,
  of: { accountId: AccountId; name: string; databaseId: string; at: number; half: Use },
): readonly Grant[] {
  const index = grantsOf(snapshot, of.accountId, of.name)
  const owner = snapshot.world.databases.get(of.databaseId)?.accountId
  if (index === undefined || owner === undefined) return []
  return [
    ...(index.byDatabase.get(of.databaseId)?.values() ?? []),
    ...(index.databasePolicies.get(owner)?.values() ?? []),
    ...showing(index.insideDatabase.get(of.databaseId), of),
  ]
}

/**
 * One active grant on something inside is enough to show the database; there may be thousands. One
 * with a condition shows nothing above its resource.
 */
function showing(
  inside: ReadonlyMap<string, Grant> | undefined,
  { at, half }: { at: number; half: Use },
): readonly Grant[] {
  for (const grant of inside?.values() ?? [])
    if (grant.condition === undefined && active(grant, at) && grant[half].length > 0) return [grant]
  return []
}

function databasePermissions(
  snapshot: Snapshot,
  on: { grants: readonly Grant[]; database: GovernedDatabase; use: Use; half: Use },
): Permission[] {
  return on.grants.flatMap((grant): Permission[] => {
    const { resource } = grant
    const own = expand(kindOf(resource), grant[on.half])
    if (resource.kind === 'database') return own
    if (resource.kind === 'database-policy') {
      const expression = expressionOf(snapshot, grant.catalogId, resource)
      if (expression === undefined || expression.length === 0) return []
      return matches(expression, databaseTags(snapshot.assignments, on.database.id)) ? own : []
    }
    // A grant on something inside shows the database, unless it came by tags.
    return on.use === 'permissions' && own.length > 0 ? ['DESCRIBE'] : []
  })
}

interface Across extends OtherQuestion {
  ownerId: AccountId
  /** `half` of them counts: of what is shared, to others than admins, what may be granted on. */
  candidates: (accountId: AccountId, name: string, half: Use) => readonly Grant[]
  given: (grants: readonly Grant[], half: Use) => readonly Permission[]
  /** Ask for the account's share itself, not for what its people were granted of it. */
  whole?: boolean
  /** What everybody has does not count for this principal. */
  optedIn?: boolean
}

/** Own grants, joined with what the account may grant on of its share cut with local grants. */
export function acrossAccounts(snapshot: Snapshot, on: Across): Permissions {
  const { principal, ownerId, use } = on
  const own = ownNames(principal)
  const direct = (names: readonly string[]) => givenTo(on, ownerId, names)
  const withEveryone = use === 'permissions' && on.optedIn !== true
  if (principal.accountId === ownerId)
    return direct(withEveryone ? [...own, IAM_ALLOWED_PRINCIPALS] : own)
  if (!linked(snapshot, ownerId, principal.accountId)) return new Set()
  if (on.whole === true || administers(snapshot, principal, 'admin'))
    return direct([...own, ...accountNames(snapshot, principal.accountId)])
  return direct(own).union(passedOn(snapshot, on))
}

function givenTo(on: Across, store: AccountId, names: readonly string[], half = on.use) {
  return new Set(on.given(countingFor(on, store, names, half), half))
}

function countingFor(on: Across, store: AccountId, names: readonly string[], half: Use) {
  return names
    .flatMap((name) => on.candidates(store, name, half))
    .filter((grant) => counts(grant, on))
}

/** As of tables: a policy over tags passes on what other ones share to read, too (D-12). */
function passedOn(snapshot: Snapshot, on: Across): Permissions {
  const { principal, ownerId, use } = on
  const shared = accountNames(snapshot, principal.accountId)
  const local = countingFor(on, principal.accountId, ownNames(principal), use)
  const passed = givenTo(on, ownerId, shared, 'grantable').intersection(
    new Set(on.given(local, use)),
  )
  if (use === 'grantable') return passed
  const share = countingFor(on, ownerId, shared, use).filter(ofPolicy)
  return local.filter(ofPolicy).reduce((all, grant) => {
    const others = share.filter((one) => !sameExpression(snapshot, one, grant))
    return all.union(new Set(on.given(others, use)).intersection(new Set(on.given([grant], use))))
  }, passed)
}

function ofPolicy({ resource: { kind } }: Grant): boolean {
  return kind === 'database-policy'
}

/** CREATE_DATABASE, CREATE_LF_TAG and CREATE_LF_TAG_EXPRESSION in an account's catalog. */
export function catalogAccess(
  snapshot: Snapshot,
  question: OtherQuestion & { ownerId: AccountId },
): ReadonlySet<Permission> {
  const { principal, ownerId } = question
  const home = principal.accountId === ownerId
  if (home && administers(snapshot, principal, 'admin')) return new Set(PERMISSIONS_OF.catalog)
  const permissions = acrossAccounts(snapshot, {
    ...question,
    candidates: (accountId, name) =>
      grantsOfKind(grantsOf(snapshot, accountId, name), 'catalog').filter(
        ({ catalogId }) => catalogId === ownerId,
      ),
    given: (grants, half) => grants.flatMap((grant) => expand('catalog', grant[half])),
  })
  // While new databases are open to IAM, IAM alone decides who creates them.
  if (home && settingsOf(snapshot, ownerId).openDatabases) permissions.add('CREATE_DATABASE')
  return permissions
}

/** The registered location that covers `location`: the longest, so the most particular. */
export function registeredAt(snapshot: Snapshot, location: string): RegisteredLocation | undefined {
  const { locations } = snapshot.world
  for (let place = normalLocation(location); place.length > 's3://'.length; ) {
    const found = locations.get(place)
    if (found !== undefined) return found
    place = place.slice(0, Math.max(place.lastIndexOf('/'), 0)).replace(/\/+$/, '')
  }
  return undefined
}

/** May a table be put there? Places that nobody registered are for IAM alone to open. */
export function locationAllowed(
  snapshot: Snapshot,
  question: OtherQuestion & { location: string; filled?: boolean },
): boolean {
  const location = normalLocation(question.location)
  const registered = registeredAt(snapshot, location)
  if (registered === undefined) return true
  if (!plainLocation(location)) return false
  const { principal } = question
  const home = principal.accountId === registered.accountId
  if (home && administers(snapshot, principal, 'admin')) return true
  const on = { ...question, location, ownerId: registered.accountId }
  if (locationAllowedBy(snapshot, on)) return true
  return (
    question.use === 'permissions' &&
    question.filled !== true &&
    belowOwnDatabase(snapshot, { ...question, location, registered })
  )
}

/** DATA_LOCATION_ACCESS by rows of `ownerId` on the location or above it. */
export function locationAllowedBy(
  snapshot: Snapshot,
  question: OtherQuestion & { location: string; ownerId: AccountId },
): boolean {
  const permissions = acrossAccounts(snapshot, {
    ...question,
    candidates: (accountId, name) =>
      grantsOfKind(grantsOf(snapshot, accountId, name), 'location').filter(
        ({ resource, catalogId }) =>
          resource.kind === 'location' &&
          catalogId === question.ownerId &&
          covers(resource.location, question.location),
      ),
    given: (grants, half) => grants.flatMap((grant) => grant[half]),
  })
  return permissions.has('DATA_LOCATION_ACCESS')
}

/** D-13: who may create tables in a database may put them strictly below its own location. */
function belowOwnDatabase(
  snapshot: Snapshot,
  question: OtherQuestion & { location: string; registered: RegisteredLocation },
): boolean {
  const { location, registered } = question
  if (!DATABASE_LOCATION_IS_OPEN_BELOW) return false
  return [...snapshot.world.databases.values()].some((database) => {
    if (database.location === undefined) return false
    if (database.accountId !== registered.accountId) return false
    const outer = normalLocation(database.location)
    if (outer === location || !covers(outer, location)) return false
    return databaseAccess(snapshot, { ...question, databaseId: database.id }).has('CREATE_TABLE')
  })
}
