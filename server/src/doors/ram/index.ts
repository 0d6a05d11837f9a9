import { type AwsDoorParts, awsDoor } from '../shared/aws-door.ts'
import type { Door } from '../shared/door.ts'
import { restJson } from '../shared/protocols/rest-json.ts'
import { ramErrors } from './errors.ts'
import type { RamDeps } from './operation.ts'
import { ramOperations } from './operations.ts'

/** @see AWS Resource Access Manager API Reference */
export function createRamDoor({ identity, clock, log, ...deps }: RamDeps & AwsDoorParts): Door {
  return awsDoor<RamDeps>({
    ...{ name: 'ram', service: 'ram', protocol: restJson },
    ...{ operations: ramOperations, errors: ramErrors },
    ...{ identity, clock, log, deps },
  })
}
