import type { Caller } from '../../identity/index.ts'
import { DIRECT_SECONDS } from '../adapters/s3/security-tokens.ts'
import type { StorageParts } from '../deps.ts'
import { nameable, narrowedTo } from '../links/direct.ts'
import { parseLocation } from '../model/location.ts'
import { findLink } from '../store/links.ts'

/** Credentials of another endpoint, and how it is reached. */
export interface DirectCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string
  expiresAt: Date
  /** AWS's own of the region where left out. */
  endpoint?: string
  region: string
}

export interface DirectAccess {
  /**
   * Credentials of the endpoint itself for what lies below `location`, for `caller` whom all of it
   * is open to. Undefined where its bucket is not linked so: then the platform's own are for it.
   *
   * @throws storage.upstream-away, storage.upstream-refused
   */
  directCredentials(
    caller: Caller,
    wanted: { location: string; access: 'read' | 'read-write' },
  ): Promise<DirectCredentials | undefined>
}

export function createDirectAccess(
  deps: Pick<StorageParts, 'sql' | 'links' | 'clock'>,
): DirectAccess {
  return {
    async directCredentials(caller, wanted) {
      const { bucket, key } = parseLocation(wanted.location)
      const link = await findLink(deps.sql, bucket)
      const tokens = link && deps.links.tokensOf(link)
      if (!tokens || !nameable(key)) return undefined
      const access = link.access === 'read' ? 'read' : wanted.access
      const ends = new Date(deps.clock().getTime() + DIRECT_SECONDS * 1000)
      const sooner = caller.expiresAt && caller.expiresAt < ends ? caller.expiresAt : undefined
      const policy = narrowedTo(link, key, access, sooner)
      const { expiresAt, ...keys } = await tokens.assume({ name: nameOf(caller), policy })
      const { endpoint, region } = link
      return {
        ...keys,
        expiresAt: sooner && sooner < expiresAt ? sooner : expiresAt,
        ...(endpoint === undefined ? {} : { endpoint }),
        region,
      }
    },
  }
}

/** As the logs of the endpoint will name the caller. @see STS `AssumeRole`, `RoleSessionName` */
function nameOf({ accountId, arn }: Caller): string {
  const who = (arn.split('/').at(-1) ?? '').replace(/[^\w+=,.@-]/g, '-')
  return `millrace-${accountId}-${who}`.slice(0, 64)
}
