import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrantPermissions$ } from '@aws-sdk/client-lakeformation'
import { operationShape } from '../shared/shape.ts'
import { lakeFormationOperations } from './operations.ts'
import { withPolicies } from './row-policy-shapes.ts'

// botocore 1.44.5, lakeformation/2017-03-31: members by operation, required ones with a mark.
const GOLDEN = {
  AttachRLSPolicy: ['Name*', 'Resource*', 'Principal', 'Condition', 'SetDefault'],
  CreateRLSPolicy: ['Name*', 'AttachmentColumns*', 'FilterExpression*'],
  DeleteRLSPolicy: ['Name*'],
  DetachRLSPolicy: ['Name*', 'Resource*', 'Principal', 'Condition', 'RemoveDefault'],
  GetRLSPolicy: ['Name*'],
  ListRLSPolicies: ['MaxResults', 'NextToken'],
  ListRLSPolicyAttachments: ['Resource', 'Principal', 'PolicyName', 'MaxResults', 'NextToken'],
  UpdateRLSPolicy: ['Name*', 'FilterExpression'],
}

test('given our own shapes of RLS policies, then they are those of botocore', () => {
  const shapes = lakeFormationOperations.served.map(({ schema }) => operationShape(schema))
  const own = shapes.filter(({ name }) => name.includes('RLS'))
  const members = own.map(({ name, input }) => [
    name,
    input.members.map((member) => `${member.name}${member.required ? '*' : ''}`),
  ])

  assert.deepEqual(Object.fromEntries(members), GOLDEN)
  for (const { name, http } of own)
    assert.deepEqual(http, { method: 'POST', pattern: `/${name}`, status: 200 })
})

test('given an operation of the SDK, when a resource may be a policy, then all else stays', () => {
  const [before, after] = [GrantPermissions$, withPolicies(GrantPermissions$)].map((schema) => {
    const { input } = operationShape(schema)
    return input.members.map((member) => {
      const shape = member.shape()
      const inside = shape.kind === 'structure' ? shape.members.map(({ name }) => name) : []
      return [member.name, member.required, shape.kind, inside] as const
    })
  })

  const [, , , resources] = before?.find(([name]) => name === 'Resource') ?? []
  const expected = before?.map((member) =>
    member[0] === 'Resource'
      ? [...member.slice(0, 3), [...(resources ?? []), 'RLSPolicy']]
      : member,
  )
  assert.deepEqual(after, expected)
})
