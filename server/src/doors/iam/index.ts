import * as iam from '@aws-sdk/client-iam'
import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import { awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import type { ServedOperation } from '../shared/operation.ts'
import { awsQuery } from '../shared/protocols/query.ts'
import type { OperationSchema } from '../shared/shape.ts'
import * as accessKeys from './access-keys.ts'
import * as loginProfiles from './login-profiles.ts'
import * as rolePolicies from './role-policies.ts'
import * as roles from './roles.ts'
import * as userPolicies from './user-policies.ts'
import * as users from './users.ts'

export interface IamDoorDeps {
  identity: Identity
  clock: Clock
  log: Log
}

const served: ServedOperation<IamDoorDeps>[] = [
  users,
  roles,
  accessKeys,
  loginProfiles,
  userPolicies,
  rolePolicies,
].flatMap((part) => Object.values(part))

const exported: readonly unknown[] = Object.values(iam)

/** Whatever else the API has: the SDK lists it, so that it is refused by name. */
const refused = exported
  .filter(describesOperation)
  .filter((schema) => !served.some((operation) => operation.schema === schema))

function describesOperation(one: unknown): one is OperationSchema {
  return Array.isArray(one) && one[0] === 9 // The SDK's mark of an operation's schema.
}

/** @see AWS Identity and Access Management API Reference */
export function createIamDoor(deps: IamDoorDeps): Door {
  return awsDoor<IamDoorDeps>({
    name: 'iam',
    service: 'iam',
    protocol: awsQuery('https://iam.amazonaws.com/doc/2010-05-08/'),
    operations: {
      served,
      refused: [{ reason: 'it is not part of this platform', operations: refused }],
    },
    errors: {
      byCode: {
        'identity.malformed-policy': iam.MalformedPolicyDocumentException$,
        'identity.delete-conflict': iam.DeleteConflictException$,
      },
    },
    identity: deps.identity,
    clock: deps.clock,
    log: deps.log,
    deps,
  })
}
