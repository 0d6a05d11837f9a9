import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import { awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { awsQuery } from '../shared/protocols/query.ts'
import { stsErrors } from './errors.ts'
import { stsOperations } from './operations.ts'

export interface StsDoorDeps {
  identity: Identity
  clock: Clock
  log: Log
}

/** @see AWS Security Token Service API Reference */
export function createStsDoor(deps: StsDoorDeps): Door {
  return awsDoor<StsDoorDeps>({
    name: 'sts',
    service: 'sts',
    protocol: awsQuery('https://sts.amazonaws.com/doc/2011-06-15/'),
    operations: stsOperations,
    errors: stsErrors,
    identity: deps.identity,
    clock: deps.clock,
    log: deps.log,
    deps,
  })
}
