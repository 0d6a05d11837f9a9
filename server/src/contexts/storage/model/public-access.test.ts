import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyStatement } from '../../identity/index.ts'
import { policyIsPublic } from './public-access.ts'

const ALLOW: PolicyStatement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const EVERYBODY = { ...ALLOW, Principal: '*' as const }
const when = (Condition: NonNullable<PolicyStatement['Condition']>) => ({ ...EVERYBODY, Condition })

test('given policies, when judged, then public are those that bind nobody', () => {
  for (const open of [
    EVERYBODY,
    { ...ALLOW, Principal: { AWS: '*' } },
    { ...ALLOW, Principal: { AWS: ['111111111111', '*'] } },
    when({ StringEquals: { 's3:prefix': 'a' } }),
    when({ StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } }),
    when({ StringEqualsIfExists: { 'aws:PrincipalAccount': '111111111111' } }),
    when({ 'ForAllValues:StringEquals': { 'aws:PrincipalAccount': '111111111111' } }),
    when({ StringLike: { 'aws:PrincipalArn': '*' } }),
    when({ StringLike: { 'aws:userid': ['AROAEXAMPLE:*', '*:*'] } }),
    when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }),
    when({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '::/0'] } }),
    when({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
    when({ Bool: { 'aws:SecureTransport': 'true' } }),
    when({ StringEquals: { 'aws:PrincipalAccount': `\${aws:PrincipalAccount}` } }),
  ])
    assert.equal(policyIsPublic({ Statement: [open] }), true, JSON.stringify(open))
  for (const bound of [
    { ...ALLOW, Principal: { AWS: '111111111111' } },
    { ...EVERYBODY, Effect: 'Deny' as const },
    when({ StringEquals: { 'aws:PrincipalAccount': '111111111111' } }),
    when({ StringEquals: { 'AWS:principalOrgId': 'o-example' } }),
    when({ StringLike: { 'aws:userid': 'AROAEXAMPLE:*' } }),
    when({ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/a' } }),
    when({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32'] } }),
  ])
    assert.equal(policyIsPublic({ Statement: bound }), false, JSON.stringify(bound))
})
