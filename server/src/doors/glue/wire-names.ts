import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { invalidInput } from './errors.ts'

/** The catalog that a request names; the caller's own when it names none. */
export function catalogOf(caller: Caller, catalogId: string | undefined): AccountId {
  const id = catalogId ?? caller.accountId
  if (!/^\d{12}$/.test(id)) throw invalidInput({ reason: `CatalogId "${id}" is no account` })
  return id as AccountId
}

/** Glue folds names to lower case. */
export function glueName(name: string | undefined): string {
  if (!name || name.includes('\u0000')) throw invalidInput({ reason: 'a name is empty or broken' })
  return name.toLowerCase()
}
