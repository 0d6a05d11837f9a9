import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import {
  CreateStudio$,
  CreateStudioCommand,
  DescribeCluster$,
  DescribeClusterCommand,
  type DescribeClusterInput,
  type DescribeClusterOutput,
  EMRClient,
  InvalidRequestException,
  InvalidRequestException$,
  ListClustersCommand,
} from '@aws-sdk/client-emr'
import {
  CancelJobRun$,
  CancelJobRunCommand,
  type CancelJobRunRequest,
  type CancelJobRunResponse,
  EMRServerlessClient,
  GetApplicationCommand,
  GetJobRun$,
  GetJobRunCommand,
  type GetJobRunRequest,
  type GetJobRunResponse,
  ResourceNotFoundException,
} from '@aws-sdk/client-emr-serverless'
import {
  AssumeRole$,
  AssumeRoleCommand,
  type AssumeRoleRequest,
  type AssumeRoleResponse,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import fc from 'fast-check'
import type { Caller } from '../../contexts/identity/index.ts'
import { systemClock } from '../../foundation/clock.ts'
import { defineError } from '../../foundation/errors.ts'
import { createLog } from '../../foundation/log.ts'
import { givenDoor } from '../../testing/door.ts'
import { signedHeaders } from '../../testing/sign.ts'
import { type AwsDoor, awsDoor } from './aws-door.ts'
import { operationsOf } from './operation.ts'
import { awsJson } from './protocols/json.ts'
import { awsQuery } from './protocols/query.ts'
import { restJson } from './protocols/rest-json.ts'

const nothingThere = defineError<{ id: string }>({
  code: 'door-test.nothing-there',
  kind: 'not-found',
  message: ({ id }) => `cluster "${id}" <is> not & never there`,
})

interface Seen {
  inputs: unknown[]
}

const operation = operationsOf<Seen>()
const moment = new Date('2026-11-23T06:32:21.500Z')

const describeCluster = operation<DescribeClusterInput, DescribeClusterOutput>({
  schema: DescribeCluster$,
  async run({ inputs }, _caller, input) {
    inputs.push(input)
    if (input.ClusterId === 'absent') throw nothingThere({ id: input.ClusterId })
    if (input.ClusterId === 'broken') throw new TypeError('a secret of the inside')
    const status = { State: 'WAITING' as const, Timeline: { CreationDateTime: moment } }
    const Cluster = { Id: input.ClusterId, Status: status, Configurations: [], inner: 'hidden' }
    return { Cluster }
  },
})

const getJobRun = operation<GetJobRunRequest, GetJobRunResponse>({
  schema: GetJobRun$,
  async run({ inputs }, caller, input) {
    inputs.push(input)
    if (input.jobRunId === 'absent') throw nothingThere({ id: input.jobRunId })
    return {
      jobRun: {
        applicationId: input.applicationId,
        jobRunId: input.jobRunId,
        arn: 'arn:x',
        createdBy: caller.arn,
        createdAt: moment,
        updatedAt: moment,
        executionRole: 'arn:r',
        state: 'RUNNING' as const,
        stateDetails: '',
        releaseLabel: 'emr-7.9.0',
        jobDriver: { sparkSubmit: { entryPoint: 's3://b/a.py' } },
      },
    }
  },
})

const cancelJobRun = operation<CancelJobRunRequest, CancelJobRunResponse>({
  schema: CancelJobRun$,
  async run({ inputs }, _caller, input) {
    inputs.push(input)
    return { applicationId: input.applicationId, jobRunId: input.jobRunId }
  },
})

const assumeRole = operation<AssumeRoleRequest, AssumeRoleResponse>({
  schema: AssumeRole$,
  async run({ inputs }, _caller, input) {
    inputs.push(input)
    if (input.RoleSessionName === 'absent') throw nothingThere({ id: input.RoleArn })
    return {
      Credentials: {
        AccessKeyId: 'ASIA',
        SecretAccessKey: 'a<b>&"c',
        SessionToken: 't',
        Expiration: moment,
      },
    }
  },
})

const ana = { accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/ana' } as Caller
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }

type Service = Pick<AwsDoor<Seen>, 'service' | 'protocol' | 'operations' | 'errors'>

async function givenAws(service: Service) {
  const inputs: unknown[] = []
  const served = await givenDoor(
    awsDoor<Seen>({
      name: 'test',
      identity: {
        authenticate: async () => ({ secretAccessKey: credentials.secretAccessKey, caller: ana }),
      },
      clock: systemClock,
      log: createLog('silent'),
      deps: { inputs },
      bodyBytesMax: 100_000,
      ...service,
    }),
  )
  const client = { region: 'us-east-1', endpoint: served.url, credentials, maxAttempts: 1 }
  /** Signed, but otherwise as no SDK would send it. */
  const send = (path: string, raw: { method: string; target: string; body?: string }) => {
    const url = new URL(served.url + path).href
    const headers = { 'x-amz-target': raw.target }
    const body = raw.body === undefined ? {} : { body: raw.body }
    const request = { method: raw.method, ...body }
    return fetch(url, {
      ...request,
      headers: signedHeaders(credentials, service.service, { url, headers, ...request }),
      signal: AbortSignal.timeout(10_000),
    })
  }
  return { ...served, inputs, client, send, [Symbol.asyncDispose]: served[Symbol.asyncDispose] }
}

const emr = () =>
  givenAws({
    service: 'elasticmapreduce',
    protocol: awsJson('1.1'),
    operations: {
      served: [describeCluster],
      refused: [{ reason: 'studios are not built', operations: [CreateStudio$] }],
    },
    errors: {
      byKind: { 'not-found': InvalidRequestException$ },
      members: () => ({ ErrorCode: 'NoSuchCluster' }),
    },
  })
const serverless = () =>
  givenAws({
    service: 'emr-serverless',
    protocol: restJson,
    operations: { served: [getJobRun, cancelJobRun], refused: [] },
    errors: {},
  })
const sts = () =>
  givenAws({
    service: 'sts',
    protocol: awsQuery('https://sts.amazonaws.com/doc/2011-06-15/'),
    operations: { served: [assumeRole], refused: [] },
    errors: {},
  })

test('given a JSON service, when the SDK calls, then both sides mean the same', async () => {
  await using given = await emr()

  const answer = await new EMRClient(given.client).send(
    new DescribeClusterCommand({ ClusterId: 'j-1' }),
  )

  assert.deepEqual(given.inputs, [{ ClusterId: 'j-1' }])
  assert.deepEqual(answer.Cluster, {
    Id: 'j-1',
    Status: { State: 'WAITING', Timeline: { CreationDateTime: moment } },
    Configurations: [],
  })
  assert.ok(answer.$metadata.requestId)
})

test('given a JSON service, when it fails, then the SDK throws the modelled error', async () => {
  await using given = await emr()
  const client = new EMRClient(given.client)

  const call = client.send(new DescribeClusterCommand({ ClusterId: 'absent' }))

  await assert.rejects(call, (error) => {
    assert.ok(error instanceof InvalidRequestException)
    assert.equal(error.ErrorCode, 'NoSuchCluster')
    assert.match(error.message, /"absent" <is> not & never there/)
    return true
  })
})

test('given an unexpected fault, when it is answered, then nothing of it is told', async () => {
  await using given = await emr()
  const client = new EMRClient(given.client)

  const call = client.send(new DescribeClusterCommand({ ClusterId: 'broken' }))

  await assert.rejects(call, (error: Error & { $metadata: { httpStatusCode: number } }) => {
    assert.equal(error.$metadata.httpStatusCode, 500)
    assert.doesNotMatch(JSON.stringify(error) + error.message, /secret/)
    return true
  })
})

test('given refused and unknown operations, when called, then each says so', async () => {
  await using given = await emr()
  const client = new EMRClient(given.client)
  const studio = { Name: 's', AuthMode: 'IAM', VpcId: 'v', SubnetIds: [] } as const

  const refused = () =>
    client.send(
      new CreateStudioCommand({
        ...studio,
        SubnetIds: [],
        ServiceRole: 'r',
        WorkspaceSecurityGroupId: 'w',
        EngineSecurityGroupId: 'e',
        DefaultS3Location: 's3://b',
      }),
    )
  const unknown = () => client.send(new ListClustersCommand({}))

  await assert.rejects(refused, {
    name: 'UnknownOperationException',
    message: 'CreateStudio is not implemented: studios are not built',
  })
  await assert.rejects(unknown, { name: 'UnknownOperationException' })
})

test('given missing or mistyped members, when called, then each is named', async () => {
  await using given = await emr()
  const post = (body: string) =>
    given.send('/', { method: 'POST', target: 'ElasticMapReduce.DescribeCluster', body })

  const missing = await post('{}')
  const mistyped = await post('{"ClusterId": 7}')
  const broken = await post('{"ClusterId"')

  assert.deepEqual(
    [missing.status, missing.headers.get('x-amzn-errortype')],
    [400, 'ValidationException'],
  )
  assert.match(
    await missing.text(),
    /1 validation error detected: Value null at 'clusterId' failed to satisfy constraint/,
  )
  assert.equal(mistyped.headers.get('x-amzn-errortype'), 'SerializationException')
  assert.equal(broken.headers.get('x-amzn-errortype'), 'SerializationException')
})

test('given a rest-json service, when the SDK calls, then both sides mean the same', async () => {
  await using given = await serverless()
  const client = new EMRServerlessClient(given.client)

  const run = await client.send(
    new GetJobRunCommand({ applicationId: 'a/b c', jobRunId: 'ü', attempt: 2 }),
  )
  await client.send(
    new CancelJobRunCommand({
      applicationId: 'a',
      jobRunId: 'r',
      shutdownGracePeriodInSeconds: 5,
    }),
  )
  const absent = () => client.send(new GetJobRunCommand({ applicationId: 'a', jobRunId: 'absent' }))
  const unknown = () => client.send(new GetApplicationCommand({ applicationId: 'a' }))

  await assert.rejects(absent, (error) => error instanceof ResourceNotFoundException)
  await assert.rejects(unknown, { name: 'UnknownOperationException' })
  assert.deepEqual(given.inputs.slice(0, 2), [
    { applicationId: 'a/b c', jobRunId: 'ü', attempt: 2 },
    { applicationId: 'a', jobRunId: 'r', shutdownGracePeriodInSeconds: 5 },
  ])
  assert.equal(run.jobRun?.jobRunId, 'ü')
  assert.equal(run.jobRun?.createdBy, ana.arn)
  assert.deepEqual(run.jobRun?.createdAt, moment)
})

test('given a query service, when the SDK calls, then both sides mean the same', async () => {
  await using given = await sts()
  const client = new STSClient(given.client)
  const Tags = [
    { Key: 'team', Value: 'a b & c' },
    { Key: 'x', Value: 'ü' },
  ]
  const input = { RoleArn: 'arn:r', RoleSessionName: 's', DurationSeconds: 900, Tags }

  const answer = await client.send(new AssumeRoleCommand(input))
  const absent = () => client.send(new AssumeRoleCommand({ ...input, RoleSessionName: 'absent' }))
  const unknown = () => client.send(new GetCallerIdentityCommand({}))

  await assert.rejects(absent, { name: 'NoSuchEntity', message: /<is> not & never there/ })
  await assert.rejects(unknown, { name: 'InvalidAction' })
  assert.deepEqual(given.inputs[0], input)
  assert.equal(answer.Credentials?.SecretAccessKey, 'a<b>&"c')
  assert.deepEqual(answer.Credentials?.Expiration, moment)
  assert.ok(answer.$metadata.requestId)
})

test('given no, a wrong or a foreign signature, when called, then nothing runs', async () => {
  await using given = await emr()
  const call = { method: 'POST', headers: { 'x-amz-target': 'ElasticMapReduce.DescribeCluster' } }
  const request = { ...call, url: given.url, body: '{"ClusterId":"j-1"}' }
  const sign = (key: typeof credentials, service: string) => signedHeaders(key, service, request)

  const answers = await Promise.all(
    [
      call.headers,
      sign({ ...credentials, secretAccessKey: 'y' }, 'elasticmapreduce'),
      sign(credentials, 'glue'),
    ].map((headers) => fetch(given.url, { ...request, headers })),
  )

  assert.deepEqual(
    answers.map((answer) => answer.headers.get('x-amzn-errortype')),
    [
      'MissingAuthenticationTokenException',
      'InvalidSignatureException',
      'InvalidSignatureException',
    ],
  )
  assert.deepEqual(given.inputs, [])
})

test('given too large a body, when it is sent, then it is refused before it is read', async () => {
  await using given = await emr()

  const answer = await fetch(given.url, { method: 'POST', body: 'x'.repeat(100_001) })

  assert.equal(answer.status, 413)
})

test('given a client that hangs up midway, when it is gone, then others are served', async () => {
  await using given = await emr()
  const socket = connect(Number(new URL(given.url).port), '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"Clu')
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.destroy()

  const answer = await new EMRClient(given.client).send(
    new DescribeClusterCommand({ ClusterId: 'j-1' }),
  )

  assert.equal(answer.Cluster?.Id, 'j-1')
})

const deep = `{"ClusterId":${'['.repeat(40_000)}${']'.repeat(40_000)}}`
const dotted = `Action=AssumeRole&${Array.from({ length: 300 }, () => 'Tags').join('.')}=1`
const bodies = fc.oneof(
  fc.json(),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.constantFrom(deep, dotted, '', 'null', '[]', '"x"', '{"__proto__":{"ClusterId":"x"}}'),
  fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'Action',
          'Tags',
          'Tags.member.1',
          'PolicyArns.member.-1.arn',
          'RoleArn',
          'DurationSeconds',
        ),
        fc.string(),
      ),
    )
    .map((pairs) => `Action=AssumeRole&${new URLSearchParams(pairs).toString()}`),
)
const targets = fc.constantFrom(
  'ElasticMapReduce.DescribeCluster',
  '',
  '.',
  '__proto__',
  'x'.repeat(500),
)
const paths = fc.constantFrom(
  '/applications/a/jobruns/%',
  '//',
  '/applications//jobruns/x',
  '/applications/%00/jobruns/..',
  '/x?attempt=y',
)

test('given any bytes for a body, when sent to any protocol, then never a 500', async () => {
  await using json = await emr()
  await using rest = await serverless()
  await using query = await sts()

  await fc.assert(
    fc.asyncProperty(bodies, targets, paths, async (text, target, path) => {
      const answers = await Promise.all([
        json.send('/', { method: 'POST', target, body: text }),
        query.send('/', { method: 'POST', target, body: text }),
        rest.send(path, { method: 'GET', target }),
        rest.send(path, { method: 'POST', target, body: text }),
      ])
      for (const answer of answers) {
        assert.ok(answer.status < 500, `${answer.status}: ${await answer.text()}`)
        await answer.arrayBuffer().catch(() => undefined)
      }
    }),
    { numRuns: 60 },
  )
})
