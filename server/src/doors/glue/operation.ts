import type { Catalog } from '../../contexts/catalog/index.ts'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { defineError } from '../../foundation/errors.ts'
import { operationsOf } from '../shared/operation.ts'

export interface GlueDeps {
  catalog: Catalog
}

export const glueOperation = operationsOf<GlueDeps>()

export const invalidInput = defineError<{ reason: string }>({
  code: 'glue.invalid-input',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

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

export function pageOf(request: {
  NextToken?: string | undefined
  MaxResults?: number | undefined
}) {
  const { NextToken, MaxResults } = request
  return {
    size: Math.min(MaxResults ?? PAGE_SIZE_MAX, PAGE_SIZE_MAX),
    ...(NextToken ? { token: NextToken } : {}),
  }
}

const PAGE_SIZE_MAX = 100 // Glue API: GetTables and GetDatabases answer at most 100.
