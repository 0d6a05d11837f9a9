import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import { demandVersionFacts } from '../content/find-version.ts'
import type { StorageParts } from '../deps.ts'
import { demandObject, tagKeysOf } from '../gate.ts'
import { refuseLinked } from '../links/of-bucket.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { VersionAt } from '../model/object.ts'
import { OBJECT_TAGS_MAX, tagsOf } from '../model/tags.ts'
import { setAttributes } from '../store/versions.ts'
import { hideAbsence } from './get-object.ts'

/**
 * In place of all tags that the object had; none removes them. Answers the version.
 *
 * @throws storage.invalid-tag, storage.no-such-key, storage.no-such-version
 * @see S3 `PutObjectTagging`, `DeleteObjectTagging`
 */
export async function putObjectTagging(
  deps: StorageParts,
  caller: Caller,
  command: VersionAt & { verb: 'Put' | 'Delete'; pairs: readonly [string, string][] },
): Promise<string> {
  const { bucket, key, verb, pairs } = command
  checkKey(key)
  const named = command.versionId === undefined ? '' : 'Version'
  const action = `s3:${verb}Object${named}Tagging`
  const tags = tagsOf(pairs, OBJECT_TAGS_MAX)
  const context = tagKeysOf(tags)
  const request = { action, access: 'read-write', at: command, context } as const
  refuseLinked(await demandObject(deps, caller, request), 'object tags')
  return transaction(deps.sql, async (tx) => {
    const { versionId } = await demandVersionFacts(tx, command).catch((error) =>
      hideAbsence(deps, caller, command, error),
    )
    await setAttributes(tx, { bucket, key, versionId }, { tags })
    await putAudit(tx, [changeOf(caller, 'storage.object-tagged', formatLocation(command))])
    return versionId
  })
}
