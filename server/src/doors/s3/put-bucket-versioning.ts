import { malformedXml, notImplemented } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'
import { childText, readXml } from './read-xml.ts'

export const putBucketVersioning: S3Operation = {
  name: 'PutBucketVersioning',
  method: 'PUT',
  on: 'bucket',
  query: ['versioning'],
  async run({ storage }, request) {
    const { caller, bucket } = request
    const root = readXml(await smallBody(request), 'VersioningConfiguration')
    if (childText(root, 'MfaDelete')?.trim() === 'Enabled')
      throw notImplemented({ operation: 'MfaDelete', reason: 'there are no such devices here' })
    await storage.putBucketVersioning(caller, {
      bucket,
      versioning: statusOf(childText(root, 'Status')?.trim()),
    })
    return { status: 200 }
  },
}

function statusOf(text: string | undefined) {
  if (text === 'Enabled') return 'enabled'
  if (text === 'Suspended') return 'suspended'
  throw malformedXml({ reason: `the status "${text ?? ''}" is neither Enabled nor Suspended` })
}
