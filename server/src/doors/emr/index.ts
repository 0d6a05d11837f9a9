import { type AwsDoorParts, awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { awsJson } from '../shared/protocols/json.ts'
import { emrErrors } from './errors.ts'
import type { EmrDeps } from './operation.ts'
import { emrOperations } from './operations.ts'

export { emrOperations } from './operations.ts'

export function createEmrDoor({ identity, clock, log, ...deps }: EmrDeps & AwsDoorParts): Door {
  return awsDoor({
    name: 'emr',
    service: 'elasticmapreduce',
    protocol: awsJson('1.1'),
    operations: emrOperations,
    errors: emrErrors,
    identity,
    clock,
    log,
    deps,
  })
}
