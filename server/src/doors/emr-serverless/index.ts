import { type AwsDoorParts, awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { restJson } from '../shared/protocols/rest-json.ts'
import { emrServerlessErrors } from './errors.ts'
import type { EmrServerlessDeps } from './operation.ts'
import { emrServerlessOperations } from './operations.ts'

export { emrServerlessOperations } from './operations.ts'

export function createEmrServerlessDoor(options: EmrServerlessDeps & AwsDoorParts): Door {
  const { identity, clock, log, ...deps } = options
  return awsDoor({
    name: 'emr-serverless',
    service: 'emr-serverless',
    protocol: restJson,
    operations: emrServerlessOperations,
    errors: emrServerlessErrors,
    identity,
    clock,
    log,
    deps,
  })
}
