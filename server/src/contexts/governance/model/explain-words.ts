import type { AccountId } from '../../identity/index.ts'
import type { ExplainQuestion, Explanation } from './explanation.ts'
import type { EndingLicence } from './licence.ts'
import { administers, linked } from './reach.ts'
import type { Snapshot } from './snapshot.ts'
import type { Access } from './table-access.ts'

/** What stands in the way of a principal of another account. */
export type Leg = 'local' | 'share' | 'grant-option'

export interface Facts {
  access: Access
  hidden: Explanation['hidden']
  hiddenCount: number
  allowed: boolean
  /** Absent at home, and where each leg gives it. */
  lacks: Leg | undefined
  /** Whether the account itself gave it, where the owner does not. */
  local: boolean
  resource: string
  licence: EndingLicence | undefined
  ownerId: AccountId
  /** It is a resource link, on which there is no such right. */
  link: boolean
}

/** The answer in one sentence, without what its reader may not know of. */
export function sentenceOf(
  snapshot: Snapshot,
  { principal, permission }: ExplainQuestion,
  facts: Facts,
): string {
  const { access, allowed, resource, licence, ownerId, lacks } = facts
  const who = `"${principal.arn}"`
  if (licence) return `${who} has no ${permission} on ${resource}: ${endOf(licence, ownerId)}`
  if (access.iamOnly) return `Lake Formation is off for ${resource}: IAM alone decides.`
  if (allowed) {
    const part = permission === 'SELECT' ? `${withoutText(facts)}${rowsText(access)}` : ''
    const had = `${who} has ${permission} on ${resource}${part}`
    return lacks === undefined || lacks === 'local'
      ? `${had}.`
      : `${had}; more of it can be shared by account ${ownerId} alone.`
  }
  const none = `${who} has no ${permission}`
  if (facts.link)
    return `${none} on ${resource}: it is a resource link, and only rights on its target count.`
  const abroad = principal.accountId !== ownerId
  if (abroad && !linked(snapshot, ownerId, principal.accountId))
    return `${none} on ${resource}: its account is of another organization.`
  if (lacks !== undefined) return `${none}: ${lackText(facts, lacks)}.`
  if (administers(snapshot, principal, 'any'))
    return `${none}: administrators may describe ${resource}, not read it.`
  return `${none} on ${resource}: no grant gives it.`
}

function lackText({ resource, ownerId, local }: Facts, lacks: Leg): string {
  const owner = `account ${ownerId}, which owns ${resource}`
  if (lacks === 'local') return 'its account was given it and granted it on to nobody here'
  if (lacks === 'grant-option')
    return `its account was given it without the right to grant it on: ask ${owner}`
  const grants = local
    ? 'its account grants it, but the owner does not share it'
    : 'no share has it'
  return `${grants}: it has to be shared first by ${owner}`
}

/** Names that may be known, and how many others. */
function withoutText({ hidden, hiddenCount }: Facts): string {
  const others = hiddenCount - hidden.length
  const counted =
    others === 0 ? [] : [others === 1 ? '1 hidden column' : `${others} hidden columns`]
  const all = [...hidden, ...counted]
  return all.length > 0 ? ` without ${all.join(', ')}` : ''
}

function rowsText({ rowFilter, cellFilters }: Access): string {
  if (rowFilter?.op === 'false') return ', and no row of it'
  return rowFilter || cellFilters.size > 0 ? ', and not every row' : ''
}

function endOf({ name, agreementId, endsAt }: EndingLicence, ownerId: AccountId): string {
  const which = `the licence of "${name}" (agreement ${agreementId})`
  const ask = `no grant helps, ask account ${ownerId}, which holds the agreement`
  return `${which} ended at ${endsAt.toISOString()}; ${ask}.`
}
