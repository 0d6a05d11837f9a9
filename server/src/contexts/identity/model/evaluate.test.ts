import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evaluate, type PolicyQuestion, type PolicyVerdict, serviceIsTrusted } from './evaluate.ts'
import type { PolicyDocument, PolicyPrincipal, PolicyStatement } from './policy.ts'

const ANA = 'arn:aws:iam::111111111111:user/ana'
const OBJECT = 'arn:aws:s3:::lake/flights/a'

function policy(...Statement: PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement }
}

function statement(change: Partial<PolicyStatement> = {}): PolicyStatement {
  return { Effect: 'Allow', Action: 's3:GetObject', Resource: OBJECT, ...change }
}

function ask(change: Partial<PolicyQuestion>, context: Record<string, string[]> = {}) {
  const lower = Object.entries(context).map(([key, values]) => [key.toLowerCase(), values] as const)
  return evaluate({
    action: 's3:GetObject',
    resource: OBJECT,
    principal: { accountId: '111111111111', principalArn: ANA, arn: ANA },
    identityPolicies: [],
    sessionPolicies: [],
    context: new Map(lower),
    ...change,
  })
}

const yes: PolicyVerdict = 'allowed'
const no: PolicyVerdict = 'denied-implicitly'
const never: PolicyVerdict = 'denied-explicitly'
const all = statement({ Action: '*', Resource: '*' })
const deny = statement({ Effect: 'Deny' })

/** IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements reference". */
const identityTable: [string, PolicyStatement[], PolicyVerdict][] = [
  ['nothing', [], no],
  ['an exact allow', [statement()], yes],
  ['an action in other case', [statement({ Action: 'S3:getobject' })], yes],
  ['an action with wildcards', [statement({ Action: ['s3:Get*', 'glue:*'] })], yes],
  ['an action with ?', [statement({ Action: 's3:GetObjec?' })], yes],
  ['another action', [statement({ Action: 's3:GetObjectAcl' })], no],
  ['a NotAction of others', [statement({ Action: undefined, NotAction: 'iam:*' })], yes],
  ['a NotAction of it', [statement({ Action: undefined, NotAction: 's3:*' })], no],
  ['a prefix', [statement({ Resource: 'arn:aws:s3:::lake/flights/*' })], yes],
  ['a resource in other case', [statement({ Resource: 'arn:aws:s3:::LAKE/flights/a' })], no],
  ['the bucket alone', [statement({ Resource: 'arn:aws:s3:::lake' })], no],
  ['a NotResource of others', [statement({ Resource: undefined, NotResource: 'x' })], yes],
  ['a NotResource of it', [statement({ Resource: undefined, NotResource: OBJECT })], no],
  ['an allow and a deny', [all, deny], never],
  ['a deny of another resource', [all, statement({ Effect: 'Deny', Resource: 'x' })], yes],
  [
    'a deny whose condition fails',
    [all, statement({ Effect: 'Deny', Condition: { Bool: { 'aws:x': 'true' } } })],
    yes,
  ],
]
for (const [what, statements, verdict] of identityTable)
  test(`given a policy of ${what}, when asked, then ${verdict}`, () => {
    assert.equal(ask({ identityPolicies: [policy(...statements)] }), verdict)
  })

const foreign = { accountId: '222222222222' }
const own = { accountId: '111111111111' }
const byArn = statement({ Principal: { AWS: ANA } })
const byAccount = statement({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } })
const byId = statement({ Principal: { AWS: ['111111111111'] } })
const byAnyone = statement({ Principal: '*' })
const byOther = statement({ Principal: { AWS: 'arn:aws:iam::111111111111:user/bob' } })
const othersDenied = statement({ Effect: 'Deny', NotPrincipal: { AWS: [ANA] } })

/** IAM User Guide, "Identity-based policies and resource-based policies", "Cross-account". */
const resourceTable: [string, boolean, { accountId: string }, PolicyStatement[], PolicyVerdict][] =
  [
    ['own account names the user', false, own, [byArn], yes],
    ['own account names anyone', false, own, [byAnyone], yes],
    ['own account names the account', false, own, [byAccount], no],
    ['own account names the account', true, own, [byAccount], yes],
    ['own account names another', true, own, [byOther], yes],
    ['own account names another', false, own, [byOther], no],
    ['own account denies', true, own, [{ ...byArn, Effect: 'Deny' }], never],
    ['own account denies all others', true, own, [othersDenied], yes],
    ['foreign account names the user', false, foreign, [byArn], no],
    ['foreign account names the user', true, foreign, [byArn], yes],
    ['foreign account names the account', true, foreign, [byId], yes],
    ['foreign account names nobody', true, foreign, [], no],
    ['foreign account names another', true, foreign, [byOther], no],
  ]
for (const [what, identity, owner, statements, verdict] of resourceTable)
  test(`given that ${what}, when identity allows: ${identity}, then ${verdict}`, () => {
    const resourcePolicy = { document: policy(...statements), ...owner }
    const identityPolicies = identity ? [policy(all)] : []

    assert.equal(ask({ resourcePolicy, identityPolicies }), verdict)
  })

test('given a trust that must consent, when it is silent, then no own policy suffices', () => {
  const resourcePolicy = { document: policy(byOther), ...own, mustConsent: true }

  assert.equal(ask({ resourcePolicy, identityPolicies: [policy(all)] }), no)
})

test('given session policies, when one does not allow, then it is denied', () => {
  const identityPolicies = [policy(all)]

  const both = ask({ identityPolicies, sessionPolicies: [policy(all), policy(statement())] })
  const one = ask({ identityPolicies, sessionPolicies: [policy(all), policy(byOther, deny)] })
  const none = ask({ identityPolicies, sessionPolicies: [policy()] })

  assert.deepEqual([both, one, none], [yes, never, no])
})

test('given a variable, when the request fills it, then only that value matches', () => {
  const home = statement({ Resource: `arn:aws:s3:::home/\${aws:username}/*` })
  const read = (name: string[] | undefined, resource: string) =>
    ask(
      { resource, identityPolicies: [policy(home)] },
      name === undefined ? {} : { 'aws:username': name },
    )

  assert.equal(read(['ana'], 'arn:aws:s3:::home/ana/x'), yes)
  assert.equal(read(['ana'], 'arn:aws:s3:::home/bob/x'), no)
  assert.equal(read(['*'], 'arn:aws:s3:::home/bob/x'), no)
  assert.equal(read(undefined, 'arn:aws:s3:::home/ana/x'), no)
})

test('given an ARN pattern, when a name holds colons, then no part swallows another', () => {
  const tables = statement({ Action: '*', Resource: 'arn:aws:glue:*:111111111111:table/*' })
  const resource = 'arn:aws:glue:us-east-1:222222222222:table/x:111111111111:table/y'

  assert.equal(ask({ resource, identityPolicies: [policy(tables)] }), no)
})

test('given any policies, when a deny is added, then nothing is ever allowed by it', () => {
  const pick = fc.constantFrom(all, deny, statement(), byOther, statement({ Action: 'glue:*' }))
  fc.assert(
    fc.property(fc.array(pick), fc.array(pick), (identity, session) => {
      const sessionPolicies = session.length > 0 ? [policy(...session)] : []
      const before = ask({ identityPolicies: [policy(...identity)], sessionPolicies })
      const after = ask({ identityPolicies: [policy(...identity, deny)], sessionPolicies })
      const wider = ask({ identityPolicies: [policy(...identity, all)], sessionPolicies })
      assert.equal(after, never)
      if (before === yes) assert.equal(wider, yes)
      if (before === never) assert.equal(wider, never)
    }),
  )
})

test('given a trust policy, when a service is not named, then it is not trusted', () => {
  const trust = (Service: string | string[]): PolicyDocument => ({
    Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' },
  })

  assert.equal(serviceIsTrusted(trust(['a.millrace', 'b.millrace']), 'b.millrace'), true)
  assert.equal(serviceIsTrusted(trust('a.millrace'), 'b.millrace'), false)
  assert.equal(serviceIsTrusted({ Statement: byAnyone }, 'b.millrace'), false)
})

test('given a trusted service, when a denial meets it, then it is not trusted', () => {
  const Service = 'a.millrace'
  const assume = { Action: 'sts:AssumeRole' }
  const trusts = { Effect: 'Allow', Principal: { Service }, ...assume } as const
  const trusted = (denial: Omit<PolicyStatement, 'Effect'>) =>
    serviceIsTrusted({ Statement: [trusts, { Effect: 'Deny', ...denial }] }, Service)

  const meeting: PolicyPrincipal[] = ['*', { AWS: '*' }, { Service: '*' }, { Service }]
  for (const Principal of meeting)
    assert.equal(trusted({ Principal, ...assume }), false, JSON.stringify(Principal))
  assert.equal(trusted({ Principal: { Service }, NotAction: 's3:*' }), false)
  assert.equal(trusted({ NotPrincipal: { Service: 'b.millrace' }, ...assume }), false)
  assert.equal(trusted({ NotPrincipal: { Service }, ...assume }), true)
  assert.equal(trusted({ Principal: '*', NotAction: 'sts:*' }), true)
  assert.equal(trusted({ Principal: { AWS: '111111111111' }, ...assume }), true)
})
