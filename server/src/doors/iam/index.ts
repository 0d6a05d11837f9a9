import type { Log } from '../../foundation/log.ts'
import { awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { awsQuery } from '../shared/protocols/query.ts'
import { iamErrors } from './errors.ts'
import type { IamOperationDeps } from './operation.ts'
import { iamOperations } from './operations.ts'

export interface IamDoorDeps extends IamOperationDeps {
  log: Log
}

/** @see AWS Identity and Access Management API Reference */
export function createIamDoor(deps: IamDoorDeps): Door {
  return awsDoor<IamOperationDeps>({
    name: 'iam',
    service: 'iam',
    protocol: awsQuery('https://iam.amazonaws.com/doc/2010-05-08/'),
    operations: iamOperations,
    errors: iamErrors,
    identity: deps.identity,
    clock: deps.clock,
    log: deps.log,
    deps,
  })
}
