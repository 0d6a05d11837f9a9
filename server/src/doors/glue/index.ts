import { type AwsDoorParts, awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { awsJson } from '../shared/protocols/json.ts'
import { glueErrors } from './errors.ts'
import type { GlueDeps } from './operation.ts'
import { glueOperations } from './operations.ts'
import { whateverCase } from './whatever-case.ts'

export type { GlueDeps } from './operation.ts'

/** AWS Glue's Data Catalog: json 1.1, over the same tables as the Iceberg REST catalog. */
export function createGlueDoor({ identity, clock, log, catalog }: GlueDeps & AwsDoorParts): Door {
  return awsDoor({
    name: 'glue',
    service: 'glue',
    protocol: awsJson('1.1'),
    operations: glueOperations,
    errors: glueErrors,
    identity,
    clock,
    log,
    deps: { catalog: whateverCase(catalog) },
  })
}
