import type { VendedScope } from './caller.ts'

const READS = ['s3:getobject', 's3:getobjectversion', 's3:getobjectattributes']
const WRITES = [
  's3:putobject',
  's3:deleteobject',
  's3:deleteobjectversion',
  's3:abortmultipartupload',
  's3:listmultipartuploadparts',
]
const LISTS = ['s3:listbucket', 's3:listbucketversions', 's3:listbucketmultipartuploads']

/** True when vended credentials open what is asked for; they open nothing else. */
export function scopeOpens(
  scope: VendedScope,
  request: { action: string; resource: string; listPrefix: string | undefined },
): boolean {
  const action = request.action.toLowerCase()
  const target = request.resource.replace(/^arn:aws:s3:::/, '')
  if (target === request.resource) return false
  if (action === 's3:getbucketlocation')
    return scope.prefixes.some(({ location }) => bucketOf(location) === target)
  return scope.prefixes.some(({ location, access }) => {
    if (LISTS.includes(action))
      return (
        access !== 'get' &&
        bucketOf(location) === target &&
        request.listPrefix !== undefined &&
        covers(location, `s3://${target}/${request.listPrefix}`)
      )
    const opened = READS.includes(action) || (access === 'read-write' && WRITES.includes(action))
    return opened && covers(location, `s3://${target}`)
  })
}

/** A prefix ends with a slash; any other location is one object. */
function covers(location: string, target: string): boolean {
  return location.endsWith('/') ? target.startsWith(location) : target === location
}

function bucketOf(location: string): string | undefined {
  return /^s3:\/\/([^/]+)/.exec(location)?.[1]
}
