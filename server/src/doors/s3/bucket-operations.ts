import type { PolicyDocument } from '../../contexts/identity/index.ts'
import { field, group, xmlAnswer } from './answer.ts'
import { invalidRequestArgument, malformedXml } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'
import { refuseUnserved } from './read-headers.ts'
import { childText, readXml } from './read-xml.ts'

const listBuckets: S3Operation = {
  name: 'ListBuckets',
  method: 'GET',
  on: 'service',
  async run({ storage }, { caller, query }) {
    const prefix = query.get('prefix') ?? ''
    const all = await storage.listBuckets(caller)
    const buckets = all.filter(({ name }) => name.startsWith(prefix))
    return xmlAnswer(
      'ListAllMyBucketsResult',
      group('Owner', field('ID', caller.accountId), field('DisplayName', caller.accountId)) +
        group(
          'Buckets',
          ...buckets.map(({ name, createdAt }) =>
            group('Bucket', field('Name', name), field('CreationDate', createdAt)),
          ),
        ),
    )
  },
}

const createBucket: S3Operation = {
  name: 'CreateBucket',
  method: 'PUT',
  on: 'bucket',
  async run({ storage, region }, request) {
    refuseUnserved(request.headers)
    const body = await smallBody(request)
    if (body.length > 0) {
      const wanted = childText(readXml(body, 'CreateBucketConfiguration'), 'LocationConstraint')
      if (wanted !== undefined && wanted !== region)
        throw invalidRequestArgument({ name: 'LocationConstraint', value: wanted })
    }
    await storage.createBucket(request.caller, request.bucket)
    return { status: 200, headers: { location: `/${request.bucket}` } }
  },
}

const headBucket: S3Operation = {
  name: 'HeadBucket',
  method: 'HEAD',
  on: 'bucket',
  async run({ storage, region }, { caller, bucket }) {
    await storage.headBucket(caller, { bucket, action: 's3:ListBucket' })
    return { status: 200, headers: { 'x-amz-bucket-region': region } }
  },
}

const deleteBucket: S3Operation = {
  name: 'DeleteBucket',
  method: 'DELETE',
  on: 'bucket',
  async run({ storage }, { caller, bucket }) {
    await storage.deleteBucket(caller, bucket)
    return { status: 204 }
  },
}

const getBucketLocation: S3Operation = {
  name: 'GetBucketLocation',
  method: 'GET',
  on: 'bucket',
  query: ['location'],
  async run({ storage, region }, { caller, bucket }) {
    await storage.headBucket(caller, { bucket, action: 's3:GetBucketLocation' })
    // API Reference, GetBucketLocation: us-east-1 has no location constraint.
    return xmlAnswer('LocationConstraint', region === 'us-east-1' ? '' : region)
  },
}

const getBucketVersioning: S3Operation = {
  name: 'GetBucketVersioning',
  method: 'GET',
  on: 'bucket',
  query: ['versioning'],
  async run({ storage }, { caller, bucket }) {
    await storage.headBucket(caller, { bucket, action: 's3:GetBucketVersioning' })
    return xmlAnswer('VersioningConfiguration', '')
  },
}

const putBucketPolicy: S3Operation = {
  name: 'PutBucketPolicy',
  method: 'PUT',
  on: 'bucket',
  query: ['policy'],
  async run({ storage }, request) {
    const policy = readPolicy(await smallBody(request))
    await storage.putBucketPolicy(request.caller, { bucket: request.bucket, policy })
    return { status: 204 }
  },
}

const getBucketPolicy: S3Operation = {
  name: 'GetBucketPolicy',
  method: 'GET',
  on: 'bucket',
  query: ['policy'],
  async run({ storage }, { caller, bucket }) {
    const policy = await storage.getBucketPolicy(caller, bucket)
    const headers = { 'content-type': 'application/json' }
    return { status: 200, headers, body: JSON.stringify(policy) }
  },
}

const deleteBucketPolicy: S3Operation = {
  name: 'DeleteBucketPolicy',
  method: 'DELETE',
  on: 'bucket',
  query: ['policy'],
  async run({ storage }, { caller, bucket }) {
    await storage.deleteBucketPolicy(caller, bucket)
    return { status: 204 }
  },
}

/** Its members are checked by the operation. */
function readPolicy(body: Buffer): PolicyDocument {
  try {
    const policy: unknown = JSON.parse(body.toString())
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy)
      return policy as PolicyDocument
  } catch (cause) {
    throw malformedXml({ reason: 'the policy is not JSON' }, { cause })
  }
  throw malformedXml({ reason: 'the policy has no statement' })
}

export const bucketOperations: readonly S3Operation[] = [
  getBucketLocation,
  getBucketVersioning,
  putBucketPolicy,
  getBucketPolicy,
  deleteBucketPolicy,
  createBucket,
  headBucket,
  deleteBucket,
  listBuckets,
]
