import type { Condition, DataLakePrincipal, Resource } from '@aws-sdk/client-lakeformation'
import {
  Condition$,
  DataLakePrincipal$,
  Resource$ as SdkResource$,
} from '@aws-sdk/client-lakeformation'
import type { OperationSchema } from '../shared/shape.ts'

// The SDK for JavaScript does not know row-level-security policies. These are the shapes that
// botocore 1.44.5 has of them (lakeformation/2017-03-31), in the form of the SDK's own.

export interface PolicyResource {
  CatalogId?: string
  Name: string | undefined
}

/** What can be granted, policies among it. */
export interface ResourceWithPolicy extends Resource {
  RLSPolicy?: PolicyResource
}

export interface WireColumn {
  Name: string | undefined
  Type?: string
}

export interface WirePolicy {
  CatalogId?: string
  Name?: string
  AttachmentColumns?: WireColumn[]
  FilterExpression?: string
}

export interface NamedPolicy {
  Name: string | undefined
}

export interface CreatePolicyRequest extends NamedPolicy {
  AttachmentColumns: WireColumn[] | undefined
  FilterExpression: string | undefined
}

export interface UpdatePolicyRequest extends NamedPolicy {
  FilterExpression?: string
}

export interface PolicyOn extends NamedPolicy {
  Resource: ResourceWithPolicy | undefined
  Principal?: DataLakePrincipal
  Condition?: Condition
}

export interface AttachPolicyRequest extends PolicyOn {
  SetDefault?: boolean
}

export interface DetachPolicyRequest extends PolicyOn {
  RemoveDefault?: boolean
}

interface Paged {
  MaxResults?: number
  NextToken?: string
}

export type ListPoliciesRequest = Paged

export interface ListPoliciesResponse {
  RLSPolicies?: WirePolicy[]
  NextToken?: string
}

export interface ListAttachmentsRequest extends Paged {
  Resource?: ResourceWithPolicy
  Principal?: DataLakePrincipal
  PolicyName?: string
}

export interface WireAttachment {
  CatalogId?: string
  PolicyName?: string
  Principal?: DataLakePrincipal
  Resource?: ResourceWithPolicy
  Condition?: Condition
  DefaultRLSPolicy?: boolean
}

export interface ListAttachmentsResponse {
  RLSPolicyAttachments?: WireAttachment[]
  NextToken?: string
}

const NAMESPACE = 'com.amazonaws.lakeformation'
const [TEXT, NUMBER, FLAG] = [0, 1, 2] as const // As the SDK numbers simple shapes.

type Node = typeof TEXT | typeof NUMBER | typeof FLAG | readonly unknown[] | (() => Node)

/** Required members are those before the others. */
function structure(name: string, needed: Record<string, Node>, more: Record<string, Node> = {}) {
  const members = { ...needed, ...more }
  const count = Object.keys(needed).length
  return [3, NAMESPACE, name, 0, Object.keys(members), Object.values(members), count] as const
}

const list = (name: string, element: readonly unknown[]) => [1, NAMESPACE, name, 0, () => element]

function operation(
  name: string,
  input: readonly unknown[],
  output: readonly unknown[],
): OperationSchema {
  const http = ['POST', `/${name}`, 200]
  return [9, NAMESPACE, name, { http }, () => input, () => output] as unknown as OperationSchema
}

const named = { Name: TEXT }
const paged = { MaxResults: NUMBER, NextToken: TEXT }
const Column$ = structure('Column', named, { Type: TEXT })
const columns = list('ColumnList', Column$)
const PolicyResource$ = structure('RLSPolicyResource', named, { CatalogId: TEXT })

const Resource$ = [
  ...SdkResource$.slice(0, 4),
  [...(SdkResource$[4] as string[]), 'RLSPolicy'],
  [...(SdkResource$[5] as unknown[]), () => PolicyResource$],
] as const

const Policy$ = structure(
  'RLSPolicy',
  {},
  { CatalogId: TEXT, ...named, AttachmentColumns: columns, FilterExpression: TEXT },
)
const on = { ...named, Resource: () => Resource$ }
const forWhom = { Principal: () => DataLakePrincipal$, Condition: () => Condition$ }
const Attachment$ = structure(
  'RLSPolicyAttachment',
  {},
  {
    ...{ CatalogId: TEXT, PolicyName: TEXT, Resource: () => Resource$ },
    ...{ ...forWhom, DefaultRLSPolicy: FLAG },
  },
)
const nothing = (name: string) => structure(`${name}Response`, {})

export const CreateRLSPolicy$ = operation(
  'CreateRLSPolicy',
  structure('CreateRLSPolicyRequest', {
    ...{ ...named, AttachmentColumns: columns, FilterExpression: TEXT },
  }),
  nothing('CreateRLSPolicy'),
)
export const UpdateRLSPolicy$ = operation(
  'UpdateRLSPolicy',
  structure('UpdateRLSPolicyRequest', named, { FilterExpression: TEXT }),
  nothing('UpdateRLSPolicy'),
)
export const DeleteRLSPolicy$ = operation(
  'DeleteRLSPolicy',
  structure('DeleteRLSPolicyRequest', named),
  nothing('DeleteRLSPolicy'),
)
export const GetRLSPolicy$ = operation(
  'GetRLSPolicy',
  structure('GetRLSPolicyRequest', named),
  structure('GetRLSPolicyResponse', {}, { RLSPolicy: () => Policy$ }),
)
export const ListRLSPolicies$ = operation(
  'ListRLSPolicies',
  structure('ListRLSPoliciesRequest', {}, paged),
  structure(
    'ListRLSPoliciesResponse',
    {},
    { RLSPolicies: list('RLSPolicyList', Policy$), NextToken: TEXT },
  ),
)
export const AttachRLSPolicy$ = operation(
  'AttachRLSPolicy',
  structure('AttachRLSPolicyRequest', on, { ...forWhom, SetDefault: FLAG }),
  nothing('AttachRLSPolicy'),
)
export const DetachRLSPolicy$ = operation(
  'DetachRLSPolicy',
  structure('DetachRLSPolicyRequest', on, { ...forWhom, RemoveDefault: FLAG }),
  nothing('DetachRLSPolicy'),
)
export const ListRLSPolicyAttachments$ = operation(
  'ListRLSPolicyAttachments',
  structure(
    'ListRLSPolicyAttachmentsRequest',
    {},
    {
      ...{ Resource: () => Resource$, Principal: () => DataLakePrincipal$, PolicyName: TEXT },
      ...paged,
    },
  ),
  structure(
    'ListRLSPolicyAttachmentsResponse',
    {},
    { RLSPolicyAttachments: list('RLSPolicyAttachmentList', Attachment$), NextToken: TEXT },
  ),
)

/** An operation of the SDK where every `Resource`, however deep, may be a policy too. */
export function withPolicies<Schema extends OperationSchema>(schema: Schema): Schema {
  const made = new Map<unknown, unknown>([[SdkResource$, Resource$]])
  const copy = (node: unknown): unknown => {
    if (typeof node === 'function') return () => copy(node())
    if (!Array.isArray(node)) return node
    const known = made.get(node)
    if (known !== undefined) return known
    const fresh: unknown[] = []
    made.set(node, fresh)
    fresh.push(...node.map(copy))
    return fresh
  }
  return copy(schema) as Schema
}
