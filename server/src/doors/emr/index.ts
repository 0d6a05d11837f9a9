import { InternalServerException$, InvalidRequestException$ } from '@aws-sdk/client-emr'
import { type AwsDoorParts, awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { awsJson } from '../shared/protocols/json.ts'
import type { EmrDeps } from './operation.ts'
import { emrOperations } from './operations.ts'

export { emrOperations } from './operations.ts'

export function createEmrDoor({ identity, clock, log, ...deps }: EmrDeps & AwsDoorParts): Door {
  return awsDoor({
    name: 'emr',
    service: 'elasticmapreduce',
    protocol: awsJson('1.1'),
    operations: emrOperations,
    errors: {
      byKind: {
        'not-found': InvalidRequestException$,
        invalid: { code: 'ValidationException', status: 400 },
        conflict: InvalidRequestException$,
        'limit-exceeded': InvalidRequestException$,
        internal: InternalServerException$,
      },
      byCode: { 'compute.role-not-usable': InvalidRequestException$ },
      members: ({ code }) => ({ ErrorCode: code }),
    },
    identity,
    clock,
    log,
    deps,
  })
}
