import { DomainError } from '../../../foundation/errors.ts'
import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import { freeContent } from '../content/put.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject } from '../gate.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import { deleteObjectRows } from '../store/objects.ts'

/**
 * Removes what may be removed, and says for each other key why not. Absent keys are no error.
 *
 * @see S3 `DeleteObject`, `DeleteObjects`
 */
export async function deleteObjects(
  deps: StorageParts,
  caller: Caller,
  command: { bucket: string; keys: readonly string[] },
): Promise<Map<string, DomainError>> {
  const { bucket } = command
  const refused = new Map<string, DomainError>()
  for (const key of new Set(command.keys)) {
    const refusal = await refusalOf(deps, caller, { bucket, key })
    if (refusal) refused.set(key, refusal)
  }
  const open = [...new Set(command.keys)].filter((key) => !refused.has(key))
  await transaction(deps.sql, async (tx) => {
    const removed = await deleteObjectRows(tx, bucket, open)
    const contents = removed.map(({ content }) => content)
    await freeContent(deps, tx, contents)
    const changes = removed.map(({ key }) =>
      changeOf(caller, 'storage.object-deleted', formatLocation({ bucket, key })),
    )
    await putAudit(tx, changes)
  })
  return refused
}

async function refusalOf(
  deps: StorageParts,
  caller: Caller,
  at: { bucket: string; key: string },
): Promise<DomainError | undefined> {
  try {
    checkKey(at.key)
    await demandObject(deps, caller, { action: 's3:DeleteObject', access: 'read-write', at })
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}
