import type {
  Condition,
  DataLakePrincipal,
  LakeFormationOptInsInfo,
  Resource,
} from '@aws-sdk/client-lakeformation'
import type { ListedOptIn, OptInCommand } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { invalidRequest } from './errors.ts'
import { parsePrincipal, wirePrincipal } from './wire-principal.ts'
import { parseResource, wireResource } from './wire-resource.ts'

interface WireOptIn {
  Principal: DataLakePrincipal
  Resource: Resource
  Condition?: Condition
}

export function optInCommand(caller: Caller, wire: WireOptIn): OptInCommand {
  if (wire.Condition?.Expression !== undefined)
    throw invalidRequest({ reason: 'Attribute conditions are not supported' })
  return { ...parseResource(caller, wire.Resource), principal: parsePrincipal(wire.Principal) }
}

export function wireOptIn(optIn: ListedOptIn): LakeFormationOptInsInfo {
  return {
    Principal: wirePrincipal(optIn.principal, optIn.catalogId),
    Resource: wireResource(optIn),
    LastModified: optIn.updatedAt,
    LastUpdatedBy: optIn.updatedBy,
  }
}
