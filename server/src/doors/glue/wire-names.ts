import type { TableRef } from '../../contexts/catalog/index.ts'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { invalidInput } from './errors.ts'

/** The catalog that a request names; the caller's own when it names none. */
export function catalogOf(caller: Caller, catalogId: string | undefined): AccountId {
  const id = catalogId ?? caller.accountId
  if (!/^\d{12}$/.test(id)) throw invalidInput({ reason: `CatalogId "${id}" is no account` })
  return id as AccountId
}

/** The name of what is there, in any case. @throws glue.invalid-input */
export function namedOf(name: string | undefined): string {
  const broken = !name || name.includes('\u0000') || !name.isWellFormed()
  if (broken) throw invalidInput({ reason: 'a name is empty or broken' })
  return name
}

/** The name of what is to be: Glue folds it to lower case. @throws glue.invalid-input */
export function glueName(name: string | undefined): string {
  return namedOf(name).toLowerCase()
}

/** The table that a request names. @throws glue.invalid-input */
export function tableOf(
  caller: Caller,
  request: {
    CatalogId?: string | undefined
    DatabaseName: string | undefined
    TableName: string | undefined
  },
): TableRef {
  return {
    accountId: catalogOf(caller, request.CatalogId),
    database: namedOf(request.DatabaseName),
    table: namedOf(request.TableName),
  }
}

/** Glue counts versions from 0, the catalog from 1. @throws glue.invalid-input */
export function versionOf(versionId: string): number {
  if (!/^\d{1,9}$/.test(versionId))
    throw invalidInput({ reason: `VersionId "${versionId}" is no version` })
  return Number(versionId) + 1
}
