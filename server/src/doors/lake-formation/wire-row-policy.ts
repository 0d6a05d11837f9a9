import type {
  AttachmentCommand,
  ListedAttachment,
  RowPolicy,
} from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { invalidRequest } from './errors.ts'
import type { PolicyOn, WireAttachment, WirePolicy } from './row-policy-shapes.ts'
import { parseWireCondition, wireCondition } from './wire-condition.ts'
import { parsePrincipal, wirePrincipal } from './wire-principal.ts'
import { parseResource, wireResource } from './wire-resource.ts'

/** Whom it is for, or, said as such, everybody: never everybody by leaving somebody out. */
export function attachmentCommand(
  caller: Caller,
  wire: PolicyOn,
  { word, everybody }: { word: string; everybody: boolean | undefined },
): AttachmentCommand {
  const { Principal, Condition, Resource = {}, Name = '' } = wire
  if ((Principal !== undefined) === (everybody === true))
    throw invalidRequest({ reason: `Either Principal or ${word} must be given` })
  return {
    ...parseResource(caller, Resource),
    name: Name,
    ...(Principal ? { principal: parsePrincipal(Principal) } : {}),
    ...parseWireCondition(Condition),
  }
}

export function wirePolicy({ accountId, name, columns, text }: RowPolicy): WirePolicy {
  return {
    CatalogId: accountId,
    Name: name,
    AttachmentColumns: columns.map((column) => ({
      Name: column.name,
      ...(column.type === undefined ? {} : { Type: column.type }),
    })),
    FilterExpression: text,
  }
}

export function wireAttachment(row: ListedAttachment): WireAttachment {
  const { catalogId, policy, principal } = row
  return {
    CatalogId: catalogId,
    PolicyName: policy,
    Resource: wireResource(row),
    ...(principal === undefined ? {} : { Principal: wirePrincipal(principal, catalogId) }),
    ...wireCondition(row),
    DefaultRLSPolicy: principal === undefined,
  }
}
