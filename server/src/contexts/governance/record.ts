import { DomainError } from '../../foundation/errors.ts'
import { recordDone } from '../../foundation/outbox.ts'
import { transaction } from '../../foundation/sql.ts'
import type { Caller } from '../identity/index.ts'
import type { Workings } from './deps.ts'

/** Was it the caller who was refused? What they may not know of is told as not there. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DomainError && ['denied', 'not-found'].includes(error.kind)
}

/** What the session says that its work is for, by its tag of that name. */
export function purposeOf({ sessionTags }: Pick<Caller, 'sessionTags'>): { purpose?: string } {
  const [, purpose] = Object.entries(sessionTags).find(isPurpose) ?? []
  return purpose === undefined ? {} : { purpose }
}

function isPurpose([key]: [string, string]): boolean {
  return key.toLowerCase() === 'purpose' // STS: keys of tags are one whatever their case.
}

/** Every refusal is on record, in the account of the one who was refused. */
export async function putDenial(
  { sql, snapshots }: Pick<Workings, 'sql' | 'snapshots'>,
  caller: Caller,
  refused: { permission: string; resource: string; name?: string | undefined },
): Promise<void> {
  const { version: snapshotVersion } = snapshots.current()
  const { permission, resource, name } = refused
  const about = { ...(name && { name }), ...purposeOf(caller) }
  const detail = { permission, snapshotVersion, ...about }
  const deed = { action: 'governance.demanded', resource, decision: 'denied', detail } as const
  await transaction(sql, (tx) => recordDone(tx, caller, deed))
}
