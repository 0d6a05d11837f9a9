import type { IdentityParts } from '../deps.ts'
import type { AccessRequest } from '../model/access-request.ts'
import type { Caller } from '../model/caller.ts'
import { refuse } from '../mutation.ts'
import { allows } from './allows.ts'

/** The IAM gate; a refusal is in the audit. @throws identity.access-denied */
export async function demand(
  parts: IdentityParts,
  caller: Caller,
  request: AccessRequest,
): Promise<void> {
  if (!(await allows(parts, caller, request))) await refuse(parts, caller, request)
}
