import type {
  BatchPermissionsFailureEntry,
  BatchPermissionsRequestEntry,
} from '@aws-sdk/client-lakeformation'
import type { GrantCommand } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { DomainError } from '../../foundation/errors.ts'
import { errorDetail } from './error-detail.ts'
import { invalidRequest } from './errors.ts'
import { grantCommand } from './grant-command.ts'

const ENTRIES_MAX = 20 // Lake Formation quota: entries of one batch.

interface Batch {
  CatalogId?: string | undefined
  Entries: readonly BatchPermissionsRequestEntry[]
}

/** Each entry is a grant of its own: what fails is answered, the others hold. */
export async function eachEntry(
  caller: Caller,
  { CatalogId, Entries }: Batch,
  apply: (command: GrantCommand) => Promise<unknown>,
): Promise<BatchPermissionsFailureEntry[]> {
  if (Entries.length > ENTRIES_MAX)
    throw invalidRequest({ reason: `More than ${ENTRIES_MAX} entries` })
  const failures: BatchPermissionsFailureEntry[] = []
  for (const entry of Entries) {
    try {
      await apply(grantCommand(caller, { ...entry, CatalogId }))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      failures.push({ RequestEntry: entry, Error: errorDetail(error) })
    }
  }
  return failures
}
