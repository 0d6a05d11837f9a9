import * as sts from '@aws-sdk/client-sts'
import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import { awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { awsQuery } from '../shared/protocols/query.ts'
import { assumeRole } from './assume-role.ts'
import { getCallerIdentity } from './get-caller-identity.ts'
import { getSessionToken } from './get-session-token.ts'

export interface StsDoorDeps {
  identity: Identity
  clock: Clock
  log: Log
}

const operations = {
  served: [assumeRole, getCallerIdentity, getSessionToken],
  refused: [
    {
      reason: 'identities of other providers are not taken in',
      operations: [sts.AssumeRoleWithWebIdentity$, sts.AssumeRoleWithSAML$],
    },
    { reason: 'there is no root user', operations: [sts.AssumeRoot$] },
    {
      reason: 'it is not part of this platform',
      operations: [sts.DecodeAuthorizationMessage$, sts.GetAccessKeyInfo$, sts.GetFederationToken$],
    },
  ],
}

/** @see AWS Security Token Service API Reference */
export function createStsDoor(deps: StsDoorDeps): Door {
  return awsDoor<StsDoorDeps>({
    name: 'sts',
    service: 'sts',
    protocol: awsQuery('https://sts.amazonaws.com/doc/2011-06-15/'),
    operations,
    errors: { byCode: { 'identity.malformed-policy': sts.MalformedPolicyDocumentException$ } },
    identity: deps.identity,
    clock: deps.clock,
    log: deps.log,
    deps,
  })
}
