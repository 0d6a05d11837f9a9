import type {
  Condition,
  DataLakePrincipal,
  LakeFormationOptInsInfo,
  Resource,
} from '@aws-sdk/client-lakeformation'
import type { ListedOptIn, OptInCommand } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { parseWireCondition, wireCondition } from './wire-condition.ts'
import { parsePrincipal, wirePrincipal } from './wire-principal.ts'
import { parseResource, wireResource } from './wire-resource.ts'

interface WireOptIn {
  Principal: DataLakePrincipal
  Resource: Resource
  Condition?: Condition
}

export function optInCommand(caller: Caller, wire: WireOptIn): OptInCommand {
  return {
    ...parseResource(caller, wire.Resource),
    principal: parsePrincipal(wire.Principal),
    ...parseWireCondition(wire.Condition),
  }
}

export function wireOptIn(optIn: ListedOptIn): LakeFormationOptInsInfo {
  return {
    Principal: wirePrincipal(optIn.principal, optIn.catalogId),
    Resource: wireResource(optIn),
    ...wireCondition(optIn),
    LastModified: optIn.updatedAt,
    LastUpdatedBy: optIn.updatedBy,
  }
}
